//! The start of a line: whose speech it is and when, before the speech begins.
//!
//! `**Name:** [00:01] text`, `**Name** [00:01]: text`, `Name: (00:01) text`, `[00:01] Name: text`, `[00:01] text`,
//! `Name: text`, the same with the name in square brackets, and a name and a time, or one of them, alone on a line. Here
//! it is only said what a line looks like. A colon alone makes no speaker ("Here is the list: …"), a bold word none either,
//! nor one in brackets ("[Laughs]"), and a time at the start of a line no mark ("10:30 was when we met"): `survey` decides
//! over the whole file about what is not sure here.

use std::ops::Range;

use super::stamp::{self, Frames, Stamp};

/// No name is longer, in bytes, and none has more words.
const LONGEST_NAME: usize = 80;
const MOST_WORDS: usize = 6;
/// A line with nothing but a name and a time is no longer, in bytes.
const LONGEST_HEAD: usize = 140;

/// What stands in square brackets and is heard, with a capital at times.
const SOUNDS: [&str; 16] = [
    "applause",
    "blank_audio",
    "cheering",
    "chuckles",
    "crosstalk",
    "inaudible",
    "laughing",
    "laughs",
    "laughter",
    "music",
    "noise",
    "pause",
    "sighs",
    "silence",
    "singing",
    "unintelligible",
];

/// What a line starts with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opening {
    pub(super) form: Form,
    /// The time before the name or after it.
    pub(super) stamp: Option<Stamp>,
    /// The time comes first, and without brackets.
    pub(super) bare: bool,
    /// It is set in bold, or a mark stands right after it: this is a speaker without a doubt.
    pub(super) sure: bool,
    /// Empty where there is none.
    pub(super) name: Range<u32>,
    /// Where the speech begins.
    pub(super) speech: u32,
    /// Where it begins if the name is none: after a time that comes first, or else after a colon.
    pub(super) otherwise: u32,
}

/// Whether a line begins with a name or a time, or what looks like one.
pub(crate) fn opens(line: &str) -> bool {
    Opening::of(line, &[], None).form != Form::Text
}

/// What may be a name before a colon, where a line begins with one or has one after a time.
pub(crate) fn name(line: &str) -> Option<Range<usize>> {
    Opening::of(line, &[], None).label().map(|(name, ..)| name)
}

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing of the kind.
    Text,
    /// `[t] text`, `t text`.
    Stamped,
    /// `[t]` or `t` and nothing else.
    StampAlone,
    /// `Name: text`, `Name: [t] text`, `Name [t]: text`, `[t] Name: text`, `t Name: text`.
    Named,
    /// `[t] **Name** text`, `[t] [Name] text`.
    StampThenBold,
    /// `[t] Name`, `t - Name` and nothing else.
    StampThenName,
    /// `Name [t]`, `Name  t` and nothing else.
    NameThenStamp,
    /// `Name: t` and nothing else.
    ColonThenStamp,
    /// A name and nothing else, next to a line with nothing but a time. Only `survey` tells these.
    NameAlone,
    /// `Chapter 1: title`, between lines with times. Only `survey` tells these.
    Chapter,
}

impl Form {
    /// Whether speech comes on the next line only.
    pub(super) fn stands_alone(self) -> bool {
        use Form::{ColonThenStamp, NameAlone, NameThenStamp, StampAlone, StampThenName};
        matches!(self, StampAlone | NameThenStamp | ColonThenStamp | StampThenName | NameAlone)
    }
}

impl Opening {
    /// What a line that is nothing but text starts with.
    pub(super) const TEXT: Self =
        Self { form: Form::Text, stamp: None, bare: false, sure: false, name: 0..0, speech: 0, otherwise: 0 };

    /// What `line` starts with; `runs` are its first bold and italic runs.
    pub(super) fn of(line: &str, runs: &[Range<usize>], frames: Option<Frames>) -> Self {
        let bracketed = stamp::bracketed(line, frames);
        let bare = bracketed.is_none();
        match bracketed.or_else(|| stamp::bare(line, frames)).or_else(|| stamp::twice(line)) {
            Some((stamp, end)) => stamped(line, runs, stamp, end, bare),
            None => name_then_stamp(line, frames)
                .or_else(|| named(line, runs, after_chevrons(line), None, frames))
                .unwrap_or(Self::TEXT),
        }
    }

