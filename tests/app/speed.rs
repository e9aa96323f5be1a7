//! Speed and loops in the real window: an episode whose every second is a tone of its own says what is heard.

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes,
    sound::Recording,
    window::{Window, key},
};
use serde_json::json;

/// Frames in which a tone is recognised.
const WINDOW: usize = RATE as usize / 20;

/// The seconds of the episode that are heard in `frames`, window by window; windows across two of them, and silence,
/// are left out.
fn seconds_heard(frames: &[f32]) -> Vec<usize> {
    frames.chunks_exact(WINDOW).filter_map(second_of).collect()
}

/// The second of the episode whose tone a window holds from end to end.
fn second_of(window: &[f32]) -> Option<usize> {
    let crossings: Vec<f32> = window
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(at, pair)| at as f32 + pair[0] / (pair[0] - pair[1]))
        .collect();
    let periods: Vec<f32> = crossings.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mean = periods.iter().sum::<f32>() / periods.len() as f32;
    let steady = periods.len() > 5 && periods.iter().all(|period| (period / mean - 1.0).abs() < 0.06);
    let nearest = (0..60).min_by_key(|&second| (episodes::tone(second) - RATE as f32 / mean).abs() as u32)?;
    let off = (episodes::tone(nearest) - RATE as f32 / mean).abs();
    (steady && off < 8.0 && window.iter().any(|sample| sample.abs() > 0.1)).then_some(nearest)
}

/// Each run of the same second once.
fn runs(seconds: &[usize]) -> Vec<usize> {
    let mut runs = seconds.to_vec();
    runs.dedup();
    runs
}

#[test]
fn speed_and_a_loop_by_keys_in_the_real_window() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tones(folder.path(), 20, 16_000);
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, folder.path());
    let recording = Recording::start(&desktop);
    for _ in 0..10 {
        window.press(&["."]);
    }
    wait_for("double speed on the button", || window.exists("button[aria-label='Sound, 2×']"));

    let before = recording.len();
    window.press(&[key::SPACE]);
    wait_for("the ninth second", || window.lit().is_some_and(|line| line >= 9));
    window.press(&[key::SPACE]);
    wait_for("pausing", || !window.is_playing());
    let paused_at = window.lit().unwrap();
    let heard = seconds_heard(&recording.hear(before, recording.len() - before));
    let windows = heard.iter().filter(|second| (1..=8).contains(*second)).count();
    // Eight seconds at double speed are four, of which the windows across two tones don't count.
    assert!((50..=88).contains(&windows), "eight seconds are heard in {windows} windows: {heard:?}");
    assert!(
        heard.last().is_some_and(|last| last.abs_diff(paused_at) <= 1),
        "line {paused_at} is lit where {heard:?} was heard"
    );

    // From the fifth second up to the seventh.
    window.press(&[key::CONTROL, key::LEFT]);
    window.wait_until_lit(paused_at - 1);
    for line in (5..paused_at - 1).rev() {
        window.press(&[key::CONTROL, key::LEFT]);
        window.wait_until_lit(line);
    }
    window.press(&["["]);
    wait_for("the loop's beginning", || window.text().contains("Loop from 0:05"));
    for line in [6, 7] {
        window.press(&[key::CONTROL, key::RIGHT]);
        window.wait_until_lit(line);
    }
    window.press(&["]"]);
    wait_for("the loop", || window.text().contains("Loop 0:05–0:07"));
    window.wait_until_lit(5);
    let before = recording.len();
    window.press(&[key::SPACE]);
    wait_for("the loop's first sound", || {
        !seconds_heard(&recording.hear(before, recording.len() - before)).is_empty()
    });
    let mut lit = Vec::new();
    let looped_from = recording.len();
    while recording.len() < looped_from + 4 * RATE as usize {
        lit.extend(window.lit());
    }
    assert!(lit.iter().all(|line| [5, 6].contains(line)), "the light stays within the loop: {lit:?}");
    let heard = seconds_heard(&recording.hear(before, recording.len() - before));
    assert!(heard.iter().all(|second| [5, 6].contains(second)), "the sound stays within the loop: {heard:?}");
    assert!(runs(&heard).len() >= 6, "the loop goes round: {heard:?}");

    window.click("button.loop");
    wait_for("what follows the loop", || window.lit().is_some_and(|line| line >= 8));
    assert_eq!(window.run("return document.querySelector('button.loop')"), json!(null));
}
