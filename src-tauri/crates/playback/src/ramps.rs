//! The few milliseconds that keep a change of the sound from being heard as a click.

use std::f32::consts::PI;

/// How long a fade takes: short enough that a word's first sound is whole.
const FADE_S: f32 = 0.004;
/// How long the volume takes from nothing to full.
const VOLUME_S: f32 = 0.02;

fn frames(rate: u32, seconds: f32) -> usize {
    ((rate as f32 * seconds) as usize).max(1)
}

/// The rise at the beginning of sound that doesn't continue what was heard.
pub(crate) struct FadeIn {
    length: usize,
    at: usize,
}

impl FadeIn {
    pub(crate) fn new(rate: u32) -> FadeIn {
        FadeIn { length: frames(rate, FADE_S), at: 0 }
    }

    pub(crate) fn restart(&mut self) {
        self.at = 0;
    }

    /// How far the rise has come, 0 to 1.
    pub(crate) fn gain(&self) -> f32 {
        rise(self.at, self.length)
    }

    /// Applies the rise to interleaved `samples`, which follow the last ones.
    pub(crate) fn apply(&mut self, samples: &mut [f32], channels: usize) {
        for frame in samples.chunks_exact_mut(channels) {
            if self.at >= self.length {
                return;
            }
            self.at += 1;
            let gain = self.gain();
            frame.iter_mut().for_each(|sample| *sample *= gain);
        }
    }
}

/// What is still heard, falling, of sound that was broken off.
pub(crate) struct Tail {
    samples: Box<[f32]>,
    channels: usize,
    /// The frame that comes next; the tail's length when it is over.
    at: usize,
}

impl Tail {
    pub(crate) fn new(rate: u32, channels: usize) -> Tail {
        let length = frames(rate, FADE_S);
        Tail { samples: vec![0.0; length * channels].into_boxed_slice(), channels, at: length }
    }

    fn length(&self) -> usize {
        self.samples.len() / self.channels
    }

    /// Begins a tail: the sound that would have come next, from `pieces`, and then `last`, the frame before, held, all
    /// made as loud as it was by `loudness` and falling from `risen`, which is as far as its own rise had come. What was
    /// left of an earlier tail goes on below. Neither these together nor with what rises meanwhile exceed full scale.
    pub(crate) fn begin<'a>(
        &mut self,
        pieces: impl IntoIterator<Item = &'a [f32]>,
        last: &[f32],
        loudness: f32,
        risen: f32,
    ) {
        let left = self.samples.len() - self.at * self.channels;
        self.samples.copy_within(self.at * self.channels.., 0);
        self.samples[left..].fill(0.0);
        self.at = 0;
        let length = self.length();
        let mut sound = pieces.into_iter().flat_map(|piece| piece.chunks_exact(last.len().max(1)));
        for (n, target) in self.samples.chunks_exact_mut(self.channels).enumerate() {
            let source = sound.next().unwrap_or(last);
            let gain = risen * (1.0 - rise(n + 1, length));
            for (target, source) in target.iter_mut().zip(source) {
                *target += (source * loudness).clamp(-1.0, 1.0) * gain;
            }
        }
    }

    /// Adds the tail to interleaved `samples`, which follow the last ones.
    pub(crate) fn mix(&mut self, samples: &mut [f32]) {
        let rest = &self.samples[self.at * self.channels..];
        // What is beyond full scale is what rounding adds.
        samples.iter_mut().zip(rest).for_each(|(sample, tail)| *sample = (*sample + tail).clamp(-1.0, 1.0));
        self.at = (self.at + samples.len() / self.channels).min(self.length());
    }
}

/// The overlap of two pieces of sound that are put together: one falls while the other rises.
pub(crate) struct Joint {
    length: usize,
    channels: usize,
    /// What would have followed the first piece.
    behind: Vec<f32>,
    /// The frame that comes next; `length` when the joint is over.
    at: usize,
}

impl Joint {
    pub(crate) fn new(rate: u32, seconds: f32, channels: usize) -> Joint {
        let length = frames(rate, seconds);
        Joint { length, channels, behind: vec![0.0; length * channels], at: length }
    }

    /// Frames that overlap.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// Begins a joint: `behind` is what would have come next, as far as it goes.
    pub(crate) fn begin(&mut self, behind: &[f32]) {
        let count = behind.len().min(self.behind.len());
        self.behind[..count].copy_from_slice(&behind[..count]);
        self.behind[count..].fill(0.0);
        self.at = 0;
    }

