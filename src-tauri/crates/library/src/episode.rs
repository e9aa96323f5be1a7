//! An episode as it is opened: its text with times, its sound's data, and what a person must know about them.

use std::path::{Path, PathBuf};

use std::time::Duration;

use cueline_playback::SourceInfo;
use cueline_playback::decode::Reader;
use cueline_transcript::{
    Format, KeyPoint, ParseOptions, Transcript, Warning, WarningKind, parse_with, timeline,
};

use crate::error::Error;
use crate::folder::Folder;
use crate::key_points::add_chapters;
use crate::pair::{Pair, pairs};
use crate::source::{self, Stamp};
use crate::{content, display_name};

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
    /// The chapters of an episode without a transcript; where there is one they are among its key points.
    chapters: Vec<KeyPoint>,
    /// What a person must know although the episode opened: that one half is missing or fails, and why. Sentences.
    pub problems: Vec<String>,
}

impl Episode {
    /// The show notes' lines with a time, and the chapters.
    pub fn key_points(&self) -> &[KeyPoint] {
        self.text.as_ref().map_or(&self.chapters, |text| &text.transcript.key_points)
    }
}

/// A transcript that was read.
#[derive(Debug, Clone)]
pub struct Text {
    /// The file.
    pub path: PathBuf,
    /// What it was read as.
    pub format: Format,
    /// Why it was read as that: a sentence about the file.
    pub reason: &'static str,
    /// How many frames a second its times count, where they count frames.
    pub frame_rate: Option<f64>,
    /// With the timing of its utterances.
    pub transcript: Transcript,
    /// What the file has that had to be guessed or doesn't fit the audio.
    pub warnings: Vec<Warning>,
    /// The file as it was when it was read.
    pub stamp: Stamp,
}

/// Audio that can be played.
#[derive(Debug)]
pub struct Audio {
    /// The file.
    pub path: PathBuf,
    /// Its codec, length, tags and cover. Of a file so long that it is still being looked through the length is a guess, and
    /// [`Reader::take_update`] tells when it isn't any more.
    pub info: SourceInfo,
    /// The open file, at its beginning, for who plays it.
    pub reader: Reader,
}

impl Audio {
    /// How long it is, if that is certain.
    fn duration(&self) -> Option<Duration> {
        self.info.duration.filter(|_| self.reader.is_certain())
    }
}

/// How long a file that was opened at once is waited for, so that the text's times can be held against its length. A longer
/// one, or one on a slow drive, is read without: nothing but the check for times past the end depends on it.
const PATIENCE: Duration = Duration::from_millis(200);

/// Opens both halves of a pair. One that fails becomes a problem of the other.
///
/// # Errors
/// The error of the only half there is, or [`Error::Neither`].
pub fn open(pair: &Pair) -> Result<Episode, Error> {
    open_with(pair, &ParseOptions::default())
}

/// Opens a pair as [`open`] does, with what a person tells about its transcript.
///
/// # Errors
/// See [`open`].
pub fn open_with(pair: &Pair, options: &ParseOptions) -> Result<Episode, Error> {
    // The audio goes on being looked through while the text is read.
    let audio = pair.audio().map(open_audio);
    let text = pair.transcript().map(|path| read_text(path, options)).transpose();
    let audio = audio.map(|audio| audio.and_then(settled)).transpose();
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
    // A folder that can't be listed has nothing to tell here; its files opened by themselves.
    let folder = Folder::read(pair.folder()).unwrap_or_default();
    problems.extend(unread_half(pair, &folder));
    let mut chapters = Vec::new();
    if let Some(Text { path, transcript, warnings, .. }) = &mut text {
        let length = audio.as_ref().and_then(Audio::duration);
        warnings.extend(timeline(transcript, length));
        warnings.extend(other_transcripts(path, pair, &folder));
        warnings.extend(add_chapters(&mut transcript.key_points, audio.as_ref(), pair, &folder));
    } else {
        let remarks = add_chapters(&mut chapters, audio.as_ref(), pair, &folder);
        let left_out = remarks.into_iter().filter(|remark| remark.kind == WarningKind::LeftOut);
        problems.extend(left_out.map(|remark| remark.message));
    }
    let title = text.as_ref().and_then(|text| text.transcript.title.clone());
    let title = title.or_else(|| audio.as_ref().and_then(|audio| audio.info.tags.title.clone()));
    Ok(Episode {
        title: title.unwrap_or_else(|| pair.name()),
        folder: pair.folder().to_owned(),
        text,
        audio,
        chapters,
        problems,
    })
}

