//! Cueline's playback: a file becomes sound at a device, and every moment of it knows its place in the file.
//!
//! ```text
//! engine.rs     what callers ask for: it changes the desk and returns
//! desk.rs       what is wished and what is heard; control.rs, the lock that it lies behind
//! feeder.rs     the thread that owns file and device and closes the gap between the two
//! line.rs       an opened device and the ring that it plays from
//! decode/       a file as frames; exact seeks; the encoder's delay and padding cut off
//! analysis/     one pass in the background: peaks, speech envelope, loudness, damage
//! speech.rs     a file's sound as recognisers of speech take it
//! pipeline.rs   tape.rs → levels.rs → trim.rs → stretch/ → resample.rs → channels.rs → blocks
//! plan.rs       speed, trimming and loops as they are asked for; map.rs, where they lead in the source
//! block.rs      the blocks, and the two rings between feeder and callback
//! render.rs     the audio callback, with ramps.rs against clicks, limiter.rs against overload
//! signals.rs    the atomics between engine and callback
//! clock.rs      anchors, status and events: what a screen gets
//! output/       the devices as a trait; the system's, and hand-cranked ones for tests
//! diagnostics.rs how the way to the device is doing
//! units.rs      frames and rates; error.rs, tags.rs, chapters.rs
//! ```
//!
//! # What always holds
//!
//! - A position is a frame of the decoded, gapless-trimmed source. The first frame after a seek to `f` is frame
//!   `f` of the file decoded from its start.
//! - The audio callback takes no lock, allocates and frees nothing, does no I/O and logs nothing: [`Renderer`] holds
//!   ends of lock-free rings, atomics, and buffers made before.
//! - A block carries the generation of the seek that it belongs to. The callback plays only the newest generation;
//!   older blocks are dropped, not played out. Generations never go back.
//! - An [`Anchor`] says what is *heard*: it comes from the device's own playback instant, and an output frame
//!   knows its source frame through trimming, stretching and the resampler's delay.
//! - At normal speed nothing is stretched: the sound is the file's, bit for bit, also after other speeds.
//! - No sample exceeds full scale; what doesn't anyway is not touched by that.
//! - No change of the sound is a step: seeks, pauses, gaps and the volume are ramps of a few milliseconds.
//! - A missing device is a state, not an error, and so is the end of the file.

pub mod analysis;
mod block;
mod channels;
mod chapters;
mod clock;
mod control;
pub mod decode;
mod desk;
mod diagnostics;
mod engine;
mod error;
mod feeder;
mod levels;
mod limiter;
mod line;
mod map;
pub mod output;
mod pipeline;
mod plan;
mod ramps;
mod render;
mod resample;
mod signals;
pub mod speech;
mod stretch;
mod tags;
mod tape;
mod trim;
mod units;

pub use chapters::Chapter;
pub use clock::{Anchor, Device, Event, Seeked, State, Status, Then};
pub use decode::{Joint, SourceInfo, probe};
pub use diagnostics::Diagnostics;
pub use engine::Engine;
pub use error::Error;
pub use levels::Level;
pub use output::{Crank, ManualOutput, ManualSettings, Output, OutputDevice, SystemOutput};
pub use plan::Strength;
pub use render::{Gaps, Renderer};
pub use tags::{Cover, Tags};
pub use units::{Frame, Rate};
