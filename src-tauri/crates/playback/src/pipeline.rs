//! From the file to blocks in the device's format: read, even out, trim, stretch, resample, map the channels, and keep count.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::block::Block;
use crate::channels::spread;
use crate::decode::Reader;
use crate::error::Error;
use crate::levels::{Leveller, Levels};
use crate::map::{self, Kept, Span};
use crate::output::Format;
use crate::plan::{Plan, Section};
use crate::resample::Resampler;
use crate::stretch::{Stretch, Wsola};
use crate::tape::Tape;
use crate::trim::Trim;
use crate::units::{Frame, Rate};

/// The way of one source to one opened device.
pub(crate) struct Pipeline {
    tape: Tape,
    leveller: Leveller,
    /// A piece with its levels applied.
    levelled: Vec<f32>,
    trim: Trim,
    stretch: Box<dyn Stretch>,
    /// `None` when the device plays at the source's rate.
    resampler: Option<Resampler>,
    device: Format,
    plan: Plan,
    /// What is still to be played at a speed of its own.
    slow: Option<Section>,
    generation: u64,
    /// Trimmed sound and its places in the source.
    kept: Kept,
    /// Stretched sound, and its places in what was kept.
    stretched: Vec<f32>,
    spans: VecDeque<Span>,
    /// Stretched frames so far.
    made: u64,
    /// Device frames given in this generation.
    given: u64,
    /// Device frames of this generation in all; known when the source's end was read.
    total: Option<u64>,
    /// Interleaved with the source's channels, at the device's rate; the part before `used` was given.
    ready: Vec<f32>,
    used: usize,
}

impl Pipeline {
    /// A pipeline that stands at the reader's first frame in no generation. Gives the reader back when there is no
    /// way from its rate to the device's.
    pub(crate) fn new(reader: Reader, device: Format) -> Result<Pipeline, Box<Reader>> {
        let (rate, channels) = (reader.rate(), reader.info().channels);
        let resampler = if rate == device.rate {
            None
        } else {
            match Resampler::new(rate, device.rate, channels) {
                Some(resampler) => Some(resampler),
                None => return Err(Box::new(reader)),
            }
        };
        let channels = usize::from(channels);
        Ok(Pipeline {
            tape: Tape::new(reader),
            leveller: Leveller::new(rate),
            levelled: Vec::new(),
            trim: Trim::new(rate.hz(), channels),
            stretch: Box::new(Wsola::new(rate.hz(), channels)),
            resampler,
            device,
            plan: Plan::PLAIN,
            slow: None,
            generation: 0,
            kept: Kept::new(channels),
            stretched: Vec::new(),
            spans: VecDeque::new(),
            made: 0,
            given: 0,
            total: None,
            ready: Vec::new(),
            used: 0,
        })
    }

    pub(crate) fn into_reader(self) -> Reader {
        self.tape.into_reader()
    }

