//! Without a window: an episode whose every second is a tone of its own, opened as the app opens it and played
//! into a hand-cranked device. Every line clicked must sound from its first frame.

use std::{f32::consts::TAU, path::Path, time::Duration};

use cueline_library as library;
use cueline_playback::{Crank, Engine, ManualOutput, ManualSettings, State, Then};
use cueline_tests::episodes;

/// The file's and the device's rate: equal, so that a frame of the one is a frame of the other.
const RATE: u32 = 16_000;
/// What a tenth of a second holds.
const TENTH: usize = RATE as usize / 10;

/// An open tone episode: its lines' starts, and the engine that plays it.
struct Listening {
    engine: Engine,
    crank: Crank,
    starts: Vec<Duration>,
}

fn listen(folder: &Path, rate: u32) -> Listening {
    let found = library::discover(folder).unwrap();
    let [pair] = &*found.pairs else { panic!("there is one pair in {found:?}") };
    let episode = library::open(pair).unwrap();
    let transcript = &episode.text.as_ref().unwrap().transcript;
    let starts = transcript.lines().map(|line| line.utterance.timing().unwrap().start).collect();
    let settings = ManualSettings { rate, channels: 1, ..ManualSettings::default() };
    let (output, crank) = ManualOutput::new(settings);
    let engine = Engine::new(Box::new(output), Box::new(|_| {}));
    engine.open(&episode.audio.as_ref().unwrap().path).unwrap();
    engine.play();
    engine.settle();
    Listening { engine, crank, starts }
}

/// The tone of some frames in Hz, by counting where they cross zero upwards, and the phase-exact crossings' span.
fn tone_of(frames: &[f32], rate: u32) -> f32 {
    let crossings: Vec<f32> = frames
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(at, pair)| at as f32 + pair[0] / (pair[0] - pair[1]))
        .collect();
    match (crossings.first(), crossings.last()) {
        (Some(first), Some(last)) if crossings.len() > 1 => {
            (crossings.len() - 1) as f32 * rate as f32 / (last - first)
        }
        _ => 0.0,
    }
}

#[test]
fn every_line_clicked_sounds_from_its_first_frame() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tones(folder.path(), 60, RATE);
    let Listening { engine, crank, starts } = listen(folder.path(), RATE);
    assert_eq!(starts.len(), 60);
    crank.pull(RATE as usize / 2);
    let mut last = 0;
    // Every line once, in an order that jumps back and forth.
    for line in (0..60).map(|n| n * 23 % 60) {
        let generation = engine.seek(starts[line], Then::Play).generation;
        assert!(generation > last, "each seek is a generation of its own");
        last = generation;
        let heard = crank.pull(2 * TENTH);
        // The first frames carry the ramps that join the two sides; then the file's frames stand one for one.
        let settled = RATE as usize / 50;
        for (frame, &sample) in heard.iter().enumerate().skip(settled).take(TENTH) {
            let expected = (frame as f32 / RATE as f32 * episodes::tone(line) * TAU).sin() * 0.5;
            assert!(
                (sample - expected).abs() < 2e-3,
                "frame {frame} after the click on line {line} is {sample}, not {expected}"
            );
        }
    }
}

#[test]
fn a_device_of_another_rate_hears_the_same_tones() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tones(folder.path(), 20, RATE);
    let Listening { engine, crank, starts } = listen(folder.path(), 44_100);
    for line in (0..20).map(|n| n * 7 % 20) {
        engine.seek(starts[line], Then::Play);
        let heard = crank.pull(44_100 / 5);
        let tone = tone_of(&heard[44_100 / 50..], 44_100);
        assert!((tone - episodes::tone(line)).abs() < 2.0, "line {line} sounds at {tone} Hz");
    }
}

#[test]
fn the_episode_stops_at_its_end_and_play_starts_over() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tones(folder.path(), 3, RATE);
    let Listening { engine, crank, starts } = listen(folder.path(), RATE);
    engine.seek(starts[2], Then::Play);
    let heard = crank.pull(RATE as usize * 2);
    assert!(heard[RATE as usize + TENTH..].iter().all(|sample| sample.abs() < 1e-4), "silence after the end");
    cueline_tests::desktop::wait_for("the end", || {
        crank.pull(TENTH);
        engine.status().state == State::Ended
    });
    assert_eq!(engine.status().anchor.position, Duration::from_secs(3));
    engine.play();
    let heard = crank.pull(TENTH * 2);
    assert!((tone_of(&heard[TENTH / 2..], RATE) - episodes::tone(0)).abs() < 2.0, "the first tone again");
}
