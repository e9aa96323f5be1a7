//! M4A, Ogg Vorbis, FLAC and WAV: Symphonia's demuxers and decoders, with the pre-roll that makes a seek exact.

use std::collections::VecDeque;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known as codec;
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::well_known::FORMAT_ID_ISOMP4;
use symphonia::core::formats::{FormatReader, SeekMode, SeekTo, Track, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::{TimeBase, Timestamp};

use super::stream::{Facts, Piece, Stream, append, played_channels};
use super::{demux, mp4};
use crate::error::Fault;
use crate::units::{Frame, Rate};

/// Frames of an AAC packet.
const AAC: i64 = 1024;
/// AAC fills bands with noise from a generator that runs on from packet to packet. So that a passage sounds the
/// same whichever way it was reached, the decoder is made anew at every multiple of this many packets, in the
/// linear decode too.
const AAC_EPOCH: i64 = 64;
/// Packets before an epoch that a new AAC decoder is given: one for the overlap and one for its window's shape.
const AAC_WARM_UP: usize = 2;
/// Twice the longest Vorbis block: what its overlap needs, with the block that a reset decoder loses.
const VORBIS_PRE_ROLL: i64 = 2 * 8192;
/// Where an Ogg stream ends, its page alone doesn't tell the time: a seek must land on an earlier page.
const OGG_END: i64 = 10;

/// What a decoder needs to be given before the frame that is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Memory {
    None,
    Vorbis,
    Aac,
}

/// A file in one of the containers, being decoded.
pub(super) struct Container {
    path: PathBuf,
    format: Box<dyn FormatReader>,
    parameters: AudioCodecParameters,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    time_base: TimeBase,
    rate: Rate,
    channels: u16,
    memory: Memory,
    /// The first and, if known, the one past the last raw position of what the container holds.
    bounds: (i64, Option<i64>),
    /// What lies wholly before this raw position isn't decoded.
    wanted: i64,
    /// The demuxer came to the end; not every one finds back from there.
    exhausted: bool,
    /// The last packets before this one, for a new AAC decoder.
    before: VecDeque<Packet>,
    /// The next packet doesn't continue the last one.
    fresh: bool,
}

impl Container {
    /// Takes over `format`, the demuxer of the file at `path`.
    pub(super) fn open(format: Box<dyn FormatReader>, path: &Path) -> Result<(Container, Facts), Fault> {
        let track = format
            .default_track(TrackType::Audio)
            .ok_or_else(|| Fault::Undecodable("it holds no audio track of a kind that is known".into()))?
            .clone();
        let Some(CodecParameters::Audio(parameters)) = track.codec_params.clone() else {
            return Err(Fault::Undecodable("its audio track doesn't say what it is".into()));
        };
        let decoder = decoder(&parameters)?;
        let known = decoder.codec_params();
        let rate = known.sample_rate.or(parameters.sample_rate).and_then(Rate::new);
        let rate = rate.ok_or_else(|| Fault::Damaged("it doesn't tell its sample rate".into()))?;
        let channels = known
            .channels
            .as_ref()
            .or(parameters.channels.as_ref())
            .map_or(0, symphonia::core::audio::Channels::count);
        let channels = played_channels(channels);
        let time_base = track.time_base.or_else(|| TimeBase::try_from_recip(rate.hz()));
        let time_base = time_base.ok_or_else(|| Fault::Damaged("it doesn't tell its time base".into()))?;
        let memory = match parameters.codec {
            codec::CODEC_ID_AAC => Memory::Aac,
            codec::CODEC_ID_VORBIS => Memory::Vorbis,
            _ => Memory::None,
        };
        let name = codec_name(parameters.codec);
        let bits = parameters.bits_per_sample;
        let mp4 = format.format_info().format == FORMAT_ID_ISOMP4;
        let first = track.start_ts.get();
        let mut container = Container {
            path: path.to_owned(),
            format,
            parameters,
            decoder,
            track: track.id,
            time_base,
            rate,
            channels,
            memory,
            bounds: (first, None),
            wanted: i64::MIN,
            exhausted: false,
            before: VecDeque::new(),
            fresh: true,
        };
        let stated =
            track.num_frames.filter(|frames| *frames > 0).or_else(|| container.stated_length(&track));
        let held = match stated {
            Some(frames) => frames,
            None => container.measure()?,
        };
        let held = i64::try_from(held).unwrap_or(i64::MAX);
        let origin = first + i64::from(track.delay.unwrap_or(0));
        container.bounds.1 = Some(origin.saturating_add(held));
        let heard = if mp4 { mp4::heard(File::open(path)?, track.id, rate.hz())? } else { None };
        let (start, length) = match heard {
            Some(heard) => {
                let start = i64::try_from(heard.start).unwrap_or(0).min(held);
                let rest = (held - start).unsigned_abs();
                (start, heard.length.map_or(rest, |length| length.min(rest)))
            }
            None => (origin, held.unsigned_abs()),
        };
        let facts = Facts {
            codec: name,
            rate,
            channels,
            // A decoder without memory loses nothing.
            sample_bits: (memory == Memory::None).then_some(bits).flatten(),
            start,
            length: Some(Frame(length)),
            notices: Vec::new(),
            joints: Vec::new(),
        };
        Ok((container, facts))
    }

