//! Chapters as ffmpeg writes them into files of every format that has them.

#![allow(clippy::unwrap_used, clippy::expect_used)] // what a test can't set up has failed it

use std::path::Path;
use std::process::Command;

use cueline_playback::probe;

fn ffmpeg(arguments: &[&str]) {
    let output = Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y"]).args(arguments).output();
    let output = output.expect("ffmpeg is needed for these tests");
    assert!(output.status.success(), "ffmpeg {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
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
    // ffmpeg writes none into Ogg by itself.
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
    let cases: [(&str, &[&str]); 5] = [
        ("a.mp3", &[]),
        ("v23.mp3", &["-id3v2_version", "3"]),
        ("a.m4a", &[]),
        ("front.m4a", &["-movflags", "+faststart"]),
        ("a.ogg", &["-c:a", "libvorbis"]),
    ];
    for (name, options) in cases {
        let path = folder.path().join(name);
        let (list, out) = (list.to_str().unwrap(), path.to_str().unwrap());
        let mut arguments = vec!["-f", "lavfi", "-i", "sine=d=4"];
        if name.ends_with("ogg") {
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
