//! Which channel of a source goes to which channel of a device.

use symphonia::core::audio::{ChannelLabel, Channels, Position};

/// The most channels that a source keeps; a recording with more is folded into these.
pub(crate) const MOST: u16 = 2;

/// −3 dB, for a channel that is spread over two others or laid over them.
const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;

/// How much of each channel of a source goes to the left and to the right.
///
/// The formula is that of Recommendation ITU-R BS.775-4, annex 4, table 2 (L + 0.7071 C + 0.7071 Ls, and the same on the
/// right), with every channel placed by its own position rather than by its number: the order differs from format to
/// format. Low-frequency channels repeat what the others hold and are left out. The sums are scaled so that nothing clips.
pub(crate) struct Mix {
    weights: Vec<[f32; 2]>,
}

impl Mix {
    /// The mix for a source with these channels.
    pub(crate) fn of(channels: &Channels) -> Mix {
        let mut weights: Vec<[f32; 2]> = match channels {
            Channels::Positioned(positions) => positions.iter().map(weight).collect(),
            Channels::Custom(labels) => labels
                .iter()
                .map(|label| match label {
                    ChannelLabel::Positioned(position) => weight(*position),
                    _ => [HALF_POWER; 2],
                })
                .collect(),
            // Of the components of a sound field the first is the sound from everywhere.
            Channels::Ambisonic(_) => {
                (0..channels.count()).map(|index| if index == 0 { [1.0; 2] } else { [0.0; 2] }).collect()
            }
            unplaced => usual(unplaced.count()).map(weight).collect(),
        };
        weights.resize(channels.count(), [0.0; 2]);
        match &mut *weights {
            [one] => *one = [1.0; 2],
            [left, right] => (*left, *right) = ([1.0, 0.0], [0.0, 1.0]),
            _ => {}
        }
        let sum = |side: usize| weights.iter().map(|weight| weight[side]).sum::<f32>();
        let loudest = sum(0).max(sum(1));
        if loudest > 1.0 {
            weights.iter_mut().flatten().for_each(|weight| *weight /= loudest);
        }
        Mix { weights }
    }

    /// Appends `input`, interleaved, to `out` with `to` (one or two) channels; one is the mean of the sides.
    pub(crate) fn fold(&self, input: &[f32], to: u16, out: &mut Vec<f32>) {
        for frame in input.chunks_exact(self.weights.len().max(1)) {
            let mut sides = [0.0; 2];
            for (sample, weight) in frame.iter().zip(&self.weights) {
                sides[0] += sample * weight[0];
                sides[1] += sample * weight[1];
            }
            match to {
                1 => out.push((sides[0] + sides[1]) / 2.0),
                _ => out.extend(sides),
            }
        }
    }
}

/// What a channel gives to the left and the right before the sums are scaled.
fn weight(position: Position) -> [f32; 2] {
    const LEFT: Position = Position::SIDE_LEFT
        .union(Position::REAR_LEFT)
        .union(Position::TOP_FRONT_LEFT)
        .union(Position::TOP_REAR_LEFT)
        .union(Position::TOP_SIDE_LEFT)
        .union(Position::BOTTOM_FRONT_LEFT);
    const RIGHT: Position = Position::SIDE_RIGHT
        .union(Position::REAR_RIGHT)
        .union(Position::TOP_FRONT_RIGHT)
        .union(Position::TOP_REAR_RIGHT)
        .union(Position::TOP_SIDE_RIGHT)
        .union(Position::BOTTOM_FRONT_RIGHT);
    const FRONT_LEFT: Position =
        Position::FRONT_LEFT.union(Position::FRONT_LEFT_CENTER).union(Position::FRONT_LEFT_WIDE);
    const FRONT_RIGHT: Position =
        Position::FRONT_RIGHT.union(Position::FRONT_RIGHT_CENTER).union(Position::FRONT_RIGHT_WIDE);
    if FRONT_LEFT.contains(position) {
        [1.0, 0.0]
    } else if FRONT_RIGHT.contains(position) {
        [0.0, 1.0]
    } else if LEFT.contains(position) {
        [HALF_POWER, 0.0]
    } else if RIGHT.contains(position) {
        [0.0, HALF_POWER]
    } else if Position::LFE1.union(Position::LFE2).contains(position) {
        [0.0, 0.0]
    } else if position == Position::REAR_CENTER {
        [0.5, 0.5] // first over the two surround channels, then these over the front ones
    } else {
        [HALF_POWER; 2]
    }
}