    fn new(form: Form, stamp: Option<Stamp>, name: Range<usize>, speech: usize) -> Self {
        let name = name.start as u32..name.end as u32;
        Self { form, stamp, name, speech: speech as u32, ..Self::TEXT }
    }

    /// A name before a colon, if the line has one: where it stands, whether it is sure, and where the speech begins.
    pub(super) fn label(&self) -> Option<(Range<usize>, bool, usize)> {
        let (sure, speech) = match self.form {
            Form::Named => (self.sure, self.speech),
            Form::ColonThenStamp => (false, self.otherwise),
            _ => return None,
        };
        Some((self.name.start as usize..self.name.end as usize, sure, speech as usize))
    }

    /// A time in brackets before all else, and where the line goes on after it.
    pub(super) fn mark(&self) -> Option<(Stamp, usize)> {
        let leading = self.otherwise > 0 && !self.bare && self.form != Form::ColonThenStamp;
        self.stamp.filter(|_| leading).map(|stamp| (stamp, self.otherwise as usize))
    }

    /// Its name as the line has it.
    pub(super) fn name<'a>(&self, line: &'a str) -> &'a str {
        line.get(self.name.start as usize..self.name.end as usize).unwrap_or_default()
    }
}

/// A line that starts with a time, which ends at `end`.
fn stamped(line: &str, runs: &[Range<usize>], stamp: Stamp, end: usize, bare: bool) -> Opening {
    // "(0:05): text"
    let colon =
        after_colon(line, end).filter(|&after| skip_space(line, after) > after || after == line.len());
    let end = colon.filter(|_| !bare).unwrap_or(end);
    let said = skip_space(line, end);
    let after_words =
        stamp::spoken(&line[said..], stamp.mark.time).map(|length| skip_space(line, said + length));
    let said = after_words.unwrap_or(said);
    let from = line.len() - line[said..].trim_start_matches(['-', '–', '—', '|', ' ', '\t']).len();
    let mut opening = if said == line.len() {
        Opening::new(Form::StampAlone, Some(stamp), 0..0, said)
    } else if let Some(named) = named(line, runs, from, Some(stamp), None) {
        named
    } else if let Some(run) = bold_at(runs, from).filter(|run| is_bold_name(line, run)) {
        let name = from..from + line[from..run.end].trim_end().len();
        let opening = Opening::new(Form::StampThenBold, Some(stamp), name, skip_space(line, run.end));
        Opening { sure: true, ..opening }
    } else if let Some((name, after)) = name_in_brackets(line, from) {
        let said = skip_space(line, after);
        let form = if said == line.len() { Form::StampThenName } else { Form::StampThenBold };
        Opening::new(form, Some(stamp), name, said)
    } else if from > end && is_name_alone(&line[from..]) {
        Opening::new(Form::StampThenName, Some(stamp), from..line.trim_end().len(), line.len())
    } else {
        Opening::new(Form::Stamped, Some(stamp), 0..0, said)
    };
    opening.bare = bare;
    opening.otherwise = said as u32;
    opening
}

