//! Learns from a dictionary how letters are said, for the words that it lacks.
//!
//! Each letter of a word stands for none to two phones: a *sound*. Which letter stands for which part of a word is found by
//! expectation maximisation over all words (Viterbi paths, the sounds of a letter independent of its neighbours). Then one
//! decision tree a letter is grown that asks about the letters around it and the sounds before it, as in Black, Lenzo and Pagel,
//! "Issues in building general letter to sound rules" (1998); a node is split while the split tells more than it costs to write.
//!
//! The form, compressed with Brotli as a whole: the line `cueline letters 1`; the number of letters (1 byte), each in UTF-8; the
//! number of phones (1 byte) and their names, each closed by a 0; the number of sounds (1 byte), each its phones' numbers from 1
//! and a 0; the number of sets of letters (1 byte), each 8 bytes, bit n for letter n from 1, bit 0 for the word's edge; then each
//! letter's tree, the root first: a question (what it asks about, 1 byte; the value, 1 byte; the tree where that holds; the
//! tree where not) or a leaf (128 + n, then n sounds, the likeliest first, each with its share of 255).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::dictionary::{Words, compress};
use crate::shell::{Failure, say};

/// The letters asked about, relative to the one that is said.
const AROUND: [isize; 8] = [-1, 1, -2, 2, -3, 3, -4, 4];
/// After the letters: the sound before, the one before that, and the kind of the one before.
const QUESTIONS: usize = AROUND.len() + 3;
/// Bits that a question and one more leaf cost; a split has to tell more.
const COST: f64 = 11.0;
/// Groups of letters that are often said alike, or make their neighbours sound alike.
const SETS: [&str; 14] = [
    "aeiouyàâäæéèêëïîôöœùûü",
    "aeiouàâäæéèêëïîôöœùûü",
    "eiyéèêëîï",
    "aouàâôûù",
    "bcdfghjklmnpqrstvwxzç",
    "bpfvm",
    "dtnszl",
    "cgkqx",
    "lr",
    "mn",
    "bdgvzjmnlrw",
    "ptkfschx",
    "rlwy",
    "st",
];

/// A word's letters and the phones of one way of saying it, by number.
struct Example {
    letters: Vec<u8>,
    phones: Vec<u8>,
}

/// A letter in its place: what may be asked about it, and how it is said.
struct Sample {
    asked: [u8; QUESTIONS],
    sound: u8,
}

enum Tree {
    Ask { question: u8, value: u8, yes: Box<Tree>, no: Box<Tree> },
    Leaf(Vec<(u8, u8)>),
}

/// What is learned of a dictionary.
struct Letters<'a> {
    letters: Vec<char>,
    phones: Vec<&'a str>,
    sounds: Vec<Vec<u8>>,
    sets: Vec<u64>,
    trees: Vec<Tree>,
}

/// Learns the letters of a dictionary and packs what it learned; tells how many phones of words kept aside it gets wrong.
pub fn learn(words: &Words<'_>) -> Result<Vec<u8>, Failure> {
    let every_tenth = |place: usize| place % 10 == 3;
    let part = |aside: bool| words.iter().enumerate().filter(move |(place, _)| every_tenth(*place) == aside);
    let tried = Letters::of(part(false).map(|(_, word)| word), words);
    let (mut wrong, mut all, mut words_wrong, mut words_all) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (_, (word, ways)) in part(true) {
        let Some(letters) = tried.spell(word) else { continue };
        let said = tried.say(&letters);
        let distances = ways.iter().map(|way| (distance(&said, &tried.numbers(way)), way.len()));
        let Some((off, length)) = distances.min() else { continue };
        (wrong, all) = (wrong + off, all + length);
        (words_wrong, words_all) = (words_wrong + usize::from(off > 0), words_all + 1);
    }
    say(&format!(
        "letters: of {words_all} words kept aside {:.1} % of the phones and {:.1} % of the words are wrong",
        100.0 * wrong as f64 / all as f64,
        100.0 * words_wrong as f64 / words_all as f64
    ));
    compress(&Letters::of(words.iter(), words).pack())
}

