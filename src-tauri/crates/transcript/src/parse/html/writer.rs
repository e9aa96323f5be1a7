//! A page's tags and texts as paragraphs: white space as HTML has it, emphasis, names, times and timed words, and what is
//! left out.

use std::time::Duration;

use html5ever::LocalName;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TokenSinkResult};

use super::elements::{LEFT_OUT, is_block, kind_of, raw_text};
use super::page::{LeftOut, Page, Paragraph, prefix};
use super::times;
use crate::model::{Mark, TimedSpan};
use crate::parse::block::{Block, Break, Kind};

/// No more stands between a name and a time, in bytes.
const LONGEST_GAP: usize = 16;
/// So much of a text that is left out is shown in the remark on it, in bytes.
const SHOWN: usize = 60;

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

/// Builds the paragraphs of a page from its tags and texts, as they come.
pub(super) struct Writer {
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

impl Writer {
    pub(super) fn new(line: usize, leave_out: bool, most: usize) -> Self {
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

    /// What comes now stands on that line, counted from the page's first.
    pub(super) fn at_line(&mut self, line: usize) {
        self.line = self.first_line + line - 1;
    }

    pub(super) fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    pub(super) fn open(&mut self, tag: &Tag) -> TokenSinkResult<()> {
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

    pub(super) fn close(&mut self, name: &str) {
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

    pub(super) fn text(&mut self, text: &str) {
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
                let time = times::finer(times::shown(held), attribute);
                if time.is_some() {
                    *mark = time.filter(|_| !times::is_estimate(held));
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

    pub(super) fn finish(mut self) -> Page {
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

/// Whether a name or a time after this text still stands at its paragraph's start.
fn is_lead_gap(text: &str) -> bool {
    text.len() <= LONGEST_GAP
        && text.chars().all(|c| {
            c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ':' | ',' | '-' | '–' | '—' | '|')
        })
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let from = from.min(text.len());
    text.len() - text[from..].trim_start().len()
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// Hyperaudio's `data-m` and `data-d`: start and length in milliseconds.
fn tag_time(tag: &Tag) -> Option<(Duration, Option<Duration>)> {
    let milliseconds = |name| attribute(tag, name).and_then(times::from_milliseconds);
    Some((milliseconds("data-m")?, milliseconds("data-d").filter(|length| !length.is_zero())))
}
