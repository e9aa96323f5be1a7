//! What opens how: pairs to choose from, halves, and the episodes opened before.

use std::fs;

use cueline_tests::{
    desktop::{Desktop, wait_for},
    episodes,
    window::Window,
};

#[test]
fn several_pairs_are_a_list_to_choose_from() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    episodes::tones(place.path(), 5, 8_000);
    fs::rename(place.path().join("tones.wav"), place.path().join("another.wav")).unwrap();
    fs::rename(place.path().join("tones.md"), place.path().join("another.md")).unwrap();
    episodes::tones(place.path(), 5, 8_000);
    let window = Window::start(&desktop, Some(place.path()));
    wait_for("the choice", || window.text().contains("tones") && window.text().contains("another"));
    window.click("main li:nth-child(2) button");
    wait_for("the episode", || window.text().contains("This is tone number 0."));
}

#[test]
fn audio_alone_plays_and_a_transcript_alone_reads() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    let (sound, text) = (place.path().join("sound"), place.path().join("text"));
    fs::create_dir(&sound).unwrap();
    fs::create_dir(&text).unwrap();
    episodes::tones(&sound, 5, 8_000);
    fs::rename(sound.join("tones.md"), text.join("tones.md")).unwrap();

    let window = Window::start(&desktop, Some(&sound));
    wait_for("the player", || window.exists("button[aria-label=Play]"));
    window.play();
    wait_for("the time to go on", || window.text().contains("0:01"));
    drop(window);

    let window = Window::on_episode(&desktop, &text);
    wait_for("its text", || window.text().contains("This is tone number 0."));
    assert!(window.text().contains("No audio"));
}

#[test]
fn an_episode_opened_before_is_on_the_start_screen() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    episodes::tones(place.path(), 5, 8_000);
    drop(Window::on_episode(&desktop, place.path()));
    let window = Window::start(&desktop, None);
    wait_for("the recent episode", || window.exists("button.recent"));
    window.click("button.recent");
    wait_for("its lines", || window.exists("[data-line]"));
}

#[test]
fn the_end_of_the_episode_is_a_stop_and_play_starts_over() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    episodes::tones(place.path(), 4, 8_000);
    let window = Window::on_episode(&desktop, place.path());
    window.click_line(3);
    window.wait_until_lit(3);
    wait_for("the end", || !window.is_playing());
    assert_eq!(window.lit(), Some(3), "the last line stays lit at the end");
    window.play();
    window.wait_until_lit(0);
}
