//! What tells one audio file's content from every other's: the BLAKE3 hash of all of its bytes.
//!
//! The whole file and not samples of it, since an inserted advertisement can be replaced by another one of its length, and the wrong
//! waveform is worse than a wait: a gigabyte is hashed in less than a second, and lies in the system's cache afterwards for
//! the decoder. A file with changed tags is another file by this, and is measured anew.
//!
//! So that a file is hashed once and not each time it is opened, its key is noted under its stamp: path, size, and the times and
//! number that the file system keeps. (A change of the content changes one of these; on Unix even one that sets the time of change
//! back does.)

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The hash of a file's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(blake3::Hash);

/// A file changed less long ago than this can change again without another time of change: its key isn't noted.
const SETTLED: Duration = Duration::from_secs(3);
const CHUNK: usize = 1 << 18;

impl Key {
    pub(super) const SIZE: usize = blake3::OUT_LEN;

    /// The key of the file at `path`, from its note in `folder` or from its content; `None` when `cancelled` says so.
    pub(super) fn of(path: &Path, folder: &Path, cancelled: &dyn Fn() -> bool) -> io::Result<Option<Key>> {
        let before = fs::metadata(path)?;
        let note = folder.join(stamp(path, &before).to_hex().as_str()).with_extension(super::KEY);
        if let Some(key) = noted(&note) {
            return Ok(Some(key));
        }
        let Some(key) = Key::computed(path, cancelled)? else { return Ok(None) };
        let age = before.modified().ok().and_then(|changed| SystemTime::now().duration_since(changed).ok());
        let same = stamp(path, &fs::metadata(path)?) == stamp(path, &before);
        if same && age.is_some_and(|age| age > SETTLED) {
            let _ = key.note(&note); // without it, the file is hashed again
        }
        Ok(Some(key))
    }

    fn computed(path: &Path, cancelled: &dyn Fn() -> bool) -> io::Result<Option<Key>> {
        let mut file = File::open(path)?;
        let mut hasher = blake3::Hasher::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            if cancelled() {
                return Ok(None);
            }
            match file.read(&mut chunk) {
                Ok(0) => return Ok(Some(Key(hasher.finalize()))),
                Ok(count) => hasher.update(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
        }
    }

    fn note(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        fs::create_dir_all(folder)?;
        let mut file =
            tempfile::Builder::new().prefix("writing").suffix(super::TEMPORARY).tempfile_in(folder)?;
        file.write_all(self.0.to_hex().as_bytes())?;
        file.persist(path)?;
        Ok(())
    }

    pub(super) fn bytes(&self) -> &[u8; Key::SIZE] {
        self.0.as_bytes()
    }

    /// Where the analysis of this content lies.
    pub(super) fn place(&self, folder: &Path) -> PathBuf {
        folder.join(self.0.to_hex().as_str()).with_extension(super::ANALYSIS)
    }
}

fn noted(path: &Path) -> Option<Key> {
    let mut text = String::new();
    let file = File::open(path).ok()?;
    (&file).take(1 + 2 * Key::SIZE as u64).read_to_string(&mut text).ok()?;
    let key = blake3::Hash::from_hex(text).ok().map(Key)?;
    let _ = file.set_modified(SystemTime::now());
    Some(key)
}

/// What changes when the file does, short of its content.
fn stamp(path: &Path, data: &Metadata) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    hasher.update(path.as_os_str().as_encoded_bytes());
    let modified = data.modified().unwrap_or(UNIX_EPOCH).duration_since(UNIX_EPOCH).unwrap_or_default();
    hasher.update(&data.len().to_le_bytes());
    hasher.update(&modified.as_nanos().to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        for number in [data.ctime(), data.ctime_nsec(), data.ino().cast_signed(), data.dev().cast_signed()] {
            hasher.update(&number.to_le_bytes());
        }
    }
    hasher.finalize()
}
