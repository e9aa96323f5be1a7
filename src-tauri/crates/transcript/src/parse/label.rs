//! The start of a paragraph: whose speech it is and when, before the speech begins.
//!
//! `**Name:** [00:01] text`, `**Name** [00:01]: text`, `Name: (00:01) text`, `[00:01] Name: text`, `[00:01] text`,
//! `Name: text`. A colon alone makes no speaker ("Here is the list: …"), and a bold word none either: `roll` decides
//! over the whole file about the names that are not sure here.

use std::ops::Range;

use super::time;
use crate::model::Mark;

/// No name is longer, in bytes, and none has more words.
const LONGEST_NAME: usize = 80;
const MOST_WORDS: usize = 6;

/// What a paragraph starts with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opening {
    /// A mark before all else, and where it ends.
    pub(super) mark: Option<(Mark, usize)>,
    pub(super) label: Option<Label>,
}

/// What may be a speaker's name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) name: Range<usize>,
    /// The mark after the name, or the one before it.
    pub(super) mark: Option<Mark>,
    /// Where the speech begins.
    pub(super) speech: usize,
    /// It is set in bold, or a mark stands right after it: this is a speaker without a doubt.
    pub(super) sure: bool,
}

impl Opening {
    /// What `text` starts with; `emphasis` are its bold and italic runs.
    pub(super) fn of(text: &str, emphasis: &[Range<usize>]) -> Self {
        let mark = time::bracketed(text);
        let from = mark.map_or(0, |(_, end)| skip_space(text, end));
        let label = label(text, emphasis, from, mark.map(|(mark, _)| mark));
        Self { mark, label }
    }
}

fn label(text: &str, emphasis: &[Range<usize>], from: usize, leading: Option<Mark>) -> Option<Label> {
    let stop = from + name_stop(text.get(from..)?)?;
    let name = from..from + text[from..stop].trim_end().len();
    let (mark, colon, end) = match after_colon(text, stop) {
        Some(end) => match time::bracketed(&text[skip_space(text, end)..]).filter(|_| leading.is_none()) {
            Some((mark, length)) => (Some(mark), true, skip_space(text, end) + length),
            None => (leading, true, end),
        },
        None if leading.is_some() => return None,
        None => {
            let (mark, length) = time::bracketed(&text[stop..])?;
            let end = stop + length;
            let colon = after_colon(text, skip_space(text, end));
            (Some(mark), colon.is_some(), colon.unwrap_or(end))
        }
    };
    let bold = emphasis.iter().any(|run| run.start == from && (name.end..=end).contains(&run.end));
    let speech = skip_space(text, end);
    let apart = speech > end || end == text.len() || text[..end].ends_with([']', ')', '：']);
    let shaped = is_name(&text[name.clone()], bold) && (bold || (colon && apart));
    shaped.then_some(Label { name, mark, speech, sure: bold || (mark.is_some() && leading.is_none()) })
}

/// The place after a colon at `at`.
fn after_colon(text: &str, at: usize) -> Option<usize> {
    let colon = text[at..].chars().next().filter(|c| matches!(c, ':' | '：'))?;
    Some(at + colon.len_utf8())
}

/// Where a name that starts `text` must end: before a colon, or before a mark.
fn name_stop(text: &str) -> Option<usize> {
    text.char_indices().take_while(|&(at, _)| at <= LONGEST_NAME).find_map(|(at, c)| match c {
        ':' | '：' => Some(Some(at)),
        '[' | '(' if time::bracketed(&text[at..]).is_some() => Some(Some(at)),
        '!' | '?' | ';' | '"' | '“' | '”' | '[' | ']' => Some(None),
        _ => None,
    })?
}

