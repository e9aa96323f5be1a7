//! Files as ffmpeg makes them, decoded, sought in and compared with what ffmpeg decodes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::support::{Random, ffmpeg, rest};
use cueline_playback::Frame;
use cueline_playback::decode::Reader;

/// A file that ffmpeg encodes: its name, the source's rate and channels, and the encoder's options.
struct Case {
    name: &'static str,
    rate: u32,
    channels: u16,
    options: &'static [&'static str],
}

const fn case(name: &'static str, rate: u32, channels: u16, options: &'static [&'static str]) -> Case {
    Case { name, rate, channels, options }
}

const CASES: [Case; 55] = [
    case("cbr.mp3", 44_100, 2, &["-b:a", "128k"]),
    case("vbr.mp3", 44_100, 2, &["-q:a", "4"]),
    case("abr.mp3", 48_000, 1, &["-b:a", "64k", "-abr", "1"]),
    case("no-xing.mp3", 44_100, 2, &["-b:a", "96k", "-write_xing", "0"]),
    case("no-xing-vbr.mp3", 44_100, 1, &["-q:a", "6", "-write_xing", "0", "-id3v2_version", "0"]),
    case("mpeg2.mp3", 22_050, 1, &["-q:a", "4"]),
    case("mpeg2-low.mp3", 24_000, 1, &["-b:a", "8k"]),
    case("mpeg25.mp3", 8_000, 1, &["-b:a", "16k"]),
    case("mpeg25-12.mp3", 12_000, 2, &["-b:a", "32k"]),
    case("high.mp3", 32_000, 2, &["-b:a", "320k"]),
    case("no-reservoir.mp3", 44_100, 2, &["-b:a", "128k", "-reservoir", "0"]),
    case("stereo.m4a", 44_100, 2, &["-b:a", "128k"]),
    case("mono.m4a", 48_000, 1, &["-b:a", "64k", "-movflags", "+faststart"]),
    case("low.m4a", 8_000, 1, &["-b:a", "24k"]),
    case("high.m4a", 96_000, 2, &["-b:a", "256k"]),
    case(
        "fragments.m4a",
        44_100,
        2,
        &["-b:a", "96k", "-movflags", "+frag_keyframe+empty_moov", "-frag_duration", "2000000"],
    ),
    case("chapters.m4a", 44_100, 1, &["-b:a", "64k"]),
    case("stereo.ogg", 44_100, 2, &["-c:a", "libvorbis", "-q:a", "4"]),
    case("mono.ogg", 48_000, 1, &["-c:a", "libvorbis", "-q:a", "1"]),
    case("low.ogg", 11_025, 1, &["-c:a", "libvorbis", "-q:a", "2"]),
    case("stereo.flac", 44_100, 2, &[]),
    case("high.flac", 96_000, 2, &["-sample_fmt", "s32"]),
    case("mono.wav", 8_000, 1, &[]),
    case("deep.wav", 48_000, 2, &["-c:a", "pcm_s24le"]),
    case("float.wav", 88_200, 2, &["-c:a", "pcm_f32le"]),
    case("alaw.wav", 8_000, 1, &["-c:a", "pcm_alaw"]),
    case("stereo.opus", 48_000, 2, &["-c:a", "libopus", "-b:a", "96k"]),
    case("mono.opus", 48_000, 1, &["-c:a", "libopus", "-b:a", "24k", "-application", "voip"]),
    case("low.opus", 48_000, 1, &["-c:a", "libopus", "-b:a", "12k", "-frame_duration", "60"]),
    case("short.opus", 48_000, 2, &["-c:a", "libopus", "-b:a", "128k", "-frame_duration", "2.5"]),
    case("alac.m4a", 44_100, 2, &["-c:a", "alac"]),
    case("alac-mono.m4a", 48_000, 1, &["-c:a", "alac"]),
    case("stereo.aiff", 44_100, 2, &[]),
    case("deep.aiff", 48_000, 1, &["-c:a", "pcm_s24be"]),
    case("stereo.caf", 44_100, 2, &["-c:a", "pcm_s16be"]),
    case("alac.caf", 48_000, 1, &["-c:a", "alac"]),
    case("stereo.mov", 44_100, 2, &["-c:a", "aac", "-b:a", "128k"]),
    case("pcm.mov", 48_000, 2, &["-c:a", "pcm_s16le"]),
    case("surround-rate.ogg", 96_000, 2, &["-c:a", "libvorbis", "-q:a", "5"]),
    case("stereo.webm", 48_000, 2, &["-c:a", "libopus", "-b:a", "96k"]),
    case("vorbis.webm", 44_100, 2, &["-c:a", "libvorbis", "-q:a", "3"]),
    case("low-vorbis.mkv", 22_050, 1, &["-c:a", "libvorbis", "-q:a", "2"]),
    case("aac.mkv", 44_100, 2, &["-c:a", "aac", "-b:a", "128k"]),
    case("flac.mkv", 44_100, 2, &["-c:a", "flac"]),
    case("mp3.mkv", 44_100, 2, &["-c:a", "libmp3lame", "-b:a", "96k"]),
    case("pcm.mkv", 48_000, 1, &["-c:a", "pcm_s16le"]),
    case(
        "live.webm",
        48_000,
        1,
        &["-c:a", "libopus", "-b:a", "48k", "-live", "1", "-cluster_time_limit", "900"],
    ),
    case("stereo.aac", 44_100, 2, &["-b:a", "128k"]),
    case("mono.aac", 24_000, 1, &["-b:a", "48k"]),
    case("big.wav", 44_100, 2, &["-rf64", "always"]),
    case("big.w64", 44_100, 2, &["-c:a", "pcm_s16le"]),
    case("double.wav", 48_000, 1, &["-c:a", "pcm_f64le"]),
    case("small.wav", 11_025, 1, &["-c:a", "pcm_u8"]),
    case("mulaw.wav", 8_000, 2, &["-c:a", "pcm_mulaw"]),
    case("mulaw.caf", 8_000, 1, &["-c:a", "pcm_mulaw"]),
];

/// How long the files are: no whole number of packets of any format.
const SECONDS: f64 = 20.37;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A rising tone with noise, so that every position sounds different; encoded by ffmpeg.
fn encode(folder: &Path, case: &Case) -> PathBuf {
    let wav = folder.join("source.wav");
    let mut random = Random::new(u64::from(case.rate));
    let noise: Vec<f32> = (0..case.rate).map(|_| random.below(2001) as f32 / 1000.0 - 1.0).collect();
    let frames = (SECONDS * f64::from(case.rate)) as u32;
    crate::support::sample_wav(&wav, case.rate, case.channels, frames, |n| {
        let t = f64::from(n) / f64::from(case.rate);
        let tone = (std::f64::consts::TAU * (200.0 * t + 30.0 * t * t)).sin() as f32;
        let swell = 0.5 + 0.4 * (1.7 * t).sin() as f32;
        0.4 * tone * swell + 0.15 * noise[(n.wrapping_mul(31) % case.rate) as usize]
    });
    let path = folder.join(case.name);
    let mut arguments = vec!["-i", text(&wav)];
    let chapters = folder.join("chapters.txt");
    if case.name.starts_with("chapters") {
        // Chapters become a track of texts, shorter than the sound.
        let list = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=4\ntitle=One\n\
                    [CHAPTER]\nTIMEBASE=1/1\nSTART=4\nEND=9\ntitle=Two\n";
        std::fs::write(&chapters, list).unwrap();
        arguments.extend(["-i", text(&chapters), "-map_metadata", "1"]);
    }
    arguments.extend(case.options);
    arguments.push(text(&path));
    ffmpeg(&arguments);
    path
}

/// What ffmpeg decodes, as 32-bit floats.
fn peer(path: &Path) -> Vec<f32> {
    let raw = path.with_extension("raw");
    // Of ffmpeg's two decoders for Opus only the other one makes what the standard says.
    let opus = matches!(Reader::open(path), Ok(reader) if reader.info().codec == "Opus");
    let mut arguments = if opus { vec!["-c:a", "libopus"] } else { Vec::new() };
    arguments.extend(["-i", text(path), "-f", "f32le", "-c:a", "pcm_f32le", text(&raw)]);
    ffmpeg(&arguments);
    let bytes = std::fs::read(&raw).unwrap();
    bytes.chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

/// At least `frames` frames, or what is left.
fn read(reader: &mut Reader, frames: usize) -> Vec<f32> {
    let mut sound = Vec::new();
    let channels = usize::from(reader.info().channels);
    while sound.len() < frames * channels && reader.read(&mut sound).unwrap() > 0 {}
    sound.truncate(frames * channels);
    sound
}

/// Tries every case, and says at the end which ones failed.
fn each(check: impl Fn(&Path, &Case)) {
    let folder = tempfile::tempdir().unwrap();
    let tried = CASES.iter().filter(|case| {
        let check = AssertUnwindSafe(|| check(folder.path(), case));
        catch_unwind(check).is_err()
    });
    let failed: Vec<_> = tried.map(|case| case.name).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn the_first_frame_after_a_seek_is_that_frame_of_the_linear_decode() {
    each(|folder, case| {
        let path = encode(folder, case);
        let mut reader = Reader::open(&path).unwrap();
        let channels = usize::from(case.channels);
        let linear = rest(&mut reader);
        let length = (linear.len() / channels) as u64;
        assert_eq!(reader.length(), Some(Frame(length)), "{}", case.name);

        let mut random = Random::new(11);
        let mut targets =
            vec![0, 1, length - 1, length, length + 1, u64::MAX, length / 2, 1151, 1152, 1024, 2048];
        targets.extend((1..=12).map(|n| length.saturating_sub(n * 500)));
        targets.extend((0..500).map(|_| random.below(length)));
        for target in targets {
            let landed = reader.seek(Frame(target)).unwrap();
            assert_eq!(landed, Frame(target.min(length)), "{}", case.name);
            assert_eq!(reader.position(), landed);
            let sound = read(&mut reader, 3000);
            let from = landed.0 as usize * channels;
            let expected = &linear[from..linear.len().min(from + 3000 * channels)];
            assert_eq!(sound.len(), expected.len(), "{} at {target}", case.name);
            let wrong = sound.iter().zip(expected).position(|(a, b)| a.to_bits() != b.to_bits());
            assert_eq!(wrong, None, "{} at {target} of {length}", case.name);
        }
    });
}

#[test]
fn lengths_and_positions_are_those_of_ffmpeg() {
    each(|folder, case| {
        let path = encode(folder, case);
        let ours = rest(&mut Reader::open(&path).unwrap());
        let theirs = peer(&path);
        let source = (SECONDS * f64::from(case.rate)) as usize * usize::from(case.channels);
        let kind = Reader::open(&path).unwrap().info().codec.clone();
        if kind == "AAC-LC" && [".m4a", ".mov"].iter().any(|end| case.name.ends_with(end)) {
            // ffmpeg cuts the delay off but not the padding; ours ends where the source did.
            assert!(theirs.len() >= ours.len(), "{}", case.name);
            // A header that was written before the sound, as for fragments, can't tell the delay.
            let delay = if case.name.starts_with("fragments") { 1024 } else { 0 };
            assert_eq!(ours.len(), source + delay * usize::from(case.channels), "{}", case.name);
        } else {
            assert_eq!(ours.len(), theirs.len(), "{}", case.name);
        }
        // AAC fills bands with noise, which each decoder makes in its own way.
        let limit = match &*kind {
            "AAC-LC" => 0.15,
            "Opus" => 5e-3, // its decoder counts in whole numbers, and is made anew from time to time
            _ => 1e-4,
        };
        let difference = difference(&ours, &theirs, 0);
        assert!(difference < limit, "{}: {difference}", case.name);
        for shift in [1, 2] {
            let shifted = nearest_difference(&ours, &theirs, shift * usize::from(case.channels));
            assert!(shifted > 1.5 * difference, "{}: {shifted} when shifted by {shift}", case.name);
        }
    });
}

/// The power of the difference against that of the sound, 0 to 1, with `a` moved by `shift` samples.
fn difference(a: &[f32], b: &[f32], shift: usize) -> f64 {
    let power =
        |values: &mut dyn Iterator<Item = f32>| values.map(|value| f64::from(value).powi(2)).sum::<f64>();
    let apart = power(&mut a[shift..].iter().zip(b).map(|(a, b)| a - b));
    (apart / power(&mut b.iter().copied())).sqrt()
}

/// The smaller of the differences with either one moved.
fn nearest_difference(a: &[f32], b: &[f32], shift: usize) -> f64 {
    difference(a, b, shift).min(difference(b, a, shift))
}

#[test]
fn joined_files_play_to_their_last_frame() {
    let folder = tempfile::tempdir().unwrap();
    // The second file of the second pair has one channel: the decoder changes in mid-stream.
    for (first, second) in [(&CASES[0], &CASES[1]), (&CASES[0], &CASES[4]), (&CASES[4], &CASES[0])] {
        let name = format!("{} and {}", first.name, second.name);
        let same_channels = first.channels == second.channels;
        let channels = usize::from(first.channels);
        let [first, second] = [first, second].map(|case| encode(folder.path(), case));
        let joined = folder.path().join("joined.mp3");
        let both = [std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap()].concat();
        std::fs::write(&joined, both).unwrap();

        let mut reader = Reader::open(&joined).unwrap();
        let linear = rest(&mut reader);
        let frames = linear.len() / channels;
        let [first, second] = [first, second].map(|path| Reader::open(&path).unwrap());
        let parts = first.length().unwrap().0 + second.length().unwrap().0;
        assert_eq!(reader.length(), Some(Frame(frames as u64)), "{name}");
        assert!((parts..parts + 4 * 1152).contains(&(frames as u64)), "{name}: {frames} for {parts}");
        if same_channels {
            let second = rest(&mut { second });
            let tail = &second[second.len() - 20_000..];
            let mut ends = linear.windows(tail.len()).rev().take(6000);
            assert!(
                ends.any(|end| difference(end, tail, 0) < 1e-3),
                "{name}: the last sound is the second file's"
            );
        }

        let joints: Vec<u64> = reader.info().joints.iter().map(|joint| joint.frame.0).collect();
        let [joint] = joints[..] else { panic!("{name}: joints at {joints:?}") };
        assert!(first.length().unwrap().0.abs_diff(joint) < 3 * 1152, "{name}: joined at {joint}");

        let mut random = Random::new(5);
        let seam = first.length().unwrap().0;
        let near_seam = (0..20).map(|n| seam + n * 400 - 3000);
        for target in (0..100).map(|_| random.below(frames as u64)).chain(near_seam).collect::<Vec<_>>() {
            reader.seek(Frame(target)).unwrap();
            let sound = read(&mut reader, 2000);
            let same = sound
                .iter()
                .zip(&linear[channels * target as usize..])
                .all(|(a, b)| a.to_bits() == b.to_bits());
            assert!(same, "{name} at {target}");
        }
    }
}

#[test]
fn tags_and_the_cover_come_out_of_every_container() {
    let folder = tempfile::tempdir().unwrap();
    let cover = folder.path().join("cover.png");
    ffmpeg(&["-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1", text(&cover)]);
    let tags =
        ["-metadata", "title=Ein Gespräch", "-metadata", "artist=Ada & Bo", "-metadata", "album=The Show"];
    for (name, with_cover) in [("a.mp3", true), ("a.m4a", true), ("a.flac", true), ("a.ogg", false)] {
        let path = folder.path().join(name);
        let mut arguments = vec!["-f", "lavfi", "-i", "sine=d=2"];
        if with_cover {
            arguments.extend(["-i", text(&cover), "-map", "0", "-map", "1", "-c:v", "copy"]);
            arguments.extend(["-disposition:v", "attached_pic"]);
        }
        arguments.extend(tags);
        arguments.push(text(&path));
        ffmpeg(&arguments);
        let info = cueline_playback::probe(&path).unwrap();
        assert_eq!(info.tags.title.as_deref(), Some("Ein Gespräch"), "{name}");
        assert_eq!(info.tags.artist.as_deref(), Some("Ada & Bo"), "{name}");
        assert_eq!(info.tags.album.as_deref(), Some("The Show"), "{name}");
        assert_eq!(info.cover.is_some_and(|cover| cover.media_type == "image/png"), with_cover, "{name}");
    }
}

#[test]
fn another_reader_gives_the_same_sound_from_any_frame() {
    let folder = tempfile::tempdir().unwrap();
    for case in [&CASES[1], &CASES[11], &CASES[17], &CASES[20], &CASES[22]] {
        let mut reader = Reader::open(&encode(folder.path(), case)).unwrap();
        let linear = rest(&mut reader);
        let mut other = reader.another().unwrap();
        assert_eq!(other.position(), Frame::ZERO, "{}", case.name);
        let channels = usize::from(case.channels);
        let target = linear.len() / channels / 3;
        reader.seek(Frame::ZERO).unwrap();
        other.seek(Frame(target as u64)).unwrap();
        let sound = read(&mut other, 3000);
        assert_eq!(sound, linear[channels * target..][..sound.len()], "{}", case.name);
        assert_eq!(reader.position(), Frame::ZERO, "{}: the first one stays where it is", case.name);
    }
}
