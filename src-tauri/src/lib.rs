//! Cueline's shell: the only place that knows Tauri, JSON and the wire.
//!
//! - `cli`: the command line, and what it does without a window
//! - `state`: what the commands work on: the engine, the open episode, what is measured of it, the person's settings
//! - `commands`: what the interface may ask for
//! - `events`: what it is told without asking
//! - `dto`, `error`: what goes over the wire
//! - `dialog`: the system's own dialogs
//! - `window`: the window, where it was the last time
//! - `graphics`: whether a window opens, and drivers on which it would stay blank
//!
//! Invariants: a command reads the state, makes one call and converts. Audio never goes through the web
//! view. The window may call the commands below and nothing else (`capabilities/main.json`).

#[cfg(test)]
mod bindings;
pub mod cli;
mod commands;
mod dialog;
mod dto;
mod error;
mod events;
#[cfg(target_os = "linux")]
mod graphics;
mod state;
mod window;

use std::{path::PathBuf, process::ExitCode};

use tauri::{DragDropEvent, Manager, RunEvent, WindowEvent};

use crate::{events::Event, state::App};

/// Opens the window, on `open` if there is one, and comes back when it was closed.
pub fn run(open: Option<PathBuf>) -> ExitCode {
    #[cfg(target_os = "linux")]
    {
        graphics::avoid_blank_window();
        if !graphics::has_display() {
            eprintln!(
                "cueline: The window can't be opened: there is no display. `cueline --help` shows what needs none."
            );
            return ExitCode::FAILURE;
        }
    }
    let built = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![
            commands::start,
            commands::open,
            commands::open_pair,
            commands::close,
            commands::pick,
            commands::analyse,
            commands::sync,
            commands::set_sync,
            commands::add_sync_point,
            commands::remove_sync_point,
            commands::cover,
            commands::peaks,
            commands::words,
            commands::search,
            commands::quotes,
            commands::add_bookmark,
            commands::note_bookmark,
            commands::remove_bookmark,
            commands::report,
            commands::set_frame_rate,
            commands::source_lines,
            commands::export_choices,
            commands::preview_export,
            commands::export,
            commands::recents,
            commands::forget_recent,
            commands::recent_cover,
            commands::play,
            commands::pause,
            commands::seek,
            commands::set_volume,
            commands::set_speed,
            commands::set_trim,
            commands::set_loop,
            commands::replay,
            commands::set_even,
            commands::output_devices,
            commands::set_output,
            commands::diagnostics,
            commands::save_settings,
            commands::player,
        ])
        .setup(move |tauri| {
            let sample = tauri.path().resource_dir().ok().map(|folder| folder.join("sample-episode"));
            let data = tauri.path().app_data_dir()?;
            let cache = tauri.path().app_cache_dir()?;
            tauri.manage(App::new(&data, &cache, sample.filter(|folder| folder.is_dir()), open));
            Ok(window::open(tauri)?)
        })
        .on_window_event(|window, event| match event {
            WindowEvent::DragDrop(event) => dragged(&window.state::<App>(), event),
            WindowEvent::Resized(_) | WindowEvent::Moved(_) => {
                let app = window.state::<App>();
                if let Some(bounds) = window::bounds(window, app.bounds()) {
                    app.note_bounds(bounds);
                }
            }
            _ => {}
        })
        .build(tauri::generate_context!());
    match built {
        Ok(tauri) => {
            let code = tauri.run_return(|tauri, event| {
                if let RunEvent::Exit = event {
                    let app = tauri.state::<App>();
                    for error in [app.save_sound(), app.save_place(), app.save_bounds()]
                        .into_iter()
                        .filter_map(Result::err)
                    {
                        eprintln!("cueline: {}", error.message);
                    }
                }
            });
            ExitCode::from(u8::try_from(code).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("cueline: The window can't be opened: {error}. Is there a display?");
            ExitCode::FAILURE
        }
    }
}

/// Tells the interface of something dragged over the window or dropped on it.
fn dragged(app: &App, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { .. } => app.outbox().send(Event::Dragging { over: true }),
        DragDropEvent::Leave => app.outbox().send(Event::Dragging { over: false }),
        DragDropEvent::Drop { paths, .. } => {
            app.outbox().send(Event::Dragging { over: false });
            if let Some(path) = paths.first() {
                app.outbox().send(Event::OpenRequested { path: dto::token(path) });
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    /// A command that isn't allowed everywhere answers in the real window alone that there is none.
    #[test]
    fn each_command_is_handled_named_to_the_build_and_allowed_to_the_window() {
        let mut handled: Vec<&str> = include_str!("lib.rs")
            .lines()
            .filter_map(|line| line.trim().strip_prefix("commands::")?.strip_suffix(','))
            .collect();
        let mut allowed: Vec<String> = include_str!("../capabilities/main.json")
            .lines()
            .filter_map(|line| line.trim().trim_end_matches(',').strip_prefix("\"allow-")?.strip_suffix('"'))
            .map(|name| name.replace('-', "_"))
            .collect();
        let mut built: Vec<&str> = include_str!("../build.rs")
            .lines()
            .skip_while(|line| !line.starts_with("const COMMANDS"))
            .take_while(|line| !line.starts_with("];"))
            .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
            .collect();
        handled.sort_unstable();
        allowed.sort_unstable();
        built.sort_unstable();
        assert!(handled.len() > 30, "{handled:?}");
        assert_eq!(handled, built);
        assert_eq!(handled, allowed);
    }
}
