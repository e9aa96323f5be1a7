//! The text of a WebVTT cue as cues of the transcript: apart where the voice changes, without tags, with its words' times.

use std::borrow::Cow;
use std::time::Duration;

use super::MILLISECOND;
use super::text::{Element, Node, Nodes};
use crate::model::Mark;
use crate::parse::arrow;
use crate::parse::cue::{Cue, Voice};
use crate::parse::cut::spans;
use crate::parse::tags::{self, Emphasis};

/// How much of an unknown tag is shown, in characters.
const SHOWN: usize = 40;

/// Cuts the text of a cue where its voice changes.
pub(super) struct Pieces<'a, 'o> {
    out: &'o mut Vec<Cue<'a>>,
    start: Option<Mark>,
    end: Option<Duration>,
    line: usize,
    text: Cow<'a, str>,
    emphasis: Emphasis,
    /// From where in the text on which time holds.
    times: Vec<(usize, Duration)>,
    /// The time that was given last in this cue, and the one before this piece.
    now: Option<Duration>,
    before: Option<Duration>,
    voice: Voice<'a>,
    /// Whose the text around the voice is.
    around: Vec<Voice<'a>>,
}

impl<'a, 'o> Pieces<'a, 'o> {
    /// Of a cue of these times, whose text begins on that line. They are appended to `out`.
    pub(super) fn new(
        (start, end): (Option<Mark>, Option<Duration>),
        line: usize,
        out: &'o mut Vec<Cue<'a>>,
    ) -> Self {
        Self {
            out,
            start,
            end,
            line,
            text: Cow::Borrowed(""),
            emphasis: Emphasis::default(),
            times: Vec::new(),
            now: None,
            before: None,
            voice: Voice::Same,
            around: Vec::new(),
        }
    }

    /// Reads the whole text. Gives back the first tag that means nothing and was taken for text.
    pub(super) fn read(mut self, text: &'a str) -> Option<String> {
        let mut unknown = None;
        let mut nodes = Nodes::of(text);
        while let Some(node) = nodes.next() {
            match node {
                Node::Text(text) => self.push(text),
                Node::Open(Element::Italic | Element::Bold) => self.emphasis.open(self.text.len()),
                Node::Close(Element::Italic | Element::Bold) => self.emphasis.close(self.text.len()),
                Node::Open(Element::RubyText) => self.push(Cow::Borrowed("(")),
                Node::Close(Element::RubyText) => self.push(Cow::Borrowed(")")),
                Node::Open(Element::Voice(name)) => {
                    let voice = if name.is_empty() { Voice::Same } else { Voice::Named(name) };
                    let around = self.change_voice(voice);
                    self.around.push(around);
                }
                Node::Close(Element::Voice(_)) => {
                    let around = self.around.pop().unwrap_or(Voice::Same);
                    self.change_voice(around);
                }
                Node::Open(_) | Node::Close(_) => {}
                Node::Time(time) => self.time(time),
                Node::Unknown(tag) => match (sloppy_time(tag), tags::stands_for(tag)) {
                    (Some(time), _) => self.time(time),
                    (None, Some(text)) => self.push(Cow::Borrowed(text)),
                    (None, None) => {
                        unknown.get_or_insert_with(|| tag.chars().take(SHOWN).collect());
                        self.push(Cow::Borrowed(nodes.as_text()));
                    }
                },
            }
        }
        if nodes.in_ruby_text() {
            self.push(Cow::Borrowed(")"));
        }
        self.finish();
        unknown
    }

    fn push(&mut self, text: Cow<'a, str>) {
        if self.text.is_empty() {
            self.text = text;
        } else {
            self.text.to_mut().push_str(&text);
        }
    }

    /// A time inside the cue. One that is not within the cue's own, or goes back, says nothing.
    fn time(&mut self, time: Duration) {
        let after = self.now.or(self.start.map(|start| start.time)).is_none_or(|now| now <= time);
        if after && self.end.is_none_or(|end| time <= end) {
            self.now = Some(time);
            self.times.push((self.text.len(), time));
        }
    }

    /// Hands out what was said until here, and goes on with another voice. Gives back the voice until here.
    fn change_voice(&mut self, next: Voice<'a>) -> Voice<'a> {
        let lines = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        let voice = self.voice.clone();
        self.finish();
        self.line += lines;
        self.voice = next;
        voice
    }

    /// Hands out what was said until here.
    fn finish(&mut self) {
        let voice = std::mem::replace(&mut self.voice, Voice::Same);
        let text = std::mem::take(&mut self.text);
        let emphasis = self.emphasis.cut(text.len());
        let times = std::mem::take(&mut self.times);
        let before = std::mem::replace(&mut self.before, self.now);
        if text.trim_ascii().is_empty() {
            return;
        }
        let blank = |range: &str| range.trim().is_empty();
        let first = times.first().filter(|(at, _)| blank(&text[..*at])).map(|&(_, time)| time);
        let mark = |time| Mark { time, resolution: MILLISECOND };
        let start = first.or(before).map(mark).or(self.start);
        let last = times.last().filter(|(at, _)| blank(&text[*at..])).map(|&(_, time)| time);
        let end = last.or(self.end);
        let words = spans(&text, &times, start.map(|start| start.time), end);
        let cue = Cue::new(voice, text, (start, end), self.line).with_emphasis(emphasis).with_words(words);
        self.out.push(cue.trimmed());
    }
}

/// The time in a tag that the standard doesn't take for one.
fn sloppy_time(tag: &str) -> Option<Duration> {
    let inside = tag.strip_prefix('<')?.strip_suffix('>')?.trim();
    let (mark, end) = arrow::time(inside)?;
    (end == inside.len() && inside.contains([':', '.', ','])).then_some(mark.time)
}
