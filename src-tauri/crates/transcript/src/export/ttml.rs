//! TTML as Apple Podcasts has it: speakers as agents, a paragraph an utterance, spans for words if asked.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::time::Duration;

use super::line::{Placed, nameless};
use super::{ExportOptions, clock, guard, xml};
use crate::model::Transcript;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <tt xmlns=\"http://www.w3.org/ns/ttml\" xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\" \
    xmlns:podcasts=\"http://podcasts.apple.com/transcript-ttml-internal\" xml:lang=\"\">\n<head>\n<metadata>\n";

pub(super) fn write(transcript: &Transcript, lines: &[Placed<'_>], options: &ExportOptions) -> String {
    let mut out = String::from(HEAD);
    if let Some(title) = &transcript.title {
        out.push_str("<ttm:title>");
        xml::text(&mut out, title);
        out.push_str("</ttm:title>\n");
    }
    // Agent 0 is whoever has no name beside those that have.
    let nobody = nameless(transcript).filter(|_| transcript.turns.iter().any(|turn| turn.speaker.is_none()));
    let named = transcript.speakers.iter().map(|speaker| &*speaker.name).enumerate();
    let agents = nobody.map(|name| (0, name)).into_iter().chain(named.map(|(index, name)| (index + 1, name)));
    for (number, name) in agents.filter(|_| options.speakers) {
        let _ =
            write!(out, "<ttm:agent type=\"person\" xml:id=\"SPEAKER_{number}\"><ttm:name type=\"full\">");
        xml::text(&mut out, name);
        out.push_str("</ttm:name></ttm:agent>\n");
    }
    let end = lines.iter().map(|line| line.end).max().unwrap_or_default();
    let _ = write!(out, "</metadata>\n</head>\n<body dur=\"{}\">\n<div>\n", time(end));
    for placed in lines {
        let Placed { line, start, end } = placed;
        let _ = write!(out, "<p begin=\"{}\" end=\"{}\"", time(*start), time(*end));
        let agent = line.voice.map(|speaker| speaker.index() + 1).or(nobody.map(|_| 0));
        if let Some(number) = agent.filter(|_| options.speakers) {
            let _ = write!(out, " ttm:agent=\"SPEAKER_{number}\"");
        }
        out.push('>');
        // Where no agent says who speaks, speech that begins like a name would be taken for one.
        let whole = guard::speech(line.text());
        let guarded = (agent.is_none() || !options.speakers) && matches!(whole, Cow::Owned(_));
        paragraph(&mut out, placed, options, guarded);
        out.push_str("</p>\n");
    }
    out.push_str("</div>\n</body>\n</tt>\n");
    out
}

fn paragraph(out: &mut String, placed: &Placed<'_>, options: &ExportOptions, guarded: bool) {
    let text = placed.line.text();
    let spans = if options.word_times { placed.line.utterance.spans() } else { &[] };
    let push = |out: &mut String, range: Range<usize>| {
        let piece = text.get(range.clone()).unwrap_or_default();
        match guarded {
            true if range == (0..text.len()) => xml::text(out, &guard::speech(piece)),
            true if range.start == 0 => xml::text(out, &guard::speech(&guard::piece(piece))),
            true => xml::text(out, &guard::piece(piece)),
            false => xml::text(out, piece),
        }
    };
    let mut at = 0;
    for (index, span) in spans.iter().enumerate() {
        let next = spans.get(index + 1);
        // What no time is known for stands between the spans, so that a word's time stays its own.
        let Range { start: from, end: until } = span.range();
        let words = text.get(from..until).unwrap_or_default().trim_end();
        push(out, at..from);
        let end = span.end.unwrap_or(next.map_or(placed.end, |next| next.start)).max(span.start);
        let unit = if words.contains(char::is_whitespace) { "sentence" } else { "word" };
        let (start, end) = (time(span.start), time(end));
        let _ = write!(out, "<span begin=\"{start}\" end=\"{end}\" podcasts:unit=\"{unit}\">");
        at = from + words.len();
        push(out, from..at);
        out.push_str("</span>");
    }
    push(out, at..text.len());
}

/// `1:02:03.004`, shortened as Apple does: hours and minutes only where there are any.
fn time(time: Duration) -> String {
    let ms = clock::millis(time);
    let (hours, minutes, seconds, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}.{ms:03}"),
        (0, _) => format!("{minutes}:{seconds:02}.{ms:03}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{ms:03}"),
    }
}
