//! AAC that isn't plain: HE-AAC, told or found, and more than two channels; with Fraunhofer's decoder and without it.
//!
//! `data/he-v1.aac` (mono) and `data/he-v2.aac` (stereo) hold four seconds at 44,100 Hz, made by `examples/he_aac.rs`: a tone that rises from
//! 300 Hz by 180 Hz a second and, of stereo on the left alone, one of 14,000 Hz.

#![allow(clippy::unwrap_used, clippy::expect_used)] // what a test can't set up has failed it

mod support;

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};

use cueline_playback::decode::Reader;
use cueline_playback::{Frame, SourceInfo, probe};
use support::{Random, chirp, make, rest};

/// Whether Fraunhofer's decoder is there.
const WHOLE: bool = cfg!(feature = "fdk-aac");

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// How much of a channel's sound is at `hz`, from 0 to 1.
fn level(sound: &[f32], channels: usize, channel: usize, rate: u32, hz: f64) -> f64 {
    let (mut sine, mut cosine, mut count) = (0.0, 0.0, 0.0);
    for (n, frame) in sound.chunks_exact(channels).enumerate().skip(40_000).take(40_000) {
        let angle = TAU * hz * n as f64 / f64::from(rate);
        sine += f64::from(frame[channel]) * angle.sin();
        cosine += f64::from(frame[channel]) * angle.cos();
        count += 0.5;
    }
    (sine * sine + cosine * cosine).sqrt() / count
}

fn tells_of_he(info: &SourceInfo) -> bool {
    info.notices.iter().any(|notice| notice.contains("HE-AAC") && notice.ends_with('.'))
}

/// How much power of a channel's sound at 44,100 Hz lies above 11,500 Hz.
fn upper(sound: &[f32], channels: usize, channel: usize) -> f64 {
    const BLOCK: usize = 512;
    let one: Vec<f64> =
        sound.iter().skip(channel).step_by(channels).map(|sample| f64::from(*sample)).collect();
    let blocks: Vec<_> = one.chunks_exact(BLOCK).skip(60).take(60).collect();
    let bins = BLOCK * 11_500 / 44_100..BLOCK / 2;
    let power = |block: &[f64], bin: usize| {
        let (mut sine, mut cosine) = (0.0, 0.0);
        for (n, sample) in block.iter().enumerate() {
            let (turn, whole) = (TAU * n as f64 / BLOCK as f64, sample * 2.0 / BLOCK as f64);
            let weight = whole * (1.0 - turn.cos());
            sine += weight * (turn * bin as f64).sin();
            cosine += weight * (turn * bin as f64).cos();
        }
        (sine * sine + cosine * cosine) / 2.0
    };
    let sum: f64 = blocks.iter().flat_map(|block| bins.clone().map(|bin| power(block, bin))).sum();
    sum / blocks.len() as f64
}

/// How many frames late the rising tone is, by what all channels together have of it; it is looked for near `expected`.
fn lateness(sound: &[f32], channels: usize, rate: u32, expected: i64) -> i64 {
    const NEAR: i64 = 200;
    let (from, count) = (i64::from(rate) * 3 / 2, rate as usize / 4);
    let first = from - expected - NEAR;
    let tone: Vec<f32> =
        (0..count as i64 + 2 * NEAR).map(|n| chirp((first + n) as f64 / f64::from(rate), 4.0)).collect();
    let part: Vec<f32> =
        sound.chunks_exact(channels).skip(from as usize).map(|frame| frame.iter().sum()).collect();
    let power = |late: &i64| -> f32 {
        let tone = &tone[(NEAR - late) as usize..];
        part.iter().zip(tone).take(count).map(|(a, b)| a * b).sum()
    };
    expected + (-NEAR..=NEAR).max_by(|a, b| power(a).total_cmp(&power(b))).unwrap()
}

/// An M4A with its sound's configuration, which is its decoder's last two bytes, written anew (ISO/IEC 14496-1, 7.2.6; 14496-12). Its header
/// lies behind the sound, so that nothing else moves.
fn with_config(mut bytes: Vec<u8>, old: [u8; 2], new: &[u8]) -> Vec<u8> {
    let grown = (new.len() - old.len()) as u8;
    let find = |bytes: &[u8], from: usize, what: &[u8]| {
        from + bytes[from..].windows(what.len()).position(|part| part == what).unwrap()
    };
    let mut at = 0;
    for name in [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"mp4a", b"esds"] {
        at = find(&bytes, at, name);
        let size = bytes[at - 4..at].first_chunk().map(|size| u32::from_be_bytes(*size)).unwrap();
        bytes[at - 4..at].copy_from_slice(&(size + u32::from(grown)).to_be_bytes());
    }
    for tag in [3, 4, 5] {
        at = find(&bytes, at, &[tag, 0x80, 0x80, 0x80]) + 4;
        bytes[at] += grown;
    }
    assert_eq!(bytes[at + 1..at + 3], old);
    bytes.splice(at + 1..at + 3, new.iter().copied());
    bytes
}

