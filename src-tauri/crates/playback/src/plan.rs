//! How a file is to be played: its speed, what becomes of its pauses, and what of it is heard again.

use std::time::Duration;

use crate::units::{Frame, Rate};

/// Source time to time, in steps of a twentieth, so that places at any speed are worked out exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Speed(u8);

impl Speed {
    /// As recorded.
    pub(crate) const NORMAL: Speed = Speed(Speed::STEPS);
    const STEPS: u8 = 20;
    const SLOWEST: f64 = 0.5;
    const FASTEST: f64 = 3.5;

    /// The step nearest to `speed` among 0.5, 0.55 … 3.5; `None` for what isn't a number.
    pub(crate) fn nearest(speed: f64) -> Option<Speed> {
        let steps = speed.clamp(Speed::SLOWEST, Speed::FASTEST) * f64::from(Speed::STEPS);
        (!speed.is_nan()).then(|| Speed(steps.round() as u8))
    }

    /// The speed as a factor.
    pub(crate) fn factor(self) -> f64 {
        f64::from(self.0) / f64::from(Speed::STEPS)
    }
}

/// How much of a pause is kept when silence is trimmed. Every pause longer than 0.4 s is shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// 0.4 s stay: 0.25 s after what was said, 0.15 s before what comes.
    Gentle,
    /// 0.3 s stay: 0.18 s and 0.12 s.
    Medium,
    /// 0.2 s stay: 0.1 s and 0.1 s.
    Strong,
}

impl Strength {
    /// Milliseconds that stay after what was said, and before what comes.
    pub(crate) fn keeps(self) -> (usize, usize) {
        match self {
            Strength::Gentle => (250, 150),
            Strength::Medium => (180, 120),
            Strength::Strong => (100, 100),
        }
    }
}

/// The frames from `from` up to `to`, without `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) from: Frame,
    pub(crate) to: Frame,
}

impl Section {
    pub(crate) fn contains(&self, frame: Frame) -> bool {
        self.from <= frame && frame < self.to
    }
}

/// What is open, as far as places in it go.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) rate: Rate,
    /// The length, once it is certain.
    pub(crate) length: Option<Frame>,
}

impl Source {
    /// The shortest loop, in frames a second: 0.1 s.
    const SHORTEST: u64 = 10;

    /// The frame nearest to `position`, or the end if that is earlier.
    pub(crate) fn frame(&self, position: Duration) -> Frame {
        let frame = self.rate.frame(position);
        self.length.map_or(frame, |length| frame.min(length))
    }

    /// What lies from `from` up to `to`, 0.1 s of it at least if the file has as much; `None` where nothing does.
    pub(crate) fn section(&self, from: Duration, to: Duration) -> Option<Section> {
        let end = self.length.unwrap_or(Frame(u64::MAX));
        let from = self.frame(from);
        let least = from.0.saturating_add(u64::from(self.rate.hz()) / Source::SHORTEST);
        let section = Section { from, to: self.frame(to).max(Frame(least)).min(end) };
        (section.from < section.to).then_some(section)
    }
}

/// What is asked of the way from the file to the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) speed: Speed,
    pub(crate) trim: Option<Strength>,
    /// What is played round and round.
    pub(crate) repeat: Option<Section>,
    /// What is played at another speed, once: for the generation that it was asked with.
    pub(crate) slow: Option<(Section, Speed)>,
}

impl Plan {
    pub(crate) const PLAIN: Plan = Plan { speed: Speed::NORMAL, trim: None, repeat: None, slow: None };

    /// The speed of sound that begins at `frame`.
    pub(crate) fn speed_at(&self, frame: Frame) -> Speed {
        self.slow.filter(|(section, _)| section.contains(frame)).map_or(self.speed, |(_, speed)| speed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_the_nearest_step_within_its_limits() {
        let cases =
            [(1.0, 1.0), (1.02, 1.0), (1.03, 1.05), (0.1, 0.5), (9.0, 3.5), (1.7, 1.7), (f64::INFINITY, 3.5)];
        for (asked, given) in cases {
            assert_eq!(Speed::nearest(asked).map(Speed::factor), Some(given), "{asked}");
        }
        assert_eq!(Speed::nearest(f64::NAN), None);
    }
}
