//! The program without a window: what `convert` and `inspect` write, say and answer, on a machine without a display.

use std::{fs, io::Read, process::Stdio};

use cueline_tests::command_line::{answer, complaint, cueline};
use serde_json::Value;
use tempfile::TempDir;

const TALK: &str = "## A talk\n\n- 00:10 A point\n\n**Ann:** [00:00:10] Words, more words.\n\n\
    **Ben:** [00:00:10] Yes.\n\n---\n\n“A quote.”\n\n[00:00:20] And so.\n";

/// A folder with `talk.md` in it, where the program is started.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.md"), TALK).unwrap();
    folder
}

#[test]
fn a_transcript_is_converted_by_the_endings_of_the_names() {
    let folder = folder();
    let path = folder.path();
    for name in ["a.srt", "a.vtt", "a.json", "a.ttml", "a.lrc", "a.md", "a.txt", "a.html", "a.csv", "a.docx"]
    {
        assert_eq!(answer(path, &["convert", "talk.md", name]), "", "nothing but the file");
        assert!(fs::metadata(path.join(name)).unwrap().len() > 60, "{name}");
    }
    assert_eq!(fs::read_to_string(path.join("a.md")).unwrap(), TALK);
    assert_eq!(fs::read_dir(path).unwrap().count(), 11, "nothing is left beside them");
    // What was written can be read, with its speakers.
    for name in ["a.srt", "a.vtt", "a.json", "a.ttml", "a.lrc", "a.md", "a.txt", "a.html"] {
        let inspected: Value = serde_json::from_str(&answer(path, &["inspect", name, "--json"])).unwrap();
        assert_eq!(inspected["speakers"], serde_json::json!(["Ann", "Ben"]), "{name}");
    }
    let shown = answer(path, &["convert", "talk.md", "-", "--to", "vtt", "--no-speakers"]);
    assert!(shown.starts_with("WEBVTT\n") && !shown.contains("Ann"), "{shown}");
    let shown = answer(path, &["convert", "talk.md", "-", "--to", "text", "--no-times"]);
    assert!(shown.contains("Ann: Words, more words.") && !shown.contains("00:00"), "{shown}");
    let shown = answer(path, &["convert", "talk.md", "-", "--to", "markdown", "--origins"]);
    assert!(shown.contains("**Ben:** [~00:00:1"), "{shown}");
    let shown =
        answer(path, &["convert", "talk.md", "-", "--to", "srt", "--line-length", "10", "--lines", "1"]);
    assert!(shown.contains("Words,\n"), "{shown}");
}

#[test]
fn a_file_that_is_there_stays_without_the_persons_word_and_the_source_always_does() {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("a.srt"), "mine").unwrap();
    let said = complaint(path, &["convert", "talk.md", "a.srt"], 1);
    assert!(said.contains("a.srt") && said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(path.join("a.srt")).unwrap(), "mine");
    answer(path, &["convert", "talk.md", "a.srt", "--force"]);
    assert!(fs::read_to_string(path.join("a.srt")).unwrap().starts_with("1\n"));
    fs::hard_link(path.join("talk.md"), path.join("other.md")).unwrap();
    for own in ["talk.md", "./talk.md", "other.md"] {
        complaint(path, &["convert", "talk.md", own, "--force"], 1);
        assert_eq!(fs::read_to_string(path.join("talk.md")).unwrap(), TALK);
    }
    complaint(path, &["convert", "talk.md", "gone/a.srt"], 1);
}

#[test]
fn what_fails_is_a_sentence_and_what_is_not_understood_another_code() {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("untimed.md"), "**Ann:** Words.\n").unwrap();
    fs::write(path.join("noise.md"), [0, 1, 2, 3, 0xFF]).unwrap();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["inspect", "gone.srt"], 1, "gone.srt"),
        (&["inspect", "noise.md"], 1, "does not hold text"),
        (&["inspect", "."], 1, "is a folder"),
        (&["convert", "untimed.md", "a.srt"], 1, "has no times"),
        (&["convert", "talk.md", "a.mp3"], 2, "--to"),
        (&["convert", "talk.md", "-"], 2, "--to"),
        (&["convert", "talk.md", "a.srt", "--no-times"], 2, "made of times"),
        (&["convert", "talk.md", "a.srt", "--shortest", "9"], 2, "--shortest"),
        (&["convert", "talk.md", "a.srt", "--lines", "0"], 2, "--lines"),
        (&["convert", "talk.md"], 2, "OUT"),
        (&["inspect", "talk.md", "--loud"], 2, "--loud"),
        (&["one", "two"], 2, "two"),
    ];
    for (arguments, code, word) in cases {
        let said = complaint(path, arguments, *code);
        assert!(said.contains(word), "{arguments:?}: {said}");
    }
    assert_eq!(fs::read_dir(path).unwrap().count(), 3, "nothing was written");
}

