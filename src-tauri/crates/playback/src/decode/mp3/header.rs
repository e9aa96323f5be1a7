//! The four bytes that begin a frame of MPEG audio layer III (ISO/IEC 11172-3, 2.4.2.3; 13818-3, and "2.5").

/// What a frame's header says of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// MPEG 1; else 2 or 2.5, which have half as many samples in a frame.
    pub(crate) mpeg1: bool,
    pub(crate) rate: u32,
    pub(crate) channels: u16,
    /// A checksum of two bytes follows the header.
    pub(crate) checksum: bool,
    /// The whole frame's length in bytes, these four included.
    pub(crate) len: usize,
}

impl Header {
    /// The size of the header itself, in bytes.
    pub(crate) const SIZE: usize = 4;

    /// Reads a header; `None` for what isn't one, and for the "free" bit rate, which no encoder in use writes.
    pub(crate) fn parse(bytes: [u8; 4]) -> Option<Header> {
        const KBPS_1: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const KBPS_2: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        let word = u32::from_be_bytes(bytes);
        if word >> 21 != 0x7ff || (word >> 17) & 3 != 0b01 {
            return None;
        }
        let (mpeg1, divisor) = match (word >> 19) & 3 {
            0b11 => (true, 1),
            0b10 => (false, 2),
            0b00 => (false, 4),
            _ => return None,
        };
        let rate = *[44_100, 48_000, 32_000].get((word >> 10) as usize & 3)? / divisor;
        let table = if mpeg1 { &KBPS_1 } else { &KBPS_2 };
        let bits = table.get((word >> 12) as usize & 15).filter(|kbps| **kbps > 0)? * 1000;
        let padding = (word >> 9) & 1;
        let len = (if mpeg1 { 144 } else { 72 }) * bits / rate + padding;
        Some(Header {
            mpeg1,
            rate,
            channels: if (word >> 6) & 3 == 0b11 { 1 } else { 2 },
            checksum: (word >> 16) & 1 == 0,
            len: len as usize,
        })
    }

    /// Frames of sound that the frame decodes to.
    pub(crate) fn samples(&self) -> u64 {
        if self.mpeg1 { 1152 } else { 576 }
    }

    /// Whether both can belong to one stream: the same rate and version, with any bit rate and channels.
    pub(crate) fn continues(&self, first: &Header) -> bool {
        self.mpeg1 == first.mpeg1 && self.rate == first.rate
    }

    fn side_info(&self) -> usize {
        match (self.mpeg1, self.channels) {
            (true, 1) => 17,
            (true, _) => 32,
            (false, 1) => 9,
            (false, _) => 17,
        }
    }

    /// Where a Xing or Info tag begins, if the frame is one. The checksum doesn't move it.
    pub(crate) fn tag_offset(&self) -> usize {
        Header::SIZE + self.side_info()
    }

    /// Bytes of the frame that hold sound ("main data") for this or a later frame.
    pub(crate) fn main_data_len(&self) -> usize {
        let checksum = if self.checksum { 2 } else { 0 };
        self.len.saturating_sub(Header::SIZE + checksum + self.side_info())
    }

    /// How many bytes of earlier frames' main data `frame` needs, from its side information.
    pub(crate) fn main_data_begin(&self, frame: &[u8]) -> Option<usize> {
        let at = Header::SIZE + if self.checksum { 2 } else { 0 };
        let first = usize::from(*frame.get(at)?);
        let second = usize::from(*frame.get(at + 1)?);
        Some(if self.mpeg1 { first << 1 | second >> 7 } else { first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_what_the_standard_says() {
        type Read = Option<(bool, u32, u16, usize)>;
        let cases: [([u8; 4], Read); 9] = [
            ([0xff, 0xfb, 0x90, 0x00], Some((true, 44_100, 2, 417))),
            ([0xff, 0xfb, 0x92, 0xc0], Some((true, 44_100, 1, 418))),
            ([0xff, 0xf3, 0x84, 0xc0], Some((false, 24_000, 1, 192))),
            ([0xff, 0xe3, 0x18, 0xc0], Some((false, 8_000, 1, 72))),
            ([0xff, 0xfd, 0x90, 0x00], None), // layer II
            ([0xff, 0xfb, 0x00, 0x00], None), // free bit rate
            ([0xff, 0xfb, 0xf0, 0x00], None), // no bit rate
            ([0xff, 0xfb, 0x9c, 0x00], None), // no sample rate
            ([0x49, 0x44, 0x33, 0x04], None), // "ID3"
        ];
        for (bytes, expected) in cases {
            let read = Header::parse(bytes).map(|h| (h.mpeg1, h.rate, h.channels, h.len));
            assert_eq!(read, expected, "{bytes:02x?}");
        }
    }
}
