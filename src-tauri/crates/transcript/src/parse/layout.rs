//! The podcast layout: blocks as title, show notes, speech and pull quotes.
//!
//! - Speech begins at the first paragraph with a speaker or a mark. Before it, the first heading is the title, the
//!   second the subtitle, a list item with a time a key point, all else the summary. A text with neither speakers nor
//!   marks is speech from its first paragraph on.
//! - A paragraph with a speaker begins a turn, or goes on with it if the same speaks on. One with only a mark is the next
//!   utterance of the turn.
//! - A paragraph with neither belongs to the utterance before it where that has a mark: nothing tells when it begins.
//!   Without marks it is an utterance by itself, unless a sentence runs on into it.
//! - A pull quote is a paragraph that is one quotation from end to end, right after a break. It cuts nothing: what was
//!   being said goes on after it.
//! - List items, quotations and code inside a turn are speech. A heading there is too, where a sentence runs through
//!   it; else it is set aside with a warning.

use std::collections::HashMap;
use std::ops::Range;

use super::block::{Block, Kind};
use super::label::Opening;
use super::roll::{self, Roll};
use super::{Format, Reading, markdown, plain, time};
use crate::model::{KeyPoint, Mark, PullQuote, Speaker, SpeakerId, Transcript, Turn, Utterance};
use crate::warning::Warnings;
use crate::words::ends_sentence;

/// Longer lines, in bytes, are no titles unless they are marked as headings.
const LONGEST_TITLE: usize = 120;

/// Reads a text as Markdown where it or its name has signs of that, else as plain text.
pub(super) fn read(text: &str, name: &str, warnings: &mut Warnings) -> Reading {
    let (format, reason) = sniff(text, name);
    let blocks = match format {
        Format::Markdown => markdown::blocks(text),
        _ => plain::blocks(text),
    };
    Reading { transcript: arrange(blocks, format, warnings), format, reason }
}

fn sniff(text: &str, name: &str) -> (Format, &'static str) {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    if matches!(extension.as_deref(), Some("md" | "markdown" | "mdown" | "mkd")) {
        (Format::Markdown, "Its name ends as Markdown files’ do, and it has no signs of anything else.")
    } else if text.lines().take(2_000).any(is_markdown_line) {
        (Format::Markdown, "It has headings, bold names or escaped brackets, as Markdown writes them.")
    } else {
        (Format::PlainText, "It has no signs of any other format.")
    }
}

/// Lines that mean something in Markdown and are unlikely in anything else.
fn is_markdown_line(line: &str) -> bool {
    let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    let bold = line.strip_prefix("**").is_some_and(|rest| rest.contains("**"));
    let escaped = line.contains("\\[") && line.contains("\\]");
    heading || bold || escaped
}

/// Reads the blocks of a whole file.
pub(super) fn arrange(blocks: Vec<Block>, format: Format, warnings: &mut Warnings) -> Transcript {
    let roll = Roll::of(&blocks);
    let pieces: Vec<Piece> = blocks.into_iter().flat_map(|block| split(block, &roll)).collect();
    let begins = |item: bool| pieces.iter().position(|p| p.opens() && (p.block.kind == Kind::Item) == item);
    let speech = begins(false).or_else(|| begins(true));
    let mut writer = Writer { format, ..Writer::new(warnings) };
    for (index, piece) in pieces.into_iter().enumerate() {
        match speech {
            Some(first) if index < first => writer.show_notes(piece),
            _ => writer.speech(piece),
        }
    }
    writer.finish()
}

/// A block that begins with at most one speaker or mark, and what it begins with.
struct Piece {
    block: Block,
    name: Option<String>,
    mark: Option<Mark>,
    /// Where its speech begins.
    speech: usize,
}

impl Piece {
    fn new(block: Block, roll: &Roll) -> Self {
        let opening = Opening::of(&block.text, &block.emphasis);
        match opening.label.filter(|label| roll.accepts(&block.text, label)) {
            Some(label) => {
                let name = block.text[label.name].split_whitespace().collect::<Vec<_>>().join(" ");
                Self { name: Some(name), mark: label.mark, speech: label.speech, block }
            }
            None => {
                let (mark, speech) = opening.mark.map_or((None, 0), |(mark, end)| (Some(mark), end));
                Self { name: None, mark, speech, block }
            }
        }
    }

    fn opens(&self) -> bool {
        self.name.is_some() || self.mark.is_some()
    }
}

