//! `cargo xtask fuzz`: one target after the other. What they find on the way is kept in `fuzz/corpus`, what fails in `fuzz/artifacts`.

use std::{
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cargo,
    packages::{self, Packages},
    root,
    shell::{Failure, say, task},
};

/// The crates that have a `fuzz` folder.
const CRATES: [&str; 2] = ["transcript", "playback"];

pub(crate) fn run(rest: &[OsString]) -> Result<(), Failure> {
    packages::install(Packages::Build)?;
    if task(cargo()).args(["fuzz", "--version"]).run().is_err() {
        say("Installing cargo-fuzz from crates.io.");
        task(cargo()).args(["install", "--locked", "cargo-fuzz"]).run()?;
    }
    let seconds = rest.first().and_then(|seconds| seconds.to_str()).unwrap_or("600");
    let wanted = rest.get(1).map(OsString::as_os_str);
    let mut found = false;
    for name in CRATES {
        let folder = root().join("src-tauri/crates").join(name);
        for target in targets(&folder)? {
            if wanted.is_none_or(|wanted| wanted == target) {
                found = true;
                fuzz(&folder, &target, seconds)?;
            }
        }
    }
    if found { Ok(()) } else { Err(Failure::told("There is no fuzz target of that name.")) }
}

/// The names of a crate's targets, in order.
fn targets(folder: &Path) -> Result<Vec<OsString>, Failure> {
    let targets = folder.join("fuzz/targets");
    let files = fs::read_dir(&targets)
        .map_err(|error| Failure::told(format!("{} can't be read: {error}.", targets.display())))?;
    let files = files.filter_map(|file| Some(file.ok()?.path()));
    let mut names: Vec<_> = files.filter_map(|file| file.file_stem().map(OsStr::to_owned)).collect();
    names.sort();
    Ok(names)
}

fn fuzz(folder: &Path, target: &OsStr, seconds: &str) -> Result<(), Failure> {
    let [corpus, seeds]: [PathBuf; 2] =
        ["corpus", "seeds"].map(|kind| folder.join("fuzz").join(kind).join(target));
    fs::create_dir_all(&corpus)
        .map_err(|error| Failure::told(format!("{} can't be made: {error}.", corpus.display())))?;
    // Nothing here is unsafe, so there is nothing for a sanitizer to find; without one it runs on stable Rust.
    task(cargo())
        .args(["fuzz", "run", "--sanitizer", "none"])
        .arg(target)
        .arg(corpus)
        .args(seeds.is_dir().then_some(seeds))
        .arg("--")
        .args([
            format!("-max_total_time={seconds}").as_str(),
            "-max_len=16384",
            "-timeout=10",
            "-print_final_stats=1",
        ])
        .current_dir(folder)
        .run()
}
