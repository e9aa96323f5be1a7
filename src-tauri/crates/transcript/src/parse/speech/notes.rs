//! What stands beside the speech: title and subtitle, summary, key points, pull quotes.

use super::super::block::Kind;
use super::super::piece::Piece;
use super::super::{Format, service, time};
use super::{Writer, is_break_line, is_quotation, is_title};
use crate::model::{KeyPoint, PullQuote};

impl Writer<'_> {
    /// What stands before the first speech.
    pub(in crate::parse) fn show_notes(&mut self, piece: &Piece<'_>) {
        match piece.kind {
            _ if is_break_line(piece) => self.after_rule = true,
            _ if service::is_around(piece.text()) || service::is_markup(piece.text()) => {
                self.leave_out(piece);
            }
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

    pub(super) fn heading(&mut self, piece: &Piece<'_>) {
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

    pub(super) fn note(&mut self, piece: &Piece<'_>) {
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

    pub(super) fn pull_quote(&mut self, piece: &Piece<'_>) {
        let said = self.closed + usize::from(self.draft.as_ref().is_some_and(|draft| !draft.text.is_empty()));
        let quote =
            PullQuote { text: piece.text().to_owned(), beside: said.checked_sub(1), line: piece.line };
        self.transcript.pull_quotes.push(quote);
    }
}
