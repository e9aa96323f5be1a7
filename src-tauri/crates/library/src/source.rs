//! A transcript's file as it lies on the disk: its bytes, and some of its lines to show beside a remark.

use std::fs::{File, Metadata};
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::time::SystemTime;

use cueline_transcript::{MAX_BYTES, ParseError, text_of};

use crate::display_name;
use crate::error::Error;

/// So much of a line is shown, in characters. A JSON file may be a single line of many megabytes.
const MAX_LINE: usize = 4_000;
/// So much is shown on either side of a character that is asked for in a longer line.
const AROUND: usize = 300;
/// So many lines are given at a time.
const MAX_LINES: usize = 1_000;

/// A file as it was at an instant, to tell whether it is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(data: &Metadata) -> Self {
        Self { size: data.len(), modified: data.modified().ok() }
    }
}

/// Lines of a file as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLines {
    /// The number of the first of them, from 1.
    pub first: usize,
    /// Those that were asked for, as far as the file has them.
    pub lines: Vec<SourceLine>,
    /// How many lines the file has.
    pub total: usize,
    /// Whether the file is another than at the stamp.
    pub changed: bool,
}

/// A line of a file, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// How many characters of it stand before `text`.
    pub before: usize,
    /// Without its end.
    pub text: String,
    /// How many characters of it come after `text`.
    pub more: usize,
}

/// The lines `wanted` (from 1) of the transcript at `path`, counted as its warnings count them; at most a thousand.
/// Of very long ones the beginning is given, or what stands around the character `column` (from 1).
///
/// # Errors
/// That the file is gone, can't be read, or has become something else than text.
pub fn source_lines(
    path: &Path,
    stamp: &Stamp,
    wanted: Range<usize>,
    column: Option<usize>,
) -> Result<SourceLines, Error> {
    let (bytes, now) = read(path)?;
    let name = || display_name(path);
    let text = text_of(&bytes).ok_or_else(|| unfit(path, ParseError::NotText { name: name() }))?;
    let first = wanted.start.max(1);
    let count = wanted.end.saturating_sub(first).min(MAX_LINES);
    Ok(SourceLines {
        first,
        lines: text.lines().skip(first - 1).take(count).map(|line| SourceLine::of(line, column)).collect(),
        total: text.lines().count(),
        changed: now != *stamp,
    })
}

impl SourceLine {
    fn of(line: &str, column: Option<usize>) -> Self {
        let place = |text: &str, nth: usize| text.char_indices().nth(nth).map_or(text.len(), |(at, _)| at);
        let is_long = place(line, MAX_LINE) < line.len();
        let (before, most) = match column.filter(|_| is_long) {
            Some(column) => (column.saturating_sub(1 + AROUND), 2 * AROUND),
            None => (0, MAX_LINE),
        };
        let (left, rest) = line.split_at(place(line, before));
        let (text, after) = rest.split_at(place(rest, most));
        Self { before: left.chars().count(), text: text.to_owned(), more: after.chars().count() }
    }
}

/// The file's bytes, unless it is too large for a transcript.
pub(crate) fn read(path: &Path) -> Result<(Vec<u8>, Stamp), Error> {
    let failed = |source| Error::reading(path, source);
    // Whatever else there is (a pipe, a device) could block whoever opens it.
    let data = std::fs::metadata(path).map_err(failed)?;
    if !data.is_file() {
        return Err(Error::NotAFile { path: path.to_owned() });
    }
    if data.len() > MAX_BYTES {
        return Err(unfit(path, ParseError::TooLarge { name: display_name(path), size: data.len() }));
    }
    let mut bytes = Vec::with_capacity(data.len() as usize);
    // One byte over the limit is enough to refuse a file that grew in the meantime.
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
    Ok((bytes, Stamp::of(&data)))
}

pub(crate) fn unfit(path: &Path, source: ParseError) -> Error {
    Error::Transcript { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::testing;

    fn stamp(path: &Path) -> Stamp {
        Stamp::of(&fs::metadata(path).unwrap())
    }

    fn texts(source: &SourceLines) -> Vec<&str> {
        source.lines.iter().map(|line| &*line.text).collect()
    }

    #[test]
    fn lines_are_those_of_the_file_whatever_ends_them() {
        let folder = testing::Folder::new();
        let path = folder.add("a.srt", "one\r\ntwo\rthree\n\n<i>five</i>\n");
        let source = source_lines(&path, &stamp(&path), 2..5, None).unwrap();
        assert_eq!((source.first, source.total, source.changed), (2, 5, false));
        assert_eq!(texts(&source), ["two", "three", ""]);
        let past = source_lines(&path, &stamp(&path), 5..900, None).unwrap();
        assert_eq!(texts(&past), ["<i>five</i>"]);
        let none = source_lines(&path, &stamp(&path), 90..95, None).unwrap();
        assert_eq!((none.lines.len(), none.total), (0, 5));
    }

    #[test]
    fn a_very_long_line_is_cut_and_the_rest_counted() {
        let folder = testing::Folder::new();
        let path = folder.add("a.json", "é".repeat(MAX_LINE + 7));
        let part = |column| {
            let line = source_lines(&path, &stamp(&path), 0..2, column).unwrap().lines.remove(0);
            (line.before, line.text.chars().count(), line.more)
        };
        assert_eq!(part(None), (0, MAX_LINE, 7));
        assert_eq!(part(Some(1)), (0, 2 * AROUND, MAX_LINE + 7 - 2 * AROUND));
        assert_eq!(part(Some(1_001)), (700, 2 * AROUND, MAX_LINE + 7 - 1_300));
        assert_eq!(part(Some(MAX_LINE + 7)), (MAX_LINE + 6 - AROUND, AROUND + 1, 0));
        assert_eq!(part(Some(1_000_000)), (MAX_LINE + 7, 0, 0), "the file has become shorter");
        let short = folder.add("b.json", "[1, 2]");
        assert_eq!(source_lines(&short, &stamp(&short), 1..2, Some(5)).unwrap().lines[0].text, "[1, 2]");
    }

    #[test]
    fn a_file_that_changed_or_went_is_told() {
        let folder = testing::Folder::new();
        let path = folder.add("a.txt", "one");
        let before = stamp(&path);
        fs::write(&path, "two lines\nnow").unwrap();
        assert!(source_lines(&path, &before, 1..9, None).unwrap().changed);
        fs::remove_file(&path).unwrap();
        assert!(matches!(source_lines(&path, &before, 1..9, None), Err(Error::Missing { .. })));
    }
}
