//! When each word of an utterance is said: as it was found in the sound, or the file tells, or else worked out from the letters between two times.

use std::ops::Range;
use std::time::Duration;

use crate::model::{Origin, Timing, Utterance};

/// How quickly people speak, where nothing tells when an utterance ends: letters a second in fluent conversation.
const LETTERS_A_SECOND: f64 = 15.0;
/// Nobody speaks slower than this: an utterance whose end is only the next one's beginning is over earlier, and music or a pause follows.
const FEWEST_LETTERS_A_SECOND: f64 = 5.0;
/// A pause at a comma or a full stop lasts as long as so many letters.
const PAUSE_LETTERS: f64 = 4.0;

/// A word with its time.
#[derive(Debug, Clone, PartialEq)]
pub struct WordTime {
    /// Its bytes in [`Utterance::text`].
    pub word: Range<usize>,
    /// When it begins, from the start of the audio. Not before the word ahead of it.
    pub start: Duration,
    /// `Exact` where the file times this word by itself, `Aligned` where it was surely found in the sound, `Estimated` where its
    /// time was worked out or isn't sure.
    pub origin: Origin,
}

/// The times of all words, in order; empty where the utterance has no time at all.
pub fn word_times(utterance: &Utterance) -> Vec<WordTime> {
    let reach = Reach::of(utterance);
    let known = known(utterance, &reach);
    if known.is_empty() {
        return Vec::new();
    }
    let mut latest = Duration::ZERO;
    let aligned = utterance.aligned();
    let times = utterance.words().iter().enumerate().map(|(number, word)| {
        let (start, origin) = match (aligned.get(number).copied().flatten(), utterance.word_time(word)) {
            (Some(found), _) if found.sure => (found.start, Origin::Aligned(found.confidence)),
            (Some(found), _) => (found.start, Origin::Estimated),
            (None, Some(span)) if aligned.is_empty() => (span.start, Origin::Exact),
            _ => (between(&known, &reach, word.range().start), Origin::Estimated),
        };
        latest = latest.max(start);
        WordTime { word: word.range(), start: latest, origin }
    });
    times.collect()
}

/// A place in the text whose time is known.
struct Known {
    byte: usize,
    time: Duration,
}

/// All of them, in order; their times never go back.
fn known(utterance: &Utterance, reach: &Reach) -> Vec<Known> {
    let length = utterance.text().len();
    let mut known: Vec<Known> = Vec::new();
    let mut add = |byte: usize, time: Duration| match known.last() {
        Some(last) if last.byte >= byte || last.time > time => {}
        _ => known.push(Known { byte, time }),
    };
    let timing = utterance.timing();
    if let Some(timing) = timing {
        add(0, timing.start);
    }
    for (word, found) in utterance.words().iter().zip(utterance.aligned()) {
        if let Some(found) = found {
            add(word.range().start, found.start);
            add(word.range().end, found.end);
        }
    }
    let own = if utterance.aligned().is_empty() { utterance.spans() } else { &[] };
    for span in own {
        add(span.range().start, span.start);
        if let Some(end) = span.end {
            add(span.range().end, end);
        }
    }
    if let Some(Timing { start, end: Some(end), .. }) = timing {
        let slowest = start + Duration::from_secs_f64(reach.at(length) / FEWEST_LETTERS_A_SECOND);
        add(length, if utterance.mark_end().is_some() { end } else { end.min(slowest) });
    }
    known
}

/// The time at a byte, by its share of the letters between the known places around it.
fn between(known: &[Known], reach: &Reach, byte: usize) -> Duration {
    let after = known.partition_point(|known| known.byte <= byte);
    let letters = |from: usize, to: usize| (reach.at(to) - reach.at(from)).max(0.0);
    match (after.checked_sub(1).and_then(|before| known.get(before)), known.get(after)) {
        (Some(before), Some(next)) => {
            let whole = letters(before.byte, next.byte);
            let share = if whole > 0.0 { letters(before.byte, byte) / whole } else { 0.0 };
            before.time + next.time.saturating_sub(before.time).mul_f64(share.clamp(0.0, 1.0))
        }
        (Some(before), None) => {
            before.time + Duration::from_secs_f64(letters(before.byte, byte) / LETTERS_A_SECOND)
        }
        (None, Some(next)) => {
            next.time.saturating_sub(Duration::from_secs_f64(letters(byte, next.byte) / LETTERS_A_SECOND))
        }
        (None, None) => Duration::ZERO,
    }
}

/// How far into an utterance each word is, in letters.
struct Reach {
    /// Where each word begins and ends, and the letters before it and with it.
    words: Vec<(Range<usize>, f64, f64)>,
}

