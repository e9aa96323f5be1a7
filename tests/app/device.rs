//! The loudspeaker goes away and comes back: a state that the screen shows and that play recovers from. And what the screen tells
//! of the sound besides.

use std::fs;

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes,
    sound::{self, Recording},
    window::{Window, key},
};

#[test]
fn a_loudspeaker_that_went_away_is_told_and_play_recovers_when_it_is_back() {
    let mut desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click_line(2);
    window.wait_until_lit(2);
    desktop.unplug_sound();
    wait_for("the word that the sound is gone", || window.exists("footer [role=status] .device"));
    assert!(window.exists("[data-line]"), "the page stays");

    desktop.plug_in_sound();
    let recording = Recording::start(&desktop);
    if !window.is_playing() {
        window.play();
    }
    wait_for("the end of that word", || !window.exists("footer [role=status] .device"));
    wait_for("sound", || sound::loudness(&recording.hear(recording.len(), RATE as usize / 2)) > 1e-3);
    assert!(window.lit().is_some_and(|line| line >= 2), "the place in the episode was kept");
}

#[test]
fn the_sound_follows_the_default_to_another_loudspeaker_and_back() {
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click_line(2);
    window.wait_until_lit(2);
    let headphones = desktop.connect_loudspeaker("headphones");
    let recording = Recording::of(&desktop, "headphones");
    let sounds =
        |recording: &Recording| sound::loudness(&recording.hear(recording.len(), RATE as usize / 2)) > 1e-3;
    wait_for("sound from the headphones", || sounds(&recording));
    drop(recording);
    let recording = Recording::start(&desktop);
    desktop.disconnect_loudspeaker(&headphones);
    wait_for("sound from the loudspeaker", || sounds(&recording));
    assert!(window.is_playing());
    assert!(window.lit().is_some_and(|line| line >= 2), "the place in the episode was kept");
    assert!(!window.exists("footer [role=status] .device"), "there is nothing to tell");
}

#[test]
fn without_any_loudspeaker_the_episode_is_read() {
    let mut desktop = Desktop::start(1200, 800);
    desktop.unplug_sound();
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click("button[aria-label=Play]");
    wait_for("the word that there is no sound", || window.exists("footer [role=status] .device"));
    window.click_line(1);
    window.wait_until_lit(1);
}

#[test]
fn the_sound_panel_and_notices_leave_each_other_their_room() {
    let desktop = Desktop::start(1200, 800);
    let data = desktop.home().join("data/org.cueline.Cueline");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("settings.json"), r#"{ "output": "pulseaudio:headphones" }"#).unwrap();
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.play();
    wait_for("the word that these aren't connected", || window.exists(".notice"));
    for (width, height) in [(900, 600), (420, 560)] {
        window.resize(width, height);
        window.click("button[aria-label^='Sound']");
        wait_for("the panel", || window.exists(".floating.sound"));
        wait_for("the end of its motion", || {
            let [notice, panel] =
                [".notice", ".floating.sound"].map(|selector| window.rect(selector).unwrap());
            notice.y >= 0.0 && notice.y + notice.height <= panel.y && panel.height > 100.0
        });
        window.press(&[key::ESCAPE]);
        wait_for("the end of the panel", || !window.exists(".floating.sound"));
        wait_for("the bar's buttons beside each other", || overlapping_buttons(&window) == 0);
    }
}

/// Pairs of the player's buttons that lie over each other.
fn overlapping_buttons(window: &Window) -> u64 {
    let count = window.run(
        "const boxes = [...document.querySelectorAll('footer button')].map((it) => it.getBoundingClientRect());
         const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
         const over = boxes.flatMap((a, n) => boxes.slice(n + 1).filter((b) => !apart(a, b)));
         return boxes.length > 4 ? over.length : 1",
    );
    count.as_u64().expect("a count")
}

#[test]
fn the_diagnostics_tell_of_the_device_and_are_copied() {
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click_line(2);
    window.wait_until_lit(2);
    window.click("button[aria-label=More]");
    wait_for("the menu", || window.exists(".menu"));
    window.run(
        "const items = [...document.querySelectorAll('.menu-item')];
         items.find((item) => item.textContent.includes('Sound diagnostics')).id = 'wanted'",
    );
    window.click("#wanted");
    wait_for("the device's rate", || window.text().contains("48,000 Hz"));
    window.run(
        "const buttons = [...document.querySelectorAll('dialog button, [role=dialog] button')];
         buttons.find((button) => button.textContent.trim() === 'Copy').id = 'copy'",
    );
    window.click("#copy");
    wait_for("the word that it is copied", || window.text().contains("Copied."));
}
