//! Whether a window can be opened here, and what keeps it from staying blank on graphics drivers that WebKitGTK's
//! shared-memory renderer can't use.

use std::{env, os::unix::process::CommandExt, path::Path, process::Command};

/// WebKitGTK's own switch; whoever set it knows better than we do.
const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Where NVIDIA's proprietary driver is loaded, starts this program anew with WebKit's DMA-BUF renderer
/// off: with it the window stays blank there. The environment can only be set safely for a new program.
pub(crate) fn avoid_blank_window() {
    if env::var_os(SWITCH).is_some() || !Path::new("/proc/driver/nvidia/version").exists() {
        return;
    }
    // Becomes this program again; comes back only when that fails.
    let failed = env::current_exe()
        .map(|program| Command::new(program).args(env::args_os().skip(1)).env(SWITCH, "1").exec())
        .unwrap_or_else(|error| error);
    eprintln!("cueline: The window may stay blank with this graphics driver ({failed}); set {SWITCH}=1.");
}

/// Whether there is a display that windows open on.
pub(crate) fn has_display() -> bool {
    gtk::init().is_ok()
}
