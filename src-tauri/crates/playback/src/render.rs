//! What runs in the audio callback: takes blocks from the ring, joins them without a click, and reports what it did.
//!
//! Everything it holds is an end of a lock-free ring, an atomic, or a buffer that was allocated before: it takes no
//! lock, allocates and frees nothing, does no I/O and logs nothing.

use std::iter;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::block::{Block, Intake};
use crate::limiter::Limiter;
use crate::output::Format;
use crate::ramps::{FadeIn, Tail, Volume};
use crate::signals::{Call, Heard, Motion, Report, Wishes};

/// Output frames by which positions may miss the next block's beginning without that being a jump: a line that bends
/// within a frame misses by less than one.
const JUMP: f64 = 4.0;

/// Callbacks after which a device plays in time: it may take a moment to begin, and again after a gap, which is one gap
/// only.
const BEGUN: u32 = 8;

/// Fills the buffers of one opened device. An [`Output`](crate::Output) calls [`Renderer::render`] and no more.
pub struct Renderer {
    channels: usize,
    rate: u32,
    intake: Intake,
    /// The block being played, and how many of its frames are.
    current: Option<(Box<Block>, usize)>,
    wishes: Arc<Wishes>,
    report: Arc<Report>,
    generation: u64,
    playing: bool,
    /// The source's last frame was handed out in this generation.
    ended: bool,
    /// The last frame written was sound, and what comes next must join it.
    sounding: bool,
    /// The source frame after the last one played in this generation.
    next: Option<f64>,
    /// The source frame since which the sound has gone on without a jump.
    since: f64,
    /// The speed and the frames left out of what was played last.
    speed: f64,
    saved: u64,
    /// The last frame of sound, before its rise and the volume.
    last: Box<[f32]>,
    fade_in: FadeIn,
    tail: Tail,
    volume: Volume,
    limiter: Limiter,
    /// Callbacks whose playback instant isn't to be believed yet.
    settling: u32,
    /// Frames played on end since the last seek, pause or gap.
    run: usize,
    /// When the last frame that was handed out has been heard.
    dry: Instant,
    /// Callbacks since the first one or a gap that the device made.
    in_time: u32,
}

/// Tells a renderer that the device had played all that it had before it asked again.
pub struct Gaps(Arc<Report>);

impl Gaps {
    /// Tells of one. It is counted at the device's next question, where there was sound to be interrupted. Takes no lock.
    pub fn tell(&self) {
        self.0.ran_dry();
    }
}

impl Renderer {
    pub(crate) fn new(format: &Format, intake: Intake, wishes: Arc<Wishes>, report: Arc<Report>) -> Renderer {
        let channels = usize::from(format.channels.max(1));
        Renderer {
            channels,
            rate: format.rate.hz(),
            intake,
            current: None,
            generation: wishes.get().0,
            playing: false,
            ended: false,
            sounding: false,
            next: None,
            since: 0.0,
            speed: 1.0,
            saved: 0,
            last: vec![0.0; channels].into_boxed_slice(),
            fade_in: FadeIn::new(format.rate.hz()),
            tail: Tail::new(format.rate.hz(), channels),
            volume: Volume::new(format.rate.hz(), wishes.volume()),
            limiter: Limiter::new(format.rate.hz(), channels),
            settling: format.settling,
            run: 0,
            dry: Instant::now(),
            in_time: 0,
            wishes,
            report,
        }
    }

