//! Opus (RFC 6716) as a decoder of Symphonia's kind, by `ropus`; what a stream is comes from its header (RFC 7845, 5.1).

use ropus::OpusMSDecoder;
use symphonia::core::audio::{
    AsGenericAudioBufferRef, AudioBuffer, AudioMut, AudioSpec, Channels, GenericAudioBufferRef, Position,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Result, decode_error, unsupported_error};
use symphonia::core::packet::PacketRef;

/// Every Opus stream can be decoded at this rate, and counts in it.
pub(super) const RATE: u32 = 48_000;
/// The longest packet, 120 ms.
const LONGEST: usize = 5760;

/// What the header of a stream says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Frames at the start that aren't heard.
    pub(super) pre_skip: u16,
    /// What the sound is to be raised by, in 1/256 dB.
    gain: i16,
    family: u8,
    streams: u8,
    coupled: u8,
    /// Which decoded channel each channel is; 255 is silence.
    mapping: Vec<u8>,
}

impl Head {
    /// Reads the packet `OpusHead`.
    pub(super) fn read(packet: &[u8]) -> Option<Head> {
        let rest = packet.strip_prefix(b"OpusHead")?;
        let (&[version, count, skip_low, skip_high, _, _, _, _, gain_low, gain_high, family], rest) =
            rest.split_first_chunk()?;
        if version >> 4 != 0 || count == 0 {
            return None;
        }
        let (streams, coupled, mapping) = match (family, rest) {
            (0, _) if count <= 2 => (1, count - 1, (0..count).collect()),
            (0, _) => return None,
            (_, [streams, coupled, mapping @ ..]) => {
                (*streams, *coupled, mapping.get(..usize::from(count))?.to_vec())
            }
            _ => return None,
        };
        let decoded = u16::from(streams) + u16::from(coupled);
        let sound = mapping.iter().all(|index| *index == 255 || u16::from(*index) < decoded);
        (sound && streams > 0 && coupled <= streams && decoded <= 255).then_some(Head {
            pre_skip: u16::from_le_bytes([skip_low, skip_high]),
            gain: i16::from_le_bytes([gain_low, gain_high]),
            family,
            streams,
            coupled,
            mapping,
        })
    }

    /// For a stream whose container has no header of its own.
    fn plain(channels: usize) -> Option<Head> {
        let count = u8::try_from(channels).ok().filter(|count| (1..=2).contains(count))?;
        Some(Head {
            pre_skip: 0,
            gain: 0,
            family: 0,
            streams: 1,
            coupled: count - 1,
            mapping: (0..count).collect(),
        })
    }

    /// The channels in the order that the mapping is put into for them.
    fn channels(&self) -> Channels {
        let count = self.mapping.len();
        match places(count).filter(|_| self.family < 2) {
            Some(places) => Channels::Positioned(places.iter().copied().collect()),
            None => Channels::Discrete(u16::try_from(count).unwrap_or(u16::MAX)),
        }
    }

    /// The mapping, its channels in the order of their positions.
    fn placed_mapping(&self) -> Vec<u8> {
        let Some(places) = places(self.mapping.len()).filter(|_| self.family < 2) else {
            return self.mapping.clone();
        };
        let mut placed: Vec<_> = places.iter().zip(&self.mapping).collect();
        placed.sort_by_key(|(place, _)| place.bits());
        placed.into_iter().map(|(_, index)| *index).collect()
    }
}

/// Where the channels of Vorbis and of Opus' family 1 belong, in their order (RFC 7845, 5.1.1.2).
fn places(count: usize) -> Option<&'static [Position]> {
    use Position as P;
    const L: P = P::FRONT_LEFT;
    const R: P = P::FRONT_RIGHT;
    const C: P = P::FRONT_CENTER;
    Some(match count {
        1 => &[C],
        2 => &[L, R],
        3 => &[L, C, R],
        4 => &[L, R, P::REAR_LEFT, P::REAR_RIGHT],
        5 => &[L, C, R, P::REAR_LEFT, P::REAR_RIGHT],
        6 => &[L, C, R, P::REAR_LEFT, P::REAR_RIGHT, P::LFE1],
        7 => &[L, C, R, P::SIDE_LEFT, P::SIDE_RIGHT, P::REAR_CENTER, P::LFE1],
        8 => &[L, C, R, P::SIDE_LEFT, P::SIDE_RIGHT, P::REAR_LEFT, P::REAR_RIGHT, P::LFE1],
        _ => return None,
    })
}

