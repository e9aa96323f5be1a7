//! How an episode's words are found in its sound, on the wire.

use cueline_library as library;
use serde::Serialize;
use ts_rs::TS;

use super::{
    ms, number,
    transcript::{Lines, Origin, Runs},
};

/// Of a line with fewer of its words found than this share, the text and the sound differ.
const FOUND: f64 = 0.5;

/// How far the looking has come, or what came of it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "stage", rename_all = "camelCase")]
pub(crate) enum Sync {
    Working {
        /// The share of the work that is done, 0 to 1.
        share: f64,
    },
    /// Nothing can be found; the sentence says why.
    Failed {
        message: String,
    },
    Done {
        words: SyncedWords,
    },
}

/// What was found.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SyncedWords {
    pub(crate) outcome: SyncOutcome,
    /// The share of the words that were found with confidence, 0 to 1.
    pub(crate) in_sync: f64,
    /// Where the file's own times were off, in the order of time.
    pub(crate) shifts: Vec<Shift>,
    /// The lines of which less than half the words were found.
    pub(crate) lost: Vec<u32>,
    /// Whether the person has gone back to the file's own times.
    pub(crate) undone: bool,
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SyncOutcome {
    Words,
    Pauses,
    Mismatch,
    NoSpeech,
    NoText,
}

/// From a time on the file's own times are early by so much, or late where it is less than 0.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shift {
    pub(crate) from_ms: f64,
    pub(crate) by_ms: f64,
}

/// When each line is said: the columns of `Lines` that change when words are found.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Times {
    pub(crate) starts_ms: Vec<Option<f64>>,
    pub(crate) origins: Runs<Origin>,
}

impl Sync {
    /// `undone`: the person has gone back to the file's own times.
    pub(crate) fn done(synced: &library::Synced, undone: bool) -> Self {
        let lost = |(line, found): (usize, &library::SyncedLine)| {
            let (sure, all) = found.found();
            ((sure as f64) < all as f64 * FOUND).then_some(number(line))
        };
        let is_found = synced.outcome == library::Outcome::Words;
        let shifts = synced.shifts.iter().filter(|shift| shift.seconds != 0.0);
        let words = SyncedWords {
            outcome: match synced.outcome {
                library::Outcome::Words => SyncOutcome::Words,
                library::Outcome::Pauses => SyncOutcome::Pauses,
                library::Outcome::Mismatch => SyncOutcome::Mismatch,
                library::Outcome::NoSpeech => SyncOutcome::NoSpeech,
                library::Outcome::NoText => SyncOutcome::NoText,
            },
            in_sync: synced.in_sync.into(),
            shifts: shifts
                .map(|shift| Shift { from_ms: ms(shift.from), by_ms: shift.seconds * 1_000.0 })
                .collect(),
            lost: synced.lines.iter().enumerate().filter(|_| is_found).filter_map(lost).collect(),
            undone,
        };
        Self::Done { words }
    }
}

impl From<&cueline_transcript::Transcript> for Times {
    fn from(transcript: &cueline_transcript::Transcript) -> Self {
        let Lines { starts_ms, origins, .. } = Lines::from(transcript);
        Self { starts_ms, origins }
    }
}
