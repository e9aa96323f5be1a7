//! Markdown as blocks, by a CommonMark parser that keeps source positions.
//!
//! CommonMark gives meaning to some things that people say or that editors leave behind, and drops what it takes for
//! markup. None of that may cost a word here, so `mask` takes these meanings away beforehand, without moving anything:
//! HTML, code by indentation, fences, and link definitions other than those of a URL. What it hides are control
//! characters, which a decoded text doesn't have.

use std::borrow::Cow;
use std::collections::HashSet;

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

use super::block::{Block, Break, Kind};
use super::blocks::Blocks;
use super::quick;
use super::stretch::{Joint, Limits, Stretch};

/// Stand for `<`, for `]` and for the first blank of an indentation.
const LESS_THAN: char = '\x1A';
const CLOSING: char = '\x03';
const INDENT: char = '\x02';

/// So many bytes are given to the parser at once: its tree may take over a hundred times as much.
const PART: usize = 8 * 1024;

/// A block that is longer than that is cut where it is a larger part of the text than one of so many.
const PARTS: usize = 16;

/// Longer words before a `:` are no URL's scheme.
const LONGEST_SCHEME: usize = 20;

/// The blocks of a Markdown text, in order; it may be one of nothing but crumbs.
pub(super) fn blocks(text: &str, crumbs: bool) -> Blocks<'static> {
    let blocks = if crumbs { Blocks::of_crumbs(text.len()) } else { Blocks::of_file(text.len()) };
    in_parts(&mask(text), Limits { part: PART, block: PART.max(text.len() / PARTS) }, blocks)
}

/// The blocks of a masked text. The parser, whose tree takes far more memory than the text, is given parts of it that are
/// hardly longer than the limits.
fn in_parts(source: &str, limits: Limits, blocks: Blocks<'static>) -> Blocks<'static> {
    let labels = &labels(source, limits);
    let mut parts = Parts { source, labels, start: 0, line: 1, joint: None, blocks };
    let (mut start, mut line) = (0, 1);
    let mut block = Block::new(Kind::Paragraph, 1, "");
    while start < source.len() {
        let pending = start - parts.start;
        let stretch = Stretch::first(&source[start..], limits.after(pending));
        let (end, next) = (start + stretch.end, line + stretch.lines);
        let text = &source[start..end];
        let rows = match stretch.joint {
            Some(Joint::Word) => text.trim_end_matches(' '),
            _ => text.strip_suffix('\n').unwrap_or(text),
        };
        let may_link = !labels.is_empty() && memchr::memchr(b'[', rows.as_bytes()).is_some();
        if !may_link && quick::paragraph(rows, line, &mut block) {
            parts.read(start, line, None);
            parts.add(&block, start);
            parts.pass(end, next, stretch.joint);
        } else {
            // A line that is not indented, after a blank one, ends all that was open. Others don't always.
            let anew = pending > limits.part && begins_anew(text);
            if anew || (pending > limits.block && !text.trim_ascii().is_empty()) {
                parts.read(start, line, None);
            }
            if stretch.joint.is_some() {
                parts.read(end, next, stretch.joint);
            }
        }
        (start, line) = (end, next);
    }
    parts.read(start, line, None);
    parts.blocks
}

/// The labels of the links that a masked text defines, in lower case: they hold for all of its parts.
fn labels(source: &str, limits: Limits) -> HashSet<Box<str>> {
    let mut labels = HashSet::new();
    let mut start = memchr::memmem::find(source.as_bytes(), b"]:").map_or(source.len(), |_| 0);
    while start < source.len() {
        let end = start + Stretch::first(&source[start..], limits).end;
        let stretch = &source[start..end];
        if memchr::memmem::find(stretch.as_bytes(), b"]:").is_some() {
            let parser = Parser::new_ext(stretch, Options::empty());
            labels
                .extend(parser.reference_definitions().iter().map(|(label, _)| label.to_lowercase().into()));
        }
        start = end;
    }
    labels
}

/// Whether what comes first is neither blank nor indented.
fn begins_anew(text: &str) -> bool {
    text.starts_with(|c| !matches!(c, ' ' | '\t' | '\n' | INDENT))
}

/// A text that is read part by part.
struct Parts<'a> {
    source: &'a str,
    /// Of the links that it defines.
    labels: &'a HashSet<Box<str>>,
    /// What comes before is read.
    start: usize,
    /// The line there.
    line: usize,
    /// What joins the rest to what is read, if it goes on with its last paragraph.
    joint: Option<Joint>,
    blocks: Blocks<'static>,
}

