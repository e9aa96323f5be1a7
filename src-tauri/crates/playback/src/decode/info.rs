//! What is known of an audio file before it is played.

use std::time::Duration;

use crate::chapters::Chapter;
use crate::tags::{Cover, Tags};
use crate::units::Frame;

/// An audio file, its sound apart.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SourceInfo {
    /// The codec's name for people: "MP3", "AAC-LC", "Vorbis", "FLAC", "PCM".
    pub codec: String,
    /// Frames a second, in Hz.
    pub sample_rate: u32,
    /// One or two; a recording with more is folded into two.
    pub channels: u16,
    /// The length of the decoded sound, without the encoder's delay and padding.
    pub frames: Option<u64>,
    /// The same as time.
    pub duration: Option<Duration>,
    /// The bits of a sample, where the codec keeps samples as they were recorded: `None` for a lossy one.
    pub sample_bits: Option<u32>,
    /// The title and the people, from the file's tags.
    pub tags: Tags,
    /// The picture in the file's tags.
    pub cover: Option<Cover>,
    /// The chapters that the file tells, in the order of their times.
    pub chapters: Vec<Chapter>,
    /// What a person should know although the file plays: that it is cut short, for instance. Whole sentences.
    pub notices: Vec<String>,
    /// Where files were joined to this one, in the order of their times: what follows may be an inserted advertisement.
    pub joints: Vec<Joint>,
}

/// A place at which one file was joined to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joint {
    /// The first frame of what was joined on.
    pub frame: Frame,
    /// The same as time.
    pub at: Duration,
}
