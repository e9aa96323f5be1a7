//! The dictionary of a language: written words and the ways of saying them, unpacked once from what `cargo xtask model` made.

use std::io::Read;

use crate::phone::{Language, Phone};

const ENGLISH: &[u8] = include_bytes!("../../model/english.words");
const FRENCH: &[u8] = include_bytes!("../../model/french.words");

/// Between two ways of saying one word.
const OR: u8 = 255;
/// Of so many words the first is told whole and the rest by what differs from the word before.
const BLOCK: usize = 32;

/// Words in the order of their bytes with the ways of saying them. About 1.8 MB in memory.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    /// The phone of each number of the packed form, from 1.
    phones: Vec<Phone>,
    /// For each word what it shares with the one before.
    shared: Vec<u8>,
    /// For each word the rest of its bytes, and a 0.
    rests: Vec<u8>,
    /// For each word its phones by their numbers, [`OR`] between two ways, and a 0.
    sounds: Vec<u8>,
    blocks: Vec<Block>,
}

/// [`BLOCK`] words.
#[derive(Debug)]
struct Block {
    /// The first of them.
    first: Box<[u8]>,
    /// Where its rest begins in [`Dictionary::rests`].
    rest: u32,
    /// Where its phones begin in [`Dictionary::sounds`].
    sound: u32,
}

impl Dictionary {
    /// The dictionary of a language.
    pub(crate) fn of(language: Language) -> Dictionary {
        let packed = match language {
            Language::English => ENGLISH,
            Language::French => FRENCH,
        };
        Dictionary::unpack(packed, language).unwrap_or_default()
    }

    /// `None` where it isn't in the form that `cargo xtask model` writes.
    fn unpack(packed: &[u8], language: Language) -> Option<Dictionary> {
        let mut bytes = Vec::new();
        brotli_decompressor::Decompressor::new(packed, 1 << 16).read_to_end(&mut bytes).ok()?;
        let mut rest = bytes.strip_prefix(b"cueline words 1\n")?;
        let (count, after) = rest.split_first()?;
        rest = after;
        let mut phones = Vec::new();
        for _ in 0..*count {
            let name = std::str::from_utf8(until_zero(rest)).ok()?;
            rest = rest.get(name.len() + 1..)?;
            phones.push(language.phone(name)?);
        }
        let (count, after) = rest.split_first_chunk()?;
        let (shared, after) = after.split_at_checked(u32::from_le_bytes(*count) as usize)?;
        let end = zeros(after).nth(shared.len().checked_sub(1)?)? + 1;
        let (rests, sounds) = after.split_at_checked(end)?;

        let mut blocks = Vec::with_capacity(shared.len() / BLOCK + 1);
        let mut word: Vec<u8> = Vec::new();
        let (mut at_rest, mut at_sound) = (0, 0);
        for (place, shared) in shared.iter().enumerate() {
            let rest = until_zero(rests.get(at_rest..)?);
            word.truncate(usize::from(*shared));
            word.extend_from_slice(rest);
            if place % BLOCK == 0 {
                blocks.push(Block {
                    first: word.as_slice().into(),
                    rest: at_rest as u32,
                    sound: at_sound as u32,
                });
            }
            at_rest += rest.len() + 1;
            at_sound += until_zero(sounds.get(at_sound..)?).len() + 1;
        }
        Some(Dictionary { phones, shared: shared.into(), rests: rests.into(), sounds: sounds.into(), blocks })
    }

    /// The ways of saying a word, in the dictionary's order; none where it isn't there. The dictionary is in lower case.
    pub(crate) fn ways(&self, word: &str) -> Vec<Vec<Phone>> {
        let Some(sounds) = self.find(word.as_bytes()) else { return Vec::new() };
        let phone = |number: &u8| self.phones.get(usize::from(*number).checked_sub(1)?).copied();
        sounds.split(|byte| *byte == OR).map(|way| way.iter().filter_map(phone).collect()).collect()
    }

    /// The packed phones of a word.
    fn find(&self, sought: &[u8]) -> Option<&[u8]> {
        let place = self.blocks.partition_point(|block| *block.first <= *sought).checked_sub(1)?;
        let block = self.blocks.get(place)?;
        let shared = self.shared.get(place * BLOCK..)?.iter().take(BLOCK);
        let (mut word, mut at) = (Vec::with_capacity(32), block.rest as usize);
        for (passed, shared) in shared.enumerate() {
            if passed == 0 {
                word.extend_from_slice(&block.first);
            } else {
                word.truncate(usize::from(*shared));
                word.extend_from_slice(until_zero(self.rests.get(at..)?));
            }
            at += until_zero(self.rests.get(at..)?).len() + 1;
            if word == sought {
                let sounds = self.sounds.get(block.sound as usize..)?;
                return sounds.split(|byte| *byte == 0).nth(passed);
            }
            if *word > *sought {
                return None;
            }
        }
        None
    }
}

/// What stands before the next 0.
fn until_zero(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// The places of the zeros.
fn zeros(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(language: Language, word: &str) -> Vec<String> {
        let dictionary = Dictionary::of(language);
        let way = |way: Vec<Phone>| {
            let names: Vec<_> = way.iter().map(|phone| language.phones()[usize::from(phone.0)]).collect();
            names.join(" ")
        };
        dictionary.ways(word).into_iter().map(way).collect()
    }

    #[test]
    fn words_are_said_as_the_dictionary_tells() {
        let cases: [(Language, &str, &[&str]); 10] = [
            (Language::English, "'bout", &["B AW T"]),
            (Language::English, "a", &["AH", "EY"]),
            (Language::English, "read", &["R EH D", "R IY D"]),
            (Language::English, "zurich", &["Z UH R IH K"]),
            (Language::English, "zywicki", &["Z IH W IH K IY"]),
            (Language::English, "zzzzz", &[]),
            (Language::English, "", &[]),
            (Language::English, "!", &[]),
            (Language::French, "même", &["mm ai mm", "mm ai mm ee"]),
            (Language::French, "oiseau", &["ww aa zz au"]),
        ];
        for (language, word, expected) in cases {
            assert_eq!(told(language, word), expected, "{word}");
        }
    }

    #[test]
    fn every_word_of_a_dictionary_is_found() {
        for (language, count) in [(Language::English, 126_052), (Language::French, 62_351)] {
            let dictionary = Dictionary::of(language);
            assert_eq!(dictionary.shared.len(), count);
            let (mut word, mut at) = (Vec::new(), 0);
            for shared in &dictionary.shared {
                word.truncate(usize::from(*shared));
                let rest = until_zero(&dictionary.rests[at..]);
                word.extend_from_slice(rest);
                at += rest.len() + 1;
                let text = std::str::from_utf8(&word).unwrap();
                let ways = dictionary.ways(text);
                assert!(!ways.is_empty() && ways.iter().all(|way| !way.is_empty()), "{text}");
            }
        }
    }
}
