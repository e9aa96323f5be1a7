//! Matroska and WebM (RFC 9559): an index of one track's packets, as they lie in the file.
//!
//! Its clock counts milliseconds, so the frames of the packets are summed up instead; the clock only tells where some were
//! lost. The index hops over everything else, also where a recorder didn't write lengths.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::aac;
use super::codecs::decoder;
use super::flac;
use super::ogg::vorbis::Blocks;
use super::opus::{self, Head};
use super::packets::{Coded, Opened, Packets, bytes_at, cut_short};
use crate::error::Fault;

const NANOS: i128 = 1_000_000_000;
/// Where the clock runs so far ahead of the sum, packets were lost.
const GAP: i128 = NANOS / 20;
/// A packet larger than this isn't read.
const LARGEST_PACKET: u64 = 1 << 24;
/// The most packets that are kept in mind: a day of short ones.
const MOST_PACKETS: usize = 1 << 24;
/// What of a packet is looked at for its length.
const LOOK: usize = 16;

/// The names of elements that are looked at.
mod name {
    pub(super) const SEGMENT: u32 = 0x1853_8067;
    pub(super) const INFO: u32 = 0x1549_a966;
    pub(super) const SCALE: u32 = 0x2a_d7b1;
    pub(super) const TRACKS: u32 = 0x1654_ae6b;
    pub(super) const TRACK: u32 = 0xae;
    pub(super) const NUMBER: u32 = 0xd7;
    pub(super) const CODEC_DELAY: u32 = 0x56aa;
    pub(super) const CLUSTER: u32 = 0x1f43_b675;
    pub(super) const TIME: u32 = 0xe7;
    pub(super) const GROUP: u32 = 0xa0;
    pub(super) const BLOCK: u32 = 0xa1;
    pub(super) const SIMPLE_BLOCK: u32 = 0xa3;
    pub(super) const PADDING: u32 = 0x75a2;
}

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
    entries: Vec<Entry>,
    next: usize,
}

/// How many frames a packet has.
enum Count {
    Every(u32),
    Opus,
    Vorbis(Blocks, Option<i64>),
    Flac,
    Mpeg,
    /// Bytes of a frame.
    Pcm(u32),
}

impl Count {
    fn of(parameters: &AudioCodecParameters) -> Option<Count> {
        let extra = parameters.extra_data.as_deref().unwrap_or_default();
        Some(match parameters.codec {
            codec::CODEC_ID_AAC => Count::Every(aac::FRAMES as u32),
            codec::CODEC_ID_OPUS => Count::Opus,
            codec::CODEC_ID_VORBIS => {
                let (identification, setup) = extra.split_at_checked(30)?;
                Count::Vorbis(Blocks::read(identification, setup)?, None)
            }
            codec::CODEC_ID_FLAC => Count::Flac,
            codec::CODEC_ID_MP1 | codec::CODEC_ID_MP2 | codec::CODEC_ID_MP3 => Count::Mpeg,
            codec::CODEC_ID_ALAC => Count::Every(u32::from_be_bytes(*extra.first_chunk()?)),
            _ => {
                let bytes = parameters.bits_per_sample? / 8;
                let channels = parameters.channels.as_ref()?.count();
                Count::Pcm(bytes.checked_mul(u32::try_from(channels).ok()?).filter(|bytes| *bytes > 0)?)
            }
        })
    }

    /// The frames of a packet that begins with `look`.
    fn frames(&mut self, look: &[u8], size: u64) -> Option<u32> {
        match self {
            Count::Every(frames) => Some(*frames),
            Count::Opus => opus::frames(look).and_then(|frames| u32::try_from(frames).ok()),
            Count::Vorbis(blocks, before) => {
                let block = blocks.block(look)?;
                let frames = before.replace(block).map_or(0, |before| (before + block) / 4);
                u32::try_from(frames).ok()
            }
            Count::Flac => flac::Header::read(look).map(|header| header.block),
            Count::Mpeg => match *look {
                [0xff, second, ..] => Some(match (second >> 3 & 3, second >> 1 & 3) {
                    (_, 3) => 384,
                    (0 | 2, 1) => 576,
                    _ => 1152,
                }),
                _ => None,
            },
            Count::Pcm(bytes) => u32::try_from(size / u64::from(*bytes)).ok(),
        }
    }
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
    let mut walk = Walk {
        file: BufReader::with_capacity(1 << 16, File::open(path)?),
        at: 0,
        track: u64::from(track.id),
        rate: i128::from(rate),
        count,
        scale: 1_000_000,
        number: 0,
        delay: 0,
        cluster: 0,
        begin: None,
        entries: Vec::new(),
        end: 0,
        padding: 0,
        cut: false,
    };
    walk.run()?;
    let skip = match parameters.extra_data.as_deref().and_then(Head::read) {
        Some(head) if parameters.codec == codec::CODEC_ID_OPUS => i64::from(head.pre_skip),
        _ => walk.frames_of(i128::from(walk.delay)),
    };
    let length = (walk.end - skip - walk.padding).max(0).unsigned_abs();
    let mut notices = Vec::new();
    if walk.cut {
        notices.push(cut_short(path));
    }
    let packets = Box::new(Mkv { file: walk.file, entries: walk.entries, next: 0 });
    Ok(Opened { packets, parameters, first: 0, start: skip, length: Some(length), notices })
}