impl Parts<'_> {
    /// Goes to a place that is on that line.
    fn pass(&mut self, start: usize, line: usize, joint: Option<Joint>) {
        (self.start, self.line, self.joint) = (start, line, joint);
    }

    fn add(&mut self, block: &Block, at: usize) {
        match self.joint.take() {
            Some(joint) => self.blocks.join(block, joint, at),
            None => self.blocks.push(block, at),
        }
    }

    /// Reads what comes before `end`, which is on that line, by the parser.
    fn read(&mut self, end: usize, line: usize, joint: Option<Joint>) {
        let (begin, source) = (self.start, &self.source[self.start..end]);
        if !source.trim_ascii().is_empty() {
            let joins = self.joint.take().map(|joint| (joint, self.line));
            let labels = self.labels;
            let lines = Lines { source: source.as_bytes(), at: 0, line: self.line };
            let blocks = &mut self.blocks;
            let mut reader = Reader { source, begin, lines, blocks, joins, open: None, emphasis: Vec::new() };
            let is_defined = |link: BrokenLink<'_>| {
                let defined = labels.contains(link.reference.to_lowercase().as_str());
                defined.then(|| ("".into(), "".into()))
            };
            let callback = (!labels.is_empty()).then_some(is_defined);
            let parser = Parser::new_with_broken_link_callback(source, Options::empty(), callback);
            for (event, range) in parser.into_offset_iter() {
                reader.take(event, range.start, range.end);
            }
            reader.close();
            self.pass(end, line, joint);
        } else if joint.is_some() {
            self.pass(end, line, joint);
        }
    }
}

struct Reader<'a> {
    source: &'a str,
    /// Where it begins in the file.
    begin: usize,
    lines: Lines<'a>,
    blocks: &'a mut Blocks<'static>,
    /// What joins a paragraph that begins on that line to what was read before.
    joins: Option<(Joint, usize)>,
    open: Option<Block>,
    emphasis: Vec<Emphasis>,
}

