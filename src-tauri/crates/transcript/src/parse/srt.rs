//! SubRip (`.srt`), and what passes for it: lines of two times with an arrow, each with the text under it.
//!
//! A cue is found by its line of times alone: numbers and blank lines between cues may be missing, and times may be
//! written as [`Times`] reads them. What stands before the first cue, or under times that can't be read, is kept as a cue
//! without a time.

use std::borrow::Cow;

use memchr::memmem;

use super::arrow::{ARROW, Times, most_records};
use super::cue::{Cue, Voice};
use super::cues::{self, Records};
use super::label::name_in_brackets;
use super::lines::Lines;
use super::{Format, Reading, rolling, tags, voices};
use crate::warning::Warnings;

/// A number of so many digits is in the range of those that count cues.
const SURE_DIGITS: usize = 8;
/// The first times stand on one of so many lines, blank ones apart, unless the name says that the file is SubRip.
const FIRST_LINES: usize = 4;

/// Reads a text that has a line of times where SubRip has its first.
pub(super) fn read(text: &str, name: &str, warnings: &mut Warnings) -> Option<Reading> {
    let named = name.len() > 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b".srt");
    let mut heads = text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES);
    if !(heads.any(is_head) || named && text.lines().any(is_head)) {
        return None;
    }
    let cues = rolling::settle(cues(text, warnings), warnings);
    let cues = voices::tell(cues, warnings);
    let transcript = cues::assemble(cues, Records::Pieces, warnings);
    let reason = "It has lines of two times with an arrow between them, as SubRip writes them.";
    Some(Reading { transcript, format: Format::Srt, reason })
}

/// Whether this is a line of times without a doubt.
pub(super) fn is_head(line: &str) -> bool {
    let Some(at) = line.find(ARROW) else { return false };
    let clock = |text: &str| text.contains([':', '.', ',']);
    clock(&line[..at])
        && Times::of(line, at).is_some_and(|times| times.start.is_some() && times.end.is_some())
}

/// The cues, in the file's order.
fn cues<'a>(text: &'a str, warnings: &mut Warnings) -> Vec<Cue<'a>> {
    let finder = memmem::Finder::new(ARROW);
    let mut cues = Vec::with_capacity(most_records(text));
    let mut heads =
        Heads { text, arrows: finder.find_iter(text.as_bytes()), done: 0, numbered: None, number: None };
    let mut lines = Lines::new(text);
    let mut head = heads.next();
    let preface = &text[..head.as_ref().map_or(text.len(), |head| head.start)];
    if !preface.trim().is_empty() {
        let line = lines.of(preface.len() - preface.trim_start().len());
        warnings
            .guessed(line, || "This stands before the first time; it is kept, without a time.".to_owned());
        cues.push(cue(preface, Times { start: None, end: None, rest: "" }, line));
    }
    while let Some(Head { times, body, line, .. }) = head {
        head = heads.next();
        let end = head.as_ref().map_or(text.len(), |head| head.start).max(body);
        let line_of_times = lines.of(line);
        if times.start.is_none() || times.end.is_none_or(|end| times.start.is_some_and(|s| end < s.time)) {
            warn_of(&times, line_of_times, warnings);
        }
        if let Some(name) = name_alone(times.rest) {
            let mut said = cue(&text[body..end], times, line_of_times + 1);
            said.voice = Voice::Named(Cow::Borrowed(name));
            cues.push(said);
        } else if !times.rest.is_empty() && !is_placement(times.rest) {
            warnings.guessed(line_of_times, || {
                format!("“{}” stands behind the times; it is read as part of the text.", times.rest)
            });
            let mut all = cue(times.rest, times, line_of_times);
            all.append(&cue(&text[body..end], times, line_of_times));
            cues.push(all);
        } else if !text[body..end].trim_ascii().is_empty() {
            cues.push(cue(&text[body..end], times, line_of_times + 1));
        }
    }
    cues
}

fn warn_of(times: &Times<'_>, line: usize, warnings: &mut Warnings) {
    let message = match (times.start, times.end) {
        (None, _) => "The time here is none that can be; what is said then is kept, without a time.",
        (_, None) => "The second time here is none that can be; the end is left open.",
        _ => "The second time here is before the first; the end is left open.",
    };
    warnings.guessed(line, || message.to_owned());
}

/// A name in square brackets and nothing else.
fn name_alone(text: &str) -> Option<&str> {
    let (name, _) = name_in_brackets(text, 0).filter(|&(_, end)| end == text.len())?;
    text.get(name)
}

/// Whether this is where on the screen a cue stands: `X1:100 X2:200`, or WebVTT's `align:start line:0`.
fn is_placement(text: &str) -> bool {
    text.split_whitespace().all(|word| word.find(':').is_some_and(|at| at > 0 && at + 1 < word.len()))
}

