//! Everything by keyboard, in the real window.

use cueline_tests::{
    desktop::{Desktop, wait_for},
    episodes,
    window::{Window, key},
};
use serde_json::json;

/// The line that has the focus.
fn focused(window: &Window) -> Option<usize> {
    let line = window.run("return document.activeElement.closest('[data-line]')?.dataset.line ?? null");
    line.as_str()?.parse().ok()
}

#[test]
fn an_episode_is_walked_and_played_without_a_mouse() {
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.press(&[key::DOWN]);
    wait_for("a focused line", || focused(&window).is_some());
    let first = focused(&window).unwrap();
    window.press(&[key::DOWN]);
    window.press(&[key::DOWN]);
    wait_for("the focus two lines on", || focused(&window) == Some(first + 2));
    window.press(&[key::UP]);
    wait_for("the focus one line back", || focused(&window) == Some(first + 1));
    window.press(&[key::ENTER]);
    window.wait_until_lit(first + 1);
    assert!(window.is_playing(), "Enter seeks and plays on, as a click does");
    window.press(&[key::SPACE]);
    wait_for("pausing", || !window.is_playing());
    window.press(&[key::CONTROL, key::RIGHT]);
    window.wait_until_lit(first + 2);
    window.press(&[key::CONTROL, key::LEFT]);
    window.wait_until_lit(first + 1);
    window.press(&[key::RIGHT]);
    window.press(&[key::RIGHT]);
    window.press(&[key::LEFT]);
    window.press(&[key::SPACE]);
    wait_for("playing", || window.is_playing());
    assert_eq!(
        window.run("return document.querySelector('[data-line]').getAttribute('aria-setsize')"),
        json!("16"),
        "a screen reader is told how many lines there are"
    );
}

#[test]
fn the_keys_go_on_doing_what_they_do_while_the_sound_panel_is_open() {
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click("button[aria-label^='Sound']");
    wait_for("the panel with the focus", || {
        window.run("return document.activeElement.matches('.sound')") == json!(true)
    });
    window.press(&[key::SPACE]);
    wait_for("playing", || window.is_playing());
    // A button that was clicked doesn't take the space bar.
    window.click(".sound button[aria-label='2 times']");
    wait_for("double speed", || window.exists(".sound button[aria-label='2 times'][aria-pressed=true]"));
    window.press(&[key::SPACE]);
    wait_for("pausing", || !window.is_playing());
    window.press(&[key::DOWN]);
    wait_for("a focused line", || focused(&window).is_some());
    let line = focused(&window);
    window.press(&[key::ESCAPE]);
    wait_for("the end of the panel", || !window.exists(".sound"));
    assert_eq!(focused(&window), line, "the focus stays on the line that it went to");
}
