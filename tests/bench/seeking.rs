//! Seeking in three hours of every format: how often it lands beside the target, and how long it takes.

use std::{
    collections::HashMap,
    io::{BufReader, Read},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Instant,
};

use cueline_playback::{Frame, decode::Reader};
use cueline_tests::{episodes::encode, sound};

use crate::{material, statistics::percentile};

/// Frames a second of the material.
const RATE: usize = 44_100;
/// How many seeks each side makes.
const OURS: usize = 500;
const PEERS: usize = 20;
/// So many frames from the target on are held against the linear decode.
const HEARD: usize = 1024;

/// Where one seek landed against where it should have, and the time it took.
struct Landing {
    frames_off: usize,
    ms: f64,
}

/// Prints the table of seeking.
pub fn measure() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let source = material::noise(place.path());
    println!(
        "| seek in 3 hours | Cueline: off the frame | ms (p50 / p99) | ffmpeg -ss: off (most) | ms (p50) | mpv hr-seek: off (most) | ms (p50) |"
    );
    println!("|---|---|---|---|---|---|---|");
    // FFmpeg's encoders use one core each.
    for pair in material::FORMATS.chunks(2) {
        thread::scope(|scope| {
            for (name, ending, options) in pair {
                let file = place.path().join(format!("{name}.{ending}"));
                let source = &source;
                scope.spawn(move || encode(source, options, &file));
            }
        });
        for (name, ending, _) in pair {
            row(name, &place.path().join(format!("{name}.{ending}")));
        }
    }
    let spliced = place.path().join("spliced.mp3");
    material::spliced(&source, &spliced);
    row("MP3, two joined", &spliced);
    println!();
}

fn row(name: &str, file: &Path) {
    let mut reader = Reader::open(file).expect("the file opens");
    let frames = reader.length().expect("its length is known").0 as usize;
    let ours = ours(&mut reader, frames);
    drop(reader);
    let targets: Vec<usize> = targets(PEERS, frames).collect();
    let truth = around(file, &targets);
    let ms = |landings: &[Landing], percent| {
        percentile(&landings.iter().map(|landing| landing.ms).collect::<Vec<_>>(), percent)
    };
    let off = |landings: &[Landing]| {
        let off = landings.iter().filter(|landing| landing.frames_off > 1).count();
        let most = landings.iter().map(|landing| landing.frames_off).max().unwrap_or(0);
        format!("{off} of {} ({most})", landings.len())
    };
    let missed = ours.iter().filter(|landing| landing.frames_off > 0).count();
    let [ffmpeg, mpv] = [ffmpeg, mpv].map(|peer| {
        let landings = by_peer(file, &targets, &truth, peer);
        format!("{} | {:.0}", off(&landings), ms(&landings, 50.0))
    });
    println!(
        "| {name} | {missed} of {} | {:.2} / {:.2} | {ffmpeg} | {mpv} |",
        ours.len(),
        ms(&ours, 50.0),
        ms(&ours, 99.0)
    );
    std::fs::remove_file(file).expect("the file goes");
}

/// Where the seeks go: all over the file, the same in every run.
fn targets(count: usize, frames: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |n| ((n * 7919 % 1000) as f64 / 1000.0 * 0.98 * frames as f64) as usize)
}

/// Our own reader: the first frames after the seek against the same frames of the file read from its start.
fn ours(reader: &mut Reader, frames: usize) -> Vec<Landing> {
    let channels = usize::from(reader.info().channels);
    let linear = linear(reader, channels, targets(OURS, frames).collect());
    targets(OURS, frames)
        .map(|target| {
            let begin = Instant::now();
            reader.seek(Frame(target as u64)).expect("the seek lands");
            let mut first = Vec::new();
            reader.read(&mut first).expect("sound comes");
            let ms = begin.elapsed().as_secs_f64() * 1000.0;
            while first.len() < HEARD * channels && reader.read(&mut first).expect("sound comes") > 0 {}
            first.truncate(HEARD * channels);
            let same = first.iter().map(|s| s.to_bits()).eq(linear[&target].iter().map(|s| s.to_bits()));
            Landing { frames_off: if same { 0 } else { RATE }, ms }
        })
        .collect()
}

