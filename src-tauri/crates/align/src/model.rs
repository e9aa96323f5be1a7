//! The acoustic model of a language: how likely each state of each phone makes a stretch of sound.

use std::sync::Arc;

use crate::{
    error::Error,
    phone::{Language, Phone},
};

/// Streams of a frame: cepstra, their slopes, the slopes' slopes.
pub(crate) const STREAMS: usize = 3;
/// Densities that a phone has in each stream.
pub(crate) const DENSITIES: usize = 128;
/// Values of a frame in each stream.
pub(crate) const VALUES: usize = 13;
/// States of a phone, passed from left to right.
pub(crate) const STATES: usize = 3;

/// A unit of the stored weights in nats: Sphinx keeps logarithms to the base 1.0001, without their lowest 10 bits.
const WEIGHT_UNIT: f64 = 1_024.0 * 0.000_099_995_000_333;
/// No variance is smaller, as in Sphinx.
const LEAST_VARIANCE: f32 = 1e-4;

/// The acoustic model of a language, cheap to clone.
#[derive(Clone, Debug)]
pub struct Model(Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) language: Language,
    pub(crate) filters: Filters,
    /// By phone and state: the logarithms of staying and of going on.
    pub(crate) steps: Vec<[f32; 2]>,
    /// By phone, stream and density.
    pub(crate) densities: Vec<Density>,
    /// By phone, stream and density: the weights in the phone's states, and a 0.
    pub(crate) weights: Vec<[f32; 4]>,
    /// The standard deviation of each cepstrum if all phones sounded equally long.
    pub(crate) spread: [f32; VALUES],
    /// What stands for no speech: silence first.
    pub(crate) fillers: Vec<Phone>,
}

/// A Gaussian with a diagonal covariance: its logarithm at x is `top` − Σ (x · `scale` − `shift`)².
#[derive(Clone, Copy, Debug)]
pub(crate) struct Density {
    pub(crate) top: f32,
    pub(crate) scale: [f32; VALUES],
    pub(crate) shift: [f32; VALUES],
}

/// The mel filters that a model was trained with: their number and their bounds in Hz.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Filters {
    pub(crate) count: usize,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Model {
    /// The model of a language: some milliseconds' work and 2 MB.
    ///
    /// # Errors
    ///
    /// [`Error::Model`] where what is built in isn't the model that this version knows.
    pub fn of(language: Language) -> Result<Model, Error> {
        let bytes: &[u8] = match language {
            Language::English => include_bytes!("../model/english.sounds"),
            Language::French => include_bytes!("../model/french.sounds"),
        };
        let inner = read(language, bytes).ok_or(Error::Model { language })?;
        Ok(Model(Arc::new(inner)))
    }

    /// The language that it is of.
    pub fn language(&self) -> Language {
        self.0.language
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl Inner {
    pub(crate) fn phones(&self) -> usize {
        self.steps.len() / STATES
    }
}

fn read(language: Language, bytes: &[u8]) -> Option<Inner> {
    let mut rest = bytes.strip_prefix(b"cueline sounds 1\n")?;
    let mut take = |count: usize| {
        let (taken, after) = rest.split_at_checked(count)?;
        rest = after;
        Some(taken)
    };
    let two = |bytes: &[u8]| u16::from_le_bytes([bytes[0], bytes[1]]);
    let head = take(6)?;
    let (phones, count) = (usize::from(head[0]), usize::from(head[1]));
    let filters = Filters { count, low: two(&head[2..]).into(), high: two(&head[4..]).into() };
    for name in language.phones() {
        if take(name.len() + 1)?.strip_suffix(&[0]) != Some(name.as_bytes()) {
            return None;
        }
    }
    if phones != language.phones().len() {
        return None;
    }

    let steps = take(phones * STATES * 8)?.chunks_exact(8).map(|eight| {
        let float = |at: usize| f32::from_le_bytes([eight[at], eight[at + 1], eight[at + 2], eight[at + 3]]);
        [float(0).ln(), float(4).ln()]
    });
    let steps = steps.collect();
    let count = phones * STREAMS * DENSITIES;
    let mut floats = || Some(take(count * VALUES * 2)?.chunks_exact(2).map(|bytes| half(two(bytes))));
    let (means, variances) = (floats()?.collect::<Vec<f32>>(), floats()?.collect::<Vec<f32>>());
    let densities = means.chunks_exact(VALUES).zip(variances.chunks_exact(VALUES));
    let densities: Vec<Density> =
        densities.map(|(means, variances)| Density::new(means, variances)).collect();
    let bytes = take(STREAMS * DENSITIES * phones * STATES)?;
    let weights = (0..count).map(|place| {
        let (phone, row) = (place / (STREAMS * DENSITIES), place % (STREAMS * DENSITIES));
        let at = row * phones * STATES + phone * STATES;
        let weight = |state: usize| (-f64::from(bytes[at + state]) * WEIGHT_UNIT).exp() as f32;
        [weight(0), weight(1), weight(2), 0.0]
    });
    let weights: Vec<[f32; 4]> = weights.collect();
    let fillers = ["SIL", "+NSN+", "+SPN+"].iter().filter_map(|name| language.phone(name));
    Some(Inner {
        language,
        filters,
        steps,
        spread: spread(&densities, &weights),
        densities,
        weights,
        fillers: fillers.collect(),
    })
}

/// See [`Inner::spread`].
fn spread(densities: &[Density], weights: &[[f32; 4]]) -> [f32; VALUES] {
    let (mut sum, mut squares, mut all) = ([0.0_f64; VALUES], [0.0_f64; VALUES], 0.0_f64);
    for (place, (density, weights)) in densities.iter().zip(weights).enumerate() {
        if !(place / DENSITIES).is_multiple_of(STREAMS) {
            continue;
        }
        let weight = f64::from(weights.iter().sum::<f32>());
        all += weight;
        for n in 0..VALUES {
            let (scale, shift) = (f64::from(density.scale[n]), f64::from(density.shift[n]));
            let mean = shift / scale;
            sum[n] += weight * mean;
            squares[n] += weight * (mean * mean + 0.5 / (scale * scale));
        }
    }
    std::array::from_fn(|n| {
        let mean = sum[n] / all;
        (squares[n] / all - mean * mean).max(0.0).sqrt() as f32
    })
}

impl Density {
    fn new(means: &[f32], variances: &[f32]) -> Density {
        let mut density = Density { top: 0.0, scale: [0.0; VALUES], shift: [0.0; VALUES] };
        for (n, (mean, variance)) in means.iter().zip(variances).enumerate() {
            let variance = variance.max(LEAST_VARIANCE);
            density.top -= 0.5 * (std::f32::consts::TAU * variance).ln();
            density.scale[n] = (0.5 / variance).sqrt();
            density.shift[n] = mean * density.scale[n];
        }
        density
    }
}

/// A float of 16 bits; the models' are all normal or 0.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    match bits & 0x7fff {
        0 => f32::from_bits(sign),
        size => f32::from_bits(sign | ((u32::from(size) << 13) + ((127 - 15) << 23))),
    }
}
