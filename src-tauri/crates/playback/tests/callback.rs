//! What the audio callback does, counted: it never allocates or frees.

#![allow(clippy::unwrap_used, clippy::expect_used)] // what a test can't set up has failed it

mod support;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use assert_no_alloc::{AllocDisabler, assert_no_alloc, reset_violation_count, violation_count};
use cueline_playback::output::{Catalogue, DeviceError, Format, Found, Loss};
use cueline_playback::{Engine, Level, Output, Rate, Renderer, Strength, Then};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// An output whose renderer the test calls by itself.
struct Open(Arc<Mutex<Option<Renderer>>>);

impl Output for Open {
    fn catalogue(&self) -> Catalogue {
        Box::new(Vec::new)
    }

    fn choose(&mut self, _: Option<&str>) {}

    fn find(&mut self) -> Result<Found, DeviceError> {
        let rate = Rate::new(48_000).ok_or_else(|| DeviceError("no rate".into()))?;
        let format = Format {
            rate,
            channels: 2,
            settling: 0,
            stall: None,
            pace: Duration::from_millis(10),
            buffer: None,
        };
        Ok(Found { format, name: "a test".into(), chosen: false })
    }

    fn start(&mut self, renderer: Renderer, _: Loss) -> Result<(), DeviceError> {
        *self.0.lock().unwrap() = Some(renderer);
        Ok(())
    }

    fn stop(&mut self) {
        *self.0.lock().unwrap() = None;
    }
}

#[test]
fn the_callback_neither_allocates_nor_frees() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tone.wav");
    support::sample_wav(&path, 44_100, 2, 5 * 44_100, |n| (f64::from(n) * 0.05).sin() as f32 * 0.5);
    let renderer = Arc::new(Mutex::new(None));
    let engine = Engine::new(Box::new(Open(Arc::clone(&renderer))), Box::new(|_| ()));
    engine.open(&path).unwrap();
    let level = Level { from: Duration::ZERO, to: Duration::from_secs(2), gain_db: 12.0 };
    engine.set_levels(&[level]);
    engine.play();
    engine.settle();

    let mut buffer = vec![0.0f32; 2 * 480];
    let mut heard = 0;
    reset_violation_count();
    for n in 0..600u64 {
        match n % 40 {
            7 => engine.pause(),
            11 => engine.play(),
            19 => engine.set_volume(n as f32 / 300.0),
            29 => engine.set_even(n % 80 < 40),
            3 => engine.set_speed([1.0, 2.35, 0.6, 3.5][(n / 40) as usize % 4]),
            13 => engine.set_trim([None, Some(Strength::Strong)][(n / 40) as usize % 2]),
            26 => engine.set_loop(Some((Duration::from_millis(n * 7), Duration::from_millis(n * 7 + 150)))),
            34 => engine.replay(Duration::from_millis(n), Duration::from_millis(n + 200), 0.5),
            23 | 31 => drop(engine.seek(Duration::from_millis(n * 9), Then::Play)),
            _ => {}
        }
        if n % 5 == 0 {
            engine.settle(); // at other times it may find nothing ready
        }
        let mut open = renderer.lock().unwrap();
        let renderer = open.as_mut().unwrap();
        let playback = Instant::now();
        assert_no_alloc(|| renderer.render(&mut buffer, playback, playback));
        heard += usize::from(buffer.iter().any(|sample| *sample != 0.0));
    }
    assert!(heard > 200, "{heard} buffers with sound");
    assert_eq!(violation_count(), 0);
}
