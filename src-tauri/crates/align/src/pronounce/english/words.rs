//! How a single English word is said: as the dictionary tells, as a form of a word that it has, or by its letters.

use super::super::{Said, dictionary::Dictionary, fold::unaccented, letters::Letters};
use crate::phone::{Language, Phone};

/// The names of the letters.
const NAMES: [&str; 26] = [
    "EY",
    "B IY",
    "S IY",
    "D IY",
    "IY",
    "EH F",
    "JH IY",
    "EY CH",
    "AY",
    "JH EY",
    "K EY",
    "EH L",
    "EH M",
    "EH N",
    "OW",
    "P IY",
    "K Y UW",
    "AA R",
    "EH S",
    "T IY",
    "Y UW",
    "V IY",
    "D AH B AH L Y UW",
    "EH K S",
    "W AY",
    "Z IY",
];

/// Sounds that people write and the dictionary lacks, and small words that are said otherwise than it tells.
const SOUNDS: [(&str, &[&str]); 24] = [
    ("mm", &["M"]),
    ("mmm", &["M"]),
    ("hm", &["HH M", "M"]),
    ("hmm", &["HH M", "M"]),
    ("mhm", &["M HH M", "AH HH AH"]),
    ("mmhmm", &["M HH M", "AH HH AH"]),
    ("huh", &["HH AH"]),
    ("uhhuh", &["AH HH AH"]),
    ("uhuh", &["AH AH"]),
    ("uh", &["AH"]),
    ("um", &["AH M"]),
    ("er", &["ER", "AH"]),
    ("erm", &["ER M", "AH M"]),
    ("ugh", &["AH G", "AH"]),
    ("shh", &["SH"]),
    ("sh", &["SH"]),
    ("pst", &["P S T"]),
    ("tsk", &["T S K"]),
    ("gonna", &["G AH N AH", "G AO N AH"]),
    ("miz", &["M IH Z"]),
    ("cetra", &["S EH T R AH"]),
    ("th", &["TH"]),
    ("'", &[]),
    ("'s", &["Z", "S", "IH Z"]),
];

/// Endings of words, each with what may stand in its place in the word it was made from, and how it is said.
const ENDINGS: [(&str, &[&str], &[&str]); 27] = [
    ("ically", &["ic"], &["L IY", "AH L IY"]),
    ("ably", &["able"], &["B L IY"]),
    ("ies", &["y"], &["Z"]),
    ("ied", &["y"], &["D"]),
    ("ier", &["y"], &["ER"]),
    ("iest", &["y"], &["AH S T"]),
    ("ily", &["y"], &["L IY", "AH L IY"]),
    ("iness", &["y"], &["N AH S"]),
    ("es", &[""], &["IH Z"]),
    ("ing", &["", "e"], &["IH NG"]),
    ("in'", &["", "e"], &["IH N", "AH N"]),
    ("ers", &["", "e"], &["ER Z"]),
    ("er", &["", "e"], &["ER"]),
    ("est", &["", "e"], &["AH S T"]),
    ("able", &["", "e"], &["AH B AH L"]),
    ("ness", &[""], &["N AH S"]),
    ("less", &[""], &["L AH S"]),
    ("ful", &[""], &["F AH L"]),
    ("ment", &[""], &["M AH N T"]),
    ("ments", &[""], &["M AH N T S"]),
    ("ship", &[""], &["SH IH P"]),
    ("like", &[""], &["L AY K"]),
    ("wise", &[""], &["W AY Z"]),
    ("ish", &["", "e"], &["IH SH"]),
    ("ist", &["", "e"], &["IH S T"]),
    ("ism", &["", "e"], &["IH Z AH M"]),
    ("ly", &["", "le"], &["L IY"]),
];

/// Beginnings of words, and how they are said.
const BEGINNINGS: [(&str, &[&str]); 28] = [
    ("un", &["AH N"]),
    ("re", &["R IY"]),
    ("non", &["N AA N"]),
    ("pre", &["P R IY"]),
    ("post", &["P OW S T"]),
    ("anti", &["AE N T IY", "AE N T AY"]),
    ("de", &["D IY"]),
    ("dis", &["D IH S"]),
    ("mis", &["M IH S"]),
    ("over", &["OW V ER"]),
    ("under", &["AH N D ER"]),
    ("out", &["AW T"]),
    ("super", &["S UW P ER"]),
    ("inter", &["IH N T ER"]),
    ("intra", &["IH N T R AH"]),
    ("multi", &["M AH L T IY", "M AH L T AY"]),
    ("micro", &["M AY K R OW"]),
    ("macro", &["M AE K R OW"]),
    ("mega", &["M EH G AH"]),
    ("nano", &["N AE N OW"]),
    ("hyper", &["HH AY P ER"]),
    ("ultra", &["AH L T R AH"]),
    ("trans", &["T R AE N Z"]),
    ("cyber", &["S AY B ER"]),
    ("crypto", &["K R IH P T OW"]),
    ("bio", &["B AY OW"]),
    ("semi", &["S EH M IY", "S EH M AY"]),
    ("co", &["K OW"]),
];

