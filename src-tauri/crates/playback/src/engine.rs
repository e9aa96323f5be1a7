//! The engine as its callers see it: every call changes what is wished and returns; the feeder carries it out.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock::{Event, Seeked, State, Status, Then};
use crate::control::Control;
use crate::decode::{Reader, SourceInfo};
use crate::desk::Desk;
use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::feeder::Feeder;
use crate::levels::{Level, Levels};
use crate::output::{Catalogue, Output, OutputDevice};
use crate::plan::{Source, Speed, Strength};
use crate::units::Frame;

/// Plays one audio file at a time. Dropping it stops the sound and ends its threads.
pub struct Engine {
    control: Arc<Control>,
    catalogue: Catalogue,
    /// The feeder and the herald, in the order in which they end.
    threads: Vec<JoinHandle<()>>,
}

impl Engine {
    /// An engine that plays on `output` and tells what happens to `on_event`, from a thread of its own.
    ///
    /// `on_event` must not wait for a thread that drops the engine: dropping waits until the last event is told.
    pub fn new(output: Box<dyn Output>, on_event: Box<dyn Fn(Event) + Send + Sync>) -> Engine {
        let (sender, events) = mpsc::channel();
        let control = Arc::new(Control::new(sender));
        let catalogue = output.catalogue();
        let feeder = Feeder::new(Arc::clone(&control), output);
        let herald = move || {
            for event in events {
                on_event(event);
            }
        };
        let mut threads = Vec::new();
        // Without threads there is no sound, but that is no reason to end the program.
        match thread::Builder::new().name("cueline-feeder".into()).spawn(move || feeder.run()) {
            Ok(feeder) => threads.push(feeder),
            Err(_) => control.retire(),
        }
        threads.extend(thread::Builder::new().name("cueline-herald".into()).spawn(herald));
        Engine { control, catalogue, threads }
    }

    /// Opens the file at `path`, paused at its beginning, in the place of what was open.
    ///
    /// A long MP3 is playable before all of it is looked through. Until then its length is a guess; a status is told
    /// when it is certain, and [`Engine::info`] knows the rest.
    ///
    /// # Errors
    /// Any [`Error`]; what was open before stays open then.
    pub fn open(&self, path: &Path) -> Result<SourceInfo, Error> {
        let reader = Reader::open_at_once(path)?;
        let info = reader.info().clone();
        self.load(reader);
        Ok(info)
    }

    /// As [`Engine::open`], with a file that is open already.
    pub fn load(&self, reader: Reader) {
        self.control.change(|desk| {
            desk.source = Some(Source { rate: reader.rate(), length: reader.length() });
            desk.info = Some(Box::new(reader.info().clone()));
            desk.load = Some(Some(Box::new(reader)));
            desk.plan.repeat = None;
            desk.levels = None;
            desk.begin(Frame::ZERO, State::Paused);
            desk.tell_status();
        });
    }

    /// Stops and lets go of what is open.
    pub fn close(&self) {
        self.control.change(|desk| {
            desk.source = None;
            desk.plan.repeat = None;
            desk.levels = None;
            desk.info = None;
            desk.load = Some(None);
            desk.begin(Frame::ZERO, State::Empty);
        });
    }

    /// Plays on from where it stands, and from the beginning when it stands at the end. Looks for a device again
    /// when there was none.
    pub fn play(&self) {
        self.control.change(play);
    }

    /// Stops at what is heard now.
    pub fn pause(&self) {
        self.control.change(|desk| {
            if desk.state == State::Playing {
                desk.enter(State::Paused);
            }
        });
    }

    /// Sets the volume, 0 to 2, as a factor of the samples. What would be louder than full scale is turned down for
    /// that moment.
    pub fn set_volume(&self, volume: f32) {
        self.control.lock().set_volume(volume);
    }

    /// Moves to the frame nearest to `position`, or to the end if that comes earlier. Returns at once.
    pub fn seek(&self, position: Duration, then: Then) -> Seeked {
        self.control.change(|desk| {
            let Some(source) = desk.source else {
                return Seeked {
                    generation: desk.generation,
                    asked: position,
                    landed: Duration::ZERO,
                    landed_frame: 0,
                };
            };
            let landed = source.frame(position);
            let state = match (then, desk.state) {
                (Then::Play, _) | (Then::Keep, State::Playing) => State::Playing,
                (Then::Keep, _) => State::Paused,
            };
            desk.look_again |= then == Then::Play;
            desk.begin(landed, state);
            Seeked {
                generation: desk.generation,
                asked: position,
                landed: source.rate.duration(landed),
                landed_frame: landed.0,
            }
        })
    }

