//! A web page's paragraphs: its text block by block, with the names, times and timed words that its markup gives.
//!
//! Only the tokenizer of html5ever is used. Building the page's tree takes quadratic time where tags nest without end, and
//! nothing here needs the tree: a paragraph ends where any block element begins or ends.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::time::Duration;

use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::times;
use crate::model::{Mark, TimedSpan};
use crate::parse::block::{Block, Break, Kind};

/// The tokenizer is fed in pieces of so many bytes.
const PIECE: usize = 1024;
/// A tag with more gaps between its attributes than this is ended there, and its rest is text: the tokenizer looks each
/// new attribute up among all before it.
const MOST_GAPS: usize = 300;
const GAPS: [char; 6] = [' ', '\n', '\t', '/', '"', '\''];
/// A page has at most so many paragraphs, and one more for as many of its bytes. All after that is one paragraph: a
/// paragraph takes far more memory than its letters.
const PARAGRAPHS: usize = 2_000;
const BYTES_A_PARAGRAPH: usize = 32;
/// No more stands between a name and a time, in bytes.
const LONGEST_GAP: usize = 16;
/// So much of a text that is left out is shown in the remark on it, in bytes.
const SHOWN: usize = 60;

/// Elements whose text is no speech.
const LEFT_OUT: [&str; 18] = [
    "script", "style", "nav", "footer", "button", "select", "textarea", "iframe", "noscript", "noembed",
    "noframes", "template", "svg", "audio", "video", "object", "canvas", "dialog",
];

/// What a page has.
#[derive(Debug, Default)]
pub(in crate::parse) struct Page {
    /// Of its head.
    pub(super) title: String,
    pub(super) paragraphs: Vec<Paragraph>,
    /// Elements whose text is no speech, each kind once.
    pub(super) left_out: Vec<LeftOut>,
    /// It says that it is a whole page, so not all in it is of the transcript.
    pub(super) whole: bool,
    /// An element that is never closed, and its line: nothing could be left out.
    pub(super) unclosed: Option<(&'static str, usize)>,
}

/// A block of text, and what the markup says of it.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// Its text has all that a reader sees, the name and the time at its start too.
    pub(super) block: Block<'static>,
    /// What a `<cite>` or an element of the class “speaker” at its start holds.
    pub(super) name: Option<Range<usize>>,
    /// The time of an element at its start.
    pub(super) mark: Option<Mark>,
    /// Where the name and the time at its start end.
    pub(super) lead: usize,
    /// The words that have a time of their own.
    pub(super) words: Vec<TimedSpan>,
}

/// Text that is in no paragraph.
#[derive(Debug)]
pub(super) struct LeftOut {
    pub(super) element: &'static str,
    pub(super) line: usize,
    pub(super) text: String,
}

impl Page {
    /// Reads a page or a part of one. `line` is that of its first character.
    pub(in crate::parse) fn read(html: &str, line: usize) -> Self {
        let page = tokenize(html, line, true);
        let Some(unclosed) = page.unclosed else { return page };
        // It would take all that follows with it.
        Self { unclosed: Some(unclosed), ..tokenize(html, line, false) }
    }
}

/// Reads the page, with or without leaving out what is no speech.
fn tokenize(html: &str, line: usize, leave_out: bool) -> Page {
    let most = PARAGRAPHS + html.len() / BYTES_A_PARAGRAPH;
    let state = RefCell::new(State::new(line, leave_out, most));
    let tokenizer = Tokenizer::new(Reader { state, heard: Cell::new(false) }, TokenizerOpts::default());
    let input = BufferQueue::default();
    let feed = |text: &str| {
        input.push_back(StrTendril::from(text));
        // The reader never asks to stop, so there is nothing to go on after.
        let _ = tokenizer.feed(&input);
    };
    let mut gaps = 0;
    let mut rest = html;
    while !rest.is_empty() {
        let overlong = gaps > MOST_GAPS;
        let end = if overlong { rest.find(GAPS).map_or(rest.len(), |at| at + 1) } else { PIECE };
        let piece = prefix(rest, end);
        rest = &rest[piece.len()..];
        feed(piece);
        if tokenizer.sink.heard.take() {
            gaps = 0;
        } else if overlong {
            // In a comment or in a quoted value, where much may stand as well, this ends nothing.
            feed(">");
            gaps = 0;
        } else {
            gaps += piece.matches(GAPS).count();
        }
    }
    tokenizer.end();
    tokenizer.sink.state.into_inner().finish()
}

