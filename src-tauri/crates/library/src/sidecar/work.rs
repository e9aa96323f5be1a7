//! The work itself, as the file has it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cueline_transcript::Transcript;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::syncing::SyncPoint;

/// The form of the file. What only adds to it keeps its number.
pub(super) const VERSION: u32 = 1;
/// So much of a line's text is kept, to find it again in another version of the transcript; in characters.
const MAX_TEXT: usize = 80;
/// A note is a few words and not a document; in characters.
const MAX_NOTE: usize = 2_000;

/// What a person made of an episode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Its presence tells that the file is Cueline's.
    #[serde(rename = "cueline")]
    pub(super) version: u32,
    /// In the app's own folder: the hash of the file that this one stands for, since that one couldn't be written; empty where there was
    /// none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) instead_of: Option<String>,
    /// In the order in which they were made.
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    bookmarks: Entries<Bookmark>,
    /// When lines are said, as the person heard it. In the order in which they were made.
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    sync_points: Entries<HeardLine>,
    /// What a later version has written.
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            version: VERSION,
            instead_of: None,
            bookmarks: Entries::default(),
            sync_points: Entries::default(),
            unknown: Map::new(),
        }
    }
}

impl Work {
    /// The bookmarks, in the order in which they were made.
    pub fn bookmarks(&self) -> impl Iterator<Item = &Bookmark> {
        self.bookmarks.known()
    }

    /// Marks line `line` (from 0), and gives the bookmark's id; `None` where the transcript has no such line. A line that is marked stays
    /// as it is.
    pub fn mark(&mut self, transcript: &Transcript, line: usize) -> Option<u64> {
        let utterance = transcript.line(line)?.utterance;
        if let Some(marked) = self.bookmarks().find(|bookmark| bookmark.line_in(transcript) == Some(line)) {
            return Some(marked.id());
        }
        let mut bookmark = Bookmark {
            at: utterance.timing().map(|timing| timing.start),
            line,
            text: beginning(utterance.text()),
            note: String::new(),
            made_unix_ms: now_unix_ms(),
            unknown: Map::new(),
        };
        while self.bookmarks().any(|other| other.id() == bookmark.id()) {
            bookmark.made_unix_ms += 1;
        }
        let id = bookmark.id();
        self.bookmarks.push(bookmark);
        Some(id)
    }

    /// Gives a bookmark a note, or with an empty one takes it away; false where there is no such bookmark any more.
    pub fn note(&mut self, id: u64, note: &str) -> bool {
        let bookmark = self.bookmarks.known_mut().find(|bookmark| bookmark.id() == id);
        bookmark.map(|bookmark| bookmark.note = note.trim().chars().take(MAX_NOTE).collect()).is_some()
    }

    /// Takes a bookmark away; false where there is no such one any more.
    pub fn unmark(&mut self, id: u64) -> bool {
        self.bookmarks.remove(|bookmark| bookmark.id() == id)
    }

    /// Notes that line `line` (from 0) begins at `at`, instead of what was noted of it before; false where there is no such line.
    pub fn sync(&mut self, transcript: &Transcript, line: usize, at: Duration) -> bool {
        let Some(found) = transcript.line(line) else { return false };
        self.unsync(transcript, line);
        let text = beginning(found.utterance.text());
        self.sync_points.push(HeardLine { at: Some(at), line, text, unknown: Map::new() });
        true
    }

    /// Takes back what was noted of a line; false where nothing was.
    pub fn unsync(&mut self, transcript: &Transcript, line: usize) -> bool {
        self.sync_points.remove(|point| point.line_in(transcript) == Some(line))
    }

    /// When lines begin, as the person heard it.
    pub fn sync_points(&self, transcript: &Transcript) -> Vec<SyncPoint> {
        let point = |point: &HeardLine| Some(SyncPoint { line: point.line_in(transcript)?, at: point.at? });
        self.sync_points.known().filter_map(point).collect()
    }

