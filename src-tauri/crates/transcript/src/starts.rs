//! Which utterance sounds at an instant: the starts as one sorted array.

use std::time::Duration;

use crate::model::Transcript;

/// The starts of all utterances that have one, in order. Later ones start later, or at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Starts {
    starts: Vec<Duration>,
    /// Which utterance each start belongs to, counted as in [`Transcript::lines`].
    utterances: Vec<usize>,
}

impl Starts {
    /// The starts of a transcript whose [`timeline`](crate::timeline) was made.
    pub fn of(transcript: &Transcript) -> Self {
        let timed = transcript
            .lines()
            .enumerate()
            .filter_map(|(index, line)| line.utterance.timing().map(|timing| (timing.start, index)));
        let (starts, utterances) = timed.unzip();
        Self { starts, utterances }
    }

    /// The utterance that is being said at `time`, counted as in [`Transcript::lines`]: the last that has started.
    /// `None` before the first.
    pub fn active_at(&self, time: Duration) -> Option<usize> {
        let after = self.starts.partition_point(|&start| start <= time);
        self.utterances.get(after.checked_sub(1)?).copied()
    }

    /// The starts, in order; utterances without one are left out.
    pub fn as_slice(&self) -> &[Duration] {
        &self.starts
    }
}