struct Reader {
    state: RefCell<State>,
    /// Whether anything came since it was last asked.
    heard: Cell<bool>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        state.line = state.first_line + line as usize - 1;
        if !matches!(token, Token::ParseError(_)) {
            self.heard.set(true);
        }
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.open(&tag),
            Token::TagToken(tag) => state.close(&tag.name),
            Token::CharacterTokens(text) => {
                // The tokenizer has counted the line ends in it already.
                let ends = memchr::memchr_iter(b'\n', text.as_bytes()).count();
                state.line = state.line.saturating_sub(ends);
                state.text(&text);
            }
            Token::DoctypeToken(_) => state.page.whole = true,
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// An element inside a paragraph that tells something about the text in it.
struct Inline {
    element: LocalName,
    /// Where it begins in the paragraph.
    from: usize,
    means: Means,
}

enum Means {
    Name,
    /// With the time of its attribute.
    Time(Option<Mark>),
    Word {
        start: Duration,
        end: Option<Duration>,
    },
}

struct State {
    page: Page,
    paragraph: Paragraph,
    first_line: usize,
    line: usize,
    /// White space that becomes a blank if more text follows in the paragraph.
    blank: bool,
    /// Line ends right before this place.
    breaks: usize,
    /// How deep in emphasis this place is, and where it began.
    emphasis: usize,
    emphasised: usize,
    inline: Option<Inline>,
    leave_out: bool,
    skipped: Option<Skipped>,
    /// In the page's title, which begins on that line.
    in_title: Option<usize>,
    preformatted: bool,
    /// How many paragraphs there may be.
    most: usize,
}

/// An element that is being left out.
struct Skipped {
    element: &'static str,
    line: usize,
    /// How many of its kind are open.
    depth: usize,
    /// In a script or style inside it.
    code: bool,
}

impl State {
    fn new(line: usize, leave_out: bool, most: usize) -> Self {
        Self {
            page: Page::default(),
            paragraph: Paragraph::new(Kind::Paragraph),
            first_line: line,
            line,
            blank: false,
            breaks: 0,
            emphasis: 0,
            emphasised: 0,
            inline: None,
            leave_out,
            skipped: None,
            in_title: None,
            preformatted: false,
            most,
        }
    }