/// The usual places of so many channels, where a file doesn't tell them.
fn usual(count: usize) -> impl Iterator<Item = Position> {
    use Position as P;
    let places: &[P] = match count {
        1 => &[P::FRONT_CENTER],
        2 => &[P::FRONT_LEFT, P::FRONT_RIGHT],
        3 => &[P::FRONT_LEFT, P::FRONT_RIGHT, P::FRONT_CENTER],
        4 => &[P::FRONT_LEFT, P::FRONT_RIGHT, P::REAR_LEFT, P::REAR_RIGHT],
        5 => &[P::FRONT_LEFT, P::FRONT_RIGHT, P::FRONT_CENTER, P::REAR_LEFT, P::REAR_RIGHT],
        6 => &[P::FRONT_LEFT, P::FRONT_RIGHT, P::FRONT_CENTER, P::LFE1, P::REAR_LEFT, P::REAR_RIGHT],
        7 => &[
            P::FRONT_LEFT,
            P::FRONT_RIGHT,
            P::FRONT_CENTER,
            P::LFE1,
            P::REAR_CENTER,
            P::SIDE_LEFT,
            P::SIDE_RIGHT,
        ],
        _ => &[
            P::FRONT_LEFT,
            P::FRONT_RIGHT,
            P::FRONT_CENTER,
            P::LFE1,
            P::REAR_LEFT,
            P::REAR_RIGHT,
            P::SIDE_LEFT,
            P::SIDE_RIGHT,
        ],
    };
    places.iter().copied()
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
    fn channels_fold_by_their_places_without_clipping() {
        use Position as P;
        let front = P::FRONT_LEFT | P::FRONT_RIGHT;
        let cases: [(&str, Channels, usize, [f32; 2]); 10] = [
            (
                "5.1, the centre",
                Channels::Positioned(front | P::FRONT_CENTER | P::LFE1 | P::REAR_LEFT | P::REAR_RIGHT),
                2,
                [0.2929; 2],
            ),
            (
                "5.1, the low one",
                Channels::Positioned(front | P::FRONT_CENTER | P::LFE1 | P::REAR_LEFT | P::REAR_RIGHT),
                3,
                [0.0; 2],
            ),
            (
                "5.1, the left at the side",
                Channels::Positioned(front | P::FRONT_CENTER | P::LFE1 | P::SIDE_LEFT | P::SIDE_RIGHT),
                4,
                [0.2929, 0.0],
            ),
            (
                "5.0, the right at the rear",
                Channels::Positioned(front | P::FRONT_CENTER | P::REAR_LEFT | P::REAR_RIGHT),
                4,
                [0.0, 0.2929],
            ),
            (
                "quad, the left at the rear",
                Channels::Positioned(front | P::REAR_LEFT | P::REAR_RIGHT),
                2,
                [0.4142, 0.0],
            ),
            ("3.0, the right", Channels::Positioned(front | P::FRONT_CENTER), 1, [0.0, 0.5858]),
            (
                "6.1, the middle at the rear",
                Channels::Positioned(
                    front | P::FRONT_CENTER | P::LFE1 | P::REAR_CENTER | P::SIDE_LEFT | P::SIDE_RIGHT,
                ),
                4,
                [0.1716; 2],
            ),
            ("6 without places, the centre", Channels::Discrete(6), 2, [0.2929; 2]),
            ("two, the second", Channels::Positioned(front), 1, [0.0, 1.0]),
            ("one", Channels::Discrete(1), 0, [1.0; 2]),
        ];
        for (what, channels, loud, expected) in cases {
            let mut frame = vec![0.0; channels.count()];
            frame[loud] = 1.0;
            let mut out = Vec::new();
            Mix::of(&channels).fold(&frame, 2, &mut out);
            let near = out.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-4);
            assert!(near, "{what}: {out:?}");
        }
        for count in 1..=32 {
            for to in 1..=MOST {
                let mut out = Vec::new();
                Mix::of(&Channels::Discrete(count)).fold(&vec![1.0; usize::from(count) * 3], to, &mut out);
                assert_eq!(out.len(), 3 * usize::from(to));
                assert!(out.iter().all(|sample| *sample <= 1.000_001), "{count} to {to}: {out:?}");
            }
        }
    }
}
