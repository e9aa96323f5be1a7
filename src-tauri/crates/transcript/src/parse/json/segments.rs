//! Lists of segments: Podcasting 2.0, the Whisper family, Podlove, and the plain lists that anybody writes.

use std::borrow::Cow;

use super::reader::{Reader, unit_of};
use super::record::Record;
use super::spans::Finder;
use super::tree::{Kind, Tree, Value};
use crate::parse::Format;

/// A list has a timed text among its first records of this number, or it is none of timed texts.
const FIRST: usize = 3;

/// What an object with segments is.
pub(super) fn recognise(document: Value<'_, '_>) -> Option<(Format, &'static str)> {
    let has = |key: &str| document.get(key).is_some();
    if let Some(segments) = document.get("segments").filter(|value| value.kind() == Kind::List) {
        let first = segments.items().find(|value| value.kind() == Kind::Object);
        let first_has = |key: &str| first.is_some_and(|first| first.get(key).is_some());
        let first_word = first.and_then(|first| first.list("words")).and_then(|words| words.items().next());
        return if first_has("body") || (has("version") && (first.is_none() || first_has("startTime"))) {
            Some((Format::PodcastJson, "It is JSON with “segments” that have “startTime” and “body”."))
        } else if has("word_segments") || first_word.is_some_and(|word| word.get("score").is_some()) {
            Some((
                Format::WhisperX,
                "It is JSON with “segments” whose words have a “score”, as WhisperX writes it.",
            ))
        } else if first_has("speaker") && first_has("text") && !first_has("type") && first_has("start") {
            Some((Format::WhisperX, "It is JSON with “segments” that have “start”, “text” and “speaker”."))
        } else if (first_has("start") && (first_has("text") || first_has("words")))
            || (has("text") && first.is_none())
        {
            Some((
                Format::Whisper,
                "It is JSON with “segments” that have “start” and “text”, as Whisper writes it.",
            ))
        } else {
            None
        };
    }
    let first_of = |key: &str| document.list(key).and_then(|list| list.items().next());
    if first_of("chunks").is_some_and(|chunk| chunk.get("timestamp").is_some()) {
        return Some((Format::HuggingFace, "It is JSON with “chunks” that have a “timestamp”."));
    } else if first_of("transcription")
        .is_some_and(|first| first.get("offsets").or(first.get("timestamps")).is_some())
    {
        return Some((
            Format::WhisperCpp,
            "It is JSON with a “transcription” that has “offsets”, as whisper.cpp writes it.",
        ));
    } else if has("word_segments") {
        return Some((Format::WhisperX, "It is JSON with “word_segments”, as WhisperX writes it."));
    } else if first_of("words").is_some_and(|word| word.get("word").and(word.get("start")).is_some())
        && has("text")
    {
        return Some((
            Format::Whisper,
            "It is JSON with a “text” and its “words”, as Whisper’s API answers.",
        ));
    }
    let only = document
        .entries()
        .all(|(key, _)| matches!(key, "text" | "language" | "task" | "duration" | "usage" | "logprobs"));
    let text = document.get("text").is_some_and(|text| text.kind() == Kind::Text);
    (only && text)
        .then_some((Format::Whisper, "It is JSON with a “text” without times, as Whisper’s API answers."))
}

pub(super) fn read_podcast<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    reader.expect(items(document, "segments").count());
    for segment in items(document, "segments") {
        reader.segment(&Record::of(segment));
    }
}

/// openai-whisper, its API, WhisperX and their kin.
pub(super) fn read_whisper<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    reader.labels = true;
    let words = document.list("words").or(document.list("word_segments"));
    let segments = document.list("segments");
    let in_segments =
        segments.is_some_and(|segments| segments.items().any(|segment| segment.list("words").is_some()));
    match (segments, words) {
        (Some(segments), Some(words)) if !in_segments => segments_and_words(reader, segments, words),
        (Some(_), _) => read_podcast(reader, document),
        (None, Some(words)) => text_and_words(reader, document, words),
        (None, None) => read_text(reader, document),
    }
}

/// Segments whose words stand in a list of their own.
fn segments_and_words<'a>(reader: &mut Reader<'a>, segments: Value<'_, 'a>, words: Value<'_, 'a>) {
    let mut words = words.items().map(Record::of).peekable();
    let mut segments = segments.items().map(Record::of).peekable();
    while let Some(segment) = segments.next() {
        let until = segments.peek().and_then(|next| reader.times(next).0);
        let text = segment.text().unwrap_or_default();
        let mut finder = Finder::new(&text);
        while let Some(word) = words.next_if(|word| {
            let late = until.is_some_and(|until| reader.times(word).0.is_some_and(|start| start >= until));
            !late && !finder.is_at_end()
        }) {
            reader.find(&mut finder, &word);
        }
        let spans = reader.found(finder, &segment);
        reader.push(&segment, segment.speaker, text, spans);
    }
}

