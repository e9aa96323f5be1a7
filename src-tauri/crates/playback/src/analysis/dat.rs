//! Peaks as a `.dat` file of BBC's audiowaveform, in versions 1 and 2 with 8 or 16 bits.
//!
//! The format is told in `doc/DataFormat.md` of <https://github.com/bbc/audiowaveform>: little-endian, a header of version, flags (bit 0:
//! 8 bits), sample rate, samples per pixel and length, in version 2 also the channels, then pairs of minimum and
//! maximum, channel by channel. (Its tables of the data count from byte 20 in both versions; in version 2 the data
//! begins behind the header, at byte 24.)

use super::peaks::{Peak, Peaks};
use crate::units::Rate;

/// How fine the values of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
    /// −128 to 127: a quarter of a per cent of full scale and more.
    Eight,
    /// −32,768 to 32,767.
    Sixteen,
}

/// Why a `.dat` file can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatError {
    /// It ends within the header.
    #[error("The waveform file is too short to have a header. Make it anew with audiowaveform.")]
    TooShort,
    /// It has another version.
    #[error("The waveform file is of version {0}; versions 1 and 2 are understood.")]
    Version(i32),
    /// A number in the header can't be.
    #[error("The waveform file's header has an impossible {0}. Make it anew with audiowaveform.")]
    Impossible(&'static str),
    /// It has fewer peaks than it says.
    #[error(
        "The waveform file is cut short: it should hold {stated} pairs and holds {held}. Copy it or make it again."
    )]
    CutShort {
        /// How many pairs the header says.
        stated: u64,
        /// How many there are.
        held: u64,
    },
}

/// audiowaveform knows up to 24 channels.
const MOST_CHANNELS: i32 = 24;

impl Peaks {
    /// The finest level as a `.dat` file of version 2 with one channel. What isn't known is written as silence.
    pub fn to_dat(&self, bits: Bits) -> Vec<u8> {
        let peaks = self.finest();
        let mut out = Vec::with_capacity(24 + peaks.len() * 4);
        let flags = u32::from(bits == Bits::Eight);
        let word = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        for field in [2, flags, self.rate().hz(), word(self.frames_per_peak()), word(peaks.len() as u64), 1] {
            out.extend(field.to_le_bytes());
        }
        for peak in peaks {
            let Peak { min, max } = if peak.is_known() { *peak } else { Peak { min: 0, max: 0 } };
            match bits {
                // As audiowaveform does it: divided, with what is left over dropped.
                Bits::Eight => out.extend([min, max].map(|value| (value / 256).to_le_bytes()[0])),
                Bits::Sixteen => [min, max].iter().for_each(|value| out.extend(value.to_le_bytes())),
            }
        }
        out
    }

