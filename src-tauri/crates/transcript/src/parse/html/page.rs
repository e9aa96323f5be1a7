//! A web page's paragraphs: its text block by block, with the names, times and timed words that its markup gives.
//!
//! Only the tokenizer of html5ever is used. Building the page's tree takes quadratic time where tags nest without end, and
//! nothing here needs the tree: a paragraph ends where any block element begins or ends.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::writer::Writer;
use crate::model::{Mark, TimedSpan};
use crate::parse::block::{Block, Kind};

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
    pub(super) block: Block,
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
    let state = RefCell::new(Writer::new(line, leave_out, most));
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
    state: RefCell<Writer>,
    /// Whether anything came since it was last asked.
    heard: Cell<bool>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        state.at_line(line as usize);
        if !matches!(token, Token::ParseError(_)) {
            self.heard.set(true);
        }
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.open(&tag),
            Token::TagToken(tag) => state.close(&tag.name),
            Token::CharacterTokens(text) => {
                // The tokenizer has counted the line ends in it already.
                let ends = memchr::memchr_iter(b'\n', text.as_bytes()).count();
                state.at_line((line as usize).saturating_sub(ends).max(1));
                state.text(&text);
            }
            Token::DoctypeToken(_) => state.page().whole = true,
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
impl Paragraph {
    pub(super) fn new(kind: Kind) -> Self {
        Self::of(Block::new(kind, 0, String::new()))
    }

    pub(super) fn of(block: Block) -> Self {
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

/// The first characters of a text, of at most so many bytes.
pub(super) fn prefix(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}