/// A line with a name before a colon or a mark, from `from` on, where a mark may stand before it.
fn named(
    line: &str,
    runs: &[Range<usize>],
    from: usize,
    leading: Option<Stamp>,
    frames: Option<Frames>,
) -> Option<Opening> {
    let bracketed = name_in_brackets(line, from);
    let (name, stop) = match bracketed.clone() {
        Some(found) => found,
        None => {
            let stop = from + name_stop(line.get(from..)?, frames)?;
            (from..from + line[from..stop].trim_end().len(), stop)
        }
    };
    let (stamp, colon, end) = match after_colon(line, stop) {
        Some(end) => {
            let next = skip_space(line, end);
            match stamp::bracketed(&line[next..], frames).filter(|_| leading.is_none()) {
                Some((stamp, length)) => (Some(stamp), true, next + length),
                None => (leading, true, end),
            }
        }
        None if leading.is_some() => return None,
        None => {
            let stop = skip_space(line, stop);
            let (stamp, length) = stamp::bracketed(&line[stop..], frames)?;
            let end = stop + length;
            let colon = after_colon(line, skip_space(line, end));
            (Some(stamp), colon.is_some(), colon.unwrap_or(end))
        }
    };
    let bold = bold_at(runs, from).is_some_and(|run| (name.end..=end).contains(&run.end));
    let speech = skip_space(line, end);
    let apart = speech > end || end == line.len() || line[..end].ends_with([']', ')', '：']);
    let marked = bracketed.is_some() && stamp.is_some();
    let shaped = is_name(&line[name.clone()], bold) && (bold || marked || (colon && apart));
    let sure = bold || (bracketed.is_none() && stamp.is_some() && leading.is_none());
    shaped.then(|| Opening { sure, ..Opening::new(Form::Named, stamp, name, speech) })
}

/// A name in square brackets at `from`, and where the line goes on after these.
pub(super) fn name_in_brackets(line: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let inside = line.get(from..)?.strip_prefix('[')?;
    let name =
        &inside[..memchr::memchr(b']', inside.as_bytes().get(..LONGEST_NAME).unwrap_or(inside.as_bytes()))?];
    let end = from + 1 + name.len();
    is_name_alone(name)
        .then_some((from + 1..end, end + 1))
        .filter(|_| !name.contains([':', '：']) && !is_sound(name))
}

fn is_sound(name: &str) -> bool {
    SOUNDS.iter().any(|sound| name.eq_ignore_ascii_case(sound))
}

/// A line with nothing but a name and then a time: "Ann  0:05", "Ann (0:05)", "[Ann] 0:05", "Ann: 0:05".
fn name_then_stamp(line: &str, frames: Option<Frames>) -> Option<Opening> {
    let whole = line.trim_end();
    if whole.len() > LONGEST_HEAD
        || !whole.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ']' | ')' | 'd' | 'e' | 's'))
    {
        return None;
    }
    if whole.ends_with(char::is_alphabetic) {
        let (at, stamp) = stamp::last_in_words(whole)?;
        let name = whole[..at].trim_end();
        return is_name(name, false)
            .then(|| Opening::new(Form::NameThenStamp, Some(stamp), 0..name.len(), line.len()));
    }
    let (at, stamp, clear) = match whole.strip_suffix([']', ')']) {
        Some(inside) => {
            let at = inside.rfind(['[', '('])?;
            let (stamp, length) = stamp::bracketed(&whole[at..], frames)?;
            (at + length == whole.len()).then_some((at, stamp, true))?
        }
        None => {
            let at = last_time(whole, frames)?;
            let (stamp, length) = stamp::bare(&whole[at..], frames)?;
            let gap = &whole[whole[..at].trim_end().len()..at];
            (at + length == whole.len()).then_some((at, stamp, gap.len() > 1 || gap == "\t"))?
        }
    };
    let before = whole[..at].trim_end();
    let colon = before.ends_with([':', '：']);
    let name = before.trim_end_matches(|c| is_between(c) || matches!(c, ':' | '：' | ','));
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let (start, inner) = inner.map_or((0, name), |inner| (1, inner));
    let form = if colon { Form::ColonThenStamp } else { Form::NameThenStamp };
    // A colon before a mark in brackets is one of the forms that `named` knows, and one inside ends a name before it
    // ("Ann: At 10:30").
    let shaped = at > 0
        && is_name(inner, false)
        && !inner.contains([':', '：'])
        && !(colon && clear && whole.ends_with([']', ')']));
    shaped.then(|| Opening {
        sure: clear,
        otherwise: if colon { skip_space(line, before.len()) as u32 } else { 0 },
        ..Opening::new(form, Some(stamp), start..start + inner.len(), line.len())
    })
}

