//! Pull quotes found in what was said: word for word, whatever stands between the words.

use std::collections::HashMap;
use std::ops::Range;

use super::folded::fold;
use super::{Hit, Search};
use crate::model::PullQuote;

/// More pull quotes than any layout has; those beyond count as paraphrased.
const MOST_QUOTES: usize = 1_000;
/// A text of more words is no pull quote.
const MOST_WORDS: usize = 500;
/// Where a quotation leaves something out, at most so many words.
const MOST_LEFT_OUT: usize = 60;
/// A quotation of fewer words that leaves something out would be found where nobody said it.
const FEWEST_WORDS: usize = 5;
/// So many words are compared in all; only a file made for that has more to compare.
const MOST_STEPS: usize = 10_000_000;

impl Search {
    /// Where each of the quotes is said; `None` for one that is paraphrased. Of several places the one nearest to the quote counts. Of
    /// a quotation that goes on in the speaker's next utterance the place is its part in the first.
    pub fn quotes(&self, quotes: &[PullQuote]) -> Vec<Option<Hit>> {
        let sought: Vec<Sought> =
            quotes.iter().take(MOST_QUOTES).map(|quote| Sought::of(&quote.text)).collect();
        let mut by_first: HashMap<&str, Vec<usize>> = HashMap::new();
        for (n, sought) in sought.iter().enumerate() {
            if let Some(first) = sought.parts.first().and_then(|part| part.first()) {
                by_first.entry(first).or_default().push(n);
            }
        }
        let mut found = vec![None; quotes.len()];
        if by_first.is_empty() {
            return found;
        }
        let mut said = Said { text: self.folded.text(), words: words(self.folded.text()), steps: MOST_STEPS };
        let mut line = 0;
        for at in 0..said.words.len() {
            let beginning = said.word(at).and_then(|word| by_first.get(word));
            for &n in beginning.into_iter().flatten() {
                if said.steps == 0 {
                    return found;
                }
                let whole = sought.get(n).and_then(|sought| sought.follows(&mut said, at));
                let (Some(whole), Some(quote)) = (whole, quotes.get(n)) else { continue };
                line = self.folded.line_at(whole.start, line);
                let Some(hit) = self.said_by_one(line, whole) else { continue };
                let away = |hit: &Hit| quote.beside.unwrap_or(0).abs_diff(hit.line as usize);
                if let Some(place) = found.get_mut(n)
                    && place.as_ref().is_none_or(|known| away(&hit) < away(known))
                {
                    *place = Some(hit);
                }
            }
        }
        found
    }

    /// What is said from a place of the text up to another, as far as it lies in the utterance where it begins; `None` where
    /// another speaker ends it.
    fn said_by_one(&self, line: usize, whole: Range<usize>) -> Option<Hit> {
        let last = self.folded.line_at(whole.end, line);
        if self.speakers.get(line) != self.speakers.get(last) {
            return None;
        }
        let start = self.folded.start(line);
        let end = (whole.end - start).min(self.folded.line(line).len());
        Some(self.hit(line, whole.start - start..end))
    }
}

/// The words of all that was said, and how many of them may still be compared.
struct Said<'a> {
    text: &'a str,
    words: Vec<Range<u32>>,
    steps: usize,
}

impl<'a> Said<'a> {
    fn word(&self, at: usize) -> Option<&'a str> {
        let word = self.words.get(at)?;
        self.text.get(word.start as usize..word.end as usize)
    }

    /// Whether these words follow one another from word `at` on; the word behind the last of them.
    fn follow(&mut self, part: &[String], at: usize) -> Option<usize> {
        for (n, word) in part.iter().enumerate() {
            self.steps = self.steps.checked_sub(1)?;
            if self.word(at + n) != Some(word) {
                return None;
            }
        }
        Some(at + part.len())
    }
}

/// A quotation as it is looked for.
struct Sought {
    /// Its words, in parts between which something is left out.
    parts: Vec<Vec<String>>,
}

impl Sought {
    /// What stands between the outermost quotation marks, or all of it. Dots, and what stands in square brackets, leave something out.
    fn of(quote: &str) -> Sought {
        let folded = fold(quote);
        let inner = match folded.trim_start().strip_prefix('"') {
            Some(opened) => opened.rsplit_once('"').map_or(opened, |(inner, _)| inner),
            None => &folded,
        };
        let outside = inner.split(['[', ']']).step_by(2);
        let parts = outside.flat_map(|text| text.split("..")).map(|part| {
            let word = |word: Range<u32>| part.get(word.start as usize..word.end as usize).map(str::to_owned);
            words(part).into_iter().filter_map(word).collect::<Vec<_>>()
        });
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        let is_quote = parts.iter().map(Vec::len).sum::<usize>() <= MOST_WORDS;
        Sought { parts: if is_quote { parts } else { Vec::new() } }
    }

