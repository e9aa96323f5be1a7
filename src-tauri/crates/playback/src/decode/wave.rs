//! WAV and its larger kin, RF64, BW64 (EBU Tech 3306; ITU-R BS.2088) and Wave64: where its samples lie.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::audio::{Channels, Position};
use symphonia::core::codecs::audio::well_known as codec;

use super::file::File;
use super::packets::Opened;
use super::samples::{self, Layout, usual_channels};
use crate::error::Fault;

/// A file has a handful of chunks; after so many nothing is looked for.
const MOST_CHUNKS: usize = 10_000;
/// The rest of Wave64's long names: the first four bytes are those of the short one.
const WAVE64: [u8; 12] = [0xf3, 0xac, 0xd3, 0x11, 0x8c, 0xd1, 0x00, 0xc0, 0x4f, 0x8e, 0xdb, 0x8a];
const WAVE64_RIFF: [u8; 16] =
    [b'r', b'i', b'f', b'f', 0x2e, 0x91, 0xcf, 0x11, 0xa5, 0xd6, 0x28, 0xdb, 0x04, 0xc1, 0x00, 0x00];

/// What the chunks before the samples say.
struct Chunks {
    format: Vec<u8>,
    data: u64,
    /// The samples' bytes as the header tells them.
    told: u64,
}

/// Opens the file at `path` if it is one of these with samples of a fixed size.
pub(super) fn open(path: &Path) -> Result<Option<Opened>, Fault> {
    let mut file = File::open(path)?;
    let layout = layout(&mut file)?;
    layout.map(|layout| samples::open(path, file, layout)).transpose()
}

fn layout(file: &mut File) -> io::Result<Option<Layout>> {
    match chunks(file) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        other => Ok(other?.and_then(|chunks| form(&chunks))),
    }
}

fn chunks(file: &mut File) -> io::Result<Option<Chunks>> {
    let mut start = [0; 12];
    file.read_exact(&mut start)?;
    let long = start == WAVE64_RIFF[..12];
    let known = matches!(&start[..4], b"RIFF" | b"RF64" | b"BW64") && &start[8..] == b"WAVE";
    if !long && !known {
        return Ok(None);
    }
    let mut at = if long { 40 } else { 12 };
    let (mut format, mut large) = (Vec::new(), None);
    for _ in 0..MOST_CHUNKS {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 24];
        let length = if long { 24 } else { 8 };
        file.read_exact(&mut head[..length])?;
        let size = match long {
            true if head[4..16] != WAVE64 => 0,
            true => le64(&head[16..]).saturating_sub(24),
            false => u64::from(le32(&head[4..])),
        };
        let body = at + length as u64;
        match &head[..4] {
            b"fmt " => {
                format.clear();
                file.by_ref().take(size.min(1024)).read_to_end(&mut format)?;
            }
            b"ds64" if !long => {
                let mut sizes = [0; 16];
                file.read_exact(&mut sizes)?;
                large = Some(le64(&sizes[8..]));
            }
            b"data" => {
                let told = large.filter(|_| size == u64::from(u32::MAX)).unwrap_or(size);
                return Ok((!format.is_empty()).then_some(Chunks { format, data: body, told }));
            }
            _ => {}
        }
        let padding = if long { size.wrapping_neg() % 8 } else { size % 2 };
        let Some(next) = body.checked_add(size).and_then(|end| end.checked_add(padding)) else { break };
        at = next;
    }
    Ok(None)
}

fn le32(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn le64(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// What the chunk `fmt ` says.
fn form(chunks: &Chunks) -> Option<Layout> {
    let format = &chunks.format;
    let head = format.first_chunk::<16>()?;
    let half = |from: usize| u16::from_le_bytes([head[from], head[from + 1]]);
    let (mut tag, count, rate, frame, bits) = (half(0), half(2), le32(&head[4..]), half(12), half(14));
    let mut places = None;
    if tag == 0xfffe {
        let more = format.get(16..40)?;
        tag = u16::from_le_bytes([*more.get(8)?, *more.get(9)?]);
        let mask = Position::from_wave_channel_mask(le32(more.get(4..)?));
        places = mask.filter(|mask| mask.iter().count() == usize::from(count));
    }
    let codec = match (tag, bits) {
        (1, 8) => codec::CODEC_ID_PCM_U8,
        (1, 16) => codec::CODEC_ID_PCM_S16LE,
        (1, 24) => codec::CODEC_ID_PCM_S24LE,
        (1, 32) => codec::CODEC_ID_PCM_S32LE,
        (3, 32) => codec::CODEC_ID_PCM_F32LE,
        (3, 64) => codec::CODEC_ID_PCM_F64LE,
        (6, 8) => codec::CODEC_ID_PCM_ALAW,
        (7, 8) => codec::CODEC_ID_PCM_MULAW,
        _ => return None,
    };
    let whole = u32::from(count) * u32::from(bits) / 8;
    if count == 0 || count > 32 || rate == 0 || whole != u32::from(frame) {
        return None;
    }
    let channels = places.map_or_else(|| usual_channels(count), Channels::Positioned);
    let told = Some(chunks.told).filter(|told| *told > 0 && *told < u64::from(u32::MAX));
    Some(Layout { codec, rate, channels, frame: whole, bits: u32::from(bits), data: chunks.data, told })
}
