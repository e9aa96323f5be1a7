//! A file as its demuxer is to see it: as long as it says, so that one that was cut short opens all the same and ends where it was cut;
//! and an MP4 without the tracks that hold no sound, since Symphonia refuses to seek where one of them has already ended.

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::io::MediaSource;

use super::file::File;

/// The file, with the length that its reader is told.
pub(super) struct Claimed {
    file: File,
    length: u64,
    /// Where the names of boxes lie that its reader is to pass over.
    hidden: Vec<u64>,
    at: u64,
}

/// The name of a box that means nothing (ISO/IEC 14496-12, 8.1.2).
const FREE: [u8; 4] = *b"free";

impl Claimed {
    /// `length` is told where the file is shorter.
    pub(super) fn new(mut file: File, length: u64, hidden: Vec<u64>) -> io::Result<Claimed> {
        let (there, at) = (file.metadata()?.len(), file.stream_position()?);
        Ok(Claimed { file, length: length.max(there), hidden, at })
    }
}

impl Read for Claimed {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(bytes)?;
        for place in &self.hidden {
            for (place, letter) in (*place..).zip(FREE) {
                let inside = place.checked_sub(self.at).and_then(|inside| usize::try_from(inside).ok());
                if let Some(byte) = inside.and_then(|inside| bytes.get_mut(..got)?.get_mut(inside)) {
                    *byte = letter;
                }
            }
        }
        self.at += got as u64;
        Ok(got)
    }
}

impl Seek for Claimed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::End(by) => {
                let to = self.length.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
                self.file.seek(SeekFrom::Start(to))?
            }
            to => self.file.seek(to)?,
        };
        Ok(self.at)
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn hidden_boxes_have_another_name_wherever_reading_begins_and_ends() -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(b"....trak........trak....")?;
        let mut claimed = Claimed::new(File::open(file.path())?, 30, vec![4, 16])?;
        for from in 0..24 {
            for count in 0..=24 - from {
                let mut bytes = vec![0; count];
                claimed.seek(SeekFrom::Start(from as u64))?;
                claimed.read_exact(&mut bytes)?;
                assert_eq!(bytes, b"....free........free...."[from..from + count], "{count} from {from}");
            }
        }
        assert_eq!(claimed.seek(SeekFrom::End(0))?, 30);
        Ok(())
    }
}
