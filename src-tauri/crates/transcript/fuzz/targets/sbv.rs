//! Fuzzes the reading of SubViewer files.

#![no_main]

cueline_transcript_fuzz::target!(Sbv);
