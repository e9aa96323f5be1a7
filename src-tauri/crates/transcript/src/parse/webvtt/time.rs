//! WebVTT's timestamps, to the letter of the standard.

use std::time::Duration;

use crate::parse::arrow;

/// The timestamp at the start of `text`, and where it ends: the standard's “collect a WebVTT timestamp”.
pub(super) fn timestamp(text: &str) -> Option<(Duration, usize)> {
    let bytes = text.as_bytes();
    if let Some(full @ [_, ..60, ..60, _]) = arrow::full(text)
        && bytes[8] == b'.'
    {
        return Some((arrow::as_time(full), 12));
    }
    let (first, mut at) = digits(bytes, 0)?;
    let hours = at != 2 || first > 59;
    let (second, end) = two_digits(bytes, colon(bytes, at)?)?;
    at = end;
    let (hours, minutes, seconds) = if hours || bytes.get(at) == Some(&b':') {
        let (third, end) = two_digits(bytes, colon(bytes, at)?)?;
        at = end;
        (first, second, third)
    } else {
        (0, first, second)
    };
    let (millis, end) = digits(bytes, at + 1).filter(|(_, end)| bytes[at] == b'.' && *end == at + 4)?;
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let seconds = hours.checked_mul(3_600)?.checked_add(minutes * 60 + seconds)?;
    Some((Duration::new(seconds, millis as u32 * 1_000_000), end))
}

fn colon(bytes: &[u8], at: usize) -> Option<usize> {
    (bytes.get(at) == Some(&b':')).then_some(at + 1)
}

fn two_digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    digits(bytes, at).filter(|(_, end)| *end == at + 2)
}

/// The number at `at`, and where it ends. One that is beyond all times is none.
fn digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value: u64 = 0;
    let mut end = at;
    while let Some(digit) = bytes.get(end).filter(|b| b.is_ascii_digit()) {
        value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
        end += 1;
    }
    (end > at).then_some((value, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_standard_calls_a_timestamp_is_one() {
        let cases = [
            ("00:01.000", Some((1.0, 9))),
            ("00:00:01.500 x", Some((1.5, 12))),
            ("100:59:59.999", Some((363_599.999, 13))),
            ("1:00:00.000", Some((3_600.0, 11))),
            ("60:00.000", None),
            ("00:60.000", None),
            ("00:60:00.000", None),
            ("0:01.000", None),
            ("00:01,000", None),
            ("00:01.00", None),
            ("00:01.0000", None),
            ("00:01", None),
            ("1.000", None),
            ("-00:01.000", None),
            ("99999999999999999999:00:00.000", None),
            ("18446744073709551615:00:00.000", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = timestamp(text).map(|(time, end)| (time.as_secs_f64(), end));
            assert_eq!(found, expected, "{text}");
        }
    }
}
