//! MP3s as they are found: joined, tagged, damaged, in odd formats. Each is read from any frame on as from its start.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Random, make, rest};
use cueline_playback::Frame;
use cueline_playback::decode::Reader;

const SECONDS: f64 = 6.3;
/// What LAME puts before the sound, with what every decoder adds.
const DELAY: f64 = 1105.0;

/// Encodes a rising tone, by which every position is known.
fn encode(folder: &Path, name: &str, rate: u32, channels: u16, options: &[&str]) -> Vec<u8> {
    let (wav, path) = (folder.join("source.wav"), folder.join(name));
    let frames = (SECONDS * f64::from(rate)) as u32;
    crate::support::sample_wav(&wav, rate, channels, frames, |n| chirp(f64::from(n) / f64::from(rate)));
    make(&[&["-i", wav.to_str().unwrap()], options].concat(), &path);
    fs::read(&path).unwrap()
}

fn chirp(seconds: f64) -> f32 {
    crate::support::chirp(seconds, SECONDS)
}

const BARE: [&str; 4] = ["-write_xing", "0", "-id3v2_version", "0"];

fn bare(folder: &Path, rate: u32, channels: u16, options: &[&str]) -> Vec<u8> {
    encode(folder, "bare.mp3", rate, channels, &[options, &BARE].concat())
}

fn write(folder: &Path, parts: &[&[u8]]) -> PathBuf {
    let path = folder.join("made.mp3");
    fs::write(&path, parts.concat()).unwrap();
    path
}

fn linear(path: &Path) -> Vec<f32> {
    rest(&mut Reader::open(path).unwrap())
}

/// Seeks to so many places, `extra` ones among them, and compares what is read there with the linear decode.
fn seeks_are_exact(path: &Path, what: &str, count: usize, extra: &[u64]) -> Vec<f32> {
    let mut reader = Reader::open(path).unwrap();
    let linear = rest(&mut reader);
    let channels = usize::from(reader.info().channels);
    let frames = (linear.len() / channels) as u64;
    assert_eq!(reader.length(), Some(Frame(frames)), "{what}: the length is what is there");
    let mut random = Random::new(count as u64);
    let targets: Vec<u64> = (0..count).map(|_| random.below(frames)).chain(extra.iter().copied()).collect();
    for target in targets.into_iter().filter(|target| *target < frames) {
        assert_eq!(reader.seek(Frame(target)).unwrap(), Frame(target), "{what}");
        let mut sound = Vec::new();
        while sound.len() < 3000 * channels && reader.read(&mut sound).unwrap() > 0 {}
        let expected = &linear[target as usize * channels..][..sound.len()];
        let wrong = sound.iter().zip(expected).position(|(a, b)| a.to_bits() != b.to_bits());
        assert_eq!(wrong, None, "{what}: at {target} of {frames}");
    }
    linear
}

/// How far the chirp that should begin at `start` (a frame of `sound`) is off, in frames.
fn offset(sound: &[f32], channels: usize, rate: u32, start: f64) -> i64 {
    let power = |shift: i64| -> f64 {
        let from = start as usize + rate as usize;
        (from..from + 2 * rate as usize)
            .map(|n| {
                let expected = chirp((n as f64 - shift as f64 - start) / f64::from(rate));
                f64::from(sound[n * channels]) * f64::from(expected)
            })
            .sum()
    };
    (-40..=40).max_by(|a, b| power(*a).total_cmp(&power(*b))).unwrap()
}

