//! The chapters of an MP4, which Symphonia doesn't read: a track of texts that the sound's track refers to (QuickTime), or
//! the list that Nero's tools write as `chpl`.

use std::io::{self, Read, Seek, SeekFrom};
use std::time::Duration;

use super::mp4::{be32, be64, boxes, find, read_movie, scale, track_id};
use crate::chapters::{Chapter, MOST};

/// A title is cut at so many bytes.
const LONGEST_TITLE: u64 = 1024;
/// `chpl` counts in steps of 100 ns.
const NERO_SECOND: u64 = 10_000_000;

/// The chapters of the file: those of its track of texts, else those of its list. Where it has both, the titles are the
/// track's, which has room for long ones, and the times the list's: a track begins at zero in many files although its first
/// chapter doesn't.
pub(super) fn read<R: Read + Seek>(mut file: R) -> io::Result<Vec<Chapter>> {
    let Some(movie) = read_movie(&mut file)? else { return Ok(Vec::new()) };
    let list = of_list(&movie).unwrap_or_default();
    let mut track = of_track(&movie, &mut file).unwrap_or_default();
    if track.is_empty() {
        return Ok(list);
    }
    if track.len() == list.len() {
        for (chapter, listed) in track.iter_mut().zip(list) {
            chapter.start = listed.start;
        }
    }
    Ok(track)
}

fn of_list(movie: &[u8]) -> Option<Vec<Chapter>> {
    let list = find(movie, &[b"udta", b"chpl"])?;
    // Version 1 has four bytes more before the number of chapters.
    let mut rest = list.get(if *list.first()? == 0 { 5 } else { 9 }..)?;
    let mut chapters = Vec::new();
    while let (Some(start), Some(&length)) = (be64(rest), rest.get(8)) {
        let Some(title) = rest.get(9..9 + usize::from(length)) else { break };
        let nanos = (start % NERO_SECOND) as u32 * 100;
        let start = Duration::new(start / NERO_SECOND, nanos);
        chapters.extend(Chapter::new(start, &String::from_utf8_lossy(title)));
        rest = &rest[9 + usize::from(length)..];
        if chapters.len() == MOST {
            break;
        }
    }
    chapters.sort_by_key(|chapter| chapter.start);
    Some(chapters)
}

/// The chapters of the first track of texts that another track names as its chapters.
fn of_track<R: Read + Seek>(movie: &[u8], file: &mut R) -> Option<Vec<Chapter>> {
    let tracks = || boxes(movie).filter(|(name, _)| name == b"trak").map(|(_, body)| body);
    let named = tracks().find_map(|track| find(track, &[b"tref", b"chap"]))?;
    let track = named.chunks_exact(4).take(8).filter_map(be32).find_map(|id| {
        tracks().find(|track| {
            find(track, &[b"tkhd"]).and_then(track_id) == Some(id)
                && find(track, &[b"mdia", b"hdlr"])
                    .and_then(|handler| handler.get(8..12))
                    .is_some_and(|kind| matches!(kind, b"text" | b"sbtl"))
        })
    })?;
    let track_scale = scale(find(track, &[b"mdia", b"mdhd"])?)?;
    let table = find(track, &[b"mdia", b"minf", b"stbl"])?;
    let delay = scale(find(movie, &[b"mvhd"])?).and_then(|scale| delay(track, scale)).unwrap_or_default();

    let mut chapters = Vec::new();
    let mut ticks = 0_u64;
    for (place, length) in places(table)?.into_iter().zip(lengths(table)?) {
        let start = delay + Duration::from_secs_f64(ticks as f64 / f64::from(track_scale));
        ticks += u64::from(length);
        chapters.extend(text_at(file, place).and_then(|title| Chapter::new(start, &title)));
    }
    Some(chapters)
}

/// How long each sample lasts, in the track's ticks.
fn lengths(table: &[u8]) -> Option<impl Iterator<Item = u32>> {
    let runs = find(table, &[b"stts"])?.get(8..)?.chunks_exact(8);
    let runs = runs.filter_map(|run| Some((usize::try_from(be32(run)?).ok()?, be32(&run[4..])?)));
    Some(runs.flat_map(|(count, length)| std::iter::repeat_n(length, count)))
}

/// Where in the file each sample lies.
fn places(table: &[u8]) -> Option<Vec<u64>> {
    let sizes = find(table, &[b"stsz"])?;
    let (same, count) = (be32(sizes.get(4..)?)?, be32(sizes.get(8..)?)?);
    let count = usize::try_from(count).ok()?.min(MOST);
    let size = |sample: usize| match same {
        0 => be32(sizes.get(12 + 4 * sample..)?),
        size => Some(size),
    };
    let wide = find(table, &[b"co64"]);
    let offsets = wide.or_else(|| find(table, &[b"stco"]))?.get(8..)?;
    let offset = |chunk: usize| match wide {
        Some(_) => be64(offsets.get(8 * chunk..)?),
        None => be32(offsets.get(4 * chunk..)?).map(u64::from),
    };
    let runs = find(table, &[b"stsc"])?.get(8..)?;
    let mut runs = runs.chunks_exact(12).filter_map(|run| Some((be32(run)?, be32(&run[4..])?))).peekable();
    let mut places = Vec::new();
    let (mut chunk, mut in_chunk) = (0, 1);
    while places.len() < count {
        while let Some((_, samples)) = runs.next_if(|(first, _)| (*first as usize) <= chunk + 1) {
            in_chunk = samples;
        }
        let Some(mut at) = offset(chunk) else { break };
        for _ in 0..in_chunk {
            if places.len() == count {
                break;
            }
            places.push(at);
            at = at.saturating_add(u64::from(size(places.len() - 1).unwrap_or(0)));
        }
        chunk += 1;
    }
    Some(places)
}

