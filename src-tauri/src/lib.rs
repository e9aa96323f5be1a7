//! Cueline.
