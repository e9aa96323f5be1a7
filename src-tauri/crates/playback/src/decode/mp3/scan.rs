//! The way through an MP3 from header to header, which finds its frames, its joints and its damage.
//!
//! Neither the frame count in a Xing header nor an estimate is trusted: files that were joined or cut have wrong
//! ones. The length of the stream is the number of frames that are there.

use std::collections::VecDeque;
use std::io::{self, Read, Seek};

use super::around;
use super::header::Header;
use super::index::{Format, Found, Part};
use super::steady::Steady;
use super::tag;
use super::window::Window;

/// Sound must begin this soon after the tags, or the file is something else.
const SEARCH: u64 = 1 << 20;
/// Headers in a row that make the first of them believable.
const RUN: usize = 3;
/// The longest frame of the free format: 640 kbit/s at 32 kHz, and some more.
const LONGEST_FREE: usize = 4608;
const SHORTEST_FREE: usize = 24;
/// So many headers that look like the free format without being it are looked into.
const FREE_TRIES: usize = 4096;
/// Joints closer together are one: a tag, a short rest and an info frame lie at one seam. In seconds.
const NEAR: u64 = 1;
/// Frames whose length tells how long a frame usually is.
const RECENT: usize = 64;

/// A scan, which can be carried on where it was left.
pub(super) struct Scan<R> {
    window: Window<R>,
    position: u64,
    /// What was found since it was last taken.
    found: Vec<Found>,
    /// The rate of the stream's first frame.
    rate: Option<u32>,
    part: Option<Part>,
    /// How many frames were found.
    count: usize,
    /// A header is expected at the position, of this format.
    in_step: Option<Format>,
    /// What the frames are like here.
    steady: Option<Steady>,
    /// A frame that counts when it is certain that nothing else begins inside it.
    pending: Option<Pending>,
    /// Where the frames broke off.
    lost: Option<u64>,
    /// Where the last tag ended.
    tag_end: u64,
    /// Something that separates files lies before the next frame.
    separated: bool,
    last_joint: Option<u64>,
    habits: u8,
    /// The lengths of the last frames.
    recent: VecDeque<usize>,
    /// What was passed over since the frames broke off holds something else than zeros.
    noise: bool,
    free_tries: usize,
}

#[derive(Clone, Copy)]
struct Pending {
    offset: u64,
    format: Format,
    len: usize,
}

impl Pending {
    fn end(&self) -> u64 {
        self.offset + self.len as u64
    }
}

impl<R: Read + Seek> Scan<R> {
    pub(super) fn new(file: R) -> io::Result<Self> {
        Ok(Scan {
            window: Window::new(file)?,
            position: 0,
            found: Vec::new(),
            rate: None,
            part: None,
            count: 0,
            in_step: None,
            steady: None,
            pending: None,
            lost: None,
            tag_end: 0,
            separated: false,
            last_joint: None,
            habits: 0,
            recent: VecDeque::with_capacity(RECENT),
            noise: false,
            free_tries: 0,
        })
    }

    /// The bytes looked through, and those that there are.
    pub(super) fn progress(&self) -> (u64, u64) {
        (self.position, self.window.end())
    }

    /// What was found since this was last asked for.
    pub(super) fn take_found(&mut self) -> Vec<Found> {
        std::mem::take(&mut self.found)
    }

