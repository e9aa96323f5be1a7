//! By how much marks are early or late, where something was put into the audio or cut out of it: constant from one such place to
//! the next.

use std::time::Duration;

use crate::{
    align::Work,
    confidence::{is_sure, share, smooth},
    probe::{WORDS, probe},
    script::RATE,
    search::Span,
};

/// So many marked lines in a row that aren't in their places are probed: fewer may just not be said. Where something was joined to the
/// audio, any is that lies after it.
const SUSPECT: usize = 3;
/// A line is in its place when at least this share of its words is sure.
const IN_PLACE: f32 = 0.5;
/// Words of a line the first sure one of which tells where it begins.
const FIRST_WORDS: usize = 4;
/// Lines that are probed lie so far apart, in seconds.
const APART: f64 = 25.0;
/// More probes than this are not made.
const MOST_PROBES: usize = 120;
/// Where a probe is looked for around what is known so far, in seconds; the last only until one was found or some weren't.
const REACH: [f64; 3] = [15.0, 95.0, 900.0];
const WIDE_TRIES: usize = 5;
/// Offsets that differ by no more, in seconds, are the same: a mark of a whole second may be so early, and a speaker so late.
const SAME: f64 = 1.6;
/// A line's mark is set, in seconds, so much before its first sound: at the breath, and not at the word.
const BREATH: f64 = 0.05;
/// Less than this isn't a shift but how the marks were set.
const LEAST: f64 = 1.0;
/// Lines that have to show a shift; fewer may be marked badly. Where there are but few lines, half as many.
const WITNESSES: usize = 4;

/// Lines for which the marks are off by the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// The first and the last line that show it.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// In seconds, to be added to the marks.
    pub(crate) seconds: f64,
}

/// What one line shows: its sound begins so much after its mark.
#[derive(Clone, Copy, Debug)]
struct Witness {
    line: usize,
    offset: f64,
    resolution: f64,
}

/// The stretches of the lines as they lie in `spans`, and where they don't, as probes find them.
pub(crate) fn stretches(work: &Work<'_>, spans: &[Option<Span>], probes: bool) -> Vec<Stretch> {
    let scores = smooth(spans, &work.said);
    let mut witnesses: Vec<Witness> = Vec::new();
    let mut known: Option<f64> = None;
    let (mut probed, mut in_vain, mut last) = (0, 0, f64::MIN);
    let in_place: Vec<bool> = (0..work.lines.len())
        .map(|line| share(&scores, &work.said, work.script.line(line)) >= IN_PLACE)
        .collect();
    let suspects = suspects(work, &in_place);
    for (number, line) in work.lines.iter().enumerate() {
        let words = work.script.line(number);
        let Some(mark) = line.mark.filter(|mark| !mark.firm && !words.is_empty()) else { continue };
        let (time, resolution) = (mark.time.as_secs_f64(), mark.resolution.as_secs_f64().clamp(0.1, 10.0));
        let mut witness = |start: usize| {
            let offset = start as f64 / f64::from(RATE) - time;
            witnesses.push(Witness { line: number, offset, resolution });
            offset
        };
        // A mark that is wrong may have driven the very first word away.
        let first =
            words.clone().take(FIRST_WORDS).find_map(|word| spans[word].filter(|_| is_sure(scores[word])));
        if in_place[number] {
            if let Some(first) = first {
                known = Some(witness(first.start));
            }
            continue;
        }
        let to = (words.start + WORDS).min(work.script.words.len());
        if !probes || !suspects[number] || probed >= MOST_PROBES || time - last < APART || work.cancelled() {
            continue;
        }
        (probed, last) = (probed + 1, time);
        let look = |reach: f64, about: f64| {
            let frame =
                |seconds: f64| ((seconds * f64::from(RATE)).max(0.0) as usize).min(work.scores.frames());
            let frames = frame(time + about - reach)..frame(time + about + reach + 12.0);
            probe(work.model, &work.scores, &work.script, words.start..to, frames, &|| work.cancelled())
        };
        let place = look(REACH[0], known.unwrap_or(0.0))
            .or_else(|| look(REACH[1], known.unwrap_or(0.0)))
            .or_else(|| (in_vain < WIDE_TRIES).then(|| look(REACH[2], 0.0)).flatten());
        match place {
            Some(place) => known = Some(witness(place.start)),
            None => in_vain += 1,
        }
    }
    group(&witnesses)
}

