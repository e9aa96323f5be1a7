//! A disk that fails in the middle of a file, in several formats: what lies around that plays, in its place.

use std::path::Path;
use std::process::Command;

use super::file::unreadable;
use super::*;

fn rest(reader: &mut Reader) -> (Vec<f32>, Vec<String>) {
    let (mut sound, mut told) = (Vec::new(), Vec::new());
    while reader.read(&mut sound).unwrap() > 0 {
        told.extend(reader.take_damage());
    }
    (sound, told)
}

fn encode(path: &Path, codec: Option<&str>) {
    let source = "aevalsrc='0.4*sin(2*PI*(300*t+20*t*t))':d=20:s=44100";
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-movflags", "+faststart"]);
    if let Some(codec) = codec {
        ffmpeg.args(["-c:a", codec]);
    }
    assert!(ffmpeg.arg(path).status().unwrap().success());
}

#[test]
fn what_a_disk_fails_to_give_is_silence_of_its_length_and_told_once() {
    let folder = tempfile::tempdir().unwrap();
    for (name, codec) in [
        ("a.mp3", None),
        ("a.m4a", None),
        ("alac.m4a", Some("alac")),
        ("a.ogg", Some("libvorbis")),
        ("a.flac", None),
        ("a.wav", None),
        ("a.aiff", None),
        ("a.mkv", Some("flac")),
        ("pcm.mov", Some("pcm_s16le")),
        ("pcm.mkv", Some("pcm_s24le")),
        ("a.aac", None),
    ] {
        let path = folder.path().join(name);
        encode(&path, codec);
        let whole = rest(&mut Reader::open(&path).unwrap()).0;
        let size = std::fs::metadata(&path).unwrap().len();

        // It fails in a part of the file, from before it is opened on.
        unreadable::set(size * 2 / 5, size / 2);
        let mut reader = Reader::open(&path).unwrap();
        let (sound, told) = rest(&mut reader);
        // Bare AAC and MP3 tell no times: what was lost is counted by what lies around it. Matroska tells milliseconds.
        let near = match name {
            "a.aac" | "a.mp3" => whole.len() / 50,
            "a.mkv" | "pcm.mkv" => 44,
            _ => 0,
        };
        assert!(sound.len().abs_diff(whole.len()) <= near, "{name}: {} of {}", sound.len(), whole.len());
        let notices = reader.info().notices.len();
        assert_eq!(told.len() + notices, 1, "{name}: {told:?} {:?}", reader.info().notices);
        let early = whole.len() * 3 / 10;
        assert!(sound[..early] == whole[..early], "{name}: what comes before it plays");
        let late = whole.len() / 5;
        let same = near > 0 || sound[sound.len() - late..] == whole[whole.len() - late..];
        assert!(same, "{name}: what comes behind it plays");
        assert!(!reader.damage().is_empty(), "{name}");
        unreadable::set(0, 0);

        // It fails wholly once the file is open: the drive was pulled.
        let mut reader = Reader::open(&path).unwrap();
        let mut sound = Vec::new();
        while sound.len() < 10_000 {
            reader.read(&mut sound).unwrap();
        }
        unreadable::set(1, u64::MAX);
        let (after, told) = rest(&mut reader);
        assert_eq!(sound.len() + after.len(), whole.len(), "{name}: its length stays");
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert!(after[after.len() / 2..].iter().all(|sample| sample.abs() < 1e-3), "{name}: it is silent");
        for frame in [2_000, 400_000, 44_100] {
            assert_eq!(reader.seek(Frame(frame)).unwrap(), Frame(frame), "{name}");
            assert!(reader.read(&mut sound).unwrap() > 0, "{name}: at {frame}");
        }
        unreadable::set(0, 0);
    }
}
