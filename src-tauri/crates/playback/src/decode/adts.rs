//! AAC without a container (ISO/IEC 13818-7, 6.2): a run of frames, each with a header that tells its length.
//!
//! No frame tells its time, so that of bytes which are no frames is worked out from the frames around them.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use symphonia::core::audio::{Channels, Position};
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::aac;
use super::file::File;
use super::id3;
use super::packets::{Coded, Opened, Packets, bytes_at, cut_short};
use crate::error::Fault;

/// So many headers must follow one another for a file to be taken for AAC.
const SURE: usize = 3;
/// What isn't a frame is passed over at the start of a file for so many bytes.
const MOST_JUNK: u64 = 1 << 16;

/// What a frame's header says.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Header {
    /// Profile, rate and channels: the same in all frames of a file.
    form: [u8; 3],
    /// The whole frame's bytes.
    size: usize,
    /// The header's bytes.
    head: usize,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Header> {
        let &[0xff, second, third, fourth, fifth, sixth, seventh, ..] = bytes else { return None };
        let (profile, rate) = (third >> 6, third >> 2 & 15);
        let channels = (third & 1) << 2 | fourth >> 6;
        let size = usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth >> 5);
        let head = if second & 1 == 1 { 7 } else { 9 };
        // Several blocks in a frame are allowed, but nothing makes them.
        let sound =
            second & 0xf6 == 0xf0 && usize::from(rate) < aac::RATES.len() && size > head && seventh & 3 == 0;
        sound.then_some(Header { form: [profile, rate, channels], size, head })
    }

    fn rate(self) -> u32 {
        aac::RATES.get(usize::from(self.form[1])).copied().unwrap_or(0)
    }

    /// What an MP4 would tell the decoder (ISO/IEC 14496-3, 1.6.2.1).
    fn config(self) -> [u8; 2] {
        let [profile, rate, channels] = self.form;
        [(profile + 1) << 3 | rate >> 1, rate << 7 | channels << 3]
    }
}

/// The fewest and the most bytes of a frame.
const SMALLEST: u64 = 8;
const LONGEST: u64 = (1 << 13) - 1;
/// So many frames on each side of lost bytes tell how many were lost.
const AROUND: usize = 64;

/// Where a frame lies in the file, its size, and its number in the sound.
#[derive(Clone, Copy)]
struct Entry {
    at: u64,
    size: u32,
    number: u32,
}

/// The frames of the file.
struct Adts {
    file: BufReader<File>,
    frames: Arc<[Entry]>,
    /// The frame that comes next.
    next: usize,
}

/// Opens the file at `path` if it is AAC, perhaps behind an ID3 tag.
pub(super) fn open(path: &Path) -> Result<Option<Opened>, Fault> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let at = id3::skip(&mut file)?;
    let Some((start, first)) = begin(&mut file, at)? else { return Ok(None) };
    let end = file.seek(SeekFrom::End(0))?;
    let Walked { mut frames, lost, cut } = walk(&mut file, start, end, first)?;
    number(&mut frames, &lost);
    let length = frames.last().map_or(0, |last| (u64::from(last.number) + 1) * aac::FRAMES.unsigned_abs());
    let mut parameters = AudioCodecParameters::new();
    let channels = match first.form[2] {
        1 => Channels::Positioned(Position::FRONT_CENTER),
        2 => Channels::Positioned(Position::FRONT_LEFT | Position::FRONT_RIGHT),
        7 => Channels::Discrete(8),
        count => Channels::Discrete(u16::from(count)),
    };
    parameters.for_codec(CODEC_ID_AAC).with_sample_rate(first.rate()).with_channels(channels);
    parameters.with_extra_data(Box::new(first.config()));
    let notices = cut.then(|| cut_short(path)).into_iter().collect();
    let packets = Box::new(Adts { file, frames: frames.into(), next: 0 });
    Ok(Some(Opened { packets, parameters, first: 0, start: 0, length: Some(length), notices }))
}

/// What was found on the way through a file.
struct Walked {
    frames: Vec<Entry>,
    /// Before which frame so many bytes were lost.
    lost: Vec<(usize, u64)>,
    cut: bool,
}

