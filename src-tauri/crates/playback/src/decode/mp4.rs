//! How much of an MP4's sound is the encoder's delay and padding; Symphonia doesn't read these parts of the file.
//!
//! Two places tell: the edit list (ISO/IEC 14496-12, 8.6.6), and the text that iTunes writes as `iTunSMPB`.

use std::io::{self, Read, Seek, SeekFrom};

/// What is to be heard of a track, in frames of its sample rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    /// The first frame that is heard.
    pub(super) start: u64,
    /// How many are heard; `None` when the file doesn't tell to the frame.
    pub(super) length: Option<u64>,
}

/// A movie header larger than this isn't read; one of ten hours takes about 7 MB.
const LARGEST_HEADER: u64 = 1 << 28;

/// More tracks than these aren't told apart.
const MOST_TRACKS: usize = 64;

/// A table of more samples isn't followed; ten hours have 2 million.
const MOST_SAMPLES: u32 = 1 << 26;

/// Finds what is heard of track `track`, which plays at `rate` frames a second.
pub(super) fn heard<R: Read + Seek>(mut file: R, track: u32, rate: u32) -> io::Result<Option<Heard>> {
    let Some(movie) = read_movie(&mut file)? else { return Ok(None) };
    let text = find(&movie, &[b"udta", b"meta"]).and_then(|meta| smpb(meta.get(4..)?));
    Ok(edited(&movie, track, rate).filter(|heard| heard.start > 0).or(text))
}

/// The content of the top-level box `moov`.
pub(super) fn read_movie<R: Read + Seek>(file: &mut R) -> io::Result<Option<Vec<u8>>> {
    let Some((body, end)) = child(file, b"moov", 0, u64::MAX)? else { return Ok(None) };
    let length = end - body;
    if length > LARGEST_HEADER {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(body))?;
    let mut movie = Vec::new();
    file.take(length).read_to_end(&mut movie)?;
    Ok(Some(movie))
}

/// How long the file should be by its boxes, if it is one of these; 0 for others.
pub(super) fn told_length<R: Read + Seek>(file: &mut R) -> io::Result<u64> {
    let mut known = false;
    let told = walk(file, |name, _, _| {
        known |= name == *b"ftyp";
        !known
    })?;
    Ok(if known { told.min(i64::MAX.unsigned_abs()) } else { 0 })
}

/// Where the names of the tracks lie that hold no sound, if others do: of an MP4 that isn't one of fragments.
pub(super) fn soundless<R: Read + Seek>(file: &mut R) -> io::Result<Vec<u64>> {
    let Some((body, end)) = child(file, b"moov", 0, u64::MAX)? else { return Ok(Vec::new()) };
    let (mut tracks, mut fragments) = (Vec::new(), false);
    walk_within(file, body, end, |name, body, size| {
        if name == *b"trak" {
            tracks.push((body, body.saturating_add(size)));
        }
        fragments |= name == *b"mvex";
        fragments || tracks.len() == MOST_TRACKS
    })?;
    let (mut sound, mut others) = (false, Vec::new());
    for (body, end) in tracks {
        let Some((media, end)) = child(file, b"mdia", body, end)? else { continue };
        let Some((handler, _)) = child(file, b"hdlr", media, end)? else { continue };
        if &four(file, handler + 8)? == b"soun" {
            sound = true;
        } else if &four(file, body - 4)? == b"trak" {
            others.push(body - 4);
        }
    }
    Ok(if sound && !fragments { others } else { Vec::new() })
}

/// The four bytes at `at`, or what there is of them and zeros.
fn four<R: Read + Seek>(file: &mut R, at: u64) -> io::Result<[u8; 4]> {
    let mut bytes = [0; 4];
    file.seek(SeekFrom::Start(at))?;
    match file.read_exact(&mut bytes) {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(bytes),
    }
}

/// Where the content of the first box of this name between two places begins and ends.
fn child<R: Read + Seek>(
    file: &mut R,
    wanted: &[u8; 4],
    from: u64,
    to: u64,
) -> io::Result<Option<(u64, u64)>> {
    let mut place = None;
    walk_within(file, from, to, |name, body, size| {
        place = Some((body, body.saturating_add(size))).filter(|_| name == *wanted);
        place.is_some()
    })?;
    Ok(place)
}

