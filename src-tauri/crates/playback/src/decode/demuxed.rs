//! The packets of a container that Symphonia takes apart: MP4, FLAC, AIFF, CAF and what else it knows.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_ALAC};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::well_known::{FORMAT_ID_CAF, FORMAT_ID_ISOMP4, FORMAT_ID_OGG};
use symphonia::core::formats::{FormatReader, SeekMode, SeekTo, Track, TrackType};
use symphonia::core::packet::Packet;
use symphonia::core::units::{TimeBase, Timestamp};

use super::aac;
use super::codecs::{Memory, decoder};
use super::file::{File, Lost};
use super::packets::{Coded, Opened, Packets, cut_short};
use super::{caf, demux, mp4};
use crate::error::Fault;
use crate::units::Rate;

/// Where an Ogg stream ends, its page alone doesn't tell the time: a seek must land on an earlier page.
const OGG_END: i64 = 10;

/// The packets of one track of such a file.
pub(super) struct Demuxed {
    path: PathBuf,
    format: Box<dyn FormatReader>,
    track: u32,
    time_base: TimeBase,
    rate: Rate,
    /// All packets are of so many frames; the track's clock may be too coarse to tell.
    every: Option<i64>,
    /// The first and, if known, the one past the last raw position of what the container holds.
    bounds: (i64, Option<i64>),
    /// The demuxer came to the end; not every one finds back from there.
    exhausted: bool,
    /// The file ended in the middle of something.
    torn: bool,
    /// What the disk failed to give, if the packets are plain samples, of which nothing else tells it.
    lost: Option<Lost>,
}

impl Demuxed {
    /// Takes over `format`, the demuxer of the file at `path`.
    pub(super) fn open(format: Box<dyn FormatReader>, path: &Path) -> Result<Opened, Fault> {
        let track = format
            .default_track(TrackType::Audio)
            .ok_or_else(|| Fault::Undecodable("it holds no audio track of a kind that is known".into()))?
            .clone();
        let Some(CodecParameters::Audio(parameters)) = track.codec_params.clone() else {
            return Err(Fault::Undecodable("its audio track doesn't say what it is".into()));
        };
        let mut notices = Vec::new();
        let known = decoder(&parameters)?;
        let rate =
            aac::core_rate(&parameters).or(known.codec_params().sample_rate).or(parameters.sample_rate);
        let rate = rate.and_then(Rate::new);
        let rate = rate.ok_or_else(|| Fault::Damaged("it doesn't tell its sample rate".into()))?;
        let time_base = track.time_base.or_else(|| TimeBase::try_from_recip(rate.hz()));
        let time_base = time_base.ok_or_else(|| Fault::Damaged("it doesn't tell its time base".into()))?;
        let kind = format.format_info().format;
        let mut demuxed = Demuxed {
            path: path.to_owned(),
            format,
            track: track.id,
            time_base,
            rate,
            every: (parameters.codec == CODEC_ID_AAC).then_some(aac::FRAMES),
            bounds: (0, None),
            exhausted: false,
            torn: false,
            lost: None,
        };
        let first = demuxed.frames(track.start_ts.get());
        // They are counted at the rate that the container tells, which of HE-AAC can be twice the core's.
        let stated =
            track.num_frames.filter(|frames| *frames > 0 && parameters.sample_rate == Some(rate.hz()));
        let held = match stated.or_else(|| demuxed.stated_length(&track)) {
            Some(frames) => frames,
            None => demuxed.measure()?,
        };
        let held = i64::try_from(held).unwrap_or(i64::MAX);
        let origin = first.saturating_add(i64::from(track.delay.unwrap_or(0)));
        demuxed.bounds = (first, Some(origin.saturating_add(held)));
        let there = demuxed.there(&parameters, origin, held)?;
        let cut = there < held || demuxed.torn;
        if cut {
            notices.push(cut_short(path));
        }
        let held = there;
        demuxed.bounds = (first, Some(origin.saturating_add(held)));
        let held = if cut {
            held
        } else if kind == FORMAT_ID_CAF && parameters.codec == CODEC_ID_ALAC {
            held - demuxed.missing(&parameters, held)?
        } else {
            held
        };
        let heard = match kind {
            FORMAT_ID_ISOMP4 => mp4::heard(File::open(path)?, track.id, rate.hz())?,
            FORMAT_ID_CAF => caf::heard(File::open(path)?)?,
            _ => None,
        };
        let (start, length) = match heard {
            Some(heard) => {
                let start = i64::try_from(heard.start).unwrap_or(0).min(held);
                let rest = (held - start).unsigned_abs();
                (start, heard.length.map_or(rest, |length| length.min(rest)))
            }
            None => (origin, held.unsigned_abs()),
        };
        if Memory::of(&parameters) == Memory::None {
            demuxed.lost = Some(Lost::default());
            demuxed.reopen()?;
        }
        Ok(Opened { packets: Box::new(demuxed), parameters, first, start, length: Some(length), notices })
    }

