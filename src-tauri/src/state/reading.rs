//! What the screen asks for while a person reads: words with their times, what is searched for, and where pull quotes are said.

use std::{
    sync::{Arc, OnceLock, atomic::Ordering},
    time::{Duration, Instant},
};

use cueline_library::Text;
use cueline_transcript::{Search, SearchError};

use super::{App, Open, closed, lock};
use crate::{
    dto::{self, Passage, Query, Words},
    error::AppError,
};

/// Only an expression that was made for it takes longer to look for.
const LONGEST_SEARCH: Duration = Duration::from_secs(10);

/// The open transcript made ready to be searched, once that is asked for.
pub(super) type Searchable = Arc<OnceLock<Search>>;

/// The number of a search; a newer one stops it.
#[derive(Clone, Copy)]
pub(crate) struct Turn(u64);

impl Open {
    /// Takes a transcript in the place of the one before.
    pub(super) fn read(&mut self, text: Option<Text>) {
        self.text = text.map(Arc::new);
        self.search = Searchable::default();
    }
}

impl App {
    /// The words and sentences of a line of episode number `episode`; nothing of a line that it hasn't.
    pub(crate) fn words(&self, episode: u32, line: u32) -> Result<Words, AppError> {
        let text = self.text(episode)?;
        let line = text.transcript.line(line as usize);
        Ok(line.map(|line| Words::from(line.utterance)).unwrap_or_default())
    }

    /// Stops the search that is being made, if there is one, and is the number of the next.
    pub(crate) fn next_search(&self) -> Turn {
        Turn(self.0.searches.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// What is found, as bytes (see [`dto::hit_bytes`]); none at all where a newer search has stopped this one.
    pub(crate) fn search(&self, episode: u32, query: Query, turn: Turn) -> Result<Vec<u8>, AppError> {
        let overtaken = || self.0.searches.load(Ordering::Relaxed) != turn.0;
        let (text, search) = self.searchable(episode)?;
        let search = search.get_or_init(|| Search::new(&text.transcript));
        let begun = Instant::now();
        match search.find(&query.into(), &|| overtaken() || begun.elapsed() > LONGEST_SEARCH) {
            Err(SearchError::Stopped) if overtaken() => Ok(Vec::new()),
            found => Ok(dto::hit_bytes(&found?)),
        }
    }

    /// Where each pull quote of episode number `episode` is said; null for one that is paraphrased.
    pub(crate) fn quotes(&self, episode: u32) -> Result<Vec<Option<Passage>>, AppError> {
        let (text, search) = self.searchable(episode)?;
        let quotes = &text.transcript.pull_quotes;
        if quotes.is_empty() {
            return Ok(Vec::new());
        }
        let found = search.get_or_init(|| Search::new(&text.transcript)).quotes(quotes);
        Ok(found.into_iter().map(|hit| hit.map(Passage::from)).collect())
    }

    fn searchable(&self, episode: u32) -> Result<(Arc<Text>, Searchable), AppError> {
        let open = lock(&self.0.open);
        let text = open.text.as_ref().filter(|_| open.episode == episode).cloned();
        Ok((text.ok_or_else(closed)?, Arc::clone(&open.search)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{app, open};
    use super::*;

    const TALK: &str = "**Ann:** [0:01] The boat came in late.\n\n---\n\n“the boat came in”\n\n**Bo:** [0:04] I heard the boat.\n";

    fn numbers(bytes: &[u8]) -> Vec<u32> {
        bytes.chunks(4).map(|four| u32::from_le_bytes(four.try_into().unwrap())).collect()
    }

    fn typed(typed: &str, expression: bool) -> Query {
        Query { typed: typed.to_owned(), whole_word: false, expression }
    }

    #[test]
    fn the_open_transcript_is_searched_and_its_quotes_and_words_are_found() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("talk.md");
        std::fs::write(&path, TALK).unwrap();
        let app = app(&place.path().join("data"));
        let episode = open(&app, &path);
        let search = |query| app.search(episode, query, app.next_search());
        assert_eq!(numbers(&search(typed("BOAT", false)).unwrap()), [2, 0, 4, 8, 1, 12, 16]);
        assert_eq!(numbers(&search(typed("speaker:bo the", false)).unwrap()), [1, 1, 8, 11]);
        assert_eq!(numbers(&search(typed("", false)).unwrap()), [0]);
        let refused = search(typed("(", true)).unwrap_err().message;
        assert!(refused.starts_with("This is no regular expression"), "{refused}");
        assert_eq!(app.quotes(episode).unwrap(), [Some(Passage { line: 0, start: 0, end: 16 })]);
        let words = app.words(episode, 1).unwrap();
        assert_eq!((words.words.len(), words.starts_ms[0]), (4, 4_000.0));
        assert!(app.words(episode, 9).unwrap().words.is_empty());
        assert!(app.search(episode + 1, typed("boat", false), app.next_search()).is_err());
    }

    #[test]
    fn a_newer_search_stops_an_older_one_which_then_answers_nothing() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("talk.md");
        std::fs::write(&path, TALK).unwrap();
        let app = app(&place.path().join("data"));
        let episode = open(&app, &path);
        let (older, newer) = (app.next_search(), app.next_search());
        assert!(app.search(episode, typed("boat", false), older).unwrap().is_empty());
        assert_eq!(numbers(&app.search(episode, typed("boat", false), newer).unwrap())[0], 2);
    }

    #[test]
    fn a_transcript_that_is_read_again_is_searched_anew() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("talk.txt");
        std::fs::write(&path, "[00:00:01:12] Good evening.\n").unwrap();
        let app = app(&place.path().join("data"));
        let episode = open(&app, &path);
        let found =
            |text: &str| numbers(&app.search(episode, typed(text, false), app.next_search()).unwrap())[0];
        assert_eq!(found("evening"), 1);
        std::fs::write(&path, "[00:00:01:12] Good morning.\n").unwrap();
        app.set_frame_rate(episode, Some(25.0)).unwrap();
        assert_eq!((found("evening"), found("morning")), (0, 1));
    }
}