/// Short forms after an apostrophe, and how they are said.
const CONTRACTIONS: [(&str, &[&str]); 7] = [
    ("'ll", &["AH L", "L"]),
    ("'ve", &["V", "AH V"]),
    ("'d", &["D", "AH D"]),
    ("'re", &["ER", "R"]),
    ("n't", &["AH N T", "N T"]),
    ("'m", &["M"]),
    ("'em", &["AH M"]),
];

/// What single words are looked up in.
pub(in super::super) struct Source<'a> {
    pub(in super::super) dictionary: &'a Dictionary,
    pub(in super::super) letters: &'a Letters,
}

impl Source<'_> {
    /// How a word of a reading is said: a capital letter by its name, another word in lower case as a word.
    pub(in super::super) fn word(&self, word: &str) -> Said {
        if let Some(name) = letter_name(word) {
            return Said { ways: vec![name], guessed: false };
        }
        let word = &word.to_lowercase();
        if let Some(ways) = self.known(word) {
            return Said { ways, guessed: false };
        }
        let plain = unaccented(word);
        let short = shortened(&plain);
        for form in [&plain, &short] {
            if *form != *word
                && let Some(ways) = self.known(form)
            {
                return Said { ways, guessed: false };
            }
        }
        let mut ways = self.compound(&plain).unwrap_or_default();
        ways.extend(self.letters.say(&plain, 3));
        if !plain.contains(|c: char| "aeiouy".contains(c)) && plain.len() <= 6 {
            let names = plain.chars().filter_map(|c| letter_name(&c.to_ascii_uppercase().to_string()));
            ways.insert(0, names.flatten().collect());
        }
        ways.retain(|way| !way.is_empty());
        Said { ways, guessed: true }
    }

    /// As the dictionary tells, or as a form of one of its words.
    fn known(&self, word: &str) -> Option<Vec<Vec<Phone>>> {
        let found = |ways: Vec<Vec<Phone>>| (!ways.is_empty()).then_some(ways);
        if let Some((_, ways)) = SOUNDS.iter().find(|(sound, _)| *sound == word) {
            return found(ways.iter().map(|way| phones(way)).collect());
        }
        found(self.dictionary.ways(word)).or_else(|| self.inflected(word)).or_else(|| self.begun(word))
    }

    /// A word that the dictionary has, with an ending.
    fn inflected(&self, word: &str) -> Option<Vec<Vec<Phone>>> {
        for (ending, ways) in CONTRACTIONS {
            if let Some(stem) = word.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
                return Some(join(&self.stem(stem), ways));
            }
        }
        if let Some(owner) = word.strip_suffix("'s").filter(|owner| !owner.is_empty()) {
            return Some(self.stem(owner).into_iter().map(with_s).collect());
        }
        if let Some(stem) = word.strip_suffix('\'').filter(|stem| stem.len() > 1) {
            let whole = self.dictionary.ways(&format!("{stem}g"));
            if stem.ends_with("in") && !whole.is_empty() {
                let last =
                    |way: Vec<Phone>| [way.get(..way.len() - 1).unwrap_or_default(), &phones("N")].concat();
                return Some(whole.into_iter().map(last).collect());
            }
            return Some(self.stem(stem)).filter(|ways| !ways.is_empty());
        }
        for (ending, instead, ways) in ENDINGS {
            let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 2) else { continue };
            // "runner" from "run".
            let undoubled = stem.char_indices().last().map(|(at, last)| (&stem[..at], last));
            let undoubled =
                undoubled.filter(|(rest, last)| rest.ends_with(*last)).map(|(rest, _)| rest.to_owned());
            let stems = instead.iter().map(|other| format!("{stem}{other}")).chain(undoubled);
            for stem in stems.filter(|stem| stem.len() >= 3) {
                let known = self.dictionary.ways(&stem);
                if !known.is_empty() {
                    return Some(join(&known, ways));
                }
            }
        }
        if let Some(stem) = word.strip_suffix('s').filter(|stem| stem.len() >= 2 && !stem.ends_with('s')) {
            let known = self.dictionary.ways(stem);
            if !known.is_empty() {
                return Some(known.into_iter().map(with_s).collect());
            }
        }
        let past = word.strip_suffix("ed").filter(|stem| stem.len() >= 2)?;
        let undoubled = past.get(..past.len() - 1).filter(|rest| rest.chars().last() == past.chars().last());
        [Some(past.to_owned()), Some(format!("{past}e")), undoubled.map(str::to_owned)]
            .into_iter()
            .flatten()
            .map(|stem| self.dictionary.ways(&stem))
            .find(|known| !known.is_empty())
            .map(|known| known.into_iter().map(with_d).collect())
    }

    /// A word that the dictionary has, or a form of one, with a beginning.
    fn begun(&self, word: &str) -> Option<Vec<Vec<Phone>>> {
        BEGINNINGS.iter().find_map(|(beginning, ways)| {
            let rest = word.strip_prefix(beginning).filter(|rest| rest.len() >= 4)?;
            let known = Some(self.dictionary.ways(rest)).filter(|ways| !ways.is_empty());
            let known = known.or_else(|| self.inflected(rest))?;
            let starts: Vec<Vec<Phone>> = ways.iter().map(|way| phones(way)).collect();
            Some(cross(&starts, &known))
        })
    }

    /// How the word before an ending is said, by its letters if need be.
    fn stem(&self, stem: &str) -> Vec<Vec<Phone>> {
        let mut ways = self.dictionary.ways(stem);
        if ways.is_empty() {
            ways = self.inflected(stem).unwrap_or_default();
        }
        if ways.is_empty() { self.letters.say(&unaccented(stem), 2) } else { ways }
    }

    /// Two words that the dictionary has, written as one.
    fn compound(&self, word: &str) -> Option<Vec<Vec<Phone>>> {
        let middle = word.len() / 2;
        let mut places: Vec<usize> = (3..word.len().saturating_sub(2)).collect();
        places.sort_by_key(|place| place.abs_diff(middle));
        places.into_iter().find_map(|place| {
            let (first, second) = word.split_at_checked(place)?;
            let (first, second) = (self.dictionary.ways(first), self.dictionary.ways(second));
            (!first.is_empty() && !second.is_empty()).then(|| cross(&first, &second))
        })
    }
}

