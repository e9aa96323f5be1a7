//! The Debian packages that building and testing need, and installing those that are missing.

use std::{env, process::Command};

use crate::shell::{Failure, say, task};

/// For what packages are wanted; each includes the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Packages {
    /// Building and running the app.
    Build,
    /// Testing and measuring it.
    Test,
}

/// Debian's name of a package, what wants it, and why.
const PACKAGES: &[(&str, Packages, &str)] = &[
    ("build-essential", Packages::Build, "the C compiler and linker that Rust uses"),
    ("pkg-config", Packages::Build, "finds the libraries below"),
    ("libwebkit2gtk-4.1-dev", Packages::Build, "the window's web view"),
    ("librsvg2-dev", Packages::Build, "icons"),
    ("libasound2-dev", Packages::Build, "sound"),
    ("libasound2-plugins", Packages::Build, "sound through PulseAudio or PipeWire"),
    ("webkit2gtk-driver", Packages::Test, "drives the real window"),
    ("xvfb", Packages::Test, "a display for tests"),
    ("dbus", Packages::Test, "a session bus for tests"),
    ("pulseaudio", Packages::Test, "a sound server for tests"),
    ("pulseaudio-utils", Packages::Test, "records what was played"),
    ("xdotool", Packages::Test, "a pointer and keys for the real window"),
    ("at-spi2-core", Packages::Test, "the bus on which windows tell screen readers of themselves"),
    ("gir1.2-atspi-2.0", Packages::Test, "reads what they tell"),
    ("python3-gi", Packages::Test, "reads it from a script"),
    ("imagemagick", Packages::Test, "pictures of the window"),
    ("chromium", Packages::Test, "the interface in a browser: layout, keyboard, accessibility"),
    ("ffmpeg", Packages::Test, "makes audio of every format, and is a peer to measure against"),
    ("mpv", Packages::Test, "a peer to measure against"),
    ("python3", Packages::Test, "runs the script that makes the sample episode"),
    ("python3-venv", Packages::Test, "readers of subtitles to measure against"),
    ("flite", Packages::Test, "speaks the sample episode"),
    ("espeak-ng", Packages::Test, "speaks other languages in tests"),
    ("sox", Packages::Test, "joins the sample episode"),
];

/// Installs what is missing for `wanted`, having said what and why. Elsewhere than on Debian and its
/// kin it only says what is needed.
pub fn install(wanted: Packages) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if Command::new("dpkg-query").arg("--version").output().is_err() {
        say("This isn't Debian or a kin of it: the libraries that README names must be there already.");
        return Ok(());
    }
    let missing: Vec<_> =
        PACKAGES.iter().filter(|(name, needed_by, _)| *needed_by <= wanted && !installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say("Installing Debian packages that are missing here:");
    for (name, _, why) in &missing {
        eprintln!("  {name:<24} {why}");
    }
    apt(&["update", "--quiet"])?;
    let mut install = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    install.extend(missing.iter().map(|(name, _, _)| *name));
    apt(&install)
}

/// Whether dpkg has the package in working order.
fn installed(name: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", name])
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}

/// Runs apt-get, through sudo where we aren't root.
fn apt(arguments: &[&str]) -> Result<(), Failure> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let apt = if root {
        task("apt-get")
    } else {
        task("sudo").args(["--", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
    };
    // A half-finished dialog would stop an unattended machine.
    let apt = if env::var_os("DEBIAN_FRONTEND").is_none() {
        apt.env("DEBIAN_FRONTEND", "noninteractive")
    } else {
        apt
    };
    apt.args(arguments).run().map_err(|failure| {
        Failure::told(format!(
            "{failure} Without these packages Cueline can't be built; install them by hand and try again."
        ))
    })
}
