//! How the sound's way to the device is doing: what a person looks at when it stutters.

use std::time::{Duration, SystemTime};

/// The engine's figures at one moment. Those of a device are of the one opened last; `None` stands for what isn't
/// known yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    /// The device's name.
    pub device: Option<String>,
    /// Its frames a second, in Hz.
    pub sample_rate: Option<u32>,
    /// Its channels.
    pub channels: Option<u16>,
    /// The frames that it was asked to take at a time.
    pub buffer_frames: Option<u32>,
    /// The smallest and the largest number of frames that it did take.
    pub callback_frames: Option<(u32, u32)>,
    /// Times that it took some, since it was opened.
    pub callbacks: u64,
    /// From handing a frame out to hearing it, at the last of these.
    pub latency: Option<Duration>,
    /// Gaps in the sound since the program began: it wasn't ready in time, or the device asked too late for it.
    pub underruns: u64,
    /// When the last one was.
    pub last_underrun: Option<SystemTime>,
    /// The least sound that lay ready behind a callback while it played on, since the device was opened.
    pub least_ready: Option<Duration>,
    /// The rate of the file, in Hz; it is resampled where the device's is another.
    pub source_rate: Option<u32>,
    /// How much of the time the sound lasts it takes to make it ready: reading, decoding and all.
    pub work: Option<f64>,
    /// By how many dB the limiter turns the sound down right now.
    pub limited_db: f32,
}
