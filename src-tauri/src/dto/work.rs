//! What a person made of the episode, on the wire.

use cueline_library as library;
use cueline_transcript as transcript;
use serde::Serialize;
use ts_rs::TS;

use super::{ms, number};

/// A line that a person wants to find again.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bookmark {
    pub(crate) id: u64,
    /// Null where the transcript has no such line any more.
    pub(crate) line: Option<u32>,
    /// When the line begins, or began when it was marked; null where it has no time.
    pub(crate) at_ms: Option<f64>,
    /// How the line began when it was marked.
    pub(crate) text: String,
    /// What the person wrote to it, or nothing.
    pub(crate) note: String,
}

/// The bookmarks in the order of the text; those without a line come last.
pub(crate) fn bookmarks(work: &library::Work, transcript: Option<&transcript::Transcript>) -> Vec<Bookmark> {
    let one = |bookmark: &library::Bookmark| {
        let line = transcript.and_then(|transcript| bookmark.line_in(transcript));
        let starts = |line| Some(transcript?.line(line)?.utterance.timing()?.start);
        Bookmark {
            id: bookmark.id(),
            line: line.map(number),
            at_ms: line.and_then(starts).or(bookmark.at).map(ms),
            text: bookmark.text.clone(),
            note: bookmark.note.clone(),
        }
    };
    let mut bookmarks: Vec<_> = work.bookmarks().map(one).collect();
    bookmarks.sort_by(|a, b| {
        let place = |bookmark: &Bookmark| bookmark.line.unwrap_or(u32::MAX);
        place(a).cmp(&place(b)).then(a.at_ms.unwrap_or(0.0).total_cmp(&b.at_ms.unwrap_or(0.0)))
    });
    bookmarks
}