/// Hops from frame to frame. One that isn't followed by another is damaged, and where it begins, the next one is looked for.
fn walk(file: &mut BufReader<File>, start: u64, end: u64, first: Header) -> io::Result<Walked> {
    let mut walked = Walked { frames: Vec::new(), lost: Vec::new(), cut: false };
    let (mut at, mut bytes) = (start, 0);
    // The frame that waits for what follows it.
    let mut held = None::<Entry>;
    file.seek(SeekFrom::Start(at))?;
    while end.saturating_sub(at) >= SMALLEST {
        let (head, got) = look(file)?;
        let here = at + got;
        let header = Header::read(&head).filter(|header| header.form == first.form);
        let next = at + header.map_or(0, |header| header.size as u64);
        let around = Some(around(&head)).filter(|size| header.is_none() && *size <= end - at).unwrap_or(0);
        match held.take() {
            Some(before) if header.is_none() && around == 0 => {
                (at, bytes) = (before.at + 1, bytes + 1);
            }
            before => {
                if let Some(before) = before {
                    if bytes > 0 {
                        walked.lost.push((walked.frames.len(), bytes));
                        bytes = 0;
                    }
                    walked.frames.push(before);
                }
                match header {
                    Some(header) if next <= end => {
                        held = Some(Entry { at, size: header.size as u32, number: 0 });
                        at = next;
                    }
                    // Where the frame before is whole, this one is cut off.
                    Some(_) if bytes == 0 => {
                        walked.cut = true;
                        return Ok(walked);
                    }
                    _ if around > 0 => at += around,
                    _ => (at, bytes) = (at + 1, bytes + 1),
                }
            }
        }
        file.seek_relative(at.cast_signed() - here.cast_signed())?;
    }
    match held {
        Some(last) => {
            walked.cut = at < end;
            if bytes > 0 {
                walked.lost.push((walked.frames.len(), bytes));
            }
            walked.frames.push(last);
        }
        None => walked.cut = bytes > LONGEST,
    }
    Ok(walked)
}

/// The next ten bytes, and how many of them there are; zeros stand for the others.
fn look(file: &mut BufReader<File>) -> io::Result<([u8; 10], u64)> {
    let mut head = [0; 10];
    let mut got = 0;
    while got < head.len() {
        match file.read(&mut head[got..])? {
            0 => break,
            more => got += more,
        }
    }
    Ok((head, got as u64))
}

/// How long the tag is that begins here, as between the pieces of a broadcast; 0 where none does.
fn around(head: &[u8; 10]) -> u64 {
    match *head {
        [b'I', b'D', b'3', 2..=4, _, _, a, b, c, d] => 10 + u64::from(id3::number([a, b, c, d], 7)),
        [b'T', b'A', b'G', ..] => 128,
        _ => 0,
    }
}

/// Numbers the frames, and leaves numbers out where frames were lost: so many as are held by as many bytes around there.
fn number(frames: &mut [Entry], lost: &[(usize, u64)]) {
    let mut lost = lost.iter().peekable();
    let mut skipped = 0;
    for index in 0..frames.len() {
        if let Some((_, bytes)) = lost.next_if(|(before, _)| *before == index) {
            let around = frames.get(index.saturating_sub(AROUND)..frames.len().min(index + AROUND));
            let around = around.unwrap_or_default();
            let held: u64 = around.iter().map(|entry| u64::from(entry.size)).sum();
            let count = around.len() as u64;
            skipped += (bytes * count + held / 2).checked_div(held).unwrap_or(0);
        }
        frames[index].number = u32::try_from(index as u64 + skipped).unwrap_or(u32::MAX);
    }
}

/// The first place at or after `at` from which frames of one form follow one another.
fn begin(file: &mut BufReader<File>, at: u64) -> io::Result<Option<(u64, Header)>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(MOST_JUNK * 2).read_to_end(&mut bytes)?;
    let all = bytes.len();
    Ok((0..all.min(MOST_JUNK as usize)).find_map(|start| {
        let first = Header::read(bytes.get(start..)?)?;
        let mut next = start;
        for _ in 0..SURE {
            if next == all {
                break; // a file of a frame or two
            }
            let header = Header::read(bytes.get(next..)?)?;
            if header.form != first.form {
                return None;
            }
            next += header.size;
        }
        Some((at + start as u64, first))
    }))
}

impl Packets for Adts {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        let number = u32::try_from(raw.max(0) / aac::FRAMES).unwrap_or(u32::MAX);
        // Where the place is lost, the frame before it comes next.
        self.next = self.frames.partition_point(|entry| entry.number <= number).saturating_sub(1);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        let Some(Entry { at, size, number }) = self.frames.get(self.next).copied() else { return Ok(None) };
        self.next += 1;
        let Some(mut bytes) = bytes_at(&mut self.file, at, size)? else { return Ok(None) };
        let head = Header::read(&bytes).map_or(7, |header| header.head);
        let (start, frames) = (i64::from(number) * aac::FRAMES, aac::FRAMES);
        let packet = Packet::new(
            0,
            Timestamp::from(start),
            Duration::from(frames.unsigned_abs()),
            bytes.split_off(head),
        );
        Ok(Some(Coded { start, frames, packet }))
    }

    fn another(&self, path: &Path) -> Result<Option<Box<dyn Packets>>, Fault> {
        let file = BufReader::with_capacity(self.file.capacity(), File::open(path)?);
        Ok(Some(Box::new(Adts { file, frames: Arc::clone(&self.frames), next: 0 })))
    }
}
