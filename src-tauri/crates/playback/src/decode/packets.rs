//! What lies between a container and a decoder: packets of coded sound, each with the place it belongs to.

use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::packet::Packet;

use super::file::File;
use crate::error::Fault;

/// A packet and the frames that it decodes to.
pub(super) struct Coded {
    /// The raw position of its first frame.
    pub(super) start: i64,
    pub(super) frames: i64,
    pub(super) packet: Packet,
}

impl Coded {
    pub(super) fn end(&self) -> i64 {
        self.start.saturating_add(self.frames)
    }
}

/// The packets of one track, in their order.
pub(super) trait Packets: Send {
    /// Moves so that the packet in which `raw` lies comes next, or an earlier one.
    fn seek(&mut self, raw: i64) -> Result<(), Fault>;

    /// The next packet; `None` at the end. What is lost between two packets shows in their positions.
    fn next(&mut self) -> Result<Option<Coded>, Fault>;

    /// The same packets for a second reader of the file at `path`, with what was found out about where they lie; `None` where
    /// opening the file again is as quick.
    fn another(&self, path: &Path) -> Result<Option<Box<dyn Packets>>, Fault> {
        let _ = path;
        Ok(None)
    }
}

/// A track that was opened: what a decoder needs to know, and how much of the track is heard.
pub(super) struct Opened {
    pub(super) packets: Box<dyn Packets>,
    pub(super) parameters: AudioCodecParameters,
    /// The raw position of the first frame that a packet holds.
    pub(super) first: i64,
    /// The raw position of the first frame that is heard.
    pub(super) start: i64,
    /// How many are heard, if the file tells.
    pub(super) length: Option<u64>,
    /// What a person should know about the file.
    pub(super) notices: Vec<String>,
}

/// The `size` bytes at `at`; `None` where the file ends before.
pub(super) fn bytes_at(file: &mut BufReader<File>, at: u64, size: u32) -> Result<Option<Vec<u8>>, Fault> {
    let here = file.stream_position()?;
    file.seek_relative(at.cast_signed() - here.cast_signed())?;
    let mut bytes = vec![0; size as usize];
    match file.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What a person is told of a file whose end isn't there.
pub(super) fn cut_short(path: &Path) -> String {
    format!(
        "The audio file “{}” is cut short: its end is missing. Copy or download it again.",
        path.display()
    )
}