fn cue<'a>(body: &'a str, times: Times<'a>, line: usize) -> Cue<'a> {
    let rest = body.trim_ascii_start();
    let blank = body.len() - rest.len();
    let line = line + body.as_bytes()[..blank].iter().filter(|b| **b == b'\n').count();
    let (text, emphasis) = match tidy(rest.trim_ascii_end()) {
        Cow::Borrowed(text) => tags::strip(text),
        Cow::Owned(text) => {
            let (text, emphasis) = tags::strip(&text);
            (Cow::Owned(text.into_owned()), emphasis)
        }
    };
    let end = times.end.filter(|end| times.start.is_none_or(|start| start.time <= *end));
    Cue::new(Voice::Same, text, (times.start, end), line).with_emphasis(emphasis)
}

/// The text with neither blank lines nor blanks at its lines' ends. It has none around it.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let messy = memchr::memchr_iter(b'\n', bytes).any(|at| {
        let blank = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
        blank(at.wrapping_sub(1)) || blank(at + 1)
    });
    if !messy {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Cow::Owned(lines.join("\n"))
}

/// The head of a cue: its number, if it has one, and its line of times.
struct Head<'a> {
    times: Times<'a>,
    /// Where the head begins, where its line of times does, and where the text under it does.
    start: usize,
    line: usize,
    body: usize,
}

/// Finds the heads, one after the other.
struct Heads<'a, A> {
    text: &'a str,
    arrows: A,
    /// The lines before this place have been looked at.
    done: usize,
    /// Whether the first cue has a number.
    numbered: Option<bool>,
    /// The number of the cue before.
    number: Option<u32>,
}

impl<'a, A: Iterator<Item = usize>> Iterator for Heads<'a, A> {
    type Item = Head<'a>;

    fn next(&mut self) -> Option<Head<'a>> {
        loop {
            let arrow = self.arrows.by_ref().find(|&arrow| arrow >= self.done)?;
            let bytes = self.text.as_bytes();
            let line = memchr::memrchr(b'\n', &bytes[..arrow]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &bytes[arrow..]).map_or(bytes.len(), |length| arrow + length);
            // A second arrow in a line is no second head: all behind the times is read as text already.
            self.done = end;
            if let Some(times) = Times::of(&self.text[line..end], arrow - line) {
                let start = self.start(line);
                return Some(Head { times, start, line, body: (end + 1).min(bytes.len()) });
            }
        }
    }
}

