//! Files that aren't what their names say: each gets a sentence that names it, and nothing panics or hangs.

#![allow(clippy::unwrap_used, clippy::expect_used)] // what a test can't set up has failed it

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use cueline_playback::decode::Reader;
use cueline_playback::{Engine, Frame, ManualOutput, ManualSettings, State, probe};
use support::Random;

fn encode(folder: &Path, name: &str, seconds: u32) -> PathBuf {
    let path = folder.join(name);
    let source = format!("sine=f=330:d={seconds}");
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", &source, "-b:a", "48k"])
        .arg(&path)
        .status()
        .expect("ffmpeg is needed for these tests");
    assert!(status.success());
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

#[test]
fn he_aac_without_its_decoder_plays_its_core_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("he.m4a");
    let source = "sine=f=330:d=10:r=22050";
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-f", "lavfi", "-i", source, "-ac", "1", "-c:a", "aac"])
        .arg(&path)
        .status();
    assert!(status.unwrap().success());
    let plain = probe(&path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    // 22,050 Hz and one channel, then the mark of an extension that isn't there: it becomes one that is.
    let config = bytes.windows(5).position(|five| five == [0x13, 0x88, 0x56, 0xe5, 0x00]).unwrap();
    // Kind 5, 22,050 Hz, one channel, 44,100 Hz with the extension, kind 2.
    for written in [[0x13, 0x88, 0x56, 0xe5, 0xa0], [0x2b, 0x8a, 0x08, 0x00, 0x00]] {
        bytes[config..config + 5].copy_from_slice(&written);
        fs::write(&path, &bytes).unwrap();
        let info = probe(&path).unwrap();
        assert_eq!((info.sample_rate, info.frames), (22_050, plain.frames));
        assert!(info.notices.iter().any(|notice| notice.contains("HE-AAC")), "{:?}", info.notices);
    }
}

#[test]
fn truncations_and_random_bytes_neither_panic_nor_hang() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("broken");
    let mut random = Random::new(99);
    for name in FORMATS {
        let whole = fs::read(encode(folder.path(), name, 3)).unwrap();
        for n in 0..60 {
            let mut broken = whole.clone();
            match n % 4 {
                0 => broken.truncate(random.below(whole.len() as u64) as usize),
                1 => broken.truncate(random.below(600) as usize),
                2 => {
                    // The first kilobytes hold the headers, where damage does the most.
                    for _ in 0..=random.below(20) {
                        let at = random.below(2000.min(whole.len() as u64)) as usize;
                        broken[at] = random.below(256) as u8;
                    }
                }
                _ => {
                    for _ in 0..200 {
                        let at = random.below(whole.len() as u64) as usize;
                        broken[at] = random.below(256) as u8;
                    }
                }
            }
            fs::write(&target, &broken).unwrap();
            exercise(&target);
        }
    }
    for _ in 0..40 {
        let start: &[u8] = [
            b"ID3\x04\0\0\0\0\0\x0a".as_slice(),
            b"OggS",
            b"fLaC",
            b"RIFF",
            b"\0\0\0\x20ftyp",
            b"\x1a\x45\xdf\xa3",
            b"caff\0\x01",
            b"",
        ][random.below(8) as usize];
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
    for _ in 0..100 {
        engine.settle();
        crank.pull_at_once(24_000);
        std::thread::sleep(Duration::from_millis(12));
        if engine.status().state != State::Playing {
            return;
        }
    }
    panic!("it still plays");
}
