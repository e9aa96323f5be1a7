//! What the engine's callers and its feeder agree on: what is wished, what is heard, and what is told of both.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

use crate::clock::{Anchor, Device, Event, State, Status, both_clocks};
use crate::decode::{Reader, SourceInfo};
use crate::diagnostics::Diagnostics;
use crate::levels::Levels;
use crate::output::{Format, Lost};
use crate::plan::{Plan, Section, Source};
use crate::signals::{Heard, Motion, Report, Wishes};
use crate::units::Frame;

/// Everything behind the lock. A change of what is wished is made here and told to the callback and to the screen
/// while the lock is held, so all three see the changes in one order.
pub(crate) struct Desk {
    wishes: Arc<Wishes>,
    /// `None` once the engine ends: then the herald ends, too.
    events: Option<Sender<Event>>,
    /// Counts the changes that the feeder must see.
    pub(crate) version: u64,
    /// The last version that the feeder carried out.
    pub(crate) carried_out: u64,
    pub(crate) quit: bool,
    /// What is open; the reader itself is handed to the feeder in `load`.
    pub(crate) source: Option<Source>,
    /// What is known of it by now.
    pub(crate) info: Option<Box<SourceInfo>>,
    /// `Some` until the feeder takes it: what to play from now on, or nothing.
    pub(crate) load: Option<Option<Box<Reader>>>,
    /// The opening that was lost, and why.
    pub(crate) loss: Option<(u64, Lost)>,
    /// Someone wants to hear something: a missing device is looked for at once.
    pub(crate) look_again: bool,
    pub(crate) state: State,
    volume: f32,
    /// How the file is played.
    pub(crate) plan: Plan,
    /// What makes its voices equally loud, and whether that is wished.
    pub(crate) levels: Option<Arc<Levels>>,
    pub(crate) even: bool,
    /// The id of the chosen device; `None` for the system's default.
    pub(crate) output: Option<String>,
    /// `Some` until the feeder takes it: the same, when it was chosen anew.
    pub(crate) choice: Option<Option<String>>,
    device: Device,
    pub(crate) generation: u64,
    /// The frame since which the sound has gone on without a jump.
    pub(crate) from: Frame,
    /// The speed at which it is heard.
    speed: f64,
    /// Source frames left out as silence: in earlier generations of this file, and in this one.
    saved: (u64, u64),
    /// What is heard, in source frames.
    frame: f64,
    at: Instant,
    advancing: bool,
    underruns: u64,
    last_underrun: Option<SystemTime>,
    /// The device that was opened last.
    pub(crate) gauge: Option<Gauge>,
    /// How long it took to make so much sound ready.
    work: (Duration, Duration),
    /// The anchor that was told last.
    told: Option<Anchor>,
}

/// What can be read off a device, also when it is closed again.
pub(crate) struct Gauge {
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) report: Arc<Report>,
}

/// How often the position is told while it moves as expected.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// A position that is off by more than this from what the last anchor says is told at once.
const TELL_BEYOND: Duration = Duration::from_millis(5);

impl Desk {
    /// The largest factor of the samples.
    const LOUDEST: f32 = 2.0;

    /// Nothing is open, and nothing is wished.
    pub(crate) fn new(wishes: Arc<Wishes>, events: Sender<Event>) -> Desk {
        Desk {
            wishes,
            events: Some(events),
            version: 1,
            carried_out: 0,
            quit: false,
            source: None,
            info: None,
            load: None,
            loss: None,
            look_again: false,
            state: State::Empty,
            volume: 1.0,
            plan: Plan::PLAIN,
            levels: None,
            even: false,
            output: None,
            choice: None,
            device: Device::Ready,
            generation: 0,
            from: Frame::ZERO,
            speed: 1.0,
            saved: (0, 0),
            frame: 0.0,
            at: Instant::now(),
            advancing: false,
            underruns: 0,
            last_underrun: None,
            gauge: None,
            work: (Duration::ZERO, Duration::ZERO),
            told: None,
        }
    }

    pub(crate) fn status(&self) -> Status {
        let time = |frame: Frame| self.source.map_or(Duration::ZERO, |source| source.rate.duration(frame));
        Status {
            state: self.state,
            duration: self.info.as_ref().and_then(|info| info.duration),
            volume: self.volume,
            speed: self.plan.speed.factor(),
            trim: self.plan.trim,
            repeat: self.plan.repeat.map(|section| (time(section.from), time(section.to))),
            saved: time(Frame(self.saved.0 + self.saved.1)),
            even: self.even,
            output: self.output.clone(),
            device: self.device.clone(),
            anchor: self.anchor(),
        }
    }

