//! Matroska and WebM (RFC 9559): an index of one track's packets, as they lie in the file.
//!
//! Its clock counts milliseconds, so the frames of the packets are summed up instead; the clock only tells where some were
//! lost. The index hops over everything else, also where a recorder didn't write lengths.

mod count;
mod walk;

use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::codecs::{Memory, decoder};
use super::file::File;
use super::opus::Head;
use super::packets::{Coded, Opened, Packets, bytes_at, cut_short};
use crate::error::Fault;
use count::Count;
use walk::Walk;

/// A packet's place in the file and in the sound.
#[derive(Clone, Copy)]
struct Entry {
    at: u64,
    size: u32,
    frames: u32,
    start: i64,
}

/// The packets of one track.
struct Mkv {
    file: BufReader<File>,
    entries: Arc<[Entry]>,
    next: usize,
    /// The packets are plain samples.
    samples: bool,
}

/// Opens the sound of the file at `path`, of which `format` has read the head.
pub(super) fn open(format: &dyn FormatReader, path: &Path) -> Result<Opened, Fault> {
    let track = format
        .default_track(TrackType::Audio)
        .ok_or_else(|| Fault::Undecodable("it holds no audio track of a kind that is known".into()))?;
    let Some(CodecParameters::Audio(parameters)) = track.codec_params.clone() else {
        return Err(Fault::Undecodable("its audio track doesn't say what it is".into()));
    };
    let known = decoder(&parameters)?;
    let rate = known.codec_params().sample_rate.or(parameters.sample_rate).filter(|rate| *rate > 0);
    let rate = rate.ok_or_else(|| Fault::Damaged("it doesn't tell its sample rate".into()))?;
    let count = Count::of(&parameters).ok_or_else(|| {
        Fault::Undecodable("its audio track doesn't say how its packets are counted".into())
    })?;
    let walk = Walk::through(File::open(path)?, u64::from(track.id), rate, count)?;
    let skip = match parameters.extra_data.as_deref().and_then(Head::read) {
        Some(head) if parameters.codec == CODEC_ID_OPUS => i64::from(head.pre_skip),
        _ => walk.frames_of(i128::from(walk.delay)),
    };
    let length = (walk.end - skip - walk.padding).max(0).unsigned_abs();
    let mut notices = Vec::new();
    if walk.cut {
        notices.push(cut_short(path));
    }
    // What the way through the file missed is asked of its packets again.
    walk.file.get_ref().lost().take();
    let samples = Memory::of(&parameters) == Memory::None;
    let packets = Box::new(Mkv { file: walk.file, entries: walk.entries.into(), next: 0, samples });
    Ok(Opened { packets, parameters, first: 0, start: skip, length: Some(length), notices })
}

impl Packets for Mkv {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        // Of packets that begin at one place, the first has no frames, but the next one needs it.
        self.next = self.entries.partition_point(|entry| entry.start < raw).saturating_sub(1);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        loop {
            let Some(Entry { at, size, frames, start }) = self.entries.get(self.next).copied() else {
                return Ok(None);
            };
            self.next += 1;
            let Some(bytes) = bytes_at(&mut self.file, at, size)? else { return Ok(None) };
            if self.samples && self.file.get_ref().lost().is(&bytes) {
                continue;
            }
            let packet = Packet::new(0, Timestamp::from(start), Duration::from(u64::from(frames)), bytes);
            return Ok(Some(Coded { start, frames: i64::from(frames), packet }));
        }
    }

    fn another(&self, path: &Path) -> Result<Option<Box<dyn Packets>>, Fault> {
        let file = BufReader::with_capacity(self.file.capacity(), File::open(path)?);
        let entries = Arc::clone(&self.entries);
        Ok(Some(Box::new(Mkv { file, entries, next: 0, samples: self.samples })))
    }
}
