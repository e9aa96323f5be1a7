//! The engine on the system's device, told by lines on the standard input; it answers each with a line on the standard output.

use std::{
    io::{BufRead, Write},
    path::Path,
    time::{Duration, SystemTime},
};

use cueline_playback::{Device, Engine, State, Strength, SystemOutput, Then};
use serde_json::{Value, json};

/// Obeys until the input ends.
pub fn run() {
    let engine = Engine::new(Box::new(SystemOutput::new()), Box::new(|_| {}));
    let mut answers = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the input is text");
        obey(&engine, &line);
        writeln!(answers, "{}", told(&engine)).and_then(|()| answers.flush()).expect("somebody listens");
    }
}

fn obey(engine: &Engine, line: &str) {
    let seconds = |text: &str| Duration::from_secs_f64(text.parse().expect("seconds"));
    let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
    match (command, rest.split_once(' ')) {
        ("open", _) => drop(engine.open(Path::new(rest)).expect("the file opens")),
        ("play", _) => engine.play(),
        ("pause", _) => engine.pause(),
        ("seek", _) => drop(engine.seek(seconds(rest), Then::Play)),
        ("speed", _) => engine.set_speed(rest.parse().expect("a factor")),
        ("volume", _) => engine.set_volume(rest.parse().expect("a factor")),
        ("trim", _) => engine.set_trim((rest == "on").then_some(Strength::Medium)),
        ("loop", Some((from, to))) => engine.set_loop(Some((seconds(from), seconds(to)))),
        ("loop", None) => engine.set_loop(None),
        ("replay", Some((from, to))) => engine.replay(seconds(from), seconds(to), 0.7),
        ("status", _) => {}
        _ => panic!("what is “{line}”?"),
    }
}

/// Where the engine is, as an object.
fn told(engine: &Engine) -> Value {
    let status = engine.status();
    json!({
        "position": status.anchor.position_at(SystemTime::now()).as_secs_f64(),
        "length": status.duration.map(|length| length.as_secs_f64()),
        "generation": status.anchor.generation,
        "playing": status.state == State::Playing,
        "ready": status.device == Device::Ready,
        "gaps": engine.underruns(),
    })
}
