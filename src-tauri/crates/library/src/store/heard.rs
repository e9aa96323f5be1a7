//! How far each episode was heard, so that it goes on there.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::path_token::PathToken;

/// How many episodes' places are kept.
const MAX_PLACES: usize = 200;
/// Who stopped so little before the end has heard it all.
const AT_END: Duration = Duration::from_secs(1);

/// How far an episode was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// From the start of the audio.
    pub position: Duration,
    /// How long the audio is, if that is known.
    pub duration: Option<Duration>,
    /// The last line that was heard, or its beginning.
    pub line: Option<String>,
}

impl Heard {
    /// Where to go on: at the beginning again of an episode that was heard to its end.
    pub fn resume(&self) -> Duration {
        let ended = self.duration.is_some_and(|duration| self.position.saturating_add(AT_END) >= duration);
        if ended { Duration::ZERO } else { self.position }
    }
}

/// The places, the latest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Places {
    episodes: Vec<Place>,
}

/// One of them, as it stands in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Place {
    audio: PathToken,
    position_s: f64,
    #[serde(default)]
    duration_s: Option<f64>,
    #[serde(default)]
    line: Option<String>,
}

impl Places {
    pub(super) fn of(&self, audio: &PathToken) -> Option<Heard> {
        let place = self.episodes.iter().find(|place| place.audio == *audio)?;
        // Whoever edits the file may write anything.
        let time = |seconds: f64| Duration::try_from_secs_f64(seconds).ok();
        Some(Heard {
            position: time(place.position_s).unwrap_or_default(),
            duration: place.duration_s.and_then(time),
            line: place.line.clone(),
        })
    }

    /// Puts a place on top; whether anything is another way than before. An episode that was only looked at has none.
    pub(super) fn put(&mut self, audio: &PathToken, heard: Heard) -> bool {
        let before = self.of(audio);
        let untouched = before.is_none() && heard.position.is_zero();
        if untouched || before.as_ref() == Some(&heard) {
            return false;
        }
        self.episodes.retain(|place| place.audio != *audio);
        let Heard { position, duration, line } = heard;
        self.episodes.insert(
            0,
            Place {
                audio: audio.clone(),
                position_s: position.as_secs_f64(),
                duration_s: duration.map(|duration| duration.as_secs_f64()),
                line,
            },
        );
        self.episodes.truncate(MAX_PLACES);
        true
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::Store;
    use crate::testing::Folder;

    fn heard(position_s: f64, duration_s: f64) -> Heard {
        let (position, duration) = (Duration::from_secs_f64(position_s), Duration::from_secs_f64(duration_s));
        Heard { position, duration: Some(duration), line: Some("I heard it.".to_owned()) }
    }

    fn token(path: &str) -> PathToken {
        PathToken::from(Path::new(path))
    }

    #[test]
    fn an_episode_goes_on_where_it_was_left_and_anew_after_its_end() {
        for (position, duration, resumed) in
            [(12.5, 60.0, 12.5), (59.5, 60.0, 0.0), (60.0, 60.0, 0.0), (58.0, 60.0, 58.0), (90.0, 60.0, 0.0)]
        {
            assert_eq!(heard(position, duration).resume().as_secs_f64(), resumed, "{position} of {duration}");
        }
        let endless = Heard { duration: None, ..heard(90.0, 1.0) };
        assert_eq!(endless.resume().as_secs_f64(), 90.0);
    }

    #[test]
    fn places_are_there_in_the_next_run_and_what_does_not_change_is_not_written() {
        let folder = Folder::new();
        let mut store = Store::open(folder.path());
        store.set_heard(&token("/never"), Heard { position: Duration::ZERO, ..heard(1.0, 2.0) }).unwrap();
        assert!(!folder.path().join("heard.json").exists(), "what was only looked at has no place");
        store.set_heard(&token("/a"), heard(1.0, 60.0)).unwrap();
        store.set_heard(&token("/a"), heard(12.345_678_9, 60.0)).unwrap();
        let before = folder.snapshot();
        store.set_heard(&token("/a"), heard(12.345_678_9, 60.0)).unwrap();
        assert_eq!(folder.snapshot(), before);
        let store = Store::open(folder.path());
        assert_eq!(store.heard(&token("/a")), Some(heard(12.345_678_9, 60.0)));
        assert_eq!(store.heard(&token("/never")), None);
    }

    #[test]
    fn the_latest_two_hundred_are_kept_and_impossible_times_are_none() {
        let mut places = Places::default();
        for n in 0..MAX_PLACES + 5 {
            assert!(places.put(&token(&format!("/{n}")), heard(1.0, 2.0)));
        }
        assert_eq!(places.episodes.len(), MAX_PLACES);
        assert!(places.of(&token("/4")).is_none() && places.of(&token("/5")).is_some());
        let folder = Folder::new();
        folder.add(
            "heard.json",
            r#"{"episodes": [{"audio": "/a", "position_s": -1e300, "duration_s": 1e300, "new": 1}]}"#,
        );
        let heard = Store::open(folder.path()).heard(&token("/a")).unwrap();
        assert_eq!(heard, Heard { position: Duration::ZERO, duration: None, line: None });
    }
}
