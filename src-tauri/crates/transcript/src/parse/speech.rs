//! Speech as turns and utterances, and what its layout sets beside it.
//!
//! - A paragraph with a speaker begins a turn, or goes on with it if the same speaks on. One with only a mark is the next
//!   utterance of the turn.
//! - A paragraph with neither belongs to the utterance before it where that has a mark: nothing tells when it begins.
//!   Without marks it is an utterance by itself, unless a sentence runs on into it.
//! - A pull quote is a paragraph that is one quotation from end to end, right after a break. It cuts nothing: what was
//!   being said goes on after it.
//! - List items, quotations and code inside a turn are speech. A heading there is too, where a sentence runs through
//!   it; else it is set aside with a warning.
//! - A name such as "Break" is nobody's: the time of a break ends what was said before it.

use std::ops::Range;
use std::time::Duration;

use super::block::{Block, Kind};
use super::roll::NameId;
use super::stamp::Stamp;
use super::survey::{Head, Survey};
use super::{Format, time};
use crate::model::{KeyPoint, Mark, PullQuote, Speaker, SpeakerId, Transcript, Turn, Utterance};
use crate::warning::Warnings;
use crate::words::ends_sentence;

/// Longer lines, in bytes, are no titles unless they are marked as headings.
const LONGEST_TITLE: usize = 120;
/// So many joined paragraphs are told one by one.
const MOST_JOINED: usize = 20;
/// What a service's line about itself begins with; no longer line, in bytes, is one.
const FOOTER: &str = "Transcribed by https://";
const LONGEST_FOOTER: usize = 80;
/// Under these names nobody speaks.
const BREAKS: [&str; 4] = ["break", "ad break", "commercial break", "music break"];

/// A part of a block that begins with at most one speaker or mark.
#[derive(Debug, Clone)]
pub(super) struct Piece<'b> {
    pub(super) block: &'b Block<'b>,
    pub(super) kind: Kind,
    pub(super) head: Option<Head>,
    /// The name of the head, as it is written.
    pub(super) name: &'b str,
    /// Where it stands in the block's text.
    pub(super) range: Range<usize>,
    /// The line of the file that it begins on, from 1.
    pub(super) line: usize,
}

impl<'b> Piece<'b> {
    /// All its text.
    fn text(&self) -> &'b str {
        self.block.text.get(self.range.clone()).unwrap_or_default()
    }

    /// Where what is said stands in the block's text.
    fn said(&self) -> Range<usize> {
        let start = self.range.start + self.head.map_or(0, |head| head.speech);
        let text = self.block.text.get(start..self.range.end).unwrap_or_default();
        self.range.end - text.trim_start().len()..self.range.end
    }

    /// The last line of the file that it stands on.
    fn last_line(&self) -> usize {
        let inside = self.block.breaks.partition_point(|b| b.at < self.range.end);
        inside
            .checked_sub(1)
            .and_then(|last| self.block.breaks.get(last))
            .map_or(self.line, |b| b.line.max(self.line))
    }
}

/// Puts pieces together, which come in the file's order.
pub(super) struct Writer<'w> {
    survey: &'w Survey,
    transcript: Transcript,
    warnings: &'w mut Warnings,
    format: Format,
    /// By the names' places on the roll.
    speakers: Vec<Option<SpeakerId>>,
    /// How many utterances were closed.
    closed: usize,
    /// The utterance that may still go on.
    draft: Option<Draft>,
    after_rule: bool,
    /// The last line of what was taken last.
    last_line: usize,
    /// How many paragraphs had no time of their own.
    joined: usize,
    /// Times stand twice, which was told.
    repeats: bool,
}

struct Draft {
    speaker: Option<SpeakerId>,
    named: bool,
    text: String,
    emphasis: Vec<Range<usize>>,
    mark: Option<Mark>,
    end: Option<Duration>,
    line: usize,
}

impl<'w> Writer<'w> {
    pub(super) fn new(survey: &'w Survey, format: Format, warnings: &'w mut Warnings) -> Self {
        Self {
            survey,
            transcript: Transcript::default(),
            warnings,
            format,
            speakers: vec![None; survey.names()],
            closed: 0,
            draft: None,
            after_rule: false,
            last_line: 0,
            joined: 0,
            repeats: false,
        }
    }

