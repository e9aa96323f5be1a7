//! What one pass over a file finds out about its sound: peaks, a speech envelope, loudness, joints and damage.
//!
//! `run` hands out pieces of the file to threads, `meter` measures one, `grid` says where they are cut; `peaks`, `envelope` and
//! `loudness` are what is measured, with the `filters`; `dat` and `stored` write it; `priority` keeps the threads behind everything else.
//!
//! What always holds: the result is the same, bit for bit, for any number of threads, any order, and after any number of
//! breaks. Every piece is decoded from an exact seek with a second before it in which the filters settle, and never depends on
//! another one. (Against filters that run through the whole file a tenth of a second differs by less than 0.01 LU, by the same second.)

mod dat;
mod envelope;
mod filters;
mod grid;
mod loudness;
mod meter;
mod peaks;
mod priority;
mod run;
mod stored;

use std::ops::Range;
use std::time::Duration;

pub use dat::{Bits, DatError};
pub use envelope::Levels;
pub use loudness::Loudness;
pub use peaks::{Peak, Peaks, WIDEST};
pub use priority::lower as lower_priority;
pub use run::{Progress, Settings, analyse};

use crate::decode::{Joint, Reader};
use crate::error::Error;
use crate::units::{Frame, Rate};
use grid::{Grid, LONGEST_SECONDS, PEAK_FRAMES, RATES};
use meter::Piece;

/// What is known of a file's sound, whole or in part.
#[derive(Clone, Debug)]
pub struct Analysis {
    grid: Grid,
    channels: u16,
    joints: Vec<Frame>,
    peaks: Peaks,
    envelope: Vec<Levels>,
    loudness: Loudness,
    /// What isn't in time; `None` for a piece that isn't measured yet.
    pieces: Vec<Option<Rest>>,
}

/// What is kept of a piece besides its peaks, levels and energies.
#[derive(Clone, Debug, PartialEq)]
struct Rest {
    sample_peak: f32,
    damage: Vec<Range<u64>>,
}

impl Analysis {
    /// An analysis of the file behind `reader` in which nothing is measured yet.
    ///
    /// # Errors
    /// [`Error::NotAnalysed`] where the file states no length or one of more than two days, or a rate at which there
    /// is no speech.
    pub fn of(reader: &Reader) -> Result<Analysis, Error> {
        let info = reader.info();
        let joints = info.joints.iter().map(|joint| joint.frame).collect();
        let grid = info.frames.map(|frames| Grid { rate: reader.rate(), frames });
        let made = grid.ok_or("its length isn't known");
        made.and_then(|grid| Analysis::unknown(grid, info.channels, joints))
            .map_err(|reason| Error::NotAnalysed { path: reader.path().to_owned(), reason })
    }

