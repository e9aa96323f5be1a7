//! Timed records (subtitle cues, segments, words) as a transcript: put in the order of their times, joined to sentences,
//! and gathered into turns.
//!
//! - A record that names nobody goes on with whoever spoke before it.
//! - Records whose sentences run on are joined into one utterance, which keeps each one's time as a
//!   [`TimedSpan`]. Those of a file that hardly ends a sentence stay apart, as do sounds ("[Music]"), records with a pause
//!   or another voice between them, and those that sound at the same time.
//! - Records out of order are put where their times say, with a warning.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use super::roll;
use crate::model::{Mark, Speaker, SpeakerId, TimedSpan, Transcript, Turn, Utterance};
use crate::warning::Warnings;
use crate::words::ends_sentence;

/// Records further apart than this are not joined.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Ends of records are written a little late or early; less than this is no sounding together.
const SLOP: Duration = Duration::from_millis(150);
/// An utterance that grew over so many bytes ends with the record even inside a sentence.
const LONGEST: usize = 400;
/// A file in which at most one record in so many ends a sentence tells nothing about sentences.
const SENTENCE_EVERY: usize = 12;
/// Words that no sentence ends are cut after a pause of this length.
const WORDS_PAUSE: Duration = Duration::from_millis(700);

/// One timed record.
#[derive(Debug, Clone)]
pub(super) struct Cue<'a> {
    pub(super) voice: Voice<'a>,
    /// What is said, without markup, its lines apart by `\n`. At its start and end blanks count only where the cues
    /// are joined as they are written.
    pub(super) text: Cow<'a, str>,
    /// Bold and italic runs, as byte ranges of the text: sorted and apart.
    pub(super) emphasis: Vec<Range<usize>>,
    pub(super) start: Option<Mark>,
    pub(super) end: Option<Duration>,
    /// The times of its words, in the order of the text; empty where the file gives none.
    pub(super) words: Vec<TimedSpan>,
    /// The line of the file, from 1.
    pub(super) line: usize,
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

/// What the records are, which decides on how they are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Records {
    /// Whole lines (lyrics, labels): never joined.
    Lines,
    /// Pieces of speech cut by length, as subtitles are: joined with a blank where a sentence runs on.
    Pieces,
    /// Single words, joined to sentences: with a blank between them, but before punctuation.
    Words,
    /// Single words or parts of words that bring their own blanks.
    Tokens,
}

/// The transcript of a file's records, which come in the file's order.
pub(super) fn assemble(mut cues: Vec<Cue<'_>>, records: Records, warnings: &mut Warnings) -> Transcript {
    if records == Records::Lines || records == Records::Pieces {
        cues.retain(|cue| !cue.text.trim().is_empty());
    }
    sort(&mut cues, warnings);
    let mut writer = Writer { joins: joins(&cues, records), records, ..Writer::default() };
    for cue in cues {
        writer.add(cue);
    }
    let joined = writer.joined;
    let transcript = writer.finish();
    if joined > 0 && records == Records::Pieces {
        warnings.joined(None, || {
            format!("{joined} of its records end inside a sentence; each was joined with the next one.")
        });
    }
    transcript
}

