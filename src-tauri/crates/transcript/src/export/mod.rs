//! From a transcript to a file's bytes, in the formats that people pass on.
//!
//! Each format has a file here that writes it, and but for CSV and DOCX a reader under `parse/` that reads it back: the
//! same words, speakers and times, as finely as the format tells time. A new format is a variant of [`ExportFormat`],
//! one file, and a line in `export`.

mod clock;
mod csv;
mod document;
mod docx;
mod guard;
mod html;
mod label;
mod line;
mod lrc;
mod markdown;
mod plain;
mod podcast_json;
#[cfg(test)]
mod round_trip;
mod srt;
mod subtitle;
#[cfg(test)]
mod tests;
mod ttml;
mod webvtt;
mod xml;

use std::fmt;
use std::time::Duration;

use crate::model::Transcript;

pub use document::{Paragraph, ParagraphKind, Run, RunKind, document};

/// The name of whoever has none beside speakers that have, where a format's layout would carry theirs on.
const UNNAMED: &str = "Unknown Speaker";

/// What a transcript can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// SubRip.
    Srt,
    /// W3C WebVTT, with `<v Name>`.
    WebVtt,
    /// Podcasting 2.0 JSON.
    PodcastJson,
    /// W3C TTML, as Apple Podcasts has it.
    Ttml,
    /// Lyrics with a time before each line.
    Lrc,
    /// Headings, `**Name:** [00:01:02] text`, pull quotes after a `---`.
    Markdown,
    /// Names and times before paragraphs.
    PlainText,
    /// A page by itself, readable and printable, of Podcasting 2.0's `<cite>`, `<time>` and `<p>`.
    Html,
    /// A row an utterance.
    Csv,
    /// A document for Word and LibreOffice.
    Docx,
}

impl ExportFormat {
    /// Each of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Srt,
        Self::WebVtt,
        Self::PodcastJson,
        Self::Ttml,
        Self::Lrc,
        Self::Markdown,
        Self::PlainText,
        Self::Html,
        Self::Csv,
        Self::Docx,
    ];

    /// Its name for scripts, which lasts; the same as the [`Format`](crate::Format)'s that reads it.
    pub fn id(self) -> &'static str {
        self.names().0
    }

    /// What its files' names end with, without the full stop.
    pub fn extension(self) -> &'static str {
        self.names().1
    }

    /// The one whose files' names end like that (without the full stop, in whatever case).
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        let usual = match &*extension {
            "markdown" => "md",
            "htm" => "html",
            "dfxp" => "ttml",
            other => other,
        };
        Self::ALL.into_iter().find(|format| format.extension() == usual)
    }

    /// The one of that id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// Whether it is nothing without times.
    pub fn needs_times(self) -> bool {
        matches!(self, Self::Srt | Self::WebVtt | Self::PodcastJson | Self::Ttml | Self::Lrc)
    }

    /// Whether its captions are cut to the limits of [`ExportOptions`].
    pub fn is_subtitle(self) -> bool {
        matches!(self, Self::Srt | Self::WebVtt)
    }

    /// Whether it can hold the times of single words.
    pub fn has_word_times(self) -> bool {
        matches!(self, Self::WebVtt | Self::PodcastJson | Self::Ttml | Self::Lrc)
    }

    /// Whether it can show which times are estimates.
    pub fn has_origins(self) -> bool {
        matches!(self, Self::Markdown | Self::PlainText | Self::Html | Self::Docx)
    }

    /// Whether its bytes are UTF-8 text, which can be shown as it is.
    pub fn is_text(self) -> bool {
        self != Self::Docx
    }

    /// Its id, the ending of its files' names, and its name.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Srt => ("srt", "srt", "SubRip"),
            Self::WebVtt => ("webvtt", "vtt", "WebVTT"),
            Self::PodcastJson => ("podcast-json", "json", "Podcasting 2.0 JSON"),
            Self::Ttml => ("ttml", "ttml", "TTML"),
            Self::Lrc => ("lrc", "lrc", "LRC"),
            Self::Markdown => ("markdown", "md", "Markdown"),
            Self::PlainText => ("text", "txt", "plain text"),
            Self::Html => ("html", "html", "HTML"),
            Self::Csv => ("csv", "csv", "CSV"),
            Self::Docx => ("docx", "docx", "DOCX"),
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.names().2)
    }
}

/// What is written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportOptions {
    /// The speakers' names.
    pub speakers: bool,
    /// The times, where the format can do without.
    pub times: bool,
    /// A sign at times that are estimates: `~` before them. Formats of records have no place for it, but for CSV, where
    /// each row tells its time's origin in any case.
    pub origins: bool,
    /// The times of words, where the transcript has them and the format can hold them.
    pub word_times: bool,
    /// The longest line of a subtitle, in characters.
    pub line_length: usize,
    /// The most lines of a subtitle.
    pub lines: usize,
    /// A subtitle is shown at least so long, where the next one leaves room.
    pub shortest: Duration,
    /// And at most so long: a longer one is split.
    pub longest: Duration,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            speakers: true,
            times: true,
            origins: false,
            word_times: false,
            line_length: 42,
            lines: 2,
            shortest: Duration::from_secs(1),
            longest: Duration::from_secs(7),
        }
    }
}

/// Why a transcript can't be written in a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// None of its lines has a time, and the format is made of them.
    #[error(
        "The transcript has no times, and {format} is made of them. Choose a format that does without, such as \
         Markdown, plain text or HTML, or write at least one time into the transcript."
    )]
    NoTimes {
        /// What it was to be written as.
        format: ExportFormat,
    },
    /// It is too large for the archive that the format is.
    #[error("The transcript is too large for {format}: {reason}.")]
    TooLarge {
        /// What it was to be written as.
        format: ExportFormat,
        /// What the archive's writer says.
        reason: String,
    },
}

/// Writes a transcript. Its times are those that [`timeline`](crate::timeline) gave its utterances.
///
/// # Errors
/// See [`ExportError`].
pub fn export(
    transcript: &Transcript,
    format: ExportFormat,
    options: &ExportOptions,
) -> Result<Vec<u8>, ExportError> {
    let placed = || line::placed(transcript).ok_or(ExportError::NoTimes { format });
    let text = match format {
        ExportFormat::Srt => srt::write(&placed()?, options),
        ExportFormat::WebVtt => webvtt::write(&placed()?, options),
        ExportFormat::PodcastJson => podcast_json::write(transcript, &placed()?, options),
        ExportFormat::Ttml => ttml::write(transcript, &placed()?, options),
        ExportFormat::Lrc => lrc::write(transcript, &placed()?, options),
        ExportFormat::Markdown => markdown::write(transcript, options),
        ExportFormat::PlainText => plain::write(transcript, options),
        ExportFormat::Html => html::write(transcript, options),
        ExportFormat::Csv => csv::write(transcript, options),
        ExportFormat::Docx => {
            let too_large =
                |error: zip::result::ZipError| ExportError::TooLarge { format, reason: error.to_string() };
            return docx::write(transcript, options).map_err(too_large);
        }
    };
    Ok(text.into_bytes())
}
