//! Times that were found in the sound, taken into a transcript: those of its words, and from them those of its lines.

use std::time::Duration;

use crate::model::{Mark, Origin, Timing, Transcript, Utterance};
use crate::timeline::{EXACT, timeline};

/// When a word is said, as it was found in the sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlignedWord {
    /// From the start of the audio.
    pub start: Duration,
    /// Not before the start.
    pub end: Duration,
    /// From 0 to 1.
    pub confidence: f32,
    /// Sure enough for the word to be lit while it sounds.
    pub sure: bool,
}

/// What was found of a line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AlignedLine {
    /// One for each of the utterance's words; none for one that isn't said. Empty where nothing was found.
    pub words: Vec<Option<AlignedWord>>,
    /// What has to be added to the file's own mark of this line, in seconds.
    pub shift: f64,
}

/// Of a line without a sure word among its first this many, the beginning isn't found.
const FIRST_WORDS: usize = 4;
/// Speech in characters a second, for the words before the first sure one.
const PACE: f64 = 15.0;
/// What is found holds where the file's own exact time is further off.
const EXACT_ENOUGH: f64 = 0.5;
/// Of the words that the file times itself so many in a hundred have to be where they are heard.
const KEPT_WORDS: usize = 80;

impl Transcript {
    /// Takes what was found of its lines (one for each, in their order) in the place of what was found before; with none, only the
    /// file's own times are left. Words that the file times itself keep its times where these are right.
    ///
    /// What isn't found is timed as [`timeline`] does, with what is found as marks.
    pub fn take_aligned(&mut self, lines: &[AlignedLine], audio_length: Option<Duration>) {
        // What was found before is no longer held against anything.
        utterances_of(self).for_each(|utterance| utterance.set_aligned(&[]));
        let keeps_own = keeps_own_words(self, lines);
        let mut marks = Vec::new();
        let nothing = AlignedLine::default();
        for (number, utterance) in utterances_of(self).enumerate() {
            let line = lines.get(number).unwrap_or(&nothing);
            let whole = line.words.len() == utterance.words().len();
            let own = keeps_own && times_its_words(utterance);
            let found = if whole && !own { line.words.as_slice() } else { &[] };
            let has_any = found.iter().any(Option::is_some);
            utterance.set_aligned(if has_any { found } else { &[] });
            let begin = begin(utterance, found);
            let mark = utterance.mark();
            let shifted = mark.map(|mark| Mark { time: moved(mark.time, line.shift), ..mark });
            let exact = shifted.zip(begin).is_some_and(|(mark, (found, _))| {
                mark.resolution < EXACT && line.shift == 0.0 && apart(mark.time, found) < EXACT_ENOUGH
            });
            let begin = begin.filter(|_| !exact);
            marks.push((mark, utterance.mark_end(), begin.map(|(_, confidence)| confidence)));
            let found = begin.map(|(time, _)| Mark { time, resolution: Duration::from_millis(1) });
            let keeps_end = begin.is_none() && line.shift == 0.0;
            let end = utterance.mark_end().filter(|_| keeps_end);
            utterance.set_mark(found.or(shifted), end);
        }
        // What it has to say about marks was said of the file's own.
        let _ = timeline(self, audio_length);
        for (number, (utterance, (mark, end, found))) in utterances_of(self).zip(marks).enumerate() {
            utterance.set_mark(mark, end);
            let Some(timing) = utterance.timing() else { continue };
            let is_mark = matches!(timing.origin, Origin::Exact | Origin::Marked);
            let shifted = lines.get(number).is_some_and(|line| line.shift != 0.0);
            let origin = match found {
                Some(confidence) if is_mark => Origin::Aligned(confidence),
                None if is_mark && shifted => Origin::Estimated,
                _ => timing.origin,
            };
            utterance.set_timing(Some(Timing { origin, ..timing }));
        }
    }
}

fn utterances_of(transcript: &mut Transcript) -> impl Iterator<Item = &mut Utterance> {
    transcript.turns.iter_mut().flat_map(|turn| &mut turn.utterances)
}

/// When a line begins and how sure that is, by its first sure word.
fn begin(utterance: &Utterance, found: &[Option<AlignedWord>]) -> Option<(Duration, f32)> {
    let sure = |word: &Option<AlignedWord>| word.filter(|word| word.sure);
    let (place, word) = found.iter().take(FIRST_WORDS).enumerate().find_map(|(n, w)| Some((n, sure(w)?)))?;
    if let Some(Some(first)) = found.first()
        && first.start <= word.start
        && word.start - first.start < Duration::from_secs(3)
    {
        return Some((first.start, word.confidence));
    }
    let at = utterance.words().get(place)?.range().start;
    let before = utterance.text().get(..at)?.chars().count() as f64 / PACE;
    Some((moved(word.start, -before), word.confidence))
}

/// Whether the file times most of its words, and not only cues of several.
fn times_its_words(utterance: &Utterance) -> bool {
    let timed = utterance.words().iter().filter(|word| utterance.word_time(word).is_some());
    !utterance.spans().is_empty() && timed.count() * 2 > utterance.words().len()
}

