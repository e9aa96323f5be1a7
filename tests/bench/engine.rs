//! The engine without a window: an unknown file's ninth hour, the processor at several speeds, and the analysis of three hours.

use std::{
    env,
    num::NonZeroUsize,
    path::Path,
    process::{Command, Stdio},
    sync::RwLock,
    thread,
    time::{Duration, Instant},
};

use cueline_playback::{
    analysis::{Analysis, Settings, analyse},
    decode::Reader,
};
use cueline_tests::{
    desktop::{Desktop, RATE},
    soak::player::Player,
    sound::Recording,
};

use crate::{material, mpv::Mpv, process, statistics::middle_and_tail};

/// How often an opening is measured.
const OPENINGS: usize = 10;
/// The ninth hour, in seconds.
const NINE_HOURS: f64 = 32_400.0;
/// How long the processor is watched, in seconds, and how long before that it already plays: until a new file is looked through.
const WATCHED: u64 = 60;
const SETTLED: u64 = 10;
/// How often each analysis is measured; the quickest counts.
const ANALYSES: usize = 3;

/// Prints the table of the engine.
pub fn measure() {
    let place = tempfile::tempdir().expect("a temporary folder");
    println!("| the engine, without a window | Cueline | mpv |\n|---|---|---|");
    let file = material::unknown_ten_hours(place.path());
    let desktop = Desktop::start(640, 480);
    let program = env::current_exe().expect("this program has a path");
    let ours: Vec<f64> = (0..OPENINGS)
        .filter_map(|_| {
            // Its own start isn't counted: the app runs when a file is opened. mpv's is its way to open one.
            let mut player = Player::start(&desktop, &program);
            player.tell("status");
            first_sound(&desktop, || {
                player.tell(&format!("open {}", file.display()));
                player.tell(&format!("seek {NINE_HOURS}"))
            })
        })
        .collect();
    let peer: Vec<f64> = (0..OPENINGS)
        .filter_map(|_| first_sound(&desktop, || Mpv::playing_from(&desktop, &file, NINE_HOURS)))
        .collect();
    println!(
        "| unknown 10 h MP3, from opening it to sound at 9 h, ms (p50 / p95) | {} | {} with its start |",
        middle_and_tail(&ours, 0),
        middle_and_tail(&peer, 0)
    );

    let mut player = Player::start(&desktop, &program);
    player.tell(&format!("open {}", file.display()));
    player.tell("seek 0");
    let mut mpv = Mpv::start(&desktop, &file);
    mpv.play();
    thread::sleep(Duration::from_secs(SETTLED));
    for speed in [1.0, 2.0] {
        player.tell(&format!("speed {speed}"));
        mpv.set_speed(speed);
        let [ours, peer] = shares([player.pid(), mpv.pid()]);
        println!("| processor at {speed}×, % of a core | {ours:.1} | {peer:.1} |");
    }
    let (ours, peer) = (process::own_memory(player.pid()), process::own_memory(mpv.pid()));
    println!("| memory of its own while playing, MB | {ours:.0} | {peer:.0} |\n");
}

/// From calling `start` to the first sound in a recording, in ms. What it gives lives as long.
fn first_sound<T>(desktop: &Desktop, start: impl FnOnce() -> T) -> Option<f64> {
    let recording = Recording::start(desktop);
    // In its first second the recorder stands still once.
    thread::sleep(Duration::from_millis(1500));
    let from = recording.len();
    let _playing = start();
    let heard = recording.hear(from, 2 * RATE as usize);
    let frame = heard.iter().position(|sample| sample.abs() > 0.01)?;
    Some(frame as f64 * 1000.0 / f64::from(RATE))
}

/// The share of a core that each of two processes takes, in %.
fn shares(of: [u32; 2]) -> [f64; 2] {
    let (began, before) = (Instant::now(), of.map(process::processor_time));
    thread::sleep(Duration::from_secs(WATCHED));
    let seconds = began.elapsed().as_secs_f64();
    let after = of.map(process::processor_time);
    [0, 1].map(|n| (after[n] - before[n]) / seconds * 100.0)
}

/// Prints the table of the analysis beside FFmpeg's mere decoding, each in a process of its own.
pub fn analysis() {
    let file = &material::three_hours();
    println!(
        "| three hours of MP3 | Cueline's analysis, two threads | ffmpeg -threads 1 -f null | ratio |\n|---|---|---|---|"
    );
    let program = env::current_exe().expect("this program has a path");
    let mut best = [(f64::INFINITY, 0.0); 2];
    for _ in 0..ANALYSES {
        let ours = Command::new(&program).arg("analyse").arg(file).output().expect("the analysis runs");
        let told = String::from_utf8_lossy(&ours.stdout).into_owned();
        let mut numbers = told.split_whitespace().filter_map(|number| number.parse().ok());
        let ours = (numbers.next().unwrap_or(f64::NAN), numbers.next().unwrap_or(f64::NAN));
        for (best, one) in best.iter_mut().zip([ours, decoding(file)]) {
            if one.0 < best.0 {
                *best = one;
            }
        }
    }
    let [ours, peer] = best;
    println!("| seconds | {:.1} | {:.1} | {:.2} |", ours.0, peer.0, ours.0 / peer.0);
    println!("| most memory, MB | {:.0} | {:.0} | {:.2} |\n", ours.1, peer.1, ours.1 / peer.1);
}

/// What a process of its own does for [`analysis`]: prints the seconds that the analysis took, and the most memory that it had.
pub fn analyse_alone(file: &Path) {
    let begin = Instant::now();
    let reader = Reader::open(file).expect("the file opens");
    let analysis = RwLock::new(Analysis::of(&reader).expect("it has a length"));
    let settings = Settings { around: Duration::ZERO, threads: NonZeroUsize::new(2).expect("two are some") };
    let all = analyse(&reader, &analysis, settings, &|| false, &mut |_| {}).expect("it is measured");
    assert!(all, "all is measured");
    println!("{} {}", begin.elapsed().as_secs_f64(), process::most_memory(std::process::id()));
}

/// The seconds that FFmpeg takes to decode, and the most memory that it says it had, in MB.
fn decoding(file: &Path) -> (f64, f64) {
    let begin = Instant::now();
    let output = Command::new("ffmpeg")
        .args(["-benchmark", "-threads", "1", "-i"])
        .arg(file)
        .args(["-f", "null", "-"])
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg runs");
    let seconds = begin.elapsed().as_secs_f64();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let kilobytes = told
        .split("maxrss=")
        .nth(1)
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
    (seconds, kilobytes.unwrap_or(f64::NAN) / 1024.0)
}
