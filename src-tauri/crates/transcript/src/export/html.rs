//! HTML: one page by itself, to be read, printed and passed on; made of the `<cite>`, `<time>` and `<p>` of Podcasting
//! 2.0, so that players read it as well.
//!
//! It has no script and loads nothing. Text is text: a policy in the page forbids all else, whatever a transcript says.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::line::{Line, lines, nameless};
use super::markdown::quotation;
use super::{ExportOptions, clock, guard, xml};
use crate::model::Transcript;

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 Georgia, 'Times New Roman', serif;
  color: light-dark(#1c1c1c, #e6e3dd); background: light-dark(#fdfcfa, #191817); }
h1, h2, cite, time, nav { font-family: system-ui, sans-serif; }
h1 { line-height: 1.2; margin-bottom: 0; }
h2 { font-weight: 400; font-size: 1.15rem; margin-top: .3rem; }
cite { display: block; margin-top: 1.6rem; font-style: normal; font-weight: 600; }
time { display: inline-block; margin-top: .4rem; font-size: .8rem; font-variant-numeric: tabular-nums; opacity: .65; }
p { margin: .1rem 0 .6rem; overflow-wrap: anywhere; }
hr { border: 0; }
blockquote { margin: 1.5rem 0; padding-left: 1rem; border-left: 3px solid #8a8578; font-style: italic; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; color: #000; background: #fff; } cite { break-after: avoid; } }
";

pub(super) fn write(transcript: &Transcript, options: &ExportOptions) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    element(&mut out, "title", transcript.title.as_deref().unwrap_or("Transcript"));
    let _ = write!(out, "<style>\n{STYLE}</style>\n</head>\n<body>\n");
    show_notes(&mut out, transcript);
    out.push_str("<main>\n");
    let nameless = nameless(transcript);
    let mut quotes = transcript.pull_quotes.iter().peekable();
    while let Some(quote) = quotes.next_if(|quote| quote.beside.is_none()) {
        pull_quote(&mut out, &quote.text);
    }
    for (index, line) in lines(transcript).enumerate() {
        let name = line.speaker.or(nameless).filter(|_| line.opens && options.speakers);
        if let Some(name) = name {
            element(&mut out, "cite", &format!("{name}:"));
        }
        let stamp = line.stamp(options.origins).filter(|_| options.times);
        if let Some(stamp) = &stamp {
            element(&mut out, "time", stamp);
        }
        out.push_str("<p>");
        match guard::speech(line.text()) {
            Cow::Owned(text) if name.is_none() || stamp.is_none() => xml::text(&mut out, &text),
            _ => speech(&mut out, &line),
        }
        out.push_str("</p>\n");
        while let Some(quote) = quotes.next_if(|quote| quote.beside.is_some_and(|beside| beside <= index)) {
            pull_quote(&mut out, &quote.text);
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn show_notes(out: &mut String, transcript: &Transcript) {
    out.push_str("<header>\n");
    for (name, text) in [("h1", &transcript.title), ("h2", &transcript.subtitle)] {
        if let Some(text) = text {
            element(out, name, text);
        }
    }
    for paragraph in &transcript.summary {
        element(out, "p", paragraph);
    }
    if !transcript.key_points.is_empty() {
        out.push_str("<ul>\n");
        for point in &transcript.key_points {
            element(out, "li", &format!("{} {}", clock::minutes(point.at), point.text));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</header>\n");
}

/// After a break, as in Markdown: so it is told from what is said.
fn pull_quote(out: &mut String, text: &str) {
    out.push_str("<hr>\n");
    element(out, "blockquote", &quotation(text));
}

fn speech(out: &mut String, line: &Line<'_>) {
    let text = line.text();
    let mut at = 0;
    for run in line.utterance.emphasis() {
        xml::text(out, text.get(at..run.start).unwrap_or_default());
        element_in(out, "em", text.get(run.clone()).unwrap_or_default());
        at = run.end;
    }
    xml::text(out, text.get(at..).unwrap_or_default());
}

fn element(out: &mut String, name: &str, text: &str) {
    element_in(out, name, text);
    out.push('\n');
}

fn element_in(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<{name}>");
    xml::text(out, text);
    let _ = write!(out, "</{name}>");
}
