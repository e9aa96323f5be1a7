//! Files that are cut short, overwritten, still growing or gone, in every format: what can be decoded plays, and stays where it was.
//!
//! The sound is a rising tone, by which every position is known: where it lies is found by correlation, to the frame.

use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::support::{Random, make, rest};
use cueline_playback::decode::Reader;
use cueline_playback::{Frame, probe};

const RATE: u32 = 48_000;
const SECONDS: f64 = 12.3;

/// A format: a file's name, and how ffmpeg makes it.
type Format<'a> = (&'static str, &'a [&'static str]);

const FORMATS: [Format<'static>; 14] = [
    ("a.wav", &[]),
    ("float.wav", &["-c:a", "pcm_f32le"]),
    ("a.w64", &["-c:a", "pcm_s16le"]),
    ("a.aiff", &[]),
    ("a.caf", &["-c:a", "pcm_s16be"]),
    ("alac.caf", &["-c:a", "alac"]),
    ("a.flac", &[]),
    ("a.m4a", &["-b:a", "96k", "-movflags", "+faststart"]),
    ("alac.m4a", &["-c:a", "alac", "-movflags", "+faststart"]),
    ("a.aac", &["-b:a", "96k"]),
    ("a.ogg", &["-c:a", "libvorbis", "-q:a", "4"]),
    ("a.opus", &["-c:a", "libopus", "-b:a", "64k"]),
    ("a.webm", &["-c:a", "libopus", "-b:a", "64k", "-cluster_time_limit", "1000"]),
    ("a.mkv", &["-c:a", "flac", "-cluster_time_limit", "1000"]),
];

fn chirp(seconds: f64) -> f32 {
    crate::support::chirp(seconds, SECONDS)
}

/// Encodes the rising tone.
fn encode(folder: &Path, (name, options): Format<'_>) -> PathBuf {
    let (wav, path) = (folder.join("source.wav"), folder.join(name));
    crate::support::sample_wav(&wav, RATE, 1, (SECONDS * f64::from(RATE)) as u32, |n| {
        chirp(f64::from(n) / f64::from(RATE))
    });
    make(&[&["-i", wav.to_str().unwrap()], options].concat(), &path);
    if name == "a.aac" {
        make_frames_equally_long(&path);
    }
    path
}

/// AAC without a container tells no times, so only in frames of one length can lost ones be counted exactly.
fn make_frames_equally_long(path: &Path) {
    let bytes = fs::read(path).unwrap();
    let size = |frame: &[u8]| {
        usize::from(frame[3] & 3) << 11 | usize::from(frame[4]) << 3 | usize::from(frame[5] >> 5)
    };
    let (mut frames, mut rest) = (Vec::new(), &bytes[..]);
    while !rest.is_empty() {
        let (frame, behind) = rest.split_at(size(rest));
        frames.push(frame.to_vec());
        rest = behind;
    }
    let longest = frames.iter().map(Vec::len).max().unwrap();
    for frame in &mut frames {
        frame.resize(longest, 0);
        frame[3] = frame[3] & !3 | (longest >> 11) as u8;
        frame[4] = (longest >> 3) as u8;
        frame[5] = frame[5] & 0x1f | (longest << 5) as u8;
    }
    fs::write(path, frames.concat()).unwrap();
}

/// What the encoder puts before the sound and its file doesn't tell.
fn delay(name: &str) -> i64 {
    if name.ends_with(".aac") { 1024 } else { 0 }
}

fn linear(path: &Path) -> Vec<f32> {
    rest(&mut Reader::open(path).unwrap())
}

/// How far the sound that was read at `frame` is off, in frames.
fn offset(sound: &[f32], frame: i64) -> i64 {
    let power = |shift: i64| -> f64 {
        let at = |n: usize| f64::from(chirp((frame + n as i64 - shift) as f64 / f64::from(RATE)));
        sound.iter().enumerate().map(|(n, sample)| f64::from(*sample) * at(n)).sum()
    };
    (-40..=40).max_by(|a, b| power(*a).total_cmp(&power(*b))).unwrap()
}

/// Checks the position of a fifth of a second from each of these frames on, reached by a seek.
fn is_in_place(path: &Path, frames: impl IntoIterator<Item = u64>) {
    let name = path.file_name().unwrap().to_string_lossy();
    let mut reader = Reader::open(path).unwrap();
    for frame in frames {
        assert_eq!(reader.seek(Frame(frame)).unwrap(), Frame(frame), "{name}");
        let mut sound = Vec::new();
        while sound.len() < 9600 && reader.read(&mut sound).unwrap() > 0 {}
        let off = offset(&sound, frame as i64 - delay(&name));
        assert!(off.abs() <= 1, "{name}: at {frame} it is off by {off}");
    }
}