    /// Reads a `.dat` file of version 1 or 2. Several channels become one that holds the least and the greatest of all.
    ///
    /// # Errors
    /// A [`DatError`]; bytes behind the data are no error.
    pub fn from_dat(bytes: &[u8]) -> Result<Peaks, DatError> {
        let word =
            |at: usize| bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        let field = |at: usize| word(at).ok_or(DatError::TooShort);
        let version = field(0)?.cast_signed();
        let (channels, header) = match version {
            1 => (1, 20),
            2 => (field(20)?.cast_signed(), 24),
            other => return Err(DatError::Version(other)),
        };
        let (flags, rate, scale, length) = (field(4)?, field(8)?, field(12)?, field(16)?);
        let positive = |n: u32| (n.cast_signed() > 0).then_some(n);
        let rate = positive(rate).and_then(Rate::new).ok_or(DatError::Impossible("sample rate"))?;
        let scale = positive(scale).ok_or(DatError::Impossible("number of samples per pixel"))?;
        if !(1..=MOST_CHANNELS).contains(&channels) {
            return Err(DatError::Impossible("number of channels"));
        }
        let channels = usize::try_from(channels).unwrap_or(1);
        let data = bytes.get(header..).unwrap_or_default();
        let size = if flags & 1 == 1 { 1 } else { 2 };
        let (stated, held) = (u64::from(length), (data.len() / (2 * size * channels)) as u64);
        if held < stated {
            return Err(DatError::CutShort { stated, held });
        }
        let value = |bytes: &[u8]| match bytes {
            [one] => i16::from(one.cast_signed()) * 256,
            [low, high, ..] => i16::from_le_bytes([*low, *high]),
            [] => 0,
        };
        let pair = |bytes: &[u8]| Peak { min: value(&bytes[..size]), max: value(&bytes[size..]) };
        let pixel = |bytes: &[u8]| bytes.chunks_exact(2 * size).map(pair).fold(Peak::UNKNOWN, Peak::with);
        let count = usize::try_from(stated).unwrap_or(0);
        let all: Vec<Peak> = data.chunks_exact(2 * size * channels).take(count).map(pixel).collect();
        let mut peaks = Peaks::unknown(rate, u64::from(scale), all.len());
        peaks.set(0, &all);
        Ok(peaks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Peaks {
        let mut peaks = Peaks::unknown(Rate::new(44_100).unwrap(), 512, 4);
        peaks.set(0, &[(-32_768, 32_767), (-257, 256), (-255, 255)].map(|(min, max)| Peak { min, max }));
        peaks
    }

    #[test]
    fn a_dat_file_has_the_fields_and_values_that_the_format_says() {
        let header = |eight: u8| {
            let mut bytes = vec![2, 0, 0, 0, eight, 0, 0, 0, 0x44, 0xac, 0, 0, 0, 2, 0, 0, 4, 0, 0, 0];
            bytes.extend([1, 0, 0, 0]);
            bytes
        };
        let mut sixteen = header(0);
        sixteen.extend([0x00, 0x80, 0xff, 0x7f, 0xff, 0xfe, 0x00, 0x01, 0x01, 0xff, 0xff, 0x00, 0, 0, 0, 0]);
        assert_eq!(made().to_dat(Bits::Sixteen), sixteen);
        let mut eight = header(1);
        eight.extend([0x80, 0x7f, 0xff, 0x01, 0, 0, 0, 0]);
        assert_eq!(made().to_dat(Bits::Eight), eight);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut peaks = made();
        peaks.set(3, &[Peak { min: -9, max: -3 }]);
        assert_eq!(Peaks::from_dat(&peaks.to_dat(Bits::Sixteen)).unwrap(), peaks);
        let eight = Peaks::from_dat(&peaks.to_dat(Bits::Eight)).unwrap();
        for (rough, exact) in eight.finest().iter().zip(peaks.finest()) {
            assert!(rough.min.abs_diff(exact.min) < 256 && rough.max.abs_diff(exact.max) < 256);
        }
    }

    /// Two pixels of two channels, and the same file with one channel in version 1, written by hand from the format's tables.
    #[test]
    fn files_of_both_versions_and_sizes_are_read() {
        let file = |version: u8, flags: u8, channels: &[u8], data: &[u8]| {
            let mut bytes = vec![version, 0, 0, 0, flags, 0, 0, 0, 0x80, 0xbb, 0, 0, 0, 1, 0, 0, 2, 0, 0, 0];
            bytes.extend(channels);
            bytes.extend(data);
            bytes
        };
        let stereo = file(2, 1, &[2, 0, 0, 0], &[0xff, 1, 0xfe, 0, 0x80, 0x7f, 0, 3]);
        let mono = file(1, 0, &[], &[0xfe, 0xff, 2, 0, 0, 0x80, 0xff, 0x7f]);
        let cases = [(stereo, [(-512, 256), (-32_768, 32_512)]), (mono, [(-2, 2), (-32_768, 32_767)])];
        for (bytes, expected) in cases {
            let peaks = Peaks::from_dat(&bytes).unwrap();
            assert_eq!((peaks.rate().hz(), peaks.frames_per_peak()), (48_000, 256));
            let got: Vec<_> = peaks.finest().iter().map(|peak| (peak.min, peak.max)).collect();
            assert_eq!(got, expected);
        }
    }

    #[test]
    fn a_broken_file_is_refused_with_what_is_wrong() {
        let good = made().to_dat(Bits::Sixteen);
        let with = |at: usize, value: i32| {
            let mut bytes = good.clone();
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
            Peaks::from_dat(&bytes).unwrap_err()
        };
        assert_eq!(with(0, 3), DatError::Version(3));
        assert_eq!(with(8, 0), DatError::Impossible("sample rate"));
        assert_eq!(with(12, -1), DatError::Impossible("number of samples per pixel"));
        assert_eq!(with(20, 0), DatError::Impossible("number of channels"));
        assert_eq!(with(16, -1), DatError::CutShort { stated: u64::from(u32::MAX), held: 4 });
        for length in 0..24 {
            assert_eq!(Peaks::from_dat(&good[..length]).unwrap_err(), DatError::TooShort, "{length} bytes");
        }
        assert_eq!(Peaks::from_dat(&good[..39]).unwrap_err(), DatError::CutShort { stated: 4, held: 3 });
    }
}
