//! One value in a JSON file that is never lost: written beside and renamed, with the version before it kept.
//!
//! `name.json` is the value, `name.json.bak` the version before. A file that can't be understood is set aside as
//! `name.json.damaged` (then `.damaged-2` and on): it is never written over.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// Whatever is larger was not written by this.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct Document<T> {
    pub(super) value: T,
    folder: PathBuf,
    name: &'static str,
}

impl<T: Default + Serialize + DeserializeOwned> Document<T> {
    /// The value in `folder`, else the version before it, else the default. What went wrong is added to `problems`.
    pub(super) fn load(folder: &Path, name: &'static str, problems: &mut Vec<String>) -> Self {
        let mut document = Self { value: T::default(), folder: folder.to_owned(), name };
        let (path, backup) = (document.path(), document.backup());
        match read(&path) {
            Read::Value(value) => document.value = value,
            // Also after a crash between the two renames of `save`.
            Read::Absent => {
                if let Read::Value(value) = read(&backup) {
                    document.value = value;
                }
            }
            Read::Damaged(why) => {
                let before = read(&backup);
                let instead = match before {
                    Read::Value(value) => {
                        document.value = value;
                        "the version before it is used"
                    }
                    _ => "the defaults are used",
                };
                let kept = match set_aside(&path) {
                    Ok(aside) => format!("it is kept as “{}”", aside.display()),
                    Err(_) => "it is left as it is".to_owned(),
                };
                problems.push(format!(
                    "“{}” can't be understood ({why}); {instead}, and {kept}.",
                    path.display()
                ));
            }
        }
        document
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.json", self.name))
    }

    fn backup(&self) -> PathBuf {
        self.folder.join(format!("{}.json.bak", self.name))
    }

    /// Writes the value. At every instant, even through a crash, the file or its backup holds a whole version.
    pub(super) fn save(&self) -> Result<(), Error> {
        let path = self.path();
        self.write(&path).map_err(|source| Error::NotSaved { path, source })
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut json = serde_json::to_vec_pretty(&self.value)?;
        json.push(b'\n');
        let mut file = tempfile::Builder::new().prefix(self.name).suffix(".tmp").tempfile_in(&self.folder)?;
        file.write_all(&json)?;
        file.as_file().sync_all()?;
        match read::<T>(path) {
            Read::Value(_) => fs::rename(path, self.backup())?,
            Read::Absent => {}
            // It was whole when it was loaded, or setting it aside failed then.
            Read::Damaged(_) => {
                set_aside(path)?;
            }
        }
        file.persist(path)?;
        // The rename itself reaches the disk with the folder. Not every system can do that, and none needs it to be right.
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

enum Read<T> {
    Value(T),
    Absent,
    Damaged(String),
}

fn read<T: DeserializeOwned>(path: &Path) -> Read<T> {
    let bytes = match fs::metadata(path) {
        Ok(data) if data.len() > MAX_BYTES => return Read::Damaged("it is far too large".to_owned()),
        Ok(data) if !data.is_file() => return Read::Damaged("it is not a file".to_owned()),
        Ok(_) => fs::read(path),
        Err(error) => Err(error),
    };
    match bytes {
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(value) => Read::Value(value),
            Err(error) => Read::Damaged(error.to_string()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Read::Absent,
        Err(error) => Read::Damaged(error.to_string()),
    }
}

/// Gives a file another name that nothing has yet.
pub(crate) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let named = |end: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let others = (2..1000).map(|n| named(format!(".damaged-{n}")));
    let free = std::iter::once(named(".damaged".to_owned()))
        .chain(others)
        .find(|path| path.symlink_metadata().is_err());
    let aside = free.ok_or_else(|| io::Error::other("there are too many damaged versions"))?;
    fs::rename(path, &aside)?;
    Ok(aside)
}
