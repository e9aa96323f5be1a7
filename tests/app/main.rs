//! Whole-app tests in one program.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on says why and fails")]

mod accessible; // what a screen reader is told of the real window
mod align_command_line; // words found in the sound, without a display or a sound card
mod audio_command_line; // probe and clip, without a display or a sound card
mod bad_input; // whatever is opened gets a sentence, and the folder stays as it was
mod clicks; // without a window: every line clicked sounds from its first frame
mod command_line; // convert and inspect, without a display
mod device; // the loudspeaker goes away and comes back
mod evening; // two voices of different loudness, what is measured of them, and what is kept
mod export; // the transcript in another format: preview, the system's dialog, the file
mod finding; // searching, copying and marking by keyboard
mod idle; // a paused window asks for no frame and no timer
mod kept; // what a person chose, and where the window was, in the next run
mod keys; // everything by keyboard, in the real window
mod listening; // the real window and its recorded sound: click, hear, see the light walk
mod opening; // what opens how: pairs, halves, recent episodes
mod reading; // the lit word and its sound, clicks on words, selections, a long paragraph
mod report; // what was read, and the file's line that a remark is about
mod security; // what the page may not do
mod soak; // random commands to the engine, each seek's sound held against the source
mod speed; // speed and loops by keys, and the sound they make
