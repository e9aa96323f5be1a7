//! Timed records (subtitle cues, segments, words) as a transcript: put in the order of their times, joined to sentences,
//! and gathered into turns.
//!
//! - A record that names nobody goes on with whoever spoke before it.
//! - Records whose sentences run on are joined into one utterance, which keeps each one's time as a
//!   [`TimedSpan`]. Those of a file that hardly ends a sentence stay apart, as do sounds ("[Music]"), records with a pause
//!   or another voice between them, and those that sound at the same time.
//! - Records out of order are put where their times say, with a warning.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use super::cue::{Cue, Voice};
use super::{roll, shown};
use crate::model::{Mark, Speaker, SpeakerId, TimedSpan, Transcript, Turn, Utterance};
use crate::place::Place;
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
/// Shorter runs of words bear a longer pause.
const FEW_WORDS: usize = 12;

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
    sort(&mut cues, warnings);
    let mut writer = Writer::new(records, joins(&cues, records));
    for (at, cue) in cues.iter().enumerate() {
        writer.add(cue, &cues[at + 1..]);
    }
    drop(cues);
    let joined = writer.joined;
    match records {
        Records::Pieces if joined > 0 => warnings.joined(None, || match joined {
            1 => "One of its records begins inside a sentence; it was joined with the one before it."
                .to_owned(),
            _ => format!(
                "{joined} of its records begin inside a sentence; each was joined with the one before it."
            ),
        }),
        Records::Words | Records::Tokens if joined > 0 => warnings.joined(None, || {
            "It has a record for every word; they were joined to sentences, and each word kept its time."
                .to_owned()
        }),
        _ => {}
    }
    writer.finish()
}

