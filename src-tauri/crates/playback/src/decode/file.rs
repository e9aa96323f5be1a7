//! The file as all readers of sound read it: what the disk fails to give, in the middle of a file that could be opened, is zeros.
//!
//! To every format zeros are damage like other damage: what follows plays, in its place. Plain samples can't tell them from silence,
//! so who reads them asks [`Lost`].

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many bytes are given up at the first failure. A disk takes seconds over each, so what is given up doubles while the failures go on.
const LEAST: u64 = 1 << 12;
const MOST: u64 = 1 << 20;

/// A file, or what stands for one in a test.
pub(super) struct File<R = fs::File> {
    inner: R,
    at: u64,
    /// What was given up last.
    bad: Range<u64>,
    lost: Lost,
}

/// How many bytes of a file the disk failed to give, so far as nobody has asked yet.
#[derive(Clone, Default)]
pub(super) struct Lost(Arc<AtomicU64>);

impl Lost {
    /// Whether something was lost since this was last asked.
    pub(super) fn take(&self) -> bool {
        self.0.swap(0, Ordering::Relaxed) > 0
    }

    /// Whether a packet of samples is one that was lost rather than silence. A file is read ahead, so packets that are whole come before it.
    pub(super) fn is(&self, packet: &[u8]) -> bool {
        let bytes = packet.len() as u64;
        let left = self.0.load(Ordering::Relaxed);
        let is = left > 0 && packet.iter().all(|byte| *byte == 0);
        if is {
            self.0.store(left.saturating_sub(bytes), Ordering::Relaxed);
        }
        is
    }
}

impl File {
    pub(super) fn open(path: &Path) -> io::Result<File> {
        fs::File::open(path).map(File::over)
    }

    pub(super) fn metadata(&self) -> io::Result<Metadata> {
        self.inner.metadata()
    }
}

impl<R: Read + Seek> File<R> {
    fn over(inner: R) -> File<R> {
        File { inner, at: 0, bad: 0..0, lost: Lost::default() }
    }

    /// What the disk fails to give of it from now on, also once the file itself is somebody else's.
    pub(super) fn lost(&self) -> Lost {
        self.lost.clone()
    }

    fn try_to_read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        #[cfg(test)]
        let bytes = unreadable::before(self.at, bytes)?;
        self.inner.read(bytes)
    }
}

impl<R: Read + Seek> Read for File<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if !self.bad.contains(&self.at) {
            match self.try_to_read(bytes) {
                Ok(got) => {
                    self.at += got as u64;
                    return Ok(got);
                }
                // A file of which not even the beginning can be read is no damaged file.
                Err(error) if self.at == 0 || error.kind() == ErrorKind::Interrupted => return Err(error),
                Err(_) => {
                    let goes_on = self.at == self.bad.end;
                    let before = if goes_on { self.bad.end - self.bad.start } else { 0 };
                    let end = self.inner.seek(SeekFrom::End(0))?;
                    let next = (self.at / LEAST + 1) * LEAST;
                    self.bad = self.at..next.saturating_add(before * 2).min(self.at + MOST).min(end);
                }
            }
        }
        let left = usize::try_from(self.bad.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let count = bytes.len().min(left);
        bytes[..count].fill(0);
        self.lost.0.fetch_add(count as u64, Ordering::Relaxed);
        self.at = self.inner.seek(SeekFrom::Start(self.at + count as u64))?;
        Ok(count)
    }
}

impl<R: Seek> Seek for File<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.inner.seek(to)?;
        Ok(self.at)
    }

    fn stream_position(&mut self) -> io::Result<u64> {
        Ok(self.at)
    }
}

/// The part of every file that this thread can't read, for tests.
#[cfg(test)]
pub(super) mod unreadable {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static PART: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
    }

    /// From now on, nothing from `from` up to `to` can be read.
    pub(in super::super) fn set(from: u64, to: u64) {
        PART.set((from, to));
    }

    /// So much of `bytes` as can be read at `at`.
    pub(super) fn before(at: u64, bytes: &mut [u8]) -> io::Result<&mut [u8]> {
        const EIO: i32 = 5;
        let (from, to) = PART.get();
        if (from..to).contains(&at) {
            return Err(io::Error::from_raw_os_error(EIO));
        }
        let left = from.checked_sub(at).filter(|_| from < to).and_then(|left| usize::try_from(left).ok());
        let count = left.map_or(bytes.len(), |left| bytes.len().min(left));
        Ok(&mut bytes[..count])
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn what_fails_is_zeros_and_the_rest_is_what_it_was() {
        let whole: Vec<u8> = (0..40_000_u32).map(|n| n as u8 | 1).collect();
        for (from, to) in [(1, 40_000), (5000, 5001), (4096, 20_000), (10_000, 50_000), (39_999, 40_000)] {
            unreadable::set(from, to);
            let mut file = File::over(Cursor::new(&whole));
            let mut read = Vec::new();
            file.read_to_end(&mut read).unwrap();
            assert_eq!(read.len(), whole.len(), "{from}..{to}");
            let lost: Vec<_> = (0..whole.len()).filter(|at| read[*at] == 0).collect();
            assert!(file.lost().take() && !file.lost().take());
            assert_eq!(lost.first(), Some(&(from as usize)), "{from}..{to}");
            let last = *lost.last().unwrap() as u64 + 1;
            assert!(
                (to.min(40_000)..(to + (to - from) * 2 + LEAST)).contains(&last),
                "{from}..{to}: up to {last}"
            );
            assert!((0..whole.len()).all(|at| read[at] == 0 || read[at] == whole[at]), "{from}..{to}");
        }
        unreadable::set(0, 10);
        assert!(File::over(Cursor::new(&whole)).read(&mut [0; 20]).is_err(), "its beginning is an error");
        unreadable::set(0, 0);
    }
}
