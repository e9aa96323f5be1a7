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
    names: HashMap<String, Votes>,
    paragraphs: usize,
    labelled: usize,
    most: usize,
}

#[derive(Debug, Default)]
struct Votes {
    count: usize,
    sure: bool,
}

impl Roll {
    /// The roll of a whole file.
    pub(super) fn of(blocks: &[Block]) -> Self {
        let mut roll = Self::default();
        for block in blocks {
            roll.paragraphs += 1;
            roll.note(&block.text, &Opening::of(&block.text, &block.emphasis));
            for line in &block.breaks {
                roll.note(&block.text[line.at..], &block.opening_at(*line));
            }
        }
        roll.most = roll.names.values().map(|votes| votes.count).max().unwrap_or_default();
        roll
    }

    fn note(&mut self, text: &str, opening: &Opening) {
        if let Some(label) = &opening.label {
            self.labelled += 1;
            let votes = self.names.entry(key(&text[label.name.clone()])).or_default();
            votes.count += 1;
            votes.sure |= label.sure;
        }
    }

    /// Whether `label` at the start of `text` names a speaker.
    pub(super) fn accepts(&self, text: &str, label: &Label) -> bool {
        if label.sure {
            return true;
        }
        let name = &text[label.name.clone()];
        let Some(votes) = self.names.get(&key(name)) else { return false };
        let written_that_way = self.labelled * 5 >= self.paragraphs;
        let comes_back = votes.count > 1 || self.most < OFTEN || name.contains(char::is_whitespace);
        votes.sure || (written_that_way && comes_back)
    }
}

/// What two spellings of a name have in common.
pub(super) fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
