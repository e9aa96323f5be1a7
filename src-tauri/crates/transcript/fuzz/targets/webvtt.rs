//! Fuzzes the reading of WebVTT.

#![no_main]

cueline_transcript_fuzz::target!(WebVtt);
