//! Times as web pages write them: in the text of an element (`1:02`, `0:01:02.500`) or in its attributes (`PT1M2.5S`,
//! `1m 2.5s`, seconds, milliseconds).

use std::time::Duration;

use crate::model::Mark;
use crate::parse::time;

/// Longer than any audio, in seconds.
const LONGEST: f64 = 1_000.0 * 3_600.0;

/// The time that an element shows, alone or as the start of a range; brackets may stand around it, and a `~` before
/// an estimate.
pub(super) fn shown(text: &str) -> Option<Mark> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '~'));
    let (mark, end) = time::bare(text)?;
    let rest = text[end..].trim_start();
    (rest.is_empty() || rest.starts_with(['-', '–', '—'])).then_some(mark)
}

/// Whether a time that is shown has a `~` before it, as Cueline writes one that is an estimate.
pub(super) fn is_estimate(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '(')).starts_with('~')
}

/// The finer of the time that an element shows and that of its attribute, if they are the same one; else what it shows.
pub(super) fn finer(shown: Option<Mark>, attribute: Option<Mark>) -> Option<Mark> {
    match (shown, attribute) {
        (Some(shown), Some(attribute))
            if attribute.resolution < shown.resolution
                && shown.time.abs_diff(attribute.time) < shown.resolution =>
        {
            Some(attribute)
        }
        (shown, attribute) => shown.or(attribute),
    }
}

/// HTML's `datetime` where it is a duration: `PT1M2.5S`, `1h 2m 3s`; or a time as it is shown.
pub(super) fn duration(text: &str) -> Option<Mark> {
    let mut rest = text.trim();
    if let Some(mark) = shown(rest) {
        return Some(mark);
    }
    rest = rest.strip_prefix(['P', 'p']).map_or(rest, |rest| rest.strip_prefix(['T', 't']).unwrap_or(rest));
    let mut sum = Mark { time: Duration::ZERO, resolution: Duration::from_secs(1) };
    let mut any = false;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number = seconds(&rest[..digits])?;
        let worth = match rest.as_bytes()[digits].to_ascii_uppercase() {
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            _ => return None,
        };
        sum.time = sum.time.checked_add(number.time.checked_mul(worth)?)?;
        sum.resolution = sum.resolution.min(number.resolution.checked_mul(worth)?);
        rest = rest[digits + 1..].trim_start();
        any = true;
    }
    any.then_some(sum)
}

/// A number of seconds with or without a fraction.
pub(super) fn seconds(text: &str) -> Option<Mark> {
    let text = text.trim();
    let value: f64 = text.parse().ok().filter(|value| (0.0..LONGEST).contains(value))?;
    let digits = text.split_once('.').map_or(0, |(_, fraction)| fraction.len().min(9));
    let resolution = Duration::from_nanos(10_u64.pow(9 - digits as u32));
    Some(Mark { time: Duration::try_from_secs_f64(value).ok()?, resolution })
}

/// A number of milliseconds.
pub(super) fn from_milliseconds(text: &str) -> Option<Duration> {
    let value: f64 = text.trim().parse().ok()?;
    let value = value / 1_000.0;
    (0.0..LONGEST).contains(&value).then(|| Duration::try_from_secs_f64(value).ok()).flatten()
}

/// A time that is given in milliseconds.
pub(super) fn milliseconds(time: Duration) -> Mark {
    Mark { time, resolution: Duration::from_millis(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_from_the_text_and_the_attribute() {
        let cases = [
            ("0:09", "", Some((9_000, 1_000))),
            (" [1:02:03] ", "", Some((3_723_000, 1_000))),
            ("0:01.250", "", Some((1_250, 1))),
            ("0:01 - 0:09", "", Some((1_000, 1_000))),
            ("one minute in", "PT1M", Some((60_000, 1_000))),
            ("", "1h 2m 3.5s", Some((3_723_500, 100))),
            ("0:09", "PT9.25S", Some((9_250, 10))),
            ("0:09", "PT12.25S", Some((9_000, 1_000))),
            ("", "0:01:02.5", Some((62_500, 100))),
            ("noon", "2024-01-01", None),
            ("noon", "P", None),
            ("noon", "PTM", None),
            ("noon", "PT99999999999999999999H", None),
            ("1:2", "", None),
        ];
        for (text, attribute, expected) in cases {
            let mark = finer(shown(text), duration(attribute));
            let mark = mark.map(|mark| (mark.time.as_millis(), mark.resolution.as_millis()));
            assert_eq!(mark, expected, "{text:?} {attribute:?}");
        }
    }

    #[test]
    fn numbers_that_are_no_times_are_none() {
        for text in ["", "x", "-1", "NaN", "inf", "1e300", "1e12"] {
            assert_eq!(
                (seconds(text), from_milliseconds(text).filter(|_| text != "1e12")),
                (None, None),
                "{text}"
            );
        }
        assert_eq!(seconds("3.276").map(|mark| mark.resolution), Some(Duration::from_millis(1)));
        assert_eq!(from_milliseconds("1500"), Some(Duration::from_millis(1_500)));
    }
}
