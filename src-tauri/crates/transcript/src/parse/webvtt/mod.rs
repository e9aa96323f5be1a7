//! WebVTT: the standard's parser to the letter, and beyond it what files in the wild have.
//!
//! - `file`: the blocks of a file
//! - `time`: timestamps
//! - `settings`: cue settings and regions
//! - `text`: the tags inside a cue
//! - `pieces`: the text of a cue, apart where its voice changes
//! - here: cues, and what the standard would drop
//!
//! `<v Name>` is a voice without a doubt; names that stand in the text itself are [`voices`]' to tell. A tag that the
//! standard doesn't know is text, unless it is one of HTML's; a text that stands apart from any times belongs to the cue
//! before it.

#[cfg(test)]
mod corpus;
mod file;
mod pieces;
mod settings;
#[cfg(test)]
mod tests;
mod text;
mod time;
#[cfg(test)]
mod wpt;

use std::borrow::Cow;
use std::time::Duration;

use file::{File, RawCue, Signature, Timing};
use pieces::Pieces;
use settings::Settings;

use super::arrow::{Fraction, Times};
use super::cue::{Cue, Voice};
use super::cues::{self, Records};
use super::{Format, Reading, rolling, srt, voices};
use crate::model::Mark;
use crate::warning::Warnings;

/// What the standard's times are written to.
const MILLISECOND: Duration = Duration::from_millis(1);

/// Reads a text that begins with WebVTT's signature, or at least is named and timed as such files are.
pub(super) fn read(text: &str, name: &str, warnings: &mut Warnings) -> Option<Reading> {
    let file = File::new(text);
    let reason = match file.signature() {
        Signature::Standard => "It begins with “WEBVTT”.",
        Signature::Odd => {
            let message = "The file begins with “WEBVTT”, but not as the standard writes it.";
            warnings.guessed(1, || message.to_owned());
            "It begins with something like “WEBVTT”."
        }
        Signature::Missing => {
            let named = name.len() > 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b".vtt");
            if !(named && text.lines().any(srt::is_head)) {
                return None;
            }
            warnings.guessed(1, || "The file lacks its first line, “WEBVTT”.".to_owned());
            "Its name ends as WebVTT files’ do, and it has lines of two times with an arrow between them."
        }
    };
    let cues = rolling::settle(Reader::new(warnings).read(file), warnings);
    let cues = voices::tell(cues, warnings);
    let transcript = cues::assemble(cues, Records::Pieces, warnings);
    Some(Reading { transcript, format: Format::WebVtt, reason })
}

/// The voice and the text of a cue that is without markup, but that one voice may say it all. Nearly all cues are such, and
/// need no tokens.
fn plain(text: &str) -> Option<(Voice<'_>, &str)> {
    let (voice, said) = match text.strip_prefix("<v ") {
        Some(rest) => {
            let (name, said) = rest.split_at(memchr::memchr(b'>', rest.as_bytes())?);
            let written_out = name.contains(['&', '\t', '\n', '\x0C']) || name.contains("  ");
            if name.is_empty() || written_out || name.trim_ascii().len() < name.len() {
                return None;
            }
            (Voice::Named(Cow::Borrowed(name)), said[1..].strip_suffix("</v>").unwrap_or(&said[1..]))
        }
        None => (Voice::Same, text),
    };
    let marked_up = memchr::memchr2(b'<', b'&', said.as_bytes()).is_some();
    (!marked_up && !said.is_empty() && cues::is_trimmed(said)).then_some((voice, said))
}

/// Makes cues of what the file holds.
struct Reader<'a, 'w> {
    warnings: &'w mut Warnings,
    cues: Vec<Cue<'a>>,
    /// What was told once for the whole file.
    told: Told,
    /// Those of the last cue.
    times: Option<(Option<Mark>, Option<Duration>)>,
    /// The number of the last cue, where numbers are what the file's cues are called.
    number: Option<u32>,
}

#[derive(Default)]
struct Told {
    times: bool,
    settings: bool,
    tags: bool,
    numbers: bool,
}

impl<'a, 'w> Reader<'a, 'w> {
    fn new(warnings: &'w mut Warnings) -> Self {
        Self { warnings, cues: Vec::new(), told: Told::default(), times: None, number: None }
    }

