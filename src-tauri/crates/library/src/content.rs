//! What a file holds, told from its first characters: a transcript, chapters, or something else; and how closely a transcript
//! times what is said.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// So much of a file is looked at.
const HEAD: u64 = 64 * 1024;

/// What a file that may be anything is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Transcript,
    Chapters,
    Other,
}

/// How closely a transcript times what is said, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    /// Every word has a time.
    Words,
    /// Every cue, segment or line has a time.
    Cues,
    /// Times stand in the text, or nowhere.
    Text,
}

impl Detail {
    /// For people.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Detail::Words => "times every word",
            Detail::Cues => "times every line",
            Detail::Text => "has its times, if any, in the text",
        }
    }
}

/// What the file with that ending holds. One that can't be read is `Other`.
pub(crate) fn of(path: &Path) -> Content {
    let head = head(path);
    let text = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if is_json(text) {
        of_json(text)
    } else if text.starts_with('<') {
        of_markup(text)
    } else {
        // A JSON or HTML by name that holds subtitles or plain text.
        if text.is_empty() { Content::Other } else { Content::Transcript }
    }
}

fn is_json(text: &str) -> bool {
    let inside = text.strip_prefix('[').map(|rest| rest.trim_start().starts_with(['{', '[', '"']));
    text.starts_with('{') || inside.unwrap_or(false)
}

fn of_json(text: &str) -> Content {
    let has = |keys: &[&str]| keys.iter().any(|key| text.contains(&format!("\"{key}\"")));
    let timed = has(&[
        "start",
        "startTime",
        "start_time",
        "start_ms",
        "startMs",
        "begin",
        "from",
        "time",
        "timestamp",
        "offsets",
        "offset",
        "ts",
        "startOffset",
        "mark",
    ]) || text.contains("data-timestamp");
    let spoken = has(&[
        "text",
        "body",
        "segments",
        "chunks",
        "transcription",
        "transcript",
        "transcripts",
        "words",
        "word",
        "utterances",
        "monologues",
        "alternatives",
    ]);
    if timed && !spoken && has(&["title"]) {
        Content::Chapters
    } else if timed && spoken {
        Content::Transcript
    } else {
        Content::Other
    }
}

fn of_markup(text: &str) -> Content {
    let has = |what: &str| text.contains(what);
    if has("<psc:chapters") || text.starts_with("<chapters") {
        Content::Chapters
    } else if has("<tt ") || has("<tt>") || has("<tt:tt") || has("<p") || has("<html") || has("<HTML") {
        Content::Transcript
    } else {
        Content::Other
    }
}

/// How closely a transcript times what is said.
pub(crate) fn detail(path: &Path) -> Detail {
    let head = head(path);
    let text = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let has = |what: &str| text.contains(what);
    // `<00:01.5>`, as WebVTT and LRC time words.
    let inline = || {
        text.match_indices('<').any(|(at, _)| {
            matches!(text.as_bytes().get(at + 1..at + 4), Some([a, b, b':']) if a.is_ascii_digit() && b.is_ascii_digit())
        })
    };
    if is_json(text) {
        let words = ["\"words\"", "\"word\"", "\"tokens\"", "\"items\""].iter().any(|key| has(key));
        if words { Detail::Words } else { Detail::Cues }
    } else if has("<tt ") || has("<tt:tt") {
        if has("<span begin=") || has("<tt:span begin=") { Detail::Words } else { Detail::Cues }
    } else if has("-->") && !text.starts_with('<') || lyrics(text) {
        if inline() { Detail::Words } else { Detail::Cues }
    } else if has("data-m=") {
        Detail::Words
    } else if has("<time") {
        Detail::Cues
    } else {
        Detail::Text
    }
}

/// Whether most lines begin as LRC's do: `[00:15.00]`.
fn lyrics(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let timed = |line: &&str| {
        matches!(line.as_bytes(), [b'[', a, b, b':', c, d, b'.', ..]
            if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()))
    };
    lines().filter(timed).count() * 2 > lines().count()
}

fn head(path: &Path) -> String {
    let mut bytes = Vec::new();
    // What can't be read tells nothing here; it is told when it is opened.
    let _ = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn the_first_characters_tell_what_a_file_holds() {
        use Content::{Chapters, Other, Transcript};
        use Detail::{Cues, Text, Words};
        let cases = [
            (r#"{"version":"1.2.0","chapters":[{"startTime":0,"title":"One"}]}"#, Chapters, Cues),
            (r#"[{"start":"00:00:00.000","title":"One"}]"#, Chapters, Cues),
            (r#"{"version":"1.0.0","segments":[{"startTime":0,"body":"Hi"}]}"#, Transcript, Cues),
            (r#"{"segments":[{"start":0,"text":"Hi","words":[]}]}"#, Transcript, Words),
            (r#"{"name":"package","version":"1.0.0","scripts":{}}"#, Other, Cues),
            (r#"{"title":"An episode","duration":60}"#, Other, Cues),
            ("<psc:chapters xmlns:psc=\"x\"><psc:chapter start=\"0\"/></psc:chapters>", Chapters, Text),
            ("<?xml version=\"1.0\"?><tt xmlns=\"x\"><p begin=\"0s\">a</p></tt>", Transcript, Cues),
            (
                "<?xml version=\"1.0\"?><tt xmlns=\"x\"><p><span begin=\"0s\">a</span></p></tt>",
                Transcript,
                Words,
            ),
            ("<?xml version=\"1.0\"?><rss><channel/></rss>", Other, Text),
            ("<cite>Ann:</cite><time>0:01</time><p>a</p>", Transcript, Cues),
            ("<html><p><span data-m=1>a</span></p>", Transcript, Words),
            ("<html><p>a</p>", Transcript, Text),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\na", Transcript, Cues),
            ("\u{feff}WEBVTT\n\n00:01.000 --> 00:02.000\na <00:01.500>b", Transcript, Words),
            ("[00:15.00] a\n[00:16.00] b", Transcript, Cues),
            ("[00:15.00] <00:15.00> a", Transcript, Words),
            ("**Ann:** [00:15] a", Transcript, Text),
            ("", Other, Text),
        ];
        let folder = Folder::new();
        for (text, content, close) in cases {
            let path = folder.add("a", text);
            assert_eq!((of(&path), detail(&path)), (content, close), "{text}");
        }
        assert_eq!(of(&folder.path().join("gone")), Other);
    }
}
