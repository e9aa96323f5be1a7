//! What is written reads back the same: random transcripts of awkward texts, through each writer and the reader of it.

use std::time::Duration;

use super::line::{Line, placed};
use super::subtitle::captions;
use super::{ExportFormat, ExportOptions, UNNAMED, export};
use crate::model::{Origin, Transcript};
use crate::parse::parse;
use crate::random::Numbers;
use crate::timeline::timeline;

mod documents;
mod material;

use material::{Times, transcript};

/// So many random transcripts of each kind.
const SEEDS: u64 = 200;

/// A word, with the times where a line, or a timed stretch of one, begins or ends with it.
struct Word {
    speaker: Option<String>,
    text: String,
    start: Option<Duration>,
    /// The origin of its line's start, where it begins the line.
    origin: Option<Origin>,
    line_end: Option<Duration>,
    stretch_end: Option<Duration>,
}

/// All words of a transcript; those inside a line have times if `stretches` count.
fn words(transcript: &Transcript, stretches: bool) -> Vec<Word> {
    let mut all = Vec::new();
    for line in transcript.lines() {
        let speaker = line.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| speaker.name.clone());
        let utterance = line.utterance;
        let spans = if stretches { utterance.spans() } else { &[] };
        let ranges: Vec<_> = utterance.words().iter().map(crate::model::Word::range).collect();
        for (index, range) in ranges.iter().enumerate() {
            let (before, after) = (index.checked_sub(1).map(|at| &ranges[at]), ranges.get(index + 1));
            let stretch = spans.iter().rev().find(|span| {
                let first = before.is_none_or(|before| before.start < span.range().start);
                first && (span.range().start..span.range().end).contains(&range.start)
            });
            let ends = spans.iter().rev().find(|span| {
                let last = after.is_none_or(|after| after.start >= span.range().end);
                last && (span.range().start..span.range().end).contains(&range.start)
            });
            let timing = utterance.timing();
            let (opens, closes) = (timing.filter(|_| index == 0), timing.filter(|_| after.is_none()));
            all.push(Word {
                speaker: speaker.clone(),
                text: utterance.text()[range.clone()].to_owned(),
                start: stretch.map(|span| span.start).or(opens.map(|timing| timing.start)),
                origin: opens.map(|timing| timing.origin),
                line_end: closes.and_then(|timing| timing.end),
                stretch_end: ends.and_then(|span| span.end),
            });
        }
    }
    all
}

/// What a format keeps of times beside where lines start.
#[derive(Debug, Clone, Copy, Default)]
struct Keeps {
    /// What one step of its times is worth, in milliseconds.
    finest: u64,
    /// Where lines end.
    ends: bool,
    /// When words start.
    words: bool,
    /// When words end.
    word_ends: bool,
    /// Which times are estimates.
    origins: bool,
}

