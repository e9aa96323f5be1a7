//! One timed record, by whatever names a dialect calls its fields.

use std::borrow::Cow;

use super::clock::Unit;
use super::tree::{Kind, Value};

/// The fields of an object that is a segment, a chunk, an utterance or a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'t, 'a> {
    /// The whole object.
    pub(super) value: Value<'t, 'a>,
    pub(super) start: Option<Value<'t, 'a>>,
    pub(super) end: Option<Value<'t, 'a>>,
    pub(super) duration: Option<Value<'t, 'a>>,
    /// What its times count, where their names tell.
    pub(super) unit: Option<Unit>,
    pub(super) text: Option<Value<'t, 'a>>,
    pub(super) speaker: Option<Value<'t, 'a>>,
    /// What it is made of.
    pub(super) words: Option<Value<'t, 'a>>,
}

impl<'t, 'a> Record<'t, 'a> {
    pub(super) fn of(value: Value<'t, 'a>) -> Self {
        let (start, end, duration, unit, text, speaker, words) = Default::default();
        let mut record = Self { value, start, end, duration, unit, text, speaker, words };
        for (key, field) in value.entries() {
            record.take(key, field);
        }
        if value.kind() == Kind::List {
            record.take_list(value);
        }
        record
    }

    fn take(&mut self, key: &str, field: Value<'t, 'a>) {
        match key {
            "start" | "startTime" | "start_time" | "startOffset" | "start_offset" | "begin" | "from"
            | "ts" => {
                self.start = self.start.or(Some(field));
            }
            "end" | "endTime" | "end_time" | "endOffset" | "end_offset" | "to" | "end_ts" => {
                self.end = self.end.or(Some(field));
            }
            "start_ms" | "startMs" | "startTimeMs" | "start_time_ms" | "startTimecode" => {
                self.start = Some(field);
                self.unit = Some(Unit::Millis);
            }
            "end_ms" | "endMs" | "endTimeMs" | "end_time_ms" | "endTimecode" => {
                self.end = Some(field);
                self.unit = Some(Unit::Millis);
            }
            "duration" | "dur" => self.duration = Some(field),
            // whisper.cpp gives both; the offsets are plain numbers.
            "offsets" => {
                (self.start, self.end) = (field.get("from"), field.get("to"));
                self.unit = Some(Unit::Millis);
            }
            "timestamps" if self.unit.is_none() => {
                (self.start, self.end) = (field.get("from"), field.get("to"));
            }
            "timestamp" | "time" => match field.kind() {
                Kind::List => {
                    let mut range = field.items();
                    (self.start, self.end) = (range.next(), range.next());
                }
                _ => self.start = self.start.or(Some(field)),
            },
            "text" | "body" | "word" => self.text = self.text.or(written(field)),
            "transcript" | "content" | "caption" | "sentence" | "value" if field.kind() == Kind::Text => {
                self.text = self.text.or(Some(field));
            }
            "punctuated_word" => self.text = written(field).or(self.text),
            "speaker" | "speakerTag" | "speaker_tag" | "speakerLabel" | "speaker_label" | "speakerId"
            | "speaker_id" => {
                self.speaker = self.speaker.or(named(field));
            }
            // Podlove's name of what its `speaker` only numbers.
            "voice" | "speakerName" | "speaker_name" => self.speaker = named(field).or(self.speaker),
            // Whisper's `tokens` are numbers and no words.
            "words" | "tokens" | "items" => {
                let first = field.items().next().map(Value::kind);
                let words = matches!(first, Some(Kind::Object | Kind::List)).then_some(field);
                self.words = self.words.or(words);
            }
            _ => {}
        }
    }

    /// `["word", 1.5, 2.0]`.
    fn take_list(&mut self, value: Value<'t, 'a>) {
        let mut fields = value.items();
        if let Some(text) = fields.next().filter(|text| text.kind() == Kind::Text) {
            self.text = Some(text);
            (self.start, self.end) = (fields.next(), fields.next());
        }
    }

    /// What is said, blanks and all.
    pub(super) fn text(&self) -> Option<Cow<'a, str>> {
        self.text.and_then(Value::text)
    }

    /// Whether it says something at some time.
    pub(super) fn is_timed_text(&self) -> bool {
        self.text.is_some() && self.start.is_some()
    }
}

/// A value that is a text; a number may be one ("2014").
fn written<'t, 'a>(field: Value<'t, 'a>) -> Option<Value<'t, 'a>> {
    matches!(field.kind(), Kind::Text | Kind::Number | Kind::Bool).then_some(field)
}

/// A value that is somebody's name or number, or an object that has it.
fn named<'t, 'a>(field: Value<'t, 'a>) -> Option<Value<'t, 'a>> {
    match field.kind() {
        Kind::Text if field.raw().trim().is_empty() => None,
        Kind::Text | Kind::Number => Some(field),
        Kind::Object => {
            ["name", "displayName", "label", "id", "speakerId"].iter().find_map(|key| field.get(key))
        }
        Kind::List | Kind::Bool | Kind::Null => None,
    }
}
