//! What English words are read out as, by tables of cases.

use super::*;
use crate::phone::{Language, Phone};
use crate::pronounce::Lexicon;
use crate::pronounce::dictionary::Dictionary;

/// Each word of a text between spaces with its readings.
fn read(text: &str) -> Vec<(String, Vec<String>)> {
    let dictionary = Dictionary::of(Language::English);
    let has = |word: &str| !dictionary.ways(word).is_empty();
    let words: Vec<&str> = text.split(' ').collect();
    let silent = silent(&words);
    (0..words.len())
        .map(|at| (words[at].to_owned(), if silent[at] { Vec::new() } else { readings(&words, at, &has) }))
        .collect()
}

/// The ways of saying each word of a text, as the names of their phones, and whether they were guessed.
fn said(text: &str) -> Vec<(Vec<String>, bool)> {
    let words: Vec<&str> = text.split(' ').collect();
    let name = |phone: &Phone| Language::English.phones()[usize::from(phone.0)];
    let way = |way: &Vec<Phone>| way.iter().map(name).collect::<Vec<_>>().join(" ");
    let said = Lexicon::of(Language::English).say(&words);
    said.iter().map(|said| (said.ways.iter().map(way).collect(), said.guessed)).collect()
}

#[test]
fn each_word_is_said_as_the_dictionary_tells_or_as_a_form_of_its_words() {
    let cases = [
        ("hello", "HH AH L OW", false),
        ("B2B", "B IY T UW B IY", false),
        ("CEO's", "S IY IY OW Z", false),
        ("podcasters", "P AO D K AE S T ER Z", false),
        ("tweeted", "T W IY T IH D", false),
        ("googled", "G UW G AH L D", false),
        ("blogging", "B L AO G IH NG", false),
        ("unfollowed", "AH N F AA L OW D", false),
        ("cyberattack", "S AY B ER AH T AE K", false),
        ("they'd've", "DH EY D V", false),
        ("goin’", "G OW AH N", false),
        ("’em", "AH M", false),
        ("'til", "T IH L", false),
        ("café", "K AH F EY", false),
        ("sooo", "S OW", false),
        ("mm-hmm", "M HH M", false),
        ("Crowdstrike", "K R AW D S T R AY K", true),
        ("smishing", "S M IH SH IH NG", true),
    ];
    for (word, expected, guessed) in cases {
        let (ways, by_rules) = said(word).remove(0);
        assert!(ways.iter().any(|way| way == expected), "{word}: {ways:?}");
        assert_eq!(by_rules, guessed, "{word}");
    }
}

#[test]
fn however_long_a_word_is_its_ways_are_few_and_short() {
    for long in [
        "9".repeat(5000),
        "a-1/".repeat(2000),
        "x".repeat(100_000),
        "www.".repeat(999),
        "é".repeat(3000),
        "A.".repeat(900),
    ] {
        let (ways, _) = said(&long).remove(0);
        assert!(
            ways.len() <= 10 && ways.iter().all(|way| (1..=160).contains(&way.split(' ').count())),
            "{long}"
        );
    }
}

#[test]
fn what_is_not_speech_has_no_way_of_being_said() {
    for (ways, _) in said("[Laughs] — ... ♪ (crosstalk) * ** [inaudible 00:12:30]") {
        assert!(ways.is_empty(), "{ways:?}");
    }
}

