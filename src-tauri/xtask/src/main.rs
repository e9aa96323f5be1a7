//! What the README's commands call: `cargo xtask run`, `test`, `lint`, `bench`, `soak`, `bundle` and their kin.

mod fuzz;
mod model;
mod packages;
mod shell;

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::ExitCode,
};

use packages::Packages;
use shell::{Failure, say, task};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  run [FOLDER]  Install what is missing, build, and open Cueline on FOLDER, or on the sample episode
  test          Install what the tests need and run every test, the real window's too
  lint          Formatting, clippy, and the interface's checks
  bench         Measure Cueline beside its peers and print the tables
  soak [MINUTES [SEED]]
                Give the engine random commands for MINUTES (120), and hold each seek's sound against the source
  fuzz [SECONDS [TARGET]]
                Fuzz each parser of transcripts, the MP3 index and the engine for SECONDS (600), or one of them
  bundle        Make a .deb that apt can install
  pictures      Take the pictures of the real window that README shows
  bindings      Write the interface's types anew from the Rust ones
  model         Fetch the aligner's speech models and pack them anew
  sample        Speak the sample episode anew
  setup         Only install what building and testing need";

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<OsString> = arguments.collect();
    let done = match command.to_str() {
        Some("run") => run(rest.first().map(Path::new)),
        Some("test") => test(),
        Some("lint") => lint(),
        Some("bench") => bench(&rest),
        Some("soak") => with_release("soak", &rest),
        Some("fuzz") => fuzz::run(&rest),
        Some("bundle") => bundle(),
        Some("pictures") => pictures(),
        Some("bindings") => bindings(),
        Some("model") => model::run(),
        Some("sample") => sample(),
        Some("setup") => packages::install(Packages::Test),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root: this package lies two folders below it.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new(".")).to_owned()
}

/// The cargo that runs this.
fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn run(folder: Option<&Path>) -> Result<(), Failure> {
    packages::install(Packages::Build)?;
    // The shell's own folder, not cargo's, is what a relative path means.
    let open = match folder {
        Some(folder) => env::current_dir().map_err(|error| Failure::here(&error))?.join(folder),
        None => root().join("tests/sample/episode"),
    };
    say("Building Cueline; the first time takes some minutes.");
    task(cargo()).args(["build", "--release", "--package", "cueline"]).current_dir(root()).run()?;
    if cfg!(target_os = "linux")
        && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| env::var_os(name).is_none())
    {
        return Err(Failure::told(
            "Cueline is built, but there is no display to open its window on: neither DISPLAY nor WAYLAND_DISPLAY is set.",
        ));
    }
    task(target().join("release/cueline")).arg(open).run()
}

fn test() -> Result<(), Failure> {
    packages::install(Packages::Test)?;
    // The window's tests start the program itself. The whole workspace and its tests are built at once, since a package
    // built alone, or without what only tests depend on, would take what it shares with the others with other features, and
    // so twice.
    task(cargo()).args(["build", "--workspace", "--all-targets"]).current_dir(root()).run()?;
    task(cargo())
        .args(["test", "--workspace"])
        .env("CUELINE", target().join("debug/cueline"))
        .current_dir(root())
        .run()?;
    // HE-AAC plays only with a decoder that isn't built otherwise.
    task(cargo())
        .args(["test", "--package", "cueline-playback", "--features", "fdk-aac", "--test", "aac"])
        .current_dir(root())
        .run()?;
    npm(&["test"])?;
    npm(&["run", "e2e"])
}

fn lint() -> Result<(), Failure> {
    packages::install(Packages::Build)?;
    task(cargo()).args(["fmt", "--all", "--check"]).current_dir(root()).run()?;
    task(cargo())
        .args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])
        .current_dir(root())
        .run()?;
    npm(&["run", "check"])?;
    npm(&["run", "lint"])
}

fn bench(rest: &[OsString]) -> Result<(), Failure> {
    with_release("bench", rest)
}

fn pictures() -> Result<(), Failure> {
    with_release("pictures", &[root().join("ui/docs").into()])
}

/// Builds the app as people get it, and runs one of the tests' programs on it.
fn with_release(program: &str, arguments: &[OsString]) -> Result<(), Failure> {
    packages::install(Packages::Test)?;
    task(cargo()).args(["build", "--release", "--package", "cueline"]).current_dir(root()).run()?;
    task(cargo())
        .args(["run", "--release", "--package", "cueline-tests", "--bin", program, "--"])
        .args(arguments)
        .env("CUELINE", target().join("release/cueline"))
        .current_dir(root())
        .run()
}

fn bundle() -> Result<(), Failure> {
    packages::install(Packages::Build)?;
    install_interface()?;
    task(root().join("ui/node_modules/.bin/tauri"))
        .args(["build", "--bundles", "deb"])
        .current_dir(root().join("src-tauri"))
        .run()?;
    say(&format!("The package is in {}.", target().join("release/bundle/deb").display()));
    Ok(())
}

fn bindings() -> Result<(), Failure> {
    task(cargo())
        .args(["test", "--package", "cueline", "--lib", "bindings"])
        .env("CUELINE_WRITE_BINDINGS", "1")
        .current_dir(root())
        .run()
}

fn sample() -> Result<(), Failure> {
    packages::install(Packages::Test)?;
    task(root().join("tests/sample/make")).run()
}

/// Where cargo builds to.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs npm in `ui`, with the interface's packages there.
fn npm(arguments: &[&str]) -> Result<(), Failure> {
    install_interface()?;
    task("npm").args(arguments).current_dir(root().join("ui")).run()
}

/// `npm ci`, unless the packages are there and no older than their lock file.
fn install_interface() -> Result<(), Failure> {
    let ui = root().join("ui");
    let modified = |name: &str| ui.join(name).metadata().and_then(|data| data.modified()).ok();
    if modified("node_modules/.package-lock.json") < modified("package-lock.json") {
        task("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(ui).run()?;
    }
    Ok(())
}
