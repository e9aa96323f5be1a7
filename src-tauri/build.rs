//! Builds the interface where it is missing or older than its source, so that the binary always
//! holds the one that belongs to it, then lets Tauri embed it and write the commands' permissions.

use std::{env, path::Path, process::Command};

/// Every command of the interface; `capabilities/main.json` allows exactly these.
const COMMANDS: &[&str] = &[
    "start",
    "open",
    "open_pair",
    "close",
    "pick",
    "analyse",
    "sync",
    "set_sync",
    "add_sync_point",
    "remove_sync_point",
    "cover",
    "peaks",
    "words",
    "search",
    "quotes",
    "add_bookmark",
    "note_bookmark",
    "remove_bookmark",
    "report",
    "set_frame_rate",
    "source_lines",
    "export_choices",
    "preview_export",
    "export",
    "recents",
    "forget_recent",
    "recent_cover",
    "play",
    "pause",
    "seek",
    "set_volume",
    "set_speed",
    "set_trim",
    "set_loop",
    "replay",
    "set_even",
    "output_devices",
    "set_output",
    "diagnostics",
    "save_settings",
    "player",
];

/// What the interface is built from, below `ui/`. The folder itself isn't watched: building changes it.
const SOURCES: &[&str] = &[
    "src",
    "public",
    "index.html",
    "messages",
    "messages.js",
    "project.inlang/settings.json",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "vite.config.ts",
];

fn main() {
    build_interface();
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}

/// Runs `npm ci` (only where the packages are missing or older than their lock) and `npm run build`.
fn build_interface() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui");
    for source in SOURCES.iter().map(|name| ui.join(name)).filter(|path| path.exists()) {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    let modified = |name: &str| ui.join(name).metadata().and_then(|data| data.modified()).ok();
    if modified("node_modules/.package-lock.json") < modified("package-lock.json") {
        npm(&ui, &["ci", "--no-audit", "--no-fund"]);
    }
    npm(&ui, &["run", "build"]);
}

/// Runs npm in `ui`, and fails the build in a sentence when it can't.
fn npm(ui: &Path, arguments: &[&str]) {
    let told = format!("npm {}", arguments.join(" "));
    match Command::new("npm").args(arguments).current_dir(ui).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            for line in String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).lines() {
                println!("cargo::error={line}");
            }
            println!("cargo::error=The interface couldn't be built: `{told}` failed in ui.");
            std::process::exit(1);
        }
        Err(error) => {
            println!(
                "cargo::error=The interface couldn't be built: `{told}` can't be run ({error}). \
                 Install Node.js 20 or newer with npm."
            );
            std::process::exit(1);
        }
    }
}
