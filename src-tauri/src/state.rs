//! What the commands work on: the engine, the open episode, and what the person keeps between runs.
//!
//! `syncing` finds its words in the sound; `analysis` measures the open episode's sound in the background; `reading` is what the screen asks for of its text; `hearing` knows how
//! far episodes were heard; `keeping` writes that and what a person chose to the disk; `work` is what they make of the episode.

mod analysis;
mod hearing;
mod keeping;
mod reading;
mod syncing;
mod work;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicU64, mpsc},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use cueline_library::{self as library, Bounds, Existing, Pair, PathToken, Store, Text};
use cueline_playback::{self as playback, Cover, Engine, SystemOutput};
use cueline_transcript::{self as transcript, ExportFormat, ParseOptions};

use crate::{
    dto::{Episode, ExportOptions, Opened, Preview, Report, SourceLines, StartUp},
    error::AppError,
    events::{Event, Outbox},
};
use analysis::Measuring;
use hearing::recents;
use reading::Searchable;
use syncing::Syncing;
use work::Kept;

/// The largest cover that is shown, in bytes; what is larger is no cover but a mistake.
const MAX_COVER: usize = 16 << 20;
/// So many lines of what would be written are shown.
const PREVIEW_LINES: usize = 60;
/// And so many characters, as a file's first lines may be long.
const PREVIEW_CHARACTERS: usize = 8_000;
/// The kinds of picture that a web view draws, as tags name them.
const COVER_TYPES: &[&str] = &["image/jpeg", "image/png", "image/gif", "image/webp"];

/// The app's state; cheap to clone, the same for all.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    outbox: Arc<Outbox>,
    engine: Engine,
    store: Mutex<Store>,
    /// The app's own folder.
    data: PathBuf,
    /// The folders for what can be worked out anew.
    analyses: PathBuf,
    covers: PathBuf,
    /// Held while an episode opens, so that two never mix.
    open: Mutex<Open>,
    /// Counts the searches.
    searches: AtomicU64,
    sample: Option<PathBuf>,
    asked: Mutex<Option<PathBuf>>,
    /// Where the window is.
    bounds: Mutex<Option<Bounds>>,
    /// Tells who keeps things that there is something to keep.
    changes: mpsc::Sender<()>,
}

/// The open episode, as far as it isn't the interface's or the engine's.
#[derive(Default)]
struct Open {
    /// Counts the openings.
    episode: u32,
    cover: Option<Cover>,
    pair: Option<Pair>,
    text: Option<Arc<Text>>,
    search: Searchable,
    audio: Option<PathBuf>,
    /// How long it is, where that is known.
    length: Option<Duration>,
    /// What it is known by to who keeps how far it was heard.
    heard_as: Option<PathToken>,
    kept: Option<Kept>,
    measuring: Measuring,
    syncing: Syncing,
}

