//! Frames and the rate that turns them into time; nothing else in the crate converts between the two.

use std::num::NonZeroU32;
use std::time::Duration;

/// A position in an audio stream, or a length of it, counted in frames (one sample of every channel).
///
/// Positions count from the first frame of the decoded, gapless-trimmed source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frame(pub u64);

impl Frame {
    /// The first frame.
    pub const ZERO: Frame = Frame(0);
}

/// How many frames make a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(NonZeroU32);

const NANOS: u128 = 1_000_000_000;

impl Rate {
    /// A rate of `hz` frames a second; `None` for 0, which no stream can have.
    pub fn new(hz: u32) -> Option<Rate> {
        NonZeroU32::new(hz).map(Rate)
    }

    /// Frames a second.
    pub fn hz(self) -> u32 {
        self.0.get()
    }

    /// The time from the start of the stream to `frame`, to the nanosecond below.
    pub fn duration(self, frame: Frame) -> Duration {
        let hz = u64::from(self.hz());
        let nanos = u128::from(frame.0 % hz) * NANOS / u128::from(hz);
        Duration::new(frame.0 / hz, u32::try_from(nanos).unwrap_or(0))
    }

    /// The frame nearest to `time`: the inverse of [`Rate::duration`] for every frame.
    pub fn frame(self, time: Duration) -> Frame {
        let frames = (time.as_nanos() * u128::from(self.hz()) + NANOS / 2) / NANOS;
        Frame(u64::try_from(frames).unwrap_or(u64::MAX))
    }

    /// The time to a position between two frames, as a resampler's output has.
    pub(crate) fn duration_of(self, frames: f64) -> Duration {
        Duration::try_from_secs_f64(frames / f64::from(self.hz())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_back_from_its_time_at_every_usual_rate() {
        for hz in [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000] {
            let rate = Rate::new(hz).unwrap();
            for frame in (0..3_000).chain((1..200).map(|n| n * 7_919 * u64::from(hz))) {
                assert_eq!(rate.frame(rate.duration(Frame(frame))), Frame(frame), "{frame} at {hz} Hz");
            }
        }
    }

    #[test]
    fn times_too_long_for_any_stream_saturate() {
        let rate = Rate::new(96_000).unwrap();
        assert_eq!(rate.frame(Duration::MAX), Frame(u64::MAX));
        assert_eq!(rate.duration_of(f64::NAN), Duration::ZERO);
    }
}
