//! How written French words are read out, in small words of which a capital letter stands for its name, and how these are said.

use super::{
    Said,
    dictionary::Dictionary,
    letters::Letters,
    token::{Token, is_digits, letters_and_digits, unspoken},
};

const ONES: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
];
const TENS: [&str; 10] = [
    "",
    "dix",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre vingt",
    "quatre vingt",
];

/// What stands in round brackets and is no speech, besides all that stands in square ones.
const STAGE: [&str; 14] = [
    "rires",
    "rire",
    "rit",
    "applaudissements",
    "musique",
    "inaudible",
    "silence",
    "pause",
    "soupir",
    "soupirs",
    "toux",
    "jingle",
    "générique",
    "bip",
];

/// Abbreviations, and units and signs after a number.
const SHORT: [(&str, &str); 20] = [
    ("m.", "monsieur"),
    ("mme", "madame"),
    ("mlle", "mademoiselle"),
    ("mm.", "messieurs"),
    ("dr", "docteur"),
    ("pr", "professeur"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("etc", "et cétéra"),
    ("n°", "numéro"),
    ("km", "kilomètres"),
    ("kg", "kilos"),
    ("cm", "centimètres"),
    ("mn", "minutes"),
    ("min", "minutes"),
    ("h", "heures"),
    ("€", "euros"),
    ("$", "dollars"),
    ("%", "pour cent"),
    ("&", "et"),
];

/// Which words are a stage direction.
pub(super) fn silent(words: &[&str]) -> Vec<bool> {
    unspoken(words, |word| STAGE.contains(&word))
}

/// The readings of the word at a place, the likeliest first; none where nothing is said of it.
pub(super) fn readings(words: &[&str], at: usize, has: &dyn Fn(&str) -> bool) -> Vec<String> {
    let written = words.get(at).copied().unwrap_or_default();
    let Token { core, after, .. } = Token::of(written);
    if core.is_empty() {
        return if written == "&" { vec!["et".into()] } else { Vec::new() };
    }
    let straight = core.replace('’', "'").replace(['‐', '‑', '–'], "-");
    let lower = straight.to_lowercase();
    let sign = after.chars().find_map(|sign| short(&sign.to_string()));
    let with_sign = |reading: String| match sign {
        Some(sign) => format!("{reading} {sign}"),
        None => reading,
    };
    if straight.starts_with(|c: char| c.is_ascii_digit()) {
        return number(&lower).into_iter().map(with_sign).collect();
    }
    if has(&lower) && lower.chars().count() > 1 {
        let spelled = straight.chars().all(char::is_uppercase).then(|| letters(&straight));
        return [lower].into_iter().chain(spelled).collect();
    }
    if let Some(long) = short(&format!("{lower}.")).filter(|_| after.starts_with('.')).or(short(&lower)) {
        return vec![long.to_owned(), lower];
    }
    let parts: Vec<String> = parts(&straight).iter().map(|part| small(part, has)).collect();
    vec![parts.join(" ")]
}

/// The parts that an apostrophe, which stays with the first, or a hyphen joins: `l'homme`, `est-ce`.
fn parts(text: &str) -> Vec<&str> {
    text.split_inclusive(['\'', '-', '/', '.', '&', '@'])
        .map(|part| part.trim_end_matches(['-', '/', '.']))
        .filter(|part| !part.is_empty())
        .collect()
}

fn small(part: &str, has: &dyn Fn(&str) -> bool) -> String {
    let lower = part.to_lowercase();
    if has(&lower) && part.chars().count() > 1 {
        return lower;
    }
    if part.chars().all(char::is_uppercase) {
        return letters(part);
    }
    let pieces = letters_and_digits(part);
    if pieces.len() > 1 {
        let piece = |piece: &&str| if is_digits(piece) { number(piece).remove(0) } else { small(piece, has) };
        return pieces.iter().map(piece).collect::<Vec<_>>().join(" ");
    }
    lower
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).map(String::from).collect::<Vec<_>>().join(" ")
}

fn short(text: &str) -> Option<&'static str> {
    SHORT.iter().find(|(name, _)| *name == text).map(|(_, long)| *long)
}

/// Of a word that begins with a digit; at least one.
fn number(lower: &str) -> Vec<String> {
    let digits = lower.len() - lower.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (whole, rest) = lower.split_at(digits);
    let count = whole.parse().ok().filter(|_| whole.len() <= 12);
    let said = count.map_or_else(|| one_by_one(whole), cardinal);
    match rest {
        "" => {
            let century = count.filter(|year| (1100..2000).contains(year) && year % 100 != 0);
            let by_century =
                century.map(|year: u64| format!("{} cent {}", cardinal(year / 100), cardinal(year % 100)));
            [said].into_iter().chain(by_century).chain((whole.len() > 2).then(|| one_by_one(whole))).collect()
        }
        "er" | "re" => vec![if rest == "er" { "premier".into() } else { "première".into() }],
        "e" | "ème" | "eme" | "ième" => vec![ordinal(&said), format!("{said} ième")],
        _ => {
            if let Some(part) = rest.strip_prefix([',', '.']).filter(|part| is_digits(part)) {
                let small = part.parse().map(cardinal).unwrap_or_default();
                let zeros = "zéro ".repeat(part.len() - part.trim_start_matches('0').len());
                return vec![
                    format!("{said} virgule {zeros}{small}"),
                    format!("{said} point {}", one_by_one(part)),
                ];
            }
            let next = number_after(rest);
            vec![format!("{said} {next}")]
        }
    }
}

