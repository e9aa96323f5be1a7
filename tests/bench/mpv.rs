//! The peer: mpv, driven over its JSON socket.
//!
//! Source: the "JSON IPC" part of mpv's manual.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::net::UnixStream,
    path::Path,
    process::Child,
    time::Instant,
};

use cueline_tests::desktop::{Desktop, wait_for};
use serde_json::{Value, json};

/// A process, ended when dropped.
pub struct Process(Child);

/// A running mpv.
pub struct Mpv {
    process: Process,
    commands: UnixStream,
    answers: BufReader<UnixStream>,
}

impl Mpv {
    /// Starts it paused on a file, with exact seeking.
    pub fn start(desktop: &Desktop, file: &Path) -> Self {
        let socket = desktop.home().join("mpv");
        let _ = std::fs::remove_file(&socket);
        let process = desktop
            .command("mpv")
            .args(["--no-config", "--no-video", "--ao=pulse", "--hr-seek=yes", "--pause", "--keep-open=yes"])
            .arg(format!("--input-ipc-server={}", socket.display()))
            .arg(file)
            .spawn()
            .expect("mpv starts");
        wait_for("mpv", || UnixStream::connect(&socket).is_ok());
        let commands = UnixStream::connect(&socket).expect("mpv listens");
        let answers = BufReader::new(commands.try_clone().expect("a second end"));
        let mut mpv = Self { process: Process(process), commands, answers };
        mpv.until("playback-restart");
        mpv
    }

    /// Starts it playing on a file from a second on.
    pub fn playing_from(desktop: &Desktop, file: &Path, second: f64) -> Process {
        let process = desktop
            .command("mpv")
            .args(["--no-config", "--no-video", "--ao=pulse", "--hr-seek=yes", &format!("--start={second}")])
            .arg(file)
            .spawn()
            .expect("mpv starts");
        Process(process)
    }

    /// Plays at another speed.
    pub fn set_speed(&mut self, speed: f64) {
        self.send(&json!(["set_property", "speed", speed]));
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        // The command ran through setpriv, which became mpv itself.
        self.process.0.id()
    }

    /// Plays on.
    pub fn play(&mut self) {
        self.send(&json!(["set_property", "pause", false]));
    }

    /// Goes to a second; gives the instant just before it was asked.
    pub fn seek(&mut self, second: f64) -> Instant {
        let asked = Instant::now();
        self.send(&json!(["seek", second, "absolute+exact"]));
        asked
    }

    /// Waits until it says this.
    pub fn until(&mut self, event: &str) {
        loop {
            let mut line = String::new();
            if self.answers.read_line(&mut line).expect("mpv answers") == 0 {
                panic!("mpv ended");
            }
            let said: Value = serde_json::from_str(&line).unwrap_or_default();
            if said["event"] == json!(event) {
                return;
            }
        }
    }

    fn send(&mut self, command: &Value) {
        writeln!(self.commands, "{}", json!({ "command": command })).expect("mpv takes a command");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
