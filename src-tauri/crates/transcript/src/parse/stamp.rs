//! Times with an end and times with frames, as layouts write them before, after or over what is said.
//!
//! `0:05`, `[00:00:05.200]`, `(0:05 - 0:10)`, `00:00:05:12 - 00:00:07:00`, `[00;00;05;12]`. A number of frames is no time
//! until it is known how many there are in a second: see [`Frames`].

use std::time::Duration;

use super::time;
use crate::model::Mark;

/// Numbers of frames a second that are in use, without those that only drop some.
const RATES: [f64; 5] = [24.0, 25.0, 30.0, 50.0, 60.0];
/// So many lines are searched for the first time with frames.
const LINES_TO_SEARCH: usize = 2_000;
/// More characters than this stand between no two times of a range.
const WIDEST_SEPARATOR: usize = 5;

/// What stands between the brackets of a range's times.
const BETWEEN_BRACKETS: [&str; 6] = ["to ", "-", "–", "—", "→", "-->"];

/// A start, and an end where the file gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) mark: Mark,
    pub(super) end: Option<Duration>,
    /// It has a `~` before it, as Cueline writes a time that is an estimate.
    pub(super) estimate: bool,
}

impl Stamp {
    fn of(mark: Mark, end: Option<Duration>) -> Self {
        Self { mark, end, estimate: false }
    }

    /// Its mark, if it is one: an estimate is left to be made anew.
    pub(super) fn given(self) -> Option<Mark> {
        (!self.estimate).then_some(self.mark)
    }
}

/// How many frames a second the times of a file count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frames {
    /// Frames in a second of the clock.
    rate: f64,
    /// Numbers counted to a second of the time as it is written.
    nominal: u64,
    /// Numbers left out at each full minute but every tenth, where the time is written with `;`.
    dropped: u64,
}

impl Frames {
    /// What a text's times count, if they count frames at all: `rate` if it is given, else the smallest usual rate that
    /// has room for the largest number of a frame. The line is that of the first such time.
    pub(super) fn of(text: &str, rate: Option<f64>) -> Option<(Self, usize)> {
        let line = text.lines().take(LINES_TO_SEARCH).position(|line| {
            let line = line.trim_start_matches(|c: char| !c.is_ascii_digit());
            line.len() >= 11 && numbers(line).is_some()
        })?;
        let (mut largest, mut drops) = (0, false);
        for at in memchr::memchr2_iter(b':', b';', text.as_bytes()) {
            // The second of the three separators: two digits and another separator on each side.
            let Some(head) = at.checked_sub(5).and_then(|from| text.get(from..)) else { continue };
            if let Some((.., frame, drop, _)) = numbers(head) {
                largest = largest.max(frame);
                drops |= drop;
            }
        }
        let usual = RATES.into_iter().find(|rate| (largest as f64) < *rate).unwrap_or(60.0);
        let given = rate.filter(|rate| is_frame_rate(*rate));
        let nominal = given.unwrap_or(if drops { usual.max(30.0) } else { usual }).round();
        let drops = drops && (nominal == 30.0 || nominal == 60.0);
        let exact = if drops { nominal * 1000.0 / 1001.0 } else { given.unwrap_or(nominal) };
        let dropped = if drops { (nominal / 15.0) as u64 } else { 0 };
        Some((Self { rate: exact, nominal: nominal as u64, dropped }, line + 1))
    }

    /// How many a second.
    pub(super) fn rate(self) -> f64 {
        self.rate
    }

    /// How many a second, as people write it.
    pub(super) fn shown(self) -> String {
        let rate = format!("{:.2}", self.rate);
        rate.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// `HH:MM:SS:FF` at the start of a text, and where it ends.
    fn read(self, text: &str) -> Option<(Mark, usize)> {
        let (minutes, seconds, frame, drop, end) = numbers(text)?;
        let mut count = (minutes * 60 + seconds) * self.nominal + frame;
        if drop {
            count -= (self.dropped * (minutes - minutes / 10)).min(count);
        }
        let time = Duration::from_secs_f64(count as f64 / self.rate);
        Some((Mark { time, resolution: Duration::from_secs_f64(1.0 / self.rate) }, end))
    }
}

/// Whether so many frames a second can be meant.
pub(super) fn is_frame_rate(rate: f64) -> bool {
    (1.0..=1_000.0).contains(&rate)
}

/// The numbers of `HH:MM:SS:FF` at the start of a text: minutes in all, seconds, frame, whether it is written with a `;`, as
/// times that drop frames are, and where it ends.
fn numbers(text: &str) -> Option<(u64, u64, u64, bool, usize)> {
    let bytes = text.as_bytes().get(..11)?;
    let pair = |at: usize| {
        let (tens, ones) = (bytes[at].wrapping_sub(b'0'), bytes[at + 1].wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then_some(u64::from(tens) * 10 + u64::from(ones))
    };
    let separated = [2, 5, 8].iter().all(|&at| matches!(bytes[at], b':' | b';'));
    let (hours, minutes, seconds, frame) = (pair(0)?, pair(3)?, pair(6)?, pair(9)?);
    let over = text.as_bytes().get(11).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b';'));
    let fits = minutes < 60 && seconds < 60 && !over && separated;
    fits.then_some((hours * 60 + minutes, seconds, frame, bytes[8] == b';', 11))
}

