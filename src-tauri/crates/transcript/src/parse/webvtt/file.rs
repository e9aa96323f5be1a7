//! A WebVTT file as its blocks, to the letter of the standard's parser, which drops what is malformed. Here that is given
//! out as well, marked as such, for somebody has said it.

use std::time::Duration;

use memchr::memmem;

use super::settings::Region;
use super::time::timestamp;
use crate::parse::arrow::{ARROW, Fraction, Times, most_records};

const SIGNATURE: &str = "WEBVTT";

/// A file, read block by block.
pub(super) struct File<'a> {
    text: &'a str,
    /// Where the next block begins, and on which line.
    at: usize,
    line: usize,
    /// The first arrow from here on, or the text's end.
    arrow: usize,
    arrows: memmem::Finder<'static>,
    seen_cue: bool,
    signature: Signature,
    fraction: Fraction,
    regions: Vec<Region<'a>>,
}

/// How a file begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signature {
    /// As the standard has it.
    Standard,
    /// Nearly so: in small letters, after blank lines, with something attached.
    Odd,
    Missing,
}

/// A block that is a cue, or might have been meant for one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RawCue<'a> {
    /// The line before the times.
    pub(super) id: &'a str,
    pub(super) timing: Timing<'a>,
    /// What stands after the times.
    pub(super) settings: &'a str,
    pub(super) text: &'a str,
    /// The line that the text begins on, from 1.
    pub(super) line: usize,
    /// A line with an arrow ends the text, and no blank line.
    pub(super) cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Timing<'a> {
    /// As the standard has it.
    Standard { start: Duration, end: Duration },
    /// To the standard this is no cue, but times can be told.
    Sloppy(Times<'a>),
    /// The block has no times at all.
    None,
}

impl<'a> File<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (signature, length) = signature(text);
        let mut file = Self {
            text,
            at: 0,
            line: 1,
            arrow: 0,
            arrows: memmem::Finder::new(ARROW),
            seen_cue: false,
            signature,
            fraction: if signature == Signature::Missing { Fraction::Decimal } else { Fraction::of(text) },
            regions: Vec::new(),
        };
        file.arrow = file.arrow_from(0);
        if signature != Signature::Missing {
            file.line += lines_in(&text[..length]);
            file.at = length;
            file.end_line(file.line_end());
            let mut end = file.line_end();
            while end > file.at && file.arrow >= end {
                file.end_line(end);
                end = file.line_end();
            }
        }
        file
    }

    pub(super) fn signature(&self) -> Signature {
        self.signature
    }

    /// What stands behind the seconds of times that are not the standard's.
    pub(super) fn fraction(&self) -> Fraction {
        self.fraction
    }

    /// Those of the blocks so far.
    pub(super) fn regions(&self) -> &[Region<'a>] {
        &self.regions
    }

    /// How many cues there are at most.
    pub(super) fn most_cues(&self) -> usize {
        most_records(self.text)
    }

    /// Where the line on which reading stands ends.
    fn line_end(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        memchr::memchr(b'\n', rest).map_or(self.text.len(), |length| self.at + length)
    }

    /// Goes on with the line after the one that ends there.
    fn end_line(&mut self, end: usize) {
        self.at = (end + 1).min(self.text.len());
        self.line += 1;
        if self.arrow < self.at {
            self.arrow = self.arrow_from(self.at);
        }
    }

    fn arrow_from(&self, at: usize) -> usize {
        self.arrows.find(&self.text.as_bytes()[at..]).map_or(self.text.len(), |found| at + found)
    }
}

impl<'a> Iterator for File<'a> {
    type Item = RawCue<'a>;

    fn next(&mut self) -> Option<RawCue<'a>> {
        loop {
            while self.text.as_bytes().get(self.at) == Some(&b'\n') {
                self.at += 1;
                self.line += 1;
            }
            if self.at == self.text.len() {
                return None;
            }
            if let Some(cue) = self.block() {
                return Some(cue);
            }
        }
    }
}

impl<'a> File<'a> {
    /// The standard's “collect a WebVTT block”. `None` is a block that holds no speech.
    fn block(&mut self) -> Option<RawCue<'a>> {
        let (start, first_line) = (self.at, self.line);
        // The line of times, and where the text after it begins.
        let mut head: Option<(&'a str, usize, usize)> = None;
        let mut id = "";
        let mut end = start;
        let mut lines = 0;
        let mut text_line = first_line;
        let mut cut = false;
        while self.at < self.text.len() {
            let (from, line_end) = (self.at, self.line_end());
            lines += 1;
            if self.arrow < line_end {
                if lines > 2 || head.is_some() {
                    cut = true;
                    break;
                }
                id = self.text[start..from].trim_end_matches('\n');
                head = Some((&self.text[from..line_end], self.arrow - from, line_end + 1));
                text_line = self.line + 1;
            } else if line_end == from {
                break;
            }
            end = line_end;
            self.end_line(line_end);
        }
        let whole = &self.text[start..end];
        let Some((times, arrow, body)) = head else {
            return self.without_times(whole, first_line, cut);
        };
        let text = self.text.get(body..end).unwrap_or_default();
        let line = text_line;
        if let Some((start, end, settings)) = cue_times(times) {
            self.seen_cue = true;
            let timing = Timing::Standard { start, end };
            return Some(RawCue { id, timing, settings, text, line, cut });
        }
        Some(match Times::with_fraction(times, arrow, self.fraction) {
            Some(sloppy) => {
                RawCue { id, timing: Timing::Sloppy(sloppy), settings: sloppy.rest, text, line, cut }
            }
            None => RawCue { id: "", timing: Timing::None, settings: "", text: whole, line: first_line, cut },
        })
    }

    /// A block without times: a comment, a style sheet, a region, or a text that has come apart from its cue.
    fn without_times(&mut self, whole: &'a str, line: usize, cut: bool) -> Option<RawCue<'a>> {
        let (first, rest) = whole.split_once('\n').unwrap_or((whole, ""));
        let is = |name: &str| first.strip_prefix(name).is_some_and(|rest| rest.trim_ascii().is_empty());
        if is("REGION") && !self.seen_cue && !rest.is_empty() {
            self.regions.push(Region::parse(rest));
        }
        let comment =
            first.strip_prefix("NOTE").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if comment || is("STYLE") || is("REGION") || whole.trim().is_empty() {
            return None;
        }
        Some(RawCue { id: "", timing: Timing::None, settings: "", text: whole, line, cut })
    }
}

/// How the text begins, and where its signature ends.
fn signature(text: &str) -> (Signature, usize) {
    if let Some(rest) = text.strip_prefix(SIGNATURE)
        && (rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
    {
        return (Signature::Standard, SIGNATURE.len());
    }
    let blank = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
    let odd = text[blank..].get(..SIGNATURE.len()).is_some_and(|word| word.eq_ignore_ascii_case(SIGNATURE));
    if odd { (Signature::Odd, blank + SIGNATURE.len()) } else { (Signature::Missing, 0) }
}

/// The standard's “collect WebVTT cue timings and settings”: start, end and the settings as they are written.
fn cue_times(line: &str) -> Option<(Duration, Duration, &str)> {
    let is_blank = |c: char| c.is_ascii_whitespace();
    let left = line.trim_start_matches(is_blank);
    let (start, length) = timestamp(left)?;
    let right = left[length..].trim_start_matches(is_blank).strip_prefix(ARROW)?.trim_start_matches(is_blank);
    let (end, length) = timestamp(right)?;
    Some((start, end, &right[length..]))
}

fn lines_in(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}