/// Hands over the top-level boxes as [`walk_within`] does.
fn walk<R: Read + Seek>(file: &mut R, each: impl FnMut([u8; 4], u64, u64) -> bool) -> io::Result<u64> {
    walk_within(file, 0, u64::MAX, each)
}

/// Hands over the boxes between two places, until one answers that it is enough: name, place and size of the content. Answers where
/// the last one ends, which can be behind the end of the file.
fn walk_within<R: Read + Seek>(
    file: &mut R,
    from: u64,
    to: u64,
    mut each: impl FnMut([u8; 4], u64, u64) -> bool,
) -> io::Result<u64> {
    let end = file.seek(SeekFrom::End(0))?.min(to);
    let mut at = from;
    while end.saturating_sub(at) >= 8 {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 16];
        let got = if end - at >= 16 { 16 } else { 8 };
        file.read_exact(&mut head[..got])?;
        let (size, header) = match u64::from(be32(&head).unwrap_or(0)) {
            0 => (end - at, 8),
            1 => (be64(&head[8..]).unwrap_or(0), 16),
            size => (size, 8),
        };
        if size < header {
            break;
        }
        let name = [head[4], head[5], head[6], head[7]];
        let next = at.saturating_add(size);
        if each(name, at + header, size - header) {
            return Ok(next);
        }
        at = next;
        if at > i64::MAX.unsigned_abs() {
            break;
        }
    }
    Ok(at)
}

/// How many ticks of its clock the samples of track `track` last that lie wholly in the file: its tables (ISO/IEC 14496-12, 8.6.1.2,
/// 8.7.3 to 8.7.5) can tell of more. `None` where they tell of none, as in a file of fragments.
pub(super) fn there<R: Read + Seek>(mut file: R, track: u32) -> io::Result<Option<u64>> {
    let Some(movie) = read_movie(&mut file)? else { return Ok(None) };
    let end = file.seek(SeekFrom::End(0))?;
    Ok(track_of(&movie, track)
        .and_then(|body| find(body, &[b"mdia", b"minf", b"stbl"]))
        .and_then(|tables| ticks_before(tables, samples_before(tables, end)?)))
}

/// The number of samples up to the last one that ends before `end`.
fn samples_before(tables: &[u8], end: u64) -> Option<u64> {
    let sizes = find(tables, &[b"stsz"])?;
    let (every, count) = (be32(sizes.get(4..)?)?, be32(sizes.get(8..)?)?);
    if count > MOST_SAMPLES {
        return None;
    }
    let sizes = sizes.get(12..)?;
    let size = |sample: u32| match every {
        0 => be32(sizes.get(sample as usize * 4..)?),
        every => Some(every),
    };
    let mut runs = find(tables, &[b"stsc"])?.get(8..)?.chunks_exact(12).peekable();
    let (wide, chunks) = match find(tables, &[b"co64"]) {
        Some(chunks) => (8, chunks),
        None => (4, find(tables, &[b"stco"])?),
    };
    let (mut sample, mut whole, mut each) = (0, 0, 0);
    for (chunk, entry) in (1..).zip(chunks.get(8..)?.chunks_exact(wide)) {
        while let Some(run) = runs.next_if(|run| be32(run).is_some_and(|first| first <= chunk)) {
            each = be32(run.get(4..)?)?;
        }
        let mut at = be64(entry).or_else(|| be32(entry).map(u64::from))?;
        for _ in 0..each.min(count.saturating_sub(sample)) {
            at = at.saturating_add(u64::from(size(sample)?));
            sample += 1;
            if at <= end {
                whole = u64::from(sample);
            }
        }
    }
    (count > 0).then_some(whole)
}

/// The ticks that the first `samples` samples last.
fn ticks_before(tables: &[u8], samples: u64) -> Option<u64> {
    let (mut left, mut ticks) = (samples, 0_u64);
    for run in find(tables, &[b"stts"])?.get(8..)?.chunks_exact(8) {
        let count = u64::from(be32(run)?).min(left);
        ticks = ticks.saturating_add(count * u64::from(be32(&run[4..])?));
        left -= count;
    }
    Some(ticks)
}

