//! LRC lyrics: `[mm:ss.xx]` before each line, several where it comes back, and `<mm:ss.xx>` before words.

use std::borrow::Cow;
use std::time::Duration;

use super::arrow;
use super::cue::{Cue, Voice};
use super::cues::{self, Records};
use super::{Format, Reading, cut, voices};
use crate::model::Mark;
use crate::warning::Warnings;

/// So many lines from the beginning tell whether it is LRC.
const LINES_ASKED: usize = 40;
/// What a line about the file begins with, beside `[ti:`, its title.
const ABOUT: [&str; 12] = ["ti", "ar", "al", "au", "lr", "by", "re", "ve", "length", "tool", "la", "offset"];
/// No line with a time is shorter, in bytes.
const SHORTEST_LINE: usize = 6;
/// A line has no more times before its text; the rest is text.
const MOST_TIMES: usize = 16;

/// Reads a text most of whose lines begin with a time to a hundredth, or that says of itself what LRC files do.
pub(super) fn read(text: &str, name: &str, warnings: &mut Warnings) -> Option<Reading> {
    let named = name.len() > 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b".lrc");
    let (mut timed, mut fine, mut about, mut lines) = (0, 0, 0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES_ASKED) {
        lines += 1;
        about += usize::from(tag(line).is_some());
        if let Some((mark, end)) = time_tag(line) {
            timed += 1;
            // Lyrics count no hours; transcripts with times to the millisecond do.
            let lyrics = line[..end].matches(':').count() == 1 && !line[..end].contains(' ');
            fine += usize::from(lyrics && mark.resolution < Duration::from_secs(1));
        }
    }
    let reason = if timed > 0 && about > 0 {
        "It has lines such as “[ti:…]” and times in brackets before its lines, as LRC files do."
    } else if timed > 0 && named {
        "Its name ends as LRC files’ do, and it has times in brackets before its lines."
    } else if fine * 2 > lines {
        "Most of its lines begin with a time in brackets that is finer than a second, as in LRC files."
    } else {
        return None;
    };
    let most = memchr::memchr_iter(b'[', text.as_bytes()).count().min(text.len() / SHORTEST_LINE);
    let mut reader = Reader { cues: Vec::with_capacity(most), ..Reader::default() };
    for (index, line) in text.lines().enumerate() {
        reader.line(line.trim(), index + 1, warnings);
    }
    let Reader { mut cues, title, again, .. } = reader;
    if again {
        cues.sort_by_key(Cue::starts_at);
    }
    let cues = voices::tell(cues, warnings);
    let mut transcript = cues::assemble(cues, Records::Lines, warnings);
    transcript.title = title.filter(|title| !title.is_empty()).map(str::to_owned);
    Some(Reading { transcript, format: Format::Lrc, reason })
}

#[derive(Default)]
struct Reader<'a> {
    cues: Vec<Cue<'a>>,
    title: Option<&'a str>,
    /// How much earlier everything is said than its time tells, in milliseconds.
    offset: i64,
    /// A line is said more than once.
    again: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str, number: usize, warnings: &mut Warnings) {
        if let Some((name, value)) = tag(line) {
            self.about(name, value, number, warnings);
            return;
        }
        let mut starts: Vec<Mark> = Vec::new();
        let mut rest = line;
        while let Some((mark, end)) = time_tag(rest).filter(|_| starts.len() < MOST_TIMES) {
            starts.push(self.shifted(mark));
            rest = rest[end..].trim_start();
        }
        let (text, times) = self.words(rest);
        if text.trim().is_empty() {
            // A time before nothing: what was said until then ends there.
            if let (Some(until), Some(before)) = (starts.first(), self.cues.last_mut()) {
                let after = before.starts_at().is_some_and(|start| start < until.time);
                before.set_end(before.end().or(Some(until.time).filter(|_| after)));
            }
            return;
        }
        self.again |= starts.len() > 1;
        let cue =
            |start: Option<Mark>, text: Cow<'a, str>| Cue::new(Voice::Same, text, (start, None), number);
        match (starts.split_first(), self.cues.last_mut()) {
            (Some((&first, others)), _) => {
                self.cues.extend(others.iter().map(|&start| cue(Some(start), text.clone())));
                let said = text.trim_end().len();
                let end = times.last().filter(|(at, _)| *at >= said).map(|&(_, time)| time);
                let words = cut::spans(&text, &times, Some(first.time), end);
                self.cues.push(Cue::new(Voice::Same, text, (Some(first), end), number).with_words(words));
            }
            (None, Some(before)) => {
                let message = "This line has no time; it is read as the rest of the one before it.";
                warnings.joined(number, || message.to_owned());
                before.append(&cue(None, text));
            }
            (None, None) => {
                warnings
                    .guessed(number, || "This stands before the first time; it is kept without.".to_owned());
                self.cues.push(cue(None, text));
            }
        }
    }

    /// What a line says about the file.
    fn about(&mut self, name: &str, value: &'a str, number: usize, warnings: &mut Warnings) {
        if name.eq_ignore_ascii_case("ti") {
            self.title = Some(value);
        } else if name.eq_ignore_ascii_case("offset") {
            match value.parse() {
                Ok(offset) => self.offset = offset,
                Err(_) => warnings.guessed(number, || {
                    format!("“{value}” is no number of milliseconds; the times are taken as they are.")
                }),
            }
        }
    }

    /// The time that a mark means.
    fn shifted(&self, mark: Mark) -> Mark {
        let by = Duration::from_millis(self.offset.unsigned_abs());
        let time = if self.offset > 0 { mark.time.saturating_sub(by) } else { mark.time.saturating_add(by) };
        Mark { time, ..mark }
    }

    /// The text without the times of its words, and these times with their places.
    fn words(&self, text: &'a str) -> (Cow<'a, str>, Vec<(usize, Duration)>) {
        let mut said = Cow::Borrowed("");
        let mut times = Vec::new();
        let mut rest = text;
        let mut from = 0;
        while let Some(at) = memchr::memchr2(b'<', b'[', &rest.as_bytes()[from..]).map(|at| from + at) {
            let Some((mark, length)) = word_tag(&rest[at..]) else {
                from = at + 1;
                continue;
            };
            add(&mut said, &rest[..at]);
            times.push((said.len(), self.shifted(mark).time));
            rest = &rest[at + length..];
            from = 0;
        }
        add(&mut said, rest);
        (said, times)
    }
}

