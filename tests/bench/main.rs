//! Measures Cueline beside its peers in one run and prints tables for the README: reading transcripts,
//! seeking in files of every format, click to sound, light against sound, start to lines, memory and processor time.
//!
//! Nothing here passes or fails: the figures are for reading, the tests assert facts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that can't go on says why and ends"
)]

mod material;
mod mpv;
mod parsing;
mod process;
mod seeking;
mod statistics;
mod window;

use std::env;

fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    println!("{}\n", process::machine());
    if asked("seek") {
        seeking::measure();
    }
    if asked("parsing") {
        parsing::measure();
    }
    if asked("opening") {
        window::opening();
    }
    if asked("playing") {
        window::playing();
    }
}
