//! The waveform: the least and the greatest sample of every few hundred frames, and of ever more of them.

use std::time::Duration;

use crate::units::{Frame, Rate};

/// The least and the greatest sample of a span of the source, all channels mixed to one; full scale is 32,768.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// The least sample.
    pub min: i16,
    /// The greatest sample.
    pub max: i16,
}

impl Peak {
    /// What isn't known yet.
    pub const UNKNOWN: Peak = Peak { min: i16::MAX, max: i16::MIN };

    /// Whether it holds any sample.
    pub fn is_known(self) -> bool {
        self.min <= self.max
    }

    /// The least and the greatest of both.
    #[must_use]
    pub fn with(self, other: Peak) -> Peak {
        Peak { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    /// Of samples from −1 to 1.
    pub(super) fn of(min: f32, max: f32) -> Peak {
        // A cast saturates, and makes 0 of what isn't a number.
        let sample = |value: f32| (value * 32_768.0).round() as i16;
        Peak { min: sample(min), max: sample(max) }
    }
}

/// The most pixels that are answered at once.
pub const WIDEST: usize = 1 << 16;

/// A pyramid of peaks: the finest level, and above each level one with half as many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peaks {
    rate: Rate,
    /// Frames to a peak of the finest level; never 0.
    frames_per_peak: u64,
    levels: Vec<Vec<Peak>>,
}

impl Peaks {
    /// `count` peaks of which nothing is known yet.
    pub(super) fn unknown(rate: Rate, frames_per_peak: u64, count: usize) -> Peaks {
        let mut levels = vec![vec![Peak::UNKNOWN; count]];
        let mut above = count;
        while above > 1 {
            above = above.div_ceil(2);
            levels.push(vec![Peak::UNKNOWN; above]);
        }
        Peaks { rate, frames_per_peak: frames_per_peak.max(1), levels }
    }

    /// Sets the finest peaks from number `first` on, and what lies above them.
    pub(super) fn set(&mut self, first: usize, peaks: &[Peak]) {
        let Some((finest, above)) = self.levels.split_first_mut() else { return };
        let (first, end) = (first.min(finest.len()), (first + peaks.len()).min(finest.len()));
        if first == end {
            return;
        }
        finest[first..end].copy_from_slice(&peaks[..end - first]);
        let (mut below, mut first, mut last) = (finest, first, end - 1);
        for level in above {
            (first, last) = (first / 2, last / 2);
            for (peak, pair) in level[first..=last].iter_mut().zip(below[first * 2..].chunks(2)) {
                *peak = hull(pair);
            }
            below = level;
        }
    }

    /// The source's rate.
    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// Frames of the source to a peak of the finest level.
    pub fn frames_per_peak(&self) -> u64 {
        self.frames_per_peak
    }

    /// The peaks of the finest level.
    pub fn finest(&self) -> &[Peak] {
        self.levels.first().map_or(&[], Vec::as_slice)
    }

