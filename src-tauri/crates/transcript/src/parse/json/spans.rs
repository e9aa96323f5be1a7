//! Where the words of a list stand in the text that they are the words of.
//!
//! Lists and texts differ in blanks, in punctuation and in case. A word is looked for from the last one on, a few
//! words ahead at most; one that is not found costs its own time and nothing else.

use std::time::Duration;

use crate::model::TimedSpan;

/// How many words ahead one is looked for.
const AHEAD: usize = 8;
/// The same in bytes.
const WINDOW: usize = 240;

/// Finds words in a text, one after the other.
pub(super) struct Finder<'s> {
    text: &'s str,
    at: usize,
    spans: Vec<TimedSpan>,
    /// Words that were not found.
    pub(super) missed: usize,
}

impl<'s> Finder<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, at: 0, spans: Vec::new(), missed: 0 }
    }

    /// Looks for the next word. Parts of a word become one span.
    pub(super) fn add(&mut self, word: &str, start: Option<Duration>, end: Option<Duration>) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        let Some((from, to)) = self.find(word.trim()) else {
            self.missed += usize::from(word.contains(char::is_alphanumeric));
            return;
        };
        self.at = to;
        let part = match self.spans.last() {
            Some(last) if last.range().end == from && !is_spaceless(self.text, from) => self.spans.pop(),
            _ => None,
        };
        match (part, start) {
            (Some(part), _) => {
                let whole = part.range().start..to;
                self.spans.push(TimedSpan::new(whole, part.start, end.or(part.end)));
            }
            (None, Some(start)) => self.spans.push(TimedSpan::new(from..to, start, end)),
            (None, None) => {}
        }
    }

    /// Whether no word of the text is left.
    pub(super) fn is_at_end(&self) -> bool {
        !self.window().contains(char::is_alphanumeric)
    }

    pub(super) fn finish(self) -> Vec<TimedSpan> {
        self.spans
    }

    /// The text in which the next word is looked for.
    fn window(&self) -> &'s str {
        let mut end = (self.at + WINDOW).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        &self.text[self.at..end]
    }

    fn find(&self, word: &str) -> Option<(usize, usize)> {
        let window = self.window();
        let place = |from: usize, length: usize| Some((self.at + from, self.at + from + length));
        if word.is_empty() {
            return None;
        } else if window.starts_with(word) {
            return place(0, word.len());
        }
        let core = word.trim_matches(is_mark);
        let last = core.chars().next_back()?;
        let mut from = 0;
        for _ in 0..AHEAD {
            let rest = &window[from..];
            let piece = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
            let inside = piece.trim_start_matches(is_mark);
            let lead = piece.len() - inside.len();
            let whole = inside.trim_end_matches(is_mark);
            if let Some(after) = inside.strip_prefix(core)
                && (after.starts_with(is_mark) || after.is_empty())
            {
                return place(from + lead, core.len());
            } else if same(whole, core) {
                return place(from + lead, whole.len());
            }
            let next = rest[piece.len()..].trim_start();
            from = window.len() - next.len();
        }
        if spaceless(last) { place(window.find(core)?, core.len()) } else { None }
    }
}

/// Whether a character is of no word.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

fn same(a: &str, b: &str) -> bool {
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// Whether the writing around `at` puts no blanks between words.
fn is_spaceless(text: &str, at: usize) -> bool {
    let near = |c: Option<char>| c.is_some_and(spaceless);
    near(text[..at].chars().next_back()) || near(text[at..].chars().next())
}

/// Whether a character is of a writing that puts no blanks between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
pub(super) fn spaceless(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words, with `!` for one without a time, come out as `‹second text›` in the text, and how many were missed.
    fn check(text: &str, words: &[&str], expected: &str) {
        let mut finder = Finder::new(text);
        for (index, word) in words.iter().enumerate() {
            let (word, start) = match word.strip_prefix('!') {
                Some(word) => (word, None),
                None => (*word, Some(Duration::from_secs(index as u64))),
            };
            finder.add(word, start, None);
        }
        let missed = finder.missed;
        let mut out = String::new();
        let mut at = 0;
        for span in finder.finish() {
            out += &text[at..span.range().start];
            out += &format!("‹{} {}›", span.start.as_secs(), &text[span.range()]);
            at = span.range().end;
        }
        out += &text[at..];
        if missed > 0 {
            out += &format!(" -{missed}");
        }
        assert_eq!(out, expected, "{text} {words:?}");
    }

    #[test]
    fn words_are_found_whatever_blanks_and_punctuation_they_have() {
        check(" So, am I?", &[" So,", " am", " I?"], " ‹0 So,› ‹1 am› ‹2 I?›");
        check("So, am I?", &["so", "AM", "i"], "‹0 So›, ‹1 am› ‹2 I›?");
        check("“So” am-I", &["So", "am-I"], "“‹0 So›” ‹1 am-I›");
        check("In 2014 we", &["In", "!2014", "we"], "‹0 In› 2014 ‹2 we›");
        check("one two three", &["one", "uh", "three"], "‹0 one› two ‹2 three› -1");
        check("one two", &["and", "one", "two", "three"], "‹1 one› ‹2 two› -2");
        check("caté, été", &["CATÉ", "Été"], "‹0 caté›, ‹1 été›");
    }

    #[test]
    fn parts_of_a_word_become_one_and_characters_stay_apart() {
        check(" Hello, world", &[" Hel", "lo", ",", " wor", "ld"], " ‹0 Hello,› ‹3 world›");
        check("你好 吗", &["你", "好", "吗"], "‹0 你›‹1 好› ‹2 吗›");
        check("a b", &["", " ", "a", "...", "b"], "‹2 a› ‹4 b›");
    }
}
