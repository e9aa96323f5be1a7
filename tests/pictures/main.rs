//! Takes the pictures of the real window that README shows, in the folder named, of the sample episode.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool that can't go on says why and ends")]

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use cueline_tests::{
    desktop::{Desktop, Theme, wait_for},
    episodes,
    window::{Window, key},
};

/// The line that is heard in them.
const LINE: usize = 7;
/// How often "larger" makes the text twice as large.
const STEPS_TO_200: usize = 5;
/// The largest window.
const SCREEN: (u32, u32) = (2560, 1440);

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("the folder to write into is named"));
    fs::create_dir_all(&folder).expect("the folder is there");
    for theme in [Theme::Light, Theme::Dark] {
        let mut desktop = Desktop::start(SCREEN.0, SCREEN.1);
        desktop.set_theme(theme);
        let camera = Camera { desktop: &desktop, folder: &folder };
        let window = Window::on_episode(&desktop, &episodes::sample());
        window.resize(1400, 900);
        window.scroll_to(LINE);
        window.click_line(LINE);
        window.wait_until_lit(LINE);
        thread::sleep(Duration::from_millis(1500));
        window.pause();
        let sizes: &[(&str, u32, u32)] = match theme {
            Theme::Dark => &[("window-dark", 1400, 900)],
            Theme::Light => {
                &[("window-2560", 2560, 1440), ("window-900", 900, 600), ("window-light", 1400, 900)]
            }
        };
        for &(name, width, height) in sizes {
            // To the line that is heard, at whatever size.
            window.resize(width, height);
            window.press(&["f"]);
            camera.take(&window, name, width, height);
        }
        if theme == Theme::Dark {
            continue;
        }

        window.press(&[key::CONTROL, "f"]);
        wait_for("the search", || {
            window.run("return document.activeElement.matches('search input')") == true
        });
        for letter in ["l", "i", "g", "h", "t"] {
            window.press(&[letter]);
        }
        wait_for("what it finds", || window.exists("search.shown"));
        camera.take(&window, "search", 1400, 900);
        window.press(&[key::ESCAPE]);

        for (name, keys) in [("settings", ","), ("palette", "k")] {
            window.press(&[key::CONTROL, keys]);
            wait_for(name, || window.exists("dialog[open]"));
            camera.take(&window, name, 1400, 900);
            window.press(&[key::ESCAPE]);
        }
        for _ in 0..STEPS_TO_200 {
            window.press(&[key::CONTROL, "="]);
        }
        window.press(&["f"]);
        camera.take(&window, "window-200", 1400, 900);

        window.click("button[aria-label='Back to the start']");
        wait_for("the start screen", || window.exists("button.recent"));
        camera.take(&window, "start", 1400, 900);
    }
}

/// Takes pictures of a desktop's windows.
struct Camera<'a> {
    desktop: &'a Desktop,
    folder: &'a Path,
}

impl Camera<'_> {
    fn take(&self, window: &Window, name: &str, width: u32, height: u32) {
        window.resize(width, height);
        // Away from what would explain itself under the pointer.
        window.point_at(f64::from(width) - 8.0, 64.0);
        thread::sleep(Duration::from_millis(1500));
        let whole = self.folder.join(format!("{name}.whole.png"));
        self.desktop.screenshot(&whole);
        // A few colours are all that the window has; so the pictures are small.
        let done = self
            .desktop
            .command("convert")
            .arg(&whole)
            .args(["-crop", &format!("{width}x{height}+0+0"), "+repage", "+dither", "-colors", "128"])
            .args(["-define", "png:compression-level=9"])
            .arg(format!("PNG8:{}", self.folder.join(format!("{name}.png")).display()))
            .status();
        assert!(done.is_ok_and(|status| status.success()), "ImageMagick makes {name} smaller");
        fs::remove_file(whole).expect("the whole picture goes");
    }
}
