//! The report of an opening on the wire, and lines of the file that it is about.

use cueline_library as library;
use cueline_transcript as transcript;
use serde::Serialize;
use ts_rs::TS;

use super::{ms, number};

/// What was read from the transcript's file.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    /// The format's name.
    pub(crate) format: String,
    /// Why it was read as that: a sentence about the file.
    pub(crate) reason: String,
    pub(crate) turns: u32,
    pub(crate) utterances: u32,
    pub(crate) words: u32,
    /// How many of the words the file times by themselves.
    pub(crate) timed_words: u32,
    pub(crate) speakers: Vec<Share>,
    /// What is said by nobody whom the file names.
    pub(crate) unnamed: Share,
    /// The finest first.
    pub(crate) marks: Vec<Marks>,
    /// How many utterances the file gives no time.
    pub(crate) unmarked: u32,
    /// How many frames a second the file's times count, where they count frames.
    pub(crate) frame_rate: Option<f64>,
    pub(crate) origins: Origins,
    pub(crate) key_points: u32,
    pub(crate) pull_quotes: u32,
    pub(crate) remarks: Vec<Remarks>,
}

/// A speaker's share of what was said.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Share {
    pub(crate) name: String,
    pub(crate) utterances: u32,
    pub(crate) words: u32,
}

/// How many utterances have a mark whose last digit is worth so much.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Marks {
    pub(crate) resolution_ms: f64,
    pub(crate) count: u32,
}

/// How many utterances have a time of each origin.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Origins {
    pub(crate) exact: u32,
    pub(crate) marked: u32,
    pub(crate) aligned: u32,
    pub(crate) estimated: u32,
    pub(crate) none: u32,
}

/// The remarks of one kind; at least one.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Remarks {
    pub(crate) kind: RemarkKind,
    pub(crate) remarks: Vec<Remark>,
}

/// What reading did with a place in the file.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RemarkKind {
    Joined,
    Moved,
    Guessed,
    LeftOut,
}

/// A sentence on what the file has, and the line where.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Remark {
    /// From 1; null where it is about the whole file.
    pub(crate) line: Option<u32>,
    /// The character of that line, from 1, where the file is a single line.
    pub(crate) column: Option<u32>,
    pub(crate) message: String,
}

/// Lines of a transcript's file as they are.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct SourceLines {
    /// The number of the first of them, from 1.
    pub(crate) first: u32,
    pub(crate) lines: Vec<SourceLine>,
    /// How many lines the file has.
    pub(crate) total: u32,
    /// Whether the file is another than when the episode was opened.
    pub(crate) changed: bool,
}

/// One of them.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct SourceLine {
    /// How many characters of a very long line stand before `text`.
    pub(crate) before: u32,
    pub(crate) text: String,
    /// And how many after it.
    pub(crate) more: u32,
}

impl Report {
    pub(crate) fn of(text: &library::Text) -> Self {
        let report = transcript::Report::of(&text.transcript, text.format, text.reason, &text.warnings);
        let transcript::Origins { exact, marked, aligned, estimated, none } = report.origins;
        Self {
            format: report.format.to_string(),
            reason: report.reason,
            turns: number(report.turns),
            utterances: number(report.utterances),
            words: number(report.words),
            timed_words: number(report.timed_words),
            speakers: report.speakers.into_iter().map(Share::from).collect(),
            unnamed: report.unnamed.into(),
            marks: report.marks.into_iter().map(Marks::from).collect(),
            unmarked: number(report.unmarked),
            frame_rate: text.frame_rate,
            origins: Origins {
                exact: number(exact),
                marked: number(marked),
                aligned: number(aligned),
                estimated: number(estimated),
                none: number(none),
            },
            key_points: number(report.key_points),
            pull_quotes: number(report.pull_quotes),
            remarks: report.remarks.into_iter().map(Remarks::from).collect(),
        }
    }
}

impl From<transcript::Share> for Share {
    fn from(share: transcript::Share) -> Self {
        Self { name: share.name, utterances: number(share.utterances), words: number(share.words) }
    }
}

impl From<transcript::Marks> for Marks {
    fn from(marks: transcript::Marks) -> Self {
        Self { resolution_ms: ms(marks.resolution), count: number(marks.count) }
    }
}

impl From<transcript::Remarks> for Remarks {
    fn from(remarks: transcript::Remarks) -> Self {
        let kind = match remarks.kind {
            transcript::WarningKind::Joined => RemarkKind::Joined,
            transcript::WarningKind::Moved => RemarkKind::Moved,
            transcript::WarningKind::Guessed => RemarkKind::Guessed,
            transcript::WarningKind::LeftOut => RemarkKind::LeftOut,
        };
        let remark = |warning: transcript::Warning| Remark {
            line: warning.line.map(number),
            column: warning.column.map(number),
            message: warning.message,
        };
        Self { kind, remarks: remarks.warnings.into_iter().map(remark).collect() }
    }
}

impl From<library::SourceLines> for SourceLines {
    fn from(source: library::SourceLines) -> Self {
        let line = |line: library::SourceLine| SourceLine {
            before: number(line.before),
            text: line.text,
            more: number(line.more),
        };
        Self {
            first: number(source.first),
            lines: source.lines.into_iter().map(line).collect(),
            total: number(source.total),
            changed: source.changed,
        }
    }
}
