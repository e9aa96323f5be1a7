//! The program under test, and the processes that it runs as.

use std::{env, fs, path::PathBuf};

use crate::desktop::Desktop;

/// The web view's process in which the page runs, by the name that the kernel has room for.
pub const PAGE: &str = "WebKitWebProces";

/// `cargo xtask` names it; else the one that cargo built beside this test.
pub fn binary() -> PathBuf {
    if let Some(named) = env::var_os("CUELINE") {
        return PathBuf::from(named);
    }
    let beside =
        env::current_exe().expect("this program has a path").ancestors().nth(2).map(|f| f.join("cueline"));
    beside
        .filter(|path| path.exists())
        .expect("Cueline isn't built: run `cargo xtask test`, or `cargo build` first")
}

/// The process of this name on a desktop: "cueline", or [`PAGE`]. Of several the first.
pub fn running(desktop: &Desktop, name: &str) -> Option<u32> {
    all_running(desktop, name).first().copied()
}

/// All of them.
pub fn all_running(desktop: &Desktop, name: &str) -> Vec<u32> {
    let home = desktop.home().display().to_string();
    let known = |entry: fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let is_it = fs::read_to_string(entry.path().join("comm")).ok()?.trim() == name;
        let environment = fs::read(entry.path().join("environ")).ok()?;
        (is_it && String::from_utf8_lossy(&environment).contains(&home)).then_some(pid)
    };
    fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(known).collect()
}
