//! What the command line asks for.

use std::{ffi::OsString, path::PathBuf};

const HELP: &str = "\
Cueline: read a podcast while hearing it.

Usage: cueline [FOLDER | AUDIO | TRANSCRIPT]

Opens the window on an episode folder, or on the folder's pair that the named file belongs to;
without one, on the start screen.

Options:
  -h, --help     Print this
  -V, --version  Print the version";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// Open the window, on this path (made absolute) if there is one.
    Window {
        /// An episode folder, an audio file or a transcript.
        open: Option<PathBuf>,
    },
    /// Print this and end.
    Told(String),
}

/// Reads the arguments after the program's name; an error is a sentence for the person.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, String> {
    let mut open = None;
    let mut options = true;
    for argument in arguments {
        match argument.to_str() {
            Some("--") if options => options = false,
            Some("-h" | "--help") if options => return Ok(Asked::Told(HELP.into())),
            Some("-V" | "--version") if options => {
                return Ok(Asked::Told(format!("cueline {}", env!("CARGO_PKG_VERSION"))));
            }
            Some(unknown) if options && unknown.len() > 1 && unknown.starts_with('-') => {
                return Err(format!("There is no option {unknown}. `cueline --help` shows what there is."));
            }
            _ if open.is_some() => {
                return Err("Cueline opens one episode at a time: name one folder or file.".into());
            }
            _ => {
                let path = std::path::absolute(&argument)
                    .map_err(|error| format!("The path {} can't be used: {error}.", argument.display()))?;
                open = Some(path);
            }
        }
    }
    Ok(Asked::Window { open })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str]) -> Result<Asked, String> {
        read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn a_folder_is_opened_by_its_absolute_path() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(asked(&["an episode"]), Ok(Asked::Window { open: Some(here.join("an episode")) }));
        assert_eq!(asked(&["--", "--help"]), Ok(Asked::Window { open: Some(here.join("--help")) }));
        assert_eq!(asked(&[]), Ok(Asked::Window { open: None }));
    }

    #[test]
    fn what_is_not_understood_is_told_and_opens_nothing() {
        assert!(asked(&["--loud"]).unwrap_err().contains("--loud"));
        assert!(asked(&["one", "two"]).unwrap_err().contains("one episode"));
    }

    #[test]
    fn help_and_version_need_no_window() {
        assert!(matches!(asked(&["--help"]), Ok(Asked::Told(text)) if text.contains("Usage")));
        assert!(matches!(asked(&["-V"]), Ok(Asked::Told(text)) if text.starts_with("cueline ")));
    }
}