    /// Adds what only the other has.
    pub(super) fn take_up(&mut self, other: &Work) {
        self.bookmarks.take_up(&other.bookmarks, |one, other| one.id() == other.id());
        self.sync_points
            .take_up(&other.sync_points, |one, other| one.line == other.line && one.text == other.text);
        for (name, value) in &other.unknown {
            self.unknown.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// A line that a person wants to find again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// When its line begins, in seconds; null where the line has no time.
    #[serde(with = "seconds")]
    pub at: Option<Duration>,
    /// The line, from 0, in the transcript as it was then.
    line: usize,
    /// How its text begins.
    pub text: String,
    /// What the person wrote to it; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    made_unix_ms: u64,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

impl Bookmark {
    /// What it is known by: when it was made, in milliseconds since 1970; no two of a file are the same.
    pub fn id(&self) -> u64 {
        self.made_unix_ms
    }

    /// Its line in a transcript: that one, or the nearest that begins with its text, or the one that is said at its time.
    pub fn line_in(&self, transcript: &Transcript) -> Option<usize> {
        let begins = |line: usize| {
            transcript.line(line).is_some_and(|line| line.utterance.text().starts_with(&self.text))
        };
        if begins(self.line) {
            return Some(self.line);
        }
        let lines = || transcript.lines().enumerate();
        let same = lines().filter(|(_, line)| line.utterance.text().starts_with(&self.text));
        let nearest = same.map(|(index, _)| index).min_by_key(|index| index.abs_diff(self.line));
        nearest.or_else(|| {
            let before = lines().filter(|(_, line)| {
                line.utterance.timing().is_some_and(|timing| self.at.is_some_and(|at| timing.start <= at))
            });
            before.map(|(index, _)| index).last()
        })
    }
}

/// When a line is said, as a person heard it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct HeardLine {
    /// In seconds.
    #[serde(with = "seconds")]
    at: Option<Duration>,
    /// The line, from 0, in the transcript as it was then.
    line: usize,
    /// How its text begins.
    text: String,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

impl HeardLine {
    /// Its line in a transcript: that one, or the nearest that begins with its text.
    fn line_in(&self, transcript: &Transcript) -> Option<usize> {
        let begins = |line: usize| {
            transcript.line(line).is_some_and(|line| line.utterance.text().starts_with(&self.text))
        };
        if begins(self.line) {
            return Some(self.line);
        }
        let same = (0..transcript.lines().count()).filter(|line| begins(*line));
        same.min_by_key(|line| line.abs_diff(self.line))
    }
}

/// How a line begins.
fn beginning(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

fn now_unix_ms() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}

/// A list of the file. What isn't understood in it stays in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entries<T>(Vec<Known<T>>);

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Known<T> {
    /// One of this version.
    Yes(T),
    /// Whatever else it is.
    No(Value),
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Entries<T> {
    /// Whether there is nothing at all in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that are understood.
    pub fn known(&self) -> impl Iterator<Item = &T> {
        self.0.iter().filter_map(|entry| match entry {
            Known::Yes(entry) => Some(entry),
            Known::No(_) => None,
        })
    }

    pub(super) fn known_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().filter_map(|entry| match entry {
            Known::Yes(entry) => Some(entry),
            Known::No(_) => None,
        })
    }

    pub(super) fn push(&mut self, entry: T) {
        self.0.push(Known::Yes(entry));
    }

    /// Takes away those of which `which` is true; whether there was any.
    pub(super) fn remove(&mut self, which: impl Fn(&T) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|entry| !matches!(entry, Known::Yes(entry) if which(entry)));
        self.0.len() < before
    }

    /// Adds those of `other` that are none of these.
    pub(super) fn take_up(&mut self, other: &Self, same: impl Fn(&T, &T) -> bool)
    where
        T: Clone,
    {
        for entry in &other.0 {
            let there = self.0.iter().any(|own| match (own, entry) {
                (Known::Yes(own), Known::Yes(entry)) => same(own, entry),
                (Known::No(own), Known::No(entry)) => own == entry,
                _ => false,
            });
            if !there {
                self.0.push(entry.clone());
            }
        }
    }
}

/// A time in seconds, to the millisecond.
mod seconds {
    use super::{Deserialize, Deserializer, Duration, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
        at.map(|at| at.as_millis() as f64 / 1000.0).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
        let seconds = Option::<f64>::deserialize(from)?;
        seconds.map(Duration::try_from_secs_f64).transpose().map_err(serde::de::Error::custom)
    }
}
