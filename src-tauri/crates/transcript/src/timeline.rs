//! From the marks of a transcript to the time of every utterance, whatever the source.
//!
//! 1. A mark is kept if it stands in order: the largest number of marks that never go back are, so that one wrong mark
//!    costs itself and not all after it. Marks at or beyond the audio's end are not kept. Both are told with their line.
//! 2. An utterance with a kept mark starts there: `Exact` if the mark is finer than 0.1 s, else `Marked`.
//! 3. Utterances that share a mark are said one after another: the first has it. But those whose own ends differ sound
//!    at the same time, and so do the lines of a file that has nearly everything several times over, one after the other
//!    in one turn with the same start and end, as one with two languages has: each of these keeps its mark.
//! 4. The others start between the kept mark before them and the next later one, `Estimated` in proportion to the length
//!    of what is said (in characters) from that mark on; where they share its range, within that; where they have none
//!    and the one before has an end, after that. Before the first kept mark that is from the audio's start. After the
//!    last it is from that mark on at the pace of the file, and not beyond the audio's end.
//! 5. Nothing is invented: without a kept mark no utterance has a time, and from the first mark beyond the audio's end
//!    that no kept one follows, none has: the audio does not hold it.
//! 6. Starts never go back, and an estimated one is later than the one before, so each can be reached. An utterance for
//!    which there is no room at all stays without a time.
//! 7. An utterance ends where the file says; gaps and overlaps stay as they are. Where it doesn't say, it ends where the
//!    next later one starts, the last at the audio's end. None ends after the audio.

use std::ops::Range;
use std::time::Duration;

use crate::model::{Mark, Origin, Timing, Transcript, Utterance};
use crate::parse::shown;
use crate::warning::{Warning, Warnings};

/// Marks finer than this are exact.
pub(crate) const EXACT: Duration = Duration::from_millis(100);
/// Speech a second where the file's own marks don't tell, in characters: 150 words a minute.
const USUAL_PACE: f64 = 15.0;
/// A pace that is so many times slower or quicker is pauses or errors, and no pace.
const PACE_RANGE: f64 = 5.0;

/// Of the lines of a file with two languages, at least so many in a hundred come together with another.
const TOGETHER: usize = 80;
/// Fewer such groups of lines tell nothing about a file.
const FEWEST_GROUPS: usize = 3;

/// Gives every utterance its timing, from its mark and those around it. Timings of an earlier call are replaced.
/// `audio_length` is the true length of the audio, where there is one. The warnings are about marks that don't fit.
pub fn timeline(transcript: &mut Transcript, audio_length: Option<Duration>) -> Vec<Warning> {
    let parallel = is_parallel(transcript);
    let mut utterances: Vec<&mut Utterance> =
        transcript.turns.iter_mut().flat_map(|t| &mut t.utterances).collect();
    let mut warnings = Warnings::default();
    let (anchors, cutoff) = anchors(&utterances, parallel, audio_length, &mut warnings);
    let mut lengths: Vec<u64> = utterances.iter().map(|u| u.text().chars().count().max(1) as u64).collect();
    lengths.truncate(cutoff);

    for utterance in &mut utterances {
        utterance.set_timing(None);
    }
    if let Some(first) = anchors.first() {
        place(&mut utterances, &lengths, 0..first.at, Duration::ZERO..first.mark.time, None);
    }
    let pace = pace(&anchors, &lengths);
    for (index, anchor) in anchors.iter().enumerate() {
        // Between two that sound together there is no room for others.
        let until = match anchors.get(index + 1) {
            Some(next) if next.mark.time == anchor.mark.time => anchor.at + 1,
            Some(next) => next.at,
            None => cutoff,
        };
        let later = anchors[index..].iter().find(|later| later.mark.time > anchor.mark.time);
        let end = match later {
            Some(later) => later.mark.time,
            None => {
                let said: u64 = lengths[anchor.at..].iter().sum();
                let from = anchor.mark.time.max(anchor.end.unwrap_or_default());
                let end = from.saturating_add(Duration::from_secs_f64(said as f64 / pace));
                audio_length.map_or(end, |length| length.min(end))
            }
        };
        let shares = |u: &&mut Utterance| u.mark() == Some(anchor.mark) && u.mark_end() == anchor.end;
        let sharing = utterances[anchor.at + 1..until].iter().take_while(|u| shares(u)).count();
        let rest = anchor.at + 1 + sharing..until;
        match anchor.end.filter(|own| *own > anchor.mark.time) {
            Some(own) if rest.is_empty() || own < end => {
                let range = anchor.mark.time..own.min(end);
                place(&mut utterances, &lengths, anchor.at..rest.start, range, Some(anchor.mark));
                end_at(utterances[rest.start - 1], own);
                place(&mut utterances, &lengths, rest, own..end, None);
            }
            _ => place(&mut utterances, &lengths, anchor.at..until, anchor.mark.time..end, Some(anchor.mark)),
        }
    }
    close_ends(&mut utterances, audio_length);
    warnings.finish()
}

