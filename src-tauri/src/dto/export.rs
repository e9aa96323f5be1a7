//! What the transcript can be written as, on the wire.

use std::{path::Path, time::Duration};

use cueline_library as library;
use cueline_transcript as transcript;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::number;

/// A format to write, and which of the options it has.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportFormat {
    pub(crate) id: String,
    pub(crate) name: String,
    /// What its files' names end with.
    pub(crate) extension: String,
    /// Whether it is nothing without times; else they can be left out.
    pub(crate) needs_times: bool,
    pub(crate) has_origins: bool,
    pub(crate) has_word_times: bool,
    pub(crate) is_subtitle: bool,
    /// Whether its preview is the file's own text.
    pub(crate) is_text: bool,
}

/// What there is to choose from.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct ExportChoices {
    /// In the order in which they are offered.
    pub(crate) formats: Vec<ExportFormat>,
    pub(crate) options: ExportOptions,
}

/// What is written, and how.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportOptions {
    pub(crate) speakers: bool,
    pub(crate) times: bool,
    /// A sign at times that are estimates.
    pub(crate) origins: bool,
    pub(crate) word_times: bool,
    /// The longest line of a subtitle, in characters.
    pub(crate) line_length: u32,
    /// The most lines of a subtitle.
    pub(crate) lines: u32,
    /// A subtitle is shown at least so long, in seconds.
    pub(crate) shortest_s: f64,
    /// And at most so long.
    pub(crate) longest_s: f64,
}

/// The beginning of what would be written.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Preview {
    /// The file's own text; empty where it is a document.
    pub(crate) text: String,
    /// What a document shows; empty where the file is a text.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Whether more follows.
    pub(crate) more: bool,
}

/// A paragraph of a document.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Paragraph {
    pub(crate) kind: ParagraphKind,
    pub(crate) runs: Vec<Run>,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ParagraphKind {
    Title,
    Subtitle,
    Text,
    KeyPoint,
    Quote,
}

/// A piece of a paragraph that looks the same throughout.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Run {
    pub(crate) kind: RunKind,
    pub(crate) text: String,
}

/// What such a piece is.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RunKind {
    Text,
    Emphasis,
    Speaker,
    Time,
}

/// Where it was written.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Exported {
    pub(crate) name: String,
    /// The folder as shown to a person.
    pub(crate) folder: String,
}

impl Exported {
    pub(crate) fn at(path: &Path) -> Self {
        let folder = path.parent().unwrap_or(path);
        Self { name: library::display_name(path), folder: folder.display().to_string() }
    }
}

impl Preview {
    /// The first lines of a text, and of them no more than so many characters.
    pub(crate) fn of_text(whole: &str, lines: usize, characters: usize) -> Self {
        let end = whole.split_inclusive('\n').take(lines).map(str::len).sum();
        let text = beginning(whole.get(..end).unwrap_or(whole), characters);
        Self { text: text.to_owned(), paragraphs: Vec::new(), more: text.len() < whole.len() }
    }

    /// The first paragraphs of a document, and of them no more than so many characters.
    pub(crate) fn of_document<'a>(
        paragraphs: impl Iterator<Item = transcript::Paragraph<'a>>,
        most: usize,
        characters: usize,
    ) -> Self {
        let mut preview = Self { text: String::new(), paragraphs: Vec::new(), more: false };
        let mut left = characters;
        for paragraph in paragraphs {
            if preview.paragraphs.len() == most || left == 0 {
                preview.more = true;
                break;
            }
            let mut runs = Vec::with_capacity(paragraph.runs.len());
            for run in paragraph.runs {
                let text = beginning(&run.text, left);
                left -= text.chars().count();
                preview.more |= text.len() < run.text.len();
                runs.push(Run { kind: run.kind.into(), text: text.to_owned() });
            }
            preview.paragraphs.push(Paragraph { kind: paragraph.kind.into(), runs });
        }
        preview
    }
}

/// The first characters of a text.
fn beginning(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

impl From<transcript::ParagraphKind> for ParagraphKind {
    fn from(kind: transcript::ParagraphKind) -> Self {
        match kind {
            transcript::ParagraphKind::Title => Self::Title,
            transcript::ParagraphKind::Subtitle => Self::Subtitle,
            transcript::ParagraphKind::Text => Self::Text,
            transcript::ParagraphKind::KeyPoint => Self::KeyPoint,
            transcript::ParagraphKind::Quote => Self::Quote,
        }
    }
}

impl From<transcript::RunKind> for RunKind {
    fn from(kind: transcript::RunKind) -> Self {
        match kind {
            transcript::RunKind::Text => Self::Text,
            transcript::RunKind::Emphasis => Self::Emphasis,
            transcript::RunKind::Speaker => Self::Speaker,
            transcript::RunKind::Time => Self::Time,
        }
    }
}

impl ExportChoices {
    /// Every format, with the options that are usual.
    pub(crate) fn all() -> Self {
        Self {
            formats: transcript::ExportFormat::ALL.into_iter().map(ExportFormat::from).collect(),
            options: transcript::ExportOptions::default().into(),
        }
    }
}

impl From<transcript::ExportFormat> for ExportFormat {
    fn from(format: transcript::ExportFormat) -> Self {
        Self {
            id: format.id().to_owned(),
            name: format.to_string(),
            extension: format.extension().to_owned(),
            needs_times: format.needs_times(),
            has_origins: format.has_origins(),
            has_word_times: format.has_word_times(),
            is_subtitle: format.is_subtitle(),
            is_text: format.is_text(),
        }
    }
}

impl From<ExportOptions> for transcript::ExportOptions {
    fn from(options: ExportOptions) -> Self {
        Self {
            speakers: options.speakers,
            times: options.times,
            origins: options.origins,
            word_times: options.word_times,
            line_length: options.line_length as usize,
            lines: options.lines as usize,
            shortest: seconds(options.shortest_s),
            longest: seconds(options.longest_s),
        }
    }
}

/// The options that a person finds chosen.
impl From<transcript::ExportOptions> for ExportOptions {
    fn from(options: transcript::ExportOptions) -> Self {
        Self {
            speakers: options.speakers,
            times: options.times,
            origins: options.origins,
            word_times: options.word_times,
            line_length: number(options.line_length),
            lines: number(options.lines),
            shortest_s: options.shortest.as_secs_f64(),
            longest_s: options.longest.as_secs_f64(),
        }
    }
}

/// What is no length of time is none.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}
