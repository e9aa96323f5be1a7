//! From a file's bytes to a transcript and what had to be guessed in it.
//!
//! The way of a text: `text::decode` → one family of formats after the other, until one says by its content that it is
//! of it → that one's reader → transcript. A file's name decides only where the content leaves it open.
//!
//! There are two kinds of readers. A format of timed records (subtitles, JSON) gives *cues*, which `cues` joins to
//! sentences and turns. Markdown and plain text give *blocks* (a paragraph, a heading, a list item, a break), in which
//! `layout` tells headings, show notes, speech and pull quotes apart. A new format is a variant of [`Format`], one
//! file, and a line in `read`.
//!
//! - `webvtt/`, `srt`, `sbv`, `ttml`, `lrc`, `whisper_text`, `audacity`: subtitles and their kin
//! - `arrow`, `tags`: two times with an arrow between them, and the markup inside subtitles
//! - `rolling`: captions that show lines again
//! - `voices`: who speaks, where a cue's text says so
//! - `lines`: on which line a place is
//! - `cue`, `cut`, `cues`: timed records → transcript
//! - `html`: web pages, with names and times in their markup or as paragraphs
//! - `json/`: the JSON family
//! - `block`, `blocks`: what both readers give
//! - `crumbs`: texts of nothing but lines of a letter or two
//! - `room`: room for lists that grow with a file
//! - `markdown`, `quick`, `plain`: the readers
//! - `label`, `time`, `stamp`: names and marks at the start of a line
//! - `survey`, `roll`: which of them are marks and speakers, by the whole file
//! - `layout`, `piece`, `speech`: blocks → transcript
//! - `service`: what services write about themselves
//! - `around`: what editors and site generators put around a text's lines

mod around;
mod arrow;
mod audacity;
mod block;
mod blocks;
mod crumbs;
mod cue;
mod cues;
mod cut;
mod html;
mod json;
pub(crate) mod label;
mod layout;
#[cfg(test)]
mod layouts;
mod lines;
mod lrc;
mod markdown;
mod piece;
mod plain;
mod quick;
mod roll;
mod rolling;
mod room;
mod sbv;
mod service;
mod speech;
mod srt;
mod stamp;
mod stretch;
mod survey;
mod tags;
#[cfg(test)]
mod tests;
pub(crate) mod time;
mod ttml;
mod voices;
mod webvtt;
mod whisper_text;

use std::fmt;

use crate::model::Transcript;
use crate::text;
use crate::warning::{Warning, Warnings};

pub(crate) use speech::is_quotation;
pub(crate) use time::shown;

/// Larger files are not read: no transcript is so long, and reading one must not exhaust the memory.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Files with more lines are not read either: many short lines take far more memory than a few long ones.
pub const MAX_LINES: usize = 1_000_000;

/// What a file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// SubRip: numbered cues, `00:00:01,000 --> 00:00:02,000`.
    Srt,
    /// W3C WebVTT.
    WebVtt,
    /// SubViewer as YouTube has it: `0:00:01.000,0:00:02.000` and the text under it.
    Sbv,
    /// Lyrics with `[mm:ss.xx]` before each line, and `<mm:ss.xx>` before words.
    Lrc,
    /// W3C TTML (DFXP), as Apple Podcasts has it.
    Ttml,
    /// Podcasting 2.0 JSON: `segments` with `startTime` and `body`.
    PodcastJson,
    /// openai-whisper's `segments`.
    Whisper,
    /// WhisperX's `segments` with speakers.
    WhisperX,
    /// Hugging Face's `chunks`.
    HuggingFace,
    /// whisper.cpp's `transcription`.
    WhisperCpp,
    /// What Whisper prints: `[00:00:01.000 --> 00:00:02.000]  text`.
    WhisperText,
    /// Podlove's `start_ms`, `voice`.
    Podlove,
    /// A list of `start`, `end` and `text`.
    TimedJson,
    /// AssemblyAI's result.
    AssemblyAi,
    /// Deepgram's result.
    Deepgram,
    /// AWS Transcribe's result.
    AwsTranscribe,
    /// Google Speech-to-Text's result.
    GoogleSpeech,
    /// Descript's JSON.
    Descript,
    /// oTranscribe's `.otr`.
    OTranscribe,
    /// Podcasting 2.0 HTML: `<cite>`, `<time>`, `<p>`; or any other page, as its paragraphs.
    Html,
    /// Hyperaudio's HTML: `<span data-m data-d>` words.
    Hyperaudio,
    /// Audacity's labels: start, end and text between tabs.
    AudacityLabels,
    /// Headings, `**Name:** [00:01:02] text`, `---` breaks with pull quotes.
    Markdown,
    /// Names and times in one of the layouts that people and services write, or paragraphs.
    PlainText,
}

