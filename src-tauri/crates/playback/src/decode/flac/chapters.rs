//! The chapters in a FLAC's comments (`CHAPTER000=…`, `CHAPTER000NAME=…`), which Symphonia reads but its demuxer gives to nobody.
//!
//! The blocks before the sound are RFC 9639's, section 8.

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::io::BufReader;
use symphonia::core::meta::{MetadataBuilder, MetadataSideData};
use symphonia::default::meta::embedded::{flac::FLAC_METADATA_INFO, vorbis::read_vorbis_comment};

use super::super::id3;
use crate::chapters::{self, Chapter};

/// A file has a handful of blocks; after so many nothing is looked for.
const MOST_BLOCKS: usize = 1_000;
/// The type of a block of comments.
const COMMENTS: u8 = 4;

/// The chapters of the file, which an ID3 tag may stand before; none where its blocks are damaged.
pub(in super::super) fn read<R: Read + Seek>(mut file: R) -> io::Result<Vec<Chapter>> {
    match comments(&mut file) {
        Ok(comments) => Ok(comments.as_deref().map(of_comments).unwrap_or_default()),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The first block of comments, which is no larger than the 16 MB that its size can tell.
fn comments<R: Read + Seek>(file: &mut R) -> io::Result<Option<Vec<u8>>> {
    let mut start = [0; 4];
    file.read_exact(&mut start)?;
    if start.starts_with(b"ID3") {
        let mut rest = [0; 6];
        file.read_exact(&mut rest)?;
        let [.., a, b, c, d] = rest;
        file.seek_relative(i64::from(id3::number([a, b, c, d], 7)))?;
        file.read_exact(&mut start)?;
    }
    if &start != b"fLaC" {
        return Ok(None);
    }
    for _ in 0..MOST_BLOCKS {
        let mut header = [0; 4];
        file.read_exact(&mut header)?;
        let [kind, size @ ..] = header;
        let size = size.into_iter().fold(0, |size, byte| size << 8 | u64::from(byte));
        if kind & 0x7f == COMMENTS {
            let mut block = Vec::new();
            file.take(size).read_to_end(&mut block)?;
            return Ok(Some(block));
        }
        if kind & 0x80 != 0 {
            break;
        }
        file.seek(SeekFrom::Current(size as i64))?;
    }
    Ok(None)
}

fn of_comments(block: &[u8]) -> Vec<Chapter> {
    let (mut tags, mut beside) = (MetadataBuilder::new(FLAC_METADATA_INFO), Vec::new());
    // What is damaged has no chapters: they come after all comments.
    let _ = read_vorbis_comment(&mut BufReader::new(block), &mut tags, &mut beside);
    let found = beside.iter().find_map(|beside| match beside {
        MetadataSideData::Chapters(group) => Some(chapters::of(group)),
        _ => None,
    });
    found.unwrap_or_default()
}
