//! Where FLAC files were joined end to end: each begins with its mark, and counts its frames anew.

use std::io::{self, Read, Seek, SeekFrom};

use super::Flac;

/// The mark, and the head of the first block, which always follows it; that can be the last one (8.1 and 8.2).
const MARK: [u8; 8] = *b"fLaC\0\0\0\x22";
const LAST: u8 = 0x80;
/// Bytes that are looked through at once.
const STRIDE: usize = 1 << 20;
/// More files than these aren't told apart.
const MOST: usize = 10_000;
/// A frame is looked for in so many bytes behind a place that is looked at.
const REACH: u64 = 1 << 20;

impl Flac {
    /// Whether the frames' numbers fall anywhere, or none is found: looked at in places each a quarter farther from the start than the one
    /// before, so that no long stretch is missed, be it near the start or the end.
    pub(super) fn goes_back(&mut self) -> io::Result<bool> {
        let (mut step, mut before) = (REACH / 16, self.first);
        let mut at = self.end.saturating_sub(step).max(self.data);
        while self.data.saturating_add(step) < self.end {
            let from = self.data + step;
            match self.find(from, from.saturating_add(REACH).min(self.end))? {
                Some((place, header, _)) if self.start_of(&header) >= before => {
                    (before, at) = (self.start_of(&header), at.max(place));
                }
                // The last frame may begin before the last place.
                None if self.end - from < REACH => break,
                _ => return Ok(true),
            }
            step += step / 4;
        }
        while let Some((place, header, size)) = self.find(at, self.end)? {
            if self.start_of(&header) < before {
                return Ok(true);
            }
            (at, before) = (place + size as u64, self.start_of(&header));
        }
        Ok(false)
    }
}

/// Where other files begin between `from` and `end`.
pub(super) fn begins<R: Read + Seek>(file: &mut R, from: u64, end: u64) -> io::Result<Vec<u64>> {
    let (mut begins, mut bytes, mut at) = (Vec::new(), Vec::new(), from);
    while at < end && begins.len() < MOST {
        file.seek(SeekFrom::Start(at))?;
        bytes.clear();
        file.take((end - at).min((STRIDE + MARK.len() - 1) as u64)).read_to_end(&mut bytes)?;
        let marks = bytes.windows(MARK.len()).enumerate().filter(|(_, eight)| {
            eight[0] == MARK[0] && eight[..4] == MARK[..4] && eight[4] & !LAST == 0 && eight[5..] == MARK[5..]
        });
        begins.extend(marks.map(|(inside, _)| at + inside as u64));
        at += STRIDE as u64;
    }
    begins.truncate(MOST);
    Ok(begins)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn every_mark_is_found_wherever_it_lies() -> io::Result<()> {
        let places = [0, 500, STRIDE - 20, STRIDE - 3, 2 * STRIDE + 1, 3 * STRIDE - 8];
        let mut bytes = vec![0xf8; 3 * STRIDE];
        for (n, place) in places.iter().enumerate() {
            bytes[*place..][..MARK.len()].copy_from_slice(&MARK);
            bytes[place + 4] = LAST * (n % 2) as u8;
        }
        bytes[700..704].copy_from_slice(&MARK[..4]);
        let found = begins(&mut Cursor::new(&bytes), 0, bytes.len() as u64)?;
        assert_eq!(found, places.map(|place| place as u64));
        assert_eq!(begins(&mut Cursor::new(&bytes), 501, 600)?, []);
        Ok(())
    }
}
