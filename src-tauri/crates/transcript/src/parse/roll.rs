//! The roll of speakers: which of the words before a colon are names of somebody who speaks.
//!
//! A name in bold or with a mark beside it is sure. Any other ("Note: …", "Ann: …") is a speaker if it is sure
//! elsewhere in the file, or if the file is written that way (one paragraph in five begins like this) and the name comes
//! back; in a file too short for names to come back, or for a name of several words, once is enough.

use std::collections::HashMap;

use super::block::Block;
use super::label::{Label, Opening};

/// With at least so many paragraphs under one name, others are expected to come back too.
const OFTEN: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Roll {
    /// Every spelling of a name, with its place in `votes`.
    spelled: HashMap<String, usize>,
    /// Every name by its [`key`], with its place in `votes`.
    names: HashMap<String, usize>,
    votes: Vec<Votes>,
    paragraphs: usize,
    labelled: usize,
    most: usize,
    /// The first paragraph has a name.
    from_the_first: bool,
}

#[derive(Debug, Default)]
struct Votes {
    count: usize,
    sure: bool,
}

impl Roll {
    /// The roll of a whole file.
    pub(super) fn of<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> Self {
        let mut roll = Self::default();
        for block in blocks {
            roll.paragraphs += 1;
            roll.note(&block.text, &Opening::of(&block.text, &block.emphasis));
            for line in &block.breaks {
                roll.note(&block.text[line.at..], &block.opening_at(*line));
            }
        }
        roll
    }

    /// The roll of a file of so many cues. Cues are pieces of speech that name somebody only where another begins, so one in
    /// five would be far too many to ask for; but who names speakers names the first.
    pub(super) fn of_cues(cues: usize, first_is_named: bool) -> Self {
        Self { paragraphs: cues, from_the_first: first_is_named, ..Self::default() }
    }

    fn note(&mut self, text: &str, opening: &Opening) {
        if let Some(label) = &opening.label {
            self.vote(&text[label.name.clone()], label.sure);
        }
    }

    /// Somebody of that name seems to speak, or surely does.
    pub(super) fn vote(&mut self, name: &str, sure: bool) {
        let at = match self.spelled.get(name) {
            Some(&at) => at,
            None => {
                let at = *self.names.entry(key(name)).or_insert(self.votes.len());
                if at == self.votes.len() {
                    self.votes.push(Votes::default());
                }
                self.spelled.insert(name.to_owned(), at);
                at
            }
        };
        let votes = &mut self.votes[at];
        votes.count += 1;
        votes.sure |= sure;
        self.labelled += 1;
        self.most = self.most.max(votes.count);
    }

    /// Whether `label` at the start of `text` names a speaker.
    pub(super) fn accepts(&self, text: &str, label: &Label) -> bool {
        label.sure || self.is_speaker(&text[label.name.clone()])
    }

    /// Whether one of that name speaks, by all the votes.
    pub(super) fn is_speaker(&self, name: &str) -> bool {
        let Some(votes) = self.spelled.get(name).map(|&at| &self.votes[at]) else { return false };
        let written_that_way = self.from_the_first || self.labelled * 5 >= self.paragraphs;
        let comes_back = votes.count > 1 || self.most < OFTEN || name.contains(char::is_whitespace);
        votes.sure || (written_that_way && comes_back)
    }

    /// Whether the name stands in the file only once, and nothing there makes it sure.
    pub(super) fn is_guess(&self, name: &str) -> bool {
        self.spelled.get(name).is_some_and(|&at| self.votes[at].count == 1 && !self.votes[at].sure)
    }
}

/// What two spellings of a name have in common.
pub(super) fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
