//! A word as it is written with what stands around it, taken apart; and which words are not spoken.

/// A word as written: `before` and `after` are what stands around it up to the next letter or digit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Token<'a> {
    pub(crate) before: &'a str,
    /// From the first letter or digit to the last; empty where there is none.
    pub(crate) core: &'a str,
    pub(crate) after: &'a str,
}

impl<'a> Token<'a> {
    pub(crate) fn of(written: &'a str) -> Token<'a> {
        let start = written.find(char::is_alphanumeric).unwrap_or(written.len());
        let (before, rest) = written.split_at(start);
        let end = rest
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_alphanumeric())
            .map_or(0, |(at, c)| at + c.len_utf8());
        let (core, after) = rest.split_at(end);
        Token { before, core, after }
    }

    /// Whether the core begins with a digit.
    pub(crate) fn is_number(&self) -> bool {
        self.core.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Whether a text is one ASCII digit or more, and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands in square brackets goes on no longer than so many words; else they were never closed.
const LONGEST_DIRECTION: usize = 12;

/// Which words are no speech: stage directions such as `[Laughs]`, `(crosstalk)` and `*sighs*`, and `♪` lyrics' signs.
pub(crate) fn unspoken(words: &[&str], is_stage: impl Fn(&str) -> bool) -> Vec<bool> {
    let mut silent = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        let closing = match words[at].trim_start_matches(['"', '“', '‘', '*', '_']).chars().next() {
            Some('[') => Some((']', true)),
            Some('(') => Some((')', false)),
            _ if words[at].starts_with('*') => Some(('*', false)),
            _ => None,
        };
        let end = closing.and_then(|(close, square)| {
            let until = words.len().min(at + LONGEST_DIRECTION);
            let last = (at..until).find(|place| {
                let after =
                    if *place == at { words[*place].get(1..).unwrap_or_default() } else { words[*place] };
                after.contains(close)
            })?;
            let stage = |word: &&str| is_stage(&Token::of(word).core.to_lowercase());
            (square || words[at..=last].iter().all(&stage) || (last > at && stage(&words[at])))
                .then_some(last)
        });
        match end {
            Some(last) => {
                silent[at..=last].fill(true);
                at = last + 1;
            }
            None => at += 1,
        }
    }
    silent
}

/// The parts of a text between changes from letters to digits and back: `COVID19` as `COVID` and `19`.
pub(crate) fn letters_and_digits(text: &str) -> Vec<&str> {
    parts(text, |a, b| a.is_ascii_digit() != b.is_ascii_digit())
}

/// The parts of a text that a capital letter begins: `iPhone` as `i` and `Phone`, `HTTPServer` as `HTTP` and `Server`.
pub(crate) fn humps(text: &str) -> Vec<&str> {
    let mut humps = parts(text, |a, b| a.is_lowercase() && b.is_uppercase());
    let mut at = 0;
    while let Some(hump) = humps.get(at) {
        let capitals = hump.chars().take_while(|c| c.is_uppercase()).count();
        let rest: String = hump.chars().skip(capitals).collect();
        let plural = ["s", "'s"].contains(&rest.as_str());
        if capitals > 2 && hump.chars().count() > capitals && !plural {
            let split = hump.char_indices().nth(capitals - 1).map_or(hump.len(), |(at, _)| at);
            let (acronym, rest) = hump.split_at(split);
            humps.splice(at..=at, [acronym, rest]);
        }
        at += 1;
    }
    humps
}

fn parts(text: &str, apart: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut last) = (0, None);
    for (at, letter) in text.char_indices() {
        if last.is_some_and(|last| apart(last, letter)) {
            parts.push(&text[start..at]);
            start = at;
        }
        last = Some(letter);
    }
    if start < text.len() {
        parts.push(&text[start..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_apart_from_what_stands_around_it() {
        for (written, before, core, after) in [
            ("“$5.”", "“$", "5", ".”"),
            ("don't", "", "don't", ""),
            ("—", "—", "", ""),
            ("", "", "", ""),
            ("C++,", "", "C", "++,"),
            ("日本。", "", "日本", "。"),
        ] {
            assert_eq!(Token::of(written), Token { before, core, after });
        }
    }

    #[test]
    fn stage_directions_are_not_spoken_and_other_asides_are() {
        let cases = [
            ("Yes [Laughs] no", "Yes no"),
            ("Yes [both laugh loudly], no", "Yes no"),
            ("Yes (laughs) no", "Yes no"),
            ("Yes (the other one) no", "Yes (the other one) no"),
            ("Yes *sighs* no", "Yes no"),
            ("Yes *really* no", "Yes *really* no"),
            ("Yes [never closed no", "Yes [never closed no"),
            ("(Laughter and applause) no", "no"),
        ];
        for (written, spoken) in cases {
            let words: Vec<&str> = written.split(' ').collect();
            let silent = unspoken(&words, |word| ["laughs", "laughter", "sighs"].contains(&word));
            let kept: Vec<&str> =
                words.iter().zip(silent).filter(|(_, silent)| !silent).map(|(word, _)| *word).collect();
            assert_eq!(kept.join(" "), spoken, "{written}");
        }
    }

    #[test]
    fn words_written_as_one_are_parted() {
        for (text, expected) in [
            ("iPhone", vec!["i", "Phone"]),
            ("HTTPServer", vec!["HTTP", "Server"]),
            ("CEOs", vec!["CEOs"]),
            ("YouTube", vec!["You", "Tube"]),
            ("word", vec!["word"]),
        ] {
            assert_eq!(humps(text), expected);
        }
        assert_eq!(letters_and_digits("H1N1"), ["H", "1", "N", "1"]);
    }
}