fn end_at(utterance: &mut Utterance, end: Duration) {
    if let Some(timing) = utterance.timing() {
        utterance.set_timing(Some(Timing { end: Some(end), ..timing }));
    }
}

/// Lets each utterance without an end last until the next later one, and none beyond the audio.
fn close_ends(utterances: &mut [&mut Utterance], audio_length: Option<Duration>) {
    let mut next: Option<Duration> = None;
    let mut later = audio_length;
    for utterance in utterances.iter_mut().rev() {
        let Some(timing) = utterance.timing() else { continue };
        if next.is_some_and(|next| next > timing.start) {
            later = next;
        }
        next = Some(timing.start);
        let end = timing.end.or(later);
        let end = audio_length.map_or(end, |length| end.map(|end| end.min(length)));
        utterance.set_timing(Some(Timing { end, ..timing }));
    }
}

/// Whether the file has nearly everything several times over at the same time, as one with two languages has.
fn is_parallel(transcript: &Transcript) -> bool {
    let (mut timed, mut together, mut groups) = (0, 0, 0);
    for turn in &transcript.turns {
        let ranged = turn.utterances.iter().filter(|u| u.mark_end().is_some());
        let ranges: Vec<_> = ranged.map(|u| (u.mark().map(|mark| mark.time), u.mark_end())).collect();
        timed += ranges.len();
        for group in ranges.chunk_by(|a, b| a == b).filter(|group| group.len() > 1) {
            together += group.len();
            groups += 1;
        }
    }
    groups >= FEWEST_GROUPS && together * 100 >= timed * TOGETHER
}

/// An utterance that starts at its own kept mark.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    at: usize,
    mark: Mark,
    /// The end that the file gives it.
    end: Option<Duration>,
}

/// The anchors, and the first utterance that the audio doesn't hold.
fn anchors(
    utterances: &[&mut Utterance],
    parallel: bool,
    audio_length: Option<Duration>,
    warnings: &mut Warnings,
) -> (Vec<Anchor>, usize) {
    let marks: Vec<(usize, Mark)> =
        utterances.iter().enumerate().filter_map(|(at, u)| Some((at, u.mark()?))).collect();
    let beyond = |mark: &Mark| audio_length.is_some_and(|length| mark.time >= length);
    let within: Vec<(usize, Mark)> = marks.iter().filter(|(_, mark)| !beyond(mark)).copied().collect();
    let kept = longest_rising(&within);

    let last_kept = kept.last().map_or(0, |&index| within[index].0);
    let after: Vec<usize> =
        marks.iter().filter(|(at, m)| beyond(m) && *at >= last_kept).map(|&(at, _)| at).collect();
    let cutoff = after.first().copied().unwrap_or(utterances.len());
    let length = shown(audio_length.unwrap_or_default());
    let mut is_kept = kept.iter().map(|&index| within[index].0).peekable();
    for (at, mark) in &marks {
        if is_kept.next_if_eq(at).is_some() {
            continue;
        }
        let (place, time) = (utterances[*at].place(), shown(mark.time));
        if !beyond(mark) {
            warnings.guessed(place, || {
                format!("The time {time} here is out of order; the line's time is estimated.")
            });
        } else if *at < cutoff {
            warnings.guessed(place, || {
                format!("The time {time} here lies beyond the audio's end at {length}; the line's time is estimated.")
            });
        } else if *at == cutoff {
            let more = after.len() - 1;
            warnings.guessed(place, || match more {
                0 => format!("The time {time} here lies beyond the audio's end at {length}; the line has no sound."),
                _ => format!(
                    "The time {time} here and {more} after it lie beyond the audio's end at {length}; these lines have no sound."
                ),
            });
        }
    }

    let kept: Vec<Anchor> = kept
        .into_iter()
        .map(|index| within[index])
        .map(|(at, mark)| Anchor { at, mark, end: utterances[at].mark_end() })
        .collect();
    let mut anchors: Vec<Anchor> = Vec::with_capacity(kept.len());
    for sharing in kept.chunk_by(|a, b| a.mark.time == b.mark.time) {
        let ranged = sharing.iter().all(|anchor| anchor.end.is_some());
        let together = ranged && (parallel || sharing.iter().any(|anchor| anchor.end != sharing[0].end));
        anchors.extend_from_slice(if together { sharing } else { &sharing[..1] });
    }
    (anchors, cutoff)
}