    /// Fills `out`, interleaved with the device's channels, which is asked for at `asked`; its first frame is at the ear
    /// at `playback`.
    pub fn render(&mut self, out: &mut [f32], asked: Instant, playback: Instant) {
        let gap = self.has_run_dry(asked);
        self.follow_wishes();
        self.drop_stale();
        out.fill(0.0);
        let frames = out.len() / self.channels;
        let mut written = 0;
        let mut first = None;
        // What is reported is the last place from which on positions follow one line.
        while self.playing && !self.ended && written < frames && self.refill() {
            let Some((block, played)) = &mut self.current else { break };
            let count = (block.frames - *played).min(frames - written);
            let from = *played * self.channels;
            let target = &mut out[written * self.channels..(written + count) * self.channels];
            target.copy_from_slice(&block.samples[from..from + target.len()]);
            if let Some(frame) = target.chunks_exact(self.channels).next_back() {
                self.last.copy_from_slice(frame);
                self.sounding = true;
            }
            let position = block.start + *played as f64 * block.step;
            let jumps = self.next.is_none_or(|next| (position - next).abs() > JUMP * block.step);
            let bends = block.speed.to_bits() != self.speed.to_bits();
            if count > 0 && (first.is_none() || jumps || bends) {
                first = Some((written, position));
                self.since = if jumps { position } else { self.since };
                (self.speed, self.saved) = (block.speed, block.saved);
            }
            *played += count;
            self.next = Some(block.start + *played as f64 * block.step);
            self.ended = block.last && *played == block.frames;
            written += count;
        }
        let broken_off = self.sounding && written < frames;
        let (sound, silence) = out.split_at_mut(written * self.channels);
        self.amplify(sound);
        self.fade_in.apply(sound, self.channels);
        self.tail.mix(sound);
        let ready = self.ready();
        if broken_off {
            self.stop_sounding();
        }
        // The ways to the wished volume and back from a peak go on where nothing is heard.
        self.amplify(silence);
        self.tail.mix(silence);
        self.run = if written == frames { self.run.saturating_add(frames) } else { 0 };
        self.report.called(&Call {
            frames,
            latency: playback.saturating_duration_since(asked),
            underruns: u32::from(gap) + u32::from(broken_off && self.playing && !self.ended),
            // Behind a seek the feeder is still filling up.
            ready: ready.filter(|_| self.run > self.rate as usize),
            limit: self.limiter.gain(),
        });
        self.dry = playback + self.time(frames);
        self.tell(first, written, playback);
    }

    /// Whether the sound was interrupted because the device didn't ask in time for what follows: it says so itself, or the
    /// last frame that it got was heard before `asked`.
    fn has_run_dry(&mut self, asked: Instant) -> bool {
        let told = self.report.take_dry();
        self.in_time = self.in_time.saturating_add(1);
        let gap = self.sounding && self.in_time > BEGUN && (told || self.dry < asked);
        if gap {
            self.in_time = 0;
        }
        gap
    }

    fn time(&self, frames: usize) -> Duration {
        Duration::from_secs_f64(frames as f64 / f64::from(self.rate))
    }

    /// What tells of gaps that the device itself makes.
    pub fn gaps(&self) -> Gaps {
        Gaps(Arc::clone(&self.report))
    }

    /// Whether a callback for `frames` frames would now find all that it should play: false while the feeder is
    /// still at work. For an output that can wait.
    pub(crate) fn is_ready(&mut self, frames: usize) -> bool {
        self.follow_wishes();
        if !self.playing || self.ended {
            return true;
        }
        if !self.refill() {
            return false;
        }
        let mut held = self.current.as_ref().map_or(0, |(block, played)| block.frames - played);
        let mut last = self.current.as_ref().is_some_and(|(block, _)| block.last);
        let waiting = self.intake.filled.slots();
        if let Ok(chunk) = self.intake.filled.read_chunk(waiting) {
            let (front, back) = chunk.as_slices();
            for block in front.iter().chain(back).filter(|block| block.generation == self.generation) {
                held += block.frames;
                last |= block.last;
            }
        }
        last || held >= frames
    }

    /// Applies the volume, and turns down what is too loud then.
    fn amplify(&mut self, out: &mut [f32]) {
        if out.is_empty() {
            return;
        }
        let wished = self.wishes.volume();
        self.volume.apply(out, self.channels, wished);
        let waiting = self.intake.filled.slots();
        let Ok(chunk) = self.intake.filled.read_chunk(waiting) else { return };
        let (front, back) = chunk.as_slices();
        let rest = match &self.current {
            Some((block, played)) if self.sounding => {
                &block.samples[played * self.channels..block.frames * self.channels]
            }
            _ => &[],
        };
        let blocks =
            front.iter().chain(back).filter(|block| self.sounding && block.generation == self.generation);
        let coming = blocks.map(|block| &block.samples[..block.frames * self.channels]);
        self.limiter.apply(out, iter::once(rest).chain(coming), self.volume.gain().max(wished));
    }

