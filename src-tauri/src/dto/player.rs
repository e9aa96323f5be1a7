//! The player on the wire: what it is doing, and which position is heard when.

use std::time::{Duration, UNIX_EPOCH};

use cueline_playback as playback;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{duration, ms};

/// The player as it is.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Player {
    pub(crate) state: PlayerState,
    pub(crate) duration_ms: Option<f64>,
    pub(crate) volume: f32,
    /// The speed that is set; the anchor's is the one that is heard.
    pub(crate) speed: f64,
    /// How pauses are shortened; null where they aren't.
    pub(crate) trim: Option<TrimStrength>,
    /// What is played round and round.
    pub(crate) repeat: Option<Section>,
    /// What shortened pauses have left out since the audio was opened, in milliseconds of it.
    pub(crate) saved_ms: f64,
    /// Whether voices are played equally loud.
    pub(crate) even: bool,
    /// The id of the chosen loudspeaker; null follows the system's default.
    pub(crate) output: Option<String>,
    pub(crate) device: Device,
    pub(crate) anchor: Anchor,
}

/// What the player is doing.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PlayerState {
    Empty,
    Paused,
    Playing,
    Ended,
}

/// How much pauses are shortened.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TrimStrength {
    Gentle,
    Medium,
    Strong,
}

/// A part of the audio, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Section {
    pub(crate) from_ms: f64,
    pub(crate) to_ms: f64,
}

/// The loudspeaker's state.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "camelCase")]
pub(crate) enum Device {
    Ready,
    /// There is none, or it went away; the sentence says what to do.
    Missing {
        message: String,
    },
}

/// Which position is heard at which instant.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Anchor {
    pub(crate) generation: u64,
    /// The position heard at `atUnixMs`, in milliseconds of the decoded audio.
    pub(crate) position_ms: f64,
    /// The instant of the system's clock at which `positionMs` is at the ear; may lie in the near future.
    pub(crate) at_unix_ms: f64,
    /// Where the sound began that has gone on without a jump up to here: at a seek, at the beginning of a loop, or after a
    /// pause that was shortened. Nothing before it is heard.
    pub(crate) from_ms: f64,
    pub(crate) speed: f64,
    /// Whether the sound advances; else the position stands.
    pub(crate) advancing: bool,
}

impl From<playback::Status> for Player {
    fn from(status: playback::Status) -> Self {
        Self {
            state: match status.state {
                playback::State::Empty => PlayerState::Empty,
                playback::State::Paused => PlayerState::Paused,
                playback::State::Playing => PlayerState::Playing,
                playback::State::Ended => PlayerState::Ended,
            },
            duration_ms: status.duration.map(ms),
            volume: status.volume,
            speed: status.speed,
            trim: status.trim.map(Into::into),
            repeat: status.repeat.map(Into::into),
            saved_ms: ms(status.saved),
            even: status.even,
            output: status.output,
            device: match status.device {
                playback::Device::Ready => Device::Ready,
                playback::Device::Missing { message } => Device::Missing { message },
            },
            anchor: status.anchor.into(),
        }
    }
}

impl From<playback::Strength> for TrimStrength {
    fn from(strength: playback::Strength) -> Self {
        match strength {
            playback::Strength::Gentle => Self::Gentle,
            playback::Strength::Medium => Self::Medium,
            playback::Strength::Strong => Self::Strong,
        }
    }
}

impl From<TrimStrength> for playback::Strength {
    fn from(strength: TrimStrength) -> Self {
        match strength {
            TrimStrength::Gentle => Self::Gentle,
            TrimStrength::Medium => Self::Medium,
            TrimStrength::Strong => Self::Strong,
        }
    }
}

impl From<(Duration, Duration)> for Section {
    fn from((from, to): (Duration, Duration)) -> Self {
        Self { from_ms: ms(from), to_ms: ms(to) }
    }
}

impl From<Section> for (Duration, Duration) {
    fn from(section: Section) -> Self {
        (duration(section.from_ms), duration(section.to_ms))
    }
}

impl From<playback::Anchor> for Anchor {
    fn from(anchor: playback::Anchor) -> Self {
        Self {
            generation: anchor.generation,
            position_ms: ms(anchor.position),
            at_unix_ms: anchor.at.duration_since(UNIX_EPOCH).map_or(0.0, ms),
            from_ms: ms(anchor.from),
            speed: anchor.speed,
            advancing: anchor.advancing,
        }
    }
}