impl App {
    /// `data` is the app's own folder, `cache` that for what can be worked out anew, `sample` the sample episode's, and `asked`
    /// what the command line names.
    pub(crate) fn new(data: &Path, cache: &Path, sample: Option<PathBuf>, asked: Option<PathBuf>) -> Self {
        let outbox = Arc::new(Outbox::default());
        let store = Store::open(data);
        let (changes, changed) = mpsc::channel();
        let news = Arc::clone(&outbox);
        let changed_sound = changes.clone();
        let tell = move |event| {
            if let playback::Event::Status(_) = event {
                let _ = changed_sound.send(()); // who keeps the settings ends with the app
            }
            news.send(event.into());
        };
        let engine = Engine::new(Box::new(SystemOutput::new()), Box::new(tell));
        let kept = store.settings().sound;
        engine.set_volume(kept.volume);
        engine.set_speed(kept.speed);
        engine.set_even(kept.even);
        engine.set_output(kept.output.as_deref());
        engine.set_trim(kept.trim);
        let app = Self(Arc::new(Inner {
            outbox,
            engine,
            bounds: Mutex::new(store.bounds()),
            changes,
            store: Mutex::new(store),
            data: data.to_owned(),
            analyses: cache.join("analyses"),
            covers: cache.join("covers"),
            open: Mutex::default(),
            searches: AtomicU64::default(),
            sample,
            asked: Mutex::new(asked),
        }));
        app.keep_on(changed);
        app
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub(crate) fn outbox(&self) -> &Outbox {
        &self.0.outbox
    }

    /// What the start screen needs; what went wrong with the person's settings follows as news.
    pub(crate) fn start_up(&self) -> StartUp {
        let store = lock(&self.0.store);
        for problem in store.problems() {
            self.0.outbox.send(Event::Problem { message: problem.clone() });
        }
        StartUp {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            settings: store.settings().window.into(),
            recents: recents(&store),
            open: lock(&self.0.asked).take().map(|path| PathToken::from(&*path).into()),
            sample: self.0.sample.as_deref().map(|path| PathToken::from(path).into()),
            player: self.0.engine.status().into(),
        }
    }

    /// Opens what lies at `path`, or answers with the pairs to choose from.
    pub(crate) fn open(&self, path: &Path) -> Result<Opened, AppError> {
        let found = library::discover(path)?;
        match &*found.pairs {
            [pair] => self.open_one(pair, path, found.problems),
            pairs => Ok(Opened::choose(&found.folder, pairs)),
        }
    }

    /// Opens one pair, by either half or both.
    pub(crate) fn open_pair(
        &self,
        audio: Option<PathBuf>,
        transcript: Option<PathBuf>,
    ) -> Result<Opened, AppError> {
        let pair = Pair::new(audio, transcript).ok_or_else(|| AppError::told("There is nothing to open."))?;
        // Either file leads back to the pair.
        let path = pair.audio().or(pair.transcript()).unwrap_or(pair.folder()).to_owned();
        self.open_one(&pair, &path, Vec::new())
    }

    /// Opens a pair and remembers it by the path that it was found at.
    fn open_one(&self, pair: &Pair, path: &Path, problems: Vec<String>) -> Result<Opened, AppError> {
        let mut open = lock(&self.0.open);
        let kept = self.keep_place(&open);
        let mut episode = library::open(pair)?;
        episode.problems.extend(problems);
        episode.problems.extend(kept.err().map(|error| error.message));
        let cover = episode.audio.as_mut().and_then(|audio| audio.info.cover.take());
        open.cover = cover.filter(|cover| {
            COVER_TYPES.contains(&&*cover.media_type) && (1..=MAX_COVER).contains(&cover.bytes.len())
        });
        open.episode += 1;
        open.heard_as = episode.audio.as_ref().map(|audio| PathToken::canonical(&audio.path));
        if let Err(error) = self.remember(path, &episode, &open) {
            episode.problems.push(error.message);
        }
        episode.problems.extend(open.take_up_work(pair, &self.0.data));
        let bookmarks = open.bookmarks(episode.text.as_ref().map(|text| &text.transcript));
        let opened = Episode::new(open.episode, &episode, bookmarks, open.cover.is_some());
        open.pair = Some(pair.clone());
        self.next_search();
        open.read(episode.text);
        open.audio = pair.audio().map(Path::to_owned);
        open.length = episode.audio.as_ref().and_then(|audio| audio.info.duration);
        open.measuring = Measuring::default();
        open.syncing = Syncing::default();
        match episode.audio {
            Some(audio) => {
                self.0.engine.load(audio.reader);
                self.go_on(&open);
            }
            None => self.0.engine.close(),
        }
        Ok(Opened::Episode { episode: Box::new(opened) })
    }

    /// Reads the transcript of episode number `episode` again, whose times count so many frames a second, or as many as
    /// is likely. What sounds goes on.
    pub(crate) fn set_frame_rate(&self, episode: u32, rate: Option<f64>) -> Result<Episode, AppError> {
        let mut open = lock(&self.0.open);
        let pair = open.pair.as_ref().filter(|_| open.episode == episode).ok_or_else(closed)?;
        let found = library::open_with(pair, &ParseOptions { frame_rate: rate })?;
        if found.text.is_none() {
            // It is the transcript that was to be read.
            return Err(AppError::told(found.problems.join(" ")));
        }
        let bookmarks = open.bookmarks(found.text.as_ref().map(|text| &text.transcript));
        let answer = Episode::new(episode, &found, bookmarks, open.cover.is_some());
        open.read(found.text);
        self.take_up_times(&open);
        if std::mem::take(&mut open.syncing).is_begun() {
            self.begin_sync(&mut open);
        }
        Ok(answer)
    }

    /// Closes the open episode.
    pub(crate) fn close(&self) {
        self.next_search();
        let mut open = lock(&self.0.open);
        if let Err(error) = self.keep_place(&open) {
            self.0.outbox.send(Event::Problem { message: error.message });
        }
        *open = Open { episode: open.episode, ..Open::default() };
        self.0.engine.close();
    }

    /// The cover of episode number `episode` as a data URL, if that is the open one.
    pub(crate) fn cover(&self, episode: u32) -> Option<String> {
        let open = lock(&self.0.open);
        let cover = open.cover.as_ref().filter(|_| open.episode == episode)?;
        Some(format!("data:{};base64,{}", cover.media_type, BASE64_STANDARD.encode(&cover.bytes)))
    }

    /// What was read from the transcript of episode number `episode`.
    pub(crate) fn report(&self, episode: u32) -> Result<Report, AppError> {
        let text = self.text(episode)?;
        Ok(Report::of(&text))
    }

    /// The lines of its file from `first` (from 1) on, so many of them; of a very long one what stands around `column`.
    pub(crate) fn source_lines(
        &self,
        episode: u32,
        first: u32,
        count: u32,
        column: Option<u32>,
    ) -> Result<SourceLines, AppError> {
        let text = self.text(episode)?;
        let wanted = first as usize..first.saturating_add(count) as usize;
        let column = column.map(|column| column as usize);
        Ok(library::source_lines(&text.path, &text.stamp, wanted, column)?.into())
    }

    /// The beginning of what would be written; of a document, its paragraphs.
    pub(crate) fn preview_export(
        &self,
        episode: u32,
        format: ExportFormat,
        options: ExportOptions,
    ) -> Result<Preview, AppError> {
        let text = self.text(episode)?;
        let options = options.into();
        if !format.is_text() {
            let paragraphs = transcript::document(&text.transcript, &options);
            return Ok(Preview::of_document(paragraphs, PREVIEW_LINES, PREVIEW_CHARACTERS));
        }
        let bytes = transcript::export(&text.transcript, format, &options)?;
        Ok(Preview::of_text(&String::from_utf8_lossy(&bytes), PREVIEW_LINES, PREVIEW_CHARACTERS))
    }

    /// The whole of what is to be written, and the file that is suggested for it: named as the transcript, beside it.
    pub(crate) fn export(
        &self,
        episode: u32,
        format: ExportFormat,
        options: ExportOptions,
    ) -> Result<(Vec<u8>, PathBuf), AppError> {
        let text = self.text(episode)?;
        let bytes = transcript::export(&text.transcript, format, &options.into())?;
        Ok((bytes, suggested(&text.path, format.extension())))
    }

    /// Writes what was exported, but never over the files of the open episode.
    pub(crate) fn save_export(&self, path: &Path, bytes: &[u8], existing: Existing) -> Result<(), AppError> {
        let (text, audio) = {
            let open = lock(&self.0.open);
            (open.text.clone(), open.audio.clone())
        };
        let given = [text.as_deref().map(|text| text.path.as_path()), audio.as_deref()];
        let given: Vec<&Path> = given.into_iter().flatten().collect();
        Ok(library::save(path, bytes, existing, &given)?)
    }

    /// The text of episode number `episode`, if that is the open one.
    fn text(&self, episode: u32) -> Result<Arc<Text>, AppError> {
        let open = lock(&self.0.open);
        let text = open.text.as_ref().filter(|_| open.episode == episode).cloned();
        text.ok_or_else(closed)
    }
}

/// A file beside the transcript and named like it, but never the transcript itself.
fn suggested(transcript: &Path, extension: &str) -> PathBuf {
    let beside = transcript.with_extension(extension);
    if beside != transcript {
        return beside;
    }
    let mut name = transcript.file_stem().unwrap_or_default().to_owned();
    name.push(" (copy).");
    name.push(extension);
    transcript.with_file_name(name)
}

fn closed() -> AppError {
    AppError::told("This episode is no longer open. Open it again.")
}

/// A panic elsewhere leaves nothing half-done in what these locks guard.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
