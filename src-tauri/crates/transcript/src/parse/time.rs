//! Times as transcripts write them: `1:02`, `01:02:03`, `0:01:02.500`, bare or in brackets.

use std::time::Duration;

use crate::model::Mark;

/// The longest fraction of a second that is read, in digits.
const MAX_FRACTION: usize = 9;

/// A mark in square or round brackets at the start of `text`, and where it ends.
pub(crate) fn bracketed(text: &str) -> Option<(Mark, usize)> {
    let closing = match text.as_bytes().first()? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let inside = text.get(1..)?;
    let blanks = inside.len() - inside.trim_start_matches(' ').len();
    let (mark, length) = bare(&inside[blanks..])?;
    let rest = &inside[blanks + length..];
    let trailing = rest.len() - rest.trim_start_matches(' ').len();
    let end = 1 + blanks + length + trailing;
    (text.as_bytes().get(end) == Some(&closing)).then_some((mark, end + 1))
}

/// A time at the start of `text`, and where it ends: `M:SS`, `H:MM:SS`, either with a fraction after `.` or `,`.
/// Minutes of the first form and hours may have up to three digits.
pub(crate) fn bare(text: &str) -> Option<(Mark, usize)> {
    let bytes = text.as_bytes();
    let (first, mut end) = digits(bytes, 0, 3)?;
    let (second, after) = colon_and_two_digits(bytes, end)?;
    end = after;
    let seconds = match colon_and_two_digits(bytes, end) {
        Some((third, after)) if second < 60 && third < 60 => {
            end = after;
            (first * 60 + second) * 60 + third
        }
        None if second < 60 => first * 60 + second,
        _ => return None,
    };
    let mut mark = Mark { time: Duration::from_secs(seconds), resolution: Duration::from_secs(1) };
    if let Some(b'.' | b',') = bytes.get(end)
        && let Some((fraction, after)) = digits(bytes, end + 1, MAX_FRACTION)
    {
        let step = 10_u64.pow((MAX_FRACTION - (after - end - 1)) as u32);
        mark.time += Duration::from_nanos(fraction * step);
        mark.resolution = Duration::from_nanos(step);
        end = after;
    }
    // "1:02:03:04" and "10:30am" are something else.
    let over = bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b':');
    (!over).then_some((mark, end))
}

/// Brackets at the start of `text` whose inside looks like a time and is none, such as `[00:75]`.
pub(super) fn impossible(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let inside = &inside[..inside.find(']').filter(|&end| end <= 20)?];
    let looks =
        inside.contains(':') && inside.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b','));
    (looks && bracketed(text).is_none()).then_some(inside)
}

/// A time as a person reads it: `13:16`, `1:02:03`.
pub fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn colon_and_two_digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    if bytes.get(at) != Some(&b':') {
        return None;
    }
    digits(bytes, at + 1, 2).filter(|&(_, end)| end == at + 3)
}

/// The number of at most `most` digits at `at`, and where it ends; `None` when there are more or none.
pub(super) fn digits(bytes: &[u8], at: usize, most: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    let mut end = at;
    while let Some(digit) = bytes.get(end).filter(|b| b.is_ascii_digit()) {
        if end - at == most {
            return None;
        }
        value = value * 10 + u64::from(digit - b'0');
        end += 1;
    }
    (end > at).then_some((value, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_to_their_resolution() {
        let cases = [
            ("[00:00:32] So", Some((32_000, 1_000))),
            ("[0:00:32]So", Some((32_000, 1_000))),
            ("[4:18]", Some((258_000, 1_000))),
            ("[04:18]", Some((258_000, 1_000))),
            ("[75:10] late", Some((4_510_000, 1_000))),
            ("[100:00:00]", Some((360_000_000, 1_000))),
            ("(00:01:02) text", Some((62_000, 1_000))),
            ("[00:01:02.500]", Some((62_500, 1))),
            ("[00:01:02,5]", Some((62_500, 100))),
            ("[ 1:02 ]", Some((62_000, 1_000))),
            ("[00:75]", None),
            ("[00:60:00]", None),
            ("[1:2]", None),
            ("[12]", None),
            ("[Laughs]", None),
            ("[unintelligible 00:04:48.04]", None),
            ("[00:01:02:03]", None),
            ("[10:30am]", None),
            ("[1:02)", None),
            ("[1:02", None),
            ("[1:02.]", None),
            ("[9999999999999999999999:00]", None),
            ("[1:02.9999999999999]", None),
            ("[", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = bracketed(text).map(|(mark, _)| (mark.time.as_millis(), mark.resolution.as_millis()));
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn brackets_with_an_impossible_time_are_told_from_words() {
        for (text, expected) in
            [("[00:75] a", Some("00:75")), ("[00:32] a", None), ("[Laughs]", None), ("[7]", None)]
        {
            assert_eq!(impossible(text), expected, "{text:?}");
        }
    }
}
