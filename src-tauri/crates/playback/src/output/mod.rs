//! Where the sound goes: the device as a trait, with the system's own and a hand-cranked twin for tests.

mod devices;
mod manual;
mod system;

use std::sync::Arc;
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
    /// How long it may play on by what lies ready before anyone looks at it again: about 0.2 s are.
    pub pace: Duration,
    /// The frames that it will be asked to take at a time; `None` where that is left to it.
    pub buffer: Option<u32>,
}

/// A device that was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it plays.
    pub format: Format,
    /// What a person knows it by.
    pub name: String,
    /// Whether it is the one that was chosen; else it is the default.
    pub chosen: bool,
}

/// A device that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputDevice {
    /// What it is chosen by, also in a later run of the program.
    pub id: String,
    /// What a person knows it by.
    pub name: String,
    /// Whether it is the system's default.
    pub is_default: bool,
}

/// Lists the devices; may take a while, and may be called from any thread.
pub type Catalogue = Box<dyn Fn() -> Vec<OutputDevice> + Send + Sync>;

/// Why there is no sound, as a sentence for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DeviceError(pub String);

/// What became of an opened device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// It is gone.
    Gone(DeviceError),
    /// Another one should be played on.
    Moved,
}

/// Tells the engine that an opened device is no longer to be played on. May be called from any thread, and more than
/// once.
#[derive(Clone)]
pub struct Loss(Arc<dyn Fn(Lost) + Send + Sync>);

impl Loss {
    pub(crate) fn new(tell: impl Fn(Lost) + Send + Sync + 'static) -> Loss {
        Loss(Arc::new(tell))
    }

    /// The device is gone, and why.
    pub fn tell(&self, error: DeviceError) {
        (self.0)(Lost::Gone(error));
    }

    /// Another device should be played on from now on: the default has changed.
    pub fn moved(&self) {
        (self.0)(Lost::Moved);
    }
}

/// A device that plays what a renderer fills in.
///
/// The engine calls `find`, then `start`, later `stop`, all from one thread of its own. A device that is gone is
/// stopped and may be found again at any time.
pub trait Output: Send {
    /// What lists the devices that there are.
    fn catalogue(&self) -> Catalogue;

    /// From the next `find` on, plays on the device of this id, or on the system's default.
    fn choose(&mut self, id: Option<&str>);

    /// Looks for the device and says what it plays. Where the chosen one isn't there, that is the default.
    ///
    /// # Errors
    /// A sentence for a person when there is none that works.
    fn find(&mut self) -> Result<Found, DeviceError>;

    /// Starts asking `renderer` for buffers in the format that `find` gave, until `stop`.
    ///
    /// # Errors
    /// A sentence for a person when the device can't be opened.
    fn start(&mut self, renderer: Renderer, loss: Loss) -> Result<(), DeviceError>;

    /// Lets the device go, and the renderer with it. Does nothing when it isn't started.
    fn stop(&mut self);
}