    /// Where in the text it stands, if it begins with word `at`.
    fn follows(&self, said: &mut Said<'_>, at: usize) -> Option<Range<usize>> {
        let (first, rest) = self.parts.split_first()?;
        let words: usize = self.parts.iter().map(Vec::len).sum();
        let left_out = if words < FEWEST_WORDS { 0 } else { MOST_LEFT_OUT };
        let mut end = said.follow(first, at)?;
        for part in rest {
            end = (end..=end + left_out).find_map(|at| said.follow(part, at))?;
        }
        let (first, last) = (said.words.get(at)?, said.words.get(end.checked_sub(1)?)?);
        Some(first.start as usize..last.end as usize)
    }
}

/// Letters and digits in a row, as ranges of a folded text.
fn words(text: &str) -> Vec<Range<u32>> {
    let mut words: Vec<Range<u32>> = Vec::new();
    for (at, character) in text.char_indices().filter(|(_, character)| character.is_alphanumeric()) {
        let (at, end) = (at as u32, (at + character.len_utf8()) as u32);
        match words.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => words.push(at..end),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;

    use super::*;

    const TALK: &str = "**Ada:** The harbour was quiet that year. We counted the boats by ear, and we were wrong.\n\n\
        **Ada:** Nobody minded. The café’s owner least of all.\n\n\
        **Bo:** Nobody minded? I did.\n\n\
        **Ada:** Well. You were always the careful one, and nobody minded that either.\n";

    /// The quote, the line that it stands beside, and what of which line is found.
    #[test]
    fn a_quotation_is_found_word_for_word_or_it_is_a_paraphrase() {
        let transcript = parse(TALK.as_bytes(), "a.md").unwrap().transcript;
        let lines: Vec<&str> = transcript.lines().map(|line| line.utterance.text()).collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        for (quote, beside, expected) in [
            ("We counted the boats by ear", 0, Some((0, "We counted the boats by ear"))),
            ("“WE COUNTED THE BOATS; by ear!” — Ada, a keeper", 0, Some((0, "We counted the boats by ear"))),
            ("“The cafe's owner, least of all.”", 0, Some((1, "The café’s owner least of all"))),
            ("quiet that year — we counted", 0, Some((0, "quiet that year. We counted"))),
            ("The harbour was quiet … and we were wrong.", 0, Some((0, lines[0].trim_end_matches('.')))),
            ("We counted the boats [...] and we were wrong", 3, Some((0, &lines[0][33..lines[0].len() - 1]))),
            ("[The keepers] counted the boats", 0, Some((0, "counted the boats"))),
            ("and we were wrong. Nobody minded.", 2, Some((0, "and we were wrong."))),
            ("Nobody minded", 0, Some((1, "Nobody minded"))),
            ("Nobody minded", 2, Some((2, "Nobody minded"))),
            ("nobody minded", 4, Some((3, "nobody minded"))),
            ("harbour … wrong", 0, None),
            ("Nobody … minded that either", 0, Some((3, "nobody minded that either"))),
            ("least of all. Nobody minded? I did.", 1, None),
            ("We counted the ships by ear", 0, None),
            ("“ … ”", 0, None),
            ("", 0, None),
        ] {
            let quote = PullQuote { text: quote.to_owned(), beside: Some(beside), line: 1 };
            let hit = Search::new(&transcript).quotes(std::slice::from_ref(&quote))[0];
            let cut = hit.map(|hit| {
                let units: Vec<u16> = lines[hit.line as usize].encode_utf16().collect();
                (hit.line, String::from_utf16(&units[hit.start as usize..hit.end as usize]).unwrap())
            });
            assert_eq!(
                cut,
                expected.map(|(line, text)| (line, text.to_owned())),
                "{} beside {beside}",
                quote.text
            );
        }
    }

    #[test]
    fn quotations_made_to_take_long_are_given_up() {
        let text = format!("{}\n", "a ".repeat(200_000));
        let transcript = parse(text.as_bytes(), "a.txt").unwrap().transcript;
        let quote = PullQuote { text: format!("{}b", "a ".repeat(400)), beside: None, line: 1 };
        assert_eq!(Search::new(&transcript).quotes(&vec![quote; 2_000]), vec![None; 2_000]);
    }
}
