//! The blocks of a whole text, in little room: there may be a million of them.

use std::borrow::Cow;
use std::ops::Range;

use super::block::{Block, BlockRef, Break, Kind};
use super::stretch::Joint;
use super::{crumbs, room};

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
    /// Lines that follow one another are joined.
    crumbs: bool,
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

    /// For those of a file of so many bytes with nothing but crumbs: all but a heading on top are joined as paragraphs, and
    /// what separates them is dropped.
    pub(super) fn of_crumbs(bytes: usize) -> Self {
        Self { crumbs: true, ..Self::of_file(bytes) }
    }

    pub(super) fn are_crumbs(&self) -> bool {
        self.crumbs
    }

    /// Adds a block of one line. `at` is where it stands in the file.
    pub(super) fn add(&mut self, kind: Kind, line: usize, at: usize, text: &str) {
        if self.joins(kind) {
            self.add_crumb(line, at, text);
        } else {
            self.add_block(kind, line, at, text);
        }
    }

    fn joins(&self, kind: Kind) -> bool {
        self.crumbs && !(self.places.is_empty() && matches!(kind, Kind::Heading(_)))
    }

    fn add_block(&mut self, kind: Kind, line: usize, at: usize, text: &str) {
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
        self.text.to_mut();
        if self.joins(block.kind) {
            let block = block.as_ref();
            for (range, line) in block.lines() {
                let from = self.add_crumb(line, at, block.text.get(range.clone()).unwrap_or_default());
                let runs = block.emphasis_in(&range).filter(|run| !run.is_empty());
                self.add_emphasis(runs.map(|run| run.start + from..run.end + from), at);
            }
            return;
        }
        self.add_block(block.kind, block.line, at, &block.text);
        self.add_emphasis(block.emphasis.iter().cloned(), at);
        if !block.breaks.is_empty() {
            room::make(&mut self.breaks, block.breaks.len(), at, self.size);
            self.breaks.extend_from_slice(&block.breaks);
            self.end_extra(at);
        }
    }

    /// Adds a paragraph that was cut, to the last block, which is the part before; or as a block where that can't be.
    pub(super) fn join(&mut self, block: &Block, joint: Joint, at: usize) {
        let may_go_on = |place: &&mut Place| matches!(place.kind, Kind::Paragraph | Kind::Item);
        let last = self.places.last_mut().filter(may_go_on);
        let Some(place) = last.filter(|_| !self.crumbs && block.kind == Kind::Paragraph) else {
            self.push(block, at);
            return;
        };
        let all = self.text.to_mut();
        all.push(' ');
        let from = all.len() - place.start as usize;
        all.push_str(&block.text);
        place.length = (from + block.text.len()) as u32;
        let first = (joint == Joint::Line).then_some(Break { at: 0, line: block.line });
        for row in first.iter().chain(&block.breaks) {
            room::make(&mut self.breaks, 1, at, self.size);
            self.breaks.push(Break { at: from + row.at, line: row.line });
        }
        self.add_emphasis(block.emphasis.iter().map(|run| run.start + from..run.end + from), at);
        self.end_extra(at);
    }

    /// Adds a crumb to the last block, or as a block where that has no room for it; where it begins in that block's text.
    fn add_crumb(&mut self, line: usize, at: usize, text: &str) -> usize {
        let has_room = |place: &&mut Place| {
            place.kind == Kind::Paragraph && place.length as usize + 1 + text.len() <= crumbs::LONGEST
        };
        if text.is_empty() {
            return 0;
        }
        let Some(place) = self.places.last_mut().filter(has_room) else {
            self.add_block(Kind::Paragraph, line, at, text);
            return 0;
        };
        let from = place.length as usize + 1;
        place.length = (from + text.len()) as u32;
        let all = self.text.to_mut();
        all.push(' ');
        all.push_str(text);
        from
    }

    /// Adds runs of emphasis to the last block.
    fn add_emphasis(&mut self, runs: impl Iterator<Item = Range<usize>>, at: usize) {
        let before = self.emphasis.len();
        for run in runs {
            room::make(&mut self.emphasis, 1, at, self.size);
            self.emphasis.push(run);
        }
        if self.emphasis.len() > before {
            self.end_extra(at);
        }
    }

    /// What was added to the emphasis and the breaks is the last block's.
    fn end_extra(&mut self, at: usize) {
        let block = (self.places.len() as u32).saturating_sub(1);
        let extra = Extra { block, emphasis: self.emphasis.len() as u32, breaks: self.breaks.len() as u32 };
        match self.extras.last_mut().filter(|extra| extra.block == block) {
            Some(last) => *last = extra,
            None => {
                room::make(&mut self.extras, 1, at, self.size);
                self.extras.push(extra);
            }
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
        self.end_extra(0);
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
