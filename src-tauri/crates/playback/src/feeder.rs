//! The thread that owns the file and the device: it compares what is wished with what is, and closes the gap.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::clock::{Device, Event, State};
use crate::control::Control;
use crate::decode::Reader;
use crate::desk::Gauge;
use crate::levels::Levels;
use crate::line::Line;
use crate::output::{DeviceError, Found, Loss, Lost, Output};
use crate::pipeline::Pipeline;
use crate::plan::Plan;
use crate::units::Frame;

/// How soon the callback's report is read again where it is to tell something new: what is heard first after a seek, a
/// jump, the end. It must be told before it is heard. While the sound just goes on, the device's own pace will do.
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
    /// The id of the device that was chosen, and whether it was told that another one is played on.
    chosen: Option<String>,
    told_of_default: bool,
    /// The most frames that a callback is known to ask for.
    largest: u32,
}

/// What is wished, read once for a turn.
struct Wish {
    version: u64,
    state: State,
    generation: u64,
    resume: Frame,
    plan: Plan,
    levels: Option<Arc<Levels>>,
    choice: Option<Option<String>>,
    load: Option<Option<Box<Reader>>>,
    loss: Option<(u64, Lost)>,
    look_again: bool,
}

impl Feeder {
    pub(crate) fn new(control: Arc<Control>, output: Box<dyn Output>) -> Feeder {
        Feeder {
            control,
            output,
            idle: None,
            line: None,
            openings: 0,
            retry: None,
            chosen: None,
            told_of_default: false,
            largest: 0,
        }
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

    /// Finds out whether there is a device, without opening it.
    fn look_for_device(&mut self) {
        let device = match self.output.find() {
            Ok(_) => Device::Ready,
            Err(error) => Device::Missing { message: error.0 },
        };
        self.control.lock().set_device(device);
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
            levels: desk.levels_heard(),
            choice: desk.choice.take(),
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
            Some((opening, Lost::Gone(error))) if opening == self.openings => self.lose(error, now),
            Some((opening, Lost::Moved)) if opening == self.openings => self.leave(now),
            _ => self.observe(now),
        }
        if let Some(choice) = wish.choice {
            self.choose(choice);
        }
        // A device that is lost may have ended the playing.
        let playing = wish.state == State::Playing && self.control.lock().state == State::Playing;
        if playing && self.line.is_none() && (wish.look_again || self.retry.is_none_or(|retry| retry <= now))
        {
            self.open_line(now);
        }
        if self.line.is_some() {
            self.feed(wish.version, wish.generation, wish.resume, wish.plan, wish.levels);
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
        self.largest = self.largest.max(line.report.largest()).min(Line::longest(&line.format));
        let too_short = self.largest > line.enough_for;
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
        } else if too_short {
            self.close_line(); // and open it with a ring that is long enough
        }
    }

    /// Plays on the device of that id from now on, or on the default.
    fn choose(&mut self, output: Option<String>) {
        let fits = self.line.as_ref().is_none_or(|line| line.chosen == output.is_some());
        if output == self.chosen && fits {
            return;
        }
        self.output.choose(output.as_deref());
        self.chosen = output;
        self.told_of_default = false;
        self.retry = None;
        if self.line.is_some() {
            self.close_line();
        } else {
            self.look_for_device();
        }
    }

    fn open_line(&mut self, now: Instant) {
        match self.line(now) {
            Ok(line) => {
                self.line = Some(line);
                self.retry = None;
                self.control.lock().set_device(Device::Ready);
            }
            Err(error) => self.lose(error, now),
        }
    }

    /// Opens the device.
    fn line(&mut self, now: Instant) -> Result<Line, DeviceError> {
        let opening = self.openings;
        let Found { format, name, chosen } = self.output.find()?;
        let (line, renderer) = Line::new(format, chosen, self.largest, Arc::clone(&self.control.wishes), now);
        let control = Arc::clone(&self.control);
        let loss = Loss::new(move |lost| control.change(|desk| desk.loss = Some((opening, lost))));
        self.output.start(renderer, loss)?;
        let mut desk = self.control.lock();
        if self.chosen.is_some() && !chosen && !std::mem::replace(&mut self.told_of_default, true) {
            let notice =
                format!("The sound device that was chosen isn't connected. The sound goes to “{name}”.");
            desk.tell(Event::Problem(notice));
        }
        desk.gauge = Some(Gauge { name, format, report: Arc::clone(&line.report) });
        drop(desk);
        self.told_of_default &= !chosen;
        Ok(line)
    }

