//! Records as cues: their texts, voices, times and words.

use std::borrow::Cow;
use std::time::Duration;

use super::clock::{Clock, Unit};
use super::record::Record;
use super::spans::{Finder, spaceless};
use super::tree::{Kind, Value};
use crate::model::{Mark, TimedSpan, Transcript};
use crate::parse::cue::{Cue, Voice};
use crate::parse::cues::{Records, assemble, is_closing, is_trimmed, word_goes_on};
use crate::place::Place;
use crate::warning::Warnings;

/// Fewer records than this tell nothing about what the records of a file are.
const FEW: usize = 3;
/// Speech is some fifteen characters a second. Where less than this come to one step of a number, the steps are milliseconds.
const SLOWEST_IN_SECONDS: f64 = 0.2;

/// Gathers the cues of a file.
#[derive(Default)]
pub(super) struct Reader<'a> {
    pub(super) clock: Clock,
    /// Whether a letter or a number is a recogniser's label ("A" for "Speaker A") and no name.
    pub(super) labels: bool,
    cues: Vec<Cue<'a>>,
    /// Who spoke last.
    voice: Option<Cow<'a, str>>,
    /// The next record is another voice's, whoever that is.
    other: bool,
    /// The last record was a blank, which belongs before the next one.
    blank: bool,
    /// The sentence that single words are being joined to.
    sentence: Option<Sentence<'a>>,
    /// The records are whole as they are.
    whole: bool,
    /// The line of the first word that is not in its text, and how many there are.
    missed: Option<(Place, usize)>,
    /// The same for results with more than one reading of what was said.
    alternatives: Option<(Place, usize)>,
    /// The first line of a list whose numbers don't say what they count.
    counted: Option<Place>,
}

/// The words of a list up to where their sentence ends.
struct Sentence<'a> {
    voice: Voice<'a>,
    /// The speaker as the file has it.
    speaker: Option<&'a str>,
    text: String,
    words: Vec<TimedSpan>,
    count: usize,
    start: Option<Duration>,
    end: Option<Duration>,
    /// When its last word ends, or where that isn't told begins.
    until: Option<Duration>,
    place: Place,
}

impl<'a> Reader<'a> {
    /// Makes room for so many more records.
    pub(super) fn expect(&mut self, records: usize) {
        self.cues.reserve_exact(records);
    }

    /// Takes a record that is a piece of speech of any length, with the times of its words where it has them.
    pub(super) fn segment(&mut self, record: &Record<'_, 'a>) {
        let words = record.words.map(Value::items).into_iter().flatten().map(Record::of);
        let speaker = record.speaker.or_else(|| words.clone().find_map(|word| word.speaker));
        let text = match record.text() {
            Some(text) if says_something(&text) => text,
            _ => joined(words.clone()).into(),
        };
        let mut finder = Finder::new(&text);
        for word in words {
            self.find(&mut finder, &word);
        }
        let words = self.found(finder, record);
        self.push(record, speaker, text, words);
    }

    /// Looks for a word in the text of its segment.
    pub(super) fn find(&mut self, finder: &mut Finder<'_>, word: &Record<'_, 'a>) {
        if let Some(text) = word.text()
            && !is_special(&text)
        {
            let (start, end) = self.times(word);
            finder.add(&text, start, end);
        }
    }

    /// The words that were found in a record's text.
    pub(super) fn found(&mut self, finder: Finder<'_>, record: &Record<'_, 'a>) -> Vec<TimedSpan> {
        if finder.missed > 0 {
            self.missed.get_or_insert_with(|| (record.value.place(), 0)).1 += finder.missed;
        }
        finder.finish()
    }

    /// Takes a record whose text and words are known.
    pub(super) fn push(
        &mut self,
        record: &Record<'_, 'a>,
        speaker: Option<Value<'_, 'a>>,
        text: Cow<'a, str>,
        words: Vec<TimedSpan>,
    ) {
        let voice = self.voice_of(speaker);
        let (start, end) = self.times(record);
        let place = record.value.place();
        // A record without a text says at most who speaks from here on.
        if text.is_empty() {
            return;
        }
        let blank = is_blank(&text);
        let text = match std::mem::replace(&mut self.blank, blank) {
            true if !blank => format!(" {}", text.trim_start()).into(),
            _ => text,
        };
        if blank {
            return;
        }
        self.cues.push(Cue::new(voice, text, (start.map(mark), end), place).with_words(words));
    }