    fn anchor(&self) -> Anchor {
        let time = |frame: f64| self.source.map_or(Duration::ZERO, |source| source.rate.duration_of(frame));
        let end =
            self.source.and_then(|source| source.length).map_or(f64::INFINITY, |length| length.0 as f64);
        Anchor {
            generation: self.generation,
            position: time(self.frame.clamp(self.from.0 as f64, end.max(self.from.0 as f64))),
            at: system_time(self.at),
            from: time(self.from.0 as f64),
            speed: self.speed,
            advancing: self.advancing,
        }
    }

    /// The levels that are to be heard.
    pub(crate) fn levels_heard(&self) -> Option<Arc<Levels>> {
        self.levels.clone().filter(|_| self.even)
    }

    /// The frame at which sound must go on when it was broken off: the last one known to be heard.
    pub(crate) fn resume_frame(&self) -> Frame {
        Frame(self.frame.max(0.0) as u64).max(self.from)
    }

    /// Whether the position is at the end, so that playing on means starting over.
    pub(crate) fn is_at_end(&self) -> bool {
        let length = self.source.and_then(|source| source.length);
        self.state == State::Ended || length.is_some_and(|length| self.resume_frame() >= length)
    }

    pub(crate) fn tell(&self, event: Event) {
        if let Some(events) = &self.events {
            let _ = events.send(event); // who listens no longer has nothing to be told
        }
    }

    pub(crate) fn tell_status(&self) {
        self.tell(Event::Status(self.status()));
    }

    pub(crate) fn tell_anchor(&mut self) {
        let anchor = self.anchor();
        self.told = Some(anchor);
        self.tell(Event::Anchor(anchor));
    }

    /// Takes up what is known now of the file that is open: it is looked through to its end, or has grown. What a
    /// person should know of it is told, unless it was when the file was opened.
    pub(crate) fn learn(&mut self, info: &SourceInfo) {
        let Some(source) = &mut self.source else { return };
        let length = info.frames.map(Frame);
        source.length = length;
        let before = self.info.replace(Box::new(info.clone()));
        let known = before.map(|info| info.notices).unwrap_or_default();
        for notice in info.notices.iter().filter(|notice| !known.contains(notice)) {
            self.tell(Event::Problem(notice.clone()));
        }
        if let Some(length) = length.filter(|length| self.from > *length) {
            self.begin(length, self.state);
        }
        self.tell_status();
    }

    /// Begins a generation at `frame`, where the position stands until its sound is heard. A loop that `frame` isn't
    /// in ends, and so does what was to be played once at another speed.
    pub(crate) fn begin(&mut self, frame: Frame, state: State) {
        self.plan.slow = None;
        self.leave_loop(frame);
        self.begin_anew(frame, state);
    }

    /// Ends the loop if `frame` isn't in it.
    pub(crate) fn leave_loop(&mut self, frame: Frame) {
        if self.plan.repeat.is_some_and(|section| !section.contains(frame)) {
            self.plan.repeat = None;
            self.tell_status();
        }
    }

    /// Begins a generation at `frame` that is to be played as planned.
    pub(crate) fn begin_anew(&mut self, frame: Frame, state: State) {
        self.generation += 1;
        self.from = frame;
        self.speed = self.plan.speed_at(frame).factor();
        self.saved = (self.saved.0 + self.saved.1, 0);
        self.stand(frame.0 as f64);
        self.enter(state);
        self.tell_anchor();
    }

    /// Changes the state, and tells the callback and the screen.
    pub(crate) fn enter(&mut self, state: State) {
        let before = std::mem::replace(&mut self.state, state);
        self.wishes.set(self.generation, state == State::Playing);
        if before != state {
            self.tell_status();
        }
    }

    fn stand(&mut self, frame: f64) {
        self.frame = frame;
        self.at = Instant::now();
        self.advancing = false;
    }

    /// Pauses where it stands, because the sound can't go on.
    pub(crate) fn stop_here(&mut self) {
        self.stand(self.frame);
        if self.state == State::Playing {
            self.enter(State::Paused);
        }
        self.tell_anchor();
    }

    /// Whether it is heard as planned and nothing else is planned: the next reports will say what can be worked out from the
    /// last one.
    pub(crate) fn goes_on(&self) -> bool {
        let Plan { speed, trim, repeat, slow } = self.plan;
        let plain = trim.is_none() && repeat.is_none() && slow.is_none();
        self.advancing && plain && self.speed.to_bits() == speed.factor().to_bits()
    }