impl Reach {
    fn of(utterance: &Utterance) -> Reach {
        let (text, mut so_far, mut end) = (utterance.text(), 0.0, 0);
        let mut words = Vec::with_capacity(utterance.words().len());
        for word in utterance.words() {
            let range = word.range();
            let pause = text.get(end..range.start).is_some_and(|gap| gap.contains(is_pause));
            if pause && end > 0 {
                so_far += PAUSE_LETTERS;
            }
            let begin = so_far;
            so_far += text.get(range.clone()).map_or(0, |word| word.chars().count()) as f64;
            end = range.end;
            words.push((range, begin, so_far));
        }
        Reach { words }
    }

    /// The letters before a byte.
    fn at(&self, byte: usize) -> f64 {
        let after = self.words.partition_point(|(word, ..)| word.start <= byte);
        let Some((word, begin, end)) = after.checked_sub(1).and_then(|at| self.words.get(at)) else {
            return 0.0;
        };
        let share = (byte - word.start) as f64 / word.len().max(1) as f64;
        begin + (end - begin) * share.min(1.0)
    }
}

fn is_pause(character: char) -> bool {
    matches!(
        character,
        '.' | ',' | ';' | ':' | '!' | '?' | '…' | '—' | '–' | '。' | '、' | '，' | '！' | '？'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{parse, timeline};

    /// The words of the first utterance with their times in ms.
    fn times(file: &str, name: &str) -> Vec<(String, u128, bool)> {
        let mut transcript = parse(file.as_bytes(), name).unwrap().transcript;
        timeline(&mut transcript, None);
        let line = transcript.lines().next().unwrap();
        word_times(line.utterance)
            .into_iter()
            .map(|time| {
                let word = line.utterance.text()[time.word].to_owned();
                (word, time.start.as_millis(), time.origin == Origin::Exact)
            })
            .collect()
    }

    fn expected(times: &[(&str, u128, bool)]) -> Vec<(String, u128, bool)> {
        times.iter().map(|(word, ms, exact)| ((*word).to_owned(), *ms, *exact)).collect()
    }

    #[test]
    fn words_without_times_share_their_line_by_letters_and_pauses() {
        // 4 + 4 letters, a pause of 4, 4 + 4 letters: two seconds of 20 parts.
        let file = "1\n00:00:10,000 --> 00:00:12,000\nOnce upon. Time went.\n";
        let times = times(file, "a.srt");
        assert_eq!(
            times,
            expected(&[
                ("Once", 10_000, false),
                ("upon", 10_400, false),
                ("Time", 11_200, false),
                ("went", 11_600, false)
            ])
        );
    }

    #[test]
    fn a_word_that_the_file_times_keeps_its_time_and_those_around_it_fit_in() {
        let file =
            "WEBVTT\n\n00:01.000 --> 00:05.000\nFour <00:02.000><c>five</c> nine <00:04.000><c>last</c>\n";
        let times = times(file, "a.vtt");
        let starts: Vec<_> = times.iter().map(|(word, ms, _)| (word.as_str(), *ms)).collect();
        assert_eq!(starts[0], ("Four", 1_000));
        assert_eq!(starts[1].1, 2_000);
        assert!((2_100..3_900).contains(&starts[2].1), "{starts:?}");
        assert_eq!(starts[3], ("last", 4_000));
        assert!(times.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    }

    #[test]
    fn an_utterance_without_a_time_has_no_words_with_one() {
        assert_eq!(times("Ada: Nothing is timed here.\n\nBo: Nor here.\n", "a.txt"), []);
    }

    #[test]
    fn an_utterance_before_a_long_pause_is_not_said_all_the_slower() {
        let file = "**Ada:** [0:10] Twenty letters it is.\n\n**Bo:** [1:40] Later.\n";
        let starts: Vec<_> = times(file, "a.md").into_iter().map(|(_, ms, _)| ms).collect();
        assert_eq!(starts, [10_000, 11_200, 12_600, 13_000]);
        let file = "1\n00:00:10,000 --> 00:01:40,000\nTwenty letters it is.\n";
        let last = times(file, "a.srt").last().map(|(_, ms, _)| *ms);
        assert!(last.is_some_and(|ms| ms > 80_000), "an end that the file gives holds: {last:?}");
    }

    #[test]
    fn a_last_line_without_an_end_goes_on_at_the_pace_of_speech() {
        let times = times("**Ada:** [0:10] Fifteen letters in.\n", "a.md");
        assert_eq!(times.first().map(|(_, ms, _)| *ms), Some(10_000));
        assert!(times.last().is_some_and(|(_, ms, _)| (10_500..12_500).contains(ms)), "{times:?}");
    }
}
