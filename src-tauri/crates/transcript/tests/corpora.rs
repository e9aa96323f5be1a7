//! Not one word is lost: the files of the corpora beside the repository, each counted by a reader that knows nothing of
//! the parsers.

#![allow(clippy::unwrap_used, reason = "a file that can’t be read fails its test")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use cueline_transcript::{Transcript, parse};

/// A folder of the corpora; announces its absence, with which a test counts as skipped.
fn corpus(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora").join(name);
    if !folder.is_dir() {
        eprintln!("SKIPPED: the corpus {name} is not beside the repository, so nothing was tested with it");
        return None;
    }
    Some(folder)
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Runs of letters and digits: what counts as a word here.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Broken files in which more is kept as text than is said: tags that never end, settings on a line of their own, text
/// before the first cue. The standard drops it, but nothing tells that it wasn't said.
const KEPT: [&str; 11] = [
    "cue-settings/region/region-arrows.vtt",
    "cue-times/missing-separator.vtt",
    "cuetext/format/double-line-break.vtt",
    "cuetext/tag-format/bogus-span-name.vtt",
    "cuetext/tag-format/end-tag-no-gt.vtt",
    "cuetext/timestamp/no-end-gt.vtt",
    "cuetext/timestamp/non-digit.vtt",
    "file-layout/bom-garbage-data.vtt",
    "file-layout/garbage-signature.vtt",
    "regions/id/arrows.vtt",
    "regions/line-break.vtt",
];

/// Asserts that what is said in `transcript` is `speech`, word for word, but that names may have become speakers.
fn assert_said(transcript: &Transcript, speech: &str, file: &Path) {
    let mut counts: HashMap<String, isize> = HashMap::new();
    for word in words(speech) {
        *counts.entry(word).or_default() += 1;
    }
    for line in transcript.lines() {
        for word in words(line.utterance.text()) {
            *counts.entry(word).or_default() -= 1;
        }
    }
    let names: Vec<String> = transcript.speakers.iter().flat_map(|speaker| words(&speaker.name)).collect();
    let kept = KEPT.iter().any(|kept| file.ends_with(kept));
    let wrong: Vec<_> = counts
        .iter()
        .filter(|(word, count)| (**count < 0 && !kept) || (**count > 0 && !names.contains(word)))
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:?}", file.display());
}

/// What cues say: the lines after each `-->` up to an empty one or the next, without tags and with characters in the
/// place of their names.
fn speech_of_cues(text: &str) -> String {
    let mut speech = String::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if line.contains("-->") {
            inside = true;
            speech.push('\n');
        } else if line.is_empty() {
            inside = false;
        } else if inside {
            speech += line;
            speech.push('\n');
        }
    }
    speech.split("\n\n").map(without_tags).collect::<Vec<_>>().join("\n")
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out += &rest[..open];
        rest = rest[open..].find('>').map_or("", |close| &rest[open + close + 1..]);
    }
    out += rest;
    let entities = [
        ("&nbsp", " "),
        ("&lrm", " "),
        ("&rlm", " "),
        ("&lt", " "),
        ("&gt", " "),
        ("&#39;", "'"),
        ("&amp", " "),
    ];
    entities.iter().fold(out, |text, (name, character)| text.replace(name, character))
}

#[test]
fn webvtt_files_lose_and_gain_no_word() {
    let Some(folder) = corpus("vtt.js/tests") else { return };
    let mut read = 0;
    for file in files(&folder, "vtt") {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let parsed = parse(&bytes, "a.vtt").unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_said(&parsed.transcript, &speech_of_cues(&text), &file);
        read += 1;
    }
    assert!(read > 250, "only {read} files are there");
}

#[test]
fn the_podcast_namespaces_examples_lose_and_gain_no_word() {
    let Some(folder) = corpus("podcast-namespace/docs/examples/transcripts") else { return };
    let mut read = 0;
    for (name, ids) in [
        ("example.vtt", "webvtt"),
        ("example.srt", "srt"),
        ("example.json", "podcast-json"),
        ("example.html", "html"),
    ] {
        let file = folder.join(name);
        let text = std::fs::read_to_string(&file).unwrap();
        let parsed = parse(text.as_bytes(), name).unwrap();
        assert_eq!(parsed.format.id(), ids);
        let speech = match ids {
            "podcast-json" => {
                let json: serde_json::Value = serde_json::from_str(&text).unwrap();
                let segments = json["segments"].as_array().unwrap();
                segments.iter().map(|segment| segment["body"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
            }
            "html" => {
                let paragraphs = text.split("<p>").skip(1).map(|rest| rest.split("</p>").next().unwrap());
                paragraphs.map(without_tags).collect::<Vec<_>>().join("\n")
            }
            _ => speech_of_cues(&text),
        };
        assert!(words(&speech).len() >= 5);
        assert_said(&parsed.transcript, &speech, &file);
        read += 1;
    }
    assert_eq!(read, 4);
}
