//! How much louder or quieter each stretch of a file is to be heard, so that its voices are equally loud.

use std::sync::Arc;
use std::time::Duration;

use crate::units::{Frame, Rate};

/// A stretch of the source and the gain that it needs. Pauses of up to 4 s between two lead from one gain to the other; before
/// and behind longer ones the sound is left as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Where it begins.
    pub from: Duration,
    /// Where it ends.
    pub to: Duration,
    /// The gain in dB; at most 24 in either direction is applied.
    pub gain_db: f32,
}

/// Stretches beyond this number are not heard as such; ten hours with a change every second have no more.
const MOST: usize = 40_000;
/// The largest gain, in dB.
const LARGEST_DB: f32 = 24.0;
/// How long the gain takes at least from one stretch to the next, in seconds; half of it lies on either side.
const RAMP_S: f64 = 0.08;
/// A pause of so many seconds between two stretches is bridged: a gain that came back in it would be heard as breathing.
const BRIDGED_S: f64 = 4.0;
/// How long the gain takes into and out of what isn't bridged, in seconds.
const GLIDE_S: f64 = 0.5;
/// How much the gain may change in a second where the sound jumps or levels are switched on or off.
const STEEPEST: f32 = 100.0;

/// The gain over a whole file: straight lines between points, and level before the first and behind the last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Levels {
    /// Source frames, ascending, and the gain there.
    points: Vec<(f64, f32)>,
}

impl Levels {
    /// The gains of a source at `rate`. Stretches may come in any order; where two overlap, the later one waits.
    pub(crate) fn new(levels: &[Level], rate: Rate) -> Levels {
        let mut levels: Vec<Level> = levels.iter().take(MOST).copied().collect();
        levels.sort_by_key(|level| level.from);
        let frames = |seconds: f64| seconds * f64::from(rate.hz());
        let mut points: Vec<(f64, f32)> = Vec::new();
        let mut before: Option<(f64, f64, f32)> = None;
        for level in levels.iter().filter(|level| level.gain_db.is_finite()) {
            let end = before.map_or(0.0, |(_, end, _)| end);
            let (from, to) = ((rate.frame(level.from).0 as f64).max(end), rate.frame(level.to).0 as f64);
            if from >= to {
                continue;
            }
            let gain = 10f32.powf(level.gain_db.clamp(-LARGEST_DB, LARGEST_DB) / 20.0);
            match before {
                Some((begin, end, last)) if from - end <= frames(BRIDGED_S) => {
                    // Half of either stretch at most is ramp, so that those of a short one don't overlap.
                    let most = (from - end) / 2.0 + (end - begin).min(to - from) / 2.0;
                    let (middle, half) = ((end + from) / 2.0, frames(RAMP_S).max(from - end) / 2.0);
                    let half = half.min(most);
                    points.extend([(middle - half, last), (middle + half, gain)]);
                }
                Some((_, end, last)) => {
                    points.extend([(end, last), (end + frames(GLIDE_S), 1.0)]);
                    points.extend([(from - frames(GLIDE_S), 1.0), (from, gain)]);
                }
                // At the very beginning there is nothing to come from.
                None if from < frames(GLIDE_S) => points.push((from, gain)),
                None => points.extend([(from - frames(GLIDE_S), 1.0), (from, gain)]),
            }
            before = Some((from, to, gain));
        }
        if let Some((_, end, gain)) = before {
            points.extend([(end, gain), (end + frames(GLIDE_S), 1.0)]);
        }
        Levels { points }
    }

    /// The gain at source frame `frame`, and the number of points up to there; `passed` is that number for an
    /// earlier frame.
    fn gain(&self, frame: f64, mut passed: usize) -> (f32, usize) {
        while self.points.get(passed).is_some_and(|(at, _)| *at <= frame) {
            passed += 1;
        }
        let before = passed.checked_sub(1).and_then(|n| self.points.get(n));
        let gain = match (before, self.points.get(passed)) {
            (Some((from, low)), Some((to, high))) => {
                low + (high - low) * ((frame - from) / (to - from)) as f32
            }
            (Some((_, gain)), None) | (None, Some((_, gain))) => *gain,
            (None, None) => 1.0,
        };
        (gain, passed)
    }
}

/// Applies levels to sound on its way to the device.
pub(crate) struct Leveller {
    levels: Option<Arc<Levels>>,
    gain: f32,
    step: f32,
}

impl Leveller {
    pub(crate) fn new(rate: Rate) -> Leveller {
        Leveller { levels: None, gain: 1.0, step: STEEPEST / rate.hz() as f32 }
    }

    /// Begins at `frame` with `levels`, or with none.
    pub(crate) fn start(&mut self, levels: Option<Arc<Levels>>, frame: Frame) {
        self.gain = levels.as_ref().map_or(1.0, |levels| levels.gain(frame.0 as f64, 0).0);
        self.levels = levels;
    }

    /// Goes on with `levels`, without a step.
    pub(crate) fn follow(&mut self, levels: Option<Arc<Levels>>) {
        self.levels = levels;
    }

    /// Whether it changes anything.
    pub(crate) fn is_on(&self) -> bool {
        self.levels.is_some() || self.gain.to_bits() != 1f32.to_bits()
    }

