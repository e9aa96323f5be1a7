//! The sound that words are looked for in: where each sample lies, that pieces are those of the whole, and what damage does.

use std::fs;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::support::{Random, chirp, make, sample_wav};
use cueline_playback::decode::Reader;
use cueline_playback::speech::hear;

const SECONDS: f64 = 18.0;
const RATE: u32 = 16_000;
const HZ: f64 = RATE as f64;

/// The chirp in a form: the file's name, the source's rate and channels, the encoder's options, and how far a sample may be from the source
/// where nothing was lost.
type Form = (&'static str, u32, u16, &'static [&'static str], Option<f32>);

const FORMS: [Form; 11] = [
    ("a.wav", 8_000, 1, &[], Some(2e-3)),
    ("b.wav", 16_000, 2, &[], Some(1e-4)),
    ("c.wav", 11_025, 1, &[], Some(2e-3)),
    ("d.flac", 44_100, 2, &[], Some(1e-3)),
    ("e.flac", 96_000, 1, &[], Some(1e-3)),
    ("f.wav", 44_099, 1, &[], Some(1e-3)),
    ("g.mp3", 44_100, 2, &["-b:a", "128k"], None),
    ("h.mp3", 22_050, 1, &["-b:a", "48k"], None),
    ("i.m4a", 48_000, 2, &["-b:a", "128k"], None),
    ("j.ogg", 44_100, 1, &["-c:a", "libvorbis", "-q:a", "5"], None),
    ("k.opus", 48_000, 1, &["-c:a", "libopus", "-b:a", "64k"], None),
];

fn made(folder: &Path, name: &str, rate: u32, channels: u16, options: &[&str]) -> PathBuf {
    let (source, path) = (folder.join("source.wav"), folder.join(name));
    let frames = (SECONDS * f64::from(rate)) as u32;
    sample_wav(&source, rate, channels, frames, |n| chirp(f64::from(n) / f64::from(rate), SECONDS));
    make(&[&["-i", source.to_str().unwrap()], options].concat(), &path);
    path
}

fn heard(reader: &Reader, span: Range<u64>, threads: usize) -> Vec<f32> {
    let mut out = Vec::new();
    let threads = NonZeroUsize::new(threads).unwrap();
    let whole =
        hear(reader, RATE, span, threads, &|| false, &mut |sound| out.extend_from_slice(sound)).unwrap();
    assert!(whole);
    out
}

/// By how many samples `sound` from `first` on lies behind the source.
fn lateness(sound: &[f32], first: usize) -> i32 {
    let likeness = |late: i32| {
        let source = |n: usize| chirp((first as f64 + n as f64 - f64::from(late)) / HZ, SECONDS);
        sound.iter().enumerate().map(|(n, sample)| f64::from(sample * source(n))).sum::<f64>()
    };
    (-40..=40).max_by(|a, b| likeness(*a).total_cmp(&likeness(*b))).unwrap()
}

#[test]
fn every_sample_is_the_source_at_its_time_in_every_format_and_rate() {
    let folder = tempfile::tempdir().unwrap();
    for (name, rate, channels, options, exact) in FORMS {
        let path = made(folder.path(), name, rate, channels, options);
        let reader = Reader::open(&path).unwrap();
        let frames = reader.info().frames.unwrap();
        let whole = heard(&reader, 0..u64::MAX, 2);
        assert_eq!(whole.len() as u64, frames * u64::from(RATE) / u64::from(rate), "{name}");
        for (n, sound) in whole.chunks_exact(4_000).enumerate() {
            let late = lateness(sound, n * 4_000);
            // A lossy decoder gives the frame itself; what remains is the half sample that two rates can be apart.
            assert!(late.abs() <= 1, "{name}: {late} samples late at {n} quarters of a second");
        }
        if let Some(most) = exact {
            // At its very ends the source begins and ends with a step, which no filter can follow; and up to the end of its band
            // none is flat. The chirp rises from 300 Hz by 180 a second.
            let flat = (0.38 * f64::from(rate) - 300.0) / 180.0 * HZ;
            for (n, sample) in whole.iter().enumerate().take((whole.len() - 800).min(flat as usize)).skip(800)
            {
                let expected = chirp(n as f64 / HZ, SECONDS);
                assert!((sample - expected).abs() < most, "{name}, sample {n}: {sample} for {expected}");
            }
        }
    }
}

#[test]
fn a_piece_is_that_part_of_the_whole_bit_for_bit_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, rate, channels, options, _) in FORMS {
        let path = made(folder.path(), name, rate, channels, options);
        let reader = Reader::open(&path).unwrap();
        let whole = heard(&reader, 0..u64::MAX, 1);
        let length = whole.len() as u64;
        let mut random = Random::new(u64::from(rate));
        let mut spans: Vec<Range<u64>> = (0..12)
            .map(|_| {
                let start = random.below(length);
                start..start + random.below(40_000)
            })
            .collect();
        spans.extend([length - 1..length + 5, length..length, length + 7..u64::MAX]);
        for span in spans {
            let part = heard(&reader, span.clone(), 2);
            let expected = &whole[span.start.min(length) as usize..span.end.min(length) as usize];
            assert!(
                part.iter().map(|s| s.to_bits()).eq(expected.iter().map(|s| s.to_bits())),
                "{name} {span:?}"
            );
        }
    }
}

#[test]
fn what_is_damaged_is_silent_in_its_place_and_what_follows_keeps_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), "a.mp3", 44_100, 1, &["-b:a", "64k"]);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 16_000].fill(0);
    fs::write(&path, bytes).unwrap();
    let whole = heard(&Reader::open(&path).unwrap(), 0..u64::MAX, 2);
    assert!(whole[151_000..165_000].iter().all(|sample| *sample == 0.0), "two seconds from the ninth on");
    for from in [16_000, 120_000, 190_000, 250_000] {
        assert_eq!(lateness(&whole[from..from + 8_000], from), 0, "at {from}");
    }
}
