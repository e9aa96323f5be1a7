//! What is kept, written to the disk: settings at once, how it is to sound and where the window is a moment after each change, and how
//! far it was heard when it pauses and while it plays.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use cueline_library::{self as library, Bounds};
use cueline_playback::State;

use super::{App, lock};
use crate::{dto::Settings, error::AppError, events::Event};

/// A slider that is dragged changes many times a second; what it passes through isn't worth a write each.
const PAUSE: Duration = Duration::from_millis(300);
/// How much of what was heard a crash may forget.
const SAVE_PLACE_EVERY: Duration = Duration::from_secs(15);

impl App {
    /// Keeps what the person chose.
    pub(crate) fn save_settings(&self, settings: Settings) -> Result<(), AppError> {
        let mut store = lock(&self.0.store);
        let mut kept = store.settings();
        kept.window = settings.into();
        Ok(store.set_settings(kept)?)
    }

    /// Keeps how it is to sound, if that is another way than the one that is kept.
    pub(crate) fn save_sound(&self) -> Result<(), AppError> {
        let status = self.0.engine.status();
        let mut store = lock(&self.0.store);
        let sound = library::Sound {
            volume: status.volume,
            speed: status.speed,
            trim: status.trim,
            even: status.even,
            output: status.output,
        };
        let mut kept = store.settings();
        if kept.sound == sound {
            return Ok(());
        }
        kept.sound = sound;
        Ok(store.set_settings(kept)?)
    }

    /// Where the window is, or was in the run before.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        *lock(&self.0.bounds)
    }

    /// Notes where the window is now, to be kept soon: one that is dragged passes through many places.
    pub(crate) fn note_bounds(&self, bounds: Bounds) {
        if lock(&self.0.bounds).replace(bounds) != Some(bounds) {
            let _ = self.0.changes.send(()); // without the thread it is kept when the program ends
        }
    }

    /// Keeps where the window is.
    pub(crate) fn save_bounds(&self) -> Result<(), AppError> {
        let bounds = self.bounds();
        Ok(bounds.map_or(Ok(()), |bounds| lock(&self.0.store).set_bounds(bounds))?)
    }

    /// Keeps it soon after each of the changes that are told in `changes`, and how far it was heard as often as that is wanted, on a
    /// thread of its own: a program that is killed loses next to nothing. That it can't be written is told once.
    pub(super) fn keep_on(&self, changes: Receiver<()>) {
        let app = Arc::downgrade(&self.0);
        let keep = move || {
            let (mut told, mut playing, mut placed) = (false, false, Instant::now());
            // What stands still needs no waking up.
            let wait = |playing: bool| match playing {
                true => changes.recv_timeout(SAVE_PLACE_EVERY),
                false => changes.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            while wait(playing) != Err(RecvTimeoutError::Disconnected) {
                thread::sleep(PAUSE);
                while changes.try_recv().is_ok() {}
                let Some(app) = app.upgrade().map(App) else { return };
                let mut kept = app.save_sound().and(app.save_bounds());
                playing = app.0.engine.status().state == State::Playing;
                if !playing || placed.elapsed() >= SAVE_PLACE_EVERY {
                    placed = Instant::now();
                    kept = kept.and(app.save_place());
                }
                if let Err(error) = kept
                    && !std::mem::replace(&mut told, true)
                {
                    app.0.outbox.send(Event::Problem { message: error.message });
                }
            }
        };
        // Without a thread it is kept when the program ends.
        let _ = thread::Builder::new().name("cueline-keeper".into()).spawn(keep);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use cueline_library::Store;

    use super::*;

    #[test]
    fn how_it_sounds_is_on_the_disk_soon_after_it_was_changed() {
        let place = tempfile::tempdir().unwrap();
        let app = App::new(place.path(), &place.path().join("cache"), None, None);
        app.engine().set_speed(1.5);
        app.engine().set_volume(0.25);
        app.engine().set_even(true);
        let kept = || {
            let sound = Store::open(place.path()).settings().sound;
            (sound.speed, sound.volume, sound.even)
        };
        let begin = Instant::now();
        while kept() != (1.5, 0.25, true) {
            assert!(begin.elapsed() < Duration::from_secs(30), "{:?} is kept", kept());
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn how_far_it_was_heard_is_on_the_disk_soon_after_something_changed() {
        let place = tempfile::tempdir().unwrap();
        let audio = place.path().join("talk.wav");
        std::fs::write(&audio, super::super::analysis::tests::tone()).unwrap();
        let app = App::new(place.path(), &place.path().join("cache"), None, None);
        super::super::tests::open(&app, &audio);
        app.engine().seek(Duration::from_secs(3), cueline_playback::Then::Keep);
        app.engine().set_speed(2.0);
        let token = library::PathToken::canonical(&audio);
        let begin = Instant::now();
        while Store::open(place.path()).heard(&token).map(|heard| heard.position)
            != Some(Duration::from_secs(3))
        {
            assert!(begin.elapsed() < Duration::from_secs(30), "it is kept");
            thread::sleep(Duration::from_millis(20));
        }
    }
}
