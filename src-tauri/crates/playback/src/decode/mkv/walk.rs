//! The way through a Matroska, from element to element, to the packets of one track.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use super::super::file::File;
use super::Entry;
use super::count::Count;

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

/// The way through the file from element to element.
pub(super) struct Walk {
    pub(super) file: BufReader<File>,
    at: u64,
    track: u64,
    rate: i128,
    count: Count,
    /// Nanoseconds of the clock's step.
    scale: u64,
    /// The number of the track whose entry is being read, and the delay of the one that is wanted, in ns.
    number: u64,
    pub(super) delay: u64,
    cluster: i128,
    /// The first packet's time in ns.
    begin: Option<i128>,
    pub(super) entries: Vec<Entry>,
    pub(super) end: i64,
    /// Frames at the end of the last packet that aren't heard.
    pub(super) padding: i64,
    pub(super) cut: bool,
}

impl Walk {
    /// Goes through `file`, and keeps the packets of track `track`, which sounds at `rate` frames a second.
    pub(super) fn through(file: File, track: u64, rate: u32, count: Count) -> io::Result<Walk> {
        let mut walk = Walk {
            file: BufReader::with_capacity(1 << 16, file),
            at: 0,
            track,
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
        Ok(walk)
    }

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

    pub(super) fn frames_of(&self, nanos: i128) -> i64 {
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
