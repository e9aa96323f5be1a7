//! Measures Cueline beside its peers in one run and prints tables for the README: reading transcripts,
//! words found in sound, seeking in files of every format, the engine alone, click to sound, light against sound (in the window, and over two hours), start to
//! lines, reading in the window, memory and processor time.
//!
//! Nothing here passes or fails: the figures are for reading, the tests assert facts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that can't go on says why and ends"
)]

mod aligning;
mod drift;
mod engine;
mod material;
mod mpv;
mod parsing;
mod process;
mod reading;
mod seeking;
mod spans;
mod statistics;
mod window;

use std::env;

fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    // Started by itself, for what has to be a process of its own.
    match wanted.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["player"] => return cueline_tests::soak::player::serve(),
        ["analyse", file] => return engine::analyse_alone(file.as_ref()),
        _ => {}
    }
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    println!("{}\n", process::machine());
    // `seek:Opus` measures only the formats whose names have that in them.
    let only = wanted.iter().find_map(|word| word.strip_prefix("seek:"));
    if asked("seek") || only.is_some() {
        seeking::measure(only.unwrap_or_default());
    }
    // `align:noise` measures only the rows whose names have that in them.
    let only = wanted.iter().find_map(|word| word.strip_prefix("align:"));
    if asked("align") || only.is_some() {
        aligning::measure(only.unwrap_or_default());
    }
    if asked("parsing") {
        parsing::measure();
    }
    if asked("opening") {
        window::opening();
    }
    if asked("reading") {
        reading::measure();
    }
    if asked("engine") {
        engine::measure();
    }
    if asked("drift") {
        drift::measure();
    }
    if asked("analysis") {
        engine::analysis();
    }
    if asked("playing") {
        window::playing();
    }
}