    /// The length in frames, where the container tells it in other units.
    fn stated_length(&self, track: &Track) -> Option<u64> {
        let ticks = i64::try_from(track.duration?.get()).ok().filter(|ticks| *ticks > 0)?;
        u64::try_from(self.frames(ticks)).ok()
    }

    /// Walks over all packets, without decoding, for a container that doesn't tell its length.
    fn measure(&mut self) -> Result<u64, Fault> {
        let mut end = 0;
        while let Some(packet) = self.packet()? {
            let ticks = packet.pts.get().saturating_add(i64::try_from(packet.block_dur().get()).unwrap_or(0));
            end = self.frames(ticks).max(end);
        }
        self.reopen()?;
        Ok(end.unsigned_abs())
    }

    /// Ticks of the track's clock as frames.
    fn frames(&self, ticks: i64) -> i64 {
        let (numerator, denominator) =
            (i128::from(self.time_base.numer.get()), i128::from(self.time_base.denom.get()));
        if numerator == 1 && denominator == i128::from(self.rate.hz()) {
            return ticks;
        }
        let frames =
            (i128::from(ticks) * numerator * i128::from(self.rate.hz()) + denominator / 2) / denominator;
        let frames = i64::try_from(frames).unwrap_or(i64::MAX);
        // Such a clock can be too coarse for frames, but not for AAC's packets.
        if self.memory == Memory::Aac { (frames + AAC / 2) / AAC * AAC } else { frames }
    }

    fn target(&self, raw: i64) -> SeekTo {
        let (numerator, denominator) =
            (i128::from(self.time_base.numer.get()), i128::from(self.time_base.denom.get()));
        let ticks = i128::from(raw) * denominator / (numerator * i128::from(self.rate.hz()));
        SeekTo::Timestamp { ts: Timestamp::from(i64::try_from(ticks).unwrap_or(0)), track_id: self.track }
    }

