//! What was found, kept in the cache's folder by the content of the audio, of the text and of what a person said of its times.
//!
//! An entry is the line `cueline words VERSION`, the BLAKE3 hash of the rest in hexadecimal on a line, and the rest as JSON. One that is
//! cut off, changed or of another version counts as none.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Synced, Task};
use crate::cache::{self, ALIGNMENT};
use crate::error::Error;

/// Another number for another aligner, whose answers differ.
const VERSION: u32 = 2;

/// Where what is found of one task lies.
pub(super) struct Place(PathBuf);

impl Place {
    /// `None` once `cancelled` says so.
    pub(super) fn of(
        task: &Task<'_>,
        folder: &Path,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<Place>, Error> {
        let key = cache::audio_key(task.audio, folder, cancelled);
        let Some(key) = key.map_err(|source| Error::reading(task.audio, source))? else { return Ok(None) };
        let mut hasher = blake3::Hasher::new();
        hasher.update(&key);
        for line in task.transcript.lines() {
            let text = line.utterance.text();
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
            if let Some(mark) = line.utterance.mark() {
                hasher.update(&mark.time.as_nanos().to_le_bytes());
                hasher.update(&mark.resolution.as_nanos().to_le_bytes());
            }
        }
        for point in task.points {
            hasher.update(&(point.line as u64).to_le_bytes());
            hasher.update(&point.at.as_nanos().to_le_bytes());
        }
        Ok(Some(Place(folder.join(hasher.finalize().to_hex().as_str()).with_extension(ALIGNMENT))))
    }

    pub(super) fn load(&self) -> Option<Synced> {
        let text = fs::read_to_string(&self.0).ok()?;
        let (head, rest) = text.split_once('\n')?;
        let (hash, json) = rest.split_once('\n')?;
        if head != format!("cueline words {VERSION}")
            || blake3::hash(json.as_bytes()).to_hex().as_str() != hash
        {
            return None;
        }
        let found = serde_json::from_str(json).ok()?;
        // It counts as used; a cache on a read-only disk forgets its order of use, nothing else.
        let _ = fs::File::open(&self.0).and_then(|file| file.set_modified(SystemTime::now()));
        Some(found)
    }

    /// A full disk costs the next opening its time, nothing else.
    pub(super) fn store(&self, found: &Synced) {
        let (Some(folder), Ok(json)) = (self.0.parent(), serde_json::to_string(found)) else { return };
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(folder)?;
            let mut file = tempfile::Builder::new().prefix("writing").suffix(".tmp").tempfile_in(folder)?;
            write!(file, "cueline words {VERSION}\n{}\n{json}", blake3::hash(json.as_bytes()).to_hex())?;
            file.persist(&self.0)?;
            Ok(())
        };
        if write().is_ok() {
            cache::make_room(folder, cache::MAX_CACHE_BYTES, &self.0);
        }
    }
}
