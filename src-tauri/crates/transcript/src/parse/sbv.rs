//! SubViewer as YouTube has it (`.sbv`): lines of two times with a comma between them, each with the text under it, and a
//! blank line.

use std::time::Duration;

use super::cue::{Cue, Voice};
use super::cues::{self, Records};
use super::srt::tidy;
use super::{Format, Reading, arrow, rolling, voices};
use crate::model::Mark;
use crate::warning::Warnings;

/// A line of times takes so many bytes at least.
const SHORTEST: usize = 12;
/// And so many at most.
const LONGEST: usize = 48;

/// Reads a text whose first line is one of times.
pub(super) fn read(text: &str, warnings: &mut Warnings) -> Option<Reading> {
    times(text.lines().find(|line| !line.trim().is_empty())?)?;
    let mut cues = Vec::new();
    let mut open: Option<Head> = None;
    let (mut at, mut number) = (0, 1);
    for line in text.split_inclusive('\n') {
        if let Some(times) = times(line) {
            cues.extend(open.and_then(|head| head.cue(&text[..at], warnings)));
            open = Some(Head { times, body: at + line.len(), line: number });
        }
        at += line.len();
        number += 1;
    }
    cues.extend(open.and_then(|head| head.cue(text, warnings)));
    let cues = voices::tell(rolling::settle(cues, warnings), warnings);
    let transcript = cues::assemble(cues, Records::Pieces, warnings);
    let reason = "It has lines of two times with a comma between them, as SubViewer and YouTube write them.";
    Some(Reading { transcript, format: Format::Sbv, reason })
}

/// A line of times, which stands on that line of the file, and where the text under it begins.
struct Head {
    times: (Mark, Duration),
    body: usize,
    line: usize,
}

impl Head {
    /// The cue whose text goes on to the end of `text`; `None` if it has none.
    fn cue<'a>(self, text: &'a str, warnings: &mut Warnings) -> Option<Cue<'a>> {
        let body = text.get(self.body..)?;
        let said = body.trim_start();
        let blank = body.len() - said.len();
        let line = self.line + 1 + body.bytes().take(blank).filter(|b| *b == b'\n').count();
        if said.is_empty() {
            return None;
        }
        let (start, end) = self.times;
        if end < start.time {
            warnings.guessed(self.line, || {
                "The second time here is before the first; the end is left open.".to_owned()
            });
        }
        let times = (Some(start), Some(end).filter(|end| *end >= start.time));
        Some(Cue::new(Voice::Same, tidy(said.trim_end()), times, line))
    }
}

/// The two times of a line that has nothing else: `0:00:01.000,0:00:04.000`.
fn times(line: &str) -> Option<(Mark, Duration)> {
    let line = line.trim();
    if !(SHORTEST..=LONGEST).contains(&line.len()) || !line.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (start, end) = line.split_once(',')?;
    Some((time(start)?, time(end.trim_start())?.time))
}

/// A time that is written with its hours.
fn time(text: &str) -> Option<Mark> {
    let (mark, end) = arrow::time(text)?;
    let colons = text.bytes().filter(|b| *b == b':').count();
    (end == text.len() && colons == 2 && !text.contains(',')).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_with_ends};

    #[test]
    fn texts_under_two_times_with_a_comma_are_cues() {
        check_with_ends(
            "a.txt",
            &[
                (
                    "0:00:01.000,0:00:04.000\nHi there.\n\n0:00:04.500,0:00:06.250\nOh,\nyes.\n",
                    "> |1-4=Hi there. |4.5-6.25=Oh, yes.",
                ),
                ("\n\n00:00:01.00,00:00:02.00\nA.\n00:00:03.50,00:00:04.00\nB.", "> |1-2=A. |3.5-4=B."),
                ("0:00:01.000,0:00:02.000\n\nA.\n \nB.\n\n0:00:03.000,0:00:04.000\n", "> |1-2=A. B."),
                ("0:00:05.000,0:00:02.000\nA.", "!1 > |5=A."),
            ],
        );
        check(
            "a.sbv",
            &[
                (
                    "0:00:01.000,0:00:02.000\nAnn: Hi.\n\n0:00:03.000,0:00:04.000\nBen: Oh.\n\n0:00:05.000,0:00:06.000\nAnn: So.",
                    "!5 Ann> |1=Hi. Ben> |3=Oh. Ann> |5=So.",
                ),
                (
                    "0:00:01.000,0:00:02.000\nAt 0:00:05.000,0:00:06.000 then.",
                    "> |1=At 0:00:05.000,0:00:06.000 then.",
                ),
            ],
        );
    }

    #[test]
    fn other_numbers_with_a_comma_are_no_times() {
        for text in ["1,2\na", "0:01,0:02\na", "10:30,11:30\nWe met.", "0:00:01,000\na"] {
            assert_ne!(crate::parse(text.as_bytes(), "a.txt").unwrap().format, crate::Format::Sbv, "{text}");
        }
    }
}
