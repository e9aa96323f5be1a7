//! How a whole file is written: which of the things that its lines begin with are speakers and marks.
//!
//! What `label` sees in a line counts if it is sure by itself (`**Ann:** [0:05]`), or if the file is written that way:
//! - Times without brackets are marks if they run through the file, mostly in order, and not only in a list at its start.
//!   One that the lines before and after it contradict is text.
//! - A name and a time alone on a line are a speaker and a mark if text follows most of them, they come back or the file is
//!   short, and it is not written in another way far more often.
//! - A line over or under a time alone is a name if most of the times have one, and names come back.
//! - `Chapter 1: title` is a chapter where lines with nothing but times, or times without brackets, run through the file.
//! - Times in brackets inside paragraphs are `inner`'s, the names themselves `roll`'s, what is no name though it looks like
//!   one `data`'s.

mod counts;
mod data;
mod inner;
mod openings;
mod settle;
mod style;

use std::ops::Range;

use counts::{Counts, FEW_LINES, Run};
pub(super) use inner::Inner;
use openings::{Line, Openings};
use settle::Accepted;
pub(super) use style::Style;

use super::block::Kind;
use super::blocks::Blocks;
use super::label::{Form, Opening};
use super::roll::{NameId, Roll};
use super::stamp::{Frames, Stamp};

/// A way to write that is so many times rarer than another is none.
const RARER: usize = 4;
/// So many paragraphs without a time are no way to write.
const FEW_UNTIMED: usize = 12;
/// What a file's lines begin with.
pub(super) struct Survey {
    lines: Openings,
    roll: Roll,
    pub(super) style: Style,
    /// Names before a colon alone are speakers.
    colons: bool,
    /// Marks inside paragraphs, in order.
    inner: Vec<Inner>,
    /// Most paragraphs have no time of their own.
    pub(super) sparse: bool,
}

/// What an accepted line begins with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) name: Option<NameId>,
    pub(super) stamp: Option<Stamp>,
    /// Where the speech begins in the line.
    pub(super) speech: usize,
    /// There is nothing else on the line, so that the line before has ended.
    pub(super) alone: bool,
    /// It is a chapter's title, and nobody says it.
    pub(super) chapter: bool,
}

impl Survey {
    /// The survey of a whole file. In one of crumbs nothing is looked for.
    pub(super) fn of(blocks: &Blocks<'_>, frames: Option<Frames>) -> Self {
        let mut survey = Self {
            lines: Openings::with_capacity(blocks.line_count()),
            roll: Roll::default(),
            style: Style::Text,
            colons: true,
            inner: Vec::new(),
            sparse: false,
        };
        if blocks.are_crumbs() {
            return survey;
        }
        let mut counts = Counts::default();
        let mut last_line = 0;
        for block in blocks.iter() {
            let apart = block.line > last_line + 1 && matches!(block.kind, Kind::Paragraph | Kind::Item);
            let before = survey.lines.last();
            for (index, (range, number)) in block.lines().enumerate() {
                last_line = number;
                let text = block.text.get(range.clone()).unwrap_or_default();
                let mut runs = [0..0, 0..0];
                for (place, run) in runs.iter_mut().zip(block.emphasis_in(&range)) {
                    *place = run;
                }
                let mut opening = Opening::of(text, &runs, frames);
                if opening.bare && block.kind == Kind::Item {
                    opening = Opening::TEXT;
                }
                if !matches!(block.kind, Kind::Heading(_)) {
                    let from = opening.speech.max(opening.otherwise) as usize;
                    let wraps = index > 0 && opening.form == Form::Stamped && !opening.bare;
                    let leading = opening.stamp.filter(|_| wraps);
                    let number = survey.lines.len();
                    let line = inner::Line { text, from, leading, number, at: range.start };
                    inner::find(&line, frames, &mut survey.inner);
                }
                counts.timed += usize::from(opening.stamp.is_some());
                if counts.timed == 0 {
                    counts.untimed_first |= opening.form == Form::Named;
                    if matches!(block.kind, Kind::Heading(_)) {
                        counts.heading = survey.lines.len();
                    }
                }
                let is_more = index == 0 && apart && counts.timed > 0 && opening.form == Form::Text;
                counts.untimed += usize::from(is_more && !before.is_some_and(Form::stands_alone));
                survey.count(opening, text, &mut counts);
            }
        }
        survey.decide(blocks, &counts);
        if counts.untimed_first && counts.timed > 0 {
            data::drop(&mut survey.lines, &blocks.lines(), counts.heading);
        }
        survey
    }

