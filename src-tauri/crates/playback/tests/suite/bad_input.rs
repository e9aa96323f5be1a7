//! Files that aren't what their names say: each gets a sentence that names it, and nothing panics or hangs.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Random, make};
use cueline_playback::decode::Reader;
use cueline_playback::{Engine, Frame, ManualOutput, ManualSettings, State, probe};

fn encode(folder: &Path, name: &str, seconds: u32) -> PathBuf {
    let path = folder.join(name);
    let source = format!("sine=f=330:d={seconds}");
    make(&["-f", "lavfi", "-i", &source, "-b:a", "48k"], &path);
    path
}

const FORMATS: [&str; 12] = [
    "a.mp3", "a.m4a", "a.ogg", "a.flac", "a.wav", "a.opus", "a.mkv", "a.webm", "a.aac", "a.aiff", "a.caf",
    "a.w64",
];

/// Reads what can be read, from the start and from some places, within a bounded number of steps.
fn exercise(path: &Path) {
    let Ok(mut reader) = Reader::open(path) else { return };
    let length = reader.length().map_or(1 << 20, |length| length.0);
    let mut sound = Vec::new();
    for target in [0, length / 3, length.saturating_sub(1), length] {
        if reader.seek(Frame(target)).is_err() {
            continue;
        }
        for _ in 0..200 {
            sound.clear();
            match reader.read(&mut sound) {
                Ok(0) | Err(_) => break,
                Ok(frames) => assert_eq!(sound.len(), frames * usize::from(reader.info().channels)),
            }
        }
    }
}

#[test]
fn what_is_no_audio_gets_a_sentence_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty.mp3"), b"").unwrap();
    fs::write(at("text.mp3"), "Not a sound in here.\n".repeat(20_000)).unwrap();
    fs::write(at("text.m4a"), "Not a sound in here.\n".repeat(200)).unwrap();
    fs::write(at("picture.ogg"), [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 5000]].concat()).unwrap();
    fs::write(at("riff.wav"), b"RIFF\x24\0\0\0WAVEfmt ").unwrap();
    fs::write(at("zeros.flac"), vec![0; 100_000]).unwrap();
    fs::create_dir(at("folder.mp3")).unwrap();
    let m4a = fs::read(encode(folder.path(), "whole.m4a", 5)).unwrap();
    fs::write(at("cut.m4a"), &m4a[..m4a.len() / 2]).unwrap(); // its header lies at the end
    for name in [
        "empty.mp3",
        "text.mp3",
        "text.m4a",
        "picture.ogg",
        "riff.wav",
        "zeros.flac",
        "folder.mp3",
        "missing.mp3",
        "cut.m4a",
    ] {
        let error = probe(&at(name)).expect_err(name).to_string();
        assert!(error.contains(name), "{name}: {error}");
        assert!(error.ends_with('.'), "{name}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_open() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    for name in FORMATS {
        let encoded = encode(folder.path(), name, 2);
        let odd = folder.path().join(OsStr::from_bytes(&[b"\xff\xfe ".as_slice(), name.as_bytes()].concat()));
        fs::rename(encoded, &odd).unwrap();
        assert!(probe(&odd).is_ok(), "{name}");
    }
}

#[test]
fn a_file_with_another_formats_name_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = encode(folder.path(), "a.ogg", 2);
    let renamed = folder.path().join("b.mp3");
    fs::rename(path, &renamed).unwrap();
    assert_eq!(probe(&renamed).unwrap().codec, "Vorbis");
}

/// So many broken files are made of each format; `CUELINE_MUTATIONS` asks for more.
fn mutations() -> u64 {
    std::env::var("CUELINE_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(100)
}

/// Breaks a file in one of the ways that files break.
fn mutate(whole: &[u8], n: u64, random: &mut Random) -> Vec<u8> {
    let mut broken = whole.to_vec();
    let size = whole.len() as u64;
    match n % 6 {
        0 => broken.truncate(random.below(size) as usize),
        1 => broken.truncate(random.below(600) as usize),
        2 => {
            // The first kilobytes hold the headers, where damage does the most.
            for _ in 0..=random.below(20) {
                let at = random.below(2000.min(size)) as usize;
                broken[at] = random.below(256) as u8;
            }
        }
        3 => {
            for _ in 0..200 {
                let at = random.below(size) as usize;
                broken[at] = random.below(256) as u8;
            }
        }
        4 => {
            // A number of the largest or the smallest kind, wherever it stands.
            let at = random.below(4000.min(size)) as usize;
            let end = broken.len().min(at + 1 + random.below(8) as usize);
            broken[at..end].fill([0, 0xff, 0x7f, 0x80][random.below(4) as usize]);
        }
        _ => {
            // A part twice, or lost.
            let (from, length) = (random.below(size) as usize, random.below(3000) as usize);
            let part = broken[from..broken.len().min(from + length)].to_vec();
            let at = random.below(size) as usize;
            if random.below(2) == 0 {
                broken.splice(at..at, part);
            } else {
                broken.drain(from..from + part.len());
            }
        }
    }
    broken
}

#[test]
fn truncations_and_random_bytes_neither_panic_nor_hang() {
    let folder = tempfile::tempdir().unwrap();
    let wholes: Vec<_> =
        FORMATS.iter().map(|name| (name, fs::read(encode(folder.path(), name, 1)).unwrap())).collect();
    let mutate_all = |thread: usize| {
        let target = folder.path().join(format!("broken-{thread}"));
        for (name, whole) in wholes.iter().skip(thread).step_by(2) {
            let mut slowest = (Duration::ZERO, 0);
            for n in 0..mutations() {
                let mut random = Random::new(99 + n);
                fs::write(&target, mutate(whole, n, &mut random)).unwrap();
                let before = Instant::now();
                exercise(&target);
                slowest = slowest.max((before.elapsed(), n));
            }
            eprintln!("{name}: the slowest of {} is number {} ({:?})", mutations(), slowest.1, slowest.0);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| mutate_all(0));
        mutate_all(1);
    });
}

#[test]
fn noise_behind_a_formats_first_bytes_neither_panics_nor_hangs() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("noise");
    let mut random = Random::new(99);
    for _ in 0..100 {
        let start: &[u8] = [
            b"ID3\x04\0\0\0\0\0\x0a".as_slice(),
            b"OggS",
            b"fLaC",
            b"RIFF",
            b"\0\0\0\x20ftyp",
            b"\x1a\x45\xdf\xa3",
            b"caff\0\x01",
            b"FORM\0\x10\0\0AIFF",
            b"\xff\xf1\x50\x80",
            b"",
        ][random.below(10) as usize];
        let noise = (0..random.below(20_000)).map(|_| random.below(256) as u8);
        let bytes: Vec<u8> = start.iter().copied().chain(noise).collect();
        fs::write(&target, bytes).unwrap();
        exercise(&target);
    }
}

#[test]
fn a_file_that_vanishes_in_mid_play_is_no_hang() {
    let folder = tempfile::tempdir().unwrap();
    let path = encode(folder.path(), "a.mp3", 30);
    let (output, crank) = ManualOutput::new(ManualSettings::default());
    let engine = Engine::new(Box::new(output), Box::new(|_| ()));
    engine.open(&path).unwrap();
    engine.play();
    engine.settle();
    crank.pull(48_000);
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1000).unwrap();
    // What is left of the half minute is silence; a pull gives no more than the ring holds.
    for _ in 0..1000 {
        engine.settle();
        crank.pull_at_once(24_000);
        thread::sleep(Duration::from_millis(12));
        if engine.status().state != State::Playing {
            return;
        }
    }
    panic!("it still plays");
}