/// The way through the file from element to element.
struct Walk {
    file: BufReader<File>,
    at: u64,
    track: u64,
    rate: i128,
    count: Count,
    /// Nanoseconds of the clock's step.
    scale: u64,
    /// The number of the track whose entry is being read, and the delay of the one that is wanted, in ns.
    number: u64,
    delay: u64,
    cluster: i128,
    /// The first packet's time in ns.
    begin: Option<i128>,
    entries: Vec<Entry>,
    end: i64,
    /// Frames at the end of the last packet that aren't heard.
    padding: i64,
    cut: bool,
}

impl Walk {
    fn run(&mut self) -> io::Result<()> {
        let file_end = self.file.seek(SeekFrom::End(0))?;
        self.file.rewind()?;
        while self.at < file_end && self.entries.len() < MOST_PACKETS {
            let Some((id, size)) = self.head()? else {
                self.search()?;
                continue;
            };
            let end = size.and_then(|size| self.at.checked_add(size));
            match id {
                name::SEGMENT => self.cut = end.is_some_and(|end| end > file_end),
                name::INFO | name::TRACKS | name::TRACK | name::CLUSTER | name::GROUP => {}
                _ => match end {
                    Some(end) if end <= file_end => self.element(id, end)?,
                    _ => self.search()?,
                },
            }
        }
        Ok(())
    }

    /// Reads an element that holds no others, and goes behind it.
    fn element(&mut self, id: u32, end: u64) -> io::Result<()> {
        match id {
            name::SCALE => self.scale = self.number(end)?.clamp(1, 1 << 32),
            name::NUMBER => self.number = self.number(end)?,
            name::CODEC_DELAY => {
                let delay = self.number(end)?;
                if self.number == self.track {
                    self.delay = delay.min(NANOS as u64);
                }
            }
            name::TIME => self.cluster = i128::from(self.number(end)?) * i128::from(self.scale),
            name::PADDING => {
                let bytes = (end - self.at).min(8);
                let number = self.number(end)?;
                let shift = (64 - 8 * bytes) % 64;
                let nanos = (number << shift).cast_signed() >> shift;
                self.padding = self.frames_of(i128::from(nanos)).max(0);
            }
            name::SIMPLE_BLOCK | name::BLOCK => self.block(end)?,
            _ => {}
        }
        self.go(end)
    }

    fn go(&mut self, to: u64) -> io::Result<()> {
        self.file.seek_relative(to.cast_signed() - self.at.cast_signed())?;
        self.at = to;
        Ok(())
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let mut byte = [0];
        let got = self.file.read(&mut byte)?;
        self.at += got as u64;
        Ok((got == 1).then_some(byte[0]))
    }

