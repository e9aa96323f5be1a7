//! The program under test.

use std::{env, path::PathBuf};

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