/// Cuts a block at each of its lines that begins with a speaker, or with a mark where a sentence has ended before.
fn split(mut block: Block, roll: &Roll) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in block.breaks.clone().into_iter().rev() {
        let opening = block.opening_at(line);
        let text = &block.text[line.at..];
        let named = opening.label.is_some_and(|label| roll.accepts(text, &label));
        if named || (opening.mark.is_some() && ends_sentence(&block.text[..line.at])) {
            let rest = block.split_off(line);
            pieces.push(Piece::new(rest, roll));
        }
    }
    let underlined = matches!(block.kind, Kind::Underlined { .. });
    pieces.push(Piece::new(block, roll));
    pieces.reverse();
    // The line under a paragraph stands under its last part.
    if let [first, .., last] = pieces.as_mut_slice()
        && underlined
    {
        std::mem::swap(&mut first.block.kind, &mut last.block.kind);
    }
    pieces
}

struct Writer<'w> {
    transcript: Transcript,
    warnings: &'w mut Warnings,
    format: Format,
    speakers: HashMap<String, SpeakerId>,
    /// How many utterances were closed.
    closed: usize,
    /// The utterance that may still go on.
    draft: Option<Draft>,
    after_rule: bool,
}

struct Draft {
    speaker: Option<SpeakerId>,
    named: bool,
    text: String,
    emphasis: Vec<Range<usize>>,
    mark: Option<Mark>,
    line: usize,
}

impl<'w> Writer<'w> {
    fn new(warnings: &'w mut Warnings) -> Self {
        Self {
            transcript: Transcript::default(),
            warnings,
            format: Format::PlainText,
            speakers: HashMap::new(),
            closed: 0,
            draft: None,
            after_rule: false,
        }
    }

    /// What stands before the first speech.
    fn show_notes(&mut self, piece: Piece) {
        let block = piece.block;
        match block.kind {
            Kind::Rule => self.after_rule = true,
            Kind::Heading(_) => self.heading(block),
            Kind::Underlined { .. } if is_title(&block) => self.heading(block),
            Kind::Item => self.note(block),
            _ if self.after_rule && is_quotation(&block.text) => self.pull_quote(block),
            Kind::Paragraph if self.untitled_line(&block) => self.heading(block),
            _ => self.summary(block),
        }
    }

    /// Plain text has no headings: short lines on top that end no sentence take their place.
    fn untitled_line(&self, block: &Block) -> bool {
        let transcript = &self.transcript;
        self.format == Format::PlainText
            && transcript.subtitle.is_none()
            && transcript.summary.is_empty()
            && is_title(block)
            && !block.text.ends_with(['.', '!', '?', ':', ';', ',', '…'])
    }

    fn heading(&mut self, block: Block) {
        self.after_rule = false;
        let transcript = &mut self.transcript;
        if transcript.title.is_none() {
            transcript.title = Some(block.text);
        } else if transcript.subtitle.is_none() {
            transcript.subtitle = Some(block.text);
        } else {
            self.warnings.left_out(block.line, || {
                format!("The heading “{}” is no part of the speech; it is not shown.", block.text)
            });
        }
    }

    fn note(&mut self, block: Block) {
        self.after_rule = false;
        match time::bracketed(&block.text).or_else(|| time::bare(&block.text)) {
            Some((mark, end)) => {
                let text = block.text[end..].trim_start_matches([' ', '-', '–', '—', ':']).to_owned();
                self.transcript.key_points.push(KeyPoint { at: mark.time, text, line: block.line });
            }
            None => self.summary(block),
        }
    }

    fn summary(&mut self, block: Block) {
        self.after_rule = block.kind == Kind::Underlined { rule: true };
        self.transcript.summary.push(block.text);
    }

    fn pull_quote(&mut self, block: Block) {
        let said = self.closed + usize::from(self.draft.as_ref().is_some_and(|draft| !draft.text.is_empty()));
        let quote = PullQuote { text: block.text, beside: said.checked_sub(1), line: block.line };
        self.transcript.pull_quotes.push(quote);
    }