    /// A number whose first byte tells how long it is; `None` where that can't be. With its own length.
    fn variable(&mut self, longest: u32, keep_mark: bool) -> io::Result<Option<(u64, u32)>> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let length = first.leading_zeros() + 1;
        if length > longest {
            return Ok(None);
        }
        let mut number = u64::from(if keep_mark { first } else { first & (0xff_u16 >> length) as u8 });
        for _ in 1..length {
            let Some(byte) = self.byte()? else { return Ok(None) };
            number = number << 8 | u64::from(byte);
        }
        Ok(Some((number, length)))
    }

    /// An element's name and size; without a size where it isn't known.
    fn head(&mut self) -> io::Result<Option<(u32, Option<u64>)>> {
        let Some((id, _)) = self.variable(4, true)? else { return Ok(None) };
        let Some((size, length)) = self.variable(8, false)? else { return Ok(None) };
        let unknown = size == (1 << (7 * length)) - 1;
        Ok(Some((id as u32, (!unknown).then_some(size))))
    }

    fn number(&mut self, end: u64) -> io::Result<u64> {
        let mut number = 0;
        while self.at < end.min(self.at + 8) {
            let Some(byte) = self.byte()? else { break };
            number = number << 8 | u64::from(byte);
            if self.at >= end {
                break;
            }
        }
        Ok(number)
    }

    /// Goes to the next cluster, from a place where no element is.
    fn search(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.file.fill_buf()?;
            if bytes.len() < 4 {
                let rest = bytes.len();
                self.file.consume(rest);
                self.at += rest as u64;
                if rest == 0 {
                    return Ok(());
                }
                continue;
            }
            let found = bytes.windows(4).position(|four| four == name::CLUSTER.to_be_bytes());
            let skip = found.unwrap_or(bytes.len() - 3);
            self.file.consume(skip);
            self.at += skip as u64;
            if found.is_some() {
                return Ok(());
            }
            // What is left may be the start of the name: it is read again, with what follows.
            self.file.seek(SeekFrom::Start(self.at))?;
        }
    }

    fn frames_of(&self, nanos: i128) -> i64 {
        i64::try_from((nanos * self.rate + NANOS / 2).div_euclid(NANOS)).unwrap_or(0)
    }

    fn block(&mut self, end: u64) -> io::Result<()> {
        let Some((track, _)) = self.variable(8, false)? else { return Ok(()) };
        let (Some(high), Some(low), Some(flags)) = (self.byte()?, self.byte()?, self.byte()?) else {
            return Ok(());
        };
        if track != self.track {
            return Ok(());
        }
        let time = self.cluster + i128::from(i16::from_be_bytes([high, low])) * i128::from(self.scale);
        let begin = *self.begin.get_or_insert(time);
        let heard = i128::from(self.end) * NANOS / self.rate;
        if time - begin > heard + GAP {
            // The clock's milliseconds are made whole steps of the packets.
            let step = match self.count {
                Count::Every(frames) => i64::from(frames.max(1)),
                Count::Opus => self.entries.last().map_or(1, |last| i64::from(last.frames.max(1))),
                _ => 1,
            };
            self.end += (self.frames_of(time - begin) - self.end + step / 2) / step * step;
        }
        for size in self.lace(flags >> 1 & 3, end)? {
            if size > end.saturating_sub(self.at) || size > LARGEST_PACKET {
                break;
            }
            let at = self.at;
            let mut look = [0; LOOK];
            let looked = LOOK.min(size as usize);
            self.file.read_exact(&mut look[..looked])?;
            self.at += looked as u64;
            if let Some(frames) = self.count.frames(&look[..looked], size) {
                self.entries.push(Entry { at, size: size as u32, frames, start: self.end });
                self.end = self.end.saturating_add(i64::from(frames));
                self.padding = 0;
            }
            self.go(at + size)?;
        }
        Ok(())
    }

    /// The sizes of the packets in a block (RFC 9559, 10.3).
    fn lace(&mut self, kind: u8, end: u64) -> io::Result<Vec<u64>> {
        if kind == 0 {
            return Ok(vec![end.saturating_sub(self.at)]);
        }
        let count = usize::from(self.byte()?.unwrap_or(0)) + 1;
        let mut sizes: Vec<u64> = Vec::with_capacity(count);
        match kind {
            1 => {
                while sizes.len() + 1 < count {
                    let mut size = 0;
                    while let Some(byte) = self.byte()? {
                        size += u64::from(byte);
                        if byte < 255 {
                            break;
                        }
                    }
                    sizes.push(size);
                }
            }
            2 => return Ok(vec![end.saturating_sub(self.at) / count as u64; count]),
            _ => {
                while sizes.len() + 1 < count {
                    let Some((number, length)) = self.variable(8, false)? else { return Ok(Vec::new()) };
                    let size = match sizes.last() {
                        None => Some(number),
                        Some(last) => {
                            let middle = (1_i64 << (7 * length - 1)) - 1;
                            last.checked_add_signed(number.cast_signed() - middle)
                        }
                    };
                    let Some(size) = size else { return Ok(Vec::new()) };
                    sizes.push(size);
                }
            }
        }
        let used = sizes.iter().fold(0_u64, |sum, size| sum.saturating_add(*size));
        sizes.push(end.saturating_sub(self.at).saturating_sub(used));
        Ok(sizes)
    }
}

impl Packets for Mkv {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        // Of packets that begin at one place, the first has no frames, but the next one needs it.
        self.next = self.entries.partition_point(|entry| entry.start < raw).saturating_sub(1);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        let Some(Entry { at, size, frames, start }) = self.entries.get(self.next).copied() else {
            return Ok(None);
        };
        self.next += 1;
        let Some(bytes) = bytes_at(&mut self.file, at, size)? else { return Ok(None) };
        let packet = Packet::new(0, Timestamp::from(start), Duration::from(u64::from(frames)), bytes);
        Ok(Some(Coded { start, frames: i64::from(frames), packet }))
    }
}