#[test]
fn each_word_is_read_out_in_the_ways_that_people_do() {
    // A text, and of its words the readings that have to be there, the likeliest first; `|` between words.
    let cases: &[(&str, &[&[&str]])] = &[
        ("Hello, “world”!", &[&["hello"], &["world"]]),
        ("don’t", &[&["don't"]]),
        ("2016", &[&["twenty sixteen", "two thousand sixteen", "two thousand and sixteen"]]),
        ("the 1990s and '90s", &[&["the"], &["nineteen nineties"], &["and"], &["nineties"]]),
        ("3.5 0.5", &[&["three point five"], &["zero point five", "point five"]]),
        ("1/2 24/7 9/11", &[&["one half", "a half"], &["twenty four seven"], &["nine eleven"]]),
        ("1,000,000", &[&["one million", "a million"]]),
        ("1st 22nd 3rd", &[&["first"], &["twenty second"], &["third"]]),
        ("$5 million", &[&["five"], &["million dollars"]]),
        (
            "$5M $3bn $10k",
            &[&["five million dollars"], &["three billion dollars"], &["ten thousand dollars"]],
        ),
        ("$1.2 billion", &[&["one point two"], &["billion dollars"]]),
        ("€3.50", &[&["three fifty", "three euros and fifty cents", "three euros fifty"]]),
        ("$1 $100", &[&["one dollar"], &["one hundred dollars", "a hundred dollars"]]),
        ("£20 20€", &[&["twenty pounds"], &["twenty euros"]]),
        ("50% 99.9%", &[&["fifty percent"], &["ninety nine point nine percent"]]),
        ("3:30 pm", &[&["three thirty"], &["P M"]]),
        ("3:30pm 7am", &[&["three thirty P M"], &["seven A M"]]),
        ("3: :30", &[&["three"], &["thirty"]]),
        ("10: :05", &[&["ten"], &["oh five"]]),
        ("May 5, 2020", &[&["may"], &["fifth", "the fifth", "five"], &["twenty twenty"]]),
        ("Dec. 25", &[&["december"], &["twenty fifth"]]),
        ("12/25/2020", &[&["december twenty fifth twenty twenty"]]),
        ("2020-01-02", &[&["january second twenty twenty"]]),
        ("10–15 10-15", &[&["ten to fifteen", "ten fifteen"], &["ten to fifteen"]]),
        ("10– –15", &[&["ten"], &["fifteen", "to fifteen"]]),
        ("555-1234", &[&["five five five one two three four"]]),
        ("1-800-555-0199", &[&["one eight hundred five five five oh one nine nine"]]),
        (
            "NASA FBI NSA's CEOs",
            &[&["nasa", "N A S A"], &["fbi", "F B I"], &["N S A 's", "nsa's"], &["ceos", "C E O 's"]],
        ),
        ("US IT OK", &[&["us", "U S"], &["it", "I T"], &["ok", "O K"]]),
        ("U.S. U.N Ph.D.", &[&["U S"], &["U N"], &["ph D"]]),
        (
            "COVID-19 B2B 4K MP3 3D",
            &[
                &["C O V I D nineteen", "covid nineteen"],
                &["B two B"],
                &["four K"],
                &["M P three"],
                &["three D"],
            ],
        ),
        ("F-16 H1N1 5G", &[&["F sixteen"], &["H one N one"], &["five G"]]),
        ("Q&A AT&T R&D", &[&["Q and A"], &["A T and T"], &["R and D"]]),
        ("& + = %", &[&["and"], &["plus"], &["equals"], &["percent"]]),
        ("@ada #tag #5", &[&["at ada", "ada"], &["hashtag tag", "tag"], &["number five"]]),
        ("C++ C#", &[&["C plus plus"], &["C sharp"]]),
        ("example.com/foo", &[&["example dot com slash foo"]]),
        ("https://www.example.org", &[&["W W W dot example dot org", "example dot org"]]),
        ("ada@example.co.uk", &[&["ada at example dot co dot U K"]]),
        ("my-site.io", &[&["my dash site dot I O", "my dash site dot io"]]),
        ("Henry VIII, World War II", &[&["henry"], &["the eighth"], &["world"], &["war"], &["two"]]),
        ("Elizabeth I", &[&["elizabeth"], &["i", "the first"]]),
        ("So am I", &[&["so"], &["am"], &["i"]]),
        (
            "Dr. Mr. St. vs. etc.",
            &[&["doctor", "drive"], &["mister"], &["saint", "street"], &["versus"], &["et cetera"]],
        ),
        ("e.g. i.e. No. 5", &[&["E G", "for example"], &["I E", "that is"], &["number"], &["five"]]),
        ("No. Yes", &[&["no"], &["yes"]]),
        ("5 km, 5km 1 kg", &[&["five"], &["kilometers"], &["five kilometers"], &["one"], &["kilogram"]]),
        (
            "60 mph 10GB 16 kHz",
            &[&["sixty"], &["miles an hour"], &["ten gigabytes"], &["sixteen"], &["kilohertz"]],
        ),
        ("20 in the", &[&["twenty"], &["inches", "in"], &["the"]]),
        ("5x 90°", &[&["five times", "five X"], &["ninety degrees"]]),
        ("YouTube BlueSkyThing", &[&["youtube"], &["blue sky thing"]]),
        ("and/or he/she", &[&["and or", "and slash or"], &["he she", "he or she"]]),
        ("state-sponsored", &[&["state sponsored"]]),
        ("2.0.1 802.11", &[&["two point oh point one"], &["eight hundred two point one one"]]),
        ("[Laughs] Yes (crosstalk) — ♪", &[&[], &["yes"], &[], &[], &[]]),
        ("-5 −3", &[&["minus five", "negative five"], &["minus three"]]),
        ("naïve", &[&["naïve"]]),
    ];
    let mut wrong: Vec<String> = Vec::new();
    for (text, expected) in cases {
        let read = read(text);
        let expected: Vec<&[&str]> = expected.to_vec();
        assert_eq!(read.len(), expected.len(), "{text}");
        for ((word, found), expected) in read.iter().zip(expected) {
            let likeliest = found.first().map(String::as_str) == expected.first().copied();
            if !likeliest || !expected.iter().all(|reading| found.iter().any(|found| found == reading)) {
                wrong.push(format!("{word} in {text:?}: expected {expected:?}, found {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
