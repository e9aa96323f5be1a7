//! The JSON family: what podcasts publish, what recognisers write, what services answer.
//!
//! A text becomes a [`Tree`] in one pass. What its outermost fields are says of which dialect it is; the reader of that
//! dialect walks the tree and gives cues. All of them share one reading of a record ([`Record`]), of times ([`Clock`])
//! and of where words stand in a text ([`spans::Finder`]).
//!
//! - `scan`, `tree`: JSON that bears damage, with places
//! - `clock`, `record`, `spans`: what the dialects have in common
//! - `reader`: records → cues
//! - `segments`: lists of records, by Podcasting 2.0, the Whisper family, Podlove and anybody
//! - `services`: the answers of AssemblyAI, Deepgram, AWS, Google, and Descript's document
//!
//! oTranscribe's files hold a web page as a string, which is `html`'s to read.

mod clock;
mod reader;
mod record;
#[cfg(test)]
mod robustness;
mod scan;
mod segments;
mod services;
mod spans;
#[cfg(test)]
mod tests;
mod tree;

use self::reader::Reader;
use self::record::Record;
use self::tree::{Kind, Tree, Value};
use super::{Format, Reading, html};
use crate::warning::Warnings;

/// Reads a JSON text, or JSON Lines, that is a transcript.
pub(super) fn read(text: &str, warnings: &mut Warnings) -> Option<Reading> {
    if !is_json(text) {
        return None;
    }
    let tree = Tree::of(text);
    let mut documents: Vec<Value<'_, '_>> = tree.roots().collect();
    // Several records one after the other are a list of them; a list of whole answers is several answers.
    let lines = documents.len() > 1 && documents.iter().any(|line| Record::of(*line).is_timed_text());
    if let [list] = documents[..]
        && list.items().next().is_some_and(|first| answer(first).is_some())
    {
        documents = list.items().collect();
    }
    if let [document] = documents[..]
        && let Some(page) = otranscribe(document)
    {
        tree.tell_damage(warnings);
        let transcript = html::read_fragment(&page, document.place().line().unwrap_or(1), warnings);
        let reason = "It is JSON with a “text” of HTML, as oTranscribe writes it.";
        return Some(Reading { transcript, format: Format::OTranscribe, reason });
    }
    let mut reader = Reader::default();
    let (format, reason) = if lines {
        let found = segments::list_format(tree.roots())?;
        segments::read_list(&mut reader, tree.roots(), found.0);
        found
    } else if let Some(found) = documents.iter().find_map(|document| answer(*document)) {
        for document in documents {
            read_answer(&mut reader, document, found.0);
        }
        found
    } else {
        let list = segments::longest_list(&tree)?;
        let found = segments::list_format(list.items())?;
        segments::read_list(&mut reader, list.items(), found.0);
        found
    };
    tree.tell_damage(warnings);
    // Its records are cues by now.
    drop(tree);
    Some(Reading { transcript: reader.finish(warnings), format, reason })
}

/// Whether a text looks like an object, or like a list of objects or lists.
fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let after = |open: char| text.strip_prefix(open).map(str::trim_start);
    after('{').is_some_and(|rest| rest.starts_with('"'))
        || after('[').is_some_and(|rest| rest.starts_with(['{', '[']))
}

/// The HTML of an oTranscribe file, on one line as the file has it.
fn otranscribe(document: Value<'_, '_>) -> Option<String> {
    let text = document.get("text").filter(|text| text.kind() == Kind::Text)?;
    let markup = ["<p", "<br", "<span", "<div"].iter().any(|tag| text.raw().contains(tag));
    let named = ["media", "media-source", "media-time"].iter().any(|key| document.get(key).is_some());
    if markup && (named || text.raw().contains("timestamp")) {
        Some(text.text()?.replace('\n', " "))
    } else {
        None
    }
}

/// What an object is the answer or the document of.
fn answer(value: Value<'_, '_>) -> Option<(Format, &'static str)> {
    if value.kind() != Kind::Object {
        return None;
    }
    segments::recognise(value).or_else(|| services::recognise(value))
}

fn read_answer<'a>(reader: &mut Reader<'a>, value: Value<'_, 'a>, format: Format) {
    match format {
        Format::PodcastJson => segments::read_podcast(reader, value),
        Format::Whisper | Format::WhisperX => segments::read_whisper(reader, value),
        Format::HuggingFace => segments::read_chunks(reader, value),
        Format::WhisperCpp => segments::read_whisper_cpp(reader, value),
        Format::AssemblyAi => services::read_assembly(reader, value),
        Format::Deepgram => services::read_deepgram(reader, value),
        Format::AwsTranscribe => services::read_aws(reader, value),
        Format::GoogleSpeech => services::read_google(reader, value),
        Format::Descript => services::read_descript(reader, value),
        _ => {}
    }
}
