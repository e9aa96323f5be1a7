//! How badly each state of each phone fits each frame of the sound, worked out when it is asked for and kept.

use std::sync::OnceLock;

use crate::{
    front_end::Features,
    gaussians::{Gaussians, LANES, WIDTH},
    model::{Inner, STATES, VALUES},
    room::{Room, Undoing},
};

/// Scores are kept in so many parts of a nat, in a byte.
pub(crate) const PARTS: f32 = 16.0;
/// Frames that are scored together.
const BLOCK: usize = 512;

/// The scores of a sound's frames by a model's states.
pub(crate) struct Scores<'a> {
    model: &'a Inner,
    cepstra: &'a [[f32; VALUES]],
    room: Room,
    /// By frame: the states' scores, and their mean.
    blocks: Vec<OnceLock<Box<[u8]>>>,
    states: usize,
}

impl<'a> Scores<'a> {
    pub(crate) fn new(model: &'a Inner, features: &'a Features) -> Scores<'a> {
        Scores::in_room(model, features, Room::new(&features.cepstra, &model.spread))
    }

    /// The same of what is left when the room is taken out.
    pub(crate) fn in_room(model: &'a Inner, features: &'a Features, room: Room) -> Scores<'a> {
        let cepstra = features.cepstra.as_slice();
        Scores {
            model,
            cepstra,
            room,
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
        &self.row(frame)[..self.states]
    }

    /// By how much a state fits `frame` worse on average, in [`PARTS`] of a nat: little where noise makes all alike.
    pub(crate) fn contrast(&self, frame: usize) -> u8 {
        self.row(frame)[self.states]
    }

    fn row(&self, frame: usize) -> &[u8] {
        let block = self.blocks[frame / BLOCK].get_or_init(|| self.block(frame / BLOCK));
        let width = self.states + 1;
        &block[frame % BLOCK * width..][..width]
    }

    fn block(&self, block: usize) -> Box<[u8]> {
        let frames = block * BLOCK..self.cepstra.len().min((block + 1) * BLOCK);
        let mut gaussians = Gaussians::new(self.model);
        let width = self.states + 1;
        let mut scores = vec![0; frames.len() * width];
        let mut values = [[0.0; LANES]; WIDTH];
        for first in frames.clone().step_by(LANES) {
            for lane in 0..LANES {
                self.values(first + lane, lane, &mut values);
            }
            let found = gaussians.score(&values);
            let rows = scores[(first - frames.start) * width..].chunks_exact_mut(width);
            for (lane, row) in rows.take(LANES).enumerate() {
                let mut sum = 0;
                for (score, found) in row.iter_mut().zip(found) {
                    *score = (0.5 - PARTS * found[lane]) as u8;
                    sum += usize::from(*score);
                }
                row[self.states] = (sum / self.states) as u8;
            }
        }
        scores.into_boxed_slice()
    }

    /// Puts the cepstra of a frame, their slopes over ±2 frames and the slopes' slopes into a lane.
    fn values(&self, frame: usize, lane: usize, values: &mut [[f32; LANES]; WIDTH]) {
        let last = self.cepstra.len() - 1;
        let near = |by: isize| &self.cepstra[frame.saturating_add_signed(by).min(last)];
        let Undoing { mean, gain } = self.room.at(frame.min(last));
        for n in 0..VALUES {
            values[n][lane] = gain[n] * (near(0)[n] - mean[n]);
            values[VALUES + n][lane] = gain[n] * (near(2)[n] - near(-2)[n]);
            values[2 * VALUES + n][lane] = gain[n] * (near(3)[n] - near(-1)[n] - near(1)[n] + near(-3)[n]);
        }
    }
}
