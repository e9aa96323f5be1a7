//! Times as they are typed: seconds, or hours, minutes and seconds.

use std::time::Duration;

/// No recording is longer; what is, is a mistake.
const LONGEST: u64 = 1_000 * 3_600;

/// Reads `83.25`, `1:23.25` or `0:01:23.250`, to the nanosecond.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    exact(text)
        .ok_or_else(|| "a time is wanted, as seconds (83.25) or as h:mm:ss.mmm (0:01:23.250)".to_owned())
}

fn exact(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<u64> = whole.split(':').map(number).collect::<Option<_>>()?;
    // Below the first, none reaches sixty: 1:75 is a slip, while 75 seconds or 90:00 minutes are not.
    if parts.len() > 3 || parts.iter().skip(1).any(|part| *part >= 60) {
        return None;
    }
    let seconds = parts.iter().try_fold(0u64, |sum, part| sum.checked_mul(60)?.checked_add(*part))?;
    number(fraction)?;
    let nanos = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanos = nanos.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'));
    (seconds < LONGEST).then(|| Duration::new(seconds, nanos))
}

/// Digits and nothing else.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Of a long fraction only the first digits count, so its size is no matter here.
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_exactly() {
        let cases = [
            ("0", 0),
            ("83.25", 83_250_000_000),
            ("1:23.25", 83_250_000_000),
            ("0:01:23.250", 83_250_000_000),
            ("90:00", 5_400_000_000_000),
            ("100:00:00", 360_000_000_000_000),
            ("0.000000001", 1),
            ("1.0000000019999999999999999999", 1_000_000_001),
            ("007", 7_000_000_000),
        ];
        for (text, nanos) in cases {
            assert_eq!(parse(text), Ok(Duration::from_nanos(nanos)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_told() {
        for text in [
            "",
            "-1",
            "1:75",
            "1:60:00",
            "1:2:3:4",
            "1.",
            ".5",
            "1,5",
            "NaN",
            "1e3",
            "1 s",
            ":30",
            "99999999999999999999",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
