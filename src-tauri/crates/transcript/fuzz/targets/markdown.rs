//! Fuzzes the reading of Markdown.

#![no_main]

cueline_transcript_fuzz::target!(Markdown);
