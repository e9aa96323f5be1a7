//! Fuzzes the reading of TTML.

#![no_main]

cueline_transcript_fuzz::target!(Ttml);
