//! Cues cut apart and put together, with everything that counts places in their text.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use super::cues::{Cue, Voice, is_trimmed};
use crate::model::TimedSpan;

impl<'a> Cue<'a> {
    /// A part of it without the blanks around, at the same time, said by `voice`.
    pub(super) fn part(&self, range: Range<usize>, voice: Voice<'a>) -> Cue<'a> {
        let part = &self.text[range.clone()];
        let end = range.start + part.trim_end().len();
        let start = end.min(range.start + part.len() - part.trim_start().len());
        let shift =
            |run: Range<usize>| run.start.clamp(start, end) - start..run.end.clamp(start, end) - start;
        let emphasis = self.emphasis.iter().map(|run| shift(run.clone())).filter(|run| !run.is_empty());
        let words = self.words.iter().map(|word| TimedSpan::new(shift(word.range()), word.start, word.end));
        Cue {
            voice,
            text: slice(&self.text, start..end),
            emphasis: emphasis.collect(),
            start: self.start,
            end: self.end,
            words: words.filter(|word| !word.range().is_empty()).collect(),
            line: self.line_at(start),
        }
    }

    /// The same without blanks around its text.
    pub(super) fn trimmed(self) -> Cue<'a> {
        if is_trimmed(&self.text) {
            return self;
        }
        self.part(0..self.text.len(), self.voice.clone())
    }

    /// Adds what `next` says on a line of its own.
    pub(super) fn append(&mut self, next: Cue<'_>) {
        let text = self.text.to_mut();
        text.push('\n');
        let at = text.len();
        text.push_str(&next.text);
        self.emphasis.extend(next.emphasis.into_iter().map(|run| run.start + at..run.end + at));
        let words = next.words.iter();
        self.words.extend(words.map(|word| {
            TimedSpan::new(word.range().start + at..word.range().end + at, word.start, word.end)
        }));
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
            emphasis: self.emphasis,
            start: self.start,
            end: self.end,
            words: self.words,
            line: self.line,
        }
    }

    /// The line of the file on which a place of its text stands.
    pub(super) fn line_at(&self, at: usize) -> usize {
        self.line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count()
    }
}

/// A part of a text that lives as long.
pub(super) fn slice<'a>(text: &Cow<'a, str>, range: Range<usize>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}

/// The stretches of a text from one of its times to the next, given the places from which on each time holds. None if it
/// is all one stretch.
pub(super) fn spans(
    text: &str,
    times: &[(usize, Duration)],
    start: Option<Duration>,
    end: Option<Duration>,
) -> Vec<TimedSpan> {
    if times.is_empty() {
        return Vec::new();
    }
    let from = start.map(|start| (0, start)).into_iter();
    let starts: Vec<(usize, Duration)> = from.chain(times.iter().copied()).collect();
    let ends = starts[1..].iter().map(|&(at, time)| (at, Some(time))).chain([(text.len(), end)]);
    let mut spans: Vec<TimedSpan> = Vec::with_capacity(starts.len());
    for (&(at, start), (until, end)) in starts.iter().zip(ends) {
        let part = &text[at..until];
        let said = part.trim();
        let from = at + part.len() - part.trim_start().len();
        if !said.is_empty() {
            spans.push(TimedSpan::new(from..from + said.len(), start, end));
        }
    }
    if spans.len() < 2 { Vec::new() } else { spans }
}
