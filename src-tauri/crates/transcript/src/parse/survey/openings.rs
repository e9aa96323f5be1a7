//! What each line of a file begins with, kept for those that begin with something: of most, nothing but that they don't.

use std::ops::Range;

use super::super::label::{Form, Opening};
use super::super::roll::NameId;
use super::super::room;
use super::super::stamp::Stamp;
use crate::compact::{CompactMark, CompactTime};

/// A line that may begin with a speaker or a mark.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) opening: Opening,
    pub(super) name: Option<NameId>,
}

/// The same in less room.
#[derive(Debug)]
struct Kept {
    form: Form,
    bare: bool,
    sure: bool,
    /// Its time is one.
    estimate: bool,
    /// One more than the place of its time among all of them, or 0.
    stamp: u32,
    /// The name's place in the line.
    name: (u32, u32),
    speech: u32,
    otherwise: u32,
    id: Option<NameId>,
}

/// Every line's, counted over all blocks.
#[derive(Debug, Default)]
pub(super) struct Openings {
    /// For each line 0, or one more than its place among the others.
    places: Vec<u32>,
    others: Vec<Kept>,
    stamps: Vec<(CompactMark, CompactTime)>,
}

impl Openings {
    pub(super) fn with_capacity(lines: usize) -> Self {
        Self { places: Vec::with_capacity(lines), ..Self::default() }
    }

    pub(super) fn push(&mut self, line: &Line) {
        self.places.push(0);
        if line.opening.form != Form::Text {
            self.set(self.places.len() - 1, line);
        }
    }

    pub(super) fn set(&mut self, at: usize, line: &Line) {
        let lines = self.places.capacity();
        let Some(place) = self.places.get_mut(at) else { return };
        let mut kept = Kept::of(line);
        if let Some(stamp) = line.opening.stamp {
            room::make(&mut self.stamps, 1, at, lines);
            self.stamps.push((Some(stamp.mark).into(), stamp.end.into()));
            kept.stamp = self.stamps.len() as u32;
        }
        match self.others.get_mut((*place as usize).wrapping_sub(1)) {
            Some(other) => *other = kept,
            None => {
                room::make(&mut self.others, 1, at, lines);
                self.others.push(kept);
                *place = self.others.len() as u32;
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// What the line begins with, if that may be a speaker or a mark.
    pub(super) fn get(&self, at: usize) -> Option<Line> {
        Some(self.kept(at)?.line(&self.stamps))
    }

    /// Whose line it may be.
    pub(super) fn name(&self, at: usize) -> Option<NameId> {
        self.kept(at)?.id
    }

    /// Where the line has that name: an empty range if it stands on another.
    pub(super) fn name_place(&self, at: usize) -> Range<usize> {
        self.kept(at).map_or(0..0, |kept| kept.name.0 as usize..kept.name.1 as usize)
    }

    fn kept(&self, at: usize) -> Option<&Kept> {
        self.others.get((*self.places.get(at)? as usize).wrapping_sub(1))
    }

    /// How the line is written.
    pub(super) fn form(&self, at: usize) -> Option<Form> {
        (at < self.len()).then(|| self.kept(at).map_or(Form::Text, |kept| kept.form))
    }

    /// How the last line is written.
    pub(super) fn last(&self) -> Option<Form> {
        self.form(self.len().checked_sub(1)?)
    }

    /// Those that may begin with something, in the file's order, each with its number.
    pub(super) fn others(&self) -> impl Iterator<Item = (usize, Line)> {
        (0..self.len()).filter_map(|at| Some((at, self.get(at)?)))
    }

    /// Does something with each of them, which gives it no other time.
    pub(super) fn change(&mut self, mut with: impl FnMut(usize, &mut Line)) {
        for (at, place) in self.places.iter().enumerate().filter(|(_, place)| **place > 0) {
            if let Some(kept) = self.others.get_mut(*place as usize - 1) {
                let mut line = kept.line(&self.stamps);
                with(at, &mut line);
                let stamp = if line.opening.stamp.is_some() { kept.stamp } else { 0 };
                *kept = Kept { stamp, ..Kept::of(&line) };
            }
        }
    }
}

impl Kept {
    /// All but the time.
    fn of(line: &Line) -> Self {
        let Opening { form, stamp, bare, sure, speech, otherwise, .. } = line.opening;
        let estimate = stamp.is_some_and(|stamp| stamp.estimate);
        let name = (line.opening.name.start, line.opening.name.end);
        Self { form, bare, sure, estimate, stamp: 0, name, speech, otherwise, id: line.name }
    }

    fn line(&self, stamps: &[(CompactMark, CompactTime)]) -> Line {
        let Self { form, bare, sure, estimate, stamp, name, speech, otherwise, id } = *self;
        let stamp = stamps.get((stamp as usize).wrapping_sub(1));
        let stamp = stamp.and_then(|(mark, end)| Some(Stamp { mark: mark.get()?, end: end.get(), estimate }));
        Line {
            opening: Opening { form, stamp, bare, sure, name: name.0..name.1, speech, otherwise },
            name: id,
        }
    }
}
