//! Where the sentences and words of a text begin and end.
//!
//! Words are those of Unicode's text segmentation (UAX #29), but that a hyphen, a slash or an ampersand inside joins:
//! "state-sponsored", "24/7" and "Q&A" are one word each, as people speak and click them.
//!
//! A sentence ends at `.`, `!`, `?` or `…`, with the quotation marks and brackets that close after it, when what follows
//! is a space and then no lower-case letter. It does not end after an abbreviation, an initial, or an ellipsis that
//! stands by itself: those are pauses in speech.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Segments, Sentence, Word};

/// Abbreviations that go before what they belong to, so that the full stop after them ends nothing.
const ABBREVIATIONS: [&str; 22] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Sgt", "Capt", "Rev",
    "Hon", "vs", "No", "Fig", "approx", "Mt", "Ft",
];

/// The sentences and the words of `text`, as byte ranges of it.
pub(crate) fn segment(text: &str) -> Segments {
    let mut sentences = Vec::new();
    let mut words = Vec::with_capacity(text.len() / 6 + 1);
    for span in sentence_spans(text) {
        let first = words.len() as u32;
        push_words(text, span.clone(), &mut words);
        sentences.push(Sentence::new(span.start as u32..span.end as u32, first..words.len() as u32));
    }
    Segments { sentences, words }
}

/// Whether a text ends as a sentence does, so that nothing of it is still to come.
pub(crate) fn ends_sentence(text: &str) -> bool {
    // Most texts that end inside a sentence end with a letter.
    let inside = text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric);
    !inside && text.trim_end().trim_end_matches(is_closer).ends_with(is_terminator)
}

fn sentence_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = skip_space(text, 0);
    let mut from = start;
    while let Some(found) = text[from..].find(is_terminator) {
        let mark = from + found;
        let after_marks = skip(text, mark, is_terminator);
        let end = skip(text, after_marks, is_closer);
        let next = skip_space(text, end);
        let spaced = next > end || next == text.len() || text[mark..].starts_with(is_wide);
        let goes_on = text[next..].starts_with(char::is_lowercase);
        let pause = text[..mark].ends_with(char::is_whitespace) || mark == 0;
        let abbreviated =
            after_marks == mark + 1 && text[mark..].starts_with('.') && is_abbreviation(&text[start..mark]);
        if spaced && !goes_on && !pause && !abbreviated {
            spans.push(start..end);
            start = next;
        }
        from = next.max(end);
    }
    let end = text.trim_end().len();
    if start < end {
        spans.push(start..end);
    }
    spans
}

/// Whether a full stop after `before` belongs to its last word.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    initial || word.contains('.') || ABBREVIATIONS.contains(&word)
}

/// Appends the words of `text[span]`.
fn push_words(text: &str, span: Range<usize>, words: &mut Vec<Word>) {
    let bytes = text.as_bytes();
    let mut at = span.start;
    while at < span.end {
        let piece = at + bytes[at..span.end].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let end = piece + bytes[piece..span.end].iter().take_while(|b| !b.is_ascii_whitespace()).count();
        match simple_word(&bytes[piece..end]) {
            Some(word) => words.push(word_at(&(piece + word.start..piece + word.end))),
            None => push_any_words(text, piece..end, words),
        }
        at = end;
    }
}

/// The one word of a piece between spaces, if it is of ASCII letters, singly joined by hyphens and apostrophes, with
/// nothing but punctuation around it. Most are, and they are found many times quicker than by the rules for all scripts.
fn simple_word(piece: &[u8]) -> Option<Range<usize>> {
    let start = piece.iter().position(|b| !b.is_ascii_punctuation())?;
    let mut end = start;
    while piece.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
        if let [b'-' | b'\'', next, ..] = piece[end..]
            && next.is_ascii_alphabetic()
        {
            end += 1;
        }
    }
    let closed = piece[end..].iter().all(u8::is_ascii_punctuation);
    let underscore = piece.contains(&b'_');
    (end > start && closed && !underscore).then_some(start..end)
}