/// Puts the records in the order of their starts, if each has one.
fn sort(cues: &mut [Cue<'_>], warnings: &mut Warnings) {
    let start = |cue: &Cue<'_>| cue.start.map(|mark| mark.time);
    if cues.is_sorted_by_key(start) || cues.iter().any(|cue| cue.start.is_none()) {
        return;
    }
    let mut latest = Duration::ZERO;
    for cue in cues.iter() {
        let time = start(cue).unwrap_or_default();
        if time < latest {
            let (time, after) = (super::shown(time), super::shown(latest));
            warnings.moved(cue.line, || {
                format!("What is said at {time} stands after {after}; it is shown where its time says.")
            });
        }
        latest = latest.max(time);
    }
    cues.sort_by_key(start);
}

/// Whether records are joined where a sentence runs on.
fn joins(cues: &[Cue<'_>], records: Records) -> bool {
    match records {
        Records::Lines => false,
        Records::Words | Records::Tokens => true,
        Records::Pieces => {
            let ends = cues.iter().filter(|cue| ends_sentence(&cue.text)).count();
            ends * SENTENCE_EVERY > cues.len()
        }
    }
}

#[derive(Default)]
struct Writer {
    transcript: Transcript,
    speakers: HashMap<String, SpeakerId>,
    records: Records,
    joins: bool,
    joined: usize,
    draft: Option<Draft>,
    /// The last name, as it was written.
    named: Option<(String, SpeakerId)>,
}

impl Default for Records {
    fn default() -> Self {
        Records::Lines
    }
}

/// The utterance that may still go on.
struct Draft {
    speaker: Option<SpeakerId>,
    /// Another voice than that of the turn before, whoever it is.
    other: bool,
    text: String,
    emphasis: Vec<Range<usize>>,
    spans: Vec<TimedSpan>,
    start: Option<Mark>,
    /// The start of the record that was joined last.
    latest: Option<Duration>,
    end: Option<Duration>,
    line: usize,
    /// How many records it is made of.
    records: usize,
    /// Nothing more belongs to it.
    closed: bool,
}

impl Writer {
    fn add(&mut self, cue: Cue<'_>) {
        let speaker = match &cue.voice {
            Voice::Same => self.draft.as_ref().and_then(|draft| draft.speaker),
            Voice::Other => None,
            Voice::Named(name) => Some(self.speaker(name)),
        };
        let Some(mut draft) = self.draft.take() else {
            self.draft = self.begin(cue, speaker);
            return;
        };
        let same = cue.voice != Voice::Other && speaker == draft.speaker;
        if same && self.joins && self.runs_on(&draft, &cue) {
            self.join(&mut draft, cue);
            self.draft = Some(draft);
        } else {
            self.close(draft);
            self.draft = self.begin(cue, speaker);
        }
    }

    fn speaker(&mut self, name: &str) -> SpeakerId {
        if let Some((last, id)) = &self.named
            && last == name
        {
            return *id;
        }
        let speakers = &mut self.transcript.speakers;
        let id = *self.speakers.entry(roll::key(name)).or_insert_with(|| {
            speakers.push(Speaker { name: name.split_whitespace().collect::<Vec<_>>().join(" ") });
            SpeakerId::new(speakers.len() - 1)
        });
        self.named = Some((name.to_owned(), id));
        id
    }

    /// Whether `cue` goes on with what the draft says.
    fn runs_on(&self, draft: &Draft, cue: &Cue<'_>) -> bool {
        if draft.closed || draft.text.len() > LONGEST {
            return false;
        }
        let pause = match (draft.end.or(draft.latest), cue.start) {
            (Some(end), Some(start)) if start.time + SLOP < end => return false,
            (Some(end), Some(start)) => start.time.saturating_sub(end),
            (None, None) => Duration::ZERO,
            _ => return false,
        };
        match self.records {
            Records::Lines => false,
            Records::Pieces => {
                pause <= LONGEST_PAUSE
                    && !ends_sentence(&draft.text)
                    && !is_sound(&draft.text)
                    && !is_sound(&cue.text)
            }
            Records::Words | Records::Tokens => {
                let attached = attaches(&cue.text, self.records);
                attached
                    || (pause <= LONGEST_PAUSE
                        && !ends_sentence(&draft.text)
                        && (draft.records < 12 || pause < WORDS_PAUSE))
            }
        }
    }

    fn begin(&mut self, cue: Cue<'_>, speaker: Option<SpeakerId>) -> Option<Draft> {
        let blanks = cue.text.len() - cue.text.trim_start().len();
        let text = one_line(&cue.text[blanks..]);
        let kept = text.trim_end().len();
        let mut draft = Draft {
            speaker,
            other: cue.voice == Voice::Other,
            closed: cue.text.ends_with('\n'),
            text,
            emphasis: cue.emphasis,
            spans: cue.words,
            start: cue.start,
            latest: cue.start.map(|mark| mark.time),
            end: cue.end,
            line: cue.line,
            records: 1,
        };
        draft.text.truncate(kept);
        for run in &mut draft.emphasis {
            *run = run.start.saturating_sub(blanks)..run.end.saturating_sub(blanks).min(kept);
        }
        draft.emphasis.retain(|run| run.start < run.end);
        for span in &mut draft.spans {
            let range = span.range();
            *span = TimedSpan::new(
                range.start.saturating_sub(blanks)..range.end.saturating_sub(blanks).min(kept),
                span.start,
                span.end,
            );
        }
        Some(draft)
    }

    fn join(&mut self, draft: &mut Draft, cue: Cue<'_>) {
        self.joined += 1;
        // What was one record until now is the first of several: its time is a span's from here on.
        if draft.spans.is_empty()
            && let Some(start) = draft.start
        {
            draft.spans.push(TimedSpan::new(0..draft.text.len(), start.time, draft.end));
        }
        if self.records != Records::Tokens || cue.text.starts_with(char::is_whitespace) {
            if !attaches(&cue.text, self.records) {
                draft.text.push(' ');
            }
        }
        let at = draft.text.len();
        let start = cue.start;
        let (end, words, closed) = (cue.end, !cue.words.is_empty(), cue.text.ends_with('\n'));
        if let Some(next) = self.begin(cue, draft.speaker) {
            draft.text.push_str(&next.text);
            draft.emphasis.extend(next.emphasis.into_iter().map(|run| run.start + at..run.end + at));
            let shifted = next.spans.iter().map(|span| {
                let range = span.range();
                TimedSpan::new(range.start + at..range.end + at, span.start, span.end)
            });
            draft.spans.extend(shifted);
            if !words && let Some(start) = start {
                draft.spans.push(TimedSpan::new(at..draft.text.len(), start.time, end));
            }
        }
        draft.latest = start.map(|mark| mark.time).or(draft.latest);
        draft.end = end;
        draft.records += 1;
        draft.closed = closed;
    }

    fn close(&mut self, draft: Draft) {
        if draft.text.is_empty() {
            return;
        }
        let utterance =
            Utterance::new(draft.text, draft.emphasis, draft.start, draft.line).timed(draft.end, draft.spans);
        let turns = &mut self.transcript.turns;
        match turns.last_mut() {
            Some(turn) if turn.speaker == draft.speaker && !draft.other => turn.utterances.push(utterance),
            _ => turns.push(Turn { speaker: draft.speaker, utterances: vec![utterance] }),
        }
    }

    fn finish(mut self) -> Transcript {
        if let Some(draft) = self.draft.take() {
            self.close(draft);
        }
        self.transcript
    }
}

/// Whether a record stands right after the one before it, without a blank.
fn attaches(text: &str, records: Records) -> bool {
    let closing = |text: &str| {
        text.chars()
            .all(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '%' | ')' | ']' | '”' | '’'))
    };
    match records {
        Records::Words => !text.is_empty() && closing(text),
        Records::Tokens => !text.starts_with(char::is_whitespace),
        Records::Lines | Records::Pieces => false,
    }
}

/// Whether this is a sound and no speech: "[Music]", "(laughs)", "♪ …".
fn is_sound(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('[') && text.find(']') == Some(text.len() - 1))
        || (text.starts_with('(') && text.find(')') == Some(text.len() - 1))
        || text.starts_with(['♪', '♫'])
}

/// The text with blanks in the place of its line ends.
fn one_line(text: &str) -> String {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() { text.replace('\n', " ") } else { text.to_owned() }
}
