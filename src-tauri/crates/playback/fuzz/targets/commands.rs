//! Fuzzes the engine with commands in any order: seeks, pauses, speeds, loops, and devices that come and go.

#![no_main]

use std::path::PathBuf;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

#[path = "../../tests/support/commands.rs"]
#[allow(clippy::unwrap_used, reason = "a fuzz target may fail")]
mod commands;

/// The file that is played, and the folder that holds it.
static FILE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();

fuzz_target!(|data: &[u8]| {
    let (_, path) = FILE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("rise.wav");
        commands::write_file(&path);
        (folder, path)
    });
    commands::check(path, data);
});
