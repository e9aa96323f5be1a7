//! What is measured of one piece of a source, from its decoded frames.

use std::ops::Range;

use super::biquad::KWeighting;
use super::envelope::{Bands, Levels, Sums};
use super::grid::{ENERGY_HZ, Grid, PEAK_FRAMES, RUN_IN_SECONDS};
use super::peaks::Peak;
use crate::decode::Reader;
use crate::error::Error;
use crate::units::Frame;

/// The most damaged spans that are told of a piece; what comes after lengthens the last.
const MOST_SPANS: usize = 64;

/// What was measured of one piece.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) number: usize,
    pub(super) peaks: Vec<Peak>,
    pub(super) envelope: Vec<Levels>,
    pub(super) energies: Vec<f32>,
    /// The greatest absolute sample of any channel; 1 is full scale.
    pub(super) sample_peak: f32,
    /// Frames that couldn't be decoded.
    pub(super) damage: Vec<Range<u64>>,
}

/// Measures piece after piece with a reader of its own.
pub(super) struct Meter {
    reader: Reader,
    grid: Grid,
    channels: usize,
    /// Decoded frames, interleaved, that aren't measured yet.
    frames: Vec<f32>,
    mono: Vec<f32>,
}

impl Meter {
    pub(super) fn new(reader: Reader, grid: Grid) -> Meter {
        let channels = usize::from(reader.info().channels.max(1));
        Meter { reader, grid, channels, frames: Vec::new(), mono: Vec::new() }
    }

    /// Measures piece `number`; `None` when `cancelled`, which is asked once for each packet, says so.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Open`]. Damage is none: silence stands for it, and its place is told.
    pub(super) fn measure(
        &mut self,
        number: usize,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<Piece>, Error> {
        let Range { start, end } = self.grid.piece(number);
        let hz = u64::from(self.grid.rate.hz());
        let run_in = RUN_IN_SECONDS.min(start / hz);
        let mut piece = Piece {
            number,
            peaks: Vec::with_capacity(Grid::peaks(&(start..end)).len()),
            envelope: Vec::with_capacity(self.grid.envelope_of(number).len()),
            energies: Vec::with_capacity(self.grid.energies_of(number).len()),
            sample_peak: 0.0,
            damage: Vec::new(),
        };
        let mut gauges = Gauges::new(self.grid, self.channels);
        self.frames.clear();
        let mut lost = survive(self.reader.seek(Frame(start - run_in * hz)))?.is_none();

        let mut tenth = (start / hz - run_in) * ENERGY_HZ;
        while self.grid.tenth(tenth) < end {
            let (from, to) = (self.grid.tenth(tenth), self.grid.tenth(tenth + 1).min(end));
            let wanted = usize::try_from(to - from).unwrap_or(0) * self.channels;
            let mut spoilt = None;
            while self.frames.len() < wanted {
                if cancelled() {
                    return Ok(None);
                }
                let at = self.reader.position().0;
                let came = if lost { Some(0) } else { survive(self.reader.read(&mut self.frames))? };
                match came {
                    Some(count) if count > 0 && self.reader.is_stand_in() => {
                        piece.spoil(at..at + count as u64, start..end);
                    }
                    Some(count) if count > 0 => {}
                    _ => {
                        lost = true;
                        let missing = (wanted - self.frames.len()) / self.channels;
                        spoilt = Some(to - missing as u64..to);
                        self.frames.resize(wanted, 0.0);
                    }
                }
            }
            if let Some(span) = spoilt {
                piece.spoil(span, start..end);
            }
            let block = &self.frames[..wanted];
            mix(block, self.channels, &mut self.mono);
            let heard = from >= start;
            let mut energy = 0.0;
            for n in tenth * 10..tenth * 10 + 10 {
                let bound =
                    |n: u64| usize::try_from(self.grid.hundredth(n).clamp(from, to) - from).unwrap_or(0);
                let part = bound(n)..bound(n + 1);
                if !part.is_empty() {
                    let frames = &block[part.start * self.channels..part.end * self.channels];
                    let (sums, weighted) = gauges.filter(frames, &self.mono[part.clone()]);
                    energy += weighted;
                    if heard {
                        piece.envelope.push(sums.levels(part.len()));
                    }
                }
            }
            if heard {
                gauges.peaks(&self.mono, &mut piece.peaks);
                piece.sample_peak =
                    block.iter().fold(piece.sample_peak, |most, sample| more(most, sample.abs()));
                if to == self.grid.tenth(tenth + 1) {
                    piece.energies.push((energy / (to - from) as f64) as f32);
                }
            }
            self.frames.drain(..wanted);
            tenth += 1;
        }
        gauges.finish(&mut piece.peaks);
        Ok(Some(piece))
    }
}

impl Piece {
    /// Notes frames that couldn't be decoded, so far as they lie in the piece.
    fn spoil(&mut self, frames: Range<u64>, piece: Range<u64>) {
        let (start, end) = (frames.start.max(piece.start), frames.end.min(piece.end));
        let full = self.damage.len() == MOST_SPANS;
        match self.damage.last_mut() {
            _ if start >= end => {}
            Some(last) if last.end >= start || full => last.end = end,
            _ => self.damage.push(start..end),
        }
    }
}

/// Damage as `None`: what can't be decoded is silent. What the system refuses stays an error.
fn survive<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error @ (Error::Read { .. } | Error::Open { .. })) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The filters and sums that run through a piece.
struct Gauges {
    /// One a channel.
    weighting: Vec<KWeighting>,
    bands: Bands,
    /// The peak that isn't whole yet.
    min: f32,
    max: f32,
    /// How many frames it holds.
    filled: usize,
}