impl<A> Heads<'_, A> {
    /// The number that counts on, on a line of its own right before the line of times, as nearly all cues have it; and
    /// where it begins.
    fn next_number(&self, before: &[u8]) -> Option<(usize, u32)> {
        let last = self.number.filter(|_| self.numbered == Some(true))?;
        let end = before.len().checked_sub(1)?;
        let (mut start, mut number, mut ten) = (end, 0_u32, 1);
        while start > 0 && end - start < SURE_DIGITS && before[start - 1].is_ascii_digit() {
            start -= 1;
            number += u32::from(before[start] - b'0') * ten;
            ten *= 10;
        }
        let alone = start < end && start > 0 && before[start - 1] == b'\n';
        (alone && number > last).then_some((start, number))
    }

    /// Where the head begins whose line of times begins at `line`: there, or with the number before it.
    fn start(&mut self, line: usize) -> usize {
        let bytes = self.text.as_bytes();
        let before = &bytes[..line];
        if let Some((start, number)) = self.next_number(before) {
            self.number = Some(number);
            return start;
        }
        // Blank lines between number and times.
        let blank = before.iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
        let adjacent = memchr::memchr_iter(b'\n', &before[line - blank..]).count() <= 1;
        let digits_end = line - blank;
        let digits = before[..digits_end].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let start = digits_end - digits;
        let alone = self.text[memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |at| at + 1)..start]
            .trim_start_matches('\u{FEFF}')
            .trim()
            .is_empty();
        let number = self.text[start..digits_end].parse::<u32>().ok().filter(|_| alone);
        let numbered = *self.numbered.get_or_insert(number.is_some());
        let Some(number) = number else { return line };
        let text_before = self.text[..start].trim_end();
        let gap = memchr::memchr_iter(b'\n', &bytes[text_before.len()..start]).count();
        let last = self.number.unwrap_or_default();
        let counts_on = numbered && if adjacent { number > last } else { number == last.saturating_add(1) };
        if !(counts_on || text_before.is_empty() || (adjacent && gap > 1)) {
            return line;
        }
        self.number = Some(number);
        start
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn cues_are_found_by_their_times_however_sloppy_the_file() {
        check(
            "a.txt",
            &[
                (
                    "1\n00:00:01,000 --> 00:00:02,000\nHi there.\n\n2\n00:00:03,500 --> 00:00:04,000\nOh,\nyes.\n",
                    "> |1=Hi there. |3.5=Oh, yes.",
                ),
                ("00:01.000 --> 00:02.000\nA.\n00:03.5 --> 00:04\nB.", "> |1=A. |3.5=B."),
                ("1\n0:01,0-->0:02,0\nA.\n2\n0:03,0-->0:04,0\nB.", "> |1=A. |3=B."),
                ("\n\n0.5 --> 1.5\nA.\n\n\n\n100:00:00,000 --> 100:00:01,000\nB.", "> |0.5=A. |360000=B."),
                ("1\n0:01 --> 0:02\nA.\n\n2\n0:03 --> 0:04\n\nB.\n \nC.", "> |1=A. |3=B. C."),
                // Numbers that are said, and numbers that count.
                ("1\n0:01 --> 0:02\nHow old?\n\n2\n0:03 --> 0:04\n42", "> |1=How old? |3=42"),
                ("0:01 --> 0:02\nHow old?\n42\n\n0:03 --> 0:04\nOh.", "!- > |1=How old? 42 Oh."),
                ("1\n0:01 --> 0:02\nHow\n42\n2\n0:03 --> 0:04\nOh.", "!- > |1=How 42 Oh."),
                ("7\n0:01 --> 0:02\nIn\n3\n\n0:03 --> 0:04\nOh.", "!- > |1=In 3 Oh."),
                ("7\n\n0:01 --> 0:02\n\nA.\n\n8\n\n0:03 --> 0:04\n\nB.", "> |1=A. |3=B."),
                // Markup, places, and lines of other things.
                ("1\n0:01 --> 0:02 X1:1 X2:2\n{\\an8}<i>So</i> <x> &amp; a.\n", "> |1={So} <x> & a."),
                ("1\n0:01 --> 0:02 So what?\nOh.", "!2 > |1=So what? Oh."),
                ("1\n0:01 --> 0:02\na --> b -->\n", "> |1=a --> b -->"),
                ("0:01 --> 0:02 0:03 --> 0:04 a\n", "!1 > |1=0:03 --> 0:04 a"),
                ("Some title\n\n1\n0:01 --> 0:02\nA.", "!1 > |=Some title |1=A."),
                // Times that can't be.
                ("1\n0:01 --> 0:02\nA.\n\n2\n0:xx --> 0:04\nB.", "!6 > |1=A. |=B."),
                (
                    "1\n0:01 --> 0:02\nA.\n\n2\n0:-3 --> 0:04\nB.\n\n3\n0:05 --> 0:06\nC.",
                    "!6 > |1=A. |=B. |5=C.",
                ),
                ("1\n0:05 --> 0:02\nA.", "!2 > |5=A."),
                ("1\n0:01 --> 0:02\n\n2\n0:03 --> 0:04\nB.", "> |3=B."),
                ("1\n0:03 --> 0:04\nB.\n\n2\n0:01 --> 0:02\nA.", "!7 > |1=A. |3=B."),
                ("1\n0:01 --> 0:03\nA and\n\n2\n0:02 --> 0:04\nB.", "> |1=A and |2=B."),
            ],
        );
    }

    #[test]
    fn voices_named_in_the_text_are_told_apart() {
        check(
            "a.srt",
            &[
                (
                    "1\n0:01 --> 0:02\nAnn: Hi.\nBen: Oh.\n\n2\n0:03 --> 0:04\nSo.\n\n3\n0:05 --> 0:06\n[Ann]: Yes.",
                    "!4 Ann> |1=Hi. Ben> |1=Oh. |3=So. Ann> |5=Yes.",
                ),
                ("1\n0:01 --> 0:02\n- <i>Hi.</i>\n- Oh.", "> |1={Hi.} > |1=Oh."),
                ("1\n0:01 --> 0:02\n&gt;&gt; ANN: Hi.\n\n2\n0:03 --> 0:04\n>> Oh.", "ANN> |1=Hi. > |3=Oh."),
                (
                    "0:01 --> 0:02 [Ann]\nHi and\n\n0:03 --> 0:04 [Speaker 1]\nso.\n\n0:05 --> 0:06 [Ann]\nNote: yes.",
                    "Ann> |1=Hi and Speaker 1> |3=so. Ann> |5=Note: yes.",
                ),
                (
                    "1\n0:01 --> 0:02\n<b>Ann:</b> Hi.\n\n2\n0:03 --> 0:04\nAt 10:30 then.",
                    "Ann> |1=Hi. |3=At 10:30 then.",
                ),
            ],
        );
    }

    #[test]
    fn text_with_an_arrow_in_it_is_no_subtitle() {
        for text in ["Go --> there", "A list:\n\n1 --> 2\n3 --> 4", "a\nb\nc\nd\n0:01 --> 0:02\ne"] {
            assert_ne!(crate::parse(text.as_bytes(), "a.txt").unwrap().format, crate::Format::Srt, "{text}");
        }
        let named = crate::parse(b"a\nb\nc\nd\n0:01 --> 0:02\ne", "a.SRT").unwrap();
        assert_eq!(named.format, crate::Format::Srt);
    }
}
