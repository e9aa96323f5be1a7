//! The utterance that records are joined to, and which go on with it.

use std::ops::Range;
use std::time::Duration;

use super::super::cue::{Cue, Voice};
use super::Records;
use crate::model::{Mark, SpeakerId, TimedSpan};
use crate::place::Place;
use crate::words::ends_sentence;

/// Records further apart than this are not joined.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Ends of records are written a little late or early; less than this is no sounding together.
const SLOP: Duration = Duration::from_millis(150);
/// An utterance that grew over so many bytes ends with the record even inside a sentence.
const LONGEST: usize = 400;
/// Words that no sentence ends are cut after a pause of this length.
const WORDS_PAUSE: Duration = Duration::from_millis(700);
/// Shorter runs of words bear a longer pause.
const FEW_WORDS: usize = 12;

/// What an utterance grows in, so that it is allocated once, in its own size, when it is whole.
#[derive(Default)]
pub(super) struct Buffers {
    pub(super) text: String,
    pub(super) spans: Vec<TimedSpan>,
}

/// The utterance that may still go on.
pub(super) struct Draft {
    pub(super) speaker: Option<SpeakerId>,
    /// Another voice than that of the turn before, whoever it is.
    pub(super) other: bool,
    pub(super) text: String,
    pub(super) emphasis: Vec<Range<usize>>,
    pub(super) spans: Vec<TimedSpan>,
    pub(super) start: Option<Mark>,
    /// When the last of its records ends, or where that isn't told begins.
    pub(super) until: Option<Duration>,
    pub(super) end: Option<Duration>,
    pub(super) place: Place,
    pub(super) records: usize,
    /// Its paragraph ends here.
    pub(super) closed: bool,
}

impl Draft {
    pub(super) fn of(
        cue: &Cue<'_>,
        speaker: Option<SpeakerId>,
        records: Records,
        mut buffers: Buffers,
    ) -> Self {
        push_line(&mut buffers.text, &cue.text);
        buffers.spans.extend_from_slice(cue.words());
        let mut draft = Self {
            speaker,
            other: cue.voice == Voice::Other,
            text: buffers.text,
            emphasis: cue.emphasis().to_vec(),
            spans: buffers.spans,
            start: cue.start(),
            until: cue.end().or(cue.starts_at()),
            end: cue.end(),
            place: cue.place(),
            records: 1,
            closed: cue.text.ends_with('\n'),
        };
        // Where blanks are written out they belong to what comes next.
        if records != Records::Tokens {
            draft.trim();
        }
        draft
    }

    /// Takes in the record that goes on with it.
    pub(super) fn join(&mut self, cue: &Cue<'_>, records: Records) {
        self.time_whole();
        let plain = cue.is_plain() && is_trimmed(&cue.text);
        if records != Records::Tokens && !(records == Records::Words && is_closing(&cue.text)) {
            self.text.push(' ');
        }
        let at = self.text.len();
        self.until = cue.end().or(cue.starts_at()).or(self.until);
        self.end = cue.end();
        self.records += 1;
        self.closed = cue.text.ends_with('\n');
        if plain {
            push_line(&mut self.text, &cue.text);
            if let Some(start) = cue.starts_at() {
                self.spans.push(TimedSpan::new(at..self.text.len(), start, cue.end()));
            }
            return;
        }
        let mut next = Draft::of(cue, None, records, Buffers::default());
        next.time_whole();
        self.text.push_str(&next.text);
        self.emphasis.extend(next.emphasis.iter().map(|run| run.start + at..run.end + at));
        self.spans.extend(next.spans.iter().map(|span| {
            let range = span.range();
            TimedSpan::new(range.start + at..range.end + at, span.start, span.end)
        }));
    }

    /// What was a record by itself is one of several from here on: its time becomes a span's.
    pub(super) fn time_whole(&mut self) {
        if let (true, Some(start)) = (self.spans.is_empty(), self.start) {
            self.spans.push(TimedSpan::new(0..self.text.len(), start.time, self.end));
        }
    }

    /// Takes the blanks off both ends of its text, and off what counts in it.
    pub(super) fn trim(&mut self) {
        if is_trimmed(&self.text) && self.emphasis.is_empty() && self.spans.is_empty() {
            return;
        }
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        let blanks = kept - self.text.trim_start().len();
        if blanks > 0 {
            self.text.drain(..blanks);
        }
        let text = &self.text;
        let inside = |range: Range<usize>| {
            let start = range.start.saturating_sub(blanks).min(text.len());
            let end = range.end.saturating_sub(blanks).clamp(start, text.len());
            let lead = text[start..end].len() - text[start..end].trim_start().len();
            start + lead..start + lead + text[start + lead..end].trim_end().len()
        };
        for run in &mut self.emphasis {
            *run = inside(run.clone());
        }
        self.emphasis.retain(|run| run.start < run.end);
        for span in &mut self.spans {
            *span = TimedSpan::new(inside(span.range()), span.start, span.end);
        }
        self.spans.retain(|span| !span.range().is_empty());
    }
}

/// Whether `next` goes on with what `draft` says.
pub(super) fn runs_on(draft: &Draft, next: &Cue<'_>, speaker: Option<SpeakerId>, records: Records) -> bool {
    let pause = match (draft.until, next.starts_at()) {
        (Some(until), Some(start)) if start + SLOP < until => return false,
        (Some(until), Some(start)) => start.saturating_sub(until),
        (None, None) => Duration::ZERO,
        _ => return false,
    };
    let other = next.voice == Voice::Other || draft.speaker != speaker;
    if draft.closed || other || draft.text.len() > LONGEST {
        return false;
    }
    match records {
        Records::Lines => false,
        Records::Pieces => {
            pause <= LONGEST_PAUSE
                && !ends_sentence(&draft.text)
                && !is_sound(&draft.text)
                && !is_sound(&next.text)
        }
        // Closing punctuation may be a record of its own, and a word may come in parts.
        Records::Words if is_closing(&next.text) => true,
        Records::Tokens
            if !next.text.starts_with(char::is_whitespace) && !draft.text.ends_with(char::is_whitespace) =>
        {
            true
        }
        Records::Words | Records::Tokens => word_goes_on(&draft.text, draft.records, pause),
    }
}

/// Whether a word that comes after such a pause goes on with the sentence that so many words have made up to there.
pub(in crate::parse) fn word_goes_on(sentence: &str, words: usize, pause: Duration) -> bool {
    let longest = if words < FEW_WORDS { LONGEST_PAUSE } else { WORDS_PAUSE };
    pause <= longest && sentence.len() <= LONGEST && !ends_sentence(sentence)
}

/// Whether this is punctuation that stands right after a word.
pub(in crate::parse) fn is_closing(text: &str) -> bool {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let closes = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '%' | ')' | ']' | '”' | '’');
    let text = text.trim();
    !text.is_empty() && text.chars().all(closes)
}

/// Whether a text has no blanks around it.
pub(in crate::parse) fn is_trimmed(text: &str) -> bool {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    (is_plain(bytes.first()) && is_plain(bytes.last())) || text.trim().len() == text.len()
}

/// Adds a text with blanks in the place of its line ends.
fn push_line(out: &mut String, text: &str) {
    out.reserve(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\n', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Whether this is a sound and no speech: "[Music]", "(laughs)", "♪ …".
fn is_sound(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('[') && text.find(']') == Some(text.len() - 1))
        || (text.starts_with('(') && text.find(')') == Some(text.len() - 1))
        || text.starts_with(['♪', '♫'])
}
