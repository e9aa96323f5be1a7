//! Speech as turns and utterances, and what its layout sets beside it.
//!
//! - A paragraph with a speaker begins a turn, or goes on with it if the same speaks on. One with only a mark is the next
//!   utterance of the turn.
//! - A paragraph with neither belongs to the utterance before it where that has a mark: nothing tells when it begins.
//!   Without marks, or where most paragraphs have none, it is an utterance by itself, unless a sentence runs on into it.
//! - A mark inside a sentence times the rest of the utterance; one behind it is the next one's, or its end where that has
//!   its own.
//! - A pull quote is a paragraph that is one quotation from end to end, right after a break. It cuts nothing: what was
//!   being said goes on after it.
//! - List items, quotations and code inside a turn are speech. A heading there is too, where a sentence runs through
//!   it; else it is set aside with a warning.
//! - A name such as "Break" is nobody's: the time of a break ends what was said before it. A chapter's title becomes a
//!   key point at the time of what is said next.

mod notes;

use std::ops::Range;
use std::time::Duration;

use super::block::Kind;
use super::piece::{Piece, Said};
use super::roll::NameId;
use super::stamp::Stamp;
use super::survey::{Head, Survey};
use super::{Format, plain, room, service, time};
use crate::model::{KeyPoint, Mark, Speaker, SpeakerId, TimedSpan, Transcript, Turn, Utterance};
use crate::warning::Warnings;
use crate::words::ends_sentence;

/// Longer lines, in bytes, are no titles unless they are marked as headings.
const LONGEST_TITLE: usize = 120;
/// So many joined paragraphs are told one by one.
const MOST_JOINED: usize = 20;
/// Under these names nobody speaks.
const BREAKS: [&str; 6] = ["break", "ad break", "commercial break", "music break", "jingle", "music"];

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
    /// The line that was taken last, and the one after which the last turn begins, counted over all blocks.
    at: usize,
    turn_at: usize,
    /// The utterance that may still go on.
    draft: Option<Draft>,
    after_rule: bool,
    /// The last line of what was taken last.
    last_line: usize,
    /// How many paragraphs had no time of their own.
    joined: usize,
    /// Times stand twice, which was told.
    repeats: bool,
    /// Marks stand inside paragraphs, which was told.
    inside: bool,
    /// The mark that stood behind what was taken last.
    tail: Option<Stamp>,
    /// The chapter that begins with what is said next, and its line.
    chapter: Option<(String, usize)>,
}

