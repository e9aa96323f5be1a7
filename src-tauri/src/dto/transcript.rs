//! The transcript on the wire. A hundred thousand lines are a few long columns and not as many objects: they are
//! written, sent and read in a tenth of the time, and the interface makes an object only of a line that it shows.

use cueline_library as library;
use cueline_transcript as transcript;
use serde::Serialize;
use ts_rs::TS;

use super::{ms, number, token};

/// The episode's text.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transcript {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) title: Option<String>,
    pub(crate) subtitle: Option<String>,
    pub(crate) summary: Vec<String>,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) lines: Lines,
    pub(crate) pull_quotes: Vec<PullQuote>,
    /// How many remarks the report has on the file.
    pub(crate) remarks: u32,
}

/// One who speaks.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Speaker {
    pub(crate) name: String,
}

/// The utterances, each a line on the screen, in columns.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Lines {
    /// What is said in all of them, one after the other.
    pub(crate) text: String,
    /// Where each one ends in `text`, in UTF-16 units.
    pub(crate) text_ends: Vec<u32>,
    /// When each one is said, where that is known.
    pub(crate) starts_ms: Vec<Option<f64>>,
    /// How the times are known.
    pub(crate) origins: Runs<Origin>,
    /// The turns: where each begins, and whose it is as an index into `Transcript.speakers`.
    pub(crate) turns: Runs<Option<u32>>,
    /// Bold or italic runs: the line, and [start, end) in its text in UTF-16 units.
    pub(crate) emphasis: Vec<(u32, u32, u32)>,
}

/// A column whose values stay the same for a while: the place that each begins with, ascending, and the value.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Runs<T> {
    pub(crate) first: Vec<u32>,
    pub(crate) value: Vec<T>,
}

/// Where a time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Origin {
    Exact,
    Marked,
    Aligned,
    Estimated,
    None,
}

/// A quotation set apart by the layout.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct PullQuote {
    pub(crate) text: String,
    /// The line beside which it stood; null before the first.
    pub(crate) line: Option<u32>,
}

impl From<&library::Text> for Transcript {
    fn from(text: &library::Text) -> Self {
        let library::Text { path, transcript, warnings, .. } = text;
        Self {
            name: library::display_name(path),
            path: token(path),
            title: transcript.title.clone(),
            subtitle: transcript.subtitle.clone(),
            summary: transcript.summary.clone(),
            speakers: transcript
                .speakers
                .iter()
                .map(|speaker| Speaker { name: speaker.name.clone() })
                .collect(),
            lines: Lines::from(transcript),
            pull_quotes: transcript.pull_quotes.iter().map(PullQuote::from).collect(),
            remarks: number(warnings.len()),
        }
    }
}

impl From<&transcript::Transcript> for Lines {
    fn from(transcript: &transcript::Transcript) -> Self {
        let mut lines = Self::default();
        let mut end = 0;
        for turn in &transcript.turns {
            lines.turns.begin(lines.text_ends.len(), turn.speaker.map(|id| number(id.index())));
            for utterance in &turn.utterances {
                let (text, timing) = (utterance.text(), utterance.timing());
                let line = lines.text_ends.len();
                let origin = timing.map_or(Origin::None, |timing| timing.origin.into());
                if lines.origins.value.last() != Some(&origin) {
                    lines.origins.begin(line, origin);
                }
                let units = |byte: usize| units(text.get(..byte).unwrap_or(text));
                let runs = utterance.emphasis().iter();
                lines.emphasis.extend(runs.map(|run| (number(line), units(run.start), units(run.end))));
                lines.text.push_str(text);
                end += self::units(text);
                lines.text_ends.push(end);
                lines.starts_ms.push(timing.map(|timing| ms(timing.start)));
            }
        }
        lines
    }
}

impl<T> Runs<T> {
    /// From place `first` on it has this value.
    pub(super) fn begin(&mut self, first: usize, value: T) {
        self.first.push(number(first));
        self.value.push(value);
    }
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self { first: Vec::new(), value: Vec::new() }
    }
}

/// How long a text is in UTF-16 units.
fn units(text: &str) -> u32 {
    number(if text.is_ascii() { text.len() } else { text.encode_utf16().count() })
}

impl From<transcript::Origin> for Origin {
    fn from(origin: transcript::Origin) -> Self {
        match origin {
            transcript::Origin::Exact => Origin::Exact,
            transcript::Origin::Marked => Origin::Marked,
            transcript::Origin::Aligned(_) => Origin::Aligned,
            transcript::Origin::Estimated => Origin::Estimated,
        }
    }
}

impl From<&transcript::PullQuote> for PullQuote {
    fn from(quote: &transcript::PullQuote) -> Self {
        Self { text: quote.text.clone(), line: quote.beside.map(number) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_columns_that_give_each_line_back() {
        let text = "**Ann:** [0:01] Été 🌅 *now*.\n\n**Ben:** Two.\n\nThree.\n\n**Ann:** [0:09] Four.\n";
        let mut transcript = transcript::parse(text.as_bytes(), "a.md").unwrap().transcript;
        transcript::timeline(&mut transcript, None);
        let lines = Lines::from(&transcript);
        let said: Vec<u16> = lines.text.encode_utf16().collect();
        let starts = [0].into_iter().chain(lines.text_ends.iter().copied());
        let each: Vec<String> = starts
            .zip(&lines.text_ends)
            .map(|(start, end)| String::from_utf16(&said[start as usize..*end as usize]).unwrap())
            .collect();
        let utterances: Vec<&str> = transcript.lines().map(|line| line.utterance.text()).collect();
        assert_eq!(each, utterances);
        assert_eq!(lines.starts_ms.len(), each.len());
        assert_eq!(lines.starts_ms[0], Some(1_000.0));
        assert_eq!(lines.turns.first.len(), 3);
        assert_eq!(lines.turns.value, [Some(0), Some(1), Some(0)]);
        assert_eq!(lines.origins.first.len(), lines.origins.value.len());
        assert_eq!(lines.origins.value, [Origin::Marked, Origin::Estimated, Origin::Marked]);
        let (line, start, end) = lines.emphasis[0];
        assert_eq!(
            (line, &said[start as usize..end as usize]),
            (0, &*"now".encode_utf16().collect::<Vec<_>>())
        );
    }
}
