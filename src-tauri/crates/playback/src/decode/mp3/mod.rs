//! MP3, and its elders MP2 and MP1: frames found through an index of our own, decoded by Symphonia.
//!
//! `header`, `tag` and `around` read what a file is made of; `scan` goes through it, a `window` at a time, by `steady` where
//! it is plain, and fills the `index`, which `growing` shares and completes in the background; `free` and `rerate` make of
//! unusual frames usual ones.

mod around;
mod free;
mod growing;
mod header;
mod index;
mod rerate;
mod scan;
mod steady;
mod tag;
mod window;

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use symphonia::core::codecs::audio::well_known::{CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::packet::PacketRef;
use symphonia::core::units::{Duration as Ticks, Timestamp};

use super::file::File;
use super::guarded;
use super::stream::{Facts, Piece, Stream, append};
use crate::error::Fault;
use crate::units::{Frame, Rate};
use free::Standard;
use growing::{Growing, Patience};
use header::Header;
use index::{Format, Index, Part};
use rerate::Rerate;

/// The decoder's filters hold at most two frames of memory; twice that costs nothing.
const WARM_UP: usize = 4;
/// `main_data_begin` reaches back 511 bytes at the most, and the smallest frame is 24 bytes long.
const FARTHEST: usize = 64;
/// A frame is given out when so many behind it are known, so that the padding at the end is never heard.
const MARGIN: usize = 8;

/// An MP3 file being decoded.
pub(super) struct Mp3 {
    path: PathBuf,
    file: BufReader<File>,
    /// Where `file` stands, which it would ask the system for each time; `None` after a read that failed.
    stands: Option<u64>,
    index: Arc<Growing>,
    /// The edition of the index that was told.
    told: u64,
    rate: u32,
    channels: u16,
    /// The part that is decoded, by its number; `None` before the first.
    decoding: Option<(usize, Decoding)>,
    /// The frame of the format that comes next.
    next: usize,
    frame: Vec<u8>,
    /// The sound of one frame, before its rate is changed.
    sound: Vec<f32>,
}

/// What decodes a part. Each part begins with a new decoder, in the linear decode, too.
struct Decoding {
    format: Format,
    decoder: Box<dyn AudioDecoder>,
    standard: Option<Standard>,
    rerate: Option<Rerate>,
    /// Frames before this one only warm the decoder up; what is brought to another rate begins with it.
    from: usize,
}

impl Mp3 {
    /// Looks through the file at `path`; `None` when it isn't an MP3. Answers also whether what is known is certain.
    pub(super) fn open(path: &Path) -> Result<Option<(Mp3, Facts, bool)>, Fault> {
        Mp3::over(path, Growing::complete(File::open(path)?)?)
    }

    /// The same, but the file may be looked through only after this; until [`Stream::update`] says so, the length is
    /// a guess.
    pub(super) fn open_at_once(path: &Path) -> Result<Option<(Mp3, Facts, bool)>, Fault> {
        Mp3::over(path, Growing::begin(File::open(path)?, Patience::USUAL)?)
    }

    /// The same, with no patience at all.
    #[cfg(test)]
    pub(super) fn open_with_haste(path: &Path) -> Result<Option<(Mp3, Facts, bool)>, Fault> {
        let haste = Patience { small: 0, grace: std::time::Duration::ZERO };
        Mp3::over(path, Growing::begin(File::open(path)?, haste)?)
    }

    fn over(path: &Path, index: Option<Arc<Growing>>) -> Result<Option<(Mp3, Facts, bool)>, Fault> {
        let Some(index) = index else { return Ok(None) };
        let mut mp3 = Mp3::new(path, index)?;
        let (facts, edition) = mp3.facts()?;
        mp3.told = edition;
        Ok(Some((mp3, facts, edition > 0)))
    }

    fn new(path: &Path, index: Arc<Growing>) -> Result<Mp3, Fault> {
        let header = index.now(|index, _, _| index.format()).ok_or(Fault::NotAudio)?.header;
        Ok(Mp3 {
            path: path.to_owned(),
            file: BufReader::with_capacity(1 << 16, File::open(path)?),
            stands: Some(0),
            index,
            told: 0,
            rate: header.rate,
            channels: header.channels,
            decoding: None,
            next: 0,
            frame: Vec::new(),
            sound: Vec::new(),
        })
    }

    /// What is known by now, and of which edition of the index it is; 0 while it isn't complete.
    fn facts(&self) -> Result<(Facts, u64), Fault> {
        let rate = Rate::new(self.rate).ok_or(Fault::NotAudio)?;
        Ok(self.index.now(|index, edition, guess| {
            let trim = index.trim();
            let length = if edition > 0 { index.sound() - trim.end } else { guess };
            let facts = Facts {
                codec: index.format().map_or("MP3", |format| codec_name(&format.header)).into(),
                rate,
                channels: self.channels,
                sample_bits: None,
                start: i64::try_from(trim.start).unwrap_or(0),
                length: Some(Frame(length.saturating_sub(trim.start))),
                notices: if edition > 0 { index.notices() } else { Vec::new() },
                joints: index.joints(),
            };
            (facts, edition)
        }))
    }

    /// Reads the frame at `offset` into `self.frame`; `None` where it isn't there any more.
    fn load(&mut self, offset: u64, format: &Format) -> Result<Option<Header>, Fault> {
        match self.load_whole(offset, format) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            other => Ok(other?),
        }
    }

    fn load_whole(&mut self, offset: u64, format: &Format) -> io::Result<Option<Header>> {
        match self.stands.take() {
            Some(here) => self.file.seek_relative(offset.wrapping_sub(here).cast_signed())?,
            None => drop(self.file.seek(SeekFrom::Start(offset))?),
        }
        let mut start = [0; Header::SIZE];
        self.file.read_exact(&mut start)?;
        let Some(header) = Header::parse(start).filter(|header| header.continues(&format.header)) else {
            return Ok(None);
        };
        self.frame.clear();
        self.frame.extend(start);
        self.frame.resize(format.len(&header), 0);
        self.file.read_exact(&mut self.frame[Header::SIZE..])?;
        self.stands = Some(offset + self.frame.len() as u64);
        Ok(Some(header))
    }

    fn offset(&self, n: usize) -> Option<u64> {
        self.index.now(|index, _, _| index.offset(n))
    }

    /// The frame from which a fresh decoder must run so that `target` comes out as in the linear decode.
    fn warm_up_from(&mut self, part: &Part, target: usize) -> Result<usize, Fault> {
        let clean = target.saturating_sub(WARM_UP).max(part.first);
        // Twice, because a frame that can't be decoded empties the decoder's store of main data, but only if it
        // was tried with all of its own.
        let from = self.main_data_from(part, clean)?;
        self.main_data_from(part, from)
    }

    /// The frame with which the main data of frame `clean` begins.
    fn main_data_from(&mut self, part: &Part, clean: usize) -> Result<usize, Fault> {
        let Some(offset) = self.offset(clean) else { return Ok(clean) };
        let Some(header) = self.load(offset, &part.format)? else { return Ok(clean) };
        let mut missing = header.main_data_begin(&self.frame).unwrap_or(0);
        let mut from = clean;
        while missing > 0 && from > clean.saturating_sub(FARTHEST).max(part.first) {
            from -= 1;
            let Some(offset) = self.offset(from) else { break };
            let Some(header) = self.load(offset, &part.format)? else { break };
            let held = self.frame.len().saturating_sub(header.side_info_offset() + header.side_info());
            missing = missing.saturating_sub(held);
        }
        Ok(from)
    }

    /// Begins to decode part `number`, from its beginning.
    fn enter(&mut self, number: usize, part: &Part) -> Result<&mut Decoding, Fault> {
        let format = part.format;
        let rerate = match format.header.rate {
            rate if rate == self.rate => None,
            rate => Rerate::new(rate, self.rate, self.channels),
        };
        self.next = part.first;
        let standard = format.header.len.is_none().then(Standard::default);
        let decoding =
            Decoding { format, decoder: decoder(&format.header)?, standard, rerate, from: part.first };
        Ok(&mut self.decoding.insert((number, decoding)).1)
    }

    /// Decodes the frame in `self.frame` and appends its sound to `self.sound`; answers whether it is damaged.
    fn decode(&mut self, header: &Header) -> Result<bool, Fault> {
        let Some((_, decoding)) = &mut self.decoding else { return Ok(true) };
        let (frame, sound, channels) = (&self.frame, &mut self.sound, self.channels);
        let frames = usize::try_from(header.samples()).unwrap_or(0);
        let before = sound.len();
        let done = guarded(|| {
            let frame = match &mut decoding.standard {
                Some(standard) => standard.rewrite(header, frame)?,
                None => frame,
            };
            let packet = PacketRef::new(0, Timestamp::from(0), Ticks::from(header.samples()), frame);
            let made = decoding.decoder.decode_ref(&packet).ok()?;
            Some(append(&made, made.spec().channels(), frames, channels, sound))
        });
        let short = match done {
            Ok(short) => short,
            Err(_) => {
                decoding.decoder = decoder(header)?;
                None
            }
        };
        if short.is_none() {
            sound.truncate(before);
            sound.resize(before + frames * usize::from(channels), 0.0);
        }
        Ok(short.unwrap_or(true))
    }

    /// Silence of a frame's length in the place of one that isn't there any more; the answer is that it is damaged.
    fn miss(&mut self, header: &Header) -> bool {
        let frames = usize::try_from(header.samples()).unwrap_or(0);
        self.sound.resize(frames * usize::from(self.channels), 0.0);
        true
    }

    /// Waits until the index goes beyond `raw`; the part that sounds there or next, with its number and its end.
    fn place(&self, raw: u64) -> Result<Option<(usize, Part, usize)>, Fault> {
        let beyond = raw.saturating_add(64 * 1152);
        self.index.once(
            |index: &Index| index.sound() > beyond,
            |index| {
                let number = index.part_at(raw);
                (number..).map_while(|number| Some((number, index.part(number)?))).find_map(
                    |(number, (part, end))| {
                        let over = part.start + part.format.sound(end - part.first, self.rate);
                        (over > raw || !index.is_closed(number)).then_some((number, part, end))
                    },
                )
            },
        )
    }
}