/// Tries every format, and says at the end which ones failed.
fn each(check: impl Fn(Format<'static>)) {
    let tried =
        FORMATS.into_iter().filter(|format| catch_unwind(AssertUnwindSafe(|| check(*format))).is_err());
    let failed: Vec<_> = tried.map(|(name, _)| name).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn every_format_is_in_place_after_every_seek() {
    let folder = tempfile::tempdir().unwrap();
    each(|format| {
        let path = encode(folder.path(), format);
        let mut random = Random::new(7);
        is_in_place(&path, (0..25).map(|_| 2000 + random.below(11 * u64::from(RATE))));
    });
}

#[test]
fn what_follows_damage_keeps_its_place_and_the_damage_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    each(|format @ (name, _)| {
        let path = encode(folder.path(), format);
        let length = linear(&path).len();
        for fill in [0, 0xa5] {
            let mut bytes = fs::read(encode(folder.path(), format)).unwrap();
            let (from, to) = (bytes.len() * 2 / 5, bytes.len() / 2);
            bytes[from..to].fill(fill);
            fs::write(&path, bytes).unwrap();
            let mut reader = Reader::open(&path).unwrap();
            let (mut sound, mut told) = (Vec::new(), Vec::new());
            while reader.read(&mut sound).unwrap() > 0 {
                told.extend(reader.take_damage());
            }
            assert_eq!(sound.len(), length, "{name}: the time goes on over the damage");
            let plain = ["wav", "w64", "aiff"].iter().any(|end| name.ends_with(end)) || name == "a.caf";
            assert_eq!(told.len(), usize::from(!plain), "{name}: {told:?}");
            assert!(told.iter().all(|told| told.contains(name)), "{told:?}");
            // What is lost ends before 8 s: a Matroska goes on with its next cluster.
            is_in_place(&path, [RATE, 3 * RATE, 8 * RATE, 9 * RATE, 11 * RATE].map(u64::from));
        }
    });
}

#[test]
fn of_a_file_that_is_cut_short_all_is_heard_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    each(|format @ (name, _)| {
        let path = encode(folder.path(), format);
        let whole = linear(&path);
        let bytes = fs::read(&path).unwrap();
        // A table of packets behind the sound is lost with it, and nobody knows then where they begin.
        if name == "alac.caf" {
            return;
        }
        fs::write(&path, &bytes[..bytes.len() / 2 + 5]).unwrap();
        let mut reader = Reader::open(&path).unwrap();
        let notices = reader.info().notices.clone();
        assert!(
            matches!(&notices[..], [one] if one.contains("cut short") && one.contains(name)),
            "{name}: {notices:?}"
        );
        let sound = rest(&mut reader);
        assert_eq!(reader.length(), Some(Frame(sound.len() as u64)), "{name}");
        let share = sound.len() as f64 / whole.len() as f64;
        assert!((0.3..0.6).contains(&share), "{name}: {share} of it");
        assert_eq!(reader.damage(), [], "{name}");
        // The last packet may lack what the next one would have added to it.
        let same = sound.len() - 4096;
        let wrong = sound[..same].iter().zip(&whole).position(|(a, b)| a.to_bits() != b.to_bits());
        assert_eq!(wrong, None, "{name} of {same}");
    });
}

#[test]
fn a_file_that_grows_while_it_is_open_is_read_on() {
    let folder = tempfile::tempdir().unwrap();
    each(|format @ (name, _)| {
        if name == "alac.caf" {
            return; // its table of packets is written last
        }
        let path = encode(folder.path(), format);
        let whole = linear(&path);
        let bytes = fs::read(&path).unwrap();
        let (first, second) = bytes.split_at(bytes.len() / 2 + 5);
        fs::write(&path, first).unwrap();
        let mut reader = Reader::open(&path).unwrap();
        let mut sound = rest(&mut reader);
        let before = sound.len();
        assert!(before < whole.len() * 3 / 5, "{name}: {before}");
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(second).unwrap();
        sound.extend(rest(&mut reader));
        assert_eq!(reader.take_update().unwrap().unwrap().frames, Some(whole.len() as u64), "{name}");
        assert_eq!(sound.len(), whole.len(), "{name}");
        let wrong =
            sound[before..].iter().zip(&whole[before..]).position(|(a, b)| a.to_bits() != b.to_bits());
        assert_eq!(wrong, None, "{name}: from {before} on");
    });
}

