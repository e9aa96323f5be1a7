//! Cueline's transcript.
