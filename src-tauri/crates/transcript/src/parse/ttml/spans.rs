//! The time containers of a TTML file: what begins and ends when, once all of them are known.
//!
//! To the standard the times of an element count from the beginning of the one that it is in (or, where that is a sequence,
//! from the end of the one before). Many files, Apple's among them, count all from the beginning of the file. Which
//! of the two is seen where elements that have times are in others that have: times before the outer one's begin, or
//! beyond its length, can only be the one or the other.

use std::time::Duration;

use crate::model::Mark;

/// Times that are rounded may be so far out of their container.
const SLOP: Duration = Duration::from_millis(50);

/// An element with times.
#[derive(Debug, Clone, Default)]
pub(super) struct Timed {
    /// The one that it is in, which comes before it.
    pub(super) parent: Option<usize>,
    pub(super) begin: Option<Mark>,
    pub(super) end: Option<Duration>,
    pub(super) length: Option<Duration>,
    /// Its children follow each other.
    pub(super) sequence: bool,
}

/// When it is, in the file's time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub(super) start: Mark,
    pub(super) end: Option<Duration>,
}

/// Whether the times count from the beginning of the file.
pub(super) fn count_from_the_file(elements: &[Timed]) -> bool {
    let (mut file, mut container) = (0_usize, 0_usize);
    for element in elements {
        let Some(parent) = element.parent.map(|parent| &elements[parent]) else { continue };
        let (Some(begin), Some(outer)) = (element.begin, parent.begin) else { continue };
        if parent.sequence || outer.time.is_zero() {
            continue;
        }
        container += usize::from(begin.time + SLOP < outer.time);
        let length = parent.length.or_else(|| parent.end?.checked_sub(outer.time));
        let last = element.end.unwrap_or(begin.time);
        file += usize::from(length.is_some_and(|length| last > length + SLOP));
    }
    file > container
}

/// The spans of all elements.
pub(super) fn resolve(elements: &[Timed], from_the_file: bool) -> Vec<Span> {
    let zero = Mark { time: Duration::ZERO, resolution: Duration::from_millis(1) };
    let mut spans: Vec<Span> = Vec::with_capacity(elements.len());
    // Where the next child of a sequence begins.
    let mut next: Vec<Option<Duration>> = vec![None; elements.len()];
    for element in elements {
        let outer = element.parent.map(|parent| spans[parent]);
        let origin = outer.map_or(zero, |outer| outer.start);
        let in_sequence = element.parent.filter(|&parent| elements[parent].sequence);
        let base = match in_sequence.and_then(|parent| next[parent]) {
            Some(next) => next,
            None if from_the_file => Duration::ZERO,
            None => origin.time,
        };
        let start = match element.begin {
            Some(begin) => Mark { time: base.saturating_add(begin.time), ..begin },
            None if in_sequence.is_some() => Mark { time: base.max(origin.time), ..origin },
            None => origin,
        };
        let by_length = element.length.map(|length| start.time.saturating_add(length));
        let by_end = element.end.map(|end| base.saturating_add(end));
        let outer_end = outer.and_then(|outer| outer.end);
        // A container that ends before what is in it begins is mistaken about its end.
        let possible = |end: &Duration| *end >= start.time;
        let end = [by_length, by_end, outer_end].into_iter().flatten().filter(possible).min();
        if let Some(parent) = in_sequence {
            next[parent] = end.or(Some(start.time));
        }
        spans.push(Span { start, end });
    }
    spans
}
