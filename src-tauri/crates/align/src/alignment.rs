//! What is aligned, and what comes of it.

use std::time::Duration;

use crate::pronounce::Said;

/// An utterance to be found in the sound.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its words, and how they may be said. One with no way of being said gets no time.
    pub words: Vec<Said>,
    /// The words, by number, with which its sentences begin; may be empty.
    pub sentences: Vec<usize>,
    /// When it begins, as far as that is known.
    pub mark: Option<Mark>,
}

/// A time that is known of a line's beginning.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Mark {
    /// From the start of the audio.
    pub time: Duration,
    /// It may be so much later: a whole second for "00:13:16".
    pub resolution: Duration,
    /// Set by hand while it was heard: it holds where the sound itself speaks for another place.
    pub firm: bool,
}

/// How an alignment is to be done.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Threads to work on it, at least 1.
    pub threads: usize,
    /// Start with what is said here: where the playhead is.
    pub around: Option<Duration>,
    /// Where something was joined to the audio, so that the marks after it may be early or late: found by the player.
    pub joints: Vec<Duration>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { threads: 2, around: None, joints: Vec::new() }
    }
}

/// Who waits for an alignment. Called from its threads.
pub trait Watch: Sync {
    /// How much of the work is done, 0 to 1; never less than before.
    fn progress(&self, share: f32) {
        let _ = share;
    }

    /// Lines that are aligned, `first` and those after it. They are final unless the whole turns out to be another
    /// episode's or shifted; then they come again.
    fn lines(&self, first: usize, lines: &[AlignedLine]) {
        let _ = (first, lines);
    }

    /// Asked every few milliseconds of work: true ends it soon, with [`Outcome::Cancelled`].
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody waits.
impl Watch for () {}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// One for each line that was given.
    pub lines: Vec<AlignedLine>,
    /// By how much the marks are off, where they are; in the order of time, without gaps between the first and the last.
    pub shifts: Vec<Shift>,
    /// Whether it can be used.
    pub outcome: Outcome,
    /// The share of the words with a way of being said that were found with confidence, 0 to 1: "words in sync".
    pub in_sync: f32,
}

/// A line with the times of its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlignedLine {
    /// One for each word: none for what isn't said in the sound, or can't be said.
    pub words: Vec<Option<WordTime>>,
    /// How fine a light on this line would be true.
    pub light: Light,
}

/// When a word is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordTime {
    /// Its beginning, from the start of the audio.
    pub start: Duration,
    /// Its end.
    pub end: Duration,
    /// How likely it is that the beginning is true to 0.2 s: 0 to 1.
    pub confidence: f32,
    /// Sure enough, with its line, that of all words that are 99 in 100 are true to 0.2 s.
    pub lit: bool,
}

/// How fine the light on a line may go to be true.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Light {
    /// No word was found with confidence: the line as a whole.
    #[default]
    Line,
    /// Sentences, at the times of their first words.
    Sentence,
    /// Words.
    Word,
}

/// A stretch of the audio in which the marks are off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Where the stretch begins, by the marks.
    pub from: Duration,
    /// What has to be added to the marks from there on, in seconds: more than 0 where they are early.
    pub seconds: f64,
    /// The first line that it is true of.
    pub line: usize,
}

/// Whether an alignment can be used.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Outcome {
    /// The words were found, or most of them.
    Aligned,
    /// Times of sentences by where people pause, without a look at the words: what is there for a language without a model.
    Pauses,
    /// The text isn't what is said: another episode's, or another language's.
    Mismatch,
    /// There is no speech in the audio, or no audio.
    NoSpeech,
    /// There are no words to align.
    NoText,
    /// [`Watch::cancelled`] ended it. The lines that were done have their times.
    Cancelled,
}