struct Draft {
    speaker: Option<SpeakerId>,
    named: bool,
    text: String,
    emphasis: Vec<Range<usize>>,
    mark: Option<Mark>,
    end: Option<Duration>,
    /// The marks inside it: from which byte on it is said then.
    times: Vec<(usize, Duration)>,
    line: usize,
    /// The same, counted over all blocks.
    at: usize,
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
            at: 0,
            turn_at: 0,
            draft: None,
            after_rule: false,
            last_line: 0,
            joined: 0,
            repeats: false,
            inside: false,
            tail: None,
            chapter: None,
        }
    }

    /// What stands at the first speech or after it.
    pub(super) fn speech(&mut self, piece: &Piece<'_>) {
        self.at = piece.number;
        let silent = self.closed == 0 && self.draft.is_none();
        if !self.inside && (piece.inside || !piece.inner.is_empty() || piece.tail.is_some()) {
            self.inside = true;
            self.warnings.guessed(piece.line, || {
                "Times in brackets stand inside the paragraphs, here first; they are read as the times of what follows them."
                    .to_owned()
            });
        }
        let rule_under = piece.kind == Kind::Underlined { rule: true };
        let next_to_last = piece.line == self.last_line + 1;
        self.last_line = piece.last_line();
        match piece.kind {
            _ if is_break_line(piece) => {
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
                if !self.runs_through(text, level) {
                    self.warnings.left_out(piece.line, || {
                        format!("The heading “{text}” stands between the speech; it is not shown.")
                    });
                    self.after_rule = false;
                    return;
                }
                // What only looked like a heading began with these characters.
                let text = format!("{} {text}", "#".repeat(level.into()));
                self.go_on(Said { text, ..Said::default() }, piece.line, false);
            }
            _ if service::is_own(piece.text()) || service::is_markup(piece.text()) => self.leave_out(piece),
            Kind::Paragraph | Kind::Item | Kind::Underlined { .. } | Kind::Rule => {
                self.go_on(piece.said(), piece.line, next_to_last);
            }
        }
        if let Some(tail) = piece.tail {
            self.tail = Some(tail.stamp);
        }
        self.after_rule = rule_under;
    }

    /// Whether a heading between speech is a part of it. Nobody begins what is said with two number signs.
    fn runs_through(&self, heading: &str, level: u8) -> bool {
        if level > 1 {
            return heading.starts_with(char::is_lowercase);
        }
        let cut =
            self.draft.as_ref().is_some_and(|draft| !draft.text.is_empty() && !ends_sentence(&draft.text));
        cut || heading.starts_with(char::is_lowercase) || ends_sentence(heading)
    }

    /// Says that a line is the service's, or a page's markup.
    fn leave_out(&mut self, piece: &Piece<'_>) {
        let text = piece.text();
        let what = if service::is_markup(text) { "markup" } else { "the service’s own line" };
        self.warnings.left_out(piece.line, || format!("“{text}” is {what} and no speech; it is not shown."));
    }

    /// Begins an utterance that has a speaker or a mark.
    fn open(&mut self, piece: &Piece<'_>) {
        let Some(Head { name, stamp, chapter, .. }) = piece.head else { return };
        let Said { text, emphasis, times } = piece.said();
        if chapter {
            self.end_chapter();
            self.chapter = Some((text, piece.line));
            return;
        }
        let stamp = self.after_tail(stamp);
        self.warn_of_impossible(&text, piece.line);
        let spelling = || self.survey.spelling(piece.number, piece.text());
        let silence = name.is_some() && is_break(spelling());
        let speaker = match name {
            Some(_) if silence => {
                self.end_draft(stamp);
                if text.is_empty() {
                    self.warnings.left_out(piece.line, || "A break stands here, without speech.".to_owned());
                    self.close();
                    return;
                }
                None
            }
            Some(id) => Some(self.speaker(id, piece)),
            None => self.current_speaker(),
        };
        let (named, stamp, line) = self.with_what_stands_over(name.map(|_| speaker), stamp, piece.line);
        if let (Some(stamp), Some((title, line))) = (stamp, self.chapter.take_if(|_| stamp.is_some())) {
            self.transcript.key_points.push(KeyPoint { at: stamp.mark.time, text: title, line: Some(line) });
        }
        self.close();
        let (mark, end) = (stamp.and_then(Stamp::given), stamp.and_then(|stamp| stamp.end));
        self.draft = Some(Draft { speaker, named, text, emphasis, mark, end, times, line, at: self.at });
    }

    /// A mark that stood behind what was said before is that of what comes next, or where that has its own an end.
    fn after_tail(&mut self, stamp: Option<Stamp>) -> Option<Stamp> {
        let Some(tail) = self.tail.take() else { return stamp };
        if stamp.is_some() {
            self.end_draft(Some(tail));
        }
        stamp.or(Some(tail))
    }

    /// Names and times that stand over one another without speech are one: what the new utterance has of both, and its line.
    /// Anything else that nothing was said after is told. `named` is who the new one's name is, if it has one.
    fn with_what_stands_over(
        &mut self,
        named: Option<Option<SpeakerId>>,
        stamp: Option<Stamp>,
        line: usize,
    ) -> (bool, Option<Stamp>, usize) {
        let is_named = named.is_some();
        let Some(draft) = self.draft.as_ref().filter(|draft| draft.text.is_empty()) else {
            return (is_named, stamp, line);
        };
        let over = draft.line;
        let same_name = !draft.named || named.is_none_or(|speaker| speaker == draft.speaker);
        let same_time = draft.mark.is_none_or(|mark| stamp.is_none_or(|stamp| stamp.mark == mark));
        if !(same_name && same_time) || (!is_named && stamp.is_none()) {
            self.warn_of_silence(over);
            return (is_named, stamp, line);
        }
        let both = draft.mark.is_some() && stamp.is_some();
        let stamp = stamp.or(draft.mark.map(|mark| Stamp { mark, end: draft.end, estimate: false }));
        let is_named = is_named || draft.named;
        if both && !std::mem::replace(&mut self.repeats, true) {
            self.warnings
                .left_out(line, || "The times stand a second time in the file, here first.".to_owned());
        }
        (is_named, stamp, over)
    }

    /// A chapter that nothing with a time was said in.
    fn end_chapter(&mut self) {
        if let Some((title, line)) = self.chapter.take() {
            self.warnings.left_out(line, || format!("The chapter “{title}” has no time; it is not shown."));
        }
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
    fn go_on(&mut self, said: Said, line: usize, next: bool) {
        let Said { text, emphasis, times } = said;
        self.warn_of_impossible(&text, line);
        let silently = next && self.survey.style.has_own_lines();
        let tail = self.tail.take();
        match &mut self.draft {
            Some(draft) if draft.text.is_empty() => {
                *draft = Draft { text, emphasis, times, ..*draft };
            }
            Some(draft)
                if tail.is_none()
                    && ((draft.mark.is_some() && (silently || !self.survey.sparse))
                        || is_cut(&draft.text, &text)) =>
            {
                draft.text.push(' ');
                let shift = draft.text.len();
                draft.text.push_str(&text);
                draft.emphasis.extend(emphasis.iter().map(|run| run.start + shift..run.end + shift));
                draft.times.extend(times.iter().map(|(at, time)| (at + shift, *time)));
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
                let (mark, end) = (tail.map(|tail| tail.mark), None);
                self.draft = Some(Draft {
                    speaker,
                    named: false,
                    text,
                    emphasis,
                    mark,
                    end,
                    times,
                    line,
                    at: self.at,
                });
            }
        }
    }

    fn current_speaker(&self) -> Option<SpeakerId> {
        match &self.draft {
            Some(draft) => draft.speaker,
            None => self.transcript.turns.last().and_then(|turn| turn.speaker),
        }
    }

    fn speaker(&mut self, id: NameId, piece: &Piece<'_>) -> SpeakerId {
        if let Some(Some(known)) = self.speakers.get(id.index()) {
            return *known;
        }
        let new = SpeakerId::new(self.transcript.speakers.len());
        let name = self.survey.spelling(piece.number, piece.text());
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.transcript.speakers.push(Speaker { name });
        if let Some(place) = self.speakers.get_mut(id.index()) {
            *place = Some(new);
        }
        new
    }

    fn close(&mut self) {
        let Some(draft) = self.draft.take().filter(|draft| !draft.text.is_empty()) else { return };
        let spans = draft.spans();
        let mut utterance = Utterance::new(draft.text, draft.emphasis, draft.mark, draft.line);
        if draft.end.is_some() || !spans.is_empty() {
            utterance = utterance.timed(draft.end, &spans);
        }
        let turns = &mut self.transcript.turns;
        if turns.last().is_none_or(|turn| turn.speaker != draft.speaker) {
            if let Some(before) = turns.last_mut() {
                room::give_back(&mut before.utterances);
            }
            room::make(turns, 1, self.at, self.survey.len());
            turns.push(Turn { speaker: draft.speaker, utterances: Vec::new() });
            self.turn_at = draft.at;
        }
        if let Some(Turn { utterances, .. }) = turns.last_mut() {
            let is_one = |id: NameId| self.speakers.get(id.index()).is_some_and(|id| *id == draft.speaker);
            let rest = || self.survey.until_another(self.at, is_one);
            room::make_for_one(utterances, self.at.saturating_sub(self.turn_at), rest);
            utterances.push(utterance);
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
        let tail = self.tail.take();
        self.end_draft(tail);
        self.at = self.survey.len();
        self.close();
        self.end_chapter();
        if let Some(more) = self.joined.checked_sub(MOST_JOINED).filter(|more| *more > 0) {
            self.warnings.joined(None, || {
                format!("{more} more paragraphs have no time of their own; each is read as the rest of the one before it.")
            });
        }
        if let Some(turn) = self.transcript.turns.last_mut() {
            room::give_back(&mut turn.utterances);
        }
        room::give_back(&mut self.transcript.turns);
        self.transcript
    }
}

impl Draft {
    /// What the marks inside it time, and its own what is before the first of them.
    fn spans(&self) -> Vec<TimedSpan> {
        let Some(&(first, _)) = self.times.first() else { return Vec::new() };
        let own = self.mark.filter(|_| first > 0).map(|mark| (0, mark.time));
        let starts = || own.into_iter().chain(self.times.iter().copied());
        let ends = starts().skip(1).map(|(at, _)| at).chain([self.text.len()]);
        let spans = starts().zip(ends).map(|((start, time), end)| {
            let said = self.text.get(start..end).map_or(0, |said| said.trim_end().len());
            TimedSpan::new(start..start + said, time, None)
        });
        spans.filter(|span| !span.range().is_empty()).collect()
    }
}

fn is_title(piece: &Piece<'_>) -> bool {
    piece.last_line() == piece.line && piece.text().len() <= LONGEST_TITLE
}

/// Whether this separates what is around it: a rule, or asterisks in the place of one.
fn is_break_line(piece: &Piece<'_>) -> bool {
    piece.kind == Kind::Rule || plain::is_rule(piece.text())
}

fn is_break(name: &str) -> bool {
    BREAKS.iter().any(|known| name.eq_ignore_ascii_case(known))
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
