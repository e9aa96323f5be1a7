//! What the engine wishes and what the callback reports: plain atomics, so that neither side ever waits.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering, fence};
use std::time::{Duration, Instant};

use crate::diagnostics::Diagnostics;
use crate::units::{Frame, Rate};

/// What the callback should do, set by the engine at any time.
#[derive(Debug)]
pub(crate) struct Wishes {
    /// The generation, with whether to play in its lowest bit: a seek that starts playing is one change.
    what: AtomicU64,
    /// The volume's bits, 0 to 2.
    volume: AtomicU32,
}

impl Wishes {
    pub(crate) fn new() -> Wishes {
        Wishes { what: AtomicU64::new(0), volume: AtomicU32::new(1f32.to_bits()) }
    }

    pub(crate) fn set(&self, generation: u64, playing: bool) {
        self.what.store(generation << 1 | u64::from(playing), Ordering::Release);
    }

    /// The generation, and whether to play.
    pub(crate) fn get(&self) -> (u64, bool) {
        let what = self.what.load(Ordering::Acquire);
        (what >> 1, what & 1 == 1)
    }

    pub(crate) fn set_volume(&self, volume: f32) {
        self.volume.store(volume.to_bits(), Ordering::Relaxed);
    }

    pub(crate) fn volume(&self) -> f32 {
        f32::from_bits(self.volume.load(Ordering::Relaxed))
    }
}

/// What one callback handed to the device.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Heard {
    pub(crate) generation: u64,
    /// The source frame that is at the ear at `at`.
    pub(crate) frame: f64,
    pub(crate) at: Instant,
    pub(crate) motion: Motion,
    /// The source frame since which the sound has gone on without a jump.
    pub(crate) since: f64,
    /// Source time to time.
    pub(crate) speed: f64,
    /// Source frames left out so far in this generation, as silence.
    pub(crate) saved: u64,
}

/// Whether the sound goes on after a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Motion {
    /// It goes on.
    Advancing,
    /// It stands: paused, or nothing is there to play.
    Standing,
    /// The source's last frame was handed out.
    Ended,
}

/// The callback's last report, as a sequence lock: the writer counts up before and after, a reader tries again
/// when the counts differ.
#[derive(Debug)]
pub(crate) struct Report {
    epoch: Instant,
    count: AtomicU64,
    generation: AtomicU64,
    frame: AtomicU64,
    at: AtomicU64,
    motion: AtomicU32,
    since: AtomicU64,
    speed: AtomicU64,
    saved: AtomicU64,
    /// Callbacks so far, silent ones too.
    callbacks: AtomicU64,
    /// Gaps in the sound.
    underruns: AtomicU64,
    /// The device says that it has played all that it had.
    dry: AtomicBool,
    /// The fewest and the most frames that a callback asked for.
    smallest: AtomicU32,
    largest: AtomicU32,
    /// From the last callback to hearing its first frame, in nanoseconds.
    latency: AtomicU64,
    /// The fewest frames that lay ready behind a callback while it played on.
    least_ready: AtomicU32,
    /// The limiter's factor, as bits.
    limit: AtomicU32,
}

/// What a callback knows of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) frames: usize,
    pub(crate) latency: Duration,
    /// Gaps: there was nothing to play although there should have been, or it came too late for the device.
    pub(crate) underruns: u32,
    /// The frames that lie ready behind it, where more should always be.
    pub(crate) ready: Option<usize>,
    /// The limiter's factor.
    pub(crate) limit: f32,
}

impl Report {
    pub(crate) fn new() -> Report {
        Report {
            // Playback instants lie in the future, but a simulated clock may begin a little before now.
            epoch: Instant::now().checked_sub(Duration::from_secs(1)).unwrap_or_else(Instant::now),
            count: AtomicU64::new(0),
            generation: AtomicU64::new(0),
            frame: AtomicU64::new(0),
            at: AtomicU64::new(0),
            motion: AtomicU32::new(0),
            since: AtomicU64::new(0),
            speed: AtomicU64::new(0),
            saved: AtomicU64::new(0),
            callbacks: AtomicU64::new(0),
            underruns: AtomicU64::new(0),
            dry: AtomicBool::new(false),
            smallest: AtomicU32::new(u32::MAX),
            largest: AtomicU32::new(0),
            latency: AtomicU64::new(u64::MAX),
            least_ready: AtomicU32::new(u32::MAX),
            limit: AtomicU32::new(1f32.to_bits()),
        }
    }