impl Stream for Mp3 {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        let raw = raw.max(0).unsigned_abs();
        let Some((number, part, end)) = self.place(raw)? else { return Ok(()) };
        let samples = part.format.header.samples();
        let decoding = self.enter(number, &part)?;
        let within = raw.saturating_sub(part.start);
        let frames = match &mut decoding.rerate {
            None => within / samples,
            Some(rerate) => rerate.seek(within, samples),
        };
        let target = part.first.saturating_add(usize::try_from(frames).unwrap_or(usize::MAX)).min(end);
        decoding.from = target;
        self.next = self.warm_up_from(&part, target)?;
        Ok(())
    }

    fn next(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        if self.decoding.is_none() {
            self.seek(0)?;
        }
        loop {
            let Some((number, decoding)) = &self.decoding else { return Ok(None) };
            let (number, next, format) = (*number, self.next, decoding.format);
            let (part, offset, following) = self.index.once(
                |index: &Index| index.len() > next + MARGIN,
                |index| (index.part(number), index.offset(next), index.part(number + 1)),
            )?;
            let (Some((part, end)), Some((_, decoding))) = (part, &mut self.decoding) else {
                return Ok(None);
            };
            let Some(offset) = offset.filter(|_| next < end) else {
                if let Some(rerate) = &mut decoding.rerate
                    && let Some(at) = rerate.end(part.format.sound(end - part.first, self.rate), out)
                {
                    let frames = out.len() / usize::from(self.channels);
                    return Ok(Some(piece(part.start + at, frames, false)));
                }
                let Some((following, _)) = following else { return Ok(None) };
                self.enter(number + 1, &following)?;
                continue;
            };
            let header = self.load(offset, &format)?;
            self.sound.clear();
            let damaged = match header {
                Some(header) => self.decode(&header)?,
                None => self.miss(&format.header),
            };
            let samples = format.header.samples();
            self.next += 1;
            let Some((_, decoding)) = &mut self.decoding else { return Ok(None) };
            match &mut decoding.rerate {
                None => {
                    out.append(&mut self.sound);
                    let start = part.start + (next - part.first) as u64 * samples;
                    return Ok(Some(piece(start, usize::try_from(samples).unwrap_or(0), damaged)));
                }
                Some(rerate) if next >= decoding.from => {
                    let at = rerate.push(&self.sound, out);
                    let frames = out.len() / usize::from(self.channels);
                    if frames > 0 {
                        return Ok(Some(piece(part.start + at, frames, damaged)));
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn tells_gaps(&self) -> bool {
        true
    }

    fn another(&self) -> Result<Option<Box<dyn Stream>>, Fault> {
        let other = Mp3::new(&self.path, Arc::clone(&self.index))?;
        Ok(Some(Box::new(Mp3 { told: self.told, ..other })))
    }

    fn update(&mut self, at_end: bool) -> Result<Option<Facts>, Fault> {
        if at_end {
            self.index.follow()?;
        }
        if self.index.now(|_, edition, _| edition) == self.told {
            return Ok(None);
        }
        let (facts, edition) = self.facts()?;
        self.told = edition;
        Ok(Some(facts))
    }
}

fn piece(start: u64, frames: usize, damaged: bool) -> Piece {
    Piece { start: i64::try_from(start).unwrap_or(i64::MAX), frames, damaged }
}

fn codec_name(header: &Header) -> &'static str {
    match header.layer {
        1 => "MP1",
        2 => "MP2",
        _ => "MP3",
    }
}

fn decoder(header: &Header) -> Result<Box<dyn AudioDecoder>, Fault> {
    let mut parameters = AudioCodecParameters::new();
    parameters.for_codec(match header.layer {
        1 => CODEC_ID_MP1,
        2 => CODEC_ID_MP2,
        _ => CODEC_ID_MP3,
    });
    let options = AudioDecoderOptions::default().gapless(false);
    Ok(symphonia::default::get_codecs().make_audio_decoder(&parameters, &options)?)
}