fn track_of(movie: &[u8], track: u32) -> Option<&[u8]> {
    boxes(movie)
        .filter(|(name, _)| name == b"trak")
        .map(|(_, body)| body)
        .find(|body| find(body, &[b"tkhd"]).and_then(track_id) == Some(track))
}

fn edited(movie: &[u8], track: u32, rate: u32) -> Option<Heard> {
    let movie_scale = scale(find(movie, &[b"mvhd"])?)?;
    let body = track_of(movie, track)?;
    let track_scale = scale(find(body, &[b"mdia", b"mdhd"])?)?;
    let list = find(body, &[b"edts", b"elst"])?;

    let wide = *list.first()? == 1;
    let count = be32(list.get(4..)?)?;
    let entry_size = if wide { 20 } else { 12 };
    let mut edits =
        list.get(8..)?.chunks_exact(entry_size).take(usize::try_from(count).ok()?).filter_map(|entry| {
            Some(if wide {
                (be64(entry)?, be64(&entry[8..])?.cast_signed())
            } else {
                (u64::from(be32(entry)?), i64::from(be32(&entry[4..])?.cast_signed()))
            })
        });
    // An empty edit (−1) in front only delays the track; a list of several real ones isn't a gapless trim.
    let (duration, start) = edits.find(|(_, start)| *start >= 0)?;
    if edits.next().is_some() {
        return None;
    }
    let start = rescale(start.unsigned_abs(), rate, track_scale)?;
    // A length in milliseconds isn't one to the frame.
    let length =
        (movie_scale >= rate && duration > 0).then(|| rescale(duration, rate, movie_scale)).flatten();
    Some(Heard { start, length })
}

/// Reads the text of `iTunSMPB` below the box `meta`: hexadecimal numbers, of which the second is the delay, the
/// third the padding and the fourth the length.
fn smpb(meta: &[u8]) -> Option<Heard> {
    let list = find(meta, &[b"ilst"])?;
    for (_, item) in boxes(list).filter(|(name, _)| name == b"----") {
        if find(item, &[b"name"]).and_then(|name| name.get(4..)) != Some(b"iTunSMPB".as_slice()) {
            continue;
        }
        let text = std::str::from_utf8(find(item, &[b"data"])?.get(8..)?).ok()?;
        let mut numbers = text.split_ascii_whitespace().map(|number| u64::from_str_radix(number, 16).ok());
        let (start, length) = (numbers.nth(1)??, numbers.nth(1)??);
        return (start < 1 << 16).then_some(Heard { start, length: (length > 0).then_some(length) });
    }
    None
}

/// The content of the box at the end of `path`, each the first of its name.
pub(super) fn find<'a>(content: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter().try_fold(content, |content, name| {
        boxes(content).find(|(found, _)| found == *name).map(|(_, body)| body)
    })
}

/// The boxes that lie one behind the other in `content`.
pub(super) fn boxes(mut content: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let size = usize::try_from(be32(content)?).ok()?;
        let name = content.get(4..8)?.try_into().ok()?;
        let body = content.get(8..size.min(content.len()))?;
        content = content.get(size..).unwrap_or_default();
        Some((name, body))
    })
}

/// The time scale in `mvhd` or `mdhd`.
pub(super) fn scale(header: &[u8]) -> Option<u32> {
    be32(header.get(if *header.first()? == 1 { 20 } else { 12 }..)?).filter(|scale| *scale > 0)
}

pub(super) fn track_id(header: &[u8]) -> Option<u32> {
    be32(header.get(if *header.first()? == 1 { 20 } else { 12 }..)?)
}

fn rescale(ticks: u64, to: u32, from: u32) -> Option<u64> {
    let scaled = (u128::from(ticks) * u128::from(to) + u128::from(from / 2)) / u128::from(from);
    u64::try_from(scaled).ok()
}

pub(super) fn be32(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?))
}

