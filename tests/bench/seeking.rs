//! Seeking in three hours of every format: how often it lands beside the target, and how long it takes.

use std::{
    collections::HashMap,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::{BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Instant,
};

use cueline_playback::{Frame, decode::Reader};
use cueline_tests::sound;

use crate::{
    material::{self, Format},
    statistics::percentile,
};

/// Frames a second of the material.
const RATE: usize = 44_100;
/// How many seeks each side makes.
const OURS: usize = 500;
const PEERS: usize = 20;
/// So many frames from the target on are held against the linear decode.
const HEARD: usize = 1024;

/// What two files one behind the other are called.
const JOINED: &str = "MP3, two joined";

/// Where one seek landed against where it should have, and the time it took.
struct Landing {
    frames_off: usize,
    ms: f64,
}

/// Prints the table of seeking, of the kinds of files whose names have `only` in them.
pub fn measure(only: &str) {
    println!(
        "| seek in 3 hours | Cueline: off the frame | ms (p50 / p99) | ffmpeg -ss: off (most) | ms (p50) | mpv hr-seek: off (most) | ms (p50) |"
    );
    println!("|---|---|---|---|---|---|---|");
    material::noise();
    let kinds: Vec<_> = material::FORMATS.iter().map(Some).chain([None]).collect();
    let name = |kind: &Option<&Format>| kind.map_or(JOINED, |format| format.0);
    let kinds: Vec<_> = kinds.into_iter().filter(|kind| name(kind).contains(only)).collect();
    // What isn't measured goes on two at a time; FFmpeg's encoders and the decoders use one core each.
    for pair in kinds.chunks(2) {
        let rows: Vec<Row> = thread::scope(|scope| {
            let prepared: Vec<_> = pair.iter().map(|kind| scope.spawn(|| Row::prepare(*kind))).collect();
            prepared.into_iter().map(|row| row.join().expect("it is prepared")).collect()
        });
        rows.iter().for_each(Row::measure);
    }
    println!();
}

/// A file, and what is right at the places that are sought in it.
struct Row {
    name: &'static str,
    file: PathBuf,
    frames: usize,
    channels: usize,
    /// What our own reader decodes from there on, on its way from the beginning.
    linear: HashMap<usize, Vec<f32>>,
    /// What FFmpeg decodes around the peers' targets.
    around: HashMap<usize, Vec<f32>>,
}

impl Row {
    /// A format's, or that of the two files joined.
    fn prepare(format: Option<&Format>) -> Row {
        let (name, file) = match format {
            Some(format) => (format.0, material::format(format)),
            None => (JOINED, material::spliced()),
        };
        let mut reader = Reader::open(&file).expect("the file opens");
        let frames = reader.length().expect("its length is known").0 as usize;
        let channels = usize::from(reader.info().channels);
        let linear =
            kept_samples(&file, program(), || linear(&mut reader, channels, targets(OURS, frames).collect()));
        let around = kept_samples(&file, 0, || around(&file, &targets(PEERS, frames).collect::<Vec<_>>()));
        Row { name, file, frames, channels, linear, around }
    }

    fn measure(&self) {
        // Warm seeks are measured: the disk isn't.
        let mut whole = File::open(&self.file).expect("the file is there");
        std::io::copy(&mut whole, &mut std::io::sink()).expect("the file is read");
        let mut reader = Reader::open(&self.file).expect("the file opens");
        let ours = self.ours(&mut reader);
        drop(reader);
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
            let landings = self.by_peer(peer);
            format!("{} | {:.0}", off(&landings), ms(&landings, 50.0))
        });
        println!(
            "| {} | {missed} of {} | {:.2} / {:.2} | {ffmpeg} | {mpv} |",
            self.name,
            ours.len(),
            ms(&ours, 50.0),
            ms(&ours, 99.0)
        );
    }

    /// Our own reader: the first frames after the seek against the same frames of the file read from its start.
    fn ours(&self, reader: &mut Reader) -> Vec<Landing> {
        targets(OURS, self.frames)
            .map(|target| {
                let begin = Instant::now();
                reader.seek(Frame(target as u64)).expect("the seek lands");
                let mut first = Vec::new();
                reader.read(&mut first).expect("sound comes");
                let ms = begin.elapsed().as_secs_f64() * 1000.0;
                let wanted = HEARD * self.channels;
                while first.len() < wanted && reader.read(&mut first).expect("sound comes") > 0 {}
                first.truncate(wanted);
                let expected = self.linear[&target].iter().map(|sample| sample.to_bits());
                let same = first.iter().map(|sample| sample.to_bits()).eq(expected);
                Landing { frames_off: if same { 0 } else { RATE }, ms }
            })
            .collect()
    }

    /// A peer: what it gives from the target on, found in FFmpeg's own decoding of the whole file.
    fn by_peer(&self, seek: fn(&Path, f64) -> Vec<f32>) -> Vec<Landing> {
        targets(PEERS, self.frames)
            .map(|target| {
                let begin = Instant::now();
                let first = seek(&self.file, target as f64 / RATE as f64);
                let ms = begin.elapsed().as_secs_f64() * 1000.0;
                Landing { frames_off: distance(&first, &self.around[&target], target.min(RATE)), ms }
            })
            .collect()
    }
}

/// What this program is, so that what it decoded isn't held against what another one decodes.
fn program() -> u64 {
    let mut hasher = DefaultHasher::new();
    std::env::current_exe().and_then(std::fs::read).expect("this program is read").hash(&mut hasher);
    hasher.finish()
}

/// Samples at places of a file, found by `find` or in an earlier run.
fn kept_samples(
    file: &Path,
    by: u64,
    find: impl FnOnce() -> HashMap<usize, Vec<f32>>,
) -> HashMap<usize, Vec<f32>> {
    let name = format!("{}.samples", file.file_stem().unwrap_or_default().to_string_lossy());
    let path = material::kept(&name, (file, by), |to| {
        let parts = find().into_iter().flat_map(|(target, sound)| {
            let head = [target as u64, sound.len() as u64].into_iter().flat_map(u64::to_le_bytes);
            head.chain(sound.into_iter().flat_map(f32::to_le_bytes))
        });
        std::fs::write(to, parts.collect::<Vec<u8>>()).expect("the samples are kept");
    });
    let bytes = std::fs::read(path).expect("the samples are read");
    let (mut rest, mut parts) = (&bytes[..], HashMap::new());
    while let Some((head, behind)) = rest.split_first_chunk::<16>() {
        let number =
            |from: usize| head[from..from + 8].iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte));
        let (sound, next) = behind.split_at(number(8) * 4);
        parts.insert(number(0), floats(sound));
        rest = next;
    }
    parts
}

/// Where the seeks go: all over the file, the same in every run.
fn targets(count: usize, frames: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |n| ((n * 7919 % 1000) as f64 / 1000.0 * 0.98 * frames as f64) as usize)
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
    let out = std::env::temp_dir().join(format!("cueline-bench-{}.pcm", std::process::id()));
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
