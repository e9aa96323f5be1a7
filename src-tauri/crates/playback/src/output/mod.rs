//! Where the sound goes: the device as a trait, with the system's own and a hand-cranked twin for tests.

mod manual;
mod system;

use std::time::Duration;

use crate::render::Renderer;
use crate::units::Rate;

pub use manual::{Crank, ManualOutput, ManualSettings};
pub use system::SystemOutput;

/// What a device plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Format {
    /// Frames a second.
    pub rate: Rate,
    /// Channels of a frame, interleaved.
    pub channels: u16,
    /// Callbacks after a start whose playback instant isn't to be believed.
    pub settling: u32,
    /// A device that asks for nothing for so long is lost; `None` for one that may take its time.
    pub stall: Option<Duration>,
}

/// Why there is no sound, as a sentence for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DeviceError(pub String);

/// Tells the engine that an opened device is gone. May be called from any thread, and more than once.
pub struct Loss(Box<dyn Fn(DeviceError) + Send>);

impl Loss {
    pub(crate) fn new(tell: impl Fn(DeviceError) + Send + 'static) -> Loss {
        Loss(Box::new(tell))
    }

    /// The device is gone, and why.
    pub fn tell(&self, error: DeviceError) {
        (self.0)(error);
    }
}

/// A device that plays what a renderer fills in.
///
/// The engine calls `find`, then `start`, later `stop`, all from one thread of its own. A device that is gone is
/// stopped and may be found again at any time.
pub trait Output: Send {
    /// Looks for the device and says what it plays.
    ///
    /// # Errors
    /// A sentence for a person when there is none that works.
    fn find(&mut self) -> Result<Format, DeviceError>;

    /// Starts asking `renderer` for buffers in the format that `find` gave, until `stop`.
    ///
    /// # Errors
    /// A sentence for a person when the device can't be opened.
    fn start(&mut self, renderer: Renderer, loss: Loss) -> Result<(), DeviceError>;

    /// Lets the device go, and the renderer with it. Does nothing when it isn't started.
    fn stop(&mut self);
}