    /// Goes on for about so many bytes; answers whether there is more to look through.
    pub(super) fn go_on(&mut self, bytes: u64) -> io::Result<bool> {
        let until = self.position.saturating_add(bytes);
        while self.position < until {
            if self.position >= self.window.end() {
                self.finish();
                return Ok(false);
            }
            if !self.step()? {
                self.finish();
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the file has grown since its end was reached; if so, there is more to look through.
    pub(super) fn has_grown(&mut self) -> io::Result<bool> {
        let grown = self.window.has_grown()?;
        if grown {
            self.found.push(Found::Cut(false));
        }
        Ok(grown)
    }

    /// One frame, one tag, or the bytes up to what may be either. Answers whether to go on.
    fn step(&mut self) -> io::Result<bool> {
        let position = self.position;
        let end = self.window.end();
        if let Some((format, header)) = self.frame()? {
            let len = format.len(&header);
            if position + len as u64 > end {
                self.found.push(Found::Cut(true));
                return Ok(false);
            }
            self.settle_pending(position);
            self.in_step = Some(format);
            self.take(format, &header, len)?;
            self.position += len as u64;
            self.run_on()?;
            return Ok(true);
        }
        if let Some(tag) = around::tag(self.window.from(position)?, end - position) {
            self.settle_pending(position);
            if self.lost.is_some_and(|lost| position.saturating_sub(tag.before) <= lost) {
                self.lost = None; // its items lie before what shows it
            }
            self.separated = true;
            self.in_step = None;
            self.position += tag.len.max(1);
            self.tag_end = self.position;
            return Ok(true);
        }
        if self.in_step.take().is_some() {
            self.lost = Some(position);
            self.noise = false;
            // Another file may begin inside of what the last frame claims to be.
            if let Some(pending) = self.pending {
                self.position = pending.offset + 1;
                return Ok(true);
            }
        } else if self.lost.is_none() && self.rate.is_some() {
            self.lost = Some(position);
            self.noise = false;
        }
        if self.rate.is_none() && position.saturating_sub(self.tag_end) > SEARCH {
            return Ok(false);
        }
        self.pass_over()?;
        Ok(true)
    }

    /// Moves on to the next byte with which a frame or a tag can begin.
    fn pass_over(&mut self) -> io::Result<()> {
        let position = self.position;
        let bytes = self.window.from(position)?;
        let next = bytes
            .iter()
            .skip(1)
            .position(|byte| matches!(byte, 0xff | b'I' | b'T' | b'A' | b'L'))
            .map_or(bytes.len().max(1), |at| at + 1);
        let before =
            self.lost.map_or(0, |lost| usize::try_from(lost.saturating_sub(position)).unwrap_or(usize::MAX));
        self.noise |= bytes.iter().take(next).skip(before).any(|byte| *byte != 0);
        self.position += next as u64;
        Ok(())
    }

    /// The frame at the position, if one can begin there.
    fn frame(&mut self) -> io::Result<Option<(Format, Header)>> {
        let end = self.window.end();
        let bytes = self.window.from(self.position)?;
        let Some(header) = header_at(bytes, 0) else { return Ok(None) };
        if let Some(format) = self.in_step
            && header.continues(&format.header)
        {
            return Ok(Some((Format { header, ..format }, header)));
        }
        let free = match (header.len, self.part) {
            (Some(_), _) => 0,
            (None, Some(part)) if header.continues(&part.format.header) => part.format.free,
            (None, _) if self.free_tries >= FREE_TRIES => return Ok(None),
            (None, _) => match free_length(bytes, &header) {
                Some(free) => free,
                None => {
                    self.free_tries += 1;
                    return Ok(None);
                }
            },
        };
        let format = Format { header, free };
        let left = end - self.position;
        // With nothing but tags before, or with frames of sound, one that fits exactly is no chance.
        let expected = self.rate.is_some() || self.position == self.tag_end;
        Ok(begins_run(bytes, left, &format, expected).then_some((format, header)))
    }

    /// Takes the frames that follow as long as they are like the one that waits: what [`Scan::step`] would do with each of
    /// them, without asking all that it asks. Stops where the window does, and before the end of the file.
    fn run_on(&mut self) -> io::Result<()> {
        let Some(mut pending) = self.pending.filter(|pending| pending.end() == self.position) else {
            return Ok(());
        };
        let plain = self.part.is_some_and(|part| part.format.same(&pending.format))
            && !self.separated
            && self.lost.is_none();
        let bytes = self.window.from(self.position)?;
        if !plain || pending.format.header.habits != self.habits {
            return Ok(());
        }
        let steady = match self.steady.filter(|steady| steady.is_like(bytes)) {
            Some(steady) => steady,
            None => match Steady::of(bytes) {
                Some(steady) => *self.steady.insert(steady),
                None => return Ok(()),
            },
        };
        // The first of them has to be like the frame that waits.
        let Some(first) = Header::parse(bytes.first_chunk().copied().unwrap_or_default()) else {
            return Ok(());
        };
        let like = Format { header: first, free: 0 }.same(&pending.format) && first.habits == self.habits;
        let mut rest = bytes;
        while like && let Some(len) = steady.len(rest) {
            self.found.push(Found::Frame(pending.offset));
            self.count += 1;
            if self.recent.len() == RECENT {
                self.recent.pop_front();
            }
            self.recent.push_back(pending.len);
            pending = Pending { offset: pending.end(), len, ..pending };
            rest = rest.get(len..).unwrap_or_default();
        }
        self.position = pending.end();
        self.pending = Some(pending);
        Ok(())
    }

    /// Decides about the frame that waits, now that it is known where the next thing begins.
    fn settle_pending(&mut self, next: u64) {
        let Some(pending) = self.pending.take() else { return };
        if next < pending.end() {
            // It was cut off, and something else was joined on.
            self.lost = None;
            self.separated = true;
            return;
        }
        self.lay(&pending);
    }

    /// Takes the frame at the position: it waits until the next one is found.
    fn take(&mut self, format: Format, header: &Header, len: usize) -> io::Result<()> {
        let bytes = self.window.from(self.position)?;
        if let Some(info) = tag::parse(header, bytes.get(..len).unwrap_or(bytes)) {
            // A tag in mid-file comes from a file that was joined on; it describes a part and not the whole.
            if self.rate.is_none() && self.count == 0 {
                self.found.push(Found::Tag(info));
            }
            self.separated = true;
            self.lost = None;
            return Ok(());
        }
        if self.rate.is_none() {
            self.rate = Some(header.rate);
            self.habits = header.habits;
        } else if header.habits != self.habits && keeps_habits(bytes, &format, header) {
            // Another encoder: it sets the bits that have no meaning for the sound in another way, and goes on so.
            self.separated = true;
            self.habits = header.habits;
        }
        if let Some(lost) = self.lost.take() {
            self.fill(lost);
        }
        self.pending = Some(Pending { offset: self.position, format, len });
        Ok(())
    }

    /// Lays the frame on the time line.
    fn lay(&mut self, frame: &Pending) {
        let rate = self.rate.unwrap_or(frame.format.header.rate);
        let continues = self.part.is_some_and(|part| part.format.same(&frame.format));
        if !continues {
            let start = self.sound();
            self.separated |= self.part.is_some();
            self.begin_part(start, frame.format);
            self.recent.clear();
        }
        let start = self.sound();
        let near = |last: u64| start - last <= NEAR * u64::from(rate);
        if std::mem::take(&mut self.separated) && self.count > 0 && !self.last_joint.is_some_and(near) {
            self.last_joint = Some(start);
            self.found.push(Found::Joint(start));
        }
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(frame.len);
        self.found.push(Found::Frame(frame.offset));
        self.count += 1;
    }

    fn begin_part(&mut self, start: u64, format: Format) {
        let part = Part { start, first: self.count, format };
        self.part = Some(part);
        self.found.push(Found::Part(part));
    }

    /// Where the sound ends so far.
    fn sound(&self) -> u64 {
        let rate = self.rate.unwrap_or(0);
        self.part.map_or(0, |part| part.start + part.format.sound(self.count - part.first, rate))
    }

    /// Accounts for the bytes from `lost` up to the position: time that is missing, or only something in between.
    fn fill(&mut self, lost: u64) {
        let bytes = self.position.saturating_sub(lost);
        if bytes == 0 {
            return;
        }
        // Beside a tag it is the tag's padding, or a tag of a kind that isn't known.
        if self.tag_end >= lost {
            return;
        }
        self.found.push(Found::Junk(bytes));
        let frames = self.frames_in(bytes);
        match self.part {
            Some(part) if frames > 0 => {
                let rate = self.rate.unwrap_or(part.format.header.rate);
                let at = self.sound();
                let length = part.format.sound(usize::try_from(frames).unwrap_or(usize::MAX >> 16), rate);
                self.found.push(Found::Gap(at, length));
                self.begin_part(at + length, part.format);
            }
            _ => self.separated = true,
        }
    }

    /// How many frames lay in so many bytes that can't be read. With a constant bit rate they fill them up; if they
    /// don't, the bytes were put in. Else the last frames' mean length tells it.
    fn frames_in(&self, bytes: u64) -> u64 {
        let (Some(shortest), Some(longest)) = (self.recent.iter().min(), self.recent.iter().max()) else {
            return 0;
        };
        let (shortest, longest) = (*shortest as u64, *longest as u64);
        let count = self.recent.len() as u64;
        let total: u64 = self.recent.iter().map(|len| *len as u64).sum();
        let frames = (bytes * count + total / 2) / total.max(1);
        let constant = longest - shortest <= 4;
        let fits = (frames * shortest..=frames * longest).contains(&bytes);
        if constant && !fits { 0 } else { frames }
    }

    /// The end of the file, for now.
    fn finish(&mut self) {
        let end = self.window.end();
        if let Some(pending) = self.pending.take() {
            self.lay(&pending);
        }
        if let Some(lost) = self.lost.take() {
            // A tag of an unknown kind says nothing about the sound; zeros stand where sound was to be written.
            let zeros = !self.noise && self.tag_end <= lost && end > lost;
            let frames = if zeros { self.frames_in(end - lost) } else { 0 };
            if let Some(part) = self.part
                && frames > 0
            {
                let rate = self.rate.unwrap_or(part.format.header.rate);
                let length = part.format.sound(usize::try_from(frames).unwrap_or(usize::MAX >> 16), rate);
                let at = self.sound();
                self.found.push(Found::Gap(at, length));
                self.begin_part(at + length, part.format);
            }
        }
        self.window.release();
    }
}

fn header_at(bytes: &[u8], at: usize) -> Option<Header> {
    Header::parse(*bytes.get(at..)?.first_chunk()?)
}

/// Whether frames of the same kind follow the one with which `bytes` begin; of the file so many are `left`. Before its
/// end or a tag fewer are enough, above all where a frame is `expected`.
fn begins_run(bytes: &[u8], left: u64, format: &Format, expected: bool) -> bool {
    let mut at = format.len(&format.header);
    for seen in 1..=RUN {
        let rest = left.saturating_sub(at as u64);
        if rest == 0 || around::tag(bytes.get(at..).unwrap_or_default(), rest).is_some() {
            return seen > 1 || expected && at as u64 <= left;
        }
        match header_at(bytes, at) {
            Some(next) if next.continues(&format.header) => at += format.len(&next),
            _ => return false,
        }
    }
    true
}

/// Whether the frames after the first have its encoder's habits, too.
fn keeps_habits(bytes: &[u8], format: &Format, header: &Header) -> bool {
    let mut at = format.len(header);
    (0..RUN).all(|_| match header_at(bytes, at) {
        Some(next) if next.continues(header) && next.habits == header.habits => {
            at += format.len(&next);
            true
        }
        _ => false,
    })
}

/// How long the frames without padding are in a run of the free format: the distance of equal headers.
fn free_length(bytes: &[u8], header: &Header) -> Option<usize> {
    let same = |at: usize| {
        header_at(bytes, at).filter(|next| next.continues(header) && next.channels == header.channels)
    };
    (SHORTEST_FREE + header.padding..LONGEST_FREE).find_map(|distance| {
        same(distance)?;
        let free = distance - header.padding;
        let mut at = distance;
        for _ in 1..RUN {
            at += free + same(at)?.padding;
        }
        same(at).map(|_| free)
    })
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
