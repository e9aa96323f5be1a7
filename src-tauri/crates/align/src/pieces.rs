//! The script and the sound cut into pieces that are searched by themselves, on as many threads as there may be.

use std::{
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::{
    graph::Costs,
    model::Inner,
    scores::Scores,
    script::{Anchor, RATE, Script},
    search::{Pull, Span, Task, search},
};

/// Frames that a piece has, at least, where there are anchors to cut at.
const LONG: f32 = 45.0 * RATE;
/// Words that a piece shares with each neighbour.
const SHARED: usize = 6;
/// Frames before and after it that it looks at, for the words that it shares and marks that are somewhat wrong.
const MARGIN: f32 = 4.0 * RATE;
/// See [`Task::beam`].
const BEAM: f32 = 1_200.0;
/// The same where no way was found.
const WIDE_BEAM: f32 = 6_000.0;
/// States times frames that are searched, at most: some minutes' work for what would be of no use.
const MOST_WORK: usize = 40_000_000_000;

/// What it costs to go beside the text where it is known about when its words are said.
pub(crate) const COSTS: Costs = Costs {
    silence: 0.5,
    noise: 6.0,
    other: 8.0,
    other_frame: 3.5,
    skip: Some([80.0, 30.0]),
    other_between: true,
};

/// Words that are searched in a stretch of sound.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The words that it is for, and those that it searches.
    pub(crate) core: Range<usize>,
    pub(crate) words: Range<usize>,
    pub(crate) frames: Range<usize>,
}

/// Cuts `words` at anchors among them. `frames` is the sound that they lie in.
pub(crate) fn cut(words: Range<usize>, anchors: &[Anchor], frames: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let inside: Vec<&Anchor> = anchors.iter().filter(|anchor| words.contains(&anchor.word)).collect();
    let mut first = words.start;
    let mut from = match inside.first() {
        Some(anchor) if anchor.word == words.start => anchor.pull.from,
        _ => frames.start as f32,
    };
    let mut close = |first: usize, from: f32, last: usize, to: f32| {
        let limit = |frame: f32| (frame.max(0.0) as usize).clamp(frames.start, frames.end);
        pieces.push(Piece {
            core: first..last,
            words: first.saturating_sub(SHARED).max(words.start)..(last + SHARED).min(words.end),
            frames: limit(from - MARGIN)..limit(to + MARGIN),
        });
    };
    for anchor in inside {
        if anchor.word > first && anchor.pull.from - from >= LONG {
            close(first, from, anchor.word, anchor.pull.to);
            (first, from) = (anchor.word, anchor.pull.from);
        }
    }
    if first < words.end {
        close(first, from, words.end, frames.end as f32);
    }
    pieces
}

/// Searches a piece. None where there is no way through, or if `cancelled`.
pub(crate) fn search_piece(
    model: &Inner,
    scores: &Scores<'_>,
    script: &Script<'_>,
    anchors: &[Anchor],
    piece: &Piece,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Option<Span>>> {
    let words = script.words.get(piece.words.clone())?;
    let mut pulls: Vec<Option<Pull>> = vec![None; words.len()];
    for anchor in anchors {
        if let Some(pull) = anchor.word.checked_sub(piece.words.start).and_then(|word| pulls.get_mut(word)) {
            *pull = Some(anchor.pull);
        }
    }
    let before = piece.core.start - piece.words.start;
    let after = piece.words.end - piece.core.end;
    if words.len().saturating_mul(30).saturating_mul(piece.frames.len()) > MOST_WORK {
        return None;
    }
    let mut task = Task {
        words,
        frames: piece.frames.clone(),
        pulls: &pulls,
        starts: 0..2 * before + 1,
        ends: words.len().saturating_sub(2 * after)..words.len() + 1,
        costs: COSTS,
        beam: BEAM,
    };
    let mut spans = search(model, scores, &task, cancelled);
    if spans.is_none() && !cancelled() {
        task.beam = WIDE_BEAM;
        spans = search(model, scores, &task, cancelled);
    }
    let spans = spans?;
    let spans = spans.get(before..before + piece.core.len())?.to_vec();
    Some(spans)
}

/// Does `work` for each of `count` things in their order, on `threads` threads.
pub(crate) fn spread<T: Send>(count: usize, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= count {
                return done;
            }
            done.push((place, work(place)));
        }
    };
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.clamp(1, 64).min(count.max(1))).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}
