//! Fuzzes the reading of Whisper’s printed text.

#![no_main]

cueline_transcript_fuzz::target!(WhisperText);