impl<'a> Letters<'a> {
    /// Learns from some words of a dictionary.
    fn of<'w>(
        some: impl Iterator<Item = (&'w &'a str, &'w Vec<Vec<&'a str>>)>,
        all: &Words<'a>,
    ) -> Letters<'a>
    where
        'a: 'w,
    {
        let mut seen: BTreeMap<char, usize> = BTreeMap::new();
        for letter in all.keys().flat_map(|word| word.chars()) {
            *seen.entry(letter).or_default() += 1;
        }
        let letters: Vec<char> = seen
            .into_iter()
            .filter(|(letter, seen)| letter.is_alphabetic() && *seen >= 50)
            .map(|(l, _)| l)
            .collect();
        let phones: BTreeSet<&str> = all.values().flatten().flatten().copied().collect();
        let sets = SETS.iter().map(|set| bits(&letters, set)).collect();
        let mut learned = Letters {
            letters,
            phones: phones.into_iter().collect(),
            sounds: Vec::new(),
            sets,
            trees: Vec::new(),
        };
        let examples: Vec<Example> = some
            .filter_map(|(word, ways)| {
                Some(Example { letters: learned.spell(word)?, phones: learned.numbers(ways.first()?) })
            })
            .filter(|example| !example.phones.is_empty() && example.phones.len() <= 2 * example.letters.len())
            .collect();
        let samples = learned.samples(&examples);
        learned.trees =
            samples.into_iter().map(|samples| learned.grow(&samples.iter().collect::<Vec<_>>())).collect();
        learned
    }

    /// The letters' numbers, from 1; `None` for a word with other letters.
    fn spell(&self, word: &str) -> Option<Vec<u8>> {
        let number =
            |letter| self.letters.iter().position(|known| *known == letter).map(|place| place as u8 + 1);
        word.chars().filter(|letter| *letter != '\'').map(number).collect()
    }

    /// The phones' numbers, from 1.
    fn numbers(&self, way: &[&str]) -> Vec<u8> {
        way.iter()
            .filter_map(|phone| self.phones.binary_search(phone).ok())
            .map(|place| place as u8 + 1)
            .collect()
    }

    /// Finds which letter stands for which phones, and returns what is known of each letter in its places.
    fn samples(&mut self, examples: &[Example]) -> Vec<Vec<Sample>> {
        let mut costs: HashMap<(u8, Vec<u8>), f64> = HashMap::new();
        let mut paths: Vec<Vec<Vec<u8>>> = Vec::new();
        for round in 0..7 {
            paths = examples.iter().map(|example| align(example, &costs, round == 0)).collect();
            let mut counts: HashMap<(u8, Vec<u8>), f64> = HashMap::new();
            let mut totals: HashMap<u8, f64> = HashMap::new();
            for (example, path) in examples.iter().zip(&paths) {
                for (letter, sound) in example.letters.iter().zip(path) {
                    *counts.entry((*letter, sound.clone())).or_default() += 1.0;
                    *totals.entry(*letter).or_default() += 1.0;
                }
            }
            costs = counts
                .into_iter()
                .map(|((letter, sound), count)| {
                    let total = totals.get(&letter).copied().unwrap_or(1.0);
                    ((letter, sound), -(count / total).ln())
                })
                .collect();
        }

        let mut seen: HashMap<&Vec<u8>, usize> = HashMap::new();
        for sound in paths.iter().flatten() {
            *seen.entry(sound).or_default() += 1;
        }
        let mut common: Vec<(&Vec<u8>, usize)> = seen.into_iter().collect();
        common.sort_by_key(|(sound, seen)| (std::cmp::Reverse(*seen), (*sound).clone()));
        common.truncate(250);
        self.sounds = common.into_iter().map(|(sound, _)| sound.clone()).collect();
        let numbers: HashMap<&Vec<u8>, u8> = self.sounds.iter().zip(1..).collect();

        let mut samples: Vec<Vec<Sample>> = self.letters.iter().map(|_| Vec::new()).collect();
        for (example, path) in examples.iter().zip(&paths) {
            let Some(path) =
                path.iter().map(|sound| numbers.get(sound).copied()).collect::<Option<Vec<u8>>>()
            else {
                continue;
            };
            for (at, sound) in path.iter().enumerate() {
                let asked = self.ask(&example.letters, at, &path[..at]);
                samples[usize::from(example.letters[at]) - 1].push(Sample { asked, sound: *sound });
            }
        }
        samples
    }

    /// What is asked about the letter at a place, with the sounds before it.
    fn ask(&self, letters: &[u8], at: usize, before: &[u8]) -> [u8; QUESTIONS] {
        let mut asked = [0; QUESTIONS];
        for (answer, offset) in asked.iter_mut().zip(AROUND) {
            *answer =
                at.checked_add_signed(offset).and_then(|at| letters.get(at)).copied().unwrap_or_default();
        }
        let sound = |back: usize| at.checked_sub(back).map_or(0, |at| before[at]);
        asked[AROUND.len()] = sound(1);
        asked[AROUND.len() + 1] = sound(2);
        asked[AROUND.len() + 2] = self.kind(sound(1));
        asked
    }

    /// Of a sound: 0 the word's edge, 1 silent, 2 ends in a vowel, 3 ends in a consonant.
    fn kind(&self, sound: u8) -> u8 {
        match usize::from(sound).checked_sub(1).map(|place| self.sounds[place].last()) {
            None => 0,
            Some(None) => 1,
            Some(Some(phone)) => {
                let name = self.phones[usize::from(*phone) - 1];
                if name.starts_with(|first: char| "aeiouAEIOU".contains(first)) { 2 } else { 3 }
            }
        }
    }

    /// Whether the answer to a question is this value, or in this set of letters.
    fn holds(&self, question: usize, value: u8, answer: u8) -> bool {
        match usize::from(value).checked_sub(self.letters.len() + 1) {
            Some(set) if question < AROUND.len() => self.sets[set] >> answer & 1 == 1,
            _ => answer == value,
        }
    }

    fn grow(&self, samples: &[&Sample]) -> Tree {
        let counts = count(samples.iter().map(|sample| sample.sound));
        let whole = bits_of(&counts);
        let mut best: Option<(f64, u8, u8)> = None;
        if counts.iter().filter(|count| **count > 0).count() > 1 {
            for question in 0..QUESTIONS {
                let mut tables: BTreeMap<u8, [u32; 256]> = BTreeMap::new();
                for sample in samples {
                    tables.entry(sample.asked[question]).or_insert([0; 256])[usize::from(sample.sound)] += 1;
                }
                let sets = (0..self.sets.len()).map(|set| (self.letters.len() + 1 + set) as u8);
                let sets = sets.filter(|_| question < AROUND.len());
                let values: Vec<u8> = tables.keys().copied().chain(sets).collect();
                for value in values {
                    let mut yes = [0; 256];
                    for (answer, table) in &tables {
                        if self.holds(question, value, *answer) {
                            yes.iter_mut().zip(table).for_each(|(sum, count)| *sum += count);
                        }
                    }
                    let mut no = counts;
                    no.iter_mut().zip(&yes).for_each(|(sum, count)| *sum -= count);
                    let told = whole - bits_of(&yes) - bits_of(&no);
                    if best.is_none_or(|(most, ..)| told > most) {
                        best = Some((told, question as u8, value));
                    }
                }
            }
        }
        match best {
            Some((told, question, value)) if told > COST => {
                let (yes, no): (Vec<&Sample>, Vec<&Sample>) = samples.iter().partition(|sample| {
                    self.holds(usize::from(question), value, sample.asked[usize::from(question)])
                });
                Tree::Ask { question, value, yes: Box::new(self.grow(&yes)), no: Box::new(self.grow(&no)) }
            }
            _ => leaf(&counts),
        }
    }

    /// The likeliest phones of a word, letter by letter.
    fn say(&self, letters: &[u8]) -> Vec<u8> {
        let mut path: Vec<u8> = Vec::new();
        for (at, letter) in letters.iter().enumerate() {
            let asked = self.ask(letters, at, &path);
            let mut tree = &self.trees[usize::from(*letter) - 1];
            let leaf = loop {
                match tree {
                    Tree::Leaf(sounds) => break sounds,
                    Tree::Ask { question, value, yes, no } => {
                        let holds = self.holds(usize::from(*question), *value, asked[usize::from(*question)]);
                        tree = if holds { yes } else { no };
                    }
                }
            };
            path.push(leaf.first().map_or(0, |(sound, _)| *sound));
        }
        path.iter()
            .filter_map(|sound| self.sounds.get(usize::from(*sound).checked_sub(1)?))
            .flatten()
            .copied()
            .collect()
    }

    fn pack(&self) -> Vec<u8> {
        let mut packed = b"cueline letters 1\n".to_vec();
        packed.push(self.letters.len() as u8);
        packed.extend(self.letters.iter().collect::<String>().bytes());
        packed.push(self.phones.len() as u8);
        for phone in &self.phones {
            packed.extend(phone.bytes());
            packed.push(0);
        }
        packed.push(self.sounds.len() as u8);
        for sound in &self.sounds {
            packed.extend(sound);
            packed.push(0);
        }
        packed.push(self.sets.len() as u8);
        for set in &self.sets {
            packed.extend(set.to_le_bytes());
        }
        for tree in &self.trees {
            pack_tree(tree, &mut packed);
        }
        packed
    }
}

