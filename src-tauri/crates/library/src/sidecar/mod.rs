//! What a person makes of an episode, in one readable file beside it: bookmarks, and whatever else is theirs.
//!
//! The file is `talk.cueline.json` beside `talk.mp3` (else beside the transcript, by its name), with the version before it in
//! `talk.cueline.json.bak`. Where that folder can't be written, both lie in the app's own folder, and a sentence says so.
//!
//! What always holds:
//! - Opening writes nothing; there is no file until the person makes something.
//! - A change is applied to what lies on the disk at that moment, so what another program wrote in the meantime stays.
//! - At every instant, also through a crash, the file is a whole version, and so is the one before it.
//! - A file that can't be understood is never written over: it gets another name first, and a sentence says which.
//! - What this version doesn't know stays in the file, whether it is a field or an entry of a list.
//!
//! A further kind of work is a field of [`Work`]: `Entries<T>` with `#[serde(default, skip_serializing_if = "Entries::is_empty")]`,
//! and a line in [`Work::take_up`].

mod disk;
#[cfg(test)]
mod tests;
mod work;

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::pair::Pair;
use crate::path_token::PathToken;
use disk::Read;
use work::VERSION;

pub use work::{Bookmark, Entries, Known, Work};

/// What a sidecar's name ends with.
const ENDING: &str = ".cueline.json";
/// So much of an episode's name is in that of a file in the app's own folder.
const MAX_NAME: usize = 60;

/// Whether a file is a sidecar, or an older or damaged version of one, by its name.
pub(crate) fn is_sidecar(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase().contains(ENDING))
}

/// The work on one episode, in memory and on disk.
#[derive(Debug)]
pub struct Sidecar {
    beside: PathBuf,
    /// In the app's own folder, for where `beside` can't be written.
    own: PathBuf,
    work: Work,
    /// Whether the person was told that it lies in the app's own folder.
    told: bool,
}

/// What lies on the disk.
struct Seen {
    beside: Read,
    own: Read,
}

impl Sidecar {
    /// Reads the work on an episode; `data` is the app's own folder. What can't be read is told in sentences.
    pub fn open(pair: &Pair, data: &Path) -> (Self, Vec<String>) {
        let beside = place(pair);
        let own = data.join("sidecars").join(own_name(&beside));
        let mut sidecar = Self { beside, own, work: Work::default(), told: false };
        let seen = sidecar.look();
        let mut problems = Vec::new();
        for (path, read) in [(&sidecar.beside, &seen.beside), (&sidecar.own, &seen.own)] {
            if let Read::Damaged { why, before } = read {
                let shown = match before {
                    Some(_) => "The version before it is shown",
                    None => "Nothing of it is shown",
                };
                problems.push(format!(
                    "“{}”, with your bookmarks, can't be understood ({why}). {shown}; the file stays as it is.",
                    path.display()
                ));
            }
        }
        sidecar.work = seen.together();
        (sidecar, problems)
    }

    /// The work as it was last read or written.
    pub fn work(&self) -> &Work {
        &self.work
    }

    /// Changes the work and writes it, on top of what other programs have written meanwhile. Answers with what `change` answers and
    /// with what the person must know, as sentences. Where nothing changes, nothing is written.
    ///
    /// # Errors
    /// [`Error::NotSaved`] where it can be written neither beside the episode nor in the app's own folder, and
    /// [`Error::LaterSidecar`]; the work is then as it was.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Work) -> T) -> Result<(T, Vec<String>), Error> {
        let _held = self.hold();
        let seen = self.look();
        let is_whole = matches!(seen.beside, Read::Whole { .. }) || matches!(seen.own, Read::Whole { .. });
        // A file that is gone or broken since takes nothing from what the person sees.
        let before = if is_whole { seen.together() } else { self.work.clone() };
        if before.version > VERSION {
            return Err(Error::LaterSidecar { path: self.beside.clone() });
        }
        let mut work = before.clone();
        let answer = change(&mut work);
        let mut told = Vec::new();
        if work != before {
            self.write(&mut work, &seen, &mut told)?;
        }
        self.work = work;
        Ok((answer, told))
    }

    fn look(&self) -> Seen {
        Seen { beside: disk::read(&self.beside), own: disk::read(&self.own) }
    }

    fn write(&mut self, work: &mut Work, seen: &Seen, told: &mut Vec<String>) -> Result<(), Error> {
        work.instead_of = None;
        match disk::write(&self.beside, work, &seen.beside) {
            Ok(aside) => {
                told.extend(aside);
                // Its work is in the file beside the episode now.
                if !matches!(seen.own, Read::Absent) {
                    let _ = fs::rename(&self.own, disk::version_before(&self.own));
                }
                Ok(())
            }
            Err(Error::NotSaved { source, .. }) => {
                work.instead_of = Some(seen.beside.hash());
                if let Some(folder) = self.own.parent() {
                    // That it fails shows in the writing, which says where.
                    let _ = fs::create_dir_all(folder);
                }
                told.extend(disk::write(&self.own, work, &seen.own)?);
                if !std::mem::replace(&mut self.told, true) {
                    told.push(format!(
                        "“{}” can't be written ({source}). What you make of this episode is kept in “{}”.",
                        self.beside.display(),
                        self.own.display()
                    ));
                }
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Keeps other windows of Cueline from writing until it is dropped. Without it, theirs could be lost in a moment of bad luck.
    fn hold(&self) -> Option<File> {
        let folder = self.own.parent()?;
        fs::create_dir_all(folder).ok()?;
        let file = File::options().create(true).append(true).open(folder.join("lock")).ok()?;
        file.lock().ok()?;
        Some(file)
    }
}

impl Seen {
    /// The work in both places.
    fn together(&self) -> Work {
        let (beside, own) = (self.beside.work(), self.own.work());
        match (beside, own) {
            // What was written in the app's folder began with this very file.
            (_, Some(own)) if own.instead_of.as_deref() == Some(&*self.beside.hash()) => own.clone(),
            (Some(beside), Some(own)) => {
                let mut work = beside.clone();
                work.take_up(own);
                work
            }
            (Some(work), None) | (None, Some(work)) => work.clone(),
            (None, None) => Work::default(),
        }
    }
}

/// Where an episode's sidecar lies: by the audio's name, or by the transcript's where only that one is there.
fn place(pair: &Pair) -> PathBuf {
    let named = |path: &Path| {
        let mut name = OsString::from(path.file_stem().unwrap_or_default());
        name.push(ENDING);
        path.with_file_name(name)
    };
    let by_audio = pair.audio().map(named);
    let by_text = pair.transcript().map(named);
    match (by_audio, by_text) {
        (Some(audio), Some(text)) if !audio.exists() && text.exists() => text,
        (Some(path), _) | (None, Some(path)) => path,
        (None, None) => pair.folder().join(ENDING),
    }
}

/// The name in the app's own folder: readable, and another one for every place.
fn own_name(beside: &Path) -> String {
    let folder = beside.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = beside.file_name().unwrap_or_default();
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let hash = blake3::hash(PathToken::from(&*folder.join(name)).as_str().as_bytes()).to_hex();
    let name = name.to_string_lossy();
    let name: String = name.trim_end_matches(ENDING).chars().take(MAX_NAME).collect();
    format!("{name}-{}{ENDING}", hash.get(..16).unwrap_or_default())
}