    /// Sets the speed to the nearest of 0.5, 0.55 … 3.5. The pitch stays, and so does the sound: what is ready is
    /// still played at the speed before, up to 0.2 s of it.
    pub fn set_speed(&self, speed: f64) {
        let Some(speed) = Speed::nearest(speed) else { return };
        self.control.change(|desk| {
            desk.plan.slow = None;
            desk.plan.speed = speed;
            desk.tell_status();
        });
    }

    /// Shortens pauses by `strength`, or plays them as they are.
    pub fn set_trim(&self, strength: Option<Strength>) {
        self.control.change(|desk| {
            desk.plan.trim = strength;
            desk.tell_status();
        });
    }

    /// Says how much louder or quieter stretches of the open file are to be heard when its voices are evened out.
    /// Opening another file forgets it. What is ready is still played as it was.
    pub fn set_levels(&self, levels: &[Level]) {
        self.control.change(|desk| {
            desk.levels = desk.source.map(|source| Arc::new(Levels::new(levels, source.rate)));
        });
    }

    /// Plays the voices equally loud, or as they were recorded.
    pub fn set_even(&self, even: bool) {
        self.control.change(|desk| {
            desk.even = even;
            desk.tell_status();
        });
    }

    /// Plays what lies from the first position up to the second round and round, or plays on from there with `None`.
    /// A loop is 0.1 s long at least, and lies within the file.
    ///
    /// The position stays where it is, unless it is at or past the loop's end: then it goes to the loop's beginning.
    /// Before the loop, the sound plays up to it and into it. A seek to a place outside the loop ends it.
    pub fn set_loop(&self, between: Option<(Duration, Duration)>) {
        self.control.change(|desk| {
            desk.plan.repeat = between.and_then(|(from, to)| desk.source?.section(from, to));
            match desk.plan.repeat {
                Some(section) if desk.resume_frame() >= section.to || desk.is_at_end() => {
                    let state = if desk.state == State::Playing { State::Playing } else { State::Paused };
                    desk.begin(section.from, state);
                }
                _ => {}
            }
            desk.tell_status();
        });
    }

    /// Plays what lies from `from` up to `to` once at `speed`, and goes on from there at the speed that is set.
    /// A seek, and setting another speed, end this early. A loop that `from` isn't in ends, as by a seek.
    pub fn replay(&self, from: Duration, to: Duration, speed: f64) {
        self.control.change(|desk| {
            let section = desk.source.and_then(|source| source.section(from, to));
            let (Some(section), Some(speed)) = (section, Speed::nearest(speed)) else { return };
            desk.look_again = true;
            desk.leave_loop(section.from);
            desk.plan.slow = Some((section, speed));
            desk.begin_anew(section.from, State::Playing);
        });
    }

    /// What the engine is doing, and where.
    pub fn status(&self) -> Status {
        self.control.lock().status()
    }

    /// What is known of the file that is open, by now.
    pub fn info(&self) -> Option<SourceInfo> {
        self.control.lock().info.as_deref().cloned()
    }

    /// The devices that can be chosen. Asks the system, which may take a while.
    pub fn outputs(&self) -> Vec<OutputDevice> {
        (self.catalogue)()
    }

    /// Plays on the device of that id from now on, or with `None` on the system's default, whatever that becomes.
    ///
    /// When a chosen device is unplugged, the sound pauses, and [`Engine::play`] goes on: on it if it is back, else on
    /// the default, which is told.
    pub fn set_output(&self, id: Option<&str>) {
        self.control.change(|desk| {
            desk.output = id.map(ToOwned::to_owned);
            desk.choice = Some(desk.output.clone());
            desk.tell_status();
        });
    }

    /// Figures for a person whose sound stutters.
    pub fn diagnostics(&self) -> Diagnostics {
        self.control.lock().diagnostics()
    }

    /// How often the sound had a gap because the next of it wasn't ready in time.
    pub fn underruns(&self) -> u64 {
        self.control.lock().underruns()
    }

    /// Waits until all calls so far are carried out as far as the feeder goes: the device is opened or was found
    /// missing, what is to be heard next lies ready for it, and its last report is read.
    pub fn settle(&self) {
        self.control.change(|_| ());
        self.control.settle();
    }
}

fn play(desk: &mut Desk) {
    desk.look_again = true;
    match desk.state {
        State::Empty | State::Playing => {}
        State::Paused | State::Ended if desk.is_at_end() => {
            // A loop that ends with the file begins again where it begins.
            desk.begin(desk.plan.repeat.map_or(Frame::ZERO, |section| section.from), State::Playing);
        }
        State::Paused | State::Ended => desk.enter(State::Playing),
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.control.change(Desk::end);
        for thread in self.threads.drain(..) {
            let _ = thread.join(); // a thread that panicked has ended, too
        }
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("status", &self.status()).finish()
    }
}
