//! An episode as it is opened: its text with times, its sound's data, and what a person must know about them.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use cueline_playback::SourceInfo;
use cueline_transcript::{Format, MAX_BYTES, ParseError, Transcript, Warning, parse, timeline};

use crate::display_name;
use crate::error::Error;
use crate::folder::Folder;
use crate::pair::Pair;

/// An open episode. At least one of its halves is there.
#[derive(Debug)]
pub struct Episode {
    /// The transcript's title, else the audio's, else the file's name.
    pub title: String,
    /// The folder that it lies in.
    pub folder: PathBuf,
    /// What is said.
    pub text: Option<Text>,
    /// What is heard.
    pub audio: Option<Audio>,
    /// What a person must know although the episode opened: that one half is missing or fails, and why. Sentences.
    pub problems: Vec<String>,
}

/// A transcript that was read.
#[derive(Debug)]
pub struct Text {
    /// The file.
    pub path: PathBuf,
    /// What it was read as.
    pub format: Format,
    /// With the timing of its utterances.
    pub transcript: Transcript,
    /// What the file has that had to be guessed or doesn't fit the audio.
    pub warnings: Vec<Warning>,
}

/// Audio that can be played.
#[derive(Debug)]
pub struct Audio {
    /// The file.
    pub path: PathBuf,
    /// Its codec, length, tags and cover.
    pub info: SourceInfo,
}

/// Opens both halves of a pair. One that fails becomes a problem of the other.
///
/// # Errors
/// The error of the only half there is, or [`Error::Neither`].
pub fn open(pair: &Pair) -> Result<Episode, Error> {
    let text = pair.transcript().map(read_text).transpose();
    let audio = pair.audio().map(probe).transpose();
    let mut problems = Vec::new();
    let (mut text, audio) = match (text, audio) {
        (Err(transcript), Err(audio)) => {
            return Err(Error::Neither { transcript: Box::new(transcript), audio: Box::new(audio) });
        }
        (Err(error), Ok(None)) | (Ok(None), Err(error)) => return Err(error),
        (Err(error), Ok(audio)) => {
            problems.push(error.to_string());
            (None, audio)
        }
        (Ok(text), Err(error)) => {
            problems.push(error.to_string());
            (text, None)
        }
        (Ok(text), Ok(audio)) => (text, audio),
    };
    if let Some(audio) = &audio {
        problems.extend(audio.info.notices.iter().cloned());
    }
    problems.extend(unread_half(pair));
    if let Some(text) = &mut text {
        let length = audio.as_ref().and_then(|audio| audio.info.duration);
        text.warnings.extend(timeline(&mut text.transcript, length));
    }
    let title = text.as_ref().and_then(|text| text.transcript.title.clone());
    let title = title.or_else(|| audio.as_ref().and_then(|audio| audio.info.tags.title.clone()));
    Ok(Episode {
        title: title.unwrap_or_else(|| pair.name()),
        folder: pair.folder().to_owned(),
        text,
        audio,
        problems,
    })
}

fn read_text(path: &Path) -> Result<Text, Error> {
    let failed = |source| Error::reading(path, source);
    let data = std::fs::metadata(path).map_err(failed)?;
    if !data.is_file() {
        return Err(Error::NotAFile { path: path.to_owned() });
    }
    let unfit = |source| Error::Transcript { path: path.to_owned(), source };
    let name = display_name(path);
    if data.len() > MAX_BYTES {
        return Err(unfit(ParseError::TooLarge { name, size: data.len() }));
    }
    let mut bytes = Vec::with_capacity(data.len() as usize);
    // One byte over the limit is enough to refuse a file that grew in the meantime.
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
    let parsed = parse(&bytes, &name).map_err(unfit)?;
    Ok(Text {
        path: path.to_owned(),
        format: parsed.format,
        transcript: parsed.transcript,
        warnings: parsed.warnings,
    })
}

fn probe(path: &Path) -> Result<Audio, Error> {
    match cueline_playback::probe(path) {
        Ok(info) => Ok(Audio { path: path.to_owned(), info }),
        Err(source) => Err(Error::Audio { path: path.to_owned(), source }),
    }
}

/// A word on a half that the pair has not, where the folder has it in a format that can't be opened yet.
fn unread_half(pair: &Pair) -> Option<String> {
    let (missing_text, missing_audio) = (pair.transcript().is_none(), pair.audio().is_none());
    if !missing_text && !missing_audio {
        return None;
    }
    // A folder that can't be listed has nothing to tell here; its files opened by themselves.
    let folder = Folder::read(pair.folder()).ok()?;
    let of_this_episode = |others: &[PathBuf]| match others {
        [only] if folder.audio.len() + folder.transcripts.len() == 1 => Some(display_name(only)),
        _ => {
            let base = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
            let own = pair.audio().or(pair.transcript()).and_then(base);
            others.iter().find(|path| base(path) == own).map(|path| display_name(path))
        }
    };
    if missing_text {
        let name = of_this_episode(&folder.other_transcripts)?;
        Some(format!(
            "The transcript “{name}” is in a format that Cueline can't read yet; it reads Markdown and plain text."
        ))
    } else {
        let name = of_this_episode(&folder.other_audio)?;
        let playable = crate::AUDIO_EXTENSIONS.join(", ");
        Some(format!("The audio “{name}” is in a format that Cueline can't play yet; it plays {playable}."))
    }
}
