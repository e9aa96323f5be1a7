//! The crate's tests from outside, in one program, so that it is linked once. Apart from it are `callback`, which counts what the whole
//! program allocates, and `aac`, which is run with other features, too.

#![allow(clippy::unwrap_used, clippy::expect_used)] // what a test can't set up has failed it

mod analysis;
mod bad_input;
mod chapters;
mod commands;
mod damage;
mod decode;
mod devices;
mod engine;
mod flac_vectors;
mod joined;
mod loops;
mod mp3;
mod mp3_seeds;
mod mp3_vectors;
mod speech;
mod speed;
#[path = "../support/mod.rs"]
mod support;
mod surround;
