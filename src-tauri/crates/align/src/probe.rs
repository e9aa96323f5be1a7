//! Whether and where some words are said in a long stretch of sound, whatever else is said there.

use std::ops::Range;

use crate::{
    graph::Costs,
    model::Inner,
    scores::Scores,
    script::Script,
    search::{Task, search},
};

/// Words of a probe: enough that they are said but once.
pub(crate) const WORDS: usize = 25;
/// With fewer that can be said, a probe is in vain.
const FEWEST: usize = 12;
/// True places score −2.1 to −3.3 a frame, false ones −4.5 to −7.1.
const THRESHOLD: f32 = -3.8;
/// The words of a probe don't last longer, so that it is no use to look further than that beyond.
const OVERLAP: usize = 3_000;
/// Frames that are looked through at once: half an hour.
const STRETCH: usize = 180_000;

/// Something else may be said before and after the words, but not between them.
const COSTS: Costs =
    Costs { silence: 0.5, noise: 6.0, other: 0.0, other_frame: 3.5, skip: None, other_between: false };

/// A place where a probe's words are said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// The frame in which the first of them begins, and the one in which the last ends.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Their mean score a frame.
    pub(crate) score: f32,
}

/// Where the words from `first` on are said in `frames`; none if nowhere clearly.
pub(crate) fn probe(
    model: &Inner,
    scores: &Scores<'_>,
    script: &Script<'_>,
    words: Range<usize>,
    frames: Range<usize>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Place> {
    let words = script.words.get(words)?;
    if words.iter().filter(|ways| !ways.is_empty()).count() < FEWEST {
        return None;
    }
    let mut best: Option<Place> = None;
    let mut from = frames.start;
    while from < frames.end {
        let to = (from + STRETCH).min(frames.end);
        let task = Task {
            words,
            frames: from..to,
            pulls: &[],
            starts: 0..1,
            ends: words.len()..words.len() + 1,
            costs: COSTS,
            beam: 100_000.0,
        };
        let place = search(model, scores, &task, cancelled).and_then(|spans| {
            let spans: Vec<_> = spans.into_iter().flatten().collect();
            let (first, last) = (spans.first()?, spans.last()?);
            let length = |start: usize, end: usize| (end - start) as f32;
            let sum: f32 = spans.iter().map(|span| span.score * length(span.start, span.end)).sum();
            let frames: f32 = spans.iter().map(|span| length(span.start, span.end)).sum();
            Some(Place { start: first.start, end: last.end, score: sum / frames.max(1.0) })
        });
        if let Some(place) = place
            && place.score >= THRESHOLD
            && best.is_none_or(|best| best.score < place.score)
        {
            best = Some(place);
        }
        if to == frames.end || cancelled() {
            break;
        }
        from = to - OVERLAP;
    }
    best
}
