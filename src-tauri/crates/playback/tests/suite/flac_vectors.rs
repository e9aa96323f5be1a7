//! FLAC files made to test decoders (the IETF working group's): the usual ones against what ffmpeg decodes, the faulty ones
//! for not losing what can be heard.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Random, rest};
use cueline_playback::Frame;
use cueline_playback::decode::Reader;

/// The files of one group, in their order; none, and a word about it, where they aren't.
fn group(name: &str) -> Vec<PathBuf> {
    let folder =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/corpora/flac")).join(name);
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("SKIPPED: the FLAC decoder testbench is not at {}", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "flac"));
    paths.sort();
    paths
}

/// What ffmpeg decodes, in whole numbers of 32 bits, with the number of its channels.
fn peer(path: &Path) -> Vec<i32> {
    let output = Command::new("ffmpeg")
        .args(["-v", "quiet", "-nostdin", "-i"])
        .arg(path)
        .args(["-map", "0:a", "-f", "s32le", "-c:a", "pcm_s32le", "-"])
        .output()
        .expect("ffmpeg is needed for these tests");
    output.stdout.chunks_exact(4).map(|bytes| i32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

/// Seeks to so many places, and compares what is read there with the linear decode.
fn seeks_are_exact(reader: &mut Reader, linear: &[f32], count: usize, what: &str) {
    let channels = usize::from(reader.info().channels);
    let frames = (linear.len() / channels) as u64;
    assert_eq!(reader.length(), Some(Frame(frames)), "{what}");
    let mut random = Random::new(frames);
    for target in (0..count).map(|_| random.below(frames)).chain([frames - 1]).collect::<Vec<_>>() {
        assert_eq!(reader.seek(Frame(target)).unwrap(), Frame(target), "{what}");
        let mut sound = Vec::new();
        while sound.len() < 1000 * channels && reader.read(&mut sound).unwrap() > 0 {}
        let expected = &linear[target as usize * channels..][..sound.len()];
        assert!(!sound.is_empty() && sound == expected, "{what}: at {target} of {frames}");
    }
}

/// Checks that the file sounds, to the bit, as `truth` has it, which holds `channels` channels.
fn sounds_like(path: &Path, truth: &[i32], channels: usize) {
    let what = path.display();
    let mut reader = Reader::open(path).unwrap();
    assert_eq!(reader.info().notices, [""; 0], "{what}");
    let sound = rest(&mut reader);
    assert_eq!(reader.damage(), [], "{what}");
    let played = usize::from(reader.info().channels);
    assert_eq!(sound.len() / played, truth.len() / channels, "{what}");
    if played == channels {
        let wrong =
            sound.iter().zip(truth).position(|(a, b)| a.to_bits() != (*b as f32 / 2_147_483_648.0).to_bits());
        assert_eq!(wrong, None, "{what}");
    }
    seeks_are_exact(&mut reader, &sound, 100, &what.to_string());
}

#[test]
fn the_usual_files_sound_as_ffmpeg_has_them() {
    for path in group("subset") {
        // "38 - 3 channels (3.0).flac" is the first of those with more channels than are played.
        let name = path.file_name().unwrap().to_string_lossy();
        let channels = match name[..2].parse::<usize>().unwrap() {
            number @ 38..=43 => number - 35,
            60..=64 => 1,
            _ => 2,
        };
        sounds_like(&path, &peer(&path), channels);
    }
}

#[test]
fn of_faulty_files_all_is_heard_that_there_is() {
    // Their true lengths, and how much of them is silence: a block of 65,536 is none that a decoder takes.
    let cases = [
        ("01", 101_999, 0),
        ("02", 195_891, 0),
        ("03", 89_903, 0),
        ("04", 97_391, 0),
        ("05", 109_487, 0),
        ("06", 69_743, 0),
        ("07", 106_031, 0),
        ("08", 202_347, 3 * 65_536),
        ("09", 41_519, 0),
        ("10", 119_279, 0),
        ("11", 64_559, 0),
    ];
    for (path, (number, frames, silent)) in group("faulty").iter().zip(cases) {
        assert!(path.file_name().unwrap().to_string_lossy().starts_with(number));
        let mut reader = Reader::open(path).unwrap();
        let sound = rest(&mut reader);
        assert_eq!((sound.len(), reader.info().channels), (frames, 1), "{number}");
        let damage: u64 = reader.damage().iter().map(|damage| damage.frames).sum();
        assert_eq!(damage, silent, "{number}");
        seeks_are_exact(&mut reader, &sound, 100, number);
        let truth = peer(path);
        if truth.len() == sound.len() {
            sounds_like(path, &truth, 1);
        } else {
            eprintln!("{number}: ffmpeg makes {} frames of it", truth.len());
        }
    }
}
