//! Keeps what is louder than full scale from being cut off: it turns the sound down before a peak, and up again behind.
//!
//! It looks ahead in the sound that already waits for the callback, so it delays nothing. As long as nothing exceeds
//! full scale it changes no bit.

/// How long before a peak the sound begins to be turned down.
const AHEAD_S: f32 = 0.005;
/// How long it stays down: a low tone's peaks lie no further apart, so they don't make the gain swing.
const HOLD_S: f32 = 0.03;
/// In this time the gain comes back by 63 %.
const RELEASE_S: f32 = 0.15;
/// A gain this close to 1 becomes 1: a step of −80 dB isn't heard.
const NEAR: f32 = 1e-4;
/// Frames that are worked out at a time.
const PIECE: usize = 256;

/// The limiter of one opened device.
pub(crate) struct Limiter {
    channels: usize,
    /// How much the gain may fall in a frame.
    fall: f32,
    /// What is left of the distance to 1 after a frame of release.
    release: f32,
    hold: usize,
    gain: f32,
    /// What is missing from the gain to 1, which is known better than the gain near it.
    cut: f32,
    /// Frames for which the gain still stays.
    held: usize,
    /// The highest gain that each frame behind the buffer allows; the last frames of the look-ahead are silence where
    /// nothing waits.
    ahead: Box<[f32]>,
    /// The highest gain with which a frame of a piece leads down to all that follow.
    curve: Box<[f32; PIECE]>,
}

impl Limiter {
    pub(crate) fn new(rate: u32, channels: usize) -> Limiter {
        let frames = |seconds: f32| ((rate as f32 * seconds) as usize).max(1);
        let reach = frames(AHEAD_S);
        Limiter {
            channels,
            fall: 1.0 / reach as f32,
            release: (-1.0 / (rate as f32 * RELEASE_S)).exp(),
            hold: frames(HOLD_S),
            gain: 1.0,
            cut: 0.0,
            held: 0,
            ahead: vec![1.0; reach].into_boxed_slice(),
            curve: Box::new([1.0; PIECE]),
        }
    }

    /// Limits interleaved `samples` to full scale. `waiting` are the pieces that will come next, which are to be heard
    /// at `volume`; as many as there are.
    pub(crate) fn apply<'a>(
        &mut self,
        samples: &mut [f32],
        waiting: impl IntoIterator<Item = &'a [f32]>,
        volume: f32,
    ) {
        let channels = self.channels;
        let frames = samples.len() / channels;
        let mut loud = samples.chunks_exact(channels).any(|frame| room(frame, 1.0) < 1.0);
        let mut next = waiting.into_iter().flat_map(|piece| piece.chunks_exact(channels));
        for ceiling in &mut self.ahead {
            *ceiling = next.next().map_or(1.0, |frame| room(frame, volume));
            loud |= *ceiling < 1.0;
        }
        if !loud && self.gain.to_bits() == 1f32.to_bits() {
            return;
        }
        for from in (0..frames).step_by(PIECE) {
            let to = frames.min(from + PIECE);
            let mut ceiling = 1f32;
            for n in (from..to + self.ahead.len()).rev() {
                let here = match n.checked_sub(frames) {
                    Some(behind) => self.ahead[behind],
                    None => room(&samples[n * channels..(n + 1) * channels], 1.0),
                };
                ceiling = here.min(ceiling + self.fall);
                if n < to {
                    self.curve[n - from] = ceiling;
                }
            }
            let piece = &mut samples[from * channels..to * channels];
            for (frame, ceiling) in piece.chunks_exact_mut(channels).zip(*self.curve) {
                self.follow(ceiling);
                // What is left beyond full scale is what rounding adds.
                frame.iter_mut().for_each(|sample| *sample = (*sample * self.gain).clamp(-1.0, 1.0));
            }
        }
    }

    /// Forgets the peaks so far: what comes has nothing to do with them.
    pub(crate) fn restart(&mut self) {
        (self.gain, self.cut, self.held) = (1.0, 0.0, 0);
    }

    /// The factor of the last frame.
    pub(crate) fn gain(&self) -> f32 {
        self.gain
    }

    /// Moves the gain on by a frame in which it may be `ceiling` at most.
    fn follow(&mut self, ceiling: f32) {
        if ceiling < 1.0 && ceiling <= self.gain {
            self.cut = 1.0 - ceiling;
            self.held = self.hold;
        } else if self.held > 0 {
            self.held -= 1;
        } else {
            self.cut = Some(self.cut * self.release).filter(|cut| *cut > NEAR).unwrap_or(0.0);
            self.cut = self.cut.max(1.0 - ceiling);
        }
        self.gain = ceiling.min(1.0 - self.cut);
    }
}

