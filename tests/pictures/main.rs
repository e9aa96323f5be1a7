//! Takes the pictures of the real window that README shows, in the folder named, of the sample episode.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool that can't go on says why and ends")]

use std::{path::PathBuf, thread, time::Duration};

use cueline_tests::{
    desktop::{Desktop, Theme, wait_for},
    episodes,
    window::Window,
};

/// Name, width, height, theme, and the line that is heard; none is the start screen.
const PICTURES: &[(&str, u32, u32, Theme, Option<usize>)] = &[
    ("window-light", 1280, 800, Theme::Light, Some(7)),
    ("window-dark", 1280, 800, Theme::Dark, Some(7)),
    ("window-small", 700, 600, Theme::Light, Some(2)),
    ("start", 1280, 800, Theme::Light, None),
];

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("the folder to write into is named"));
    std::fs::create_dir_all(&folder).expect("the folder is there");
    for &(name, width, height, theme, line) in PICTURES {
        let mut desktop = Desktop::start(width, height);
        desktop.set_theme(theme);
        let window = match line {
            Some(_) => Window::on_episode(&desktop, &episodes::sample()),
            None => Window::start(&desktop, None),
        };
        window.resize(width, height);
        wait_for("what the window shows", || !window.text().is_empty());
        if let Some(line) = line {
            window.scroll_to(line);
            window.click_line(line);
            window.wait_until_lit(line);
            thread::sleep(Duration::from_millis(1500));
            window.pause();
        }
        // Away from the button, which would explain itself.
        window.point_at(f64::from(width) - 40.0, 90.0);
        thread::sleep(Duration::from_millis(2500));
        desktop.screenshot(&folder.join(format!("{name}.png")));
    }
}
