//! An analysis as bytes, whole or in part, for a cache to keep.
//!
//! Little-endian: version, rate and channels as 32 bits, the length and the joints' count and frames as 64 bits, then for each
//! piece a byte, and if that is 1 its sample peak, peaks, levels and energies, whose counts follow from rate and length,
//! and its damaged spans with their count before them. A cache adds what tells whether the bytes are whole.

use super::Analysis;
use super::envelope::Levels;
use super::grid::Grid;
use super::meter::Piece;
use super::peaks::Peak;
use crate::units::{Frame, Rate};

/// Raised when anything is measured otherwise or written otherwise: what an older one wrote is made anew.
const VERSION: u32 = 1;
/// More places at which files were joined than any file has.
const MOST_JOINTS: u64 = 1 << 20;

impl Analysis {
    /// What was measured, as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let Grid { rate, frames } = self.grid;
        for word in [VERSION, rate.hz(), u32::from(self.channels)] {
            out.extend(word.to_le_bytes());
        }
        out.extend(frames.to_le_bytes());
        out.extend((self.joints.len() as u64).to_le_bytes());
        self.joints.iter().for_each(|joint| out.extend(joint.0.to_le_bytes()));
        for n in 0..self.grid.pieces() {
            let Some(piece) = self.piece(n) else {
                out.push(0);
                continue;
            };
            out.push(1);
            out.extend(piece.sample_peak.to_le_bytes());
            for Peak { min, max } in &piece.peaks {
                out.extend(min.to_le_bytes());
                out.extend(max.to_le_bytes());
            }
            piece
                .envelope
                .iter()
                .for_each(|level| out.extend([level.all, level.low, level.speech, level.high]));
            piece.energies.iter().for_each(|energy| out.extend(energy.to_le_bytes()));
            out.extend((piece.damage.len() as u64).to_le_bytes());
            for span in &piece.damage {
                out.extend(span.start.to_le_bytes());
                out.extend(span.end.to_le_bytes());
            }
        }
        out
    }

    /// Reads what [`Analysis::to_bytes`] wrote; `None` for anything else, and for what an older version wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Analysis> {
        let mut bytes = Bytes(bytes);
        if bytes.word()? != VERSION {
            return None;
        }
        let rate = Rate::new(bytes.word()?)?;
        let channels = u16::try_from(bytes.word()?).ok()?;
        let frames = bytes.long()?;
        let joints = bytes.long().filter(|count| *count <= MOST_JOINTS)?;
        let joints = (0..joints).map(|_| bytes.long().map(Frame)).collect::<Option<_>>()?;
        let mut analysis = Analysis::unknown(Grid { rate, frames }, channels, joints).ok()?;
        let grid = analysis.grid;
        for number in 0..grid.pieces() {
            if bytes.take(1)? == [0] {
                continue;
            }
            let four = |four: &[u8]| [four[0], four[1], four[2], four[3]];
            let sample_peak = f32::from_le_bytes(four(bytes.take(4)?));
            let span = grid.piece(number);
            let peaks =
                bytes.take(Grid::peaks(&span).len().checked_mul(4)?)?.chunks_exact(4).map(|pair| Peak {
                    min: i16::from_le_bytes([pair[0], pair[1]]),
                    max: i16::from_le_bytes([pair[2], pair[3]]),
                });
            let levels = bytes.take(grid.envelope_of(number).len().checked_mul(4)?)?;
            let levels = levels.chunks_exact(4).map(|of| Levels {
                all: of[0],
                low: of[1],
                speech: of[2],
                high: of[3],
            });
            let energies = bytes.take(grid.energies_of(number).len().checked_mul(4)?)?.chunks_exact(4);
            let energies = energies.map(|energy| f32::from_le_bytes(four(energy)));
            let damage = (0..bytes.long()?)
                .map(|_| {
                    Some(bytes.long()?..bytes.long()?)
                        .filter(|at| span.start <= at.start && at.end <= span.end)
                })
                .collect::<Option<_>>()?;
            analysis.put(Piece {
                number,
                peaks: peaks.collect(),
                envelope: levels.collect(),
                energies: energies.collect(),
                sample_peak,
                damage,
            });
        }
        bytes.0.is_empty().then_some(analysis)
    }
}

/// Bytes that are read from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn word(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }
}