/// Whether the words that the file times itself are mostly where they are heard.
fn keeps_own_words(transcript: &Transcript, lines: &[AlignedLine]) -> bool {
    let (mut right, mut all) = (0, 0);
    for (line, found) in transcript.lines().zip(lines) {
        if line.utterance.spans().is_empty() {
            continue;
        }
        for (word, found) in line.utterance.words().iter().zip(&found.words) {
            if let (Some(own), Some(found)) =
                (line.utterance.word_time(word), found.filter(|found| found.sure))
            {
                all += 1;
                right += usize::from(apart(own.start, found.start) < EXACT_ENOUGH);
            }
        }
    }
    right * 100 >= all * KEPT_WORDS
}

fn apart(a: Duration, b: Duration) -> f64 {
    (a.as_secs_f64() - b.as_secs_f64()).abs()
}

fn moved(time: Duration, seconds: f64) -> Duration {
    Duration::try_from_secs_f64((time.as_secs_f64() + seconds).max(0.0)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{parse, word_times};

    fn read(file: &str, name: &str) -> Transcript {
        let mut transcript = parse(file.as_bytes(), name).unwrap().transcript;
        timeline(&mut transcript, Some(Duration::from_secs(100)));
        transcript
    }

    /// A line whose words begin at these seconds; negative ones weren't said, and those at whole seconds are sure.
    fn found(starts: &[f64], shift: f64) -> AlignedLine {
        let word = |start: &f64| {
            let start = Duration::try_from_secs_f64(*start).ok()?;
            let end = start + Duration::from_millis(300);
            Some(AlignedWord { start, end, confidence: 0.9, sure: start.subsec_nanos() == 0 })
        };
        AlignedLine { words: starts.iter().map(word).collect(), shift }
    }

    /// Each line's start in seconds with its origin.
    fn starts(transcript: &Transcript) -> Vec<(f64, &'static str)> {
        let of = |timing: Timing| (timing.start.as_secs_f64(), timing.origin.id());
        transcript.lines().filter_map(|line| line.utterance.timing()).map(of).collect()
    }

    #[test]
    fn lines_begin_where_their_first_sure_word_is_heard() {
        let mut talk =
            read("**Ann:** [0:10] One two.\n\n**Bo:** [0:20] Three four.\n\n**Ann:** [0:30] Five.\n", "a.md");
        talk.take_aligned(&[found(&[11.0, 12.0], 0.0), found(&[-1.0, 22.0], 0.0), found(&[30.5], 0.0)], None);
        let [first, second, third] = starts(&talk)[..] else { panic!("three lines") };
        assert_eq!((first, third), ((11.0, "aligned"), (30.0, "marked")));
        assert_eq!(second.1, "aligned");
        assert!((21.4..22.0).contains(&second.0), "{second:?}");
        let words = word_times(talk.line(0).unwrap().utterance);
        assert_eq!(words[1].start, Duration::from_secs(12));
        assert_eq!(words[1].origin, Origin::Aligned(0.9));
        let words = word_times(talk.line(2).unwrap().utterance);
        assert_eq!(words[0].origin, Origin::Estimated, "what isn't sure is not lit");
        talk.take_aligned(&[], None);
        assert_eq!(
            starts(&talk),
            [(10.0, "marked"), (20.0, "marked"), (30.0, "marked")],
            "and all can be taken back"
        );
    }

    #[test]
    fn lines_without_marks_get_times_and_those_between_are_estimated() {
        let mut talk = read("Ann: One two.\n\nBo: Three four.\n\nAnn: Five six.\n", "a.txt");
        assert!(starts(&talk).is_empty());
        talk.take_aligned(
            &[found(&[10.0, 11.0], 0.0), AlignedLine::default(), found(&[20.0, 21.0], 0.0)],
            None,
        );
        let starts = starts(&talk);
        assert_eq!((starts[0], starts[2]), ((10.0, "aligned"), (20.0, "aligned")));
        assert_eq!(starts[1].1, "estimated");
        assert!(starts[1].0 > 10.0 && starts[1].0 < 20.0);
    }

    #[test]
    fn marks_of_lines_that_were_not_found_move_with_the_others() {
        let mut talk = read("**Ann:** [0:10] One two.\n\n**Bo:** [0:20] Three four.\n", "a.md");
        talk.take_aligned(&[found(&[27.0, 28.0], 17.4), found(&[-1.0, -1.0], 17.4)], None);
        assert_eq!(starts(&talk), [(27.0, "aligned"), (37.4, "estimated")]);
    }

    #[test]
    fn word_times_of_the_file_are_kept_while_they_are_right() {
        let file = "WEBVTT\n\n00:10.000 --> 00:15.000\n<00:10.000><c>One</c> <00:11.000><c>two</c>\n";
        let mut talk = read(file, "a.vtt");
        let second = |talk: &Transcript| word_times(talk.line(0).unwrap().utterance)[1].clone();
        talk.take_aligned(&[found(&[10.0, 11.0], 0.0)], None);
        assert_eq!(second(&talk).origin, Origin::Exact);
        talk.take_aligned(&[found(&[30.0, 31.0], 20.0)], None);
        assert_eq!(
            (second(&talk).origin, second(&talk).start),
            (Origin::Aligned(0.9), Duration::from_secs(31))
        );
    }

    #[test]
    fn words_of_another_text_are_not_taken() {
        let mut talk = read("**Ann:** [0:10] One two.\n", "a.md");
        talk.take_aligned(&[found(&[11.0, 12.0, 13.0], 0.0)], None);
        assert_eq!(starts(&talk), [(10.0, "marked")]);
    }
}
