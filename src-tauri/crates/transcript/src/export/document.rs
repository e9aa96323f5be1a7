//! A transcript as the paragraphs of a document: title and show notes, then a paragraph an utterance with its name and time
//! before it. DOCX is made of them, and a preview can show them.

use std::borrow::Cow;
use std::iter;

use super::line::{Line, lines, nameless};
use super::{ExportOptions, clock};
use crate::model::Transcript;

/// A paragraph of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// What it is.
    pub kind: ParagraphKind,
    /// What it says, piece by piece.
    pub runs: Vec<Run<'a>>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    /// The title.
    Title,
    /// What stands under the title.
    Subtitle,
    /// Show notes or speech.
    Text,
    /// A key point of the show notes.
    KeyPoint,
    /// A pull quote.
    Quote,
}

/// A piece of a paragraph that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<'a> {
    /// What it is.
    pub kind: RunKind,
    /// What it says, with the blank after it where it has one.
    pub text: Cow<'a, str>,
}

/// What a piece of a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// What is said.
    Text,
    /// What the source sets in bold or italics.
    Emphasis,
    /// The speaker's name.
    Speaker,
    /// The time.
    Time,
}

/// The paragraphs of a document.
pub fn document<'a>(
    transcript: &'a Transcript,
    options: &ExportOptions,
) -> impl Iterator<Item = Paragraph<'a>> {
    let of = |kind: ParagraphKind| move |text: &'a String| Paragraph::whole(kind, &**text);
    let head = transcript.title.iter().map(of(ParagraphKind::Title));
    let head = head.chain(transcript.subtitle.iter().map(of(ParagraphKind::Subtitle)));
    let head = head.chain(transcript.summary.iter().map(of(ParagraphKind::Text)));
    let points = transcript.key_points.iter().map(|point| {
        Paragraph::whole(ParagraphKind::KeyPoint, format!("{}  {}", clock::minutes(point.at), point.text))
    });
    let mut quotes = transcript.pull_quotes.iter().peekable();
    let mut quotes_until = move |line: Option<usize>| {
        let before = iter::from_fn(|| quotes.next_if(|quote| quote.beside <= line));
        before.map(|quote| Paragraph::whole(ParagraphKind::Quote, &*quote.text)).collect::<Vec<_>>()
    };
    let before_all = quotes_until(None);
    let (nameless, options) = (nameless(transcript), *options);
    let speech = lines(transcript).enumerate().flat_map(move |(index, line)| {
        iter::once(said(&line, nameless, &options)).chain(quotes_until(Some(index)))
    });
    head.chain(points).chain(before_all).chain(speech)
}

impl<'a> Paragraph<'a> {
    fn whole(kind: ParagraphKind, text: impl Into<Cow<'a, str>>) -> Self {
        Self { kind, runs: vec![Run { kind: RunKind::Text, text: text.into() }] }
    }
}

fn said<'a>(line: &Line<'a>, nameless: Option<&'a str>, options: &ExportOptions) -> Paragraph<'a> {
    let mut runs = Vec::new();
    if let Some(name) = line.speaker.or(nameless).filter(|_| line.opens && options.speakers) {
        runs.push(Run { kind: RunKind::Speaker, text: format!("{name}: ").into() });
    }
    if let Some(stamp) = line.stamp(options.origins).filter(|_| options.times) {
        runs.push(Run { kind: RunKind::Time, text: format!("[{stamp}] ").into() });
    }
    let text = line.text();
    let mut push = |kind: RunKind, range: std::ops::Range<usize>| {
        let text = text.get(range).filter(|text| !text.is_empty());
        runs.extend(text.map(|text| Run { kind, text: text.into() }));
    };
    let mut at = 0;
    for emphasis in line.utterance.emphasis() {
        push(RunKind::Text, at..emphasis.start);
        push(RunKind::Emphasis, emphasis.clone());
        at = emphasis.end;
    }
    push(RunKind::Text, at..text.len());
    Paragraph { kind: ParagraphKind::Text, runs }
}