/// The name of a capital letter.
fn letter_name(word: &str) -> Option<Vec<Phone>> {
    let &[letter @ b'A'..=b'Z'] = word.as_bytes() else { return None };
    NAMES.get(usize::from(letter - b'A')).map(|name| phones(name))
}

/// A word with letters drawn out, "sooo" or "nooo", as it is written otherwise.
fn shortened(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let drawn = |at: usize| at >= 2 && letters[at] == letters[at - 1] && letters[at] == letters[at - 2];
    let stretched: Vec<char> = (0..letters.len()).filter(|at| drawn(*at)).map(|at| letters[at]).collect();
    let mut short = String::new();
    for letter in letters {
        if !(stretched.contains(&letter) && short.ends_with(letter)) {
            short.push(letter);
        }
    }
    short
}

/// The phones of English by their names.
pub(in super::super) fn phones(names: &str) -> Vec<Phone> {
    names.split(' ').filter_map(|name| Language::English.phone(name)).collect()
}

fn join(stems: &[Vec<Phone>], endings: &[&str]) -> Vec<Vec<Phone>> {
    let endings: Vec<Vec<Phone>> = endings.iter().map(|ending| phones(ending)).collect();
    cross(stems, &endings)
}

fn cross(starts: &[Vec<Phone>], ends: &[Vec<Phone>]) -> Vec<Vec<Phone>> {
    starts.iter().flat_map(|start| ends.iter().map(move |end| [start.as_slice(), end].concat())).collect()
}

/// A plural's or an owner's s.
fn with_s(mut way: Vec<Phone>) -> Vec<Phone> {
    way.extend(phones(match last_name(&way) {
        "S" | "Z" | "SH" | "ZH" | "CH" | "JH" => "IH Z",
        "P" | "T" | "K" | "F" | "TH" => "S",
        _ => "Z",
    }));
    way
}

/// A past tense's d.
fn with_d(mut way: Vec<Phone>) -> Vec<Phone> {
    way.extend(phones(match last_name(&way) {
        "T" | "D" => "IH D",
        "P" | "K" | "F" | "TH" | "S" | "SH" | "CH" => "T",
        _ => "D",
    }));
    way
}

fn last_name(way: &[Phone]) -> &'static str {
    let last = way.last().and_then(|last| Language::English.phones().get(usize::from(last.0)));
    last.copied().unwrap_or_default()
}
