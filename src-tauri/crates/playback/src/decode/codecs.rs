//! The decoders: Symphonia's and the one for Opus, their names for people, and what each must have heard before a seek's first frame.

use std::borrow::Cow;
use std::sync::LazyLock;

use symphonia::core::audio::{Channels, Position, layouts};
use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error as SymphoniaError;

use super::aac;
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
    pub(super) fn of(parameters: &AudioCodecParameters) -> Memory {
        match parameters.codec {
            // The upper frequencies are told as changes, and wholly only from time to time, by most encoders twice a second.
            codec::CODEC_ID_AAC if cfg!(feature = "fdk-aac") && aac::is_he(parameters) => {
                Memory::Epochs { length: 64 * 2 * aac::FRAMES, warm_up: 32 * 2 * aac::FRAMES }
            }
            // It looks two packets ahead.
            codec::CODEC_ID_AAC if cfg!(feature = "fdk-aac") && aac::is_surround(parameters) => {
                Memory::Epochs { length: 16 * aac::FRAMES, warm_up: 4 * aac::FRAMES }
            }
            // Bands are filled with noise from a generator that runs on from packet to packet. Two packets: one for the
            // overlap and one for its window's shape.
            codec::CODEC_ID_AAC => Memory::Epochs { length: 16 * aac::FRAMES, warm_up: 2 * aac::FRAMES },
            // Four times what RFC 7845, 4.6, asks for. A tone with noise decoded so stays within 0.5 % of what libopus makes of it in one go,
            // from 12 to 128 kbit/s (tests/suite/decode.rs).
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

/// A new decoder, which gives every frame, the encoder's delay too.
pub(super) fn decoder(parameters: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, Fault> {
    let options = AudioDecoderOptions::default().gapless(false);
    let mut parameters = parameters.clone();
    if aac::is_surround(&parameters) || aac::is_he(&parameters) {
        #[cfg(feature = "fdk-aac")]
        return Ok(Box::new(super::fdk::FdkDecoder::open(&parameters)?));
    }
    if aac::is_surround(&parameters) {
        return Err(Fault::Undecodable(
            "it is AAC with more than two channels, which only a Cueline built with fdk-aac decodes; a copy in stereo plays"
                .into(),
        ));
    }
    if parameters.codec == codec::CODEC_ID_AAC
        && let Some(core) = parameters.extra_data.as_deref().and_then(aac::core)
    {
        parameters.extra_data = Some(core);
    }
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
            name(&parameters)
        )),
        error => error.into(),
    })
}

/// Where the channels belong that a decoder gives. Of ALAC's seven and eight, Symphonia gives the surround channels last, but says that
/// they are rear ones, which would come earlier.
pub(super) fn places<'a>(parameters: &AudioCodecParameters, told: &'a Channels) -> Cow<'a, Channels> {
    let five = layouts::CHANNEL_LAYOUT_5P1_SIDE;
    let more = match told {
        _ if parameters.codec != codec::CODEC_ID_ALAC => None,
        told if *told == layouts::CHANNEL_LAYOUT_AAC_6P1 => Some(Position::REAR_CENTER),
        told if *told == layouts::CHANNEL_LAYOUT_MPEG_7P1_B => {
            Some(Position::FRONT_LEFT_CENTER | Position::FRONT_RIGHT_CENTER)
        }
        _ => None,
    };
    match (more, five) {
        (Some(more), Channels::Positioned(five)) => Cow::Owned(Channels::Positioned(five | more)),
        _ => Cow::Borrowed(told),
    }
}

/// The name that people use for a codec.
pub(super) fn name(parameters: &AudioCodecParameters) -> String {
    match parameters.codec {
        codec::CODEC_ID_AAC if aac::is_he(parameters) => "HE-AAC",
        codec::CODEC_ID_AAC if aac::is_surround(parameters) => "AAC",
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
