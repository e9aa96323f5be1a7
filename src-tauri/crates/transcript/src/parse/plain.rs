//! Plain text as blocks: lines between blank lines, told apart where they are lines of their own and joined where an
//! editor has wrapped a paragraph.

use super::block::Kind;
use super::blocks::Blocks;

/// Texts with longer lines than this (in characters) are not wrapped: each of their lines is a paragraph.
const WIDEST_WRAP: usize = 120;
/// Nobody wraps text more narrowly.
const NARROWEST_WRAP: usize = 40;

/// The blocks of a plain text, in order; it may be one of nothing but crumbs.
pub(super) fn blocks(text: &str, crumbs: bool) -> Blocks<'_> {
    let width = if crumbs { None } else { wrap_width(text) };
    let mut blocks = match width {
        _ if crumbs => Blocks::of_crumbs(text.len()),
        None => Blocks::within(text),
        Some(_) => Blocks::of_file(text.len()),
    };
    // The line before, while a paragraph is open to its continuation.
    let mut open: Option<&str> = None;
    for (index, (at, line)) in lines(text).enumerate() {
        let number = index + 1;
        let words = line.trim_start();
        let at = at + line.len() - words.len();
        let words = words.trim_end();
        if words.is_empty() {
            open = None;
            continue;
        }
        if is_rule(words) {
            blocks.add(Kind::Rule, number, at, "");
            open = None;
            continue;
        }
        let item = words
            .strip_prefix(['-', '*', '•', '–'])
            .filter(|rest| rest.starts_with([' ', '\t']))
            .map(str::trim_start);
        let wrapped = width.is_some_and(|width| open.is_some_and(|before| wraps(before, words, width)));
        match item {
            Some(item) => blocks.add(Kind::Item, number, at + words.len() - item.len(), item),
            None if wrapped => blocks.wrap(number, words),
            None => blocks.add(Kind::Paragraph, number, at, words),
        }
        open = Some(line);
    }
    blocks
}

/// The lines of a text, each with where it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = (at, &rest[..end]);
        at += end + 1;
        Some(line)
    })
}

/// How wide the text is wrapped, in characters; `None` if it isn't.
fn wrap_width(text: &str) -> Option<usize> {
    let mut widest = 0;
    for (_, line) in lines(text) {
        // A line has no more characters than bytes.
        if line.len() > widest {
            widest = widest.max(width_of(line));
        }
        if widest > WIDEST_WRAP {
            return None;
        }
    }
    (widest >= NARROWEST_WRAP).then_some(widest)
}

fn width_of(line: &str) -> usize {
    line.trim_end().chars().count()
}

/// Whether a line was ended because the next one's first word had no room on it.
fn wraps(line: &str, next: &str, width: usize) -> bool {
    let first = next.split_whitespace().next().unwrap_or_default();
    line.len() + 1 + first.len() > width && width_of(line) + 1 + first.chars().count() > width
}

/// Whether a line only separates what is around it.
pub(super) fn is_rule(line: &str) -> bool {
    let mut signs = line.bytes().filter(|b| *b != b' ');
    let Some(first) = signs.next().filter(|b| matches!(b, b'-' | b'*' | b'_' | b'=')) else { return false };
    signs.clone().count() >= 2 && signs.all(|b| b == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str) -> String {
        let blocks = blocks(text, false);
        let shown = blocks.iter().map(|block| match block.kind {
            Kind::Rule => format!("{}---", block.line),
            Kind::Item => format!("{}*{}", block.line, block.text),
            _ => format!("{}:{}", block.line, block.text),
        });
        shown.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn lines_are_joined_only_where_a_paragraph_was_wrapped() {
        let cases = [
            ("a\nb\n\nc", "1:a | 2:b | 4:c"),
            ("  a  \n---\n- b\n* c *d*", "1:a | 2--- | 3*b | 4*c *d*"),
            (
                "one two three four five six seven eight nine\nten eleven twelve.\nNext",
                "1:one two three four five six seven eight nine ten eleven twelve. | 3:Next",
            ),
            ("-5 degrees\n***\n- - -\n--", "1:-5 degrees | 2--- | 3--- | 4:--"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(render(text), expected, "{text:?}");
        }
        let long = format!("{}\nshort", "word ".repeat(50).trim());
        assert_eq!(blocks(&long, false).iter().count(), 2, "a text with long lines has a paragraph a line");
    }
}
