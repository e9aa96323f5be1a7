//! WebVTT: captions with their speaker as `<v Name>`, and the times of words inside if asked.
//!
//! As in SubRip, `>>` tells a turn whose speaker has no name from the one before it.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::line::Placed;
use super::subtitle::{Caption, captions};
use super::{ExportOptions, clock, guard};

pub(super) fn write(lines: &[Placed<'_>], options: &ExportOptions) -> String {
    let mut out = String::from("WEBVTT\n");
    for caption in captions(lines, options, |_| 0) {
        let (start, end) = (clock::hours(caption.start, '.'), clock::hours(caption.end, '.'));
        let _ = write!(out, "\n{start} --> {end}\n");
        let speaker = caption.line.speaker.filter(|_| options.speakers);
        match speaker {
            Some(name) => {
                out.push_str("<v ");
                escape(&mut out, name);
                out.push('>');
            }
            None if caption.opens && options.speakers && caption.line.turn > 0 => out.push_str("&gt;&gt; "),
            None => {}
        }
        let times = if options.word_times { word_times(&caption) } else { Vec::new() };
        let mut times = times.into_iter().peekable();
        for row in &caption.rows {
            let mut at = row.start;
            let whole = guard::speech(caption.line.text().get(row.clone()).unwrap_or_default());
            let guarded = speaker.is_none() && matches!(whole, Cow::Owned(_));
            let mut write = |out: &mut String, until: usize| {
                let text = caption.line.text().get(at..until).unwrap_or_default();
                match guarded {
                    true if until - at == row.len() => escape(out, &whole),
                    true if at == row.start => escape(out, &guard::speech(&guard::piece(text))),
                    true => escape(out, &guard::piece(text)),
                    false => escape(out, text),
                }
                at = until;
            };
            while let Some((place, time)) = times.next_if(|(place, _)| *place < row.end) {
                write(&mut out, place.max(row.start));
                let _ = write!(out, "<{time}>");
            }
            write(&mut out, row.end);
            out.push('\n');
        }
    }
    out
}

/// The starts of the words in a caption: where they stand in the text, and the time as it is written. The format wants
/// them rising, and inside the caption's own.
fn word_times(caption: &Caption<'_>) -> Vec<(usize, String)> {
    let (Some(first), Some(last)) = (caption.rows.first(), caption.rows.last()) else { return Vec::new() };
    let mut latest = clock::millis(caption.start);
    let end = clock::millis(caption.end);
    let spans = caption.line.utterance.spans();
    let from = spans.partition_point(|span| span.range().start < first.start);
    let inside = spans[from..].iter().take_while(|span| span.range().start < last.end);
    let rising = inside.filter(|span| {
        let time = clock::millis(span.start);
        let rises = time > latest && time < end;
        if rises {
            latest = time;
        }
        rises
    });
    rising.map(|span| (span.range().start, clock::hours(span.start, '.'))).collect()
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Direction marks are characters as others are; a line end would end the name.
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
}
