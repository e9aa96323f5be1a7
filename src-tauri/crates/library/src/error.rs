//! What can go wrong between a path and an episode. Each message is for a person: what, where, and what to do.

use std::io;
use std::path::{Path, PathBuf};

use cueline_transcript::ParseError;

/// Why something could not be opened or kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing is at the path.
    #[error("“{}” isn't there. It may have been moved, renamed, or be on a drive that is not connected.", .path.display())]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// The permissions forbid it.
    #[error("You have no permission to read “{}”. Ask for it, or copy the episode to a folder of your own.", .path.display())]
    Denied {
        /// What was asked for.
        path: PathBuf,
    },
    /// Symbolic links that lead back to themselves.
    #[error("“{}” is a link that leads back to itself, so there is nothing behind it. Open the folder that it was meant for.", .path.display())]
    Loop {
        /// The link.
        path: PathBuf,
    },
    /// A device, a socket or a pipe.
    #[error("“{}” is neither a file nor a folder. Open the episode's folder, its audio or its transcript.", .path.display())]
    NotAFile {
        /// What was asked for.
        path: PathBuf,
    },
    /// The system refused for another reason.
    #[error("“{}” can't be read: {source}.", .path.display())]
    Read {
        /// What was asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file whose name ends like neither audio nor a transcript.
    #[error(
        "“{}” is neither an audio file that Cueline plays ({}) nor a transcript that it reads ({}).",
        .path.display(),
        crate::AUDIO_EXTENSIONS.join(", "),
        crate::TRANSCRIPT_EXTENSIONS.join(", ")
    )]
    UnknownFile {
        /// The file.
        path: PathBuf,
    },
    /// A folder without anything in it.
    #[error("The folder “{}” is empty. An episode is a folder with an audio file and its transcript.", .folder.display())]
    EmptyFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder with neither audio nor a transcript, nor any episode one level below.
    #[error(
        "There is no episode in “{}”: no audio file ({}) and no transcript ({}). Open the folder that has them.",
        .folder.display(),
        crate::AUDIO_EXTENSIONS.join(", "),
        crate::TRANSCRIPT_EXTENSIONS.join(", ")
    )]
    NoEpisode {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder whose audio or transcripts are all in formats that can't be opened yet.
    #[error(
        "What lies in “{}” is in formats that Cueline can't open yet: {}. It plays {}, and reads transcripts \
         that end in {}.",
        .folder.display(),
        .names.join(", "),
        crate::AUDIO_EXTENSIONS.join(", "),
        crate::TRANSCRIPT_EXTENSIONS.join(", ")
    )]
    OtherFormats {
        /// The folder.
        folder: PathBuf,
        /// The files' names as shown, the first few.
        names: Vec<String>,
    },
    /// The transcript was found, and can't be read as one.
    #[error("{source}{}", in_folder(.path))]
    Transcript {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ParseError,
    },
    /// The audio was found, and can't be played.
    #[error("{source}")]
    Audio {
        /// The file.
        path: PathBuf,
        /// Why.
        source: cueline_playback::Error,
    },
    /// The aligner can't work.
    #[error("{source}")]
    Align {
        /// Why.
        source: cueline_align::Error,
    },
    /// A clip that begins where the sound has ended.
    #[error("“{}” ends at {end}, so there is nothing in it from {from} on. Choose an earlier beginning.", .path.display())]
    PastTheEnd {
        /// The audio.
        path: PathBuf,
        /// The beginning that was asked for.
        from: String,
        /// How long the sound is.
        end: String,
    },
    /// A clip that ends before it begins, or where it begins.
    #[error("A clip from {from} to {to} holds nothing. Its end must lie behind its beginning.")]
    NoClip {
        /// The beginning that was asked for.
        from: String,
        /// The end that was asked for.
        to: String,
    },
    /// More sound than a WAV file can hold.
    #[error("“{}” would be larger than the 4 GiB that a WAV file can hold. Choose a shorter part.", .path.display())]
    TooLong {
        /// The file to write.
        path: PathBuf,
    },
    /// Neither half of an episode opens.
    #[error("{transcript} {audio}")]
    Neither {
        /// What is wrong with the transcript.
        transcript: Box<Error>,
        /// What is wrong with the audio.
        audio: Box<Error>,
    },
    /// There is a file of that name, and nobody said to replace it.
    #[error("There is a file “{}” already; it was left as it is. Choose another name.", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It is one of the files that the person gave.
    #[error(
        "“{}” is a file of the episode itself, which Cueline never writes over. Choose another name.", .path.display()
    )]
    Given {
        /// The file.
        path: PathBuf,
    },
    /// What the app keeps, or what was exported, could not be written.
    #[error("“{}” can't be saved: {source}. See whether the disk is full or the folder read-only.", .path.display())]
    NotSaved {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What a person made of an episode lies in a form that this version would spoil.
    #[error(
        "“{}” was written by a later version of Cueline, so it was left as it is. Change it with that one.", .path.display()
    )]
    LaterSidecar {
        /// The file.
        path: PathBuf,
    },
    /// A string that no path was turned into.
    #[error("“{token}” is not a path that Cueline gave out. Open the episode from its folder again.")]
    NotAPath {
        /// What was given.
        token: String,
    },
}

impl Error {
    /// What a failure to look at or read `path` means.
    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::Missing { path },
            io::ErrorKind::PermissionDenied => Error::Denied { path },
            _ if is_loop(&source) => Error::Loop { path },
            _ => Error::Read { path, source },
        }
    }
}

/// `io::ErrorKind` has no stable name for it yet.
fn is_loop(source: &io::Error) -> bool {
    cfg!(unix) && source.raw_os_error() == Some(if cfg!(target_os = "linux") { 40 } else { 62 })
}

/// Where a file lies, after a sentence that has its name. A bare name says as much as there is to say.
fn in_folder(path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map(|folder| format!(" (In “{}”.)", folder.display())).unwrap_or_default()
}
