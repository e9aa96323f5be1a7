//! Filters of second order in direct form II, and the K-weighting of BS.1770 made of two of them.

use std::f64::consts::{PI, SQRT_2};

/// A filter of second order: what comes back (`a`), what goes out (`b`), and two values of memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Biquad {
    a: [f64; 2],
    b: [f64; 3],
    /// The numerator of the high half, for a filter that splits.
    high: f64,
    memory: [f64; 2],
}

impl Biquad {
    /// A Butterworth low-pass and high-pass that share their poles, at `hz`, or a little below half the rate if that is lower.
    pub(super) fn split(hz: f64, rate: u32) -> Biquad {
        let k = (PI * hz.min(0.45 * f64::from(rate)) / f64::from(rate)).tan();
        let norm = 1.0 / (1.0 + SQRT_2 * k + k * k);
        let low = k * k * norm;
        Biquad {
            a: [2.0 * (k * k - 1.0) * norm, (1.0 - SQRT_2 * k + k * k) * norm],
            b: [low, 2.0 * low, low],
            high: norm,
            memory: [0.0; 2],
        }
    }

    /// The filtered sample.
    #[inline(always)]
    fn step(&mut self, sample: f64) -> f64 {
        let [one, two] = self.memory;
        let now = (sample - self.a[1] * two) - self.a[0] * one;
        self.memory = [now, one];
        self.b[0] * now + (self.b[1] * one + self.b[2] * two)
    }

    /// What of the sample lies below and above the split.
    #[inline(always)]
    pub(super) fn halves(&mut self, sample: f64) -> (f64, f64) {
        let [one, two] = self.memory;
        let now = (sample - self.a[1] * two) - self.a[0] * one;
        self.memory = [now, one];
        let outer = now + two;
        (self.b[0] * outer + self.b[1] * one, self.high * (outer - 2.0 * one))
    }
}

/// The K-weighting of ITU-R BS.1770: a shelf for the head, then a high-pass.
///
/// The standard gives coefficients for 48 kHz alone; these are their analogue models at any rate, as libebur128 and
/// the crate `ebur128` compute them (which the tests compare with: it takes twice the time, being apart from the other filters).
#[derive(Clone, Copy, Debug)]
pub(super) struct KWeighting {
    shelf: Biquad,
    high_pass: Biquad,
}

impl KWeighting {
    pub(super) fn new(rate: u32) -> KWeighting {
        let rate = f64::from(rate);
        let (hz, gain, q) = (1_681.974_450_955_533, 3.999_843_853_973_347_f64, 0.707_175_236_955_419_6);
        let k = (PI * hz / rate).tan();
        let (vh, norm) = (10_f64.powf(gain / 20.0), 1.0 / (1.0 + k / q + k * k));
        let vb = vh.powf(0.499_666_774_154_541_6);
        let poles = |k: f64, q: f64, norm: f64| [2.0 * (k * k - 1.0) * norm, (1.0 - k / q + k * k) * norm];
        let shelf = Biquad {
            a: poles(k, q, norm),
            b: [vh + vb * k / q + k * k, 2.0 * (k * k - vh), vh - vb * k / q + k * k].map(|b| b * norm),
            high: 0.0,
            memory: [0.0; 2],
        };
        let (hz, q) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
        let k = (PI * hz / rate).tan();
        let norm = 1.0 / (1.0 + k / q + k * k);
        // Its numerator isn't normalised: so the standard has it.
        let high_pass = Biquad { a: poles(k, q, norm), b: [1.0, -2.0, 1.0], high: 0.0, memory: [0.0; 2] };
        KWeighting { shelf, high_pass }
    }

    /// The weighted sample.
    #[inline(always)]
    pub(super) fn step(&mut self, sample: f64) -> f64 {
        self.high_pass.step(self.shelf.step(sample))
    }
}
