//! SubRip: numbered captions, the speaker's name before the first of a turn.
//!
//! SubRip has no escape: speech that looks like a name, a tag or a line of times gets an invisible word joiner.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::label::Labels;
use super::line::{Line, Placed};
use super::subtitle::captions;
use super::{ExportOptions, clock, guard, markdown};

pub(super) fn write(lines: &[Placed<'_>], options: &ExportOptions) -> String {
    let mut out = String::new();
    let labels = Labels::of(lines, options);
    let lead = |line: &Line<'_>| labels.before(line).chars().count();
    for (index, caption) in captions(lines, options, lead).iter().enumerate() {
        let (start, end) = (clock::hours(caption.start, ','), clock::hours(caption.end, ','));
        let _ = writeln!(out, "{}\n{start} --> {end}", index + 1);
        if caption.opens {
            out.push_str(labels.before(&caption.line));
        }
        for row in &caption.rows {
            let row = caption.line.text().get(row.clone()).unwrap_or_default();
            let _ = writeln!(out, "{}", without_tags(&guard::speech(row)));
        }
        out.push('\n');
    }
    out
}

/// Text in which nothing is a tag or an entity.
fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '{', '&']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        out.push(c);
        let after = &text[at + c.len_utf8()..];
        let opens = match c {
            '<' => after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'),
            '{' => after.trim_start().starts_with('\\'),
            '&' if markdown::is_entity(after) => {
                out.push_str("amp;");
                false
            }
            _ => false,
        };
        if opens {
            out.push(guard::JOINER);
        }
    }
    Cow::Owned(out)
}
