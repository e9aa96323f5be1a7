//! Text as it is compared: without case, accents and ligatures, typographic marks as the keyboard's; and the way back.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Lines of folded text, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Folded {
    text: String,
    /// Where each line ends in `text`; a line break stands between it and the next.
    ends: Vec<u32>,
    /// Which run each line begins with.
    first_runs: Vec<u32>,
    runs: Vec<Run>,
}

/// More accents on one character are characters by themselves.
const MOST_ACCENTS: usize = 100;

/// Characters in a row that each take the same room, folded and as they were.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where it begins in the folded text.
    folded: u32,
    /// Where it begins in its line as it was, in UTF-16 units.
    original: u32,
    /// Bytes of a folded character, and UTF-16 units of the one it was.
    each: (u8, u8),
}

impl Folded {
    /// Appends a line.
    pub(super) fn push(&mut self, line: &str) {
        if !self.ends.is_empty() {
            self.text.push('\n');
        }
        self.first_runs.push(self.runs.len() as u32);
        let (mut original, mut rest, mut last) = (0, line, None);
        while !rest.is_empty() {
            let before = self.text.len();
            // Most of most texts: it goes quickly.
            let plain = plain_start(rest);
            let (taken, each) = if plain.is_empty() {
                let taken = accented_start(rest);
                taken.chars().for_each(|character| fold_into(character, &mut self.text));
                // No character becomes more than 33 bytes.
                (taken, ((self.text.len() - before) as u8, units(taken) as u8))
            } else {
                self.text.extend(plain.chars().map(fold_ascii));
                (plain, (1, 1))
            };
            if last != Some(each) {
                self.runs.push(Run { folded: before as u32, original, each });
                last = Some(each);
            }
            original += units(taken);
            rest = rest.get(taken.len()..).unwrap_or_default();
        }
        self.ends.push(self.text.len() as u32);
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn lines(&self) -> usize {
        self.ends.len()
    }

    /// Where a line begins in the text.
    pub(super) fn start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize + 1)
    }

    pub(super) fn line(&self, line: usize) -> &str {
        let end = self.ends.get(line).map_or(0, |end| *end as usize);
        self.text.get(self.start(line)..end).unwrap_or_default()
    }

    /// The line in which a place in the text lies, which is not before line `from`.
    pub(super) fn line_at(&self, at: usize, from: usize) -> usize {
        let after = self.ends.get(from..).unwrap_or_default();
        // Most hits lie near the last one.
        let mut step = 1;
        while after.get(step).is_some_and(|end| (*end as usize) < at) {
            step *= 2;
        }
        let near = &after[..(step + 1).min(after.len())];
        from + near.partition_point(|end| (*end as usize) < at)
    }

    /// A place in a folded line as UTF-16 units of the line as it was. A character of which a part is meant is meant wholly.
    pub(super) fn original(&self, line: usize, folded: Range<usize>) -> Range<u32> {
        let start = self.start(line) as u32;
        let run = |line: usize| self.first_runs.get(line).map_or(self.runs.len(), |run| *run as usize);
        let runs = self.runs.get(run(line)..run(line + 1)).unwrap_or_default();
        let begin = unit(runs, start + folded.start as u32, false);
        let end = unit(runs, start + folded.end as u32, true);
        begin..end.max(begin)
    }
}

/// The unit at a place of the text; of a place inside a character, the one behind it if it is an end.
fn unit(runs: &[Run], at: u32, is_end: bool) -> u32 {
    // The end of a hit belongs to the run that ends there, also where another begins.
    let before = runs.partition_point(|run| if is_end { run.folded < at } else { run.folded <= at });
    let Some(run) = before.checked_sub(1).and_then(|before| runs.get(before)) else { return 0 };
    let (bytes, units) = (u32::from(run.each.0), u32::from(run.each.1));
    let within = at - run.folded;
    let characters = match bytes {
        0 => 0,
        _ if is_end => within.div_ceil(bytes),
        _ => within / bytes,
    };
    run.original + characters * units
}

/// The ASCII that a text begins with, but for a last character that an accent stands on.
fn plain_start(text: &str) -> &str {
    let end = text.bytes().position(|byte| !byte.is_ascii()).unwrap_or(text.len());
    let bears = text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(is_unseen);
    text.get(..if bears { end.saturating_sub(1) } else { end }).unwrap_or_default()
}

/// The character that a text begins with and the accents on it.
fn accented_start(text: &str) -> &str {
    let mut after = text.char_indices().skip(1);
    let end = (0..=MOST_ACCENTS).find_map(|n| match after.next() {
        Some((at, next)) => (n == MOST_ACCENTS || !is_unseen(next)).then_some(at),
        None => Some(text.len()),
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

fn units(text: &str) -> u32 {
    text.chars().map(|character| character.len_utf16() as u32).sum()
}

/// The text as it is compared.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|character| fold_into(character, &mut folded));
    folded
}

/// An expression as folded text is searched with it. What isn't ASCII stands for itself, also where it folds to a sign that
/// means something there; the rest keeps its case, which tells escapes apart.
pub(super) fn fold_expression(expression: &str) -> String {
    let mut folded = String::with_capacity(expression.len());
    for character in expression.chars() {
        if character.is_ascii() {
            folded.push(character);
        } else {
            folded.push_str(&regex::escape(&fold(character.encode_utf8(&mut [0; 4]))));
        }
    }
    folded
}

fn fold_into(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(fold_ascii(character));
        return;
    }
    let plain = plain_mark(character);
    if plain.is_ascii() {
        folded.push(plain);
        return;
    }
    // Taken apart, the syllables of Kana would be found in those with a voicing mark, which are others.
    if matches!(character, '\u{3040}'..='\u{30ff}') {
        folded.push(character);
        return;
    }
    for part in std::iter::once(character).nfkd() {
        for lower in plain_mark(part).to_lowercase().filter(|lower| !is_unseen(*lower)) {
            match lower {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ı' => folded.push('i'),
                'ς' => folded.push('σ'),
                _ if lower.is_whitespace() => folded.push(' '),
                _ => folded.push(lower),
            }
        }
    }
}

/// White space is a space, so that a line break stands between lines alone and nothing that is typed has one.
fn fold_ascii(character: char) -> char {
    if character.is_ascii_whitespace() || character == '\x0b' { ' ' } else { character.to_ascii_lowercase() }
}

/// Whether it is an accent or a point on another character, or can't be seen at all. The vowel signs of Indic and Thai scripts are
/// no accents: they make other words.
fn is_unseen(character: char) -> bool {
    match character {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => true,
        '\u{fe00}'..='\u{fe0f}' => true,
        // The classes of Hebrew's and Arabic's points, and of what stands above, below or on a letter.
        _ => matches!(canonical_combining_class(character), 10..=36 | 200..=240),
    }
}

/// What a keyboard has for a typographer's mark.
fn plain_mark(mark: char) -> char {
    match mark {
        '‘' | '’' | '‚' | '‛' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        _ => mark,
    }
}
