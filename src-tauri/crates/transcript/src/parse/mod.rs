//! From a file's bytes to a transcript and what had to be guessed in it.
//!
//! The way of a text: `text::decode` → [`Format`] by its content → a reader of that format. Markdown and plain text are
//! two readers of *blocks* (a paragraph, a heading, a list item, a break) under one `layout`, which tells headings,
//! show notes, speech and pull quotes apart. A format with timed records of its own (subtitles, JSON) needs no blocks:
//! it adds a variant to [`Format`], its signs to `sniff`, and one file that gives a transcript.
//!
//! - `block`: what both readers give
//! - `markdown`, `plain`: the readers
//! - `label`, `time`: names and marks at the start of a paragraph
//! - `roll`: which of the names are speakers
//! - `layout`: blocks → transcript

mod block;
mod label;
mod layout;
mod markdown;
mod plain;
mod roll;
#[cfg(test)]
mod tests;
mod time;

use std::fmt;

use crate::model::Transcript;
use crate::text;
use crate::warning::{Warning, Warnings};

pub(crate) use time::shown;

/// Larger files are not read: no transcript is so long, and reading one must not exhaust the memory.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Files with more lines are not read either: many short lines take far more memory than a few long ones.
pub const MAX_LINES: usize = 1_000_000;

/// What a file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Headings, `**Name:** [00:01:02] text`, `---` breaks with pull quotes.
    Markdown,
    /// `Name: [00:01:02] text`, `Name: text`, or paragraphs.
    PlainText,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Markdown => "Markdown",
            Format::PlainText => "plain text",
        })
    }
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// What is in it. Its utterances have marks but no timing yet: that is [`timeline`](crate::timeline)'s.
    pub transcript: Transcript,
    /// What it was read as.
    pub format: Format,
    /// In the file's order.
    pub warnings: Vec<Warning>,
}

/// Why a file was not read. `name` is the file's name as it was given to [`parse`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Over [`MAX_BYTES`].
    #[error(
        "The transcript “{name}” is {} MB large; Cueline reads transcripts of up to {} MB. Split it into parts.",
        .size.div_ceil(1024 * 1024),
        MAX_BYTES / (1024 * 1024)
    )]
    TooLarge {
        /// The file's name.
        name: String,
        /// In bytes.
        size: u64,
    },
    /// Over [`MAX_LINES`].
    #[error(
        "The transcript “{name}” has {lines} lines; Cueline reads up to {MAX_LINES}. Split it into parts."
    )]
    TooManyLines {
        /// The file's name.
        name: String,
        /// How many there are.
        lines: usize,
    },
    /// An image, a recording, a program: no text in an encoding that is known.
    #[error(
        "“{name}” does not hold text, so it can't be read as a transcript. Choose a Markdown or plain text file."
    )]
    NotText {
        /// The file's name.
        name: String,
    },
    /// Text, but of a format that would only come out as noise.
    #[error("“{name}” is {format}, which Cueline can't read yet. It reads Markdown and plain text.")]
    OtherFormat {
        /// The file's name.
        name: String,
        /// What it is, with its article.
        format: &'static str,
    },
}

/// Reads a transcript from a file's bytes. `name` is the file's name: what it ends with decides where the content
/// leaves open what it is, and errors name it.
///
/// # Errors
/// See [`ParseError`]. A messy text is no error: it is read as far as it goes, and the warnings tell the rest.
pub fn parse(bytes: &[u8], name: &str) -> Result<Parsed, ParseError> {
    let size = bytes.len() as u64;
    if size > MAX_BYTES {
        return Err(ParseError::TooLarge { name: name.to_owned(), size });
    }
    let mut warnings = Warnings::default();
    let Some(text) = text::decode(bytes, &mut warnings) else {
        return Err(ParseError::NotText { name: name.to_owned() });
    };
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    if lines > MAX_LINES {
        return Err(ParseError::TooManyLines { name: name.to_owned(), lines });
    }
    if let Some(format) = other_format(&text) {
        return Err(ParseError::OtherFormat { name: name.to_owned(), format });
    }
    let format = sniff(&text, name);
    let blocks = match format {
        Format::Markdown => markdown::blocks(&text),
        Format::PlainText => plain::blocks(&text),
    };
    let transcript = layout::read(blocks, format, &mut warnings);
    if transcript.turns.is_empty() {
        warnings.add(None, || "The file has no speech in it.".to_owned());
    }
    Ok(Parsed { transcript, format, warnings: warnings.finish() })
}

/// Formats that announce themselves in their first characters.
fn other_format(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    let first_lines = || text.lines().take(4);
    let starts_with_any_case =
        |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if text.starts_with("WEBVTT") {
        Some("a WebVTT file")
    } else if first_lines()
        .any(|line| line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(" --> "))
    {
        Some("a SubRip file")
    } else if text.starts_with("{\\rtf") {
        Some("a Rich Text file")
    } else if starts_with_any_case("<!doctype html") || starts_with_any_case("<html") {
        Some("a web page")
    } else if text.starts_with("<?xml") || text.starts_with("<tt ") {
        Some("an XML file")
    } else if is_json(text) {
        Some("a JSON file")
    } else if text.starts_with("%PDF-") {
        Some("a PDF file")
    } else {
        None
    }
}

fn is_json(text: &str) -> bool {
    let after = |open: char| text.strip_prefix(open).map(str::trim_start);
    after('{').is_some_and(|rest| rest.starts_with('"'))
        || after('[').is_some_and(|rest| rest.starts_with("{\""))
}

fn sniff(text: &str, name: &str) -> Format {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let named = matches!(extension.as_deref(), Some("md" | "markdown" | "mdown" | "mkd"));
    if named || text.lines().take(2_000).any(is_markdown_line) { Format::Markdown } else { Format::PlainText }
}

/// Lines that mean something in Markdown and are unlikely in anything else.
fn is_markdown_line(line: &str) -> bool {
    let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    let bold = line.strip_prefix("**").is_some_and(|rest| rest.contains("**"));
    let escaped = line.contains("\\[") && line.contains("\\]");
    heading || bold || escaped
}
