//! Search in what was said: case and accents folded, by whole words or a regular expression, by speaker.
//!
//! `folded` keeps the text as it is compared, and the way back to the text as it was; `query` reads what a person typed.
//!
//! What always holds: a search takes time by the length of the text, whatever is searched for, and a hit never reaches
//! over the end of an utterance.

mod folded;
mod query;

use std::ops::Range;

use memchr::memmem;
use regex::{Regex, RegexBuilder};

use crate::model::Transcript;
use folded::{Folded, fold};
pub use query::Query;

/// The most hits that are listed; those beyond are counted.
pub const MOST_HITS: usize = 200_000;
/// What a regular expression may take in memory, in bytes.
const MOST_COMPILED: usize = 4 << 20;

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

/// Why nothing can be searched for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The expression isn't one.
    #[error("This is no regular expression: {0}.")]
    Expression(String),
    /// It would take too much to look for.
    #[error("This regular expression is too large. Search for less of it.")]
    TooLarge,
}

impl Search {
    /// Reads the transcript's text once.
    pub fn new(transcript: &Transcript) -> Search {
        let mut folded = Folded::default();
        let mut speakers = Vec::new();
        for line in transcript.lines() {
            folded.push(line.utterance.text());
            speakers.push(line.speaker.map(crate::model::SpeakerId::index));
        }
        let names = transcript.speakers.iter().map(|speaker| fold(&speaker.name)).collect();
        Search { folded, names, speakers }
    }

    /// Everything that `query` finds, in the order of the text. An empty text finds nothing.
    ///
    /// # Errors
    /// [`SearchError`] for a regular expression that can't be read.
    pub fn find(&self, query: &Query) -> Result<Hits, SearchError> {
        let mut hits = Hits::default();
        if query.text.is_empty() {
            return Ok(hits);
        }
        let spoken_by = query.speaker.as_deref().map(|name| self.who(name));
        let wanted = |line: usize| {
            let Some(who) = &spoken_by else { return true };
            self.speakers.get(line).copied().flatten().is_some_and(|speaker| who[speaker])
        };
        let mut take = |line: usize, found: Range<usize>| {
            if wanted(line) && (!query.whole_word || self.is_whole(line, &found)) {
                hits.count += 1;
                if hits.listed.len() < MOST_HITS {
                    let Range { start, end } = self.folded.original(line, found);
                    hits.listed.push(Hit { line: line as u32, start, end });
                }
            }
        };
        if query.expression {
            let expression = expression(&query.text)?;
            for line in (0..self.folded.lines()).filter(|line| wanted(*line)) {
                let found = expression.find_iter(self.folded.line(line)).filter(|found| !found.is_empty());
                found.for_each(|found| take(line, found.range()));
            }
        } else {
            let needle = fold(&query.text);
            let (mut line, text) = (0, self.folded.text());
            for at in memmem::find_iter(text.as_bytes(), needle.as_bytes()).filter(|_| !needle.is_empty()) {
                line = self.folded.line_at(at, line);
                let start = at - self.folded.start(line);
                take(line, start..start + needle.len());
            }
        }
        Ok(hits)
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

fn expression(text: &str) -> Result<Regex, SearchError> {
    let made = RegexBuilder::new(&folded::unaccented(text))
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
