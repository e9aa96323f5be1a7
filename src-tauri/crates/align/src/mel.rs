//! A frame's samples → the energies of its mel bands, as CMU Sphinx's front end has them.

use std::sync::Arc;

use realfft::{RealFftPlanner, RealToComplex, num_complex::Complex};

use crate::model::Filters;

/// Samples a second.
pub(crate) const RATE: usize = 16_000;
/// Samples of a frame.
pub(crate) const WINDOW: usize = 410;
/// Samples from a frame to the next: 10 ms.
pub(crate) const HOP: usize = 160;
const FFT: usize = 512;
const PRE_EMPHASIS: f32 = 0.97;

/// The mel bands of frames.
pub(crate) struct Mel {
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    bands: Vec<Band>,
    samples: Vec<f32>,
    spectrum: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    power: Vec<f32>,
}

/// A triangle of unit area: the weights of the power spectrum's bins from `first` on.
struct Band {
    first: usize,
    weights: Vec<f32>,
}

impl Mel {
    pub(crate) fn new(filters: Filters) -> Mel {
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(FFT);
        let turn = std::f64::consts::TAU / (WINDOW - 1) as f64;
        Mel {
            window: (0..WINDOW).map(|n| (0.54 - 0.46 * (turn * n as f64).cos()) as f32).collect(),
            bands: bands(filters),
            samples: fft.make_input_vec(),
            spectrum: fft.make_output_vec(),
            scratch: fft.make_scratch_vec(),
            power: vec![0.0; FFT / 2 + 1],
            fft,
        }
    }

    /// The energies of the bands in `frame`, whose samples are those of 16 bits; `before` is the sample ahead of it.
    pub(crate) fn energies(&mut self, before: f32, frame: &[f32], energies: &mut [f32]) {
        let ahead = std::iter::once(&before).chain(frame);
        for (((sample, now), ahead), window) in
            self.samples.iter_mut().zip(frame).zip(ahead).zip(&self.window)
        {
            *sample = (now - PRE_EMPHASIS * ahead) * window;
        }
        self.samples[WINDOW..].fill(0.0);
        // The buffers are the plan's own, so it can't refuse them.
        let _ = self.fft.process_with_scratch(&mut self.samples, &mut self.spectrum, &mut self.scratch);
        for (power, bin) in self.power.iter_mut().zip(&self.spectrum) {
            *power = bin.norm_sqr();
        }
        for (energy, band) in energies.iter_mut().zip(&self.bands) {
            let bins = &self.power[band.first..];
            *energy = band.weights.iter().zip(bins).map(|(weight, power)| weight * power).sum();
        }
    }
}

/// The triangles, equally spaced in mel, with their corners rounded to bins.
fn bands(filters: Filters) -> Vec<Band> {
    let mel = |hertz: f64| 2_595.0 * (1.0 + hertz / 700.0).log10();
    let hertz = |mel: f64| 700.0 * (10.0_f64.powf(mel / 2_595.0) - 1.0);
    let bin = RATE as f64 / FFT as f64;
    let (low, high) = (mel(filters.low), mel(filters.high));
    let width = (high - low) / (filters.count + 1) as f64;
    let corner = |n: usize| (hertz(low + n as f64 * width) / bin + 0.5).floor() * bin;
    let band = |n: usize| {
        let (left, middle, right) = (corner(n), corner(n + 1), corner(n + 2));
        let first = (left / bin) as usize;
        let weight = |place: usize| {
            let at = place as f64 * bin;
            let rise = (at - left) / (middle - left);
            let fall = (right - at) / (right - middle);
            (rise.min(fall) * 2.0 / (right - left)) as f32
        };
        Band { first, weights: (first..=(right / bin) as usize).map(weight).collect() }
    };
    (0..filters.count).map(band).collect()
}
