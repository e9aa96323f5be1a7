//! Cueline's transcript: what was said, by whom and when, and how it is read from the files that people have.
//!
//! - `model`: transcript → turns → utterances → sentences → words, with key points and pull quotes
//! - `compact`: its times in half the room
//! - `place`: where something stands in a file
//! - `words`: where a text's sentences and words begin and end
//! - `text`: a file's bytes → text with `\n` line ends
//! - `parse/`: text → transcript and warnings; see there for how a format is added
//! - `chapters`: chapters from files of their own, as key points
//! - `timeline`: marks → the time of every utterance
//! - `export/`: transcript → a file's bytes; see there for how a format is added
//! - `report`: a reading in numbers
//! - `search/`: places in the text by what they say and who says it; pull quotes found there
//! - `starts`: which utterance sounds at an instant
//! - `aligned`: times that were found in the sound, taken into a transcript
//! - `word_times`: when each word of an utterance is said
//! - `warning`: what a file has that had to be guessed or set aside
//!
//! What always holds:
//! - Nothing here does I/O, knows audio or keeps state.
//! - Parsing refuses only what is too large, is not text, or is clearly another format. All else is read, and what had
//!   to be guessed is told with its line.
//! - Text is text: whatever a file says comes out as plain characters, never as markup.
//! - No time is invented for a file that has none, and a time never loses its [`Origin`].

mod aligned;
mod chapters;
mod compact;
mod export;
#[cfg(test)]
mod geneva;
mod model;
mod parse;
mod place;
#[cfg(test)]
#[path = "../tests/random/mod.rs"]
mod random;
mod report;
mod search;
mod starts;
mod text;
mod timeline;
mod warning;
mod word_times;
mod words;

pub use aligned::{AlignedLine, AlignedWord};
pub use chapters::{Chapters, MAX_CHAPTER_BYTES, MAX_CHAPTERS, merge_key_points, parse_chapters};
pub use export::{
    ExportError, ExportFormat, ExportOptions, Paragraph, ParagraphKind, Run, RunKind, document, export,
};
pub use model::{
    KeyPoint, Line, Mark, Origin, PullQuote, Sentence, Speaker, SpeakerId, TimedSpan, Timing, Transcript,
    Turn, Utterance, Word,
};
pub use parse::time::shown as shown_time;
pub use parse::{Format, MAX_BYTES, MAX_LINES, ParseError, ParseOptions, Parsed, parse, parse_with};
pub use report::{Marks, Origins, Remarks, Report, Share};
pub use search::{Hit, Hits, MOST_HITS, Query, Search, SearchError};
pub use starts::Starts;
pub use text::text_of;
pub use timeline::timeline;
pub use warning::{Warning, WarningKind};
pub use word_times::{WordTime, word_times};
