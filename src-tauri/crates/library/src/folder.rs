//! The audio files and the transcripts that lie directly in one folder.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::content::{self, Content};
use crate::error::Error;
use crate::{display_name, names, natural, sidecar};

/// What the names of audio files that can be played end with.
pub const AUDIO_EXTENSIONS: &[&str] = &[
    "mp3", "m4a", "m4b", "mp4", "mov", "aac", "ogg", "oga", "opus", "webm", "mka", "mkv", "flac", "wav",
    "w64", "rf64", "aif", "aiff", "aifc", "caf",
];
/// What the names of transcripts that can be read end with.
pub const TRANSCRIPT_EXTENSIONS: &[&str] = &[
    "md", "markdown", "txt", "srt", "vtt", "sbv", "ttml", "dfxp", "xml", "lrc", "json", "html", "htm",
    "xhtml", "otr",
];
/// Those of them that may as well be anything else. One counts where its name is that of an audio file, or where no
/// other kind of transcript is there; and only if it holds what a transcript does.
const LOOSE: &[&str] = &["json", "xml", "html", "htm", "xhtml"];

/// Audio that can't be played yet.
const OTHER_AUDIO: &[&str] =
    &["aac", "opus", "webm", "mka", "aif", "aiff", "wma", "amr", "mov", "mkv", "caf", "wv"];
/// Transcripts that can't be read yet.
const OTHER_TRANSCRIPTS: &[&str] = &["docx", "odt", "rtf", "pdf", "ass", "ssa"];
/// How the names of papers start that come with a recording and are no transcripts of it.
const PAPERS: &[&str] =
    &["readme", "license", "licence", "copying", "notice", "changelog", "contributing", "authors"];

/// What a file is for, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Audio,
    Transcript,
    /// By its name; what holds chapters under another name is found out later.
    Chapters,
    /// Audio or a transcript in a format that can't be opened yet.
    OtherAudio,
    OtherTranscript,
    Unknown,
}

impl Role {
    pub(crate) fn of(path: &Path) -> Self {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
        let among = |extensions: &[&str]| extensions.contains(&extension.as_str());
        if sidecar::is_sidecar(path) {
            Role::Unknown
        } else if among(AUDIO_EXTENSIONS) {
            Role::Audio
        } else if names::is_chapters(path) {
            Role::Chapters
        } else if among(TRANSCRIPT_EXTENSIONS) {
            Role::Transcript
        } else if among(OTHER_AUDIO) {
            Role::OtherAudio
        } else if among(OTHER_TRANSCRIPTS) {
            Role::OtherTranscript
        } else {
            Role::Unknown
        }
    }
}

/// The contents of a folder, each list in the order of names. Hidden files are not in it.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    pub(crate) audio: Vec<PathBuf>,
    pub(crate) transcripts: Vec<PathBuf>,
    pub(crate) chapters: Vec<PathBuf>,
    pub(crate) other_audio: Vec<PathBuf>,
    pub(crate) other_transcripts: Vec<PathBuf>,
    pub(crate) folders: Vec<PathBuf>,
    /// Links by the name of an episode's file that lead nowhere.
    pub(crate) broken: Vec<Error>,
    /// Whether nothing at all is in it.
    pub(crate) empty: bool,
}

impl Folder {
    /// Lists a folder, but not the folders in it.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let mut folder = Self { empty: true, ..Self::default() };
        for entry in fs::read_dir(path).map_err(|source| Error::reading(path, source))? {
            let entry = entry.map_err(|source| Error::reading(path, source))?;
            folder.empty = false;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let (path, role) = (entry.path(), Role::of(&entry.path()));
            match fs::metadata(&path) {
                Ok(data) if data.is_dir() => folder.folders.push(path),
                // Whatever else there is (a pipe, a device) could block whoever opens it.
                Ok(data) if !data.is_file() => {}
                Ok(_) => folder.add(path, role),
                Err(source) if matches!(role, Role::Audio | Role::Transcript) => {
                    folder.broken.push(Error::reading(&path, source));
                }
                Err(_) => {}
            }
        }
        folder.look_into_loose();
        let Self { audio, transcripts, chapters, other_audio, other_transcripts, folders, .. } = &mut folder;
        for list in [audio, transcripts, chapters, other_audio, other_transcripts, folders] {
            list.sort_by(|a, b| natural::compare(&display_name(a), &display_name(b)).then_with(|| a.cmp(b)));
        }
        if folder.transcripts.iter().any(|path| !is_paper(path)) {
            folder.transcripts.retain(|path| !is_paper(path));
        }
        Ok(folder)
    }

    /// Keeps those files that may be anything only where they are transcripts.
    fn look_into_loose(&mut self) {
        let (loose, sure): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.transcripts).into_iter().partition(|path| is_loose(path));
        let needed = !sure.iter().any(|path| !is_paper(path));
        self.transcripts = sure;
        let mut unnamed = Vec::new();
        for path in loose {
            let named = self.audio.iter().any(|audio| names::same_episode(audio, &path));
            if !named && !needed {
                continue;
            }
            match content::of(&path) {
                Content::Transcript if named => self.transcripts.push(path),
                Content::Transcript => unnamed.push(path),
                Content::Chapters => self.chapters.push(path),
                Content::Other => {}
            }
        }
        if needed && self.transcripts.iter().all(|path| is_paper(path)) {
            self.transcripts.append(&mut unnamed);
        }
    }

    fn add(&mut self, path: PathBuf, role: Role) {
        match role {
            Role::Audio => self.audio.push(path),
            Role::Transcript => self.transcripts.push(path),
            Role::Chapters => self.chapters.push(path),
            Role::OtherAudio => self.other_audio.push(path),
            Role::OtherTranscript => self.other_transcripts.push(path),
            Role::Unknown => {}
        }
    }
}

fn is_loose(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    LOOSE.contains(&ending.as_str())
}

/// Whether a transcript by its ending is rather a paper that comes with the recording.
fn is_paper(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    PAPERS
        .iter()
        .any(|paper| stem.strip_prefix(paper).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
}
