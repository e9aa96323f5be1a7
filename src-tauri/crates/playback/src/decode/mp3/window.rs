//! A piece of a file in memory, moved forwards as the scan goes on.

use std::io::{self, Read, Seek, SeekFrom};

/// The file, and what is held of it.
///
/// The file isn't mapped into memory: one that is cut short while it is mapped ends the whole program by SIGBUS.
pub(super) struct Window<R> {
    file: R,
    bytes: Vec<u8>,
    start: u64,
    end: u64,
}

impl<R: Read + Seek> Window<R> {
    const SIZE: usize = 1 << 18;
    /// What can be seen from any position that was stepped to, unless the file ends earlier.
    pub(super) const AHEAD: usize = 1 << 15;

    pub(super) fn new(mut file: R) -> io::Result<Self> {
        let end = file.seek(SeekFrom::End(0))?;
        Ok(Window { file, bytes: Vec::new(), start: 0, end })
    }

    /// The file's length, as it was last looked at.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Looks at the file's length again; answers whether it has grown.
    pub(super) fn has_grown(&mut self) -> io::Result<bool> {
        let end = self.file.seek(SeekFrom::End(0))?;
        let grown = end > self.end;
        if grown {
            self.end = end;
            self.release();
        }
        Ok(grown)
    }

    /// Gives the memory back.
    pub(super) fn release(&mut self) {
        self.bytes = Vec::new();
        self.start = 0;
    }

    /// The bytes from `position` on: at least [`Window::AHEAD`], fewer at the end of the file.
    pub(super) fn from(&mut self, position: u64) -> io::Result<&[u8]> {
        let wanted = (Self::AHEAD as u64).min(self.end.saturating_sub(position));
        let holds = |window: &Self| {
            let from = usize::try_from(position.checked_sub(window.start)?).ok()?;
            (from as u64 + wanted <= window.bytes.len() as u64).then_some(from)
        };
        let from = match holds(self) {
            Some(from) => from,
            None => {
                self.file.seek(SeekFrom::Start(position))?;
                self.bytes.clear();
                let left = self.end.saturating_sub(position).min(Self::SIZE as u64);
                (&mut self.file).take(left).read_to_end(&mut self.bytes)?;
                self.start = position;
                if (self.bytes.len() as u64) < wanted {
                    self.end = position + self.bytes.len() as u64; // it was cut short meanwhile
                }
                0
            }
        };
        Ok(self.bytes.get(from..).unwrap_or_default())
    }
}
