//! The program without a window: an episode's words found in its sound, for people and for scripts.

use std::{fs, process::Command};

use cueline_tests::command_line::{answer, complaint};
use serde_json::Value;

const TALK: &str = "**Ann:** [0:00] The old lighthouse keeper climbed all the stairs before the morning came.\n\n\
    **Bo:** [0:04] Nobody in the village knew that he had kept a second lamp for forty years.\n";

/// A folder with the talk and its sound, spoken by flite.
fn episode() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.md"), TALK).unwrap();
    let said = TALK.lines().filter_map(|line| line.split_once("] ")).map(|(_, said)| said);
    let said = said.collect::<Vec<_>>().join(" ");
    let done = Command::new("flite")
        .args(["-voice", "slt", "-t", &said, "-o"])
        .arg(folder.path().join("talk.wav"))
        .status();
    assert!(done.is_ok_and(|status| status.success()), "flite speaks; `cargo xtask setup` installs it");
    folder
}

#[test]
fn every_word_has_its_time_and_nothing_is_written_into_the_folder() {
    let folder = episode();
    let path = folder.path();
    let summary = answer(path, &["align", "."]);
    assert!(summary.starts_with("Words in sync: "), "{summary}");
    let json: Value = serde_json::from_str(&answer(path, &["align", ".", "--json"])).unwrap();
    let words: Vec<&Value> = json["utterances"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|said| said["words"].as_array().unwrap())
        .collect();
    let starts: Vec<f64> = words.iter().filter_map(|word| word["start"].as_f64()).collect();
    assert!(starts.len() * 10 >= words.len() * 9 && starts.is_sorted(), "{starts:?}");
    let sure = words.iter().filter(|word| word["origin"] == "aligned");
    assert!(sure.clone().count() * 10 >= words.len() * 8, "{words:?}");
    for word in sure {
        let of = |name: &str| word[name].as_f64().unwrap();
        assert!(of("start") < of("end") && (0.0..=1.0).contains(&of("confidence")), "{word}");
    }
    let vtt = answer(path, &["align", "talk.wav", "--to", "vtt", "--word-times"]);
    assert!(vtt.starts_with("WEBVTT") && vtt.matches("<00:").count() > 10, "{vtt}");
    assert_eq!(fs::read_dir(path).unwrap().count(), 2);
}

#[test]
fn a_transcript_without_its_audio_is_not_aligned() {
    let folder = episode();
    let path = folder.path();
    fs::remove_file(path.join("talk.wav")).unwrap();
    let said = complaint(path, &["align", "."], 1);
    assert!(said.contains("both"), "{said}");
}
