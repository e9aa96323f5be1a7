//! FLAC (RFC 9639) by its frames: what the blocks before them tell is believed only where no frame tells it itself.
//!
//! A frame counts only with both of its checksums right, and says where it belongs; so a total that lies, a seek table that
//! lies, or bytes that were lost move nothing.

pub(super) mod chapters;
mod header;
mod joints;

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_FLAC;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::file::File;
use super::id3;
use super::packets::{Coded, Opened, Packets, cut_short};
use crate::error::Fault;
pub(super) use header::Header;
use header::crc16;

/// Bytes that are read at once: a frame is usually smaller.
const CHUNK: usize = 1 << 15;
/// A file has a handful of blocks before its sound; after so many nothing is looked for.
const MOST_BLOCKS: usize = 1_000;
/// The first frame is looked for in so many bytes, of which pictures take the most.
const MOST_BEFORE: u64 = 64 << 20;
/// The last frame is looked for in so many bytes.
const MOST_BEHIND: u64 = 64 << 20;
/// So many headers without a frame behind them are looked at before a part is passed over.
const MOST_TRIES: usize = 64;
/// When a seek has come so near, the frames are read one by one.
const NEAR: u64 = 1 << 15;

/// What the block STREAMINFO says (8.2).
#[derive(Clone, Copy, Default)]
struct Told {
    rate: u32,
    bits: u8,
    total: u64,
}

/// The frames of a file.
struct Flac {
    file: File,
    /// What was read of the file, and where it lies.
    bytes: Vec<u8>,
    bytes_at: u64,
    /// The first frame's header and place, and the end of the last one.
    form: Option<Header>,
    data: u64,
    end: u64,
    /// The positions in the sound that belong to these places.
    first: i64,
    last: i64,
    /// Where the next frame is looked for.
    at: u64,
}

/// The sound of the file at `path` if it is FLAC, perhaps behind an ID3 tag: one, or several where files were joined end to end.
pub(super) fn open(path: &Path) -> Result<Vec<Opened>, Fault> {
    let mut file = File::open(path)?;
    let start = id3::skip(&mut file)?;
    let mut end = file.seek(SeekFrom::End(0))?;
    if end >= 128 {
        let mut tag = [0; 3];
        file.seek(SeekFrom::Start(end - 128))?;
        file.read_exact(&mut tag)?;
        end -= if tag == *b"TAG" { 128 } else { 0 };
    }
    let Some((whole, suspect)) = piece(path, start, end)? else { return Ok(Vec::new()) };
    let others =
        suspect.map_or(Ok(Vec::new()), |from| joints::begins(&mut file, from.max(start + 1), end))?;
    if others.is_empty() {
        return Ok(vec![whole]);
    }
    let begins = std::iter::once(start).chain(others.iter().copied());
    let ends = others.iter().copied().chain([end]);
    // One that can't be opened is left out, since nothing tells how long it is.
    Ok(begins.zip(ends).filter_map(|(from, to)| Some(piece(path, from, to).ok()??.0)).collect())
}

/// The sound between two places of the file, and from where on another file may begin in it.
fn piece(path: &Path, from: u64, end: u64) -> Result<Option<(Opened, Option<u64>)>, Fault> {
    let mut file = File::open(path)?;
    let Some((told, data)) = blocks(&mut file, from)? else { return Ok(None) };
    let mut flac =
        Flac { file, bytes: Vec::new(), bytes_at: 0, form: None, data, end, first: 0, last: 0, at: data };
    let mut found = flac.find(data, data.saturating_add(MOST_BEFORE).min(end))?;
    if found.is_none_or(|(_, header, _)| header.number > 0) {
        // The blocks lie about their lengths, perhaps: from the first one on.
        let until = found.map_or(end, |(at, ..)| at).min(from + MOST_BEFORE);
        found = flac.find(from + 4, until)?.or(found);
    }
    let Some((data, form, _)) = found else {
        return Err(Fault::Damaged("it has no frame of sound that is whole".into()));
    };
    (flac.form, flac.data, flac.at) = (Some(form), data, data);
    let rate = form.rate.unwrap_or(told.rate);
    let bits = form.bits.unwrap_or(told.bits);
    flac.first = flac.start_of(&form);
    flac.last = flac.first;
    let mut behind = NEAR;
    let whole = loop {
        let near_end = end.saturating_sub(behind).max(data);
        if let Some(whole) = flac.last_from(near_end)? {
            break whole;
        }
        if near_end == data || behind > MOST_BEHIND {
            break flac.end;
        }
        behind *= 4;
    };
    let total = i64::try_from(told.total).unwrap_or(i64::MAX);
    let cut = flac.last < total || whole < flac.end && told.total == 0;
    let notices = cut.then(|| cut_short(path)).into_iter().collect();
    // A file that begins in mid-stream was cut out of a longer one, unless its total says that what is missing belongs to it.
    let start = if flac.last <= total { 0 } else { flac.first };
    let length = (flac.last - start).max(0).unsigned_abs();
    let first = start;
    let parameters = parameters(&form, rate, bits);
    let suspect = if flac.goes_back()? { Some(from) } else { Some(whole).filter(|whole| *whole < end) };
    let opened = Opened { packets: Box::new(flac), parameters, first, start, length: Some(length), notices };
    Ok(Some((opened, suspect)))
}

