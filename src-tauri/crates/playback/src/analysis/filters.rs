//! The filters of an analysis, side by side in the lanes of the processor's vectors: the envelope's bands of the mix of all
//! channels, and the K-weighting of ITU-R BS.1770 of each channel.
//!
//! Both are two filters of second order one after the other, so one run through the frames does for all of them. While a
//! filter alone waits for its own last result the processor has nothing to do: together they take the time of one.

use std::f64::consts::{PI, SQRT_2};

use fearless_simd::{Level, Simd, dispatch, f64x4, prelude::*};

use super::envelope::Sums;

/// The border between the low band and speech, in Hz.
const SPEECH_FROM: f64 = 250.0;
/// The border between speech and the high band, in Hz.
const SPEECH_TO: f64 = 3_800.0;

const LANES: usize = 4;
type Lanes = [f64; LANES];

/// The filters of a source, with their memory.
pub(super) struct Filters {
    level: Level,
    channels: usize,
    /// The bands in the first lane, then a lane for each channel, in as many banks as that takes.
    banks: Vec<Bank>,
    gains: Gains,
}

/// Four pairs of filters in direct form II, their numerators without gain.
#[derive(Clone, Copy)]
struct Bank {
    first: Feedback,
    /// The numerator of the first filters: 1, and these.
    taps: [Lanes; 2],
    /// Its numerators are 1, 2, 1 and 1, −2, 1.
    second: Feedback,
    memory: [Lanes; 4],
}

/// What of the last result and of the one before it is added to the sample, by lane.
type Feedback = [Lanes; 2];

/// What the squares of the banks' results have to be multiplied by, as the numerators' gain is left out.
struct Gains {
    low: f64,
    speech: f64,
    high: f64,
    weighted: f64,
}

/// The coefficients of one filter.
#[derive(Clone, Copy)]
struct Filter {
    feedback: [f64; 2],
    /// The numerator's first coefficient, and the others as multiples of it.
    gain: f64,
    taps: [f64; 2],
}

impl Filters {
    pub(super) fn new(rate: u32, channels: usize) -> Filters {
        let (upper, above) = split(SPEECH_TO, rate);
        let (lower, over) = split(SPEECH_FROM, rate);
        let (shelf, high_pass) = k_weighting(rate);
        let pairs = std::iter::once((upper, lower)).chain(std::iter::repeat_n((shelf, high_pass), channels));
        let mut banks = Vec::new();
        for (n, (first, second)) in pairs.enumerate() {
            if n % LANES == 0 {
                banks.push(Bank::default());
            }
            if let Some(bank) = banks.last_mut() {
                bank.set(n % LANES, first, second);
            }
        }
        let gains = Gains {
            low: (upper.gain * lower.gain).powi(2),
            speech: (upper.gain * over).powi(2),
            high: above.powi(2),
            weighted: (shelf.gain * high_pass.gain).powi(2),
        };
        Filters { level: Level::new(), channels, banks, gains }
    }

    /// Runs the next frames through the filters: `frames` with all channels, `mono` their mix.
    pub(super) fn run(&mut self, frames: &[f32], mono: &[f32]) -> Sums {
        let mut sums = Sums::default();
        let (level, channels) = (self.level, self.channels);
        for (n, bank) in self.banks.iter_mut().enumerate() {
            let squares = match (n, channels) {
                (0, 1) => {
                    let lanes = mono.iter().map(|mix| [*mix, *mix, 0.0, 0.0]);
                    dispatch!(level, simd => bank.run(simd, lanes))
                }
                (0, 2) => {
                    let lanes = frames.chunks_exact(2).zip(mono);
                    let lanes = lanes.map(|(frame, mix)| [*mix, frame[0], frame[1], 0.0]);
                    dispatch!(level, simd => bank.run(simd, lanes))
                }
                _ => {
                    let lanes = frames.chunks_exact(channels.max(1)).zip(mono);
                    let lanes = lanes.map(|(frame, mix)| {
                        let lane = |lane: usize| match (n * LANES + lane).checked_sub(1) {
                            None => *mix,
                            Some(channel) => frame.get(channel).copied().unwrap_or(0.0),
                        };
                        [lane(0), lane(1), lane(2), lane(3)]
                    });
                    dispatch!(level, simd => bank.run(simd, lanes))
                }
            };
            let mut weighted = squares.falling;
            if n == 0 {
                sums.all = squares.all[0];
                sums.high = squares.above[0] * self.gains.high;
                sums.speech = squares.falling[0] * self.gains.speech;
                sums.low = squares.rising[0] * self.gains.low;
                weighted[0] = 0.0;
            }
            sums.weighted += weighted.iter().sum::<f64>() * self.gains.weighted;
        }
        sums
    }
}