#[test]
fn joined_files_of_every_kind_play_through_with_true_positions() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let first = encode(at, "first.mp3", 44_100, 2, &["-b:a", "128k"]);
    let tag = [b"TAG".as_slice(), &[0x20; 125]].concat();
    let others: [(&str, u32, u16, Vec<u8>); 8] = [
        ("another encoding", 44_100, 2, encode(at, "a.mp3", 44_100, 2, &["-q:a", "5"])),
        ("one channel", 44_100, 1, encode(at, "b.mp3", 44_100, 1, &["-b:a", "64k"])),
        ("half the rate", 22_050, 1, encode(at, "c.mp3", 22_050, 1, &["-b:a", "48k"])),
        ("a higher rate", 48_000, 2, encode(at, "d.mp3", 48_000, 2, &["-q:a", "4"])),
        ("a rate of version 2.5", 11_025, 1, encode(at, "e.mp3", 11_025, 1, &["-b:a", "32k"])),
        ("no header and no tag", 32_000, 2, bare(at, 32_000, 2, &["-b:a", "96k"])),
        ("layer II", 44_100, 2, encode(at, "f.mp2", 44_100, 2, &["-b:a", "192k"])),
        ("layer II of version 2", 24_000, 1, encode(at, "g.mp2", 24_000, 1, &["-b:a", "64k"])),
    ];
    for (what, rate, _, other) in &others {
        let path = write(at, &[&first, &tag, other, &first]);
        let info = cueline_playback::probe(&path).unwrap();
        assert_eq!(info.notices, [""; 0], "{what}");
        let joints: Vec<u64> = info.joints.iter().map(|joint| joint.frame.0).collect();
        assert_eq!(joints.len(), 2, "{what}: joints at {joints:?}");
        let near: Vec<u64> = joints
            .iter()
            .flat_map(|joint| (0..12).map(move |n| (joint + n * 701).saturating_sub(3000)))
            .collect();
        let sound = seeks_are_exact(&path, what, 200, &near);
        let delay = if what.starts_with("layer") { 481.0 } else { DELAY };
        let start = joints[0] as f64 + delay * 44_100.0 / f64::from(*rate);
        let off = offset(&sound, 2, 44_100, start);
        assert!(off.abs() <= 1, "{what}: the second is off by {off}");
        let off = offset(&sound, 2, 44_100, joints[1] as f64 + DELAY);
        assert!(off.abs() <= 1, "{what}: the third is off by {off}");
    }
}

#[test]
fn a_skewed_file_without_a_header_is_as_long_as_its_frames() {
    let folder = tempfile::tempdir().unwrap();
    let low = bare(folder.path(), 44_100, 1, &["-b:a", "32k"]);
    let high = bare(folder.path(), 44_100, 1, &["-b:a", "320k"]);
    let path = write(folder.path(), &[&low, &low, &high, &low]);
    let sound = seeks_are_exact(&path, "skewed", 200, &[]);
    let seconds = sound.len() as f64 / 44_100.0;
    assert!((seconds - 4.0 * SECONDS).abs() < 0.3, "{seconds}");
}

/// Every frame of a bare file, changed; without padding each is `len` bytes long.
fn frames(mut bytes: &[u8], len: usize, change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    while bytes.len() > 4 {
        let (frame, rest) = bytes.split_at((len + usize::from(bytes[2] >> 1 & 1)).min(bytes.len()));
        let mut frame = frame.to_vec();
        change(&mut frame);
        out.extend(frame);
        bytes = rest;
    }
    out
}

#[test]
fn the_free_format_sounds_as_the_stated_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let free = |frame: &mut Vec<u8>| frame[2] &= 0x0f;
    let longer = |frame: &mut Vec<u8>| {
        frame[2] &= 0x0f;
        frame.extend([0; 7]);
    };
    type Change<'a> = &'a dyn Fn(&mut Vec<u8>);
    let cases: [(&str, usize, Vec<u8>, Change<'_>); 6] = [
        ("of a usual length", 384, bare(at, 48_000, 2, &["-b:a", "128k"]), &free),
        ("one channel", 192, bare(at, 48_000, 1, &["-b:a", "64k"]), &free),
        ("of an odd length", 384, bare(at, 48_000, 2, &["-b:a", "128k", "-reservoir", "0"]), &longer),
        ("padded, of an odd length", 208, bare(at, 44_100, 1, &["-b:a", "64k", "-reservoir", "0"]), &longer),
        ("version 2", 144, bare(at, 24_000, 1, &["-b:a", "48k", "-reservoir", "0"]), &longer),
        ("layer II", 768, encode(at, "two.mp2", 48_000, 2, &["-b:a", "256k"]), &longer),
    ];
    for (what, len, stated, change) in cases {
        let expected = linear(&write(at, &[&stated]));
        let sound = seeks_are_exact(&write(at, &[&frames(&stated, len, change)]), what, 200, &[]);
        assert_eq!(sound.len(), expected.len(), "{what}");
        let wrong = sound.iter().zip(&expected).position(|(a, b)| (a - b).abs() > 1e-5);
        assert_eq!(wrong, None, "{what}");
    }
}

