//! The command line: what it asks for, and the commands that need no window.
//!
//! - `convert`: a transcript in another format
//! - `inspect`: what a transcript holds, as text or as JSON
//! - `align`: an episode's words found in its sound
//! - `probe`: what an audio file is, as text or as JSON
//! - `clip`: a part of an audio file as a file of its own
//! - `time`: times as they are typed
//! - `output`: what goes to the standard output
//!
//! The result alone goes to the standard output; what went wrong is a sentence on the standard error. A command ends with 0
//! if it did what was asked, with 1 if it could not, and with 2 if the request was not understood.

mod align;
mod clip;
mod convert;
mod inspect;
mod output;
mod probe;
mod time;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use cueline_library::{self as library, Error, Text};
use cueline_transcript::ParseOptions;

const EXAMPLES: &str = "\
Examples:
  cueline                              open the window
  cueline ~/Podcasts/episode-12        open an episode's folder in it
  cueline convert talk.srt talk.vtt    convert a transcript
  cueline inspect talk.vtt             tell what a transcript holds
  cueline align ~/Podcasts/episode-12  find every word in the sound

A folder that is called like a command: cueline ./convert

Exit codes: 0 done, 1 failed, 2 not understood.";

/// Read a podcast while hearing it.
#[derive(Debug, Parser)]
#[command(name = "cueline", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// An episode's folder, its audio or its transcript, to open in the window
    path: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Convert a transcript to another format
    Convert(convert::Convert),
    /// Tell what a transcript holds and what had to be guessed in it
    Inspect(inspect::Inspect),
    /// Find an episode's words in its sound: the time of every word
    Align(align::Align),
    /// Tell what an audio file is, how long it truly is, and where it is damaged
    Probe(probe::Probe),
    /// Write a part of an audio file, exact to the frame, as a WAV file
    Clip(clip::Clip),
}

/// A transcript to read.
#[derive(Debug, Args)]
struct Source {
    /// The transcript, in any format that Cueline reads
    #[arg(value_name = "IN")]
    path: PathBuf,
    /// Frames a second, where the transcript's times count frames (01:02:03:12)
    #[arg(long, value_name = "FPS", value_parser = frame_rate)]
    frame_rate: Option<f64>,
}

impl Source {
    fn read(&self) -> Result<Text, Failure> {
        if self.path.is_dir() {
            let folder = self.path.display();
            return Err(Failure::Failed(format!(
                "“{folder}” is a folder. Name the transcript that lies in it."
            )));
        }
        Ok(library::read(&self.path, &ParseOptions { frame_rate: self.frame_rate })?)
    }
}

/// Refuses a folder, which the commands for audio can't choose from.
fn audio_file(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        let folder = path.display();
        return Err(Failure::Failed(format!("“{folder}” is a folder. Name the audio file that lies in it.")));
    }
    Ok(())
}

/// What to say of a file that is there already.
fn exists(path: &Path) -> Failure {
    let path = path.display();
    Failure::Failed(format!(
        "There is a file “{path}” already; it was left as it is. --force writes over it."
    ))
}

fn frame_rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| (1.0..=1_000.0).contains(rate));
    rate.ok_or_else(|| "a number of frames a second is wanted, such as 25 or 29.97".to_owned())
}

/// Why a command did not do what was asked.
#[derive(Debug)]
enum Failure {
    /// It could not: a sentence.
    Failed(String),
    /// The request makes no sense: a sentence.
    Usage(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Does what the arguments (the program's name is the first) ask for. `window` opens the window, on a path made absolute
/// if there is one; nothing of it is touched before.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    window: impl FnOnce(Option<PathBuf>) -> ExitCode,
) -> ExitCode {
    let Arguments { path, command } = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // Help and the version are asked for, and go to the standard output.
        Err(error) => {
            let code = error.exit_code();
            return match error.print() {
                Ok(()) => ExitCode::from(u8::try_from(code).unwrap_or(2)),
                Err(_) => ExitCode::FAILURE,
            };
        }
    };
    let done = match command {
        Some(Command::Convert(convert)) => convert.run(),
        Some(Command::Inspect(inspect)) => inspect.run(),
        Some(Command::Align(align)) => align.run(),
        Some(Command::Probe(probe)) => probe.run(),
        Some(Command::Clip(clip)) => clip.run(),
        None => match path.as_deref().map(absolute).transpose() {
            Ok(path) => return window(path),
            Err(failure) => Err(failure),
        },
    };
    let (message, code) = match done {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Failed(message)) => (message, 1),
        Err(Failure::Usage(message)) => (message, 2),
    };
    output::tell(&message);
    ExitCode::from(code)
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path)
        .map_err(|error| Failure::Usage(format!("The path “{}” can't be used: {error}.", path.display())))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn asked(arguments: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["cueline"].iter().chain(arguments))
    }

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_path_opens_the_window_and_a_command_does_not() {
        let opened =
            |arguments: &[&str]| asked(arguments).map(|asked| (asked.path, asked.command.is_some())).unwrap();
        assert_eq!(opened(&[]), (None, false));
        assert_eq!(opened(&["an episode"]), (Some("an episode".into()), false));
        assert_eq!(opened(&["./convert"]), (Some("./convert".into()), false));
        assert_eq!(opened(&["--", "--help"]), (Some("--help".into()), false));
        assert_eq!(opened(&["inspect", "a.srt"]), (None, true));
        assert_eq!(opened(&["convert", "a.srt", "b.vtt"]), (None, true));
        assert_eq!(opened(&["align", "an episode", "--to", "vtt"]), (None, true));
        assert_eq!(opened(&["probe", "a.mp3", "--json"]), (None, true));
        assert_eq!(opened(&["clip", "a.mp3", "--from", "1:02", "b.wav"]), (None, true));
    }

    #[test]
    fn what_is_not_understood_is_told() {
        for wrong in [
            &["--loud"][..],
            &["one", "two"],
            &["convert", "a.srt"],
            &["convert", "a", "b", "--lines", "0"],
            &["convert", "a", "b", "--to", "mp3"],
            &["inspect", "a", "--frame-rate", "0"],
            &["clip", "a.mp3", "--from", "1:75", "b.wav"],
            &["clip", "a.mp3"],
            &["align", "a", "--to", "mp3"],
            &["align", "a", "--json", "--to", "vtt"],
        ] {
            assert_eq!(asked(wrong).unwrap_err().exit_code(), 2, "{wrong:?}");
        }
        assert_eq!(asked(&["--help"]).unwrap_err().exit_code(), 0);
    }
}