/// The indices of the longest run of marks, not of necessity next to each other, whose times never go back.
fn longest_rising(marks: &[(usize, Mark)]) -> Vec<usize> {
    if marks.is_sorted_by_key(|(_, mark)| mark.time) {
        return (0..marks.len()).collect();
    }
    // Patience sorting: `tails[n]` ends the best run of n + 1 marks found so far.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(marks.len());
    for (index, (_, mark)) in marks.iter().enumerate() {
        let pile = tails.partition_point(|&tail| marks[tail].1.time <= mark.time);
        before.push(pile.checked_sub(1).map(|below| tails[below]));
        match tails.get_mut(pile) {
            Some(tail) => *tail = index,
            None => tails.push(index),
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(index) = next {
        run.push(index);
        next = before[index];
    }
    run.reverse();
    run
}

/// Speech a second between the first anchor and the last, in characters.
fn pace(anchors: &[Anchor], lengths: &[u64]) -> f64 {
    let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else { return USUAL_PACE };
    let time = last.mark.time.saturating_sub(first.mark.time).as_secs_f64();
    let said: u64 = lengths[first.at..last.at].iter().sum();
    if time > 0.0 && said > 0 {
        (said as f64 / time).clamp(USUAL_PACE / PACE_RANGE, USUAL_PACE * PACE_RANGE)
    } else {
        USUAL_PACE
    }
}

/// Spreads `which` over `window` by their length. The first of them has `mark`, if there is one.
fn place(
    utterances: &mut [&mut Utterance],
    lengths: &[u64],
    which: Range<usize>,
    window: Range<Duration>,
    mark: Option<Mark>,
) {
    let total: u64 = lengths[which.clone()].iter().sum();
    let room = window.end.saturating_sub(window.start).as_nanos();
    let mut said = 0;
    let mut earliest = window.start;
    for at in which.clone() {
        let share = room * u128::from(said) / u128::from(total.max(1));
        let share = Duration::new((share / 1_000_000_000) as u64, (share % 1_000_000_000) as u32);
        let start = (window.start + share).max(earliest);
        let marked = mark.filter(|_| at == which.start);
        if start >= window.end && marked.is_none() {
            return;
        }
        let origin = match marked {
            Some(mark) if mark.resolution < EXACT => Origin::Exact,
            Some(_) => Origin::Marked,
            None => Origin::Estimated,
        };
        utterances[at].set_timing(Some(Timing { start, end: None, origin }));
        earliest = start + Duration::from_nanos(1);
        said += lengths[at];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    /// Lines of `mark text` (`-` for none), the audio's length in seconds (0 for unknown), and what comes out of it:
    /// `start` in seconds with `e`xact, `m`arked or `~` estimated, `-` for none, then the last end, then the warnings' lines.
    fn check(lines: &[&str], audio: u64, expected: &str) {
        // A line is a named paragraph of ten characters, so that none is joined to the one before.
        let mut text = String::new();
        for (index, mark) in lines.iter().enumerate() {
            let mark = if *mark == "-" { String::new() } else { format!("[{mark}] ") };
            let name = if index % 2 == 0 { "Ann" } else { "Ben" };
            text += &format!("**{name}:** {mark}ten chars.\n\n");
        }
        let mut transcript = parse(text.as_bytes(), "a.md").unwrap().transcript;
        let warnings = timeline(&mut transcript, (audio > 0).then(|| Duration::from_secs(audio)));
        let mut out = Vec::new();
        let mut end = None;
        for line in transcript.lines() {
            let Some(timing) = line.utterance.timing() else {
                out.push("-".to_owned());
                continue;
            };
            let sign = match timing.origin {
                Origin::Exact => "e",
                Origin::Marked => "m",
                Origin::Estimated => "~",
                Origin::Aligned(_) => "?",
            };
            out.push(format!("{sign}{}", (timing.start.as_secs_f64() * 100.0).round() / 100.0));
            end = timing.end;
        }
        out.push(format!("/{}", end.map_or("-".to_owned(), |end| end.as_secs_f64().to_string())));
        // Line n of the table is line 2n + 1 of the file.
        out.extend(warnings.iter().map(|warning| format!("!{}", warning.line.unwrap_or_default() / 2)));
        assert_eq!(out.join(" "), expected, "{lines:?} {audio}");
    }

    #[test]
    fn every_line_gets_its_time_from_the_marks_around_it() {
        check(&["0:10", "0:20", "0:30"], 40, "m10 m20 m30 /40");
        check(&["0:10", "0:20", "0:30"], 0, "m10 m20 m30 /-");
        check(&["0:10.500", "0:20.50", "0:30.5"], 40, "e10.5 e20.5 m30.5 /40");
        check(&["-", "-"], 40, "- - /-");
        check(&[], 40, "/-");
    }

    #[test]
    fn lines_that_share_a_mark_or_have_none_stand_between_by_their_length() {
        check(&["0:10", "0:10", "0:20"], 30, "m10 ~15 m20 /30");
        check(&["0:10", "0:10", "0:10", "-", "0:20"], 30, "m10 ~12.5 ~15 ~17.5 m20 /30");
        check(&["0:10", "-", "0:20"], 30, "m10 ~15 m20 /30");
        check(&["-", "-", "0:10"], 30, "~0 ~5 m10 /30");
        check(&["-", "0:00", "0:10"], 30, "- m0 m10 /30");
    }

    #[test]
    fn lines_after_the_last_mark_follow_at_the_files_pace() {
        check(&["0:10", "0:20", "0:20"], 100, "m10 m20 ~23.33 /100");
        check(&["0:10", "0:20", "0:20"], 0, "m10 m20 ~23.33 /-");
        check(&["0:10", "0:20", "-", "-"], 26, "m10 m20 ~22 ~24 /26");
        check(&["0:30", "-"], 0, "m30 ~30.67 /-");
    }

    #[test]
    fn a_mark_that_goes_back_costs_itself_alone() {
        check(&["0:10", "0:20", "9:00", "0:30", "0:40"], 0, "m10 m20 ~25 m30 m40 /- !2");
        check(&["0:10", "0:20", "0:05", "0:30"], 40, "m10 m20 ~25 m30 /40 !2");
        check(&["9:00", "0:10", "0:20"], 0, "~0 m10 m20 /- !0");
    }

    #[test]
    fn marks_beyond_the_audio_are_told_and_what_it_does_not_hold_has_no_time() {
        check(&["0:10", "9:00", "0:30"], 40, "m10 ~20 m30 /40 !1");
        check(&["0:10", "0:40", "-", "0:50"], 40, "m10 - - - /40 !1");
        check(&["0:10", "-", "0:50"], 40, "m10 ~10.67 - /40 !2");
        check(&["0:50"], 40, "- /- !0");
        check(&["0:00"], 0, "m0 /-");
    }

    #[test]
    fn crowded_lines_are_each_reachable_while_there_is_room() {
        let mut lines = vec!["0:10.999999998"; 4];
        lines.push("0:11");
        check(&lines, 40, "e11 ~11 - - m11 /40");
    }

    /// Cues of `start-end` in seconds, all by one voice, and what comes out of it: `start-end` with its origin before it.
    fn check_cues(cues: &[&str], audio: u64, expected: &str) {
        let cues = cues.iter().enumerate().map(|(index, range)| {
            let (start, end) = range.split_once('-').unwrap();
            let seconds = |text: &str| Duration::from_secs_f64(text.parse().unwrap());
            let mark = Mark { time: seconds(start), resolution: Duration::from_millis(1) };
            Utterance::new("Ten chars.", Vec::new(), Some(mark), index + 1)
                .timed((!end.is_empty()).then(|| seconds(end)), &[])
        });
        let turns = vec![crate::Turn { speaker: None, utterances: cues.collect() }];
        let mut transcript = Transcript { turns, ..Transcript::default() };
        timeline(&mut transcript, (audio > 0).then(|| Duration::from_secs(audio)));
        let shown = transcript.lines().map(|line| {
            let Some(timing) = line.utterance.timing() else { return "-".to_owned() };
            let origin = match timing.origin {
                Origin::Exact => "e",
                Origin::Estimated => "~",
                _ => "?",
            };
            let end = timing.end.map_or(String::new(), |end| end.as_secs_f64().to_string());
            format!("{origin}{}-{end}", timing.start.as_secs_f64())
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{expected}");
    }

    #[test]
    fn cues_keep_their_ends_with_the_gaps_and_overlaps_between_them() {
        check_cues(&["1-2", "5-6.5", "6-9"], 0, "e1-2 e5-6.5 e6-9");
        check_cues(&["1-2", "5-", "6-9"], 8, "e1-2 e5-6 e6-8");
        check_cues(&["1-1", "5-4", "6-9"], 0, "e1-5 e5-6 e6-9");
        check_cues(&["1-2", "9-12", "20-30"], 10, "e1-2 e9-10 -");
    }

    #[test]
    fn lines_of_one_range_share_it_and_lines_of_several_sound_together() {
        check_cues(&["1-5", "1-5", "9-10"], 0, "e1-3 ~3-5 e9-10");
        check_cues(&["1-9", "1-9", "5-10"], 0, "e1-3 ~3-9 e5-10");
        check_cues(&["1-5", "1-7", "9-10"], 0, "e1-5 e1-7 e9-10");
        check_cues(&["1-5", "1-5", "1-7"], 0, "e1-5 e1-5 e1-7");
    }

    #[test]
    fn a_file_with_two_languages_has_both_at_the_same_time() {
        let cues = ["1-2", "1-2", "3-4", "3-4", "5-6", "5-6"];
        check_cues(&cues, 0, "e1-2 e1-2 e3-4 e3-4 e5-6 e5-6");
    }

    #[test]
    fn a_line_without_a_time_comes_after_the_end_of_the_one_before() {
        let text = "**Ann:** [0:10] ten chars.";
        let mut transcript = parse(text.as_bytes(), "a.md").unwrap().transcript;
        let timed = |mark: Option<u64>, end: Option<u64>| {
            let mark =
                mark.map(|s| Mark { time: Duration::from_secs(s), resolution: Duration::from_millis(1) });
            Utterance::new("Ten chars.", Vec::new(), mark, 1).timed(end.map(Duration::from_secs), &[])
        };
        transcript.turns[0].utterances =
            vec![timed(Some(1), Some(4)), timed(None, None), timed(None, None), timed(Some(10), Some(12))];
        timeline(&mut transcript, None);
        let starts: Vec<_> =
            transcript.lines().map(|line| line.utterance.timing().unwrap().start.as_secs_f64()).collect();
        assert_eq!(starts, [1.0, 4.0, 7.0, 10.0]);
    }

    #[test]
    fn a_second_timeline_replaces_the_first() {
        let mut transcript = parse(b"**Ann:** [0:10] a\n\n**Ben:** [0:50] b", "a.md").unwrap().transcript;
        assert_eq!(timeline(&mut transcript, Some(Duration::from_secs(40))).len(), 1);
        assert_eq!(timeline(&mut transcript, Some(Duration::from_secs(60))).len(), 0);
        assert!(transcript.lines().all(|line| line.utterance.timing().is_some()));
    }
}
