//! Frames → how likely each state of each phone makes them, eight frames at a time.
//!
//! Of a phone's 128 densities in a stream the four likeliest count, as in Sphinx's phonetically tied mixtures. A lane of the
//! processor's vectors is a frame, so that choosing the four is a few comparisons and no branch: a density's number lies in
//! the lowest bits of its cost, where it does no harm.

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*, u32x8};

use crate::model::{DENSITIES, Density, Inner, STATES, STREAMS, VALUES};

/// Frames that are done at once.
pub(crate) const LANES: usize = 8;
/// Values of a frame in all streams.
pub(crate) const WIDTH: usize = STREAMS * VALUES;

/// Densities of a phone that count in a stream.
const BEST: usize = 4;
/// The bits that hold a density's number.
const NUMBER: u32 = DENSITIES as u32 - 1;
/// A state is never less likely in a stream than the likeliest one by more than e^5 times, so that a single stream that noise
/// has spoilt doesn't decide.
const FLOOR: f32 = 0.006_737_947;

/// A number for each of eight frames.
type Lanes = [f32; LANES];

/// Scores eight frames at a time.
pub(crate) struct Gaussians<'a> {
    model: &'a Inner,
    level: Level,
    /// By phone and stream: the lowest costs.
    best: Vec<[Lanes; BEST]>,
    /// By phone and state, for each stream: the likelihood.
    likelihoods: Vec<[Lanes; STREAMS]>,
    scores: Vec<Lanes>,
}

