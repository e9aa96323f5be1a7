//! A remark on what a file has: what had to be guessed or set aside, and where.

use crate::place::Place;

/// How many warnings of one reading are kept; one more tells how many there were besides.
const MAX_WARNINGS: usize = 200;

/// Something that a person may want to look up in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What was done about it.
    pub kind: WarningKind,
    /// The line of the file, from 1; `None` where it is about the whole file.
    pub line: Option<usize>,
    /// The character of that line, from 1, where the file is a single line.
    pub column: Option<usize>,
    /// A sentence that says what the file has there.
    pub message: String,
}

/// What reading did with a place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WarningKind {
    /// Two or more places were read as one.
    Joined,
    /// It was put elsewhere than it stands.
    Moved,
    /// The file leaves it open, and the likeliest was taken.
    Guessed,
    /// It is in no line of the transcript.
    LeftOut,
}

/// The warnings of one reading, with a limit to how many.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    kept: Vec<Warning>,
    left_out: usize,
}

impl Warnings {
    pub(crate) fn joined(&mut self, place: impl Into<Place>, message: impl FnOnce() -> String) {
        self.add(WarningKind::Joined, place, message);
    }

    pub(crate) fn moved(&mut self, place: impl Into<Place>, message: impl FnOnce() -> String) {
        self.add(WarningKind::Moved, place, message);
    }

    pub(crate) fn guessed(&mut self, place: impl Into<Place>, message: impl FnOnce() -> String) {
        self.add(WarningKind::Guessed, place, message);
    }

    pub(crate) fn left_out(&mut self, place: impl Into<Place>, message: impl FnOnce() -> String) {
        self.add(WarningKind::LeftOut, place, message);
    }

    /// `message` is only asked for while there is room: a file of a million odd lines costs no million strings.
    fn add(&mut self, kind: WarningKind, place: impl Into<Place>, message: impl FnOnce() -> String) {
        if self.kept.len() < MAX_WARNINGS {
            let place = place.into();
            self.kept.push(Warning { kind, line: place.line(), column: place.column(), message: message() });
        } else {
            self.left_out += 1;
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Warning> {
        if self.left_out > 0 {
            let message = format!("The file has {} more such places than are listed here.", self.left_out);
            self.kept.push(Warning { kind: WarningKind::Guessed, line: None, column: None, message });
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_warnings_is_counted_and_not_kept() {
        let mut warnings = Warnings::default();
        for line in 1..=1_000 {
            warnings.guessed(line, || format!("Line {line} is odd."));
        }
        let kept = warnings.finish();
        assert_eq!(kept.len(), MAX_WARNINGS + 1);
        assert_eq!(kept[0].line, Some(1));
        assert!(kept[MAX_WARNINGS].message.contains("800 more"), "{}", kept[MAX_WARNINGS].message);
    }
}
