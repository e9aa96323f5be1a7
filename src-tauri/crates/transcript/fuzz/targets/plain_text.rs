//! Fuzzes the reading of plain text.

#![no_main]

cueline_transcript_fuzz::target!(PlainText);