    /// Called by the callback alone.
    pub(crate) fn write(&self, heard: &Heard) {
        let at = heard.at.saturating_duration_since(self.epoch).as_nanos();
        let motion = match heard.motion {
            Motion::Advancing => 0,
            Motion::Standing => 1,
            Motion::Ended => 2,
        };
        let count = self.count.load(Ordering::Relaxed);
        self.count.store(count + 1, Ordering::Relaxed);
        fence(Ordering::Release);
        self.generation.store(heard.generation, Ordering::Relaxed);
        self.frame.store(heard.frame.to_bits(), Ordering::Relaxed);
        self.at.store(u64::try_from(at).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.motion.store(motion, Ordering::Relaxed);
        self.since.store(heard.since.to_bits(), Ordering::Relaxed);
        self.speed.store(heard.speed.to_bits(), Ordering::Relaxed);
        self.saved.store(heard.saved, Ordering::Relaxed);
        self.count.store(count + 2, Ordering::Release);
    }

    /// The last report; `None` before the first.
    pub(crate) fn read(&self) -> Option<Heard> {
        loop {
            let before = self.count.load(Ordering::Acquire);
            if before == 0 {
                return None;
            }
            let heard = Heard {
                generation: self.generation.load(Ordering::Relaxed),
                frame: f64::from_bits(self.frame.load(Ordering::Relaxed)),
                at: self.epoch + Duration::from_nanos(self.at.load(Ordering::Relaxed)),
                motion: match self.motion.load(Ordering::Relaxed) {
                    0 => Motion::Advancing,
                    1 => Motion::Standing,
                    _ => Motion::Ended,
                },
                since: f64::from_bits(self.since.load(Ordering::Relaxed)),
                speed: f64::from_bits(self.speed.load(Ordering::Relaxed)),
                saved: self.saved.load(Ordering::Relaxed),
            };
            fence(Ordering::Acquire);
            if before.is_multiple_of(2) && self.count.load(Ordering::Relaxed) == before {
                return Some(heard);
            }
            std::hint::spin_loop();
        }
    }

    /// Counts a callback; called by the callback alone.
    pub(crate) fn called(&self, call: &Call) {
        let frames = u32::try_from(call.frames).unwrap_or(u32::MAX);
        self.callbacks.fetch_add(1, Ordering::Relaxed);
        self.underruns.fetch_add(u64::from(call.underruns), Ordering::Relaxed);
        self.smallest.fetch_min(frames, Ordering::Relaxed);
        self.largest.fetch_max(frames, Ordering::Relaxed);
        let latency = u64::try_from(call.latency.as_nanos()).unwrap_or(u64::MAX);
        self.latency.store(latency, Ordering::Relaxed);
        if let Some(ready) = call.ready {
            self.least_ready.fetch_min(u32::try_from(ready).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
        self.limit.store(call.limit.to_bits(), Ordering::Relaxed);
    }

    /// Adds what the callback counted to `figures`, which know the device's rate.
    pub(crate) fn describe(&self, figures: &mut Diagnostics) {
        let seen = |count: &AtomicU32| Some(count.load(Ordering::Relaxed)).filter(|count| *count != u32::MAX);
        figures.callbacks = self.callbacks();
        figures.callback_frames = seen(&self.smallest).zip(seen(&self.largest));
        let latency = self.latency.load(Ordering::Relaxed);
        figures.latency = (latency != u64::MAX).then_some(Duration::from_nanos(latency));
        let rate = figures.sample_rate.and_then(Rate::new);
        let ready = seen(&self.least_ready).map(|frames| Frame(frames.into()));
        figures.least_ready = rate.zip(ready).map(|(rate, frames)| rate.duration(frames));
        figures.limited_db = -20.0 * f32::from_bits(self.limit.load(Ordering::Relaxed)).log10();
    }

    /// The device has played all that it had.
    pub(crate) fn ran_dry(&self) {
        self.dry.store(true, Ordering::Relaxed);
    }

    /// Whether it has since this was last asked; asked by the callback alone.
    pub(crate) fn take_dry(&self) -> bool {
        self.dry.swap(false, Ordering::Relaxed)
    }

    /// The most frames that a callback asked for.
    pub(crate) fn largest(&self) -> u32 {
        self.largest.load(Ordering::Relaxed)
    }

    pub(crate) fn callbacks(&self) -> u64 {
        self.callbacks.load(Ordering::Relaxed)
    }

    pub(crate) fn underruns(&self) -> u64 {
        self.underruns.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_reader_never_sees_half_a_report() {
        let report = Arc::new(Report::new());
        let writer = Arc::clone(&report);
        let start = Instant::now();
        let thread = std::thread::spawn(move || {
            for n in 1..200_000u32 {
                let at = start + Duration::from_nanos(n.into());
                writer.write(&Heard {
                    generation: n.into(),
                    frame: n.into(),
                    at,
                    motion: Motion::Advancing,
                    since: n.into(),
                    speed: n.into(),
                    saved: n.into(),
                });
            }
        });
        while !thread.is_finished() {
            if let Some(heard) = report.read() {
                assert_eq!(heard.frame.to_bits(), (heard.generation as f64).to_bits());
                assert_eq!(heard.at, start + Duration::from_nanos(heard.generation));
                assert_eq!([heard.since, heard.speed, heard.saved as f64], [heard.frame; 3]);
            }
        }
        thread.join().unwrap();
    }

    #[test]
    fn a_wish_is_one_change() {
        let wishes = Wishes::new();
        wishes.set(u64::from(u32::MAX), true);
        assert_eq!(wishes.get(), (u64::from(u32::MAX), true));
        wishes.set(7, false);
        assert_eq!(wishes.get(), (7, false));
    }
}
