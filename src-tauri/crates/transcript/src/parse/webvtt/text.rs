//! The text of a WebVTT cue as its nodes, to the letter of the standard's tokenizer and tree construction.

use std::borrow::Cow;
use std::time::Duration;

use super::time::timestamp;

/// Tags have no longer names.
const LONGEST_NAME: usize = 8;

/// What a cue's text is made of, in its order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    Text(Cow<'a, str>),
    Open(Element<'a>),
    /// The innermost open element ends. Those that are open at the end of the text have no such node.
    Close(Element<'a>),
    /// What follows is said from this time on.
    Time(Duration),
    /// A tag that means nothing to the standard, with its brackets.
    Unknown(&'a str),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Element<'a> {
    Class,
    Italic,
    Bold,
    Underline,
    Ruby,
    RubyText,
    /// With its name.
    Voice(Cow<'a, str>),
    Language,
}

/// Reads a cue's text node by node.
pub(super) struct Nodes<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Element<'a>>,
    /// The first `>` from here on that was found, so that none is looked for twice.
    closing: usize,
    /// Where the tag that was read last begins.
    tag: usize,
}

impl<'a> Nodes<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, open: Vec::new(), closing: 0, tag: 0 }
    }

    /// Takes the tag that was read last for text: its `<` is the next node, and reading goes on behind that.
    pub(super) fn as_text(&mut self) -> &'a str {
        self.at = self.tag + 1;
        &self.text[self.tag..self.at]
    }
}

impl Nodes<'_> {
    /// Whether reading stands inside `<rt>`.
    pub(super) fn in_ruby_text(&self) -> bool {
        self.open.contains(&Element::RubyText)
    }
}

impl<'a> Iterator for Nodes<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        let rest = &self.text[self.at..];
        let length = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        if length > 0 {
            self.at += length;
            return Some(Node::Text(unescape(&rest[..length])));
        }
        if rest.is_empty() {
            return None;
        }
        let end = self.closing();
        let raw = &self.text[self.at..(end + 1).min(self.text.len())];
        let inside = &self.text[self.at + 1..end];
        self.tag = self.at;
        // `</ruby>` inside `<rt>` closes both, and so is met twice.
        let twice = inside == "/ruby" && self.open.last() == Some(&Element::RubyText);
        if !twice {
            self.at += raw.len();
        }
        Some(self.tag_node(inside, twice).unwrap_or(Node::Unknown(raw)))
    }
}

impl<'a> Nodes<'a> {
    /// Where the tag that begins here ends: at its `>`, or with the text.
    fn closing(&mut self) -> usize {
        if self.closing <= self.at {
            let rest = &self.text.as_bytes()[self.at..];
            self.closing = memchr::memchr(b'>', rest).map_or(self.text.len(), |length| self.at + length);
        }
        self.closing
    }

    /// What a tag means, given what stands between its brackets.
    fn tag_node(&mut self, inside: &'a str, twice: bool) -> Option<Node<'a>> {
        if let Some(name) = inside.strip_prefix('/') {
            return (twice || self.open.last().is_some_and(|open| open.name() == name))
                .then(|| self.open.pop())
                .flatten()
                .map(Node::Close);
        }
        if inside.starts_with(|c: char| c.is_ascii_digit()) {
            let (time, end) = timestamp(inside)?;
            return (end == inside.len()).then_some(Node::Time(time));
        }
        let is_end = |b: &u8| matches!(b, b'.' | b' ' | b'\t' | b'\n' | b'\x0C');
        let end = inside.bytes().take(LONGEST_NAME).position(|b| is_end(&b));
        let name = match end {
            Some(end) => &inside[..end],
            None if inside.len() <= LONGEST_NAME => inside,
            None => return None,
        };
        let element = match name {
            "c" => Element::Class,
            "i" => Element::Italic,
            "b" => Element::Bold,
            "u" => Element::Underline,
            "ruby" => Element::Ruby,
            "rt" if self.open.last() == Some(&Element::Ruby) => Element::RubyText,
            "v" => Element::Voice(annotation(&inside[name.len()..])),
            "lang" => Element::Language,
            _ => return None,
        };
        self.open.push(element.clone());
        Some(Node::Open(element))
    }
}

impl Element<'_> {
    /// The name of its tags.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Element::Class => "c",
            Element::Italic => "i",
            Element::Bold => "b",
            Element::Underline => "u",
            Element::Ruby => "ruby",
            Element::RubyText => "rt",
            Element::Voice(_) => "v",
            Element::Language => "lang",
        }
    }
}

/// What stands in a start tag after its name and classes.
fn annotation(after_name: &str) -> Cow<'_, str> {
    let blank = after_name.find([' ', '\t', '\n', '\x0C']);
    let text = blank.map_or("", |at| &after_name[at..]).trim_ascii();
    let single = !text.contains(['\t', '\n', '\x0C']) && !text.contains("  ");
    match unescape(text) {
        text if single => text,
        text => Cow::Owned(text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// The text with its character references resolved, as HTML does.
fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        Cow::Borrowed(text)
    } else {
        htmlize::unescape(text)
    }
}