    fn open(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if let Some(skipped) = &mut self.skipped {
            skipped.depth += usize::from(skipped.element == name);
            skipped.code = matches!(name, "script" | "style");
            return raw_text(name);
        }
        if let Some(element) = LEFT_OUT.iter().find(|element| self.leave_out && **element == name) {
            if tag.self_closing {
                return TokenSinkResult::Continue;
            }
            let code = matches!(name, "script" | "style");
            self.skipped = Some(Skipped { element, line: self.line, depth: 1, code });
            return raw_text(name);
        }
        match name {
            "title" if self.leave_out => {
                self.in_title = Some(self.line);
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "html" | "head" | "body" => self.page.whole = true,
            "br" => self.line_end(),
            "hr" => {
                self.end_paragraph(Kind::Rule);
                self.paragraph.block.line = self.line;
                self.end_paragraph(Kind::Paragraph);
            }
            "b" | "strong" | "em" | "i" => {
                self.emphasis += 1;
                if self.emphasis == 1 {
                    self.emphasised = self.paragraph.block.text.len();
                }
            }
            "td" | "th" => {
                self.close_inline();
                self.blank = true;
            }
            _ if is_block(name) => {
                self.begin_paragraph(kind_of(name));
                self.preformatted |= name == "pre";
                if let Some((start, _)) = tag_time(tag) {
                    self.paragraph.mark = Some(times::milliseconds(start));
                }
            }
            _ => self.open_inline(tag),
        }
        TokenSinkResult::Continue
    }

    fn open_inline(&mut self, tag: &Tag) {
        let class = attribute(tag, "class").unwrap_or_default();
        let has_class = |wanted: &str| class.split_ascii_whitespace().any(|class| class == wanted);
        let means = if has_class("speaker") {
            // Whoever speaks from here on says a paragraph of their own.
            self.begin_at_name();
            Means::Name
        } else if let Some(seconds) = attribute(tag, "data-timestamp") {
            self.begin_at_time();
            Means::Time(times::seconds(seconds))
        } else if let Some((start, length)) = tag_time(tag) {
            Means::Word { start, end: length.map(|length| start + length) }
        } else {
            let Paragraph { block, name, mark, lead, .. } = &self.paragraph;
            let again = match &*tag.name {
                "cite" => name.is_some(),
                "time" => mark.is_some(),
                _ => return,
            };
            if again && is_lead_gap(&block.text[*lead..]) {
                self.end_paragraph(Kind::Paragraph);
            }
            match &*tag.name {
                "cite" => Means::Name,
                _ => Means::Time(attribute(tag, "datetime").and_then(times::duration)),
            }
        };
        self.close_inline();
        self.inline =
            Some(Inline { element: tag.name.clone(), from: self.paragraph.block.text.len(), means });
    }

    fn close(&mut self, name: &str) {
        if let Some(skipped) = &mut self.skipped {
            skipped.code = false;
            skipped.depth -= usize::from(skipped.element == name);
            if skipped.depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match name {
            "title" => self.in_title = None,
            "b" | "strong" | "em" | "i" if self.emphasis > 0 => {
                self.emphasis -= 1;
                if self.emphasis == 0 {
                    self.emphasise();
                }
            }
            _ if is_block(name) => {
                self.end_paragraph(Kind::Paragraph);
                self.preformatted &= name != "pre";
            }
            _ if self.inline.as_ref().is_some_and(|inline| &*inline.element == name) => self.close_inline(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(skipped) = &self.skipped {
            if !skipped.code && !text.trim().is_empty() {
                self.note_left_out(skipped.element, text.trim());
            }
            return;
        }
        if self.in_title.is_some() {
            self.page.title.push_str(text);
            return;
        }
        for (index, row) in text.split('\n').enumerate() {
            if index > 0 {
                self.line += 1;
                if self.preformatted { self.line_end() } else { self.blank = true }
            }
            for (index, part) in row.split([' ', '\t', '\x0C']).enumerate() {
                self.blank |= index > 0;
                if !part.is_empty() {
                    self.word(part);
                }
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.breaks > 1 {
            self.end_paragraph(Kind::Paragraph);
        }
        let line = self.line;
        let Block { text, breaks, line: first, .. } = &mut self.paragraph.block;
        let text = text.to_mut();
        if text.is_empty() {
            *first = line;
        } else if self.breaks > 0 {
            text.push(' ');
            breaks.push(Break { at: text.len(), line });
        } else if self.blank {
            text.push(' ');
        }
        text.push_str(word);
        self.blank = false;
        self.breaks = 0;
    }

    fn line_end(&mut self) {
        self.breaks += 1;
        self.blank = false;
    }

    /// Marks the text since emphasis began.
    fn emphasise(&mut self) {
        let block = &mut self.paragraph.block;
        let from = skip_blanks(&block.text, self.emphasised);
        if from < block.text.len() {
            block.emphasise(from..block.text.len());
        }
    }

    fn close_inline(&mut self) {
        let Some(Inline { from, means, .. }) = self.inline.take() else { return };
        let Paragraph { block, name, mark, lead, words } = &mut self.paragraph;
        let from = skip_blanks(&block.text, from);
        let held = &block.text[from..];
        let leads = is_lead_gap(block.text.get(*lead..from).unwrap_or_default());
        match means {
            Means::Name if leads && name.is_none() && !held.is_empty() => {
                *name = Some(from..block.text.len());
                *lead = block.text.len();
            }
            Means::Time(attribute) if leads && mark.is_none() => {
                *mark = times::finer(times::shown(held), attribute);
                if mark.is_some() {
                    *lead = block.text.len();
                }
            }
            Means::Word { start, end } if !held.trim().is_empty() => {
                words.push(TimedSpan::new(from..block.text.len(), start, end));
            }
            _ => {}
        }
    }

    /// Begins a paragraph at a time that stands inside one.
    fn begin_at_time(&mut self) {
        let Paragraph { block, mark, lead, .. } = &self.paragraph;
        if mark.is_some() || !is_lead_gap(&block.text[*lead..]) {
            self.end_paragraph(Kind::Paragraph);
        }
    }

    /// Begins a paragraph at a name that stands inside one.
    fn begin_at_name(&mut self) {
        let Paragraph { block, name, lead, .. } = &self.paragraph;
        if name.is_some() || !is_lead_gap(&block.text[*lead..]) {
            self.end_paragraph(Kind::Paragraph);
        }
    }

    /// Begins a paragraph of an element that was opened. What an element around it is holds for its first paragraph.
    fn begin_paragraph(&mut self, kind: Kind) {
        let Paragraph { block, mark, .. } = &self.paragraph;
        let (outer, mark) =
            if block.text.trim().is_empty() { (block.kind, *mark) } else { (Kind::Paragraph, None) };
        self.end_paragraph(if kind == Kind::Paragraph { outer } else { kind });
        self.paragraph.mark = mark;
    }

    /// Ends the paragraph, and begins one of that kind.
    fn end_paragraph(&mut self, next: Kind) {
        self.close_inline();
        if self.emphasis > 0 {
            self.emphasise();
        }
        (self.breaks, self.emphasis) = (0, 0);
        if self.page.paragraphs.len() == self.most {
            self.blank = true;
            return;
        }
        self.blank = false;
        let done = std::mem::replace(&mut self.paragraph, Paragraph::new(next));
        if done.block.kind == Kind::Rule || !done.block.text.trim().is_empty() {
            self.page.paragraphs.push(done);
        }
    }

    fn note_left_out(&mut self, element: &'static str, text: &str) {
        let shown = prefix(text, SHOWN);
        match self.page.left_out.iter_mut().find(|left_out| left_out.element == element) {
            Some(known) if known.text.len() < SHOWN => {
                known.text.push(' ');
                known.text.push_str(shown);
            }
            Some(_) => {}
            None => {
                self.page.left_out.push(LeftOut { element, line: self.line, text: shown.to_owned() });
            }
        }
    }

    fn finish(mut self) -> Page {
        self.page.unclosed = match (&self.skipped, self.in_title) {
            (Some(skipped), _) => Some((skipped.element, skipped.line)),
            (None, title) => title.map(|line| ("title", line)),
        };
        self.end_paragraph(Kind::Paragraph);
        // Past the most, the last paragraph is still to be taken in.
        if !self.paragraph.block.text.trim().is_empty() {
            self.page.paragraphs.push(self.paragraph);
        }
        self.page
    }
}

impl Paragraph {
    fn new(kind: Kind) -> Self {
        Self::of(Block::new(kind, 0, String::new()))
    }

    pub(super) fn of(block: Block<'static>) -> Self {
        Self { block, name: None, mark: None, lead: 0, words: Vec::new() }
    }

    /// Drops what stands before its speech, and the space after that.
    pub(super) fn drop_front(&mut self, count: usize) {
        let before = self.block.text.len();
        self.block.drop_front(count);
        let count = before - self.block.text.len();
        self.words.retain(|word| word.range().start >= count);
        for word in &mut self.words {
            let range = word.range();
            *word = TimedSpan::new(range.start - count..range.end - count, word.start, word.end);
        }
        self.block.breaks.retain_mut(|line| {
            line.at = line.at.saturating_sub(count);
            line.at > 0
        });
    }
}

/// Whether a name or a time after this text still stands at its paragraph's start.
fn is_lead_gap(text: &str) -> bool {
    text.len() <= LONGEST_GAP
        && text.chars().all(|c| {
            c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ':' | ',' | '-' | '–' | '—' | '|')
        })
}

/// The first characters of a text, of at most so many bytes.
pub(super) fn prefix(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let from = from.min(text.len());
    text.len() - text[from..].trim_start().len()
}

/// What the text of such an element is not to be taken for markup.
fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "blockquote"
            | "tr"
            | "dt"
            | "dd"
            | "ul"
            | "ol"
            | "dl"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "caption"
            | "pre"
            | "main"
            | "header"
            | "hgroup"
            | "aside"
            | "address"
            | "body"
            | "head"
            | "html"
            | "center"
            | "details"
            | "summary"
            | "fieldset"
            | "legend"
            | "figure"
            | "figcaption"
            | "form"
            | "menu"
            | "search"
            | "hr"
            | "footer"
            | "nav"
            | "dialog"
    )
}

fn kind_of(name: &str) -> Kind {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Kind::Heading(level - b'0'),
        b"li" => Kind::Item,
        _ => Kind::Paragraph,
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// Hyperaudio's `data-m` and `data-d`: start and length in milliseconds.
fn tag_time(tag: &Tag) -> Option<(Duration, Option<Duration>)> {
    let milliseconds = |name| attribute(tag, name).and_then(times::from_milliseconds);
    Some((milliseconds("data-m")?, milliseconds("data-d").filter(|length| !length.is_zero())))
}
