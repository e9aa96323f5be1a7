//! The app in its real window, driven as a person would: by pointer, wheel and keys, and by looking.

use std::{path::Path, thread, time::Duration};

use serde_json::{Value, json};

use crate::{
    desktop::{Desktop, Mouse, wait_for},
    program,
    webdriver::WebDriver,
};

/// The keys that the protocol names by private code points (W3C WebDriver, 17.4.2).
#[allow(missing_docs, reason = "the names say it")]
pub mod key {
    pub const CONTROL: &str = "\u{e009}";
    pub const ESCAPE: &str = "\u{e00c}";
    pub const PAGE_DOWN: &str = "\u{e00f}";
    pub const ENTER: &str = "\u{e007}";
    pub const SPACE: &str = " ";
    pub const LEFT: &str = "\u{e012}";
    pub const UP: &str = "\u{e013}";
    pub const RIGHT: &str = "\u{e014}";
    pub const DOWN: &str = "\u{e015}";
}

/// See the module.
pub struct Window {
    driver: WebDriver,
    mouse: Mouse,
}

/// A rectangle in the page, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Downwards.
    pub height: f64,
}

impl Window {
    /// Starts the app on `desktop`, on `open` if given.
    pub fn start(desktop: &Desktop, open: Option<&Path>) -> Self {
        let driver = WebDriver::start(desktop, &program::binary(), open.as_slice());
        let window = Self { driver, mouse: desktop.mouse() };
        wait_for("the page", || window.run("return document.readyState === 'complete'") == json!(true));
        window
    }

    /// Starts the app on an episode folder and waits for its lines.
    pub fn on_episode(desktop: &Desktop, folder: &Path) -> Self {
        let window = Self::start(desktop, Some(folder));
        // Lines are in the document a little before they are drawn and can be hit.
        let drawn = "const line = document.querySelector('[data-line] p');
            return line !== null && getComputedStyle(line).visibility === 'visible'";
        wait_for("the first line", || window.run(drawn) == true);
        window
    }

    /// Starts the web view's own browser instead of the app, on no page.
    pub fn browsing(desktop: &Desktop, browser: &Path) -> Self {
        Self {
            driver: WebDriver::start(desktop, browser, &[Path::new("--automation")]),
            mouse: desktop.mouse(),
        }
    }

    /// Goes to a page's file.
    pub fn go_to(&self, page: &Path) {
        self.driver.go_to(&format!("file://{}", page.display()));
    }

    /// Kills the program, which gets no chance to do anything before it ends.
    pub fn kill(self) {
        self.driver.kill_program();
    }

