//! What can be wrong with an audio file, as sentences for the person who chose it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file can't be opened or read on. Every variant names the file; its `Display` is a whole sentence.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused.
    #[error("The audio file “{}” can't be opened: {source}.", .path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder, a device or a socket was given where a file is needed.
    #[error("“{}” isn't a file, so it can't be played.", .path.display())]
    NotAFile {
        /// What was given.
        path: PathBuf,
    },
    /// The file has no bytes.
    #[error("The audio file “{}” is empty (0 bytes). Copy or download it again.", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Nothing in the content looks like a format that is known.
    #[error(
        "“{}” holds no sound that can be played. It may be another kind of file with an audio file's \
         name; MP3, M4A, AAC, Opus, Ogg Vorbis, WebM, FLAC, WAV, AIFF and CAF are understood, and the sound of MP4, MOV and \
         MKV videos.",
        .path.display()
    )]
    NotAudio {
        /// The file.
        path: PathBuf,
    },
    /// The container is known, what it holds is not.
    #[error("The sound in “{}” can't be decoded: {reason}.", .path.display())]
    Undecodable {
        /// The file.
        path: PathBuf,
        /// Why, as the end of a sentence.
        reason: String,
    },
    /// The format is known, but what should be there is missing or broken.
    #[error("The audio file “{}” is damaged or cut short: {reason}. Copy or download it again.", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why, as the end of a sentence.
        reason: String,
    },
    /// It plays, but nothing can be measured of it.
    #[error("“{}” plays, but has no waveform and no loudness: {reason}.", .path.display())]
    NotAnalysed {
        /// The file.
        path: PathBuf,
        /// Why, as the end of a sentence.
        reason: &'static str,
    },
    /// Reading failed after the file was open.
    #[error("The audio file “{}” can't be read any further: {source}.", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What went wrong inside a stream that doesn't know which file it belongs to.
#[derive(Debug)]
pub(crate) enum Fault {
    Io(io::Error),
    NotAudio,
    Undecodable(String),
    Damaged(String),
}

impl Fault {
    /// The fault as the error of the file at `path`.
    pub(crate) fn at(self, path: &Path) -> Error {
        let path = path.to_owned();
        match self {
            Fault::Io(source) => Error::Read { path, source },
            Fault::NotAudio => Error::NotAudio { path },
            Fault::Undecodable(reason) => Error::Undecodable { path, reason },
            Fault::Damaged(reason) => Error::Damaged { path, reason },
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Fault::Damaged("it ends too early".into())
        } else {
            Fault::Io(error)
        }
    }
}

impl From<symphonia::core::errors::Error> for Fault {
    fn from(error: symphonia::core::errors::Error) -> Self {
        use symphonia::core::errors::Error as S;
        match error {
            S::IoError(error) => error.into(),
            S::Unsupported(what) => Fault::Undecodable(what.into()),
            other => Fault::Damaged(other.to_string()),
        }
    }
}
