//! `cueline inspect`: the report of a transcript's reading, for people, and all that was read, for scripts.

use std::{fmt::Write, time::Duration};

use clap::Args;
use cueline_library::{self as library, Text};
use cueline_transcript::{Chapters, KeyPoint, Origin, Report, Utterance, Warning, WarningKind, shown_time};
use serde::Serialize;

use super::{Failure, Source, output};

const EXAMPLES: &str = "\
Examples:
  cueline inspect talk.srt
  cueline inspect talk.json --json | jq '.utterances[].text'
  cueline inspect chapters.json --json | jq '.key_points[]'";

/// What to inspect, and how to tell it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Inspect {
    #[command(flatten)]
    source: Source,
    /// Everything that was read, as JSON
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if let Some(chapters) = library::read_chapters(&self.source.path) {
            return self.tell(&Inspection::of_chapters(&chapters), || outline(&chapters));
        }
        let text = self.source.read()?;
        self.tell(&Inspection::of(&text), || report(&text))
    }

    fn tell(&self, inspection: &Inspection<'_>, report: impl FnOnce() -> String) -> Result<(), Failure> {
        if !self.json {
            return output::result(report().as_bytes());
        }
        let mut json = serde_json::to_vec(inspection)
            .map_err(|error| Failure::Failed(format!("The result can't be written: {error}.")))?;
        json.push(b'\n');
        output::result(&json)
    }
}

/// What `--json` prints. Its form is told in README and lasts.
#[derive(Serialize)]
pub(super) struct Inspection<'a> {
    format: &'static str,
    title: Option<&'a str>,
    speakers: Vec<&'a str>,
    utterances: Vec<Said<'a>>,
    key_points: Vec<Point<'a>>,
    pull_quotes: Vec<&'a str>,
    warnings: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    /// From 0.
    turn: usize,
    speaker: Option<&'a str>,
    start: Option<f64>,
    end: Option<f64>,
    origin: &'static str,
    text: &'a str,
    words: Vec<Spoken<'a>>,
}

#[derive(Serialize)]
struct Spoken<'a> {
    text: &'a str,
    start: Option<f64>,
    end: Option<f64>,
    /// How sure a time is that was found in the sound, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    /// As an utterance's; told where words were looked for in the sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
}

#[derive(Serialize)]
struct Point<'a> {
    time: f64,
    text: &'a str,
}

#[derive(Serialize)]
struct Remark<'a> {
    line: Option<usize>,
    message: &'a str,
}

impl<'a> Inspection<'a> {
    fn of(text: &'a Text) -> Self {
        Self::new(text, false)
    }

    /// With the origin of each word's time, and how sure that is.
    pub(super) fn of_aligned(text: &'a Text) -> Self {
        Self::new(text, true)
    }

    fn new(text: &'a Text, with_origins: bool) -> Self {
        let transcript = &text.transcript;
        let said = transcript.lines().map(|line| {
            let timing = line.utterance.timing();
            Said {
                turn: line.turn,
                speaker: line.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| &*speaker.name),
                start: timing.map(|timing| seconds(timing.start)),
                end: timing.and_then(|timing| timing.end).map(seconds),
                origin: timing.map_or("none", |timing| timing.origin.id()),
                text: line.utterance.text(),
                words: words(line.utterance, with_origins),
            }
        });
        Self {
            format: text.format.id(),
            title: transcript.title.as_deref(),
            speakers: transcript.speakers.iter().map(|speaker| &*speaker.name).collect(),
            utterances: said.collect(),
            key_points: points(&transcript.key_points),
            pull_quotes: transcript.pull_quotes.iter().map(|quote| &*quote.text).collect(),
            warnings: remarks(&text.warnings),
        }
    }

    /// A file of chapters alone, in which nobody speaks.
    fn of_chapters(chapters: &'a Chapters) -> Self {
        Self {
            format: "chapters",
            title: None,
            speakers: Vec::new(),
            utterances: Vec::new(),
            key_points: points(&chapters.points),
            pull_quotes: Vec::new(),
            warnings: remarks(&chapters.warnings),
        }
    }
}

fn points(points: &[KeyPoint]) -> Vec<Point<'_>> {
    points.iter().map(|point| Point { time: seconds(point.at), text: &point.text }).collect()
}

fn remarks(warnings: &[Warning]) -> Vec<Remark<'_>> {
    warnings.iter().map(|warning| Remark { line: warning.line, message: &warning.message }).collect()
}

