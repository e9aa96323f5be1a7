//! Fuzzes the reading of Audacity’s labels.

#![no_main]

cueline_transcript_fuzz::target!(AudacityLabels);
