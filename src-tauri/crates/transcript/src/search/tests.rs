//! What is found, of whom, and what is no search.

use super::*;
use crate::parse::parse;

/// A transcript of one turn a line.
fn search(text: &str) -> (Transcript, Search) {
    let transcript = parse(text.as_bytes(), "talk.txt").unwrap().transcript;
    let search = Search::new(&transcript);
    (transcript, search)
}

/// What is found, cut out of the utterances as a screen does it.
fn found((transcript, search): &(Transcript, Search), query: &Query) -> Vec<(u32, String)> {
    let lines: Vec<Vec<u16>> =
        transcript.lines().map(|line| line.utterance.text().encode_utf16().collect()).collect();
    let hits = search.find(query, &|| false).unwrap();
    assert_eq!(hits.count, hits.listed.len());
    hits.listed
        .iter()
        .map(|hit| {
            let units = &lines[hit.line as usize][hit.start as usize..hit.end as usize];
            (hit.line, String::from_utf16(units).unwrap())
        })
        .collect()
}

const TALK: &str = "Ada Lovelace: The café opened at nine, “the Cafe\u{301}” said.\n\n\
    Bo Öst: Straße und 🎣 Cafés, ﬁne fish.\n\n\
    Ada Lovelace: It’s the end — cafeteria, CAFÉ.\n";

#[test]
fn case_accents_ligatures_and_typographic_marks_make_no_difference() {
    let talk = search(TALK);
    for (typed, expected) in [
        ("cafe", vec![(0, "café"), (0, "Cafe\u{301}"), (1, "Café"), (2, "cafe"), (2, "CAFÉ")]),
        ("CAFÉS", vec![(1, "Cafés")]),
        ("strasse", vec![(1, "Straße")]),
        ("fine", vec![(1, "ﬁne")]),
        ("🎣 c", vec![(1, "🎣 C")]),
        ("it's the end - ", vec![(2, "It’s the end — ")]),
        ("\"the", vec![(0, "“the")]),
        ("inexpressible", vec![]),
        ("", vec![]),
        ("\u{301}", vec![]),
        ("speaker:ost cafe", vec![(1, "Café")]),
        ("speaker:love cafe", vec![(0, "café"), (0, "Cafe\u{301}"), (2, "cafe"), (2, "CAFÉ")]),
        ("speaker:nobody cafe", vec![]),
        ("speaker:ost", vec![(1, "Straße und 🎣 Cafés, ﬁne fish.")]),
        ("speaker:nobody", vec![]),
        ("end\u{a0}—\tcafe", vec![(2, "end — cafe")]),
        ("fish.\nit’s", vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(line, text)| (line, text.to_owned())).collect();
        assert_eq!(found(&talk, &Query::typed(typed)), expected, "{typed}");
    }
}

#[test]
fn a_whole_word_neither_begins_nor_ends_inside_another() {
    let talk = search(TALK);
    let whole = |text: &str| Query { whole_word: true, ..Query::typed(text) };
    let texts = |query| found(&talk, &query).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    assert_eq!(texts(whole("cafe")), ["café", "Cafe\u{301}", "CAFÉ"]);
    assert_eq!(texts(whole("caf")), Vec::<String>::new());
    assert_eq!(texts(whole("said.")), ["said."]);
}

#[test]
fn an_expression_is_looked_for_line_by_line() {
    let talk = search(TALK);
    let expression = |text: &str| Query { expression: true, ..Query::typed(text) };
    for (typed, expected) in [
        (r"caf\w*$", vec![]),
        (r"café\W*$", vec![(2, "CAFÉ.")]),
        (r"^.", vec![(0, "T"), (1, "S"), (2, "I")]),
        (r"c\w+s\b", vec![(1, "Cafés")]),
        (r"x*", vec![]),
        (r"opened|und", vec![(0, "opened"), (1, "und")]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(line, text)| (line, text.to_owned())).collect();
        assert_eq!(found(&talk, &expression(typed)), expected, "{typed}");
    }
    let find = |typed: &str| talk.1.find(&expression(typed), &|| false);
    assert_eq!(find("(").unwrap_err().to_string(), "This is no regular expression: unclosed group.");
    assert_eq!(find(r"(\w{999}){999}"), Err(SearchError::TooLarge));
}

#[test]
fn what_folds_to_a_sign_of_expressions_stands_for_itself_in_one() {
    let talk = search("Ada: Well… it was （as they say） a straße, Ærø.\n");
    let expression = |text: &str| Query { expression: true, ..Query::typed(text) };
    for (typed, expected) in [
        ("…", vec!["…"]),
        ("（.*）", vec!["（as they say）"]),
        ("stra(ß|x)e", vec!["straße"]),
        ("[Ææ]rø", vec!["Ærø"]),
        (r"\x41 ", vec!["a "]),
    ] {
        let texts: Vec<String> = found(&talk, &expression(typed)).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, expected, "{typed}");
    }
}

#[test]
fn vowel_signs_and_voicing_marks_are_letters_and_points_are_not() {
    let talk = search("दिन और दान. か が. שָׁלוֹם. مُحَمَّد. Wör\u{ad}ter, ที่ ที.\n");
    for (typed, expected) in [
        ("दिन", vec!["दिन"]),
        ("か", vec!["か"]),
        ("が", vec!["が"]),
        ("שלום", vec!["שָׁלוֹם"]),
        ("محمد", vec!["مُحَمَّد"]),
        ("worter", vec!["Wör\u{ad}ter"]),
        ("ที่", vec!["ที่"]),
    ] {
        let texts: Vec<String> =
            found(&talk, &Query::typed(typed)).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, expected, "{typed}");
    }
}

/// Each of its matches looks to the end of the paragraph before it is content with one letter.
#[test]
fn a_search_ends_soon_after_it_was_told_to_also_in_one_endless_paragraph() {
    let (_, search) = search(&format!("Ada: {}\n", "a".repeat(1 << 20)));
    for (query, most) in
        [(Query { expression: true, ..Query::typed(".*[^a]|a") }, 11), (Query::typed("a"), 11)]
    {
        let asked = std::cell::Cell::new(0);
        let stopped = || {
            asked.set(asked.get() + 1);
            asked.get() > 10
        };
        assert_eq!(search.find(&query, &stopped), Err(SearchError::Stopped));
        assert_eq!(asked.get(), most, "{query:?}");
    }
}

#[test]
fn a_long_paragraph_is_searched_to_its_end_in_pieces() {
    let long = format!("Ada: {}\n", "the long haul — ".repeat(4_000));
    let talk = search(&long);
    let words = found(&talk, &Query { expression: true, ..Query::typed(r"\bha\w+") });
    assert_eq!(words.len(), 4_000);
    assert!(words.iter().all(|(_, text)| text == "haul"));
    let whole = "é".repeat(3 * PIECE);
    let parts: Vec<&str> = pieces(&whole).map(|(_, piece)| piece).collect();
    assert_eq!(parts.concat(), whole);
    assert!(parts.iter().all(|part| part.len() <= PIECE));
}
