//! The header of a FLAC frame (RFC 9639, 9.1), and the two checksums of a frame.

/// What a frame says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Header {
    /// The frames of sound in it.
    pub(in super::super) block: u32,
    /// `number` counts frames of sound, and not blocks.
    pub(super) variable: bool,
    pub(super) number: u64,
    pub(super) channels: u8,
    /// The rate and the bits of a sample, where it tells them itself.
    pub(super) rate: Option<u32>,
    pub(super) bits: Option<u8>,
    /// The header's own bytes.
    pub(super) size: usize,
}

impl Header {
    /// The most bytes that it has.
    pub(in super::super) const LARGEST: usize = 16;

    /// Reads the header that `bytes` begin with; `None` where there is none, or one that is damaged.
    pub(in super::super) fn read(bytes: &[u8]) -> Option<Header> {
        let &[0xff, second @ (0xf8 | 0xf9), third, fourth, first, ..] = bytes else { return None };
        let variable = second & 1 != 0;
        let (block, rate, assignment, bits) = (third >> 4, third & 15, fourth >> 4, fourth >> 1 & 7);
        if fourth & 1 != 0 || assignment > 10 {
            return None;
        }
        let mut size = 4;
        let mut take = |count: usize| {
            let taken = bytes.get(size..size + count)?;
            size += count;
            Some(taken.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
        };
        // A number as in UTF-8, but up to seven bytes long.
        let length = match first.leading_ones() {
            0 => 1,
            ones @ 2..=7 => ones as usize,
            _ => return None,
        };
        take(1)?;
        let mut number = u64::from(first) & (0x7f >> if length == 1 { 0 } else { length });
        for _ in 1..length {
            let byte = take(1)?;
            if byte >> 6 != 2 {
                return None;
            }
            number = number << 6 | u64::from(byte & 0x3f);
        }
        let block = match block {
            1 => 192,
            code @ 2..=5 => 576 << (code - 2),
            6 => take(1)? + 1,
            7 => take(2)? + 1,
            code @ 8.. => 256 << (code - 8),
            0 => return None,
        };
        let rate = match rate {
            0 => None,
            12 => Some(take(1)? * 1000),
            13 => Some(take(2)?),
            14 => Some(take(2)? * 10),
            15 => return None,
            code => Some(RATES[usize::from(code - 1)]),
        };
        let bits = match bits {
            0 => None,
            3 => return None,
            code => Some([8, 12, 0, 16, 20, 24, 32][usize::from(code - 1)]),
        };
        if bytes.get(..size + 1)?.iter().fold(0, |sum, byte| CRC8[usize::from(sum ^ byte)]) != 0 {
            return None;
        }
        let channels = if assignment < 8 { assignment + 1 } else { 2 };
        Some(Header { block, variable, number, channels, rate, bits, size: size + 1 })
    }

    /// Whether a frame with the other header can be of the same stream.
    pub(super) fn is_like(&self, other: &Header) -> bool {
        let same = |a: Option<u32>, b: Option<u32>| a.zip(b).is_none_or(|(a, b)| a == b);
        self.variable == other.variable
            && self.channels == other.channels
            && same(self.rate, other.rate)
            && same(self.bits.map(u32::from), other.bits.map(u32::from))
    }

    /// Whether a frame with the other header comes right after this one.
    pub(super) fn is_followed_by(&self, other: &Header) -> bool {
        self.is_like(other)
            && other.number == self.number + if self.variable { u64::from(self.block) } else { 1 }
    }

    /// More bytes than this no frame needs, since its samples can also be written as they are.
    pub(super) fn most_bytes(&self) -> usize {
        let sample = usize::from(self.bits.unwrap_or(32)) + 1;
        let side = usize::from(self.channels) * (self.block as usize * sample / 8 + 16);
        Header::LARGEST + side + 2
    }
}

const RATES: [u32; 11] =
    [88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

const CRC8: [u8; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut sum = index as u8;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum >> 7 == 1 { sum << 1 ^ 0x07 } else { sum << 1 };
            bit += 1;
        }
        table[index] = sum;
        index += 1;
    }
    table
};

const CRC16: [u16; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut sum = (index as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum >> 15 == 1 { sum << 1 ^ 0x8005 } else { sum << 1 };
            bit += 1;
        }
        table[index] = sum;
        index += 1;
    }
    table
};

/// Goes on with the checksum of a frame; over a whole frame, its own bytes included, it is 0.
pub(super) fn crc16(sum: u16, bytes: &[u8]) -> u16 {
    bytes.iter().fold(sum, |sum, byte| sum << 8 ^ CRC16[usize::from((sum >> 8) as u8 ^ byte)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(bytes: &[u8]) -> Vec<u8> {
        let sum = bytes.iter().fold(0, |sum, byte| CRC8[usize::from(sum ^ byte)]);
        [bytes, &[sum]].concat()
    }

    #[test]
    fn headers_tell_their_block_rate_channels_bits_and_number() {
        type Told = Option<(u32, u64, u8, Option<u32>, Option<u8>, usize)>;
        let cases: [(&[u8], Told); 7] = [
            (&[0xff, 0xf8, 0xc9, 0x18, 0x05], Some((4096, 5, 2, Some(44_100), Some(16), 6))),
            (&[0xff, 0xf8, 0x10, 0x00, 0x7f], Some((192, 127, 1, None, None, 6))),
            (
                &[0xff, 0xf9, 0x7d, 0xac, 0xc4, 0x80, 0x0f, 0xff, 0x1f, 0x40],
                Some((4096, 256, 2, Some(8000), Some(24), 11)),
            ),
            (
                &[0xff, 0xf8, 0x6c, 0x98, 0xe1, 0x80, 0x80, 0x63, 0x0b],
                Some((100, 4096, 2, Some(11_000), Some(16), 10)),
            ),
            (&[0xff, 0xf8, 0xcf, 0x18, 0x05], None),
            (&[0xff, 0xf8, 0xc9, 0x19, 0x05], None),
            (&[0xff, 0xf8, 0xc9, 0x18, 0x85], None),
        ];
        for (bytes, told) in cases {
            let header = Header::read(&sealed(bytes));
            let found = header.map(|h| (h.block, h.number, h.channels, h.rate, h.bits, h.size));
            assert_eq!(found, told, "{bytes:02x?}");
            let mut broken = sealed(bytes);
            broken[4] ^= 1;
            assert_eq!(Header::read(&broken), None, "{bytes:02x?}");
        }
    }
}
