//! Written words → the ways in which they may be said.
//!
//! A word as written is first read out: `$5` as "five dollars", `NASA` as "nasa" or as four letters. Each small word of such a
//! reading is then said as the dictionary tells, as a form of a word that it has, or by its letters.
//!
//! - `token`: a word taken apart, and which words are not spoken
//! - `english/`: how English is read out, and how its small words are said
//! - `french`: the same of French
//! - `latin`: how words of any other language in Latin letters are about said
//! - `dictionary`: the words that are known
//! - `letters`: how letters are said in those that aren't
//! - `fold`: letters without their accents

mod dictionary;
mod english;
mod fold;
mod french;
mod latin;
mod letters;
mod token;

use crate::phone::{Language, Phone};
use dictionary::Dictionary;
use english::words::Source;
pub use latin::say_by_letters;
use letters::Letters;

/// A word is said in no more ways than this.
const MOST_WAYS: usize = 10;
/// No more readings of a word than this are looked at.
const MOST_READINGS: usize = 8;
/// A reading's words are said in no more ways than this each.
const WAYS_A_WORD: usize = 4;
/// What is longer when it is said is cut: nobody reads out a whole key or table in one word.
const MOST_PHONES: usize = 160;

/// The ways in which a written word may be said, each a sequence of phones of speech; none where nothing is said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The likeliest first; at most ten, each of at most 160 phones.
    pub ways: Vec<Vec<Phone>>,
    /// Found by rules and not in the dictionary.
    pub guessed: bool,
}

/// How a language's words are said.
#[derive(Debug)]
pub struct Lexicon {
    language: Language,
    dictionary: Dictionary,
    letters: Letters,
}

impl Lexicon {
    /// The lexicon of a language: some ten milliseconds' work and 2 MB, to be kept while words are asked for.
    pub fn of(language: Language) -> Lexicon {
        Lexicon { language, dictionary: Dictionary::of(language), letters: Letters::of(language) }
    }

    /// How the words of an utterance are said, in their order: one answer a word as written, with what stands around it up
    /// to the next space or word (`"$5"`, `"2016"`, `"Q&A"`, `"[Laughs]"`), since how a number is said may depend on its
    /// neighbours. What stands between two words without a space goes with both: `"10–"`, `"–15"`.
    pub fn say(&self, words: &[&str]) -> Vec<Said> {
        let silent = match self.language {
            Language::English => english::silent(words),
            Language::French => french::silent(words),
        };
        let say =
            |(at, silent): (usize, bool)| if silent { Said::default() } else { self.say_one(words, at) };
        silent.into_iter().enumerate().map(say).collect()
    }

    fn say_one(&self, words: &[&str], at: usize) -> Said {
        let has = |word: &str| !self.dictionary.ways(word).is_empty();
        let source = Source { dictionary: &self.dictionary, letters: &self.letters };
        let readings = match self.language {
            Language::English => english::readings(words, at, &has),
            Language::French => french::readings(words, at, &has),
        };
        let mut said = Said::default();
        let mut all: Vec<Vec<Vec<Phone>>> = Vec::new();
        for reading in readings.iter().take(MOST_READINGS) {
            let mut ways: Vec<Vec<Phone>> = vec![Vec::new()];
            for word in reading.split(' ').filter(|word| !word.is_empty()) {
                let Said { ways: mut next, guessed } = match self.language {
                    Language::English => source.word(word),
                    Language::French => french::word(word, &self.dictionary, &self.letters),
                };
                said.guessed |= guessed;
                next.truncate(WAYS_A_WORD);
                if !next.is_empty() {
                    ways = next_words(&ways, &next);
                }
            }
            all.push(ways);
        }
        // The first way of each reading, then the second of each, and so on.
        let longest = all.iter().map(Vec::len).max().unwrap_or_default();
        for place in 0..longest {
            for way in all.iter().filter_map(|ways| ways.get(place)) {
                if !way.is_empty() && !said.ways.contains(way) && said.ways.len() < MOST_WAYS {
                    said.ways.push(way.clone());
                }
            }
        }
        said
    }
}

/// Every way of going on, those with the likelier first.
fn next_words(ways: &[Vec<Phone>], next: &[Vec<Phone>]) -> Vec<Vec<Phone>> {
    let mut pairs: Vec<(usize, usize)> =
        (0..ways.len()).flat_map(|a| (0..next.len()).map(move |b| (a, b))).collect();
    pairs.sort_by_key(|(a, b)| a + b);
    pairs.truncate(MOST_WAYS);
    let join = |(a, b): (usize, usize)| {
        let mut way = [ways[a].as_slice(), next[b].as_slice()].concat();
        way.truncate(MOST_PHONES);
        way
    };
    pairs.into_iter().map(join).collect()
}
