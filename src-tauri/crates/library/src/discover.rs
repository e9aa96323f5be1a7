//! From a path that a person gave to the episodes that it stands for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::display_name;
use crate::error::Error;
use crate::folder::{Folder, Role};
use crate::pair::{Pair, pairs};

/// How many folders one level below are looked into when a folder itself has no episode.
const MAX_SUBFOLDERS: usize = 500;
/// How many names of files an error lists.
const MAX_NAMES: usize = 5;

/// What a path stands for.
#[derive(Debug)]
pub struct Found {
    /// The folder that was looked into.
    pub folder: PathBuf,
    /// At least one. With several, the person chooses.
    pub pairs: Vec<Pair>,
    /// What lies there and could not be taken into account, as sentences.
    pub problems: Vec<String>,
}

/// Finds the episodes at `path`: an episode's folder, an audio file, or a transcript. A folder that has no episode itself
/// stands for those in the folders directly below it.
///
/// # Errors
/// Any but those of reading a transcript, of audio and of saving: there is nothing at the path, it can't be read, or there is
/// nothing in it that can be opened.
pub fn discover(path: &Path) -> Result<Found, Error> {
    let path = std::path::absolute(path).map_err(|source| Error::reading(path, source))?;
    let data = fs::metadata(&path).map_err(|source| Error::reading(&path, source))?;
    if data.is_dir() {
        in_folder(path)
    } else if data.is_file() {
        by_file(path)
    } else {
        Err(Error::NotAFile { path })
    }
}

fn in_folder(path: PathBuf) -> Result<Found, Error> {
    let folder = Folder::read(&path)?;
    let mut found = Found { pairs: pairs(&folder), problems: folder.problems(), folder: path };
    if !found.pairs.is_empty() {
        return Ok(found);
    }
    // A folder that can't be read says nothing about its neighbours.
    let below = folder.folders.iter().take(MAX_SUBFOLDERS).filter_map(|below| Folder::read(below).ok());
    found.pairs = below.flat_map(|below| pairs(&below)).collect();
    if found.pairs.is_empty() { Err(folder.nothing(found.folder)) } else { Ok(found) }
}

fn by_file(path: PathBuf) -> Result<Found, Error> {
    let role = Role::of(&path);
    let parent = path.parent().unwrap_or(&path).to_owned();
    // The file may be readable where its folder is not; then it is all there is.
    let folder = Folder::read(&parent).unwrap_or_default();
    let (mut pairs, problems) = (pairs(&folder), folder.problems());
    let alone = match role {
        Role::Audio => {
            pairs.retain(|pair| pair.audio() == Some(&path));
            Pair::new(Some(path), None)
        }
        Role::Transcript => {
            pairs = pairs.into_iter().filter_map(|pair| pair.with(&path)).collect();
            Pair::new(None, Some(path))
        }
        // They belong to the episode beside them.
        Role::Chapters => return in_folder(parent),
        Role::OtherAudio | Role::OtherTranscript => {
            return Err(Error::OtherFormats { folder: parent, names: vec![display_name(&path)] });
        }
        Role::Unknown => return Err(Error::UnknownFile { path }),
    };
    if pairs.is_empty() {
        pairs.extend(alone);
    }
    Ok(Found { folder: parent, pairs, problems })
}

impl Folder {
    fn problems(&self) -> Vec<String> {
        self.broken.iter().map(ToString::to_string).collect()
    }

