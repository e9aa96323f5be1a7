//! Words found in the sound: how close, under what noise and with what gaps in the text, how quickly, and in how much memory.
//!
//! What is measured is the program itself, `cueline align FOLDER --json`, on the real episodes beside the repository, whose every
//! word's true time is known, and on what is made of them.

mod dice;
mod material;
mod score;
mod sound;

use std::{
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use cueline_tests::program;

use crate::process;
use material::Episode;
use score::Score;

/// How often the process's memory is looked at while it runs.
const LOOK: Duration = Duration::from_millis(20);

/// Prints the tables. `only` is part of a row's name; the rows without it are left out.
pub fn measure(only: &str) {
    let rows = material::rows();
    if rows.is_empty() {
        println!("Words in sound: left out, the real episodes aren't beside the repository.\n");
        return;
    }
    println!(
        "| words found in | words | within 100 / 200 / 500 ms, % | median / mean, ms | lit, % | lit within 200 ms, % | told |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut all = Vec::new();
    for (name, make) in rows {
        if !name.contains(only) {
            continue;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let truth = make(folder.path());
        let run = align(folder.path());
        let Score { words, within, median, mean, lit, lit_true, judged } = score::score(&run.json, &truth);
        all.extend(judged);
        println!(
            "| {name} | {words} | {:.2} / {:.2} / {:.2} | {median:.0} / {mean:.0} | {lit:.1} | {lit_true:.2} | {} |",
            within[0], within[1], within[2], run.told
        );
    }
    println!();
    calibration(&all);
    println!("| how quickly | real time | s | processor, s | most memory, MB | told |");
    println!("|---|---|---|---|---|---|");
    for (name, hours, marks) in
        [("one hour", 1.0, true), ("one hour without marks", 1.0, false), ("three hours", 3.0, true)]
    {
        if !name.contains(only) {
            continue;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let seconds = hours * 3600.0;
        Episode::geneva().expect("the rows were there").repeated(seconds, marks, folder.path());
        let run = align(folder.path());
        println!(
            "| {name} | {:.0}× | {:.1} | {:.1} | {:.0} | {} |",
            seconds / run.seconds,
            run.seconds,
            run.processor,
            run.memory,
            run.told
        );
    }
    println!();
}

/// How true the confidences of all rows' words are.
fn calibration(judged: &[(f64, bool)]) {
    if judged.is_empty() {
        return;
    }
    println!("| confidence told, % | words | within 200 ms, % |");
    println!("|---|---|---|");
    for (from, to) in [(0.0, 0.3), (0.3, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 2.0)]
    {
        let within: Vec<_> = judged.iter().filter(|(told, _)| (from..to).contains(told)).collect();
        let mean = within.iter().map(|(told, _)| told).sum::<f64>() / within.len().max(1) as f64;
        let share = within.iter().filter(|(_, is_true)| *is_true).count() as f64 / within.len().max(1) as f64;
        println!("| {:.1} | {} | {:.1} |", mean * 100.0, within.len(), share * 100.0);
    }
    println!();
}

struct Run {
    json: String,
    /// What it says to a person.
    told: String,
    seconds: f64,
    processor: f64,
    memory: f64,
}

fn align(folder: &Path) -> Run {
    let begin = Instant::now();
    let mut child = Command::new(program::binary())
        .args(["align", "--json"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let out = child.stdout.take().expect("its output is piped");
    let reader = thread::spawn(move || std::io::read_to_string(out).expect("its answer is text"));
    let (mut memory, mut processor) = (0.0_f64, 0.0_f64);
    let status = loop {
        // What has ended has neither any more.
        let (held, taken) = (process::most_memory(child.id()), process::processor_time(child.id()));
        (memory, processor) = (memory.max(held), processor.max(taken));
        match child.try_wait().expect("it can be waited for") {
            Some(status) => break status,
            None => thread::sleep(LOOK),
        }
    };
    let seconds = begin.elapsed().as_secs_f64();
    assert!(status.success(), "the program aligns");
    let json = reader.join().expect("its answer is read");
    Run { told: told(&json), json, seconds, processor, memory }
}

/// The shifts that the answer tells of.
fn told(json: &str) -> String {
    let answer: serde_json::Value = serde_json::from_str(json).expect("its answer is JSON");
    let Some(sync) = answer.get("sync") else { return "–".to_owned() };
    let outcome = sync["outcome"].as_str().unwrap_or_default().to_owned();
    let shifts = sync["shifts"].as_array().into_iter().flatten();
    shifts.fold(outcome, |told, shift| {
        format!("{told}, {:+.3} s", shift["seconds"].as_f64().unwrap_or_default())
    })
}
