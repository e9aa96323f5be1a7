//! The thread that owns the file and the device: it compares what is wished with what is, and closes the gap.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::block::{self, Supply};
use crate::clock::{Device, Event, State};
use crate::control::Control;
use crate::decode::Reader;
use crate::output::{DeviceError, Format, Loss, Output};
use crate::pipeline::Pipeline;
use crate::plan::Plan;
use crate::render::Renderer;
use crate::signals::Report;
use crate::units::Frame;

/// Blocks between the feeder and the callback: about 0.2 s.
const BLOCKS: usize = 18;
/// Blocks that a new generation begins with: more than any device's buffer that is asked for.
const FIRST_BLOCKS: usize = 6;
/// How often the callback's report is read and the ring filled up.
const PACE: Duration = Duration::from_millis(10);
/// How long a paused device stays open, so that playing on is immediate.
const LINGER: Duration = Duration::from_secs(2);
/// How long after a failure the device is looked for again.
const RETRY: Duration = Duration::from_millis(1500);

pub(crate) struct Feeder {
    control: Arc<Control>,
    output: Box<dyn Output>,
    /// The file, while no device is open for it.
    idle: Option<Box<Reader>>,
    /// The device that is open.
    line: Option<Line>,
    /// Counts the openings, so that a late loss of an earlier one is known as such.
    openings: u64,
    retry: Option<Instant>,
}

/// An opened device and all that feeds it.
struct Line {
    format: Format,
    pipeline: Option<Pipeline>,
    supply: Supply,
    report: Arc<Report>,
    opened: Instant,
    /// When the device is let go if it stays unused.
    idle_since: Option<Instant>,
    /// The number of callbacks when they were last seen to go on, and when that was.
    alive: (u64, Instant),
    /// Gaps that were counted.
    underruns: u64,
}

/// What is wished, read once for a turn.
struct Wish {
    version: u64,
    state: State,
    generation: u64,
    resume: Frame,
    plan: Plan,
    load: Option<Option<Box<Reader>>>,
    loss: Option<(u64, DeviceError)>,
    look_again: bool,
}

impl Feeder {
    pub(crate) fn new(control: Arc<Control>, output: Box<dyn Output>) -> Feeder {
        Feeder { control, output, idle: None, line: None, openings: 0, retry: None }
    }

    /// Runs until the engine is dropped.
    pub(crate) fn run(mut self) {
        self.look_for_device();
        while let Some(wish) = self.wish() {
            let version = wish.version;
            let until = self.turn(wish);
            self.control.wait(version, until);
        }
        self.output.stop();
        self.control.retire();
    }

    /// Finds out at the start whether there is a device, without opening it.
    fn look_for_device(&mut self) {
        if let Err(error) = self.output.find() {
            self.control.lock().set_device(Device::Missing { message: error.0 });
        }
    }

    fn wish(&self) -> Option<Wish> {
        let mut desk = self.control.lock();
        if desk.quit {
            return None;
        }
        Some(Wish {
            version: desk.version,
            state: desk.state,
            generation: desk.generation,
            resume: desk.resume_frame(),
            plan: desk.plan,
            load: desk.load.take(),
            loss: desk.loss.take(),
            look_again: std::mem::take(&mut desk.look_again),
        })
    }

    /// One turn; answers when the next one is due if nothing changes.
    fn turn(&mut self, wish: Wish) -> Option<Instant> {
        let now = Instant::now();
        if let Some(reader) = wish.load {
            self.idle = reader;
            if let Some(line) = &mut self.line {
                line.pipeline = None;
            }
        }
        match wish.loss {
            Some((opening, error)) if opening == self.openings => self.lose(error, now),
            _ => self.observe(now),
        }
        let playing = wish.state == State::Playing;
        if playing && self.line.is_none() && (wish.look_again || self.retry.is_none_or(|retry| retry <= now))
        {
            self.open_line(now);
        }
        if self.line.is_some() {
            self.feed(wish.version, wish.generation, wish.resume, wish.plan);
        }
        let next = self.rest(playing, now);
        let certain = self.learn();
        if certain { next } else { Some(next.map_or(now + PACE, |next| next.min(now + PACE))) }
    }

    /// Passes on what the reader has found out; answers whether the whole file is looked through.
    fn learn(&mut self) -> bool {
        let playing = self.line.as_mut().and_then(|line| line.pipeline.as_mut()).map(Pipeline::reader_mut);
        let Some(reader) = playing.or(self.idle.as_deref_mut()) else { return true };
        if let Ok(Some(info)) = reader.take_update() {
            let mut desk = self.control.lock();
            if desk.load.is_none() {
                desk.learn(info);
            }
        }
        reader.is_certain()
    }

