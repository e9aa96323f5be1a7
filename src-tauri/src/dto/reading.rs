//! What the screen asks for while a person reads, on the wire: a line's words with their times, places in the text, hits, peaks.

use cueline_playback::analysis::Peak;
use cueline_transcript as transcript;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    ms, number,
    transcript::{Origin, Runs},
};

/// More words than anybody reads as one line; those beyond are shown without being words.
const MOST_WORDS: usize = 50_000;

/// What a line's text is made of; places in it are [start, end) in UTF-16 units.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Words {
    /// In order and without overlaps, punctuation not included.
    pub(crate) words: Vec<(u32, u32)>,
    /// When each word begins; empty where the line has no time.
    pub(crate) starts_ms: Vec<f64>,
    /// How these are known; an `estimated` one was worked out by letters between two others.
    pub(crate) origins: Runs<Origin>,
    /// In order; together they hold every word, with the punctuation.
    pub(crate) sentences: Vec<(u32, u32)>,
}

/// A place in the text: a line, and [start, end) in it in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub(crate) struct Passage {
    pub(crate) line: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What to search for.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Query {
    /// As it was typed: `speaker:name` in it looks only at what they say.
    pub(crate) typed: String,
    /// Whether what is found must neither begin nor end inside a word.
    pub(crate) whole_word: bool,
    /// Whether it is a regular expression.
    pub(crate) expression: bool,
}

/// Hits as bytes: how many there are, then a triple of line, start and end for each that is listed; all of them 32 bits,
/// little-endian.
pub(crate) fn hit_bytes(hits: &transcript::Hits) -> Vec<u8> {
    let numbers = hits.listed.iter().flat_map(|hit| [hit.line, hit.start, hit.end]);
    std::iter::once(number(hits.count)).chain(numbers).flat_map(u32::to_le_bytes).collect()
}

/// Peaks as bytes: a pair of the least and the greatest sample for each, 16 bits each, little-endian. The least of what isn't
/// measured yet is more than its greatest.
pub(crate) fn peak_bytes(peaks: &[Peak]) -> Vec<u8> {
    peaks.iter().flat_map(|peak| [peak.min, peak.max]).flat_map(i16::to_le_bytes).collect()
}

impl From<&transcript::Utterance> for Words {
    fn from(utterance: &transcript::Utterance) -> Self {
        let text = utterance.text();
        let times = transcript::word_times(utterance);
        let mut words = Self::default();
        let mut units = Units { text, byte: 0, units: 0 };
        words.words =
            utterance.words().iter().take(MOST_WORDS).map(|word| units.range(word.range())).collect();
        for time in times.iter().take(MOST_WORDS) {
            let origin = time.origin.into();
            if words.origins.value.last() != Some(&origin) {
                words.origins.begin(words.starts_ms.len(), origin);
            }
            words.starts_ms.push(ms(time.start));
        }
        let mut units = Units { text, byte: 0, units: 0 };
        let sentences = utterance.sentences().iter().take(MOST_WORDS);
        words.sentences = sentences.map(|sentence| units.range(sentence.range())).collect();
        words
    }
}

/// Counts UTF-16 units along a text.
struct Units<'a> {
    text: &'a str,
    byte: usize,
    units: u32,
}

impl Units<'_> {
    /// A range of bytes, which begins no earlier than the one before it ended.
    fn range(&mut self, bytes: std::ops::Range<usize>) -> (u32, u32) {
        (self.up_to(bytes.start), self.up_to(bytes.end))
    }

    fn up_to(&mut self, byte: usize) -> u32 {
        let between = self.text.get(self.byte..byte).unwrap_or_default();
        self.units += between.chars().map(|character| character.len_utf16() as u32).sum::<u32>();
        self.byte = byte;
        self.units
    }
}

impl From<transcript::Hit> for Passage {
    fn from(hit: transcript::Hit) -> Self {
        Self { line: hit.line, start: hit.start, end: hit.end }
    }
}

impl From<Query> for transcript::Query {
    fn from(query: Query) -> Self {
        Self { whole_word: query.whole_word, expression: query.expression, ..Self::typed(&query.typed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_sentences_are_places_in_the_text_as_a_web_view_counts() {
        let file =
            "WEBVTT\n\n00:01.000 --> 00:05.000\nFür dich 🌅 <00:02.000><c>Boote</c>. <00:04.000><c>Ja</c>!\n";
        let mut transcript = transcript::parse(file.as_bytes(), "a.vtt").unwrap().transcript;
        transcript::timeline(&mut transcript, None);
        let utterance = transcript.line(0).unwrap().utterance;
        let units: Vec<u16> = utterance.text().encode_utf16().collect();
        let words = Words::from(utterance);
        let cut = |places: &[(u32, u32)]| -> Vec<String> {
            let cut = |(start, end): &(u32, u32)| {
                String::from_utf16(&units[*start as usize..*end as usize]).unwrap()
            };
            places.iter().map(cut).collect()
        };
        assert_eq!(cut(&words.words), ["Für", "dich", "Boote", "Ja"]);
        assert_eq!(cut(&words.sentences), ["Für dich 🌅 Boote.", "Ja!"]);
        assert_eq!(words.starts_ms[2..], [2_000.0, 4_000.0]);
        assert_eq!(words.starts_ms[0], 1_000.0);
        assert_eq!(words.origins.first, [0, 2]);
        assert_eq!(words.origins.value, [Origin::Estimated, Origin::Exact]);
    }

    #[test]
    fn hits_and_peaks_are_little_endian_numbers() {
        let hit = transcript::Hit { line: 258, start: 1, end: 3 };
        let hits = transcript::Hits { count: 7, listed: vec![hit] };
        assert_eq!(hit_bytes(&hits), [7, 0, 0, 0, 2, 1, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0]);
        let peaks = [Peak { min: -2, max: 258 }, Peak::UNKNOWN];
        assert_eq!(peak_bytes(&peaks), [0xfe, 0xff, 2, 1, 0xff, 0x7f, 0, 0x80]);
    }
}
