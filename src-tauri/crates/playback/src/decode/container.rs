//! Every format but MP3: the packets of a container through their decoder, with the pre-roll that makes a seek exact.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_ALAC};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder};

use super::aac;
use super::codecs::{Memory, decoder, name, places};
use super::packets::{Coded, Opened, Packets};
use super::stream::{Facts, Piece, Stream, append, played_channels};
use crate::error::Fault;
use crate::units::{Frame, Rate};

/// A track being decoded.
pub(super) struct Container {
    packets: Box<dyn Packets>,
    parameters: AudioCodecParameters,
    decoder: Box<dyn AudioDecoder>,
    channels: u16,
    memory: Memory,
    /// The raw position of the first frame that a packet holds.
    first: i64,
    /// The raw position that is sought.
    target: i64,
    /// What lies wholly before this raw position isn't decoded.
    wanted: i64,
    /// The last packets before this one, for a new epoch's decoder.
    before: VecDeque<Coded>,
    /// Where the decoder stands; `None` when the next packet doesn't continue the last one.
    at: Option<i64>,
    /// The next packet is the track's first.
    at_start: bool,
    path: PathBuf,
}

impl Container {
    /// Takes over a track that was opened.
    pub(super) fn open(mut opened: Opened, path: &Path) -> Result<(Container, Facts), Fault> {
        aac::find_he(&mut opened.parameters, &mut *opened.packets, opened.first)?;
        #[cfg(feature = "fdk-aac")]
        if aac::is_he(&opened.parameters) || aac::is_surround(&opened.parameters) {
            opened = super::late::late(opened)?;
        }
        #[cfg(not(feature = "fdk-aac"))]
        if aac::is_he(&opened.parameters) {
            opened.notices.push(format!(
                "“{}” is HE-AAC: only its lower frequencies are played, because the upper ones can't be decoded here. \
                 A Cueline built with fdk-aac plays them all, and so does an AAC-LC or MP3 copy.",
                path.display()
            ));
        }
        let Opened { packets, parameters, first, start, length, notices } = opened;
        let decoder = decoder(&parameters)?;
        let known = decoder.codec_params();
        let rate = known.sample_rate.or(parameters.sample_rate).and_then(Rate::new);
        let rate = rate.ok_or_else(|| Fault::Damaged("it doesn't tell its sample rate".into()))?;
        let channels = known.channels.as_ref().or(parameters.channels.as_ref()).map_or(0, Channels::count);
        let channels = played_channels(channels);
        let length = length.map(Frame);
        let memory = Memory::of(&parameters);
        // A decoder without memory loses nothing.
        let sample_bits = if memory == Memory::None { parameters.bits_per_sample } else { None };
        let (codec, joints) = (name(&parameters), Vec::new());
        let facts = Facts { codec, rate, channels, sample_bits, start, length, notices, joints };
        let container = Container::over(packets, parameters, decoder, channels, first, path);
        Ok((container, facts))
    }

    fn over(
        packets: Box<dyn Packets>,
        parameters: AudioCodecParameters,
        decoder: Box<dyn AudioDecoder>,
        channels: u16,
        first: i64,
        path: &Path,
    ) -> Container {
        Container {
            packets,
            memory: Memory::of(&parameters),
            parameters,
            decoder,
            channels,
            first,
            target: i64::MIN,
            wanted: i64::MIN,
            before: VecDeque::new(),
            at: None,
            at_start: true,
            path: path.to_owned(),
        }
    }

    /// The same track once more, if its packets needn't be looked for again.
    pub(super) fn again(&self) -> Result<Option<Container>, Fault> {
        let Some(packets) = self.packets.another(&self.path)? else { return Ok(None) };
        let (parameters, decoder) = (self.parameters.clone(), decoder(&self.parameters)?);
        Ok(Some(Container::over(packets, parameters, decoder, self.channels, self.first, &self.path)))
    }

