//! Captions that roll up: each cue shows the last lines of the one before again, above what is new, as YouTube writes
//! those that it made itself.
//!
//! Nobody said these lines twice, so each is kept once, where it stands first. A file is told by its cues: they follow
//! one another without a pause, and nearly all of them repeat lines.

use super::cue::{Cue, Voice};
use crate::place::Place;
use crate::warning::Warnings;

/// Fewer cues tell nothing.
const FEWEST: usize = 3;
/// At least so many cues of a hundred repeat what the one before showed.
const MOST_REPEAT: usize = 80;
/// And of as many as these, they show something new under it.
const SOME_ADD: usize = 25;
/// Captions have no more lines at once.
const MOST_LINES: usize = 8;
/// Cues that roll follow one another without a longer pause.
const PAUSE_MS: u128 = 500;

/// Takes what cues only repeat off them, if the file's cues roll up.
pub(super) fn settle<'a>(mut cues: Vec<Cue<'a>>, warnings: &mut Warnings) -> Vec<Cue<'a>> {
    if !rolls(&cues) {
        return cues;
    }
    let mut shown = String::new();
    let (mut repeated, mut first) = (0, Place::from(None));
    cues.retain_mut(|cue| {
        let (lines, end) = repeats(&shown, &cue.text);
        shown.clear();
        shown.push_str(&cue.text);
        repeated += lines;
        if lines > 0 {
            if first.line().is_none() {
                first = cue.place();
            }
            cue.cut_front(end);
        }
        !cue.text.is_empty()
    });
    warnings.joined(first, || {
        format!(
            "Its captions roll up: cues repeat the lines of those before them. Each line is kept where it stands \
             first; {repeated} times one was repeated."
        )
    });
    cues
}

fn rolls(cues: &[Cue<'_>]) -> bool {
    let pairs = cues.len().saturating_sub(1);
    if cues.len() < FEWEST {
        return false;
    }
    let (mut repeat, mut add) = (0, 0);
    for (seen, (before, cue)) in cues.iter().zip(&cues[1..]).enumerate() {
        // Other files are told by their first cues.
        if seen == 100 && repeat < 20 {
            return false;
        }
        if cue.voice != Voice::Same || !follows(before, cue) {
            continue;
        }
        let (lines, end) = repeats(&before.text, &cue.text);
        repeat += usize::from(lines > 0);
        add += usize::from(lines > 0 && end < cue.text.len());
    }
    repeat * 100 >= pairs * MOST_REPEAT && add * 100 >= pairs * SOME_ADD
}

fn follows(before: &Cue<'_>, cue: &Cue<'_>) -> bool {
    let (Some(end), Some(start)) = (before.end(), cue.starts_at()) else { return false };
    end.abs_diff(start).as_millis() <= PAUSE_MS
}

/// How many of the first lines of `text` are the last of `shown`, and where what follows them begins.
fn repeats(shown: &str, text: &str) -> (usize, usize) {
    let mut found = (0, 0);
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for (index, end) in ends.enumerate().take(MOST_LINES) {
        let lines = &text[..end];
        let before = shown.len().checked_sub(lines.len());
        let whole = before.is_some_and(|at| at == 0 || shown.as_bytes()[at - 1] == b'\n');
        if whole && shown.ends_with(lines) {
            found = (index + 1, (end + 1).min(text.len()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::parse;

    /// The lines and their words' times in tenths of a second, and the remarks.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let parsed = parse(text.as_bytes(), "a").unwrap();
        let lines = parsed.transcript.lines().map(|line| {
            let utterance = line.utterance;
            let mut shown = format!("{}=", utterance.mark().map_or(0, |mark| mark.time.as_millis() / 100));
            let mut at = 0;
            for span in utterance.spans() {
                shown += &utterance.text()[at..span.range().start];
                shown += &format!("<{}>", span.start.as_millis() / 100);
                at = span.range().start;
            }
            shown + &utterance.text()[at..]
        });
        (lines.collect(), parsed.warnings.into_iter().map(|warning| warning.message).collect())
    }

    #[test]
    fn a_line_that_rolls_up_is_kept_once_with_its_words_times() {
        let text = "WEBVTT\nKind: captions\n\n\
            00:00:01.000 --> 00:00:03.000 align:start position:0%\n \nso<00:00:01.500><c> this</c><00:00:02.000><c> rolls</c>\n\n\
            00:00:03.000 --> 00:00:03.010 align:start position:0%\nso this rolls\n \n\n\
            00:00:03.010 --> 00:00:05.000 align:start position:0%\nso this rolls\nup<00:00:03.500><c> and</c><00:00:04.000><c> up</c>\n\n\
            00:00:05.000 --> 00:00:05.010 align:start position:0%\nup and up\n \n\n\
            00:00:05.010 --> 00:00:06.000 align:start position:0%\nup and up\nuntil<00:00:05.500><c> now</c>\n\n";
        let (lines, warnings) = read(text);
        assert_eq!(
            lines,
            ["10=<10>so <15>this <20>rolls", "30=<30>up <35>and <40>up", "50=<50>until <55>now"]
        );
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].contains("roll up") && warnings[0].contains("4 times"), "{warnings:?}");
    }

    #[test]
    fn three_lines_roll_in_subrip() {
        let cue = |from: u32, text: &str| {
            format!("{from}\n00:00:{from:02},000 --> 00:00:{:02},000\n{text}\n\n", from + 1)
        };
        let texts = ["a", "a\nb", "a\nb\nc", "b\nc\nd", "c\nd\ne"];
        let text: String = texts.iter().zip(1..).map(|(text, from)| cue(from, text)).collect();
        assert_eq!(read(&text).0, ["10=a", "20=b", "30=c", "40=d", "50=e"]);
    }

    #[test]
    fn what_is_said_again_stays() {
        let cue = |from: u32, text: &str| {
            format!("{from}\n00:00:{from:02},000 --> 00:00:{:02},000\n{text}\n\n", from + 1)
        };
        let song = ["la la", "la la", "la la", "la la\nla", "la la", "oh", "oh"];
        let apart = ["a", "a\nb", "b\nc", "c\nd"];
        for (texts, step) in [(&song[..], 1), (&apart[..], 5)] {
            let text: String = texts.iter().zip(0..).map(|(text, at)| cue(1 + at * step, text)).collect();
            let (lines, warnings) = read(&text);
            let words = |text: &str| text.split_whitespace().count();
            let said: usize = lines.iter().map(|line| words(line)).sum();
            assert_eq!(said, texts.iter().map(|text| words(text)).sum::<usize>(), "{lines:?}");
            assert!(warnings.iter().all(|warning| !warning.contains("roll")), "{warnings:?}");
        }
    }
}