    /// The device is gone or wasn't there: the position stays, and it will be looked for again. From one that was chosen
    /// the sound doesn't go to another by itself: who took off the headphones may not want to be heard.
    fn lose(&mut self, error: DeviceError, now: Instant) {
        // A device that worked for a while may just have been exchanged; one that failed at once fails again.
        let worked = self.line.as_ref().is_some_and(|line| now.duration_since(line.opened) > RETRY);
        let chosen = self.line.as_ref().is_some_and(|line| line.chosen);
        self.close_line();
        self.retry = Some(if worked { now } else { now + RETRY });
        let mut desk = self.control.lock();
        desk.set_device(Device::Missing { message: error.0 });
        if chosen {
            desk.stop_here();
        }
    }

    /// Another device is to be played on, at once unless this one had just been opened: that may go on for ever.
    fn leave(&mut self, now: Instant) {
        let worked = self.line.as_ref().is_some_and(|line| now.duration_since(line.opened) > RETRY);
        self.retry = (!worked).then_some(now + RETRY / 4);
        self.close_line();
    }

    /// Lets the device go. What it still has to tell is of no opening that counts.
    fn close_line(&mut self) {
        self.openings += 1;
        if let Some(heard) = self.line.as_ref().and_then(|line| line.report.read()) {
            self.control.lock().hear(&heard);
        }
        self.output.stop();
        if let Some(pipeline) = self.line.take().and_then(|line| line.pipeline) {
            self.idle = Some(Box::new(pipeline.into_reader()));
        }
    }

    /// Brings the pipeline to the generation, and fills the ring until it is full or something else is wished.
    fn feed(
        &mut self,
        version: u64,
        generation: u64,
        resume: Frame,
        plan: Plan,
        levels: Option<Arc<Levels>>,
    ) {
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
        if !fresh && !pipeline.follow(plan, resume) {
            return self.control.change(|desk| {
                if desk.generation == generation {
                    desk.begin_anew(desk.resume_frame(), desk.state);
                }
            });
        }
        let begun = Instant::now();
        let mut frames = 0;
        let mut done = Ok(());
        if fresh {
            line.begun = false;
            let desk = self.control.lock();
            // A device that was closed since the wish was read has told where it got to.
            let frame = if desk.generation == generation { desk.resume_frame() } else { resume };
            drop(desk);
            done = pipeline.seek(generation, frame, plan, levels);
        } else {
            pipeline.level(levels);
        }
        while done.is_ok() && !pipeline.is_over() && self.control.lock().version == version {
            let (spare, together) = if line.begun { (line.first, 1) } else { (line.first - 1, line.first) };
            if !line.supply.has_more_than(spare) {
                break;
            }
            done = line.supply.fill(together, |block| {
                pipeline.fill(block)?;
                frames += block.frames as u64;
                Ok(!pipeline.is_over())
            });
            line.begun = true;
        }
        self.control.lock().add_work(begun.elapsed(), line.format.rate.duration(Frame(frames)));
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
        let Some(line) = &mut self.line else { return self.retry.filter(|_| playing) };
        let desk = self.control.lock();
        if playing {
            line.idle_since = None;
            let ends = line.pipeline.as_ref().is_some_and(Pipeline::is_over);
            return Some(now + if desk.goes_on() && !ends { line.format.pace } else { PACE });
        }
        let end = *line.idle_since.get_or_insert(now) + LINGER;
        if now < end {
            return Some(if desk.stands() { end } else { end.min(now + PACE) });
        }
        drop(desk);
        self.close_line();
        self.control.lock().come_to_rest();
        None
    }
}
