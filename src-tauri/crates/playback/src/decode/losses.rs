//! The parts of a file that couldn't be decoded, as far as it was read, and which of them a person must be told of.

use crate::units::Frame;

/// More damaged parts than these are silent all the same, but not remembered.
const MOST: usize = 10_000;

/// A part of a file that can't be decoded; silence of its length stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Its first frame.
    pub start: Frame,
    /// How many frames it has.
    pub frames: u64,
}

/// What was lost so far.
#[derive(Default)]
pub(super) struct Losses {
    /// In the order of the file.
    parts: Vec<Damage>,
    /// Where the first of it is that no notice tells of, and whether it was told.
    untold: Option<Frame>,
    told: bool,
}

impl Losses {
    pub(super) fn parts(&self) -> &[Damage] {
        &self.parts
    }

    /// Keeps that `frames` frames from `start` on can't be decoded, and whether a notice tells of it. What goes on from other damage is
    /// told with that.
    pub(super) fn meet(&mut self, start: Frame, frames: u64, told: bool) {
        let after = self.parts.partition_point(|damage| damage.start <= start);
        if let Some(before) = after.checked_sub(1).and_then(|index| self.parts.get_mut(index))
            && start.0 <= before.start.0 + before.frames
        {
            before.frames = before.frames.max(start.0 + frames - before.start.0);
        } else if self.parts.len() < MOST {
            self.parts.insert(after, Damage { start, frames });
            if !told {
                self.untold.get_or_insert(start);
            }
        }
    }

    /// Where something was lost that no notice tells of, once.
    pub(super) fn take_untold(&mut self) -> Option<Frame> {
        let untold = self.untold.filter(|_| !self.told)?;
        self.told = true;
        Some(untold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_is_one_part_and_only_the_first_is_told() {
        let mut losses = Losses::default();
        for (start, frames, told) in [(500, 10, true), (100, 20, false), (120, 5, false), (300, 1, false)] {
            losses.meet(Frame(start), frames, told);
        }
        losses.meet(Frame(505), 2, false);
        let parts: Vec<_> = losses.parts().iter().map(|part| (part.start.0, part.frames)).collect();
        assert_eq!(parts, [(100, 25), (300, 1), (500, 10)]);
        assert_eq!((losses.take_untold(), losses.take_untold()), (Some(Frame(100)), None));
    }
}