    fn count(&mut self, mut opening: Opening, text: &str, counts: &mut Counts) {
        let at = self.lines.len();
        counts.lines += usize::from(!text.is_empty());
        self.roll.paragraph();
        if opening.form == Form::Text
            && let Some(before) = self.lines.last()
        {
            match before {
                Form::NameThenStamp => counts.name_then_stamp.followed += 1,
                Form::ColonThenStamp => counts.colon_then_stamp.followed += 1,
                Form::StampThenName => counts.stamp_then_name.followed += 1,
                _ => {}
            }
        }
        let leading =
            opening.stamp.is_some() && opening.otherwise > 0 && opening.form != Form::ColonThenStamp;
        counts.leading += usize::from(leading);
        if opening.bare {
            counts.bare.add(at, &opening);
        }
        let mut name = None;
        match opening.form {
            Form::Named if opening.stamp.is_none() && is_chapter(opening.name(text)) => {
                opening.form = Form::Chapter;
                counts.chapters += 1;
            }
            Form::Named if !opening.bare => {
                let id = self.roll.id(opening.name(text));
                self.roll.count(id, opening.sure, true);
                name = Some(id);
                counts.named += 1;
                counts.marked += usize::from(opening.sure && opening.stamp.is_some());
            }
            Form::NameThenStamp => counts.name_then_stamp.add(at, &opening),
            Form::ColonThenStamp => counts.colon_then_stamp.add(at, &opening),
            Form::StampThenName => counts.stamp_then_name.add(at, &opening),
            Form::StampThenBold => counts.stamp_then_bold += 1,
            Form::StampAlone => counts.alone += 1,
            _ => {}
        }
        self.lines.push(&Line { opening, name });
    }

    /// Settles what the forms that are not sure by themselves are in this file.
    fn decide(&mut self, blocks: &Blocks<'_>, counts: &Counts) {
        let own_line = |run: &Run, others: usize| {
            run.count > 0
                && run.followed * 2 >= run.count
                && run.is_ordered()
                && (run.count > 1 || counts.lines <= FEW_LINES)
                && run.count * RARER >= others
        };
        let bare = counts.bare.is_ordered()
            && counts.bare.runs_through(counts.lines, counts.alone == 1)
            && counts.bare.count * RARER >= counts.marked.max(counts.name_then_stamp.count);
        let accepted = Accepted {
            bare,
            name_then_stamp: own_line(&counts.name_then_stamp, counts.marked),
            colon_then_stamp: own_line(&counts.colon_then_stamp, counts.named * 2),
            stamp_then_name: own_line(&counts.stamp_then_name, counts.marked)
                && counts.stamp_then_name.followed * 2 > counts.leading,
            stamp_then_bold: counts.stamp_then_bold * 2 > counts.leading,
            chapter: counts.alone >= counts.chapters || (bare && counts.bare.count >= counts.chapters),
        };
        let unsure = counts.bare.count
            + counts.alone
            + counts.name_then_stamp.count
            + counts.colon_then_stamp.count
            + counts.stamp_then_name.count
            + counts.stamp_then_bold
            + counts.chapters;
        if unsure > 0 {
            let texts = blocks.lines();
            self.settle(&accepted, &texts);
            let beside = self.names_beside_times(&texts);
            self.style = self.style_of(beside);
            let own_lines = counts.name_then_stamp.count + counts.stamp_then_name.count + counts.alone;
            self.colons = !self.style.has_own_lines() || counts.named * 2 >= own_lines;
        } else {
            self.style = self.style_of(None);
        }
        if !self.inner.is_empty() {
            let leading = self.lines.others().filter(|(_, line)| line.opening.form != Form::Text);
            let leading: Vec<_> =
                leading.filter_map(|(at, line)| Some((at, line.opening.stamp?.mark))).collect();
            inner::keep(&mut self.inner, &leading);
        }
        self.sparse = !self.inner.is_empty() || counts.untimed > counts.timed.max(FEW_UNTIMED);
    }

