//! What the engine says about itself: anchors, from which a screen works out the position, and its status.

use std::time::{Duration, Instant, SystemTime};

use crate::plan::Strength;

/// Two clocks that were looked at within so long show the same moment.
const APART: Duration = Duration::from_micros(50);

/// "This position is at the listener's ear at this instant", and whether it moves on from there.
///
/// Until `at`, an anchor that was told before in the same generation goes on: a jump or another speed is told when its
/// sound is handed to the device, which is earlier than it is heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Counts the seeks; what belongs to an earlier one is stale.
    pub generation: u64,
    /// The position, as time from the first frame of the gapless-trimmed source.
    pub position: Duration,
    /// When the position is heard, on the system's clock; it may lie in the near future.
    pub at: SystemTime,
    /// Where the sound began that has gone on without a jump up to here: at a seek, at the beginning of a loop, or
    /// after a pause that was shortened.
    pub from: Duration,
    /// Source time to time.
    pub speed: f64,
    /// Whether the sound goes on from here; else the position stands.
    pub advancing: bool,
}

impl Anchor {
    /// The position that is heard at `now`, never before the place that its sound began at.
    pub fn position_at(&self, now: SystemTime) -> Duration {
        if !self.advancing {
            return self.position;
        }
        let moved = match now.duration_since(self.at) {
            Ok(since) => self.position + since.mul_f64(self.speed),
            Err(until) => self.position.saturating_sub(until.duration().mul_f64(self.speed)),
        };
        moved.max(self.from)
    }
}

/// What the engine is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is open.
    Empty,
    /// The position stands.
    Paused,
    /// It plays, or will as soon as there is a device.
    Playing,
    /// The last frame was played; the position stays at the end.
    Ended,
}

/// Whether there is a device to play on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Device {
    /// As far as is known.
    Ready,
    /// There is none that works.
    Missing {
        /// Why, as a sentence for a person.
        message: String,
    },
}

/// The engine at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// What it is doing.
    pub state: State,
    /// The length of what is open.
    pub duration: Option<Duration>,
    /// 0 to 2, as a factor of the samples.
    pub volume: f32,
    /// The speed that is set, 0.5 to 3.5; [`Anchor::speed`] is the one that is heard.
    pub speed: f64,
    /// How pauses are shortened.
    pub trim: Option<Strength>,
    /// What is played round and round, from a position up to another.
    pub repeat: Option<(Duration, Duration)>,
    /// The source time that shortened pauses have left out since the file was opened.
    pub saved: Duration,
    /// Whether voices are evened out, as far as their levels are known.
    pub even: bool,
    /// The id of the device that was chosen; `None` follows the system's default.
    pub output: Option<String>,
    /// Whether there is a device.
    pub device: Device,
    /// Where it is.
    pub anchor: Anchor,
}

/// What the engine tells by itself, in order, from a thread of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The position: when something changes, and about four times a second while it moves.
    Anchor(Anchor),
    /// Something besides the position changed.
    Status(Status),
    /// Something that a person should know, as a sentence.
    Problem(String),
}

/// What to do after a seek.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Go on as before: playing or paused.
    Keep,
    /// Play.
    Play,
}

/// The answer to a seek.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeked {
    /// The generation that it began; anchors of earlier ones are stale.
    pub generation: u64,
    /// The time that was asked for.
    pub asked: Duration,
    /// Where it landed: the frame nearest to that, or the end.
    pub landed: Duration,
    /// The same as a frame of the source.
    pub landed_frame: u64,
}

/// One moment on the monotonic and on the system's clock.
pub(crate) fn both_clocks() -> (Instant, SystemTime) {
    // A busy machine may do something else between two looks, and a position would be off by that: the closest looks of a
    // few count.
    let look = || {
        let (instant, system) = (Instant::now(), SystemTime::now());
        (instant.elapsed(), instant, system)
    };
    let mut closest = look();
    for _ in 0..3 {
        if closest.0 < APART {
            break;
        }
        let again = look();
        if again.0 < closest.0 {
            closest = again;
        }
    }
    (closest.1, closest.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_extrapolated_both_ways_but_not_before_its_beginning() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
        let second = Duration::from_secs(1);
        let anchor = Anchor {
            generation: 1,
            position: 10 * second,
            at,
            from: 9 * second,
            speed: 2.0,
            advancing: true,
        };
        let cases =
            [(at, 10), (at + second, 12), (at + 5 * second, 20), (at - second / 2, 9), (at - 3 * second, 9)];
        for (now, expected) in cases {
            assert_eq!(anchor.position_at(now), expected * second);
            assert_eq!(Anchor { advancing: false, ..anchor }.position_at(now), 10 * second);
        }
    }
}