    /// Whether the position doesn't move.
    pub(crate) fn stands(&self) -> bool {
        !self.advancing
    }

    /// Ends everything: the callback falls silent, the feeder and the herald return.
    pub(crate) fn end(&mut self) {
        self.wishes.set(self.generation, false);
        self.events = None;
        self.quit = true;
    }

    /// The device is let go: what it would still have told can't come any more.
    pub(crate) fn come_to_rest(&mut self) {
        if self.advancing {
            self.stand(self.frame);
            self.tell_anchor();
        }
    }

    /// Counts gaps in the sound, which were just heard.
    pub(crate) fn add_underruns(&mut self, count: u64) {
        if count > 0 {
            self.underruns += count;
            self.last_underrun = Some(SystemTime::now());
        }
    }

    /// Counts the time that it took to make `sound` ready.
    pub(crate) fn add_work(&mut self, time: Duration, sound: Duration) {
        if !sound.is_zero() {
            self.work = (self.work.0 + time, self.work.1 + sound);
        }
    }

    /// The figures of all that is on the way to the ear.
    pub(crate) fn diagnostics(&self) -> Diagnostics {
        let mut figures = Diagnostics {
            underruns: self.underruns,
            last_underrun: self.last_underrun,
            source_rate: self.source.map(|source| source.rate.hz()),
            work: (!self.work.1.is_zero()).then(|| self.work.0.div_duration_f64(self.work.1)),
            ..Diagnostics::default()
        };
        if let Some(Gauge { name, format, report }) = &self.gauge {
            figures.device = Some(name.clone());
            figures.sample_rate = Some(format.rate.hz());
            figures.channels = Some(format.channels);
            figures.buffer_frames = format.buffer;
            report.describe(&mut figures);
        }
        figures
    }

    /// Gaps in the sound since the beginning.
    pub(crate) fn underruns(&self) -> u64 {
        self.underruns
    }

    pub(crate) fn set_volume(&mut self, volume: f32) {
        let volume = if volume.is_finite() { volume.clamp(0.0, Desk::LOUDEST) } else { self.volume };
        self.wishes.set_volume(volume);
        if std::mem::replace(&mut self.volume, volume).to_bits() != volume.to_bits() {
            self.tell_status();
        }
    }

    pub(crate) fn set_device(&mut self, device: Device) {
        if self.device != device {
            if device != Device::Ready {
                self.come_to_rest();
            }
            self.device = device;
            self.tell_status();
        }
    }

    /// Takes up what the callback reported.
    pub(crate) fn hear(&mut self, heard: &Heard) {
        if heard.generation != self.generation || self.source.is_none() {
            return;
        }
        self.frame = heard.frame;
        self.at = heard.at;
        self.from = Frame(heard.since as u64);
        self.speed = heard.speed;
        let saved = std::mem::replace(&mut self.saved.1, heard.saved);
        if self.plan.slow.is_some_and(|(Section { to, .. }, _)| heard.frame >= to.0 as f64) {
            self.plan.slow = None;
        }
        self.advancing = heard.motion == Motion::Advancing;
        if heard.motion == Motion::Ended {
            let length = self.source.and_then(|source| source.length);
            self.frame = length.map_or(heard.frame, |length| length.0 as f64);
            if self.state == State::Playing {
                self.enter(State::Ended);
            }
        }
        if saved != self.saved.1 {
            self.tell_status();
        }
        let anchor = self.anchor();
        let expected = self.told.is_some_and(|told| {
            let late = anchor.at.duration_since(told.at).unwrap_or_default() >= TELL_EVERY;
            let off = told.position_at(anchor.at).abs_diff(anchor.position) > TELL_BEYOND;
            told.generation == anchor.generation
                && told.advancing == anchor.advancing
                && told.speed.to_bits() == anchor.speed.to_bits()
                && !off
                && !late
        });
        let unmoved = !anchor.advancing
            && self.told.is_some_and(|told| {
                !told.advancing && told.generation == anchor.generation && told.position == anchor.position
            });
        if !expected && !unmoved {
            self.tell_anchor();
        }
    }
}

/// An instant of the monotonic clock on the system's clock, as the two stand to each other now.
fn system_time(instant: Instant) -> SystemTime {
    let (now, system) = both_clocks();
    match instant.checked_duration_since(now) {
        Some(ahead) => system + ahead,
        None => system - now.duration_since(instant),
    }
}
