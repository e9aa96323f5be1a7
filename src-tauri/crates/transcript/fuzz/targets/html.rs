//! Fuzzes the reading of HTML.

#![no_main]

cueline_transcript_fuzz::target!(Html, Hyperaudio);
