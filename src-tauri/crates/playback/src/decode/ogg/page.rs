//! The pages of an Ogg file (RFC 3533, section 6): found, checked, and taken apart into packets.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// The most bytes that a page has.
pub(super) const LARGEST: usize = 27 + 255 + 255 * 255;

/// What a page's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Where in the file it lies.
    pub(super) at: u64,
    pub(super) size: u32,
    pub(super) serial: u32,
    pub(super) number: u32,
    /// Its first bytes belong to a packet of the page before.
    pub(super) continues: bool,
    /// It begins a stream.
    pub(super) first: bool,
    /// It ends a stream.
    pub(super) last: bool,
    /// The position after the last packet that ends in it; `None` where none does.
    pub(super) granule: Option<i64>,
}

impl Page {
    /// Reads the header at the start of `bytes`.
    fn read(bytes: &[u8], at: u64) -> Option<Page> {
        let (head, table) = bytes.split_first_chunk::<27>()?;
        let table = table.get(..usize::from(head[26]))?;
        if !head.starts_with(b"OggS\0") {
            return None;
        }
        let number =
            |from: usize| head[from..from + 4].iter().rev().fold(0, |n, byte| n << 8 | u32::from(*byte));
        let granule = (u64::from(number(10)) << 32 | u64::from(number(6))).cast_signed();
        let body: u32 = table.iter().map(|length| u32::from(*length)).sum();
        Some(Page {
            at,
            size: 27 + u32::from(head[26]) + body,
            serial: number(14),
            number: number(18),
            continues: head[5] & 1 != 0,
            first: head[5] & 2 != 0,
            last: head[5] & 4 != 0,
            granule: (granule != -1).then_some(granule),
        })
    }
}

/// Hops from header to header. Where a page isn't where it should be, the next one is looked for.
pub(super) fn pages<R: Read + Seek>(file: R) -> impl Iterator<Item = io::Result<Page>> {
    let mut file = BufReader::with_capacity(LARGEST, file);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            match header(&mut file, at) {
                Ok(Found::Page(page)) => {
                    let end = at + u64::from(page.size);
                    at = end;
                    return match file.seek_relative(i64::from(page.size)) {
                        Ok(()) => Some(Ok(page)),
                        Err(error) => Some(Err(error)),
                    };
                }
                Ok(Found::End) => return None,
                Ok(Found::Other(skip)) => {
                    file.consume(skip);
                    at += skip as u64;
                }
                Err(error) => return Some(Err(error)),
            }
        }
    })
}

enum Found {
    Page(Page),
    /// No page begins within so many bytes.
    Other(usize),
    End,
}

fn header<R: Read + Seek>(file: &mut BufReader<R>, at: u64) -> io::Result<Found> {
    if file.buffer().len() < 27 + 255 {
        // What is left in the buffer may be the start of a header: it is read again, with what follows.
        file.seek(SeekFrom::Start(at))?;
    }
    let bytes = file.fill_buf()?;
    if bytes.is_empty() {
        return Ok(Found::End);
    }
    if let Some(page) = Page::read(bytes, at) {
        return Ok(Found::Page(page));
    }
    let next = bytes.windows(4).skip(1).position(|four| four == b"OggS").map(|found| found + 1);
    Ok(Found::Other(next.unwrap_or(bytes.len().saturating_sub(3)).max(1)))
}

/// The bytes of a page, if they are what was written.
pub(super) fn read<R: Read + Seek>(file: &mut R, page: &Page) -> io::Result<Option<Vec<u8>>> {
    file.seek(SeekFrom::Start(page.at))?;
    let mut bytes = Vec::with_capacity(LARGEST.min(page.size as usize));
    file.take(u64::from(page.size)).read_to_end(&mut bytes)?;
    Ok((bytes.len() == page.size as usize && Page::read(&bytes, page.at) == Some(*page) && is_whole(&bytes))
        .then_some(bytes))
}

/// Takes a page apart: the pieces of packets in it, and whether the last one is carried on in the next page.
pub(super) fn pieces(page: &[u8]) -> (Vec<&[u8]>, bool) {
    let count = page.get(26).map_or(0, |count| usize::from(*count));
    let Some((table, mut body)) = page.get(27..).and_then(|rest| rest.split_at_checked(count)) else {
        return (Vec::new(), false);
    };
    let (mut pieces, mut size) = (Vec::new(), 0);
    for length in table {
        size += usize::from(*length);
        if *length < 255 {
            let Some((piece, rest)) = body.split_at_checked(size) else { break };
            pieces.push(piece);
            (body, size) = (rest, 0);
        }
    }
    let open = table.last() == Some(&255);
    if open {
        pieces.push(body);
    }
    (pieces, open)
}

/// The checksum (RFC 3533, 6, field 7) with its own four bytes taken as zero.
fn is_whole(page: &[u8]) -> bool {
    let Some((before, rest)) = page.split_at_checked(22) else { return false };
    let Some((told, after)) = rest.split_first_chunk::<4>() else { return false };
    let sum = before.iter().chain(&[0; 4]).chain(after);
    let sum = sum.fold(0_u32, |sum, byte| sum << 8 ^ TABLE[((sum >> 24) as u8 ^ byte) as usize]);
    sum == u32::from_le_bytes(*told)
}

const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut sum = (index as u32) << 24;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 };
            bit += 1;
        }
        table[index] = sum;
        index += 1;
    }
    table
};