/// What the decoder needs to be told, as a block STREAMINFO.
fn parameters(form: &Header, rate: u32, bits: u8) -> AudioCodecParameters {
    let block = u16::try_from(form.block.max(16)).unwrap_or(u16::MAX);
    let [least, most] = if form.variable { [16, u16::MAX] } else { [block; 2] }.map(u16::to_be_bytes);
    let [_, r0, r1, r2] = (rate << 4).to_be_bytes();
    let bits = bits.clamp(4, 32) - 1;
    let last = r2 | (form.channels - 1) << 1 | bits >> 4;
    let form = [r0, r1, last, bits << 4];
    let block = [&least, &most, [0; 6].as_slice(), &form, &[0; 20]].concat();
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(CODEC_ID_FLAC).with_sample_rate(rate).with_bits_per_sample(u32::from(bits) + 1);
    parameters.with_extra_data(block.into_boxed_slice());
    parameters
}

/// Goes over the blocks before the sound: what STREAMINFO says, and where they end as far as they are believable.
fn blocks(file: &mut File, start: u64) -> io::Result<Option<(Told, u64)>> {
    let (mut told, mut at) = (Told::default(), start);
    let mut read = |at: u64, bytes: &mut [u8]| -> io::Result<bool> {
        file.seek(SeekFrom::Start(at))?;
        match file.read_exact(bytes) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            other => other.map(|()| true),
        }
    };
    let mut head = [0; 4];
    if !read(at, &mut head)? || head != *b"fLaC" {
        return Ok(None);
    }
    at += 4;
    for _ in 0..MOST_BLOCKS {
        if !read(at, &mut head)? || head[0] == 0xff {
            break;
        }
        let [kind, size @ ..] = head;
        let size = size.into_iter().fold(0, |size, byte| size << 8 | u64::from(byte));
        let mut info = [0; 18];
        if kind & 0x7f == 0 && read(at + 4, &mut info)? {
            let [.., r0, r1, r2, b, t0, t1, t2, t3] = info;
            told.rate = u32::from_be_bytes([0, r0, r1, r2]) >> 4;
            told.bits = ((r2 & 1) << 4 | b >> 4) + 1;
            told.total = u64::from(b & 15) << 32 | u64::from(u32::from_be_bytes([t0, t1, t2, t3]));
        }
        at += 4 + size;
        if kind & 0x80 != 0 {
            break;
        }
    }
    Ok(Some((told, at)))
}

impl Flac {
    /// At least `wanted` bytes from `at` on; fewer where the sound ends.
    fn see(&mut self, at: u64, wanted: usize) -> io::Result<&[u8]> {
        let wanted = usize::try_from(self.end.saturating_sub(at)).map_or(wanted, |left| wanted.min(left));
        let inside = at.checked_sub(self.bytes_at).and_then(|inside| usize::try_from(inside).ok());
        let inside = inside.filter(|inside| *inside <= self.bytes.len());
        let held = inside.map_or(0, |inside| self.bytes.len() - inside);
        if held < wanted {
            self.bytes.drain(..inside.unwrap_or(self.bytes.len()));
            self.bytes_at = at;
            let left = self.end - at - held as u64;
            self.file.seek(SeekFrom::Start(at + held as u64))?;
            let more = left.min((wanted - held).max(CHUNK) as u64);
            (&mut self.file).take(more).read_to_end(&mut self.bytes)?;
        }
        let inside = usize::try_from(at - self.bytes_at).unwrap_or(usize::MAX);
        Ok(self.bytes.get(inside..).unwrap_or_default())
    }

