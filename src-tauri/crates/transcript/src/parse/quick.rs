//! Markdown's plainest paragraphs, read without the CommonMark parser, which takes most of the time of a file of short turns.
//!
//! A paragraph is taken here only if there is but one way to read it: its lines begin with a letter, an opening sign or a
//! name in bold, and nothing in them but that name and escaped signs could be markup. All else is the parser's.
//! That the two agree is tested on texts made of everything that could make them differ.

use super::block::{Block, Break, Kind};

/// What a byte may be in such a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    /// A backslash, an asterisk or a closing bracket: it depends on what stands beside it.
    Sign,
    /// Markup, or a control character.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'\\' | b'*' | b']' => Class::Sign,
            b'`' | b'_' | b'~' | b'<' | b'>' | b'&' | b'#' | b'|' | b'=' | 0..=31 | 127 => Class::Other,
            _ => Class::Plain,
        };
        byte += 1;
    }
    classes
};

/// Reads a paragraph without blank lines around or in it into `block`, whatever that was before. The paragraph begins on
/// that line of a file that defines no links. False if it is the parser's to read.
pub(super) fn paragraph(source: &str, line: usize, block: &mut Block) -> bool {
    let Block { kind, line: first, text, emphasis, breaks } = block;
    (*kind, *first) = (Kind::Paragraph, line);
    text.clear();
    emphasis.clear();
    breaks.clear();
    let (mut rest, mut number) = (source, line);
    loop {
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let from = text.len();
        match add_row(&rest[..end.unwrap_or(rest.len())], text) {
            None => return false,
            Some(Some(bold)) => emphasis.push(from..from + bold),
            Some(None) => {}
        }
        let Some(end) = end else { return true };
        rest = &rest[end + 1..];
        number += 1;
        text.push(' ');
        breaks.push(Break { at: text.len(), line: number });
    }
}

/// Adds a line's text; how much of its start is bold.
fn add_row(row: &str, text: &mut String) -> Option<Option<usize>> {
    let bytes = row.as_bytes();
    let first = *bytes.first()?;
    if row.trim().len() != row.len() {
        return None;
    }
    let (mut at, mut copied, mut bold) = (0, 0, None);
    let begun = text.len();
    if row.starts_with("**") {
        let name = &bytes[2..];
        let length = name.iter().position(|&b| CLASSES[usize::from(b)] != Class::Plain)?;
        let closed = name.get(length..length + 2)? == b"**";
        let after = name.get(length + 2).is_none_or(|b| matches!(b, b' ' | b':'));
        let last = *name.get(length.checked_sub(1)?)?;
        if !(closed
            && after
            && name[0].is_ascii_alphanumeric()
            && (last.is_ascii_alphanumeric() || last == b':'))
        {
            return None;
        }
        text.push_str(row.get(2..2 + length)?);
        bold = Some(length);
        copied = length + 4;
        at = copied;
    } else if !(first.is_ascii_alphabetic()
        || first >= 0x80
        || matches!(first, b'[' | b'(' | b'"' | b'\'' | b'\\'))
    {
        return None;
    }
    while let Some(found) = bytes.get(at..)?.iter().position(|&b| CLASSES[usize::from(b)] != Class::Plain) {
        at += found;
        let next = bytes.get(at + 1);
        match bytes[at] {
            b'\\' if next.is_some_and(u8::is_ascii_punctuation) => {
                text.push_str(row.get(copied..at)?);
                copied = at + 1;
                at += 2;
            }
            b']' if next != Some(&b'(') => at += 1,
            _ => return None,
        }
    }
    text.push_str(row.get(copied..)?);
    (text.len() > begun).then_some(bold)
}