    /// The next packet of the track.
    fn packet(&mut self) -> Result<Option<Packet>, Fault> {
        loop {
            match self.format.next_packet() {
                Ok(Some(packet)) if packet.track_id != self.track => {}
                Ok(Some(packet)) => return Ok(Some(packet)),
                // A chained Ogg begins another stream at a reset, with positions of its own.
                Ok(None) | Err(SymphoniaError::ResetRequired) => break,
                Err(SymphoniaError::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => break,
                Err(error) => return Err(error.into()),
            }
        }
        self.exhausted = true;
        Ok(None)
    }

    /// Begins anew at the start of the file.
    fn reopen(&mut self) -> Result<(), Fault> {
        self.format = demux(File::open(&self.path)?)?;
        self.exhausted = false;
        Ok(())
    }

    /// The raw position from which the container must be read for `raw` to come out right.
    fn pre_roll(&self, raw: i64) -> i64 {
        let (first, end) = self.bounds;
        let from = match self.memory {
            Memory::None => raw,
            Memory::Aac => {
                let epoch = raw.div_euclid(AAC * AAC_EPOCH) * AAC * AAC_EPOCH;
                epoch - i64::try_from(AAC_WARM_UP).unwrap_or(0) * AAC
            }
            Memory::Vorbis => {
                let last_page = end.map(|end| end - OGG_END * i64::from(self.rate.hz()));
                (raw - VORBIS_PRE_ROLL).min(last_page.unwrap_or(i64::MAX))
            }
        };
        from.max(first)
    }

    /// Begins an epoch: a new decoder, warmed up with the packets before.
    fn renew(&mut self) -> Result<(), Fault> {
        self.decoder = decoder(&self.parameters)?;
        for packet in &self.before {
            let _ = self.decoder.decode(packet); // what it says is thrown away; damage is told when it is heard
        }
        Ok(())
    }

    fn remember(&mut self, packet: Packet) {
        if self.memory == Memory::Aac {
            if self.before.len() == AAC_WARM_UP {
                self.before.pop_front();
            }
            self.before.push_back(packet);
        }
    }
}

impl Stream for Container {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        let end = self.bounds.1.unwrap_or(i64::MAX);
        let raw = raw.min(end);
        // The very end can be refused; one frame before it never is.
        let from = self.pre_roll(raw).min(end - 1).max(self.bounds.0);
        if self.exhausted {
            self.reopen()?;
        }
        if self.format.seek(SeekMode::Accurate, self.target(from)).is_err() {
            // Some demuxers can't: a second track may be shorter. From the start, the packets are passed over.
            self.reopen()?;
        }
        self.decoder.reset();
        self.before.clear();
        self.fresh = true;
        self.wanted = match self.memory {
            Memory::Vorbis => raw - VORBIS_PRE_ROLL,
            Memory::None | Memory::Aac => from,
        };
        Ok(())
    }

    fn next(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        loop {
            let Some(packet) = self.packet()? else { return Ok(None) };
            let start = self.frames(packet.pts.get());
            let ticks = i64::try_from(packet.block_dur().get()).unwrap_or(0);
            let length = if self.memory == Memory::Aac { AAC } else { self.frames(ticks) };
            if start + length <= self.wanted {
                self.remember(packet);
                continue;
            }
            match self.memory {
                Memory::Aac => {
                    let number = start / AAC;
                    let epoch = number % AAC_EPOCH == 0;
                    if epoch {
                        self.renew()?;
                        self.fresh = false;
                    } else if self.fresh && number > 0 {
                        self.remember(packet); // it only warms up the epoch's decoder
                        continue;
                    }
                }
                Memory::Vorbis => {
                    if std::mem::take(&mut self.fresh) {
                        let _ = self.decoder.decode(&packet); // its own half has no other half to be added to
                        continue;
                    }
                }
                Memory::None => {}
            }
            let mut frames = usize::try_from(length).unwrap_or(0);
            let damaged = match self.decoder.decode(&packet) {
                Ok(sound) => {
                    if self.memory == Memory::None {
                        frames = sound.frames();
                    }
                    append(&sound, frames, self.channels, out)
                }
                Err(_) => {
                    out.resize(out.len() + frames * usize::from(self.channels), 0.0);
                    true
                }
            };
            self.remember(packet);
            return Ok(Some(Piece { start, frames, damaged }));
        }
    }
}

fn decoder(parameters: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, Fault> {
    let options = AudioDecoderOptions::default().gapless(false);
    symphonia::default::get_codecs().make_audio_decoder(parameters, &options).map_err(|error| match error {
        SymphoniaError::Unsupported(_) => Fault::Undecodable(format!(
            "its codec, {}, or the form of it that was used, isn't supported",
            codec_name(parameters.codec)
        )),
        error => error.into(),
    })
}

/// The name that people use for a codec.
fn codec_name(id: AudioCodecId) -> String {
    match id {
        codec::CODEC_ID_AAC => "AAC-LC",
        codec::CODEC_ID_VORBIS => "Vorbis",
        codec::CODEC_ID_FLAC => "FLAC",
        codec::CODEC_ID_MP3 => "MP3",
        codec::CODEC_ID_OPUS => "Opus",
        codec::CODEC_ID_ALAC => "ALAC",
        codec::CODEC_ID_PCM_ALAW | codec::CODEC_ID_PCM_MULAW => "PCM (telephone)",
        id => match symphonia::default::get_codecs().get_audio_decoder(id) {
            Some(known) if known.codec.info.short_name.starts_with("pcm") => "PCM",
            Some(known) => known.codec.info.long_name,
            None => "unknown",
        },
    }
    .to_owned()
}
