//! AAC by Fraunhofer's decoder, which knows HE-AAC and more than two channels: only with the feature `fdk-aac`.

use fdk_aac::dec::{Decoder, Transport};
use symphonia::core::audio::{
    AsGenericAudioBufferRef, Audio, AudioBuffer, AudioMut, AudioSpec, Channels, GenericAudioBufferRef,
    Position,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, FinalizeResult};
use symphonia::core::errors::{Error, Result, decode_error, unsupported_error};
use symphonia::core::packet::PacketRef;

/// The most that a packet decodes to: 2048 frames of eight channels.
const MOST_SAMPLES: usize = 2048 * 8;

/// The decoder of one track.
pub(super) struct FdkDecoder {
    decoder: Decoder,
    parameters: AudioCodecParameters,
    samples: Vec<i16>,
    sound: AudioBuffer<f32>,
}

impl FdkDecoder {
    pub(super) fn open(parameters: &AudioCodecParameters) -> Result<FdkDecoder> {
        let mut decoder = Decoder::new(Transport::Raw);
        let config = parameters.extra_data.as_deref().unwrap_or_default();
        if decoder.config_raw(config).is_err() {
            return unsupported_error("AAC of this form");
        }
        let spec = AudioSpec::new(parameters.sample_rate.unwrap_or(0), Channels::Discrete(2));
        Ok(FdkDecoder {
            decoder,
            parameters: parameters.clone(),
            samples: vec![0; MOST_SAMPLES],
            sound: AudioBuffer::new(spec, 0),
        })
    }

    /// How many frames after its packet a sound comes out, once some are decoded.
    pub(super) fn delay(&self) -> i64 {
        self.decoder.stream_info().outputDelay.into()
    }
}

impl AudioDecoder for FdkDecoder {
    fn reset(&mut self) {
        if let Ok(fresh) = FdkDecoder::open(&self.parameters) {
            self.decoder = fresh.decoder;
        }
    }

    fn codec_info(&self) -> &CodecInfo {
        const INFO: CodecInfo = CodecInfo { short_name: "aac", long_name: "AAC", profiles: &[] };
        &INFO
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.parameters
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.sound.clear();
        let taken = self.decoder.fill(packet.data).map_err(|error| Error::DecodeError(error.message()))?;
        if taken != packet.data.len() {
            self.reset();
            return decode_error("an AAC packet that is too large");
        }
        self.decoder.decode_frame(&mut self.samples).map_err(|error| Error::DecodeError(error.message()))?;
        let info = self.decoder.stream_info();
        let (Ok(count), Ok(rate)) = (u16::try_from(info.numChannels), u32::try_from(info.sampleRate)) else {
            return decode_error("an AAC packet that contradicts itself");
        };
        let Some(samples) = self.samples.get(..self.decoder.decoded_frame_size()).filter(|_| count > 0)
        else {
            return decode_error("an AAC packet that contradicts itself");
        };
        let frames = samples.len() / usize::from(count);
        let channels = match count {
            1 => Channels::Positioned(Position::FRONT_CENTER),
            2 => Channels::Positioned(Position::FRONT_LEFT | Position::FRONT_RIGHT),
            count => Channels::Discrete(count),
        };
        let spec = AudioSpec::new(rate, channels);
        if *self.sound.spec() != spec || self.sound.capacity() < frames {
            self.sound = AudioBuffer::new(spec, frames);
        }
        self.sound.render_silence(Some(frames));
        for (index, plane) in self.sound.iter_planes_mut().enumerate() {
            for (sample, frame) in plane.iter_mut().zip(samples.chunks_exact(usize::from(count))) {
                *sample = f32::from(frame[index]) / 32_768.0;
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