/// A time or a range of times at the start of `text`, without brackets, and where it ends.
pub(super) fn bare(text: &str, frames: Option<Frames>) -> Option<(Stamp, usize)> {
    let (mark, end) = clock(text, frames)?;
    let one = (Stamp::of(mark, None), end);
    let rest = text[end..].trim_start_matches([' ', '\t']);
    let until = rest.trim_start_matches(['-', '–', '—', '>', '→', ' ', '\t']);
    let separator = rest.len() - until.len();
    if separator == 0 || rest.chars().take_while(|c| !c.is_ascii_digit()).count() > WIDEST_SEPARATOR {
        return Some(one);
    }
    match clock(until, frames) {
        Some((to, length)) if to.time >= mark.time => {
            Some((Stamp::of(mark, Some(to.time)), text.len() - until.len() + length))
        }
        _ => Some(one),
    }
}

/// The same in square or round brackets, around both times of a range or around each: `[0:05 - 0:09]`, `[0:05] to [0:09]`.
pub(super) fn bracketed(text: &str, frames: Option<Frames>) -> Option<(Stamp, usize)> {
    let (stamp, end) = in_brackets(text, frames)?;
    let rest = text[end..].trim_start_matches(' ');
    let until = BETWEEN_BRACKETS.iter().find_map(|between| rest.strip_prefix(between));
    if let Some(until) = until.map(|until| until.trim_start_matches(' ')).filter(|_| stamp.end.is_none())
        && let Some((to, length)) = in_brackets(until, frames)
        && to.end.is_none()
        && to.mark.time >= stamp.mark.time
    {
        let end = text.len() - until.len() + length;
        return Some((Stamp { end: Some(to.mark.time), ..stamp }, end));
    }
    Some((stamp, end))
}

fn in_brackets(text: &str, frames: Option<Frames>) -> Option<(Stamp, usize)> {
    let closing = match text.as_bytes().first()? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let inside = text[1..].trim_start_matches(' ');
    let estimate = inside.strip_prefix('~');
    let inside = estimate.unwrap_or(inside);
    let (stamp, length) = bare(inside, frames)?;
    let stamp = Stamp { estimate: estimate.is_some(), ..stamp };
    let rest = inside[length..].trim_start_matches(' ');
    (rest.as_bytes().first() == Some(&closing)).then_some((stamp, text.len() - rest.len() + 1))
}

fn clock(text: &str, frames: Option<Frames>) -> Option<(Mark, usize)> {
    if !text.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    frames.and_then(|frames| frames.read(text)).or_else(|| time::bare(text))
}

/// The units that a time in words counts, each with its names in the languages that pages with such times were seen in.
const UNITS: [(u64, [&str; 2]); 3] =
    [(3600, ["hour", "heure"]), (60, ["minute", "minute"]), (1, ["second", "seconde"])];
/// What stands between two of them.
const BETWEEN: [&str; 3] = [", ", " et ", " "];

/// The times that a text begins with in words, each with where it ends: "1 minute, 5 seconds" holds two, a minute and 65 s.
fn in_words(text: &str) -> impl Iterator<Item = (u64, usize)> + '_ {
    let mut units = UNITS.iter();
    let (mut seconds, mut end) = (0, 0);
    std::iter::from_fn(move || {
        let between = if end == 0 { "" } else { BETWEEN.into_iter().find(|b| text[end..].starts_with(b))? };
        let rest = &text[end + between.len()..];
        let (number, digits) = time::digits(rest.as_bytes(), 0, 3)?;
        let word = rest[digits..].strip_prefix(' ')?;
        let (worth, length) = units.find_map(|(worth, names)| Some((worth, unit(word, names, number)?)))?;
        seconds += number * worth;
        end = text.len() - word.len() + length;
        Some((seconds, end))
    })
}