/// Reads a transcript by itself, with the times that it gives without its audio.
///
/// # Errors
/// What [`open`] says of a transcript.
pub fn read(path: &Path, options: &ParseOptions) -> Result<Text, Error> {
    let mut text = read_text(path, options)?;
    text.warnings.extend(timeline(&mut text.transcript, None));
    Ok(text)
}

fn read_text(path: &Path, options: &ParseOptions) -> Result<Text, Error> {
    let (bytes, stamp) = source::read(path)?;
    let parsed =
        parse_with(&bytes, &display_name(path), options).map_err(|error| source::unfit(path, error))?;
    Ok(Text {
        path: path.to_owned(),
        format: parsed.format,
        reason: parsed.reason,
        frame_rate: parsed.frame_rate,
        transcript: parsed.transcript,
        warnings: parsed.warnings,
        stamp,
    })
}

fn open_audio(path: &Path) -> Result<Audio, Error> {
    match Reader::open_at_once(path) {
        Ok(reader) => Ok(Audio { path: path.to_owned(), info: reader.info().clone(), reader }),
        Err(source) => Err(Error::Audio { path: path.to_owned(), source }),
    }
}

/// The audio with what is known of it a little later.
fn settled(mut audio: Audio) -> Result<Audio, Error> {
    match audio.reader.wait_for_certainty(PATIENCE) {
        Ok(_) => Ok(Audio { info: audio.reader.info().clone(), ..audio }),
        Err(source) => Err(Error::Audio { path: audio.path, source }),
    }
}

/// A remark on the other transcripts of the same episode.
fn other_transcripts(opened: &Path, pair: &Pair, folder: &Folder) -> Option<Warning> {
    let pairs = pairs(folder).into_iter();
    let whole = pairs.filter(|other| other.audio() == pair.audio()).find_map(|other| other.with(opened))?;
    let names: Vec<_> =
        whole.other_transcripts().iter().map(|path| format!("“{}”", display_name(path))).collect();
    let message = format!(
        "The folder has other transcripts of this episode: {}. The one that was opened {}.",
        names.join(", "),
        content::detail(opened).told()
    );
    (!names.is_empty()).then_some(Warning { kind: WarningKind::Guessed, line: None, column: None, message })
}

