//! Times as the formats write them.

use std::time::Duration;

/// To the nearest millisecond.
pub(super) fn millis(time: Duration) -> u128 {
    (time.as_nanos() + 500_000) / 1_000_000
}

/// `01:02:03.004`, with another sign before the milliseconds if asked.
pub(super) fn hours(time: Duration, point: char) -> String {
    let ms = millis(time);
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{:03}", ms % 1_000)
}

/// `01:02:03` with as many digits after it, up to three, as a step of `resolution` has. What is finer is cut off: the
/// times of two lines that share a second then still do.
pub(super) fn stamp(time: Duration, resolution: Duration) -> String {
    let digits = match resolution.as_micros() {
        1_000_000.. => 0,
        100_000.. => 1,
        10_000.. => 2,
        _ => 3,
    };
    let ms = if digits == 3 { millis(time) } else { time.as_millis() };
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    let mut stamp = format!("{hours:02}:{minutes:02}:{seconds:02}.{:03}", ms % 1_000);
    stamp.truncate(stamp.len() - if digits == 0 { 4 } else { 3 - digits });
    stamp
}

/// `02:42` or `1:02:42`, to the second.
pub(super) fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_finely_as_they_are_known() {
        let time = Duration::from_nanos(3_723_004_600_000);
        assert_eq!(hours(time, ','), "01:02:03,005");
        assert_eq!(minutes(time), "1:02:03");
        assert_eq!(minutes(Duration::from_secs(162)), "02:42");
        assert_eq!(hours(Duration::from_secs(360_000), '.'), "100:00:00.000");
        for (step, expected) in
            [(1_000, "01:02:03"), (100, "01:02:03.0"), (10, "01:02:03.00"), (1, "01:02:03.005")]
        {
            assert_eq!(stamp(time, Duration::from_millis(step)), expected);
        }
        assert_eq!(stamp(Duration::from_millis(59_999), Duration::from_secs(60)), "00:00:59");
    }
}