/// A run of emphasis whose end is not reached yet.
struct Emphasis {
    /// Where it begins in the open block's text.
    from: usize,
    /// The asterisks, where they stand inside a word ("f\*\*k", "2\*3\*4") and so are text.
    literal: Option<&'static str>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let under = self.source[..end].trim_end().as_bytes().last().copied();
                let kind = if self.source[start..].starts_with('#') {
                    Kind::Heading(level as u8)
                } else {
                    Kind::Underlined { rule: under == Some(b'-') }
                };
                self.begin(kind, start);
                self.reserve(end - start);
            }
            Event::Start(Tag::Paragraph) => {
                // The first paragraph of a list item is the item.
                if !self.open.as_ref().is_some_and(|open| open.kind == Kind::Item && open.breaks.is_empty()) {
                    self.begin(Kind::Paragraph, start);
                }
                self.reserve(end - start);
            }
            Event::Start(Tag::Item) => {
                self.begin(Kind::Item, start);
                // A number may have been said; a bullet is the layout's.
                let marker = &self.source[start..end];
                let number = marker.len() - marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if number > 0 {
                    self.push(marker.get(..=number).unwrap_or(marker));
                    self.push(" ");
                }
            }
            Event::Start(Tag::CodeBlock(_)) => self.begin(Kind::Paragraph, start),
            Event::Start(Tag::Emphasis) => self.open_emphasis("*", start, end),
            Event::Start(Tag::Strong) => self.open_emphasis("**", start, end),
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => self.close_emphasis(),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => {
            }
            Event::Start(_) | Event::End(_) => self.close(),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text(&text, start);
            }
            Event::SoftBreak | Event::HardBreak => self.line_break(end),
            Event::Rule => {
                self.begin(Kind::Rule, start);
                self.close();
            }
            // Extensions that are not switched on.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn begin(&mut self, kind: Kind, start: usize) {
        self.close();
        self.open = Some(Block::new(kind, self.lines.of(start), String::new()));
    }

    fn reserve(&mut self, length: usize) {
        if let Some(open) = &mut self.open {
            open.text.reserve(length);
        }
    }

    fn close(&mut self) {
        self.emphasis.clear();
        if let Some(mut block) = self.open.take() {
            let kept = block.text.trim_end().len();
            block.text.truncate(kept);
            block.breaks.pop_if(|last| last.at >= block.text.len());
            if !block.text.is_empty() || block.kind == Kind::Rule {
                let at = self.begin + self.lines.at;
                match self.joins.take() {
                    Some((joint, line)) if block.line == line => self.blocks.join(&block, joint, at),
                    _ => self.blocks.push(&block, at),
                }
            }
        }
    }

    /// Adds text that may hold masks and, in code, line ends.
    fn text(&mut self, text: &str, start: usize) {
        if self.open.is_none() {
            self.begin(Kind::Paragraph, start);
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.line_break(start);
            }
            if memchr::memchr3(LESS_THAN as u8, CLOSING as u8, INDENT as u8, line.as_bytes()).is_some() {
                let at_line_start =
                    self.open.as_ref().is_some_and(|open| open.text.is_empty() || open.text.ends_with(' '));
                let line = line.replace(LESS_THAN, "<").replace(CLOSING, "]").replace(INDENT, " ");
                self.push(if at_line_start { line.trim_start() } else { &line });
            } else {
                self.push(line);
            }
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.text.push_str(text);
        }
    }

    fn line_break(&mut self, next: usize) {
        let line = self.lines.of(next);
        let Some(open) = &mut self.open else { return };
        let kept = open.text.trim_end().len();
        let text = &mut open.text;
        text.truncate(kept);
        if text.is_empty() {
            open.line = line;
            return;
        }
        text.push(' ');
        let at = text.len();
        // A line of which nothing is left, such as that of an image, is none.
        open.breaks.pop_if(|last| last.at >= at);
        open.breaks.push(Break { at, line });
    }

    fn open_emphasis(&mut self, asterisks: &'static str, start: usize, end: usize) {
        let inside_a_word = self.source[..start].ends_with(char::is_alphanumeric)
            && self.source[end..].starts_with(char::is_alphanumeric);
        let literal = inside_a_word.then_some(asterisks);
        if self.open.is_none() {
            self.begin(Kind::Paragraph, start);
        }
        self.push(literal.unwrap_or_default());
        let from = self.open.as_ref().map_or(0, |open| open.text.len());
        self.emphasis.push(Emphasis { from, literal });
    }

    fn close_emphasis(&mut self) {
        let (Some(run), Some(open)) = (self.emphasis.pop(), &mut self.open) else { return };
        match run.literal {
            Some(asterisks) => open.text.push_str(asterisks),
            None => open.emphasise(run.from..open.text.len()),
        }
    }
}

/// The line numbers of places that are asked for in their order.
struct Lines<'a> {
    source: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> usize {
        if let Some(passed) = self.source.get(self.at..at) {
            self.line += memchr::memchr_iter(b'\n', passed).count();
            self.at = at;
        }
        self.line
    }
}

/// The text with the same length and lines, without what must not be markup.
fn mask(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut put = |at: usize, mask: char| {
        if out.is_empty() {
            out.extend_from_slice(bytes);
        }
        out[at] = mask as u8;
    };
    for at in memchr::memchr_iter(b'<', bytes) {
        put(at, LESS_THAN);
    }
    for at in memchr::memmem::find_iter(bytes, b"]:") {
        if !is_url(&text[at + 2..]) {
            put(at, CLOSING);
        }
    }
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        if matches!(bytes[start], b' ' | b'\t' | b'`' | b'~') {
            let line = &text[start..end];
            let words = line.trim_start_matches([' ', '\t']);
            let blanks = line.len() - words.len();
            if is_fence(words) {
                (start..end).for_each(|at| put(at, ' '));
            } else if !words.is_empty() && blanks > 0 && (blanks >= 4 || line[..blanks].contains('\t')) {
                put(start, INDENT);
            }
        }
        start = end + 1;
    }
    // Whole characters of one byte were put in the place of others, or blanks over a whole line.
    if out.is_empty() {
        Cow::Borrowed(text)
    } else {
        String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
    }
}

/// Whether a link definition's destination is one, and not what somebody whose name stands in brackets says.
fn is_url(destination: &str) -> bool {
    let word = destination.trim_start_matches([' ', '\t']);
    let scheme = word.bytes().take(LONGEST_SCHEME).take_while(u8::is_ascii_alphanumeric).count();
    scheme > 0 && (word[scheme..].starts_with("://") || word.starts_with("mailto:"))
}

/// Whether a line opens or closes a block of code. Without these an unclosed one can't hide the rest of the text.
fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

#[cfg(test)]
mod tests;
