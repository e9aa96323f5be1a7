//! Cueline's library.
