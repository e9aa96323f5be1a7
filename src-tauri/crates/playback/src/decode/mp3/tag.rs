//! The frame of metadata that encoders put before the sound of an MP3: Xing, Info (with LAME's part) and VBRI.

use super::header::Header;

/// What such a frame says about the stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct InfoTag {
    /// Frames of sound in the stream, this one not counted.
    pub(crate) frames: Option<u32>,
    /// Bytes of the stream, this frame included.
    pub(crate) bytes: Option<u32>,
    /// Frames of sound that the encoder put before the first and after the last.
    pub(crate) trim: Option<Trim>,
}

/// What to cut off at both ends, counted in frames of decoded sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trim {
    pub(crate) start: u64,
    pub(crate) end: u64,
}

/// Every layer III decoder comes this many frames late; encoders leave it out of the delay that they write.
const DECODER_DELAY: u64 = 528 + 1;

/// Reads the tag of a frame that begins with `header`; `None` when it is a frame of sound.
pub(crate) fn parse(header: &Header, frame: &[u8]) -> Option<InfoTag> {
    if header.layer == 3 { xing(header, frame).or_else(|| vbri(frame)) } else { None }
}

fn xing(header: &Header, frame: &[u8]) -> Option<InfoTag> {
    let mut rest = frame.get(header.tag_offset()..)?;
    let name = take(&mut rest, 4)?;
    if name != b"Xing" && name != b"Info" {
        return None;
    }
    let flags = number(&mut rest)?;
    let frames = if flags & 1 != 0 { Some(number(&mut rest)?) } else { None };
    let bytes = if flags & 2 != 0 { Some(number(&mut rest)?) } else { None };
    if flags & 4 != 0 {
        take(&mut rest, 100)?;
    }
    if flags & 8 != 0 {
        number(&mut rest)?;
    }
    Some(InfoTag { frames, bytes, trim: lame(rest) })
}

/// LAME's part: nine bytes of the encoder's name, twelve of other things, then delay and padding in twelve bits each.
fn lame(rest: &[u8]) -> Option<Trim> {
    let name = rest.get(..4)?;
    if ![b"LAME", b"Lavf", b"Lavc", b"L3.9"].iter().any(|known| name == *known) {
        return None;
    }
    let bytes = rest.get(21..24)?;
    let both = u64::from(bytes[0]) << 16 | u64::from(bytes[1]) << 8 | u64::from(bytes[2]);
    Some(Trim { start: (both >> 12) + DECODER_DELAY, end: (both & 0xfff).saturating_sub(DECODER_DELAY) })
}

fn vbri(frame: &[u8]) -> Option<InfoTag> {
    let mut rest = frame.get(Header::SIZE + 32..)?;
    if take(&mut rest, 4)? != b"VBRI" || take(&mut rest, 2)? != [0, 1] {
        return None;
    }
    take(&mut rest, 4)?; // delay and quality, both unreliable
    let bytes = number(&mut rest)?;
    let frames = number(&mut rest)?;
    Some(InfoTag { frames: Some(frames), bytes: Some(bytes), trim: None })
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(count)?;
    *rest = tail;
    Some(head)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    take(rest, 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEREO: [u8; 4] = [0xff, 0xfb, 0x90, 0x00];

    fn frame(at: usize, parts: &[&[u8]]) -> Vec<u8> {
        let mut frame = STEREO.to_vec();
        frame.resize(at, 0);
        frame.extend(parts.concat());
        frame.resize(417, 0);
        frame
    }

    #[test]
    fn tags_are_read_and_sound_is_not_taken_for_one() {
        let header = Header::parse(STEREO).unwrap();
        let lame: &[u8] = &[b"LAME3.100".as_slice(), &[0; 12], &[0x24, 0x05, 0x77]].concat();
        let cases: [(Vec<u8>, Option<InfoTag>); 4] = [
            (
                frame(36, &[b"Info", &[0, 0, 0, 3], &[0, 0, 1, 0], &[0, 1, 0, 0], lame]),
                Some(InfoTag {
                    frames: Some(256),
                    bytes: Some(65_536),
                    trim: Some(Trim { start: 576 + 529, end: 0x577 - 529 }),
                }),
            ),
            (frame(36, &[b"Xing", &[0; 4]]), Some(InfoTag::default())),
            (
                frame(36, &[b"VBRI", &[0, 1, 0, 0, 0, 0], &[0, 0, 2, 0], &[0, 0, 0, 9]]),
                Some(InfoTag { frames: Some(9), bytes: Some(512), trim: None }),
            ),
            (frame(36, &[b"data"]), None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(parse(&header, &bytes), expected);
        }
    }
}
