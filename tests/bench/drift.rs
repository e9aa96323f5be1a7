//! Light against sound over two hours that are heard at 1.7× with their pauses shortened, on a device that is turned by hand: so
//! it takes a minute or two, and nothing but the engine's own reckoning is measured.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use cueline_playback::{Anchor, Crank, Engine, Event, ManualOutput, ManualSettings, Strength};

use crate::{material, statistics::percentile};

const SPEED: f64 = 1.7;
/// What one turn of the crank plays, in frames of the device: as often as the engine looks at a device.
const TURN: usize = 480;
/// What is louder is said; what is quieter for `PAUSE` frames of the device is a pause.
const LOUD: f32 = 0.03;
const PAUSE: u64 = 3_000;
/// The beginning and the end that are compared, in seconds of the source.
const PART: f64 = 600.0;

/// Prints the table of the drift.
pub fn measure() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let file = place.path().join("two-hours.wav");
    let starts = material::said_with_pauses(&file);
    let heard = listen(&file);
    let errors: Vec<(f64, f64)> =
        starts.iter().zip(&heard).map(|(start, shown)| (*start, (shown - start) * 1000.0)).collect();
    let middle = |from: f64, to: f64| {
        let part = errors.iter().filter(|(start, _)| (from..to).contains(start));
        percentile(&part.map(|(_, error)| *error).collect::<Vec<_>>(), 50.0)
    };
    let length = starts.last().copied().unwrap_or_default();
    let (first, last) = (middle(0.0, PART), middle(length - PART, f64::INFINITY));
    let distances: Vec<f64> = errors.iter().map(|(_, error)| error.abs()).collect();
    println!(
        "| two hours at {SPEED}×, pauses shortened, {} of {} onsets heard | ms of the source |",
        heard.len(),
        starts.len()
    );
    println!("|---|---|");
    println!("| light against sound, first ten minutes (p50) | {first:.1} |");
    println!("| last ten minutes (p50) | {last:.1} |");
    println!("| drift | {:.1} |", (last - first).abs());
    println!(
        "| distance over all (p50 / p95) | {:.1} / {:.1} |\n",
        percentile(&distances, 50.0),
        percentile(&distances, 95.0)
    );
}

/// Plays the file to its end; the positions in seconds that a screen shows when each sound begins after a pause.
fn listen(file: &Path) -> Vec<f64> {
    let settings = ManualSettings::default();
    let (output, crank) = ManualOutput::new(settings);
    let anchors = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&anchors);
    let told = move |event| {
        if let Event::Anchor(anchor) = event {
            sink.lock().expect("the anchors").push(anchor);
        }
    };
    let engine = Engine::new(Box::new(output), Box::new(told));
    engine.open(file).expect("the file opens");
    engine.set_speed(SPEED);
    engine.set_trim(Some(Strength::Medium));
    engine.play();
    engine.settle();
    let onsets = onsets(&engine, &crank, settings);
    drop(engine);
    let anchors = anchors.lock().expect("the anchors");
    onsets.into_iter().map(|at| shown(&anchors, at)).collect()
}

/// The instants at which what is said begins again after a pause, by the device's clock.
fn onsets(engine: &Engine, crank: &Crank, settings: ManualSettings) -> Vec<SystemTime> {
    let second = f64::from(settings.rate);
    let start = crank.now() + settings.latency;
    let (mut onsets, mut frame, mut quiet) = (Vec::new(), 0_u64, PAUSE);
    while engine.status().anchor.advancing || frame < settings.rate.into() {
        for sample in crank.pull(TURN).chunks_exact(settings.channels.into()).map(|frame| frame[0]) {
            if sample.abs() < LOUD {
                quiet += 1;
            } else {
                if quiet >= PAUSE {
                    onsets.push(start + Duration::from_secs_f64(frame as f64 / second));
                }
                quiet = 0;
            }
            frame += 1;
        }
        engine.settle();
    }
    onsets
}

/// The position in seconds that a screen shows at `now`: by the last anchor that has begun to count.
fn shown(anchors: &[Anchor], now: SystemTime) -> f64 {
    let counting = anchors.partition_point(|anchor| anchor.at <= now).saturating_sub(1);
    anchors.get(counting).map_or(f64::NAN, |anchor| anchor.position_at(now).as_secs_f64())
}
