//! Written words → the ways in which they may be said.
//!
//! - `dictionary`: the words that are known

mod dictionary;

use crate::phone::{Language, Phone};
use dictionary::Dictionary;

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
    dictionary: Dictionary,
}

impl Lexicon {
    /// The lexicon of a language: some ten milliseconds' work and 2 MB, to be kept while words are asked for.
    pub fn of(language: Language) -> Lexicon {
        Lexicon { dictionary: Dictionary::of(language) }
    }

    /// How the words of an utterance are said, in their order: one answer a word as written, with what stands around it
    /// (`"$5"`, `"2016"`, `"Q&A"`, `"don't"`), since how a number is said may depend on its neighbours.
    pub fn say(&self, words: &[&str]) -> Vec<Said> {
        let plain = |word: &&str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
            Said { ways: self.dictionary.ways(&word), guessed: false }
        };
        words.iter().map(plain).collect()
    }
}
