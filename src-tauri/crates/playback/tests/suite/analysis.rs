//! What the pass over a file measures, against brute force, against ffmpeg, and against itself however it was broken up.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::RwLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{Random, make, sample_wav};
use cueline_playback::analysis::{Analysis, Levels, Peak, Progress, Settings, analyse};
use cueline_playback::decode::Reader;
use cueline_playback::{Error, Rate};

/// Loud and quiet stretches with pauses, more than three minutes: several pieces at every rate that is used here.
const SOUND: &str = "aevalsrc='(0.02+0.4*gt(mod(t,37),18))*sin(2*PI*(180+120*sin(t/3))*t)*gt(mod(t,3),0.7)\
                     +0.02*(random(0)-0.5)':d=201.37";

fn made(folder: &Path, name: &str, rate: u32, channels: u16, options: &[&str]) -> PathBuf {
    let path = folder.join(name);
    let (rate, channels) = (rate.to_string(), channels.to_string());
    let source = ["-f", "lavfi", "-i", SOUND, "-ar", &rate, "-ac", &channels];
    make(&[&source[..], options].concat(), &path);
    path
}

fn settings(around: u64, threads: usize) -> Settings {
    Settings { around: Duration::from_secs(around), threads: NonZeroUsize::new(threads).unwrap() }
}

fn whole(reader: &Reader, settings: Settings) -> Analysis {
    let analysis = RwLock::new(Analysis::of(reader).unwrap());
    assert!(analyse(reader, &analysis, settings, &|| false, &mut |_| ()).unwrap());
    analysis.into_inner().unwrap()
}

/// All frames, interleaved.
fn linear(path: &Path) -> Vec<f32> {
    let mut reader = Reader::open(path).unwrap();
    let mut frames = Vec::new();
    while reader.read(&mut frames).unwrap() > 0 {}
    frames
}

/// The mean over the channels.
fn mono(frames: &[f32], channels: usize) -> Vec<f32> {
    frames.chunks_exact(channels).map(|frame| frame.iter().sum::<f32>() / channels as f32).collect()
}

const FORMATS: [(&str, u32, u16, &[&str]); 6] = [
    ("a.mp3", 24_000, 1, &["-b:a", "32k"]),
    ("b.mp3", 44_100, 2, &["-q:a", "5"]),
    ("c.m4a", 16_000, 1, &["-b:a", "32k"]),
    ("d.ogg", 48_000, 2, &["-c:a", "libvorbis", "-q:a", "2"]),
    ("e.flac", 32_000, 1, &[]),
    ("f.wav", 11_025, 2, &[]),
];

#[test]
fn peaks_energies_and_levels_are_those_of_the_linear_decode_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, rate, channels, options) in FORMATS {
        let path = made(folder.path(), name, rate, channels, options);
        let reader = Reader::open(&path).unwrap();
        let analysis = whole(&reader, settings(100, 2));
        let frames = linear(&path);
        let mono = mono(&frames, usize::from(channels));

        assert_eq!(analysis.length().0, mono.len() as u64, "{name}");
        assert!((analysis.share() - 1.0).abs() < 1e-9 && analysis.damage().is_empty(), "{name}");
        let expected: Vec<Peak> = mono
            .chunks(512)
            .map(|part| {
                let sample = |value: f32| (value * 32_768.0).round() as i16;
                let min = part.iter().copied().fold(f32::MAX, f32::min);
                Peak { min: sample(min), max: sample(part.iter().copied().fold(f32::MIN, f32::max)) }
            })
            .collect();
        assert!(analysis.peaks().finest() == expected, "{name}: the peaks differ");
        let most = frames.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        assert_eq!(analysis.sample_peak(), most, "{name}");

        // K-weighting that runs through the whole file, without pieces.
        let mut meter = ebur128::EbuR128::new(channels.into(), rate, ebur128::Mode::M).unwrap();
        let bound = |n: usize, hz: usize| n * rate as usize / hz;
        let tenths = mono.len() * 10 / rate as usize;
        assert_eq!(analysis.loudness().energies().len(), tenths, "{name}");
        for (n, energy) in analysis.loudness().energies().iter().enumerate() {
            let part = bound(n, 10) * usize::from(channels)..bound(n + 1, 10) * usize::from(channels);
            meter.add_frames_f32(&frames[part]).unwrap();
            let expected = meter.loudness_window(100).unwrap();
            let got = -0.691 + 10.0 * f64::from(*energy).log10();
            // Where a tenth is no whole number of frames, the crate's begins up to one frame off.
            let comparable = rate % 10 == 0 && expected > -70.0;
            assert!((got - expected).abs() < 0.01 || !comparable, "{name} tenth {n}: {got}, {expected}");
        }

        assert_eq!(analysis.envelope().len(), (mono.len() * 100).div_ceil(rate as usize), "{name}");
        for (n, levels) in analysis.envelope().iter().enumerate() {
            let part = &mono[bound(n, 100)..bound(n + 1, 100).min(mono.len())];
            let square =
                part.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / part.len() as f64;
            let expected = (20.0 * (square.log10() + 10.0)).clamp(0.0, 255.0);
            assert!(
                (f64::from(levels.all) - expected).abs() <= 0.51,
                "{name} 10 ms {n}: {levels:?}, {expected}"
            );
        }
    }
}

