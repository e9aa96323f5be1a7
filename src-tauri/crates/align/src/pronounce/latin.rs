//! How words of any language in Latin letters are about said, with the phones of English: enough to find them by.
//!
//! Letters mean much the same sounds in most of these languages; where two common ways differ, both are tried.

use super::{
    MOST_PHONES, Said, next_words,
    token::{Token, unspoken},
};
use crate::phone::{Language, Phone};

/// A word is said in no more ways than this.
const MOST_WAYS: usize = 6;

/// What letters sound like: the longest that fits counts, and of the ways the likelier comes first.
#[rustfmt::skip]
const SOUNDS: &[(&str, &[&str])] = &[
    ("tsch", &["CH"]), ("sch", &["SH"]), ("cht", &["HH T", "K T"]), ("chs", &["K S"]), ("ch", &["HH", "CH", "K"]), ("ck", &["K"]), ("cz", &["CH"]),
    ("ce", &["T S EH", "S EH", "CH EH"]), ("ci", &["T S IY", "S IY", "CH IY"]), ("cc", &["K"]), ("c", &["K"]), ("ç", &["S"]), ("ć", &["CH"]), ("č", &["CH"]),
    ("sh", &["SH"]), ("sz", &["SH"]), ("ss", &["S"]), ("ß", &["S"]), ("ś", &["SH"]), ("š", &["SH"]), ("ş", &["SH"]), ("ș", &["SH"]), ("s", &["S", "Z"]),
    ("zz", &["T S"]), ("z", &["T S", "Z", "S"]), ("ź", &["ZH"]), ("ż", &["ZH"]), ("ž", &["ZH"]), ("rz", &["ZH", "R Z"]),
    ("ghi", &["G IY"]), ("ghe", &["G EH"]), ("gli", &["L Y", "G L IY"]), ("gn", &["N Y", "G N"]), ("ge", &["G EH", "JH EH", "HH EH"]), ("gi", &["G IY", "JH IY", "HH IY"]), ("gg", &["G"]), ("g", &["G"]),
    ("ng", &["NG"]), ("nk", &["NG K"]), ("nn", &["N"]), ("n", &["N"]), ("ñ", &["N Y"]), ("ń", &["N Y"]), ("nh", &["N Y", "N"]), ("ň", &["N Y"]),
    ("lh", &["L Y"]), ("ll", &["L", "Y"]), ("ł", &["W"]), ("l", &["L"]), ("rr", &["R"]), ("rh", &["R"]), ("ř", &["R ZH"]), ("r", &["R"]),
    ("pf", &["P F"]), ("ph", &["F"]), ("pp", &["P"]), ("p", &["P"]), ("bb", &["B"]), ("b", &["B"]), ("dd", &["D"]), ("d", &["D"]), ("ď", &["D Y"]), ("đ", &["D"]),
    ("tz", &["T S"]), ("th", &["T"]), ("tt", &["T"]), ("t", &["T"]), ("ť", &["T Y"]), ("ț", &["T S"]), ("ţ", &["T S"]), ("ff", &["F"]), ("f", &["F"]),
    ("v", &["V", "F"]), ("w", &["V", "W"]), ("qu", &["K V", "K"]), ("q", &["K"]), ("kk", &["K"]), ("k", &["K"]), ("x", &["K S"]), ("mm", &["M"]), ("m", &["M"]),
    ("j", &["Y", "HH", "ZH"]), ("h", &["HH", ""]), ("'", &[""]), ("’", &[""]), ("-", &[""]),
    ("aa", &["AA"]), ("ah", &["AA"]), ("ai", &["AY"]), ("ay", &["AY"]), ("au", &["AW"]), ("äu", &["OY"]), ("a", &["AA"]), ("á", &["AA"]), ("à", &["AA"]), ("â", &["AA"]),
    ("ã", &["AA N"]), ("ą", &["AO N"]), ("ă", &["AH"]), ("å", &["AO"]), ("ä", &["EH"]), ("æ", &["EH"]),
    ("ee", &["EY"]), ("eh", &["EY"]), ("ei", &["AY", "EY"]), ("eu", &["OY", "EH UW"]), ("er", &["EH R", "ER"]), ("e", &["EH", "AH"]), ("é", &["EY"]), ("è", &["EH"]), ("ê", &["EH"]),
    ("ë", &["EH"]), ("ę", &["EH N"]), ("ě", &["Y EH"]),
    ("ie", &["IY", "IY EH"]), ("ih", &["IY"]), ("ij", &["AY"]), ("i", &["IY", "IH"]), ("í", &["IY"]), ("ì", &["IY"]), ("î", &["IY"]), ("ï", &["IY"]), ("ı", &["IH"]), ("y", &["IY"]), ("ý", &["IY"]),
    ("oo", &["OW"]), ("oh", &["OW"]), ("oe", &["UW", "ER"]), ("oi", &["OY"]), ("o", &["AO", "OW"]), ("ó", &["OW"]), ("ò", &["AO"]), ("ô", &["OW"]), ("õ", &["OW N"]), ("ö", &["ER"]), ("ø", &["ER"]),
    ("ő", &["ER"]), ("œ", &["ER"]), ("uh", &["UW"]), ("ui", &["UW IY", "AY"]), ("u", &["UW", "UH"]), ("ú", &["UW"]), ("ù", &["UW"]), ("û", &["UW"]), ("ů", &["UW"]), ("ü", &["UW", "IY"]), ("ű", &["UW"]),
];