    /// Applies the gains to interleaved `sound` that begins at source frame `start`.
    pub(crate) fn apply(&mut self, sound: &mut [f32], channels: usize, start: Frame) {
        let start = start.0 as f64;
        let mut passed =
            self.levels.as_ref().map_or(0, |levels| levels.points.partition_point(|(at, _)| *at <= start));
        for (n, frame) in sound.chunks_exact_mut(channels).enumerate() {
            let target = match &self.levels {
                Some(levels) => {
                    let (gain, now) = levels.gain(start + n as f64, passed);
                    passed = now;
                    gain
                }
                None => 1.0,
            };
            self.gain += (target - self.gain).clamp(-self.step, self.step);
            frame.iter_mut().for_each(|sample| *sample *= self.gain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(from: f64, to: f64, gain_db: f32) -> Level {
        Level { from: Duration::from_secs_f64(from), to: Duration::from_secs_f64(to), gain_db }
    }

    fn rate() -> Rate {
        Rate::new(1_000).unwrap()
    }

    #[test]
    fn a_stretch_has_its_gain_and_pauses_lead_from_one_to_the_next() {
        let six = 10f32.powf(0.3);
        type Gains<'a> = &'a [(f64, f32)];
        let cases: [(&[Level], Gains<'_>); 7] = [
            (&[], &[(0.0, 1.0), (9_000.0, 1.0)]),
            // One voice: the gain stays in its pauses, but not in the music between.
            (
                &[level(1.0, 2.0, 6.0), level(3.0, 4.0, 6.0), level(7.9, 9.0, 6.0), level(14.0, 15.0, 6.0)],
                &[
                    (499.0, 1.0),
                    (750.0, (1.0 + six) / 2.0),
                    (1_000.0, six),
                    (2_500.0, six),
                    (6_000.0, six),
                    (9_000.0, six),
                    (9_250.0, (1.0 + six) / 2.0),
                    (9_500.0, 1.0),
                    (13_500.0, 1.0),
                    (14_000.0, six),
                    (15_000.0, six),
                    (15_500.0, 1.0),
                    (99_000.0, 1.0),
                ],
            ),
            // Two voices: it glides from one to the other over all of the pause, however short that is.
            (
                &[level(1.0, 2.0, 6.0), level(4.0, 5.0, -6.0), level(5.04, 6.0, 6.0)],
                &[
                    (2_000.0, six),
                    (3_000.0, (six + 1.0 / six) / 2.0),
                    (4_000.0, 1.0 / six),
                    (4_980.0, 1.0 / six),
                    (5_020.0, (six + 1.0 / six) / 2.0),
                    (5_060.0, six),
                ],
            ),
            // Without a pause between them; the second is too short for whole ramps.
            (
                &[level(1.0, 2.0, 6.0), level(2.0, 2.04, 0.0), level(2.04, 3.0, 6.0)],
                &[(1_980.0, six), (2_000.0, (1.0 + six) / 2.0), (2_020.0, 1.0), (2_060.0, six)],
            ),
            (
                &[level(1.0, 2.0, 6.0), level(2.0, 3.0, 6.0)],
                &[(2_000.0, six), (1_970.0, six), (2_030.0, six)],
            ),
            // From the very start, in the wrong order, overlapping, without length, without a number, too much.
            (&[level(1.5, 3.0, 0.0), level(0.0, 2.0, 6.0)], &[(0.0, six), (1_900.0, six), (2_100.0, 1.0)]),
            (
                &[level(1.0, 1.0, 6.0), level(1.0, 2.0, f32::NAN), level(2.0, 3.0, 90.0)],
                &[(1_400.0, 1.0), (2_500.0, 10f32.powf(1.2))],
            ),
        ];
        for (levels, gains) in cases {
            let levels = Levels::new(levels, rate());
            for (frame, expected) in gains {
                let (gain, _) = levels.gain(*frame, 0);
                assert!((gain - expected).abs() < 1e-4 * expected, "{levels:?} at {frame}: {gain}");
            }
        }
    }

    #[test]
    fn pieces_are_levelled_as_the_whole_and_without_levels_no_bit_changes() {
        let levels = Arc::new(Levels::new(&[level(0.2, 0.5, 9.0), level(0.5, 0.7, -3.0)], rate()));
        let sound: Vec<f32> = (0..1_000).map(|n| (n as f32 * 0.1).sin()).collect();
        let run = |levels: Option<&Arc<Levels>>, piece: usize| {
            let mut leveller = Leveller::new(rate());
            leveller.start(levels.cloned(), Frame::ZERO);
            let mut done = sound.clone();
            for (n, part) in done.chunks_mut(piece).enumerate() {
                leveller.apply(part, 1, Frame((n * piece) as u64));
            }
            done
        };
        assert_eq!(run(Some(&levels), 1_000), run(Some(&levels), 37));
        assert_eq!(run(None, 37), sound);
    }

    #[test]
    fn switching_on_and_off_is_a_ramp_that_ends_exactly() {
        let levels = Arc::new(Levels::new(&[level(0.0, 100.0, 12.0)], Rate::new(48_000).unwrap()));
        let mut leveller = Leveller::new(Rate::new(48_000).unwrap());
        let mut sound = vec![1.0; 48_000];
        leveller.apply(&mut sound[..10_000], 1, Frame(10_000));
        leveller.follow(Some(levels));
        leveller.apply(&mut sound[10_000..20_000], 1, Frame(20_000));
        leveller.follow(None);
        leveller.apply(&mut sound[20_000..], 1, Frame(30_000));
        let step = sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(step < 0.0022, "{step}");
        assert!((sound[19_999] - 10f32.powf(0.6)).abs() < 1e-4);
        assert_eq!(sound[47_999], 1.0);
        assert!(!leveller.is_on());
    }
}
