//! Times, marks and timings in half the room: a transcript may have a million lines.

use std::time::Duration;

use crate::model::{Mark, Origin, Timing};

/// A time that may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CompactTime {
    seconds: u32,
    /// Over a second's where there is no time.
    nanos: u32,
}

impl CompactTime {
    pub(crate) const NONE: Self = Self { seconds: 0, nanos: u32::MAX };

    pub(crate) fn get(self) -> Option<Duration> {
        (self.nanos != u32::MAX).then(|| Duration::new(u64::from(self.seconds), self.nanos))
    }
}

impl From<Duration> for CompactTime {
    /// Times after 136 years are read as that.
    fn from(time: Duration) -> Self {
        Self { seconds: u32::try_from(time.as_secs()).unwrap_or(u32::MAX), nanos: time.subsec_nanos() }
    }
}

impl From<Option<Duration>> for CompactTime {
    fn from(time: Option<Duration>) -> Self {
        time.map_or(Self::NONE, Self::from)
    }
}

/// A mark that may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CompactMark {
    time: CompactTime,
    /// In nanoseconds.
    resolution: u32,
}

impl CompactMark {
    pub(crate) fn get(self) -> Option<Mark> {
        let time = self.time.get()?;
        Some(Mark { time, resolution: Duration::from_nanos(u64::from(self.resolution)) })
    }

    /// It is known no finer than so.
    pub(crate) fn coarsen(&mut self, resolution: Duration) {
        self.resolution = self.resolution.max(compact_resolution(resolution));
    }

    /// Its time alone.
    pub(crate) fn time(self) -> Option<Duration> {
        self.time.get()
    }
}

impl From<Option<Mark>> for CompactMark {
    fn from(mark: Option<Mark>) -> Self {
        let resolution = mark.map_or(0, |mark| compact_resolution(mark.resolution));
        Self { time: mark.map(|mark| mark.time).into(), resolution }
    }
}

/// In nanoseconds. No mark is coarser than four seconds.
fn compact_resolution(resolution: Duration) -> u32 {
    u32::try_from(resolution.as_nanos()).unwrap_or(u32::MAX)
}

/// A timing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompactTiming {
    start: CompactTime,
    end: CompactTime,
    origin: Origin,
}

impl CompactTiming {
    pub(crate) fn get(self) -> Option<Timing> {
        Some(Timing { start: self.start.get()?, end: self.end.get(), origin: self.origin })
    }
}

impl From<Timing> for CompactTiming {
    fn from(timing: Timing) -> Self {
        Self { start: timing.start.into(), end: timing.end.into(), origin: timing.origin }
    }
}
