//! The open episode's words being found in its sound, on a thread of its own, and what comes of it: times for its words and lines.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use cueline_library::{self as library, SyncNews, SyncPoint, Synced, Task};
use cueline_transcript::AlignedLine;

use super::{App, Open, closed, lock};
use crate::{
    dto::{Sync, Times},
    error::AppError,
    events::Event,
};

/// Lines that are found meanwhile are taken up no more often than this: each time the whole transcript is timed anew.
const EVERY: Duration = Duration::from_millis(700);

/// How far the open episode's words are found. Dropping it ends the looking.
#[derive(Default)]
pub(super) struct Syncing {
    pass: Option<Pass>,
    /// What was found, once all of it is.
    synced: Option<Synced>,
    /// The person wants the file's own times.
    refused: bool,
}

/// A thread that looks for words; it is told to end when this is dropped.
struct Pass(Arc<AtomicBool>);

impl Drop for Pass {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What it has to tell.
enum News {
    Share(f32),
    /// Every line as far as it is found.
    Lines(Vec<AlignedLine>),
    Done(Synced),
    /// Why nothing can be found, as a sentence.
    Failed(String),
}

impl Syncing {
    /// Whether it was ever asked for.
    pub(super) fn is_begun(&self) -> bool {
        self.pass.is_some()
    }
}

impl App {
    /// Finds the words of episode number `episode` in its sound, from where it is being played on. For when the episode is on the
    /// screen: nobody waits for this.
    pub(crate) fn sync(&self, episode: u32) {
        let mut open = lock(&self.0.open);
        if open.episode == episode && open.syncing.pass.is_none() {
            self.begin_sync(&mut open);
        }
    }

    /// Takes what was found, or with `on` false the times of the transcript's own file.
    pub(crate) fn set_sync(&self, episode: u32, on: bool) -> Result<(), AppError> {
        let mut open = lock(&self.0.open);
        if open.episode != episode || open.text.is_none() {
            return Err(closed());
        }
        open.syncing.refused = !on;
        let lines = open.syncing.synced.as_ref().map(Synced::aligned).unwrap_or_default();
        self.take_lines(&mut open, if on { &lines } else { &[] });
        self.tell_sync(&open);
        Ok(())
    }

    /// Says that a line of episode number `episode` begins at `at`, and looks for the words anew with that in mind.
    pub(crate) fn add_sync_point(&self, episode: u32, line: u32, at: Duration) -> Result<(), AppError> {
        let text = self.text(episode)?;
        self.change(episode, |work| work.sync(&text.transcript, line as usize, at))?;
        self.sync_again(episode);
        Ok(())
    }

    /// Takes back what was said of a line.
    pub(crate) fn remove_sync_point(&self, episode: u32, line: u32) -> Result<(), AppError> {
        let text = self.text(episode)?;
        self.change(episode, |work| work.unsync(&text.transcript, line as usize))?;
        self.sync_again(episode);
        Ok(())
    }

    fn sync_again(&self, episode: u32) {
        let mut open = lock(&self.0.open);
        if open.episode == episode {
            open.syncing = Syncing::default();
            self.begin_sync(&mut open);
        }
    }

    /// Begins to look for the words of what is open.
    pub(super) fn begin_sync(&self, open: &mut Open) {
        let (Some(text), Some(audio)) = (open.text.clone(), open.audio.clone()) else { return };
        let points: Vec<SyncPoint> = open
            .kept
            .as_ref()
            .map(|kept| lock(kept).work().sync_points(&text.transcript))
            .unwrap_or_default();
        let ended = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&ended);
        let (episode, cache) = (open.episode, self.0.analyses.clone());
        let around = self.0.engine.status().anchor.position;
        let app = Arc::downgrade(&self.0);
        let tell = move |news| {
            if let Some(app) = app.upgrade() {
                App(app).take_up_sync(episode, news);
            }
        };
        let work = move || {
            let cancelled = || asked.load(Ordering::Relaxed);
            let task = Task {
                audio: &audio,
                transcript: &text.transcript,
                points: &points,
                cache: Some(&cache),
                around,
            };
            let found = Mutex::new((vec![AlignedLine::default(); text.transcript.lines().count()], None));
            let hear = |news| match news {
                SyncNews::Share(share) => tell(News::Share(share)),
                SyncNews::Lines(first, lines) => {
                    let mut found = lock(&found);
                    for (place, line) in found.0.iter_mut().skip(first).zip(lines) {
                        *place = line;
                    }
                    if found.1.is_none_or(|last: Instant| last.elapsed() > EVERY) {
                        found.1 = Some(Instant::now());
                        tell(News::Lines(found.0.clone()));
                    }
                }
            };
            match library::synchronise(&task, &cancelled, &hear) {
                Ok(Some(synced)) if !cancelled() => tell(News::Done(synced)),
                Err(error) if !cancelled() => tell(News::Failed(error.to_string())),
                _ => {}
            }
        };
        // Without a thread no words are found, as with a program that ends early.
        let _ = thread::Builder::new().name("cueline-sync".into()).spawn(work);
        open.syncing.pass = Some(Pass(ended));
    }

    fn take_up_sync(&self, episode: u32, news: News) {
        let mut open = lock(&self.0.open);
        if open.episode != episode || open.syncing.pass.is_none() {
            return;
        }
        match news {
            News::Share(share) => {
                let sync = Sync::Working { share: share.into() };
                self.0.outbox.send(Event::Sync { episode, sync });
            }
            News::Failed(message) => {
                self.0.outbox.send(Event::Sync { episode, sync: Sync::Failed { message } });
            }
            News::Lines(lines) if !open.syncing.refused => self.take_lines(&mut open, &lines),
            News::Lines(_) => {}
            News::Done(synced) => {
                let lines = synced.aligned();
                open.syncing.synced = Some(synced);
                if !open.syncing.refused {
                    self.take_lines(&mut open, &lines);
                }
                self.tell_sync(&open);
            }
        }
    }

    /// Takes times into the open transcript, and tells the new ones of its lines.
    fn take_lines(&self, open: &mut Open, lines: &[AlignedLine]) {
        let length = open.length;
        let Some(text) = &mut open.text else { return };
        Arc::make_mut(text).transcript.take_aligned(lines, length);
        let times = Times::from(&text.transcript);
        self.0.outbox.send(Event::Times { episode: open.episode, times });
        self.take_up_times(open);
    }

    fn tell_sync(&self, open: &Open) {
        let Some(synced) = &open.syncing.synced else { return };
        let sync = Sync::done(synced, open.syncing.refused);
        self.0.outbox.send(Event::Sync { episode: open.episode, sync });
    }
}
