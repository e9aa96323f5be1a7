//! The measuring of the open episode's sound, on a thread of its own, and what comes of it: its voices evened out, and what the
//! window tells about it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use cueline_library::{self as library, Evening, Shared};
use cueline_playback::{
    Level,
    analysis::{self, Progress},
};

use super::{App, Open, lock};
use crate::{dto::Analysis, events::Event};

/// How far the open episode is measured. Dropping it ends the measuring.
#[derive(Default)]
pub(super) struct Measuring {
    pass: Option<Pass>,
    /// All of it.
    done: Option<Shared>,
}

/// A thread that measures; it is told to end when this is dropped.
struct Pass(Arc<AtomicBool>);

/// What it has to tell.
enum News {
    /// The share that is measured, 0 to 1.
    Share(f64),
    Done(Shared),
    /// Why it can't be measured, as a sentence.
    Failed(String),
}

impl App {
    /// Measures the sound of episode number `episode`, from where it is being played on. For when the episode is on the screen: nobody
    /// waits for this.
    pub(crate) fn analyse(&self, episode: u32) {
        let mut open = lock(&self.0.open);
        let Some(audio) = open.audio.clone() else { return };
        if open.episode != episode || open.measuring.pass.is_some() {
            return;
        }
        let around = self.0.engine.status().anchor.position;
        let app = Arc::downgrade(&self.0);
        open.measuring.pass = Some(Pass::begin(audio, &self.0.cache, around, move |news| {
            if let Some(app) = app.upgrade() {
                App(app).take_up(episode, news);
            }
        }));
    }

    fn take_up(&self, episode: u32, news: News) {
        let mut open = lock(&self.0.open);
        if open.episode != episode {
            return;
        }
        let analysis = match news {
            News::Share(share) => Analysis::Measuring { share },
            News::Failed(message) => Analysis::Failed { message },
            News::Done(shared) => {
                open.measuring.done = Some(shared);
                return self.take_up_times(&open);
            }
        };
        self.0.outbox.send(Event::Analysis { episode, analysis });
    }

    /// Evens the voices out by the transcript's times as they are now, and tells it, once all is measured.
    pub(super) fn take_up_times(&self, open: &Open) {
        let Some(shared) = &open.measuring.done else { return };
        let analysis = shared.read().unwrap_or_else(PoisonError::into_inner);
        let transcript = open.text.as_deref().map(|text| &text.transcript);
        let evening = library::evening(analysis.loudness(), transcript);
        self.0.engine.set_levels(&levels(&evening));
        let analysis = Analysis::done(&analysis, &evening);
        self.0.outbox.send(Event::Analysis { episode: open.episode, analysis });
    }
}

fn levels(evening: &Evening) -> Vec<Level> {
    let level =
        |gain: &library::Gain| Level { from: gain.time.start, to: gain.time.end, gain_db: gain.db as f32 };
    evening.gains.iter().map(level).collect()
}

impl Pass {
    /// Begins to measure `audio`; `tell` is called on its thread.
    fn begin(audio: PathBuf, cache: &Path, around: Duration, tell: impl Fn(News) + Send + 'static) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&ended);
        let cache = cache.to_owned();
        let work = move || {
            analysis::lower_priority();
            let cancelled = || asked.load(Ordering::Relaxed);
            let mut progress = |_: &Shared, progress: Progress| {
                tell(News::Share(progress.share));
            };
            let done = library::analyse(&audio, &cache, around, &cancelled, &mut progress);
            match done {
                Ok(Some(shared)) if !cancelled() => tell(News::Done(shared)),
                Err(error) if !cancelled() => tell(News::Failed(error.to_string())),
                _ => {}
            }
        };
        // Without a thread nothing is measured, as with a program that ends early; what is played doesn't depend on it.
        let _ = thread::Builder::new().name("cueline-analysis".into()).spawn(work);
        Self(ended)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
