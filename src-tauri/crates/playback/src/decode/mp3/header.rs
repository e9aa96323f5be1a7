//! The four bytes that begin a frame of MPEG audio (ISO/IEC 11172-3, 2.4.2.3; 13818-3, and "2.5"), of any layer.

/// The edition of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    V2,
    V25,
}

/// What a frame's header says of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) version: Version,
    /// 1 to 3.
    pub(crate) layer: u8,
    pub(crate) rate: u32,
    pub(crate) channels: u16,
    /// A checksum of two bytes follows the header.
    pub(crate) checksum: bool,
    /// The whole frame's length in bytes, these four included; `None` in the "free" format, which doesn't tell it.
    pub(crate) len: Option<usize>,
    /// Bytes by which the frame is longer than its neighbours without padding.
    pub(crate) padding: usize,
    /// The bits that an encoder writes without need: private, copyright, original, emphasis and whether there is a checksum.
    pub(crate) habits: u8,
}

const L1_V1: [u16; 15] = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
const L2_V1: [u16; 15] = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const L3_V1: [u16; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const L1_V2: [u16; 15] = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
const L23_V2: [u16; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

impl Header {
    /// The size of the header itself, in bytes.
    pub(crate) const SIZE: usize = 4;

    /// Reads a header; `None` for what isn't one.
    pub(crate) fn parse(bytes: [u8; 4]) -> Option<Header> {
        let [0xff, second, third, fourth] = bytes else { return None };
        if second >> 5 != 7 {
            return None;
        }
        let (version, divisor) = match second >> 3 & 3 {
            0b11 => (Version::V1, 1),
            0b10 => (Version::V2, 2),
            0b00 => (Version::V25, 4),
            _ => return None,
        };
        let layer = 4 - (second >> 1 & 3);
        let bit_rates = match (version, layer) {
            (Version::V1, 1) => &L1_V1,
            (Version::V1, 2) => &L2_V1,
            (Version::V1, 3) => &L3_V1,
            (_, 1) => &L1_V2,
            (_, 2 | 3) => &L23_V2,
            _ => return None,
        };
        let rate = *[44_100, 48_000, 32_000].get(usize::from(third >> 2 & 3))? / divisor;
        let bits = u32::from(*bit_rates.get(usize::from(third >> 4))?) * 1000;
        let padding = u32::from(third >> 1 & 1);
        let (factor, slot) = match (version, layer) {
            (_, 1) => (12, 4),
            (Version::V2 | Version::V25, 3) => (72, 1),
            _ => (144, 1),
        };
        let padding = padding * slot;
        Some(Header {
            version,
            layer,
            rate,
            channels: if fourth >> 6 == 0b11 { 1 } else { 2 },
            checksum: second & 1 == 0,
            len: (bits > 0).then_some((factor * bits / rate * slot + padding) as usize),
            padding: padding as usize,
            habits: (third & 1) << 5 | (second & 1) << 4 | fourth & 0xf,
        })
    }

    /// Frames of sound that the frame decodes to.
    pub(crate) fn samples(&self) -> u64 {
        match (self.version, self.layer) {
            (_, 1) => 384,
            (Version::V2 | Version::V25, 3) => 576,
            _ => 1152,
        }
    }

    /// Whether both can belong to one stream: the same version, layer and rate, with any bit rate and channels.
    pub(crate) fn continues(&self, before: &Header) -> bool {
        self.version == before.version
            && self.layer == before.layer
            && self.rate == before.rate
            && self.len.is_some() == before.len.is_some()
    }

    /// The bytes of a layer III frame's side information.
    pub(crate) fn side_info(&self) -> usize {
        match (self.version, self.channels) {
            (Version::V1, 1) => 17,
            (Version::V1, _) => 32,
            (_, 1) => 9,
            (_, _) => 17,
        }
    }

    /// Where a Xing or Info tag begins, if the frame is one. The checksum doesn't move it.
    pub(crate) fn tag_offset(&self) -> usize {
        Header::SIZE + self.side_info()
    }

    /// Where a layer III frame's side information begins.
    pub(crate) fn side_info_offset(&self) -> usize {
        Header::SIZE + if self.checksum { 2 } else { 0 }
    }

    /// How many bytes of earlier frames' main data `frame` needs, from its side information; none but in layer III.
    pub(crate) fn main_data_begin(&self, frame: &[u8]) -> Option<usize> {
        if self.layer != 3 {
            return None;
        }
        let at = self.side_info_offset();
        let first = usize::from(*frame.get(at)?);
        let second = usize::from(*frame.get(at + 1)?);
        Some(if self.version == Version::V1 { first << 1 | second >> 7 } else { first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_what_the_standard_says() {
        type Read = Option<(Version, u8, u32, u16, Option<usize>)>;
        use Version::{V1, V2, V25};
        let cases: [([u8; 4], Read); 13] = [
            ([0xff, 0xfb, 0x90, 0x00], Some((V1, 3, 44_100, 2, Some(417)))),
            ([0xff, 0xfb, 0x92, 0xc0], Some((V1, 3, 44_100, 1, Some(418)))),
            ([0xff, 0xf3, 0x84, 0xc0], Some((V2, 3, 24_000, 1, Some(192)))),
            ([0xff, 0xe3, 0x18, 0xc0], Some((V25, 3, 8_000, 1, Some(72)))),
            ([0xff, 0xfd, 0x90, 0x00], Some((V1, 2, 44_100, 2, Some(522)))),
            ([0xff, 0xff, 0x92, 0x00], Some((V1, 1, 44_100, 2, Some(316)))),
            ([0xff, 0xf5, 0x80, 0xc0], Some((V2, 2, 22_050, 1, Some(417)))),
            ([0xff, 0xfb, 0x00, 0x00], Some((V1, 3, 44_100, 2, None))), // free format
            ([0xff, 0xfb, 0xf0, 0x00], None),                           // no bit rate
            ([0xff, 0xfb, 0x9c, 0x00], None),                           // no sample rate
            ([0xff, 0xf1, 0x50, 0x80], None),                           // no layer, as in ADTS
            ([0xff, 0xeb, 0x90, 0x00], None),                           // no version
            ([0x49, 0x44, 0x33, 0x04], None),                           // "ID3"
        ];
        for (bytes, expected) in cases {
            let read = Header::parse(bytes).map(|h| (h.version, h.layer, h.rate, h.channels, h.len));
            assert_eq!(read, expected, "{bytes:02x?}");
        }
    }
}
