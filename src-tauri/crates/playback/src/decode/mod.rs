//! Reading an audio file as frames: its facts, its sound from any frame on, and nothing that belongs to a device.
//!
//! `stream` is what a format gives: `mp3`, or `container`, which sends `packets` through `codecs` (with `aac`, `fdk` and `late` for what
//! only Fraunhofer's decoder knows); `chain` joins several of these, and `followed` reads on in a file that grows. The packets come from our own reading of Ogg (`ogg`), Matroska
//! (`mkv`), FLAC (`flac`), plain samples (`wave`, `aiff`, `caf`, `samples`) and AAC without a container (`adts`), and from Symphonia's of
//! all else (`demuxed`, with what it doesn't read: `mp4` and `mp4_chapters`). `file` stands between all of them and the disk, `claimed` before
//! Symphonia; `id3` guards the tags, `open` finds out which of all these a file needs, and `info` is what is known of it then. The [`Reader`] here cuts off the encoder's delay
//! and padding, drops what a seek decodes too early, and fills what can't be decoded, which `losses` keeps in mind.

mod aac;
mod adts;
mod aiff;
mod caf;
mod chain;
mod claimed;
mod codecs;
mod container;
mod demuxed;
#[cfg(feature = "fdk-aac")]
mod fdk;
mod file;
mod flac;
mod followed;
mod id3;
mod info;
#[cfg(feature = "fdk-aac")]
mod late;
mod losses;
mod mkv;
mod mp3;
mod mp4;
mod mp4_chapters;
mod ogg;
mod open;
mod opus;
mod packets;
mod samples;
mod stream;
mod wave;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Fault};
use crate::units::{Frame, Rate};
pub use info::{Joint, SourceInfo};
pub use losses::Damage;
use losses::Losses;
use mp3::Mp3;
use open::{OpenMp3, demux, open};
use stream::{Facts, Piece, Stream};

/// Opens the file at `path` far enough to know that its sound can be decoded, and says what it is.
///
/// # Errors
/// Any [`Error`]; each is a sentence that names the file.
pub fn probe(path: &Path) -> Result<SourceInfo, Error> {
    Reader::open(path).map(|reader| reader.info)
}

/// Silence that is put in at a time where the stream skips ahead, in frames.
const LONGEST_FILL: i64 = 4096;

/// An open audio file, read from any frame on.
///
/// The first frame read after `seek(f)` is, bit for bit, frame `f` of the file read from its start.
pub struct Reader {
    path: PathBuf,
    info: SourceInfo,
    rate: Rate,
    stream: Box<dyn Stream>,
    /// The raw position of frame 0.
    start: i64,
    /// The raw position after the last frame, if known.
    end: Option<i64>,
    /// The raw position of what `read` gives next.
    next: i64,
    /// Whether the length is known, or only guessed because the file isn't looked through yet.
    certain: bool,
    /// What is known of the file changed since it was last asked for.
    changed: bool,
    piece: Vec<f32>,
    /// Where in the stream `piece` lies, if it isn't used up.
    held: Option<Piece>,
    losses: Losses,
    /// What `read` gave last is silence that stands for sound.
    stand_in: bool,
}

impl Reader {
    /// Opens the file at `path` and decodes its first piece.
    ///
    /// # Errors
    /// Any [`Error`]; each is a sentence that names the file.
    pub fn open(path: &Path) -> Result<Reader, Error> {
        Reader::open_by(path, Mp3::open)
    }

