//! What each line of a file begins with, kept for those that begin with something: of most, nothing but that they don't.

use super::super::label::{Form, Opening};
use super::super::roll::NameId;

/// A line that may begin with a speaker or a mark.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) opening: Opening,
    pub(super) name: Option<NameId>,
}

/// There is always room for so many more.
const FEW: usize = 64;

/// A line that doesn't.
const TEXT: &Line = &Line { opening: Opening::TEXT, name: None };

/// Every line's, counted over all blocks.
#[derive(Debug, Default)]
pub(super) struct Openings {
    /// For each line 0, or one more than its place among the others.
    places: Vec<u32>,
    others: Vec<Line>,
}

impl Openings {
    pub(super) fn with_capacity(lines: usize) -> Self {
        Self { places: Vec::with_capacity(lines), others: Vec::new() }
    }

    pub(super) fn push(&mut self, line: Line) {
        self.places.push(0);
        if line.opening.form != Form::Text {
            self.set(self.places.len() - 1, line);
        }
    }

    pub(super) fn set(&mut self, at: usize, line: Line) {
        let lines = self.places.capacity();
        match self.places.get_mut(at) {
            Some(place @ 0) => {
                if self.others.len() == self.others.capacity() {
                    // As many as are to be expected by those that there were: what is moved again and again costs time.
                    let rest = lines.saturating_sub(at);
                    self.others.reserve_exact(self.others.len() * rest / (at + 1) + FEW);
                }
                self.others.push(line);
                *place = self.others.len() as u32;
            }
            Some(place) => {
                if let Some(other) = self.others.get_mut(*place as usize - 1) {
                    *other = line;
                }
            }
            None => {}
        }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Line> {
        match *self.places.get(at)? {
            0 => Some(TEXT),
            place => self.others.get(place as usize - 1),
        }
    }

    pub(super) fn last(&self) -> Option<&Line> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Those that may begin with something, in the file's order, each with its number.
    pub(super) fn others(&self) -> impl Iterator<Item = (usize, &Line)> {
        let places = self.places.iter().enumerate().filter(|(_, place)| **place > 0);
        places.filter_map(|(at, place)| Some((at, self.others.get(*place as usize - 1)?)))
    }

    /// Does something with each of them.
    pub(super) fn change(&mut self, mut with: impl FnMut(usize, &mut Line)) {
        for (at, place) in self.places.iter().enumerate().filter(|(_, place)| **place > 0) {
            if let Some(line) = self.others.get_mut(*place as usize - 1) {
                with(at, line);
            }
        }
    }
}
