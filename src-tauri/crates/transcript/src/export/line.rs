//! The lines of a transcript with the times that are written for them.

use std::time::Duration;

use super::{UNNAMED, clock};
use crate::model::{Mark, Origin, SpeakerId, Timing, Transcript, Utterance};

/// Speech a second, in bytes of text, for a line whose end nothing tells.
const PACE: u32 = 15;

/// An utterance in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// From 0.
    pub(super) turn: usize,
    /// Whether it begins its turn.
    pub(super) opens: bool,
    /// Who speaks, and the name.
    pub(super) voice: Option<SpeakerId>,
    pub(super) speaker: Option<&'a str>,
    pub(super) utterance: &'a Utterance,
    /// The mark that it shares with the line before it.
    shared: Option<Mark>,
}

/// A line with a time, known or worked out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) line: Line<'a>,
    pub(super) start: Duration,
    /// Later than the start.
    pub(super) end: Duration,
}

/// All of them, in spoken order.
pub(super) fn lines(transcript: &Transcript) -> impl Iterator<Item = Line<'_>> {
    let mut turn = None;
    let mut before = None;
    transcript.lines().map(move |line| {
        let mark = line.utterance.mark();
        let shared = std::mem::replace(&mut before, mark).filter(|before| mark == Some(*before));
        let opens = turn.replace(line.turn) != Some(line.turn);
        let speaker = line.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| &*speaker.name);
        Line { turn: line.turn, opens, voice: line.speaker, speaker, utterance: line.utterance, shared }
    })
}

/// What stands for the name of whoever has none, where others have one: a format's layout would carry theirs on.
pub(super) fn nameless(transcript: &Transcript) -> Option<&'static str> {
    transcript.turns.iter().any(|turn| turn.speaker.is_some()).then_some(UNNAMED)
}

impl<'a> Line<'a> {
    pub(super) fn text(&self) -> &'a str {
        self.utterance.text()
    }

    pub(super) fn timing(&self) -> Option<Timing> {
        self.utterance.timing()
    }

    /// Its start as a mark without brackets, as fine as the file's own. An estimate has a `~` before it if asked; else a line
    /// that shares the mark of the one before has that again, as in the file.
    pub(super) fn stamp(&self, origins: bool) -> Option<String> {
        let timing = self.timing()?;
        let mark = self.utterance.mark().filter(|mark| mark.time == timing.start);
        let resolution = match timing.origin {
            Origin::Aligned(_) => Duration::from_millis(1),
            _ => mark.map_or(Duration::from_secs(1), |mark| mark.resolution),
        };
        let stamp = clock::stamp(timing.start, resolution);
        Some(match (timing.origin, self.shared) {
            (Origin::Estimated, _) if origins => format!("~{stamp}"),
            (Origin::Estimated, Some(mark)) => clock::stamp(mark.time, mark.resolution),
            _ => stamp,
        })
    }
}

/// The lines for formats in which each needs a time: those without one share the room between their neighbours by their
/// length. `None` where no line has a time.
pub(super) fn placed(transcript: &Transcript) -> Option<Vec<Placed<'_>>> {
    let lines: Vec<Line<'_>> = lines(transcript).collect();
    let mut starts: Vec<Option<Duration>> =
        lines.iter().map(|line| line.timing().map(|timing| timing.start)).collect();
    let first = starts.iter().position(Option::is_some)?;
    let known = |at: usize| lines[at].timing().and_then(|timing| timing.end);

    let at_first = starts[first];
    spread(&mut starts, &lines, 0..first, Duration::ZERO, at_first);
    let mut at = first;
    while at < lines.len() {
        let rest = (at + 1..lines.len()).find(|&next| starts[next].is_some()).unwrap_or(lines.len());
        if rest > at + 1 {
            let from = starts[at].unwrap_or_default();
            let next = starts.get(rest).copied().flatten();
            match known(at).filter(|end| next.is_none_or(|next| *end < next)) {
                Some(end) => spread(&mut starts, &lines, at + 1..rest, end, next),
                None => spread(&mut starts, &lines, at..rest, from, next),
            }
        }
        at = rest;
    }

    let mut placed: Vec<Placed<'_>> = Vec::with_capacity(lines.len());
    let mut later: Option<Duration> = None;
    let mut next: Option<Duration> = None;
    for (at, line) in lines.iter().enumerate().rev() {
        let start = starts[at].unwrap_or_default();
        if next.is_some_and(|next| next > start) {
            later = next;
        }
        next = Some(start);
        let end = known(at).filter(|end| *end > start).or(later.filter(|later| *later > start));
        placed.push(Placed { line: *line, start, end: end.unwrap_or(start + length(line)) });
    }
    placed.reverse();
    // A line that shares its room with untimed ones ends where they begin.
    for at in 1..placed.len() {
        let start = placed[at].start;
        let before = &mut placed[at - 1];
        if lines[at].timing().is_none() && start > before.start && before.end > start {
            before.end = start;
        }
    }
    Some(placed)
}

/// How long it takes to say a line.
fn length(line: &Line<'_>) -> Duration {
    Duration::from_secs(1).max(Duration::from_secs(line.text().len() as u64) / PACE)
}

/// Gives the lines of `which` starts between two times in proportion to their lengths.
fn spread(
    starts: &mut [Option<Duration>],
    lines: &[Line<'_>],
    which: std::ops::Range<usize>,
    from: Duration,
    until: Option<Duration>,
) {
    let total: u64 = lines[which.clone()].iter().map(|line| line.text().len() as u64).sum();
    let room = match until {
        Some(until) => until.saturating_sub(from),
        None => Duration::from_secs(total) / PACE,
    };
    let mut said = 0;
    for at in which {
        let share = room.as_nanos() * u128::from(said) / u128::from(total.max(1));
        starts[at] = Some(from + Duration::from_nanos(u64::try_from(share).unwrap_or(u64::MAX)));
        said += lines[at].text().len() as u64;
    }
}
