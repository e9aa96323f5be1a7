//! Where every frame of an MP3 begins, found by hopping from header to header through the whole file.
//!
//! Neither the frame count in a Xing header nor an estimate is trusted: files that were joined or cut have wrong
//! ones. The length of the stream is the number of frames that are there.

use std::io::{self, Read, Seek, SeekFrom};

use super::header::Header;
use super::tag::{self, InfoTag, Trim};

/// The frames of sound of one file.
pub(crate) struct Index {
    /// The header of the first frame; all others have its rate.
    pub(crate) first: Header,
    /// What to cut off at both ends of the decoded sound.
    pub(crate) trim: Trim,
    /// What a person should know about the file.
    pub(crate) notices: Vec<String>,
    offsets: Offsets,
    /// The numbers of the frames that begin a part that was joined on.
    joints: Vec<usize>,
}

impl Index {
    /// Reads `file` to its end. `None` when no run of frames begins within the first megabyte.
    pub(crate) fn build<R: Read + Seek>(file: R) -> io::Result<Option<Index>> {
        let mut scan = Scan::new(file)?;
        scan.run()?;
        Ok(scan.finish())
    }

    /// How many frames of the format there are.
    pub(crate) fn len(&self) -> usize {
        self.offsets.low.len()
    }

    /// Where frame `n` begins in the file.
    pub(crate) fn offset(&self, n: usize) -> Option<u64> {
        self.offsets.get(n)
    }

    /// Where parts that were joined on begin, in frames of sound.
    pub(crate) fn joints(&self) -> Vec<i64> {
        let sound = |frame: &usize| i64::try_from(*frame as u64 * self.first.samples()).unwrap_or(i64::MAX);
        self.joints.iter().map(sound).collect()
    }

    /// Frames of sound in all, with nothing cut off.
    pub(crate) fn samples(&self) -> u64 {
        self.len() as u64 * self.first.samples()
    }
}

/// Growing file offsets in four bytes each: the upper half changes every 4 GiB, so only where it does is kept.
#[derive(Default)]
struct Offsets {
    low: Vec<u32>,
    wraps: Vec<usize>,
}

impl Offsets {
    fn push(&mut self, offset: u64) {
        while (self.wraps.len() as u64) < offset >> 32 {
            self.wraps.push(self.low.len());
        }
        self.low.push((offset & 0xffff_ffff) as u32);
    }

    fn get(&self, n: usize) -> Option<u64> {
        let low = u64::from(*self.low.get(n)?);
        let high = self.wraps.partition_point(|first| *first <= n) as u64;
        Some(high << 32 | low)
    }
}

/// Sound must begin this soon after the tags, or the file is something else.
const SEARCH: u64 = 1 << 20;
/// Headers in a row that make the first of them believable.
const RUN: usize = 3;

struct Scan<R> {
    window: Window<R>,
    position: u64,
    offsets: Offsets,
    first: Option<Header>,
    tag: Option<InfoTag>,
    /// Bytes between frames that are neither sound nor a known tag.
    junk: u64,
    /// Frames of another sample rate.
    foreign: u64,
    cut: bool,
    /// Something that separates files lies before the next frame.
    separated: bool,
    /// The channels of the last frame.
    channels: u16,
    joints: Vec<usize>,
}

/// Joints with fewer frames between them are one: a tag, a short rest and an info frame lie at one seam.
const NEAR: usize = 40;

impl<R: Read + Seek> Scan<R> {
    fn new(file: R) -> io::Result<Self> {
        let window = Window::new(file)?;
        Ok(Scan {
            window,
            position: 0,
            offsets: Offsets::default(),
            first: None,
            tag: None,
            junk: 0,
            foreign: 0,
            cut: false,
            separated: false,
            channels: 0,
            joints: Vec::new(),
        })
    }

    fn run(&mut self) -> io::Result<()> {
        let mut in_step = false;
        let mut search_from = 0;
        while self.position < self.window.end {
            if let Some(length) = self.metadata()? {
                self.position = self.position.saturating_add(length);
                self.separated = true;
                search_from = self.position;
            } else if let Some(header) = self.sound(in_step)? {
                in_step = true;
                if self.position + header.len as u64 > self.window.end {
                    self.cut = true;
                    break;
                }
                self.take(&header)?;
                self.position += header.len as u64;
            } else {
                if self.first.is_none() && self.position - search_from > SEARCH {
                    break;
                }
                self.junk += u64::from(self.first.is_some());
                self.separated = true;
                in_step = false;
                self.position += 1;
            }
        }
        Ok(())
    }

