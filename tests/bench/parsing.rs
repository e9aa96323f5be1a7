//! Reading transcripts of 100,000 cues: bytes to turns and utterances on one core, beside the readers of pysubs2,
//! webvtt-py and ffmpeg.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use cueline_transcript::{parse, timeline};

use crate::material;

const CUES: usize = 100_000;
/// The best of so many runs counts: whatever else the machine does only makes a run slower.
const RUNS: usize = 7;
const PEER_RUNS: usize = 3;

/// Prints the table of reading.
pub fn measure() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let python = peers(folder.path());
    println!(
        "| reading {CUES} cues, MB/s (and times as quick) | MB | Cueline | with every line's time | pysubs2 | webvtt-py | ffmpeg |"
    );
    println!("|---|---|---|---|---|---|---|");
    let formats: [(&str, &str, Peers); 6] = [
        ("SubRip", "cues.srt", Peers { pysubs2: Some("load"), webvtt: true, ffmpeg: true }),
        ("WebVTT", "cues.vtt", Peers { pysubs2: Some("load"), webvtt: true, ffmpeg: true }),
        ("Podcasting 2.0 JSON", "cues.json", Peers::default()),
        (
            "Whisper JSON, half of them, with words",
            "words.json",
            Peers { pysubs2: Some("whisper"), ..Peers::default() },
        ),
        ("Markdown", "cues.md", Peers::default()),
        ("plain text", "cues.txt", Peers::default()),
    ];
    for (name, file, peers) in formats {
        let path = folder.path().join(file);
        // With every word's time so many cues would be more than a transcript may hold.
        material::cues(&path, if file == "words.json" { CUES / 2 } else { CUES });
        let bytes = fs::read(&path).expect("the transcript is read");
        let megabytes = bytes.len() as f64 / 1e6;
        let (read, timed) = ours(&bytes, file);
        let ours = megabytes / read;
        let peer = |seconds: Option<f64>| match seconds {
            Some(seconds) => format!("{:.1} ({:.0}×)", megabytes / seconds, ours / (megabytes / seconds)),
            None => "–".to_owned(),
        };
        let in_python =
            |code: Option<String>| python.as_ref().zip(code).and_then(|(p, code)| timed_by(p, &code, &path));
        let pysubs2 = peers.pysubs2.map(|way| match way {
            "whisper" => {
                "import json, pysubs2; run = lambda p: pysubs2.load_from_whisper(json.load(open(p)))"
                    .to_owned()
            }
            _ => "import pysubs2; run = lambda p: pysubs2.load(p)".to_owned(),
        });
        let reader = if file.ends_with("srt") { "from_srt" } else { "read" };
        let webvtt = peers.webvtt.then(|| format!("import webvtt; run = lambda p: webvtt.{reader}(p)"));
        println!(
            "| {name} | {megabytes:.1} | {ours:.0} | {:.0} | {} | {} | {} |",
            megabytes / timed,
            peer(in_python(pysubs2)),
            peer(in_python(webvtt)),
            peer(peers.ffmpeg.then(|| ffmpeg(&path))),
        );
    }
    println!();
}

/// Who else reads a format.
#[derive(Default)]
struct Peers {
    pysubs2: Option<&'static str>,
    webvtt: bool,
    ffmpeg: bool,
}

/// The seconds that reading takes, and reading with the timeline.
fn ours(bytes: &[u8], name: &str) -> (f64, f64) {
    let (mut read, mut timed) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..RUNS {
        let begin = Instant::now();
        let mut parsed = parse(bytes, name).expect("it is read");
        read = read.min(begin.elapsed().as_secs_f64());
        timeline(&mut parsed.transcript, None);
        timed = timed.min(begin.elapsed().as_secs_f64());
        assert!(parsed.transcript.lines().count() > CUES / 16, "{name} is read as what it is");
    }
    (read, timed)
}

/// A Python with the peers, from PyPI; nothing where that can't be reached.
fn peers(folder: &Path) -> Option<PathBuf> {
    let place = folder.join("python");
    let made = Command::new("python3").args(["-m", "venv"]).arg(&place).status();
    let pip = place.join("bin/pip");
    let installed = made.is_ok_and(|status| status.success())
        && Command::new(pip)
            .args(["install", "--quiet", "--disable-pip-version-check", "pysubs2", "webvtt-py"])
            .status()
            .is_ok_and(|status| status.success());
    if !installed {
        println!("pysubs2 and webvtt-py can't be installed here, so they are not measured.\n");
    }
    installed.then(|| place.join("bin/python"))
}

/// The seconds that `run(path)` takes in Python, without its start.
fn timed_by(python: &Path, code: &str, path: &Path) -> Option<f64> {
    let mut script = format!("{code}\nimport sys, time\n");
    write!(
        script,
        "best = 1e9\nfor _ in range({PEER_RUNS}):\n t = time.perf_counter(); run(sys.argv[1]); best = min(best, time.perf_counter() - t)\nprint(best)"
    )
    .expect("a string takes it");
    let out = Command::new(python).args(["-c", &script]).arg(path).output().ok()?;
    if !out.status.success() {
        println!("A peer failed: {}", String::from_utf8_lossy(&out.stderr));
    }
    String::from_utf8_lossy(&out.stdout).trim().parse().ok()
}

/// The seconds that ffmpeg takes to read the subtitles into packets, without its start.
fn ffmpeg(path: &Path) -> f64 {
    let one = path.with_file_name(format!("one.{}", path.extension().unwrap_or_default().display()));
    material::cues(&one, 1);
    let run = |path: &Path| {
        let times = (0..PEER_RUNS).map(|_| {
            let begin = Instant::now();
            let done = Command::new("ffmpeg")
                .args(["-v", "error", "-i"])
                .arg(path)
                .args(["-map", "0", "-c", "copy", "-f", "null", "-"])
                .status();
            assert!(done.is_ok_and(|status| status.success()), "ffmpeg reads {}", path.display());
            begin.elapsed().as_secs_f64()
        });
        times.fold(f64::INFINITY, f64::min)
    };
    (run(path) - run(&one)).max(1e-3)
}
