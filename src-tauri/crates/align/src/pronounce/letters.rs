//! How letters are said in words that no dictionary has, by the decision trees that `cargo xtask model` learned from one.

use std::io::Read;

use crate::phone::{Language, Phone};

const ENGLISH: &[u8] = include_bytes!("../../model/english.letters");
const FRENCH: &[u8] = include_bytes!("../../model/french.letters");

/// The letters asked about, relative to the one that is said; after them come the two sounds before it and the kind of the last.
const AROUND: [isize; 8] = [-1, 1, -2, 2, -3, 3, -4, 4];
const QUESTIONS: usize = AROUND.len() + 3;
/// So many beginnings of a word are followed at once.
const BEAM: usize = 6;
/// Nobody says a longer word in one breath; what is longer is cut.
const LONGEST: usize = 40;

/// Letters, the sounds that they may stand for, and what decides between them.
#[derive(Debug, Default)]
pub(crate) struct Letters {
    letters: Vec<char>,
    /// What a letter stands for: none to two phones. Counted from 1.
    sounds: Vec<Sound>,
    /// Sets of letters, bit n for letter n from 1.
    sets: Vec<u64>,
    /// Where each letter's tree begins in `nodes`.
    trees: Vec<u32>,
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Sound {
    phones: Vec<Phone>,
    /// 1 silent, 2 ends in a vowel, 3 ends in a consonant.
    kind: u8,
}

#[derive(Debug)]
enum Node {
    /// Goes on with the next node where it holds, or else with the node at `no`.
    Ask { question: u8, value: u8, no: u32 },
    /// Sounds with their shares of 255, the likeliest first.
    Leaf(Box<[(u8, u8)]>),
}

/// A word's beginning and how likely it is said so.
struct Beginning {
    path: Vec<u8>,
    share: f32,
}

impl Letters {
    /// What was learned of a language.
    pub(crate) fn of(language: Language) -> Letters {
        let packed = match language {
            Language::English => ENGLISH,
            Language::French => FRENCH,
        };
        Letters::unpack(packed, language).unwrap_or_default()
    }

    /// `None` where it isn't in the form that `cargo xtask model` writes.
    fn unpack(packed: &[u8], language: Language) -> Option<Letters> {
        let mut bytes = Vec::new();
        brotli_decompressor::Decompressor::new(packed, 1 << 16).read_to_end(&mut bytes).ok()?;
        let mut reader = Reader(bytes.strip_prefix(b"cueline letters 1\n")?);
        let count = reader.byte()?;
        let letters = (0..count).map(|_| reader.letter()).collect::<Option<Vec<char>>>()?;
        let mut phones = Vec::new();
        for _ in 0..reader.byte()? {
            let name = std::str::from_utf8(reader.until_zero()?).ok()?;
            let vowel = name.starts_with(|first: char| "aeiouAEIOU".contains(first));
            phones.push((language.phone(name)?, vowel));
        }
        let mut sounds = Vec::new();
        for _ in 0..reader.byte()? {
            let numbers = reader.until_zero()?;
            let known = numbers.iter().map(|number| phones.get(usize::from(*number).checked_sub(1)?));
            let known = known.collect::<Option<Vec<_>>>()?;
            let kind = known.last().map_or(1, |(_, vowel)| if *vowel { 2 } else { 3 });
            sounds.push(Sound { phones: known.iter().map(|(phone, _)| *phone).collect(), kind });
        }
        let mut sets = Vec::new();
        for _ in 0..reader.byte()? {
            sets.push(u64::from_le_bytes(reader.take(8)?.try_into().ok()?));
        }
        let (mut trees, mut nodes) = (Vec::new(), Vec::new());
        for _ in &letters {
            trees.push(nodes.len() as u32);
            reader.tree(&mut nodes)?;
        }
        Some(Letters { letters, sounds, sets, trees, nodes })
    }

    /// The likeliest ways, at most `most`, of saying a word in lower case. Letters that the language lacks are passed over.
    pub(crate) fn say(&self, word: &str, most: usize) -> Vec<Vec<Phone>> {
        let number =
            |letter| self.letters.iter().position(|known| *known == letter).map(|place| place as u8 + 1);
        let letters: Vec<u8> = word.chars().filter_map(number).take(LONGEST).collect();
        let mut beginnings = vec![Beginning { path: Vec::new(), share: 1.0 }];
        for at in 0..letters.len() {
            let mut longer = Vec::with_capacity(BEAM * 3);
            for beginning in &beginnings {
                for (sound, share) in self.decide(&letters, at, &beginning.path) {
                    let mut path = beginning.path.clone();
                    path.push(*sound);
                    longer.push(Beginning { path, share: beginning.share * f32::from(*share) / 255.0 });
                }
            }
            longer.sort_by(|a, b| b.share.total_cmp(&a.share));
            longer.truncate(BEAM);
            beginnings = longer;
        }
        let best = beginnings.first().map_or(0.0, |best| best.share);
        let mut ways: Vec<Vec<Phone>> = Vec::new();
        for beginning in beginnings.iter().filter(|beginning| beginning.share > 0.2 * best) {
            let sounds = beginning.path.iter().filter_map(|sound| self.sound(*sound));
            let way: Vec<Phone> = sounds.flat_map(|sound| sound.phones.iter().copied()).collect();
            if !way.is_empty() && !ways.contains(&way) && ways.len() < most {
                ways.push(way);
            }
        }
        ways
    }

