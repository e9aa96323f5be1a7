//! The speech envelope: how loud the sound is in three bands, a hundred times a second.

/// The level that is stored as 0, in dBFS.
const FLOOR: f32 = -100.0;

/// The levels of 10 ms: entry `n` of an envelope is of the frames from `n` × 10 ms up to the next.
///
/// Each is the mean square of the mix of all channels in half decibels above −100 dBFS: 0 is −100 dBFS and less, 200 is the mean square
/// of a square wave at full scale, 194 that of such a sine. The bands are cut by Butterworth filters of second order, 12 dB an octave,
/// which run causally: the low band is up to 1.3 ms late, speech 0.1 ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// All frequencies.
    pub all: u8,
    /// Below 250 Hz: hum, rumble, and the voice's pitch.
    pub low: u8,
    /// 250 to 3,800 Hz: what makes speech understood.
    pub speech: u8,
    /// Above 3,800 Hz: the noise of s and f.
    pub high: u8,
}

impl Levels {
    /// A stored level in dBFS.
    pub fn dbfs(level: u8) -> f32 {
        f32::from(level) / 2.0 + FLOOR
    }

    /// The level of a mean square, rounded to the nearest half decibel.
    fn of(mean_square: f64) -> u8 {
        let half_decibels = (10.0 * mean_square.log10() as f32 - FLOOR) * 2.0;
        half_decibels.round() as u8 // saturates; what isn't a number is 0
    }
}

/// Sums of the squares of samples: of the mix of all channels, of each of its bands, and K-weighted of all channels.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) all: f64,
    pub(super) low: f64,
    pub(super) speech: f64,
    pub(super) high: f64,
    pub(super) weighted: f64,
}

impl Sums {
    /// As levels, of so many samples.
    pub(super) fn levels(self, count: usize) -> Levels {
        let level = |sum: f64| Levels::of(sum / count.max(1) as f64);
        Levels {
            all: level(self.all),
            low: level(self.low),
            speech: level(self.speech),
            high: level(self.high),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::filters::Filters;
    use super::*;

    fn levels(filters: &mut Filters, samples: &[f32]) -> Levels {
        filters.run(samples, samples).levels(samples.len())
    }

    #[test]
    fn a_tone_is_as_loud_in_each_band_as_its_filters_say() {
        // The tone at −20 dBFS by its mean square; the bands to within a decibel, from the filters' known slopes.
        let cases: [(f64, [f32; 4]); 5] = [
            (60.0, [-20.0, -20.0, -44.8, -92.1]),
            (250.0, [-20.0, -23.0, -23.0, -67.4]),
            (1_000.0, [-20.0, -44.1, -20.0, -43.3]),
            (3_800.0, [-20.0, -70.3, -23.0, -23.0]),
            (8_000.0, [-20.0, -93.3, -33.1, -20.2]),
        ];
        for (hz, expected) in cases {
            for rate in [32_000, 44_100, 48_000] {
                let mut filters = Filters::new(rate, 1);
                let tone: Vec<f32> = (0..rate)
                    .map(|n| {
                        (f64::from(n) * hz * std::f64::consts::TAU / f64::from(rate)).sin()
                            * 0.1
                            * 2_f64.sqrt()
                    })
                    .map(|sample| sample as f32)
                    .collect();
                levels(&mut filters, &tone);
                let Levels { all, low, speech, high } = levels(&mut filters, &tone);
                let got = [all, low, speech, high].map(Levels::dbfs);
                for (got, expected) in got.iter().zip(expected) {
                    // Near half the rate the digital filters fall faster than their models.
                    let close = (got - expected).abs() <= 1.0 || (*got < expected && expected < -30.0);
                    assert!(close, "{hz} Hz at {rate}: {got} for {expected}");
                }
            }
        }
    }

    #[test]
    fn silence_is_zero_and_full_scale_two_hundred() {
        let mut filters = Filters::new(48_000, 1);
        assert_eq!(levels(&mut filters, &[0.0; 480]), Levels::default());
        let square: Vec<f32> = (0..4_800).map(|n| if n / 24 % 2 == 0 { 1.0 } else { -1.0 }).collect();
        assert_eq!(levels(&mut filters, &square).all, 200);
        assert_eq!(levels(&mut filters, &[f32::NAN; 480]).all, 0);
        assert_eq!((Levels::dbfs(0), Levels::dbfs(200)), (-100.0, 0.0));
    }
}
