//! The file on the disk: read whole, written beside and renamed, with the version before it kept.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::work::Work;
use crate::error::Error;
use crate::save::{Existing, save};
use crate::store::set_aside;

/// Whatever is larger was not written by this.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// What lies at a place.
pub(super) enum Read {
    Absent,
    Whole {
        work: Box<Work>,
        bytes: Vec<u8>,
    },
    Damaged {
        why: String,
        /// The version before it, where that one is whole.
        before: Option<Box<Work>>,
    },
}

impl Read {
    /// The work there, or in the version before.
    pub(super) fn work(&self) -> Option<&Work> {
        match self {
            Read::Absent => None,
            Read::Whole { work, .. } => Some(work),
            Read::Damaged { before, .. } => before.as_deref(),
        }
    }

    /// What tells its content from every other; empty where there is none.
    pub(super) fn hash(&self) -> String {
        match self {
            Read::Whole { bytes, .. } => blake3::hash(bytes).to_hex().to_string(),
            Read::Absent | Read::Damaged { .. } => String::new(),
        }
    }
}

/// Where the version before lies.
pub(super) fn version_before(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".bak");
    PathBuf::from(name)
}

pub(super) fn read(path: &Path) -> Read {
    match read_one(path) {
        Read::Damaged { why, .. } => Read::Damaged {
            why,
            before: match read_one(&version_before(path)) {
                Read::Whole { work, .. } => Some(work),
                _ => None,
            },
        },
        read => read,
    }
}

fn read_one(path: &Path) -> Read {
    let damaged = |why: String| Read::Damaged { why, before: None };
    let bytes = match fs::metadata(path) {
        Ok(data) if data.len() > MAX_BYTES => return damaged("it is far too large".to_owned()),
        Ok(data) if !data.is_file() => return damaged("it is not a file".to_owned()),
        Ok(_) => fs::read(path),
        Err(error) => Err(error),
    };
    match bytes {
        // A person's editor may have put a mark of its encoding before it.
        Ok(bytes) => match serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)) {
            Ok(work) => Read::Whole { work, bytes },
            Err(error) => damaged(error.to_string()),
        },
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Read::Absent
        }
        Err(error) => damaged(error.to_string()),
    }
}

/// Writes the work over `seen`, which lies there. A damaged file gets another name first; a sentence says which.
pub(super) fn write(path: &Path, work: &Work, seen: &Read) -> Result<Option<String>, Error> {
    let failed = |source: io::Error| Error::NotSaved { path: path.to_owned(), source };
    if is_protected(path) {
        return Err(failed(io::ErrorKind::PermissionDenied.into()));
    }
    let mut json = serde_json::to_vec_pretty(work).map_err(|error| failed(error.into()))?;
    json.push(b'\n');
    let mut told = None;
    match seen {
        Read::Absent => {}
        Read::Whole { bytes, .. } => save(&version_before(path), bytes, Existing::Replace, &[])?,
        Read::Damaged { .. } => {
            let aside = set_aside(path).map_err(failed)?;
            told = Some(format!(
                "“{}” couldn't be understood; it is kept as “{}”.",
                path.display(),
                aside.display()
            ));
        }
    }
    save(path, &json, Existing::Replace, &[])?;
    // The rename itself reaches the disk with the folder. Not every system can do that, and none needs it to be right.
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
    Ok(told)
}

/// Whether the person wants the file or its folder to stay as it is. Renaming a file over it would not ask the first, and an
/// administrator isn't asked at all.
fn is_protected(path: &Path) -> bool {
    let readonly = |path: &Path| fs::metadata(path).is_ok_and(|data| data.permissions().readonly());
    readonly(path) || (cfg!(unix) && path.parent().is_some_and(readonly))
}