    fn read(mut self, mut file: File<'a>) -> Vec<Cue<'a>> {
        self.cues.reserve_exact(file.most_cues());
        if file.fraction() == Fraction::Millis {
            self.warnings.guessed(None, || {
                "The numbers of the file’s times have no zeros before them; behind the seconds stand milliseconds: “5.79” is \
                 5.079 s."
                    .to_owned()
            });
        }
        while let Some(raw) = file.next() {
            self.tell_settings(&raw, &file);
            let raw = self.without_next_number(raw);
            match raw.timing {
                Timing::Standard { start, end } => {
                    self.cue(raw, Some(Mark { time: start, resolution: MILLISECOND }), Some(end));
                }
                Timing::Sloppy(times) => {
                    self.tell_times(&times, raw.line);
                    self.cue(raw, times.start, times.end);
                }
                Timing::None => self.text_apart(raw),
            }
        }
        self.cues
    }

    fn cue(&mut self, raw: RawCue<'a>, start: Option<Mark>, end: Option<Duration>) {
        let ordered = start.is_none_or(|start| end.is_none_or(|end| start.time <= end));
        if !ordered {
            let message = "The second time here is before the first; the end is left open.";
            self.warnings.guessed(raw.line, || message.to_owned());
        }
        let times = (start, end.filter(|_| ordered));
        self.times = Some(times);
        let tag = match srt::tidy(raw.text.trim_ascii()) {
            Cow::Borrowed(text) => match plain(text) {
                Some((voice, text)) => {
                    self.cues.push(Cue::new(voice, text, times, raw.line));
                    None
                }
                None => Pieces::new(times, raw.line, &mut self.cues).read(text),
            },
            Cow::Owned(text) => {
                let mut cues = Vec::new();
                let tag = Pieces::new(times, raw.line, &mut cues).read(&text);
                self.cues.extend(cues.into_iter().map(Cue::into_owned));
                tag
            }
        };
        if let Some(tag) = tag
            && !std::mem::replace(&mut self.told.tags, true)
        {
            self.warnings.guessed(raw.line, || format!("“{tag}” is no tag of WebVTT; it is read as text."));
        }
    }

    /// A text without times: the standard drops it, but it may be what a blank line has cut off from its cue.
    fn text_apart(&mut self, raw: RawCue<'a>) {
        let from = self.cues.len();
        let (times, line) = (self.times, raw.line);
        match times {
            Some((start, end)) => self.cue(raw, start, end),
            None => self.cue(raw, None, None),
        }
        if self.cues.len() == from {
            return;
        }
        if times.is_none() {
            self.warnings.guessed(line, || "This has no times; it is kept without.".to_owned());
            return;
        }
        let message = "This stands apart from any times; it is read as the rest of what is before it.";
        self.warnings.joined(line, || message.to_owned());
        let before = from.checked_sub(1).map(|before| &self.cues[before]);
        if before.is_some_and(|before| before.start() == self.cues[from].start())
            && self.cues[from].voice == Voice::Same
        {
            let rest = self.cues.remove(from);
            self.cues[from - 1].append(&rest);
        }
    }

    /// Numbers that count the cues, without a blank line between a text and the next number, belong to no text.
    fn without_next_number(&mut self, raw: RawCue<'a>) -> RawCue<'a> {
        if let Some(number) = Some(raw.id).filter(|id| !id.is_empty()).and_then(|id| id.trim().parse().ok()) {
            self.number = Some(number);
        }
        if !raw.cut {
            return raw;
        }
        let (before, last) = raw.text.rsplit_once('\n').unwrap_or(("", raw.text));
        let Some(next) = self.number.and_then(|number| number.checked_add(1)) else {
            return raw;
        };
        if last.trim().parse() != Ok(next) {
            return raw;
        }
        self.number = Some(next);
        if !std::mem::replace(&mut self.told.numbers, true) {
            let message =
                "No blank line stands before a cue’s number; the numbers are read as such and not as text.";
            self.warnings.guessed(raw.line, || message.to_owned());
        }
        RawCue { text: before, ..raw }
    }

    fn tell_settings(&mut self, raw: &RawCue<'a>, file: &File<'a>) {
        if self.told.settings || raw.settings.is_empty() {
            return;
        }
        if let (_, Some(unknown)) = Settings::parse(raw.settings, file.regions()) {
            self.told.settings = true;
            self.warnings.left_out(raw.line, || {
                format!(
                    "“{unknown}” behind the times is no setting of WebVTT; it says nothing on what is said."
                )
            });
        }
    }

    fn tell_times(&mut self, times: &Times<'a>, line: usize) {
        let message = match (times.start, times.end) {
            (None, _) => "The time here is none that can be; what is said then is kept, without a time.",
            (_, None) => "The second time here is none that can be; the end is left open.",
            _ if std::mem::replace(&mut self.told.times, true) => return,
            _ => "Times are not written as WebVTT writes them; they are read as far as they can be told.",
        };
        self.warnings.guessed(line, || message.to_owned());
    }
}