    /// Who speaks a record with this speaker; a record without one goes on with the last.
    fn voice_of(&mut self, speaker: Option<Value<'_, 'a>>) -> Voice<'a> {
        if let Some(name) = speaker.and_then(Value::text) {
            let is_label =
                self.labels && (name.chars().count() == 1 || name.bytes().all(|b| b.is_ascii_digit()));
            let numbered = speaker.is_some_and(|speaker| speaker.kind() == Kind::Number);
            self.voice = Some(if is_label || numbered { format!("Speaker {name}").into() } else { name });
        }
        match (&self.voice, std::mem::take(&mut self.other)) {
            (Some(name), _) => Voice::Named(name.clone()),
            (None, true) => Voice::Other,
            (None, false) => Voice::Same,
        }
    }

    /// The numbers from this record on count this, as far as their size tells.
    pub(super) fn count_in(&mut self, unit: Option<Unit>, first: Option<Value<'_, 'a>>) {
        if let Some(unit) = unit {
            self.clock.unit = unit;
            self.counted = first.map(Value::place);
        }
    }

    /// Somebody else than before speaks from now on.
    pub(super) fn turn(&mut self) {
        self.other = true;
    }

    /// All records from now on are of the one of this name, unless they name another.
    pub(super) fn speaks(&mut self, name: impl Into<Cow<'a, str>>) {
        self.voice = Some(name.into());
    }

    /// When a record starts and ends.
    pub(super) fn times(&mut self, record: &Record<'_, 'a>) -> (Option<Duration>, Option<Duration>) {
        let unit = record.unit.unwrap_or(self.clock.unit);
        let mut read = |value: Option<Value<'_, 'a>>| value.and_then(|value| self.clock.read_in(value, unit));
        let start = read(record.start);
        let end = match record.end {
            Some(end) => read(Some(end)),
            None => read(record.duration).zip(start).map(|(length, start)| start + length),
        };
        match (start, end, record.end) {
            (Some(start), Some(end), Some(value)) if end < start => {
                self.clock.note_backward(value);
                (Some(start), None)
            }
            _ => (start, end),
        }
    }

    /// Takes a single word of a list that is all of what is said. Such words are joined to sentences here, since those of
    /// several channels, and those without times, can be told apart only in the file's own order.
    pub(super) fn word(&mut self, word: &Record<'_, 'a>, speaker: Option<Value<'_, 'a>>) {
        if let Some(text) = word.text() {
            let times = self.times(word);
            self.add_word(word.value, speaker, &text, times);
        }
    }

    /// The same for a word of which more is known than its record says.
    pub(super) fn add_word(
        &mut self,
        value: Value<'_, 'a>,
        speaker: Option<Value<'_, 'a>>,
        text: &str,
        (start, end): (Option<Duration>, Option<Duration>),
    ) {
        self.whole = true;
        let text = text.trim();
        if text.is_empty() || is_special(text) {
            return;
        }
        let speaker_text = speaker.map(Value::raw);
        if let Some(sentence) = &self.sentence {
            let pause = start.zip(sentence.until).map(|(start, end)| start.saturating_sub(end));
            let other = speaker_text.is_some() && speaker_text != sentence.speaker;
            let goes_on = word_goes_on(&sentence.text, sentence.count, pause.unwrap_or_default());
            if other || !(goes_on || is_closing(text)) {
                self.end_sentence();
            }
        }
        if self.sentence.is_none() {
            let voice = self.voice_of(speaker);
            self.sentence = Some(Sentence {
                voice,
                speaker: speaker_text,
                text: String::new(),
                words: Vec::new(),
                count: 0,
                start,
                end: None,
                until: None,
                place: value.place(),
            });
        }
        if let Some(sentence) = &mut self.sentence {
            sentence.add(text, start, end);
        }
    }

    /// What comes next is another sentence.
    pub(super) fn end_sentence(&mut self) {
        let Some(sentence) = self.sentence.take() else { return };
        let Sentence { voice, text, words, start, end, place, .. } = sentence;
        self.cues.push(Cue::new(voice, text, (start.map(mark), end), place).with_words(words));
    }

    /// The records are paragraphs or sentences as they are, and not to be joined.
    pub(super) fn keep_whole(&mut self) {
        self.whole = true;
    }

    /// Takes what is said somewhere between two times.
    pub(super) fn push_between(
        &mut self,
        value: Value<'_, 'a>,
        text: Cow<'a, str>,
        from: Option<Duration>,
        until: Option<Duration>,
    ) {
        let voice = self.voice_of(None);
        let start = from.map(|time| Mark { time, resolution: Duration::from_secs(1) });
        self.cues.push(Cue::new(voice, text, (start, until), value.place()));
    }

    /// Notes that something was said to have been heard in another way too.
    pub(super) fn has_alternatives(&mut self, value: Value<'_, 'a>) {
        self.alternatives.get_or_insert_with(|| (value.place(), 0)).1 += 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cues.is_empty() && self.sentence.is_none()
    }

    pub(super) fn finish(mut self, warnings: &mut Warnings) -> Transcript {
        self.end_sentence();
        if let Some((place, count)) = self.missed {
            warnings.guessed(place, || {
                format!(
                    "From here on {count} words of its lists are not in its texts; their times are not used."
                )
            });
        }
        if let Some((place, count)) = self.alternatives {
            warnings.left_out(place, || {
                format!("From here on {count} results have several readings; the first of each is shown.")
            });
        }
        if let Some(place) = self.counted {
            let unit = if self.clock.unit == Unit::Millis { "milliseconds" } else { "seconds" };
            warnings.guessed(place, || {
                format!("Its times are bare numbers; by how much is said in them they count {unit}.")
            });
        }
        let resolution = self.clock.resolution();
        for cue in &mut self.cues {
            cue.coarsen(resolution);
        }
        self.clock.tell(warnings);
        let records = if self.whole { Records::Lines } else { what_they_are(&self.cues) };
        assemble(self.cues, records, warnings)
    }
}

