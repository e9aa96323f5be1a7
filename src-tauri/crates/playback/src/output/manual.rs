//! Devices for tests: they play when a crank is turned, on a clock of their own, and can be unplugged and exchanged.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Catalogue, DeviceError, Format, Found, Loss, Output, OutputDevice};
use crate::clock::both_clocks;
use crate::render::Renderer;
use crate::units::Rate;

/// How a [`ManualOutput`] behaves.
#[derive(Clone, Copy, Debug)]
pub struct ManualSettings {
    /// Frames a second, in Hz.
    pub rate: u32,
    /// Channels of a frame.
    pub channels: u16,
    /// From handing a frame out to hearing it.
    pub latency: Duration,
    /// Frames that the device asks for at a time.
    pub buffer: usize,
    /// Whether that is known before it asks.
    pub buffer_known: bool,
    /// How fast the device's clock runs against the system's; 1.0 is in step.
    pub clock: f64,
    /// Whether there is a device from the start.
    pub plugged: bool,
}

impl Default for ManualSettings {
    fn default() -> Self {
        ManualSettings {
            rate: 48_000,
            channels: 2,
            latency: Duration::from_millis(20),
            buffer: 480,
            buffer_known: true,
            clock: 1.0,
            plugged: true,
        }
    }
}

/// It plays as quickly as it is cranked, so it is to be looked at often.
const PACE: Duration = Duration::from_millis(5);

/// The device that is there from the start.
const FIRST: &str = "loudspeaker";

/// The output that a [`Crank`] turns.
#[derive(Debug)]
pub struct ManualOutput(Arc<Shared>);

/// The test's side of a [`ManualOutput`].
#[derive(Clone, Debug)]
pub struct Crank(Arc<Shared>);

struct Shared {
    settings: ManualSettings,
    /// The clock's zero, in both of the clocks that the rest of the program knows.
    start: (Instant, SystemTime),
    device: Mutex<Device>,
}

/// The devices as one: they all have the same format and clock, so the sound goes on from one to the other.
struct Device {
    plugged: bool,
    /// The names of those that are there, which are their ids, too; the first is the default.
    names: Vec<String>,
    chosen: Option<String>,
    /// The one that was found last, and the one that plays.
    found: Option<String>,
    playing: Option<String>,
    /// Frames played since the beginning, silence and all.
    frames: u64,
    open: Option<(Renderer, Loss)>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.settings.fmt(f)
    }
}

impl ManualOutput {
    /// An output and the crank that turns it.
    pub fn new(settings: ManualSettings) -> (ManualOutput, Crank) {
        let device = Device {
            plugged: settings.plugged,
            names: vec![FIRST.to_owned()],
            chosen: None,
            found: None,
            playing: None,
            frames: 0,
            open: None,
        };
        let device = Mutex::new(device);
        let shared = Arc::new(Shared { settings, start: both_clocks(), device });
        (ManualOutput(Arc::clone(&shared)), Crank(shared))
    }
}

impl Shared {
    fn device(&self) -> MutexGuard<'_, Device> {
        self.device.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn elapsed(&self, frames: u64) -> Duration {
        Duration::from_secs_f64(frames as f64 / f64::from(self.settings.rate) / self.settings.clock)
    }
}

impl Crank {
    /// The longest that a pull waits for the feeder, in real time.
    const PATIENCE: Duration = Duration::from_secs(10);

    /// Plays `frames` frames and gives them back, interleaved. Silence comes from a device that isn't open.
    ///
    /// The device waits for the feeder, so that what comes doesn't depend on how busy the machine is.
    pub fn pull(&self, frames: usize) -> Vec<f32> {
        self.turn(frames, true)
    }

    /// As [`Crank::pull`], but takes what is there, as a real device does.
    pub fn pull_at_once(&self, frames: usize) -> Vec<f32> {
        self.turn(frames, false)
    }

    fn turn(&self, frames: usize, patient: bool) -> Vec<f32> {
        let settings = &self.0.settings;
        let channels = usize::from(settings.channels);
        let mut sound = vec![0.0; frames * channels];
        for buffer in sound.chunks_mut(settings.buffer.max(1) * channels) {
            let deadline = Instant::now() + Self::PATIENCE;
            let mut device = self.0.device();
            while patient
                && device
                    .open
                    .as_mut()
                    .is_some_and(|(renderer, _)| !renderer.is_ready(buffer.len() / channels))
                && Instant::now() < deadline
            {
                drop(device);
                thread::sleep(Duration::from_micros(200));
                device = self.0.device();
            }
            let asked = self.0.start.0 + self.0.elapsed(device.frames);
            if let Some((renderer, _)) = &mut device.open {
                renderer.render(buffer, asked, asked + settings.latency);
            }
            device.frames += (buffer.len() / channels) as u64;
        }
        sound
    }

