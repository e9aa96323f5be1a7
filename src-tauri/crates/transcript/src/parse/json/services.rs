//! What recognition services answer: AssemblyAI, Deepgram, AWS Transcribe, Google Speech-to-Text; and Descript's document.

use std::collections::HashMap;
use std::time::Duration;

use super::clock::Unit;
use super::reader::Reader;
use super::record::Record;
use super::spans::Finder;
use super::tree::{Kind, Value};
use crate::parse::Format;

/// Fields that AssemblyAI's answers have and lists of anybody's don't.
const OF_ASSEMBLY: [&str; 6] =
    ["audio_duration", "acoustic_model", "language_model", "speech_model", "confidence", "utterances"];

/// What an object is the answer of.
pub(super) fn recognise(document: Value<'_, '_>) -> Option<(Format, &'static str)> {
    let has = |path: &[&str]| document.at(path).is_some();
    if has(&["results", "channels"]) || has(&["results", "utterances"]) {
        Some((Format::Deepgram, "It is JSON with “results” that have “channels”, as Deepgram answers."))
    } else if has(&["results", "items"])
        || has(&["results", "transcripts"])
        || has(&["results", "audio_segments"])
    {
        Some((
            Format::AwsTranscribe,
            "It is JSON with “results” that have “items” and “transcripts”, as AWS Transcribe answers.",
        ))
    } else if google_results(document).next().is_some() {
        Some((
            Format::GoogleSpeech,
            "It is JSON with “results” that have “alternatives”, as Google Speech-to-Text answers.",
        ))
    } else if has(&["mediaLibrary", "mediaRefs"]) {
        Some((
            Format::Descript,
            "It is JSON with a “mediaLibrary” whose words are aligned, as Descript has it.",
        ))
    } else if is_assembly(document) {
        Some((
            Format::AssemblyAi,
            "It is JSON with words or utterances in milliseconds, as AssemblyAI answers.",
        ))
    } else {
        None
    }
}

fn is_assembly(document: Value<'_, '_>) -> bool {
    let first = assembly_lists(document).next().and_then(|list| list.items().next()).map(Record::of);
    let whole = |value: Option<Value<'_, '_>>| {
        value.is_some_and(|value| value.raw().bytes().all(|b| b.is_ascii_digit()))
    };
    first.is_some_and(|first| first.text.is_some() && whole(first.start) && whole(first.end))
        && OF_ASSEMBLY.iter().any(|key| document.get(key).is_some())
}

fn assembly_lists<'t, 'a>(document: Value<'t, 'a>) -> impl Iterator<Item = Value<'t, 'a>> {
    ["utterances", "words", "sentences", "paragraphs"].into_iter().filter_map(move |key| document.list(key))
}

pub(super) fn read_assembly<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    reader.labels = true;
    reader.clock.unit = Unit::Millis;
    let Some(list) = assembly_lists(document).next() else { return };
    for record in list.items().map(Record::of) {
        match record.words {
            Some(words) => {
                for word in words.items().map(Record::of) {
                    reader.word(&word, record.speaker.or(word.speaker));
                }
                reader.end_sentence();
            }
            None => reader.word(&record, record.speaker),
        }
    }
}

pub(super) fn read_deepgram<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    reader.labels = true;
    let channels: Vec<Value<'_, 'a>> =
        document.at(&["results", "channels"]).into_iter().flat_map(Value::items).collect();
    for (index, channel) in channels.iter().enumerate() {
        let alternatives = channel.get("alternatives");
        let Some(said) = first_alternative(reader, alternatives) else { continue };
        if channels.len() > 1 {
            reader.speaks(format!("Channel {}", index + 1));
        }
        let words = said.list("words");
        let paragraphs = said.get("paragraphs").and_then(|paragraphs| paragraphs.list("paragraphs"));
        match (words, paragraphs) {
            (Some(words), Some(paragraphs)) if has_as_many_words(words, paragraphs) => {
                deepgram_paragraphs(reader, words, paragraphs);
            }
            (Some(words), _) => {
                for word in words.items().map(Record::of) {
                    reader.word(&word, word.speaker);
                }
            }
            (None, _) => {
                reader.keep_whole();
                reader.segment(&Record::of(said));
            }
        }
        reader.end_sentence();
    }
    if reader.is_empty() {
        let utterances = document.at(&["results", "utterances"]);
        for utterance in utterances.into_iter().flat_map(Value::items) {
            reader.segment(&Record::of(utterance));
        }
    }
}

