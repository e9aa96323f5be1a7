//! Times as JSON has them: numbers of seconds or milliseconds, and strings such as `"1.25"`, `"12.3s"`, `"00:01:02.500"`.

use std::time::Duration;

use super::tree::{Kind, Value};
use crate::place::Place;
use crate::warning::Warnings;

/// No recording is longer, in hours; what says so is no time.
const LONGEST_HOURS: u64 = 10_000;
/// A number of more digits is read as floating point.
const MOST_DIGITS: usize = 15;
/// What is shown of something odd, in characters.
const LONGEST_SHOWN: usize = 40;
const LATEST_MS: u64 = LONGEST_HOURS * 3_600_000;

/// What a plain number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Unit {
    #[default]
    Seconds,
    Millis,
}

/// Reads the times of a file, to the millisecond, and notes what is odd about them.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// What the file's plain numbers count.
    pub(super) unit: Unit,
    fine: bool,
    before: Odd,
    backward: Odd,
    impossible: Odd,
}

/// The first of something odd, its place, and how many there are.
#[derive(Debug, Default)]
struct Odd {
    first: String,
    place: Option<Place>,
    count: usize,
}

impl Odd {
    fn note(&mut self, value: Value<'_, '_>) {
        if self.count == 0 {
            self.first = value.raw().chars().take(LONGEST_SHOWN).collect();
            self.place = Some(value.place());
        }
        self.count += 1;
    }

    fn so_often(&self) -> String {
        if self.count > 1 { format!(" So it is {} times in the file.", self.count) } else { String::new() }
    }
}

impl Clock {
    /// A time in the file's unit.
    pub(super) fn read(&mut self, value: Value<'_, '_>) -> Option<Duration> {
        self.read_in(value, self.unit)
    }

    /// A time whose plain numbers count `unit`. One before the start of the recording is read as the start.
    pub(super) fn read_in(&mut self, value: Value<'_, '_>, unit: Unit) -> Option<Duration> {
        let millis = match value.kind() {
            Kind::Number => in_millis(value.raw(), unit),
            Kind::Text => written(value.raw().trim(), unit),
            Kind::Object => seconds_and_nanos(value),
            Kind::List | Kind::Bool | Kind::Null => return None,
        };
        match millis {
            Some(millis) if millis < 0 => {
                self.before.note(value);
                Some(Duration::ZERO)
            }
            Some(millis) if millis.unsigned_abs() <= LATEST_MS => {
                self.fine |= millis % 1000 != 0;
                Some(Duration::from_millis(millis.unsigned_abs()))
            }
            _ if value.raw().is_empty() => None,
            _ => {
                self.impossible.note(value);
                None
            }
        }
    }

    /// Notes an end that lies before its start.
    pub(super) fn note_backward(&mut self, end: Value<'_, '_>) {
        self.backward.note(end);
    }

    /// What one step of the file's times is worth: a second where each is a whole number of them.
    pub(super) fn resolution(&self) -> Duration {
        if self.fine { Duration::from_millis(1) } else { Duration::from_secs(1) }
    }

    /// Tells what was odd.
    pub(super) fn tell(self, warnings: &mut Warnings) {
        let Self { before, backward, impossible, .. } = self;
        if let Some(place) = before.place {
            warnings.guessed(place, || {
                let more = before.so_often();
                format!(
                    "The time “{}” lies before the recording; it is read as its start.{more}",
                    before.first
                )
            });
        }
        if let Some(place) = backward.place {
            warnings.left_out(place, || {
                let more = backward.so_often();
                format!("The end “{}” lies before its start and is not used.{more}", backward.first)
            });
        }
        if let Some(place) = impossible.place {
            warnings.left_out(place, || {
                let more = impossible.so_often();
                format!("“{}” stands in the place of a time and is none.{more}", impossible.first)
            });
        }
    }
}

/// A number as milliseconds, rounded. Most are plain decimals, which are quicker read without floating point.
fn in_millis(text: &str, unit: Unit) -> Option<i64> {
    plain_decimal(text, unit).or_else(|| {
        let number: f64 = text.parse().ok()?;
        let millis = if unit == Unit::Seconds { number * 1000.0 } else { number };
        // Numbers beyond the range stop at its ends, which are no times either.
        millis.is_finite().then_some(millis.round() as i64)
    })
}

fn plain_decimal(text: &str, unit: Unit) -> Option<i64> {
    let (digits, sign) = text.strip_prefix('-').map_or((text, 1), |digits| (digits, -1));
    if digits.len() > MOST_DIGITS || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let places = if unit == Unit::Seconds { 3 } else { 0 };
    let mut millis = 0_i64;
    // How many digits there were after the point, if it came.
    let mut fraction: Option<usize> = None;
    for byte in digits.bytes() {
        match (byte, &mut fraction) {
            (b'0'..=b'9', None) => millis = millis * 10 + i64::from(byte - b'0'),
            (b'0'..=b'9', Some(count)) => {
                if *count < places {
                    millis = millis * 10 + i64::from(byte - b'0');
                } else if *count == places {
                    millis += i64::from(byte >= b'5');
                }
                *count += 1;
            }
            (b'.', None) => fraction = Some(0),
            _ => return None,
        }
    }
    for _ in fraction.unwrap_or(0)..places {
        millis *= 10;
    }
    Some(sign * millis)
}

