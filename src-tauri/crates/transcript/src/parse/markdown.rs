//! Markdown as blocks, by a CommonMark parser that keeps source positions.
//!
//! CommonMark gives meaning to some things that people say or that editors leave behind, and drops what it takes for
//! markup. None of that may cost a word here, so `mask` takes these meanings away beforehand, without moving anything:
//! HTML, code by indentation, fences, and link definitions other than those of a URL. What it hides are control
//! characters, which a decoded text doesn't have.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block::{Block, Break, Kind};
use super::blocks::Blocks;
use super::quick;

/// Stand for `<`, for `]` and for the first blank of an indentation.
const LESS_THAN: char = '\x1A';
const CLOSING: char = '\x03';
const INDENT: char = '\x02';

/// So many bytes are given to the parser at once, and what can't be cut off behind them: its tree may take over a hundred
/// times as much.
const PART: usize = 8 * 1024;

/// Longer words before a `:` are no URL's scheme.
const LONGEST_SCHEME: usize = 20;

/// The blocks of a Markdown text, in order; it may be one of nothing but crumbs.
pub(super) fn blocks(text: &str, crumbs: bool) -> Blocks<'static> {
    let blocks = if crumbs { Blocks::of_crumbs(text.len()) } else { Blocks::of_file(text.len()) };
    in_parts(&mask(text), PART, blocks)
}

/// The blocks of a masked text. The parser, whose tree takes far more memory than the text, is given parts of it that are
/// hardly longer than `part`, in bytes, where the text can be cut so.
fn in_parts(source: &str, part: usize, mut blocks: Blocks<'static>) -> Blocks<'static> {
    if memchr::memmem::find(source.as_bytes(), b"]:").is_some() {
        // Links may be defined anywhere, for the whole text.
        by_commonmark(source, 0..source.len(), 1, &mut blocks);
        return blocks;
    }
    // A line that is not indented, after a blank one, ends all that was open: there the text can be cut. So does a bullet.
    let (mut start, mut line) = (0, 1);
    let (mut left, mut left_line) = (0, 1);
    let mut block = Block::new(Kind::Paragraph, 1, "");
    while start < source.len() {
        let (end, lines) = stretch(&source[start..], part.saturating_sub(start - left));
        let (end, next) = (start + end, line + lines);
        let stretch = source[start..end].strip_suffix('\n').unwrap_or(&source[start..end]);
        if quick::paragraph(stretch, line, &mut block) {
            by_commonmark(source, left..start, left_line, &mut blocks);
            blocks.push(&block, start);
            (left, left_line) = (end, next);
        } else if start - left > part && begins_anew(stretch) {
            by_commonmark(source, left..start, left_line, &mut blocks);
            (left, left_line) = (start, line);
        }
        (start, line) = (end, next);
    }
    by_commonmark(source, left..source.len(), left_line, &mut blocks);
    blocks
}

/// The lines up to the next blank one, or the blank ones up to the next that isn't: where they end, and how many they are.
/// After so many bytes they end at a bullet, too.
fn stretch(text: &str, part: usize) -> (usize, usize) {
    let blank = |row: &[u8]| row.iter().all(|b| matches!(b, b' ' | b'\t'));
    let (mut end, mut lines, mut kind) = (0, 0, None);
    while end < text.len() {
        let rest = &text.as_bytes()[end..];
        let row = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let is_blank = blank(&rest[..row]);
        if *kind.get_or_insert(is_blank) != is_blank || (end > part && is_item(rest)) {
            break;
        }
        end += (row + 1).min(rest.len());
        lines += 1;
    }
    (end, lines)
}

/// Whether what comes first is neither blank nor indented.
fn begins_anew(text: &str) -> bool {
    text.starts_with(|c| !matches!(c, ' ' | '\t' | '\n' | INDENT))
}

/// Whether a line is a list's, without a doubt.
fn is_item(line: &[u8]) -> bool {
    matches!(line, [b'-' | b'*' | b'+', b' ', first, ..] if first.is_ascii_alphanumeric())
}

/// Adds the blocks of a part of a text, which begins on that line, by the parser.
fn by_commonmark(text: &str, part: Range<usize>, line: usize, blocks: &mut Blocks<'static>) {
    let (begin, source) = (part.start, &text[part]);
    if source.trim_ascii().is_empty() {
        return;
    }
    let mut reader = Reader {
        source,
        begin,
        lines: Lines { source: source.as_bytes(), at: 0, line },
        blocks,
        open: None,
        emphasis: Vec::new(),
    };
    for (event, range) in Parser::new_ext(source, Options::empty()).into_offset_iter() {
        reader.take(event, range.start, range.end);
    }
    reader.close();
}

struct Reader<'a> {
    source: &'a str,
    /// Where it begins in the file.
    begin: usize,
    lines: Lines<'a>,
    blocks: &'a mut Blocks<'static>,
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
                self.blocks.push(&block, self.begin + self.lines.at);
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
