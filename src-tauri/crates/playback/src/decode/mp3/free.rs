//! Frames of the free format as frames of a stated bit rate, which is all that the decoder takes.

use super::header::{Header, Version};

/// `main_data_begin` reaches back no farther than this.
pub(super) const FARTHEST_BACK: usize = 511;

/// Rewrites the frames of one part, in their order.
#[derive(Default)]
pub(super) struct Standard {
    /// The last main data of layer III.
    reservoir: Vec<u8>,
    frame: Vec<u8>,
}

impl Standard {
    /// `frame`, which begins with `header`, with a bit rate that the decoder takes. `None` when it is too long for any,
    /// or continues frames that weren't seen.
    pub(super) fn rewrite(&mut self, header: &Header, frame: &[u8]) -> Option<&[u8]> {
        self.frame.clear();
        match header.layer {
            3 => self.layer_three(header, frame)?,
            _ => {
                let bytes = shell(header, frame, |len, bits| {
                    // Layer II has other tables for low bit rates; the free format has those of the high ones.
                    len >= frame.len() && (header.layer == 1 || bits > 80_000 * u32::from(header.channels))
                })?;
                self.frame.extend(bytes.0);
                self.frame.extend_from_slice(frame.get(Header::SIZE..)?);
                self.frame.resize(bytes.1, 0);
            }
        }
        Some(&self.frame)
    }

    /// Layer III counts back over the main data of the frames before. Here each frame gets all of its own.
    fn layer_three(&mut self, header: &Header, frame: &[u8]) -> Option<()> {
        let side = header.side_info_offset();
        let data = side + header.side_info();
        let begin = header.main_data_begin(frame)?;
        let side_info = frame.get(side..data)?;
        let mut main = std::mem::take(&mut self.reservoir);
        let from = main.len().checked_sub(begin);
        main.extend_from_slice(frame.get(data..)?);
        self.reservoir = main[main.len().saturating_sub(FARTHEST_BACK)..].to_vec();

        let used = main_data_bits(header, side_info)?.div_ceil(8);
        let needed = Header::SIZE + side_info.len() + used;
        let (mut start, len) = shell(header, frame, |len, _| len >= needed)?;
        start[1] |= 1; // without the checksum, which would no longer be right
        self.frame.extend(start);
        self.frame.extend_from_slice(side_info);
        self.frame[Header::SIZE] = 0;
        if header.version == Version::V1 {
            self.frame[Header::SIZE + 1] &= 0x7f;
        }
        self.frame.extend_from_slice(main.get(from?..)?.get(..used)?);
        self.frame.resize(len, 0);
        Some(())
    }
}

/// The header of `frame` with the lowest bit rate that `fits` (a length in bytes, bits a second), and the length.
fn shell(
    header: &Header,
    frame: &[u8],
    fits: impl Fn(usize, u32) -> bool,
) -> Option<([u8; Header::SIZE], usize)> {
    let mut start: [u8; Header::SIZE] = *frame.first_chunk()?;
    for number in 1..15 {
        start[2] = number << 4 | start[2] & 0x0d;
        let len = Header::parse(start)?.len?;
        let bits = (len as u64 * 8 * u64::from(header.rate) / header.samples()) as u32;
        let allowed = header.layer != 2 || header.channels == 2 || number <= 10; // no more for one channel
        if allowed && fits(len, bits) {
            return Some((start, len));
        }
    }
    None
}

/// How many bits of main data the frame uses: the sum of its `part2_3_length`s (ISO/IEC 11172-3, 2.4.1.7; 13818-3, 2.4.1.7).
fn main_data_bits(header: &Header, side_info: &[u8]) -> Option<usize> {
    let channels = usize::from(header.channels);
    let (first, step, count) = match (header.version, channels) {
        (Version::V1, 1) => (9 + 5 + 4, 59, 2),
        (Version::V1, _) => (9 + 3 + 8, 59, 4),
        (_, 1) => (8 + 1, 63, 1),
        (_, _) => (8 + 2, 63, 2),
    };
    (0..count).map(|n| bits(side_info, first + n * step, 12)).sum()
}

fn bits(bytes: &[u8], at: usize, count: usize) -> Option<usize> {
    (at..at + count).try_fold(0, |value, at| {
        let byte = usize::from(*bytes.get(at / 8)?);
        Some(value << 1 | byte >> (7 - at % 8) & 1)
    })
}
