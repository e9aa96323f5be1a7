//! A cue: one timed record of a file, as its reader found it.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use crate::compact::{CompactMark, CompactTime};
use crate::model::{Mark, TimedSpan};
use crate::place::Place;

/// One timed record. All those of a file stand in memory at once, so it is kept small.
#[derive(Debug, Clone)]
pub(super) struct Cue<'a> {
    pub(super) voice: Voice<'a>,
    /// What is said, without markup, its lines apart by `\n`. At its start and end blanks count only where the cues
    /// are joined as they are written.
    pub(super) text: Cow<'a, str>,
    /// Most cues have none.
    parts: Option<Box<Parts>>,
    start: CompactMark,
    end: CompactTime,
    place: Place,
}

#[derive(Debug, Clone, Default)]
struct Parts {
    emphasis: Vec<Range<usize>>,
    words: Vec<TimedSpan>,
}

/// Who says a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Voice<'a> {
    /// The record doesn't say: whoever spoke before.
    Same,
    /// Somebody else than before, whom nothing names.
    Other,
    /// The one of this name.
    Named(Cow<'a, str>),
}

impl<'a> Cue<'a> {
    /// A record that begins at that place of the file.
    pub(super) fn new(
        voice: Voice<'a>,
        text: impl Into<Cow<'a, str>>,
        (start, end): (Option<Mark>, Option<Duration>),
        place: impl Into<Place>,
    ) -> Self {
        let place = place.into();
        Self { voice, text: text.into(), parts: None, start: start.into(), end: end.into(), place }
    }

    /// The same with its bold and italic runs, as byte ranges of its text: sorted and apart.
    pub(super) fn with_emphasis(mut self, emphasis: Vec<Range<usize>>) -> Self {
        if !emphasis.is_empty() {
            self.parts.get_or_insert_default().emphasis = emphasis;
        }
        self
    }

    /// The same with the times of its words, in the order of its text.
    pub(super) fn with_words(mut self, words: Vec<TimedSpan>) -> Self {
        if !words.is_empty() {
            self.parts.get_or_insert_default().words = words;
        }
        self
    }

    /// A cue of another text at the same time, with nothing known of its parts.
    pub(super) fn at_same_time<'b>(&self, voice: Voice<'b>, text: Cow<'b, str>, place: Place) -> Cue<'b> {
        Cue { start: self.start, end: self.end, ..Cue::new(voice, text, (None, None), place) }
    }

    pub(super) fn emphasis(&self) -> &[Range<usize>] {
        self.parts.as_ref().map_or(&[], |parts| &parts.emphasis)
    }

    /// Empty where the file doesn't time them.
    pub(super) fn words(&self) -> &[TimedSpan] {
        self.parts.as_ref().map_or(&[], |parts| &parts.words)
    }

    /// Whether it has neither emphasis nor words with times.
    pub(super) fn is_plain(&self) -> bool {
        self.parts.is_none()
    }

    pub(super) fn start(&self) -> Option<Mark> {
        self.start.get()
    }

    /// The time of its start.
    pub(super) fn starts_at(&self) -> Option<Duration> {
        self.start.time()
    }

    pub(super) fn end(&self) -> Option<Duration> {
        self.end.get()
    }

    pub(super) fn set_end(&mut self, end: Option<Duration>) {
        self.end = end.into();
    }

    /// Its start is known no finer than so.
    pub(super) fn coarsen(&mut self, resolution: Duration) {
        self.start.coarsen(resolution);
    }

    /// Where it begins in the file.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Adds what `next` says on a line of its own.
    pub(super) fn append(&mut self, next: &Cue<'_>) {
        let text = self.text.to_mut();
        text.push('\n');
        let at = text.len();
        text.push_str(&next.text);
        if next.is_plain() {
            return;
        }
        let parts = self.parts.get_or_insert_default();
        parts.emphasis.extend(next.emphasis().iter().map(|run| run.start + at..run.end + at));
        parts.words.extend(next.words().iter().map(|word| {
            TimedSpan::new(word.range().start + at..word.range().end + at, word.start, word.end)
        }));
    }

    /// Takes the first `until` bytes off its text, and with them what stands there.
    pub(super) fn cut_front(&mut self, until: usize) {
        self.text = match std::mem::take(&mut self.text) {
            Cow::Borrowed(text) => Cow::Borrowed(&text[until..]),
            Cow::Owned(text) => Cow::Owned(text[until..].to_owned()),
        };
        let Some(parts) = &mut self.parts else { return };
        let left = |range: Range<usize>| {
            let range = range.start.saturating_sub(until)..range.end.saturating_sub(until);
            (!range.is_empty()).then_some(range)
        };
        parts.emphasis = parts.emphasis.drain(..).filter_map(left).collect();
        let words = parts.words.iter();
        parts.words = words
            .filter_map(|word| Some(TimedSpan::new(left(word.range())?, word.start, word.end)))
            .collect();
    }

    /// The same without borrowing from the file.
    pub(super) fn into_owned<'b>(self) -> Cue<'b> {
        Cue {
            voice: match self.voice {
                Voice::Same => Voice::Same,
                Voice::Other => Voice::Other,
                Voice::Named(name) => Voice::Named(Cow::Owned(name.into_owned())),
            },
            text: Cow::Owned(self.text.into_owned()),
            parts: self.parts,
            start: self.start,
            end: self.end,
            place: self.place,
        }
    }
}