    /// The device's clock goes on for so many frames without its asking for any, as where the machine is too busy.
    pub fn starve(&self, frames: usize) {
        self.0.device().frames += frames as u64;
    }

    /// The instant at which the next frame is handed out, on the system's clock.
    pub fn now(&self) -> SystemTime {
        self.0.start.1 + self.0.elapsed(self.0.device().frames)
    }

    /// Whether the engine has the device open.
    pub fn is_open(&self) -> bool {
        self.0.device().open.is_some()
    }

    /// Takes the device away; the engine is told, as by a driver.
    pub fn unplug(&self) {
        let mut device = self.0.device();
        device.plugged = false;
        let open = device.open.take();
        drop(device);
        if let Some((_, loss)) = open {
            loss.tell(DeviceError("The sound device was unplugged.".into()));
        }
    }

    /// Gives the device back. The engine finds it when it looks again.
    pub fn plug(&self) {
        self.0.device().plugged = true;
    }

    /// Connects another device and makes it the default, unless it is only to be there.
    pub fn connect(&self, name: &str, as_default: bool) {
        let mut device = self.0.device();
        let place = if as_default { 0 } else { device.names.len() };
        device.names.insert(place, name.to_owned());
        let follows = device.playing.is_some() && device.playing != device.chosen;
        if let Some((_, loss)) = device.open.as_ref().filter(|_| as_default && follows) {
            let loss = loss.clone();
            drop(device);
            loss.moved();
        }
    }

    /// Takes one device away; the engine is told if it played.
    pub fn disconnect(&self, name: &str) {
        let mut device = self.0.device();
        device.names.retain(|other| other != name);
        if device.playing.as_deref() == Some(name) {
            let open = device.open.take();
            drop(device);
            if let Some((_, loss)) = open {
                loss.tell(DeviceError(format!("The sound device “{name}” is no longer connected.")));
            }
        }
    }

    /// The name of the device that plays.
    pub fn playing(&self) -> Option<String> {
        self.0.device().playing.clone()
    }
}

impl Output for ManualOutput {
    fn catalogue(&self) -> Catalogue {
        let shared = Arc::clone(&self.0);
        Box::new(move || {
            let device = shared.device();
            let listed = |(n, name): (usize, &String)| OutputDevice {
                id: name.clone(),
                name: name.clone(),
                is_default: n == 0,
            };
            device.names.iter().enumerate().filter(|_| device.plugged).map(listed).collect()
        })
    }

    fn choose(&mut self, id: Option<&str>) {
        self.0.device().chosen = id.map(ToOwned::to_owned);
    }

    fn find(&mut self) -> Result<Found, DeviceError> {
        let settings = &self.0.settings;
        let mut device = self.0.device();
        let chosen = device.chosen.clone().filter(|chosen| device.names.contains(chosen));
        let is_chosen = chosen.is_some();
        let name = chosen.or_else(|| device.names.first().cloned()).filter(|_| device.plugged);
        let Some(name) = name else {
            return Err(DeviceError("There is no sound device.".into()));
        };
        device.found = Some(name.clone());
        let rate =
            Rate::new(settings.rate).ok_or_else(|| DeviceError("The sound device has no rate.".into()))?;
        let buffer = u32::try_from(settings.buffer).ok().filter(|_| settings.buffer_known);
        let (channels, pace) = (settings.channels, PACE);
        let format = Format { rate, channels, settling: 0, stall: None, pace, buffer };
        Ok(Found { format, name, chosen: is_chosen })
    }

    fn start(&mut self, renderer: Renderer, loss: Loss) -> Result<(), DeviceError> {
        let mut device = self.0.device();
        if !device.plugged {
            return Err(DeviceError("There is no sound device.".into()));
        }
        device.playing = device.found.take();
        device.open = Some((renderer, loss));
        Ok(())
    }

    fn stop(&mut self) {
        let mut device = self.0.device();
        device.open = None;
        device.playing = None;
    }
}
