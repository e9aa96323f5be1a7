//! Settles what the forms that are not sure by themselves are in a file: marks, speakers, or text.

use std::collections::HashSet;

use super::super::blocks::Lines;
use super::super::label::{Form, Opening, is_name_alone};
use super::super::stamp;
use super::openings::{Line, Openings};
use super::{Style, Survey};

/// With so many names, half of them must be somebody's who spoke before.
const MANY_NAMES: usize = 4;

/// Which of the forms that are not sure by themselves the file is written in.
pub(super) struct Accepted {
    pub(super) bare: bool,
    pub(super) name_then_stamp: bool,
    pub(super) colon_then_stamp: bool,
    pub(super) stamp_then_name: bool,
    pub(super) stamp_then_bold: bool,
    pub(super) chapter: bool,
}

impl Survey {
    /// Turns what was not accepted into what it is otherwise, and puts the names of the rest on the roll.
    pub(super) fn settle(&mut self, accepted: &Accepted, texts: &Lines<'_>) {
        if accepted.bare {
            self.drop_contradicted(|opening| opening.bare);
        }
        if accepted.name_then_stamp {
            self.drop_contradicted(|opening| opening.form == Form::NameThenStamp);
        }
        let roll = &mut self.roll;
        self.lines.change(|at, line| {
            let opening = &mut line.opening;
            if opening.bare && !accepted.bare {
                *opening = Opening::TEXT;
            }
            let (rejected, instead) = match opening.form {
                Form::NameThenStamp => (!accepted.name_then_stamp, Form::Text),
                Form::ColonThenStamp => (!accepted.colon_then_stamp, Form::Named),
                Form::StampThenName => (!accepted.stamp_then_name, Form::Stamped),
                Form::StampThenBold => (!accepted.stamp_then_bold, Form::Stamped),
                Form::Chapter => (!accepted.chapter, Form::Named),
                _ => (false, opening.form),
            };
            if rejected && opening.form == Form::Chapter {
                opening.form = instead;
            } else if rejected {
                opening.form = instead;
                opening.speech = opening.otherwise;
                if instead == Form::Named {
                    opening.stamp = None;
                    opening.sure = false;
                    opening.otherwise = 0;
                } else {
                    opening.name = 0..0;
                }
            }
            let names = !matches!(opening.form, Form::Text | Form::Chapter) && !opening.name.is_empty();
            if line.name.is_none() && names {
                let id = roll.id(opening.name(texts.get(at).unwrap_or_default()));
                roll.count(id, opening.sure, opening.form == Form::Named);
                line.name = Some(id);
            }
        });
    }

    /// Of the lines of a kind, those whose time the ones before and after it contradict are text.
    fn drop_contradicted(&mut self, of_kind: impl Fn(&Opening) -> bool) {
        let time = |line: &Line| line.opening.stamp.filter(|_| of_kind(&line.opening)).map(|s| s.mark.time);
        let mut contradicted = Vec::new();
        let mut around = [None; 2];
        for (at, line) in self.lines.others() {
            let Some(after) = time(&line) else { continue };
            if let [Some((_, before)), Some((at, time))] = around
                && before <= after
                && (time < before || time > after)
            {
                contradicted.push(at);
            }
            around = [around[1], Some((at, after))];
        }
        let mut contradicted = contradicted.into_iter().peekable();
        self.lines.change(|at, Line { opening, .. }| {
            // A line with nothing but a time says nothing; that its time is wrong is the timeline's to tell.
            let says =
                opening.form != Form::StampAlone && !(opening.form == Form::NameThenStamp && opening.sure);
            if contradicted.next_if_eq(&at).is_some() && says {
                *opening = Opening::TEXT;
            }
        });
    }

    /// Finds names on the lines over or under times that stand alone, and times that are said once more in words.
    pub(super) fn names_beside_times(&mut self, texts: &Lines<'_>) -> Option<Style> {
        let is_text = |lines: &Openings, at: usize| lines.form(at) == Some(Form::Text);
        let name_at = |lines: &Openings, at: Option<usize>| {
            let at = at.filter(|&at| is_text(lines, at))?;
            texts.get(at).filter(|text| is_name_alone(text)).map(|_| at)
        };
        let (mut times, mut over, mut under) = (0, Vec::new(), Vec::new());
        let (mut first_over, mut first_under) = (false, false);
        let mut in_words = false;
        for index in 0..self.lines.len() {
            let said_again = std::mem::take(&mut in_words);
            if said_again || self.lines.form(index) != Some(Form::StampAlone) {
                continue;
            }
            let Some(stamp) = self.lines.get(index).and_then(|line| line.opening.stamp) else { continue };
            times += 1;
            if let Some(text) = texts.get(index + 1)
                && stamp::spoken(text, stamp.mark.time) == Some(text.trim_end().len())
            {
                let (form, end) = (Form::StampAlone, text.len() as u32);
                let opening =
                    Opening { form, stamp: Some(stamp), speech: end, otherwise: end, ..Opening::TEXT };
                self.lines.set(index + 1, &Line { opening, name: None });
                in_words = true;
                continue;
            }
            let name_over = name_at(&self.lines, index.checked_sub(1));
            let said = is_text(&self.lines, index + 2);
            let name_under = name_at(&self.lines, Some(index + 1)).filter(|_| said);
            if times == 1 {
                (first_over, first_under) = (name_over.is_some(), name_under.is_some());
            }
            over.extend(name_over);
            under.extend(name_under);
        }
        let come_back = |found: &[usize]| {
            let names: HashSet<&str> = found.iter().filter_map(|&at| texts.get(at)).collect();
            found.len() * 2 > times && (found.len() < MANY_NAMES || names.len() * 2 <= found.len())
        };
        let (found, style) = if first_over && come_back(&over) {
            (over, Style::NameOverStamp)
        } else if first_under && come_back(&under) {
            (under, Style::NameUnderStamp)
        } else {
            return None;
        };
        for at in found {
            let text = texts.get(at).unwrap_or_default().trim_end();
            let id = self.roll.id(text);
            self.roll.count(id, false, false);
            let end = text.len() as u32;
            let opening = Opening { form: Form::NameAlone, name: 0..end, speech: end, ..Opening::TEXT };
            self.lines.set(at, &Line { opening, name: Some(id) });
            // Microsoft's pages have a picture there, which is copied as the initials.
            if let Some(over) = at.checked_sub(1).filter(|&over| is_text(&self.lines, over))
                && let Some(initials) = texts.get(over)
                && are_initials(initials.trim_end(), text)
            {
                let speech = initials.len() as u32;
                let opening = Opening { form: Form::NameAlone, speech, ..Opening::TEXT };
                self.lines.set(over, &Line { opening, name: Some(id) });
            }
        }
        Some(style)
    }
}

/// Whether these are two or three letters with which words of the name begin, in their order.
fn are_initials(letters: &str, name: &str) -> bool {
    let mut words = name.split_whitespace();
    let mut begins = |letter: char| words.any(|word| word.starts_with(letter));
    (2..=3).contains(&letters.chars().count()) && letters.chars().all(|c| c.is_uppercase() && begins(c))
}
