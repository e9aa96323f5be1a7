//! Cues cut apart, with everything that counts places in their text.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use super::cue::{Cue, Voice};
use super::cues::is_trimmed;
use crate::model::TimedSpan;
use crate::place::Place;

impl<'a> Cue<'a> {
    /// A part of it without the blanks around, at the same time, said by `voice`.
    pub(super) fn part(&self, range: Range<usize>, voice: Voice<'a>) -> Cue<'a> {
        let part = &self.text[range.clone()];
        let end = range.start + part.trim_end().len();
        let start = end.min(range.start + part.len() - part.trim_start().len());
        let shift =
            |run: Range<usize>| run.start.clamp(start, end) - start..run.end.clamp(start, end) - start;
        let emphasis = self.emphasis().iter().map(|run| shift(run.clone())).filter(|run| !run.is_empty());
        let words = self.words().iter();
        let words = words.map(|word| TimedSpan::new(shift(word.range()), word.start, word.end));
        self.at_same_time(voice, slice(&self.text, start..end), self.place_at(start))
            .with_emphasis(emphasis.collect())
            .with_words(words.filter(|word| !word.range().is_empty()).collect())
    }

    /// The same without blanks around its text.
    pub(super) fn trimmed(self) -> Cue<'a> {
        if is_trimmed(&self.text) {
            return self;
        }
        self.part(0..self.text.len(), self.voice.clone())
    }

    /// The place in the file of a place in its text.
    pub(super) fn place_at(&self, at: usize) -> Place {
        self.place().lines_on(memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count())
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
