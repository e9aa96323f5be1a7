//! The player on the wire: what it is doing, and which position is heard when.

use std::time::UNIX_EPOCH;

use cueline_playback as playback;
use serde::Serialize;
use ts_rs::TS;

use super::ms;

/// The player as it is.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Player {
    pub(crate) state: PlayerState,
    pub(crate) duration_ms: Option<f64>,
    pub(crate) volume: f32,
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
    /// Where this generation began: nothing earlier is heard in it.
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
            device: match status.device {
                playback::Device::Ready => Device::Ready,
                playback::Device::Missing { message } => Device::Missing { message },
            },
            anchor: status.anchor.into(),
        }
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
