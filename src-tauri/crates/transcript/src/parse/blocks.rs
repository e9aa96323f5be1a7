//! The blocks of a whole text, in little room: there may be a million of them.

use std::borrow::Cow;
use std::ops::Range;

use super::block::{Block, BlockRef, Break, Kind};
use super::room;

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
    /// How long the file is, in bytes, as far as that is known.
    size: usize,
}

/// The text of each line, counted over all blocks.
pub(super) struct Lines<'b> {
    text: &'b str,
    /// Where each begins and ends in the text.
    places: Vec<(u32, u32)>,
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
        Self { text: Cow::Borrowed(text), size: text.len(), ..Self::default() }
    }

    /// For the blocks of a file of so many bytes.
    pub(super) fn of_file(bytes: usize) -> Self {
        Self { text: Cow::Owned(String::with_capacity(bytes)), size: bytes, ..Self::default() }
    }

    /// Adds a block of one line. `at` is where it stands in the file.
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
        room::make(&mut self.places, 1, at, self.size);
        self.places.push(Place { start, length, line, kind });
    }

    /// Adds a block, which stands at `at` in the file.
    pub(super) fn push(&mut self, block: &Block, at: usize) {
        let index = self.places.len() as u32;
        self.text.to_mut();
        self.add(block.kind, block.line, at, &block.text);
        if !block.emphasis.is_empty() || !block.breaks.is_empty() {
            room::make(&mut self.emphasis, block.emphasis.len(), at, self.size);
            self.emphasis.extend_from_slice(&block.emphasis);
            room::make(&mut self.breaks, block.breaks.len(), at, self.size);
            self.breaks.extend_from_slice(&block.breaks);
            let (emphasis, breaks) = (self.emphasis.len() as u32, self.breaks.len() as u32);
            room::make(&mut self.extras, 1, at, self.size);
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

    /// How many lines they have.
    pub(super) fn line_count(&self) -> usize {
        self.places.len() + self.breaks.len()
    }

    /// The text of each of their lines.
    pub(super) fn lines(&self) -> Lines<'_> {
        let mut places = Vec::with_capacity(self.line_count());
        for (block, place) in self.iter().zip(&self.places) {
            if block.breaks.is_empty() {
                places.push((place.start, place.start + place.length));
                continue;
            }
            let at = |byte: usize| place.start + byte as u32;
            places.extend(block.lines().map(|(range, _)| (at(range.start), at(range.end))));
        }
        Lines { text: &self.text, places }
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

impl<'b> Lines<'b> {
    pub(super) fn get(&self, line: usize) -> Option<&'b str> {
        let &(start, end) = self.places.get(line)?;
        self.text.get(start as usize..end as usize)
    }
}

impl FromIterator<Block> for Blocks<'_> {
    fn from_iter<I: IntoIterator<Item = Block>>(blocks: I) -> Self {
        let mut all = Self::default();
        blocks.into_iter().for_each(|block| all.push(&block, 0));
        all
    }
}
