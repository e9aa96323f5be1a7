//! What goes over the wire to the interface: plain values, each made from the domain's own type.
//!
//! - `transcript`: what is said, in columns
//! - `reading`: words with their times, places in the text, hits and peaks
//! - `syncing`: how its words are found in the sound
//! - `report`: what was read from its file, and that file's lines
//! - `export`: what it can be written as
//! - `work`: what a person made of the episode
//! - `settings`: what a person has chosen for the window
//! - `player`: the sound; `device`: the loudspeakers; `analysis`: what is measured of it
//!
//! The interface's TypeScript types are generated from here, from `events.rs` and from `error.rs`
//! (`cargo xtask bindings`); a test fails when they are stale. Times are milliseconds, since that is
//! what a web view counts in; offsets in text are UTF-16 units for the same reason.

mod analysis;
mod device;
mod export;
mod player;
mod reading;
mod report;
mod settings;
mod syncing;
mod transcript;
mod work;

use std::{path::Path, time::Duration};

use cueline_library::{self as library, PathToken};
use serde::Serialize;
use ts_rs::TS;

pub(crate) use analysis::Analysis;
pub(crate) use device::{Diagnostics, OutputDevice};
pub(crate) use export::{ExportChoices, ExportOptions, Exported, Preview};
pub(crate) use player::{Anchor, Player, Section, TrimStrength};
pub(crate) use reading::{Passage, Query, Words, hit_bytes, peak_bytes};
pub(crate) use report::{Report, SourceLines};
pub(crate) use settings::Settings;
pub(crate) use syncing::{Sync, Times};
pub(crate) use transcript::Transcript;
pub(crate) use work::{Bookmark, bookmarks};

/// What the start screen needs.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartUp {
    pub(crate) version: String,
    pub(crate) settings: Settings,
    pub(crate) recents: Vec<Recent>,
    /// What the command line asked to open.
    pub(crate) open: Option<String>,
    /// The sample episode, where it is installed.
    pub(crate) sample: Option<String>,
    pub(crate) player: Player,
}

/// An episode opened before.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recent {
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) folder: String,
    /// Whether it has a cover to ask for.
    pub(crate) has_cover: bool,
    /// How far it was heard; null for one that was never played.
    pub(crate) heard: Option<Heard>,
}

/// How far an episode was heard.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Heard {
    pub(crate) position_ms: f64,
    pub(crate) duration_ms: Option<f64>,
    /// The last line that was heard, or its beginning.
    pub(crate) line: Option<String>,
}

/// What opening came to.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Opened {
    /// An episode, ready to be read and heard.
    Episode { episode: Box<Episode> },
    /// Several pairs: the person chooses.
    Choose { folder: String, path: String, pairs: Vec<Pair> },
}

/// An audio file and the transcript that belongs to it, or one of the two.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) audio: Option<String>,
    pub(crate) audio_name: Option<String>,
    pub(crate) transcript: Option<String>,
    pub(crate) transcript_name: Option<String>,
}

/// The open episode.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Episode {
    /// Counts the openings; a cover or an event of an earlier one is stale.
    pub(crate) id: u32,
    pub(crate) title: String,
    /// The folder's name as shown to a person.
    pub(crate) folder: String,
    pub(crate) transcript: Option<Transcript>,
    pub(crate) audio: Option<Audio>,
    pub(crate) key_points: Vec<KeyPoint>,
    /// In the order of the text.
    pub(crate) bookmarks: Vec<Bookmark>,
    pub(crate) has_cover: bool,
    /// What a person must know although the episode opened: "The audio … can't be played: …".
    pub(crate) problems: Vec<String>,
}

/// A line of the show notes with a time, or a chapter.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeyPoint {
    pub(crate) at_ms: f64,
    pub(crate) text: String,
}

/// The episode's sound.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Audio {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) duration_ms: Option<f64>,
    pub(crate) codec: String,
}

/// A path as the wire has it.
pub(crate) fn token(path: &Path) -> String {
    PathToken::from(path).into()
}

/// A time of the wire as a duration; what isn't a time is the start.
pub(crate) fn duration(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default()
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Opened {
    /// The pairs of `folder` to choose from.
    pub(crate) fn choose(folder: &Path, pairs: &[library::Pair]) -> Self {
        Self::Choose {
            folder: library::display_name(folder),
            path: token(folder),
            pairs: pairs.iter().map(Pair::from).collect(),
        }
    }
}

impl From<&library::Pair> for Pair {
    fn from(pair: &library::Pair) -> Self {
        Self {
            name: pair.name(),
            audio: pair.audio().map(token),
            audio_name: pair.audio().map(library::display_name),
            transcript: pair.transcript().map(token),
            transcript_name: pair.transcript().map(library::display_name),
        }
    }
}

impl Episode {
    /// Opening number `id`.
    pub(crate) fn new(
        id: u32,
        episode: &library::Episode,
        bookmarks: Vec<Bookmark>,
        has_cover: bool,
    ) -> Self {
        Self {
            id,
            title: episode.title.clone(),
            folder: library::display_name(&episode.folder),
            transcript: episode.text.as_ref().map(Transcript::from),
            audio: episode.audio.as_ref().map(Audio::from),
            key_points: episode.key_points().iter().map(KeyPoint::from).collect(),
            bookmarks,
            has_cover,
            problems: episode.problems.clone(),
        }
    }
}

impl From<&library::Audio> for Audio {
    fn from(audio: &library::Audio) -> Self {
        Self {
            name: library::display_name(&audio.path),
            path: token(&audio.path),
            duration_ms: audio.info.duration.map(ms),
            codec: audio.info.codec.clone(),
        }
    }
}

impl From<&cueline_transcript::KeyPoint> for KeyPoint {
    fn from(point: &cueline_transcript::KeyPoint) -> Self {
        Self { at_ms: ms(point.at), text: point.text.clone() }
    }
}

impl Recent {
    /// One that was heard so far.
    pub(crate) fn new(recent: &library::Recent, heard: Option<library::Heard>) -> Self {
        Self {
            path: recent.path.as_str().to_owned(),
            title: recent.title.clone(),
            folder: recent.folder.clone(),
            has_cover: recent.cover.is_some(),
            heard: heard.map(Heard::from),
        }
    }
}

impl From<library::Heard> for Heard {
    fn from(heard: library::Heard) -> Self {
        Self { position_ms: ms(heard.position), duration_ms: heard.duration.map(ms), line: heard.line }
    }
}