/// Appends the words of a piece between spaces, of whatever script.
fn push_any_words(text: &str, piece: Range<usize>, words: &mut Vec<Word>) {
    let mut open: Option<Range<usize>> = None;
    for (at, word) in text[piece.clone()].unicode_word_indices() {
        let (start, end) = (piece.start + at, piece.start + at + word.len());
        match &mut open {
            Some(last) if is_joint(&text[last.end..start]) => last.end = end,
            Some(last) => words.push(word_at(&std::mem::replace(last, start..end))),
            None => open = Some(start..end),
        }
    }
    words.extend(open.as_ref().map(word_at));
}

fn word_at(range: &Range<usize>) -> Word {
    Word::new(range.start as u32..range.end as u32)
}

/// What joins two words into one when it alone stands between them.
fn is_joint(between: &str) -> bool {
    matches!(between, "-" | "\u{2010}" | "\u{2011}" | "/" | "&" | "@")
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_wide(c)
}

/// The terminators of scripts that put no space after them.
fn is_wide(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』')
}

fn skip_space(text: &str, from: usize) -> usize {
    skip(text, from, char::is_whitespace)
}

fn skip(text: &str, from: usize, what: impl Fn(char) -> bool) -> usize {
    text.len() - text[from..].trim_start_matches(what).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences as `[…]`, words as `·word·`.
    fn render(text: &str) -> String {
        let Segments { sentences, words } = segment(text);
        let mut out = String::new();
        for sentence in &sentences {
            out.push('[');
            let inside: Vec<&str> = words
                .iter()
                .map(Word::range)
                .filter(|w| sentence.range().contains(&w.start))
                .map(|w| &text[w])
                .collect();
            out.push_str(&inside.join("|"));
            out.push(']');
        }
        out
    }

    #[test]
    fn sentences_and_words_are_those_that_are_spoken() {
        let cases = [
            ("", ""),
            ("   ", ""),
            ("Yes.", "[Yes]"),
            ("Yes. No!  Why?", "[Yes][No][Why]"),
            ("it never ends", "[it|never|ends]"),
            ("So, the U.N. is not. It was.", "[So|the|U.N|is|not][It|was]"),
            ("Ask Dr. Who. He knows.", "[Ask|Dr|Who][He|knows]"),
            ("So am I. You too.", "[So|am|I][You|too]"),
            ("Sergio C, I won't… well. 3.5 or 24/7?", "[Sergio|C|I|won't|well][3.5|or|24/7]"),
            ("It felt like ... I mean, odd.", "[It|felt|like|I|mean|odd]"),
            ("Wait... What?", "[Wait][What]"),
            ("\"Have you?\" So already, passé.", "[Have|you][So|already|passé]"),
            ("“Yes.” (He did.) Good", "[Yes][He|did][Good]"),
            ("state-sponsored — and AT&T, non‑trivial", "[state-sponsored|and|AT&T|non‑trivial]"),
            ("[Laughs] OK.", "[Laughs|OK]"),
            ("今日は。はい！", "[今|日|は][は|い]"),
            ("...", "[]"),
            ("U.N.", "[U.N]"),
            ("(well--I) o'clock' 'tis mid-to-late a-", "[well|I|o'clock|tis|mid-to-late|a]"),
            ("snake_case *stars* a-1 b'2 x- -y", "[snake_case|stars|a-1|b|2|x|y]"),
        ];
        for (text, expected) in cases {
            assert_eq!(render(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_quick_way_finds_the_words_of_the_general_one() {
        let pieces = ["a", "-", "'", "it", "’", ".", "1", "_", "(", "\"", "é"];
        let mut words = Vec::new();
        for n in 0..pieces.len().pow(4) {
            let piece: String =
                (0..4).map(|place| pieces[n / pieces.len().pow(place) % pieces.len()]).collect();
            if let Some(word) = simple_word(piece.as_bytes()) {
                words.clear();
                push_any_words(&piece, 0..piece.len(), &mut words);
                assert_eq!(words, [word_at(&word)], "{piece}");
            }
        }
    }

    #[test]
    fn a_text_ends_with_its_sentence_or_is_cut() {
        for (text, whole) in
            [("Yes.", true), ("“Yes.” ", true), ("(why?)", true), ("and", false), ("", false), ("so,", false)]
        {
            assert_eq!(ends_sentence(text), whole, "{text:?}");
        }
    }
}
