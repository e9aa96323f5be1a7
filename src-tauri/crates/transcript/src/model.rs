//! A transcript as it is held in memory: turns of utterances, these of sentences, these of words.

use std::ops::Range;
use std::time::Duration;

use once_cell::race::OnceBox;

use crate::aligned::AlignedWord;
use crate::compact::{CompactMark, CompactTime, CompactTiming};
use crate::place::Place;
use crate::words::segment;

/// What was said in an episode, by whom, and what its layout sets beside it.
#[derive(Debug, Clone, Default)]
pub struct Transcript {
    /// The first heading.
    pub title: Option<String>,
    /// The second heading.
    pub subtitle: Option<String>,
    /// Paragraphs before the first speech, in their order.
    pub summary: Vec<String>,
    /// In the order of their first words; a [`SpeakerId`] points into it.
    pub speakers: Vec<Speaker>,
    /// In spoken order. Each has at least one utterance.
    pub turns: Vec<Turn>,
    /// In the file's order.
    pub key_points: Vec<KeyPoint>,
    /// In the file's order.
    pub pull_quotes: Vec<PullQuote>,
}

impl Transcript {
    /// Every utterance with its turn, in spoken order: the lines on the screen. An utterance's place in this order is
    /// what [`PullQuote::beside`] and [`Starts`](crate::Starts) count in.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.turns.iter().enumerate().flat_map(|(turn, t)| {
            t.utterances.iter().map(move |utterance| Line { turn, speaker: t.speaker, utterance })
        })
    }

    /// The utterance at a place in the order of [`lines`](Self::lines).
    pub fn line(&self, index: usize) -> Option<Line<'_>> {
        let mut before = index;
        for (turn, t) in self.turns.iter().enumerate() {
            match t.utterances.get(before) {
                Some(utterance) => return Some(Line { turn, speaker: t.speaker, utterance }),
                None => before -= t.utterances.len(),
            }
        }
        None
    }

    /// The speaker of that id; `None` for an id of another transcript.
    pub fn speaker(&self, id: SpeakerId) -> Option<&Speaker> {
        self.speakers.get(id.index())
    }
}

/// An utterance in its place.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Index into [`Transcript::turns`].
    pub turn: usize,
    /// Whose turn it is, where the file says so.
    pub speaker: Option<SpeakerId>,
    /// What is said.
    pub utterance: &'a Utterance,
}

/// One voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// As the file first spells it.
    pub name: String,
}

/// An index into [`Transcript::speakers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpeakerId(u32);

impl SpeakerId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// From 0, in the order of [`Transcript::speakers`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One speaker's go: utterance after utterance until somebody else speaks.
#[derive(Debug, Clone)]
pub struct Turn {
    /// `None` where the file names nobody.
    pub speaker: Option<SpeakerId>,
    /// At least one.
    pub utterances: Vec<Utterance>,
}

/// A paragraph of speech: a line on the screen and what a click seeks to.
///
/// Its ranges are byte ranges of its text, in order, on character boundaries and without overlap.
#[derive(Debug, Clone)]
pub struct Utterance {
    text: Box<str>,
    /// Most utterances of most files have none.
    parts: Option<Box<Parts>>,
    /// Found when they are first asked for: a screen of lines needs none of them.
    segments: OnceBox<Segments>,
    mark: CompactMark,
    mark_end: CompactTime,
    place: Place,
    timing: Option<CompactTiming>,
}

/// The words that were found in the sound, and the sure ones of them as stretches.
#[derive(Debug, Clone)]
struct Aligned {
    words: Box<[Option<AlignedWord>]>,
    spans: Box<[TimedSpan]>,
}

/// What the file sets in bold, and what it times, inside an utterance; and what was found of its words in the sound, where anything was.
#[derive(Debug, Clone, Default)]
struct Parts {
    emphasis: Box<[Range<usize>]>,
    spans: Box<[TimedSpan]>,
    aligned: Option<Box<Aligned>>,
}

