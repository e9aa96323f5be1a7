//! What the names of files say about each other: which is of the same episode, in which language, and which holds chapters.

use std::path::Path;

use crate::{AUDIO_EXTENSIONS, display_name};

/// The name without its ending, in lower case.
pub(crate) fn base(path: &Path) -> String {
    display_name(Path::new(path.file_stem().unwrap_or_default())).to_lowercase()
}

/// Whether a transcript's name says that it belongs to that audio: `talk.mp3` with `talk.md`, `talk_transcript.txt`,
/// `talk.en-US.vtt`, `talk.en.transcript.srt`, `talk.mp3.json`. Case doesn't matter.
pub(crate) fn same_episode(audio: &Path, transcript: &Path) -> bool {
    additions(audio, transcript).is_some()
}

/// Whether its name has nothing that the audio's has not; such a one comes before those that tell a language.
pub(crate) fn is_plain(audio: &Path, transcript: &Path) -> bool {
    base(audio) == base(transcript)
}

fn additions(audio: &Path, transcript: &Path) -> Option<()> {
    let (audio, transcript) = (base(audio), base(transcript));
    let mut rest = transcript.strip_prefix(&audio)?;
    while !rest.is_empty() {
        let (dot, word) = (rest.starts_with('.'), rest.trim_start_matches(['.', '-', '_', ' ']));
        let end = word.find('.').unwrap_or(word.len());
        let known = word.len() < rest.len()
            && (&word[..end] == "transcript"
                || (dot && (is_language(&word[..end]) || AUDIO_EXTENSIONS.contains(&&word[..end]))));
        if !known {
            return None;
        }
        rest = &word[end..];
    }
    Some(())
}

/// A language as file names give it: `en`, `en-us`, `zh-hans`, `en-orig`.
fn is_language(word: &str) -> bool {
    let mut parts = word.split(['-', '_']);
    parts.next().is_some_and(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_lowercase()))
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether the name says that the file holds chapters: `chapters.json`, `talk.chapters.txt`, `talk-chapters.xml`, `talk.psc`.
pub(crate) fn is_chapters(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "psc" | "chapters" => true,
        "json" | "xml" | "txt" => base(path).rsplit(['.', '-', '_', ' ']).next() == Some("chapters"),
        _ => false,
    }
}

/// Whether chapters belong to an episode with a file of that name: by the same base name, or by none of their own
/// (`chapters.json`).
pub(crate) fn chapters_of(episode: &Path, chapters: &Path) -> Option<bool> {
    let (episode, chapters) = (base(episode), base(chapters));
    if chapters == "chapters" {
        return Some(false);
    }
    let own = chapters
        .strip_suffix("chapters")
        .map_or(chapters.as_str(), |own| own.trim_end_matches(['.', '-', '_', ' ']));
    (own == episode).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_which_files_belong_together() {
        let cases = [
            ("talk.mp3", "talk.md", true),
            ("Talk.MP3", "talk.transcript.md", true),
            ("talk.mp3", "talk_transcript.txt", true),
            ("talk.mp3", "talk.en.srt", true),
            ("talk.mp3", "talk.en-US.vtt", true),
            ("talk.mp3", "talk.zh-Hans.transcript.vtt", true),
            ("talk.mp3", "talk.en-orig.vtt", true),
            ("talk.mp3", "talk.mp3.json", true),
            ("talk.mp3", "talk.old.md", false),
            ("talk.mp3", "talk-en.md", false),
            ("talk.mp3", "talk2.md", false),
            ("talk.mp3", "talken.md", false),
            ("talk.mp3", "talktranscript.md", false),
            ("talk.mp3", "other.md", false),
        ];
        for (audio, transcript, expected) in cases {
            assert_eq!(
                same_episode(Path::new(audio), Path::new(transcript)),
                expected,
                "{audio} {transcript}"
            );
        }
    }

    #[test]
    fn names_tell_which_files_hold_chapters_and_of_what() {
        let cases = [
            ("chapters.json", true, Some(false)),
            ("talk.chapters.json", true, Some(true)),
            ("Talk-Chapters.txt", true, Some(true)),
            ("talk.psc", true, Some(true)),
            ("other.psc", true, None),
            ("other.chapters.json", true, None),
            ("talk.json", false, Some(true)),
            ("chapters.md", false, Some(false)),
            ("mychapters.json", false, None),
        ];
        for (name, chapters, of_talk) in cases {
            let path = Path::new(name);
            assert_eq!(
                (is_chapters(path), chapters_of(Path::new("talk.mp3"), path)),
                (chapters, of_talk),
                "{name}"
            );
        }
    }
}