#[test]
fn a_tone_begins_and_ends_in_the_envelope_when_it_does_in_the_sound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bursts.wav");
    // A tone of 1,000 Hz from second n.25 to n.5, and one of 100 Hz from n.75 on.
    sample_wav(&path, 22_050, 1, 22_050 * 150, |n| {
        let t = f64::from(n) / 22_050.0;
        let hz = [0.0, 1000.0, 0.0, 100.0][(t.fract() * 4.0) as usize];
        (0.5 * (std::f64::consts::TAU * hz * t).sin()) as f32
    });
    let analysis = whole(&Reader::open(&path).unwrap(), settings(0, 2));
    for (n, Levels { all, low, speech, high }) in analysis.envelope().iter().enumerate() {
        let quarter = n % 100 / 25;
        let borders = n % 25 < 2; // filters ring for some ms, and a tone's first period has a level of its own
        match quarter {
            0 | 2 if !borders => {
                assert!(*all == 0 && *speech < 40 && *low < 60, "10 ms {n}: {all} {low} {speech}");
            }
            0 | 2 if n % 25 > 0 => assert_eq!(*all, 0, "10 ms {n}"),
            1 if !borders => {
                assert!(*speech >= 180 && *low < 145 && *high < 150, "10 ms {n}: {low} {speech} {high}");
            }
            3 if !borders => assert!(*low >= 178 && *speech < 172, "10 ms {n}: {low} {speech}"),
            1 => assert!(*all >= 180, "10 ms {n}: {all}"),
            _ => {}
        }
    }
}

#[test]
fn integrated_loudness_is_ffmpegs() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths: Vec<PathBuf> = FORMATS[..4]
        .iter()
        .map(|(name, rate, channels, options)| made(folder.path(), name, *rate, *channels, options))
        .collect();
    let episodes = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/episodes"));
    let real = episodes.join("a-digital-geneva-convention/episode.mp3");
    if real.exists() {
        paths.push(real);
    } else {
        eprintln!("SKIPPED: {} isn't there", real.display());
    }
    for path in paths {
        let output = Command::new("ffmpeg")
            .args(["-hide_banner", "-nostdin", "-i"])
            .arg(&path)
            .args(["-vn", "-af", "ebur128=framelog=verbose", "-f", "null", "-"])
            .output()
            .expect("ffmpeg is needed for these tests");
        let said = String::from_utf8_lossy(&output.stderr);
        let summary = said.rsplit("Integrated loudness:").next().expect("ffmpeg tells the loudness");
        let expected: f64 = summary.split_whitespace().nth(1).unwrap().parse().unwrap();
        let got = whole(&Reader::open(&path).unwrap(), settings(0, 2)).loudness().integrated().unwrap();
        assert!((got - expected).abs() <= 0.1, "{}: {got}, ffmpeg {expected}", path.display());
    }
}

#[test]
fn the_result_is_the_same_for_any_number_of_threads_and_after_breaks_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random::new(11);
    for (name, rate, channels, options) in &FORMATS[..4] {
        let reader = Reader::open(&made(folder.path(), name, *rate, *channels, options)).unwrap();
        let expected = whole(&reader, settings(0, 1)).to_bytes();
        for threads in [2, 3] {
            assert!(
                whole(&reader, settings(130, threads)).to_bytes() == expected,
                "{name} with {threads} threads"
            );
        }
        let mut stored = Analysis::of(&reader).unwrap().to_bytes();
        let (mut breaks, mut before) = (0, 0.0);
        loop {
            let analysis = RwLock::new(Analysis::from_bytes(&stored).expect("what was stored is read"));
            let left = AtomicUsize::new(500 + usize::try_from(random.below(8_000)).unwrap());
            let cancelled =
                || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_err();
            let around = settings(random.below(250), 2);
            let done = analyse(&reader, &analysis, around, &cancelled, &mut |_| ()).unwrap();
            let analysis = analysis.into_inner().unwrap();
            assert!(analysis.share() >= before, "{name}: what was measured stays");
            before = analysis.share();
            stored = analysis.to_bytes();
            if done {
                break;
            }
            breaks += 1;
            assert!(breaks < 1000, "{name}: it gets nowhere");
        }
        assert!(stored == expected, "{name} after {breaks} breaks");
    }
}