/// Adds a part of the text; two blanks, one on each side of a time, are one.
fn add<'a>(said: &mut Cow<'a, str>, part: &'a str) {
    let part = if said.is_empty() || said.ends_with(' ') { part.trim_start() } else { part };
    if said.is_empty() {
        *said = Cow::Borrowed(part);
    } else if !part.is_empty() {
        said.to_mut().push_str(part);
    }
}

/// A line about the file: `[ti:Title]`, `[offset:+500]`, `[#:a comment]`.
fn tag(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('[')?.strip_suffix(']')?.split_once(':')?;
    let known = name == "#" || ABOUT.iter().any(|about| about.eq_ignore_ascii_case(name.trim()));
    known.then(|| (name.trim(), value.trim()))
}

/// A time in square brackets at the start of a text, and where it ends.
fn time_tag(text: &str) -> Option<(Mark, usize)> {
    in_brackets(text, '[', b']')
}

/// A time of a word, in either brackets.
fn word_tag(text: &str) -> Option<(Mark, usize)> {
    in_brackets(text, '<', b'>')
        .or_else(|| time_tag(text).filter(|(mark, _)| mark.resolution < Duration::from_secs(1)))
}

fn in_brackets(text: &str, open: char, close: u8) -> Option<(Mark, usize)> {
    let inside = text.strip_prefix(open)?;
    let (mark, end) = arrow::time(inside)?;
    let clock = inside[..end].contains(':') && inside.as_bytes().get(end) == Some(&close);
    clock.then_some((mark, end + 2))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn lines_words_and_what_the_file_says_of_itself_are_read() {
        check(
            "a.txt",
            &[
                (
                    "[ti:The title]\n[ar:Nobody]\n[00:01.50]So it\n[00:02.50] is\n[#:not said]\n",
                    "#The title > |1.5=So it |2.5=is",
                ),
                ("[00:01.00][00:05.00]Again\n[00:03.00]once", "> |1=Again |3=once |5=Again"),
                ("[00:01.00]So\n[00:02.00]\n[00:05.00]it is", "> |1=So |5=it is"),
                ("[offset:+500]\n[00:01.50]So\n[00:02.00]it", "> |1=So |1.5=it"),
                ("[offset:-500]\n[00:01.50]So", "> |2=So"),
                ("[offset:x]\n[00:01.50]So", "!1 > |1.5=So"),
                ("[00:01.50]So\nit is\n[00:02.50]Yes", "!2 > |1.5=So it is |2.5=Yes"),
                (
                    "[00:01.50]<00:01.50> So <00:02.00> it <00:03.00>\n[00:04.00]a < b [x]",
                    "> |1.5=So it |4=a < b [x]",
                ),
                ("[00:01.50]Ann: So\n[00:02.50]it\n[00:03.50]Ann: is", "Ann> |1.5=So |2.5=it |3.5=is"),
            ],
        );
        check("a.lrc", &[("[01:15]So\n[02:15]it", "> |75=So |135=it"), ("[00:01:02]So", "> |62=So")]);
    }

    #[test]
    fn words_keep_their_times() {
        let text = "[00:01.00]<00:01.00> So <00:02.00> it<00:03.50>'s <00:04.00>";
        let parsed = crate::parse(text.as_bytes(), "a.lrc").unwrap();
        let line = parsed.transcript.lines().next().unwrap().utterance;
        let spans: Vec<_> = line
            .spans()
            .iter()
            .map(|span| (&line.text()[span.range()], span.start.as_millis(), span.end.unwrap().as_millis()))
            .collect();
        assert_eq!(line.text(), "So it's");
        assert_eq!(spans, [("So", 1_000, 2_000), ("it", 2_000, 3_500), ("'s", 3_500, 4_000)]);
    }

    #[test]
    fn a_transcript_with_whole_seconds_in_brackets_is_none() {
        for text in ["[00:01] Ann: So", "[00:01:02] So\n[00:01:05] it is"] {
            assert_eq!(crate::parse(text.as_bytes(), "a.txt").unwrap().format, crate::Format::PlainText);
        }
    }
}
