//! How badly each state of each phone fits each frame of the sound, worked out when it is asked for and kept.

use std::sync::OnceLock;

use crate::{
    front_end::Features,
    gaussians::{Gaussians, LANES, WIDTH},
    model::{Inner, STATES, VALUES},
};

/// Scores are kept in so many parts of a nat, in a byte.
pub(crate) const PARTS: f32 = 16.0;
/// Frames that are scored together.
const BLOCK: usize = 512;
/// Frames on either side over which the cepstra's mean is taken away: what stays the same so long is the room, the microphone
/// and the voice, and not what is said.
const AROUND: usize = 600;
/// Frames for which that mean is the same.
const STEP: usize = 64;

/// The scores of a sound's frames by a model's states.
pub(crate) struct Scores<'a> {
    model: &'a Inner,
    cepstra: &'a [[f32; VALUES]],
    /// Sums of the cepstra, and the number of them, in steps.
    sums: Vec<([f64; VALUES], u32)>,
    blocks: Vec<OnceLock<Box<[u8]>>>,
    states: usize,
}

impl<'a> Scores<'a> {
    pub(crate) fn new(model: &'a Inner, features: &'a Features) -> Scores<'a> {
        let cepstra = features.cepstra.as_slice();
        let sum = |frames: &[[f32; VALUES]]| {
            let mut sum = ([0.0; VALUES], 0);
            // As Sphinx does: what has next to no energy doesn't count.
            for frame in frames.iter().filter(|frame| frame[0] > 0.0) {
                sum.0.iter_mut().zip(frame).for_each(|(sum, value)| *sum += f64::from(*value));
                sum.1 += 1;
            }
            sum
        };
        Scores {
            model,
            cepstra,
            sums: cepstra.chunks(STEP).map(sum).collect(),
            blocks: (0..cepstra.len().div_ceil(BLOCK)).map(|_| OnceLock::new()).collect(),
            states: model.phones() * STATES,
        }
    }

    /// Frames of the sound.
    pub(crate) fn frames(&self) -> usize {
        self.cepstra.len()
    }

    /// By how much each state fits `frame` worse than the one that fits best, in [`PARTS`] of a nat.
    pub(crate) fn frame(&self, frame: usize) -> &[u8] {
        let block = self.blocks[frame / BLOCK].get_or_init(|| self.block(frame / BLOCK));
        &block[frame % BLOCK * self.states..][..self.states]
    }

    fn block(&self, block: usize) -> Box<[u8]> {
        let frames = block * BLOCK..self.cepstra.len().min((block + 1) * BLOCK);
        let mut gaussians = Gaussians::new(self.model);
        let mut scores = vec![0; frames.len() * self.states];
        let mut values = [[0.0; LANES]; WIDTH];
        for first in frames.clone().step_by(LANES) {
            for lane in 0..LANES {
                self.values(first + lane, lane, &mut values);
            }
            let found = gaussians.score(&values);
            let rows = scores[(first - frames.start) * self.states..].chunks_exact_mut(self.states);
            for (lane, row) in rows.take(LANES).enumerate() {
                for (score, found) in row.iter_mut().zip(found) {
                    *score = (0.5 - PARTS * found[lane]) as u8;
                }
            }
        }
        scores.into_boxed_slice()
    }

    /// Puts the cepstra of a frame, their slopes over ±2 frames and the slopes' slopes into a lane.
    fn values(&self, frame: usize, lane: usize, values: &mut [[f32; LANES]; WIDTH]) {
        let last = self.cepstra.len() - 1;
        let near = |by: isize| &self.cepstra[frame.saturating_add_signed(by).min(last)];
        let mean = self.mean(frame.min(last));
        for n in 0..VALUES {
            values[n][lane] = near(0)[n] - mean[n];
            values[VALUES + n][lane] = near(2)[n] - near(-2)[n];
            values[2 * VALUES + n][lane] = near(3)[n] - near(-1)[n] - near(1)[n] + near(-3)[n];
        }
    }

    fn mean(&self, frame: usize) -> [f32; VALUES] {
        let (step, around) = (frame / STEP, AROUND / STEP);
        let near = &self.sums[step.saturating_sub(around)..self.sums.len().min(step + around + 1)];
        let mut sum = ([0.0; VALUES], 0);
        for (part, count) in near {
            sum.0.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            sum.1 += count;
        }
        let count = f64::from(sum.1.max(1));
        sum.0.map(|sum| (sum / count) as f32)
    }
}