/// The length of a unit's name at the start of `text`. Where it may run into the next word ("1 secondeach"), the shorter
/// name is the likelier.
fn unit(text: &str, names: &[&str], number: u64) -> Option<usize> {
    let length = |name: &&str| match text.strip_prefix(*name)?.starts_with('s') {
        true if number != 1 => Some(name.len() + 1),
        false if number > 1 => None,
        _ => Some(name.len()),
    };
    let is_whole = |length: &usize| !text[*length..].starts_with(char::is_alphabetic);
    names.iter().filter_map(length).find(is_whole).or_else(|| names.iter().find_map(length))
}

/// The length of the words that say `time` once more, as a copied YouTube transcript has them: "1 minute, 5 seconds".
pub(super) fn spoken(text: &str, time: Duration) -> Option<usize> {
    let end = in_words(text).filter(|&(seconds, _)| seconds == time.as_secs()).last()?.1;
    text[end..].chars().next().is_none_or(|c| !c.is_alphanumeric()).then_some(end)
}

/// A time and the same in words at the start of a line, with nothing between them, as YouTube's and Microsoft's pages are
/// copied: "1:051 minute, 5 secondsand so on", "1 minute 5 seconds1:05".
pub(super) fn twice(line: &str) -> Option<(Stamp, usize)> {
    if !line.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    let stamp = |mark| Stamp::of(mark, None);
    let figures_first = || {
        let ends = memchr::memchr_iter(b':', line.as_bytes()).map(|colon| colon + 3).take(2);
        ends.filter(|&end| line.as_bytes().get(end).is_some_and(u8::is_ascii_digit)).find_map(|end| {
            let (mark, _) = time::bare(line.get(..end)?).filter(|&(_, length)| length == end)?;
            let words =
                in_words(line.get(end..)?).filter(|&(seconds, _)| seconds == mark.time.as_secs()).last()?;
            Some((stamp(mark), end + words.1))
        })
    };
    let words_first = || {
        let (seconds, end) = in_words(line).last()?;
        let (mark, length) = time::bare(&line[end..]).filter(|(mark, _)| mark.time.as_secs() == seconds)?;
        Some((stamp(mark), end + length))
    };
    figures_first().or_else(words_first)
}

