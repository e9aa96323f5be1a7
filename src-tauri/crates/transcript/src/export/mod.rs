//! From a transcript to a file's bytes, in the formats that people pass on.
//!
//! Each format has a file here that writes it, and but for CSV and DOCX a reader under `parse/` that reads it back: the
//! same words, speakers and times, as finely as the format tells time. A new format is a variant of [`ExportFormat`],
//! one file, and a line in `export`.

mod clock;
mod csv;
mod line;
mod plain;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

use crate::model::Transcript;

/// What a transcript can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// Names and times before paragraphs.
    PlainText,
    /// A row an utterance.
    Csv,
}

impl ExportFormat {
    /// Each of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::PlainText, Self::Csv];

    /// Its name for scripts, which lasts; the same as the [`Format`](crate::Format)'s that reads it.
    pub fn id(self) -> &'static str {
        self.about().id
    }

    /// What its files' names end with, without the full stop.
    pub fn extension(self) -> &'static str {
        self.about().extension
    }

    /// The one whose files' names end like that (without the full stop, in whatever case).
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }

    /// The one of that id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// Whether it is nothing without times.
    pub fn needs_times(self) -> bool {
        self.about().needs_times
    }

    /// Whether its lines are shown over a picture, so that the limits of [`ExportOptions`] hold.
    pub fn is_subtitle(self) -> bool {
        self.about().is_subtitle
    }

    /// Whether it can hold the times of single words.
    pub fn has_word_times(self) -> bool {
        self.about().has_word_times
    }

    /// Whether its bytes are UTF-8 text, which can be shown as it is.
    pub fn is_text(self) -> bool {
        matches!(self, Self::PlainText | Self::Csv)
    }

    fn about(self) -> About {
        let text = |name, id, extension| About {
            name,
            id,
            extension,
            needs_times: false,
            is_subtitle: false,
            has_word_times: false,
        };
        match self {
            Self::PlainText => text("plain text", "text", "txt"),
            Self::Csv => text("CSV", "csv", "csv"),
        }
    }
}

struct About {
    name: &'static str,
    id: &'static str,
    extension: &'static str,
    needs_times: bool,
    is_subtitle: bool,
    has_word_times: bool,
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.about().name)
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
        "The transcript has no times, and {format} is made of them. Choose a format that does without, such as Markdown, \
         plain text or HTML, or give the transcript at least one time."
    )]
    NoTimes {
        /// What it was to be written as.
        format: ExportFormat,
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
    let text = match format {
        ExportFormat::PlainText => plain::write(transcript, options),
        ExportFormat::Csv => csv::write(transcript, options),
    };
    Ok(text.into_bytes())
}
