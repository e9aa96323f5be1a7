//! What always holds of a transcript, whatever file it was read from.

use std::time::Duration;

use cueline_transcript::{Format, Origin, Parsed, Starts, timeline};

/// A line of LRC is sung as often as it has times, of which so many are read.
const TIMES_OF_A_LINE: usize = 16;

/// What always holds of what was read from so many bytes, with any length of audio.
pub fn check(parsed: &mut Parsed, bytes: usize) {
    let most_words = if parsed.format == Format::Lrc { bytes * TIMES_OF_A_LINE } else { bytes };
    let transcript = &mut parsed.transcript;
    for length in [None, Some(Duration::from_secs(60)), Some(Duration::ZERO), Some(Duration::MAX)] {
        timeline(transcript, length);
        let starts = Starts::of(transcript);
        assert!(starts.as_slice().is_sorted());
        let (mut timed, mut earlier) = (0, Duration::ZERO);
        for (index, line) in transcript.lines().enumerate() {
            let Some(timing) = line.utterance.timing() else { continue };
            timed += 1;
            let active = starts.active_at(timing.start);
            assert!(active.is_some_and(|active| active >= index), "{active:?} at line {index}");
            assert!(earlier <= timing.start, "starts never go back");
            earlier = timing.start;
            assert!(timing.end.is_none_or(|end| end > timing.start));
            assert!(length.is_none_or(|length| timing.start < length));
            let marked = matches!(timing.origin, Origin::Exact | Origin::Marked);
            assert!(!marked || line.utterance.mark().is_some_and(|mark| mark.time == timing.start));
        }
        assert_eq!(timed, starts.as_slice().len());
    }
    let mut words = 0;
    for line in transcript.lines() {
        let utterance = line.utterance;
        assert!(!utterance.text().is_empty());
        let text = utterance.text();
        let of_sentences: usize =
            utterance.sentences().iter().map(|sentence| utterance.words_of(sentence).len()).sum();
        assert_eq!(of_sentences, utterance.words().len());
        for sentence in utterance.sentences() {
            assert!(text.get(sentence.range()).is_some_and(|sentence| !sentence.is_empty()));
        }
        let mut end = 0;
        for word in utterance.words() {
            assert!(word.range().start >= end && text.get(word.range()).is_some_and(|word| !word.is_empty()));
            end = word.range().end;
        }
        let mut end = 0;
        for run in utterance.emphasis() {
            assert!(
                run.start >= end && text.get(run.clone()).is_some_and(|run| !run.is_empty()),
                "{run:?} of {text:?}"
            );
            end = run.end;
        }
        words += utterance.words().len();
        let mut end = 0;
        for span in utterance.spans() {
            assert!(span.range().start >= end && text.get(span.range()).is_some(), "{span:?} of {text:?}");
            assert!(span.end.is_none_or(|end| end >= span.start));
            end = span.range().end;
        }
        assert!(
            utterance.words().iter().filter(|word| utterance.word_time(word).is_some()).count()
                <= utterance.spans().len()
        );
    }
    let count = transcript.lines().count();
    assert!(words <= most_words, "{words} words of {bytes} bytes");
    assert!(transcript.pull_quotes.iter().all(|quote| quote.beside.is_none_or(|beside| beside < count)));
    assert!(transcript.turns.iter().all(|turn| !turn.utterances.is_empty()));
    assert!(transcript.lines().all(|line| line.speaker.is_none_or(|id| transcript.speaker(id).is_some())));
}
