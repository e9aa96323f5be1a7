//! Fuzzes the index of an MP3, and reading by it: opening, seeking and decoding neither panic nor hang.

#![no_main]

use std::io::Write;

use libfuzzer_sys::{Corpus, fuzz_target};

#[path = "../../tests/support/reading.rs"]
mod reading;

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(mut file) = tempfile::NamedTempFile::new() else { return Corpus::Reject };
    if file.write_all(data).is_err() {
        return Corpus::Reject;
    }
    if reading::check(file.path()) { Corpus::Keep } else { Corpus::Reject }
});