impl<'a> Gaussians<'a> {
    pub(crate) fn new(model: &'a Inner) -> Gaussians<'a> {
        let phones = model.phones();
        Gaussians {
            model,
            level: Level::new(),
            best: vec![[[0.0; LANES]; BEST]; phones * STREAMS],
            likelihoods: vec![[[0.0; LANES]; STREAMS]; phones * STATES],
            scores: vec![[0.0; LANES]; phones * STATES],
        }
    }

    /// The log-likelihoods of eight frames by state, less that of each frame's likeliest state: 0 or less.
    pub(crate) fn score(&mut self, frames: &[Lanes; WIDTH]) -> &[Lanes] {
        let level = self.level;
        dispatch!(level, simd => self.nearest(simd, frames));
        dispatch!(level, simd => self.mix(simd));
        &self.scores
    }

    #[inline(always)]
    fn nearest<S: Simd>(&mut self, simd: S, frames: &[Lanes; WIDTH]) {
        let streams = self.model.densities.chunks_exact(DENSITIES);
        for (place, (densities, best)) in streams.zip(&mut self.best).enumerate() {
            let stream = place % STREAMS * VALUES;
            let values: [f32x8<S>; VALUES] =
                std::array::from_fn(|n| f32x8::simd_from(simd, frames[stream + n]));
            let mut lowest = [f32x8::splat(simd, f32::MAX); BEST];
            let keep = u32x8::splat(simd, !NUMBER);
            for (number, density) in densities.iter().enumerate() {
                let cost = cost(simd, density, &values);
                let bits = cost.bitcast::<u32x8<S>>() & keep | u32x8::splat(simd, number as u32);
                let mut cost = bits.bitcast::<f32x8<S>>();
                for low in &mut lowest {
                    let lower = low.min(cost);
                    cost = low.max(cost);
                    *low = lower;
                }
            }
            for (best, low) in best.iter_mut().zip(lowest) {
                *best = *low.as_array();
            }
        }
    }

    #[inline(always)]
    fn mix<S: Simd>(&mut self, _simd: S) {
        let mut least = [[f32::MAX; LANES]; STREAMS];
        for (place, best) in self.best.iter().enumerate() {
            lanes(&mut least[place % STREAMS], &best[0], |least, cost| *least = least.min(*cost));
        }
        let mut most = [[0.0_f32; LANES]; STREAMS];
        for (place, best) in self.best.iter().enumerate() {
            let (phone, stream) = (place / STREAMS, place % STREAMS);
            let weights = &self.model.weights[place * DENSITIES..(place + 1) * DENSITIES];
            let mut sums = [[0.0_f32; LANES]; STATES];
            for cost in best {
                let mut density = [0.0; LANES];
                for lane in 0..LANES {
                    density[lane] = exp(least[stream][lane] - cost[lane]);
                }
                for lane in 0..LANES {
                    let weights = &weights[(cost[lane].to_bits() & NUMBER) as usize];
                    for state in 0..STATES {
                        sums[state][lane] += weights[state] * density[lane];
                    }
                }
            }
            for (state, sum) in sums.iter().enumerate() {
                lanes(&mut most[stream], sum, |most, sum| *most = most.max(*sum));
                self.likelihoods[phone * STATES + state][stream] = *sum;
            }
        }
        let mut top = [f32::MIN; LANES];
        for (score, streams) in self.scores.iter_mut().zip(&self.likelihoods) {
            let mut product = [1.0_f32; LANES];
            for (stream, most) in streams.iter().zip(&most) {
                for lane in 0..LANES {
                    product[lane] *= (stream[lane] / most[lane]).max(FLOOR);
                }
            }
            for lane in 0..LANES {
                score[lane] = ln(product[lane]);
                top[lane] = top[lane].max(score[lane]);
            }
        }
        for score in &mut self.scores {
            lanes(score, &top, |score, top| *score -= top);
        }
    }
}

/// The negative logarithm of a density.
#[inline(always)]
fn cost<S: Simd>(simd: S, density: &Density, values: &[f32x8<S>; VALUES]) -> f32x8<S> {
    // Two sums, so that each addition need not wait for the one before.
    let mut sums = [f32x8::splat(simd, -density.top), f32x8::splat(simd, 0.0)];
    for n in 0..VALUES {
        let scale = f32x8::splat(simd, density.scale[n]);
        let off = values[n].mul_sub(scale, f32x8::splat(simd, density.shift[n]));
        sums[n % 2] = off.mul_add(off, sums[n % 2]);
    }
    sums[0] + sums[1]
}

#[inline(always)]
fn lanes(to: &mut Lanes, from: &Lanes, mut each: impl FnMut(&mut f32, &f32)) {
    for (to, from) in to.iter_mut().zip(from) {
        each(to, from);
    }
}

/// e^x for x ≤ 0, to about 1e-5 at the worst, as x itself is rounded: 2^n times a polynomial for the rest; below e^−80 it stays there.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Added to a small number, it leaves the nearest whole one in the lowest bits.
    const WHOLE: f32 = 12_582_912.0;
    let turns = x.max(-80.0) * std::f32::consts::LOG2_E;
    let whole = turns + WHOLE;
    let rest = (turns - (whole - WHOLE)) * std::f32::consts::LN_2;
    let power = 1.0
        + rest
            * (1.0
                + rest
                    * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    f32::from_bits(power.to_bits().wrapping_add(whole.to_bits() << 23))
}

/// The natural logarithm of a normal number above 0, to about 1e-6: of its exponent, and by the series of artanh of the rest.
#[inline(always)]
fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    // The mantissa between 2/3 and 4/3.
    let shifted = bits.wrapping_sub(0x3f2a_aaab);
    let exponent = (shifted as i32) >> 23;
    let mantissa = f32::from_bits(bits.wrapping_sub((exponent as u32) << 23));
    let z = (mantissa - 1.0) / (mantissa + 1.0);
    let square = z * z;
    let series =
        2.0 * z * (1.0 + square * (1.0 / 3.0 + square * (1.0 / 5.0 + square * (1.0 / 7.0 + square / 9.0))));
    exponent as f32 * std::f32::consts::LN_2 + series
}

#[cfg(test)]
mod tests {
    use super::{exp, ln};

    #[test]
    fn exponentials_and_logarithms_are_those_of_the_standard_library() {
        for n in 0..10_000 {
            let x = -f32::from(n as u16) * 0.007;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp({x}) = {}", exp(x));
            let y = 1e-9 * 1.003_f32.powi(n);
            if y.is_finite() {
                assert!((ln(y) - y.ln()).abs() < 4e-6, "ln({y}) = {}", ln(y));
            }
        }
    }
}