impl Gauges {
    fn new(grid: Grid, channels: usize) -> Gauges {
        let hz = grid.rate.hz();
        let weighting = vec![KWeighting::new(hz); channels];
        Gauges { weighting, bands: Bands::new(hz), min: f32::MAX, max: f32::MIN, filled: 0 }
    }

    /// Sums of the squares of the next frames in the bands, and K-weighted of all channels.
    fn filter(&mut self, frames: &[f32], mono: &[f32]) -> (Sums, f64) {
        /// Keeps the filters' memory from becoming so small in digital silence that a processor computes it slowly.
        const HUM: f64 = 1e-18;
        let mut sums = Sums::default();
        let mut energy = 0.0;
        // The filters run side by side on copies of their memory: in registers, and while one waits for its last result the
        // processor computes the others.
        let mut bands = self.bands;
        match self.weighting.as_mut_slice() {
            [only] => {
                let mut weighting = *only;
                for sample in mono {
                    let sample = f64::from(*sample) + HUM;
                    bands.step(sample, &mut sums);
                    energy += weighting.step(sample).powi(2);
                }
                *only = weighting;
            }
            [left, right] => {
                let (mut one, mut other) = (*left, *right);
                for (frame, sample) in frames.chunks_exact(2).zip(mono) {
                    bands.step(f64::from(*sample) + HUM, &mut sums);
                    energy += one.step(f64::from(frame[0]) + HUM).powi(2);
                    energy += other.step(f64::from(frame[1]) + HUM).powi(2);
                }
                (*left, *right) = (one, other);
            }
            all => {
                for (frame, sample) in frames.chunks_exact(all.len().max(1)).zip(mono) {
                    bands.step(f64::from(*sample) + HUM, &mut sums);
                    for (weighting, sample) in all.iter_mut().zip(frame) {
                        energy += weighting.step(f64::from(*sample) + HUM).powi(2);
                    }
                }
            }
        }
        self.bands = bands;
        (sums, energy)
    }

    /// Takes the next samples into the peaks.
    fn peaks(&mut self, mut mono: &[f32], peaks: &mut Vec<Peak>) {
        const WHOLE: usize = PEAK_FRAMES as usize;
        while !mono.is_empty() {
            let (now, later) = mono.split_at((WHOLE - self.filled).min(mono.len()));
            let (min, max) = extremes(now);
            (self.min, self.max) = (less(self.min, min), more(self.max, max));
            self.filled += now.len();
            mono = later;
            if self.filled == WHOLE {
                self.finish(peaks);
            }
        }
    }

    /// Ends the peak that is begun.
    fn finish(&mut self, peaks: &mut Vec<Peak>) {
        if std::mem::take(&mut self.filled) > 0 {
            peaks.push(Peak::of(self.min, self.max));
            (self.min, self.max) = (f32::MAX, f32::MIN);
        }
    }
}

/// The least and the greatest sample, eight at a time, as the processor compares them.
fn extremes(mono: &[f32]) -> (f32, f32) {
    const LANES: usize = 8;
    let (mut min, mut max) = ([f32::MAX; LANES], [f32::MIN; LANES]);
    let chunks = mono.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            min[lane] = less(min[lane], chunk[lane]);
            max[lane] = more(max[lane], chunk[lane]);
        }
    }
    let all =
        |from: &[f32], start: f32, pick: fn(f32, f32) -> f32| from.iter().fold(start, |a, b| pick(a, *b));
    (all(rest, all(&min, f32::MAX, less), less), all(rest, all(&max, f32::MIN, more), more))
}

/// The lesser; unlike `f32::min` a single instruction. `new` counts for nothing if it isn't a number.
fn less(old: f32, new: f32) -> f32 {
    if new < old { new } else { old }
}

/// The greater, likewise.
fn more(old: f32, new: f32) -> f32 {
    if new > old { new } else { old }
}

/// All channels as one.
fn mix(block: &[f32], channels: usize, mono: &mut Vec<f32>) {
    mono.clear();
    match channels {
        1 => mono.extend_from_slice(block),
        2 => mono.extend(block.chunks_exact(2).map(|frame| (frame[0] + frame[1]) * 0.5)),
        _ => {
            mono.extend(
                block.chunks_exact(channels).map(|frame| frame.iter().sum::<f32>() / channels as f32),
            );
        }
    }
}