/// A text that is one string, and the list of its words: the text has the punctuation.
fn text_and_words<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>, words: Value<'_, 'a>) {
    let text = document.get("text").and_then(Value::text).unwrap_or_default();
    let records = words.items().map(Record::of);
    let mut finder = Finder::new(&text);
    for word in records.clone() {
        reader.find(&mut finder, &word);
    }
    let missed = finder.missed;
    let spans = finder.finish();
    if spans.is_empty() || missed * 10 > spans.len() {
        for word in records {
            reader.word(&word, word.speaker);
        }
        return;
    }
    let starts = spans.iter().skip(1).map(|span| span.range().start).chain([text.len()]);
    let mut from = 0;
    for (span, until) in spans.iter().zip(starts) {
        reader.add_word(words, None, &text[from..until], (Some(span.start), span.end));
        from = until;
    }
}

/// A text that is one string, and all that there is.
fn read_text<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    reader.keep_whole();
    let Some(value) = document.get("text") else { return };
    let record = Record::of(document);
    match value.text().unwrap_or_default() {
        Cow::Borrowed(text) => reader.push(&record, None, text.into(), Vec::new()),
        Cow::Owned(text) => {
            for paragraph in text.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
                reader.push(&record, None, paragraph.to_owned().into(), Vec::new());
            }
        }
    }
}

/// Hugging Face's pipelines. Where they were asked who speaks, the same text stands a second time under `speakers`.
pub(super) fn read_chunks<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    let speakers = document
        .list("speakers")
        .filter(|speakers| speakers.items().all(|part| Record::of(part).is_timed_text()));
    let key = if speakers.is_some() { "speakers" } else { "chunks" };
    for chunk in items(document, key) {
        reader.segment(&Record::of(chunk));
    }
}

pub(super) fn read_whisper_cpp<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    reader.labels = true;
    for segment in items(document, "transcription") {
        reader.segment(&Record::of(segment));
        if segment.get("speaker_turn_next").is_some_and(|next| next.raw() == "true") {
            reader.turn();
        }
    }
}

/// What a list of records is; `None` if they are no timed texts.
pub(super) fn list_format<'t, 'a: 't>(
    records: impl Iterator<Item = Value<'t, 'a>>,
) -> Option<(Format, &'static str)> {
    let mut records = records.filter(|record| is_speech(*record));
    let first = records.next()?;
    let has = |key: &str| first.get(key).is_some();
    if has("start_ms") && (has("voice") || has("speaker") || has("end_ms")) {
        Some((
            Format::Podlove,
            "It is JSON with a list of records that have “start_ms”, “end_ms” and “text”.",
        ))
    } else if has("timestamp") {
        Some((Format::HuggingFace, "It is JSON with a list of texts that have a “timestamp”."))
    } else if has("body") && has("startTime") {
        Some((Format::PodcastJson, "It is JSON with a list of records that have “startTime” and “body”."))
    } else {
        Some((Format::TimedJson, "It is JSON with a list of records that have a time and a text."))
    }
}

/// Whether this is a timed text, or a group of them.
fn is_speech(value: Value<'_, '_>) -> bool {
    let record = Record::of(value);
    record.is_timed_text() || (record.start.is_some() && record.words.is_some())
}

/// Reads a list that is no dialect's own, or Podlove's.
pub(super) fn read_list<'t, 'a: 't>(
    reader: &mut Reader<'a>,
    records: impl Iterator<Item = Value<'t, 'a>> + Clone,
    format: Format,
) {
    let known = records.clone().any(|value| Record::of(value).unit.is_some());
    if format == Format::TimedJson && !known {
        reader.count_in(unit_of(records.clone().map(Record::of)), records.clone().next());
    }
    reader.expect(records.clone().count());
    for value in records {
        let group = Record::of(value);
        // Podlove groups what one voice says in a row.
        match value.list("items").filter(|_| group.text.is_none()) {
            Some(items) => {
                for item in items.items() {
                    let record = Record::of(item);
                    reader.segment(&Record { speaker: record.speaker.or(group.speaker), ..record });
                }
            }
            None => reader.segment(&group),
        }
    }
}

/// The list in a text that has the most to say.
pub(super) fn longest_list<'t, 'a>(tree: &'t Tree<'a>) -> Option<Value<'t, 'a>> {
    let speech = |list: &Value<'_, '_>| list.items().take(FIRST).any(is_speech);
    tree.lists().filter(speech).max_by_key(|list| list.width())
}

fn items<'t, 'a>(document: Value<'t, 'a>, key: &str) -> impl Iterator<Item = Value<'t, 'a>> + use<'t, 'a> {
    document.get(key).into_iter().flat_map(Value::items)
}
