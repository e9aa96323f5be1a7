//! Real folders for the tests: made in the system's temporary folder, and seen not to change.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

/// A folder for a test, gone when it ends.
pub(crate) struct Folder(TempDir);

/// Everything in a folder: what it is, its bytes' number, when it was last changed.
type Snapshot = BTreeMap<PathBuf, (u64, SystemTime)>;

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn add(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        fn walk(folder: &Path, all: &mut Snapshot) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let data = path.symlink_metadata().unwrap();
                all.insert(path.clone(), (data.len(), data.modified().unwrap()));
                if data.is_dir() {
                    walk(&path, all);
                }
            }
        }
        let mut all = Snapshot::new();
        let own = fs::metadata(self.path()).unwrap();
        all.insert(self.path().to_owned(), (own.len(), own.modified().unwrap()));
        walk(self.path(), &mut all);
        all
    }
}

/// A second of a quiet tone: 16 bit, mono, 8 kHz.
pub(crate) fn wav() -> Vec<u8> {
    let samples: Vec<u8> =
        (0..8_000_u16).flat_map(|n| (if n / 10 % 2 == 0 { 500_i16 } else { -500 }).to_le_bytes()).collect();
    let mut out = b"RIFF".to_vec();
    out.extend((36 + samples.len() as u32).to_le_bytes());
    out.extend(b"WAVEfmt ");
    out.extend(16_u32.to_le_bytes());
    for half in [1_u16, 1] {
        out.extend(half.to_le_bytes());
    }
    for word in [8_000_u32, 16_000] {
        out.extend(word.to_le_bytes());
    }
    for half in [2_u16, 16] {
        out.extend(half.to_le_bytes());
    }
    out.extend(b"data");
    out.extend((samples.len() as u32).to_le_bytes());
    out.extend(samples);
    out
}