    fn sound(&self, number: u8) -> Option<&Sound> {
        self.sounds.get(usize::from(number).checked_sub(1)?)
    }

    /// The sounds that the letter at a place may stand for.
    fn decide(&self, letters: &[u8], at: usize, before: &[u8]) -> &[(u8, u8)] {
        let mut asked = [0; QUESTIONS];
        for (answer, offset) in asked.iter_mut().zip(AROUND) {
            *answer =
                at.checked_add_signed(offset).and_then(|at| letters.get(at)).copied().unwrap_or_default();
        }
        let sound =
            |back: usize| at.checked_sub(back).and_then(|at| before.get(at)).copied().unwrap_or_default();
        asked[AROUND.len()] = sound(1);
        asked[AROUND.len() + 1] = sound(2);
        asked[AROUND.len() + 2] = self.sound(sound(1)).map_or(0, |sound| sound.kind);

        let tree = letters.get(at).and_then(|letter| self.trees.get(usize::from(*letter).checked_sub(1)?));
        let mut place = tree.map_or(self.nodes.len(), |tree| *tree as usize);
        loop {
            match self.nodes.get(place) {
                Some(Node::Ask { question, value, no }) => {
                    let question = usize::from(*question);
                    let holds =
                        asked.get(question).is_some_and(|answer| self.holds(question, *value, *answer));
                    place = if holds { place + 1 } else { *no as usize };
                }
                Some(Node::Leaf(sounds)) => return sounds,
                None => return &[],
            }
        }
    }

    fn holds(&self, question: usize, value: u8, answer: u8) -> bool {
        match usize::from(value).checked_sub(self.letters.len() + 1) {
            Some(set) if question < AROUND.len() => {
                self.sets.get(set).is_some_and(|set| set >> answer.min(63) & 1 == 1)
            }
            _ => answer == value,
        }
    }
}

/// Reads the packed form from its beginning.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn letter(&mut self) -> Option<char> {
        let width = self.0.utf8_chunks().next()?.valid().chars().next()?.len_utf8();
        std::str::from_utf8(self.take(width)?).ok()?.chars().next()
    }

    fn until_zero(&mut self) -> Option<&'a [u8]> {
        let taken = self.take(self.0.iter().position(|byte| *byte == 0)?)?;
        self.byte()?;
        Some(taken)
    }

    fn tree(&mut self, nodes: &mut Vec<Node>) -> Option<()> {
        let first = self.byte()?;
        if let Some(count) = first.checked_sub(128) {
            let sounds = self.take(2 * usize::from(count))?;
            nodes.push(Node::Leaf(sounds.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()));
            return Some(());
        }
        let place = nodes.len();
        let value = self.byte()?;
        nodes.push(Node::Ask { question: first, value, no: 0 });
        self.tree(nodes)?;
        let after = nodes.len() as u32;
        if let Some(Node::Ask { no, .. }) = nodes.get_mut(place) {
            *no = after;
        }
        self.tree(nodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pronounce::dictionary::Dictionary;

    /// The likeliest way of each word by its letters, by the phones' names.
    fn guess(language: Language, word: &str) -> String {
        let ways = Letters::of(language).say(word, 1);
        let names = ways.iter().flatten().map(|phone| language.phones()[usize::from(phone.0)]);
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_that_no_dictionary_has_are_said_by_their_letters() {
        let cases = [
            (Language::English, "blick", "B L IH K"),
            (Language::English, "snate", "S N EY T"),
            (Language::English, "phoshing", "F OW SH IH NG"),
            (Language::English, "", ""),
            (Language::English, "日本", ""),
            (Language::French, "chamoutons", "ch aa mm ou tt on"),
        ];
        for (language, word, expected) in cases {
            assert_eq!(guess(language, word), expected, "{word}");
        }
        assert!(guess(Language::English, &"ka".repeat(1000)).len() < 200, "bounded length");
    }

    #[test]
    fn the_trees_say_most_words_of_the_dictionary_they_were_learned_from() {
        let dictionary = Dictionary::of(Language::English);
        let letters = Letters::of(Language::English);
        let words =
            ["table", "computer", "station", "running", "window", "thinking", "planet", "market", "shadow"];
        let right = |word: &&str| letters.say(word, 3).iter().any(|way| dictionary.ways(word).contains(way));
        assert!(words.iter().filter(|word| right(word)).count() >= 7);
    }
}
