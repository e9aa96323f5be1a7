//! What lies around and between the frames of an MP3 without being sound: ID3v1, ID3v2, APE and Lyrics3 tags.

/// A tag that begins at some place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Around {
    /// Its bytes from that place on.
    pub(super) len: u64,
    /// Its bytes before that place: what shows an APE tag without a header is its footer.
    pub(super) before: u64,
}

/// The tag that begins with `bytes`, which go on for `left` bytes up to the end of the file.
pub(super) fn tag(bytes: &[u8], left: u64) -> Option<Around> {
    let only = |len: u64| Some(Around { len, before: 0 });
    match bytes {
        // id3.org, "ID3v2.4.0 – Main Structure", 3.1: no byte of the size has its highest bit set. One that lies is
        // no reason to leave out the rest of the file.
        [b'I', b'D', b'3', 2..=4, minor, flags, a, b, c, d, ..]
            if *minor < 0xff && flags & 0x0f == 0 && [a, b, c, d].iter().all(|byte| **byte < 0x80) =>
        {
            let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | u64::from(**byte));
            let len = size + if flags & 0x10 != 0 { 20 } else { 10 };
            only(if len <= left { len } else { 10 })
        }
        [b'T', b'A', b'G', b'+', ..] if left >= 227 + 128 && bytes.get(227..230)? == b"TAG" => {
            only(227 + 128)
        }
        [b'T', b'A', b'G', ..] if left >= 128 => only(128),
        [b'A', b'P', b'E', b'T', b'A', b'G', b'E', b'X', rest @ ..] if left >= 32 => {
            let size = rest.get(4..8)?.try_into().map_or(0, u32::from_le_bytes);
            let is_header = rest.get(15).is_some_and(|flags| flags & 0x20 != 0);
            let size = u64::from(size);
            if is_header {
                only(if 32 + size <= left { 32 + size } else { 32 })
            } else {
                Some(Around { len: 32, before: size.saturating_sub(32) })
            }
        }
        _ if bytes.starts_with(b"LYRICSBEGIN") => {
            let end = |word: &[u8]| Some(bytes.windows(9).position(|nine| nine == word)? as u64 + 9);
            only(end(b"LYRICS200").or_else(|| end(b"LYRICSEND"))?)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_the_length_that_they_tell_unless_the_file_is_shorter() {
        let ape = |flags: u8| {
            [b"APETAGEX\xd0\x07\0\0".as_slice(), &[40, 0, 0, 0], &[0; 4], &[0, 0, 0, flags], &[0; 8]].concat()
        };
        let lyrics = b"LYRICSBEGININD00002100000LYRICS200".as_slice();
        type Lengths = Option<(u64, u64)>;
        let cases: [(&[u8], u64, Lengths); 11] = [
            (b"ID3\x04\0\0\0\0\x02\x01", 5000, Some((267, 0))),
            (b"ID3\x04\0\x10\0\0\x02\x01", 5000, Some((277, 0))),
            (b"ID3\x03\0\0\x7f\x7f\x7f\x7f", 5000, Some((10, 0))),
            (b"ID3\x03\0\0\xff\x7f\x7f\x7f", 5000, None),
            (b"ID3 is a way to say it", 5000, None),
            (b"TAGTitle", 128, Some((128, 0))),
            (b"TAGTitle", 60, None),
            (&ape(0xa0), 5000, Some((72, 0))),
            (&ape(0x80), 5000, Some((32, 8))),
            (lyrics, 5000, Some((34, 0))),
            (b"LYRICSBEGIN and no end", 5000, None),
        ];
        for (bytes, left, expected) in cases {
            let found = tag(bytes, left).map(|tag| (tag.len, tag.before));
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