    /// The length of the tag at the position, if one begins there.
    fn metadata(&mut self) -> io::Result<Option<u64>> {
        let left = self.window.end - self.position;
        let bytes = self.window.at(self.position, 32)?;
        Ok(match bytes {
            [b'I', b'D', b'3', major, _, flags, a, b, c, d, ..]
                if *major < 0xff && [a, b, c, d].iter().all(|byte| **byte < 0x80) =>
            {
                let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | u64::from(**byte));
                Some(size + if flags & 0x10 != 0 { 20 } else { 10 })
            }
            [b'T', b'A', b'G', ..] if left == 128 => Some(128),
            [b'A', b'P', b'E', b'T', b'A', b'G', b'E', b'X', rest @ ..] => {
                let size = rest.get(4..8).and_then(|size| size.try_into().ok()).map_or(0, u32::from_le_bytes);
                let is_header = rest.get(15).is_some_and(|flags| flags & 0x20 != 0);
                Some(32 + if is_header { u64::from(size) } else { 0 })
            }
            _ => None,
        })
    }

    /// The header at the position, if a frame of sound can begin there.
    fn sound(&mut self, in_step: bool) -> io::Result<Option<Header>> {
        let Some(header) = self.header(self.position)? else { return Ok(None) };
        let expected = in_step && self.first.is_some_and(|first| header.continues(&first));
        Ok((expected || self.begins_run(&header)?).then_some(header))
    }

    /// Whether frames of the same kind follow the one at the position, up to the end if that is near.
    fn begins_run(&mut self, header: &Header) -> io::Result<bool> {
        let mut at = self.position;
        let mut next = *header;
        for seen in 1..=RUN {
            at += next.len as u64;
            if at >= self.window.end {
                return Ok(seen > 1 || self.first.is_some());
            }
            match self.header(at)? {
                Some(found) if found.continues(header) => next = found,
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    fn header(&mut self, at: u64) -> io::Result<Option<Header>> {
        let bytes = self.window.at(at, Header::SIZE)?;
        Ok(bytes.try_into().ok().and_then(Header::parse))
    }

    fn take(&mut self, header: &Header) -> io::Result<()> {
        let info = tag::parse(header, self.window.at(self.position, header.len)?);
        if info.is_some() {
            self.separated = true;
            // A tag in mid-file comes from a file that was joined on; it describes a part and not the whole.
            if self.first.is_none() {
                self.tag = self.tag.or(info);
            }
            return Ok(());
        }
        let first = *self.first.get_or_insert(*header);
        if header.continues(&first) {
            self.separated |= self.channels != header.channels;
            self.channels = header.channels;
            let number = self.offsets.low.len();
            if std::mem::take(&mut self.separated)
                && number > 0
                && self.joints.last().is_none_or(|last| number - last > NEAR)
            {
                self.joints.push(number);
            }
            self.offsets.push(self.position);
        } else {
            self.foreign += 1;
        }
        Ok(())
    }

    fn finish(self) -> Option<Index> {
        let first = self.first?;
        let found = self.offsets.low.len() as u64;
        let stated = self.tag.and_then(|tag| tag.frames).map(u64::from);
        let mut trim = self.tag.and_then(|tag| tag.trim).unwrap_or_default();
        if stated.is_some_and(|stated| stated != found) {
            trim.end = 0;
        }
        let samples = found * first.samples();
        trim.start = trim.start.min(samples);
        trim.end = trim.end.min(samples - trim.start);

        let mut notices = Vec::new();
        let minutes = |frames: u64| {
            let seconds = frames * first.samples() / u64::from(first.rate);
            format!("{}:{:02}", seconds / 60, seconds % 60)
        };
        match stated {
            Some(stated) if stated > found => notices.push(format!(
                "The audio file is cut short: it says that it lasts {}, but only {} of it is there.",
                minutes(stated),
                minutes(found)
            )),
            _ if self.cut => {
                notices.push("The audio file is cut short: its last piece is incomplete.".into());
            }
            _ => {}
        }
        if self.junk > 0 {
            notices.push("Parts of the audio file are damaged and were skipped.".into());
        }
        if self.foreign > 0 {
            notices.push(format!(
                "Parts of the audio file ({} in all) have another sample rate than its beginning; they are left out.",
                minutes(self.foreign)
            ));
        }
        Some(Index { first, trim, notices, offsets: self.offsets, joints: self.joints })
    }
}

/// A piece of the file in memory, moved forwards as it is asked for what lies behind it.
struct Window<R> {
    file: R,
    bytes: Vec<u8>,
    start: u64,
    end: u64,
}

impl<R: Read + Seek> Window<R> {
    const SIZE: usize = 1 << 18;

    fn new(mut file: R) -> io::Result<Self> {
        let end = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        Ok(Window { file, bytes: Vec::new(), start: 0, end })
    }

    /// The bytes from `position` on: `count` of them, fewer at the end of the file.
    fn at(&mut self, position: u64, count: usize) -> io::Result<&[u8]> {
        let inside = |window: &Self| {
            let from = usize::try_from(position.checked_sub(window.start)?).ok()?;
            (from + count <= window.bytes.len()).then_some(from)
        };
        let from = match inside(self) {
            Some(from) => from,
            None => {
                self.file.seek(SeekFrom::Start(position))?;
                self.bytes.clear();
                (&mut self.file).take(Self::SIZE.max(count) as u64).read_to_end(&mut self.bytes)?;
                self.start = position;
                0
            }
        };
        Ok(&self.bytes[from..self.bytes.len().min(from + count)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A frame of 96 bytes (MPEG 2, 24 kHz, mono, 32 kbit/s) that holds no sound.
    fn frame() -> Vec<u8> {
        let mut frame = vec![0xff, 0xf3, 0x44, 0xc0];
        frame.resize(96, 0);
        frame
    }

    fn index(parts: &[&[u8]]) -> Option<Index> {
        Index::build(Cursor::new(parts.concat())).unwrap()
    }

    #[test]
    fn tags_and_junk_are_not_frames() {
        let frames = frame().repeat(10);
        let id3 = [b"ID3\x04\0\0\0\0\0\x20".as_slice(), &[0xff; 32]].concat();
        let ape = [
            b"APETAGEX\xd0\x07\0\0".as_slice(),
            &[40, 0, 0, 0],
            &[0; 4],
            &[0, 0, 0, 0xa0],
            &[0; 8],
            &[0xff; 40],
        ]
        .concat();
        let id3v1 = [b"TAG".as_slice(), &[0xff; 125]].concat();
        let junk = [0xffu8, 0xf3, 0x44, 0xc0, 1, 2, 3];
        let cases: [(&str, Vec<&[u8]>, usize, bool); 6] = [
            ("plain", vec![&frames], 10, false),
            ("two tags before", vec![&id3, &id3, &frames], 10, false),
            ("tags behind", vec![&frames, &ape, &id3v1], 10, false),
            ("a tag between, as in joined files", vec![&frames, &id3v1, &id3, &frames], 20, true),
            ("junk between", vec![&frames, &junk, &frames], 20, true),
            ("half a frame at the end", vec![&frames, &frames[..50]], 10, true),
        ];
        for (what, parts, frames, notice) in cases {
            let index = index(&parts).unwrap_or_else(|| panic!("{what}: no index"));
            assert_eq!(index.len(), frames, "{what}");
            assert_eq!(!index.notices.is_empty(), notice, "{what}: {:?}", index.notices);
        }
    }

    #[test]
    fn what_is_not_an_mp3_has_no_index() {
        let text = "The first word of every line is heard at once.\n".repeat(50_000);
        assert!(index(&[text.as_bytes()]).is_none());
        assert!(index(&[]).is_none());
        assert!(index(&[&frame()]).is_none(), "a single header can be chance");
    }

    #[test]
    fn offsets_past_four_gigabytes_come_back() {
        let mut offsets = Offsets::default();
        let all: Vec<u64> = (0..100).map(|n| n * 500_000_123).collect();
        all.iter().for_each(|offset| offsets.push(*offset));
        assert!((0..100).all(|n| offsets.get(n) == Some(all[n])));
        assert_eq!(offsets.get(100), None);
    }
}
