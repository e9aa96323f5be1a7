//! CAF (Apple, "Core Audio Format Specification"): where its samples lie, if no codec took part, and how much of the sound is the
//! encoder's delay and padding, which Symphonia leaves in.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::codecs::audio::well_known as codec;

use super::file::File;
use super::mp4::Heard;
use super::packets::Opened;
use super::samples::{self, Layout, usual_channels};
use crate::error::Fault;

/// A file has a handful of chunks; after so many nothing is looked for.
const MOST_CHUNKS: usize = 1_000;

/// Opens the file at `path` if it is CAF with one or two channels of samples of a fixed size.
pub(super) fn open(path: &Path) -> Result<Option<Opened>, Fault> {
    let mut file = File::open(path)?;
    let mut layout = None;
    let mut description = [0; 32];
    walk(&mut file, |file, name, body, size| {
        match name {
            b"desc" => file.read_exact(&mut description)?,
            // Before the samples stands the count of their changes.
            b"data" => layout = form(&description, body + 4, size.map(|size| size.saturating_sub(4))),
            _ => return Ok(false),
        }
        Ok(name == b"data")
    })?;
    layout.map(|layout| samples::open(path, file, layout)).transpose()
}

/// What the chunk `desc` says.
fn form(description: &[u8; 32], data: u64, told: Option<u64>) -> Option<Layout> {
    let (rate, rest) = description.split_first_chunk()?;
    let (name, rest) = rest.split_first_chunk::<4>()?;
    let mut numbers =
        rest.chunks_exact(4).map(|four| four.iter().fold(0, |n, byte| n << 8 | u32::from(*byte)));
    let (flags, frame, frames, count, bits) =
        (numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()?);
    let (float, little) = (flags & 1 != 0, flags & 2 != 0);
    let codec = match (name, float, bits, little) {
        (b"alaw", ..) => codec::CODEC_ID_PCM_ALAW,
        (b"ulaw", ..) => codec::CODEC_ID_PCM_MULAW,
        (b"lpcm", false, 8, _) => codec::CODEC_ID_PCM_S8,
        (b"lpcm", false, 16, true) => codec::CODEC_ID_PCM_S16LE,
        (b"lpcm", false, 16, false) => codec::CODEC_ID_PCM_S16BE,
        (b"lpcm", false, 24, true) => codec::CODEC_ID_PCM_S24LE,
        (b"lpcm", false, 24, false) => codec::CODEC_ID_PCM_S24BE,
        (b"lpcm", false, 32, true) => codec::CODEC_ID_PCM_S32LE,
        (b"lpcm", false, 32, false) => codec::CODEC_ID_PCM_S32BE,
        (b"lpcm", true, 32, true) => codec::CODEC_ID_PCM_F32LE,
        (b"lpcm", true, 32, false) => codec::CODEC_ID_PCM_F32BE,
        (b"lpcm", true, 64, true) => codec::CODEC_ID_PCM_F64LE,
        (b"lpcm", true, 64, false) => codec::CODEC_ID_PCM_F64BE,
        _ => return None,
    };
    let bits = if name == b"lpcm" { bits } else { 8 };
    let rate = f64::from_be_bytes(*rate);
    let sound = frames == 1 && (1..=2).contains(&count) && frame == count * bits / 8;
    (sound && (1.0..1e7).contains(&rate)).then(|| Layout {
        codec,
        rate: rate.round() as u32,
        channels: usual_channels(count as u16),
        frame,
        bits,
        data,
        told,
    })
}

/// What is heard of the file, where it has a table of packets.
pub(super) fn heard(mut file: File) -> io::Result<Option<Heard>> {
    let mut heard = None;
    walk(&mut file, |file, name, _, _| {
        if name == b"pakt" {
            let mut sizes = [0; 24];
            file.read_exact(&mut sizes)?;
            let number =
                |from: usize| sizes[from..from + 4].iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
            let length = number(8) << 32 | number(12);
            heard = (length > 0).then_some(Heard { start: number(16), length: Some(length) });
        }
        Ok(name == b"pakt")
    })?;
    Ok(heard)
}

/// Hands over the chunks of the file, until one answers that it is enough: name, place, and size if it is known. The file is at
/// their first byte then. Where it isn't CAF, or ends, there are none.
fn walk(
    file: &mut File,
    mut each: impl FnMut(&mut File, &[u8; 4], u64, Option<u64>) -> io::Result<bool>,
) -> io::Result<()> {
    let mut at = 8;
    let mut go = || {
        let mut start = [0; 4];
        file.rewind()?;
        file.read_exact(&mut start)?;
        for _ in 0..if start == *b"caff" { MOST_CHUNKS } else { 0 } {
            file.seek(SeekFrom::Start(at))?;
            let mut head = [0; 12];
            file.read_exact(&mut head)?;
            let [a, b, c, d, size @ ..] = head;
            let size = u64::try_from(i64::from_be_bytes(size)).ok();
            if each(file, &[a, b, c, d], at + 12, size)? {
                break;
            }
            let Some(next) = size.and_then(|size| (at + 12).checked_add(size)) else { break };
            at = next;
        }
        io::Result::Ok(())
    };
    match go() {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(()),
        other => other,
    }
}