/// How the words of an utterance in some language are about said, in the phones of [`Language::English`]: one answer a word as written,
/// none for what has no letters, digits whose language isn't known, or letters of another script.
pub fn say_by_letters(words: &[&str]) -> Vec<Said> {
    let silent = unspoken(words, |_| false);
    words
        .iter()
        .zip(silent)
        .map(
            |(written, silent)| {
                if silent { Said::default() } else { say(&Token::of(written).core.to_lowercase()) }
            },
        )
        .collect()
}

fn say(word: &str) -> Said {
    let mut ways: Vec<Vec<Phone>> = vec![Vec::new()];
    let mut rest = word;
    while !rest.is_empty() {
        let longest = SOUNDS
            .iter()
            .filter(|(letters, _)| rest.starts_with(letters))
            .max_by_key(|(letters, _)| letters.len());
        let Some((letters, sounds)) = longest else { return Said::default() };
        let next: Vec<Vec<Phone>> = sounds.iter().map(|sounds| phones(sounds)).collect();
        ways = next_words(&ways, &next);
        ways.truncate(MOST_WAYS);
        ways.iter_mut().for_each(|way| way.truncate(MOST_PHONES));
        rest = &rest[letters.len()..];
    }
    ways.retain(|way| !way.is_empty());
    Said { ways, guessed: true }
}

fn phones(names: &str) -> Vec<Phone> {
    names.split(' ').filter_map(|name| Language::English.phone(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_sound_as_they_do_in_most_languages() {
        let name = |phone: &Phone| Language::English.phones()[usize::from(phone.0)];
        let first = |word: &str| {
            let said = say_by_letters(&[word]);
            said[0]
                .ways
                .first()
                .map_or(String::new(), |way| way.iter().map(name).collect::<Vec<_>>().join(" "))
        };
        for (word, expected) in [
            ("Schöne", "SH ER N EH"),
            ("„Deutsch“,", "D OY CH"),
            ("mañana", "M AA N Y AA N AA"),
            ("perché", "P EH R HH EY"),
            ("42", ""),
            ("Привет", ""),
            ("[Lachen]", ""),
            ("—", ""),
        ] {
            assert_eq!(first(word), expected, "{word}");
        }
        let ways = &say_by_letters(&["chi"])[0].ways;
        assert!((2..=MOST_WAYS).contains(&ways.len()), "{ways:?}");
        assert!(SOUNDS.iter().flat_map(|(_, ways)| ways.iter()).all(|way| {
            way.split(' ').filter(|name| !name.is_empty()).all(|name| Language::English.phone(name).is_some())
        }));
        // As long as they come.
        assert!(say(&"schwiegermutter".repeat(500)).ways.iter().all(|way| way.len() <= MOST_PHONES));
    }
}