impl Utterance {
    pub(crate) fn new(
        text: impl Into<Box<str>>,
        emphasis: Vec<Range<usize>>,
        mark: Option<Mark>,
        place: impl Into<Place>,
    ) -> Self {
        let mut utterance = Self {
            text: text.into(),
            parts: None,
            segments: OnceBox::new(),
            mark: mark.into(),
            mark_end: CompactTime::NONE,
            place: place.into(),
            timing: None,
        };
        if !emphasis.is_empty() {
            utterance.parts_mut().emphasis = emphasis.into();
        }
        utterance
    }

    /// The same with the end that the file gives, and the times of what it is made of.
    pub(crate) fn timed(mut self, mark_end: Option<Duration>, spans: &[TimedSpan]) -> Self {
        self.mark_end = mark_end.into();
        if !spans.is_empty() {
            self.parts_mut().spans = spans.into();
        }
        self
    }

    fn parts_mut(&mut self) -> &mut Parts {
        self.parts.get_or_insert_default()
    }

    fn found(&self) -> Option<&Aligned> {
        self.parts.as_ref()?.aligned.as_deref()
    }

    /// What is said, without markup, name or time.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The runs of [`text`](Self::text) that the file sets in bold or italics.
    pub fn emphasis(&self) -> &[Range<usize>] {
        self.parts.as_ref().map_or(&[], |parts| &parts.emphasis)
    }

    /// The sentences, which together hold every word.
    pub fn sentences(&self) -> &[Sentence] {
        &self.segments().sentences
    }

    /// All words, in order.
    pub fn words(&self) -> &[Word] {
        &self.segments().words
    }

    /// The words of one of this utterance's sentences.
    pub fn words_of(&self, sentence: &Sentence) -> &[Word] {
        self.words().get(sentence.words.start as usize..sentence.words.end as usize).unwrap_or_default()
    }

    fn segments(&self) -> &Segments {
        self.segments.get_or_init(|| Box::new(segment(&self.text)))
    }

    /// The time that the file gives.
    pub fn mark(&self) -> Option<Mark> {
        self.mark.get()
    }

    /// The end that the file gives, where it gives one.
    pub fn mark_end(&self) -> Option<Duration> {
        self.mark_end.get()
    }

    /// What is timed inside this utterance: the words that were surely found in the sound, or else what the file times, its words or
    /// the cues that were joined to it. In the order of the text and without overlap there; empty where only the utterance is timed.
    pub fn spans(&self) -> &[TimedSpan] {
        if let Some(aligned) = self.found().filter(|aligned| !aligned.spans.is_empty()) {
            return &aligned.spans;
        }
        self.parts.as_ref().map_or(&[], |parts| &parts.spans)
    }

    /// The time of one of this utterance's words by its [`spans`](Self::spans); `None` where only more than that word is timed.
    pub fn word_time(&self, word: &Word) -> Option<&TimedSpan> {
        let spans = self.spans();
        let span = spans.get(spans.partition_point(|span| span.text.end <= word.text.start))?;
        let words = self.words();
        let next = words.partition_point(|other| other.text.start <= word.text.start);
        let alone = words.get(next).is_none_or(|next| next.text.start >= span.text.end)
            && next.checked_sub(2).is_none_or(|before| words[before].text.end <= span.text.start);
        (alone && span.text.start <= word.text.start && word.text.end <= span.text.end).then_some(span)
    }

    /// When it is said; `None` before [`timeline`](crate::timeline) ran and where no time can be told.
    pub fn timing(&self) -> Option<Timing> {
        self.timing?.get()
    }

    /// What was found of its words in the sound, one for each of [`words`](Self::words); empty where nothing was.
    pub fn aligned(&self) -> &[Option<AlignedWord>] {
        self.found().map_or(&[], |aligned| &aligned.words)
    }

