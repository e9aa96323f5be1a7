//! AIFF (Apple, "Audio Interchange File Format", 1.3) and AIFF-C: where its samples lie, also in a file that was cut short.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::codecs::audio::AudioCodecId;
use symphonia::core::codecs::audio::well_known as codec;

use super::file::File;
use super::packets::Opened;
use super::samples::{self, Layout, usual_channels};
use crate::error::Fault;

/// A file has a handful of chunks; after so many nothing is looked for.
const MOST_CHUNKS: usize = 10_000;

/// Opens the file at `path` if it is AIFF with samples of a fixed size.
pub(super) fn open(path: &Path) -> Result<Option<Opened>, Fault> {
    let mut file = File::open(path)?;
    let layout = match layout(&mut file) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
        other => other?,
    };
    layout.map(|layout| samples::open(path, file, layout)).transpose()
}

fn layout(file: &mut File) -> io::Result<Option<Layout>> {
    let mut start = [0; 12];
    file.read_exact(&mut start)?;
    if !start.starts_with(b"FORM") || !matches!(&start[8..], b"AIFF" | b"AIFC") {
        return Ok(None);
    }
    let (mut at, mut common, mut sound) = (12, Vec::new(), None);
    for _ in 0..MOST_CHUNKS {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 8];
        file.read_exact(&mut head)?;
        let [name @ .., a, b, c, d] = head;
        let size = u64::from(u32::from_be_bytes([a, b, c, d]));
        match &name {
            b"COMM" => {
                file.take(size.min(1024)).read_to_end(&mut common)?;
            }
            b"SSND" => {
                let mut offset = [0; 4];
                file.read_exact(&mut offset)?;
                let before = 8 + u64::from(u32::from_be_bytes(offset));
                // A recorder that was stopped leaves nothing, or the most.
                let told =
                    size.checked_sub(before).filter(|told| *told > 0 && size < u64::from(u32::MAX) - 8);
                sound = Some((at + 8 + before, told));
            }
            _ => {}
        }
        if let Some((data, told)) = sound.filter(|_| !common.is_empty()) {
            return Ok(form(&common, data, told));
        }
        at += 8 + size + size % 2;
    }
    Ok(None)
}

/// What the chunk COMM says.
fn form(common: &[u8], data: u64, told: Option<u64>) -> Option<Layout> {
    let (&[c0, c1, _, _, _, _, b0, b1, e0, e1, m0, m1, m2, m3, ..], more) =
        common.split_first_chunk::<18>()?;
    let (count, bits) = (u16::from_be_bytes([c0, c1]), u16::from_be_bytes([b0, b1]));
    // The rate is a float of 80 bits; the highest 32 of its fraction are enough.
    let exponent = u32::from(u16::from_be_bytes([e0 & 0x7f, e1]));
    let shift = (16_383 + 31_u32).checked_sub(exponent).filter(|shift| *shift < 32)?;
    let rate = u32::from_be_bytes([m0, m1, m2, m3]) >> shift;
    let (codec, bits) = codec(more.get(..4), bits)?;
    let frame = u32::from(count) * bits.div_ceil(8);
    let sound = (1..=32).contains(&count) && rate > 0;
    sound.then(|| Layout { codec, rate, channels: usual_channels(count), frame, bits, data, told })
}

/// The codec and the bits of a sample, by AIFF-C's name for it; AIFF has none.
fn codec(name: Option<&[u8]>, bits: u16) -> Option<(AudioCodecId, u32)> {
    let size = bits.div_ceil(8);
    Some(match (name, size) {
        (None | Some(b"NONE" | b"twos"), 1) => (codec::CODEC_ID_PCM_S8, 8),
        (None | Some(b"NONE" | b"twos"), 2) => (codec::CODEC_ID_PCM_S16BE, 16),
        (None | Some(b"NONE" | b"twos" | b"in24"), 3) => (codec::CODEC_ID_PCM_S24BE, 24),
        (None | Some(b"NONE" | b"twos" | b"in32"), 4) => (codec::CODEC_ID_PCM_S32BE, 32),
        (Some(b"sowt"), 2) => (codec::CODEC_ID_PCM_S16LE, 16),
        (Some(b"sowt"), 3) => (codec::CODEC_ID_PCM_S24LE, 24),
        (Some(b"sowt"), 4) => (codec::CODEC_ID_PCM_S32LE, 32),
        (Some(b"raw "), 1) => (codec::CODEC_ID_PCM_U8, 8),
        (Some(b"fl32" | b"FL32"), _) => (codec::CODEC_ID_PCM_F32BE, 32),
        (Some(b"fl64" | b"FL64"), _) => (codec::CODEC_ID_PCM_F64BE, 64),
        (Some(b"alaw" | b"ALAW"), _) => (codec::CODEC_ID_PCM_ALAW, 8),
        (Some(b"ulaw" | b"ULAW"), _) => (codec::CODEC_ID_PCM_MULAW, 8),
        _ => return None,
    })
}