/// How much later than the sound the track begins: an empty edit in front of it.
fn delay(track: &[u8], movie_scale: u32) -> Option<Duration> {
    let list = find(track, &[b"edts", b"elst"])?;
    let first = list.get(8..)?;
    let (ticks, empty) = if *list.first()? == 1 {
        (be64(first)?, be64(first.get(8..)?)? == u64::MAX)
    } else {
        (u64::from(be32(first)?), be32(first.get(4..)?)? == u32::MAX)
    };
    empty.then(|| Duration::try_from_secs_f64(ticks as f64 / f64::from(movie_scale)).ok()).flatten()
}

/// A sample of text: its length in two bytes, then UTF-8, or UTF-16 with a byte order mark.
fn text_at<R: Read + Seek>(file: &mut R, place: u64) -> Option<String> {
    file.seek(SeekFrom::Start(place)).ok()?;
    let mut length = [0; 2];
    file.read_exact(&mut length).ok()?;
    let mut text = Vec::new();
    file.take(u64::from(u16::from_be_bytes(length)).min(LONGEST_TITLE)).read_to_end(&mut text).ok()?;
    Some(match &*text {
        [0xfe, 0xff, wide @ ..] => wide_text(wide, u16::from_be_bytes),
        [0xff, 0xfe, wide @ ..] => wide_text(wide, u16::from_le_bytes),
        text => String::from_utf8_lossy(text).into_owned(),
    })
}

fn wide_text(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn boxed(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        [&(u32::try_from(body.len()).unwrap() + 8).to_be_bytes(), name.as_slice(), &body].concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    /// An MP4 with three texts of 1, 2 and 1 s in two chunks, a second late, and a list of one.
    fn file() -> Vec<u8> {
        let texts: [&[u8]; 3] = [b"\0\x03One", b"\0\x06\xfe\xff\0T\0w", b"\0\0"];
        let media = boxed(b"mdat", &texts);
        let list =
            boxed(b"chpl", &[&[1, 0, 0, 0, 0, 0, 0, 0, 1], &15_000_000_u64.to_be_bytes(), b"\x04Nero"]);
        let table = boxed(
            b"stbl",
            &[
                &boxed(b"stts", &[&words(&[0, 2, 1, 1000, 2, 2000])]),
                &boxed(b"stsz", &[&words(&[0, 0, 3, 5, 8, 2])]),
                &boxed(b"stsc", &[&words(&[0, 2, 1, 2, 1, 2, 1, 1])]),
                &boxed(b"stco", &[&words(&[0, 2, 8, 8 + 13])]),
            ],
        );
        let header = |name: &[u8; 4], number: u32| boxed(name, &[&[0; 12], &number.to_be_bytes(), &[0; 8]]);
        let sound =
            boxed(b"trak", &[&header(b"tkhd", 1), &boxed(b"tref", &[&boxed(b"chap", &[&words(&[9, 2])])])]);
        let texts = boxed(
            b"trak",
            &[
                &header(b"tkhd", 2),
                &boxed(
                    b"edts",
                    &[&boxed(b"elst", &[&words(&[0, 2, 600, u32::MAX, 1 << 16, 4000, 0, 1 << 16])])],
                ),
                &boxed(
                    b"mdia",
                    &[
                        &header(b"mdhd", 1000),
                        &boxed(b"hdlr", &[&[0; 8], b"text"]),
                        &boxed(b"minf", &[&table]),
                    ],
                ),
            ],
        );
        let movie = boxed(b"moov", &[&header(b"mvhd", 600), &sound, &texts, &boxed(b"udta", &[&list])]);
        [media, movie].concat()
    }

    fn render(file: &[u8]) -> String {
        let chapters = read(Cursor::new(file)).unwrap_or_default();
        let shown = chapters.iter().map(|c| format!("{}:{}", c.start.as_secs_f64(), c.title));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_track_of_texts_is_read_and_the_list_where_there_is_none() {
        let whole = file();
        assert_eq!(render(&whole), "1:One 2:Tw");
        let at = whole.windows(4).position(|name| name == b"tref").unwrap();
        let mut without = whole.clone();
        without[at] = b'x';
        assert_eq!(render(&without), "1.5:Nero");
    }

    #[test]
    fn broken_boxes_are_no_chapters() {
        let whole = file();
        for cut in 0..whole.len() {
            let _ = render(&whole[..cut]);
        }
        for at in 0..whole.len() {
            for bit in [0x01, 0x80, 0xff] {
                let mut broken = whole.clone();
                broken[at] ^= bit;
                assert!(read(Cursor::new(broken)).unwrap_or_default().len() <= 3);
            }
        }
    }
}
