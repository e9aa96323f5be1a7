//! Loudspeakers on the wire: which there are, and how the way to the one that plays is doing.

use std::time::UNIX_EPOCH;

use cueline_playback as playback;
use serde::Serialize;
use ts_rs::TS;

use super::ms;

/// A device that can be chosen.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OutputDevice {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether it is the system's default.
    pub(crate) is_default: bool,
}

/// Figures for a person whose sound stutters; null stands for what isn't known yet.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Diagnostics {
    /// The name of the device that was opened last.
    pub(crate) device: Option<String>,
    pub(crate) sample_rate: Option<u32>,
    pub(crate) channels: Option<u16>,
    /// The frames that it was asked to take at a time, and the fewest and the most that it took.
    pub(crate) buffer_frames: Option<u32>,
    pub(crate) smallest_frames: Option<u32>,
    pub(crate) largest_frames: Option<u32>,
    pub(crate) callbacks: u64,
    /// From handing a frame out to hearing it.
    pub(crate) latency_ms: Option<f64>,
    /// Gaps in the sound since the program began, and when the last one was.
    pub(crate) underruns: u64,
    pub(crate) last_underrun_unix_ms: Option<f64>,
    /// The least sound that lay ready for the device.
    pub(crate) least_ready_ms: Option<f64>,
    /// The file's rate, which is resampled where the device's is another.
    pub(crate) source_rate: Option<u32>,
    /// How much of the time that the sound lasts it takes to make it ready.
    pub(crate) work: Option<f64>,
    /// By how many dB what is too loud is turned down right now.
    pub(crate) limited_db: f32,
}

impl From<playback::OutputDevice> for OutputDevice {
    fn from(device: playback::OutputDevice) -> Self {
        Self { id: device.id, name: device.name, is_default: device.is_default }
    }
}

impl From<playback::Diagnostics> for Diagnostics {
    fn from(figures: playback::Diagnostics) -> Self {
        Self {
            device: figures.device,
            sample_rate: figures.sample_rate,
            channels: figures.channels,
            buffer_frames: figures.buffer_frames,
            smallest_frames: figures.callback_frames.map(|(smallest, _)| smallest),
            largest_frames: figures.callback_frames.map(|(_, largest)| largest),
            callbacks: figures.callbacks,
            latency_ms: figures.latency.map(ms),
            underruns: figures.underruns,
            last_underrun_unix_ms: figures
                .last_underrun
                .map(|at| at.duration_since(UNIX_EPOCH).map_or(0.0, ms)),
            least_ready_ms: figures.least_ready.map(ms),
            source_rate: figures.source_rate,
            work: figures.work,
            limited_db: figures.limited_db,
        }
    }
}
