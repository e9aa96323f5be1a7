//! Seeking in ten minutes of every format: how far off the target it lands, and how long it takes.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use cueline_playback::{Frame, decode::Reader};
use cueline_tests::{
    episodes::encode,
    sound::{self, decoded},
};

use crate::{
    material,
    statistics::{middle_and_tail, percentile},
};

/// Frames a second of the material.
const RATE: u32 = 44_100;
/// How many seeks each side makes.
const OURS: usize = 500;
const PEERS: usize = 20;

/// Where one seek landed against where it should have, and the time it took.
struct Landing {
    frames_off: f64,
    ms: f64,
}

/// Prints the table of seeking.
pub fn measure() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let source = material::noise(place.path());
    println!(
        "| seek | Cueline: frames off (p50 / most) | ms (p50 / p95) | ffmpeg -ss: frames off | ms | mpv hr-seek: frames off | ms |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (format, options) in material::FORMATS {
        let file = place.path().join(format!("noise.{format}"));
        encode(&source, options, &file);
        let linear = decoded(&file, RATE);
        let cells: Vec<String> = [ours(&file), peer(&file, &linear, ffmpeg), peer(&file, &linear, mpv)]
            .iter()
            .map(|l| cell(l))
            .collect();
        println!("| {format} | {} |", cells.join(" | "));
    }
    println!();
}

fn cell(landings: &[Landing]) -> String {
    let off: Vec<f64> = landings.iter().map(|landing| landing.frames_off).collect();
    let ms: Vec<f64> = landings.iter().map(|landing| landing.ms).collect();
    format!("{:.0} / {:.0} | {}", percentile(&off, 50.0), percentile(&off, 100.0), middle_and_tail(&ms, 2))
}

/// The share of the file at which seek number `n` lands: all over it, the same in every run.
fn share(n: usize) -> f64 {
    (n * 7919 % 1000) as f64 / 1000.0 * 0.98
}

/// Our own reader: the first frames after the seek against the same frames of the file read from its start.
fn ours(file: &Path) -> Vec<Landing> {
    let mut reader = Reader::open(file).expect("the file opens");
    let mut linear = Vec::new();
    while reader.read(&mut linear).expect("the file is read") > 0 {}
    let channels = usize::from(reader.info().channels);
    let frames = linear.len() / channels;
    (0..OURS)
        .map(|n| {
            let target = (share(n) * frames as f64) as usize;
            let begin = Instant::now();
            reader.seek(Frame(target as u64)).expect("the seek lands");
            let mut first = Vec::new();
            reader.read(&mut first).expect("sound comes");
            let ms = begin.elapsed().as_secs_f64() * 1000.0;
            while first.len() < 1024 * channels && reader.read(&mut first).expect("sound comes") > 0 {}
            let same =
                linear[target * channels..].iter().zip(&first).all(|(a, b)| a.to_bits() == b.to_bits());
            let frames_off = if same { 0.0 } else { distance(&first, &linear, target) };
            Landing { frames_off, ms }
        })
        .collect()
}

/// A peer: what it gives from the target on, found in its own decoding of the whole file.
fn peer(file: &Path, linear: &[f32], seek: fn(&Path, f64) -> Vec<f32>) -> Vec<Landing> {
    (0..PEERS)
        .map(|n| {
            let target = (share(n) * linear.len() as f64) as usize;
            let begin = Instant::now();
            let first = seek(file, target as f64 / f64::from(RATE));
            let ms = begin.elapsed().as_secs_f64() * 1000.0;
            Landing { frames_off: distance(&first, linear, target), ms }
        })
        .collect()
}

/// How far from `target` these first frames lie in the whole; a second where they are nowhere near it.
fn distance(first: &[f32], linear: &[f32], target: usize) -> f64 {
    let needle = &first[..first.len().min(4096)];
    let from = target.saturating_sub(RATE as usize);
    let around = &linear[from..(target + RATE as usize + needle.len()).min(linear.len())];
    if needle.is_empty() || needle.len() > around.len() {
        return f64::from(RATE);
    }
    let found = sound::find(needle, around);
    if found.likeness < 0.5 { f64::from(RATE) } else { ((from + found.at) as f64 - target as f64).abs() }
}

fn ffmpeg(file: &Path, second: f64) -> Vec<f32> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-ss", &format!("{second:.6}"), "-i"])
        .arg(file)
        .args(["-t", "0.1", "-map", "0:a:0", "-ac", "1", "-f", "f32le", "-"])
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg runs");
    floats(&output.stdout)
}

fn mpv(file: &Path, second: f64) -> Vec<f32> {
    let out = file.with_extension("pcm");
    let done = Command::new("mpv")
        .args(["--no-config", "--no-video", "--really-quiet", "--ao=pcm", "--ao-pcm-waveheader=no"])
        .args(["--audio-format=float", "--hr-seek=yes", "--length=0.1", &format!("--start={second:.6}")])
        .arg(format!("--ao-pcm-file={}", out.display()))
        .arg(file)
        .stdin(Stdio::null())
        .status();
    assert!(done.is_ok(), "mpv runs");
    floats(&std::fs::read(out).unwrap_or_default())
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}
