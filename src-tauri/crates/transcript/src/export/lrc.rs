//! LRC: `[01:02.34]` before each line, the name where the speaker changes, `<01:02.34>` before words if asked.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::Duration;

use super::label::Labels;
use super::line::Placed;
use super::{ExportOptions, guard};
use crate::model::Transcript;

/// A silence of so long after a line clears it.
const GAP: Duration = Duration::from_secs(1);

pub(super) fn write(transcript: &Transcript, lines: &[Placed<'_>], options: &ExportOptions) -> String {
    let mut out = String::new();
    if let Some(title) = &transcript.title {
        let _ = writeln!(out, "[ti:{}]", title.replace(']', ")"));
    }
    let _ = writeln!(out, "[re:Cueline]");
    let labels = Labels::of(lines, options);
    for (index, Placed { line, start, end }) in lines.iter().enumerate() {
        let _ = write!(out, "[{}]", time(*start));
        out.push_str(labels.before(line));
        let (text, spans) = (line.text(), line.utterance.spans());
        let whole = guard::speech(text);
        if options.word_times && !spans.is_empty() {
            let guarded = matches!(whole, Cow::Owned(_));
            let mut at = 0;
            for span in spans {
                let until = span.range().start;
                push(&mut out, text.get(at..until).unwrap_or_default(), guarded, at == 0);
                let _ = write!(out, "<{}>", time(span.start));
                at = until;
            }
            push(&mut out, text.get(at..).unwrap_or_default(), guarded, at == 0);
        } else {
            out.push_str(&whole.replace('<', "<\u{2060}"));
        }
        out.push('\n');
        // No line says when it ends: an empty one at that time does.
        let next = lines.get(index + 1).map(|next| next.start);
        if line.utterance.mark_end().is_some() && next.is_none_or(|next| next >= *end + GAP) {
            let _ = writeln!(out, "[{}]", time(*end));
        }
    }
    out
}

/// Appends a piece of a line; the first of one that begins as a name does is guarded as a whole.
fn push(out: &mut String, text: &str, guarded: bool, first: bool) {
    let text = text.replace('<', "<\u{2060}");
    match (guarded, first) {
        (true, true) => out.push_str(&guard::speech(&guard::piece(&text))),
        (true, false) => out.push_str(&guard::piece(&text)),
        (false, _) => out.push_str(&text),
    }
}

/// `01:02.34`; minutes go on past an hour.
fn time(time: Duration) -> String {
    let hundredths = (time.as_nanos() + 5_000_000) / 10_000_000;
    let (minutes, seconds) = (hundredths / 6_000, hundredths / 100 % 60);
    format!("{minutes:02}:{seconds:02}.{:02}", hundredths % 100)
}