    /// Reads the callback's report; notices when callbacks have stopped coming.
    fn observe(&mut self, now: Instant) {
        let Some(line) = &mut self.line else { return };
        let callbacks = line.report.callbacks();
        if callbacks != line.alive.0 {
            line.alive = (callbacks, now);
        }
        let stalled = line.format.stall.is_some_and(|stall| now.duration_since(line.alive.1) > stall);
        let underruns = line.report.underruns();
        let mut desk = self.control.lock();
        desk.add_underruns(underruns - std::mem::replace(&mut line.underruns, underruns));
        if let Some(heard) = line.report.read() {
            desk.hear(&heard);
        }
        drop(desk);
        if stalled {
            self.lose(DeviceError("The sound device has stopped.".into()), now);
        }
    }

    fn open_line(&mut self, now: Instant) {
        self.openings += 1;
        let opening = self.openings;
        let opened = self.output.find().and_then(|format| {
            let (supply, intake) = block::rings(BLOCKS, format.channels);
            let report = Arc::new(Report::new());
            let renderer =
                Renderer::new(&format, intake, Arc::clone(&self.control.wishes), Arc::clone(&report));
            let control = Arc::clone(&self.control);
            let loss = Loss::new(move |error| control.change(|desk| desk.loss = Some((opening, error))));
            self.output.start(renderer, loss)?;
            Ok(Line {
                format,
                pipeline: None,
                supply,
                report,
                opened: now,
                idle_since: None,
                alive: (0, now),
                underruns: 0,
            })
        });
        match opened {
            Ok(line) => {
                self.line = Some(line);
                self.retry = None;
                self.control.lock().set_device(Device::Ready);
            }
            Err(error) => self.lose(error, now),
        }
    }

    /// The device is gone or wasn't there: the position stays, and it will be looked for again.
    fn lose(&mut self, error: DeviceError, now: Instant) {
        // A device that worked for a while may just have been exchanged; one that failed at once fails again.
        let worked = self.line.as_ref().is_some_and(|line| now.duration_since(line.opened) > RETRY);
        self.close_line();
        self.retry = Some(if worked { now } else { now + RETRY });
        self.control.lock().set_device(Device::Missing { message: error.0 });
    }

    fn close_line(&mut self) {
        self.output.stop();
        if let Some(pipeline) = self.line.take().and_then(|line| line.pipeline) {
            self.idle = Some(Box::new(pipeline.into_reader()));
        }
    }

    /// Brings the pipeline to the generation, and fills the ring until it is full or something else is wished.
    fn feed(&mut self, version: u64, generation: u64, resume: Frame, plan: Plan) {
        let Some(line) = &mut self.line else { return };
        if line.pipeline.is_none() {
            let Some(reader) = self.idle.take() else { return };
            match Pipeline::new(*reader, line.format) {
                Ok(pipeline) => line.pipeline = Some(pipeline),
                Err(reader) => {
                    self.idle = Some(reader);
                    let message = "The sound device's sample rate doesn't fit this file.".to_owned();
                    return self.give_up(message);
                }
            }
        }
        let Some(pipeline) = &mut line.pipeline else { return };
        // A generation's first blocks are handed over together, so that they fill a callback's whole buffer.
        let fresh = pipeline.generation() != generation;
        let mut together = if fresh { FIRST_BLOCKS } else { 1 };
        if !fresh && !pipeline.follow(plan, resume) {
            return self.control.change(|desk| {
                if desk.generation == generation {
                    desk.begin_anew(desk.resume_frame(), desk.state);
                }
            });
        }
        let mut done = if fresh { pipeline.seek(generation, resume, plan) } else { Ok(()) };
        while done.is_ok() && !pipeline.is_over() && self.control.lock().version == version {
            done = line.supply.fill(together, |block| {
                pipeline.fill(block)?;
                Ok(!pipeline.is_over())
            });
            if line.supply.empty.is_empty() {
                break;
            }
            together = 1;
        }
        if let Some(damage) = pipeline.take_damage() {
            self.control.lock().tell(Event::Problem(damage));
        }
        if let Err(error) = done {
            self.give_up(error.to_string());
        }
    }

    /// The file can't be read on: it is told, and the position stands until someone plays again.
    fn give_up(&mut self, message: String) {
        self.close_line();
        let mut desk = self.control.lock();
        desk.tell(Event::Problem(message));
        desk.stop_here();
    }

    /// Lets an unused device go after a while, and says when to look again.
    fn rest(&mut self, playing: bool, now: Instant) -> Option<Instant> {
        if playing {
            if let Some(line) = &mut self.line {
                line.idle_since = None;
                return Some(now + PACE);
            }
            return self.retry;
        }
        let since = *self.line.as_mut()?.idle_since.get_or_insert(now);
        if now >= since + LINGER {
            self.close_line();
            self.control.lock().come_to_rest();
            return None;
        }
        Some(now + PACE)
    }
}
