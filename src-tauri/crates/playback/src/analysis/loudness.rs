//! Loudness by EBU R 128 (ITU-R BS.1770-5): of the whole, and of any set of times, from one K-weighted energy each tenth of a second.

use std::ops::Range;
use std::time::Duration;

/// Tenths of a second in a gating block; the next block begins a tenth later.
const BLOCK: usize = 4;
/// What is quieter counts for nothing, in LUFS.
const ABSOLUTE_GATE: f64 = -70.0;
/// What is quieter than the rest by this counts for nothing, in LU.
const RELATIVE_GATE: f64 = -10.0;
/// BS.1770's offset between K-weighted power and loudness, in dB.
const OFFSET: f64 = -0.691;

/// The loudness of a source in time: the K-weighted mean square of all channels in every tenth of a second.
#[derive(Clone, Debug, PartialEq)]
pub struct Loudness {
    /// Not a number where it isn't measured yet.
    energies: Vec<f32>,
}

impl Loudness {
    pub(super) fn unknown(count: usize) -> Loudness {
        Loudness { energies: vec![f32::NAN; count] }
    }

    pub(super) fn set(&mut self, first: usize, energies: &[f32]) {
        if let Some(place) = self.energies.get_mut(first..first + energies.len()) {
            place.copy_from_slice(energies);
        }
    }

    /// The K-weighted mean square, summed over the channels, of each tenth of a second: entry `n` is from `n` × 0.1 s
    /// on. Not a number where it isn't measured yet.
    pub fn energies(&self) -> &[f32] {
        &self.energies
    }

    /// Momentary loudness in LUFS ten times a second: entry `n` is of the 400 ms from `n` × 0.1 s on, −∞ for silence, not a
    /// number where it isn't measured yet.
    pub fn momentary(&self) -> impl Iterator<Item = f64> {
        (0..self.blocks()).map(|block| lufs(self.energy(block)))
    }

    /// Integrated loudness of all that is measured, in LUFS; `None` when nothing passes the gates, as silence doesn't.
    pub fn integrated(&self) -> Option<f64> {
        gated(|| (0..self.blocks()).map(|block| self.energy(block)))
    }

    /// Integrated loudness, in LUFS, of these times: of the gating blocks of 400 ms, one begun every tenth of a second, that lie wholly
    /// in one of them. Their order doesn't matter, and what is in two counts once. `None` when nothing passes the
    /// gates, as silence and ranges shorter than a block don't.
    pub fn of(&self, ranges: &[Range<Duration>]) -> Option<f64> {
        let mut blocks: Vec<Range<usize>> = ranges
            .iter()
            .map(|range| {
                let start = range.start.as_millis().div_ceil(100);
                let end = (range.end.as_millis() / 100).saturating_sub(BLOCK as u128 - 1);
                let inside = |n: u128| usize::try_from(n).unwrap_or(usize::MAX).min(self.blocks());
                inside(start)..inside(end)
            })
            .filter(|blocks| !blocks.is_empty())
            .collect();
        blocks.sort_unstable_by_key(|blocks| blocks.start);
        let mut reached = 0;
        for blocks in &mut blocks {
            blocks.start = blocks.start.max(reached);
            reached = reached.max(blocks.end);
        }
        gated(|| blocks.iter().cloned().flatten().map(|block| self.energy(block)))
    }

    fn blocks(&self) -> usize {
        self.energies.len().saturating_sub(BLOCK - 1)
    }

    fn energy(&self, block: usize) -> f64 {
        let tenths = self.energies.get(block..block + BLOCK).unwrap_or_default();
        tenths.iter().map(|energy| f64::from(*energy)).sum::<f64>() / BLOCK as f64
    }
}

/// The mean of what passes both gates, as loudness. What isn't a number passes none.
fn gated<I: Iterator<Item = f64>>(energies: impl Fn() -> I) -> Option<f64> {
    let above = |least: f64| {
        let (sum, count) = energies()
            .filter(|energy| *energy >= least)
            .fold((0.0, 0_u64), |(sum, count), energy| (sum + energy, count + 1));
        (count > 0).then(|| sum / count as f64)
    };
    let absolute = power(ABSOLUTE_GATE);
    let relative = above(absolute)? * 10_f64.powf(RELATIVE_GATE / 10.0);
    above(absolute.max(relative)).map(lufs)
}

/// The loudness of a K-weighted power, in LUFS.
fn lufs(power: f64) -> f64 {
    OFFSET + 10.0 * power.log10()
}

/// The K-weighted power of a loudness in LUFS.
fn power(lufs: f64) -> f64 {
    10_f64.powf((lufs - OFFSET) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many tenths of each loudness, one after the other.
    fn track(parts: &[(usize, f64)]) -> Loudness {
        let energies =
            parts.iter().flat_map(|(count, loudness)| std::iter::repeat_n(power(*loudness) as f32, *count));
        Loudness { energies: energies.collect() }
    }

    fn tenths((start, end): (u64, u64)) -> Range<Duration> {
        Duration::from_millis(start * 100)..Duration::from_millis(end * 100)
    }

    /// Stretches so long that the blocks across their borders move nothing by 0.01 LU; the levels are those of EBU Tech 3341's cases 3 to 5.
    #[test]
    fn the_gates_are_those_of_r128() {
        let cases: [(&[(usize, f64)], f64); 5] = [
            (&[(20_000, -23.0)], -23.0),
            (&[(10_000, -36.0), (60_000, -23.0), (10_000, -36.0)], -23.0),
            (&[(10_000, -72.0), (10_000, -36.0), (60_000, -23.0), (10_000, -36.0), (10_000, -72.0)], -23.0),
            (&[(20_000, -26.0), (20_100, -20.0), (20_000, -26.0)], -23.0),
            (&[(9_000, f64::NEG_INFINITY), (9_000, -40.0)], -40.0),
        ];
        for (parts, expected) in cases {
            let integrated = track(parts).integrated().unwrap();
            assert!((integrated - expected).abs() < 0.02, "{parts:?}: {integrated}");
        }
        assert_eq!(track(&[(100, f64::NEG_INFINITY)]).integrated(), None);
        assert_eq!(track(&[(3, -20.0)]).integrated(), None, "shorter than a block");
        assert_eq!(Loudness::unknown(100).integrated(), None);
    }

    #[test]
    fn ranges_count_what_lies_wholly_in_them_once() {
        let track = track(&[(100, -20.0), (100, -30.0), (100, -60.0)]);
        type Case<'a> = (&'a [(u64, u64)], Option<f64>);
        let cases: [Case<'_>; 8] = [
            (&[(0, 100)], Some(-20.0)),
            (&[(100, 200)], Some(-30.0)),
            (&[(150, 199), (100, 160), (110, 120)], Some(-30.0)),
            (&[(10, 13)], None),
            (&[(10, 14)], Some(-20.0)),
            (&[(100, 200), (200, 300)], Some(-30.0)), // the relative gate takes the last away
            (&[(290, 900)], Some(-60.0)),
            (&[(900, 950), (40, 20)], None),
        ];
        for (ranges, expected) in cases {
            let ranges: Vec<_> = ranges.iter().copied().map(tenths).collect();
            let got = track.of(&ranges);
            let close = got.zip(expected).is_none_or(|(got, expected)| (got - expected).abs() < 1e-4);
            assert!(got.is_some() == expected.is_some() && close, "{ranges:?}: {got:?}, not {expected:?}");
        }
    }
}
