//! The program as a script calls it: without a display, a session bus, a sound card or a home.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::program;

/// The program in that folder.
pub fn cueline(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program::binary());
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME"] {
        command.env_remove(name);
    }
    command
}

/// What it did.
///
/// # Panics
/// When it can't be started.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    cueline(folder, arguments).output().unwrap()
}

/// What it wrote, having succeeded without a word besides.
///
/// # Panics
/// When it failed or complained.
pub fn answer(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What it complained of, having written nothing to its standard output.
///
/// # Panics
/// When it ended with another code, or wrote something.
pub fn complaint(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}