    fn speech(&mut self, mut piece: Piece) {
        let kind = piece.block.kind;
        let silent = self.closed == 0 && self.draft.is_none();
        let rule_under = kind == Kind::Underlined { rule: true };
        match kind {
            Kind::Rule => {
                self.after_rule = true;
                return;
            }
            _ if piece.opens() => self.open(piece),
            _ if self.after_rule && is_quotation(&piece.block.text) => {
                self.pull_quote(piece.block);
                self.after_rule = true;
                return;
            }
            Kind::Heading(_) if silent => return self.heading(piece.block),
            Kind::Underlined { .. } if silent && is_title(&piece.block) => return self.heading(piece.block),
            Kind::Item if silent && time::bare(&piece.block.text).is_some() => return self.note(piece.block),
            Kind::Heading(level) => {
                if !self.runs_through(&piece.block.text) {
                    let line = piece.block.line;
                    let text = piece.block.text;
                    self.warnings.left_out(line, || {
                        format!("The heading “{text}” stands between the speech; it is not shown.")
                    });
                    self.after_rule = false;
                    return;
                }
                // What only looked like a heading began with these characters.
                piece.block.text.insert_str(0, &format!("{} ", "#".repeat(level.into())));
                piece.block.emphasis.clear();
                self.go_on(piece.block);
            }
            Kind::Paragraph | Kind::Item | Kind::Underlined { .. } => self.go_on(piece.block),
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
    fn open(&mut self, piece: Piece) {
        let Piece { mut block, name, mark, speech } = piece;
        if let Some(draft) = &self.draft
            && draft.text.is_empty()
            && (draft.mark.is_some() || (draft.named && name.is_some()))
        {
            self.warn_of_silence(draft.line);
        }
        block.drop_front(speech);
        if let Some(wrong) = time::impossible(&block.text) {
            self.warnings
                .guessed(block.line, || format!("“[{wrong}]” is not a possible time; it is kept as text."));
        }
        let speaker = match &name {
            Some(name) => Some(self.speaker(name)),
            None => self.current_speaker(),
        };
        self.close();
        self.draft = Some(Draft {
            speaker,
            named: name.is_some(),
            text: block.text,
            emphasis: block.emphasis,
            mark,
            line: block.line,
        });
    }

    /// Takes in a paragraph without a speaker and a mark.
    fn go_on(&mut self, block: Block) {
        if let Some(wrong) = time::impossible(&block.text) {
            self.warnings
                .guessed(block.line, || format!("“[{wrong}]” is not a possible time; it is kept as text."));
        }
        match &mut self.draft {
            Some(draft) if draft.text.is_empty() => {
                draft.text = block.text;
                draft.emphasis = block.emphasis;
            }
            Some(draft) if draft.mark.is_some() || is_cut(&draft.text, &block.text) => {
                if draft.mark.is_some() {
                    let message =
                        "This paragraph has no time of its own; it is read as the rest of the one before it.";
                    self.warnings.joined(block.line, || message.to_owned());
                }
                draft.text.push(' ');
                let shift = draft.text.len();
                draft.text.push_str(&block.text);
                draft.emphasis.extend(block.emphasis.iter().map(|run| run.start + shift..run.end + shift));
            }
            _ => {
                let speaker = self.current_speaker();
                self.close();
                let Block { text, emphasis, line, .. } = block;
                self.draft = Some(Draft { speaker, named: false, text, emphasis, mark: None, line });
            }
        }
    }

    fn current_speaker(&self) -> Option<SpeakerId> {
        match &self.draft {
            Some(draft) => draft.speaker,
            None => self.transcript.turns.last().and_then(|turn| turn.speaker),
        }
    }

    fn speaker(&mut self, name: &str) -> SpeakerId {
        let speakers = &mut self.transcript.speakers;
        *self.speakers.entry(roll::key(name)).or_insert_with(|| {
            speakers.push(Speaker { name: name.to_owned() });
            SpeakerId::new(speakers.len() - 1)
        })
    }

    fn close(&mut self) {
        let Some(draft) = self.draft.take().filter(|draft| !draft.text.is_empty()) else { return };
        let utterance = Utterance::new(draft.text, draft.emphasis, draft.mark, draft.line);
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

    fn finish(mut self) -> Transcript {
        if let Some(draft) = self.draft.as_ref().filter(|draft| draft.text.is_empty()) {
            self.warn_of_silence(draft.line);
        }
        self.close();
        self.transcript
    }
}

fn is_title(block: &Block) -> bool {
    block.breaks.is_empty() && block.text.len() <= LONGEST_TITLE
}

/// Whether a sentence that `before` began runs on into `after`. Texts without any punctuation can't tell.
fn is_cut(before: &str, after: &str) -> bool {
    let punctuated = |text: &str| text.contains(['.', '!', '?', '…']);
    after.starts_with(char::is_lowercase)
        && !ends_sentence(before)
        && (punctuated(before) || punctuated(after))
}

/// Whether this is one quotation and nothing else.
fn is_quotation(text: &str) -> bool {
    const MARKS: [(char, char); 4] = [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“')];
    MARKS.iter().any(|&(open, close)| {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inside.is_some_and(|inside| !inside.is_empty() && !inside.contains([open, close]))
    })
}
