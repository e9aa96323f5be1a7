//! A block in pieces that each begin with at most one speaker or mark.

use std::ops::Range;
use std::time::Duration;

use super::block::{BlockRef, Kind};
use super::survey::{Head, Inner, Survey};
use crate::words::ends_sentence;

/// A part of a block that begins with at most one speaker or mark.
#[derive(Debug, Clone)]
pub(super) struct Piece<'b> {
    pub(super) block: BlockRef<'b>,
    pub(super) kind: Kind,
    pub(super) head: Option<Head>,
    /// The line that it begins on, counted over all blocks.
    pub(super) number: usize,
    /// Where it stands in the block's text.
    pub(super) range: Range<usize>,
    /// The line of the file that it begins on, from 1.
    pub(super) line: usize,
    /// It begins inside a paragraph, with a mark.
    pub(super) inside: bool,
    /// Marks inside its sentences, which are no part of what is said.
    pub(super) inner: &'b [Inner],
    /// The mark that stands behind it, with nothing after.
    pub(super) tail: Option<&'b Inner>,
}

/// What is said in a piece.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) text: String,
    /// Bold and italic runs, as byte ranges of the text.
    pub(super) emphasis: Vec<Range<usize>>,
    /// The marks that stood inside it: from which byte on it is said then.
    pub(super) times: Vec<(usize, Duration)>,
}

impl<'b> Piece<'b> {
    /// All its text.
    pub(super) fn text(&self) -> &'b str {
        self.block.text.get(self.range.clone()).unwrap_or_default()
    }

    /// Where what is said stands in the block's text.
    fn said_range(&self) -> Range<usize> {
        let start = self.range.start + self.head.map_or(0, |head| head.speech);
        let text = self.block.text.get(start..self.range.end).unwrap_or_default();
        self.range.end - text.trim_start().len()..self.range.end
    }

    /// What is said, without its head and the marks inside.
    pub(super) fn said(&self) -> Said {
        let range = self.said_range();
        if self.inner.is_empty() {
            let text = self.block.text.get(range.clone()).unwrap_or_default().to_owned();
            return Said { text, emphasis: self.block.emphasis_in(&range).collect(), times: Vec::new() };
        }
        let mut said = Said::default();
        let mut from = range.start;
        let ends = self.inner.iter().map(|inner| (inner.place.clone(), Some(inner.stamp.mark.time)));
        for (place, time) in ends.chain([(range.end..range.end, None)]) {
            let part = self.block.text.get(from..place.start).unwrap_or_default();
            let start = place.start.max(from) - part.trim_start().len();
            let shift = said.text.len();
            said.text.push_str(part.trim());
            let kept = start..start + part.trim().len();
            // Where nothing is said between two marks, a run across them is empty there.
            let runs = self.block.emphasis_in(&kept).filter(|run| !run.is_empty());
            said.emphasis.extend(runs.map(|run| run.start + shift..run.end + shift));
            if let Some(time) = time {
                if !part.trim().is_empty() {
                    said.text.push(' ');
                }
                said.times.push((said.text.len(), time));
            }
            from = place.end;
        }
        // A mark behind which nothing more is said times nothing.
        let end = said.text.trim_end().len();
        said.text.truncate(end);
        said.times.retain(|(at, _)| *at < end);
        said
    }

    /// The last line of the file that it stands on.
    pub(super) fn last_line(&self) -> usize {
        let inside = self.block.breaks.partition_point(|b| b.at < self.range.end);
        inside
            .checked_sub(1)
            .and_then(|last| self.block.breaks.get(last))
            .map_or(self.line, |b| b.line.max(self.line))
    }

    /// The same, ending before the mark at `at`.
    fn until(&self, at: usize) -> Self {
        let end = self.block.text.get(..at).map_or(at, |before| before.trim_end().len());
        Self { range: self.range.start..end.max(self.range.start), ..self.clone() }
    }
}

/// Hands over a block in pieces, until `take` says that it is enough. The block's first line is `line`, counted over all
/// blocks; the answer is the next block's.
///
/// A block is cut at each of its lines that begins with a speaker, or with a mark where a sentence has ended before or that
/// has no text on it. Inside a line it is cut at a mark where a sentence has ended, or that is the first to tell a time.
pub(super) fn pieces<'b>(
    block: &BlockRef<'b>,
    survey: &'b Survey,
    line: usize,
    mut take: impl FnMut(&Piece<'b>) -> bool,
) -> usize {
    let next = line + 1 + block.breaks.len();
    let kind = if matches!(block.kind, Kind::Item | Kind::Rule) { block.kind } else { Kind::Paragraph };
    let inner = survey.inner(line..next);
    let mut seen = 0;
    let mut open = Piece {
        block: *block,
        kind: block.kind,
        head: None,
        number: line,
        range: 0..0,
        line: block.line,
        inside: false,
        inner: &[],
        tail: None,
    };
    for (index, (range, number)) in block.lines().enumerate() {
        let head = survey.head(line + index);
        let begins = head.filter(|head| {
            index == 0 || head.name.is_some() || head.alone || ends_sentence(&block.text[..range.start])
        });
        if begins.is_some() || index == 0 {
            if index > 0 {
                // The line under a paragraph stands under its last part.
                let whole = matches!(open.kind, Kind::Heading(_));
                let before = Piece { kind: if whole { open.kind } else { kind }, ..open.clone() };
                if take(&before) {
                    return next;
                }
                open.kind = if matches!(block.kind, Kind::Heading(_)) { kind } else { block.kind };
            }
            open.number = line + index;
            open.range = range.start..range.end;
            open.line = number;
            open.head = begins;
            open.inside = false;
            open.inner = &[];
        }
        open.range.end = range.end;
        while let Some(mark) = inner.get(seen).filter(|mark| mark.place.start < range.end) {
            let first = seen - open.inner.len();
            seen += 1;
            if begins.is_some() && mark.place.start == range.start {
                continue;
            }
            let timed = open.head.is_some_and(|head| head.stamp.is_some());
            if mark.place.end >= block.text.len() {
                open = Piece { tail: Some(mark), ..open.until(mark.place.start) };
            } else if !timed
                || ends_sentence(block.text.get(..mark.place.start).unwrap_or_default().trim_end())
            {
                if take(&Piece { kind, ..open.until(mark.place.start) }) {
                    return next;
                }
                let (stamp, speech) = (Some(mark.stamp), mark.place.len());
                open.head = Some(Head { name: None, stamp, speech, alone: false, chapter: false });
                open.range = mark.place.start..range.end;
                open.line = number;
                open.inside = true;
                open.inner = &[];
            } else {
                open.inner = inner.get(first..seen).unwrap_or_default();
            }
        }
    }
    take(&open);
    next
}
