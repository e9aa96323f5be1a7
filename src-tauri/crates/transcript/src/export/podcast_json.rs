//! Podcasting 2.0 JSON: a segment an utterance, or a word if asked and where the source times them.
//!
//! The last word of an utterance ends with a line end, as the format's own example has it. Times are in seconds, to the
//! millisecond.

use std::fmt::Write as _;
use std::time::Duration;

use super::line::{Placed, nameless};
use super::{ExportOptions, clock};
use crate::model::Transcript;

pub(super) fn write(transcript: &Transcript, lines: &[Placed<'_>], options: &ExportOptions) -> String {
    let mut out = String::from("{\n  \"version\": \"1.0.0\",\n  \"segments\": [");
    let nameless = nameless(transcript);
    let mut first = true;
    let mut segment = |speaker: Option<&str>, start: Duration, end: Duration, body: &str, ends: bool| {
        out.push_str(if first { "\n    {" } else { ",\n    {" });
        first = false;
        if let Some(name) = speaker.or(nameless).filter(|_| options.speakers) {
            out.push_str("\"speaker\": ");
            string(&mut out, name, "");
            out.push_str(", ");
        }
        let _ = write!(out, "\"startTime\": {}, \"endTime\": {}, \"body\": ", seconds(start), seconds(end));
        string(&mut out, body, if ends { "\n" } else { "" });
        out.push('}');
    };
    for Placed { line, start, end } in lines {
        let text = line.text();
        let spans = line.utterance.spans();
        if !options.word_times || spans.is_empty() {
            segment(line.speaker, *start, *end, text, options.word_times);
            continue;
        }
        for (index, span) in spans.iter().enumerate() {
            let next = spans.get(index + 1);
            let from = if index == 0 { 0 } else { span.range().start };
            let until = next.map_or(text.len(), |next| next.range().start);
            let after = next.map_or(*end, |next| next.start);
            let end = span.end.unwrap_or(after).max(span.start);
            let body = text.get(from..until).unwrap_or_default().trim();
            segment(line.speaker, span.start, end, body, next.is_none());
        }
    }
    out.push_str("\n  ]\n}\n");
    out
}

/// `1.5`, `12`.
fn seconds(time: Duration) -> String {
    let ms = clock::millis(time);
    let text = format!("{}.{:03}", ms / 1_000, ms % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A JSON string of two parts.
fn string(out: &mut String, text: &str, end: &str) {
    out.push('"');
    for c in text.chars().chain(end.chars()) {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
