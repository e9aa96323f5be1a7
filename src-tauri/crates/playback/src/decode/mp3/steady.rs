//! The plain part of a scan, which is nearly all of it: frames that differ from the one before in nothing but their bit rate,
//! their padding and how their two channels share the data.

use super::header::Header;

/// The bits of a header that stay the same: all but bit rate, padding and mode extension.
const FIXED: u32 = 0xffff_0dcf;
/// Where VBRI stands, in any frame that holds it.
const VBRI: usize = Header::SIZE + 32;

/// What such frames have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    fixed: u32,
    /// The lengths of frames by bit rate and padding, which are five bits of the header; 0 for what isn't told by these.
    lengths: [usize; 32],
    /// Where the name of an info frame stands.
    tag_at: usize,
}

impl Steady {
    /// Frames like the one with which `bytes` begin, if they follow so.
    pub(super) fn of(bytes: &[u8]) -> Option<Steady> {
        let first = *bytes.first_chunk()?;
        let header = Header::parse(first)?;
        let word = u32::from_be_bytes(first);
        let mut lengths = [0; 32];
        for (index, length) in (0u32..).zip(&mut lengths) {
            let like = word & !0xf200 | (index >> 1) << 12 | (index & 1) << 9;
            *length = Header::parse(like.to_be_bytes()).and_then(|header| header.len).unwrap_or(0);
        }
        Some(Steady { fixed: word & FIXED, lengths, tag_at: header.tag_offset() })
    }

    /// Whether the frame with which `bytes` begin is one of these.
    pub(super) fn is_like(&self, bytes: &[u8]) -> bool {
        bytes.first_chunk().is_some_and(|first| u32::from_be_bytes(*first) & FIXED == self.fixed)
    }

    /// The length of the frame of sound with which `bytes` begin, if it is one of these and ends within them.
    pub(super) fn len(&self, bytes: &[u8]) -> Option<usize> {
        let word = u32::from_be_bytes(*bytes.first_chunk()?);
        let len = self.lengths[(word >> 11 & 0b1_1110 | word >> 9 & 1) as usize & 31];
        let name = |at: usize| bytes.get(at..)?.first_chunk::<4>();
        let told = matches!(name(self.tag_at), Some(b"Xing" | b"Info")) || name(VBRI) == Some(b"VBRI");
        (word & FIXED == self.fixed && len > 0 && len <= bytes.len() && !told).then_some(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_frame_is_as_long_as_its_header_says() {
        let headers = |second: u8| {
            (0..=255u8).flat_map(move |third| [0x00, 0x40, 0xc4].map(|fourth| [0xff, second, third, fourth]))
        };
        for (second, first) in [0xfb, 0xfa, 0xf3, 0xe3, 0xfd, 0xff]
            .into_iter()
            .flat_map(|second| headers(second).map(move |first| (second, first)))
        {
            let Some(before) = Header::parse(first) else { continue };
            let steady = Steady::of(&first).unwrap();
            for next in headers(second) {
                let mut frame = next.to_vec();
                frame.resize(3_000, 0);
                let header = Header::parse(next);
                let like = header.filter(|header| {
                    header.continues(&before)
                        && header.habits == before.habits
                        && next[3] & 0xcf == first[3] & 0xcf
                });
                let expected = like.and_then(|header| header.len);
                if before.len.is_some() {
                    assert_eq!(steady.len(&frame), expected, "{first:02x?} {next:02x?}");
                }
            }
        }
    }

    #[test]
    fn info_frames_and_the_rest_of_a_frame_are_no_steady_frames() {
        let first = [0xff, 0xfb, 0x90, 0x00];
        let steady = Steady::of(&first).unwrap();
        let frame = |at: usize, name: &[u8]| {
            let mut frame = first.to_vec();
            frame.resize(417, 0);
            frame.splice(at..at + name.len(), name.iter().copied());
            frame
        };
        assert_eq!(steady.len(&frame(100, b"Xing")), Some(417));
        assert_eq!(steady.len(&frame(36, b"Xing")), None);
        assert_eq!(steady.len(&frame(36, b"VBRI")), None);
        assert_eq!(steady.len(&frame(100, b"Xing")[..416]), None);
    }
}