    /// Goes where the packets must be read from for `raw` to come out right; in epochs, from the one at `epoch_of`.
    fn go(&mut self, raw: i64, epoch_of: i64) -> Result<(), Fault> {
        let from = match self.memory {
            Memory::None => raw,
            Memory::Frames { pre_roll, .. } => raw.saturating_sub(pre_roll),
            Memory::Epochs { length, warm_up } => epoch_of.div_euclid(length) * length - warm_up,
        };
        self.packets.seek(from.max(self.first))?;
        self.decoder.reset();
        self.before.clear();
        self.at = None;
        self.at_start = from <= self.first;
        self.target = raw;
        self.wanted = from;
        Ok(())
    }

    /// Makes the decoder anew where an epoch begins with this packet. Answers whether the packet only warms it up.
    fn begin(&mut self, coded: &Coded, length: i64, warm_up: i64) -> Result<bool, Fault> {
        let number = |start: i64| start.div_euclid(length);
        let begins = match self.before.back() {
            Some(last) => number(last.start) != number(coded.start),
            None => self.at_start,
        };
        if !begins {
            return Ok(self.at.is_none());
        }
        self.decoder = decoder(&self.parameters)?;
        for packet in self.before.iter().filter(|packet| packet.end() > coded.start - warm_up) {
            let _ = self.decoder.decode(&packet.packet); // it is thrown away; damage is told when it is heard
        }
        Ok(false)
    }

    fn remember(&mut self, coded: Coded) {
        if let Memory::Epochs { warm_up, .. } = self.memory {
            let needed = coded.end() - warm_up;
            while self.before.front().is_some_and(|packet| packet.end() <= needed) {
                self.before.pop_front();
            }
            self.before.push_back(coded);
        }
    }
}

impl Stream for Container {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        self.go(raw, raw)
    }

    fn next(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        loop {
            let Some(coded) = self.packets.next()? else { return Ok(None) };
            if coded.end() <= self.wanted {
                // An epoch that begins here ends before the one that is wanted, which only has to know that this isn't in it.
                self.at_start = false;
                self.remember(coded);
                continue;
            }
            match self.memory {
                Memory::Epochs { length, warm_up } => {
                    if self.begin(&coded, length, warm_up)? {
                        self.remember(coded);
                        continue;
                    }
                    let last = self.before.back();
                    if self.at.is_none() && last.is_some_and(|last| last.end() > self.target) {
                        // The packet in which the target lies began in the epoch before.
                        let epoch = last.map_or(self.first, |last| last.start);
                        self.go(self.target, epoch)?;
                        continue;
                    }
                }
                Memory::Frames { primes: true, .. } if self.at != Some(coded.start) => {
                    self.decoder.reset();
                    let _ = self.decoder.decode(&coded.packet);
                    self.at = Some(coded.end());
                    continue;
                }
                Memory::Frames { .. } | Memory::None => {}
            }
            self.at_start = false;
            self.at = Some(coded.end());
            let mut frames = usize::try_from(coded.frames).unwrap_or(0);
            let damaged = match self.decoder.decode(&coded.packet) {
                Ok(sound) if !is_lost(&self.parameters, &coded.packet.data) => {
                    if self.memory == Memory::None {
                        frames = sound.frames();
                    }
                    let places = places(&self.parameters, sound.spec().channels());
                    append(&sound, &places, frames, self.channels, out)
                }
                _ => {
                    out.resize(out.len() + frames * usize::from(self.channels), 0.0);
                    true
                }
            };
            let start = coded.start;
            self.remember(coded);
            return Ok(Some(Piece { start, frames, damaged }));
        }
    }

    fn another(&self) -> Result<Option<Box<dyn Stream>>, Fault> {
        Ok(self.again()?.map(|container| Box::new(container) as Box<dyn Stream>))
    }
}

/// Whether zeros stand for a packet that their decoder may take for one: each of these ends with a mark of three bits.
fn is_lost(parameters: &AudioCodecParameters, packet: &[u8]) -> bool {
    matches!(parameters.codec, CODEC_ID_AAC | CODEC_ID_ALAC) && packet.iter().all(|byte| *byte == 0)
}
