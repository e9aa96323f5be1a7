//! Timed records (subtitle cues, segments, words) as a transcript: put in the order of their times, joined to sentences,
//! and gathered into turns.
//!
//! - A record that names nobody goes on with whoever spoke before it.
//! - Records whose sentences run on are joined into one utterance, which keeps each one's time as a
//!   [`TimedSpan`](crate::TimedSpan). Those of a file that hardly ends a sentence stay apart, as do sounds ("[Music]"), records with a pause
//!   or another voice between them, and those that sound at the same time.
//! - Records out of order are put where their times say, with a warning.

mod draft;

use std::collections::HashMap;
use std::time::Duration;

use draft::{Buffers, Draft, runs_on};
pub(super) use draft::{is_closing, is_trimmed, word_goes_on};

use super::cue::{Cue, Voice};
use super::{roll, shown};
use crate::model::{Speaker, SpeakerId, Transcript, Turn, Utterance};
use crate::warning::Warnings;
use crate::words::ends_sentence;

/// A file in which at most one record in so many ends a sentence tells nothing about sentences.
const SENTENCE_EVERY: usize = 12;

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

#[cfg(test)]
mod tests;
