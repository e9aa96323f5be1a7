//! Speech as it is heard elsewhere: in noise, under music, in a room.

use std::{
    f32::consts::TAU,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use super::dice::Dice;

/// The rate, in Hz, at which sound is changed: that of the aligner itself.
const RATE: usize = 16_000;

/// A file's sound as one channel at [`RATE`].
pub fn read(audio: &Path) -> Vec<f32> {
    let out = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(audio)
        .args(["-ac", "1", "-ar", &RATE.to_string(), "-f", "f32le", "-"])
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg decodes");
    out.stdout.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}

pub fn write(sound: &[f32], to: &Path) {
    let bytes: Vec<u8> = sound.iter().flat_map(|s| ((s * 32_767.0) as i16).to_le_bytes()).collect();
    fs::write(to, cueline_tests::episodes::wav(&bytes, RATE as u32)).expect("the sound is written");
}

/// The sound with another under it that is so many dB weaker; both are made quieter where they would be cut off.
pub fn add(mut sound: Vec<f32>, other: fn(usize) -> Vec<f32>, decibels: f32) -> Vec<f32> {
    let power = |sound: &[f32]| sound.iter().map(|s| s * s).sum::<f32>() / sound.len() as f32;
    // Pauses don't count: what speaks is what the noise is measured against.
    let loud: Vec<f32> =
        sound.chunks(RATE / 50).filter(|piece| power(piece) > 1e-5).flatten().copied().collect();
    let under = other(sound.len());
    let gain = (power(&loud) / power(&under) * 10_f32.powf(-decibels / 10.0)).sqrt();
    sound.iter_mut().zip(under).for_each(|(s, under)| *s = (*s + under * gain) * 0.5);
    sound
}

/// Pink noise: white noise in octaves that change half as often each (Voss and McCartney).
pub fn pink(length: usize) -> Vec<f32> {
    let mut dice = Dice(11);
    let mut rows = [0.0_f32; 14];
    let mut value = || dice.next() as f32 - 0.5;
    (1..=length)
        .map(|n| {
            rows[(n.trailing_zeros() as usize).min(rows.len() - 1)] = value();
            rows.iter().sum::<f32>() + value()
        })
        .collect()
}

/// Four chords of plucked strings and a beat.
pub fn music(length: usize) -> Vec<f32> {
    const CHORDS: [[f32; 3]; 4] =
        [[220.0, 261.6, 329.6], [174.6, 220.0, 261.6], [261.6, 329.6, 392.0], [196.0, 246.9, 293.7]];
    let mut dice = Dice(13);
    (0..length)
        .map(|n| {
            let time = n as f32 / RATE as f32;
            let chord = CHORDS[(time / 2.0) as usize % CHORDS.len()];
            let string = |place: usize| {
                let since = (time + place as f32 * 0.17) % 0.5;
                let hertz = chord[place];
                let tone = (1..8).map(|n| (TAU * hertz * n as f32 * time).sin() / n as f32).sum::<f32>();
                tone * (-5.0 * since).exp()
            };
            let beat = (dice.next() as f32 - 0.5) * (-30.0 * (time % 0.5)).exp();
            string(0) + string(1) + string(2) + 1.5 * beat
        })
        .collect()
}

/// A room whose echo takes 0.5 s to become 60 dB weaker.
pub fn room(sound: &[f32]) -> Vec<f32> {
    // Noise that dies away, a tap every few samples: enough of them to be heard as one echo.
    let mut dice = Dice(17);
    let taps: Vec<(usize, f32)> = (0..400)
        .map(|_| {
            let time = 0.005 + dice.next() as f32 * 0.45;
            ((time * RATE as f32) as usize, (dice.next() as f32 - 0.5) * 0.25 * (-13.8 * time).exp())
        })
        .collect();
    (0..sound.len())
        .map(|n| {
            let echo: f32 =
                taps.iter().filter(|(late, _)| *late <= n).map(|(late, gain)| sound[n - late] * gain).sum();
            (sound[n] + echo) * 0.7
        })
        .collect()
}
