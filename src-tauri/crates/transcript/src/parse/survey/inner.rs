//! Marks inside paragraphs: `… at last. [00:15:00] And so …`, as some services put them in every so many seconds.
//!
//! What stands in brackets there may as well be said ("we met at [10:30]"). These are marks if the file has several, or
//! some besides many that its lines begin with, and nearly all of them rise with those around them. Then one that doesn't
//! is text, and so is any with words in its brackets ("[unintelligible 00:04:48.04]").

use std::ops::Range;
use std::time::Duration;

use super::super::stamp::{self, Frames, Stamp};
use crate::model::Mark;

/// So many are enough by themselves,
const SEVERAL: usize = 3;
/// and with so many at the start of lines, one is.
const MANY: usize = 4;
/// Of so many, one may contradict the others.
const ONE_WRONG_IN: usize = 8;

/// A mark inside a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::parse) struct Inner {
    /// The line that it stands on, counted over all blocks.
    pub(super) line: usize,
    /// Where it stands in its block's text, the blanks after it included.
    pub(in crate::parse) place: Range<usize>,
    pub(in crate::parse) stamp: Stamp,
    /// A line that the paragraph was wrapped into begins with it.
    leads: bool,
}

/// A line in which such marks are looked for.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// Where its speech begins.
    pub(super) from: usize,
    /// What it begins with, where that is a mark in brackets, and not the block's first line.
    pub(super) leading: Option<Stamp>,
    /// Counted over all blocks.
    pub(super) number: usize,
    /// Where it stands in its block's text.
    pub(super) at: usize,
}

/// Finds what may be such marks.
pub(super) fn find(line: &Line<'_>, frames: Option<Frames>, found: &mut Vec<Inner>) {
    let (text, bytes) = (line.text, line.text.as_bytes());
    if let Some(stamp) = line.leading.filter(|stamp| stamp.end.is_none()) {
        found.push(Inner { line: line.number, place: line.at..line.at + line.from, stamp, leads: true });
    }
    for at in memchr::memchr_iter(b'[', bytes.get(line.from..).unwrap_or_default()) {
        let at = line.from + at;
        let begins_word = at > line.from && bytes.get(at - 1) == Some(&b' ');
        if !(begins_word && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)) {
            continue;
        }
        let Some((stamp, length)) = stamp::bracketed(&text[at..], frames) else { continue };
        let after = text[at + length..].trim_start();
        let end = text.len() - after.len();
        if stamp.end.is_none() && (after.is_empty() || end > at + length) {
            found.push(Inner { line: line.number, place: line.at + at..line.at + end, stamp, leads: false });
        }
    }
}

/// Keeps those that are marks, by all the marks that lines begin with: each line that has one, in order.
pub(super) fn keep(found: &mut Vec<Inner>, leading: &[(usize, Mark)]) {
    let resolution = leading.first().map_or_else(
        || found.first().map(|inner| inner.stamp.mark.resolution),
        |(_, mark)| Some(mark.resolution),
    );
    let all = found.len();
    let (mut next, mut latest) = (0, Duration::ZERO);
    let following: Vec<_> = found.iter().skip(1).map(|inner| (inner.line, inner.stamp.mark.time)).collect();
    let mut following = following.into_iter();
    found.retain(|inner| {
        while let Some((_, mark)) = leading.get(next).filter(|(line, _)| *line <= inner.line) {
            latest = latest.max(mark.time);
            next += 1;
        }
        let time = inner.stamp.mark.time;
        let leading = leading.get(next).map(|(line, mark)| (*line, mark.time));
        // Where this and the next one contradict each other, but the next fits what was before, this one is wrong.
        let next = following.next().into_iter().chain(leading).min();
        let fits = time >= latest
            && next.is_none_or(|(_, next)| time <= next || next < latest)
            && Some(inner.stamp.mark.resolution) == resolution;
        if fits {
            latest = time;
        }
        fits
    });
    let inside = found.iter().filter(|inner| !inner.leads).count();
    let enough = inside >= SEVERAL || (inside > 0 && leading.len() >= MANY);
    if !enough || (all - found.len()) * ONE_WRONG_IN > all {
        found.clear();
    }
}