    /// The frames that lie ready behind the block that is played, unless they are the source's last.
    fn ready(&mut self) -> Option<usize> {
        let waiting = self.intake.filled.slots();
        let chunk = self.intake.filled.read_chunk(waiting).ok()?;
        let (front, back) = chunk.as_slices();
        let mut ready = Some(0).filter(|_| !self.current.as_ref().is_some_and(|(block, _)| block.last));
        for block in front.iter().chain(back).filter(|block| block.generation == self.generation) {
            ready = ready.filter(|_| !block.last).map(|ready| ready + block.frames);
        }
        ready
    }

    /// Takes up what the engine changed since the last callback.
    fn follow_wishes(&mut self) {
        let (generation, playing) = self.wishes.get();
        if generation == self.generation && playing == self.playing {
            return;
        }
        if self.sounding && (generation != self.generation || !playing) {
            self.stop_sounding();
        }
        if generation != self.generation {
            self.limiter.restart();
            self.generation = generation;
            self.run = 0;
            self.ended = false;
            self.next = None;
            if self.current.as_ref().is_some_and(|(block, _)| block.generation != generation) {
                self.give_back();
            }
        }
        self.playing = playing;
    }

    /// Lets what would have come next fade away; what comes instead will rise.
    fn stop_sounding(&mut self) {
        let rest = self.current.as_ref().map_or(&[][..], |(block, played)| {
            &block.samples[played * self.channels..block.frames * self.channels]
        });
        let behind = match self.intake.filled.peek() {
            Ok(block) if self.current.as_ref().is_some_and(|(now, _)| now.generation == block.generation) => {
                &block.samples[..block.frames * self.channels]
            }
            _ => &[],
        };
        let loudness = self.volume.gain() * self.limiter.gain();
        self.tail.begin([rest, behind], &self.last, loudness, self.fade_in.gain());
        self.fade_in.restart();
        self.sounding = false;
    }

    /// Makes sure that the current block has frames left; drops stale blocks on the way.
    fn refill(&mut self) -> bool {
        loop {
            match &self.current {
                Some((block, played)) if *played < block.frames || (block.last && !self.ended) => {
                    return true;
                }
                Some(_) => self.give_back(),
                None => {}
            }
            // A block of a later generation waits for the callback in which its seek is seen.
            if self.intake.filled.peek().is_ok_and(|block| block.generation > self.generation) {
                return false;
            }
            let Ok(block) = self.intake.filled.pop() else { return false };
            let stale = block.generation < self.generation;
            self.current = Some((block, 0));
            if stale {
                self.give_back();
            }
        }
    }

    /// Gives back what an earlier generation left, so that the feeder can fill it anew, whether it plays or not.
    fn drop_stale(&mut self) {
        while self.intake.filled.peek().is_ok_and(|block| block.generation < self.generation) {
            let Ok(block) = self.intake.filled.pop() else { return };
            let _ = self.intake.empty.push(block); // the ring has room for every block
        }
    }

    fn give_back(&mut self) {
        if let Some((block, _)) = self.current.take() {
            let _ = self.intake.empty.push(block); // the ring has room for every block
        }
    }

    fn tell(&mut self, first: Option<(usize, f64)>, written: usize, playback: Instant) {
        let after = |frames: usize| playback + self.time(frames);
        let (motion, frame, at) = match (first, self.next) {
            (_, Some(next)) if self.ended => (Motion::Ended, next, after(written)),
            (Some((offset, frame)), _) => (Motion::Advancing, frame, after(offset)),
            (None, Some(next)) => (Motion::Standing, next, playback),
            (None, None) => return,
        };
        if self.settling > 0 {
            self.settling -= 1;
            if motion == Motion::Advancing {
                return;
            }
        }
        let Renderer { generation, since, speed, saved, .. } = *self;
        self.report.write(&Heard { generation, frame, at, motion, since, speed, saved });
    }
}