fn pack_tree(tree: &Tree, packed: &mut Vec<u8>) {
    match tree {
        Tree::Ask { question, value, yes, no } => {
            packed.extend([*question, *value]);
            pack_tree(yes, packed);
            pack_tree(no, packed);
        }
        Tree::Leaf(sounds) => {
            packed.push(128 + sounds.len() as u8);
            packed.extend(sounds.iter().flat_map(|(sound, share)| [*sound, *share]));
        }
    }
}

/// The cheapest way to share a word's phones among its letters, none to two each.
fn align(example: &Example, costs: &HashMap<(u8, Vec<u8>), f64>, first: bool) -> Vec<Vec<u8>> {
    let (letters, phones) = (&example.letters, &example.phones);
    // At first every sharing out is as good; those that keep the word's two ends together are taken.
    let cost = |at: usize, sound: &[u8]| match first {
        true => {
            (sound.len() as f64 - phones.len() as f64 / letters.len() as f64).abs()
                + sound.len().abs_diff(1) as f64
        }
        false => {
            costs.get(&(letters[at], sound.to_vec())).copied().unwrap_or(14.0 + 3.0 * sound.len() as f64)
        }
    };
    let width = phones.len() + 1;
    let mut table = vec![(f64::INFINITY, 0); (letters.len() + 1) * width];
    table[0].0 = 0.0;
    for at in 0..letters.len() {
        for done in 0..width {
            let so_far = table[at * width + done].0;
            if so_far.is_finite() {
                for more in 0..=2.min(phones.len() - done) {
                    let sum = so_far + cost(at, &phones[done..done + more]);
                    let cell = &mut table[(at + 1) * width + done + more];
                    if sum < cell.0 {
                        *cell = (sum, more);
                    }
                }
            }
        }
    }
    let mut path = Vec::with_capacity(letters.len());
    let mut done = phones.len();
    for at in (1..=letters.len()).rev() {
        let more = table[at * width + done].1;
        path.push(phones[done - more..done].to_vec());
        done -= more;
    }
    path.reverse();
    path
}