/// What follows the first digits: `h30`, `-15`, `km`.
fn number_after(rest: &str) -> String {
    let pieces = letters_and_digits(rest);
    let piece = |piece: &&str| {
        let plain = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let sign = if piece.contains('-') { "à " } else { "" };
        let said = match plain {
            _ if is_digits(plain) => format!("{sign}{}", number(plain).remove(0)),
            _ => format!("{sign}{}", short(plain).unwrap_or(plain)),
        };
        said.trim_end().to_owned()
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
}

fn one_by_one(digits: &str) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|digit| ONES.get(digit as usize)).copied();
    digits.chars().filter_map(digit).collect::<Vec<_>>().join(" ")
}

fn cardinal(value: u64) -> String {
    let mut words: Vec<String> = Vec::new();
    for (size, name) in [(1_000_000_000, "milliards"), (1_000_000, "millions"), (1_000, "mille")] {
        let count = value / size % 1000;
        if count == 1 && size == 1000 {
            words.push(name.into());
        } else if count > 0 {
            words.push(format!("{} {name}", below_thousand(count)));
        }
    }
    if !value.is_multiple_of(1000) || words.is_empty() {
        words.push(below_thousand(value % 1000));
    }
    words.join(" ")
}

fn below_thousand(value: u64) -> String {
    let (hundreds, rest) = (value / 100, value % 100);
    let one = |value: u64| ONES.get(value as usize).copied().unwrap_or_default();
    let mut words = Vec::new();
    match hundreds {
        0 => {}
        1 => words.push("cent".to_owned()),
        _ => words.push(format!("{} cent", one(hundreds))),
    }
    if rest > 0 || hundreds == 0 {
        // Soixante and quatre-vingt count on to twenty.
        let tens = rest / 10 - u64::from(matches!(rest / 10, 7 | 9));
        let ones = rest - 10 * tens;
        let ten = TENS.get(tens as usize).copied().unwrap_or_default();
        words.push(match (tens, ones) {
            (0 | 1, _) => one(rest).to_owned(),
            (_, 0) => ten.to_owned(),
            (8, _) => format!("{ten} {}", one(ones)),
            (_, 1 | 11) => format!("{ten} et {}", one(ones)),
            _ => format!("{ten} {}", one(ones)),
        });
    }
    words.join(" ")
}

fn ordinal(cardinal: &str) -> String {
    match cardinal {
        "cinq" => "cinquième".to_owned(),
        "neuf" => "neuvième".to_owned(),
        _ => format!("{}ième", cardinal.trim_end_matches('e')),
    }
}

/// How a word of a reading is said.
pub(super) fn word(word: &str, dictionary: &Dictionary, trees: &Letters) -> Said {
    let lower = word.to_lowercase();
    for form in [lower.clone(), lower.replace('œ', "oe").replace('æ', "ae")] {
        let ways = dictionary.ways(&form);
        if !ways.is_empty() {
            return Said { ways, guessed: false };
        }
    }
    // A plural is mostly said as its singular is.
    let singular = lower.strip_suffix(['s', 'x']).map(|stem| dictionary.ways(stem)).unwrap_or_default();
    if !singular.is_empty() {
        return Said { ways: singular, guessed: false };
    }
    Said { ways: trees.say(&lower, 3), guessed: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::{Language, Phone};
    use crate::pronounce::Lexicon;

    #[test]
    fn words_and_numbers_are_read_out_as_people_do() {
        let dictionary = Dictionary::of(Language::French);
        let has = |word: &str| !dictionary.ways(word).is_empty();
        let cases: [(&str, &str); 25] = [
            ("Bonjour,", "bonjour"),
            ("l’homme", "l' homme"),
            ("aujourd’hui", "aujourd'hui"),
            ("2016", "deux mille seize"),
            ("1998", "mille neuf cent quatre vingt dix huit"),
            ("71", "soixante et onze"),
            ("80", "quatre vingt"),
            ("99", "quatre vingt dix neuf"),
            ("21", "vingt et un"),
            ("0", "zéro"),
            ("100", "cent"),
            ("1000000", "un millions"),
            ("3,5", "trois virgule cinq"),
            ("50%", "cinquante pour cent"),
            ("20€", "vingt euros"),
            ("15h30", "quinze heures trente"),
            ("1er", "premier"),
            ("4e", "quatrième"),
            ("10-15", "dix à quinze"),
            ("ONU", "onu"),
            // The dictionary says it by its letters.
            ("SNCF", "sncf"),
            ("HQZ", "H Q Z"),
            ("—", ""),
            ("[Rires]", ""),
            ("(rires)", ""),
        ];
        for (written, expected) in cases {
            let words = [written];
            let silent = silent(&words)[0];
            let read = if silent { Vec::new() } else { readings(&words, 0, &has) };
            assert_eq!(read.first().map_or("", |reading| reading.trim()), expected, "{written}: {read:?}");
        }
    }

    #[test]
    fn words_are_said_with_the_phones_of_french() {
        let said = Lexicon::of(Language::French).say(&["L’oiseau", "chamoutait", "SNCF", "[Rires]"]);
        let name = |phone: &Phone| Language::French.phones()[usize::from(phone.0)];
        let first = |said: &Said| {
            said.ways.first().map_or(String::new(), |way| way.iter().map(name).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(first(&said[0]), "ll ww aa zz au");
        assert!(said[1].guessed && first(&said[1]).starts_with("ch aa mm ou tt"), "{}", first(&said[1]));
        assert!(first(&said[2]).starts_with("ai ss"), "{}", first(&said[2]));
        assert!(said[3].ways.is_empty());
    }
}
