//! What is measured of one piece of a source, from its decoded frames.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};

use super::envelope::Levels;
use super::filters::Filters;
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
        let mut filters = Filters::new(self.grid.rate.hz(), self.channels);
        let mut hull = Hull::new();
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
                    let sums = filters.run(frames, &self.mono[part.clone()]);
                    energy += sums.weighted;
                    if heard {
                        piece.envelope.push(sums.levels(part.len()));
                    }
                }
            }
            if heard {
                hull.take(&self.mono, &mut piece.peaks);
                let (min, max) = extremes(block);
                piece.sample_peak = piece.sample_peak.max(max).max(-min);
                if to == self.grid.tenth(tenth + 1) {
                    piece.energies.push((energy / (to - from) as f64) as f32);
                }
            }
            self.frames.drain(..wanted);
            tenth += 1;
        }
        hull.finish(&mut piece.peaks);
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

/// The peak that isn't whole yet.
struct Hull {
    min: f32,
    max: f32,
    /// How many frames it holds.
    filled: usize,
}

impl Hull {
    fn new() -> Hull {
        Hull { min: f32::MAX, max: f32::MIN, filled: 0 }
    }

    /// Takes the next samples into the peaks.
    fn take(&mut self, mut mono: &[f32], peaks: &mut Vec<Peak>) {
        const WHOLE: usize = PEAK_FRAMES as usize;
        while !mono.is_empty() {
            let (now, later) = mono.split_at((WHOLE - self.filled).min(mono.len()));
            let (min, max) = extremes(now);
            (self.min, self.max) = (self.min.min(min), self.max.max(max));
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

/// The least and the greatest sample.
fn extremes(samples: &[f32]) -> (f32, f32) {
    dispatch!(Level::new(), simd => extremes_by(simd, samples))
}

/// The same, eight at a time.
#[inline(always)]
fn extremes_by<S: Simd>(simd: S, samples: &[f32]) -> (f32, f32) {
    let (mut min, mut max) = (f32x8::splat(simd, f32::MAX), f32x8::splat(simd, f32::MIN));
    let chunks = samples.chunks_exact(f32x8::<S>::LEN);
    let rest = chunks.remainder();
    for chunk in chunks {
        let eight = f32x8::from_slice(simd, chunk);
        (min, max) = (min.min(eight), max.max(eight));
    }
    let all = |lanes: &[f32], start: f32, pick: fn(f32, f32) -> f32| lanes.iter().copied().fold(start, pick);
    let (least, most) = (all(min.as_slice(), f32::MAX, f32::min), all(max.as_slice(), f32::MIN, f32::max));
    (all(rest, least, f32::min), all(rest, most, f32::max))
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
