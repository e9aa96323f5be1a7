//! The program without a window on audio: what `probe` tells and what `clip` writes, on a machine without a display or a sound card.

use std::{fs, path::Path, process::Command};

use cueline_tests::command_line::{answer, complaint, run};
use serde_json::Value;

fn ffmpeg(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("ffmpeg");
    let made = command.args(["-v", "error", "-nostdin", "-y"]).args(arguments).current_dir(folder).output();
    let made = made.expect("ffmpeg is needed for these tests");
    assert!(made.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&made.stderr));
}

/// Samples as ffmpeg reads them from a file.
fn samples(folder: &Path, name: &str) -> Vec<f32> {
    ffmpeg(folder, &["-i", name, "-f", "f32le", "-c:a", "pcm_f32le", "samples.raw"]);
    let bytes = fs::read(folder.join("samples.raw")).unwrap();
    bytes.chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

const SWEEP: &str = "aevalsrc=0.4*sin(2*PI*(200*t+40*t*t)):s=44100:d=6.5";

#[test]
fn probe_tells_what_a_spliced_file_is_and_where_its_parts_meet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let titled = ["-metadata", "title=A talk", "-metadata", "artist=Ann", "-metadata", "album=Talks"];
    ffmpeg(path, &[&["-f", "lavfi", "-i", SWEEP], &titled[..], &["-b:a", "64k", "one.mp3"]].concat());
    ffmpeg(path, &["-f", "lavfi", "-i", SWEEP, "-b:a", "96k", "two.mp3"]);
    let [one, two] = ["one.mp3", "two.mp3"].map(|name| fs::read(path.join(name)).unwrap());
    fs::write(path.join("spliced.mp3"), [one, two].concat()).unwrap();

    let told: Value = serde_json::from_str(&answer(path, &["probe", "spliced.mp3", "--json"])).unwrap();
    assert_eq!(
        (&told["codec"], &told["sample_rate"], &told["channels"]),
        (&"MP3".into(), &44_100.into(), &1.into())
    );
    // Both parts with all that their encoders put around them, less the first one's delay.
    let frames = told["frames"].as_u64().unwrap();
    let spoken = 2 * 286_650;
    assert!((spoken..spoken + 5 * 1_152).contains(&frames), "{frames}");
    assert!((told["seconds"].as_f64().unwrap() - frames as f64 / 44_100.0).abs() < 1e-6);
    let joint = told["joints"][0]["seconds"].as_f64().unwrap();
    assert!((joint - 6.5).abs() < 0.06, "{joint}");
    assert_eq!(told["joints"].as_array().unwrap().len(), 1);
    assert_eq!(told["tags"], serde_json::json!({"title": "A talk", "artist": "Ann", "album": "Talks"}));
    assert_eq!(told["damage"], serde_json::json!([]));

    let report = answer(path, &["probe", "spliced.mp3"]);
    for words in ["MP3, 44100 Hz, mono", "A talk", "Joints     0:00:06."] {
        assert!(report.contains(words), "{words} in\n{report}");
    }
}

#[test]
fn probe_tells_where_a_file_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    ffmpeg(path, &["-f", "lavfi", "-i", SWEEP, "-c:a", "flac", "talk.flac"]);
    let mut bytes = fs::read(path.join("talk.flac")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 9_000].fill(0);
    fs::write(path.join("holed.flac"), bytes).unwrap();
    let whole: Value = serde_json::from_str(&answer(path, &["probe", "talk.flac", "--json"])).unwrap();
    let holed: Value = serde_json::from_str(&answer(path, &["probe", "holed.flac", "--json"])).unwrap();
    assert_eq!(whole["damage"], serde_json::json!([]));
    assert_eq!(holed["frames"], whole["frames"], "silence stands for what is lost");
    let from = holed["damage"][0]["from"]["seconds"].as_f64().unwrap();
    let to = holed["damage"][0]["to"]["seconds"].as_f64().unwrap();
    assert!(from > 1.0 && to > from && to < 5.5, "{from} to {to}");
}

#[test]
fn a_clip_is_those_frames_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for name in ["talk.mp3", "talk.m4a", "talk.ogg", "talk.flac", "talk.wav"] {
        ffmpeg(
            path,
            &[
                "-f",
                "lavfi",
                "-i",
                SWEEP,
                "-c:a",
                match name {
                    "talk.ogg" => "libvorbis",
                    "talk.m4a" => "aac",
                    "talk.mp3" => "libmp3lame",
                    "talk.flac" => "flac",
                    _ => "pcm_s16le",
                },
                name,
            ],
        );
        assert_eq!(answer(path, &["clip", name, "all.wav", "--samples", "float", "--force"]), "");
        let arguments =
            ["clip", name, "--from", "0:02.5", "--to", "3.25", "part.wav", "--samples", "float", "--force"];
        assert_eq!(answer(path, &arguments), "");
        let [all, part] = ["all.wav", "part.wav"].map(|name| samples(path, name));
        assert_eq!(part.len(), 33_075, "{name}");
        assert!(part == all[110_250..143_325], "{name}");
        assert!(part.iter().any(|sample| sample.abs() > 0.2), "{name}");
    }
}

#[test]
fn what_cannot_be_cut_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    ffmpeg(path, &["-f", "lavfi", "-i", SWEEP, "talk.wav"]);
    fs::write(path.join("notes.txt"), "No sound at all.").unwrap();
    for (arguments, code, words) in [
        (&["clip", "talk.wav", "--from", "9", "out.wav"][..], 1, "ends at 0:06.5"),
        (&["clip", "talk.wav", "--from", "3", "--to", "2", "out.wav"], 2, "holds nothing"),
        (&["clip", "talk.wav", "--from", "soon", "out.wav"], 2, "h:mm:ss.mmm"),
        (&["clip", "gone.wav", "out.wav"], 1, "gone.wav"),
        (&["clip", "notes.txt", "out.wav"], 1, "notes.txt"),
        (&["clip", "talk.wav", "talk.wav", "--force"], 1, "never writes over"),
        (&["probe", "notes.txt"], 1, "notes.txt"),
        (&["probe", "."], 1, "is a folder"),
    ] {
        let said = complaint(path, arguments, code);
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(!path.join("out.wav").exists(), "{arguments:?}");
    }
    assert_eq!(answer(path, &["clip", "talk.wav", "--to", "1", "out.wav"]), "");
    let before = fs::read(path.join("out.wav")).unwrap();
    let said = complaint(path, &["clip", "talk.wav", "--to", "2", "out.wav"], 1);
    assert!(said.contains("--force"), "{said}");
    assert_eq!(fs::read(path.join("out.wav")).unwrap(), before);
    let cut = run(path, &["clip", "talk.wav", "--from", "6", "--to", "60", "out.wav", "--force"]);
    assert_eq!(cut.status.code(), Some(0));
    assert!(String::from_utf8(cut.stderr).unwrap().contains("ends before --to"));
    assert_eq!(samples(path, "out.wav").len(), 22_050);
}
