//! What the tests share: sounds that tell every position, files made of them, and numbers that come out the same.

#![allow(dead_code)] // each test binary uses its own part

pub mod commands;
pub mod listening;
pub mod reading;
pub mod rig;

use std::f64::consts::TAU;
use std::fs;
use std::path::Path;
use std::process::Command;

use cueline_playback::decode::Reader;

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

/// A rising tone, by which every position of the first `length` seconds is known.
pub fn chirp(seconds: f64, length: f64) -> f32 {
    if !(0.0..length).contains(&seconds) {
        return 0.0;
    }
    (TAU * (300.0 * seconds + 90.0 * seconds * seconds)).sin() as f32 * 0.5
}

/// Has ffmpeg do what `arguments` say.
pub fn ffmpeg(arguments: &[&str]) {
    let output = Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y"]).args(arguments).output();
    let output = output.expect("ffmpeg is needed for these tests");
    assert!(output.status.success(), "ffmpeg {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Has ffmpeg make `output` of what `arguments` say.
pub fn make(arguments: &[&str], output: &Path) {
    ffmpeg(&[arguments, &[output.to_str().unwrap()]].concat());
}

/// All that `reader` still has.
pub fn rest(reader: &mut Reader) -> Vec<f32> {
    let mut sound = Vec::new();
    while reader.read(&mut sound).unwrap() > 0 {}
    sound
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