#[test]
fn of_a_file_that_vanishes_the_rest_is_silence_of_the_right_length() {
    let folder = tempfile::tempdir().unwrap();
    let check = |format @ (name, _): Format<'static>| {
        let path = encode(folder.path(), format);
        let whole = linear(&path);
        let mut reader = Reader::open(&path).unwrap();
        let mut sound = Vec::new();
        while sound.len() < 2 * RATE as usize {
            reader.read(&mut sound).unwrap();
        }
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1000).unwrap();
        let mut told = Vec::new();
        while reader.read(&mut sound).unwrap() > 0 {
            told.extend(reader.take_damage());
        }
        assert_eq!(sound.len(), whole.len(), "{name}");
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        for second in [3, 11, 0] {
            let frame = Frame(u64::from(second * RATE));
            assert_eq!(reader.seek(frame).unwrap(), frame, "{name}");
            reader.read(&mut sound).unwrap();
        }
    };
    check(("a.mp3", &["-b:a", "64k"]));
    each(check);
}

#[test]
fn infinities_and_what_is_no_number_are_silent() {
    let folder = tempfile::tempdir().unwrap();
    let single = |bytes: fn(f32) -> [u8; 4]| [f32::NAN, f32::NEG_INFINITY].map(bytes).concat();
    // Where the samples begin: so many bytes behind the name of their chunk.
    let cases = [
        ("a.wav", "pcm_f32le", b"data", 8, single(f32::to_le_bytes)),
        ("b.wav", "pcm_f64le", b"data", 8, f64::MAX.to_le_bytes().to_vec()),
        ("c.caf", "pcm_f32be", b"data", 16, single(f32::to_be_bytes)),
        ("d.aiff", "pcm_f32be", b"SSND", 16, single(f32::to_be_bytes)),
    ];
    for (name, codec, chunk, behind, odd) in cases {
        let path = encode(folder.path(), (name, &["-c:a", codec]));
        let before = linear(&path);
        let mut bytes = fs::read(&path).unwrap();
        let data = bytes.windows(4).position(|four| four == chunk).unwrap() + behind;
        bytes[data + 80_000..][..odd.len()].copy_from_slice(&odd);
        fs::write(&path, &bytes).unwrap();
        let sound = linear(&path);
        let changed: Vec<f32> = sound.iter().zip(&before).filter(|(a, b)| a != b).map(|(a, _)| *a).collect();
        assert!(!changed.is_empty() && changed.iter().all(|sample| *sample == 0.0), "{name}: {changed:?}");
    }
}

#[test]
fn a_total_that_lies_shortens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let frames = linear(&encode(folder.path(), FORMATS[0])).len() as u64;
    for told in [0_u32, u32::MAX, 0x7fff_0000] {
        let path = encode(folder.path(), FORMATS[0]);
        let mut bytes = fs::read(&path).unwrap();
        let data = bytes.windows(4).position(|four| four == b"data").unwrap();
        bytes[data + 4..data + 8].copy_from_slice(&told.to_le_bytes());
        fs::write(&path, bytes).unwrap();
        assert_eq!(probe(&path).unwrap().frames, Some(frames), "{told}");
    }
    // The lowest bits of STREAMINFO's total lie there, if the file begins with that block.
    for told in [0_u32, 1000, u32::MAX] {
        let path = encode(folder.path(), ("a.flac", &[]));
        let mut bytes = fs::read(&path).unwrap();
        bytes[22..26].copy_from_slice(&told.to_be_bytes());
        fs::write(&path, bytes).unwrap();
        let info = probe(&path).unwrap();
        assert_eq!(
            (info.frames, info.notices.len()),
            (Some(frames), usize::from(told == u32::MAX)),
            "{told}"
        );
    }
}

#[test]
fn a_truncated_mp3_plays_what_is_there_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = encode(folder.path(), ("a.mp3", &["-b:a", "64k"]));
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let info = probe(&path).unwrap();
    assert!((5..=7).contains(&info.duration.unwrap().as_secs()), "{:?}", info.duration);
    assert!(info.notices.iter().any(|notice| notice.contains("cut short")), "{:?}", info.notices);
}
