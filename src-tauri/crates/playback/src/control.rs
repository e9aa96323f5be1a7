//! The one lock between the engine's callers and its feeder, which the audio callback never takes.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::clock::Event;
use crate::desk::Desk;
use crate::signals::Wishes;

/// The state, the condition on which the feeder waits for it to change, and the wishes for the callback.
pub(crate) struct Control {
    state: Mutex<Desk>,
    changed: Condvar,
    settled: Condvar,
    pub(crate) wishes: Arc<Wishes>,
}

impl Control {
    pub(crate) fn new(events: Sender<Event>) -> Control {
        let wishes = Arc::new(Wishes::new());
        let desk = Desk::new(Arc::clone(&wishes), events);
        Control { state: Mutex::new(desk), changed: Condvar::new(), settled: Condvar::new(), wishes }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Desk> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a change that the feeder must carry out.
    pub(crate) fn change<T>(&self, make: impl FnOnce(&mut Desk) -> T) -> T {
        let mut desk = self.lock();
        desk.version += 1;
        let answer = make(&mut desk);
        drop(desk);
        self.changed.notify_all();
        answer
    }

    /// Says that `version` is carried out, and waits for another one, but not past `until`.
    pub(crate) fn wait(&self, version: u64, until: Option<Instant>) {
        let mut desk = self.lock();
        desk.carried_out = version;
        self.settled.notify_all();
        while desk.version == version {
            desk = match until {
                None => self.changed.wait(desk).unwrap_or_else(PoisonError::into_inner),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return;
                    }
                    self.changed.wait_timeout(desk, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// Waits until everything changed so far is carried out.
    pub(crate) fn settle(&self) {
        let mut desk = self.lock();
        let version = desk.version;
        while desk.carried_out < version && !desk.quit {
            desk = self.settled.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets those who wait in `settle` go when the feeder ends.
    pub(crate) fn retire(&self) {
        self.lock().quit = true;
        self.settled.notify_all();
    }
}
