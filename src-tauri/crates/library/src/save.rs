//! Writes what a person exports: whole or not at all, never over a file of the episode, and never over another
//! file without the person's word.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;

/// What happens where there is a file of that name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// It is replaced: the person said so.
    Replace,
}

/// Writes `bytes` to `path`, first beside it and then renamed, so that at every instant there is a whole file or none.
/// The files `given` are those that are never written over: the episode's own.
///
/// # Errors
/// [`Error::Exists`], [`Error::Given`], or what the system says. The file that was there is then as it was.
pub fn save(path: &Path, bytes: &[u8], existing: Existing, given: &[&Path]) -> Result<(), Error> {
    save_with(path, existing, given, |file| {
        file.write_all(bytes).map_err(|source| Error::NotSaved { path: path.to_owned(), source })
    })
}

/// As [`save`], of what `write` writes.
pub(crate) fn save_with(
    path: &Path,
    existing: Existing,
    given: &[&Path],
    write: impl FnOnce(&mut File) -> Result<(), Error>,
) -> Result<(), Error> {
    if given.iter().any(|given| is_same(given, path)) {
        return Err(Error::Given { path: path.to_owned() });
    }
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists { path: path.to_owned() },
        _ => Error::NotSaved { path: path.to_owned(), source },
    };
    // Nothing long is begun for a place that is taken; whether it still is free is seen again at the end.
    if existing == Existing::Keep && fs::symlink_metadata(path).is_ok() {
        return Err(Error::Exists { path: path.to_owned() });
    }
    let target = target(path, existing);
    let mut file = beside(&target).map_err(failed)?;
    write(file.as_file_mut())?;
    settle(file, &target, existing).map_err(failed)
}

/// Where the file goes. Through a link the file itself is replaced, and not the link.
fn target(path: &Path, existing: Existing) -> PathBuf {
    match existing {
        Existing::Replace => fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
        Existing::Keep => path.to_owned(),
    }
}

/// A new file in the folder of `target`, which goes away unless it is kept.
fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cueline-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What every new file has, before the person's own mask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Gives the written file its name.
fn settle(file: NamedTempFile, target: &Path, existing: Existing) -> io::Result<()> {
    if existing == Existing::Replace
        && let Ok(before) = fs::metadata(target)
    {
        if before.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        file.as_file().set_permissions(before.permissions())?;
    }
    file.as_file().sync_all()?;
    match existing {
        Existing::Keep => file.persist_noclobber(target)?,
        Existing::Replace => file.persist(target)?,
    };
    Ok(())
}

/// Whether two paths lead to one file, through links of either kind.
fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let file = |path: &Path| fs::metadata(path).ok().map(|data| (data.dev(), data.ino()));
        file(one).is_some_and(|one| file(other) == Some(one))
    }
    #[cfg(not(unix))]
    {
        fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_new_file_is_written_whole_and_nothing_is_left_beside_it() {
        let folder = testing::Folder::new();
        let path = folder.path().join("a.srt");
        save(&path, b"words", Existing::Keep, &[]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"words");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_stays_without_the_persons_word() {
        let folder = testing::Folder::new();
        let path = folder.add("a.srt", "before");
        let error = save(&path, b"words", Existing::Keep, &[]).unwrap_err();
        assert!(matches!(error, Error::Exists { .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"before");
        save(&path, b"words", Existing::Replace, &[]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"words");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn the_episodes_own_files_are_never_written_over() {
        let folder = testing::Folder::new();
        let own = folder.add("a.md", "mine");
        let by_another_way = folder.path().join(".").join("a.md");
        for path in [&own, &by_another_way] {
            let error = save(path, b"words", Existing::Replace, &[&own]).unwrap_err();
            assert!(matches!(error, Error::Given { .. }), "{error}");
        }
        #[cfg(unix)]
        {
            let [soft, hard] = ["soft.md", "hard.md"].map(|name| folder.path().join(name));
            std::os::unix::fs::symlink(&own, &soft).unwrap();
            fs::hard_link(&own, &hard).unwrap();
            for path in [soft, hard] {
                let error = save(&path, b"words", Existing::Replace, &[&own]).unwrap_err();
                assert!(matches!(error, Error::Given { .. }), "{error}");
            }
        }
        assert_eq!(fs::read(&own).unwrap(), b"mine");
    }

    #[test]
    fn a_folder_that_is_not_there_or_is_named_itself_is_told() {
        let folder = testing::Folder::new();
        let gone = folder.path().join("gone").join("a.srt");
        for path in [gone.as_path(), folder.path()] {
            let error = save(path, b"words", Existing::Replace, &[]).unwrap_err();
            assert!(matches!(error, Error::NotSaved { .. }), "{error}");
        }
    }
}
