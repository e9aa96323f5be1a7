//! What is written reads back the same: random transcripts of awkward texts, through each writer and the reader of it.

use std::time::Duration;

use super::line::{Line, placed};
use super::subtitle::captions;
use super::{ExportFormat, ExportOptions, UNNAMED, export};
use crate::model::{Mark, Speaker, SpeakerId, TimedSpan, Transcript, Turn, Utterance};
use crate::parse::parse;
use crate::timeline::timeline;

/// Numbers that look random and are the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

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
        words.push(if numbers.one_in(4) { numbers.of(&AWKWARD) } else { numbers.of(&PLAIN) });
    }
    if numbers.one_in(12) {
        for _ in 0..60 {
            words.push(numbers.of(&PLAIN));
        }
    }
    words.push(numbers.of(&["end.", "end!", "end?", "end", "so."]));
    words.join(" ")
}

/// What a transcript's source gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    None,
    /// Starts to a whole second, some of them missing.
    Seconds,
    /// Starts and ends to the millisecond.
    Exact,
    /// The same, and each word's.
    Words,
}

fn transcript(numbers: &mut Numbers, times: Times) -> Transcript {
    let mut transcript = Transcript { title: Some("A title of it".to_owned()), ..Transcript::default() };
    let mut ids: Vec<Option<SpeakerId>> = Vec::new();
    let voices = 1 + numbers.below(3);
    let nameless = numbers.one_in(4);
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
                    && numbers.one_in(6)
                    && transcript.turns.len() + utterances.len() > 0);
            let utterance = Utterance::new(text, Vec::new(), marked.then_some(mark), 1);
            utterances.push(match times {
                Times::None | Times::Seconds => utterance,
                Times::Exact => utterance.timed(Some(end), &[]),
                Times::Words => {
                    let spans = spans(&utterance, now, length);
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

/// Each word with its speaker, and the time where a line, or a timed stretch if those count, begins with it.
fn words(transcript: &Transcript, stretches: bool) -> Vec<(Option<String>, String, Option<Duration>)> {
    let mut all = Vec::new();
    for line in transcript.lines() {
        let speaker = line.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| speaker.name.clone());
        let utterance = line.utterance;
        let mut spans = utterance.spans().iter().filter(|_| stretches).peekable();
        for (index, word) in utterance.words().iter().enumerate() {
            let mut stretch = None;
            while let Some(span) = spans.next_if(|span| span.range().start <= word.range().start) {
                stretch = Some(span).filter(|span| span.range().end > word.range().start);
            }
            let start = utterance.timing().map(|timing| timing.start).filter(|_| index == 0);
            let time = stretch.map(|span| span.start).or(start);
            all.push((speaker.clone(), utterance.text()[word.range()].to_owned(), time));
        }
    }
    all
}

/// `finest` is what one step of the format's times is worth.
fn check(format: ExportFormat, finest: u64, kinds: &[Times], word_times: bool) {
    let longest = Duration::from_secs(600);
    let options = ExportOptions { word_times, longest, origins: true, ..ExportOptions::default() };
    for seed in 1..=200_u64 {
        let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for times in kinds {
            let written = transcript(&mut numbers, *times);
            let bytes = export(&written, format, &options).unwrap();
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let name = format!("a.{}", format.extension());
            let parsed = parse(&bytes, &name).unwrap_or_else(|error| panic!("{error}\n{shown}"));
            assert_eq!(parsed.format.id(), format.id(), "seed {seed}, {times:?}:\n{shown}");
            let mut read = parsed.transcript;
            timeline(&mut read, None);
            let (before, after) = (words(&written, word_times), words(&read, true));
            for (index, (was, is)) in before.iter().zip(&after).enumerate() {
                assert_eq!(
                    was.1,
                    is.1,
                    "seed {seed}, {times:?}: word {index}, after {:?}, of\n{shown}",
                    &before[index.saturating_sub(5)..index].iter().map(|word| &word.1).collect::<Vec<_>>()
                );
            }
            assert_eq!(before.len(), after.len(), "seed {seed}, {times:?}: words of\n{shown}");
            let carries = !matches!(format, ExportFormat::Srt | ExportFormat::WebVtt | ExportFormat::Lrc);
            let named = written.turns.iter().any(|turn| turn.speaker.is_some());
            for (index, (was, is)) in before.iter().zip(&after).enumerate() {
                let speaker =
                    if carries && named { was.0.clone().or(Some(UNNAMED.to_owned())) } else { was.0.clone() };
                assert_eq!(
                    speaker, is.0,
                    "seed {seed}, {times:?}: who says “{}” ({index}) in\n{shown}",
                    was.1
                );
                if let Some(was_at) = was.2.filter(|_| *times != Times::Seconds) {
                    let is_at = is.2.unwrap_or_else(|| {
                        panic!("seed {seed}, {times:?}: no time of “{}” ({index}) in\n{shown}", was.1)
                    });
                    let off = was_at.abs_diff(is_at);
                    assert!(
                        off <= Duration::from_millis(finest),
                        "seed {seed}, {times:?}: {was_at:?} of “{}” ({index}) is {is_at:?} in\n{shown}",
                        was.1
                    );
                }
            }
        }
    }
}

#[test]
fn subrip_reads_back_the_same() {
    check(ExportFormat::Srt, 1, &[Times::Seconds, Times::Exact, Times::Words], false);
}

#[test]
fn markdown_reads_back_the_same() {
    check(ExportFormat::Markdown, 1, &[Times::None, Times::Seconds, Times::Exact], false);
}

#[test]
fn plain_text_reads_back_the_same() {
    check(ExportFormat::PlainText, 1, &[Times::Seconds, Times::Exact], false);
}

#[test]
fn html_reads_back_the_same() {
    check(ExportFormat::Html, 1, &[Times::None, Times::Seconds, Times::Exact], false);
}

#[test]
fn webvtt_reads_back_the_same() {
    check(ExportFormat::WebVtt, 1, &[Times::Seconds, Times::Exact, Times::Words], false);
    check(ExportFormat::WebVtt, 1, &[Times::Words], true);
}

#[test]
fn podcasting_json_reads_back_the_same() {
    check(ExportFormat::PodcastJson, 1, &[Times::Seconds, Times::Exact, Times::Words], false);
    check(ExportFormat::PodcastJson, 1, &[Times::Words], true);
}

#[test]
fn lrc_reads_back_the_same() {
    check(ExportFormat::Lrc, 5, &[Times::Seconds, Times::Exact, Times::Words], false);
    check(ExportFormat::Lrc, 5, &[Times::Words], true);
}

#[test]
fn ttml_reads_back_the_same() {
    check(ExportFormat::Ttml, 1, &[Times::Seconds, Times::Exact, Times::Words], false);
    check(ExportFormat::Ttml, 1, &[Times::Words], true);
}

#[test]
fn captions_keep_to_their_limits() {
    let options = ExportOptions::default();
    let lead = |line: &Line<'_>| line.speaker.map_or(0, |name| name.chars().count() + 2);
    for seed in 1..=200_u64 {
        let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for times in [Times::Seconds, Times::Exact, Times::Words] {
            let transcript = transcript(&mut numbers, times);
            let placed = placed(&transcript).unwrap();
            let captions = captions(&placed, &options, lead);
            let mut said = String::new();
            for (index, caption) in captions.iter().enumerate() {
                let rows: Vec<&str> =
                    caption.rows.iter().map(|row| &caption.line.text()[row.clone()]).collect();
                let lead = if caption.opens { lead(&caption.line) } else { 0 };
                assert!(rows.len() <= options.lines, "seed {seed}: {rows:?}");
                for (at, row) in rows.iter().enumerate() {
                    let width = row.chars().count() + if at == 0 { lead } else { 0 };
                    assert!(width <= options.line_length, "seed {seed}: {row}");
                }
                let shown = caption.end - caption.start;
                assert!(shown <= options.longest, "seed {seed}: {rows:?} for {shown:?}");
                let room =
                    captions[index + 1..].iter().map(|next| next.start).find(|next| *next > caption.start);
                let cut_short = room.is_some_and(|room| room <= caption.end);
                assert!(shown >= options.shortest || cut_short, "seed {seed}: {rows:?} for {shown:?}");
                said += &rows.concat();
            }
            assert!(captions.is_sorted_by_key(|caption| caption.start), "seed {seed}");
            let all: String = transcript.lines().map(|line| line.utterance.text()).collect();
            assert_eq!(said.replace(' ', ""), all.replace(' ', ""), "seed {seed}");
        }
    }
}
