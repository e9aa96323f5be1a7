//! Which transcript belongs to which audio.
//!
//! 1. The same base name, also where the transcript's says what it is: `talk.mp3` with `talk.md`, `talk.transcript.md`,
//!    `talk_transcript.txt`. Case doesn't matter.
//! 2. One audio and one transcript are a pair whatever their names. One audio and several transcripts, none by its name,
//!    are a pair with that which is called a transcript, or as many pairs to choose from.
//! 3. Whatever is left is by itself: audio plays, a transcript reads. But beside one whole pair, a transcript that is left
//!    is some other text: it needn't be asked about.

use std::path::{Path, PathBuf};

use crate::display_name;
use crate::folder::Folder;

/// An audio file and its transcript, or one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    audio: Option<PathBuf>,
    transcript: Option<PathBuf>,
}

impl Pair {
    /// `None` when both are missing.
    pub fn new(audio: Option<PathBuf>, transcript: Option<PathBuf>) -> Option<Self> {
        (audio.is_some() || transcript.is_some()).then_some(Self { audio, transcript })
    }

    /// The audio file.
    pub fn audio(&self) -> Option<&Path> {
        self.audio.as_deref()
    }

    /// The transcript.
    pub fn transcript(&self) -> Option<&Path> {
        self.transcript.as_deref()
    }

    /// What to call it in a list: its base name.
    pub fn name(&self) -> String {
        self.either().file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The folder that it lies in.
    pub fn folder(&self) -> &Path {
        self.either().parent().unwrap_or(Path::new(""))
    }

    fn either(&self) -> &Path {
        self.audio().or(self.transcript()).unwrap_or(Path::new(""))
    }

    fn of(audio: &Path, transcript: &Path) -> Self {
        Self { audio: Some(audio.to_owned()), transcript: Some(transcript.to_owned()) }
    }
}

/// The pairs of a folder, in the order of names; what is by itself comes last.
pub(crate) fn pairs(folder: &Folder) -> Vec<Pair> {
    let (audio, transcripts) = (&folder.audio, &folder.transcripts);
    let mut pairs: Vec<Pair> = Vec::new();
    for sound in audio {
        pairs.extend(
            transcripts.iter().filter(|text| same_base(sound, text)).map(|text| Pair::of(sound, text)),
        );
    }
    if let ([sound], true) = (audio.as_slice(), pairs.is_empty()) {
        let named: Vec<_> = transcripts.iter().filter(|text| base(text).contains("transcript")).collect();
        let chosen = if let [one] = named.as_slice() { vec![*one] } else { transcripts.iter().collect() };
        pairs.extend(chosen.into_iter().map(|text| Pair::of(sound, text)));
    }
    let lone_sounds = audio.iter().filter(|sound| !pairs.iter().any(|pair| pair.audio() == Some(sound)));
    let lone_sounds: Vec<Pair> =
        lone_sounds.map(|sound| Pair { audio: Some(sound.clone()), transcript: None }).collect();
    let lone_texts =
        transcripts.iter().filter(|text| !pairs.iter().any(|pair| pair.transcript() == Some(text)));
    let lone_texts: Vec<Pair> =
        lone_texts.map(|text| Pair { audio: None, transcript: Some(text.clone()) }).collect();
    let settled = pairs.len() == 1 && lone_sounds.is_empty();
    pairs.extend(lone_sounds);
    if !settled {
        pairs.extend(lone_texts);
    }
    pairs
}

/// Whether a transcript's name says that it belongs to that audio.
fn same_base(audio: &Path, transcript: &Path) -> bool {
    let (audio, transcript) = (base(audio), base(transcript));
    let rest = transcript.strip_prefix(&audio).map(|rest| rest.trim_start_matches(['.', '-', '_', ' ']));
    rest.is_some_and(|rest| rest == "transcript" || transcript == audio)
}

fn base(path: &Path) -> String {
    display_name(Path::new(path.file_stem().unwrap_or_default())).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(audio: &[&str], transcripts: &[&str]) -> String {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect();
        let folder = Folder { audio: paths(audio), transcripts: paths(transcripts), ..Folder::default() };
        let shown = pairs(&folder).into_iter().map(|pair| {
            let name = |path: Option<&Path>| path.map_or("-".to_owned(), display_name);
            format!("{}+{}", name(pair.audio()), name(pair.transcript()))
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn audio_and_transcripts_find_each_other() {
        let cases: [(&[&str], &[&str], &str); 14] = [
            (&["a.mp3"], &["a.md"], "a.mp3+a.md"),
            (&["a.mp3"], &["z.md"], "a.mp3+z.md"),
            (&["A.MP3"], &["a.txt", "z.md"], "A.MP3+a.txt"),
            (&["a.mp3"], &["a.transcript.md", "b.md"], "a.mp3+a.transcript.md"),
            (&["a.mp3"], &["a_transcript.md", "b.md"], "a.mp3+a_transcript.md"),
            (&["a.mp3", "b.mp3"], &["b.md", "a.md"], "a.mp3+a.md b.mp3+b.md"),
            (&["a.mp3", "b.mp3"], &["a.md"], "a.mp3+a.md b.mp3+-"),
            (&["a.mp3", "b.mp3"], &["c.md"], "a.mp3+- b.mp3+- -+c.md"),
            (&["a.mp3"], &["b.md", "my transcript.md"], "a.mp3+my transcript.md"),
            (&["a.mp3"], &["b.md", "c.md"], "a.mp3+b.md a.mp3+c.md"),
            (&["a.mp3"], &["a.md", "a.txt"], "a.mp3+a.md a.mp3+a.txt"),
            (&["a.mp3"], &[], "a.mp3+-"),
            (&[], &["a.md", "b.md"], "-+a.md -+b.md"),
            (&["a.mp3", "a2.mp3"], &["a2.md", "a.md"], "a.mp3+a.md a2.mp3+a2.md"),
        ];
        for (audio, transcripts, expected) in cases {
            assert_eq!(render(audio, transcripts), expected, "{audio:?} {transcripts:?}");
        }
    }
}