    /// Why there is nothing to open in this folder.
    fn nothing(mut self, folder: PathBuf) -> Error {
        let names: Vec<String> = self
            .other_audio
            .iter()
            .chain(&self.other_transcripts)
            .take(MAX_NAMES)
            .map(|path| display_name(path))
            .collect();
        if !names.is_empty() {
            Error::OtherFormats { folder, names }
        } else if let Some(broken) = self.broken.pop() {
            broken
        } else if self.empty {
            Error::EmptyFolder { folder }
        } else {
            Error::NoEpisode { folder }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn render(found: &Result<Found, Error>) -> String {
        let name = |path: Option<&Path>| path.map_or("-".to_owned(), display_name);
        match found {
            Ok(found) => {
                let pairs = found
                    .pairs
                    .iter()
                    .map(|pair| format!("{}+{}", name(pair.audio()), name(pair.transcript())));
                pairs.collect::<Vec<_>>().join(" ")
            }
            // The variant's name, without what it holds.
            Err(error) => {
                let debug = format!("{error:?}");
                debug.split_whitespace().next().unwrap_or_default().to_owned()
            }
        }
    }

    /// The files of a folder (`:J` after those that hold a JSON transcript with words), what of it is opened (the folder
    /// itself if empty), and what is found.
    #[test]
    fn a_path_stands_for_the_episodes_that_a_person_means() {
        let cases: [(&[&str], &str, &str); 32] = [
            (&["a.mp3", "a.md"], "", "a.mp3+a.md"),
            (&["a.mp3", "z.txt", "cover.jpg", ".hidden.md"], "", "a.mp3+z.txt"),
            (&["A.MP3", "B.Markdown"], "", "A.MP3+B.Markdown"),
            (&["a.mp3", "a.md", "README.md", "LICENSE.txt"], "", "a.mp3+a.md"),
            (&["a.mp3", "talk.md", "README.md"], "", "a.mp3+talk.md"),
            (&["a.mp3", "readme-first.txt"], "", "a.mp3+readme-first.txt"),
            (&["a.mp3"], "", "a.mp3+-"),
            (&["a.md"], "", "-+a.md"),
            (&["a10.mp3", "a2.mp3", "a10.md", "a2.md"], "", "a2.mp3+a2.md a10.mp3+a10.md"),
            (&["a10.mp3", "a2.mp3", "a10.md", "a2.md"], "a10.mp3", "a10.mp3+a10.md"),
            (&["a10.mp3", "a2.mp3", "a10.md", "a2.md"], "a2.md", "a2.mp3+a2.md"),
            (&["a.mp3", "a.md", "notes.txt"], "notes.txt", "-+notes.txt"),
            (&["a.mp3", "README.md", "a.md"], "README.md", "-+README.md"),
            (&["a.mp3", "a.srt"], "", "a.mp3+a.srt"),
            (&["a.mp3", "a.docx"], "", "a.mp3+-"),
            (&["a.mp3", "a.en.srt", "b.md"], "", "a.mp3+a.en.srt"),
            (&["a.mp3", "a.txt", "a.md", "a.srt", "a.en.vtt"], "", "a.mp3+a.srt"),
            (&["a.mp3", "a.txt", "a.md", "a.srt"], "a.txt", "a.mp3+a.txt"),
            (&["a.mp3", "a.md", "chapters.json"], "", "a.mp3+a.md"),
            (&["a.mp3", "a.md", "a.chapters.json"], "a.chapters.json", "a.mp3+a.md"),
            (&["a.mp3", "talk.md", "words.json", "index.html"], "", "a.mp3+talk.md"),
            (&["a.mp3", "cue.json:J", "package.json", "feed.xml"], "", "a.mp3+cue.json"),
            (&["a.mp3", "a.json:J", "a.md"], "", "a.mp3+a.json"),
            (&["a.mp3", "a.json", "a.md"], "", "a.mp3+a.md"),
            (&["a.srt", "a.txt"], "", "-+a.srt"),
            (&["words.json:J"], "words.json", "-+words.json"),
            (&["one/a.mp3", "one/a.md", "two/b.md", "three/c.jpg"], "", "a.mp3+a.md -+b.md"),
            (&["one/two/a.mp3"], "", "NoEpisode"),
            (&["a.docx", "a.wma"], "", "OtherFormats"),
            (&["a.pdf"], "a.pdf", "OtherFormats"),
            (&["a.jpg"], "a.jpg", "UnknownFile"),
            (&[], "", "EmptyFolder"),
        ];
        for (files, open, expected) in cases {
            let folder = testing::Folder::new();
            for file in files {
                let (name, text) = match file.strip_suffix(":J") {
                    Some(name) => (name, r#"{"segments":[{"startTime":0,"body":"a","words":[]}]}"#),
                    None if file.ends_with(".json") => (*file, "{}"),
                    None if file.ends_with(".xml") => (*file, "<rss/>"),
                    None if file.ends_with(".srt") => (*file, "1\n00:00:01,000 --> 00:00:02,000\na"),
                    None => (*file, "x"),
                };
                folder.add(name, text);
            }
            let before = folder.snapshot();
            let found = discover(&folder.path().join(open));
            assert_eq!(render(&found), expected, "{files:?} {open:?}");
            if let Err(error) = found {
                assert!(
                    error.to_string().contains(&folder.path().display().to_string()),
                    "{error} says where"
                );
            }
            assert_eq!(folder.snapshot(), before, "{files:?}");
        }
    }

    #[test]
    fn a_folder_of_other_formats_is_told_what_is_read() {
        let folder = testing::Folder::new();
        folder.add("talk.docx", "1");
        let error = discover(folder.path()).unwrap_err().to_string();
        assert!(error.contains("talk.docx") && error.contains("srt, vtt"), "{error}");
    }

    #[test]
    fn a_path_below_a_file_or_to_nothing_is_missing() {
        let folder = testing::Folder::new();
        let file = folder.add("a.mp3", "x");
        for path in [file.join("below"), folder.path().join("gone"), PathBuf::from("no such folder at all")] {
            let error = discover(&path).unwrap_err();
            assert!(matches!(&error, Error::Missing { path } if path.is_absolute()), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_nowhere_or_to_themselves_are_told_and_the_rest_opens() {
        let folder = testing::Folder::new();
        let knot = folder.path().join("knot.mp3");
        std::os::unix::fs::symlink(&knot, &knot).unwrap();
        assert!(matches!(discover(&knot), Err(Error::Loop { .. })));
        assert!(matches!(discover(folder.path()), Err(Error::Loop { .. })));
        std::os::unix::fs::symlink(folder.path(), folder.path().join("myself")).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", folder.path().join("b.md")).unwrap();
        folder.add("a.wav", "x");
        let found = discover(folder.path()).unwrap();
        assert_eq!(found.pairs.len(), 1);
        assert_eq!(found.problems.len(), 2, "{:?}", found.problems);
        let through = discover(&folder.path().join("myself/myself/a.wav")).unwrap();
        assert_eq!(through.pairs.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_could_block_or_is_no_file_is_left_alone() {
        let folder = testing::Folder::new();
        let socket = folder.path().join("a.mp3");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(matches!(discover(&socket), Err(Error::NotAFile { .. })));
        assert!(matches!(discover(folder.path()), Err(Error::NoEpisode { .. })));
        assert!(matches!(discover(Path::new("/dev/null")), Err(Error::NotAFile { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_may_not_be_read_is_told() {
        use std::os::unix::fs::PermissionsExt;
        let folder = testing::Folder::new();
        let path = folder.add("shut/a.mp3", "x").parent().unwrap().to_owned();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
        let found = discover(&path);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        match found {
            Ok(_) => {
                eprintln!("SKIPPED: permissions don't hold for this user (root?), so they were not tested");
            }
            Err(error) => assert!(matches!(error, Error::Denied { .. }), "{error}"),
        }
        let denied = Error::reading(&path, std::io::ErrorKind::PermissionDenied.into());
        assert!(denied.to_string().contains("no permission"), "{denied}");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_unicode_are_found_and_shown() {
        use std::os::unix::ffi::OsStrExt;
        let folder = testing::Folder::new();
        for name in [b"pass\xE9.mp3".as_slice(), b"pass\xE9.md"] {
            fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), "x").unwrap();
        }
        let found = discover(folder.path()).unwrap();
        assert_eq!(found.pairs.len(), 1);
        assert_eq!(found.pairs[0].name(), "pass\u{FFFD}");
        assert!(found.pairs[0].audio().is_some_and(Path::is_file) && found.pairs[0].transcript().is_some());
    }
}
