//! The decoders: Symphonia's and the one for Opus, their names for people, and what each must have heard before a seek's first frame.

use std::sync::LazyLock;

use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error as SymphoniaError;

use super::opus::OpusDecoder;
use crate::error::Fault;

static KNOWN: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut known = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut known);
    known.register_audio_decoder::<OpusDecoder>();
    known
});

/// What a decoder needs to be given before the frame that is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Memory {
    /// Nothing: every packet stands for itself.
    None,
    /// So many frames, after which it is the same as if it had heard all. Of the first packet nothing is heard where
    /// `primes`: its half has no other half to be added to.
    Frames { pre_roll: i64, primes: bool },
    /// It never becomes quite the same. So that a passage sounds the same whichever way it was reached, the decoder is made
    /// anew at the first packet of every `length` frames, in the linear decode too, and given the packets of `warm_up` frames before.
    Epochs { length: i64, warm_up: i64 },
}

impl Memory {
    pub(super) fn of(codec: AudioCodecId) -> Memory {
        match codec {
            // Bands are filled with noise from a generator that runs on from packet to packet. Two packets: one for the
            // overlap and one for its window's shape.
            codec::CODEC_ID_AAC => Memory::Epochs { length: 16 * AAC, warm_up: 2 * AAC },
            // A new decoder's error sinks below its coder's own within 0.2 s, as measured in speech, music and noise from
            // 16 to 96 kbit/s; RFC 7845, 4.6, asks for 0.08 s.
            codec::CODEC_ID_OPUS => Memory::Epochs { length: 32 * 960, warm_up: 16 * 960 },
            // Twice the longest block.
            codec::CODEC_ID_VORBIS => Memory::Frames { pre_roll: 2 * 8192, primes: true },
            // The bit reservoir's 511 bytes are those of 40 packets at the lowest rate.
            codec::CODEC_ID_MP1 | codec::CODEC_ID_MP2 | codec::CODEC_ID_MP3 => {
                Memory::Frames { pre_roll: 42 * 1152, primes: false }
            }
            _ => Memory::None,
        }
    }
}

/// Frames of an AAC packet.
pub(super) const AAC: i64 = 1024;

/// A new decoder, which gives every frame, the encoder's delay too.
pub(super) fn decoder(parameters: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, Fault> {
    let options = AudioDecoderOptions::default().gapless(false);
    let mut parameters = parameters.clone();
    if matches!(
        parameters.codec,
        codec::CODEC_ID_PCM_ALAW
            | codec::CODEC_ID_PCM_MULAW
            | codec::CODEC_ID_PCM_F32LE
            | codec::CODEC_ID_PCM_F32BE
            | codec::CODEC_ID_PCM_F64LE
            | codec::CODEC_ID_PCM_F64BE
    ) {
        // What a file says here is how the samples lie in it; the decoder takes it for what comes out, and refuses.
        (parameters.bits_per_sample, parameters.bits_per_coded_sample) = (None, None);
    }
    KNOWN.make_audio_decoder(&parameters, &options).map_err(|error| match error {
        SymphoniaError::Unsupported(_) => Fault::Undecodable(format!(
            "its codec, {}, or the form of it that was used, isn't supported",
            name(parameters.codec)
        )),
        error => error.into(),
    })
}

/// The name that people use for a codec.
pub(super) fn name(id: AudioCodecId) -> String {
    match id {
        codec::CODEC_ID_AAC => "AAC-LC",
        codec::CODEC_ID_VORBIS => "Vorbis",
        codec::CODEC_ID_FLAC => "FLAC",
        codec::CODEC_ID_MP3 => "MP3",
        codec::CODEC_ID_OPUS => "Opus",
        codec::CODEC_ID_ALAC => "ALAC",
        codec::CODEC_ID_WAVPACK => "WavPack",
        codec::CODEC_ID_AC3 => "AC-3",
        codec::CODEC_ID_EAC3 => "E-AC-3",
        codec::CODEC_ID_DCA => "DTS",
        codec::CODEC_ID_PCM_ALAW | codec::CODEC_ID_PCM_MULAW => "PCM (telephone)",
        id => match KNOWN.get_audio_decoder(id) {
            Some(known) if known.codec.info.short_name.starts_with("pcm") => "PCM",
            Some(known) => known.codec.info.long_name,
            None => "unknown",
        },
    }
    .to_owned()
}

/// The core of HE-AAC, as a decoder needs to be told of it that knows only that (ISO/IEC 14496-3, 1.6.2.1 and 1.6.5);
/// `None` for what isn't HE-AAC.
pub(super) fn he_aac_core(config: &[u8]) -> Option<Box<[u8]>> {
    let &[first, second, ref rest @ ..] = config else { return None };
    let (kind, rate) = (first >> 3, (first & 7) << 1 | second >> 7);
    let channels = second >> 3 & 15;
    let explicit = matches!(kind, 5 | 29) && rate < 13;
    let beside = kind == 2 && matches!(rest, [0x56, 0xe5, extension, ..] if extension & 0x80 != 0);
    (explicit || beside).then(|| [2 << 3 | rate >> 1, (rate & 1) << 7 | channels << 3].into())
}
