//! Fuzzes the reading of LRC.

#![no_main]

cueline_transcript_fuzz::target!(Lrc);
