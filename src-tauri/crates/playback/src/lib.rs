//! Cueline's playback.
