//! What editors and site generators put around a text's lines: their own data on top, or one dead time before every line.

use std::borrow::Cow;
use std::collections::HashSet;

use super::stamp;
use crate::warning::Warnings;

/// No longer data stand on top, in lines.
const MOST_LINES: usize = 200;
/// So many lines with the same time are no accident.
const MANY_LINES: usize = 8;

/// The text with as many lines and without these, and the title that the file's data give.
pub(super) fn without<'t>(text: &'t str, warnings: &mut Warnings) -> (Cow<'t, str>, Option<String>) {
    if let Some(FrontMatter { lines, title, rest }) = front_matter(text) {
        warnings.left_out(1, || {
            format!(
                "The file’s own data stand in its first {lines} lines, and no speech; they are not shown."
            )
        });
        return (Cow::Owned("\n".repeat(lines) + rest), title);
    }
    match without_dead_time(text) {
        Some((time, line, kept)) => {
            warnings.left_out(line, || {
                format!("Every line begins with “{time}”, which tells no time; it is not shown.")
            });
            (Cow::Owned(kept), None)
        }
        None => (Cow::Borrowed(text), None),
    }
}

/// YAML on top of a text, between lines of three hyphens.
struct FrontMatter<'t> {
    /// How many it is, the hyphens included.
    lines: usize,
    title: Option<String>,
    /// What follows it.
    rest: &'t str,
}

/// What people say between two such lines has names with capitals, and they come back.
fn front_matter(text: &str) -> Option<FrontMatter<'_>> {
    let first = text.strip_prefix("---")?.lines().next()?;
    let mut rest = text.get(3 + first.len()..)?;
    rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    if !first.trim_end().is_empty() {
        return None;
    }
    let mut keys = HashSet::new();
    let mut title = None;
    for lines in 2..=MOST_LINES {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return (!keys.is_empty()).then_some(FrontMatter { lines, title, rest });
        }
        let within = line.is_empty() || line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
        if within && !(line.starts_with("- ") && keys.is_empty()) {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        if !is_key || !keys.insert(key) || end == 0 {
            return None;
        }
        if key == "title" {
            title = scalar(value.trim());
        }
    }
    None
}

/// A value of YAML on a line of its own, unless it needs more than its quotation marks taken off.
fn scalar(value: &str) -> Option<String> {
    let quoted = |sign: char| value.strip_prefix(sign).and_then(|value| value.strip_suffix(sign));
    let value = match (quoted('\''), quoted('"')) {
        (Some(value), _) => value.replace("''", "'"),
        (None, Some(value)) if !value.contains(['"', '\\']) => value.to_owned(),
        (None, None) if !value.starts_with(['"', '\'', '|', '>', '[', '{', '&', '*', '!']) => {
            value.to_owned()
        }
        _ => return None,
    };
    (!value.is_empty()).then_some(value)
}

/// The time that all lines begin with, the first of them, and the text without it.
fn without_dead_time(text: &str) -> Option<(&str, usize, String)> {
    let said = || text.lines().filter(|line| !line.trim().is_empty());
    let first = said().next()?;
    let (_, end) = stamp::bracketed(first, None).or_else(|| stamp::bare(first, None))?;
    let time = &first[..end];
    let rest = |line| str::strip_prefix(line, time).filter(|rest| rest.starts_with(char::is_whitespace));
    if said().take(MANY_LINES).filter_map(rest).count() < MANY_LINES
        || !said().all(|line| rest(line).is_some())
    {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        kept.push_str(rest(line).map_or(line, |rest| rest.trim_start_matches([' ', '\t'])));
    }
    let before = text.lines().take_while(|line| line.trim().is_empty()).count();
    Some((time, before + 1, kept))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn data_on_top_are_no_speech_and_give_the_title() {
        check(
            "a.md",
            &[
                (
                    "---\ntitle: \"Of boats\"\ndate: 2024-05-06\ntags:\n- sea\n- salt\nabout: It is\n  long.\n---\n\nAnn (00:05):\nHi.\n\nBen (00:09):\nYo.",
                    "!1 #Of boats Ann> |5=Hi. Ben> |9=Yo.",
                ),
                ("---\ntitle: Boats\n---\n# Boats\n\n**Ann:** Hi.", "!1 #Boats Ann> |=Hi."),
                ("---\ntitle: 'Boats'\n...\n## The sea\n\n**Ann:** Hi.", "!1 #Boats ##The sea Ann> |=Hi."),
                ("---\ntitle: 'It''s: so'\n---\n# It\n\n**Ann:** Hi.", "!1 #It's: so ##It Ann> |=Hi."),
                ("---\ntitle: \"\\u00e9\"\n---\n# It\n\n**Ann:** Hi.", "!1 #It Ann> |=Hi."),
                ("---\ntitle: >\n  So\n---\n# It\n\n**Ann:** Hi.", "!1 #It Ann> |=Hi."),
                // What only looks like data.
                ("---\nAnn: Hi.\nBen: Yo.\n---\nAnn: So.", "Ann> |=Hi. Ben> |=Yo. Ann> |=So."),
                ("---\nann: hi\nben: yo\nann: so\n---\n", "> |=ann: hi ben: yo ann: so"),
                ("---\n\n“Quote.”\n\n---\n\n**Ann:** Hi.", "\"-:“Quote.” Ann> |=Hi."),
                ("---\ntitle: x\nand so on", "> |=title: x and so on"),
                ("---", "!-"),
            ],
        );
    }

    #[test]
    fn a_time_that_all_lines_begin_with_tells_nothing() {
        let lines = |lines: &[&str]| lines.join("\n\n0:00 ");
        let said = ["0:00 Ann  00:05", "Hi.", "Ben  00:09", "Yo.", "Ann  00:12", "So.", "Ben  00:15", "Bye."];
        let few = &said[..6];
        check(
            "a.txt",
            &[
                (&lines(&said), "!1 Ann> |5=Hi. Ben> |9=Yo. Ann> |12=So. Ben> |15=Bye."),
                (&lines(few), "> |0=Ann  00:05 |0=Hi. |0=Ben  00:09 |0=Yo. |0=Ann  00:12 |0=So."),
            ],
        );
    }
}
