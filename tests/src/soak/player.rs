//! The engine on the system's device in a process of its own, told by lines; it answers each with a line that says where it is.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
    time::{Duration, SystemTime},
};

use cueline_playback::{Device, Engine, State, Strength, SystemOutput, Then, decode::Reader};
use serde_json::{Value, json};

use crate::desktop::{self, Desktop};

/// The engine's process, ended with this.
#[derive(Debug)]
pub struct Player {
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Player {
    /// Starts `program player`.
    pub fn start(desktop: &Desktop, program: &Path) -> Self {
        let mut process = desktop
            .command(&program.display().to_string())
            .arg("player")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the player starts");
        let commands = process.stdin.take().expect("the input is piped");
        let answers = BufReader::new(process.stdout.take().expect("the output is piped"));
        Self { process, commands, answers }
    }

    /// Gives it a line; gives what it says of itself then.
    pub fn tell(&mut self, command: &str) -> Value {
        writeln!(self.commands, "{command}").expect("the player lives");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("the player answers");
        serde_json::from_str(&answer).expect("the answer is an object")
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        // The command runs through setpriv, which becomes the player itself.
        self.process.id()
    }

    /// Memory that it shares with nobody, in MB (proc(5)).
    pub(super) fn memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
        let kilobytes: Option<f64> = line.split_whitespace().next().and_then(|number| number.parse().ok());
        kilobytes.unwrap_or(f64::NAN) / 1024.0
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        desktop::end(&mut self.process);
    }
}

/// The other side: obeys until the input ends.
pub fn serve() {
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
        // As the app does it: what isn't known of the file yet is found out meanwhile.
        ("open", _) => engine.load(Reader::open_at_once(Path::new(rest)).expect("the file opens")),
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
