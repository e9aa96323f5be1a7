//! What is kept between runs, in the app's own folder: the recent episodes and the settings, each a readable JSON file.

mod document;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::path_token::PathToken;
use document::Document;

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
}

/// What a person has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Whether a click on a line starts to play where it was paused.
    pub click_plays: bool,
    /// From 0 (silent) to 1 (as recorded).
    pub volume: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { click_plays: true, volume: 1.0 }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Recents {
    episodes: Vec<Recent>,
}

/// The recent episodes and the settings, in memory and on disk.
#[derive(Debug)]
pub struct Store {
    settings: Document<Settings>,
    recents: Document<Recents>,
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
        Self { settings, recents, problems }
    }

    /// What went wrong in [`open`](Self::open), as sentences.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The settings as they are.
    pub fn settings(&self) -> Settings {
        self.settings.value
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
    pub fn remember(&mut self, path: &Path, title: &str, folder: &str) -> Result<(), Error> {
        let path = PathToken::from(path);
        let opened_unix_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let episodes = &mut self.recents.value.episodes;
        episodes.retain(|recent| recent.path != path);
        episodes
            .insert(0, Recent { path, title: title.to_owned(), folder: folder.to_owned(), opened_unix_s });
        episodes.truncate(MAX_RECENTS);
        self.recents.save()
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

impl Settings {
    /// With a volume that is one.
    fn sane(self) -> Self {
        let volume = if self.volume.is_finite() { self.volume.clamp(0.0, 1.0) } else { 1.0 };
        Self { volume, ..self }
    }
}
