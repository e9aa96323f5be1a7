//! How fast transcripts are read: `cargo run --release -p cueline-transcript --example parse_speed -- FILE…`
//!
//! Each file is repeated until it is 16 MB large and read five times; the best run counts. One core, in MB/s.

use std::time::Instant;

use cueline_transcript::{parse, timeline};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let once = std::fs::read(&path)?;
        let text = once.repeat(16_000_000 / once.len().max(1) + 1);
        let mut best: (f64, f64) = (0.0, 0.0);
        let mut lines = 0;
        for _ in 0..5 {
            let begin = Instant::now();
            let mut parsed = parse(&text, &path)?;
            let read = begin.elapsed();
            timeline(&mut parsed.transcript, None);
            let both = begin.elapsed();
            let speed = |time: std::time::Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
            best = (best.0.max(speed(read)), best.1.max(speed(both)));
            lines = parsed.transcript.lines().count();
        }
        println!("{path}: {:.0} MB/s read, {:.0} MB/s with its timeline ({lines} lines)", best.0, best.1);
    }
    Ok(())
}