/// The lines whose marks may be off: those in long rows of lines that aren't in their places.
fn suspects(work: &Work<'_>, in_place: &[bool]) -> Vec<bool> {
    let marked: Vec<usize> = (0..in_place.len())
        .filter(|line| {
            work.lines[*line].mark.is_some_and(|mark| !mark.firm) && !work.script.line(*line).is_empty()
        })
        .collect();
    let mut suspects = vec![false; in_place.len()];
    for row in marked.chunk_by(|a, b| in_place[*a] == in_place[*b]).filter(|row| !in_place[row[0]]) {
        let joint = |line: &usize| {
            let mark = work.lines[*line].mark.map_or(Duration::ZERO, |mark| mark.time);
            work.settings.joints.iter().any(|joint| *joint <= mark)
        };
        let enough = SUSPECT.min(marked.len());
        row.iter().filter(|line| row.len() >= enough || joint(line)).for_each(|line| suspects[*line] = true);
    }
    suspects
}

/// Witnesses in a row that tell the same, where enough do.
fn group(witnesses: &[Witness]) -> Vec<Stretch> {
    let mut groups: Vec<Vec<Witness>> = Vec::new();
    for witness in witnesses {
        match groups.last_mut() {
            Some(group) if (middle(group) - witness.offset).abs() <= SAME => group.push(*witness),
            _ => groups.push(vec![*witness]),
        }
    }
    let enough = if witnesses.len() < 2 * WITNESSES { WITNESSES / 2 } else { WITNESSES }.min(witnesses.len());
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut kept: Vec<Vec<Witness>> = Vec::new();
    for group in groups.into_iter().filter(|group| group.len() >= enough) {
        match kept.last_mut() {
            // What lay between them was one line in the wrong place.
            Some(last) if (middle(last) - middle(&group)).abs() <= SAME => last.extend(group),
            _ => kept.push(group),
        }
    }
    for group in kept {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let seconds = agreed(&group) - BREATH;
        let seconds = if seconds.abs() < LEAST { 0.0 } else { seconds };
        stretches.push(Stretch { first: first.line, last: last.line, seconds });
    }
    stretches
}

/// The median offset.
fn middle(group: &[Witness]) -> f64 {
    let mut offsets: Vec<f64> = group.iter().map(|witness| witness.offset).collect();
    offsets.sort_by(f64::total_cmp);
    offsets[offsets.len() / 2]
}

/// The shift that most of a group's lines agree with. A mark is cut down to its resolution, so that a line that begins at `offset`
/// after it allows shifts from `offset` less the resolution up to `offset`; where the most of these overlap is the answer.
fn agreed(group: &[Witness]) -> f64 {
    let mut edges: Vec<(f64, i32)> = group
        .iter()
        .flat_map(|witness| [(witness.offset - witness.resolution, 1), (witness.offset, -1)])
        .collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let (mut depth, mut best) = (0, (0, 0.0));
    for pair in edges.windows(2) {
        depth += pair[0].1;
        if depth > best.0 {
            best = (depth, (pair[0].0 + pair[1].0) / 2.0);
        }
    }
    best.1
}

/// The shift of each line; none between two stretches, where it isn't known.
pub(crate) fn by_line(stretches: &[Stretch], lines: usize) -> Vec<Option<f64>> {
    let mut shifts = vec![None; lines];
    for (place, stretch) in stretches.iter().enumerate() {
        let first = if place == 0 { 0 } else { stretch.first };
        let last = if place + 1 == stretches.len() { lines } else { stretch.last + 1 };
        shifts[first..last.min(lines)].fill(Some(stretch.seconds));
    }
    shifts
}

#[cfg(test)]
mod tests {
    use super::{Witness, by_line, group};

    #[test]
    fn a_shift_is_found_closer_than_the_marks_resolution() {
        let starts = (0..40).map(|n| 3.0 + f64::from(n) * 17.37);
        let witness = |(line, start): (usize, f64)| {
            let shift = if line < 20 { 17.42 } else { -30.06 };
            Witness { line, offset: start + super::BREATH + shift - start.floor(), resolution: 1.0 }
        };
        let stretches = group(&starts.enumerate().map(witness).collect::<Vec<_>>());
        assert_eq!(stretches.len(), 2);
        assert!((stretches[0].seconds - 17.42).abs() < 0.05, "{stretches:?}");
        assert!((stretches[1].seconds + 30.06).abs() < 0.05, "{stretches:?}");
        assert_eq!(by_line(&stretches, 40)[19], Some(stretches[0].seconds));
    }
}