/// Where the time or the range of times begins that a line ends with.
fn last_time(line: &str, frames: Option<Frames>) -> Option<usize> {
    let is_time = |word: &str| stamp::bare(word, frames).is_some_and(|(_, end)| end == word.len());
    let mut words = line.rsplit([' ', '\t']).filter(|word| !word.is_empty());
    let at = |word: &str| word.as_ptr() as usize - line.as_ptr() as usize;
    let last = words.next().filter(|word| is_time(word))?;
    let range = words.next().filter(|word| word.chars().all(|c| "-–—>→".contains(c)));
    let first = range.and_then(|_| words.next()).filter(|word| is_time(word));
    Some(at(first.unwrap_or(last)))
}

/// Where a line goes on after the `>>` that captions begin each speaker's first line with.
fn after_chevrons(line: &str) -> usize {
    if line.starts_with(">>") { skip(line, 0, |c| c == '>' || c == ' ') } else { 0 }
}

/// The bold or italic run that `from` begins or lies in.
fn bold_at(runs: &[Range<usize>], from: usize) -> Option<&Range<usize>> {
    runs.iter().find(|run| run.start <= from && from < run.end)
}

fn is_bold_name(line: &str, run: &Range<usize>) -> bool {
    // A run that goes on over the line's end is more than a name.
    let Some(after) = line.get(run.end..) else { return false };
    (after.is_empty() || after.starts_with(char::is_whitespace))
        && line.get(run.clone()).is_some_and(|name| is_name(name, true))
}

/// The place after a colon at `at`.
fn after_colon(text: &str, at: usize) -> Option<usize> {
    let colon = text[at..].chars().next().filter(|c| matches!(c, ':' | '：'))?;
    Some(at + colon.len_utf8())
}

/// Where a name that starts `text` must end: before a colon, or before a mark.
fn name_stop(text: &str, frames: Option<Frames>) -> Option<usize> {
    text.char_indices().take_while(|&(at, _)| at <= LONGEST_NAME).find_map(|(at, c)| match c {
        ':' | '：' => Some(Some(at)),
        '[' | '(' if stamp::bracketed(&text[at..], frames).is_some() => Some(Some(at)),
        '!' | '?' | ';' | '"' | '“' | '”' | '[' | ']' => Some(None),
        _ => None,
    })?
}

/// Whether a whole line may be a name: it is written as one, and does not end as a sentence does.
pub(super) fn is_name_alone(line: &str) -> bool {
    let line = line.trim_end();
    line.len() <= LONGEST_NAME
        && !line.ends_with(['.', '!', '?', '…', ',', ';', '"', '”'])
        && !line.contains(['[', ']', '“', '"', '?', '!'])
        && is_name(line, false)
}

/// Whether this has a name's shape. Outside of bold, its words must also be written as a name's are.
fn is_name(name: &str, bold: bool) -> bool {
    let mut words = 0;
    for word in name.split_whitespace() {
        words += 1;
        let aside = word.starts_with('(');
        let full_stop =
            word.strip_suffix('.').is_some_and(|stem| stem.chars().count() > 4 && !stem.contains('.'));
        let capital = word.starts_with(|c: char| !c.is_lowercase())
            || (words > 1 && is_particle(word))
            || is_numbered(word);
        if full_stop || !(bold || capital || aside) {
            return false;
        }
    }
    (1..=MOST_WORDS).contains(&words) && name.contains(char::is_alphabetic)
}

/// Whether this is a voice that a program counted: "spk_0".
fn is_numbered(word: &str) -> bool {
    word.contains('_') && word.ends_with(|c: char| c.is_ascii_digit())
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "la"
            | "le"
            | "du"
            | "da"
            | "di"
            | "do"
            | "dos"
            | "del"
            | "van"
            | "von"
            | "der"
            | "den"
            | "und"
            | "of"
            | "the"
            | "and"
            | "y"
            | "e"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ten"
            | "ter"
            | "zu"
    )
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|')
}

fn skip_space(text: &str, from: usize) -> usize {
    skip(text, from, char::is_whitespace)
}

fn skip(text: &str, from: usize, what: impl Fn(char) -> bool) -> usize {
    text.len() - text[from..].trim_start_matches(what).len()
}

#[cfg(test)]
mod tests;
