//! Markdown as podcasts publish it: title, subtitle, summary, key points, `**Name:** [00:01:02] text`, pull quotes after a
//! `---`.
//!
//! What is said is escaped, so that it is read as text by any Markdown reader. Words that the source sets in bold or
//! italics are in bold.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::line::{Line, lines, nameless};
use super::{ExportOptions, clock, guard};
use crate::model::Transcript;
use crate::parse::is_quotation;

pub(super) fn write(transcript: &Transcript, options: &ExportOptions) -> String {
    let mut out = String::new();
    for (sign, heading) in [("##", &transcript.title), ("###", &transcript.subtitle)] {
        if let Some(heading) = heading {
            let _ = writeln!(out, "{sign} {}\n", escaped(heading));
        }
    }
    for paragraph in &transcript.summary {
        let _ = writeln!(out, "{}\n", opening(&guard::speech(paragraph)));
    }
    for point in &transcript.key_points {
        let _ = writeln!(out, "- {} {}", clock::minutes(point.at), escaped(&point.text));
    }
    if !transcript.key_points.is_empty() {
        out.push('\n');
    }
    let mut quotes = transcript.pull_quotes.iter().peekable();
    let mut quoted = false;
    let nameless = nameless(transcript);
    while let Some(quote) = quotes.next_if(|quote| quote.beside.is_none()) {
        quoted = pull_quote(&mut out, &quote.text);
    }
    for (index, line) in lines(transcript).enumerate() {
        let again = line.opens || guard::begins_with_label(line.text());
        let name = line.speaker.or(nameless).filter(|_| options.speakers && again);
        if let Some(name) = name {
            let _ = write!(out, "**{}:** ", escaped(name));
        }
        let stamp = line.stamp(options.origins).filter(|_| options.times);
        if let Some(stamp) = &stamp {
            let _ = write!(out, "[{stamp}] ");
        }
        let guarded = guard::speech(line.text());
        match (name, stamp) {
            (Some(_), Some(_)) => out.push_str(&speech(&line, true)),
            (None, None) => {
                if quoted && line.text().starts_with(['“', '"', '«', '„']) {
                    out.push(guard::JOINER);
                }
                out.push_str(&opening(&guarded));
            }
            _ if matches!(guarded, Cow::Borrowed(_)) => out.push_str(&speech(&line, false)),
            _ => out.push_str(&escaped(&guarded)),
        }
        out.push_str("\n\n");
        quoted = false;
        while let Some(quote) = quotes.next_if(|quote| quote.beside.is_some_and(|beside| beside <= index)) {
            quoted = pull_quote(&mut out, &quote.text);
        }
    }
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
    out
}

/// A quotation of its own after a break.
fn pull_quote(out: &mut String, text: &str) -> bool {
    let _ = write!(out, "---\n\n{}\n\n", escaped(&quotation(text)));
    true
}

/// A pull quote with its quotation marks: without them, and with others of their kind inside, it would be read as speech.
pub(super) fn quotation(text: &str) -> Cow<'_, str> {
    if is_quotation(text) {
        text.into()
    } else {
        format!("“{}”", text.replace(['“', '”'], "'")).into()
    }
}

/// What is said, with its emphasis where Markdown can set it: between blanks, and not where it would be taken for the
/// name that isn't there.
fn speech(line: &Line<'_>, named: bool) -> String {
    let text = line.text();
    let mut out = String::with_capacity(text.len() + 16);
    let mut at = 0;
    for run in line.utterance.emphasis() {
        let (Some(before), Some(inside)) = (text.get(at..run.start), text.get(run.clone())) else { continue };
        let apart = text[..run.start].chars().next_back().is_none_or(char::is_whitespace)
            && text[run.end..].chars().next().is_none_or(char::is_whitespace);
        if apart && inside.trim() == inside && (named || run.start > 0) {
            let _ = write!(out, "{}**{}**", escaped(before), escaped(inside));
            at = run.end;
        }
    }
    out.push_str(&escaped(&text[at..]));
    out
}

/// A text that begins a paragraph.
fn opening(text: &str) -> String {
    let mut out = escaped(text);
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && out[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
    } else if out.starts_with(['#', '>', '-', '+', '=', '~', '|']) {
        out.insert(0, '\\');
    }
    out
}

/// A text in which nothing is markup, and no time in brackets a mark.
fn escaped(text: &str) -> String {
    let links = text.contains("](") || text.contains("][") || text.contains("]:");
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let alphanumeric =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        match c {
            '\\' | '*' | '`' => out.push('\\'),
            '_' if !(alphanumeric(at.checked_sub(1)) && alphanumeric(Some(at + 1))) => out.push('\\'),
            '[' if links => out.push('\\'),
            '<' => {
                out.push_str("&lt;");
                continue;
            }
            '>' if text[..at].ends_with("--") => {
                out.push_str("&gt;");
                continue;
            }
            '&' if is_entity(&text[at + 1..]) => {
                out.push_str("&amp;");
                continue;
            }
            _ => {}
        }
        out.push(c);
        if c == '[' && guard::is_mark(text, at) {
            out.push(guard::JOINER);
        }
    }
    out
}

/// Whether what follows an `&` makes it an entity.
pub(super) fn is_entity(after: &str) -> bool {
    let name = after.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    name > 0 && after[name..].starts_with(';')
}