    /// What stands before the first speech.
    pub(super) fn show_notes(&mut self, piece: &Piece<'_>) {
        match piece.kind {
            Kind::Rule => self.after_rule = true,
            Kind::Heading(_) => self.heading(piece),
            Kind::Underlined { .. } if is_title(piece) => self.heading(piece),
            Kind::Item => self.note(piece),
            _ if self.after_rule && is_quotation(piece.text()) => self.pull_quote(piece),
            Kind::Paragraph if self.untitled_line(piece) => self.heading(piece),
            Kind::Paragraph if time::bare(piece.text()).is_some() => self.note(piece),
            _ => self.summary(piece),
        }
    }

    /// Plain text has no headings: short lines on top that end no sentence take their place.
    fn untitled_line(&self, piece: &Piece<'_>) -> bool {
        let (transcript, text) = (&self.transcript, piece.text());
        self.format == Format::PlainText
            && transcript.subtitle.is_none()
            && transcript.summary.is_empty()
            && transcript.key_points.is_empty()
            && is_title(piece)
            && !text.ends_with(['.', '!', '?', ':', ';', ',', '…'])
            && time::bare(text).is_none()
    }

    fn heading(&mut self, piece: &Piece<'_>) {
        self.after_rule = false;
        let (transcript, text) = (&mut self.transcript, piece.text());
        if transcript.title.is_none() {
            transcript.title = Some(text.to_owned());
        } else if transcript.subtitle.is_none() {
            transcript.subtitle = Some(text.to_owned());
        } else {
            self.warnings.left_out(piece.line, || {
                format!("The heading “{text}” is no part of the speech; it is not shown.")
            });
        }
    }

    fn note(&mut self, piece: &Piece<'_>) {
        self.after_rule = false;
        let text = piece.text();
        match time::bracketed(text).or_else(|| time::bare(text)) {
            Some((mark, end)) => {
                let text = text[end..].trim_start_matches([' ', '-', '–', '—', ':']).to_owned();
                self.transcript.key_points.push(KeyPoint { at: mark.time, text, line: Some(piece.line) });
            }
            None => self.summary(piece),
        }
    }

    fn summary(&mut self, piece: &Piece<'_>) {
        self.after_rule = piece.kind == Kind::Underlined { rule: true };
        self.transcript.summary.push(piece.text().to_owned());
    }

    fn pull_quote(&mut self, piece: &Piece<'_>) {
        let said = self.closed + usize::from(self.draft.as_ref().is_some_and(|draft| !draft.text.is_empty()));
        let quote =
            PullQuote { text: piece.text().to_owned(), beside: said.checked_sub(1), line: piece.line };
        self.transcript.pull_quotes.push(quote);
    }

    /// What stands at the first speech or after it.
    pub(super) fn speech(&mut self, piece: &Piece<'_>) {
        let silent = self.closed == 0 && self.draft.is_none();
        let rule_under = piece.kind == Kind::Underlined { rule: true };
        let next_to_last = piece.line == self.last_line + 1;
        self.last_line = piece.last_line();
        match piece.kind {
            Kind::Rule => {
                self.after_rule = true;
                return;
            }
            _ if piece.head.is_some() => self.open(piece),
            _ if self.after_rule && is_quotation(piece.text()) => {
                self.pull_quote(piece);
                return;
            }
            Kind::Heading(_) if silent => return self.heading(piece),
            Kind::Underlined { .. } if silent && is_title(piece) => return self.heading(piece),
            Kind::Item if silent && time::bare(piece.text()).is_some() => return self.note(piece),
            Kind::Heading(level) => {
                let text = piece.text();
                if !self.runs_through(text) {
                    self.warnings.left_out(piece.line, || {
                        format!("The heading “{text}” stands between the speech; it is not shown.")
                    });
                    self.after_rule = false;
                    return;
                }
                // What only looked like a heading began with these characters.
                let text = format!("{} {text}", "#".repeat(level.into()));
                self.go_on(&text, std::iter::empty(), piece.line, false);
            }
            _ if is_footer(piece.text()) => {
                let text = piece.text();
                self.warnings.left_out(piece.line, || {
                    format!("“{text}” is the service’s own line and no speech; it is not shown.")
                });
            }
            Kind::Paragraph | Kind::Item | Kind::Underlined { .. } => {
                let emphasis = piece.block.emphasis_in(&piece.range);
                self.go_on(piece.text(), emphasis, piece.line, next_to_last);
            }
        }
        self.after_rule = rule_under;
    }