/// Sums of squares, by lane: of the samples, of the first filters' other half, and of the second filters' two.
struct Squares {
    all: Lanes,
    above: Lanes,
    /// Of the numerator 1, −2, 1: a high-pass.
    falling: Lanes,
    /// Of the numerator 1, 2, 1: a low-pass.
    rising: Lanes,
}

impl Default for Bank {
    fn default() -> Bank {
        let none = [[0.0; LANES]; 2];
        Bank { first: none, taps: none, second: none, memory: [[0.0; LANES]; 4] }
    }
}

impl Bank {
    fn set(&mut self, lane: usize, first: Filter, second: Filter) {
        for n in 0..2 {
            self.first[n][lane] = first.feedback[n];
            self.taps[n][lane] = first.taps[n];
            self.second[n][lane] = second.feedback[n];
        }
    }

    /// Runs samples through, a frame of lanes at a time.
    #[inline(always)]
    fn run<S: Simd>(&mut self, simd: S, frames: impl Iterator<Item = [f32; LANES]>) -> Squares {
        /// Keeps the memory from becoming so small in digital silence that a processor computes it slowly.
        const HUM: f64 = 1e-18;
        let vector = |lanes: Lanes| f64x4::simd_from(simd, lanes);
        let (first, taps, second) = (self.first.map(vector), self.taps.map(vector), self.second.map(vector));
        let (two, less_two, less_four) = (vector([2.0; 4]), vector([-2.0; 4]), vector([-4.0; 4]));
        let [mut last, mut older, mut last_out, mut older_out] = self.memory.map(vector);
        let [mut all, mut above, mut falling, mut rising] = [vector([0.0; LANES]); 4];
        for frame in frames {
            let sample = vector(frame.map(f64::from)) + HUM;
            all = sample.mul_add(sample, all);
            let now = first[0].mul_add(last, first[1].mul_add(older, sample));
            let out = taps[0].mul_add(last, taps[1].mul_add(older, now));
            // 1, −2, 1 from 1, 2, 1: what the first lane's taps are.
            let other = last.mul_add(less_four, out);
            above = other.mul_add(other, above);
            (last, older) = (now, last);

            let now = second[0].mul_add(last_out, second[1].mul_add(older_out, out));
            let outer = now + older_out;
            let fall = last_out.mul_add(less_two, outer);
            let rise = last_out.mul_add(two, outer);
            falling = fall.mul_add(fall, falling);
            rising = rise.mul_add(rise, rising);
            (last_out, older_out) = (now, last_out);
        }
        self.memory = [last, older, last_out, older_out].map(f64x4::into);
        Squares { all: all.into(), above: above.into(), falling: falling.into(), rising: rising.into() }
    }
}

/// A Butterworth low-pass at `hz`, or a little below half the rate if that is lower, and the gain of the high-pass with the same feedback,
/// whose numerator is 1, −2, 1.
fn split(hz: f64, rate: u32) -> (Filter, f64) {
    let k = (PI * hz.min(0.45 * f64::from(rate)) / f64::from(rate)).tan();
    let norm = 1.0 / (1.0 + SQRT_2 * k + k * k);
    let feedback = [2.0 * (1.0 - k * k) * norm, (SQRT_2 * k - 1.0 - k * k) * norm];
    (Filter { feedback, gain: k * k * norm, taps: [2.0, 1.0] }, norm)
}

/// A shelf for the head, then a high-pass, by ITU-R BS.1770.
///
/// The standard gives coefficients for 48 kHz alone; these are their analogue models at any rate, as libebur128 and
/// the crate `ebur128` compute them (which the tests compare with: it takes five times the time, being apart from the other filters).
fn k_weighting(rate: u32) -> (Filter, Filter) {
    let rate = f64::from(rate);
    let feedback = |k: f64, q: f64, norm: f64| [2.0 * (1.0 - k * k) * norm, (k / q - 1.0 - k * k) * norm];
    let (hz, gain, q) = (1_681.974_450_955_533, 3.999_843_853_973_347_f64, 0.707_175_236_955_419_6);
    let k = (PI * hz / rate).tan();
    let (vh, norm) = (10_f64.powf(gain / 20.0), 1.0 / (1.0 + k / q + k * k));
    let vb = vh.powf(0.499_666_774_154_541_6);
    let outer = vh + vb * k / q + k * k;
    let taps = [2.0 * (k * k - vh), vh - vb * k / q + k * k].map(|tap| tap / outer);
    let shelf = Filter { feedback: feedback(k, q, norm), gain: outer * norm, taps };
    let (hz, q) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
    let k = (PI * hz / rate).tan();
    let norm = 1.0 / (1.0 + k / q + k * k);
    // Its numerator isn't normalised: so the standard has it.
    (shelf, Filter { feedback: feedback(k, q, norm), gain: 1.0, taps: [-2.0, 1.0] })
}
