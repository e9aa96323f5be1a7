//! Random transcripts of awkward texts: of everything that a format could take for its own.

use std::time::Duration;

use crate::model::{Mark, Speaker, SpeakerId, TimedSpan, Transcript, Turn, Utterance};
use crate::random::Numbers;
use crate::timeline::timeline;

const NAMES: [&str; 5] = ["Ann", "Ben Lee", "Dr. Åsa Öst", "O'Neil & Son", "田中"];

const PLAIN: [&str; 16] = [
    "we", "went", "home", "and", "the", "river", "was", "high", "quite", "early", "because", "rain", "had",
    "fallen", "all", "night",
];

const AWKWARD: [&str; 48] = [
    "-->",
    "<v",
    "<v Bob>",
    "<i>",
    "</i>",
    "&",
    "&amp;",
    "&lt;b&gt;",
    "]",
    "[",
    "[0:10]",
    "(0:10)",
    "Note:",
    "Name:",
    "\"quoted\"",
    "“curly”",
    "---",
    "- so",
    "* so",
    "1. one",
    "2) two",
    "42",
    "1",
    "שלום",
    "مرحبا",
    "👩‍👩‍👧 family",
    "日本語のテキスト。",
    ">>",
    ">> so",
    "NOTE",
    "WEBVTT",
    "STYLE",
    "_under_",
    "*star*",
    "`code`",
    "\\",
    "# head",
    "> quote",
    "[a](b)",
    "[a]: b",
    "{\\an8}",
    "<00:01.000>",
    "00:00:01,000 --> 00:00:02,000",
    "[Laughs]",
    "=1+1",
    "http://x.y/z?a=b&c=d",
    "it's",
    "é…",
];

fn text(numbers: &mut Numbers) -> String {
    let mut words: Vec<&str> = Vec::new();
    for _ in 0..=numbers.below(12) {
        words.push(if numbers.below(4) == 0 { numbers.of(&AWKWARD) } else { numbers.of(&PLAIN) });
    }
    if numbers.below(12) == 0 {
        for _ in 0..60 {
            words.push(numbers.of(&PLAIN));
        }
    }
    words.push(numbers.of(&["end.", "end!", "end?", "end", "so."]));
    words.join(" ")
}

/// What a transcript's source gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    None,
    /// Starts to a whole second, some of them missing.
    Seconds,
    /// Starts and ends to the millisecond.
    Exact,
    /// The same, and each word's.
    Words,
}

/// A few turns of it.
pub(super) fn transcript(numbers: &mut Numbers, times: Times) -> Transcript {
    let mut transcript = Transcript { title: Some("A title of it".to_owned()), ..Transcript::default() };
    let mut ids: Vec<Option<SpeakerId>> = Vec::new();
    let voices = 1 + numbers.below(3);
    let nameless = numbers.below(4) == 0;
    let mut now = Duration::from_millis(numbers.below(3) as u64 * 1_000);
    for turn in 0..=numbers.below(7) {
        let voice = (turn + numbers.below(2)) % (voices + usize::from(nameless));
        let id = (voice < voices).then(|| {
            let name = NAMES[voice];
            let known = transcript.speakers.iter().position(|speaker| speaker.name == name);
            SpeakerId::new(known.unwrap_or_else(|| {
                transcript.speakers.push(Speaker { name: name.to_owned() });
                transcript.speakers.len() - 1
            }))
        });
        if ids.last() == Some(&id) {
            continue;
        }
        ids.push(id);
        let mut utterances = Vec::new();
        for _ in 0..=numbers.below(3) {
            let text = text(numbers);
            let length = Duration::from_millis(text.len() as u64 * 60 + 500);
            let end = now + length;
            let resolution = Duration::from_millis(if times == Times::Seconds { 1_000 } else { 1 });
            let mark = Mark {
                time: if times == Times::Seconds { Duration::from_secs(now.as_secs()) } else { now },
                resolution,
            };
            let marked = times != Times::None
                && !(times == Times::Seconds
                    && numbers.below(6) == 0
                    && transcript.turns.len() + utterances.len() > 0);
            let utterance = Utterance::new(text, Vec::new(), marked.then_some(mark), 1);
            utterances.push(match times {
                Times::None | Times::Seconds => utterance,
                Times::Exact => utterance.timed(Some(end), &[]),
                Times::Words => {
                    // The last word may end before what it is in.
                    let said = if numbers.below(3) == 0 { length * 3 / 4 } else { length };
                    let spans = spans(&utterance, now, said);
                    utterance.timed(Some(end), &spans)
                }
            });
            now = end + Duration::from_millis([0, 40, 700, 5_000][numbers.below(4)]);
        }
        transcript.turns.push(Turn { speaker: id, utterances });
    }
    timeline(&mut transcript, None);
    transcript
}

fn spans(utterance: &Utterance, start: Duration, length: Duration) -> Vec<TimedSpan> {
    let text = utterance.text();
    let time =
        |at: usize| start + Duration::from_millis(length.as_millis() as u64 * at as u64 / text.len() as u64);
    let mut spans = Vec::new();
    let mut at = 0;
    for piece in text.split(' ') {
        let range = at..at + piece.len();
        at = range.end + 1;
        let start = if range.start == 0 { start } else { time(range.start) };
        spans.push(TimedSpan::new(range.clone(), start, Some(time(range.end))));
    }
    spans
}
