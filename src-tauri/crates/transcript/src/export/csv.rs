//! CSV (RFC 4180): a header, then a row an utterance.
//!
//! The columns are `turn` (from 1), `speaker`, `start` and `end` (`00:01:02.500`), `origin` and `text`; what isn't wanted
//! has no column. The text is UTF-8 with a byte order mark, without which spreadsheets take it for something else. A field
//! that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`) has a `'` before it: a transcript's
//! text is text.

use super::ExportOptions;
use super::clock;
use super::line::lines;
use crate::model::Transcript;

pub(super) fn write(transcript: &Transcript, options: &ExportOptions) -> String {
    let mut out = String::from("\u{FEFF}");
    row(&mut out, options, ["turn", "speaker", "start", "end", "origin", "text"]);
    for line in lines(transcript) {
        let time = line.timing();
        let at = |time: Option<_>| time.map(|time| clock::hours(time, '.')).unwrap_or_default();
        let turn = (line.turn + 1).to_string();
        let (start, end) = (at(time.map(|time| time.start)), at(time.and_then(|time| time.end)));
        let origin = time.map_or("none", |time| time.origin.id());
        let fields = [&turn, line.speaker.unwrap_or_default(), &start, &end, origin, line.text()];
        row(&mut out, options, fields);
    }
    out
}

fn row(out: &mut String, options: &ExportOptions, [turn, speaker, start, end, origin, text]: [&str; 6]) {
    out.push_str(turn);
    if options.speakers {
        out.push(',');
        field(out, speaker);
    }
    if options.times {
        for value in [start, end, origin] {
            out.push(',');
            out.push_str(value);
        }
    }
    out.push(',');
    field(out, text);
    out.push_str("\r\n");
}

fn field(out: &mut String, value: &str) {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if value.contains(['"', ',', '\n', '\r']) {
        out.push('"');
        out.push_str(guard);
        out.push_str(&value.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(value);
    }
}
