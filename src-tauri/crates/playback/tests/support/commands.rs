//! Commands to an engine in any order, read from bytes, and what must hold whatever they are.

use std::f64::consts::TAU;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cueline_playback::{Crank, Engine, Event, Level, ManualOutput, ManualSettings, State, Strength, Then};

/// Frames of the file, and its rate, which is the device's, too.
const FRAMES: u32 = 4 * RATE;
const RATE: u32 = 8_000;
/// Half a cosine of 4 ms in, one out: what isn't the sound at its place yet.
const FADE: usize = (RATE / 1000 * 5) as usize;
/// Commands that are carried out at most.
const MOST: usize = 200;

/// Writes the file that is played: a slow rise, so that a sample tells its place. It is silent nowhere.
pub fn write_file(path: &Path) {
    let mut bytes = Vec::new();
    let data = FRAMES * 4;
    bytes.extend(b"RIFF");
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    bytes.extend([3, 0, 1, 0]);
    bytes.extend(RATE.to_le_bytes());
    bytes.extend((RATE * 4).to_le_bytes());
    bytes.extend([4, 0, 32, 0]);
    bytes.extend(b"data");
    bytes.extend(data.to_le_bytes());
    (0..FRAMES).for_each(|frame| bytes.extend(sound(f64::from(frame)).to_le_bytes()));
    fs::write(path, bytes).unwrap();
}

/// The sample at a frame.
fn sound(frame: f64) -> f32 {
    (0.1 + 0.8 * (1.0 - (TAU * frame / f64::from(2 * FRAMES)).cos()) / 2.0) as f32
}

/// What must be known to tell which sound a sample has to be.
struct Played {
    /// The source frame that is to come next, where that is certain.
    next: Option<u64>,
    playing: bool,
    /// Nothing but the place decides on the sound: no speed, no trimming, no loop, no levels, full volume.
    plain: bool,
    connected: bool,
}

/// Carries out the commands that `data` stands for, on the file at `path`.
///
/// # Panics
/// Where the engine doesn't do what it has to.
pub fn check(path: &Path, data: &[u8]) {
    let settings = ManualSettings { rate: RATE, channels: 1, buffer: 80, ..ManualSettings::default() };
    let (output, crank) = ManualOutput::new(settings);
    let events = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&events);
    let engine = Engine::new(Box::new(output), Box::new(move |event| sink.lock().unwrap().push(event)));
    let mut played = Played { next: None, playing: false, plain: true, connected: true };
    let mut bytes = data.iter().copied();
    for _ in 0..MOST {
        let (Some(command), Some(value)) = (bytes.next(), bytes.next()) else { break };
        carry_out(&engine, &crank, path, command, value, &mut played);
    }
    drop(engine);
    let events = events.lock().unwrap();
    let length = Duration::from_secs((FRAMES / RATE).into());
    let mut generation = 0;
    for event in &*events {
        let anchor = match event {
            Event::Anchor(anchor) => anchor,
            Event::Status(status) => &status.anchor,
            Event::Problem(_) => continue,
        };
        assert!(anchor.generation >= generation, "generations go back: {anchor:?}");
        generation = anchor.generation;
        assert!(anchor.position <= length && anchor.from <= anchor.position, "{anchor:?}");
    }
}

fn carry_out(engine: &Engine, crank: &Crank, path: &Path, command: u8, value: u8, played: &mut Played) {
    let at = Duration::from_millis(u64::from(value) * 18); // up to a little behind the end
    let later = at + Duration::from_millis(700);
    let frame = u64::from(value) * 18 * u64::from(RATE) / 1000;
    let is_open = engine.status().state != State::Empty;
    match command % 24 {
        0 => {
            engine.open(path).unwrap();
            *played = Played { next: Some(0), playing: false, ..*played };
        }
        1 => {
            engine.close();
            *played = Played { next: None, playing: false, ..*played };
        }
        2 | 3 => {
            engine.play();
            played.playing = is_open;
            played.next = None; // at the end it starts over; else it goes on where it was heard
        }
        4 => {
            engine.pause();
            played.playing = false;
            played.next = None;
        }
        5..=8 => {
            let then = if value.is_multiple_of(3) { Then::Keep } else { Then::Play };
            let seeked = engine.seek(at, then);
            assert!(seeked.landed_frame <= FRAMES.into());
            played.playing = is_open && engine.status().state == State::Playing;
            played.next = is_open.then_some(frame.min(FRAMES.into()));
        }
        9 => {
            engine.set_speed(f64::from(value) / 64.0);
            played.plain = false;
        }
        10 => {
            engine.set_trim([None, Some(Strength::Gentle), Some(Strength::Strong)][usize::from(value % 3)]);
            played.plain = false;
        }
        11 => {
            engine.set_loop((!value.is_multiple_of(4)).then_some((at, later)));
            played.plain = false;
        }
        12 => {
            engine.replay(at, later, 0.5 + f64::from(value) / 128.0);
            played.plain = false;
        }
        13 => {
            engine.set_volume(f32::from(value) / 100.0);
            played.plain = false;
        }
        14 => {
            engine.set_levels(&[Level { from: at, to: later, gain_db: f32::from(value) / 8.0 - 16.0 }]);
            engine.set_even(value.is_multiple_of(2));
            played.plain = false;
        }
        15 => {
            // Back to the file as it is.
            engine.set_speed(1.0);
            engine.set_trim(None);
            engine.set_loop(None);
            engine.set_even(false);
            engine.set_volume(1.0);
            engine.settle();
            crank.pull((RATE / 4) as usize); // what waits is still as loud as before
            engine.settle();
            *played = Played { next: None, plain: true, ..*played };
        }
        16 => {
            crank.unplug();
            *played = Played { next: None, connected: false, ..*played };
        }
        17 => {
            crank.plug();
            if played.playing {
                engine.play();
            }
            *played = Played { next: None, connected: true, ..*played };
        }
        18 => {
            crank.connect(&format!("device {}", value % 4), value.is_multiple_of(2));
            played.next = None;
        }
        19 => {
            engine.set_output((!value.is_multiple_of(5)).then_some(&*format!("device {}", value % 4)));
            played.next = None;
        }
        20 => {
            crank.disconnect(&format!("device {}", value % 4));
            played.next = None;
        }
        _ => pull(engine, crank, usize::from(value) * 8 + 1, played),
    }
}

/// Hears some of it, and checks that it is what it must be.
fn pull(engine: &Engine, crank: &Crank, frames: usize, played: &mut Played) {
    engine.settle();
    let open = crank.is_open();
    let heard = crank.pull(frames);
    engine.settle();
    assert!(heard.iter().all(|sample| sample.abs() <= 1.0), "a sample beyond full scale, or none");
    let status = engine.status();
    let Some(first) = played.next.filter(|_| played.plain && played.connected && open) else {
        return;
    };
    if status.state == State::Playing && played.playing {
        for (n, sample) in heard.iter().enumerate().skip(FADE) {
            let expected = sound((first + n as u64) as f64);
            assert!((sample - expected).abs() < 1e-6, "frame {first} + {n}: {sample} for {expected}");
        }
        played.next = Some(first + frames as u64);
    } else {
        played.next = None;
    }
}
