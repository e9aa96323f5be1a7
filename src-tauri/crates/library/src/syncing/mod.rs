//! The words of a transcript found in an episode's sound: what the aligner is asked, and what comes of it for the transcript.
//!
//! `script` makes the aligner's lines of a transcript's; `first` finds those around the playhead before all has been heard; `kept` keeps what was found beside the analyses, by the content of the audio
//! and of the text.

mod first;
mod kept;
mod script;

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use cueline_align::{self as align, Features, FrontEnd, Lexicon, Light, Model, Settings, Watch};
use cueline_playback::decode::Reader;
use cueline_playback::speech;
use cueline_transcript::{AlignedLine, AlignedWord, Transcript};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Hearing the sound is this share of the work; finding the words in it is the rest.
const HEARING: f32 = 0.35;
/// With fewer of its words sure, a text that is said by its letters alone was not found.
const BY_LETTERS: f32 = 0.35;
/// More threads than this would only wait for one another.
const MOST_THREADS: usize = 16;

/// What was found of a transcript in the sound.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Synced {
    /// What it comes to.
    pub outcome: Outcome,
    /// The share of the words that were found with confidence, 0 to 1.
    pub in_sync: f32,
    /// Where the file's own times were off.
    pub shifts: Vec<TimeShift>,
    /// For each line of the transcript what was found of it.
    pub lines: Vec<SyncedLine>,
}

/// What an alignment comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The words were found, or most of them.
    Words,
    /// Only where sentences begin, by the pauses: for a language that there is no model of.
    Pauses,
    /// The text isn't what is said.
    Mismatch,
    /// Nobody speaks.
    NoSpeech,
    /// There is nothing to find.
    #[default]
    NoText,
}

/// From a line on the file's own times are early by so much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TimeShift {
    /// The first line that it is true of.
    pub line: usize,
    /// By the file's own times.
    pub from: Duration,
    /// What has to be added to the times, in seconds.
    pub seconds: f64,
}

/// What was found of a line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncedLine {
    /// One for each word: its start and end in ms, how sure that is in percent, and whether that is enough to light it.
    words: Vec<Option<(u32, u32, u8, bool)>>,
}

impl SyncedLine {
    fn of(line: &align::AlignedLine, sentences: &[usize]) -> SyncedLine {
        let ms = |time: Duration| u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
        let word = |(number, word): (usize, &Option<align::WordTime>)| {
            let word = (*word)?;
            let lit = match line.light {
                Light::Word => word.lit,
                Light::Sentence => word.lit && sentences.contains(&number),
                Light::Line => false,
            };
            let percent = (word.confidence.clamp(0.0, 1.0) * 100.0).round() as u8;
            Some((ms(word.start), ms(word.end.max(word.start)), percent, lit))
        };
        SyncedLine { words: line.words.iter().enumerate().map(word).collect() }
    }

    /// How many of its words were looked for and are surely found, and how many there are.
    pub fn found(&self) -> (usize, usize) {
        (self.words.iter().flatten().filter(|(.., lit)| *lit).count(), self.words.len())
    }

    fn aligned(&self, shift: f64) -> AlignedLine {
        let word = |(start, end, percent, sure): (u32, u32, u8, bool)| AlignedWord {
            start: Duration::from_millis(start.into()),
            end: Duration::from_millis(end.into()),
            confidence: f32::from(percent) / 100.0,
            sure,
        };
        AlignedLine { words: self.words.iter().map(|found| found.map(word)).collect(), shift }
    }
}

impl Synced {
    /// What the transcript takes up, a line each; nothing where the text isn't what is said.
    pub fn aligned(&self) -> Vec<AlignedLine> {
        if matches!(self.outcome, Outcome::Mismatch | Outcome::NoSpeech | Outcome::NoText) {
            return Vec::new();
        }
        aligned_from(0, &self.lines, &self.shifts)
    }
}

fn aligned_from(first: usize, lines: &[SyncedLine], shifts: &[TimeShift]) -> Vec<AlignedLine> {
    let shift = |line: usize| {
        let before = shifts.partition_point(|shift| shift.line <= line);
        before.checked_sub(1).and_then(|at| shifts.get(at)).map_or(0.0, |shift| shift.seconds)
    };
    lines.iter().enumerate().map(|(n, line)| line.aligned(shift(first + n))).collect()
}

/// A line of which a person has said when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncPoint {
    /// The line, from 0.
    pub line: usize,
    /// From the start of the audio.
    pub at: Duration,
}

/// What is told while words are looked for.
#[derive(Debug, Clone, PartialEq)]
pub enum SyncNews {
    /// The share of the work that is done, 0 to 1.
    Share(f32),
    /// Lines whose words are found, from the first of them on.
    Lines(usize, Vec<AlignedLine>),
}

/// What words are looked for, and where.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The audio file.
    pub audio: &'a Path,
    /// With the timing that its file gives.
    pub transcript: &'a Transcript,
    /// What a person has said.
    pub points: &'a [SyncPoint],
    /// The folder in which what is found is kept, if it is to be.
    pub cache: Option<&'a Path>,
    /// What is said here comes first.
    pub around: Duration,
}

