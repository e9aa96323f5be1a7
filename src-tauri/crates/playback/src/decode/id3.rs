//! Symphonia's reader of ID3v2 tags behind a check of how deep their chapters lie in one another: it follows them by recursion
//! without a limit, and a stack that overflows ends the whole program.

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::errors::{Error, Result};
use symphonia::core::formats::probe::{ProbeMetadataData, ProbeableMetadata, Score, Scoreable};
use symphonia::core::io::{MediaSourceStream, ReadBytes, ScopedStream};
use symphonia::core::meta::{MetadataBuffer, MetadataInfo, MetadataOptions, MetadataReader};
use symphonia::default::meta::Id3v2Reader;

/// Larger tags are not read; a picture and chapters with theirs take a few megabytes.
const LARGEST: u64 = 64 << 20;
/// A chapter holds a title and perhaps a picture, but no chapter: room for what looks like one by chance.
const MOST_INSIDE: usize = 8;
/// Tables of contents may name one another; a file has one or a few.
const MOST_TABLES: usize = 64;

/// So many tags may stand one after the other.
const MOST_TAGS: usize = 16;

/// Reads a tag as Symphonia does; refuses one that nests too deep.
pub(super) struct GuardedId3v2<'s>(Id3v2Reader<'s>);

impl<'s> ProbeableMetadata<'s> for GuardedId3v2<'_> {
    fn try_probe_new(
        mut stream: MediaSourceStream<'s>,
        options: MetadataOptions,
    ) -> Result<Box<dyn MetadataReader + 's>> {
        let at = stream.pos();
        if !is_flat(&mut stream)? {
            return Err(Error::LimitError("an ID3 tag whose chapters lie in one another"));
        }
        stream.seek(SeekFrom::Start(at))?;
        Ok(Box::new(GuardedId3v2(Id3v2Reader::try_new(stream, options)?)))
    }

    fn probe_data() -> &'static [ProbeMetadataData] {
        Id3v2Reader::probe_data()
    }
}

impl Scoreable for GuardedId3v2<'_> {
    fn score(source: ScopedStream<&mut MediaSourceStream<'_>>) -> Result<Score> {
        Id3v2Reader::score(source)
    }
}

impl MetadataReader for GuardedId3v2<'_> {
    fn metadata_info(&self) -> &MetadataInfo {
        self.0.metadata_info()
    }

    fn read_all(&mut self) -> Result<MetadataBuffer> {
        self.0.read_all()
    }

    fn into_inner<'t>(self: Box<Self>) -> MediaSourceStream<'t>
    where
        Self: 't,
    {
        Box::new(self.0).into_inner()
    }
}

/// Whether the tag that begins here (id3.org, "ID3v2.4.0 – Main Structure", 3 and 4; and 2.3.0) has its chapters side by side.
fn is_flat(stream: &mut impl Read) -> Result<bool> {
    let mut header = [0; 10];
    stream.read_exact(&mut header)?;
    let [_, _, _, version, _, flags, size @ ..] = header;
    let size = u64::from(number(size, 7));
    if size > LARGEST {
        return Ok(false);
    }
    let mut tag = Vec::new();
    stream.take(size).read_to_end(&mut tag)?;
    // Version 2.2 has no chapters. In 2.3 the whole tag may have a zero put in after each 0xff, in 2.4 only single frames.
    match version {
        3 if flags & 0x80 != 0 => Ok(frames_are_flat(&without_stuffing(&tag), 8, flags)),
        3 => Ok(frames_are_flat(&tag, 8, flags)),
        4 => Ok(frames_are_flat(&tag, 7, flags)),
        _ => Ok(true),
    }
}

/// Whether none of the tag's frames holds chapters in chapters. Of each byte of a size so many bits count.
fn frames_are_flat(tag: &[u8], bits: u32, flags: u8) -> bool {
    let mut rest = tag;
    if flags & 0x40 != 0
        && let Some((size, body)) = rest.split_first_chunk()
    {
        // The extended header; in 2.4 its own four bytes are counted.
        let size = number(*size, bits) as usize;
        rest = if bits == 8 { body.get(size..) } else { rest.get(size..) }.unwrap_or_default();
    }
    let mut tables = 0;
    while let Some((name, after)) = rest.split_first_chunk::<4>()
        && let Some((size, after)) = after.split_first_chunk()
        && let Some((_flags, body)) = after.split_first_chunk::<2>()
        && name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    {
        let Some((body, next)) = body.split_at_checked(number(*size, bits) as usize) else { break };
        tables += usize::from(name == b"CTOC");
        if inside(body) > MOST_INSIDE || tables > MOST_TABLES {
            return false;
        }
        rest = next;
    }
    inside(rest) <= MOST_INSIDE
}

/// How many chapters and tables of contents may begin in there. What follows such a name is the first byte of a size, which
/// is small; in a text ("CHAPTER 1") it is a letter.
fn inside(body: &[u8]) -> usize {
    let begins = |five: &&[u8]| match five {
        [name @ .., next] => matches!(name, b"CHAP" | b"CTOC") && !(0x20..0x80).contains(next),
        [] => false,
    };
    body.windows(5).filter(begins).count()
}

/// Where the file goes on behind its ID3 tags, if it begins with some.
pub(super) fn skip(file: &mut (impl Read + Seek)) -> io::Result<u64> {
    let mut at = 0;
    for _ in 0..MOST_TAGS {
        file.seek(SeekFrom::Start(at))?;
        let mut header = [0; 10];
        if file.read(&mut header)? < header.len() || !header.starts_with(b"ID3") {
            break;
        }
        let [.., flags, a, b, c, d] = header;
        let footer = if flags & 0x10 != 0 { 10 } else { 0 };
        at += 10 + u64::from(number([a, b, c, d], 7)) + footer;
    }
    Ok(at)
}

/// Four bytes as one number, the highest first; of each so many bits count.
pub(super) fn number(bytes: [u8; 4], bits: u32) -> u32 {
    bytes.into_iter().fold(0, |number, byte| number << bits | u32::from(byte) & ((1 << bits) - 1))
}

/// Takes out the zeros after 0xff.
fn without_stuffing(tag: &[u8]) -> Vec<u8> {
    let before = std::iter::once(&0).chain(tag);
    before.zip(tag).filter(|pair| *pair != (&0xff, &0)).map(|(_, byte)| *byte).collect()
}