    /// The least and the greatest sample of each of `width` equal parts (at most [`WIDEST`]) of the time between `from`
    /// and `to`, [`Peak::UNKNOWN`] past the end and where nothing is measured yet. It takes time by `width`, not by the span.
    ///
    /// A part's answer is that of the peaks which it touches, on the coarsest level whose peaks are no longer than it: it can hold
    /// up to one such peak more on either side.
    pub fn between(&self, from: Duration, to: Duration, width: usize) -> Vec<Peak> {
        let width = width.min(WIDEST);
        let (Frame(from), Frame(to)) = (self.rate.frame(from), self.rate.frame(to));
        let span = u128::from(to.saturating_sub(from));
        let parts = width.max(1) as u128;
        let mut level = 0;
        while level + 1 < self.levels.len() && u128::from(self.frames_per_peak) << (level + 1) <= span / parts
        {
            level += 1;
        }
        let Some(peaks) = self.levels.get(level) else { return vec![Peak::UNKNOWN; width] };
        let frames = u128::from(self.frames_per_peak) << level;
        let at = |part: usize| u128::from(from) + span * part as u128 / parts;
        (0..width)
            .map(|part| {
                let first = at(part) / frames;
                let end = at(part + 1).div_ceil(frames).max(first + 1);
                let inside = |n: u128| usize::try_from(n).unwrap_or(usize::MAX).min(peaks.len());
                hull(&peaks[inside(first)..inside(end)])
            })
            .collect()
    }
}

fn hull(peaks: &[Peak]) -> Peak {
    peaks.iter().fold(Peak::UNKNOWN, |all, peak| all.with(*peak))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(count: usize) -> Vec<Peak> {
        let mut state = 88_172_645_463_325_252_u64;
        (0..count)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let (a, b) = ((state >> 48) as i16, (state >> 32) as i16);
                Peak { min: a.min(b), max: a.max(b) }
            })
            .collect()
    }

    #[test]
    fn every_pixel_holds_its_own_peaks_and_at_most_one_more_of_its_level_on_either_side() {
        let rate = Rate::new(1000).unwrap();
        let base = noise(1003);
        let mut peaks = Peaks::unknown(rate, 512, base.len());
        for (n, part) in base.chunks(77).enumerate().collect::<Vec<_>>().into_iter().rev() {
            peaks.set(n * 77, part);
        }
        let all = base.len() as u64 * 512;
        for (from, to, width) in [
            (0, all, 1),
            (0, all, 10),
            (0, all, 999),
            (511, 70_000, 33),
            (5, 600, 700),
            (300_000, all + 90_000, 64),
        ] {
            let got = peaks.between(rate.duration(Frame(from)), rate.duration(Frame(to)), width);
            assert_eq!(got.len(), width);
            let span = to - from;
            let mut level = 512;
            while level * 2 <= span / width as u64 && level < all {
                level *= 2;
            }
            for (part, got) in got.into_iter().enumerate() {
                let start = from + span * part as u64 / width as u64;
                let end = from + span * (part as u64 + 1) / width as u64;
                let held = |start: u64, end: u64| {
                    let end = (end.div_ceil(512) as usize).min(base.len());
                    hull(&base[((start / 512) as usize).min(end)..end])
                };
                let least = held(start, end.max(start + 1));
                let most = held(start / level * level, end.max(start + 1).div_ceil(level) * level);
                assert_eq!(got.with(least), got, "{from} {to} {width} part {part}");
                assert_eq!(most.with(got), most, "{from} {to} {width} part {part}");
            }
        }
    }

    #[test]
    fn what_is_not_measured_is_not_known() {
        let rate = Rate::new(1000).unwrap();
        let mut peaks = Peaks::unknown(rate, 512, 8);
        peaks.set(4, &[Peak { min: -5, max: 7 }]);
        let answer = peaks.between(Duration::ZERO, rate.duration(Frame(8 * 512)), 8);
        assert_eq!(
            answer.iter().map(|peak| peak.is_known()).collect::<Vec<_>>(),
            (0..8).map(|n| n == 4).collect::<Vec<_>>()
        );
        assert_eq!(peaks.between(Duration::ZERO, Duration::MAX, 1), [Peak { min: -5, max: 7 }]);
        assert!(peaks.between(Duration::MAX, Duration::ZERO, 3).iter().all(|peak| !peak.is_known()));
        assert_eq!(peaks.between(Duration::ZERO, Duration::MAX, usize::MAX).len(), WIDEST);
        assert_eq!(
            Peaks::unknown(rate, 512, 0).between(Duration::ZERO, Duration::MAX, 2),
            [Peak::UNKNOWN; 2]
        );
    }

    #[test]
    fn samples_beyond_full_scale_are_held_at_it() {
        assert_eq!(Peak::of(-1.5, 1.5), Peak { min: i16::MIN, max: i16::MAX });
        assert_eq!(Peak::of(-0.5, 0.25), Peak { min: -16_384, max: 8_192 });
        assert_eq!(Peak::of(f32::NAN, f32::NAN), Peak { min: 0, max: 0 });
    }
}
