//! Samples of a fixed size, which lie at places that a sum gives: the sound of WAV, AIFF and CAF where no codec took part.
//!
//! The length is that of what is there, whatever the header says: a recorder that was stopped leaves 0 or the largest number.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::audio::{Channels, Position};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::file::File;
use super::packets::{Coded, Opened, Packets, cut_short};
use crate::error::Fault;

/// Frames that are read at once.
const BLOCK: i64 = 2048;

/// What a file says of its samples.
pub(super) struct Layout {
    pub(super) codec: AudioCodecId,
    pub(super) rate: u32,
    pub(super) channels: Channels,
    /// The bytes of a frame, and the bits of a sample.
    pub(super) frame: u32,
    pub(super) bits: u32,
    /// Where they begin.
    pub(super) data: u64,
    /// How many bytes they take, if that is told.
    pub(super) told: Option<u64>,
}

/// Where so many channels belong, if a file doesn't tell.
pub(super) fn usual_channels(count: u16) -> Channels {
    match count {
        1 => Channels::Positioned(Position::FRONT_CENTER),
        2 => Channels::Positioned(Position::FRONT_LEFT | Position::FRONT_RIGHT),
        _ => Channels::Discrete(count),
    }
}

/// The samples of a file.
struct Samples {
    file: File,
    data: u64,
    frame: u32,
    frames: i64,
    next: i64,
}

/// Opens the samples of the file at `path`.
pub(super) fn open(path: &Path, mut file: File, layout: Layout) -> Result<Opened, Fault> {
    let Layout { codec, rate, channels, frame, bits, data, told } = layout;
    let there = file.seek(SeekFrom::End(0))?.saturating_sub(data);
    let bytes = told.map_or(there, |told| told.min(there));
    let frames = i64::try_from(bytes / u64::from(frame.max(1))).unwrap_or(i64::MAX);
    let cut = told.is_some_and(|told| told > there);
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(codec).with_sample_rate(rate).with_channels(channels);
    parameters
        .with_bits_per_sample(bits)
        .with_bits_per_coded_sample(bits)
        .with_max_frames_per_packet(BLOCK as u64);
    parameters.with_frames_per_block(1);
    let packets = Box::new(Samples { file, data, frame, frames, next: 0 });
    let notices = cut.then(|| cut_short(path)).into_iter().collect();
    let length = Some(frames.unsigned_abs());
    Ok(Opened { packets, parameters, first: 0, start: 0, length, notices })
}

impl Packets for Samples {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        self.next = raw / BLOCK * BLOCK;
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        loop {
            let start = self.next;
            let frames = BLOCK.min(self.frames - start);
            let Ok(length) = u64::try_from(frames * i64::from(self.frame)) else { return Ok(None) };
            if length == 0 {
                return Ok(None);
            }
            let mut bytes = Vec::new();
            self.file.seek(SeekFrom::Start(self.data + start.unsigned_abs() * u64::from(self.frame)))?;
            (&mut self.file).take(length).read_to_end(&mut bytes)?;
            let got = bytes.len() as i64 / i64::from(self.frame);
            if got == 0 {
                return Ok(None); // the file has become shorter
            }
            bytes.truncate((got * i64::from(self.frame)) as usize);
            self.next = start + got;
            if self.file.lost().take() {
                continue;
            }
            let packet = Packet::new(0, Timestamp::from(start), Duration::from(got.unsigned_abs()), bytes);
            return Ok(Some(Coded { start, frames: got, packet }));
        }
    }

    fn another(&self, path: &Path) -> Result<Option<Box<dyn Packets>>, Fault> {
        Ok(Some(Box::new(Samples { file: File::open(path)?, next: 0, ..*self })))
    }
}