    /// The length in frames, where the container tells it in other units.
    fn stated_length(&self, track: &Track) -> Option<u64> {
        let ticks = i64::try_from(track.duration?.get()).ok().filter(|ticks| *ticks > 0)?;
        u64::try_from(self.frames(ticks)).ok()
    }

    /// How many frames the last packet lacks, where a container counts it as a whole one.
    fn missing(&mut self, parameters: &AudioCodecParameters, held: i64) -> Result<i64, Fault> {
        self.seek(held - 1)?;
        let mut decoder = decoder(parameters)?;
        let mut missing = 0;
        while let Some(coded) = self.next()? {
            let made = decoder.decode(&coded.packet).map_or(coded.frames, |sound| sound.frames() as i64);
            missing = (coded.frames - made).clamp(0, held);
        }
        self.reopen()?;
        Ok(missing)
    }

    /// How many of the `held` frames that the container tells are there: a table can go on beyond the end of the file.
    fn there(&mut self, parameters: &AudioCodecParameters, origin: i64, held: i64) -> Result<i64, Fault> {
        match self.format.format_info().format {
            FORMAT_ID_OGG => return Ok(held),
            FORMAT_ID_ISOMP4 => {
                let ticks = mp4::there(File::open(&self.path)?, self.track)?;
                let ticks = ticks.and_then(|ticks| i64::try_from(ticks).ok());
                return Ok(ticks.map_or(held, |ticks| self.frames(ticks).min(held)));
            }
            _ => {}
        }
        // Between these a packet ends that is the last one there.
        let (mut low, mut high) = (0, held);
        let mut probe = held - 1;
        let mut last = None;
        while low < high {
            match self.packet_at(origin.saturating_add(probe)) {
                Some(packet) => {
                    let ticks = packet.pts.get().saturating_add_unsigned(packet.block_dur().get());
                    let end = (self.frames(ticks) - origin).max(probe + 1);
                    low = end.max(low).min(held);
                    last = Some(packet);
                }
                None => high = probe,
            }
            probe = low + (high - low) / 2;
        }
        if let Some(packet) = last.filter(|_| low < held && Memory::of(parameters) == Memory::None) {
            let told = i64::try_from(packet.block_dur().get()).unwrap_or(0);
            let made = decoder(parameters)?.decode(&packet).map_or(told, |sound| sound.frames() as i64);
            low -= (told - made).clamp(0, low);
        }
        self.reopen()?;
        Ok(low)
    }

    /// The packet in which `raw` lies, if it can be read.
    fn packet_at(&mut self, raw: i64) -> Option<Packet> {
        self.format.seek(SeekMode::Accurate, self.target(raw)).ok()?;
        while let Ok(Some(packet)) = self.format.next_packet() {
            let ticks = packet.pts.get().saturating_add_unsigned(packet.block_dur().get());
            if packet.track_id == self.track && self.frames(ticks) > raw {
                return Some(packet);
            }
        }
        None
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
        self.every.map_or(frames, |every| frames.saturating_add(every / 2) / every * every)
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
                Ok(None) | Err(SymphoniaError::ResetRequired) => break,
                Err(SymphoniaError::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => {
                    self.torn = true;
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.exhausted = true;
        Ok(None)
    }

    /// Begins anew at the start of the file; where nothing is left of that, its end is all that there is.
    fn is_open_again(&mut self) -> Result<bool, Fault> {
        match self.reopen() {
            Err(Fault::Io(error)) => Err(Fault::Io(error)),
            other => {
                self.exhausted = other.is_err();
                Ok(other.is_ok())
            }
        }
    }

    /// Begins anew at the start of the file.
    fn reopen(&mut self) -> Result<(), Fault> {
        let file = File::open(&self.path)?;
        self.lost = self.lost.is_some().then(|| file.lost());
        self.format = demux(file)?;
        self.exhausted = false;
        Ok(())
    }
}

impl Packets for Demuxed {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        let (first, end) = self.bounds;
        let end = end.unwrap_or(i64::MAX);
        let ogg = self.format.format_info().format == FORMAT_ID_OGG;
        let last = if ogg { end - OGG_END * i64::from(self.rate.hz()) } else { end - 1 };
        // The very end can be refused; one frame before it never is.
        let from = raw.min(last).max(first);
        if self.exhausted && !self.is_open_again()? {
            return Ok(());
        }
        if self.format.seek(SeekMode::Accurate, self.target(from)).is_err() {
            // Some demuxers can't: a second track may be shorter. From the start, the packets are passed over.
            self.is_open_again()?;
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        if self.exhausted {
            return Ok(None);
        }
        let packet = loop {
            match self.packet()? {
                Some(packet) if self.lost.as_ref().is_some_and(|lost| lost.is(&packet.data)) => {}
                Some(packet) => break packet,
                None => return Ok(None),
            }
        };
        let start = self.frames(packet.pts.get());
        let ticks = i64::try_from(packet.block_dur().get()).unwrap_or(0);
        let frames = self.every.unwrap_or_else(|| self.frames(ticks));
        Ok(Some(Coded { start, frames, packet }))
    }
}
