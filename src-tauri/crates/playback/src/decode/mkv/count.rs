//! How many frames the packets of a Matroska hold, which only the codec's own bytes tell.

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known as codec;

use super::super::ogg::vorbis::Blocks;
use super::super::{aac, flac, opus};

/// How many frames a packet has.
pub(super) enum Count {
    Every(u32),
    Opus,
    Vorbis(Blocks, Option<i64>),
    Flac,
    Mpeg,
    /// Bytes of a frame.
    Pcm(u32),
}

impl Count {
    pub(super) fn of(parameters: &AudioCodecParameters) -> Option<Count> {
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
    pub(super) fn frames(&mut self, look: &[u8], size: u64) -> Option<u32> {
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
