//! Search in what was said: case and accents folded, by whole words or a regular expression, by speaker; and pull quotes found in it.
//!
//! `folded` keeps the text as it is compared, and the way back to the text as it was; `query` reads what a person typed; `quotes`
//! looks for quotations.
//!
//! What always holds: a hit never reaches over the end of an utterance. A search for a text takes time by the length of what was
//! said; one for an expression can take longer, and stops within a short time after it was told to.

mod folded;
mod query;
mod quotes;

use std::ops::Range;

use memchr::memmem;
use regex::{Regex, RegexBuilder};

use crate::model::{SpeakerId, Transcript};
use folded::{Folded, fold, fold_expression};
pub use query::Query;

/// The most hits that are listed; those beyond are counted.
pub const MOST_HITS: usize = 100_000;
/// What a regular expression may take in memory, in bytes.
const MOST_COMPILED: usize = 1 << 20;
/// What a regular expression looks at in one go, in bytes: it can't be stopped in between. Paragraphs are far shorter; of what is
/// longer no hit reaches over the end of such a piece.
const PIECE: usize = 16 << 10;
/// So many hits of a text are found in less time than anybody notices.
const BETWEEN_LOOKS: usize = 4_096;

/// A transcript made ready to be searched.
#[derive(Debug)]
pub struct Search {
    folded: Folded,
    /// Folded names of the speakers.
    names: Vec<String>,
    /// For each utterance its speaker.
    speakers: Vec<Option<usize>>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// How many there are.
    pub count: usize,
    /// The first [`MOST_HITS`] of them, in order.
    pub listed: Vec<Hit>,
}

/// A place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The utterance, counted over all turns from 0.
    pub line: u32,
    /// Its first and the unit behind its last, in UTF-16 units from the beginning of the utterance's text.
    pub start: u32,
    /// See `start`.
    pub end: u32,
}

/// Why a search comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The expression isn't one.
    #[error("This is no regular expression: {0}.")]
    Expression(String),
    /// It would take too much memory to look for.
    #[error("This regular expression is too large. Search for less of it.")]
    TooLarge,
    /// It was told to stop.
    #[error("The search was stopped before it had looked at everything. Search for something simpler.")]
    Stopped,
}

impl Search {
    /// Reads the transcript's text once.
    pub fn new(transcript: &Transcript) -> Search {
        let mut folded = Folded::default();
        let mut speakers = Vec::new();
        for line in transcript.lines() {
            folded.push(line.utterance.text());
            speakers.push(line.speaker.map(SpeakerId::index));
        }
        let names = transcript.speakers.iter().map(|speaker| fold(&speaker.name)).collect();
        Search { folded, names, speakers }
    }

    /// Everything that `query` finds, in the order of the text: with a speaker and no text all that they say, with neither nothing.
    /// It ends early once `stopped` answers yes, which it is asked often.
    ///
    /// # Errors
    /// [`SearchError`] for a regular expression that can't be read, and when it was stopped.
    pub fn find(&self, query: &Query, stopped: &dyn Fn() -> bool) -> Result<Hits, SearchError> {
        let spoken_by = query.speaker.as_deref().map(|name| self.who(name));
        let wanted = |line: usize| {
            let Some(who) = &spoken_by else { return true };
            let speaker = self.speakers.get(line).copied().flatten();
            speaker.and_then(|speaker| who.get(speaker)).is_some_and(|wanted| *wanted)
        };
        let mut hits = Hits::default();
        let mut take = |line: usize, found: Range<usize>| {
            if !query.whole_word || self.is_whole(line, &found) {
                hits.count += 1;
                if hits.listed.len() < MOST_HITS {
                    hits.listed.push(self.hit(line, found));
                }
            }
        };
        if query.text.is_empty() {
            let lines = (0..self.folded.lines()).filter(|line| spoken_by.is_some() && wanted(*line));
            lines.for_each(|line| take(line, 0..self.folded.line(line).len()));
        } else if query.expression {
            let expression = expression(&query.text)?;
            for line in (0..self.folded.lines()).filter(|line| wanted(*line)) {
                for (start, piece) in pieces(self.folded.line(line)) {
                    for found in expression.find_iter(piece) {
                        if stopped() {
                            return Err(SearchError::Stopped);
                        }
                        if !found.is_empty() {
                            take(line, start + found.start()..start + found.end());
                        }
                    }
                }
                if stopped() {
                    return Err(SearchError::Stopped);
                }
            }
        } else {
            let needle = fold(&query.text);
            let (mut line, text) = (0, self.folded.text());
            let all = memmem::find_iter(text.as_bytes(), needle.as_bytes()).filter(|_| !needle.is_empty());
            // Beyond those that are listed the lines don't matter, unless they decide.
            let each_counts = spoken_by.is_none() && !query.whole_word;
            let mut unlisted = 0;
            for (n, at) in all.enumerate() {
                if n % BETWEEN_LOOKS == 0 && stopped() {
                    return Err(SearchError::Stopped);
                }
                if each_counts && n >= MOST_HITS {
                    unlisted += 1;
                    continue;
                }
                line = self.folded.line_at(at, line);
                if wanted(line) {
                    let start = at - self.folded.start(line);
                    take(line, start..start + needle.len());
                }
            }
            hits.count += unlisted;
        }
        Ok(hits)
    }

    /// A place in a folded line as one in the text.
    fn hit(&self, line: usize, found: Range<usize>) -> Hit {
        let Range { start, end } = self.folded.original(line, found);
        Hit { line: line as u32, start, end }
    }

    /// For each speaker whether they are meant.
    fn who(&self, name: &str) -> Vec<bool> {
        let name = fold(name);
        self.names.iter().map(|known| known.contains(&name)).collect()
    }

    /// Whether what was found neither begins nor ends inside a word.
    fn is_whole(&self, line: usize, found: &Range<usize>) -> bool {
        let text = self.folded.line(line);
        let inside = |at: usize| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text.get(at..).and_then(|text| text.chars().next());
            before
                .zip(after)
                .is_some_and(|(before, after)| before.is_alphanumeric() && after.is_alphanumeric())
        };
        !inside(found.start) && !inside(found.end)
    }
}

/// A line in pieces of at most [`PIECE`] bytes, cut behind spaces where there are some, with where each begins.
fn pieces(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let rest = line.get(start..).filter(|rest| !rest.is_empty())?;
        let most = (0..=PIECE.min(rest.len())).rev().find_map(|end| rest.get(..end))?;
        let piece = match most.rfind(' ') {
            Some(space) if most.len() < rest.len() => &most[..=space],
            _ => most,
        };
        at += piece.len();
        Some((start, piece))
    })
}

fn expression(text: &str) -> Result<Regex, SearchError> {
    let made = RegexBuilder::new(&fold_expression(text))
        .case_insensitive(true)
        .size_limit(MOST_COMPILED)
        .dfa_size_limit(MOST_COMPILED)
        .build();
    made.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => SearchError::TooLarge,
        // The last line says what is wrong; those before draw where.
        other => {
            let told = other.to_string();
            let last = told.lines().last().unwrap_or_default();
            SearchError::Expression(last.trim_start_matches("error:").trim().trim_end_matches('.').to_owned())
        }
    })
}

#[cfg(test)]
mod tests;
