//! A paragraph of TTML while it is read, and the cue that it becomes.

use super::spans::Span;
use crate::model::TimedSpan;
use crate::parse::cue::{Cue, Voice};

/// Where two words meet with nothing between them. The text itself has no control characters.
const JOINT: char = '\u{1}';
/// A line break that counts.
const BREAK: char = '\u{2}';

/// What one agent says in one paragraph. All those of a file stand in memory at once, so it is kept small.
pub(super) struct Paragraph {
    line: u32,
    /// Its own times.
    timed: Option<u32>,
    pub(super) agent: Option<Box<str>>,
    text: String,
    words: Vec<Word>,
}

/// Bytes of the text with times of their own.
struct Word {
    from: usize,
    to: usize,
    timed: usize,
}

impl Paragraph {
    pub(super) fn new(line: usize, timed: Option<usize>, agent: Option<String>) -> Self {
        let agent = agent.map(String::into_boxed_str);
        let timed = timed.map(|timed| timed as u32);
        Self { line: line as u32, timed, agent, text: String::new(), words: Vec::new() }
    }

    /// One of the same place and time, that another agent says.
    pub(super) fn by(&self, agent: Option<String>) -> Self {
        let agent = agent.map(String::into_boxed_str);
        Self { line: self.line, timed: self.timed, agent, text: String::new(), words: Vec::new() }
    }

    /// The same in no more room than it needs.
    pub(super) fn finished(mut self) -> Self {
        self.text.shrink_to_fit();
        self.words.shrink_to_fit();
        self
    }

    pub(super) fn push(&mut self, text: &str, preserve: bool) {
        if preserve && text.contains('\n') {
            self.text.extend(text.chars().map(|c| if c == '\n' { BREAK } else { c }));
        } else {
            self.text.push_str(text);
        }
    }

    pub(super) fn line_break(&mut self) {
        self.text.push(BREAK);
    }

    /// A word begins or ends here.
    pub(super) fn joint(&mut self) {
        if !self.text.is_empty() && !self.ends_in_joint() {
            self.text.push(JOINT);
        }
    }

    pub(super) fn ends_in_joint(&self) -> bool {
        self.text.ends_with(JOINT)
    }

    /// The text from there on has times of its own.
    pub(super) fn word(&mut self, from: usize, timed: usize) {
        let to = self.text.len();
        if self.words.last().is_none_or(|last| last.to <= from) && from < to {
            self.words.push(Word { from, to, timed });
        }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || matches!(c, JOINT | BREAK))
    }

    /// The cue: white space collapsed, and where words meet a blank if `apart`.
    pub(super) fn cue<'a>(self, voice: Voice<'a>, spans: &[Span], apart: bool) -> Cue<'a> {
        let mut text = String::with_capacity(self.text.len());
        let mut words: Vec<TimedSpan> = Vec::with_capacity(self.words.len());
        let mut pending: Option<char> = None;
        let mut upcoming = self.words.iter().peekable();
        // Where the word that is being written begins.
        let mut from: Option<usize> = None;
        for (at, c) in self.text.char_indices().chain([(self.text.len(), JOINT)]) {
            if let Some(word) = upcoming.next_if(|word| word.to <= at) {
                push(&mut words, from.take(), text.len(), spans[word.timed]);
            }
            match c {
                BREAK => pending = Some('\n'),
                JOINT if !apart => {}
                c if c == JOINT || c.is_whitespace() => pending = pending.or(Some(' ')),
                c => {
                    if let Some(blank) = pending.take()
                        && !text.is_empty()
                    {
                        text.push(blank);
                    }
                    if upcoming.peek().is_some_and(|word| word.from <= at) && from.is_none() {
                        from = Some(text.len());
                    }
                    text.push(c);
                }
            }
        }
        let own = self.timed.map(|timed| spans[timed as usize]);
        let first = self.words.first().map(|word| spans[word.timed]);
        let last = self.words.last().and_then(|word| spans[word.timed].end);
        let start = own.or(first).map(|span| span.start);
        let end = own.and_then(|own| own.end).or(last);
        Cue::new(voice, text, (start, end), self.line as usize).with_words(words)
    }
}

fn push(words: &mut Vec<TimedSpan>, from: Option<usize>, to: usize, span: Span) {
    if let Some(from) = from.filter(|from| *from < to) {
        words.push(TimedSpan::new(from..to, span.start.time, span.end));
    }
}
