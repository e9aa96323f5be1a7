//! Plays in random ways for as long as is asked, and holds what was recorded against the source at every seek.
//!
//! `soak [MINUTES [SEED]]`; `soak player` is the program that it starts on a desktop of its own: the engine alone, told by lines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that can't go on says why and ends"
)]

use std::{
    env,
    process::ExitCode,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use cueline_tests::soak::{self, player};

/// Two hours, as long as a long episode.
const MINUTES: u64 = 120;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some("player") {
        player::serve();
        return ExitCode::SUCCESS;
    }
    let number = |text: String| text.parse().expect("a number: soak [MINUTES [SEED]]");
    let minutes = first.map_or(MINUTES, number);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs());
    let seed = arguments.next().map_or(now, number);
    println!("{minutes} minutes, seed {seed}");
    let player = env::current_exe().expect("this program has a path");
    let report = soak::soak(&player, Duration::from_secs(60 * minutes), seed);
    println!("{report}");
    if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
