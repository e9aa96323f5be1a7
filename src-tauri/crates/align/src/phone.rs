//! The sounds that a language is made of, as its acoustic model numbers them.

/// A language that there is an acoustic model of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Language {
    /// English, by CMU Sphinx's en-us model.
    English,
    /// French, by CMU Sphinx's fr-fr model.
    French,
}

/// A phone, by its place in [`Language::phones`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Phone(pub u8);

/// The 42 phones of the English model in its own order: 39 of speech (ARPAbet) and three that stand for no speech.
const ENGLISH: [&str; 42] = [
    "+NSN+", "+SPN+", "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G",
    "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "SIL", "T", "TH",
    "UH", "UW", "V", "W", "Y", "Z", "ZH",
];

/// The 36 phones of the French model in its own order, the first of which stands for no speech.
const FRENCH: [&str; 36] = [
    "SIL", "aa", "ai", "an", "au", "bb", "ch", "dd", "ee", "ei", "eu", "ff", "gg", "gn", "ii", "in", "jj",
    "kk", "ll", "mm", "nn", "oe", "on", "oo", "ou", "pp", "rr", "ss", "tt", "un", "uu", "uy", "vv", "ww",
    "yy", "zz",
];

impl Language {
    /// The names of its phones, in the order of its model.
    pub fn phones(self) -> &'static [&'static str] {
        match self {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
        }
    }

    /// The phone of that name.
    pub fn phone(self, name: &str) -> Option<Phone> {
        self.phones().iter().position(|known| *known == name).map(|place| Phone(place as u8))
    }
}
