//! An engine on the hand-cranked output, and files whose every second sounds different.

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cueline_playback::{Crank, Engine, Event, ManualOutput, ManualSettings, Status};

use super::{sample_wav, tone_of_second};

pub struct Rig {
    pub engine: Engine,
    pub crank: Crank,
    events: Arc<Mutex<Vec<Event>>>,
    settings: ManualSettings,
}

impl Rig {
    /// A rig with nothing open.
    pub fn new(settings: ManualSettings) -> Rig {
        let (output, crank) = ManualOutput::new(settings);
        let events = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&events);
        let engine = Engine::new(Box::new(output), Box::new(move |event| sink.lock().unwrap().push(event)));
        Rig { engine, crank, events, settings }
    }

    /// A rig that plays the file at `path`.
    pub fn playing(settings: ManualSettings, path: &Path) -> Rig {
        let rig = Rig::new(settings);
        rig.engine.open(path).unwrap();
        rig.engine.play();
        rig.engine.settle();
        assert!(rig.crank.is_open());
        rig
    }

    /// Plays `seconds` and gives the first channel.
    pub fn pull(&self, seconds: f64) -> Vec<f32> {
        let frames = (seconds * f64::from(self.settings.rate)).round() as usize;
        let sound = self.crank.pull(frames);
        sound.chunks_exact(self.settings.channels.into()).map(|frame| frame[0]).collect()
    }

    /// The status once the feeder has read the last callback's report.
    pub fn status(&self) -> Status {
        self.engine.settle();
        self.engine.status()
    }

    /// What is heard by the device's clock, in seconds.
    pub fn position(&self) -> f64 {
        self.status().anchor.position_at(self.crank.now()).as_secs_f64()
    }

    /// What was told so far.
    pub fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    /// Ends the engine and gives all that it told.
    pub fn told(self) -> Vec<Event> {
        drop(self.engine);
        std::mem::take(&mut *self.events.lock().unwrap())
    }
}

/// How much of `sound` is the tone of `frequency`, 0 to 1.
pub fn share(sound: &[f32], rate: u32, frequency: f64) -> f64 {
    let (mut re, mut im, mut power) = (0.0, 0.0, 0.0);
    for (n, sample) in sound.iter().enumerate() {
        let (sin, cos) = (TAU * frequency * n as f64 / f64::from(rate)).sin_cos();
        re += f64::from(*sample) * cos;
        im += f64::from(*sample) * sin;
        power += f64::from(*sample).powi(2);
    }
    2.0 * (re * re + im * im) / (sound.len() as f64 * power.max(1e-12))
}

/// A mono WAV in which each second is its own tone.
pub fn tones(folder: &tempfile::TempDir, rate: u32, seconds: u32) -> PathBuf {
    let path = folder.path().join(format!("tones-{rate}.wav"));
    sample_wav(&path, rate, 1, seconds * rate, |n| {
        let t = f64::from(n) / f64::from(rate);
        (0.5 * (TAU * tone_of_second(t as u32) * t).sin()) as f32
    });
    path
}
