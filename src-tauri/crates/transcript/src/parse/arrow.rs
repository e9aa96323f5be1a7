//! A line with two times and an arrow between them, as subtitles have it, however sloppily it is written.

use std::time::Duration;

use super::time::digits;
use crate::model::Mark;

/// What stands between the two times.
pub(super) const ARROW: &str = "-->";

/// A longer line, in bytes, is no line of times.
const LONGEST: usize = 400;
/// Digits of one number, so that no time is beyond all reckoning.
const MOST_DIGITS: usize = 7;
/// So many lines with an arrow are asked how they write fractions.
const LINES_TO_ASK: usize = 64;
/// Digits of a fraction that count.
const FRACTION: usize = 9;

/// The two times of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times<'a> {
    /// `None` where what stands there is no time.
    pub(super) start: Option<Mark>,
    /// `None` where what stands there is no time.
    pub(super) end: Option<Duration>,
    /// What stands after the times.
    pub(super) rest: &'a str,
}

impl<'a> Times<'a> {
    /// The times of `line`, which has an arrow at `arrow`. `None` if it is a line of text.
    pub(super) fn of(line: &'a str, arrow: usize) -> Option<Self> {
        Self::with_fraction(line, arrow, Fraction::Decimal)
    }

    /// The same where the file's fractions are such.
    pub(super) fn with_fraction(line: &'a str, arrow: usize, fraction: Fraction) -> Option<Self> {
        let time = |text| time_with(text, fraction);
        if let Some(times) = Self::full(line) {
            return Some(times);
        }
        if line.len() > LONGEST {
            return None;
        }
        let (left, right) = (line[..arrow].trim_ascii(), line[arrow + ARROW.len()..].trim_ascii_start());
        let start = time(left).filter(|&(_, end)| end == left.len()).map(|(mark, _)| mark);
        let end = time(right).filter(|&(mark, end)| stands_apart(&right[end..], mark));
        let cut = match end {
            Some((_, cut)) => cut,
            None => right.find(char::is_whitespace).unwrap_or(right.len()),
        };
        let (stop, rest) = right.split_at(cut);
        let times = Self { start, end: end.map(|(end, _)| end.time), rest: rest.trim() };
        let timed = match (start, end) {
            (Some(_), Some(_)) => true,
            (Some(_), None) => stop.starts_with(|c: char| c.is_ascii_digit()) || has_no_words(stop),
            (None, Some(_)) => has_no_words(left) || is_miswritten(left),
            (None, None) => has_no_words(line),
        };
        timed.then_some(times)
    }
}

/// What stands behind the seconds of a file's times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fraction {
    Decimal,
    /// Their number, without zeros before it: `0:0:5.79` is 79 ms after 5 s.
    Millis,
}

impl Fraction {
    /// That of a file. Microsoft Teams wrote all numbers of a time as they are, the milliseconds too; of decimal fractions
    /// some begin with a zero.
    pub(super) fn of(text: &str) -> Self {
        let mut short = false;
        for at in memchr::memmem::find_iter(text.as_bytes(), ARROW).take(LINES_TO_ASK) {
            let (before, after) = (&text[..at], &text[at + ARROW.len()..]);
            let start = before.rsplit('\n').next().unwrap_or_default().trim_ascii();
            let end = after.trim_ascii_start().split_ascii_whitespace().next().unwrap_or_default();
            for time in [start, end] {
                if !is_unpadded(time) {
                    return Self::Decimal;
                }
                short |= time.split([':', '.']).skip(1).take(2).any(|number| number.len() == 1);
            }
        }
        if short { Self::Millis } else { Self::Decimal }
    }
}

/// Whether this is hours, minutes, seconds and a fraction, none of them with zeros before it.
fn is_unpadded(time: &str) -> bool {
    let numbers = || time.split([':', '.']);
    let plain = |number: &str| {
        (1..=3).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && (number == "0" || !number.starts_with('0'))
    };
    numbers().count() == 4 && numbers().all(plain) && time.rfind('.') > time.rfind(':')
}

/// How many records with an arrow a text has at most, found quickly: each is two lines of together so many bytes.
pub(super) fn most_records(text: &str) -> usize {
    const SHORTEST: usize = 8;
    let count = |byte| memchr::memchr_iter(byte, text.as_bytes()).count();
    count(b'>').min(count(b'\n') / 2 + 1).min(text.len() / SHORTEST) + 1
}

/// How long a time is that is written in full.
const FULL: usize = 12;

impl<'a> Times<'a> {
    /// The times of a line of just these two, written in full, as nearly all are.
    fn full(line: &'a str) -> Option<Self> {
        let between = line.get(FULL..).filter(|_| line.len() == 2 * FULL + 5)?;
        let (start, end) = (full(line)?, full(between.strip_prefix(" --> ")?)?);
        let start = Mark { time: as_time(start), resolution: Duration::from_millis(1) };
        Some(Self { start: Some(start), end: Some(as_time(end)), rest: "" })
    }
}

/// The time that hours, minutes, seconds and milliseconds come to.
pub(super) fn as_time([hours, minutes, seconds, millis]: [u64; 4]) -> Duration {
    Duration::new((hours * 60 + minutes) * 60 + seconds, millis as u32 * 1_000_000)
}

/// Whether what comes after a time leaves it one: "00:02.000align:start", but not "00:0x".
fn stands_apart(after: &str, mark: Mark) -> bool {
    let fraction = mark.resolution < Duration::from_secs(1);
    after.starts_with(|c: char| c.is_whitespace() || (fraction && c.is_alphabetic())) || after.is_empty()
}