#[test]
fn help_and_the_version_are_the_answer() {
    let folder = folder();
    let help = answer(folder.path(), &["--help"]);
    for word in ["convert", "inspect", "Examples:", "Exit codes:"] {
        assert!(help.contains(word), "{help}");
    }
    for command in ["convert", "inspect"] {
        assert!(answer(folder.path(), &[command, "--help"]).contains("Examples:"));
    }
    assert!(answer(folder.path(), &["--version"]).starts_with("cueline "));
}

#[test]
fn inspect_tells_the_report_and_keeps_the_form_of_its_json() {
    let folder = folder();
    let path = folder.path();
    let report = answer(path, &["inspect", "talk.md"]);
    for words in [
        "Markdown",
        "2 turns, 3 utterances, 6 words",
        "Ann: 1 utterance",
        "3 to 1 s",
        "2 marked, 1 estimated",
    ] {
        assert!(report.contains(words), "{words} in\n{report}");
    }
    let json: Value = serde_json::from_str(&answer(path, &["inspect", "talk.md", "--json"])).unwrap();
    let said = |turn: u32,
                speaker: &str,
                start: f64,
                end: Option<f64>,
                origin: &str,
                text: &str,
                words: &[&str]| {
        let words: Vec<Value> =
            words.iter().map(|word| serde_json::json!({"text": word, "start": null, "end": null})).collect();
        serde_json::json!({"turn": turn, "speaker": speaker, "start": start, "end": end, "origin": origin, "text": text,
            "words": words})
    };
    assert_eq!(
        json,
        serde_json::json!({
            "format": "markdown",
            "title": "A talk",
            "speakers": ["Ann", "Ben"],
            "utterances": [
                said(0, "Ann", 10.0, Some(18.182), "marked", "Words, more words.", &["Words", "more", "words"]),
                said(1, "Ben", 18.182, Some(20.0), "estimated", "Yes.", &["Yes"]),
                said(1, "Ben", 20.0, None, "marked", "And so.", &["And", "so"]),
            ],
            "key_points": [{"time": 10.0, "text": "A point"}],
            "pull_quotes": ["“A quote.”"],
            "warnings": [],
        })
    );
    let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One <00:01.500>two.\n";
    fs::write(path.join("words.vtt"), vtt).unwrap();
    let json: Value = serde_json::from_str(&answer(path, &["inspect", "words.vtt", "--json"])).unwrap();
    assert_eq!(json["utterances"][0]["origin"], "exact");
    assert_eq!(
        json["utterances"][0]["words"][1],
        serde_json::json!({"text": "two", "start": 1.5, "end": 2.0})
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = folder();
    let path = folder.path();
    let long = "**Ann:** [0:01] Words.\n\n**Ben:** [0:02] More words.\n\n".repeat(20_000);
    fs::write(path.join("long.md"), long).unwrap();
    for arguments in [&["inspect", "long.md", "--json"][..], &["convert", "long.md", "-", "--to", "text"]] {
        let mut child =
            cueline(path, arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 100];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
    }
}

#[test]
fn a_folder_that_is_called_like_a_command_is_opened() {
    let folder = folder();
    fs::create_dir(folder.path().join("convert")).unwrap();
    // There is no display, so that it was the window that was wanted is told by its absence.
    let said = complaint(folder.path(), &["./convert"], 1);
    assert!(said.contains("display"), "{said}");
}

#[test]
fn a_file_of_chapters_alone_has_key_points() {
    let folder = folder();
    let path = folder.path();
    let chapters = r#"{"version":"1.2.0","chapters":[{"startTime":60.5,"title":"Talk"},{"startTime":0,"title":"Intro"}]}"#;
    fs::write(path.join("chapters.json"), chapters).unwrap();
    let podlove = "<psc:chapters xmlns:psc=\"http://podlove.org/simple-chapters\">\
        <psc:chapter start=\"00:00:00\" title=\"Intro\"/><psc:chapter start=\"00:01:00.500\" title=\"Talk\"/></psc:chapters>";
    fs::write(path.join("chapters.xml"), podlove).unwrap();
    for name in ["chapters.json", "chapters.xml"] {
        let told: Value = serde_json::from_str(&answer(path, &["inspect", name, "--json"])).unwrap();
        assert_eq!(told["format"], "chapters");
        assert_eq!(told["utterances"], serde_json::json!([]));
        let points = serde_json::json!([{"time": 0.0, "text": "Intro"}, {"time": 60.5, "text": "Talk"}]);
        assert_eq!(told["key_points"], points, "{name}");
        assert!(answer(path, &["inspect", name]).contains("1:00 Talk"));
    }
}