pub(super) fn be64(bytes: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(..8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn boxed(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        [&(u32::try_from(body.len()).unwrap() + 8).to_be_bytes(), name.as_slice(), &body].concat()
    }

    fn header(name: &[u8; 4], number: u32) -> Vec<u8> {
        boxed(name, &[&[0; 12], &number.to_be_bytes(), &[0; 8]])
    }

    fn movie(edits: &[(u32, i32)], extra: &[u8]) -> Vec<u8> {
        let entries: Vec<u8> = edits
            .iter()
            .flat_map(|(duration, start)| {
                [duration.to_be_bytes(), start.to_be_bytes(), [0, 1, 0, 0]].concat()
            })
            .collect();
        let list = boxed(b"elst", &[&[0; 4], &u32::try_from(edits.len()).unwrap().to_be_bytes(), &entries]);
        let track = boxed(
            b"trak",
            &[&header(b"tkhd", 7), &boxed(b"edts", &[&list]), &boxed(b"mdia", &[&header(b"mdhd", 44_100)])],
        );
        [boxed(b"ftyp", &[b"M4A "]), boxed(b"moov", &[&header(b"mvhd", 1000), &track, extra])].concat()
    }

    #[test]
    fn the_delay_comes_from_the_edit_list_or_from_itunes_text() {
        let text = b" 00000000 00000840 000001CA 00000000003F31F6 00000000";
        let item = boxed(
            b"----",
            &[&boxed(b"name", &[&[0; 4], b"iTunSMPB"]), &boxed(b"data", &[&[0; 8], text.as_slice()])],
        );
        let itunes = boxed(b"udta", &[&boxed(b"meta", &[&[0; 4], &boxed(b"ilst", &[&item])])]);
        let smpb = Some(Heard { start: 0x840, length: Some(0x003f_31f6) });
        let elst = Some(Heard { start: 1024, length: None });
        type Case<'a> = (&'a str, &'a [(u32, i32)], &'a [u8], Option<Heard>);
        let cases: [Case<'_>; 6] = [
            ("an edit", &[(5000, 1024)], &[], elst),
            ("an empty edit in front", &[(20, -1), (5000, 1024)], &[], elst),
            ("an edit and a text", &[(5000, 1024)], &itunes, elst),
            ("a text", &[], &itunes, smpb),
            ("several edits", &[(1, 1024), (2, 9000)], &[], None),
            ("nothing", &[], &[], None),
        ];
        for (what, edits, extra, expected) in cases {
            let found = heard(Cursor::new(movie(edits, extra)), 7, 44_100).unwrap();
            assert_eq!(found, expected, "{what}");
        }
    }

    #[test]
    fn tracks_without_sound_are_known_where_others_have_it_and_no_fragments_follow() {
        let track =
            |handler: &[u8; 4]| boxed(b"trak", &[&boxed(b"mdia", &[&boxed(b"hdlr", &[&[0; 8], handler])])]);
        let (soun, text, mvex) = (track(b"soun"), track(b"text"), boxed(b"mvex", &[]));
        type Case<'a> = (&'a str, &'a [&'a [u8]], &'a [usize]);
        let cases: [Case<'_>; 6] = [
            ("sound alone", &[&soun], &[]),
            ("sound and a text", &[&soun, &text], &[1]),
            ("between texts", &[&text, &soun, &text], &[0, 2]),
            ("no sound", &[&text], &[]),
            ("fragments", &[&soun, &text, &mvex], &[]),
            ("no track", &[], &[]),
        ];
        for (what, parts, expected) in cases {
            let movie = [boxed(b"ftyp", &[b"M4A "]), boxed(b"moov", parts)].concat();
            let places: Vec<u64> = expected.iter().map(|n| 12 + 8 + (n * soun.len()) as u64 + 4).collect();
            assert_eq!(soundless(&mut Cursor::new(&movie)).unwrap(), places, "{what}");
            for cut in 0..movie.len() {
                let found = soundless(&mut Cursor::new(&movie[..cut])).unwrap();
                assert!(
                    found.iter().all(|place| movie[*place as usize..].starts_with(b"trak")),
                    "{what} cut at {cut}"
                );
            }
        }
    }

    #[test]
    fn broken_boxes_are_no_delay() {
        let whole = movie(&[(5000, 1024)], &[]);
        for cut in 0..whole.len() {
            let _ = heard(Cursor::new(&whole[..cut]), 7, 44_100);
        }
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0xff;
            let _ = heard(Cursor::new(broken), 7, 44_100);
        }
    }
}