/// The highest factor, up to 1, with which a frame heard at `volume` stays within full scale.
fn room(frame: &[f32], volume: f32) -> f32 {
    let peak = frame.iter().fold(0f32, |peak, sample| peak.max(sample.abs())) * volume;
    if peak > 1.0 { 1.0 / peak } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f32::consts::TAU;

    const RATE: u32 = 48_000;

    fn tone(frequency: f32, level: f32, frames: usize) -> Vec<f32> {
        (0..frames).map(|n| level * (TAU * frequency * n as f32 / RATE as f32).sin()).collect()
    }

    /// `sound` in buffers of `buffer` samples, the rest of it waiting.
    fn limited(sound: &[f32], channels: usize, buffer: usize) -> Vec<f32> {
        let mut limiter = Limiter::new(RATE, channels);
        let mut done = Vec::new();
        for from in (0..sound.len()).step_by(buffer) {
            let to = sound.len().min(from + buffer);
            let mut piece = sound[from..to].to_vec();
            limiter.apply(&mut piece, [&sound[to..]], 1.0);
            done.extend(piece);
        }
        done
    }

    #[test]
    fn sound_within_full_scale_is_not_touched() {
        let sound = [tone(440.0, 1.0, 9_000), vec![-0.0, 1.0, -1.0]].concat();
        let same = limited(&sound, 1, 480).iter().zip(&sound).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(same);
    }

    #[test]
    fn a_tone_twice_too_loud_becomes_a_clean_one_whatever_the_buffers() {
        for frequency in [60.0, 220.0, 997.0, 6_000.0] {
            let sound = tone(frequency, 2.0, 48_000);
            let whole = limited(&sound, 1, 48_000);
            for buffer in [1, 7, 480, 4_096] {
                assert_eq!(limited(&sound, 1, buffer), whole, "buffers of {buffer}");
            }
            assert!(whole.iter().all(|sample| sample.abs() <= 1.0));
            // What isn't the tone, from the moment at which the gain has settled.
            let part = &whole[4_800..];
            let (mut re, mut im, mut power) = (0f64, 0f64, 0f64);
            for (n, sample) in part.iter().enumerate() {
                let (sin, cos) =
                    (std::f64::consts::TAU * f64::from(frequency) * n as f64 / f64::from(RATE)).sin_cos();
                re += f64::from(*sample) * cos;
                im += f64::from(*sample) * sin;
                power += f64::from(*sample).powi(2);
            }
            let distortion = 1.0 - 2.0 * (re * re + im * im) / (part.len() as f64 * power);
            assert!(distortion < 1e-4, "{frequency} Hz: {:.1} dB", 10.0 * distortion.log10());
        }
    }

    #[test]
    fn the_gain_falls_before_a_peak_and_comes_back_without_a_step() {
        // A quiet constant shows the gain itself; the peak is a single frame.
        let mut sound = vec![0.1; 96_000];
        sound[10_000] = 4.0;
        let done = limited(&sound, 1, 512);
        assert_eq!(done[10_000], 1.0);
        assert_eq!(done[10_000 - 241], 0.1, "not before it must");
        let gains: Vec<f32> = done.iter().zip(&sound).map(|(after, before)| after / before).collect();
        let steps = gains.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        assert!(steps.fold(0.0, f32::max) <= 1.01 / 240.0);
        assert!(gains[10_000 + 1_400] < 0.26, "it is held");
        assert!((0.6..0.8).contains(&gains[10_000 + 1_440 + 7_200]), "then released");
        assert_eq!(gains[95_999], 1.0);
    }

    #[test]
    fn all_channels_are_turned_down_together() {
        let sound: Vec<f32> = (0..9_600).map(|n| if n % 2 == 0 { 0.25 } else { 2.0 }).collect();
        let done = limited(&sound, 2, 960);
        assert_eq!(done[4_800..4_802], [0.125, 1.0]);
    }
}
