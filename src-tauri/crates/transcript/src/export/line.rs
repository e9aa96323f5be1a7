//! The lines of a transcript with the times that are written for them.

use std::time::Duration;

use super::clock;
use crate::model::{Origin, Transcript, Utterance};
use crate::timeline::EXACT;

/// An utterance in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// From 0.
    pub(super) turn: usize,
    /// Whether it begins its turn.
    pub(super) opens: bool,
    pub(super) speaker: Option<&'a str>,
    pub(super) utterance: &'a Utterance,
    pub(super) time: Option<Time>,
}

/// When a line is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Time {
    pub(super) start: Duration,
    /// Later than the start.
    pub(super) end: Option<Duration>,
    pub(super) origin: Origin,
    /// How finely the start is known.
    pub(super) resolution: Duration,
}

/// All of them, in spoken order.
pub(super) fn lines(transcript: &Transcript) -> impl Iterator<Item = Line<'_>> {
    let mut turn = None;
    transcript.lines().map(move |line| {
        let opens = turn.replace(line.turn) != Some(line.turn);
        let speaker = line.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| &*speaker.name);
        Line { turn: line.turn, opens, speaker, utterance: line.utterance, time: time_of(line.utterance) }
    })
}

/// What the file says, where it gives a start and an end: lines that sound together have their times then, too. Else what
/// the timeline found.
fn time_of(utterance: &Utterance) -> Option<Time> {
    let timing = utterance.timing()?;
    let given = utterance.mark_end().zip(utterance.mark());
    if let Some((end, mark)) = given.filter(|(end, mark)| *end > mark.time) {
        let origin = if mark.resolution < EXACT { Origin::Exact } else { Origin::Marked };
        return Some(Time { start: mark.time, end: Some(end), origin, resolution: mark.resolution });
    }
    let mark = utterance.mark().filter(|mark| mark.time == timing.start);
    let resolution = mark.map_or(Duration::from_secs(1), |mark| mark.resolution);
    Some(Time { start: timing.start, end: timing.end, origin: timing.origin, resolution })
}

impl Time {
    /// The start as a mark without its brackets, with `~` before an estimate if asked.
    pub(super) fn stamp(&self, origins: bool) -> String {
        let sign = if origins && self.origin == Origin::Estimated { "~" } else { "" };
        format!("{sign}{}", clock::stamp(self.start, self.resolution))
    }
}
