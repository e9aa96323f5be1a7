//! The podcast layout: blocks as title, show notes, speech and pull quotes.
//!
//! - Speech begins at the first paragraph with a speaker or a mark. Before it, the first heading is the title, the
//!   second the subtitle, a list item with a time a key point, all else the summary. A text with neither speakers nor
//!   marks is speech from its first paragraph on.
//! - What is a speaker and a mark, `survey` tells from the whole file; how speech becomes turns, `speech`.

use super::block::Kind;
use super::blocks::Blocks;
use super::piece::pieces;
use super::speech::Writer;
use super::stamp::{Frames, is_frame_rate};
use super::survey::{Style, Survey};
use super::{Format, ParseOptions, Reading, around, crumbs, markdown, plain};
use crate::model::Transcript;
use crate::warning::Warnings;

/// So many lines are searched for signs of Markdown.
const LINES_TO_SEARCH: usize = 2_000;

/// Reads a text as Markdown where it or its name has signs of that, else as plain text. `size` is its file's, in bytes.
pub(super) fn read(
    text: &str,
    size: usize,
    name: &str,
    options: &ParseOptions,
    warnings: &mut Warnings,
) -> (Reading, Option<f64>) {
    let (text, title) = around::without(text, warnings);
    let text = &*text;
    let (format, reason) = sniff(text, name);
    let crumbs = crumbs::count(text, size);
    let blocks = match format {
        Format::Markdown => markdown::blocks(text, crumbs.is_some()),
        _ => plain::blocks(text, crumbs.is_some()),
    };
    if let Some(lines) = crumbs {
        warnings.joined(None, || crumbs::told(lines));
    }
    let frames = Frames::of(text, options.frame_rate);
    let given = options.frame_rate.is_some_and(is_frame_rate);
    if let Some((frames, line)) = frames.filter(|_| !given) {
        let rate = frames.shown();
        warnings.guessed(line, || {
            format!("The file’s times count frames; {rate} a second is the lowest usual rate that has room for them.")
        });
    }
    let frames = frames.map(|(frames, _)| frames);
    let (mut transcript, style) = arrange(&blocks, format, frames, warnings);
    if let Some(title) = title {
        entitle(&mut transcript, title);
    }
    let reading = Reading { transcript, format, reason: style.reason().unwrap_or(reason) };
    (reading, frames.map(Frames::rate))
}

/// Gives a transcript the title that the file's data have, unless its headings have one and more.
fn entitle(transcript: &mut Transcript, title: String) {
    let same = transcript.title.as_deref().is_some_and(|heading| heading.eq_ignore_ascii_case(&title));
    if !same && transcript.subtitle.is_none() {
        transcript.subtitle = transcript.title.replace(title);
    }
}

fn sniff(text: &str, name: &str) -> (Format, &'static str) {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    if matches!(extension.as_deref(), Some("md" | "markdown" | "mdown" | "mkd")) {
        (Format::Markdown, "Its name ends as Markdown files’ do, and it has no signs of anything else.")
    } else if text.lines().take(LINES_TO_SEARCH).any(is_markdown_line) {
        (Format::Markdown, "It has headings, bold names or escaped brackets, as Markdown writes them.")
    } else {
        (Format::PlainText, "It has no signs of any other format.")
    }
}

/// Lines that mean something in Markdown and are unlikely in anything else.
fn is_markdown_line(line: &str) -> bool {
    let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    // After a time that the line may begin with.
    let words = line.trim_start_matches(|c: char| c.is_ascii_digit() || "[]():.,->\\ \t".contains(c));
    let bold = words.strip_prefix("**").is_some_and(|rest| rest.contains("**"));
    let timed = || line.contains([']', ')']) && line.contains(':');
    let italic = ['*', '_'].iter().any(|&sign| {
        let inside = words.trim_end().strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign));
        inside.is_some_and(|inside| inside.starts_with(char::is_alphabetic) && timed())
    });
    let escaped = line.contains("\\[") && line.contains("\\]");
    heading || bold || italic || escaped
}

/// The transcript that the blocks of a whole file hold, and how it is written.
pub(super) fn arrange(
    blocks: &Blocks<'_>,
    format: Format,
    frames: Option<Frames>,
    warnings: &mut Warnings,
) -> (Transcript, Style) {
    let survey = &Survey::of(blocks, frames);
    let speech = speech_begins(blocks, survey);
    let mut writer = Writer::new(survey, format, warnings);
    let (mut line, mut index) = (0, 0);
    for block in blocks.iter() {
        line = pieces(&block, survey, line, |piece| {
            match speech {
                Some(first) if index < first => writer.show_notes(piece),
                _ => writer.speech(piece),
            }
            index += 1;
            false
        });
    }
    (writer.finish(), survey.style)
}

/// The first piece with a speaker or a mark; one of a list only where there is no other. A mark inside a paragraph tells
/// that speech has begun, but not where.
fn speech_begins(blocks: &Blocks<'_>, survey: &Survey) -> Option<usize> {
    let (mut line, mut index) = (0, 0);
    let (mut item, mut other) = (None, None);
    let mut inside = false;
    for block in blocks.iter() {
        line = pieces(&block, survey, line, |piece| {
            if piece.head.is_some() && !piece.inside {
                let first = if block.kind == Kind::Item { &mut item } else { &mut other };
                first.get_or_insert(index);
            }
            inside = other.is_none() && (piece.inside || piece.tail.is_some());
            index += 1;
            inside || other.is_some()
        });
        if inside || other.is_some() {
            break;
        }
    }
    if inside { None } else { other.or(item) }
}
