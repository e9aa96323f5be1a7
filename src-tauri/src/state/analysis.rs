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
    analysis::{self, Peak, Progress, WIDEST},
};

use super::{App, Open, closed, lock};
use crate::{
    dto::{self, Analysis},
    error::AppError,
    events::Event,
};

/// How far the open episode is measured. Dropping it ends the measuring.
#[derive(Default)]
pub(super) struct Measuring {
    pass: Option<Pass>,
    /// What is measured so far.
    shared: Option<Shared>,
    /// Whether that is all of it.
    done: bool,
}

/// A thread that measures; it is told to end when this is dropped.
struct Pass(Arc<AtomicBool>);

/// What it has to tell.
enum News {
    /// What is measured so far, and its share of all, 0 to 1.
    Share(Shared, f64),
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
        open.measuring.pass = Some(Pass::begin(audio, &self.0.analyses, around, move |news| {
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
            News::Share(shared, share) => {
                open.measuring.shared = Some(shared);
                Analysis::Measuring { share }
            }
            News::Failed(message) => Analysis::Failed { message },
            News::Done(shared) => {
                open.measuring.shared = Some(shared);
                open.measuring.done = true;
                return self.take_up_times(&open);
            }
        };
        self.0.outbox.send(Event::Analysis { episode, analysis });
    }

    /// The peaks of `width` equal parts of the time between `from` and `to`, as bytes (see [`dto::peak_bytes`]); of what isn't measured
    /// yet, and where nothing can be, they aren't known.
    pub(crate) fn peaks(
        &self,
        episode: u32,
        from: Duration,
        to: Duration,
        width: u32,
    ) -> Result<Vec<u8>, AppError> {
        let shared = {
            let open = lock(&self.0.open);
            if open.episode != episode || open.audio.is_none() {
                return Err(closed());
            }
            open.measuring.shared.clone()
        };
        let width = (width as usize).min(WIDEST);
        let peaks = match shared {
            Some(shared) => {
                shared.read().unwrap_or_else(PoisonError::into_inner).peaks().between(from, to, width)
            }
            None => vec![Peak::UNKNOWN; width],
        };
        Ok(dto::peak_bytes(&peaks))
    }

    /// Evens the voices out by the transcript's times as they are now, and tells it, once all is measured.
    pub(super) fn take_up_times(&self, open: &Open) {
        let Some(shared) = open.measuring.shared.as_ref().filter(|_| open.measuring.done) else { return };
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
            let mut progress = |shared: &Shared, progress: Progress| {
                tell(News::Share(Arc::clone(shared), progress.share));
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

#[cfg(test)]
pub(super) mod tests {
    use std::time::Instant;

    use super::*;
    use crate::dto::Opened;

    const SUBTITLES: &str = "1\n00:00:00,000 --> 00:00:04,000\nAnn: The boat came in late.\n\n\
                             2\n00:00:04,000 --> 00:00:08,000\nBo: I heard it.\n";

    /// Eight seconds of a tone, in its second half a quieter one: 8 bits, 8 kHz.
    pub(in crate::state) fn tone() -> Vec<u8> {
        let mut wav = b"RIFF\x24\xfa\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        wav.extend([8_000_u32.to_le_bytes(), 8_000_u32.to_le_bytes()].concat());
        wav.extend(b"\x01\0\x08\0data\0\xfa\0\0");
        wav.extend((0..64_000_u32).map(|n| {
            let height = if n < 32_000 { 60 } else { 15 };
            if n / 10 % 2 == 0 { 128 + height } else { 128 - height }
        }));
        wav
    }

    fn open(app: &App, path: &Path) -> u32 {
        match app.open(path).unwrap() {
            Opened::Episode { episode } => episode.id,
            Opened::Choose { .. } => panic!("one episode lies there"),
        }
    }

    /// What evening out does once the open episode is measured.
    fn evened(app: &App) -> Evening {
        let begin = Instant::now();
        loop {
            let open = lock(&app.0.open);
            if let Some(shared) = open.measuring.shared.as_ref().filter(|_| open.measuring.done) {
                let text = open.text.as_deref().map(|text| &text.transcript);
                return library::evening(shared.read().unwrap().loudness(), text);
            }
            drop(open);
            assert!(begin.elapsed() < Duration::from_secs(30), "it is measured");
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn the_open_episode_is_measured_and_the_next_opening_ends_and_forgets_that() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("talk.wav"), tone()).unwrap();
        std::fs::write(place.path().join("talk.srt"), SUBTITLES).unwrap();
        let cache = place.path().join("data/cache");
        let app = App::new(&place.path().join("data"), &cache, None, None);
        let first = open(&app, place.path());
        assert!(!cache.exists(), "opening by itself measures nothing");
        app.analyse(first + 1);
        assert!(lock(&app.0.open).measuring.pass.is_none(), "another episode isn't measured");
        app.analyse(first);
        let Evening { voices, .. } = evened(&app);
        let [(ann, lower), (bo, higher)] = &voices[..] else { panic!("{voices:?}") };
        assert_eq!((&**ann, &**bo), ("Ann", "Bo"));
        assert!(*lower < -1.0 && *higher > 6.0, "{voices:?}");
        assert_eq!(std::fs::read_dir(cache.join("analyses")).unwrap().count(), 1, "it is kept");

        let asked = lock(&app.0.open).measuring.pass.as_ref().map(|pass| Arc::clone(&pass.0)).unwrap();
        let second = open(&app, place.path());
        assert!(asked.load(Ordering::Relaxed), "the pass before is told to end");
        assert!(lock(&app.0.open).measuring.shared.is_none());
        app.analyse(first);
        assert!(lock(&app.0.open).measuring.pass.is_none());
        app.analyse(second);
        assert_eq!(evened(&app).voices, voices);
    }

    #[test]
    fn peaks_are_not_known_before_the_sound_is_measured_and_then_follow_it() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("talk.wav"), tone()).unwrap();
        let app = App::new(&place.path().join("data"), &place.path().join("data/cache"), None, None);
        let episode = open(&app, place.path());
        let peaks = |width: u32| -> Vec<(i16, i16)> {
            let bytes = app.peaks(episode, Duration::ZERO, Duration::from_secs(8), width).unwrap();
            let pair = |four: &[u8]| {
                (i16::from_le_bytes([four[0], four[1]]), i16::from_le_bytes([four[2], four[3]]))
            };
            bytes.chunks(4).map(pair).collect()
        };
        assert!(peaks(8).iter().all(|(least, greatest)| least > greatest));
        assert_eq!(peaks(u32::MAX).len(), WIDEST);
        app.analyse(episode);
        evened(&app);
        let [first, .., last] = peaks(8)[..] else { panic!("eight parts") };
        let near = |(least, greatest): (i16, i16), height: i16| {
            (least + height * 256).abs() <= 256 && (greatest - height * 256).abs() <= 256
        };
        assert!(near(first, 60) && near(last, 15), "{first:?} {last:?}");
        assert!(app.peaks(episode + 1, Duration::ZERO, Duration::from_secs(8), 8).is_err());
    }
}
