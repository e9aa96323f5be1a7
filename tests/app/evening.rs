//! The measuring of an episode's sound, and two voices of different loudness that are played equally loud.

use std::{fs, os::unix::fs::MetadataExt, path::Path, thread, time::Duration};

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes,
    sound::{self, Recording},
    window::{Window, key},
};
use serde_json::json;

/// Each of the two speaks so long at a time, in seconds, in turns.
const TURN: usize = 8;
const TURNS: usize = 4;
/// By so much Bo is quieter, in dB.
const APART_DB: f32 = 8.0;

/// Two voices: the same noise, one of them quieter, and the text that says whose turn it is.
fn two_voices(folder: &Path) {
    let seconds = TURN * TURNS;
    let quiet = 10_f32.powf(-APART_DB / 20.0);
    let source = format!(
        "anoisesrc=color=white:seed=7:sample_rate=44100:duration={seconds}:amplitude=0.3,\
         volume='if(mod(floor(t/{TURN}),2),{quiet},1)':eval=frame"
    );
    episodes::generate(&source, &["-c:a", "libmp3lame", "-b:a", "96k"], &folder.join("talk.mp3"));
    let cue = |n: usize| {
        let name = if n.is_multiple_of(2) { "Ann" } else { "Bo" };
        let time = |second: usize| format!("00:00:{second:02},000");
        format!("{}\n{} --> {}\n{name}: This is turn {n}.\n\n", n + 1, time(n * TURN), time((n + 1) * TURN))
    };
    fs::write(folder.join("talk.srt"), (0..TURNS).map(cue).collect::<String>()).unwrap();
}

/// How much louder Ann is than Bo, in dB, where the episode's first two turns are played into the recording.
fn apart(window: &Window, recording: &Recording) -> f32 {
    let level = |turn: usize| {
        window.click_line(turn);
        window.wait_until_lit(turn);
        if !window.is_playing() {
            window.play();
        }
        // The change of the gain is a ramp, and the sound that was ready may still be on its way.
        thread::sleep(Duration::from_millis(700));
        assert_eq!(window.lit(), Some(turn));
        let heard = recording.hear(recording.len(), 2 * RATE as usize);
        assert_eq!(window.lit(), Some(turn), "what was recorded is of this turn alone");
        // A busy machine leaves gaps, which are no part of how loud a voice is: what most of the rest is as loud as.
        let mut windows: Vec<f32> = heard.chunks_exact(RATE as usize / 50).map(sound::loudness).collect();
        windows.sort_by(f32::total_cmp);
        20.0 * windows[windows.len() * 4 / 5].log10()
    };
    level(0) - level(1)
}

fn open_panel(window: &Window) {
    window.click("button[aria-label^='Sound']");
    wait_for("the panel", || window.exists(".sound input[role=switch]"));
}

fn close_panel(window: &Window) {
    window.press(&[key::ESCAPE]);
    wait_for("the end of the panel", || !window.exists(".sound"));
}

fn panel_says(window: &Window) -> String {
    let said = window.run("return document.querySelector('.sound [role=status]')?.innerText ?? ''");
    said.as_str().unwrap_or_default().to_owned()
}

/// The analyses in the cache, and the number of each one's file, which is another when it is written anew.
fn analyses(desktop: &Desktop) -> Vec<(String, u64)> {
    let folder = desktop.home().join("cache/org.cueline.Cueline/analyses");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let analysis = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.ends_with(".analysis").then(|| (name, entry.metadata().unwrap().ino()))
    };
    entries.flatten().filter_map(analysis).collect()
}

#[test]
fn two_voices_of_different_loudness_are_played_equally_loud_and_are_measured_once() {
    let folder = tempfile::tempdir().unwrap();
    two_voices(folder.path());
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, folder.path());
    let recording = Recording::start(&desktop);
    let before = apart(&window, &recording);
    assert!((before - APART_DB).abs() < 1.0, "as recorded they are {before} dB apart");

    open_panel(&window);
    assert_eq!(panel_says(&window), "", "what is off has nothing to say");
    window.click(".sound input[role=switch]");
    wait_for("what evening out does", || panel_says(&window).starts_with("Ann −"));
    assert!(panel_says(&window).contains("Bo +"), "{}", panel_says(&window));
    close_panel(&window);
    let after = apart(&window, &recording);
    assert!(after.abs() < 1.5, "evened out they are {after} dB apart");
    let measured = analyses(&desktop);
    assert_eq!(measured.len(), 1);

    // Again, from the cache.
    window.run("document.querySelector('button[aria-label=\"Back to the start\"]').click()");
    wait_for("the start", || !window.exists("[data-line]"));
    window.click("button.recent");
    wait_for("the episode again", || window.exists("[data-line]"));
    open_panel(&window);
    wait_for("what evening out does", || panel_says(&window).starts_with("Ann −"));
    assert_eq!(analyses(&desktop), measured, "it isn't measured again");
    close_panel(&window);
    let after = apart(&window, &recording);
    assert!(after.abs() < 1.5, "and again they are {after} dB apart");
}

#[test]
fn how_it_sounds_is_kept_when_the_program_is_killed() {
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    for _ in 0..3 {
        window.press(&["."]);
    }
    open_panel(&window);
    window.click(".sound input[role=switch]");
    window.click(".sound button[title^='Pauses are shortened to 0.3']");
    let settings = desktop.home().join("data/org.cueline.Cueline/settings.json");
    let kept = || {
        let text = fs::read_to_string(&settings).unwrap_or_default();
        let kept: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        json!([kept["speed"], kept["even"], kept["trim"]])
    };
    wait_for("the settings on the disk", || kept() == json!([1.3, true, "medium"]));
    window.kill();
    assert_eq!(kept(), json!([1.3, true, "medium"]));

    let window = Window::on_episode(&desktop, &episodes::sample());
    wait_for("the speed", || window.exists("button[aria-label='Sound, 1.3×']"));
    open_panel(&window);
    assert_eq!(window.run("return document.querySelector('.sound input[role=switch]').checked"), json!(true));
    assert!(window.exists(".sound button[title^='Pauses are shortened to 0.3'][aria-pressed=true]"));
}
