//! Playing faster or slower at the recorded pitch: what a stretcher is, and the one that is used.

#[cfg(test)]
mod tests;
mod wsola;

use std::collections::VecDeque;

use crate::map::Span;
use crate::plan::Speed;
pub(crate) use wsola::Wsola;

/// Changes how long sound takes, not how it sounds.
///
/// Frames are counted from `start` on, on both sides. Each change of the speed is told as a [`Span`]: within it,
/// output frame `o` stands for input frame `span.input_at(o)`. At normal speed the output is the input, bit for bit.
pub(crate) trait Stretch: Send {
    /// Forgets everything and begins at `speed`.
    fn start(&mut self, speed: Speed);

    /// Goes on at `speed` from input frame `from` on, or from where it is if that is later.
    fn set_speed(&mut self, speed: Speed, from: u64);

    /// Takes interleaved input.
    fn push(&mut self, sound: &[f32]);

    /// Appends the output that can be made of the input so far.
    fn pull(&mut self, out: &mut Vec<f32>, spans: &mut VecDeque<Span>);

    /// Appends the rest: no more input comes.
    fn finish(&mut self, out: &mut Vec<f32>, spans: &mut VecDeque<Span>);
}
