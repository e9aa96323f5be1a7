//! More than two channels, in every format that can hold them: each is heard where it belongs, as loud as the usual matrix says.

use crate::support::{make, rest};
use cueline_playback::decode::Reader;

/// How loud a full tone in one channel is on the left and on the right; of the channels in ffmpeg's order.
type Sides = [f64; 2];

/// Of 5.1: the front, the middle, the bass, and one of the sides.
const FIVE: [Sides; 5] = [[0.414, 0.0], [0.0, 0.414], [0.293; 2], [0.0; 2], [0.293, 0.0]];
/// Of 6.1: besides, the middle behind.
const SIX: [Sides; 7] =
    [[0.343, 0.0], [0.0, 0.343], [0.243; 2], [0.0; 2], [0.243, 0.0], [0.0, 0.243], [0.172; 2]];
/// Of 7.1 as ALAC has it: besides, the back, and two in front between the middle and the sides.
const SEVEN: [Sides; 8] = [
    [0.293, 0.0],
    [0.0, 0.293],
    [0.207; 2],
    [0.0; 2],
    [0.207, 0.0],
    [0.0, 0.207],
    [0.293, 0.0],
    [0.0, 0.293],
];

fn check(name: &str, codec: &str, layout: &str, count: usize, sides: &[Sides]) {
    let folder = tempfile::tempdir().unwrap();
    for (channel, expected) in sides.iter().enumerate() {
        let path = folder.path().join(name);
        let tone = "0.125*sin(2*PI*440*t)";
        let sources: Vec<_> = (0..count).map(|n| if n == channel { tone } else { "0" }).collect();
        let source = format!("aevalsrc={}:c={layout}:s=48000:d=1", sources.join("|"));
        make(&["-f", "lavfi", "-i", &source, "-c:a", codec], &path);
        let sound = rest(&mut Reader::open(&path).unwrap());
        for side in 0..2 {
            let frames = sound.chunks_exact(2).skip(9600).take(19_200);
            let sum: f64 = frames.map(|frame| f64::from(frame[side]).powi(2)).sum();
            let level = (sum / 19_200.0 * 2.0).sqrt() * 8.0;
            let right = (level - expected[side]).abs() < 0.03;
            assert!(right, "{name}, {layout}, channel {channel}, side {side}: {level}");
        }
    }
}

#[test]
fn more_channels_are_folded_by_their_places() {
    for (name, codec) in [
        ("a.wav", "pcm_s24le"),
        ("a.flac", "flac"),
        ("a.ogg", "libvorbis"),
        ("a.opus", "libopus"),
        ("a.m4a", "alac"),
        ("a.caf", "alac"),
        ("a.mkv", "libopus"),
    ] {
        check(name, codec, "5.1", 6, &FIVE);
    }
    for name in ["a.m4a", "a.caf"] {
        check(name, "alac", "6.1(back)", 7, &SIX);
        check(name, "alac", "7.1(wide)", 8, &SEVEN);
    }
}
