//! Which channel of a source goes to which channel of a device.

/// The most channels that a source keeps; a recording with more is folded into these.
pub(crate) const MOST: u16 = 2;

/// −3 dB, for a channel that is spread over two others or laid over them.
const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;

/// Appends `input`, interleaved with `from` channels, to `out` with `to` (one or two) channels.
///
/// Mono goes to both sides; stereo to mono is the mean; of more channels (left, right, centre, low, then pairs)
/// the centre goes to both sides and pairs to theirs, all at −3 dB and scaled so that nothing clips.
pub(crate) fn fold(input: &[f32], from: usize, to: u16, out: &mut Vec<f32>) {
    if from == 0 {
        return;
    }
    for frame in input.chunks_exact(from) {
        let (left, right) = match frame {
            [one] => (*one, *one),
            [left, right] => (*left, *right),
            [left, right, rest @ ..] => {
                let mut sides = [*left, *right];
                let mut weight = 1.0;
                for (index, sample) in rest.iter().enumerate() {
                    match index {
                        0 => sides = sides.map(|side| side + sample * HALF_POWER),
                        1 => continue, // the low-frequency channel repeats what the others hold
                        _ => sides[index % 2] += sample * HALF_POWER,
                    }
                    weight += if index % 2 == 0 { HALF_POWER } else { 0.0 };
                }
                (sides[0] / weight, sides[1] / weight)
            }
            [] => (0.0, 0.0),
        };
        match to {
            1 => out.push((left + right) / 2.0),
            _ => out.extend([left, right]),
        }
    }
}

/// Writes `input`, of one or two channels (`from`), to a device's frames of `to` channels; others stay silent.
pub(crate) fn spread(input: &[f32], from: u16, output: &mut [f32], to: u16) {
    let (from, to) = (usize::from(from.max(1)), usize::from(to.max(1)));
    for (source, target) in input.chunks_exact(from).zip(output.chunks_exact_mut(to)) {
        match (source, target) {
            ([one], [target]) => *target = *one,
            ([left, right], [target]) => *target = (left + right) / 2.0,
            ([one], [left, right, rest @ ..]) => {
                (*left, *right) = (*one, *one);
                rest.fill(0.0);
            }
            ([first, second, ..], [left, right, rest @ ..]) => {
                (*left, *right) = (*first, *second);
                rest.fill(0.0);
            }
            (_, target) => target.fill(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_reach_the_device_on_their_sides() {
        let cases: [(&[f32], u16, u16, &[f32]); 5] = [
            (&[0.1, 0.2], 1, 1, &[0.1, 0.2]),
            (&[0.1, 0.2], 1, 2, &[0.1, 0.1, 0.2, 0.2]),
            (&[0.1, 0.2], 2, 2, &[0.1, 0.2]),
            (&[0.5, -0.5], 2, 1, &[0.0]),
            (&[0.1, 0.2], 2, 6, &[0.1, 0.2, 0.0, 0.0, 0.0, 0.0]),
        ];
        for (input, from, to, expected) in cases {
            let mut output = vec![9.0; expected.len()];
            spread(input, from, &mut output, to);
            assert_eq!(output, expected, "{from} to {to}");
        }
    }

    #[test]
    fn many_channels_fold_without_clipping() {
        for count in 1..=8 {
            for to in 1..=MOST {
                let mut out = Vec::new();
                fold(&vec![1.0; count * 3], count, to, &mut out);
                assert_eq!(out.len(), 3 * usize::from(to));
                assert!(out.iter().all(|sample| *sample <= 1.000_001), "{count} to {to}: {out:?}");
            }
        }
    }
}
