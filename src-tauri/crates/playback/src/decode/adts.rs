//! AAC without a container (ISO/IEC 13818-7, 6.2): a run of frames, each with a header that tells its length.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::audio::{Channels, Position};
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::codecs::AAC;
use super::id3;
use super::packets::{Coded, Opened, Packets, bytes_at};
use crate::error::Fault;

const RATES: [u32; 13] =
    [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
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
            second & 0xf6 == 0xf0 && usize::from(rate) < RATES.len() && size > head && seventh & 3 == 0;
        sound.then_some(Header { form: [profile, rate, channels], size, head })
    }

    fn rate(self) -> u32 {
        RATES.get(usize::from(self.form[1])).copied().unwrap_or(0)
    }

    /// What an MP4 would tell the decoder (ISO/IEC 14496-3, 1.6.2.1).
    fn config(self) -> [u8; 2] {
        let [profile, rate, channels] = self.form;
        [(profile + 1) << 3 | rate >> 1, rate << 7 | channels << 3]
    }
}

/// The frames of the file: where each lies, and its size.
struct Adts {
    file: BufReader<File>,
    frames: Vec<(u64, u32)>,
    /// The frame that comes next.
    next: usize,
}

/// Opens the file at `path` if it is AAC, perhaps behind an ID3 tag.
pub(super) fn open(path: &Path) -> Result<Option<Opened>, Fault> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut at = id3::skip(&mut file)?;
    let Some((start, first)) = begin(&mut file, at)? else { return Ok(None) };
    at = start;
    let (mut frames, mut lost) = (Vec::new(), None);
    file.seek(SeekFrom::Start(at))?;
    loop {
        let mut bytes = [0; 7];
        match file.read_exact(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
            other => other?,
        }
        let found = Header::read(&bytes).filter(|header| header.form == first.form);
        let Some(header) = found else {
            lost.get_or_insert(frames.len());
            at += 1;
            file.seek_relative(-6)?;
            continue;
        };
        frames.push((at, header.size as u32));
        at += header.size as u64;
        file.seek_relative(header.size as i64 - 7)?;
    }
    let length = frames.len() as u64 * AAC.unsigned_abs();
    let mut parameters = AudioCodecParameters::new();
    let channels = match first.form[2] {
        1 => Channels::Positioned(Position::FRONT_CENTER),
        2 => Channels::Positioned(Position::FRONT_LEFT | Position::FRONT_RIGHT),
        count => Channels::Discrete(u16::from(count)),
    };
    parameters.for_codec(CODEC_ID_AAC).with_sample_rate(first.rate()).with_channels(channels);
    parameters.with_extra_data(Box::new(first.config()));
    let notices = Vec::new();
    let packets = Box::new(Adts { file, frames, next: 0 });
    Ok(Some(Opened { packets, parameters, first: 0, start: 0, length: Some(length), notices }))
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
        self.next = usize::try_from(raw / AAC).unwrap_or(0);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        let Some((at, size)) = self.frames.get(self.next).copied() else { return Ok(None) };
        let start = i64::try_from(self.next).unwrap_or(i64::MAX).saturating_mul(AAC);
        self.next += 1;
        let Some(mut bytes) = bytes_at(&mut self.file, at, size)? else { return Ok(None) };
        let head = Header::read(&bytes).map_or(7, |header| header.head);
        let frames = AAC;
        let packet = Packet::new(
            0,
            Timestamp::from(start),
            Duration::from(frames.unsigned_abs()),
            bytes.split_off(head),
        );
        Ok(Some(Coded { start, frames, packet }))
    }
}
