//! How fast transcripts are read: `cargo run --release -p cueline-transcript --example parse_speed -- [srt|vtt|voices|FILE]…`
//!
//! `srt`, `vtt` and `voices` (WebVTT with a voice tag in each cue) are 100,000 cues made up here. A file is repeated until it is
//! 16 MB large. Each is read nine times; the best run counts. One core, in MB/s of its time, where the system tells that
//! (Linux), so that what else runs beside counts less.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use cueline_transcript::{parse, timeline};

const CUES: usize = 100_000;
const ROUNDS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for what in std::env::args().skip(1) {
        let (name, text) = match what.as_str() {
            "srt" => ("made.srt", made(Kind::Srt).into_bytes()),
            "vtt" => ("made.vtt", made(Kind::Vtt).into_bytes()),
            "voices" => ("made.vtt", made(Kind::Voices).into_bytes()),
            path => {
                let once = std::fs::read(path)?;
                (path, once.repeat(2_000_000 / once.len().max(1) + 1))
            }
        };
        let mut best: (f64, f64) = (0.0, 0.0);
        let mut lines = 0;
        for _ in 0..ROUNDS {
            let begin = Clock::start();
            let mut parsed = parse(&text, name)?;
            let read = begin.elapsed();
            timeline(&mut parsed.transcript, None);
            let both = begin.elapsed();
            let speed = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
            best = (best.0.max(speed(read)), best.1.max(speed(both)));
            lines = parsed.transcript.lines().count();
        }
        println!(
            "{what}: {:.0} MB/s read, {:.0} MB/s with its timeline ({:.1} MB, {lines} lines)",
            best.0,
            best.1,
            text.len() as f64 / 1e6
        );
    }
    Ok(())
}

/// Time on the processor, or on the wall where that isn't told.
struct Clock {
    wall: Instant,
    busy: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), busy: busy() }
    }

    fn elapsed(&self) -> Duration {
        match (self.busy, busy()) {
            (Some(before), Some(now)) => now - before,
            _ => self.wall.elapsed(),
        }
    }
}

/// How long this thread has been on a processor.
fn busy() -> Option<Duration> {
    // The kernel brings the count up to date when the thread is rescheduled.
    std::thread::yield_now();
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(stat.split(' ').next()?.parse().ok()?))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Srt,
    Vtt,
    Voices,
}

/// So many cues of two lines each. Every second one ends a sentence, and every tenth names who speaks.
fn made(kind: Kind) -> String {
    const SAID: [&str; 4] = [
        "The tide comes in twice a day here,\nand nobody who lives by it needs a clock",
        "to know when it is time\nto bring the boats up.",
        "We asked what they do in a storm\nthat comes from the land, and the older ones",
        "laughed for quite a while\nbefore anybody answered us.",
    ];
    let mut text = if kind == Kind::Srt { String::new() } else { "WEBVTT\n\n".to_owned() };
    for cue in 0..CUES {
        let clock = |seconds: usize| {
            let point = if kind == Kind::Srt { ',' } else { '.' };
            format!(
                "{:02}:{:02}:{:02}{point}{:03}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60,
                cue % 1000
            )
        };
        let (start, end) = (clock(cue * 3), clock(cue * 3 + 2));
        let name = if cue / 10 % 2 == 0 { "Ann" } else { "Ben" };
        let said = SAID[cue % SAID.len()];
        let _ = match (kind, cue % 10) {
            (Kind::Srt, 0) => write!(text, "{}\n{start} --> {end}\n{name}: {said}\n\n", cue + 1),
            (Kind::Srt, _) => write!(text, "{}\n{start} --> {end}\n{said}\n\n", cue + 1),
            (Kind::Vtt, 0) => write!(text, "{start} --> {end}\n{name}: {said}\n\n"),
            (Kind::Vtt, _) => write!(text, "{start} --> {end}\n{said}\n\n"),
            (Kind::Voices, _) => write!(text, "{start} --> {end}\n<v {name}>{said}</v>\n\n"),
        };
    }
    text
}
