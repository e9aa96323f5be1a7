//! Plain text: title and show notes, then a paragraph an utterance, `Name: [00:01:02] text`, the name where it changes.

use std::fmt::Write as _;

use super::line::{lines, nameless};
use super::{ExportOptions, clock, guard};
use crate::model::Transcript;

pub(super) fn write(transcript: &Transcript, options: &ExportOptions) -> String {
    let mut out = String::new();
    for heading in transcript.title.iter().chain(&transcript.subtitle) {
        let _ = writeln!(out, "{heading}\n");
    }
    for paragraph in &transcript.summary {
        let _ = writeln!(out, "{}\n", guard::speech(paragraph));
    }
    for point in &transcript.key_points {
        let _ = writeln!(out, "- {} {}", clock::minutes(point.at), point.text);
    }
    if !transcript.key_points.is_empty() {
        out.push('\n');
    }
    let nameless = nameless(transcript);
    for line in lines(transcript) {
        let text = &guard::marks(line.text());
        // Where a name or a time stands in the text's way, the line has its own before it.
        let again = line.opens || guard::begins_with_label(text);
        let name = line.speaker.or(nameless).filter(|_| options.speakers && again);
        if let Some(name) = name {
            let _ = write!(out, "{name}: ");
        }
        let stamp = line.stamp(options.origins).filter(|_| options.times);
        if let Some(stamp) = &stamp {
            let _ = write!(out, "[{stamp}] ");
        }
        match (name, stamp) {
            (Some(_), Some(_)) => out.push_str(&guard::arrows(text)),
            _ => out.push_str(&guard::speech(text)),
        }
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
    out
}
