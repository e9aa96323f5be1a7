//! Cueline's library: what lies in an episode's folder, how it belongs together, and what a person keeps between runs.
//! The one place where transcript, playback and aligner meet.
//!
//! - `discover`: a path → the episodes that it stands for
//! - `folder`: the audio files and the transcripts of one folder
//! - `names`, `content`: what a file's name and its first characters say
//! - `pair`: which transcript belongs to which audio
//! - `episode`: a pair → its text, its times, its sound's data and what is wrong with them
//! - `key_points`: chapters in the folder and in the audio → the episode's key points
//! - `source`: a transcript's file as it lies on the disk, and the lines of it that a remark is about
//! - `save`: writes what a person exports
//! - `clip`: a part of the sound as a file
//! - `sidecar/`: what a person makes of an episode, in a file beside it
//! - `cache/`: analyses of audio files by the files' content, in a folder that can be deleted at any time
//! - `syncing/`: the words of a transcript found in the sound
//! - `voices`: how much louder or quieter each speaker must be to be as loud as the others
//! - `store/`: recent episodes, how far they were heard, settings, and where the window was, in the app's own folder
//! - `covers`: small pictures of their covers
//! - `path_token`: paths as strings, without loss
//! - `natural`: names in the order that people expect
//! - `error`: what can go wrong
//!
//! What always holds:
//! - A file that a person gave is never written. `store`, `cache` and `covers` write in the app's own folders alone, `save` only what a person
//!   asks to have written, where they say, and `sidecar` only what a person makes of an episode, in a file of its own.
//! - One half of an episode that fails doesn't keep the other from opening.
//! - Every error says what, where, and what to do.

mod cache;
mod clip;
mod content;
mod covers;
mod discover;
mod episode;
mod error;
mod folder;
mod key_points;
mod names;
mod natural;
mod pair;
mod path_token;
mod save;
mod sidecar;
mod source;
mod store;
mod syncing;
#[cfg(test)]
mod testing;
mod voices;

pub use cache::{MAX_CACHE_BYTES, Shared, analyse};
pub use clip::{Clip, Samples, clip};
pub use covers::{cover_id, forget_small_covers_but, keep_small_cover, small_cover};
pub use discover::{Found, discover};
pub use episode::{Audio, Episode, Text, open, open_with, read};
pub use error::Error;
pub use folder::{AUDIO_EXTENSIONS, TRANSCRIPT_EXTENSIONS};
pub use key_points::read_chapters;
pub use pair::Pair;
pub use path_token::PathToken;
pub use save::{Existing, save};
pub use sidecar::{Bookmark, Entries, Known, Sidecar, Work};
pub use source::{SourceLine, SourceLines, Stamp, source_lines};
pub use store::{
    Bounds, ClickTarget, CopyFormat, Face, Heard, LineSpacing, Locale, Preferences, Recent, Settings, Sound,
    Store, Theme,
};
pub use syncing::{Outcome, SyncNews, SyncPoint, Synced, SyncedLine, Task, TimeShift, synchronise};
pub use voices::{Evening, Gain, MOST_GAIN_DB, WHOLE_LUFS, evening};

/// The name of a file or folder as shown to a person; what isn't Unicode in it shows as `�`.
pub fn display_name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
