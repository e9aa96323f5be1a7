//! What opens how: pairs to choose from, halves, and the episodes opened before.

use std::{fs, path::Path};

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes,
    sound::{self, Recording},
    window::{Window, key},
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
    assert!(window.text().contains("No audio beside this transcript."));
}

/// A file of ten tones, one a second, with two chapters in its own tags.
fn with_chapters(folder: &Path) {
    episodes::tones(folder, 10, 8_000);
    fs::remove_file(folder.join("tones.md")).unwrap();
    let list = folder.join("list.ffmeta");
    let chapter = |start: u32, title: &str| {
        format!("[CHAPTER]\nTIMEBASE=1/1\nSTART={start}\nEND={}\ntitle={title}\n", start + 4)
    };
    fs::write(&list, format!(";FFMETADATA1\n{}{}", chapter(1, "The low ones"), chapter(6, "The high ones")))
        .unwrap();
    let list_name = list.to_str().unwrap();
    let options = ["-i", list_name, "-map_metadata", "1", "-map_chapters", "1"];
    episodes::encode(&folder.join("tones.wav"), &options, &folder.join("talk.mp3"));
    fs::remove_file(folder.join("tones.wav")).unwrap();
    fs::remove_file(list).unwrap();
}

#[test]
fn chapters_of_audio_alone_are_shown_and_heard() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    with_chapters(place.path());
    let window = Window::start(&desktop, Some(place.path()));
    wait_for("the chapters", || {
        let text = window.text();
        text.contains("The low ones") && text.contains("The high ones")
    });
    let current = || window.run("return document.querySelector('.point.now')?.innerText ?? ''");
    let is_now = |title: &str| current().as_str().is_some_and(|text| text.contains(title));
    let recording = Recording::start(&desktop);
    window.click("aside li:nth-child(2) button");
    wait_for("the second chapter", || is_now("The high ones"));
    wait_for("playing there", || window.is_playing());
    let heard = recording.hear(recording.len(), RATE as usize / 2);
    assert!(sound::loudness(&heard) > 1e-3, "and it is heard");
    window.pause();
    // By keys: Enter on the first chapter.
    window.run("document.querySelector('aside li button').focus()");
    window.press(&[key::ENTER]);
    wait_for("the first chapter", || is_now("The low ones"));
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
