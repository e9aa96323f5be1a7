//! The real window on the 22-minute episode: what is clicked is heard, and the light follows it.

use std::path::Path;

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes,
    sound::{self, Recording},
    window::Window,
};

/// Correlation is done at a quarter of the sound card's rate: enough to tell passages of speech apart.
const COARSE: usize = 4;
const COARSE_RATE: usize = RATE as usize / COARSE;

/// So many frames may be missing from what was recorded before a passage counts as another one: 100 ms.
const SLACK: usize = COARSE_RATE / 10;

/// Every fourth frame of the mean of four.
fn coarse(samples: &[f32]) -> Vec<f32> {
    samples.chunks_exact(COARSE).map(|four| four.iter().sum::<f32>() / COARSE as f32).collect()
}

/// The file's own sound from `start_ms` on, at the coarse rate.
fn passage(file: &[f32], start_ms: u64, ms: u64) -> Vec<f32> {
    let at = |ms: u64| (ms as usize * COARSE_RATE / 1000).min(file.len());
    file[at(start_ms)..at(start_ms + ms)].to_vec()
}

/// The line that begins at this second of an episode.
fn line_at(folder: &Path, second: u64) -> usize {
    let found = cueline_library::discover(folder).unwrap();
    let episode = cueline_library::open(&found.pairs[0]).unwrap();
    let lines = episode.text.unwrap().transcript;
    let begins =
        |line: cueline_transcript::Line<'_>| line.utterance.timing().unwrap().start.as_secs() == second;
    lines.lines().position(begins).unwrap()
}

/// The start of a line on the screen, in milliseconds.
fn start_of(window: &Window, line: usize) -> u64 {
    let start =
        window.run(&format!("return +document.querySelector('[data-line=\"{line}\"]').dataset.startMs"));
    start.as_f64().unwrap().round() as u64
}

#[test]
fn every_line_clicked_is_heard_from_its_start_and_lit() {
    let Some(folder) = episodes::real() else { return };
    let file = coarse(&sound::decoded(&folder.join("episode.mp3"), RATE));
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, &folder);
    window.resize(1400, 900);
    let recording = Recording::start(&desktop);
    // Forwards, far back, near the end, and the two of a pair that shares its mark.
    let changing_gears = line_at(&folder, 13 * 60 + 16);
    for line in [changing_gears, 3, 55, 1, 2, changing_gears + 1] {
        window.scroll_to(line);
        let before = recording.len();
        window.click_line(line);
        window.wait_until_lit(line);
        let start = start_of(&window, line);
        // The click's passage, looked for in what was played after the click. A machine at its limits drops a few
        // milliseconds here and there; that not a frame is missing or added is proved where nothing has to be in
        // time, in `clicks`.
        let heard = coarse(&recording.hear(before, 2 * RATE as usize));
        let found = sound::find_in_pieces(&passage(&file, start, 1_400), &heard, 7, SLACK);
        assert!(
            found.found >= 4 && found.begin,
            "line {line} at {start} ms isn't heard after its click: {found:?}"
        );
    }
}

#[test]
fn the_light_walks_down_with_the_voices() {
    let Some(folder) = episodes::real() else { return };
    let file = coarse(&sound::decoded(&folder.join("episode.mp3"), RATE));
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, &folder);
    let recording = Recording::start(&desktop);
    // Short lines follow one another here, until at 13:16 somebody changes gears a little bit.
    let (first, last) = (line_at(&folder, 12 * 60 + 53), line_at(&folder, 13 * 60 + 16));
    window.scroll_to(first);
    window.click_line(first);
    window.wait_until_lit(first);
    let (mut line, mut seen) = (first, 0);
    while line < last {
        // The light was on what this answers at some moment between the two, however long the answer took.
        let before = recording.len();
        let lit = window.lit().expect("a line is lit while the voices go on");
        let after = recording.len();
        if lit == line {
            continue;
        }
        assert!(lit > line, "the light walks down, not from {line} to {lit}");
        (line, seen) = (lit, seen + 1);
        let heard = coarse(&recording.hear(before, RATE as usize));
        let (start, next) = (start_of(&window, line), start_of(&window, line + 1));
        let around = passage(&file, start.saturating_sub(3_000), 8_000 + (next - start));
        let found = sound::find_in_pieces(&heard, &around, 5, SLACK);
        assert!(found.found >= 2, "what sounds while line {line} is lit is near that line: {found:?}");
        let first_sound = start as i64 - 3_000 + found.at * 1000 / COARSE_RATE as i64;
        let last_sound = first_sound + ((after - before) * 1000 / RATE as usize) as i64;
        assert!(
            last_sound > start as i64 - 400 && first_sound < next as i64 + 1_000,
            "line {line}, {start} to {next} ms, is lit while {first_sound} to {last_sound} ms sounds"
        );
        wait_for("the lit line in sight", || window.lit().is_some_and(|line| window.in_sight(line)));
    }
    assert!(seen * 2 > last - first, "of the {} lines only {seen} were seen lit", last - first);
}

#[test]
fn following_yields_to_scrolling_until_it_is_asked_back() {
    let Some(folder) = episodes::real() else { return };
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, &folder);
    let line = line_at(&folder, 12 * 60 + 53);
    window.scroll_to(line);
    window.click_line(line);
    window.wait_until_lit(line);
    for _ in 0..4 {
        window.wheel(-10);
    }
    let place = window.resting_place();
    window.wait_until_lit(line + 2);
    assert_eq!(
        window.resting_place(),
        place,
        "the page stays where the person put it while the light goes on"
    );
    assert!(!window.in_sight(line + 2));
    window.press(&["f"]);
    wait_for("the way back", || window.lit().is_some_and(|line| window.in_sight(line)));
}

#[test]
fn a_seek_while_paused_moves_the_light_and_makes_no_sound() {
    let folder = episodes::sample();
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, &folder);
    let recording = Recording::start(&desktop);
    assert!(!window.is_playing(), "an episode opens paused");
    window.press(&[cueline_tests::window::key::CONTROL, cueline_tests::window::key::RIGHT]);
    window.wait_until_lit(0);
    window.press(&[cueline_tests::window::key::CONTROL, cueline_tests::window::key::RIGHT]);
    window.wait_until_lit(1);
    assert!(!window.is_playing());
    let silence = recording.hear(recording.len(), RATE as usize / 2);
    assert!(sound::loudness(&silence) < 1e-4, "nothing sounds while paused");
    window.play();
    let heard = recording.hear(recording.len(), RATE as usize);
    assert!(sound::loudness(&heard) > 1e-3, "playing is heard");
    window.pause();
    let after = recording.hear(recording.len() + RATE as usize / 4, RATE as usize / 2);
    assert!(sound::loudness(&after) < 1e-4, "pausing is silence");
}