    /// Whether a heading between speech is a part of it.
    fn runs_through(&self, heading: &str) -> bool {
        let cut =
            self.draft.as_ref().is_some_and(|draft| !draft.text.is_empty() && !ends_sentence(&draft.text));
        cut || heading.starts_with(char::is_lowercase) || ends_sentence(heading)
    }

    /// Begins an utterance that has a speaker or a mark.
    fn open(&mut self, piece: &Piece<'_>) {
        let Some(Head { name, stamp, .. }) = piece.head else { return };
        let said = piece.said();
        let text = piece.block.text.get(said.clone()).unwrap_or_default();
        let (named, stamp, line) = self.with_what_stands_over(name.is_some(), stamp, piece.line);
        self.warn_of_impossible(text, piece.line);
        let speaker = match name {
            Some(_) if is_break(piece.name) => {
                self.end_draft(stamp);
                if text.is_empty() {
                    self.warnings.left_out(piece.line, || "A break stands here, without speech.".to_owned());
                    self.close();
                    return;
                }
                None
            }
            Some(id) => Some(self.speaker(id, piece.name)),
            None => self.current_speaker(),
        };
        self.close();
        self.draft = Some(Draft {
            speaker,
            named,
            text: text.to_owned(),
            emphasis: piece.block.emphasis_in(&said).collect(),
            mark: stamp.map(|stamp| stamp.mark),
            end: stamp.and_then(|stamp| stamp.end),
            line,
        });
    }

    /// A name and a time that stand over one another are one: what the new utterance has of both, and its line. Anything
    /// else that nothing was said after is told.
    fn with_what_stands_over(
        &mut self,
        named: bool,
        stamp: Option<Stamp>,
        line: usize,
    ) -> (bool, Option<Stamp>, usize) {
        let Some(draft) = self.draft.as_ref().filter(|draft| draft.text.is_empty()) else {
            return (named, stamp, line);
        };
        let over = draft.line;
        match (draft.named, draft.mark) {
            // A time over a name.
            (false, Some(mark)) if named && stamp.is_none() => {
                return (true, Some(Stamp { mark, end: draft.end }), over);
            }
            // A name over a time.
            (true, None) if !named => return (true, stamp, over),
            // The same time in words.
            (over_is_named, Some(mark)) if !named && stamp.is_some_and(|stamp| stamp.mark == mark) => {
                if !self.repeats {
                    self.repeats = true;
                    self.warnings.left_out(line, || {
                        "The times stand a second time in the file, here first.".to_owned()
                    });
                }
                return (over_is_named, stamp, over);
            }
            _ => self.warn_of_silence(over),
        }
        (named, stamp, line)
    }

    /// What was being said ends where a break begins.
    fn end_draft(&mut self, stamp: Option<Stamp>) {
        if let (Some(draft), Some(stamp)) = (&mut self.draft, stamp)
            && draft.end.is_none()
        {
            draft.end = draft.mark.filter(|mark| mark.time < stamp.mark.time).map(|_| stamp.mark.time);
        }
    }