/// How many frames a packet decodes to, at 48 kHz (RFC 6716, 3.1 and 3.2); `None` for one that can't be right.
pub(super) fn frames(packet: &[u8]) -> Option<i64> {
    let first = *packet.first()?;
    let config = first >> 3;
    let each = match config {
        0..12 => [480, 960, 1920, 2880][usize::from(config & 3)],
        12..16 => [480, 960][usize::from(config & 1)],
        _ => [120, 240, 480, 960][usize::from(config & 3)],
    };
    let count = match first & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => i64::from(packet.get(1)? & 0x3f),
    };
    Some(each * count).filter(|frames| (1..=LONGEST as i64).contains(frames))
}

/// The decoder of one stream.
pub(super) struct OpusDecoder {
    decoder: OpusMSDecoder,
    parameters: AudioCodecParameters,
    head: Head,
    gain: f32,
    samples: Vec<i16>,
    sound: AudioBuffer<f32>,
}

impl OpusDecoder {
    fn open(parameters: &AudioCodecParameters) -> Result<OpusDecoder> {
        let told = parameters.extra_data.as_deref().and_then(Head::read);
        let count = parameters.channels.as_ref().map_or(2, Channels::count);
        let Some(head) = told.or_else(|| Head::plain(count)) else {
            return unsupported_error("an Opus stream without a header");
        };
        let channels = head.channels();
        let mut parameters = parameters.clone();
        parameters.with_sample_rate(RATE).with_channels(channels.clone());
        Ok(OpusDecoder {
            decoder: fresh(&head)?,
            gain: 10_f32.powf(f32::from(head.gain) / (20.0 * 256.0)),
            samples: vec![0; LONGEST * head.mapping.len()],
            sound: AudioBuffer::new(AudioSpec::new(RATE, channels), LONGEST),
            parameters,
            head,
        })
    }
}

fn fresh(head: &Head) -> Result<OpusMSDecoder> {
    let (streams, coupled) = (i32::from(head.streams), i32::from(head.coupled));
    let mapping = head.placed_mapping();
    let count = i32::try_from(mapping.len()).unwrap_or(0);
    OpusMSDecoder::new(RATE.cast_signed(), count, streams, coupled, &mapping)
        .or_else(|_| unsupported_error("an Opus stream of this form"))
}

impl AudioDecoder for OpusDecoder {
    fn reset(&mut self) {
        if let Ok(decoder) = fresh(&self.head) {
            self.decoder = decoder;
        }
    }

    fn codec_info(&self) -> &CodecInfo {
        &Self::supported_codecs()[0].info
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.parameters
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.sound.clear();
        if frames(packet.data).is_none() {
            return decode_error("an Opus packet of no possible length");
        }
        let Ok(length) = i32::try_from(packet.data.len()) else { return decode_error("an endless packet") };
        let made = self.decoder.decode(Some(packet.data), length, &mut self.samples, LONGEST as i32, false);
        let Some(made) =
            made.ok().and_then(|made| usize::try_from(made).ok()).filter(|made| *made <= LONGEST)
        else {
            return decode_error("an Opus packet that contradicts itself");
        };
        let count = self.head.mapping.len();
        self.sound.render_silence(Some(made));
        for (index, plane) in self.sound.iter_planes_mut().enumerate() {
            for (sample, frame) in plane.iter_mut().zip(self.samples.chunks_exact(count)) {
                *sample = f32::from(frame[index]) / 32_768.0 * self.gain;
            }
        }
        Ok(self.sound.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.sound.as_generic_audio_buffer_ref()
    }
}

impl RegisterableAudioDecoder for OpusDecoder {
    fn try_registry_new(
        parameters: &AudioCodecParameters,
        _: &AudioDecoderOptions,
    ) -> Result<Box<dyn AudioDecoder>> {
        Ok(Box::new(OpusDecoder::open(parameters)?))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        const KNOWN: &[SupportedAudioCodec] = &[SupportedAudioCodec {
            id: CODEC_ID_OPUS,
            info: CodecInfo { short_name: "opus", long_name: "Opus", profiles: &[] },
        }];
        KNOWN
    }
}
