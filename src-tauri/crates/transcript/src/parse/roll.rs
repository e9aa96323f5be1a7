//! The roll of speakers: which of the words at the start of a line are names of somebody who speaks.
//!
//! A name in bold or with a mark beside it is sure. Any other ("Note: …", "Ann: …") is a speaker if it is sure
//! elsewhere in the file, or if the file is written that way (one paragraph in five begins like this) and the name comes
//! back; in a file too short for names to come back, or for a name of several words, once is enough. But where several
//! names are sure, a single word that isn't and stands once ("Note: …") is none.

use std::collections::HashMap;
use std::num::NonZeroU32;

/// With at least so many paragraphs under one name, others are expected to come back too.
const OFTEN: usize = 3;

/// A name's place on the roll. One that may be missing takes no more room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NameId(NonZeroU32);

impl NameId {
    fn new(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index as u32))
    }

    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

#[derive(Debug, Default)]
pub(super) struct Roll {
    /// Every spelling of a name.
    spelled: HashMap<String, NameId>,
    /// Every name by its [`key`].
    names: HashMap<String, NameId>,
    votes: Vec<Votes>,
    /// The last two that were asked for: most conversations are of two.
    recent: [Option<NameId>; 2],
    paragraphs: usize,
    labelled: usize,
    /// How many names are sure.
    sure: usize,
    most: usize,
    /// The first paragraph has a name.
    from_the_first: bool,
}

#[derive(Debug)]
struct Votes {
    /// As it is first spelled.
    name: String,
    count: usize,
    sure: bool,
}

impl Roll {
    /// The roll of a file of so many cues. Cues are pieces of speech that name somebody only where another begins, so one in
    /// five would be far too many to ask for; but who names speakers names the first.
    pub(super) fn of_cues(cues: usize, first_is_named: bool) -> Self {
        Self { paragraphs: cues, from_the_first: first_is_named, ..Self::default() }
    }

    /// Tells of one more paragraph, with a name or without.
    pub(super) fn paragraph(&mut self) {
        self.paragraphs += 1;
    }

    /// The place of a name, which is put on the roll if it isn't there.
    pub(super) fn id(&mut self, name: &str) -> NameId {
        for id in self.recent.into_iter().flatten() {
            if self.votes.get(id.index()).is_some_and(|votes| votes.name == name) {
                return id;
            }
        }
        let id = match self.spelled.get(name) {
            Some(&id) => id,
            None => {
                let next = NameId::new(self.votes.len());
                let id = *self.names.entry(key(name)).or_insert(next);
                if id == next {
                    self.votes.push(Votes { name: name.to_owned(), count: 0, sure: false });
                }
                self.spelled.insert(name.to_owned(), id);
                id
            }
        };
        self.recent = [Some(id), self.recent[0]];
        id
    }

    /// Somebody of that name seems to speak, or surely does. `labelled` if a colon or a mark says so, and not only the place
    /// on a line of its own.
    pub(super) fn count(&mut self, id: NameId, sure: bool, labelled: bool) {
        self.labelled += usize::from(labelled);
        if let Some(votes) = self.votes.get_mut(id.index()) {
            votes.count += 1;
            self.sure += usize::from(sure && !votes.sure);
            votes.sure |= sure;
            self.most = self.most.max(votes.count);
        }
    }

    /// Somebody of that name seems to speak, or surely does.
    pub(super) fn vote(&mut self, name: &str, sure: bool) {
        let id = self.id(name);
        self.count(id, sure, true);
    }

    /// Whether a name before a colon is a speaker's.
    pub(super) fn accepts(&self, id: NameId) -> bool {
        let written_that_way = self.from_the_first || self.labelled * 5 >= self.paragraphs;
        let sure = self.votes.get(id.index()).is_some_and(|votes| votes.sure);
        sure || (written_that_way && self.comes_back(id))
    }

    /// Whether a name comes back, as far as names can be expected to.
    pub(super) fn comes_back(&self, id: NameId) -> bool {
        let several = |votes: &Votes| votes.name.contains(char::is_whitespace);
        let few = self.most < OFTEN && self.sure < 2;
        let enough = |votes: &Votes| votes.count > 1 || few || several(votes);
        self.votes.get(id.index()).is_some_and(enough)
    }

    /// Whether one of that name speaks, by all the votes.
    pub(super) fn is_speaker(&self, name: &str) -> bool {
        self.spelled.get(name).is_some_and(|&id| self.accepts(id))
    }

    /// Whether the name stands in the file only once, and nothing there makes it sure.
    pub(super) fn is_guess(&self, name: &str) -> bool {
        let votes = self.spelled.get(name).and_then(|id| self.votes.get(id.index()));
        votes.is_some_and(|votes| votes.count == 1 && !votes.sure)
    }

    /// A name as it is first spelled.
    pub(super) fn name(&self, id: NameId) -> &str {
        self.votes.get(id.index()).map_or("", |votes| &votes.name)
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.votes.len()
    }
}

/// What two spellings of a name have in common.
pub(super) fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
