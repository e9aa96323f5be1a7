//! What the tests share: sounds that tell every position, files made of them, and numbers that come out the same.

#![allow(dead_code)] // each test binary uses its own part

pub mod rig;

use std::fs;
use std::path::Path;

/// A small generator of numbers for tests (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) % limit.max(1)
    }
}

/// The tone that stands for a second of a file, in Hz; neighbours are far apart.
pub fn tone_of_second(second: u32) -> f64 {
    300.0 + 50.0 * f64::from(second * 7 % 41)
}

/// Writes a 16-bit WAV of `frames` frames, all channels of a frame the same.
pub fn sample_wav(path: &Path, rate: u32, channels: u16, frames: u32, sound: impl Fn(u32) -> f32) {
    let data = frames * u32::from(channels) * 2;
    let mut bytes = Vec::with_capacity(data as usize + 44);
    bytes.extend(b"RIFF");
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(channels.to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * u32::from(channels) * 2).to_le_bytes());
    bytes.extend((channels * 2).to_le_bytes());
    bytes.extend(16u16.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(data.to_le_bytes());
    for n in 0..frames {
        let sample = (sound(n) * 32_767.0).round().clamp(-32_768.0, 32_767.0) as i16;
        (0..channels).for_each(|_| bytes.extend(sample.to_le_bytes()));
    }
    fs::write(path, bytes).unwrap();
}