#[test]
fn what_lies_around_the_sound_does_not_move_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let sound = bare(at, 44_100, 2, &["-b:a", "128k"]);
    let expected = linear(&write(at, &[&sound]));
    let size = |bytes: usize| [21, 14, 7, 0].map(|shift| (bytes >> shift & 0x7f) as u8);
    // A picture that holds whole frames of sound.
    let cover = [b"ID3\x04\0\0".as_slice(), &size(5000), &sound[..5000]].concat();
    let ape = |flags: u8| {
        [b"APETAGEX\xd0\x07\0\0".as_slice(), &[0x88, 0x13, 0, 0], &[0; 4], &[0, 0, 0, flags], &[0; 8]]
            .concat()
    };
    let ape = [&ape(0xa0), &sound[100..5068], &ape(0x80)].concat();
    let tag = [b"TAG".as_slice(), &[0xff; 125]].concat();
    let junk = b"no sound but a few words".as_slice();
    let cases: [(&str, Vec<&[u8]>); 5] = [
        ("a cover with false frames", vec![&cover, &sound]),
        ("two covers", vec![&cover, &cover, &sound]),
        ("an APE tag before", vec![&ape, &sound]),
        ("tags behind", vec![&sound, &ape, &tag]),
        ("junk around", vec![junk, &sound, junk]),
    ];
    for (what, parts) in cases {
        let made = seeks_are_exact(&write(at, &parts), what, 50, &[]);
        assert_eq!(made.len(), expected.len(), "{what}");
        assert!(made == expected, "{what}");
    }
}

#[test]
fn damage_is_silence_of_the_right_length() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let constant = bare(at, 44_100, 2, &["-b:a", "128k"]);
    let noisy = bare(at, 44_100, 2, &["-q:a", "2"]);
    for (what, whole, exact) in [("constant bit rate", &constant, true), ("variable bit rate", &noisy, false)]
    {
        let expected = linear(&write(at, &[whole]));
        let mut broken = whole.clone();
        let (from, to) = (whole.len() / 3, whole.len() / 2);
        broken[from..to].fill(0);
        let path = write(at, &[&broken]);
        let info = cueline_playback::probe(&path).unwrap();
        assert_eq!(info.notices.len(), 1, "{what}: {:?}", info.notices);
        assert!(info.notices[0].contains("damaged at 0:02"), "{what}: {:?}", info.notices);
        let mut reader = Reader::open(&path).unwrap();
        while reader.read(&mut Vec::new()).unwrap() > 0 {}
        assert!(!reader.damage().is_empty(), "{what}");
        assert_eq!(reader.take_damage(), None, "{what}: what the notice tells of isn't told again");
        let gap = (expected.len() / 3) as u64 / 2;
        let sound = seeks_are_exact(&path, what, 200, &[gap, gap + 500, gap + 40_000]);
        if exact {
            assert_eq!(sound.len(), expected.len(), "{what}");
            let tail = sound.len() - 2 * 44_100;
            assert!(sound[tail..] == expected[tail..], "{what}: the sound behind it is where it was");
            assert_eq!(info.joints, [], "{what}");
        } else {
            let off = sound.len().abs_diff(expected.len()) as f64 / 88_200.0;
            assert!(off < 0.3, "{what}: off by {off} s");
        }
    }
    // The last frame is cut, and so is one in the middle, where another file begins.
    let path = write(at, &[&constant[..40_000], &noisy[..40_001]]);
    let info = cueline_playback::probe(&path).unwrap();
    assert!(info.notices.iter().any(|notice| notice.contains("cut short")), "{:?}", info.notices);
    assert_eq!(info.joints.len(), 1);
    seeks_are_exact(&path, "cut twice", 200, &[info.joints[0].frame.0]);
}

#[test]
fn broken_bytes_sound_the_same_from_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut random = Random::new(11);
    for (rate, options) in [(44_100, ["-b:a", "96k"]), (22_050, ["-q:a", "4"]), (8_000, ["-b:a", "8k"])] {
        let mut bytes = bare(at, rate, 1, &options);
        for _ in 0..60 {
            let place = random.below(bytes.len() as u64) as usize;
            bytes[place] = random.below(256) as u8;
        }
        seeks_are_exact(&write(at, &[&bytes]), &format!("{rate} {options:?}"), 200, &[]);
    }
}