/// A time that is written as a string.
fn written(text: &str, unit: Unit) -> Option<i64> {
    if text.contains(':') {
        return clock_time(text);
    }
    if let Some(number) = text.strip_suffix("ms") {
        return in_millis(number.trim_end(), Unit::Millis);
    }
    match text.strip_suffix('s') {
        Some(number) => in_millis(number.trim_end(), Unit::Seconds),
        None => in_millis(text, unit),
    }
}

/// `1:02:03.500`, `02:03,5`.
fn clock_time(text: &str) -> Option<i64> {
    let text = text.replace(',', ".");
    let (rest, seconds) = text.rsplit_once(':')?;
    let mut minutes = 0;
    for part in rest.split(':') {
        let number: u32 = part.trim().parse().ok()?;
        minutes = minutes * 60 + i64::from(number);
        if minutes > LATEST_MS as i64 {
            return None;
        }
    }
    Some(minutes * 60_000 + in_millis(seconds.trim(), Unit::Seconds).filter(|millis| *millis >= 0)?)
}

/// Google's `{"seconds": "1", "nanos": 300000000}`, of which zeros are left out.
fn seconds_and_nanos(value: Value<'_, '_>) -> Option<i64> {
    let (seconds, nanos) = (value.get("seconds"), value.get("nanos"));
    let number =
        |value: Option<Value<'_, '_>>, none: f64| value.map_or(Some(none), |v| v.raw().parse::<f64>().ok());
    let empty = value.entries().next().is_none();
    if seconds.is_none() && nanos.is_none() && !empty {
        return None;
    }
    Some((number(seconds, 0.0)? * 1e3 + number(nanos, 0.0)? / 1e6).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;
    use super::*;

    /// Each time in milliseconds, `-` for none, and the remarks.
    fn check(json: &str, unit: Unit, expected: &str) {
        let tree = Tree::of(json);
        let mut clock = Clock { unit, ..Clock::default() };
        let list = tree.roots().next().unwrap();
        let mut out: Vec<String> = list
            .items()
            .map(|value| clock.read(value).map_or("-".to_owned(), |time| time.as_millis().to_string()))
            .collect();
        let mut warnings = Warnings::default();
        clock.tell(&mut warnings);
        out.extend(warnings.finish().iter().map(|w| format!("!{}", w.line.unwrap_or_default())));
        assert_eq!(out.join(" "), expected, "{json}");
    }

    #[test]
    fn times_are_read_however_they_are_written() {
        check("[0, 1, 1.5, 1.2345, 1.2344, 61.04]", Unit::Seconds, "0 1000 1500 1235 1234 61040");
        check("[3.0399999618530273, 1e1, 2.5E-1, 0.9996, 007]", Unit::Seconds, "3040 10000 250 1000 7000");
        check("[0, 1500, 1500.4, 1500.5]", Unit::Millis, "0 1500 1500 1501");
        check(r#"["1.25", "12.3s", "1300ms", " 2 s ", "1"]"#, Unit::Seconds, "1250 12300 1300 2000 1000");
        check(r#"["1.25", "12.3s", "1300ms", "1"]"#, Unit::Millis, "1 12300 1300 1");
        check(
            r#"["00:01:02.500", "01:02,5", "1:00:00", "0:00:36.2"]"#,
            Unit::Millis,
            "62500 62500 3600000 36200",
        );
        check(r#"[{"seconds":"1","nanos":300000000}, {"nanos":5e8}, {}]"#, Unit::Seconds, "1300 500 0");
        check("[null, true, [1], \"\"]", Unit::Seconds, "- - - -");
    }

    #[test]
    fn what_is_no_time_is_told_once() {
        check("[\n-0.02,\n-3]", Unit::Seconds, "0 0 !2");
        check("[NaN, Infinity, 1e300, 99999999999, -Infinity]", Unit::Seconds, "- - - - - !1");
        check("[\"soon\", \"1:xx\", \"::\", \"4294967296:00\", \"1:-2\"]", Unit::Seconds, "- - - - - !1");
    }

    #[test]
    fn whole_seconds_are_known_as_such() {
        for (json, resolution) in [("[1, 2.0, \"3s\"]", 1000), ("[1, 2.5]", 1), ("[]", 1000)] {
            let tree = Tree::of(json);
            let mut clock = Clock::default();
            for value in tree.roots().next().unwrap().items() {
                clock.read(value);
            }
            assert_eq!(clock.resolution().as_millis(), resolution, "{json}");
        }
    }
}
