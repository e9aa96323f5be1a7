//! Running other programs, and saying what went wrong in a sentence.

use std::{ffi::OsStr, fmt, io, path::Path, process::Command};

/// Why a command ended early.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure in these words.
    pub fn told(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The current folder can't be used.
    pub fn here(error: &io::Error) -> Self {
        Self(format!("The current folder can't be used: {error}."))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Tells the person what is being done.
pub fn say(text: &str) {
    eprintln!("xtask: {text}");
}

/// A program to be run to its end, with the terminal as ours.
pub fn task(program: impl AsRef<OsStr>) -> Task {
    Task(Command::new(program))
}

/// See [`task`].
pub struct Task(Command);

impl Task {
    /// One argument more.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    /// More arguments.
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.0.args(arguments);
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Sets the folder to run in.
    pub fn current_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Runs it and waits; anything but success is a failure.
    pub fn run(mut self) -> Result<(), Failure> {
        let name =
            Path::new(self.0.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let arguments: Vec<_> = self.0.get_args().map(OsStr::to_string_lossy).collect();
        let told = format!("{name} {}", arguments.join(" "));
        match self.0.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure(format!("`{told}` failed ({status})."))),
            Err(error) => Err(Failure(format!("`{name}` can't be run: {error}. Is it installed?"))),
        }
    }
}