#[test]
fn he_aac_is_whole_and_in_its_place_in_every_container_told_or_not() {
    let folder = tempfile::tempdir().unwrap();
    // How late its encoder says that the sound is, of which the upper frequencies' nature adds 962; and how an M4A tells what it is.
    for (name, delay, told) in
        [("he-v1.aac", 5058, [0x2b, 0x8a, 0x08, 0x00]), ("he-v2.aac", 7106, [0xeb, 0x8a, 0x08, 0x00])]
    {
        for kind in ["aac", "m4a", "told.m4a", "mkv"] {
            let path = folder.path().join(format!("he.{kind}"));
            make(&["-i", data(name).to_str().unwrap(), "-c", "copy"], &path);
            if kind == "told.m4a" {
                fs::write(&path, with_config(fs::read(&path).unwrap(), [0x13, 0x88], &told)).unwrap();
            }
            let mut reader = Reader::open(&path).unwrap();
            let info = reader.info().clone();
            let what = format!("{name} in {kind}: {info:?}");
            assert_eq!(info.codec, "HE-AAC", "{what}");
            assert_eq!((tells_of_he(&info), info.notices.len()), (!WHOLE, usize::from(!WHOLE)), "{what}");
            let (rate, channels) = if WHOLE { (44_100, 2) } else { (22_050, 1) };
            assert_eq!((info.sample_rate, info.channels), (rate, channels), "{what}");
            let seconds = info.duration.unwrap().as_secs_f64();
            assert!((3.9..4.3).contains(&seconds), "{what}");
            let sound = rest(&mut reader);
            let (frames, channels) = (sound.len() / usize::from(channels), usize::from(channels));
            assert_eq!(reader.length(), Some(Frame(frames as u64)), "{what}");
            assert_eq!(reader.damage(), [], "{what}");
            let expected = if WHOLE { delay } else { (delay - 962) / 2 };
            let late = lateness(&sound, channels, rate, expected);
            assert!(late.abs_diff(expected) <= 1, "{what}: {late} frames late");
            if WHOLE {
                let [left, right] = [0, 1].map(|channel| upper(&sound, 2, channel));
                assert!(left > 5e-4, "{what}: the upper frequencies have a power of {left}");
                // At so few bits a second the sides are only told apart a little.
                let apart = if name == "he-v1.aac" { left == right } else { left > right * 1.1 };
                assert!(apart, "{what}: {left} {right}");
            }
            let mut random = Random::new(3);
            for target in (0..60).map(|_| random.below(frames as u64)).collect::<Vec<_>>() {
                reader.seek(Frame(target)).unwrap();
                let mut piece = Vec::new();
                while piece.len() < 3000 * channels && reader.read(&mut piece).unwrap() > 0 {}
                let expected = &sound[target as usize * channels..][..piece.len()];
                assert!(!piece.is_empty() && piece == expected, "{what}: at {target}");
            }
        }
    }
}

#[test]
fn plain_aac_at_a_low_rate_is_not_taken_for_he_aac() {
    let folder = tempfile::tempdir().unwrap();
    for (rate, bits) in [("22050", "24k"), ("24000", "96k"), ("16000", "16k")] {
        for name in ["a.m4a", "a.aac", "a.mkv"] {
            let path = folder.path().join(name);
            let source = format!("anoisesrc=d=5:a=0.3:r={rate}");
            make(&["-f", "lavfi", "-i", &source, "-c:a", "aac", "-b:a", bits], &path);
            let info = probe(&path).unwrap();
            assert_eq!((&*info.codec, info.notices.len()), ("AAC-LC", 0), "{name} {rate} {bits}");
        }
    }
}

#[test]
fn he_aac_that_its_file_tells_of_is_known_by_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("he.m4a");
    make(&["-f", "lavfi", "-i", "sine=f=330:d=10:r=22050", "-ac", "1", "-c:a", "aac"], &path);
    let plain = probe(&path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    // 22,050 Hz and one channel, then the mark of an extension that isn't there: it becomes one that is.
    let config = bytes.windows(5).position(|five| five == [0x13, 0x88, 0x56, 0xe5, 0x00]).unwrap();
    // Kind 5, 22,050 Hz, one channel, 44,100 Hz with the extension, kind 2.
    for written in [[0x13, 0x88, 0x56, 0xe5, 0xa0], [0x2b, 0x8a, 0x08, 0x00, 0x00]] {
        bytes[config..config + 5].copy_from_slice(&written);
        fs::write(&path, &bytes).unwrap();
        let info = probe(&path).unwrap();
        let twice = if WHOLE { 2 } else { 1 };
        assert_eq!(info.sample_rate, 22_050 * twice);
        assert_eq!(info.frames, plain.frames.map(|frames| frames * u64::from(twice)));
        assert_eq!(tells_of_he(&info), !WHOLE, "{:?}", info.notices);
    }
}

#[test]
fn aac_with_more_than_two_channels_plays_folded_or_a_sentence_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.m4a", "a.aac", "a.mkv"] {
        let path = folder.path().join(name);
        // A tone in the middle alone.
        let filter = "pan=5.1|c0=0*c0|c1=0*c0|c2=c0|c3=0*c0|c4=0*c0|c5=0*c0";
        make(
            &["-f", "lavfi", "-i", "sine=f=441:d=3:r=44100", "-af", filter, "-c:a", "aac", "-b:a", "256k"],
            &path,
        );
        let opened = Reader::open(&path);
        assert_eq!(opened.is_ok(), WHOLE, "{name}");
        match opened {
            Ok(mut reader) => {
                assert_eq!((reader.info().channels, reader.info().sample_rate), (2, 44_100), "{name}");
                let sound = rest(&mut reader);
                for side in 0..2 {
                    let level = level(&sound, 2, side, 44_100, 441.0) * 8.0; // ffmpeg's tone is an eighth of full scale
                    assert!((level - 0.293).abs() < 0.03, "{name}, side {side}: {level}");
                }
            }
            Err(error) => {
                let error = error.to_string();
                assert!(error.contains(name) && error.contains("more than two channels"), "{error}");
            }
        }
    }
}
