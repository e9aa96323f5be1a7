//! Speech that begins as the layout's own signs do, for formats without an escape.
//!
//! An invisible word joiner (U+2060) keeps it from being read as a name, a time or a list: behind a colon it has no blank
//! after it, and before a sign the sign is not the first.

use std::borrow::Cow;

use crate::parse::label;

/// Joins no words and is not seen.
pub(super) const JOINER: char = '\u{2060}';
/// Names and marks end within so many bytes.
const REACH: usize = 120;
/// How a name in brackets ends.
const CLOSED: [&str; 4] = ["]:", "):", "]：", ")："];

/// The text, so that it is read as speech and nothing else where a line begins with it.
pub(super) fn speech(text: &str) -> Cow<'_, str> {
    let mut text = arrows(text);
    if is_sign(&text) {
        text.to_mut().insert(0, JOINER);
    }
    let mut from = 0;
    while begins_with_label(&text)
        && let Some(at) =
            text[from..].find([':', '：', '[', '(']).map(|at| from + at).filter(|at| *at < REACH)
    {
        let sign = text[at..].chars().next().map_or(1, char::len_utf8);
        if text[at..].starts_with('：') {
            text.to_mut().replace_range(at..at + sign, ":\u{2060}");
        } else {
            text.to_mut().insert(at + sign, JOINER);
        }
        from = at + 1 + JOINER.len_utf8();
    }
    text
}

/// A piece of a text that [`speech`] would change, where it is written piece by piece.
pub(super) fn piece(text: &str) -> String {
    let mut out = arrows(text).replace(": ", ":\u{2060} ");
    if out.ends_with(':') {
        out.push(JOINER);
    }
    out
}

/// The text without an arrow as subtitles have between their times.
pub(super) fn arrows(text: &str) -> Cow<'_, str> {
    if text.contains("-->") { Cow::Owned(text.replace("-->", "--\u{2060}>")) } else { Cow::Borrowed(text) }
}

/// The text without brackets inside it that may be read as marks.
pub(super) fn marks(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices('[').filter(|&(at, _)| is_mark(text, at)) {
        out.push_str(&text[from..=at]);
        out.push(JOINER);
        from = at + 1;
    }
    if from == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[from..]) }
}

/// Whether a bracket at `at` may begin a mark inside a text.
pub(super) fn is_mark(text: &str, at: usize) -> bool {
    at > 0 && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Whether a paragraph that begins so would be read as one with a name or a time.
pub(super) fn begins_with_label(text: &str) -> bool {
    label::opens(text) || label::name(&format!("[0:00] {}", head(text))).is_some()
}

fn head(text: &str) -> &str {
    let end = (0..=text.len().min(REACH)).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}

/// Whether this begins as a list, a quotation of mail, a page break, a bracketed name or a pull quote does.
fn is_sign(text: &str) -> bool {
    let bracketed = text.starts_with(['[', '(']) && CLOSED.iter().any(|closed| head(text).contains(closed));
    let rule = text.len() >= 3 && text.chars().all(|c| matches!(c, '*' | '_' | '=' | '-' | ' '));
    bracketed || rule || text.starts_with(['-', '–', '—', '‐', '•', '*', '>', '“', '"', '«', '„'])
}
