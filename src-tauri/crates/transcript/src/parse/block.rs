//! A piece of a text as its layout sets it: a heading, a paragraph, a list item, a break.

use std::ops::Range;

/// Text between two gaps of the layout.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// The line of the file that it begins on, from 1.
    pub(super) line: usize,
    /// Without markup; its lines are joined by spaces.
    pub(super) text: String,
    /// Bold and italic runs, as byte ranges of `text`: sorted and apart.
    pub(super) emphasis: Vec<Range<usize>>,
    /// Where the second and each further line of the file begins in `text`, with its number.
    pub(super) breaks: Vec<Break>,
}

/// A block to look at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BlockRef<'b> {
    pub(super) kind: Kind,
    pub(super) line: usize,
    pub(super) text: &'b str,
    pub(super) emphasis: &'b [Range<usize>],
    pub(super) breaks: &'b [Break],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    pub(super) at: usize,
    pub(super) line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// With its number of `#`.
    Heading(u8),
    /// A paragraph with a line of `-` (then `rule`) or `=` right under it: a heading to Markdown, but as often speech
    /// that ends at a page break.
    Underlined {
        rule: bool,
    },
    Paragraph,
    /// Of a list.
    Item,
    /// A line that separates, such as `---`. It has no text.
    Rule,
}

impl Block {
    pub(super) fn new(kind: Kind, line: usize, text: impl Into<String>) -> Self {
        Self { kind, line, text: text.into(), emphasis: Vec::new(), breaks: Vec::new() }
    }

    /// Adds a run of emphasis; one that touches the run before is one with it.
    pub(super) fn emphasise(&mut self, run: Range<usize>) {
        if run.is_empty() {
            return;
        }
        // Inner runs end before the outer one that holds them, so what lies inside the new run is at the end.
        let mut run = run;
        while let Some(last) = self.emphasis.last().filter(|last| last.end >= run.start) {
            run = run.start.min(last.start)..run.end.max(last.end);
            self.emphasis.pop();
        }
        self.emphasis.push(run);
    }

    /// The same, to look at.
    pub(super) fn as_ref(&self) -> BlockRef<'_> {
        let Self { kind, line, text, emphasis, breaks } = self;
        BlockRef { kind: *kind, line: *line, text, emphasis, breaks }
    }

    /// Cuts the block at a break: the rest, from that line on. Costs no more than the rest is long.
    pub(super) fn split_off(&mut self, cut: Break) -> Block {
        let text = self.text.split_off(cut.at);
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        let mut emphasis = self.emphasis.split_off(self.emphasis.partition_point(|run| run.end <= cut.at));
        if let Some(across) = emphasis.first().filter(|run| run.start < cut.at) {
            self.emphasis.push(across.start..cut.at);
        }
        for run in &mut emphasis {
            *run = run.start.saturating_sub(cut.at)..run.end - cut.at;
        }
        if let Some(last) = self.emphasis.last_mut() {
            last.end = last.end.min(self.text.len());
        }
        let kept = self.breaks.partition_point(|b| b.at < cut.at);
        let later = self.breaks.split_off(kept);
        let breaks =
            later.into_iter().filter(|b| b.at > cut.at).map(|b| Break { at: b.at - cut.at, line: b.line });
        let kind = if self.kind == Kind::Item { Kind::Item } else { Kind::Paragraph };
        Block { kind, line: cut.line, text, emphasis, breaks: breaks.collect() }
    }

    /// Drops the first `count` bytes and the space after them.
    pub(super) fn drop_front(&mut self, count: usize) {
        let count = self.text.len() - self.text[count..].trim_start().len();
        self.text.drain(..count);
        self.emphasis.retain_mut(|run| {
            *run = run.start.saturating_sub(count)..run.end.saturating_sub(count);
            run.start < run.end
        });
    }
}

impl<'b> BlockRef<'b> {
    /// Its lines, each with where it stands in `text` and its number in the file.
    pub(super) fn lines(&self) -> impl Iterator<Item = (Range<usize>, usize)> + use<'b> {
        let starts = std::iter::once(Break { at: 0, line: self.line }).chain(self.breaks.iter().copied());
        let ends = self.breaks.iter().map(|b| b.at).chain([self.text.len() + 1]);
        starts.zip(ends).map(|(start, end)| (start.at..end.saturating_sub(1).max(start.at), start.line))
    }

    /// The emphasis inside a part of `text`, as ranges of that part.
    pub(super) fn emphasis_in(&self, part: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'b> {
        let first = self.emphasis.partition_point(|run| run.end <= part.start);
        let (start, end) = (part.start, part.end);
        let inside = self.emphasis[first..].iter().take_while(move |run| run.start < end);
        inside.map(move |run| run.start.saturating_sub(start)..run.end.min(end) - start)
    }
}