impl Sentence<'_> {
    fn add(&mut self, word: &str, start: Option<Duration>, end: Option<Duration>) {
        let apart = |text: &str| text.chars().next_back().is_some_and(|c| !spaceless(c));
        if is_closing(word) {
            self.text.push_str(word);
            return;
        }
        if apart(&self.text) && !word.starts_with(spaceless) {
            self.text.push(' ');
        }
        let at = self.text.len();
        self.text.push_str(word);
        if let Some(start) = start {
            self.words.push(TimedSpan::new(at..self.text.len(), start, end));
        }
        if start.is_some() || end.is_some() {
            self.end = end;
            self.until = end.or(start);
        }
        self.count += 1;
    }
}

/// A time of a file, as long as nothing is known of what the others are.
fn mark(time: Duration) -> Mark {
    Mark { time, resolution: Duration::from_millis(1) }
}

fn says_something(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()
}

/// Whether this is the blank between two words. One with the end of a line ends a paragraph.
fn is_blank(text: &str) -> bool {
    text.starts_with(char::is_whitespace) && text.trim().is_empty() && !text.contains('\n')
}

/// Whether this is no word but a sign of the recogniser's own: `[_BEG_]`, `<|endoftext|>`.
fn is_special(token: &str) -> bool {
    let token = token.trim();
    (token.starts_with("[_") && token.ends_with(']')) || (token.starts_with("<|") && token.ends_with("|>"))
}

/// The text of words, which may bring their own blanks.
fn joined<'t, 'a: 't>(words: impl Iterator<Item = Record<'t, 'a>>) -> String {
    let mut text = String::new();
    let mut blanks = false;
    for word in words.filter_map(|word| word.text()).filter(|word| !is_special(word)) {
        blanks |= word.starts_with(char::is_whitespace);
        if !(blanks || text.is_empty() || is_closing(&word) || word.starts_with(spaceless)) {
            text.push(' ');
        }
        text.push_str(&word);
    }
    text
}

/// What the records of a list are: words where nearly all are of one word, else pieces of speech.
fn what_they_are(cues: &[Cue<'_>]) -> Records {
    let (mut said, mut words, mut own_blanks, mut no_blanks) = (0, 0, 0, 0);
    for cue in cues {
        let text = if is_trimmed(&cue.text) { &*cue.text } else { cue.text.trim() };
        said += usize::from(!text.is_empty());
        let one_word =
            text.bytes().all(|byte| byte.is_ascii_graphic()) || !text.contains(char::is_whitespace);
        if !text.is_empty() && one_word {
            words += 1;
            own_blanks += usize::from(cue.text.starts_with(' '));
            no_blanks += usize::from(text.chars().next().is_some_and(spaceless) && text.chars().count() < 4);
        }
    }
    if said < FEW || words * 10 < said * 9 {
        Records::Pieces
    } else if own_blanks * 3 > words || no_blanks * 2 > words {
        Records::Tokens
    } else {
        Records::Words
    }
}

/// What the plain numbers of a list count. Fractions are of seconds; of whole numbers it tells how much is said in them.
/// `None` where nothing tells.
pub(super) fn unit_of<'t, 'a: 't>(records: impl Iterator<Item = Record<'t, 'a>>) -> Option<Unit> {
    let (mut said, mut sounded) = (0, 0.0);
    let mut last: Option<f64> = None;
    for record in records {
        let number = |value: Option<Value<'_, '_>>| -> Option<f64> {
            value.filter(|value| value.kind() == Kind::Number)?.raw().parse().ok()
        };
        let Some(start) = number(record.start) else { continue };
        let end = number(record.end).or(number(record.duration).map(|length| start + length));
        if start.fract() != 0.0 || end.is_some_and(|end| end.fract() != 0.0) {
            return Some(Unit::Seconds);
        }
        said += record.text.map_or(0, |text| text.raw().len());
        sounded += end.map(|end| end - start).or(last.map(|last| start - last)).unwrap_or_default().max(0.0);
        last = Some(start);
    }
    let pace = said as f64 / sounded;
    let unit = if pace < SLOWEST_IN_SECONDS { Unit::Millis } else { Unit::Seconds };
    (said > 0 && sounded > 0.0).then_some(unit)
}
