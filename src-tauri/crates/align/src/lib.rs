//! Cueline's forced aligner: words and sound in, the time of each word and how sure it is out.
//!
//! - `phone`: the sounds that a language is made of
//! - `pronounce/`: written words → the ways in which they may be said
//! - `model`: how likely each state of a phone makes a stretch of sound
//! - `front_end`, `mel`, `noise`: sound → the cepstra of its frames
//! - `room`: cepstra without what stays the same over seconds
//! - `scores`, `gaussians`: cepstra → how badly each state fits each frame
//! - `alignment`: what is aligned, and what comes of it
//! - `align`: what is done for that in which order
//! - `script`: the words of all lines in one row, with what is known of their times
//! - `graph`, `search`: the likeliest way of some words through some sound
//! - `pieces`: script and sound cut into what is searched by itself
//! - `probe`: whether and where some words are said in a long stretch of sound
//! - `islands`, `shift`: where words are without marks, and by how much marks are off, by probes
//! - `confidence`: how sure a word's place is
//! - `pauses`: when sentences begin, for a language without a model
//! - `error`: what can go wrong before all that
//!
//! What always holds:
//! - Nothing here reads files, a network or a clock, or knows a transcript's model.
//! - Time and memory are bounded by the length of the sound and of the text, whatever they are.

mod align;
mod alignment;
mod confidence;
mod error;
mod front_end;
mod gaussians;
mod graph;
mod islands;
mod mel;
mod model;
mod noise;
mod pauses;
mod phone;
mod pieces;
mod probe;
mod pronounce;
#[cfg(test)]
mod reference;
mod room;
mod scores;
mod script;
mod search;
mod shift;

pub use alignment::{AlignedLine, Alignment, Light, Line, Mark, Outcome, Settings, Shift, Watch, WordTime};
pub use error::Error;
pub use front_end::{Features, FrontEnd};
pub use model::Model;
pub use phone::{Language, Phone};
pub use pronounce::{Lexicon, Said, say_by_letters};

/// Finds `lines`, in their spoken order, in the sound. `features` are those of a [`FrontEnd`] for the same `model`.
///
/// It takes as many threads as `settings` tell, and returns when all is done or `watch` says so. Whatever the lines and the
/// sound are, there is an answer: see [`Outcome`].
pub fn align(
    model: &Model,
    features: &Features,
    lines: &[Line],
    settings: &Settings,
    watch: &dyn Watch,
) -> Alignment {
    align::align(model, features, lines, settings, watch)
}

/// The times of sentences by where people pause, for a language without a model. The sound's features are those of any model.
pub fn align_by_pauses(
    features: &Features,
    lines: &[Line],
    settings: &Settings,
    watch: &dyn Watch,
) -> Alignment {
    let _ = settings;
    pauses::align(features, lines, watch)
}