    pub(crate) fn reader_mut(&mut self) -> &mut Reader {
        self.tape.reader_mut()
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// What the reader has to say once about damage.
    pub(crate) fn take_damage(&mut self) -> Option<String> {
        self.tape.take_damage()
    }

    /// Whether the last block of this generation was given.
    pub(crate) fn is_over(&self) -> bool {
        self.total.is_some() && self.used >= self.ready.len()
    }

    /// Begins a generation at `frame`.
    pub(crate) fn seek(
        &mut self,
        generation: u64,
        frame: Frame,
        plan: Plan,
        levels: Option<Arc<Levels>>,
    ) -> Result<(), Error> {
        self.ready.clear();
        self.used = 0;
        self.given = 0;
        self.total = None;
        self.generation = generation;
        self.plan = plan;
        self.slow = plan.slow.map(|(section, _)| section).filter(|section| section.contains(frame));
        self.kept.clear();
        self.spans.clear();
        self.made = 0;
        self.trim.start(plan.trim);
        self.stretch.start(plan.speed_at(frame));
        self.tape.repeat(plan.repeat);
        // What the resampler wants before the first frame is no part of the map: it is neither trimmed nor stretched.
        let begin = self.resampler.as_mut().map_or(frame, |resampler| resampler.start(frame));
        self.stretched.clear();
        self.tape.seek(begin, frame, &mut self.stretched)?;
        let channels = usize::from(self.tape.reader().info().channels);
        let early = Frame(frame.0.saturating_sub((self.stretched.len() / channels) as u64));
        self.leveller.start(levels, early);
        if self.leveller.is_on() {
            self.leveller.apply(&mut self.stretched, channels, early);
        }
        if let Some(resampler) = &mut self.resampler {
            resampler.push(&self.stretched, &mut self.ready);
        }
        Ok(())
    }

    /// Goes on with these levels.
    pub(crate) fn level(&mut self, levels: Option<Arc<Levels>>) {
        self.leveller.follow(levels);
    }

    /// Goes on by `plan`, heard so far up to `heard`. Answers false when what is ready contradicts it, so that
    /// the generation must begin anew.
    pub(crate) fn follow(&mut self, plan: Plan, heard: Frame) -> bool {
        if plan.repeat != self.plan.repeat {
            let ahead = self.tape.reader().position();
            if ahead < heard || plan.repeat.is_some_and(|section| heard < section.to && section.to < ahead) {
                return false;
            }
            self.tape.repeat(plan.repeat);
        }
        if plan.trim != self.plan.trim {
            self.trim.finish(&mut self.kept);
            self.trim.start(plan.trim);
        }
        if plan.speed != self.plan.speed || (plan.slow.is_none() && self.slow.is_some()) {
            self.slow = None;
            self.stretch.set_speed(plan.speed, 0);
        }
        self.plan = plan;
        true
    }

    /// Fills `block` with what comes next.
    pub(crate) fn fill(&mut self, block: &mut Block) -> Result<(), Error> {
        let channels = self.tape.reader().info().channels;
        let wanted = Block::FRAMES * usize::from(channels);
        while self.ready.len() - self.used < wanted && self.total.is_none() {
            self.make_ready()?;
        }
        let waiting = (self.ready.len() - self.used) / usize::from(channels);
        let left = self.total.map_or(u64::MAX, |total| total - self.given);
        let mut frames = Block::FRAMES.min(waiting).min(usize::try_from(left).unwrap_or(usize::MAX));

        let per_frame = f64::from(self.tape.reader().rate().hz()) / f64::from(self.device.rate.hz());
        block.generation = self.generation;
        if let Some(place) = map::place(&mut self.spans, &mut self.kept, self.given as f64 * per_frame) {
            // Positions within a block lie on one line: where they jump or bend, the next begins.
            frames = frames.min((place.left / per_frame).ceil().max(1.0) as usize);
            block.start = place.source;
            block.step = place.speed * per_frame;
            block.speed = place.speed;
            block.saved = place.saved;
        }
        let source = &self.ready[self.used..self.used + frames * usize::from(channels)];
        spread(source, channels, &mut block.samples, self.device.channels);
        block.frames = frames;
        self.given += frames as u64;
        self.used += source.len();
        block.last = self.total.is_some_and(|total| self.given >= total || frames == waiting);
        if block.last {
            self.used = self.ready.len();
        }
        Ok(())
    }

    /// Makes some more ready; at the source's end, finds how much there is in all.
    fn make_ready(&mut self) -> Result<(), Error> {
        self.ready.drain(..self.used);
        self.used = 0;
        self.stretched.clear();
        let channels = usize::from(self.tape.reader().info().channels);
        let over = match self.tape.next()? {
            Some((start, sound)) => {
                let sound = if self.leveller.is_on() {
                    self.levelled.clear();
                    self.levelled.extend_from_slice(sound);
                    self.leveller.apply(&mut self.levelled, channels, start);
                    &*self.levelled
                } else {
                    sound
                };
                // The frames of this piece before the end of what is played at its own speed.
                let split = self.slow.map_or(usize::MAX, |section| match section.contains(start) {
                    true => (section.to.0 - start.0) as usize,
                    false => 0,
                });
                let (slow, rest) = sound.split_at(split.saturating_mul(channels).min(sound.len()));
                self.trim.push(slow, start.0, &mut self.kept);
                if !rest.is_empty() {
                    if self.slow.take().is_some() {
                        self.stretch.set_speed(self.plan.speed, self.kept.frames());
                    }
                    let start = start.0 + (slow.len() / channels) as u64;
                    self.trim.push(rest, start, &mut self.kept);
                }
                false
            }
            None => {
                self.trim.finish(&mut self.kept);
                true
            }
        };
        self.stretch.push(&self.kept.sound);
        self.kept.sound.clear();
        if over {
            self.stretch.finish(&mut self.stretched, &mut self.spans);
        } else {
            self.stretch.pull(&mut self.stretched, &mut self.spans);
        }
        self.made += (self.stretched.len() / channels) as u64;
        match &mut self.resampler {
            None => self.ready.append(&mut self.stretched),
            Some(resampler) => resampler.push(&self.stretched, &mut self.ready),
        }
        if over {
            if let Some(resampler) = &mut self.resampler {
                resampler.flush(&mut self.ready);
            }
            self.total = Some(device_frames(self.made, self.tape.reader().rate(), self.device.rate));
        }
        Ok(())
    }
}

/// How many frames at `to` begin within `count` frames at `from`.
fn device_frames(count: u64, from: Rate, to: Rate) -> u64 {
    let frames = (u128::from(count) * u128::from(to.hz())).div_ceil(u128::from(from.hz()));
    u64::try_from(frames).unwrap_or(u64::MAX)
}
