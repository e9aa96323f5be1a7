//! Chapters as ffmpeg writes them into files of every format that has them.

use std::path::Path;

use crate::support::ffmpeg;
use cueline_playback::probe;

/// Whether a file of that name has its chapters in Vorbis comments.
fn commented(name: &str) -> bool {
    name.ends_with(".ogg") || name.ends_with(".flac")
}

fn render(path: &Path) -> String {
    let chapters = probe(path).unwrap().chapters;
    let shown = chapters.iter().map(|c| format!("{}:{}", c.start.as_millis(), c.title));
    shown.collect::<Vec<_>>().join(" | ")
}

#[test]
fn chapters_are_read_from_every_format_that_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("chapters.txt");
    let chapter = |start: u32, end: u32, title: &str| {
        format!("[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n")
    };
    let chapters =
        [chapter(500, 1_250, "Hello"), chapter(1_250, 3_000, "Café – more"), chapter(3_000, 4_000, "終わり")];
    std::fs::write(&list, format!(";FFMETADATA1\ntitle=The talk\n{}", chapters.concat())).unwrap();
    // ffmpeg writes none into comments by itself.
    let comments = [
        "-metadata",
        "CHAPTER000=00:00:00.500",
        "-metadata",
        "CHAPTER000NAME=Hello",
        "-metadata",
        "CHAPTER001=00:00:01.250",
        "-metadata",
        "CHAPTER001NAME=Café – more",
        "-metadata",
        "CHAPTER002=00:00:03.000",
        "-metadata",
        "CHAPTER002NAME=終わり",
    ];
    let cases: [(&str, &[&str]); 6] = [
        ("a.mp3", &[]),
        ("v23.mp3", &["-id3v2_version", "3"]),
        ("a.m4a", &[]),
        ("front.m4a", &["-movflags", "+faststart"]),
        ("a.ogg", &["-c:a", "libvorbis"]),
        ("a.flac", &[]),
    ];
    for (name, options) in cases {
        let path = folder.path().join(name);
        let (list, out) = (list.to_str().unwrap(), path.to_str().unwrap());
        let mut arguments = vec!["-f", "lavfi", "-i", "sine=d=4"];
        if commented(name) {
            arguments.extend(comments);
        } else {
            arguments.extend(["-i", list, "-map_metadata", "1", "-map_chapters", "1"]);
        }
        arguments.extend(options);
        arguments.push(out);
        ffmpeg(&arguments);
        assert_eq!(render(&path), "500:Hello | 1250:Café – more | 3000:終わり", "{name}");
    }
}

#[test]
fn a_file_without_chapters_has_none() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.mp3", "a.m4a", "a.ogg", "a.flac", "a.wav"] {
        let path = folder.path().join(name);
        ffmpeg(&["-f", "lavfi", "-i", "sine=d=1", path.to_str().unwrap()]);
        assert_eq!(render(&path), "", "{name}");
    }
}

/// A FLAC with a chapter, whose comments go through a change and which an ID3 tag may stand before.
#[test]
fn a_flac_with_damaged_comments_plays_without_chapters() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.flac");
    let comments = ["-metadata", "CHAPTER000=00:00:00.500", "-metadata", "CHAPTER000NAME=Hello"];
    ffmpeg(&[&["-f", "lavfi", "-i", "sine=d=1"], &comments[..], &[path.to_str().unwrap()]].concat());
    let whole = std::fs::read(&path).unwrap();
    let read = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        probe(&path).map(|info| info.chapters.len())
    };
    assert_eq!(read(&whole).unwrap(), 1);
    assert_eq!(read(&tagged(4, &frame(4, b"TIT2", b"\0Talk"), &whole)).unwrap(), 1, "an ID3 tag before it");

    let at = whole.windows(10).position(|part| part == b"CHAPTER000").unwrap();
    let mut changed = whole.clone();
    changed[at - 4..at].fill(0xff);
    assert_eq!(read(&changed).unwrap_or(0), 0, "a comment longer than its block");
    let mut changed = whole.clone();
    changed[at..at + 10].copy_from_slice(b"CHAPTERxxx");
    assert_eq!(read(&changed).unwrap(), 0, "a chapter without a number");
    for end in (0..at + 80).step_by(7) {
        assert_eq!(read(&whole[..end]).unwrap_or(0), 0, "cut off at {end}");
    }
    for place in 0..at + 60 {
        let mut changed = whole.clone();
        changed[place] ^= 0xff;
        let _ = read(&changed); // whatever it gives, it gives an answer
    }
}