    /// The same, but a long MP3 is open before all of it is looked through. Until [`Reader::take_update`] tells
    /// otherwise, its length is a guess, and neither its joints nor its damage are known; every position is exact
    /// all the same, since a seek waits until the file is looked through as far as it goes.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn open_at_once(path: &Path) -> Result<Reader, Error> {
        Reader::open_by(path, Mp3::open_at_once)
    }

    fn open_by(path: &Path, mp3: OpenMp3) -> Result<Reader, Error> {
        let mut reader = guarded(|| open(path, mp3)).unwrap_or_else(|fault| Err(fault.at(path)))?;
        reader.check()?;
        Ok(reader)
    }

    /// A second reader of the same file, at its beginning, that shares what opening found out; for work in pieces
    /// that go on at the same time.
    ///
    /// # Errors
    /// Any [`Error`]: the file may be gone by now.
    pub fn another(&self) -> Result<Reader, Error> {
        let failed = |fault| match fault {
            Fault::Io(source) => Error::Open { path: self.path.clone(), source },
            fault => fault.at(&self.path),
        };
        let another = guarded(|| self.stream.another()).unwrap_or_else(Err).map_err(failed)?;
        let Some(stream) = another else { return Reader::open(&self.path) };
        let info = self.info.clone();
        let mut reader =
            Reader::begin(&self.path, info, stream, self.rate, (self.start, self.end), self.certain);
        reader.seek(Frame::ZERO)?;
        Ok(reader)
    }

    /// A reader at the first frame of a stream that sounds within these raw positions.
    fn begin(
        path: &Path,
        info: SourceInfo,
        stream: Box<dyn Stream>,
        rate: Rate,
        (start, end): (i64, Option<i64>),
        certain: bool,
    ) -> Reader {
        Reader {
            path: path.to_owned(),
            info,
            rate,
            stream,
            start,
            end,
            next: start,
            certain,
            changed: false,
            piece: Vec::new(),
            held: None,
            losses: Losses::default(),
            stand_in: false,
        }
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file is.
    pub fn info(&self) -> &SourceInfo {
        &self.info
    }

    /// The file's sample rate.
    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// The frame that [`Reader::read`] gives next.
    pub fn position(&self) -> Frame {
        Frame((self.next - self.start).max(0).unsigned_abs())
    }

    /// The length of the file, if it is known for certain.
    pub fn length(&self) -> Option<Frame> {
        self.info.frames.filter(|_| self.certain).map(Frame)
    }

    /// Whether the whole file has been looked through, so that its length is no guess.
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// Waits until the whole file has been looked through, but no longer than `patience`; answers whether it has been.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub fn wait_for_certainty(&mut self, patience: Duration) -> Result<bool, Error> {
        const PAUSE: Duration = Duration::from_millis(2);
        let until = Instant::now() + patience;
        while !self.certain && !self.refresh(false)? && Instant::now() < until {
            thread::sleep(PAUSE);
        }
        self.changed = false; // who waited looks at it now
        Ok(self.certain)
    }

    /// What the file is, once after that has changed: it is looked through to its end now, or it has grown.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub fn take_update(&mut self) -> Result<Option<&SourceInfo>, Error> {
        self.refresh(false)?;
        Ok(std::mem::take(&mut self.changed).then_some(&self.info))
    }

    /// Takes up what the stream has found out; answers whether there is anything new.
    fn refresh(&mut self, at_end: bool) -> Result<bool, Error> {
        let update = guarded(|| self.stream.update(at_end)).unwrap_or_else(Err);
        let Some(facts) = update.map_err(|fault| fault.at(&self.path))? else { return Ok(false) };
        self.certain = true;
        // Positions are counted otherwise where one stream has become several.
        self.next += facts.start - self.start;
        self.start = facts.start;
        self.end = end(&facts);
        self.info.frames = facts.length.map(|length| length.0);
        self.info.duration = facts.length.map(|length| self.rate.duration(length));
        self.info.joints = joints(&facts);
        self.info.notices = facts.notices;
        self.changed = true;
        Ok(true)
    }

    /// Moves to `frame`, or to the end if that comes earlier; answers where it landed.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Damaged`].
    pub fn seek(&mut self, frame: Frame) -> Result<Frame, Error> {
        if self.length().is_some_and(|length| frame > length) {
            self.refresh(true)?;
        }
        let mut frame = self.length().map_or(frame, |length| frame.min(length));
        self.held = None;
        self.move_to(frame)?;
        if !self.certain {
            // The stream waited until it knew the place, or the end before it.
            self.refresh(false)?;
            if let Some(length) = self.length().filter(|length| frame > *length) {
                frame = length;
                self.move_to(frame)?;
            }
        }
        Ok(frame)
    }

    fn move_to(&mut self, frame: Frame) -> Result<(), Error> {
        let raw = self.start.saturating_add(i64::try_from(frame.0).unwrap_or(i64::MAX));
        self.next = raw;
        if self.end != Some(raw) {
            guarded(|| self.stream.seek(raw)).unwrap_or_else(Err).map_err(|fault| fault.at(&self.path))?;
        }
        Ok(())
    }

    /// Appends the next frames to `out`, interleaved, and answers how many: a packet's worth, and 0 at the end.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Damaged`], when the rest can't be read. A single damaged packet is no error:
    /// silence of its length stands for it.
    pub fn read(&mut self, out: &mut Vec<f32>) -> Result<usize, Error> {
        let channels = usize::from(self.info.channels);
        loop {
            if self.left() <= 0 && !self.goes_on()? {
                return Ok(0);
            }
            let Some(piece) = self.next_piece()? else {
                if self.refresh(true)? {
                    self.move_to(self.position())?;
                    continue;
                }
                let left = self.left();
                return Ok(self.end.map_or(0, |_| self.fill(left, false, out)));
            };
            if !self.certain {
                self.refresh(false)?;
            }
            let left = self.left();
            if left <= 0 {
                continue;
            }
            let piece_end = piece.start + i64::try_from(piece.frames).unwrap_or(0);
            if piece_end <= self.next {
                continue;
            }
            if piece.start > self.next {
                let gap = piece.start - self.next;
                self.held = Some(piece);
                return Ok(self.fill(gap.min(left), self.stream.tells_gaps(), out));
            }
            let skip = usize::try_from(self.next - piece.start).unwrap_or(0);
            let count = (piece.frames - skip).min(usize::try_from(left).unwrap_or(usize::MAX));
            self.stand_in = piece.damaged;
            if piece.damaged {
                self.losses.meet(self.position(), count as u64, false);
            }
            out.extend_from_slice(&self.piece[skip * channels..(skip + count) * channels]);
            self.next += i64::try_from(count).unwrap_or(0);
            return Ok(count);
        }
    }

    /// Whether what [`Reader::read`] gave last is silence that stands for sound: it is damaged, or isn't there.
    pub fn is_stand_in(&self) -> bool {
        self.stand_in
    }

    /// The parts that were read so far and can't be decoded, in the order of the file.
    pub fn damage(&self) -> &[Damage] {
        self.losses.parts()
    }

    /// Frames up to the end.
    fn left(&self) -> i64 {
        self.end.map_or(i64::MAX, |end| end - self.next)
    }

    /// At the end: whether the file has grown, so that there is more to read.
    fn goes_on(&mut self) -> Result<bool, Error> {
        if !self.refresh(true)? || self.left() <= 0 {
            return Ok(false);
        }
        let raw = self.next;
        self.held = None;
        guarded(|| self.stream.seek(raw)).unwrap_or_else(Err).map_err(|fault| fault.at(&self.path))?;
        Ok(true)
    }

    /// Once after damage was met that no notice of [`Reader::info`] tells of: where, and that silence stands for it.
    pub fn take_damage(&mut self) -> Option<String> {
        let seconds = self.rate.duration(self.losses.take_untold()?).as_secs();
        Some(format!(
            "The audio file “{}” is damaged at {}:{:02}; what can't be decoded is silent.",
            self.path.display(),
            seconds / 60,
            seconds % 60
        ))
    }

    fn next_piece(&mut self) -> Result<Option<Piece>, Error> {
        if let Some(piece) = self.held.take() {
            return Ok(Some(piece));
        }
        self.piece.clear();
        guarded(|| self.stream.next(&mut self.piece))
            .unwrap_or_else(Err)
            .map_err(|fault| fault.at(&self.path))
    }

    /// Silence where the stream has no sound although its time goes on, and whether a notice tells of that.
    fn fill(&mut self, frames: i64, told: bool, out: &mut Vec<f32>) -> usize {
        let frames = frames.min(LONGEST_FILL);
        self.losses.meet(self.position(), frames.unsigned_abs(), told);
        self.next += frames;
        self.stand_in = true;
        let frames = usize::try_from(frames).unwrap_or(0);
        out.resize(out.len() + frames * usize::from(self.info.channels), 0.0);
        frames
    }

    /// Decodes until sound comes out, so that a file without any is found when it is opened.
    fn check(&mut self) -> Result<(), Error> {
        const TRIES: usize = 32;
        let mut heard = 0;
        for _ in 0..TRIES {
            let Some(piece) = self.next_piece()? else { break };
            if !piece.damaged {
                heard = piece.frames;
                break;
            }
        }
        if heard == 0 {
            return Err(Fault::Damaged("none of its sound can be decoded".into()).at(&self.path));
        }
        self.seek(Frame::ZERO).map(|_| ())
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("path", &self.path).field("position", &self.position()).finish()
    }
}

/// The raw position after the last frame, if known.
fn end(facts: &Facts) -> Option<i64> {
    let length = i64::try_from(facts.length?.0).unwrap_or(i64::MAX);
    Some(facts.start.saturating_add(length))
}

fn joints(facts: &Facts) -> Vec<Joint> {
    let joint = |raw: &i64| {
        let frame = Frame((raw - facts.start).max(0).unsigned_abs());
        Joint { frame, at: facts.rate.duration(frame) }
    };
    facts.joints.iter().map(joint).collect()
}

/// Runs a decoder over data that may be broken: one that panics over it has found damage.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Fault::Damaged("its content contradicts itself".into()))
}

#[cfg(test)]
mod at_once_tests;
#[cfg(test)]
mod unreadable_tests;
