//! A first look at what is said around the playhead, so that its words are there before the whole sound has been heard.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::time::Duration;

use cueline_align::{self as align, FrontEnd, Line, Model, Settings, Watch};
use cueline_playback::decode::Reader;
use cueline_playback::speech;

/// Lines are taken up to so much after the playhead.
const AHEAD: Duration = Duration::from_secs(20);
/// So much of the sound is heard before the first line's mark and after the last one's.
const EDGE: Duration = Duration::from_secs(2);
/// More than this takes too long for a first look.
const LONGEST: Duration = Duration::from_secs(120);
/// When fewer of the words are sure, the marks may be off, or the text another one's; then nothing is told.
const SURE: f32 = 0.9;

/// The lines around the playhead as they are found by their marks alone; none where these aren't known or aren't right.
pub(super) fn look(
    reader: &Reader,
    model: &Model,
    lines: &[Line],
    around: Duration,
    threads: NonZeroUsize,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Option<(usize, Vec<align::AlignedLine>)>, cueline_playback::Error> {
    let length = reader.info().duration.unwrap_or_default();
    let Some((near, sound)) = near(lines, around, length) else { return Ok(None) };
    let rate = FrontEnd::RATE;
    let sample = |time: Duration| (time.as_secs_f64() * f64::from(rate)) as u64;
    let mut front_end = FrontEnd::new(model);
    let samples = sample(sound.start)..sample(sound.end);
    let heard =
        speech::hear(reader, rate, samples, threads, cancelled, &mut |samples| front_end.push(samples))?;
    if !heard {
        return Ok(None);
    }
    let mut taken = lines[near.clone()].to_vec();
    for mark in taken.iter_mut().filter_map(|line| line.mark.as_mut()) {
        mark.time = mark.time.saturating_sub(sound.start);
    }
    let settings = Settings { threads: threads.get(), ..Settings::default() };
    let found = align::align(model, &front_end.finish(), &taken, &settings, &Patience(cancelled));
    if found.outcome != align::Outcome::Aligned || found.in_sync < SURE || !found.shifts.is_empty() {
        return Ok(None);
    }
    let mut found = found.lines;
    for word in found.iter_mut().flat_map(|line| &mut line.words).flatten() {
        word.start += sound.start;
        word.end += sound.start;
    }
    Ok(Some((near.start, found)))
}

/// The lines around the playhead, and the sound that they are in: from the last marked line that has begun up to the first one
/// that is far ahead.
fn near(lines: &[Line], around: Duration, length: Duration) -> Option<(Range<usize>, Range<Duration>)> {
    let marked = |line: &Line| line.mark.map(|mark| mark.time);
    let first = lines.iter().rposition(|line| marked(line).is_some_and(|time| time <= around));
    let first = first.or_else(|| lines.iter().position(|line| line.mark.is_some()))?;
    let start = marked(lines.get(first)?)?;
    let far = around.max(start) + AHEAD;
    let after = (first + 1..lines.len()).find(|line| marked(&lines[*line]).is_some_and(|time| time > far));
    let end = after.and_then(|line| marked(&lines[line])).unwrap_or(length) + EDGE;
    let sound = start.saturating_sub(EDGE)..end.min(length);
    (sound.start < sound.end && sound.end - sound.start <= LONGEST)
        .then(|| (first..after.unwrap_or(lines.len()), sound))
}

/// Waits for nothing but the end.
struct Patience<'a>(&'a (dyn Fn() -> bool + Sync));

impl Watch for Patience<'_> {
    fn cancelled(&self) -> bool {
        (self.0)()
    }
}

#[cfg(test)]
mod tests {
    use cueline_align::Mark;

    use super::*;

    #[test]
    fn the_lines_around_the_playhead_are_those_that_sound_soon() {
        let line = |mark: Option<u64>| Line {
            mark: mark.map(|time| Mark {
                time: Duration::from_secs(time),
                resolution: Duration::from_secs(1),
                firm: false,
            }),
            ..Line::default()
        };
        let lines = [None, Some(10), Some(40), None, Some(55), Some(90), None].map(line);
        let hour = Duration::from_secs(3600);
        let near = |at, length| {
            let (lines, sound) = near(&lines, Duration::from_secs(at), length)?;
            Some((lines, sound.start.as_secs()..sound.end.as_secs()))
        };
        assert_eq!(near(0, hour), Some((1..2, 8..42)), "before the first, the first");
        assert_eq!(near(45, hour), Some((2..5, 38..92)), "those between, marked or not");
        assert_eq!(near(91, Duration::from_secs(130)), Some((5..7, 88..130)), "up to the end");
        assert_eq!(near(91, hour), None, "a line that may take an hour");
        assert_eq!(near(45, Duration::from_secs(30)), None, "marks beyond the end");
    }
}