    pub(crate) fn set_aligned(&mut self, words: &[Option<AlignedWord>]) {
        if words.is_empty() {
            self.parts.iter_mut().for_each(|parts| parts.aligned = None);
            return;
        }
        let sure = self
            .words()
            .iter()
            .zip(words)
            .filter_map(|(word, found)| Some((word, found.filter(|found| found.sure)?)));
        let spans =
            sure.map(|(word, found)| TimedSpan::new(word.range(), found.start, Some(found.end))).collect();
        self.parts_mut().aligned = Some(Box::new(Aligned { words: words.into(), spans }));
    }

    pub(crate) fn set_mark(&mut self, mark: Option<Mark>, end: Option<Duration>) {
        (self.mark, self.mark_end) = (mark.into(), end.into());
    }

    pub(crate) fn set_timing(&mut self, timing: Option<Timing>) {
        self.timing = timing.map(CompactTiming::from);
    }

    /// The line of the file that it begins on, from 1.
    pub fn source_line(&self) -> usize {
        self.place.line().unwrap_or_default()
    }

    /// Where it begins in the file.
    pub(crate) fn place(&self) -> Place {
        self.place
    }
}

/// What a text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segments {
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) words: Vec<Word>,
}

/// A sentence of an utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    text: Range<u32>,
    words: Range<u32>,
}

impl Sentence {
    pub(crate) fn new(text: Range<u32>, words: Range<u32>) -> Self {
        Self { text, words }
    }

    /// Its bytes in [`Utterance::text`], its punctuation included, the space around it not.
    pub fn range(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }
}

/// A word of an utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    text: Range<u32>,
}

impl Word {
    pub(crate) fn new(text: Range<u32>) -> Self {
        Self { text }
    }

    /// Its bytes in [`Utterance::text`], without the punctuation around it.
    pub fn range(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }
}

/// A stretch of an utterance's text with a time of its own in the file: a word, or a cue that was joined with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedSpan {
    text: Range<u32>,
    /// From the start of the audio.
    pub start: Duration,
    /// Not before the start; `None` where the file doesn't give it.
    pub end: Option<Duration>,
}

impl TimedSpan {
    pub(crate) fn new(text: Range<usize>, start: Duration, end: Option<Duration>) -> Self {
        Self { text: text.start as u32..text.end as u32, start, end: end.filter(|end| *end >= start) }
    }

    /// Its bytes in [`Utterance::text`].
    pub fn range(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }
}

/// A time written in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// From the start of the audio.
    pub time: Duration,
    /// What one step of its last digit is worth: 1 s for `[00:32]`, 1 ms for `[00:32.500]`.
    pub resolution: Duration,
}

/// When an utterance is said. An utterance without a time has none of these at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timing {
    /// From the start of the audio.
    pub start: Duration,
    /// Later than the start; `None` where the last utterance's end is not known.
    pub end: Option<Duration>,
    /// How the start is known.
    pub origin: Origin,
}

/// How a time is known, from the surest to the least sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Origin {
    /// The file gives it to better than 0.1 s.
    Exact,
    /// The file gives it more coarsely, as a rule to a whole second.
    Marked,
    /// Found in the sound, with a confidence from 0 to 1.
    Aligned(f32),
    /// Worked out between two others.
    Estimated,
}

impl Origin {
    /// Its name for scripts, which lasts. A time that isn't there is `none`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Marked => "marked",
            Self::Aligned(_) => "aligned",
            Self::Estimated => "estimated",
        }
    }
}

/// A line of the show notes with a time, or a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPoint {
    /// From the start of the audio.
    pub at: Duration,
    /// Without the time.
    pub text: String,
    /// The line of the transcript's file, from 1; `None` where it comes from elsewhere.
    pub line: Option<usize>,
}

/// A quotation that the layout sets apart, no part of what is said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullQuote {
    /// With its quotation marks.
    pub text: String,
    /// The utterance that it follows or interrupts, counted as in [`Transcript::lines`]; `None` before the first.
    pub beside: Option<usize>,
    /// The line of the file, from 1.
    pub line: usize,
}
