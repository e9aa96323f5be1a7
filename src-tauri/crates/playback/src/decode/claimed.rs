//! A file that is as long as it says: one that was cut short is opened all the same, and ends where it was cut.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::io::MediaSource;

/// The file, with the length that its reader is told.
pub(super) struct Claimed {
    file: File,
    length: u64,
}

impl Claimed {
    /// `length` is told where the file is shorter.
    pub(super) fn new(file: File, length: u64) -> io::Result<Claimed> {
        let there = file.metadata()?.len();
        Ok(Claimed { file, length: length.max(there) })
    }
}

impl Read for Claimed {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file.read(bytes)
    }
}

impl Seek for Claimed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::End(by) => {
                let to = self.length.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
                self.file.seek(SeekFrom::Start(to))
            }
            to => self.file.seek(to),
        }
    }
}

impl MediaSource for Claimed {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.length)
    }
}
