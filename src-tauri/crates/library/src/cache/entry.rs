//! One analysis in a file: what it is, whose it is, and a checksum over all of it.
//!
//! `CUELINE\0`, version (u32, little-endian), the key of the audio (32 bytes), the analysis as the playback crate writes it, and the
//! BLAKE3 hash of everything before.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use cueline_playback::analysis::Analysis;

use super::key::Key;

const MAGIC: &[u8; 8] = b"CUELINE\0";
const VERSION: u32 = 1;
const HEADER: usize = MAGIC.len() + 4 + Key::SIZE;
/// Whatever is larger was not written by this: two days of sound take less.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The analysis in the file at `path`, if it is one of the audio with this key, and whole. It counts as used from now on.
pub(super) fn load(path: &Path, key: &Key) -> Option<Analysis> {
    let mut file = File::open(path).ok()?;
    let mut bytes = Vec::new();
    (&mut file).take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    let (content, hash) = bytes.split_at_checked(bytes.len().checked_sub(blake3::OUT_LEN)?)?;
    let (header, analysis) = content.split_at_checked(HEADER)?;
    if header != self::header(key) || blake3::hash(content).as_bytes() != hash {
        return None;
    }
    let analysis = Analysis::from_bytes(analysis)?;
    // A cache on a read-only disk forgets its order of use, nothing else.
    let _ = file.set_modified(SystemTime::now());
    Some(analysis)
}

/// Writes the analysis of the audio with this key to `path`: whole, or not at all.
pub(super) fn store(path: &Path, key: &Key, analysis: &Analysis) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut bytes = header(key);
    bytes.extend(analysis.to_bytes());
    bytes.extend(blake3::hash(&bytes).as_bytes());
    let mut file = tempfile::Builder::new().prefix("writing").suffix(super::TEMPORARY).tempfile_in(folder)?;
    file.write_all(&bytes)?;
    // Not synced: after a crash of the system a torn file fails its checksum and is made anew.
    file.persist(path)?;
    Ok(())
}

fn header(key: &Key) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend(MAGIC);
    header.extend(VERSION.to_le_bytes());
    header.extend(key.bytes());
    header
}
