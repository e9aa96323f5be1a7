//! From the file to blocks in the device's format: decode, resample, map the channels, and keep count.

use crate::block::Block;
use crate::channels::spread;
use crate::decode::Reader;
use crate::error::Error;
use crate::output::Format;
use crate::resample::Resampler;
use crate::units::{Frame, Rate};

/// The way of one source to one opened device.
pub(crate) struct Pipeline {
    reader: Reader,
    /// `None` when the device plays at the source's rate.
    resampler: Option<Resampler>,
    device: Format,
    generation: u64,
    /// The source frame that this generation began at.
    from: Frame,
    /// Device frames given since.
    given: u64,
    /// Device frames of this generation in all; known when the source's end was read.
    total: Option<u64>,
    decoded: Vec<f32>,
    /// Interleaved with the source's channels, at the device's rate; the part before `used` was given.
    ready: Vec<f32>,
    used: usize,
}

impl Pipeline {
    /// A pipeline that stands at the reader's first frame in no generation. Gives the reader back when there is no
    /// way from its rate to the device's.
    pub(crate) fn new(reader: Reader, device: Format) -> Result<Pipeline, Box<Reader>> {
        let resampler = if reader.rate() == device.rate {
            None
        } else {
            match Resampler::new(reader.rate(), device.rate, reader.info().channels) {
                Some(resampler) => Some(resampler),
                None => return Err(Box::new(reader)),
            }
        };
        Ok(Pipeline {
            reader,
            resampler,
            device,
            generation: 0,
            from: Frame::ZERO,
            given: 0,
            total: None,
            decoded: Vec::new(),
            ready: Vec::new(),
            used: 0,
        })
    }

    pub(crate) fn into_reader(self) -> Reader {
        self.reader
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// What the reader has to say once about damage.
    pub(crate) fn take_damage(&mut self) -> Option<String> {
        self.reader.take_damage()
    }

    /// Whether the last block of this generation was given.
    pub(crate) fn is_over(&self) -> bool {
        self.total.is_some() && self.used >= self.ready.len()
    }

    /// Begins a generation at `frame`.
    pub(crate) fn seek(&mut self, generation: u64, frame: Frame) -> Result<(), Error> {
        self.ready.clear();
        self.used = 0;
        self.given = 0;
        self.total = None;
        self.generation = generation;
        self.from = frame;
        let begin = self.resampler.as_mut().map_or(frame, |resampler| resampler.start(frame));
        self.reader.seek(begin)?;
        Ok(())
    }

    /// Fills `block` with what comes next.
    pub(crate) fn fill(&mut self, block: &mut Block) -> Result<(), Error> {
        let channels = self.reader.info().channels;
        let wanted = Block::FRAMES * usize::from(channels);
        while self.ready.len() - self.used < wanted && self.total.is_none() {
            self.decode()?;
        }
        let waiting = (self.ready.len() - self.used) / usize::from(channels);
        let left = self.total.map_or(u64::MAX, |total| total - self.given);
        let frames = Block::FRAMES.min(waiting).min(usize::try_from(left).unwrap_or(usize::MAX));
        let source = &self.ready[self.used..self.used + frames * usize::from(channels)];
        spread(source, channels, &mut block.samples, self.device.channels);

        let step = self.step();
        block.generation = self.generation;
        block.start = self.from.0 as f64 + self.given as f64 * step;
        block.step = step;
        block.frames = frames;
        self.given += frames as u64;
        self.used += source.len();
        block.last = self.total.is_some_and(|total| self.given >= total || frames == waiting);
        if block.last {
            self.used = self.ready.len();
        }
        Ok(())
    }

    /// Source frames to one of the device's.
    fn step(&self) -> f64 {
        f64::from(self.reader.rate().hz()) / f64::from(self.device.rate.hz())
    }

    /// Makes some more ready; at the source's end, finds how much there is in all.
    fn decode(&mut self) -> Result<(), Error> {
        self.ready.drain(..self.used);
        self.used = 0;
        self.decoded.clear();
        let frames = self.reader.read(&mut self.decoded)?;
        match &mut self.resampler {
            None => self.ready.extend_from_slice(&self.decoded),
            Some(resampler) if frames > 0 => resampler.push(&self.decoded, &mut self.ready),
            Some(resampler) => resampler.flush(&mut self.ready),
        }
        if frames == 0 {
            self.total = Some(device_frames(
                self.reader.position().0.saturating_sub(self.from.0),
                self.reader.rate(),
                self.device.rate,
            ));
        }
        Ok(())
    }
}

/// How many frames at `to` begin within `count` frames at `from`.
fn device_frames(count: u64, from: Rate, to: Rate) -> u64 {
    let frames = (u128::from(count) * u128::from(to.hz())).div_ceil(u128::from(from.hz()));
    u64::try_from(frames).unwrap_or(u64::MAX)
}