fn check(format: ExportFormat, keeps: Keeps, kinds: &[Times]) {
    let options = ExportOptions {
        word_times: keeps.words,
        shortest: Duration::ZERO,
        longest: Duration::from_secs(600),
        origins: true,
        ..ExportOptions::default()
    };
    for seed in 1..=SEEDS {
        let mut numbers = Numbers::from_seed(seed);
        for times in kinds {
            let written = transcript(&mut numbers, *times);
            let bytes = export(&written, format, &options).unwrap();
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let name = format!("a.{}", format.extension());
            let parsed = parse(&bytes, &name).unwrap_or_else(|error| panic!("{error}\n{shown}"));
            assert_eq!(parsed.format.id(), format.id(), "seed {seed}, {times:?}:\n{shown}");
            let mut read = parsed.transcript;
            timeline(&mut read, None);
            let (before, after) = (words(&written, keeps.words), words(&read, true));
            for (index, (was, is)) in before.iter().zip(&after).enumerate() {
                assert_eq!(
                    was.text,
                    is.text,
                    "seed {seed}, {times:?}: word {index}, after {:?}, of\n{shown}",
                    before[index.saturating_sub(5)..index].iter().map(|word| &word.text).collect::<Vec<_>>()
                );
            }
            assert_eq!(before.len(), after.len(), "seed {seed}, {times:?}: words of\n{shown}");
            let carries = !matches!(format, ExportFormat::Srt | ExportFormat::WebVtt | ExportFormat::Lrc);
            let named = written.turns.iter().any(|turn| turn.speaker.is_some());
            for (index, (was, is)) in before.iter().zip(&after).enumerate() {
                let place = format!("seed {seed}, {times:?}: “{}” ({index}) in\n{shown}", was.text);
                let unnamed = (carries && named).then(|| UNNAMED.to_owned());
                assert_eq!(was.speaker.clone().or(unnamed), is.speaker, "who says {place}");
                if keeps.origins {
                    assert_eq!(was.origin, is.origin, "the origin of {place}");
                }
                if *times == Times::Seconds && !keeps.origins {
                    continue;
                }
                // Estimates are made anew, by texts that the writer may have guarded.
                let finest = if *times == Times::Seconds { 1_000 } else { keeps.finest };
                let same = |was: Option<Duration>, is: &[Option<Duration>]| {
                    let near = |time: &Duration| {
                        was.is_some_and(|was| was.abs_diff(*time) <= Duration::from_millis(finest))
                    };
                    was.is_none() || is.iter().flatten().any(near)
                };
                assert!(same(was.start, &[is.start]), "{:?} is {:?}: start of {place}", was.start, is.start);
                let ends = [is.line_end, is.stretch_end];
                // A line that runs on is joined with the next one; where words end by themselves, that is left of it.
                let joined = keeps.word_ends && is.line_end.is_none();
                assert!(
                    !keeps.ends || joined || same(was.line_end, &ends),
                    "{:?} is {ends:?}: end of {place}",
                    was.line_end
                );
                assert!(
                    !keeps.word_ends || same(was.stretch_end, &[is.stretch_end]),
                    "{:?} is {:?}: the word’s end of {place}",
                    was.stretch_end,
                    is.stretch_end
                );
            }
        }
    }
}

const STARTS: Keeps = Keeps { finest: 1, ends: false, words: false, word_ends: false, origins: false };
const ENDS: Keeps = Keeps { ends: true, ..STARTS };
const WITH_ORIGINS: Keeps = Keeps { origins: true, ..STARTS };

#[test]
fn subrip_reads_back_the_same() {
    check(ExportFormat::Srt, ENDS, &[Times::Seconds, Times::Exact, Times::Words]);
}

#[test]
fn markdown_reads_back_the_same() {
    check(ExportFormat::Markdown, WITH_ORIGINS, &[Times::None, Times::Seconds, Times::Exact]);
}

#[test]
fn plain_text_reads_back_the_same() {
    check(ExportFormat::PlainText, WITH_ORIGINS, &[Times::Seconds, Times::Exact]);
}

#[test]
fn html_reads_back_the_same() {
    check(ExportFormat::Html, WITH_ORIGINS, &[Times::None, Times::Seconds, Times::Exact]);
}

#[test]
fn webvtt_reads_back_the_same() {
    check(ExportFormat::WebVtt, ENDS, &[Times::Seconds, Times::Exact, Times::Words]);
    check(ExportFormat::WebVtt, Keeps { words: true, ..ENDS }, &[Times::Words]);
}

/// With words' times its segments are words, and no place tells when a line ends that lasts longer than its last word.
#[test]
fn podcasting_json_reads_back_the_same() {
    check(ExportFormat::PodcastJson, ENDS, &[Times::Seconds, Times::Exact, Times::Words]);
    check(ExportFormat::PodcastJson, Keeps { words: true, word_ends: true, ..STARTS }, &[Times::Words]);
}

#[test]
fn lrc_reads_back_the_same() {
    let starts = Keeps { finest: 5, ..STARTS };
    check(ExportFormat::Lrc, starts, &[Times::Seconds, Times::Exact, Times::Words]);
    check(ExportFormat::Lrc, Keeps { words: true, ..starts }, &[Times::Words]);
}

#[test]
fn ttml_reads_back_the_same() {
    check(ExportFormat::Ttml, ENDS, &[Times::Seconds, Times::Exact, Times::Words]);
    check(ExportFormat::Ttml, Keeps { words: true, word_ends: true, ..ENDS }, &[Times::Words]);
}

#[test]
fn captions_keep_to_their_limits() {
    let options = ExportOptions::default();
    let lead = |line: &Line<'_>| line.speaker.map_or(0, |name| name.chars().count() + 2);
    for seed in 1..=200_u64 {
        let mut numbers = Numbers::from_seed(seed);
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
