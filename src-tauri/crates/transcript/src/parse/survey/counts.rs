//! How often each way to begin a line was seen in a file, and whether it runs through the file.

use std::time::Duration;

use super::super::label::Opening;

/// In files of no more lines, once is enough for a layout.
pub(super) const FEW_LINES: usize = 6;

/// How often each form was seen.
#[derive(Default)]
pub(super) struct Counts {
    /// All lines with text.
    pub(super) lines: usize,
    /// Sure names, with a mark.
    pub(super) marked: usize,
    pub(super) named: usize,
    /// Lines that begin with a time.
    pub(super) leading: usize,
    pub(super) bare: Run,
    pub(super) alone: usize,
    pub(super) name_then_stamp: Run,
    pub(super) colon_then_stamp: Run,
    pub(super) stamp_then_name: Run,
    pub(super) stamp_then_bold: usize,
    pub(super) chapters: usize,
    /// Lines with a time, wherever it stands in their beginning.
    pub(super) timed: usize,
    /// Paragraphs that go on after one of these, without a time.
    pub(super) untimed: usize,
    /// A name stands before all times.
    pub(super) untimed_first: bool,
    /// The number of the last heading's line before all times.
    pub(super) heading: usize,
}

/// Lines of one form, with their times.
#[derive(Default)]
pub(super) struct Run {
    pub(super) count: usize,
    /// Those that text follows.
    pub(super) followed: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) steps_back: usize,
    pub(super) latest: Duration,
}

impl Run {
    pub(super) fn add(&mut self, line: usize, opening: &Opening) {
        let time = opening.stamp.map_or(Duration::ZERO, |stamp| stamp.mark.time);
        if self.count == 0 {
            self.first = line;
        }
        self.steps_back += usize::from(time < self.latest);
        self.latest = time;
        self.last = line;
        self.count += 1;
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.steps_back * 4 <= self.count
    }

    /// Whether it goes through a file of so many lines, and is no list at its start or end.
    pub(super) fn runs_through(&self, lines: usize, alone: bool) -> bool {
        match self.count {
            0 => false,
            1 => lines <= 2 || (alone && self.first <= 2 && lines <= FEW_LINES),
            _ => self.first * 2 <= lines && (self.last - self.first + 2) * 2 >= lines - self.first,
        }
    }
}
