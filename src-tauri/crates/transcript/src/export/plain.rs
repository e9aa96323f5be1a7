//! Plain text: title and show notes, then a paragraph an utterance, `Name: [00:01:02] text`, the name where it changes.
//!
//! Plain text has no way to escape: where the beginning of what is said would be read as a name, a time or a list, an
//! invisible word joiner (U+2060) stands before it.

use std::fmt::Write as _;

use super::line::lines;
use super::{ExportOptions, clock};
use crate::model::Transcript;

/// The name of whoever speaks after a named speaker and has no name.
pub(super) const UNNAMED: &str = "Unknown speaker";
const JOINER: char = '\u{2060}';

pub(super) fn write(transcript: &Transcript, options: &ExportOptions) -> String {
    let mut out = String::new();
    for heading in transcript.title.iter().chain(&transcript.subtitle) {
        let _ = writeln!(out, "{heading}\n");
    }
    for paragraph in &transcript.summary {
        let _ = writeln!(out, "{paragraph}\n");
    }
    for point in &transcript.key_points {
        let _ = writeln!(out, "- {} {}", clock::minutes(point.at), point.text);
    }
    if !transcript.key_points.is_empty() {
        out.push('\n');
    }
    let mut named = false;
    for line in lines(transcript) {
        let name = line.speaker.or(named.then_some(UNNAMED)).filter(|_| options.speakers && line.opens);
        named |= name.is_some();
        if let Some(name) = name {
            let _ = write!(out, "{name}: ");
        }
        let time = line.time.filter(|_| options.times);
        if let Some(time) = time {
            let _ = write!(out, "[{}] ", time.stamp(options.origins));
        }
        let text = line.utterance.text();
        if (time.is_none() || name.is_none()) && is_layout(text, time.is_some()) {
            out.push(JOINER);
        }
        let _ = writeln!(out, "{text}\n");
    }
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
    out
}

/// Whether a text that opens a paragraph begins as one of the layout's own signs does.
fn is_layout(text: &str, timed: bool) -> bool {
    let label = text.chars().take(90).any(|c| matches!(c, ':' | '：'));
    let sign = text.starts_with(['[', '(', '-', '*', '•', '–', '_', '=', '“', '"', '«', '„']);
    label || (sign && !timed)
}