/// An ID3v2 tag of that version with these frames, before a second of sound.
fn tagged(version: u8, frames: &[u8], sound: &[u8]) -> Vec<u8> {
    let seven = |shift: u32| (frames.len() >> shift & 0x7f) as u8;
    let header = [b'I', b'D', b'3', version, 0, 0, seven(21), seven(14), seven(7), seven(0)];
    [&header, frames, sound].concat()
}

/// A frame whose body is so long, without the body.
fn frame_header(version: u8, name: &[u8], size: usize) -> Vec<u8> {
    let bits = if version == 4 { 7 } else { 8 };
    let size: Vec<u8> = (0..4).rev().map(|byte| (size >> (byte * bits) & ((1 << bits) - 1)) as u8).collect();
    [name, &size, &[0, 0]].concat()
}

fn frame(version: u8, name: &[u8], body: &[u8]) -> Vec<u8> {
    [&frame_header(version, name, body.len()), body].concat()
}

/// The id of a chapter, its times in ms, and no places in the file.
fn chapter_start(id: &str, start: u32) -> Vec<u8> {
    let times = [start.to_be_bytes(), (start + 1).to_be_bytes(), [0xff; 4], [0xff; 4]].concat();
    [id.as_bytes(), &[0], &times].concat()
}

/// A second of sound without any tag, which is also written to `path`.
fn bare_mp3(path: &Path) -> Vec<u8> {
    let sound = ["-f", "lavfi", "-i", "sine=d=1", "-map_metadata", "-1", "-id3v2_version", "0"];
    ffmpeg(&[&sound[..], &[path.to_str().unwrap()]].concat());
    std::fs::read(path).unwrap()
}

#[test]
fn many_chapters_side_by_side_are_read_whatever_they_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mp3");
    let sound = bare_mp3(&path);
    for version in [3, 4] {
        let ids: Vec<String> = (0..200).map(|n| format!("CHAP{n:04}")).collect();
        let named: String = ids.iter().map(|id| format!("{id}\0")).collect();
        let mut frames = frame(version, b"CTOC", &[b"toc\0\x03\xc8", named.as_bytes()].concat());
        for (n, id) in ids.iter().enumerate() {
            let title = frame(version, b"TIT2", format!("\0CHAPTER {n}").as_bytes());
            frames.extend(frame(version, b"CHAP", &[chapter_start(id, n as u32), title].concat()));
        }
        std::fs::write(&path, tagged(version, &frames, &sound)).unwrap();
        let chapters = probe(&path).unwrap().chapters;
        assert_eq!(chapters.len(), 200, "version {version}");
        assert_eq!(chapters[199].title, "CHAPTER 199");
    }
}

#[test]
fn chapters_without_end_in_one_another_leave_the_sound_as_it_is() {
    const DEPTH: usize = 10_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mp3");
    let sound = bare_mp3(&path);
    let one = chapter_start("a", 0);
    let table_start = b"a\0\0\0".as_slice();
    for version in [3, 4] {
        let nested = |name: &[u8], start: &[u8]| {
            let left = |level: usize| (DEPTH - level) * (start.len() + 10) - 10;
            let levels = (0..DEPTH).map(|level| [&*frame_header(version, name, left(level)), start].concat());
            levels.collect::<Vec<_>>().concat()
        };
        // Each table names the next one.
        let chain: Vec<Vec<u8>> = (0..DEPTH)
            .map(|n| {
                let flags = if n == 0 { 3 } else { 1 };
                let body =
                    [format!("{n}\0").as_bytes(), &[flags, 1], format!("{}\0", n + 1).as_bytes()].concat();
                frame(version, b"CTOC", &body)
            })
            .collect();
        for frames in [nested(b"CHAP", &one), nested(b"CTOC", table_start), chain.concat()] {
            std::fs::write(&path, tagged(version, &frames, &sound)).unwrap();
            let info = probe(&path).unwrap();
            assert_eq!(info.chapters, []);
            assert!(info.frames.is_some_and(|frames| frames > 40_000), "the sound plays");
        }
    }
}
