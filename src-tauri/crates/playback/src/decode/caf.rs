//! How much of a CAF's sound is the encoder's delay and padding (Apple, "Core Audio Format Specification", Packet Table Chunk),
//! which Symphonia leaves in.

use std::io::{self, Read, Seek, SeekFrom};

use super::mp4::Heard;

/// A file has a handful of chunks; after so many nothing is looked for.
const MOST_CHUNKS: usize = 1_000;

/// What is heard of the file, where it has a table of packets.
pub(super) fn heard<R: Read + Seek>(mut file: R) -> io::Result<Option<Heard>> {
    match table(&mut file) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        other => other,
    }
}

fn table<R: Read + Seek>(file: &mut R) -> io::Result<Option<Heard>> {
    let mut at = 8;
    for _ in 0..MOST_CHUNKS {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 12];
        file.read_exact(&mut head)?;
        let [a, b, c, d, size @ ..] = head;
        let Ok(size) = u64::try_from(i64::from_be_bytes(size)) else { break };
        if [a, b, c, d] == *b"pakt" {
            let mut sizes = [0; 24];
            file.read_exact(&mut sizes)?;
            let number =
                |from: usize| sizes[from..from + 4].iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
            let length = number(8) << 32 | number(12);
            return Ok((length > 0).then_some(Heard { start: number(16), length: Some(length) }));
        }
        let Some(next) = (at + 12).checked_add(size) else { break };
        at = next;
    }
    Ok(None)
}