fn has_as_many_words(words: Value<'_, '_>, paragraphs: Value<'_, '_>) -> bool {
    let number = |paragraph: Value<'_, '_>| paragraph.get("num_words")?.raw().parse::<usize>().ok();
    let told: Option<usize> =
        paragraphs.items().try_fold(0, |sum: usize, paragraph| sum.checked_add(number(paragraph)?));
    told == Some(words.items().count())
}

/// Paragraphs of sentences, whose words stand in a list of their own.
fn deepgram_paragraphs<'a>(reader: &mut Reader<'a>, words: Value<'_, 'a>, paragraphs: Value<'_, 'a>) {
    reader.keep_whole();
    let mut words = words.items().map(Record::of);
    for paragraph in paragraphs.items() {
        let record = Record::of(paragraph);
        let sentences = paragraph.get("sentences").into_iter().flat_map(Value::items);
        let sentences: Vec<_> = sentences.filter_map(|sentence| Record::of(sentence).text()).collect();
        let text = sentences.join(" ");
        let count = paragraph.get("num_words").and_then(|number| number.raw().parse().ok()).unwrap_or(0);
        let mut finder = Finder::new(&text);
        for word in words.by_ref().take(count) {
            reader.find(&mut finder, &word);
        }
        let spans = reader.found(finder, &record);
        reader.push(&record, record.speaker, text.into(), spans);
    }
}

/// AWS Transcribe's answer; with several channels each has its own items.
pub(super) fn read_aws<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    let Some(results) = document.get("results") else { return };
    let channels = results.at(&["channel_labels", "channels"]).into_iter().flat_map(Value::items);
    let mut several = false;
    for channel in channels {
        several = true;
        if let Some(name) = channel.get("channel_label").and_then(Value::text) {
            reader.speaks(name);
        }
        aws_items(reader, channel.get("items"), &HashMap::new());
    }
    if !several {
        aws_items(reader, results.get("items"), &aws_speakers(results));
    }
    if reader.is_empty() {
        reader.keep_whole();
        let paragraphs = results.list("audio_segments").or(results.list("transcripts"));
        for paragraph in paragraphs.into_iter().flat_map(Value::items) {
            reader.segment(&Record::of(paragraph));
        }
    }
}

fn aws_items<'a>(
    reader: &mut Reader<'a>,
    items: Option<Value<'_, 'a>>,
    speakers: &HashMap<&str, Value<'_, 'a>>,
) {
    for item in items.into_iter().flat_map(Value::items) {
        let Some(said) = first_alternative(reader, item.get("alternatives")) else { continue };
        let record = Record::of(item);
        let speaker = record.speaker.or_else(|| speakers.get(record.start?.raw()).copied());
        reader.word(&Record { text: Record::of(said).text, ..record }, speaker);
    }
    reader.end_sentence();
}

/// Who speaks, by the start of each word as it is written.
fn aws_speakers<'t, 'a>(results: Value<'t, 'a>) -> HashMap<&'a str, Value<'t, 'a>> {
    let segments = results.at(&["speaker_labels", "segments"]).into_iter().flat_map(Value::items);
    let words = segments.flat_map(|segment| segment.get("items").into_iter().flat_map(Value::items));
    words.map(Record::of).filter_map(|word| Some((word.start?.raw(), word.speaker?))).collect()
}

/// The results of Google's answer, which may be wrapped in an operation, or stand under the names of their files.
fn google_results<'t, 'a>(document: Value<'t, 'a>) -> impl Iterator<Item = Value<'t, 'a>> {
    let results = document.get("results").or(document.at(&["response", "results"]));
    let files = results.into_iter().flat_map(Value::entries).filter_map(|(_, file)| {
        file.at(&["transcript", "results"]).or(file.at(&["inlineResult", "transcript", "results"]))
    });
    results
        .into_iter()
        .chain(files)
        .flat_map(Value::items)
        .filter(|result| result.list("alternatives").is_some())
}