/// A word on a half that the pair has not, where the folder has it in a format that can't be opened yet.
fn unread_half(pair: &Pair, folder: &Folder) -> Option<String> {
    let (missing_text, missing_audio) = (pair.transcript().is_none(), pair.audio().is_none());
    if !missing_text && !missing_audio {
        return None;
    }
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
            "The transcript “{name}” is in a format that Cueline can't read yet; it reads {}.",
            crate::TRANSCRIPT_EXTENSIONS.join(", ")
        ))
    } else {
        let name = of_this_episode(&folder.other_audio)?;
        let playable = crate::AUDIO_EXTENSIONS.join(", ");
        Some(format!("The audio “{name}” is in a format that Cueline can't play yet; it plays {playable}."))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use cueline_transcript::ParseError;

    use super::*;
    use crate::testing::{self, wav};
    use crate::{Error, discover};

    const TEXT: &str = "# The talk\n\n**Ann:** [0:00] Hi.\n\n**Ben:** [0:00] Yes.\n\n**Ann:** [9:00] Late.\n";

    fn open_folder(folder: &testing::Folder) -> Result<Episode, Error> {
        let before = folder.snapshot();
        let found = discover(folder.path())?;
        assert_eq!(found.pairs.len(), 1);
        let opened = open(&found.pairs[0]);
        assert_eq!(folder.snapshot(), before, "nothing is written into the folder");
        opened
    }

    #[test]
    fn both_halves_open_and_the_marks_are_held_against_the_sound() {
        let folder = testing::Folder::new();
        folder.add("a.wav", wav());
        folder.add("a.md", TEXT);
        let episode = open_folder(&folder).unwrap();
        assert_eq!(episode.title, "The talk");
        assert_eq!(episode.problems, [""; 0]);
        assert_eq!(episode.folder, folder.path());
        assert_eq!(episode.audio.unwrap().info.duration, Some(Duration::from_secs(1)));
        let text = episode.text.unwrap();
        assert_eq!(text.format, Format::Markdown);
        let timed: Vec<_> = text.transcript.lines().map(|line| line.utterance.timing().is_some()).collect();
        assert_eq!(timed, [true, true, false], "nine minutes are beyond the sound");
        let [warning] = text.warnings.as_slice() else { panic!("{:?}", text.warnings) };
        assert_eq!(warning.line, Some(7));
    }

    #[test]
    fn one_half_opens_alone() {
        let folder = testing::Folder::new();
        folder.add("talk one.wav", wav());
        let episode = open_folder(&folder).unwrap();
        assert_eq!((episode.title.as_str(), episode.text.is_none()), ("talk one", true));
        let folder = testing::Folder::new();
        folder.add("a.md", TEXT);
        let text = open_folder(&folder).unwrap().text.unwrap();
        assert!(text.transcript.lines().all(|line| line.utterance.timing().is_some()));
    }

    #[test]
    fn a_half_that_fails_is_a_problem_of_the_other() {
        let png: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR";
        type File<'a> = (&'a str, &'a [u8]);
        let cases: [(File<'_>, File<'_>, &str); 4] = [
            (("a.wav", &wav()), ("a.md", png), "“a.md” does not hold text"),
            (("a.mp3", b"This is a text."), ("a.md", TEXT.as_bytes()), "a.mp3"),
            (("a.mp3", b""), ("a.md", TEXT.as_bytes()), "a.mp3"),
            (("a.wav", &wav()), ("a.txt", b"{\\rtf1 a}"), "“a.txt” is a Rich Text file"),
        ];
        for (audio, transcript, problem) in cases {
            let folder = testing::Folder::new();
            folder.add(audio.0, audio.1);
            folder.add(transcript.0, transcript.1);
            let episode = open_folder(&folder).unwrap();
            assert!(episode.text.is_some() != episode.audio.is_some());
            let [only] = episode.problems.as_slice() else { panic!("{:?}", episode.problems) };
            assert!(only.contains(problem), "{only}");
            assert!(only.contains(&folder.path().display().to_string()), "{only} says where");
        }
    }

    #[test]
    fn two_halves_that_fail_are_told_both() {
        let folder = testing::Folder::new();
        folder.add("a.mp3", "text");
        folder.add("a.md", b"\0\0\0\0");
        let error = open_folder(&folder).unwrap_err();
        assert!(matches!(error, Error::Neither { .. }), "{error}");
        assert!(error.to_string().contains("a.mp3") && error.to_string().contains("a.md"), "{error}");
    }

    #[test]
    fn a_text_of_200_megabytes_is_refused_unread() {
        let folder = testing::Folder::new();
        let path = folder.add("a.txt", "");
        fs::File::options().write(true).open(&path).unwrap().set_len(200 * 1024 * 1024).unwrap();
        let error = open_folder(&folder).unwrap_err();
        assert!(matches!(error, Error::Transcript { source: ParseError::TooLarge { .. }, .. }), "{error}");
        assert!(error.to_string().contains("200 MB") && error.to_string().contains("64 MB"), "{error}");
    }

    #[test]
    fn a_transcript_in_another_format_is_told_beside_the_audio() {
        let folder = testing::Folder::new();
        folder.add("a.wav", wav());
        folder.add("words.docx", "1");
        let [problem] = &open_folder(&folder).unwrap().problems[..] else { panic!("one problem") };
        assert!(problem.contains("words.docx") && problem.contains("srt, vtt"), "{problem}");
    }

    #[test]
    fn other_transcripts_of_the_episode_are_told() {
        let folder = testing::Folder::new();
        folder.add("a.wav", wav());
        folder.add("a.md", TEXT);
        folder.add("a.en.srt", "1\n00:00:00,000 --> 00:00:00,500\nHi.\n");
        let text = open_folder(&folder).unwrap().text.unwrap();
        assert_eq!(text.format, Format::Srt);
        let told: Vec<_> = text.warnings.iter().map(|warning| warning.message.as_str()).collect();
        let expected = "The folder has other transcripts of this episode: “a.md”. The one that was opened times every line.";
        assert_eq!(told, [expected]);
    }

    #[test]
    fn a_file_that_is_gone_since_it_was_found_is_told() {
        let folder = testing::Folder::new();
        let path = folder.add("a.md", TEXT);
        let found = discover(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(matches!(open(&found.pairs[0]), Err(Error::Missing { .. })));
    }

    #[test]
    fn the_real_episode_opens_with_its_title_and_times() {
        let path = Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../../shared/episodes/a-digital-geneva-convention"
        ));
        if !path.is_dir() {
            eprintln!("SKIPPED: the episode is not beside the repository, so it was not opened");
            return;
        }
        let found = discover(path).unwrap();
        assert_eq!(found.pairs.len(), 1);
        let episode = open(&found.pairs[0]).unwrap();
        assert_eq!(episode.problems, [""; 0]);
        let audio = episode.audio.unwrap();
        assert!(audio.info.cover.is_some());
        let text = episode.text.unwrap();
        let last = text.transcript.lines().last().unwrap().utterance.timing().unwrap();
        assert_eq!(last.end, audio.info.duration);
        assert_eq!(
            discover(path.parent().unwrap()).unwrap().pairs.len(),
            2,
            "the folder above stands for both"
        );
    }
}
