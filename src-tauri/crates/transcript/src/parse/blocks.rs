//! The blocks of a whole text, in little room: there may be a million of them.

use std::borrow::Cow;
use std::ops::Range;

use super::block::{Block, BlockRef, Break, Kind};

/// Blocks in the file's order.
#[derive(Debug, Default)]
pub(super) struct Blocks<'a> {
    /// The file's own text, where all blocks are parts of it; else that of one block after the other.
    text: Cow<'a, str>,
    places: Vec<Place>,
    /// Of the blocks with emphasis or with several lines, in order.
    extras: Vec<Extra>,
    emphasis: Vec<Range<usize>>,
    breaks: Vec<Break>,
}

/// Where a block stands in the text, and in the file.
#[derive(Debug)]
struct Place {
    start: u32,
    length: u32,
    line: u32,
    kind: Kind,
}

/// Where the emphasis and the breaks of a block end among those of all; they begin where those of the one before end.
#[derive(Debug)]
struct Extra {
    block: u32,
    emphasis: u32,
    breaks: u32,
}

impl<'a> Blocks<'a> {
    /// For blocks that are parts of `text`.
    pub(super) fn within(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), ..Self::default() }
    }

    /// For blocks that have so many bytes of text.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: Cow::Owned(String::with_capacity(bytes)), ..Self::default() }
    }

    /// Adds a block of one line. `at` is where it stands in the file's text.
    pub(super) fn add(&mut self, kind: Kind, line: usize, at: usize, text: &str) {
        let start = match &mut self.text {
            Cow::Borrowed(_) => at,
            Cow::Owned(all) => {
                let start = all.len();
                all.push_str(text);
                start
            }
        };
        let (start, length, line) = (start as u32, text.len() as u32, line as u32);
        self.places.push(Place { start, length, line, kind });
    }

    /// Adds a block.
    pub(super) fn push(&mut self, block: &Block) {
        let index = self.places.len() as u32;
        self.text.to_mut();
        self.add(block.kind, block.line, 0, &block.text);
        if !block.emphasis.is_empty() || !block.breaks.is_empty() {
            self.emphasis.extend_from_slice(&block.emphasis);
            self.breaks.extend_from_slice(&block.breaks);
            let (emphasis, breaks) = (self.emphasis.len() as u32, self.breaks.len() as u32);
            self.extras.push(Extra { block: index, emphasis, breaks });
        }
    }

    /// Adds a line of the file to the last block.
    pub(super) fn wrap(&mut self, line: usize, text: &str) {
        let Some(place) = self.places.last_mut() else { return };
        let all = self.text.to_mut();
        all.push(' ');
        let at = all.len() - place.start as usize;
        all.push_str(text);
        place.length = (all.len() - place.start as usize) as u32;
        self.breaks.push(Break { at, line });
        let (block, emphasis) = (self.places.len() as u32 - 1, self.emphasis.len() as u32);
        let breaks = self.breaks.len() as u32;
        match self.extras.last_mut().filter(|extra| extra.block == block) {
            Some(extra) => extra.breaks = breaks,
            None => self.extras.push(Extra { block, emphasis, breaks }),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Each, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = BlockRef<'_>> {
        let mut extras = self.extras.iter().peekable();
        let (mut emphasis, mut breaks) = (0, 0);
        self.places.iter().enumerate().map(move |(index, place)| {
            let mut block = BlockRef {
                kind: place.kind,
                line: place.line as usize,
                text: self
                    .text
                    .get(place.start as usize..(place.start + place.length) as usize)
                    .unwrap_or_default(),
                emphasis: &[],
                breaks: &[],
            };
            if let Some(extra) = extras.next_if(|extra| extra.block as usize == index) {
                let (runs, lines) = (extra.emphasis as usize, extra.breaks as usize);
                block.emphasis = self.emphasis.get(emphasis..runs).unwrap_or_default();
                block.breaks = self.breaks.get(breaks..lines).unwrap_or_default();
                (emphasis, breaks) = (runs, lines);
            }
            block
        })
    }
}

impl FromIterator<Block> for Blocks<'_> {
    fn from_iter<I: IntoIterator<Item = Block>>(blocks: I) -> Self {
        let mut all = Self::default();
        blocks.into_iter().for_each(|block| all.push(&block));
        all
    }
}
