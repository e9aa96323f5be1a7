//! A remark on what a file has: what had to be guessed or set aside, and where.

/// How many warnings of one reading are kept; one more tells how many there were besides.
const MAX_WARNINGS: usize = 200;

/// Something that a person may want to look up in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What was done about it.
    pub kind: WarningKind,
    /// The line of the file, from 1; `None` where it is about the whole file.
    pub line: Option<usize>,
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
    pub(crate) fn joined(&mut self, line: impl Into<Option<usize>>, message: impl FnOnce() -> String) {
        self.add(WarningKind::Joined, line, message);
    }

    pub(crate) fn moved(&mut self, line: impl Into<Option<usize>>, message: impl FnOnce() -> String) {
        self.add(WarningKind::Moved, line, message);
    }

    pub(crate) fn guessed(&mut self, line: impl Into<Option<usize>>, message: impl FnOnce() -> String) {
        self.add(WarningKind::Guessed, line, message);
    }

    pub(crate) fn left_out(&mut self, line: impl Into<Option<usize>>, message: impl FnOnce() -> String) {
        self.add(WarningKind::LeftOut, line, message);
    }

    /// `message` is only asked for while there is room: a file of a million odd lines costs no million strings.
    fn add(&mut self, kind: WarningKind, line: impl Into<Option<usize>>, message: impl FnOnce() -> String) {
        if self.kept.len() < MAX_WARNINGS {
            self.kept.push(Warning { kind, line: line.into(), message: message() });
        } else {
            self.left_out += 1;
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Warning> {
        if self.left_out > 0 {
            let message = format!("The file has {} more such places than are listed here.", self.left_out);
            self.kept.push(Warning { kind: WarningKind::Guessed, line: None, message });
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
