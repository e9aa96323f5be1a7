//! Takes steady noise out of mel bands: power-normalised, with temporal masking, as CMU Sphinx's front end does (after Kim and
//! Stern, "Feature extraction for robust speech recognition based on maximizing the sharpness of the power distribution and on
//! power flooring", 2010).

/// How much of the last frame's power stays in the smoothed one.
const POWER: f32 = 0.7;
/// How slowly an envelope rises, and how quickly it falls.
const RISE: f32 = 0.995;
const FALL: f32 = 0.5;
/// How a peak decays, and what is left of what it masks.
const DECAY: f32 = 0.85;
const MASKED: f32 = 0.2;
/// Nothing is made louder or softer than so many times.
const MOST: f32 = 20.0;
/// Bands on either side over which the gain is smoothed.
const AROUND: usize = 4;

/// What is known of the noise so far.
pub(crate) struct Noise {
    bands: Vec<Estimate>,
    gains: Vec<f32>,
}

#[derive(Clone, Copy)]
struct Estimate {
    power: f32,
    noise: f32,
    floor: f32,
    peak: f32,
}

impl Noise {
    pub(crate) fn new() -> Noise {
        Noise { bands: Vec::new(), gains: Vec::new() }
    }

    /// Takes the noise out of the next frame's bands.
    pub(crate) fn remove(&mut self, energies: &mut [f32]) {
        if self.bands.is_empty() {
            let start = |energy: &f32| Estimate {
                power: *energy,
                noise: energy / MOST,
                floor: energy / MOST,
                peak: 0.0,
            };
            self.bands = energies.iter().map(start).collect();
            self.gains = vec![0.0; energies.len()];
        }
        for ((band, energy), gain) in self.bands.iter_mut().zip(&*energies).zip(&mut self.gains) {
            band.power = POWER * band.power + (1.0 - POWER) * energy;
            band.noise = envelope(band.noise, band.power);
            let signal = (band.power - band.noise).max(1.0);
            band.floor = envelope(band.floor, signal);
            band.peak *= DECAY;
            let kept = if signal < DECAY * band.peak { band.peak * MASKED } else { signal };
            band.peak = band.peak.max(signal);
            let kept = kept.max(band.floor);
            *gain = if kept < MOST * band.power { kept / band.power } else { MOST };
            *gain = gain.max(1.0 / MOST);
        }
        let last = energies.len().saturating_sub(1);
        for (n, energy) in energies.iter_mut().enumerate() {
            let near = &self.gains[n.saturating_sub(AROUND)..=(n + AROUND).min(last)];
            *energy *= near.iter().sum::<f32>() / near.len() as f32;
        }
    }
}

/// The lower envelope after the next value.
fn envelope(last: f32, value: f32) -> f32 {
    let slow = if value >= last { RISE } else { FALL };
    slow * last + (1.0 - slow) * value
}