    fn unknown(grid: Grid, channels: u16, joints: Vec<Frame>) -> Result<Analysis, &'static str> {
        if !RATES.contains(&grid.rate.hz()) {
            return Err("its sample rate is none that speech is recorded at");
        }
        if grid.frames / u64::from(grid.rate.hz()) >= LONGEST_SECONDS {
            return Err("it says that it is longer than two days");
        }
        let (energies, levels, peaks) = grid.totals();
        Ok(Analysis {
            grid,
            channels,
            joints,
            peaks: Peaks::unknown(grid.rate, PEAK_FRAMES, peaks),
            envelope: vec![Levels::default(); levels],
            loudness: Loudness::unknown(energies),
            pieces: vec![None; grid.pieces()],
        })
    }

    /// Whether it is of a file like the one behind `reader`: the same rate, length, channels and joints.
    pub fn fits(&self, reader: &Reader) -> bool {
        Analysis::of(reader).is_ok_and(|other| {
            self.grid == other.grid && self.channels == other.channels && self.joints == other.joints
        })
    }

    /// The source's rate.
    pub fn rate(&self) -> Rate {
        self.grid.rate
    }

    /// The source's length.
    pub fn length(&self) -> Frame {
        Frame(self.grid.frames)
    }

    /// Where files were joined.
    pub fn joints(&self) -> impl Iterator<Item = Joint> {
        self.joints.iter().map(|frame| Joint { frame: *frame, at: self.grid.rate.duration(*frame) })
    }

    /// The waveform.
    pub fn peaks(&self) -> &Peaks {
        &self.peaks
    }

    /// The levels of every 10 ms; all 0 where nothing is measured yet.
    pub fn envelope(&self) -> &[Levels] {
        &self.envelope
    }

    /// How loud the source is, when.
    pub fn loudness(&self) -> &Loudness {
        &self.loudness
    }

    /// The greatest absolute sample of any channel of what is measured, as a factor of full scale; more than 1 where a lossy
    /// codec overshoots. (Between samples the sound can be louder still: this is no true peak.)
    pub fn sample_peak(&self) -> f32 {
        self.pieces.iter().flatten().map(|piece| piece.sample_peak).fold(0.0, f32::max)
    }

    /// What couldn't be decoded and is silent, in the order of time; at most 64 spans for each piece of the file, of which the last
    /// holds what else there is.
    pub fn damage(&self) -> Vec<Range<Duration>> {
        let mut spans: Vec<Range<u64>> = Vec::new();
        for span in self.pieces.iter().flatten().flat_map(|piece| &piece.damage) {
            match spans.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => spans.push(span.clone()),
            }
        }
        let at = |frame| self.grid.rate.duration(Frame(frame));
        spans.into_iter().map(|span| at(span.start)..at(span.end)).collect()
    }

    /// Whether the whole file is measured.
    pub fn is_complete(&self) -> bool {
        self.pieces.iter().all(Option::is_some)
    }

    /// The measured share of the file, 0 to 1.
    pub fn share(&self) -> f64 {
        let measured: u64 = self.measured().map(|piece| piece.end - piece.start).sum();
        if self.grid.frames == 0 { 1.0 } else { measured as f64 / self.grid.frames as f64 }
    }

    /// What is measured, in the order of time.
    pub fn known(&self) -> Vec<Range<Duration>> {
        let mut spans: Vec<Range<u64>> = Vec::new();
        for span in self.measured() {
            match spans.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => spans.push(span),
            }
        }
        let at = |frame| self.grid.rate.duration(Frame(frame));
        spans.into_iter().map(|span| at(span.start)..at(span.end)).collect()
    }

    fn measured(&self) -> impl Iterator<Item = Range<u64>> {
        (0..self.pieces.len()).filter(|n| self.is_measured(*n)).map(|n| self.grid.piece(n))
    }

    fn is_measured(&self, n: usize) -> bool {
        self.pieces.get(n).is_some_and(Option::is_some)
    }

    /// Takes up what was measured of a piece.
    fn put(&mut self, piece: Piece) {
        let n = piece.number;
        let Some(place) = self.pieces.get_mut(n) else { return };
        *place = Some(Rest { sample_peak: piece.sample_peak, damage: piece.damage });
        self.peaks.set(Grid::peaks(&self.grid.piece(n)).start, &piece.peaks);
        self.loudness.set(self.grid.energies_of(n).start, &piece.energies);
        let levels = self.envelope.get_mut(self.grid.envelope_of(n));
        if let Some(levels) = levels.filter(|levels| levels.len() == piece.envelope.len()) {
            levels.copy_from_slice(&piece.envelope);
        }
    }

    /// What was measured of piece `n`, as it was put.
    fn piece(&self, n: usize) -> Option<Piece> {
        let Rest { sample_peak, damage } = self.pieces.get(n)?.clone()?;
        Some(Piece {
            number: n,
            peaks: self.peaks.finest().get(Grid::peaks(&self.grid.piece(n)))?.to_vec(),
            envelope: self.envelope.get(self.grid.envelope_of(n))?.to_vec(),
            energies: self.loudness.energies().get(self.grid.energies_of(n))?.to_vec(),
            sample_peak,
            damage,
        })
    }
}