    /// Ends a joint that isn't over.
    pub(crate) fn forget(&mut self) {
        self.at = self.length;
    }

    /// Joins interleaved `samples`, which follow the last ones, to what was before them.
    pub(crate) fn mix(&mut self, samples: &mut [f32]) {
        let behind = self.behind[self.at * self.channels..].chunks_exact(self.channels);
        for (frame, behind) in samples.chunks_exact_mut(self.channels).zip(behind) {
            self.at += 1;
            let gain = rise(self.at, self.length + 1);
            frame.iter_mut().zip(behind).for_each(|(new, old)| *new = *new * gain + old * (1.0 - gain));
        }
    }
}

/// Follows the wished volume without a step.
pub(crate) struct Volume {
    gain: f32,
    step: f32,
}

impl Volume {
    pub(crate) fn new(rate: u32, gain: f32) -> Volume {
        Volume { gain, step: 1.0 / frames(rate, VOLUME_S) as f32 }
    }

    /// The factor of the last frame.
    pub(crate) fn gain(&self) -> f32 {
        self.gain
    }

    /// Applies the volume, on its way to `wished`, to interleaved `samples`.
    pub(crate) fn apply(&mut self, samples: &mut [f32], channels: usize, wished: f32) {
        for frame in samples.chunks_exact_mut(channels) {
            self.gain += (wished - self.gain).clamp(-self.step, self.step);
            frame.iter_mut().for_each(|sample| *sample *= self.gain);
        }
    }
}

/// Half a cosine from 0 to 1.
pub(crate) fn rise(at: usize, length: usize) -> f32 {
    0.5 - 0.5 * (PI * at as f32 / length as f32).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn largest_step(samples: &[f32]) -> f32 {
        samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn a_full_tone_that_stops_and_starts_makes_no_step() {
        let mut fade = FadeIn::new(48_000);
        let mut tail = Tail::new(48_000, 1);
        let mut sound = vec![0.0; 100];
        let mut tone = vec![1.0; 400];
        fade.apply(&mut tone, 1);
        sound.extend(&tone);
        tail.begin([&[1.0; 50][..], &[1.0; 20][..]], &[1.0], 1.0, fade.gain());
        let mut silence = vec![0.0; 400];
        tail.mix(&mut silence[..100]);
        tail.mix(&mut silence[100..]);
        sound.extend(&silence);
        assert!(largest_step(&sound) < 0.01, "{}", largest_step(&sound));
        assert_eq!(sound[500 - 1], 1.0);
        assert_eq!(sound[899], 0.0);
    }

    #[test]
    fn a_tail_begun_during_another_continues_it() {
        let mut tail = Tail::new(48_000, 1);
        tail.begin([], &[1.0], 1.0, 1.0);
        let mut sound = vec![0.0; 400];
        tail.mix(&mut sound[..60]);
        let before = sound[59];
        tail.begin([], &[0.0], 1.0, 1.0);
        tail.mix(&mut sound[60..]);
        assert!((sound[60] - before).abs() < 0.01);
        assert_eq!(sound[399], 0.0);
    }

    #[test]
    fn full_sound_broken_off_at_any_moment_never_exceeds_full_scale() {
        for breaks in [&[0][..], &[1, 2, 3], &[50, 60, 191, 192], &[100, 150, 300]] {
            let (mut fade, mut tail) = (FadeIn::new(48_000), Tail::new(48_000, 1));
            for at in 0..600 {
                if breaks.contains(&at) {
                    // It was turned down to full scale; what would have come is still louder.
                    tail.begin([&[4.0; 9][..]], &[2.0], 0.5, fade.gain());
                    fade.restart();
                }
                let mut sample = [1.0];
                fade.apply(&mut sample, 1);
                let risen = sample[0];
                tail.mix(&mut sample);
                assert!((risen..=1.0).contains(&sample[0]), "{breaks:?}, {at}: {sample:?}");
            }
        }
    }

    #[test]
    fn the_volume_arrives_exactly() {
        let mut volume = Volume::new(48_000, 1.0);
        let mut samples = vec![1.0; 2000];
        volume.apply(&mut samples, 2, 0.25);
        assert!(largest_step(&samples) < 0.01);
        assert_eq!(samples[1999], 0.25);
    }
}
