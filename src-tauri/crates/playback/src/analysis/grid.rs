//! The lines on which an analysis is cut: pieces, tenths and hundredths of a second, and the frames of a peak.

use std::ops::Range;

use crate::units::Rate;

/// Frames of the source to a peak of the finest level.
pub(super) const PEAK_FRAMES: u64 = 512;
/// Energies for loudness a second.
pub(super) const ENERGY_HZ: u64 = 10;
/// Frames of the envelope a second.
pub(super) const ENVELOPE_HZ: u64 = 100;
/// The shortest piece, in seconds; a rate that isn't a multiple of 8 has pieces of up to eight times that.
const PIECE_SECONDS: u64 = 64;
/// What is decoded before a piece so that the filters are as if they had run from the file's start, in seconds.
pub(super) const RUN_IN_SECONDS: u64 = 1;

/// Below this rate there is no speech, above it no recording.
pub(super) const RATES: Range<u32> = 2_000..768_001;
/// The longest source that is analysed: two days, some 250 MB in memory. A file can state any length.
pub(super) const LONGEST_SECONDS: u64 = 48 * 3600;

/// How a source of a rate and a length is cut. A piece is a whole number of seconds and of peaks, so what is measured of
/// it doesn't depend on its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) rate: Rate,
    pub(super) frames: u64,
}

impl Grid {
    fn hz(self) -> u64 {
        u64::from(self.rate.hz())
    }

    /// Seconds of a piece.
    fn piece_seconds(self) -> u64 {
        let mut seconds = PIECE_SECONDS;
        while !(self.hz() * seconds).is_multiple_of(PEAK_FRAMES) {
            seconds *= 2; // ends at the latest at PEAK_FRAMES, which is a power of two
        }
        seconds
    }

    pub(super) fn pieces(self) -> usize {
        count(self.frames.div_ceil(self.piece_seconds() * self.hz()))
    }

    /// The piece in which `frame` lies.
    pub(super) fn piece_of(self, frame: u64) -> usize {
        count(frame / (self.piece_seconds() * self.hz())).min(self.pieces().saturating_sub(1))
    }

    /// The frames of piece `n`.
    pub(super) fn piece(self, n: usize) -> Range<u64> {
        let length = self.piece_seconds() * self.hz();
        let start = length.saturating_mul(n as u64).min(self.frames);
        start..start.saturating_add(length).min(self.frames)
    }

    /// The peaks that begin in `frames`.
    pub(super) fn peaks(frames: &Range<u64>) -> Range<usize> {
        count(frames.start.div_ceil(PEAK_FRAMES))..count(frames.end.div_ceil(PEAK_FRAMES))
    }

    /// Where tenth of a second number `n` begins.
    pub(super) fn tenth(self, n: u64) -> u64 {
        n * self.hz() / ENERGY_HZ
    }

    /// Where hundredth of a second number `n` begins.
    pub(super) fn hundredth(self, n: u64) -> u64 {
        n * self.hz() / ENVELOPE_HZ
    }

    /// The tenths of a second that lie wholly in piece `n`.
    pub(super) fn energies_of(self, n: usize) -> Range<usize> {
        let Range { start, end } = self.piece(n);
        count(start * ENERGY_HZ / self.hz())..self.energies(end)
    }

    /// The hundredths of a second that begin in piece `n`.
    pub(super) fn envelope_of(self, n: usize) -> Range<usize> {
        let Range { start, end } = self.piece(n);
        count(start * ENVELOPE_HZ / self.hz())..self.levels(end)
    }

    /// How many whole tenths lie before `frame`.
    fn energies(self, frame: u64) -> usize {
        let n = frame * ENERGY_HZ / self.hz();
        count(if self.tenth(n + 1) <= frame { n + 1 } else { n })
    }

    /// How many hundredths begin before `frame`.
    fn levels(self, frame: u64) -> usize {
        let n = frame * ENVELOPE_HZ / self.hz();
        count(if self.hundredth(n) < frame { n + 1 } else { n })
    }

    /// All tenths, all hundredths and all peaks of the source.
    pub(super) fn totals(self) -> (usize, usize, usize) {
        (self.energies(self.frames), self.levels(self.frames), Grid::peaks(&(0..self.frames)).end)
    }
}

/// A count of what is held in memory; sources are bounded by `LONGEST_SECONDS`.
fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_source_follow_each_other_without_a_gap_at_every_rate() {
        for hz in
            [2_000, 8_000, 11_025, 11_127, 16_000, 22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 96_000]
        {
            for frames in [0, 1, 511, 512, 4_409, 4_410, 4_411, 60_000_000, 60_000_001, 123_456_789] {
                let grid = Grid { rate: Rate::new(hz).unwrap(), frames };
                let (mut frame, mut energy, mut level, mut peak) = (0, 0, 0, 0);
                for n in 0..grid.pieces() {
                    let piece = grid.piece(n);
                    assert_eq!((piece.start, grid.piece_of(piece.start)), (frame, n), "{hz} {frames}");
                    assert_eq!(grid.energies_of(n).start, energy, "{hz} {frames}");
                    assert_eq!(grid.envelope_of(n).start, level, "{hz} {frames}");
                    assert_eq!(Grid::peaks(&piece).start, peak, "{hz} {frames}");
                    assert_eq!(piece.start % PEAK_FRAMES, 0, "{hz} {frames}");
                    assert!(piece.end > piece.start);
                    (frame, energy) = (piece.end, grid.energies_of(n).end);
                    (level, peak) = (grid.envelope_of(n).end, Grid::peaks(&piece).end);
                }
                assert_eq!(frame, frames);
                assert_eq!((energy, level, peak), grid.totals(), "{hz} {frames}");
            }
        }
    }
}
