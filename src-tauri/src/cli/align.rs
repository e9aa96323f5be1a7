//! `cueline align`: an episode's words found in its sound, for people in numbers, and for scripts with the time of every word.

use std::{fmt::Write, io::IsTerminal, path::PathBuf, sync::Mutex, time::Duration};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser},
};
use cueline_library::{self as library, Audio, Outcome, SyncNews, Synced, Task, Text};
use cueline_transcript::{ExportFormat, ExportOptions, export, shown_time};
use serde::Serialize;

use super::{Failure, inspect::Inspection, output};

const EXAMPLES: &str = "\
Examples:
  cueline align ~/Podcasts/episode-12
  cueline align episode-12 --json | jq '.utterances[].words[] | [.text, .start, .confidence]'
  cueline align episode-12 --to vtt --word-times > episode-12.vtt

Without --json or --to it tells how many words were found, and where not. Nothing is written into the folder.";

/// The formats that hold times and that scripts take.
const FORMATS: [(&str, ExportFormat); 4] = [
    ("vtt", ExportFormat::WebVtt),
    ("srt", ExportFormat::Srt),
    ("json", ExportFormat::PodcastJson),
    ("md", ExportFormat::Markdown),
];

/// What to align, and how to tell it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Align {
    /// The episode's folder, its audio or its transcript
    #[arg(value_name = "FOLDER")]
    path: PathBuf,
    /// The transcript with every word's start, end, confidence and origin, as JSON
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// The transcript with its new times in another format
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.map(|(name, _)| PossibleValue::new(name))))]
    to: Option<String>,
    /// With --to: the times of single words too, where the format can hold them
    #[arg(long, requires = "to")]
    word_times: bool,
}

impl Align {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let found = library::discover(&self.path)?;
        let [pair] = &*found.pairs else {
            let folder = found.folder.display();
            return Err(Failure::Failed(format!(
                "“{folder}” holds several episodes. Name one by its audio or its transcript."
            )));
        };
        let episode = library::open(pair)?;
        let (Some(mut text), Some(audio)) = (episode.text, episode.audio) else {
            let why = episode.problems.join(" ");
            return Err(Failure::Failed(format!(
                "Aligning takes both an audio file and its transcript. {why}"
            )));
        };
        let synced = find(&text, &audio)?;
        text.transcript.take_aligned(&synced.aligned(), audio.info.duration);
        if self.json {
            let told = Told { inspection: Inspection::of_aligned(&text), sync: Sync::of(&synced) };
            let mut json = serde_json::to_vec(&told)
                .map_err(|error| Failure::Failed(format!("The result can't be written: {error}.")))?;
            json.push(b'\n');
            return output::result(&json);
        }
        if let Some(name) = &self.to {
            let format = FORMATS.iter().find(|(known, _)| known == name).map(|(_, format)| *format);
            let format = format.unwrap_or(ExportFormat::WebVtt);
            let options = ExportOptions { word_times: self.word_times, ..ExportOptions::default() };
            let bytes = export(&text.transcript, format, &options)
                .map_err(|error| Failure::Failed(error.to_string()))?;
            if let Some(problem) = problem(&synced) {
                output::tell(problem);
            }
            return output::result(&bytes);
        }
        output::result(summary(&text, &synced).as_bytes())
    }
}

/// What `--json` prints: what `inspect --json` does, and how the search went.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    inspection: Inspection<'a>,
    sync: Sync,
}

#[derive(Serialize)]
struct Sync {
    /// `words`, `pauses`, `mismatch`, `no speech` or `no text`.
    outcome: &'static str,
    /// The share of the words that were found with confidence, 0 to 1.
    in_sync: f64,
    shifts: Vec<Shifted>,
}

/// From a time of the file on its times are early by so much, in seconds.
#[derive(Serialize)]
struct Shifted {
    from: f64,
    seconds: f64,
}

impl Sync {
    fn of(synced: &Synced) -> Self {
        let thousandths = |value: f64| (value * 1_000.0).round() / 1_000.0;
        Self {
            outcome: match synced.outcome {
                Outcome::Words => "words",
                Outcome::Pauses => "pauses",
                Outcome::Mismatch => "mismatch",
                Outcome::NoSpeech => "no speech",
                Outcome::NoText => "no text",
            },
            in_sync: thousandths(f64::from(synced.in_sync)),
            shifts: synced
                .shifts
                .iter()
                .map(|shift| Shifted {
                    from: thousandths(shift.from.as_secs_f64()),
                    seconds: thousandths(shift.seconds),
                })
                .collect(),
        }
    }
}

fn find(text: &Text, audio: &Audio) -> Result<Synced, Failure> {
    let task = Task {
        audio: &audio.path,
        transcript: &text.transcript,
        points: &[],
        cache: None,
        around: Duration::ZERO,
    };
    // Who waits at a terminal sees it go on; a script's log needs no such lines.
    let watched = std::io::stderr().is_terminal();
    let shown = Mutex::new(0);
    let tell = |news| {
        let SyncNews::Share(share) = news else { return };
        let tenths = (share * 10.0) as u32;
        let mut shown = shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if watched && tenths > *shown {
            *shown = tenths;
            output::tell(&format!("{} %", tenths * 10));
        }
    };
    let found = library::synchronise(&task, &|| false, &tell)?;
    found.ok_or_else(|| Failure::Failed("Aligning was broken off.".to_owned()))
}

/// Why no words were found.
fn problem(synced: &Synced) -> Option<&'static str> {
    match synced.outcome {
        Outcome::Words => None,
        Outcome::Pauses => Some(
            "The text's language isn't one whose words can be found; its sentences were placed by the pauses.",
        ),
        Outcome::Mismatch => {
            Some("The text isn't what is said in the audio; its own times were left as they are.")
        }
        Outcome::NoSpeech => Some("Nobody speaks in the audio; the text's own times were left as they are."),
        Outcome::NoText => Some("The transcript has no words to find."),
    }
}

/// What was found, as a person reads it.
fn summary(text: &Text, synced: &Synced) -> String {
    let mut out = String::new();
    let _ = match problem(synced) {
        Some(problem) => writeln!(out, "{problem}"),
        None => writeln!(out, "Words in sync: {:.0} %", (f64::from(synced.in_sync) * 100.0).floor()),
    };
    for shift in synced.shifts.iter().filter(|shift| shift.seconds != 0.0) {
        let (side, from) = (if shift.seconds > 0.0 { "early" } else { "late" }, shown_time(shift.from));
        let _ = writeln!(out, "The times were {:.1} s {side} from {from} on; mended.", shift.seconds.abs());
    }
    if synced.outcome != Outcome::Words {
        return out;
    }
    for (line, found) in text.transcript.lines().zip(&synced.lines) {
        let (sure, all) = found.found();
        if sure * 2 < all {
            let time = line.utterance.timing().map_or("--:--".to_owned(), |timing| shown_time(timing.start));
            let said: String = line.utterance.text().chars().take(60).collect();
            let _ = writeln!(out, "Not found    {time} {said}");
        }
    }
    out
}
