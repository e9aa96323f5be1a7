//! MP3: frames found through an index of our own, decoded by Symphonia's layer III decoder.

mod header;
mod index;
mod tag;

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use symphonia::core::codecs::audio::well_known::CODEC_ID_MP3;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::packet::PacketRef;
use symphonia::core::units::{Duration as Ticks, Timestamp};

use super::stream::{Facts, Piece, Stream, append};
use crate::error::Fault;
use crate::units::{Frame, Rate};
use header::Header;
use index::Index;

/// The decoder's filters hold at most two frames of memory; twice that costs nothing.
const WARM_UP: usize = 4;
/// `main_data_begin` reaches back 511 bytes at the most, and the smallest frame is 24 bytes long.
const FARTHEST: usize = 64;

/// An MP3 file being decoded.
pub(super) struct Mp3 {
    path: PathBuf,
    file: BufReader<File>,
    index: Arc<Index>,
    channels: u16,
    decoder: Box<dyn AudioDecoder>,
    /// The channels that the decoder was made for.
    decoding: u16,
    /// The frame of the format that comes next.
    next: usize,
    frame: Vec<u8>,
}

impl Mp3 {
    /// Indexes `file`; `None` when it isn't an MP3.
    pub(super) fn open(path: &Path) -> Result<Option<(Mp3, Facts)>, Fault> {
        let Some(index) = Index::build(File::open(path)?)? else { return Ok(None) };
        let Header { channels, rate, .. } = index.first;
        let facts = Facts {
            codec: "MP3".into(),
            rate: Rate::new(rate).ok_or(Fault::NotAudio)?,
            channels,
            sample_bits: None,
            start: i64::try_from(index.trim.start).unwrap_or(0),
            length: Some(Frame(index.samples() - index.trim.start - index.trim.end)),
            notices: index.notices.clone(),
            joints: index.joints(),
        };
        Ok(Some((Mp3::new(path, Arc::new(index))?, facts)))
    }

    fn new(path: &Path, index: Arc<Index>) -> Result<Mp3, Fault> {
        let channels = index.first.channels;
        Ok(Mp3 {
            path: path.to_owned(),
            file: BufReader::with_capacity(1 << 16, File::open(path)?),
            index,
            channels,
            decoder: decoder()?,
            decoding: channels,
            next: 0,
            frame: Vec::new(),
        })
    }

    /// Reads frame `n` into `self.frame`.
    fn load(&mut self, n: usize) -> Result<Option<Header>, Fault> {
        let Some(offset) = self.index.offset(n) else { return Ok(None) };
        let here = self.file.stream_position()?;
        self.file.seek_relative(offset.wrapping_sub(here).cast_signed())?;
        let mut start = [0; Header::SIZE];
        self.file.read_exact(&mut start)?;
        let header =
            Header::parse(start).ok_or_else(|| Fault::Damaged("it changed while it was open".into()))?;
        self.frame.clear();
        self.frame.extend(start);
        self.frame.resize(header.len, 0);
        self.file.read_exact(&mut self.frame[Header::SIZE..])?;
        Ok(Some(header))
    }

    /// The frame from which a fresh decoder must run so that `target` comes out as in the linear decode.
    fn warm_up_from(&mut self, target: usize) -> Result<usize, Fault> {
        let clean = target.saturating_sub(WARM_UP);
        let Some(header) = self.load(clean)? else { return Ok(clean) };
        let mut missing = header.main_data_begin(&self.frame).unwrap_or(0);
        let mut from = clean;
        while missing > 0 && from > clean.saturating_sub(FARTHEST) {
            from -= 1;
            let held = self.load(from)?.map_or(0, |header| header.main_data_len());
            missing = missing.saturating_sub(held);
        }
        Ok(from)
    }
}

impl Stream for Mp3 {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        let target =
            usize::try_from(raw.max(0).unsigned_abs() / self.index.first.samples()).unwrap_or(usize::MAX);
        self.next = self.warm_up_from(target.min(self.index.len()))?;
        self.decoder.reset();
        Ok(())
    }

    fn next(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        let Some(header) = self.load(self.next)? else { return Ok(None) };
        if header.channels != self.decoding {
            self.decoder = decoder()?;
            self.decoding = header.channels;
        }
        let samples = header.samples();
        let start = i64::try_from(self.next as u64 * samples).unwrap_or(i64::MAX);
        let packet = PacketRef::new(0, Timestamp::from(start), Ticks::from(samples), &self.frame);
        let frames = usize::try_from(samples).unwrap_or(0);
        let damaged = match self.decoder.decode_ref(&packet) {
            Ok(sound) => append(&sound, frames, self.channels, out),
            Err(_) => {
                out.resize(out.len() + frames * usize::from(self.channels), 0.0);
                true
            }
        };
        self.next += 1;
        Ok(Some(Piece { start, frames, damaged }))
    }

    fn another(&self) -> Result<Option<Box<dyn Stream>>, Fault> {
        Ok(Some(Box::new(Mp3::new(&self.path, Arc::clone(&self.index))?)))
    }
}

fn decoder() -> Result<Box<dyn AudioDecoder>, Fault> {
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(CODEC_ID_MP3);
    let options = AudioDecoderOptions::default().gapless(false);
    Ok(symphonia::default::get_codecs().make_audio_decoder(&parameters, &options)?)
}
