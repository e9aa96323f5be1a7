//! What the whole-app tests and the measurements share: a desktop of their own, a driver for the real
//! window, and an ear on what was played.
//!
//! - `desktop`: a display, a session bus and a sound server that nobody else uses, ended with it
//! - `window`: the app in its real window, driven as a person would
//! - `accessible`: what a screen reader is told of it
//! - `program`: the program under test, and its processes
//! - `command_line`: the program as a script calls it
//! - `webdriver`: the W3C protocol, as much of it as `window` needs
//! - `sound`: recording the loudspeaker, decoding by FFmpeg, finding one sound in another
//! - `episodes`: episode folders made for a test, and the real ones beside the repository
//! - `soak`: random commands to the engine, and what was heard of them

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a harness that can't go on says why and ends the test"
)]

pub mod accessible;
pub mod command_line;
pub mod desktop;
pub mod episodes;
pub mod program;
pub mod soak;
pub mod sound;
pub mod webdriver;
pub mod window;