    /// Takes in a paragraph without a speaker and a mark; `next` if it stands on the line after what was taken last.
    fn go_on(&mut self, text: &str, emphasis: impl Iterator<Item = Range<usize>>, line: usize, next: bool) {
        self.warn_of_impossible(text, line);
        let silently = next && self.survey.style.has_own_lines();
        match &mut self.draft {
            Some(draft) if draft.text.is_empty() => {
                draft.text.push_str(text);
                draft.emphasis = emphasis.collect();
            }
            Some(draft) if draft.mark.is_some() || is_cut(&draft.text, text) => {
                draft.text.push(' ');
                let shift = draft.text.len();
                draft.text.push_str(text);
                draft.emphasis.extend(emphasis.map(|run| run.start + shift..run.end + shift));
                if draft.mark.is_some() && !silently {
                    self.joined += 1;
                    if self.joined <= MOST_JOINED {
                        let message = "This paragraph has no time of its own; it is read as the rest of the one before it.";
                        self.warnings.joined(line, || message.to_owned());
                    }
                }
            }
            _ => {
                let speaker = self.current_speaker();
                self.close();
                let (text, emphasis) = (text.to_owned(), emphasis.collect());
                self.draft =
                    Some(Draft { speaker, named: false, text, emphasis, mark: None, end: None, line });
            }
        }
    }

    fn current_speaker(&self) -> Option<SpeakerId> {
        match &self.draft {
            Some(draft) => draft.speaker,
            None => self.transcript.turns.last().and_then(|turn| turn.speaker),
        }
    }

    fn speaker(&mut self, id: NameId, name: &str) -> SpeakerId {
        if let Some(Some(known)) = self.speakers.get(id.index()) {
            return *known;
        }
        let new = SpeakerId::new(self.transcript.speakers.len());
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.transcript.speakers.push(Speaker { name });
        if let Some(place) = self.speakers.get_mut(id.index()) {
            *place = Some(new);
        }
        new
    }

    fn close(&mut self) {
        let Some(draft) = self.draft.take().filter(|draft| !draft.text.is_empty()) else { return };
        let mut utterance = Utterance::new(draft.text, draft.emphasis, draft.mark, draft.line);
        if draft.end.is_some() {
            utterance = utterance.timed(draft.end, Vec::new());
        }
        let turns = &mut self.transcript.turns;
        match turns.last_mut() {
            Some(turn) if turn.speaker == draft.speaker => turn.utterances.push(utterance),
            _ => turns.push(Turn { speaker: draft.speaker, utterances: vec![utterance] }),
        }
        self.closed += 1;
    }

    fn warn_of_silence(&mut self, line: usize) {
        self.warnings.left_out(line, || "A name or a time stands here, and nothing is said.".to_owned());
    }

    fn warn_of_impossible(&mut self, text: &str, line: usize) {
        if let Some(wrong) = time::impossible(text) {
            self.warnings
                .guessed(line, || format!("“[{wrong}]” is not a possible time; it is kept as text."));
        }
    }

    pub(super) fn finish(mut self) -> Transcript {
        if let Some(draft) = self.draft.as_ref().filter(|draft| draft.text.is_empty()) {
            self.warn_of_silence(draft.line);
        }
        self.close();
        if let Some(more) = self.joined.checked_sub(MOST_JOINED).filter(|more| *more > 0) {
            self.warnings.joined(None, || {
                format!("{more} more paragraphs have no time of their own; each is read as the rest of the one before it.")
            });
        }
        self.transcript
    }
}

fn is_title(piece: &Piece<'_>) -> bool {
    piece.last_line() == piece.line && piece.text().len() <= LONGEST_TITLE
}

fn is_break(name: &str) -> bool {
    BREAKS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn is_footer(text: &str) -> bool {
    text.len() <= LONGEST_FOOTER
        && text.get(..FOOTER.len()).is_some_and(|head| head.eq_ignore_ascii_case(FOOTER))
}

/// Whether a sentence that `before` began runs on into `after`. Texts without any punctuation can't tell.
fn is_cut(before: &str, after: &str) -> bool {
    let punctuated = |text: &str| text.contains(['.', '!', '?', '…']);
    after.starts_with(char::is_lowercase)
        && !ends_sentence(before)
        && (punctuated(before) || punctuated(after))
}

/// Whether this is one quotation and nothing else.
pub(crate) fn is_quotation(text: &str) -> bool {
    const MARKS: [(char, char); 4] = [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“')];
    MARKS.iter().any(|&(open, close)| {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inside.is_some_and(|inside| !inside.is_empty() && !inside.contains([open, close]))
    })
}
