//! TTML's time expressions: clock times to the fraction or the frame, offsets with a metric, and the shorter forms that Apple
//! Podcasts writes.

use std::time::Duration;

use crate::model::Mark;
use crate::parse::arrow;

/// What the times of a file are counted in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    /// `ttp:frameRate`, with its multiplier.
    frames: f64,
    /// `ttp:tickRate`.
    ticks: f64,
}

impl Clock {
    /// Of a file with these parameters, as its root element has them.
    pub(super) fn new(
        frame_rate: Option<&str>,
        multiplier: Option<&str>,
        sub_frame_rate: Option<&str>,
        tick_rate: Option<&str>,
    ) -> Self {
        let rate =
            |text: Option<&str>| text?.trim().parse::<f64>().ok().filter(|rate| (1e-3..1e12).contains(rate));
        let ratio = multiplier.and_then(|text| {
            let (over, under) = text.trim().split_once([' ', ':'])?;
            Some(rate(Some(over))? / rate(Some(under))?)
        });
        let frames = rate(frame_rate).unwrap_or(30.0) * ratio.unwrap_or(1.0);
        let default_ticks =
            if frame_rate.is_some() { frames * rate(sub_frame_rate).unwrap_or(1.0) } else { 1.0 };
        Self { frames, ticks: rate(tick_rate).unwrap_or(default_ticks) }
    }

    /// The time that an expression means: `01:02:03.5`, `00:00:01:12`, `1:02.5`, `62.5`, `62.5s`, `100ms`, `42t`, `25f`.
    pub(super) fn time(&self, text: &str) -> Option<Mark> {
        let text = text.trim();
        if let Some((clock, frames)) =
            text.rsplit_once(':').filter(|(clock, _)| clock.matches(':').count() == 2)
        {
            let (whole, sub) = frames.split_once('.').unwrap_or((frames, "0"));
            let frames: f64 = whole.parse::<u32>().ok()?.into();
            sub.parse::<u32>().ok()?;
            let seconds = self.time(clock)?.time;
            return mark(seconds.as_secs_f64() + frames / self.frames, 1.0 / self.frames);
        }
        if let Some((mark, end)) = arrow::time(text)
            && end == text.len()
        {
            return Some(mark);
        }
        let metric = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, metric) = text.split_at(metric);
        let unit = match metric {
            "h" => 3_600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "f" => 1.0 / self.frames,
            "t" => 1.0 / self.ticks,
            _ => return None,
        };
        let value: f64 = number.parse().ok().filter(|_| !number.starts_with(['+', '-']))?;
        let digits = number.split_once('.').map_or(0, |(_, fraction)| fraction.len().min(9));
        mark(value * unit, unit / 10_f64.powi(digits as i32))
    }
}

/// Times beyond this are none: a thousand years.
const LATEST: f64 = 3.2e10;

fn mark(seconds: f64, resolution: f64) -> Option<Mark> {
    let duration = |seconds: f64| Duration::try_from_secs_f64(seconds).ok();
    let nanosecond = Duration::from_nanos(1);
    let resolution = duration(resolution)?.max(nanosecond);
    Some(Mark { time: duration(seconds).filter(|_| seconds < LATEST)?, resolution })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_time_is_read() {
        let clock = Clock::new(Some("25"), None, None, Some("1000"));
        let cases = [
            ("01:02:03.5", Some((3_723.5, 0.1))),
            ("01:02:03", Some((3_723.0, 1.0))),
            ("00:00:01:12", Some((1.48, 0.04))),
            ("00:00:01:12.1", Some((1.48, 0.04))),
            ("1:02.5", Some((62.5, 0.1))),
            ("62.5", Some((62.5, 0.1))),
            ("62.5s", Some((62.5, 0.1))),
            ("100ms", Some((0.1, 0.001))),
            ("1.5h", Some((5_400.0, 360.0))),
            ("2m", Some((120.0, 60.0))),
            ("42t", Some((0.042, 0.001))),
            ("25f", Some((1.0, 0.04))),
            ("-1s", None),
            ("1x", None),
            ("s", None),
            ("1e9h", None),
            ("1:2:3:4:5", None),
            ("infs", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = clock.time(text).map(|mark| (mark.time.as_secs_f64(), mark.resolution.as_secs_f64()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn rates_that_the_file_does_not_give_are_the_standards() {
        let seconds = |clock: Clock, text: &str| clock.time(text).unwrap().time.as_secs_f64();
        assert_eq!(seconds(Clock::new(None, None, None, None), "15f"), 0.5);
        assert_eq!(seconds(Clock::new(None, None, None, None), "2t"), 2.0);
        assert_eq!(seconds(Clock::new(Some("24"), None, Some("2"), None), "48t"), 1.0);
        assert_eq!(seconds(Clock::new(Some("30"), Some("1000 1001"), None, None), "30f"), 1.001);
        assert_eq!(seconds(Clock::new(Some("0"), None, None, Some("x")), "30f"), 1.0);
    }
}
