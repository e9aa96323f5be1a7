//! All words of the lines in one row, with what is known of their times.

use std::{ops::Range, time::Duration};

use crate::{alignment::Line, phone::Phone, search::Pull};

/// Frames a second.
pub(crate) const RATE: f32 = 100.0;

/// All words of the lines, in one row.
pub(crate) struct Script<'a> {
    pub(crate) words: Vec<&'a [Vec<Phone>]>,
    /// The first word of each line, and the number of all words.
    pub(crate) firsts: Vec<usize>,
}

/// A word whose beginning is known: between two frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Anchor {
    pub(crate) word: usize,
    pub(crate) pull: Pull,
}

/// Nats that each second outside a mark costs.
const MARK_COST: f32 = 30.0;
/// Marks are that inexact, in seconds, beyond their resolution.
const MARK_SLACK: f32 = 0.3;
/// The same for a mark that was set by hand: people press a key so late.
const FIRM_COST: f32 = 400.0;
const FIRM_EARLY: f32 = 0.5;

impl<'a> Script<'a> {
    pub(crate) fn new(lines: &'a [Line]) -> Script<'a> {
        let mut firsts = vec![0];
        let mut words: Vec<&[Vec<Phone>]> = Vec::new();
        for line in lines {
            words.extend(line.words.iter().map(|said| said.ways.as_slice()));
            firsts.push(words.len());
        }
        Script { words, firsts }
    }

    /// The words of a line.
    pub(crate) fn line(&self, line: usize) -> Range<usize> {
        self.firsts[line]..self.firsts[line + 1]
    }
}

/// The anchors that the lines' marks are, where `shift` tells how late the sound is, in seconds, by line, if that is known.
/// Marks that go back in time, or are beyond the sound's end, are left out.
pub(crate) fn marks(
    script: &Script<'_>,
    lines: &[Line],
    frames: usize,
    shift: impl Fn(usize) -> Option<f64>,
) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let (Some(mark), words) = (line.mark, script.line(number)) else { continue };
        if words.is_empty() {
            continue;
        }
        let Some(shift) = (if mark.firm { Some(0.0) } else { shift(number) }) else { continue };
        let time = (mark.time.as_secs_f64() + shift) as f32;
        let resolution = mark.resolution.min(Duration::from_secs(60)).as_secs_f32();
        let pull = if mark.firm {
            Pull { from: (time - FIRM_EARLY) * RATE, to: (time + 0.1) * RATE, cost: FIRM_COST / RATE }
        } else {
            let late = time + resolution + MARK_SLACK;
            Pull { from: (time - MARK_SLACK) * RATE, to: late * RATE, cost: MARK_COST / RATE }
        };
        let back = anchors.last().is_some_and(|last| last.pull.from > pull.from);
        if !back && pull.from < frames as f32 && pull.to > 0.0 {
            anchors.push(Anchor { word: words.start, pull });
        }
    }
    anchors
}
