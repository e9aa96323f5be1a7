//! Files whose streams follow one another, as chained Ogg and FLAC joined end to end: they play through, as one sound.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::support::{Random, make, rest};
use cueline_playback::Frame;
use cueline_playback::decode::Reader;

/// A stream: a file's name, its rate, channels and seconds, and the encoder's options.
type Part<'a> = (&'a str, u32, u16, f64, &'a [&'a str]);

fn encode(folder: &Path, (name, rate, channels, seconds, options): Part<'_>) -> PathBuf {
    let path = folder.join(name);
    let tone = "0.3*sin(2*PI*(200*t+30*t*t))+0.1*random(0)";
    let source = format!("aevalsrc={}:d={seconds}:s={rate}", vec![tone; usize::from(channels)].join("|"));
    make(&[&["-f", "lavfi", "-i", &source], options].concat(), &path);
    if name.starts_with("untold") {
        // As an encoder leaves it that couldn't go back: STREAMINFO's total is 0.
        let mut bytes = fs::read(&path).unwrap();
        bytes[21] &= 0xf0;
        bytes[22..26].fill(0);
        fs::write(&path, bytes).unwrap();
    }
    path
}

/// Joins files made of the parts, and checks that what comes out is all of them, wherever it is sought.
fn check(parts: &[Part<'_>]) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = parts.iter().map(|part| encode(folder.path(), *part)).collect();
    let joined = folder.path().join("joined");
    fs::write(&joined, paths.iter().flat_map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()).unwrap();

    let mut reader = Reader::open(&joined).unwrap();
    let info = reader.info().clone();
    let (rate, channels) = (u64::from(info.sample_rate), usize::from(info.channels));
    let linear = rest(&mut reader);
    let (mut joints, mut at) = (Vec::new(), 0);
    for path in &paths {
        let mut part = Reader::open(path).unwrap();
        joints.push(at);
        let frames = part.length().unwrap().0 * rate / u64::from(part.info().sample_rate);
        if u64::from(part.info().sample_rate) == rate && usize::from(part.info().channels) == channels {
            let sound = &linear[at as usize * channels..][..frames as usize * channels];
            assert!(sound == rest(&mut part), "{parts:?}: {} is heard as it is by itself", path.display());
        }
        let tail = &linear[(at + frames - rate) as usize * channels..][..rate as usize];
        assert!(tail.iter().any(|sample| sample.abs() > 0.1), "{parts:?}: {} is heard", path.display());
        at += frames;
    }
    assert_eq!(reader.length(), Some(Frame(at)), "{parts:?}");
    assert_eq!(linear.len() as u64, at * channels as u64, "{parts:?}");
    assert_eq!((reader.damage().len(), info.notices.len()), (0, 0), "{parts:?}: {:?}", info.notices);
    let told: Vec<_> = info.joints.iter().map(|joint| joint.frame.0).collect();
    assert_eq!(told, joints[1..], "{parts:?}");

    let mut random = Random::new(3);
    let near = joints[1..].iter().flat_map(|seam| (0..20).map(move |n| seam - 10 + n));
    for target in (0..100).map(|_| random.below(at)).chain(near).collect::<Vec<_>>() {
        reader.seek(Frame(target)).unwrap();
        let mut sound = Vec::new();
        while sound.len() < 3000 * channels && reader.read(&mut sound).unwrap() > 0 {}
        let expected = &linear[target as usize * channels..];
        let same = sound.iter().zip(expected).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(same && !sound.is_empty(), "{parts:?} at {target}");
    }
}

#[test]
fn the_streams_of_a_chained_ogg_are_one_sound() {
    let stereo: Part<'_> = ("stereo.ogg", 44_100, 2, 6.3, &["-c:a", "libvorbis"]);
    let mono: Part<'_> = ("mono.ogg", 48_000, 1, 5.1, &["-c:a", "libvorbis", "-q:a", "1"]);
    let low: Part<'_> = ("low.ogg", 11_025, 1, 7.7, &["-c:a", "libvorbis"]);
    let opus: Part<'_> = ("stereo.opus", 48_000, 2, 6.1, &["-c:a", "libopus"]);
    let speech: Part<'_> = ("mono.opus", 48_000, 1, 6.1, &["-c:a", "libopus", "-b:a", "24k"]);
    for parts in [[stereo, stereo], [stereo, mono], [mono, low], [opus, speech], [speech, stereo]] {
        check(&parts);
    }
}

#[test]
fn flac_files_joined_end_to_end_are_one_sound() {
    let long: Part<'_> = ("long.flac", 44_100, 2, 31.7, &[]);
    let short: Part<'_> = ("short.flac", 44_100, 2, 2.9, &[]);
    let mono: Part<'_> = ("mono.flac", 48_000, 1, 5.3, &[]);
    let deep: Part<'_> = ("deep.flac", 44_100, 2, 4.1, &["-sample_fmt", "s32"]);
    let untold: Part<'_> = ("untold.flac", 44_100, 2, 9.9, &[]);
    for parts in [
        &[long, long][..],
        &[long, short],
        &[short, long],
        &[short, short, long],
        &[long, mono, short],
        &[mono, long],
        &[long, deep],
        &[untold, long],
        &[long, untold],
    ] {
        check(parts);
    }
}

#[test]
fn a_joined_file_that_grows_while_it_is_open_is_read_on_also_where_it_wasnt_joined_yet() {
    let vorbis: Part<'_> = ("a.ogg", 44_100, 2, 6.3, &["-c:a", "libvorbis"]);
    let mono: Part<'_> = ("b.ogg", 48_000, 1, 5.1, &["-c:a", "libvorbis"]);
    let opus: Part<'_> = ("a.opus", 48_000, 1, 6.1, &["-c:a", "libopus"]);
    let flac: Part<'_> = ("a.flac", 44_100, 2, 12.7, &[]);
    for parts in [[vorbis, mono], [opus, opus], [vorbis, opus], [flac, flac]] {
        let folder = tempfile::tempdir().unwrap();
        let bytes = parts.map(|part| fs::read(encode(folder.path(), part)).unwrap());
        let joined = folder.path().join("joined");
        let whole = bytes.concat();
        fs::write(&joined, &whole).unwrap();
        let mut reader = Reader::open(&joined).unwrap();
        let (expected, joints) = (rest(&mut reader), reader.info().joints.clone());
        // It is cut in the middle of its first stream, at the joint, and in the middle of its second one.
        let cuts = [bytes[0].len() / 2, bytes[0].len(), bytes[0].len() + bytes[1].len() / 2, whole.len()];
        fs::write(&joined, &whole[..cuts[0]]).unwrap();
        let mut reader = Reader::open(&joined).unwrap();
        let mut sound = rest(&mut reader);
        for (from, to) in cuts.iter().zip(&cuts[1..]) {
            let before = sound.len();
            let mut file = fs::OpenOptions::new().append(true).open(&joined).unwrap();
            file.write_all(&whole[*from..*to]).unwrap();
            sound.extend(rest(&mut reader));
            assert!(sound.len() > before, "{parts:?}: of what came up to byte {to} nothing is heard");
        }
        assert_eq!(sound.len(), expected.len(), "{parts:?}");
        // A packet that was the last one lacked what its successor adds to it.
        let wrong = sound.iter().zip(&expected).filter(|(a, b)| a.to_bits() != b.to_bits()).count();
        assert!(wrong < 4 * 4096, "{parts:?}: {wrong} samples differ");
        let info = reader.take_update().unwrap().expect("it tells that it has grown");
        assert_eq!(info.joints, joints, "{parts:?}");
        assert_eq!(info.frames.unwrap() as usize * usize::from(info.channels), expected.len());
        let target = joints[0].frame.0 + 30_000;
        reader.seek(Frame(target)).unwrap();
        let sought = rest(&mut reader);
        assert!(sought == expected[expected.len() - sought.len()..] && !sought.is_empty(), "{parts:?}");
    }
}
