//! Cueline's forced aligner: words and sound in, the time of each word and how sure it is out.
//!
//! - `phone`: the sounds that a language is made of
//! - `pronounce/`: written words → the ways in which they may be said
//!
//! What always holds:
//! - Nothing here reads files, a network or a clock, or knows a transcript's model.

mod phone;
mod pronounce;

pub use phone::{Language, Phone};
pub use pronounce::{Lexicon, Said};