    /// The frame that begins at `at`, if it is whole, with its bytes: it goes up to the header of the one that follows it, or to the
    /// end.
    fn frame(&mut self, at: u64) -> io::Result<Option<(Header, usize)>> {
        let form = self.form;
        let Some(header) = Header::read(self.see(at, Header::LARGEST)?) else { return Ok(None) };
        if form.is_some_and(|form| !form.is_like(&header)) {
            return Ok(None);
        }
        let (mut wanted, mut done, mut sum) = (CHUNK, 0, 0);
        loop {
            let bytes = self.see(at, wanted)?;
            let ends = bytes.len() < wanted;
            let visible = if ends { bytes.len() } else { bytes.len() - Header::LARGEST };
            let mut from = (header.size + 2).max(done);
            while let Some(next) =
                bytes.get(from..visible).and_then(|rest| rest.iter().position(|byte| *byte == 0xff))
            {
                let next = from + next;
                sum = crc16(sum, &bytes[done..next]);
                done = next;
                from = next + 1;
                if sum == 0 && Header::read(&bytes[next..]).is_some_and(|next| header.is_followed_by(&next)) {
                    return Ok(Some((header, next)));
                }
            }
            if ends {
                return Ok((crc16(sum, &bytes[done..]) == 0 && bytes.len() > header.size)
                    .then_some((header, bytes.len())));
            }
            if wanted > header.most_bytes() + Header::LARGEST {
                return Ok(None);
            }
            wanted *= 2;
        }
    }

    /// The first whole frame that begins at `from` or behind it, but before `until`: its place, header and bytes.
    fn find(&mut self, from: u64, until: u64) -> io::Result<Option<(u64, Header, usize)>> {
        let form = self.form;
        let (mut at, mut tries) = (from, 0);
        while at < until {
            let bytes = self.see(at, CHUNK)?;
            let ends = bytes.len() < CHUNK;
            let visible = if ends { bytes.len() } else { bytes.len() - Header::LARGEST };
            let begins = |place: &usize| {
                bytes[*place] == 0xff
                    && Header::read(&bytes[*place..])
                        .is_some_and(|header| form.is_none_or(|form| form.is_like(&header)))
            };
            match (0..visible).find(begins) {
                Some(place) => {
                    at += place as u64;
                    if at >= until {
                        break;
                    }
                    if let Some((header, size)) = self.frame(at)? {
                        return Ok(Some((at, header, size)));
                    }
                    tries += 1;
                    at += if tries < MOST_TRIES { 1 } else { CHUNK as u64 };
                }
                None if ends => break,
                None => at += visible as u64,
            }
        }
        Ok(None)
    }

    /// Goes from frame to frame, from `from` to the end. Where the last one ends in the file, if there is one.
    fn last_from(&mut self, from: u64) -> io::Result<Option<u64>> {
        let (mut at, mut end) = (from, None);
        while let Some((place, header, size)) = self.find(at, self.end)? {
            at = place + size as u64;
            end = Some(at);
            self.last = self.last.max(self.start_of(&header) + i64::from(header.block));
        }
        Ok(end)
    }

    /// The position in the sound at which a frame begins.
    fn start_of(&self, header: &Header) -> i64 {
        let block = if header.variable { 1 } else { self.form.unwrap_or(*header).block };
        i64::try_from(header.number * u64::from(block)).unwrap_or(i64::MAX)
    }
}

impl Packets for Flac {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        let (mut low, mut high) = ((self.data, self.first), (self.end, self.last));
        let mut halve = false;
        while high.0 - low.0 > NEAR {
            // A place as far along in the file as in the sound is mostly near; where not, the middle is taken in turn.
            let (bytes, frames) = (high.0 - low.0, (high.1 - low.1).max(1).unsigned_abs());
            let along = (raw - low.1).max(0).unsigned_abs().min(frames);
            let guess = (u128::from(bytes) * u128::from(along) / u128::from(frames)) as u64;
            let step = if halve { bytes / 2 } else { guess.saturating_sub(NEAR / 2).clamp(1, bytes - 1) };
            halve = !halve;
            let middle = low.0 + step;
            match self.find(middle, high.0)? {
                Some((at, header, _)) if self.start_of(&header) <= raw => low = (at, self.start_of(&header)),
                Some((_, header, _)) => high = (middle, self.start_of(&header)),
                None => high.0 = middle,
            }
        }
        self.at = low.0;
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        let Some((at, header, size)) = self.find(self.at, self.end)? else { return Ok(None) };
        self.at = at + size as u64;
        let (start, frames) = (self.start_of(&header), i64::from(header.block));
        let bytes = self.see(at, size)?.get(..size).unwrap_or_default().to_vec();
        let packet = Packet::new(0, Timestamp::from(start), Duration::from(frames.unsigned_abs()), bytes);
        Ok(Some(Coded { start, frames, packet }))
    }

    fn another(&self, path: &Path) -> Result<Option<Box<dyn Packets>>, Fault> {
        let (file, bytes) = (File::open(path)?, Vec::new());
        Ok(Some(Box::new(Flac { file, bytes, bytes_at: 0, at: self.data, ..*self })))
    }
}
