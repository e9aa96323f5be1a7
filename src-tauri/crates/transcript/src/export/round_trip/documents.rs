//! Tables and documents, which Cueline doesn't open: what is in them, by readers of their own.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use quick_xml::events::Event;

use super::super::{ExportFormat, ExportOptions, UNNAMED, export};
use super::SEEDS;
use super::material::{Times, transcript};
use crate::model::{Origin, Transcript};
use crate::random::Numbers;

/// What a file has of an utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    turn: usize,
    speaker: String,
    start: Option<Duration>,
    end: Option<Duration>,
    origin: String,
    text: String,
}

/// What `format` is to have of each utterance of random transcripts beside what `read` finds in its file.
fn compare(
    format: ExportFormat,
    expected: impl Fn(&Transcript) -> Vec<Row>,
    read: impl Fn(&[u8]) -> Vec<Row>,
) {
    let options = ExportOptions { origins: true, ..ExportOptions::default() };
    for seed in 1..=SEEDS {
        let mut numbers = Numbers::from_seed(seed);
        for times in [Times::None, Times::Seconds, Times::Exact, Times::Words] {
            let written = transcript(&mut numbers, times);
            let bytes = export(&written, format, &options).unwrap();
            assert_eq!(read(&bytes), expected(&written), "seed {seed}, {times:?}");
        }
    }
}

fn rows(transcript: &Transcript) -> Vec<Row> {
    let row = |line: crate::model::Line<'_>| {
        let timing = line.utterance.timing();
        Row {
            turn: line.turn + 1,
            speaker: line.speaker.map_or_else(String::new, |id| transcript.speaker(id).unwrap().name.clone()),
            start: timing.map(|timing| rounded(timing.start)),
            end: timing.and_then(|timing| timing.end).map(rounded),
            origin: timing.map_or("none", |timing| timing.origin.id()).to_owned(),
            text: line.utterance.text().to_owned(),
        }
    };
    transcript.lines().map(row).collect()
}

/// To the nearest millisecond.
fn rounded(time: Duration) -> Duration {
    Duration::from_millis((time.as_secs_f64() * 1_000.0).round() as u64)
}

/// `01:02:03` or `01:02:03.004`.
fn time(text: &str) -> Option<Duration> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let seconds = clock.split(':').try_fold(0, |sum, part| Some(sum * 60 + part.parse::<u64>().ok()?))?;
    Some(Duration::from_secs(seconds) + Duration::from_millis(format!("{fraction:0<3}").parse().ok()?))
}

#[test]
fn a_table_has_the_same_words_speakers_and_times() {
    compare(ExportFormat::Csv, rows, |bytes| {
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap());
        assert_eq!(
            reader.headers().unwrap(),
            ["turn", "speaker", "start", "end", "origin", "text"].as_slice()
        );
        let row = |row: csv::StringRecord| {
            let formula = row[5].strip_prefix('\'').filter(|text| text.starts_with(['=', '+', '-', '@']));
            Row {
                turn: row[0].parse().unwrap(),
                speaker: row[1].to_owned(),
                start: time(&row[2]),
                end: time(&row[3]),
                origin: row[4].to_owned(),
                text: formula.unwrap_or(&row[5]).to_owned(),
            }
        };
        reader.records().map(|record| row(record.unwrap())).collect()
    });
}

/// A document shows a name where it changes, and times as finely as they are known; a `~` tells an estimate.
#[test]
fn a_document_has_the_same_words_speakers_and_times() {
    let expected = |transcript: &Transcript| {
        let named = !transcript.speakers.is_empty();
        let lines: Vec<_> = transcript.lines().collect();
        let mut rows = rows(transcript);
        for (row, line) in rows.iter_mut().zip(lines) {
            if named && row.speaker.is_empty() {
                row.speaker = UNNAMED.to_owned();
            }
            let timing = line.utterance.timing();
            let fine = timing.is_some_and(|timing| timing.origin == Origin::Exact);
            row.start = row.start.filter(|_| fine).or(timing.map(|t| Duration::from_secs(t.start.as_secs())));
            row.end = None;
            row.turn = 0;
            row.origin = if row.origin == "estimated" { "~" } else { "" }.to_owned();
        }
        rows
    };
    compare(ExportFormat::Docx, expected, |bytes| {
        let mut document = String::new();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
        let mut speaker = String::new();
        let speech = paragraphs(&document).into_iter().filter(|paragraph| paragraph.style == "Normal");
        let row = |paragraph: Paragraph| {
            let of = |style: &str| {
                paragraph
                    .runs
                    .iter()
                    .filter(|run| run.style == style)
                    .map(|run| &*run.text)
                    .collect::<String>()
            };
            if let Some(name) = of("Speaker").strip_suffix(": ") {
                name.clone_into(&mut speaker);
            }
            let stamp = of("Time");
            let stamp = stamp.strip_prefix('[').and_then(|rest| rest.strip_suffix("] ")).unwrap_or_default();
            let start = time(stamp.trim_start_matches('~'));
            let origin = if stamp.starts_with('~') { "~" } else { "" }.to_owned();
            Row { turn: 0, speaker: speaker.clone(), start, end: None, origin, text: of("") }
        };
        speech.map(row).collect()
    });
}

/// A paragraph of a document, and a run of one: its style and its text.
#[derive(Default)]
struct Paragraph {
    style: String,
    runs: Vec<Run>,
}

#[derive(Default)]
struct Run {
    style: String,
    text: String,
}

fn paragraphs(document: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut reader = quick_xml::Reader::from_str(document);
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(tag) if tag.name().as_ref() == "w:p" => paragraphs.push(Paragraph::default()),
            Event::Eof => return paragraphs,
            _ => {}
        }
        let Some(paragraph) = paragraphs.last_mut() else { continue };
        match event {
            Event::Start(tag) if tag.name().as_ref() == "w:r" => paragraph.runs.push(Run::default()),
            Event::Empty(tag) => {
                let style = match tag.name().as_ref() {
                    "w:pStyle" => &mut paragraph.style,
                    "w:rStyle" => &mut paragraph.runs.last_mut().unwrap().style,
                    _ => continue,
                };
                *style = tag.attributes().next().unwrap().unwrap().value.into_owned();
            }
            Event::Text(text) => paragraph.runs.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(name) => {
                let text = quick_xml::escape::resolve_predefined_entity(&name).unwrap();
                paragraph.runs.last_mut().unwrap().text.push_str(text);
            }
            _ => {}
        }
    }
}
