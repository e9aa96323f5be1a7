//! What is kept between runs, in the app's own folder: the recent episodes, how far episodes were heard, the settings, and where the
//! window was, each a readable JSON file.

mod bounds;
mod document;
mod heard;
mod settings;
mod strength;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::path_token::PathToken;
use bounds::Kept;
use document::Document;
use heard::Places;

pub use bounds::Bounds;
pub(crate) use document::set_aside;
pub use heard::Heard;
pub use settings::{ClickTarget, CopyFormat, Face, LineSpacing, Locale, Preferences, Settings, Sound, Theme};

/// How many episodes are remembered.
const MAX_RECENTS: usize = 20;

/// An episode that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// What was opened: a folder or a file. It may be gone; it is kept, since a drive that was pulled comes back.
    pub path: PathToken,
    /// The episode's title.
    pub title: String,
    /// The name of its folder.
    pub folder: String,
    /// When it was last opened, in seconds since 1970.
    pub opened_unix_s: u64,
    /// Its audio, as [`Store::heard`] knows it.
    #[serde(default)]
    pub audio: Option<PathToken>,
    /// What [`cover_id`](crate::cover_id) says of its cover.
    #[serde(default)]
    pub cover: Option<String>,
}

impl Recent {
    /// An episode that is opened just now, without audio and cover.
    pub fn now(path: &Path, title: &str, folder: &str) -> Self {
        Self {
            path: path.into(),
            title: title.to_owned(),
            folder: folder.to_owned(),
            opened_unix_s: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
            audio: None,
            cover: None,
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Recents {
    episodes: Vec<Recent>,
}

/// The recent episodes, how far episodes were heard, the settings, and where the window was, in memory and on disk.
#[derive(Debug)]
pub struct Store {
    settings: Document<Settings>,
    recents: Document<Recents>,
    places: Document<Places>,
    bounds: Document<Kept>,
    problems: Vec<String>,
}

impl Store {
    /// Reads what is kept in `folder`, which need not exist yet. What can't be read is set aside and told in
    /// [`problems`](Self::problems), and its last good version is taken, else the defaults.
    pub fn open(folder: &Path) -> Self {
        let mut problems = Vec::new();
        let mut settings: Document<Settings> = Document::load(folder, "settings", &mut problems);
        settings.value = settings.value.sane();
        let mut recents: Document<Recents> = Document::load(folder, "recents", &mut problems);
        recents.value.episodes.truncate(MAX_RECENTS);
        let places = Document::load(folder, "heard", &mut problems);
        let mut bounds: Document<Kept> = Document::load(folder, "window", &mut problems);
        bounds.value = bounds.value.sane();
        Self { settings, recents, places, bounds, problems }
    }

    /// What went wrong in [`open`](Self::open), as sentences.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The settings as they are.
    pub fn settings(&self) -> Settings {
        self.settings.value.clone()
    }

    /// Keeps new settings. They hold for this run even when they can't be saved.
    ///
    /// # Errors
    /// [`Error::NotSaved`].
    pub fn set_settings(&mut self, settings: Settings) -> Result<(), Error> {
        self.settings.value = settings.sane();
        self.settings.save()
    }

    /// The episodes that were opened, the newest first; at most 20.
    pub fn recents(&self) -> &[Recent] {
        &self.recents.value.episodes
    }

    /// Puts an episode that was opened just now on top.
    ///
    /// # Errors
    /// [`Error::NotSaved`]; it is remembered for this run all the same.
    pub fn remember(&mut self, recent: Recent) -> Result<(), Error> {
        let episodes = &mut self.recents.value.episodes;
        episodes.retain(|other| other.path != recent.path);
        episodes.insert(0, recent);
        episodes.truncate(MAX_RECENTS);
        self.recents.save()
    }

    /// How far the episode with this audio was heard; `None` for one that was never played. An audio file is known by
    /// [`PathToken::canonical`].
    pub fn heard(&self, audio: &PathToken) -> Option<Heard> {
        self.places.value.of(audio)
    }

    /// Keeps how far it was heard.
    ///
    /// # Errors
    /// [`Error::NotSaved`]; it holds for this run all the same.
    pub fn set_heard(&mut self, audio: &PathToken, heard: Heard) -> Result<(), Error> {
        if self.places.value.put(audio, heard) { self.places.save() } else { Ok(()) }
    }

    /// Where the window was; `None` before the first run's end.
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds.value.0
    }

    /// Keeps where the window is.
    ///
    /// # Errors
    /// [`Error::NotSaved`]; it holds for this run all the same.
    pub fn set_bounds(&mut self, bounds: Bounds) -> Result<(), Error> {
        if self.bounds.value.0.replace(bounds) == Some(bounds) { Ok(()) } else { self.bounds.save() }
    }

    /// Takes an episode off the list.
    ///
    /// # Errors
    /// [`Error::NotSaved`]; it is forgotten for this run all the same.
    pub fn forget(&mut self, path: &PathToken) -> Result<(), Error> {
        self.recents.value.episodes.retain(|recent| recent.path != *path);
        self.recents.save()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use cueline_playback::Strength;

    use super::*;
    use crate::testing::Folder;

    fn sounding(sound: Sound) -> Settings {
        let mut settings = Settings::default();
        settings.sound = sound;
        settings
    }

    fn loud(volume: f32) -> Settings {
        sounding(Sound { volume, ..Sound::default() })
    }

    fn titles(store: &Store) -> Vec<&str> {
        store.recents().iter().map(|recent| recent.title.as_str()).collect()
    }

    #[test]
    fn what_is_kept_is_there_in_the_next_run() {
        let folder = Folder::new();
        let data = folder.path().join("not there yet");
        let mut store = Store::open(&data);
        assert_eq!(
            (store.settings(), store.recents(), store.problems()),
            (Settings::default(), &[][..], &[][..])
        );
        assert!(!data.exists(), "opening writes nothing");
        let mut chosen = sounding(Sound {
            volume: 0.5,
            speed: 1.35,
            trim: Some(Strength::Medium),
            even: true,
            output: Some("server:headphones".into()),
        });
        chosen.window = Preferences {
            click_plays: false,
            theme: Theme::Dark,
            text_size: 120.0,
            keys: [("mute".to_owned(), vec!["Q".to_owned()])].into(),
            ..Preferences::default()
        };
        store.set_settings(chosen.clone()).unwrap();
        store.remember(Recent::now(Path::new("/a%b"), "A", "a")).unwrap();
        store.remember(Recent::now(Path::new("/c"), "C", "c")).unwrap();
        store.remember(Recent::now(Path::new("/a%b"), "A again", "a")).unwrap();
        let mut store = Store::open(&data);
        assert_eq!(store.settings(), chosen);
        assert_eq!(titles(&store), ["A again", "C"]);
        assert_eq!(store.recents()[0].path.to_path(), Path::new("/a%b"));
        let gone = store.recents()[0].path.clone();
        store.forget(&gone).unwrap();
        assert_eq!(titles(&Store::open(&data)), ["C"]);
        let names: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 3, "two files, one backup and nothing temporary: {names:?}");
    }

    #[test]
    fn twenty_episodes_are_remembered_and_a_path_that_is_not_unicode_comes_back() {
        let folder = Folder::new();
        let mut store = Store::open(folder.path());
        for n in 0..25 {
            store.remember(Recent::now(Path::new(&format!("/{n}")), &n.to_string(), "")).unwrap();
        }
        assert_eq!(store.recents().len(), 20);
        assert_eq!(titles(&store)[..2], ["24", "23"]);
        #[cfg(unix)]
        {
            let path: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"/pass\xE9");
            store.remember(Recent::now(Path::new(path), "odd", "")).unwrap();
            assert_eq!(Store::open(folder.path()).recents()[0].path.to_path(), Path::new(path));
        }
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_the_version_before_it_used() {
        let folder = Folder::new();
        let mut store = Store::open(folder.path());
        store.set_settings(loud(0.25)).unwrap();
        store.set_settings(loud(0.75)).unwrap();
        for (round, aside) in ["settings.json.damaged", "settings.json.damaged-2"].into_iter().enumerate() {
            folder.add("settings.json", format!("{{ half {round}"));
            let mut store = Store::open(folder.path());
            assert_eq!(store.settings().sound.volume, 0.25);
            let [problem] = store.problems() else { panic!("{:?}", store.problems()) };
            assert!(problem.contains("settings.json") && problem.contains(aside), "{problem}");
            assert_eq!(fs::read_to_string(folder.path().join(aside)).unwrap(), format!("{{ half {round}"));
            store.remember(Recent::now(Path::new("/a"), "A", "a")).unwrap();
        }
        assert_eq!(Store::open(folder.path()).settings().sound.volume, 0.25, "the backup outlives it");
    }

    #[test]
    fn a_damaged_file_without_a_backup_gives_the_defaults_and_is_not_written_over() {
        let folder = Folder::new();
        for damage in ["", "7", "{\"volume\": \"loud\"}", "\u{0}\u{0}"] {
            let path = folder.add("settings.json", damage);
            let mut store = Store::open(folder.path());
            assert_eq!((store.settings(), store.problems().len()), (Settings::default(), 1), "{damage:?}");
            assert!(!path.exists());
            store.set_settings(Settings::default()).unwrap();
            fs::remove_file(path).unwrap();
        }
        let kept = fs::read_dir(folder.path()).unwrap().filter(|e| {
            e.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().contains("damaged"))
        });
        assert_eq!(kept.count(), 4);
    }

    #[test]
    fn a_crash_between_the_renames_of_a_save_loses_nothing() {
        let folder = Folder::new();
        Store::open(folder.path()).set_settings(loud(0.5)).unwrap();
        fs::rename(folder.path().join("settings.json"), folder.path().join("settings.json.bak")).unwrap();
        folder.add("settingsXYZ.tmp", "{ half");
        let store = Store::open(folder.path());
        assert_eq!((store.settings().sound.volume, store.problems().len()), (0.5, 0));
    }

    #[test]
    fn settings_out_of_range_or_from_another_version_are_made_sane() {
        let folder = Folder::new();
        let plain = Sound::default();
        let cases = [
            (r#"{"volume": 7}"#, Sound { volume: 2.0, ..plain.clone() }),
            (r#"{"volume": -1, "new": [1]}"#, Sound { volume: 0.0, ..plain.clone() }),
            (
                r#"{"speed": 0, "trim": "gentle"}"#,
                Sound { speed: 0.5, trim: Some(Strength::Gentle), ..plain.clone() },
            ),
            (r#"{"speed": 9e9, "trim": "utter"}"#, Sound { speed: 3.5, ..plain.clone() }),
            ("{}", plain),
        ];
        for (json, expected) in cases {
            folder.add("settings.json", json);
            assert_eq!(Store::open(folder.path()).settings().sound, expected, "{json}");
        }
        let mut store = Store::open(folder.path());
        store.set_settings(loud(f32::NAN)).unwrap();
        assert_eq!(Store::open(folder.path()).settings().sound.volume, 1.0);
    }

    #[test]
    fn what_can_not_be_saved_is_told_and_holds_for_this_run() {
        let folder = Folder::new();
        let file = folder.add("a file", "x");
        let mut store = Store::open(&file);
        let error = store.set_settings(loud(0.5)).unwrap_err();
        assert!(
            matches!(error, Error::NotSaved { .. }) && error.to_string().contains("settings.json"),
            "{error}"
        );
        assert_eq!(store.settings().sound.volume, 0.5);
        assert_eq!(fs::read_to_string(file).unwrap(), "x");
    }
}