impl Format {
    /// All of them, each with its lasting name for scripts and its name for people.
    const NAMES: [(Format, &str, &str); 24] = [
        (Format::Srt, "srt", "SubRip"),
        (Format::WebVtt, "webvtt", "WebVTT"),
        (Format::Sbv, "sbv", "SubViewer"),
        (Format::Lrc, "lrc", "LRC"),
        (Format::Ttml, "ttml", "TTML"),
        (Format::PodcastJson, "podcast-json", "Podcasting 2.0 JSON"),
        (Format::Whisper, "whisper", "Whisper JSON"),
        (Format::WhisperX, "whisperx", "WhisperX JSON"),
        (Format::HuggingFace, "huggingface", "Hugging Face JSON"),
        (Format::WhisperCpp, "whisper-cpp", "whisper.cpp JSON"),
        (Format::WhisperText, "whisper-text", "Whisper’s printed text"),
        (Format::Podlove, "podlove", "Podlove JSON"),
        (Format::TimedJson, "timed-json", "JSON with timed texts"),
        (Format::AssemblyAi, "assemblyai", "AssemblyAI JSON"),
        (Format::Deepgram, "deepgram", "Deepgram JSON"),
        (Format::AwsTranscribe, "aws-transcribe", "AWS Transcribe JSON"),
        (Format::GoogleSpeech, "google-speech", "Google Speech-to-Text JSON"),
        (Format::Descript, "descript", "Descript JSON"),
        (Format::OTranscribe, "otranscribe", "oTranscribe"),
        (Format::Html, "html", "HTML"),
        (Format::Hyperaudio, "hyperaudio", "Hyperaudio HTML"),
        (Format::AudacityLabels, "audacity-labels", "Audacity labels"),
        (Format::Markdown, "markdown", "Markdown"),
        (Format::PlainText, "text", "plain text"),
    ];

    /// Its name for scripts, which lasts.
    pub fn id(self) -> &'static str {
        self.names().0
    }

    fn names(self) -> (&'static str, &'static str) {
        let found = Self::NAMES.iter().find(|(format, ..)| *format == self);
        found.map_or(("text", "plain text"), |&(_, id, name)| (id, name))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.names().1)
    }
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// What is in it. Its utterances have marks but no timing yet: that is [`timeline`](crate::timeline)'s.
    pub transcript: Transcript,
    /// What it was read as.
    pub format: Format,
    /// Why it was read as that: a sentence about the file.
    pub reason: &'static str,
    /// How many frames a second its times count, where they count frames.
    pub frame_rate: Option<f64>,
    /// In the file's order.
    pub warnings: Vec<Warning>,
}

/// What one family of formats made of a text that is of it.
struct Reading {
    transcript: Transcript,
    format: Format,
    reason: &'static str,
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
        "“{name}” does not hold text, so it can't be read as a transcript. Choose a file of subtitles, JSON, HTML, Markdown or plain text."
    )]
    NotText {
        /// The file's name.
        name: String,
    },
    /// Text, but of a format that would only come out as noise.
    #[error(
        "“{name}” is {format} without a transcript of a form that is known. Cueline reads subtitles (SRT, WebVTT, TTML, LRC), \
         the JSON of podcasts and of speech recognition, HTML, Markdown and plain text."
    )]
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
    parse_with(bytes, name, &ParseOptions::default())
}

/// What a person may tell about a file that the file doesn't.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ParseOptions {
    /// Frames a second, for times such as `01:02:03:12`, from 1 to 1,000 (23.976 and 29.97 are such). `None`, or another
    /// number, for the lowest usual rate that has room for the file's frames.
    pub frame_rate: Option<f64>,
}

/// Reads a transcript as [`parse`] does, with what a person tells about it.
///
/// # Errors
/// See [`ParseError`].
pub fn parse_with(bytes: &[u8], name: &str, options: &ParseOptions) -> Result<Parsed, ParseError> {
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
    let Some((reading, frame_rate)) = read(&text, bytes.len(), name, options, &mut warnings) else {
        let format = other_format(&text).unwrap_or("a file of an unknown form");
        return Err(ParseError::OtherFormat { name: name.to_owned(), format });
    };
    let Reading { transcript, format, reason } = reading;
    if transcript.turns.is_empty() {
        warnings.left_out(None, || "The file has no speech in it.".to_owned());
    }
    Ok(Parsed { transcript, format, reason, frame_rate, warnings: warnings.finish() })
}

/// Asks one family of formats after the other, the most telling first; the layouts, whose times may count frames, take
/// whatever text is left. `size` is the file's, in bytes.
fn read(
    text: &str,
    size: usize,
    name: &str,
    options: &ParseOptions,
    warnings: &mut Warnings,
) -> Option<(Reading, Option<f64>)> {
    let reading = json::read(text, warnings)
        .or_else(|| ttml::read(text, warnings))
        .or_else(|| html::read(text, name, warnings))
        .or_else(|| webvtt::read(text, name, warnings))
        .or_else(|| srt::read(text, name, warnings))
        .or_else(|| sbv::read(text, warnings))
        .or_else(|| whisper_text::read(text, warnings))
        .or_else(|| audacity::read(text, warnings))
        .or_else(|| lrc::read(text, name, warnings));
    if reading.is_some() || other_format(text).is_some() {
        return reading.map(|reading| (reading, None));
    }
    Some(layout::read(text, size, name, options, warnings))
}

/// Formats that announce themselves in their first characters.
fn other_format(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    if text.starts_with("{\\rtf") {
        Some("a Rich Text file")
    } else if text.starts_with("<?xml") {
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
