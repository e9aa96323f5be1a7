//! Text as it is compared: without case, accents and ligatures, typographic marks as the keyboard's; and the way back.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lines of folded text, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Folded {
    text: String,
    /// Where each line ends in `text`; a line break stands between it and the next.
    ends: Vec<u32>,
    runs: Vec<Run>,
}

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
        let mut original = 0;
        let mut each = None;
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            let before = self.text.len();
            fold_into(character, &mut self.text);
            let mut units = character.len_utf16();
            // An accent by itself belongs to what it stands on.
            while let Some(accent) = characters.next_if(|next| is_combining_mark(*next) && units < 200) {
                units += accent.len_utf16();
            }
            // No character becomes more than 18 bytes, or as often three times as many.
            let size = ((self.text.len() - before) as u8, units as u8);
            if each != Some(size) {
                self.runs.push(Run { folded: before as u32, original, each: size });
                each = Some(size);
            }
            original += units as u32;
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
        let begin = self.unit(start + folded.start as u32, false);
        let end = self.unit(start + folded.end as u32, true);
        begin..end.max(begin)
    }

    /// The unit at a place of the text; of a place inside a character, the one behind it if it is an end.
    fn unit(&self, at: u32, is_end: bool) -> u32 {
        // The end of a hit belongs to the run that ends there, also where another begins.
        let runs = self.runs.partition_point(|run| if is_end { run.folded < at } else { run.folded <= at });
        let Some(run) = runs.checked_sub(1).and_then(|run| self.runs.get(run)) else { return 0 };
        let (bytes, units) = (u32::from(run.each.0), u32::from(run.each.1));
        let within = at - run.folded;
        let characters = match bytes {
            0 => 0,
            _ if is_end => within.div_ceil(bytes),
            _ => within / bytes,
        };
        run.original + characters * units
    }
}

/// The text as it is compared.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|character| fold_into(character, &mut folded));
    folded
}

/// The text without accents, its case kept: what an expression's escapes tell apart.
pub(super) fn unaccented(text: &str) -> String {
    text.nfkd().filter(|character| !is_combining_mark(*character)).map(plain_mark).collect()
}

fn fold_into(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
        return;
    }
    for part in std::iter::once(character).nfkd() {
        for lower in plain_mark(part).to_lowercase().filter(|lower| !is_combining_mark(*lower)) {
            match lower {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ı' => folded.push('i'),
                'ς' => folded.push('σ'),
                _ => folded.push(lower),
            }
        }
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
