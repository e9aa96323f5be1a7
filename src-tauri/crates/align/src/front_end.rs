//! Sound, pushed in pieces → the cepstra of its frames.

use std::{f64::consts::PI, time::Duration};

use crate::{
    mel::{HOP, Mel, RATE, WINDOW},
    model::{Filters, Model, VALUES},
    noise::Noise,
};

/// Added to a band's energy before its logarithm is taken.
const LEAST_ENERGY: f32 = 1e-4;
const LIFTER: f64 = 22.0;
/// The models know samples of 16 bits.
const FULL_SCALE: f32 = 32_768.0;

/// Makes [`Features`] of sound that comes in pieces: 16 kHz, mono, full scale 1.
pub struct FrontEnd {
    mel: Mel,
    noise: Noise,
    transform: Vec<[f32; VALUES]>,
    energies: Vec<f32>,
    /// The sample ahead of the next frame, and what is there of the frame.
    before: f32,
    waiting: Vec<f32>,
    filters: Filters,
    cepstra: Vec<[f32; VALUES]>,
}

/// What an alignment needs of the sound: 13 numbers for each 10 ms, 19 MB an hour.
#[derive(Clone, Debug, Default)]
pub struct Features {
    pub(crate) cepstra: Vec<[f32; VALUES]>,
}

impl FrontEnd {
    /// A front end as `model` needs it. French and English differ: the features of one are nothing to the other.
    pub fn new(model: &Model) -> FrontEnd {
        let filters = model.inner().filters;
        FrontEnd {
            mel: Mel::new(filters),
            noise: Noise::new(),
            transform: transform(filters.count),
            energies: vec![0.0; filters.count],
            before: 0.0,
            waiting: Vec::new(),
            filters,
            cepstra: Vec::new(),
        }
    }

    /// The sample rate in Hz that [`FrontEnd::push`] takes.
    pub const RATE: u32 = RATE as u32;

    /// Takes the next samples, as many as there are.
    pub fn push(&mut self, samples: &[f32]) {
        // What isn't a number would never leave the running estimates again.
        let clean =
            |sample: &f32| if sample.is_finite() { sample.clamp(-4.0, 4.0) * FULL_SCALE } else { 0.0 };
        self.waiting.extend(samples.iter().map(clean));
        let mut at = 0;
        while at + WINDOW <= self.waiting.len() {
            self.mel.energies(self.before, &self.waiting[at..at + WINDOW], &mut self.energies);
            self.noise.remove(&mut self.energies);
            let mut cepstra = [0.0; VALUES];
            for (energy, row) in self.energies.iter().zip(&self.transform) {
                let log = (energy + LEAST_ENERGY).ln();
                for (value, weight) in cepstra.iter_mut().zip(row) {
                    *value += log * weight;
                }
            }
            self.cepstra.push(cepstra);
            self.before = self.waiting[at + HOP - 1];
            at += HOP;
        }
        self.waiting.drain(..at);
    }

    /// The features of all that was pushed.
    pub fn finish(self) -> Features {
        Features { cepstra: self.cepstra }
    }
}

impl std::fmt::Debug for FrontEnd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let frames = self.cepstra.len();
        f.debug_struct("FrontEnd")
            .field("filters", &self.filters)
            .field("frames", &frames)
            .finish_non_exhaustive()
    }
}

impl Features {
    /// How much sound it is of, to 10 ms.
    pub fn duration(&self) -> Duration {
        Duration::from_millis(10 * self.cepstra.len() as u64)
    }
}

/// The orthonormal DCT-II and the lifter, by band.
fn transform(bands: usize) -> Vec<[f32; VALUES]> {
    let row = |band: usize| {
        std::array::from_fn(|n| {
            let norm = if n == 0 { 1.0 } else { 2.0 } / bands as f64;
            let wave = (PI * n as f64 * (band as f64 + 0.5) / bands as f64).cos();
            let lifter = 1.0 + LIFTER / 2.0 * (PI * n as f64 / LIFTER).sin();
            (norm.sqrt() * wave * lifter) as f32
        })
    };
    (0..bands).map(row).collect()
}
