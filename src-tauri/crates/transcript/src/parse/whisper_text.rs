//! What Whisper prints while it listens: `[00:00:01.000 --> 00:00:02.000]  text`, a line a segment.

use super::arrow::{ARROW, Times};
use super::cue::{Cue, Voice};
use super::cues::{self, Records};
use super::{Format, Reading, voices};
use crate::warning::Warnings;

/// The first segment stands on one of so many lines, blank ones apart.
const FIRST_LINES: usize = 40;
/// What the programs print besides, and nobody says.
const NOISE: [&str; 7] =
    ["Detecting language", "Detected language", "whisper_", "system_info:", "main: ", "output_", "ggml_"];
/// Somebody else speaks after this: whisper.cpp's `-tdrz`.
const TURN: &str = "[SPEAKER_TURN]";

/// Reads a text in which a segment stands near the beginning.
pub(super) fn read(text: &str, warnings: &mut Warnings) -> Option<Reading> {
    let mut heads = text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES);
    if !heads.any(|line| segment(line).is_some_and(|(times, _)| times.start.is_some() && times.end.is_some()))
    {
        return None;
    }
    let cues = voices::tell(cues(text, warnings), warnings);
    let transcript = cues::assemble(cues, Records::Pieces, warnings);
    let reason = "Its lines begin with two times and an arrow in brackets, as Whisper prints them.";
    Some(Reading { transcript, format: Format::WhisperText, reason })
}

fn cues<'a>(text: &'a str, warnings: &mut Warnings) -> Vec<Cue<'a>> {
    let mut cues: Vec<Cue<'a>> = Vec::new();
    let mut turn = false;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let said = line.trim();
        let (times, said) = match segment(said) {
            Some((times, said)) => (Some(times), said),
            None if said.is_empty() => continue,
            None if NOISE.iter().any(|noise| said.starts_with(noise)) => {
                warnings.left_out(number, || {
                    "This is what the program printed, and nothing that is said.".to_owned()
                });
                continue;
            }
            None => (None, said),
        };
        let (said, turns) = match said.strip_suffix(TURN) {
            Some(said) => (said.trim_end(), true),
            None => (said, false),
        };
        let voice = if std::mem::replace(&mut turn, turns) { Voice::Other } else { Voice::Same };
        let start = times.and_then(|times| times.start);
        let end = times.and_then(|times| times.end).filter(|end| start.is_none_or(|s| s.time <= *end));
        let cue = Cue::new(voice, said, (start, end), number);
        match (times, cues.last_mut()) {
            (None, Some(before)) => before.append(&cue),
            (None, None) => {
                warnings
                    .guessed(number, || "This stands before the first time; it is kept without.".to_owned());
                cues.push(cue);
            }
            (Some(_), _) => {
                if start.is_none() || end.is_none() {
                    warnings.guessed(number, || "One of the times here is none that can be.".to_owned());
                }
                if !said.is_empty() {
                    cues.push(cue);
                }
            }
        }
    }
    cues
}

/// The times in brackets at the start of a line, and what follows.
fn segment(line: &str) -> Option<(Times<'_>, &str)> {
    let inside = line.trim_start().strip_prefix('[')?;
    let (inside, said) = inside.split_once(']')?;
    let times = Times::of(inside, inside.find(ARROW)?)?;
    Some((times, said.trim()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn segments_are_read_with_what_stands_around_them() {
        check(
            "a.txt",
            &[
                (
                    "[00:00:01.000 --> 00:00:02.000]  So it is.\n[00:00:02.000 --> 00:00:03.500]   And so\n\
                     [00:00:03.500 --> 00:00:04.000]   on.",
                    "!- > |1=So it is. |2=And so on.",
                ),
                (
                    "Detecting language using up to the first 30 seconds.\nDetected language: English\n\n\
                     [00:01.000 --> 00:02.000]  So.\nIt is.\n[00:03.000 --> 00:04.000] ",
                    "!1,2 > |1=So. It is.",
                ),
                (
                    "[00:01.000 --> 00:02.000]  Hi. [SPEAKER_TURN]\n[00:02.000 --> 00:03.000]  Oh.",
                    "> |1=Hi. > |2=Oh.",
                ),
                (
                    "[00:01.000 --> 00:02.000]  [SPEAKER_00]: Hi.\n[00:02.000 --> 00:0x.000]  Oh.",
                    "!2 SPEAKER_00> |1=Hi. |2=Oh.",
                ),
                ("So.\n[00:01.000 --> 00:02.000]  Hi.", "!1 > |=So. |1=Hi."),
            ],
        );
    }
}
