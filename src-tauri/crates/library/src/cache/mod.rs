//! Analyses of audio files, kept by the files' content in a folder that can be deleted at any time.
//!
//! `key` tells a content, `entry` is one analysis on the disk. An entry that is cut off, changed or foreign counts as none. What takes
//! more than [`MAX_CACHE_BYTES`] together loses what was used longest ago.

mod entry;
mod key;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use cueline_playback::analysis::{self, Analysis, Progress, Settings};
use cueline_playback::decode::Reader;

use crate::error::Error;
use key::Key;

/// What the cache's folder may hold: about a hundred hours of sound.
pub const MAX_CACHE_BYTES: u64 = 500 * 1024 * 1024;
/// How often what is measured so far is kept.
const SAVE_EVERY: Duration = Duration::from_secs(5);

const ANALYSIS: &str = "analysis";
const KEY: &str = "key";
/// What `syncing` keeps in the same folder.
pub(crate) const ALIGNMENT: &str = "words";
const TEMPORARY: &str = ".tmp";

/// An analysis that is being made; what of it is measured can be read at any time.
pub type Shared = Arc<RwLock<Analysis>>;

/// The analysis of the audio file at `path`: from the cache in `folder` as far as it is there, the rest measured, the part from `around`
/// on first. What is measured is kept every few seconds and in the end, so that a pass that was broken off goes on.
///
/// It takes its time: it is for a thread of its own. `on_progress` is called there, first with what the cache had and then after each
/// piece, with the analysis so far. Once `cancelled` answers yes it returns with what there is;
/// [`Analysis::is_complete`] tells. A cache that can't be written is no error: the next pass begins anew.
///
/// # Errors
/// [`Error::Audio`], and what reading the file can end in.
pub fn analyse(
    path: &Path,
    folder: &Path,
    around: Duration,
    cancelled: &(dyn Fn() -> bool + Sync),
    on_progress: &mut dyn FnMut(&Shared, Progress),
) -> Result<Option<Shared>, Error> {
    let audio = |source| Error::Audio { path: path.to_owned(), source };
    let Some(key) = Key::of(path, folder, cancelled).map_err(|source| Error::reading(path, source))? else {
        return Ok(None);
    };
    let place = key.place(folder);
    let kept = entry::load(&place, &key);
    let begin = |analysis: Analysis, on_progress: &mut dyn FnMut(&Shared, Progress)| {
        let share = analysis.share();
        let shared = Arc::new(RwLock::new(analysis));
        on_progress(&shared, Progress { share, part: Duration::ZERO..Duration::ZERO });
        shared
    };
    let kept = match kept {
        Some(whole) if whole.is_complete() => return Ok(Some(begin(whole, on_progress))),
        part => part,
    };
    let reader = Reader::open(path).map_err(audio)?;
    let analysis = match kept.filter(|part| part.fits(&reader)) {
        Some(part) => part,
        None => Analysis::of(&reader).map_err(audio)?,
    };
    let shared = begin(analysis, on_progress);
    let mut unsaved = false;
    let mut saved = Instant::now();
    let done = analysis::analyse(&reader, &shared, Settings::from_here(around), cancelled, &mut |progress| {
        unsaved = true;
        if saved.elapsed() >= SAVE_EVERY {
            keep(&place, &key, &shared);
            (unsaved, saved) = (false, Instant::now());
        }
        on_progress(&shared, progress);
    });
    // A file that changed meanwhile was read half before and half after.
    let changed = || !matches!(Key::of(path, folder, &|| false), Ok(Some(now)) if now == key);
    if unsaved && !(done.is_ok() && changed()) {
        keep(&place, &key, &shared);
        make_room(folder, MAX_CACHE_BYTES, &place);
    }
    done.map_err(audio)?;
    Ok(Some(shared))
}

/// What tells the content of the audio file at `path` from every other's, noted in `folder`; `None` once `cancelled` says so.
pub(crate) fn audio_key(
    path: &Path,
    folder: &Path,
    cancelled: &dyn Fn() -> bool,
) -> std::io::Result<Option<[u8; Key::SIZE]>> {
    Ok(Key::of(path, folder, cancelled)?.map(|key| *key.bytes()))
}

fn keep(place: &Path, key: &Key, shared: &Shared) {
    let analysis = shared.read().unwrap_or_else(PoisonError::into_inner);
    let _ = entry::store(place, key, &analysis); // a full disk costs the next opening its time, nothing else
}

/// Deletes what was used longest ago until the rest takes `limit` bytes at the most; `spared` stays.
pub(crate) fn make_room(folder: &Path, limit: u64, spared: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut ours: Vec<(SystemTime, u64, PathBuf)> = entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            [ANALYSIS, KEY, ALIGNMENT, &TEMPORARY[1..]]
                .iter()
                .any(|ending| name.rsplit('.').next() == Some(ending))
        })
        .filter_map(|entry| {
            let data = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((data.modified().ok()?, data.len(), entry.path()))
        })
        .collect();
    ours.sort();
    let mut held: u64 = ours.iter().map(|(_, size, _)| size).sum();
    for (_, size, path) in ours.iter().filter(|(_, _, path)| path != spared) {
        if held <= limit {
            break;
        }
        if fs::remove_file(path).is_ok() {
            held -= size;
        }
    }
}

#[cfg(test)]
mod tests;