/// Whether this may stand for times, right or wrong.
fn has_no_words(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',' | b';' | b'-' | b'>' | b' '))
}

/// Whether this is one word that begins as a time does: "00:00:xx,000".
fn is_miswritten(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && text[digits..].starts_with(':') && !text.contains(char::is_whitespace)
}

/// Hours, minutes, seconds and milliseconds of a time that `text` begins with and that is written in full, as most are:
/// `01:02:03,500`.
pub(super) fn full(text: &str) -> Option<[u64; 4]> {
    let time: &[u8; 12] = text.as_bytes().first_chunk()?;
    let digit = |at: usize| u64::from(time[at].wrapping_sub(b'0'));
    let digits = [0, 1, 3, 4, 6, 7, 9, 10, 11].iter().all(|&at| digit(at) < 10);
    let signs = time[2] == b':' && time[5] == b':' && matches!(time[8], b',' | b'.');
    let over = text.as_bytes().get(12).is_some_and(u8::is_ascii_digit);
    let two = |at: usize| digit(at) * 10 + digit(at + 1);
    (digits && signs && !over).then(|| [two(0), two(3), two(6), digit(9) * 100 + two(10)])
}

/// A time at the start of `text`, and where it ends: `1:02:03,500`, `02:03.5`, `75:10`, `3.5`, `00:00:03:500`.
pub(super) fn time(text: &str) -> Option<(Mark, usize)> {
    time_with(text, Fraction::Decimal)
}

fn time_with(text: &str, fraction: Fraction) -> Option<(Mark, usize)> {
    if let Some(full) = full(text) {
        return Some((Mark { time: as_time(full), resolution: Duration::from_millis(1) }, FULL));
    }
    let bytes = text.as_bytes();
    let (first, mut end) = number(bytes, 0)?;
    let mut seconds = first;
    let mut numbers = 1;
    while bytes.get(end) == Some(&b':')
        && let Some((next, after)) = number(bytes, end + 1)
    {
        if numbers == 3 {
            let millis = after == end + 4;
            let mark = Mark {
                time: Duration::from_millis(seconds * 1_000 + next),
                resolution: Duration::from_millis(1),
            };
            return millis.then_some((mark, after));
        }
        seconds = seconds * 60 + next;
        numbers += 1;
        end = after;
    }
    let mut mark = Mark { time: Duration::from_secs(seconds), resolution: Duration::from_secs(1) };
    if let Some(b',' | b'.') = bytes.get(end) {
        let (mut nanos, mut step) = (0, 1_000_000_000);
        let digits = bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        for digit in &bytes[end + 1..end + 1 + digits.min(FRACTION)] {
            step /= 10;
            nanos += u64::from(digit - b'0') * step;
        }
        if fraction == Fraction::Millis && digits < 3 {
            nanos = number(bytes, end + 1).map_or(0, |(millis, _)| millis * 1_000_000);
            step = 1_000_000;
        }
        if digits > 0 {
            mark.time += Duration::from_nanos(nanos);
            mark.resolution = Duration::from_nanos(step);
            end += 1 + digits;
        }
    }
    Some((mark, end))
}

/// The number at `at`, and where it ends.
fn number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    digits(bytes, at, MOST_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        let cases = [
            ("00:00:01,000 --> 00:00:02,500", "1/0.001 2.5 []"),
            ("00:00:01.000-->00:00:02.5", "1/0.001 2.5 []"),
            ("  1:02:03,5\t-->  100:00:00 ", "3723.5/0.1 360000 []"),
            ("00:01 --> 75:10", "1/1 4510 []"),
            ("0.860 --> 7.380", "0.86/0.001 7.38 []"),
            ("00:00:01:500 --> 00:00:02:000", "1.5/0.001 2 []"),
            ("00:01,000 --> 00:02,000  X1:10 X2:20", "1/0.001 2 [X1:10 X2:20]"),
            ("00:01.000 --> 00:02.000align:start", "1/0.001 2 [align:start]"),
            ("00:01,000 --> 00:0x,000", "1/0.001 - []"),
            ("00:01,000 --> --:--", "1/0.001 - []"),
            ("00:01,000 --> 00::02", "1/0.001 - []"),
            ("00:01,000 --> 00:02 Hi", "1/0.001 2 [Hi]"),
            ("00:01,000 -->", "1/0.001 - []"),
            ("00:-1,000 --> 00:02", "- 2 []"),
            (" --> 00:02", "- 2 []"),
            ("00:0a --> 00:02", "- 2 []"),
            ("- - > -->", "- - []"),
            ("Go --> there", "-"),
            ("Go --> 00:02", "-"),
            ("1.0000000009 --> 99999999", "1/0.000000001 - []"),
        ];
        for (line, expected) in cases {
            let times = Times::of(line, line.find(ARROW).unwrap());
            let found = times.map_or("-".to_owned(), |times| {
                let start = times
                    .start
                    .map(|mark| format!("{}/{}", mark.time.as_secs_f64(), mark.resolution.as_secs_f64()));
                let end = times.end.map(|end| end.as_secs_f64().to_string());
                let shown = |time: Option<String>| time.unwrap_or("-".to_owned());
                format!("{} {} [{}]", shown(start), shown(end), times.rest)
            });
            assert_eq!(found, expected, "{line}");
        }
    }
}