    /// Sets the window's size in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.driver.set_window(width, height);
        thread::sleep(Duration::from_millis(300));
    }

    /// Runs a function's body in the page.
    pub fn run(&self, body: &str) -> Value {
        self.driver.run(body, &[])
    }

    /// Whether a selector finds anything.
    pub fn exists(&self, selector: &str) -> bool {
        self.driver.run("return document.querySelector(arguments[0]) !== null", &[json!(selector)])
            == json!(true)
    }

    /// All the text that the page shows.
    pub fn text(&self) -> String {
        self.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// The line that is lit, having checked that no other is.
    pub fn lit(&self) -> Option<usize> {
        let lit = self.run(
            "return [...document.querySelectorAll('[data-line][aria-current=\"true\"]')].map(e => e.dataset.line)",
        );
        let lit = lit.as_array().cloned().unwrap_or_default();
        assert!(lit.len() <= 1, "only one line is lit, not {lit:?}");
        lit.first().and_then(|line| line.as_str()?.parse().ok())
    }

    /// Waits until this line is lit.
    pub fn wait_until_lit(&self, line: usize) {
        wait_for(&format!("the light on line {line}"), || self.lit() == Some(line));
    }

    /// Where a line's element is, if it is on the page now.
    pub fn line_rect(&self, line: usize) -> Option<Rect> {
        self.rect(&format!("[data-line=\"{line}\"]"))
    }

    /// Where the first element of a selector is.
    pub fn rect(&self, selector: &str) -> Option<Rect> {
        let found = self.driver.run(
            "const e = document.querySelector(arguments[0]); if (!e) return null;
             const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]",
            &[json!(selector)],
        );
        let at = |index: usize| found.get(index).and_then(Value::as_f64);
        Some(Rect { x: at(0)?, y: at(1)?, width: at(2)?, height: at(3)? })
    }

    /// Whether a line's first row of text is in the reader's sight.
    pub fn in_sight(&self, line: usize) -> bool {
        let view = self.rect("[data-testid=transcript]").expect("the transcript is on the page");
        self.line_rect(line)
            .is_some_and(|rect| rect.y >= view.y - 1.0 && rect.y + 24.0 <= view.y + view.height)
    }

    /// Whether a line that is on the page is drawn, too.
    fn is_drawn(&self, line: usize) -> bool {
        let visibility =
            format!("return getComputedStyle(document.querySelector('[data-line=\"{line}\"]')).visibility");
        self.run(&visibility) == json!("visible")
    }

    /// Turns the wheel over the transcript until the line is in sight, as a person would to find it.
    pub fn scroll_to(&self, line: usize) {
        for _ in 0..200 {
            if self.in_sight(line) {
                // The list takes no clicks while it glides.
                thread::sleep(Duration::from_millis(400));
                if self.in_sight(line) {
                    return;
                }
            }
            let first = self.run(
                "const v = document.querySelector('[data-testid=transcript]').getBoundingClientRect();
                 const seen = [...document.querySelectorAll('[data-line]')]
                   .filter(e => e.getBoundingClientRect().bottom > v.top + 1).map(e => +e.dataset.line);
                 return Math.min(...seen)",
            );
            let below = first.as_u64().is_none_or(|first| (first as usize) < line);
            self.wheel(if below { 4 } else { -4 });
        }
        panic!("line {line} can't be scrolled to");
    }

    /// Turns the wheel over the middle of the transcript, down (or up) by so many notches.
    pub fn wheel(&self, notches: i32) {
        let view = self.rect("[data-testid=transcript]").expect("the transcript is on the page");
        self.mouse.point_at(view.x + view.width / 2.0, view.y + view.height / 2.0);
        self.mouse.wheel(notches);
        thread::sleep(Duration::from_millis(60));
    }

    /// The first line in view and where its top is, once the wheel's glide has come to rest: a busy machine hands the
    /// wheel's turns over one by one, with rests between them.
    pub fn resting_place(&self) -> Value {
        let place = || {
            self.run(
                "const view = document.querySelector('[data-testid=transcript]').getBoundingClientRect();
                 const lines = [...document.querySelectorAll('[data-line]')];
                 const first = lines.find(e => e.getBoundingClientRect().bottom > view.top + 1);
                 return [first.dataset.line, Math.round(first.getBoundingClientRect().top)]",
            )
        };
        let (mut last, mut same) = (place(), 0);
        wait_for("rest", || {
            thread::sleep(Duration::from_millis(300));
            let now = place();
            same = if std::mem::replace(&mut last, now.clone()) == now { same + 1 } else { 0 };
            same == 6
        });
        last
    }

    /// Presses and lets go of the mouse button over the first words of a line, having scrolled to it where it isn't in sight.
    pub fn click_line(&self, line: usize) {
        // Lines that were just opened aren't drawn before they are measured, and move before they rest.
        let (mut last, mut same) = (None, 0);
        wait_for(&format!("line {line} at rest"), || {
            thread::sleep(Duration::from_millis(100));
            let now = self.line_rect(line).filter(|_| self.is_drawn(line));
            same = if now.is_some() && now == last { same + 1 } else { 0 };
            last = now;
            same == 4
        });
        if !self.in_sight(line) {
            self.scroll_to(line);
        }
        let words = self
            .driver
            .run(
                "const walker = document.createTreeWalker(document.querySelector(arguments[0]), NodeFilter.SHOW_TEXT);
                 const wanted = arguments[1];
                 for (let node; (node = walker.nextNode());) {
                   if (node.data.trim().length < wanted) continue;
                   const range = document.createRange(); range.setStart(node, 0); range.setEnd(node, wanted);
                   const r = range.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2];
                 }
                 return null",
                &[json!(format!("[data-line=\"{line}\"] p")), json!(2)],
            );
        let at =
            |index: usize| words.get(index).and_then(Value::as_f64).expect("the line has words on the page");
        self.click_at(at(0), at(1));
    }

    /// Clicks the middle of the first element of a selector.
    pub fn click(&self, selector: &str) {
        let rect = self.rect(selector).unwrap_or_else(|| panic!("{selector} is on the page"));
        self.click_at(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
    }

    /// Moves the mouse there, in CSS pixels.
    pub fn point_at(&self, x: f64, y: f64) {
        self.mouse.point_at(x, y);
    }

    /// Clicks a place, in CSS pixels.
    pub fn click_at(&self, x: f64, y: f64) {
        self.mouse.point_at(x, y);
        self.mouse.click();
    }

    /// Clicks a place twice in quick succession.
    pub fn double_click_at(&self, x: f64, y: f64) {
        self.mouse.point_at(x, y);
        self.mouse.double_click();
    }

    /// Moves the mouse from one place to another with its button pressed.
    pub fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        self.mouse.point_at(from.0, from.1);
        self.mouse.press();
        for step in 1..=8 {
            let share = f64::from(step) / 8.0;
            self.mouse.point_at(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            thread::sleep(Duration::from_millis(30));
        }
        self.mouse.release();
    }

    /// Presses keys together, the last one last, and lets go of them.
    pub fn press(&self, keys: &[&str]) {
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        self.driver.act(&json!([{ "type": "key", "id": "keyboard", "actions": actions }]));
    }

    /// Whether the button says that it would play ("Play") or pause ("Pause").
    pub fn is_playing(&self) -> bool {
        self.exists("button[aria-label=Pause]")
    }

    /// Presses the play button where the sound stands, and waits until it plays.
    pub fn play(&self) {
        self.click("button[aria-label=Play]");
        wait_for("playing", || self.is_playing());
    }

    /// Presses the pause button, and waits until the sound stands.
    pub fn pause(&self) {
        self.click("button[aria-label=Pause]");
        wait_for("pausing", || !self.is_playing());
    }
}