#[test]
fn a_cancelled_pass_decodes_no_further_packet_and_keeps_its_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let reader = Reader::open(&made(folder.path(), "a.mp3", 24_000, 1, &["-b:a", "32k"])).unwrap();
    for (limit, threads) in [(0, 2), (1, 1), (700, 1), (5_000, 3), (6_000, 2)] {
        let asked = AtomicUsize::new(0);
        let analysis = RwLock::new(Analysis::of(&reader).unwrap());
        let cancelled = || asked.fetch_add(1, Ordering::SeqCst) >= limit;
        let mut told = Vec::new();
        let done = analyse(&reader, &analysis, settings(0, threads), &cancelled, &mut |progress| {
            told.push(progress);
        });
        assert!(!done.unwrap());
        // Each thread asks once more at the most, and is told to stop.
        assert!(asked.load(Ordering::SeqCst) <= limit + threads + 1, "{limit} with {threads}");
        let analysis = analysis.into_inner().unwrap();
        let share: f64 =
            told.iter().map(|progress| (progress.part.end - progress.part.start).as_secs_f64()).sum();
        let whole = analysis.rate().duration(analysis.length()).as_secs_f64();
        assert!((analysis.share() - share / whole).abs() < 1e-6, "{limit} with {threads}");
    }
}

#[test]
fn the_piece_around_the_wanted_place_comes_first_and_progress_tells_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let reader = Reader::open(&made(folder.path(), "a.mp3", 24_000, 1, &["-b:a", "32k"])).unwrap();
    let analysis = RwLock::new(Analysis::of(&reader).unwrap());
    let mut told: Vec<Progress> = Vec::new();
    analyse(&reader, &analysis, settings(140, 1), &|| false, &mut |progress| {
        let analysis = analysis.read().unwrap();
        assert!(
            analysis
                .known()
                .iter()
                .any(|known| known.start <= progress.part.start && progress.part.end <= known.end)
        );
        assert!(
            analysis
                .peaks()
                .between(progress.part.start, progress.part.end, 50)
                .iter()
                .all(|peak| peak.is_known())
        );
        told.push(progress);
    })
    .unwrap();
    let starts: Vec<u64> = told.iter().map(|progress| progress.part.start.as_secs()).collect();
    assert_eq!(starts, [128, 192, 0, 64]);
    assert!(told.is_sorted_by(|a, b| a.share < b.share) && told.last().unwrap().share >= 1.0);
}

#[test]
fn what_cannot_be_decoded_is_told_with_its_times() {
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), "damaged.ogg", 24_000, 1, &["-c:a", "libvorbis", "-q:a", "2"]);
    let good = whole(&Reader::open(&path).unwrap(), settings(0, 2));
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0);
    fs::write(&path, bytes).unwrap();
    let bad = whole(&Reader::open(&path).unwrap(), settings(0, 2));
    assert!(good.damage().is_empty());
    assert_eq!(bad.length(), good.length());
    let damage = bad.damage();
    let first = damage.first().expect("the damage is found").start.as_secs_f64();
    let last = damage.last().unwrap().end.as_secs_f64();
    assert!((80.0..120.0).contains(&first) && (80.0..120.0).contains(&last), "{damage:?}");
    let silent = damage.iter().max_by_key(|span| span.end - span.start).unwrap();
    let middle = (silent.start + silent.end) / 2;
    let levels = &bad.envelope()[usize::try_from(middle.as_millis() / 10).unwrap()];
    assert_eq!(*levels, Levels::default(), "in the middle of {silent:?}");
}

#[test]
fn bytes_that_were_not_written_whole_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    sample_wav(&path, 8_000, 1, 8_000 * 130, |n| (n % 100) as f32 / 200.0);
    let bytes = whole(&Reader::open(&path).unwrap(), settings(0, 2)).to_bytes();
    assert!(Analysis::from_bytes(&bytes).is_some());
    let mut random = Random::new(5);
    for _ in 0..300 {
        let cut = usize::try_from(random.below(bytes.len() as u64)).unwrap();
        assert!(Analysis::from_bytes(&bytes[..cut]).is_none(), "cut at {cut}");
        let mut changed = bytes.clone();
        for _ in 0..=random.below(20) {
            changed[usize::try_from(random.below(60)).unwrap()] ^= random.below(256) as u8;
        }
        let _ = Analysis::from_bytes(&changed); // may be anything but a panic or a huge allocation
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Analysis::from_bytes(&longer).is_none());
}

#[test]
fn a_file_that_goes_away_ends_the_pass_and_one_of_impossible_length_is_not_begun() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    sample_wav(&path, 8_000, 1, 8_000, |_| 0.1);
    let reader = Reader::open(&path).unwrap();
    let analysis = RwLock::new(Analysis::of(&reader).unwrap());
    fs::remove_file(&path).unwrap();
    let gone = analyse(&reader, &analysis, settings(0, 2), &|| false, &mut |_| ());
    assert!(matches!(gone, Err(Error::Open { .. })), "{gone:?}");

    sample_wav(&path, 1_000, 1, 8_000, |_| 0.1);
    let slow = Analysis::of(&Reader::open(&path).unwrap()).unwrap_err().to_string();
    assert!(slow.contains("a.wav") && slow.contains("sample rate"), "{slow}");
    assert!(Rate::new(1_000).is_some());
}
