//! How far the open episode was heard: kept when it pauses, closes, and every now and then while it plays, so that it goes on there.

use std::{
    path::Path,
    thread,
    time::{Duration, SystemTime},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use cueline_library::{self as library, Heard, PathToken, Store};
use cueline_playback::{Cover, State, Then, analysis};
use cueline_transcript::Transcript;

use super::{App, Open, lock};
use crate::{dto::Recent, error::AppError};

/// So many characters of the last line tell where one was.
const LONGEST_LINE: usize = 200;

impl App {
    /// Keeps how far the open episode was heard.
    pub(crate) fn save_place(&self) -> Result<(), AppError> {
        self.keep_place(&lock(&self.0.open))
    }

    /// Keeps how far `open` was heard.
    pub(super) fn keep_place(&self, open: &Open) -> Result<(), AppError> {
        let status = self.0.engine.status();
        let Some(audio) = open.heard_as.as_ref().filter(|_| status.state != State::Empty) else {
            return Ok(());
        };
        let end = status.duration.unwrap_or(Duration::MAX);
        let position = match (status.state, status.duration) {
            (State::Ended, Some(end)) => end,
            _ => status.anchor.position_at(SystemTime::now()).min(end),
        };
        let line = open.text.as_deref().and_then(|text| last_line(&text.transcript, position));
        let heard = Heard { position, duration: status.duration, line };
        Ok(lock(&self.0.store).set_heard(audio, heard)?)
    }

    /// Goes to where the episode that was just opened was left.
    pub(super) fn go_on(&self, open: &Open) {
        let heard = open.heard_as.as_ref().and_then(|audio| lock(&self.0.store).heard(audio));
        if let Some(position) = heard.map(|heard| heard.resume()).filter(|position| !position.is_zero()) {
            self.0.engine.seek(position, Then::Keep);
        }
    }

    /// The episodes opened before, the latest first.
    pub(crate) fn recents(&self) -> Vec<Recent> {
        recents(&lock(&self.0.store))
    }

    /// Takes one off that list.
    pub(crate) fn forget_recent(&self, path: &PathToken) -> Result<Vec<Recent>, AppError> {
        let mut store = lock(&self.0.store);
        store.forget(path)?;
        Ok(recents(&store))
    }

    /// The small cover of one on that list, as a data URL.
    pub(crate) fn recent_cover(&self, path: &PathToken) -> Option<String> {
        let id = lock(&self.0.store).recents().iter().find(|recent| recent.path == *path)?.cover.clone()?;
        let jpeg = library::small_cover(&self.0.covers, &id)?;
        Some(format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(jpeg)))
    }

    /// Puts an episode that was just opened on that list, and makes its cover small in the background.
    pub(super) fn remember(
        &self,
        path: &Path,
        episode: &library::Episode,
        open: &Open,
    ) -> Result<(), AppError> {
        let recent = library::Recent {
            audio: open.heard_as.clone(),
            cover: open.cover.as_ref().map(|cover| library::cover_id(&cover.bytes)),
            ..library::Recent::now(path, &episode.title, &library::display_name(&episode.folder))
        };
        let remembered = lock(&self.0.store).remember(recent);
        if let Some(cover) = open.cover.clone() {
            self.make_small(cover);
        }
        Ok(remembered?)
    }

    fn make_small(&self, Cover { bytes, .. }: Cover) {
        let app = self.clone();
        let work = move || {
            analysis::lower_priority();
            library::keep_small_cover(&app.0.covers, &bytes);
            let recents = lock(&app.0.store).recents().to_vec();
            let kept: Vec<&str> = recents.iter().filter_map(|recent| recent.cover.as_deref()).collect();
            library::forget_small_covers_but(&app.0.covers, &kept);
        };
        // Without a thread the list shows no cover.
        let _ = thread::Builder::new().name("cueline-cover".into()).spawn(work);
    }
}

pub(super) fn recents(store: &Store) -> Vec<Recent> {
    let heard = |recent: &library::Recent| recent.audio.as_ref().and_then(|audio| store.heard(audio));
    store.recents().iter().map(|recent| Recent::new(recent, heard(recent))).collect()
}

/// The line that began last before `position`, or its beginning.
fn last_line(transcript: &Transcript, position: Duration) -> Option<String> {
    let begun = transcript.lines().filter_map(|line| Some((line.utterance.timing()?.start, line.utterance)));
    let (_, last) = begun.filter(|(start, _)| *start <= position).max_by_key(|(start, _)| *start)?;
    Some(last.text().chars().take(LONGEST_LINE).collect())
}

#[cfg(test)]
mod tests {
    use super::super::{
        analysis::tests::tone,
        tests::{app, open},
    };
    use super::*;

    const SUBTITLES: &str = "1\n00:00:00,000 --> 00:00:04,000\nAnn: The boat came in late.\n\n\
                             2\n00:00:04,000 --> 00:00:08,000\nBo: I heard it.\n";

    fn position(app: &App) -> f64 {
        app.engine().status().anchor.position.as_secs_f64()
    }

    fn heard(app: &App) -> Option<(f64, Option<f64>, Option<String>)> {
        let [recent] = &app.recents()[..] else { panic!("one episode was opened") };
        recent.heard.as_ref().map(|heard| (heard.position_ms, heard.duration_ms, heard.line.clone()))
    }

    #[test]
    fn an_episode_goes_on_where_it_was_closed_also_in_another_run_and_anew_after_its_end() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("talk");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("talk.wav"), tone()).unwrap();
        std::fs::write(folder.join("talk.srt"), SUBTITLES).unwrap();
        let data = place.path().join("data");
        let first = app(&data);
        open(&first, &folder);
        assert_eq!(position(&first), 0.0);
        first.close();
        assert_eq!(heard(&first), None, "it was only looked at");
        open(&first, &folder);
        first.engine().seek(Duration::from_millis(5_500), Then::Keep);
        open(&first, &folder.join("talk.wav"));
        assert_eq!(position(&first), 5.5, "by whichever path");
        first.forget_recent(&PathToken::from(&*folder.join("talk.wav"))).unwrap();
        assert_eq!(heard(&first), Some((5_500.0, Some(8_000.0), Some("I heard it.".to_owned()))));
        drop(first);

        let second = app(&data);
        open(&second, &folder);
        assert_eq!(position(&second), 5.5);
        assert_eq!(second.engine().status().state, State::Paused);
        second.engine().seek(Duration::from_secs(9), Then::Keep);
        second.save_place().unwrap();
        assert_eq!(heard(&second).map(|heard| heard.0), Some(8_000.0));
        open(&second, &folder);
        assert_eq!(position(&second), 0.0);
    }

    #[test]
    fn the_last_line_is_the_one_that_began_last() {
        let mut transcript = cueline_transcript::parse(SUBTITLES.as_bytes(), "a.srt").unwrap().transcript;
        cueline_transcript::timeline(&mut transcript, None);
        let at = |ms: u64| last_line(&transcript, Duration::from_millis(ms));
        assert_eq!(at(3_999).as_deref(), Some("The boat came in late."));
        assert_eq!(at(4_000).as_deref(), Some("I heard it."));
        assert_eq!(at(90_000).as_deref(), Some("I heard it."));
    }
}
