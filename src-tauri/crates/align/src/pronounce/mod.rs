//! Written words → the ways in which they may be said.

use crate::phone::{Language, Phone};

/// The ways in which a written word may be said, each a sequence of phones of speech; none where nothing is said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The likeliest first.
    pub ways: Vec<Vec<Phone>>,
    /// Found by rules and not in the dictionary.
    pub guessed: bool,
}

/// How a language's words are said.
#[derive(Debug)]
pub struct Lexicon {
    language: Language,
}

impl Lexicon {
    /// The lexicon of a language.
    pub fn of(language: Language) -> Lexicon {
        Lexicon { language }
    }

    /// How the words of an utterance are said, in their order: one answer a word as written, with what stands around it
    /// (`"$5"`, `"2016"`, `"Q&A"`, `"don't"`), since how a number is said may depend on its neighbours.
    pub fn say(&self, words: &[&str]) -> Vec<Said> {
        let _ = self.language;
        words.iter().map(|_| Said::default()).collect()
    }
}