    /// The style of most of the lines that begin something.
    fn style_of(&self, beside: Option<Style>) -> Style {
        let mut counts = [0; 8];
        for (_, line) in self.lines.others() {
            let opening = &line.opening;
            let index = match opening.form {
                Form::Text | Form::NameAlone | Form::Chapter => continue,
                Form::NameThenStamp | Form::ColonThenStamp => 0,
                Form::StampThenName => 1,
                Form::StampAlone => 2,
                _ if opening.bare => 3,
                Form::Named if opening.stamp.is_some() => 4,
                Form::StampThenBold => 4,
                Form::Named if line.name.is_some_and(|id| opening.sure || self.roll.accepts(id)) => 5,
                Form::Named => continue,
                Form::Stamped => 6,
            };
            counts[index] += 1;
        }
        const STYLES: [Style; 7] = [
            Style::NameThenStamp,
            Style::StampThenName,
            Style::StampAlone,
            Style::Bare,
            Style::Marked,
            Style::Named,
            Style::Stamped,
        ];
        let most = STYLES.into_iter().zip(counts).rev().max_by_key(|&(_, count)| count);
        match most.filter(|&(_, count)| count > 0) {
            Some((Style::StampAlone, _)) => beside.unwrap_or(Style::StampAlone),
            // Names before a few times: the file does give some.
            Some((Style::Named, _)) if counts[..5].iter().any(|count| *count > 0) => Style::Marked,
            Some((style, _)) => style,
            None => Style::Text,
        }
    }

    /// What the line of that number, counted over all blocks, begins with, if it is a speaker or a mark.
    pub(super) fn head(&self, line: usize) -> Option<Head> {
        let Line { opening, name } = self.lines.get(line)?;
        let name = name.filter(|&id| match opening.form {
            Form::Named => opening.sure || (self.colons && self.roll.accepts(id)),
            Form::StampThenBold => opening.sure || self.roll.comes_back(id),
            Form::NameThenStamp | Form::ColonThenStamp => opening.sure || self.roll.comes_back(id),
            _ => self.roll.comes_back(id),
        });
        let alone = match opening.form {
            Form::Text => return None,
            Form::Chapter => {
                let speech = opening.speech as usize;
                return Some(Head { name: None, stamp: None, speech, alone: true, chapter: true });
            }
            Form::NameThenStamp | Form::ColonThenStamp | Form::NameAlone if name.is_none() => return None,
            Form::StampAlone | Form::NameThenStamp | Form::ColonThenStamp | Form::NameAlone => true,
            Form::StampThenName => name.is_some(),
            Form::Stamped | Form::Named | Form::StampThenBold => false,
        };
        let leading = opening.otherwise > 0;
        let speech =
            if name.is_some() || opening.name.is_empty() { opening.speech } else { opening.otherwise };
        let stamp = opening.stamp.filter(|_| name.is_some() || leading);
        (name.is_some() || stamp.is_some()).then_some(Head {
            name,
            stamp,
            speech: speech as usize,
            alone,
            chapter: false,
        })
    }

    /// How many lines there are, counted over all blocks.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// How many lines there are from that one on before the next with a name that isn't one of these.
    pub(super) fn until_another(&self, line: usize, is_one: impl Fn(NameId) -> bool) -> usize {
        let is_named = |line| self.head(line).is_some_and(|head| head.name.is_some());
        let goes_on = |line: &usize| self.lines.name(*line).is_none_or(&is_one) || !is_named(*line);
        (line..self.len()).take_while(goes_on).count()
    }

    /// The marks inside the paragraphs of these lines, counted over all blocks.
    pub(super) fn inner(&self, lines: Range<usize>) -> &[Inner] {
        let at = |line: usize| self.inner.partition_point(|inner| inner.line < line);
        if self.inner.is_empty() { &[] } else { &self.inner[at(lines.start)..at(lines.end)] }
    }

    /// How many names are on the roll.
    pub(super) fn names(&self) -> usize {
        self.roll.len()
    }

    /// How a name is written on the line of that number.
    pub(super) fn spelling<'t>(&'t self, line: usize, text: &'t str) -> &'t str {
        match text.get(self.lines.name_place(line)) {
            None | Some("") => self.lines.name(line).map_or("", |id| self.roll.name(id)),
            Some(name) => name,
        }
    }
}

/// "Chapter 1".
fn is_chapter(name: &str) -> bool {
    let number = name.strip_prefix("Chapter ").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}
