//! WebVTT's cue settings and regions, to the letter of the standard. They place cues on a screen and bear nothing on what is
//! said; what the standard doesn't know among them is told.

/// Where and how a cue is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Settings {
    /// An index into the file's regions.
    pub(super) region: Option<usize>,
    pub(super) vertical: Option<Vertical>,
    /// `None` is “auto”.
    pub(super) line: Option<f64>,
    pub(super) snap_to_lines: bool,
    pub(super) line_align: Align,
    /// In per cent; `None` is “auto”.
    pub(super) position: Option<f64>,
    /// `None` is “auto”.
    pub(super) position_align: Option<Align>,
    /// In per cent.
    pub(super) size: f64,
    pub(super) align: Align,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            region: None,
            vertical: None,
            line: None,
            snap_to_lines: true,
            line_align: Align::Start,
            position: None,
            position_align: None,
            size: 100.0,
            align: Align::Center,
        }
    }
}

/// Into which side lines of vertical text grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vertical {
    /// `rl`
    GrowingLeft,
    /// `lr`
    GrowingRight,
}

/// The sides that a setting may name; which ones depends on the setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Center,
    End,
    Left,
    Right,
}

/// A part of the screen into which cues are drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region<'a> {
    pub(super) id: &'a str,
    /// In per cent.
    pub(super) width: f64,
    pub(super) lines: u32,
    /// In per cent, from the left and from the top.
    pub(super) anchor: (f64, f64),
    pub(super) viewport_anchor: (f64, f64),
    pub(super) scrolls_up: bool,
}

impl Settings {
    /// The settings of a cue, and the first word among them that is none.
    pub(super) fn parse<'a>(text: &'a str, regions: &[Region<'_>]) -> (Self, Option<&'a str>) {
        let mut settings = Self::default();
        let mut unknown = None;
        for word in text.split_ascii_whitespace() {
            let known =
                name_and_value(word).and_then(|(name, value)| settings.set(name, value, regions)).is_some();
            if !known && unknown.is_none() {
                unknown = Some(word);
            }
        }
        (settings, unknown)
    }

    fn set(&mut self, name: &str, value: &str, regions: &[Region<'_>]) -> Option<()> {
        match name {
            "region" => {
                self.region = regions.iter().rposition(|region| region.id == value);
                self.region?;
            }
            "vertical" => {
                let vertical = match value {
                    "rl" => Some(Vertical::GrowingLeft),
                    "lr" => Some(Vertical::GrowingRight),
                    _ => None,
                };
                self.vertical = vertical.or(self.vertical);
                if self.vertical.is_some() {
                    self.region = None;
                }
                vertical?;
            }
            "line" => {
                let (number, align) = split_at_comma(value);
                let percent = number.ends_with('%');
                let line = if percent { percentage(number)? } else { line_number(number)? };
                if let Some(align) = align {
                    self.line_align = match align {
                        "start" => Align::Start,
                        "center" => Align::Center,
                        "end" => Align::End,
                        _ => return None,
                    };
                }
                self.line = Some(line);
                self.snap_to_lines = !percent;
                self.region = None;
            }
            "position" => {
                let (number, align) = split_at_comma(value);
                let position = percentage(number)?;
                if let Some(align) = align {
                    self.position_align = match align {
                        "line-left" => Some(Align::Left),
                        "center" => Some(Align::Center),
                        "line-right" => Some(Align::Right),
                        _ => return None,
                    };
                }
                self.position = Some(position);
            }
            "size" => {
                self.size = percentage(value)?;
                if self.size != 100.0 {
                    self.region = None;
                }
            }
            "align" => {
                self.align = match value {
                    "start" => Align::Start,
                    "center" => Align::Center,
                    "end" => Align::End,
                    "left" => Align::Left,
                    "right" => Align::Right,
                    _ => return None,
                };
            }
            _ => return None,
        }
        Some(())
    }
}

impl<'a> Region<'a> {
    /// The region that a REGION block describes.
    pub(super) fn parse(text: &'a str) -> Self {
        let mut region = Self {
            id: "",
            width: 100.0,
            lines: 3,
            anchor: (0.0, 100.0),
            viewport_anchor: (0.0, 100.0),
            scrolls_up: false,
        };
        for (name, value) in text.split_ascii_whitespace().filter_map(name_and_value) {
            match name {
                "id" => region.id = value,
                "width" => region.width = percentage(value).unwrap_or(region.width),
                "lines" if value.bytes().all(|b| b.is_ascii_digit()) => {
                    region.lines = value.parse().unwrap_or(u32::MAX);
                }
                "regionanchor" => region.anchor = point(value).unwrap_or(region.anchor),
                "viewportanchor" => region.viewport_anchor = point(value).unwrap_or(region.viewport_anchor),
                "scroll" => region.scrolls_up |= value == "up",
                _ => {}
            }
        }
        region
    }
}

fn name_and_value(word: &str) -> Option<(&str, &str)> {
    word.split_once(':').filter(|(name, value)| !name.is_empty() && !value.is_empty())
}

fn split_at_comma(value: &str) -> (&str, Option<&str>) {
    value.split_once(',').map_or((value, None), |(before, after)| (before, Some(after)))
}

fn point(value: &str) -> Option<(f64, f64)> {
    let (x, y) = value.split_once(',')?;
    Some((percentage(x)?, percentage(y)?))
}

/// The standard's “parse a percentage string”.
fn percentage(text: &str) -> Option<f64> {
    let number = text.strip_suffix('%').filter(|number| is_decimal(number))?;
    number.parse().ok().filter(|value| (0.0..=100.0).contains(value))
}

fn line_number(text: &str) -> Option<f64> {
    let positive = text.strip_prefix('-').unwrap_or(text);
    text.parse().ok().filter(|number: &f64| is_decimal(positive) && number.is_finite())
}

/// Digits, with at most one full stop, which stands between two of them.
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}
