//! What stays the same over seconds of sound isn't what is said: the room, the microphone, the voice and the noise. It is taken out of
//! the cepstra.
//!
//! Their mean is taken away, as Sphinx does. Noise fills the valleys of the spectrum and so narrows what the cepstra do; where they
//! spread less than those that the model was trained with, they are spread, if not all the way: by the power `SPREAD` of what is missing.
//! (Mean and variance normalisation: Viikki and Laurila, "Cepstral domain segmental feature vector normalization for noise robust
//! speech recognition", 1998.)

use crate::model::VALUES;

/// Frames for which this is the same.
const STEP: usize = 64;
/// Steps on either side that count.
const AROUND: usize = 9;
/// See above.
const SPREAD: f32 = 0.6;
/// Nothing is spread by more than this.
const MOST: f32 = 3.0;

/// What is taken away from each value, and by what the rest is multiplied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Undoing {
    pub(crate) mean: [f32; VALUES],
    pub(crate) gain: [f32; VALUES],
}

/// The same for all frames.
pub(crate) struct Room {
    steps: Vec<Undoing>,
}

impl Room {
    /// `spread` is by how much the cepstra of clear speech spread: their standard deviations.
    pub(crate) fn new(cepstra: &[[f32; VALUES]], spread: &[f32; VALUES]) -> Room {
        let sums: Vec<Sums> = cepstra.chunks(STEP).map(Sums::of).collect();
        let step = |step: usize| {
            let near = &sums[step.saturating_sub(AROUND)..sums.len().min(step + AROUND + 1)];
            near.iter().fold(Sums::default(), Sums::and).undoing(spread)
        };
        Room { steps: (0..sums.len()).map(step).collect() }
    }

    /// Of a frame that there is.
    pub(crate) fn at(&self, frame: usize) -> &Undoing {
        &self.steps[frame / STEP]
    }
}

/// Of some frames.
#[derive(Clone, Copy, Default)]
struct Sums {
    values: [f64; VALUES],
    squares: [f64; VALUES],
    count: f64,
}

impl Sums {
    fn of(frames: &[[f32; VALUES]]) -> Sums {
        let mut sums = Sums::default();
        // As Sphinx does: what has next to no energy doesn't count.
        for frame in frames.iter().filter(|frame| frame[0] > 0.0) {
            for (n, value) in frame.iter().enumerate() {
                sums.values[n] += f64::from(*value);
                sums.squares[n] += f64::from(*value).powi(2);
            }
            sums.count += 1.0;
        }
        sums
    }

    fn and(mut self, more: &Sums) -> Sums {
        for n in 0..VALUES {
            self.values[n] += more.values[n];
            self.squares[n] += more.squares[n];
        }
        self.count += more.count;
        self
    }

    fn undoing(&self, spread: &[f32; VALUES]) -> Undoing {
        let mut undoing = Undoing { mean: [0.0; VALUES], gain: [1.0; VALUES] };
        if self.count == 0.0 {
            return undoing;
        }
        for (n, spread) in spread.iter().enumerate() {
            let mean = self.values[n] / self.count;
            let here = (self.squares[n] / self.count - mean * mean).max(0.0).sqrt() as f32;
            undoing.mean[n] = mean as f32;
            undoing.gain[n] = (spread / here.max(f32::MIN_POSITIVE)).powf(SPREAD).clamp(1.0, MOST);
        }
        undoing
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Room, SPREAD};
    use crate::model::VALUES;

    #[test]
    fn what_stays_the_same_is_taken_away_and_what_is_narrowed_is_spread() {
        let wave = |n: usize, by: f32| if n.is_multiple_of(2) { by } else { -by };
        // Its values go up and down by so much around 20, by 0 where there is no energy.
        let sound = |by: f32| (0..4_000).map(|n| [20.0 + wave(n, by); VALUES]).collect::<Vec<_>>();
        for (by, gain) in [(16.0, 1.0), (8.0, 1.0), (4.0, 2.0_f32.powf(SPREAD)), (0.01, MOST)] {
            let room = Room::new(&sound(by), &[8.0; VALUES]);
            let undoing = room.at(2_000);
            assert!(undoing.mean.iter().all(|mean| (mean - 20.0).abs() < 0.01), "{by}: {undoing:?}");
            assert!(undoing.gain.iter().all(|found| (found - gain).abs() < 0.01), "{by}: {undoing:?}");
        }
        let silent = Room::new(&[[-5.0; VALUES]; 100], &[8.0; VALUES]);
        assert_eq!((silent.at(99).mean, silent.at(99).gain), ([0.0; VALUES], [1.0; VALUES]));
    }
}
