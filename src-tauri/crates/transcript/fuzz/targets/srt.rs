//! Fuzzes the reading of SubRip.

#![no_main]

cueline_transcript_fuzz::target!(Srt);
