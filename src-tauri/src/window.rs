//! The window: opened where it was the last time, and where it is noted whenever that changes.

use cueline_library::Bounds;
use tauri::{
    App as Tauri, LogicalPosition, LogicalSize, Manager, WebviewWindow, WebviewWindowBuilder, Window,
};

use crate::state::App;

/// So much of the window has to be on a screen for a person to get hold of it, in logical pixels.
const IN_REACH: f64 = 80.0;

/// Opens the window as it was left.
///
/// # Errors
/// What Tauri says where the system gives no window.
pub(crate) fn open(tauri: &Tauri) -> tauri::Result<()> {
    let Some(config) = tauri.config().app.windows.first() else { return Ok(()) };
    let mut builder = WebviewWindowBuilder::from_config(tauri.handle(), config)?;
    if let Some(bounds) = tauri.state::<App>().bounds() {
        builder = builder.inner_size(bounds.width, bounds.height).maximized(bounds.maximized);
    }
    place(tauri, &builder.build()?)
}

/// Puts the window where it was, unless there is no screen there any more.
fn place(tauri: &Tauri, window: &WebviewWindow) -> tauri::Result<()> {
    let Some(Bounds { width, position: Some((left, top)), maximized: false, .. }) =
        tauri.state::<App>().bounds()
    else {
        return Ok(());
    };
    let in_reach = window.available_monitors()?.iter().any(|screen| {
        let scale = screen.scale_factor();
        let LogicalPosition { x, y } = screen.position().to_logical::<f64>(scale);
        let size: LogicalSize<f64> = screen.size().to_logical(scale);
        left + width >= x + IN_REACH
            && left + IN_REACH <= x + size.width
            && top >= y
            && top + IN_REACH <= y + size.height
    });
    if in_reach { window.set_position(LogicalPosition::new(left, top)) } else { Ok(()) }
}

/// Where the window is now; nothing where it is hidden behind its button, or the system doesn't tell.
pub(crate) fn bounds(window: &Window, before: Option<Bounds>) -> Option<Bounds> {
    if window.is_minimized().ok()? {
        return None;
    }
    let maximized = window.is_maximized().ok()?;
    // Of one that fills the screen, what it has else stays what it was.
    if let (true, Some(before)) = (maximized, before) {
        return Some(Bounds { maximized, ..before });
    }
    let scale = window.scale_factor().ok()?;
    let LogicalSize { width, height } = window.inner_size().ok()?.to_logical::<f64>(scale);
    let position = window.outer_position().ok().map(|position| position.to_logical::<f64>(scale));
    Some(Bounds { width, height, position: position.map(|LogicalPosition { x, y }| (x, y)), maximized })
}