/// Puts the records in the order of their starts. One without a start stays behind the one that it follows.
fn sort(cues: &mut Vec<Cue<'_>>, warnings: &mut Warnings) {
    let start = Cue::starts_at;
    if cues.iter().filter_map(start).is_sorted() {
        return;
    }
    let mut latest = Duration::ZERO;
    for cue in cues.iter() {
        let Some(time) = start(cue) else { continue };
        if time < latest {
            warnings.moved(cue.place(), || {
                let (time, after) = (shown(time), shown(latest));
                format!("What is said at {time} stands after {after}; it is shown where its time says.")
            });
        }
        latest = latest.max(time);
    }
    // Who goes on speaking is told by what stands before in the file.
    let mut voice = Voice::Same;
    for cue in cues.iter_mut() {
        match &cue.voice {
            Voice::Same => cue.voice = voice.clone(),
            Voice::Other => voice = Voice::Same,
            Voice::Named(_) => voice = cue.voice.clone(),
        }
    }
    let mut before = Duration::ZERO;
    let mut timed: Vec<(Duration, Cue<'_>)> = Vec::with_capacity(cues.len());
    for cue in cues.drain(..) {
        before = start(&cue).unwrap_or(before);
        timed.push((before, cue));
    }
    timed.sort_by_key(|(time, _)| *time);
    cues.extend(timed.into_iter().map(|(_, cue)| cue));
}

/// Whether records are joined where a sentence runs on.
fn joins(cues: &[Cue<'_>], records: Records) -> bool {
    match records {
        Records::Lines => false,
        Records::Words | Records::Tokens => true,
        Records::Pieces => {
            let enough = cues.len() / SENTENCE_EVERY;
            cues.iter().filter(|cue| ends_sentence(&cue.text)).nth(enough).is_some()
        }
    }
}

struct Writer {
    transcript: Transcript,
    records: Records,
    joins: bool,
    joined: usize,
    speakers: HashMap<String, SpeakerId>,
    /// The name that was asked for last.
    named: Option<(String, SpeakerId)>,
    draft: Option<Draft>,
    /// What the utterance before was written into.
    spare: Buffers,
    /// At most so many utterances are in the turn that the draft begins.
    most: usize,
}

/// What an utterance grows in, so that it is allocated once, in its own size, when it is whole.
#[derive(Default)]
struct Buffers {
    text: String,
    spans: Vec<TimedSpan>,
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
    /// When the last of its records ends, or where that isn't told begins.
    until: Option<Duration>,
    end: Option<Duration>,
    place: Place,
    records: usize,
    /// Its paragraph ends here.
    closed: bool,
}

impl Writer {
    fn new(records: Records, joins: bool) -> Self {
        Self {
            transcript: Transcript::default(),
            records,
            joins,
            joined: 0,
            speakers: HashMap::new(),
            named: None,
            draft: None,
            spare: Buffers::default(),
            most: 0,
        }
    }

    /// Takes the next record, which those of `later` come after.
    fn add(&mut self, cue: &Cue<'_>, later: &[Cue<'_>]) {
        let speaker = match &cue.voice {
            Voice::Same => self.draft.as_ref().and_then(|draft| draft.speaker),
            Voice::Other => None,
            Voice::Named(name) => Some(self.speaker(name)),
        };
        let silent = cue.text.trim_ascii().is_empty();
        match &mut self.draft {
            Some(draft) if silent && draft.speaker == speaker && cue.voice != Voice::Other => {
                // It may still end a paragraph.
                draft.closed |= cue.text.ends_with('\n');
            }
            Some(draft) if !silent && self.joins && runs_on(draft, cue, speaker, self.records) => {
                draft.join(cue, self.records);
                self.joined += 1;
            }
            // Even where nothing is said it may tell who speaks from now on.
            _ => {
                self.close();
                let buffers = std::mem::take(&mut self.spare);
                let draft = Draft::of(cue, speaker, self.records, buffers);
                if self.begins_turn(&draft) {
                    self.most = most_utterances(cue, later, self.records);
                }
                self.draft = Some(draft);
            }
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

    /// Hands over what was said until here.
    fn close(&mut self) {
        let Some(mut draft) = self.draft.take() else { return };
        if matches!(self.records, Records::Words | Records::Tokens) {
            // A sentence of one word has that word's time, too.
            draft.time_whole();
        }
        if self.records == Records::Tokens {
            draft.trim();
        }
        if !draft.text.is_empty() {
            let utterance = Utterance::new(
                draft.text.as_str(),
                std::mem::take(&mut draft.emphasis),
                draft.start,
                draft.place,
            )
            .timed(draft.end, &draft.spans);
            if self.begins_turn(&draft) {
                self.end_turn();
                let utterances = Vec::with_capacity(self.most);
                self.transcript.turns.push(Turn { speaker: draft.speaker, utterances });
            }
            if let Some(turn) = self.transcript.turns.last_mut() {
                turn.utterances.push(utterance);
            }
        }
        draft.text.clear();
        draft.spans.clear();
        self.spare = Buffers { text: draft.text, spans: draft.spans };
    }

    /// Whether somebody else says this than what is before it.
    fn begins_turn(&self, draft: &Draft) -> bool {
        let turn = self.transcript.turns.last();
        turn.is_none_or(|turn| draft.other || turn.speaker != draft.speaker)
    }

    /// Gives back the room that the last turn turned out not to need.
    fn end_turn(&mut self) {
        if let Some(turn) = self.transcript.turns.last_mut() {
            turn.utterances.shrink_to_fit();
        }
    }

    fn finish(mut self) -> Transcript {
        self.close();
        self.end_turn();
        self.transcript
    }
}

impl Draft {
    fn of(cue: &Cue<'_>, speaker: Option<SpeakerId>, records: Records, mut buffers: Buffers) -> Self {
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
    fn join(&mut self, cue: &Cue<'_>, records: Records) {
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
    fn time_whole(&mut self) {
        if let (true, Some(start)) = (self.spans.is_empty(), self.start) {
            self.spans.push(TimedSpan::new(0..self.text.len(), start.time, self.end));
        }
    }

    /// Takes the blanks off both ends of its text, and off what counts in it.
    fn trim(&mut self) {
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

/// How many utterances a turn that begins with this record has at most, so that room is made for them once. Words
/// come to far fewer than there are of them.
fn most_utterances(first: &Cue<'_>, later: &[Cue<'_>], records: Records) -> usize {
    if matches!(records, Records::Words | Records::Tokens) {
        return 1;
    }
    let goes_on = |cue: &&Cue<'_>| match &cue.voice {
        Voice::Same => true,
        Voice::Other => false,
        named => *named == first.voice,
    };
    1 + later.iter().take_while(goes_on).count()
}

/// Whether `next` goes on with what `draft` says.
fn runs_on(draft: &Draft, next: &Cue<'_>, speaker: Option<SpeakerId>, records: Records) -> bool {
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
pub(super) fn word_goes_on(sentence: &str, words: usize, pause: Duration) -> bool {
    let longest = if words < FEW_WORDS { LONGEST_PAUSE } else { WORDS_PAUSE };
    pause <= longest && sentence.len() <= LONGEST && !ends_sentence(sentence)
}

/// Whether this is punctuation that stands right after a word.
pub(super) fn is_closing(text: &str) -> bool {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let closes = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '%' | ')' | ']' | '”' | '’');
    let text = text.trim();
    !text.is_empty() && text.chars().all(closes)
}

/// Whether a text has no blanks around it.
pub(super) fn is_trimmed(text: &str) -> bool {
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

#[cfg(test)]
mod tests;
