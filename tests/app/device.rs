//! The loudspeaker goes away and comes back: a state that the screen shows and that play recovers from.

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes,
    sound::{self, Recording},
    window::Window,
};

#[test]
fn a_loudspeaker_that_went_away_is_told_and_play_recovers_when_it_is_back() {
    let mut desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click_line(2);
    window.wait_until_lit(2);
    desktop.unplug_sound();
    wait_for("the word that the sound is gone", || window.exists("footer [role=status]"));
    assert!(window.exists("[data-line]"), "the page stays");

    desktop.plug_in_sound();
    let recording = Recording::start(&desktop);
    if !window.is_playing() {
        window.play();
    }
    wait_for("the end of that word", || !window.exists("footer [role=status]"));
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
    assert!(!window.exists("footer [role=status]"), "there is nothing to tell");
}

#[test]
fn without_any_loudspeaker_the_episode_is_read() {
    let mut desktop = Desktop::start(1200, 800);
    desktop.unplug_sound();
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click("button[aria-label=Play]");
    wait_for("the word that there is no sound", || window.exists("footer [role=status]"));
    window.click_line(1);
    window.wait_until_lit(1);
}