/// The first frames behind each target, of the file decoded from its start.
fn linear(reader: &mut Reader, channels: usize, mut targets: Vec<usize>) -> HashMap<usize, Vec<f32>> {
    targets.sort_unstable();
    targets.dedup();
    let (mut sound, mut start, mut done) = (Vec::new(), 0, HashMap::new());
    reader.seek(Frame(0)).expect("the file begins");
    for target in targets {
        // Only what lies before the next target is let go of.
        while start + sound.len() / channels < target + HEARD {
            let passed = target.saturating_sub(start).min(sound.len() / channels);
            sound.drain(..passed * channels);
            start += passed;
            if reader.read(&mut sound).expect("the file is read") == 0 {
                break;
            }
        }
        let from = (target - start) * channels;
        let to = (from + HEARD * channels).min(sound.len());
        done.insert(target, sound[from..to].to_vec());
    }
    done
}

/// What FFmpeg decodes a second before and after each target, one channel.
fn around(file: &Path, targets: &[usize]) -> HashMap<usize, Vec<f32>> {
    let mut process = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(file)
        .args(["-map", "0:a:0", "-ac", "1", "-ar", &RATE.to_string(), "-f", "f32le", "-"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("ffmpeg runs");
    let mut output = BufReader::with_capacity(1 << 20, process.stdout.take().expect("the output is piped"));
    let mut found: HashMap<usize, Vec<f32>> = targets.iter().map(|target| (*target, Vec::new())).collect();
    let mut bytes = vec![0; 4 * RATE];
    for second in 0.. {
        let mut filled = 0;
        while let Ok(read @ 1..) = output.read(&mut bytes[filled..]) {
            filled += read;
        }
        if filled == 0 {
            break;
        }
        let samples = floats(&bytes[..filled]);
        for (target, around) in &mut found {
            let (from, to) = (target.saturating_sub(RATE), target + 2 * RATE);
            let here = second * RATE;
            let part =
                from.saturating_sub(here).min(samples.len())..to.saturating_sub(here).min(samples.len());
            around.extend(samples.get(part).unwrap_or_default());
        }
    }
    assert!(process.wait().is_ok_and(|status| status.success()), "ffmpeg decodes {}", file.display());
    found
}

/// A peer: what it gives from the target on, found in FFmpeg's own decoding of the whole file.
fn by_peer(
    file: &Path,
    targets: &[usize],
    truth: &HashMap<usize, Vec<f32>>,
    seek: fn(&Path, f64) -> Vec<f32>,
) -> Vec<Landing> {
    let landing = |target: &usize| {
        let begin = Instant::now();
        let first = seek(file, *target as f64 / RATE as f64);
        let ms = begin.elapsed().as_secs_f64() * 1000.0;
        Landing { frames_off: distance(&first, &truth[target], (*target).min(RATE)), ms }
    };
    targets.iter().map(landing).collect()
}

/// How far from `expected` these first frames lie in what is around the target; a second where they are nowhere in it.
fn distance(first: &[f32], around: &[f32], expected: usize) -> usize {
    let needle = &first[..first.len().min(4096)];
    if needle.is_empty() || needle.len() > around.len() {
        return RATE;
    }
    let found = sound::find(needle, around);
    if found.likeness < 0.5 { RATE } else { found.at.abs_diff(expected) }
}

fn ffmpeg(file: &Path, second: f64) -> Vec<f32> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-ss", &format!("{second:.6}"), "-i"])
        .arg(file)
        .args(["-t", "0.1", "-map", "0:a:0", "-ac", "1", "-ar", &RATE.to_string(), "-f", "f32le", "-"])
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg runs");
    floats(&output.stdout)
}

fn mpv(file: &Path, second: f64) -> Vec<f32> {
    let out = file.with_extension("pcm");
    let done = Command::new("mpv")
        .args(["--no-config", "--no-video", "--really-quiet", "--ao=pcm", "--ao-pcm-waveheader=no"])
        .args(["--audio-format=float", "--audio-channels=mono", &format!("--audio-samplerate={RATE}")])
        .args(["--hr-seek=yes", "--length=0.1", &format!("--start={second:.6}")])
        .arg(format!("--ao-pcm-file={}", out.display()))
        .arg(file)
        .stdin(Stdio::null())
        .status();
    assert!(done.is_ok(), "mpv runs");
    let samples = floats(&std::fs::read(&out).unwrap_or_default());
    let _ = std::fs::remove_file(out);
    samples
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}
