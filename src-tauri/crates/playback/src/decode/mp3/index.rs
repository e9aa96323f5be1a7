//! Where every frame of an MP3 begins, and when its sound does.
//!
//! The stream lies on one time line, at the rate of its first frame. It is made of parts: a part's frames have one
//! version, layer, rate and number of channels, and follow one another. Where bytes of a part are damaged beyond
//! recognition, the next part begins later by the time that they would have lasted.

use super::header::Header;
use super::tag::{InfoTag, Trim};

/// Frames that one decoder can decode one after another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// When it begins, in frames of sound at the stream's rate.
    pub(super) start: u64,
    /// The number of its first frame.
    pub(super) first: usize,
    pub(super) format: Format,
}

/// What the frames of a part have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    pub(super) header: Header,
    /// How long a frame without padding is in the free format.
    pub(super) free: usize,
}

impl Format {
    /// Whether one decoder can go on from the one to the other.
    pub(super) fn same(&self, other: &Format) -> bool {
        self.continues(other) && self.header.channels == other.header.channels
    }

    /// The same, whatever the channels are.
    pub(super) fn continues(&self, other: &Format) -> bool {
        self.header.continues(&other.header) && self.free == other.free
    }

    /// The length in bytes of the frame that begins with `header`.
    pub(super) fn len(&self, header: &Header) -> usize {
        header.len.unwrap_or(self.free + header.padding)
    }

    /// How long so many frames sound, in frames of sound at `rate`.
    pub(super) fn sound(&self, frames: usize, rate: u32) -> u64 {
        let own = frames as u64 * self.header.samples();
        let from = u64::from(self.header.rate);
        if from == u64::from(rate) { own } else { (own * u64::from(rate) + from / 2) / from }
    }
}

/// What a scan finds, in the order of the file.
pub(super) enum Found {
    /// A part begins with the next frame.
    Part(Part),
    /// A frame begins at this place in the file.
    Frame(u64),
    /// What was found last continues another file, from this frame of sound on.
    Joint(u64),
    /// The encoder's tag of the first file.
    Tag(InfoTag),
    /// From this frame of sound on, so many are missing.
    Gap(u64, u64),
    /// Bytes between frames that are neither sound nor a known tag.
    Junk(u64),
    /// The last frame isn't whole, or it is now.
    Cut(bool),
}

/// The frames of sound of one file, as far as they are found.
#[derive(Default)]
pub(super) struct Index {
    offsets: Offsets,
    parts: Vec<Part>,
    joints: Vec<u64>,
    tag: Option<InfoTag>,
    gaps: Vec<(u64, u64)>,
    junk: u64,
    cut: bool,
}

/// More gaps than this are only counted.
const MOST_GAPS: usize = 1000;

impl Index {
    /// Adds what a scan found.
    pub(super) fn add(&mut self, found: impl IntoIterator<Item = Found>) {
        for found in found {
            match found {
                Found::Frame(offset) => self.offsets.push(offset),
                Found::Part(part) => self.parts.push(part),
                Found::Joint(at) => self.joints.push(at),
                Found::Tag(tag) => self.tag = Some(tag),
                Found::Gap(at, length) if self.gaps.len() < MOST_GAPS => self.gaps.push((at, length)),
                Found::Gap(_, length) => {
                    if let Some(last) = self.gaps.last_mut() {
                        last.1 += length;
                    }
                }
                Found::Junk(bytes) => self.junk += bytes,
                Found::Cut(cut) => self.cut = cut,
            }
        }
    }

    /// How many frames of the format there are.
    pub(super) fn len(&self) -> usize {
        self.offsets.low.len()
    }

    /// Where frame `n` begins in the file.
    pub(super) fn offset(&self, n: usize) -> Option<u64> {
        self.offsets.get(n)
    }

    /// The part with this number, and the number of the frame behind its last.
    pub(super) fn part(&self, number: usize) -> Option<(Part, usize)> {
        let part = *self.parts.get(number)?;
        Some((part, self.parts.get(number + 1).map_or(self.len(), |next| next.first)))
    }

    /// Whether more parts follow this one.
    pub(super) fn is_closed(&self, number: usize) -> bool {
        number + 1 < self.parts.len()
    }

    /// The number of the part that sounds at `at`, or that sounded last before.
    pub(super) fn part_at(&self, at: u64) -> usize {
        self.parts.partition_point(|part| part.start <= at).saturating_sub(1)
    }

    /// What the first frame is; the time line has its rate.
    pub(super) fn format(&self) -> Option<Format> {
        self.parts.first().map(|part| part.format)
    }