/// The letters of a set, each a bit.
fn bits(letters: &[char], set: &str) -> u64 {
    let numbered = letters.iter().zip(1..64);
    numbered.filter(|(letter, _)| set.contains(**letter)).map(|(_, bit)| 1 << bit).sum()
}

fn count(sounds: impl Iterator<Item = u8>) -> [u32; 256] {
    let mut counts = [0; 256];
    sounds.for_each(|sound| counts[usize::from(sound)] += 1);
    counts
}

/// How many bits it takes to tell which of the counted each is.
fn bits_of(counts: &[u32; 256]) -> f64 {
    let all: u32 = counts.iter().sum();
    let seen = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count));
    seen.map(|count| count * (f64::from(all) / count).log2()).sum()
}

/// Up to three sounds, as long as each has a twelfth of the samples or more.
fn leaf(counts: &[u32; 256]) -> Tree {
    let all: u32 = counts.iter().sum::<u32>().max(1);
    let mut sounds: Vec<(u32, u8)> =
        counts.iter().zip(0..=255).map(|(count, sound)| (*count, sound)).collect();
    sounds.sort_by_key(|(count, sound)| (std::cmp::Reverse(*count), *sound));
    let likely = sounds.into_iter().take(3).enumerate();
    let likely = likely.filter(|(place, (count, _))| *count > 0 && (*place == 0 || count * 12 >= all));
    Tree::Leaf(likely.map(|(_, (count, sound))| (sound, (count * 255 / all).max(1) as u8)).collect())
}

/// How many phones have to be put in, left out or changed to make one of the other.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