fn words(utterance: &Utterance, with_origins: bool) -> Vec<Spoken<'_>> {
    let aligned = utterance.aligned();
    let spoken = utterance.words().iter().enumerate().map(|(number, word)| {
        let found = aligned.get(number).copied().flatten();
        let own = utterance.word_time(word).filter(|_| aligned.is_empty());
        Spoken {
            text: utterance.text().get(word.range()).unwrap_or_default(),
            start: found.map(|found| found.start).or(own.map(|own| own.start)).map(seconds),
            end: found.map(|found| found.end).or(own.and_then(|own| own.end)).map(seconds),
            confidence: found.map(|found| (f64::from(found.confidence) * 100.0).round() / 100.0),
            origin: with_origins.then_some(match (found, own) {
                (Some(found), _) if !found.sure => Origin::Estimated.id(),
                (Some(found), _) => Origin::Aligned(found.confidence).id(),
                (None, Some(_)) => Origin::Exact.id(),
                (None, None) => "none",
            }),
        }
    });
    spoken.collect()
}

/// To the millisecond.
fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1_000.0).round() / 1_000.0
}

/// Chapters as a person reads them.
fn outline(chapters: &Chapters) -> String {
    let mut out = format!("Format     {}. There is no speech in it.\n", chapters.format);
    for (index, point) in chapters.points.iter().enumerate() {
        let name = if index == 0 { "Chapters" } else { "" };
        let _ = writeln!(out, "{name:<10} {} {}", shown_time(point.at), point.text);
    }
    for warning in &chapters.warnings {
        let _ = writeln!(out, "{:<10} {}", "Left out", warning.message);
    }
    out
}

/// The report as a person reads it.
fn report(text: &Text) -> String {
    let report = Report::of(&text.transcript, text.format, text.reason, &text.warnings);
    let mut out = String::new();
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(out, "{name:<10} {value}");
    };
    row("Format", &format!("{}. {}", report.format, report.reason));
    if let Some(title) = &text.transcript.title {
        row("Title", title);
    }
    let timed = match report.timed_words {
        0 => String::new(),
        timed => format!(", {timed} of them with a time of their own"),
    };
    let speech = [(report.turns, "turn"), (report.utterances, "utterance"), (report.words, "word")];
    row("Speech", &format!("{}{timed}", speech.map(|(count, name)| counted(count, name)).join(", ")));
    let unnamed = (report.unnamed.utterances > 0).then_some((&report.unnamed, "(nobody named)"));
    let shares = report.speakers.iter().map(|share| (share, &*share.name)).chain(unnamed);
    for (index, (share, name)) in shares.enumerate() {
        let said = [(share.utterances, "utterance"), (share.words, "word")];
        let said = said.map(|(count, name)| counted(count, name)).join(", ");
        row(if index == 0 { "Speakers" } else { "" }, &format!("{name}: {said}"));
    }
    let marks = report.marks.iter().map(|marks| format!("{} to {}", marks.count, step(marks.resolution)));
    let none = (report.unmarked > 0).then(|| format!("{} without", report.unmarked));
    row("Marks", &marks.chain(none).collect::<Vec<_>>().join(", "));
    let origins = report.origins;
    let times = [
        (origins.exact, "exact"),
        (origins.marked, "marked"),
        (origins.aligned, "aligned"),
        (origins.estimated, "estimated"),
        (origins.none, "none"),
    ];
    let times = times.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}"));
    row("Times", &times.collect::<Vec<_>>().join(", "));
    let beside = [(report.key_points, "key point"), (report.pull_quotes, "pull quote")];
    if beside.iter().any(|(count, _)| *count > 0) {
        row("Beside", &beside.map(|(count, name)| counted(count, name)).join(", "));
    }
    for remarks in &report.remarks {
        let name = match remarks.kind {
            WarningKind::Joined => "Joined",
            WarningKind::Moved => "Moved",
            WarningKind::Guessed => "Guessed",
            WarningKind::LeftOut => "Left out",
        };
        for (index, warning) in remarks.warnings.iter().enumerate() {
            let place = warning.line.map(|line| format!("line {line}: ")).unwrap_or_default();
            row(if index == 0 { name } else { "" }, &format!("{place}{}", warning.message));
        }
    }
    out
}

fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

/// `1 s`, `10 ms`, `1 µs`.
fn step(resolution: Duration) -> String {
    match resolution.as_nanos() {
        nanos @ 1_000_000_000.. => format!("{} s", nanos / 1_000_000_000),
        nanos @ 1_000_000.. => format!("{} ms", nanos / 1_000_000),
        nanos @ 1_000.. => format!("{} µs", nanos / 1_000),
        nanos => format!("{nanos} ns"),
    }
}