    /// Frames of sound in all so far, with nothing cut off.
    pub(super) fn sound(&self) -> u64 {
        let Some(rate) = self.format().map(|format| format.header.rate) else { return 0 };
        self.parts.last().map_or(0, |last| last.start + last.format.sound(self.len() - last.first, rate))
    }

    /// Where parts that were joined on begin, in frames of sound.
    pub(super) fn joints(&self) -> Vec<i64> {
        self.joints.iter().map(|at| i64::try_from(*at).unwrap_or(i64::MAX)).collect()
    }

    /// What to cut off at both ends of the sound.
    pub(super) fn trim(&self) -> Trim {
        let mut trim = self.tag.and_then(|tag| tag.trim).unwrap_or_default();
        if self.stated().is_some_and(|stated| stated != self.sound()) {
            trim.end = 0;
        }
        trim.start = trim.start.min(self.sound());
        trim.end = trim.end.min(self.sound() - trim.start);
        trim
    }

    /// How long the first file says it is, in frames of sound.
    fn stated(&self) -> Option<u64> {
        let frames = self.tag?.frames?;
        Some(u64::from(frames) * self.format()?.header.samples())
    }

    /// A guess at the whole length, in frames of sound, of a file of `bytes` of which `scanned` are looked through.
    pub(super) fn guess(&self, scanned: u64, bytes: u64) -> u64 {
        let first = self.offset(0).unwrap_or(0);
        let believable = self.tag.and_then(|tag| tag.bytes).is_some_and(|stated| {
            let there = bytes.saturating_sub(first);
            u64::from(stated).abs_diff(there) < there / 50
        });
        match self.stated() {
            Some(stated) if believable => stated,
            _ => {
                let (done, all) = (scanned.saturating_sub(first).max(1), bytes.saturating_sub(first));
                let guess = u128::from(self.sound()) * u128::from(all) / u128::from(done);
                u64::try_from(guess).unwrap_or(u64::MAX).max(self.sound())
            }
        }
    }

    /// What a person should know about the file.
    pub(super) fn notices(&self) -> Vec<String> {
        let rate = self.format().map_or(1, |format| u64::from(format.header.rate.max(1)));
        let clock = |frames: u64| {
            let (minutes, seconds) = (frames / rate / 60, frames / rate % 60);
            match minutes / 60 {
                0 => format!("{minutes}:{seconds:02}"),
                hours => format!("{hours}:{:02}:{seconds:02}", minutes % 60),
            }
        };
        let mut notices = Vec::new();
        match self.stated() {
            Some(stated) if stated > self.sound() => notices.push(format!(
                "The audio file is cut short: it says that it lasts {}, but only {} of it is there.",
                clock(stated),
                clock(self.sound())
            )),
            _ if self.cut => {
                notices.push("The audio file is cut short: its last piece is incomplete.".into());
            }
            _ => {}
        }
        let silent: u64 = self.gaps.iter().map(|(_, length)| length).sum();
        match &self.gaps[..] {
            [] if self.junk > 0 => {
                notices.push("Parts of the audio file are damaged and were skipped.".into());
            }
            [] => {}
            [(at, _)] => notices.push(format!(
                "The audio file is damaged at {}; what can't be decoded there is silent, for {:.1} s.",
                clock(*at),
                silent as f64 / rate as f64
            )),
            [(at, _), ..] => notices.push(format!(
                "The audio file is damaged in several places, the first at {}; what can't be decoded is silent, \
                 {:.1} s in all.",
                clock(*at),
                silent as f64 / rate as f64
            )),
        }
        notices
    }
}

/// Growing file offsets in four bytes each: the upper half changes every 4 GiB, so only where it does is kept.
#[derive(Default)]
struct Offsets {
    low: Vec<u32>,
    wraps: Vec<usize>,
}

impl Offsets {
    fn push(&mut self, offset: u64) {
        while (self.wraps.len() as u64) < offset >> 32 {
            self.wraps.push(self.low.len());
        }
        self.low.push((offset & 0xffff_ffff) as u32);
    }

    fn get(&self, n: usize) -> Option<u64> {
        let low = u64::from(*self.low.get(n)?);
        let high = self.wraps.partition_point(|first| *first <= n) as u64;
        Some(high << 32 | low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_past_four_gigabytes_come_back() {
        let mut offsets = Offsets::default();
        let all: Vec<u64> = (0..100).map(|n| n * 500_000_123).collect();
        all.iter().for_each(|offset| offsets.push(*offset));
        assert!((0..100).all(|n| offsets.get(n) == Some(all[n])));
        assert_eq!(offsets.get(100), None);
    }
}