/// Finds a transcript's words in the sound, or takes what was found of them before. It takes its time, and is for a thread of its own,
/// whose priority it lowers. `tell` is called from several threads. `None` once `cancelled` has said so.
///
/// # Errors
/// [`Error::Audio`], [`Error::Align`], and what reading the file can end in.
pub fn synchronise(
    task: &Task<'_>,
    cancelled: &(dyn Fn() -> bool + Sync),
    tell: &(dyn Fn(SyncNews) + Sync),
) -> Result<Option<Synced>, Error> {
    cueline_playback::analysis::lower_priority();
    let place = match task.cache {
        Some(folder) => match kept::Place::of(task, folder, cancelled)? {
            Some(place) => Some(place),
            None => return Ok(None),
        },
        None => None,
    };
    if let Some(found) = place.as_ref().and_then(kept::Place::load) {
        return Ok(Some(found));
    }
    let found = find(task, cancelled, tell)?;
    if let (Some(place), Some(found)) = (&place, &found) {
        place.store(found);
    }
    Ok(found)
}

fn find(
    task: &Task<'_>,
    cancelled: &(dyn Fn() -> bool + Sync),
    tell: &(dyn Fn(SyncNews) + Sync),
) -> Result<Option<Synced>, Error> {
    let spoken = script::language(task.transcript);
    let model =
        Model::of(spoken.unwrap_or(align::Language::English)).map_err(|source| Error::Align { source })?;
    let lines = match spoken {
        Some(language) => {
            let lexicon = Lexicon::of(language);
            script::lines(task.transcript, task.points, &|words| lexicon.say(words))
        }
        None => script::lines(task.transcript, task.points, &align::say_by_letters),
    };
    // Words in a script that nobody here can read still have pauses between their sentences.
    if lines.iter().all(|line| line.words.iter().all(|word| spoken.is_some() && word.ways.is_empty())) {
        return Ok(Some(Synced::default()));
    }
    let audio = |source| Error::Audio { path: task.audio.to_owned(), source };
    let reader = Reader::open(task.audio).map_err(audio)?;
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let threads = threads.min(NonZeroUsize::new(MOST_THREADS).unwrap_or(NonZeroUsize::MIN));
    let sentences: Vec<&[usize]> = lines.iter().map(|line| line.sentences.as_slice()).collect();
    let watch = Watcher { cancelled, tell, sentences: &sentences, share: Mutex::new(0.0) };
    if spoken.is_some()
        && let Some((first, found)) =
            first::look(&reader, &model, &lines, task.around, threads, cancelled).map_err(audio)?
    {
        watch.lines(first, &found);
    }
    let Some(features) = listen(&reader, &model, threads, cancelled, tell).map_err(audio)? else {
        return Ok(None);
    };

    let settings = Settings {
        threads: threads.get(),
        around: Some(task.around),
        joints: reader.info().joints.iter().map(|joint| joint.at).collect(),
    };
    let mut found = align::align(&model, &features, &lines, &settings, &watch);
    // Where a language that isn't known sounds too little like what its letters say, its sentences are placed by the pauses.
    if spoken.is_none() && found.outcome != align::Outcome::Cancelled && found.in_sync < BY_LETTERS {
        found = align::align_by_pauses(&features, &lines, &settings, &watch);
    }
    let outcome = match found.outcome {
        align::Outcome::Aligned => Outcome::Words,
        align::Outcome::Pauses => Outcome::Pauses,
        align::Outcome::Mismatch => Outcome::Mismatch,
        align::Outcome::NoSpeech => Outcome::NoSpeech,
        align::Outcome::NoText => Outcome::NoText,
        align::Outcome::Cancelled => return Ok(None),
    };
    let shifts = found.shifts.iter();
    let shifts = shifts.map(|shift| TimeShift { line: shift.line, from: shift.from, seconds: shift.seconds });
    Ok(Some(Synced {
        outcome,
        in_sync: found.in_sync,
        shifts: shifts.collect(),
        lines: found
            .lines
            .iter()
            .zip(&sentences)
            .map(|(line, sentences)| SyncedLine::of(line, sentences))
            .collect(),
    }))
}

/// What the aligner needs to know of the sound; `None` once nobody wants it.
fn listen(
    reader: &Reader,
    model: &Model,
    threads: NonZeroUsize,
    cancelled: &(dyn Fn() -> bool + Sync),
    tell: &(dyn Fn(SyncNews) + Sync),
) -> Result<Option<Features>, cueline_playback::Error> {
    let rate = FrontEnd::RATE;
    let length = reader.info().duration.unwrap_or_default().as_secs_f32().max(1.0);
    let mut front_end = FrontEnd::new(model);
    let mut heard = 0.0;
    let whole = speech::hear(reader, rate, 0..u64::MAX, threads, cancelled, &mut |samples| {
        front_end.push(samples);
        heard += samples.len() as f32 / rate as f32;
        tell(SyncNews::Share(HEARING * (heard / length).min(1.0)));
    })?;
    Ok(whole.then(|| front_end.finish()))
}

/// Hands the aligner's news on.
struct Watcher<'a> {
    cancelled: &'a (dyn Fn() -> bool + Sync),
    tell: &'a (dyn Fn(SyncNews) + Sync),
    sentences: &'a [&'a [usize]],
    share: Mutex<f32>,
}

impl Watch for Watcher<'_> {
    fn progress(&self, share: f32) {
        let share = HEARING + (1.0 - HEARING) * share;
        let mut told = self.share.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if share >= *told + 0.01 {
            *told = share;
            (self.tell)(SyncNews::Share(share));
        }
    }

    fn lines(&self, first: usize, lines: &[align::AlignedLine]) {
        let sentences = self.sentences.get(first..).unwrap_or_default();
        let lines: Vec<_> = lines.iter().zip(sentences).map(|(line, at)| SyncedLine::of(line, at)).collect();
        (self.tell)(SyncNews::Lines(first, aligned_from(first, &lines, &[])));
    }

    fn cancelled(&self) -> bool {
        (self.cancelled)()
    }
}

#[cfg(test)]
mod tests;
