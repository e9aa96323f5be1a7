//! Which transcript belongs to which audio.
//!
//! 1. The same base name, also where the transcript's says what it is or in which language: `talk.mp3` with `talk.md`,
//!    `talk.transcript.md`, `talk.en.srt`. Case doesn't matter. Of several such transcripts that is chosen which times most:
//!    words, then cues, then paragraphs; among equals one whose name tells no language, then one of the format that
//!    keeps most (JSON, TTML, WebVTT, SRT, SBV, LRC, oTranscribe, HTML, Markdown, text), then the first by name. The others stay
//!    with the pair.
//! 2. One audio and one transcript are a pair whatever their names. One audio and several transcripts, none by its name,
//!    are a pair with that which is called a transcript, or as many pairs to choose from.
//! 3. Whatever is left is by itself: audio plays, a transcript reads. But beside one whole pair, a transcript that is left
//!    is some other text: it needn't be asked about.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::content;
use crate::folder::Folder;
use crate::names::{base, is_plain, same_episode};

/// What transcripts' names end with, that which keeps most first.
const KEEPS_MOST: [&str; 15] = [
    "json", "ttml", "dfxp", "xml", "vtt", "srt", "sbv", "lrc", "otr", "html", "htm", "xhtml", "md",
    "markdown", "txt",
];

/// An audio file and its transcript, or one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    audio: Option<PathBuf>,
    transcript: Option<PathBuf>,
    others: Vec<PathBuf>,
}

impl Pair {
    /// `None` when both are missing.
    pub fn new(audio: Option<PathBuf>, transcript: Option<PathBuf>) -> Option<Self> {
        (audio.is_some() || transcript.is_some()).then_some(Self { audio, transcript, others: Vec::new() })
    }

    /// The audio file.
    pub fn audio(&self) -> Option<&Path> {
        self.audio.as_deref()
    }

    /// The transcript.
    pub fn transcript(&self) -> Option<&Path> {
        self.transcript.as_deref()
    }

    /// Further transcripts of the same name, the next best first.
    pub fn other_transcripts(&self) -> &[PathBuf] {
        &self.others
    }

    /// The same with that one of its transcripts; `None` if it is none of them.
    pub(crate) fn with(mut self, transcript: &Path) -> Option<Self> {
        if self.transcript() != Some(transcript) {
            let other = self.others.iter_mut().find(|other| *other == transcript)?;
            if let Some(chosen) = &mut self.transcript {
                std::mem::swap(other, chosen);
            }
        }
        Some(self)
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
        Self { audio: Some(audio.to_owned()), transcript: Some(transcript.to_owned()), others: Vec::new() }
    }
}

/// The pairs of a folder, in the order of names; what is by itself comes last.
pub(crate) fn pairs(folder: &Folder) -> Vec<Pair> {
    let (audio, transcripts) = (&folder.audio, &folder.transcripts);
    let mut pairs: Vec<Pair> = Vec::new();
    for sound in audio {
        let of_name = transcripts.iter().filter(|text| same_episode(sound, text)).cloned();
        if let [chosen, others @ ..] = &*best_first(sound, of_name.collect()) {
            pairs.push(Pair { others: others.to_vec(), ..Pair::of(sound, chosen) });
        }
    }
    if let ([sound], true) = (audio.as_slice(), pairs.is_empty()) {
        let named: Vec<_> = transcripts.iter().filter(|text| base(text).contains("transcript")).collect();
        let chosen = if let [one] = named.as_slice() { vec![*one] } else { transcripts.iter().collect() };
        pairs.extend(chosen.into_iter().map(|text| Pair::of(sound, text)));
    }
    let lone_sounds = audio.iter().filter(|sound| !pairs.iter().any(|pair| pair.audio() == Some(sound)));
    let lone_sounds: Vec<Pair> =
        lone_sounds.filter_map(|sound| Pair::new(Some(sound.clone()), None)).collect();
    let taken = |text: &PathBuf| {
        pairs.iter().any(|pair| pair.transcript() == Some(text) || pair.others.contains(text))
    };
    let lone_texts = transcripts.iter().filter(|text| !taken(text));
    let lone_texts = by_name(lone_texts);
    let settled = pairs.len() == 1 && lone_sounds.is_empty();
    pairs.extend(lone_sounds);
    if !settled {
        pairs.extend(lone_texts);
    }
    pairs
}

/// Transcripts without audio; those of one name are one text in several formats.
fn by_name<'p>(transcripts: impl Iterator<Item = &'p PathBuf>) -> Vec<Pair> {
    let mut groups: Vec<Vec<PathBuf>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for path in transcripts {
        let place = *places.entry(base(path)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(path.clone()),
            None => groups.push(vec![path.clone()]),
        }
    }
    let pair = |group: Vec<PathBuf>| {
        let name = group.first()?.clone();
        let mut ordered = best_first(&name, group).into_iter();
        Some(Pair { audio: None, transcript: ordered.next(), others: ordered.collect() })
    };
    groups.into_iter().filter_map(pair).collect()
}

/// The transcripts of an audio file, the one to open first. Only where there are several are they looked into.
fn best_first(audio: &Path, mut transcripts: Vec<PathBuf>) -> Vec<PathBuf> {
    if transcripts.len() > 1 {
        transcripts.sort_by_cached_key(|path| {
            let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            let keeps = KEEPS_MOST.iter().position(|known| *known == ending);
            (content::detail(path), !is_plain(audio, path), keeps.unwrap_or(KEEPS_MOST.len()))
        });
    }
    transcripts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display_name;

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
            (&["a.mp3"], &["a.md", "a.txt"], "a.mp3+a.md"),
            (&["a.mp3"], &[], "a.mp3+-"),
            (&[], &["a.md", "b.md"], "-+a.md -+b.md"),
            (&["a.mp3", "a2.mp3"], &["a2.md", "a.md"], "a.mp3+a.md a2.mp3+a2.md"),
        ];
        for (audio, transcripts, expected) in cases {
            assert_eq!(render(audio, transcripts), expected, "{audio:?} {transcripts:?}");
        }
    }
}
