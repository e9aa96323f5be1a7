//! From a path that a person gave to the episodes that it stands for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::display_name;
use crate::error::Error;
use crate::folder::{Folder, Role};
use crate::pair::{Pair, pairs};

/// How many folders one level below are looked into when a folder itself has no episode.
const MAX_SUBFOLDERS: usize = 500;
/// How many names of files an error lists.
const MAX_NAMES: usize = 5;

/// What a path stands for.
#[derive(Debug)]
pub struct Found {
    /// The folder that was looked into.
    pub folder: PathBuf,
    /// At least one. With several, the person chooses.
    pub pairs: Vec<Pair>,
    /// What lies there and could not be taken into account, as sentences.
    pub problems: Vec<String>,
}

/// Finds the episodes at `path`: an episode's folder, an audio file, or a transcript. A folder that has no episode itself
/// stands for those in the folders directly below it.
///
/// # Errors
/// Any but those of reading a transcript, of audio and of saving: there is nothing at the path, it can't be read, or there is
/// nothing in it that can be opened.
pub fn discover(path: &Path) -> Result<Found, Error> {
    let path = std::path::absolute(path).map_err(|source| Error::reading(path, source))?;
    let data = fs::metadata(&path).map_err(|source| Error::reading(&path, source))?;
    if data.is_dir() {
        in_folder(path)
    } else if data.is_file() {
        by_file(path)
    } else {
        Err(Error::NotAFile { path })
    }
}

fn in_folder(path: PathBuf) -> Result<Found, Error> {
    let folder = Folder::read(&path)?;
    let mut found = Found { pairs: pairs(&folder), problems: folder.problems(), folder: path };
    if !found.pairs.is_empty() {
        return Ok(found);
    }
    // A folder that can't be read says nothing about its neighbours.
    let below = folder.folders.iter().take(MAX_SUBFOLDERS).filter_map(|below| Folder::read(below).ok());
    found.pairs = below.flat_map(|below| pairs(&below)).collect();
    if found.pairs.is_empty() { Err(folder.nothing(found.folder)) } else { Ok(found) }
}

fn by_file(path: PathBuf) -> Result<Found, Error> {
    let role = Role::of(&path);
    let parent = path.parent().unwrap_or(&path).to_owned();
    // The file may be readable where its folder is not; then it is all there is.
    let folder = Folder::read(&parent).unwrap_or_default();
    let (mut pairs, problems) = (pairs(&folder), folder.problems());
    let alone = match role {
        Role::Audio => {
            pairs.retain(|pair| pair.audio() == Some(&path));
            Pair::new(Some(path), None)
        }
        Role::Transcript => {
            pairs.retain(|pair| pair.transcript() == Some(&path));
            Pair::new(None, Some(path))
        }
        Role::OtherAudio | Role::OtherTranscript => {
            return Err(Error::OtherFormats { folder: parent, names: vec![display_name(&path)] });
        }
        Role::Unknown => return Err(Error::UnknownFile { path }),
    };
    if pairs.is_empty() {
        pairs.extend(alone);
    }
    Ok(Found { folder: parent, pairs, problems })
}

impl Folder {
    fn problems(&self) -> Vec<String> {
        self.broken.iter().map(ToString::to_string).collect()
    }

    /// Why there is nothing to open in this folder.
    fn nothing(mut self, folder: PathBuf) -> Error {
        let names: Vec<String> = self
            .other_audio
            .iter()
            .chain(&self.other_transcripts)
            .take(MAX_NAMES)
            .map(|path| display_name(path))
            .collect();
        if !names.is_empty() {
            Error::OtherFormats { folder, names }
        } else if let Some(broken) = self.broken.pop() {
            broken
        } else if self.empty {
            Error::EmptyFolder { folder }
        } else {
            Error::NoEpisode { folder }
        }
    }
}
