//! Plain text as blocks: lines between blank lines, told apart where they are lines of their own and joined where an
//! editor has wrapped a paragraph.

use super::block::{Block, Break, Kind};

/// Texts with longer lines than this (in characters) are not wrapped: each of their lines is a paragraph.
const WIDEST_WRAP: usize = 120;
/// Nobody wraps text more narrowly.
const NARROWEST_WRAP: usize = 40;

/// The blocks of a plain text, in order.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let width = wrap_width(text);
    let mut blocks: Vec<Block<'_>> = Vec::new();
    // The length of the line before, while a paragraph is open to its continuation.
    let mut open: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let words = line.trim();
        if words.is_empty() {
            open = None;
        } else if is_rule(words) {
            blocks.push(Block::new(Kind::Rule, index + 1, ""));
            open = None;
        } else {
            let item = words
                .strip_prefix(['-', '*', '•', '–'])
                .filter(|rest| rest.starts_with([' ', '\t']))
                .map(str::trim_start);
            match (open, blocks.last_mut()) {
                (Some(before), Some(block)) if item.is_none() && wraps(before, words, width) => {
                    let text = block.text.to_mut();
                    text.push(' ');
                    block.breaks.push(Break { at: text.len(), line: index + 1 });
                    text.push_str(words);
                }
                _ => {
                    let kind = if item.is_some() { Kind::Item } else { Kind::Paragraph };
                    blocks.push(Block::new(kind, index + 1, item.unwrap_or(words)));
                }
            }
            open = Some(line.trim_end().chars().count());
        }
    }
    blocks
}

/// How wide the text is wrapped, in characters; `None` if it isn't.
fn wrap_width(text: &str) -> Option<usize> {
    let widest = text.lines().map(|line| line.trim_end().chars().count()).max()?;
    (NARROWEST_WRAP..=WIDEST_WRAP).contains(&widest).then_some(widest)
}

/// Whether a line of that length was ended because the next one's first word had no room on it.
fn wraps(length: usize, next: &str, width: Option<usize>) -> bool {
    let first = next.split_whitespace().next().unwrap_or_default().chars().count();
    width.is_some_and(|width| length + 1 + first > width)
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
        let shown = blocks(text).into_iter().map(|block| match block.kind {
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
        assert_eq!(blocks(&long).len(), 2, "a text with long lines has a paragraph a line");
    }
}