/// A time in words, of minutes at least, that a line ends with, and where it begins: "Ann 1 minute 5 seconds".
pub(super) fn last_in_words(line: &str) -> Option<(usize, Stamp)> {
    let at = line.find(|c: char| c.is_ascii_digit())?;
    let words = &line[at..];
    let (seconds, _) = in_words(words).last().filter(|&(_, end)| end == words.len())?;
    let mark = Mark { time: Duration::from_secs(seconds), resolution: Duration::from_secs(1) };
    (words.contains("minute") || words.contains("hour")).then_some((at, Stamp::of(mark, None)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `start-end|rest` in milliseconds.
    fn render(found: Option<(Stamp, usize)>, text: &str) -> String {
        found.map_or("-".to_owned(), |(stamp, end)| {
            let until = stamp.end.map(|end| format!("-{}", end.as_millis())).unwrap_or_default();
            let estimate = if stamp.estimate { "~" } else { "" };
            format!("{estimate}{}{until}|{}", stamp.mark.time.as_millis(), &text[end..])
        })
    }

    #[test]
    fn times_and_ranges_are_read_with_and_without_brackets() {
        let cases = [
            ("0:05 So", "5000| So"),
            ("0:05 - 0:10 So", "5000-10000| So"),
            ("00:01.500 --> 00:05.250", "1500-5250|"),
            ("0:05–0:10 So", "5000-10000| So"),
            ("0:05 - So", "5000| - So"),
            ("0:10 - 0:05 So", "10000| - 0:05 So"),
            ("0:05 -------- 0:10", "5000| -------- 0:10"),
            ("[0:05 → 0:10]", "5000-10000|"),
            ("[~0:05] So", "~5000| So"),
            ("( 0:05 - 0:10 ) So", "5000-10000| So"),
            ("[0:05] to [0:10] So", "5000-10000| So"),
            ("(0:05) – (0:10)", "5000-10000|"),
            ("[0:05]-[0:10]", "5000-10000|"),
            ("[0:10] - [0:05]", "10000| - [0:05]"),
            ("[0:05] to [ten]", "5000| to [ten]"),
            ("[0:05] together [0:10]", "5000| together [0:10]"),
            ("[0:05] [0:10]", "5000| [0:10]"),
            ("[0:05 - 0:10) So", "-"),
            ("[0:05 and 0:10] So", "-"),
            ("[So]", "-"),
            ("", "-"),
        ];
        for (text, expected) in cases {
            let found = if text.starts_with(['[', '(']) { bracketed(text, None) } else { bare(text, None) };
            assert_eq!(render(found, text), expected, "{text:?}");
        }
    }

    #[test]
    fn frames_count_as_many_as_the_largest_number_has_room_for() {
        let cases = [
            ("[00:00:01:12 - 00:00:02:20]", None, "24", "1500-2833|"),
            ("00:00:01:12 - 00:00:02:24", None, "25", "1480-2960|"),
            ("[00:00:01:15] a 00:00:09:29", None, "30", "1500| a 00:00:09:29"),
            ("[00:00:01:25] a 00:00:09:49", None, "50", "1500| a 00:00:09:49"),
            ("[00:00:01:30]\n[00:00:09:59]", None, "60", "1500|\n[00:00:09:59]"),
            ("[00:01:00:12]", Some(23.976), "23.98", "60560|"),
            ("00:00:59;29", None, "29.97", "60026|"),
            ("00:01:00;02 So", None, "29.97", "60060| So"),
            ("00:10:00;00", None, "29.97", "599999|"),
            ("00;01;00;02", None, "29.97", "60060|"),
            ("00:01:00;04 00:00:00;59", None, "59.94", "60060| 00:00:00;59"),
        ];
        for (text, given, rate, expected) in cases {
            let (frames, line) = Frames::of(text, given).unwrap();
            assert_eq!((frames.shown().as_str(), line), (rate, 1), "{text:?}");
            let found = bracketed(text, Some(frames)).or_else(|| bare(text, Some(frames)));
            assert_eq!(render(found, text), expected, "{text:?}");
        }
        for text in
            ["", "[00:00:01]", "at 1:02:03:04", "00:00:61:00", "00:00:01:123", "00.00.01.12", "éééééé"]
        {
            assert_eq!(Frames::of(text, None), None, "{text:?}");
        }
    }

    #[test]
    fn a_time_in_words_counts_only_where_it_is_the_same_time() {
        let cases = [
            ("5 seconds", 5, Some(9)),
            ("1 minute, 5 seconds", 65, Some(19)),
            ("1 minute 5 seconds so", 65, Some(18)),
            ("1 minute et 9 secondes", 69, Some(22)),
            ("1 hour, 2 minutes, 3 seconds so", 3723, Some(28)),
            ("0 minutes, 0 seconds", 0, Some(20)),
            ("2 minutes 40 boats", 120, Some(9)),
            ("2 minutes 40 seconds later", 120, Some(9)),
            ("1 minute", 60, Some(8)),
            ("5 seconds", 6, None),
            ("5 second", 5, None),
            ("5 secondsword", 5, None),
            ("5 people", 5, None),
            ("5 seconds, 5 minutes", 5, Some(9)),
            ("99999999999999999999 seconds", 5, None),
            ("", 0, None),
        ];
        for (text, seconds, expected) in cases {
            assert_eq!(spoken(text, Duration::from_secs(seconds)), expected, "{text:?}");
        }
    }

    #[test]
    fn a_time_that_stands_twice_without_a_gap_is_one() {
        let cases = [
            ("0:055 secondsand so", "5000|and so"),
            ("0:055 seconds I see", "5000| I see"),
            ("0:011 secondevery one", "1000|every one"),
            ("0:011 seconde[♪]", "1000|[♪]"),
            ("0:1818 secondes♪", "18000|♪"),
            ("1:041 minute, 4 secondsnow", "64000|now"),
            ("2:002 minutesand back", "120000|and back"),
            ("10:1410 minutes, 14 secondsend", "614000|end"),
            ("1:02:031 hour, 2 minutes, 3 secondsso", "3723000|so"),
            ("0 minutes 3 seconds0:03", "3000|"),
            ("12 minutes12:00", "720000|"),
            ("0:056 secondsand", "-"),
            ("0:055 boats", "-"),
            ("3 minutes later", "-"),
            ("3 minutes0:03", "-"),
            ("0:05", "-"),
            ("é:055 seconds", "-"),
            ("0:0é5 seconds", "-"),
            ("", "-"),
        ];
        for (text, expected) in cases {
            assert_eq!(render(twice(text), text), expected, "{text:?}");
        }
    }
}