/// Whether this has a name's shape. Outside of bold, its words must also be written as a name's are.
fn is_name(name: &str, bold: bool) -> bool {
    let mut words = 0;
    for word in name.split_whitespace() {
        words += 1;
        let aside = word.starts_with('(');
        let full_stop =
            word.strip_suffix('.').is_some_and(|stem| stem.chars().count() > 4 && !stem.contains('.'));
        let capital = word.starts_with(|c: char| !c.is_lowercase()) || (words > 1 && is_particle(word));
        if full_stop || !(bold || capital || aside) {
            return false;
        }
    }
    (1..=MOST_WORDS).contains(&words) && name.contains(char::is_alphabetic)
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

fn skip_space(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name@ms|speech`, with `!` after a sure name; a lone mark as `@ms|speech`. Bold is written as in Markdown.
    fn render(text: &str) -> String {
        let mut plain = String::new();
        let mut emphasis = Vec::new();
        for (index, part) in text.split("**").enumerate() {
            let start = plain.len();
            plain.push_str(part);
            if index % 2 == 1 {
                emphasis.push(start..plain.len());
            }
        }
        let opening = Opening::of(&plain, &emphasis);
        let at = |mark: Option<Mark>| mark.map(|m| format!("@{}", m.time.as_millis())).unwrap_or_default();
        match (opening.label, opening.mark) {
            (Some(l), _) => {
                let sure = if l.sure { "!" } else { "" };
                format!("{}{sure}{}|{}", &plain[l.name], at(l.mark), &plain[l.speech..])
            }
            (None, Some((mark, end))) => format!("{}|{}", at(Some(mark)), plain[end..].trim_start()),
            (None, None) => "-".to_owned(),
        }
    }

    #[test]
    fn names_and_marks_are_found_in_every_order() {
        let cases = [
            ("**Ann:** [00:00:32] So", "Ann!@32000|So"),
            ("**Ann**: [00:32] So", "Ann!@32000|So"),
            ("**Ann** [00:32]: So", "Ann!@32000|So"),
            ("**Ann** [00:32] So", "Ann!@32000|So"),
            ("**Ann [00:32]:** So", "Ann!@32000|So"),
            ("**Ann (00:32)** So", "Ann!@32000|So"),
            ("**Ann:** So", "Ann!|So"),
            ("**Ann:**So", "Ann!|So"),
            ("**Ann**: So", "Ann!|So"),
            ("[00:32] **Ann:** So", "Ann!@32000|So"),
            ("[00:32] Ann: So", "Ann@32000|So"),
            ("Ann: [00:32] So", "Ann!@32000|So"),
            ("Ann: (00:00:32) So", "Ann!@32000|So"),
            ("Ann [0:32]: So", "Ann!@32000|So"),
            ("Ann: So", "Ann|So"),
            ("Ann:", "Ann|"),
            ("Speaker 1: So", "Speaker 1|So"),
            ("J. R. R. Tolkien: So", "J. R. R. Tolkien|So"),
            ("Dr. Ludwig van Beethoven (host): So", "Dr. Ludwig van Beethoven (host)|So"),
            ("Ludwig van Beethoven: So", "Ludwig van Beethoven|So"),
            ("田中：はい", "田中|はい"),
            ("[00:32] So: it", "So@32000|it"),
            ("[00:32] so it is", "@32000|so it is"),
            ("[00:32]So", "@32000|So"),
            ("**We must.** And [00:32] so", "-"),
            ("**Bold** words: so", "-"),
            ("We met at 10:30: so", "-"),
            ("so it is: this", "-"),
            ("We met at [10:30] or so", "-"),
            ("Here is what I said. Then: so", "-"),
            ("“Ann: So”", "-"),
            ("[Laughs] Ann: So", "-"),
            ("http://x.y", "-"),
            ("24/7: so", "-"),
            ("Ann:so", "-"),
            ("One Two Three Four Five Six Seven: so", "-"),
            (": so", "-"),
            ("[00:01] [00:02] so", "@1000|[00:02] so"),
            ("[00:01] Ann: [00:02] so", "Ann@1000|[00:02] so"),
            ("[00:01]", "@1000|"),
            ("", "-"),
        ];
        for (text, expected) in cases {
            assert_eq!(render(text), expected, "{text:?}");
        }
    }
}