pub(super) fn read_google<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    reader.labels = true;
    let mut results: Vec<GoogleResult<'_, 'a>> = Vec::new();
    for result in google_results(document) {
        if let Some(said) = first_alternative(reader, result.get("alternatives")) {
            results.push(GoogleResult { result, said });
        }
    }
    if repeats_all(&results) {
        results.drain(..results.len() - 1);
    }
    let channels: Vec<Option<&str>> = results.iter().map(GoogleResult::channel).collect();
    let several = channels.iter().any(|channel| *channel != channels[0]);
    let mut until = Duration::ZERO;
    for (GoogleResult { result, said }, channel) in results.iter().zip(&channels) {
        if let Some(channel) = channel.filter(|_| several) {
            reader.speaks(format!("Channel {channel}"));
        }
        let ends =
            result.get("resultEndTime").or(result.get("resultEndOffset")).or(result.get("result_end_time"));
        match said.list("words") {
            Some(words) => {
                for word in words.items().map(Record::of) {
                    let speaker = word.speaker.filter(|speaker| speaker.raw() != "0");
                    reader.word(&word, speaker);
                }
                reader.end_sentence();
            }
            None => {
                // Only where a result ends is known: it begins where the one before it does.
                let end = ends.and_then(|end| reader.clock.read(end));
                let text = Record::of(*said).text().unwrap_or_default();
                reader.keep_whole();
                reader.push_between(*said, text, end.map(|_| until), end);
                until = end.unwrap_or(until);
            }
        }
    }
}

/// One result, and the first reading of what is said in it.
struct GoogleResult<'t, 'a> {
    result: Value<'t, 'a>,
    said: Value<'t, 'a>,
}

impl<'a> GoogleResult<'_, 'a> {
    fn channel(&self) -> Option<&'a str> {
        self.result.get("channelTag").or(self.result.get("channel_tag")).map(Value::raw)
    }

    fn words(&self) -> impl Iterator<Item = Record<'_, 'a>> {
        self.said.get("words").into_iter().flat_map(Value::items).map(Record::of)
    }

    fn is_tagged(&self) -> bool {
        self.words().any(|word| word.speaker.is_some_and(|speaker| speaker.raw() != "0"))
    }

    fn count(&self) -> usize {
        match self.words().count() {
            0 => Record::of(self.said).text.map_or(0, |text| text.raw().split_whitespace().count()),
            count => count,
        }
    }
}

/// Whether the last result has the words of all before it once more, now with their speakers.
fn repeats_all(results: &[GoogleResult<'_, '_>]) -> bool {
    let Some((last, before)) = results.split_last() else { return false };
    let first = before.iter().find_map(|result| {
        let text = result.words().next().and_then(|word| word.text()).or(Record::of(result.said).text());
        text?.split_whitespace().next().map(str::to_owned)
    });
    let again = last.words().next().and_then(|word| word.text());
    let sum: usize = before.iter().map(GoogleResult::count).sum();
    last.is_tagged()
        && !before.iter().any(GoogleResult::is_tagged)
        && first.is_some_and(|first| again.is_some_and(|again| again.trim() == first))
        && last.count() * 20 >= sum * 19
}

/// The first reading of what is said; that there are others is noted.
fn first_alternative<'t, 'a>(
    reader: &mut Reader<'a>,
    alternatives: Option<Value<'t, 'a>>,
) -> Option<Value<'t, 'a>> {
    let mut alternatives = alternatives?.items().filter(|value| value.kind() == Kind::Object);
    let first = alternatives.next()?;
    if let Some(second) = alternatives.next() {
        reader.has_alternatives(second);
    }
    Some(first)
}

/// Descript's document, as its published pages hold it: the words of each recording, and the voices' names.
pub(super) fn read_descript<'a>(reader: &mut Reader<'a>, document: Value<'_, 'a>) {
    let voices = document.get("voices").into_iter().flat_map(Value::items);
    let names: HashMap<&str, Value<'_, 'a>> =
        voices.filter_map(|voice| Some((voice.get("id")?.raw(), voice.get("name")?))).collect();
    for recording in document.at(&["mediaLibrary", "mediaRefs"]).into_iter().flat_map(Value::items) {
        let words = recording.at(&["voiceover", "metadata", "alignment"]);
        for word in words.into_iter().flat_map(Value::items).map(Record::of) {
            let name = word.speaker.map(|id| names.get(id.raw()).copied().unwrap_or(id));
            reader.word(&word, name);
        }
        reader.end_sentence();
    }
}
