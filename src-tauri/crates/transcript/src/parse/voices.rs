//! Who speaks in a cue, where its text says so: `Name: text`, `[Name]: text`, `>> NAME: text`, `>> text`, `- text`.
//!
//! - A name in brackets before a colon, in capitals after `>>`, or in bold is sure. A [`Roll`] decides about the others: "Here
//!   is the list:" is no speaker, and "Remember:" not in a file that names nobody else.
//! - `>>` without a name is somebody else than before. So is a dash, unless it stands alone before a lower-case letter.
//! - A cue that holds several voices becomes as many cues of the same times.
//! - A name without speech is that of the next cue.
//! - Where nearly every cue begins with a line that may be a name, and these come back, they are names: so Microsoft Teams
//!   wrote its transcripts.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::cue::{Cue, Voice};
use super::cut::slice;
use super::label;
use super::roll::Roll;
use crate::place::Place;
use crate::warning::Warnings;

/// A cue that seems to hold more voices is a list and no dialogue.
const MOST_VOICES: usize = 8;
/// No bracket around a name is wider, in bytes.
const WIDEST_BRACKET: usize = 80;
/// With fewer cues, lines over what they say tell nothing.
const FEWEST_NAMED: usize = 4;
/// How far into a line a name's colon may stand, in bytes.
const FARTHEST_COLON: usize = 90;

/// The cues with their voices. Those that have a name already keep it, and their text as it is.
pub(super) fn tell<'a>(mut cues: Vec<Cue<'a>>, warnings: &mut Warnings) -> Vec<Cue<'a>> {
    if have_names_over(&cues) {
        cues.iter_mut().for_each(take_name_over);
        return cues;
    }
    let found = survey(&cues);
    if found.is_empty() {
        return cues;
    }
    let roll = roll(&cues, &found);
    let mut pieces = Vec::new();
    // The cues that hold several voices, each as what it becomes.
    let mut several: Vec<(usize, Vec<Cue<'a>>)> = Vec::new();
    let mut silent = false;
    for starts in found.chunk_by(|one, next| one.cue == next.cue) {
        let at = starts[0].cue;
        split(&cues[at], starts, &roll, warnings, &mut pieces);
        silent |= pieces.iter().any(|piece| piece.text.is_empty());
        match pieces.len() {
            0 => {}
            1 => cues[at] = pieces.remove(0),
            _ => several.push((at, std::mem::take(&mut pieces))),
        }
    }
    if !several.is_empty() {
        cues = put_in(cues, several);
    }
    if silent { names_alone(cues, warnings) } else { cues }
}

/// A name that stands on a line of its own over what a cue says.
fn name_over<'c>(cue: &'c Cue<'_>) -> Option<&'c str> {
    let (name, said) = cue.text.split_once('\n')?;
    let plain = cue.voice == Voice::Same && cue.is_plain();
    (plain && !said.trim().is_empty() && label::is_name_alone(name)).then_some(name)
}

/// Whether nearly all cues have one, and most names are those of somebody who spoke before.
fn have_names_over(cues: &[Cue<'_>]) -> bool {
    let few = cues.iter().take(FEWEST_NAMED);
    if cues.len() < FEWEST_NAMED || few.filter(|cue| name_over(cue).is_none()).count() > 1 {
        return false;
    }
    let named: Vec<_> = cues.iter().filter_map(name_over).collect();
    let names: HashSet<_> = named.iter().collect();
    named.len() * 10 >= cues.len() * 9 && names.len() * 2 <= named.len()
}

fn take_name_over(cue: &mut Cue<'_>) {
    let Some(name) = name_over(cue).map(str::len) else { return };
    let said = match &mut cue.text {
        Cow::Borrowed(text) => {
            let (name, said) = text.split_at(name);
            cue.voice = Voice::Named(Cow::Borrowed(name.trim_end()));
            Cow::Borrowed(said.trim_start())
        }
        Cow::Owned(text) => {
            let said = text.split_off(name).trim_start().to_owned();
            cue.voice = Voice::Named(Cow::Owned(text.trim_end().to_owned()));
            Cow::Owned(said)
        }
    };
    cue.text = said;
}

/// The cues with others in the place of some of them.
fn put_in<'a>(cues: Vec<Cue<'a>>, several: Vec<(usize, Vec<Cue<'a>>)>) -> Vec<Cue<'a>> {
    let mut out =
        Vec::with_capacity(cues.len() + several.iter().map(|(_, pieces)| pieces.len()).sum::<usize>());
    let mut several = several.into_iter().peekable();
    for (index, cue) in cues.into_iter().enumerate() {
        match several.next_if(|(at, _)| *at == index) {
            Some((_, pieces)) => out.extend(pieces),
            None => out.push(cue),
        }
    }
    out
}

/// Gives a name that stands without speech to the cue after it.
fn names_alone<'a>(mut cues: Vec<Cue<'a>>, warnings: &mut Warnings) -> Vec<Cue<'a>> {
    let mut left_out = |place: Place| {
        warnings.left_out(place, || "A name stands here, and nothing is said.".to_owned());
    };
    let mut waiting: Option<(Voice<'a>, Place)> = None;
    cues.retain_mut(|cue| {
        let silent = cue.text.is_empty();
        if silent || cue.voice != Voice::Same {
            if let Some((_, place)) = waiting.take() {
                left_out(place);
            }
        } else if let Some((voice, _)) = waiting.take() {
            cue.voice = voice;
        }
        if silent {
            waiting = Some((std::mem::replace(&mut cue.voice, Voice::Same), cue.place()));
        }
        !silent
    });
    if let Some((_, place)) = waiting {
        left_out(place);
    }
    cues
}

/// What a line of a cue begins with, beside speech. Places are bytes of the cue's text.
#[derive(Debug, Clone, PartialEq)]
struct Start {
    cue: usize,
    /// Where the line begins.
    at: usize,
    sign: Sign,
    name: Option<Range<usize>>,
    /// The name is one without a doubt.
    sure: bool,
    /// Where the speech begins after sign and name.
    speech: usize,
    /// Where it begins if the name is none.
    after_sign: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Dash,
    Chevrons,
}

/// The starts of all cues' lines that may tell a voice, in their order.
fn survey(cues: &[Cue<'_>]) -> Vec<Start> {
    let mut found = Vec::new();
    for (index, cue) in cues.iter().enumerate().filter(|(_, cue)| cue.voice == Voice::Same) {
        let before = found.len();
        let text: &str = &cue.text;
        let mut at = 0;
        let named = memchr::memchr2(b':', 0xEF, text.as_bytes()).is_some();
        loop {
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length);
            let line = &text[at..end];
            if (named || may_begin_with_sign(line))
                && let Some(start) = start(line, at, cue)
            {
                found.push(Start { cue: index, ..start });
            }
            if end == text.len() {
                break;
            }
            at = end + 1;
        }
        if found.len() - before > MOST_VOICES {
            found.truncate(before);
        }
    }
    found
}

fn roll(cues: &[Cue<'_>], found: &[Start]) -> Roll {
    let spoken = cues.iter().position(|cue| !cue.text.trim().is_empty());
    let first = found.first().is_some_and(|start| Some(start.cue) == spoken && start.name.is_some());
    let mut roll = Roll::of_cues(cues.len(), first);
    for start in found {
        if let Some(name) = &start.name {
            roll.vote(&cues[start.cue].text[name.clone()], start.sure);
        }
    }
    for cue in cues {
        if let Voice::Named(name) = &cue.voice {
            roll.vote(name, true);
        }
    }
    roll
}

/// Whether there may be a colon, which may also be a wide one, where a name's would be.
fn has_colon(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2(b':', 0xEF, &bytes[..bytes.len().min(FARTHEST_COLON)]).is_some()
}

fn may_begin_with_sign(line: &str) -> bool {
    let first = line.bytes().find(|byte| *byte != b' ');
    first.is_some_and(|first| matches!(first, b'-' | b'>' | 0xE2))
}

/// What `line`, which stands at `at` in the cue's text, begins with.
fn start(line: &str, at: usize, cue: &Cue<'_>) -> Option<Start> {
    if !has_colon(line) && !may_begin_with_sign(line) {
        return None;
    }
    let (sign, signed) = sign(line);
    let rest = &line[signed..];
    let after_sign = at + signed;
    let (name, sure, speech) = match bracketed(rest) {
        Some((name, end)) => (Some(name), true, end),
        None => {
            let emphasis = emphasis_from(cue, after_sign);
            match label::Opening::of(rest, &emphasis, None).label() {
                Some((name, sure, speech)) => {
                    let loud = sign == Sign::Chevrons && !rest[name.clone()].contains(char::is_lowercase);
                    (Some(name), sure || loud, speech)
                }
                None => (None, false, 0),
            }
        }
    };
    if sign == Sign::None && name.is_none() {
        return None;
    }
    let name = name.map(|name| name.start + after_sign..name.end + after_sign);
    Some(Start { cue: 0, at, sign, name, sure, speech: speech + after_sign, after_sign })
}

/// The sign of another voice, and where the line goes on after it.
fn sign(line: &str) -> (Sign, usize) {
    let trimmed = line.trim_start();
    let (sign, rest) = if let Some(rest) = trimmed.strip_prefix(">>") {
        (Sign::Chevrons, rest.trim_start_matches('>'))
    } else if let Some(rest) = trimmed.strip_prefix(['-', '–', '—', '‐']) {
        let apart = rest.starts_with(char::is_whitespace);
        let close = !trimmed.starts_with('—') && rest.starts_with(|c: char| c.is_alphabetic() || c == '[');
        if !(apart || close) {
            return (Sign::None, 0);
        }
        (Sign::Dash, rest)
    } else {
        return (Sign::None, 0);
    };
    (sign, line.len() - rest.trim_start().len())
}

/// A name in brackets with a colon at the start of `text`, and where what follows begins.
fn bracketed(text: &str) -> Option<(Range<usize>, usize)> {
    let closing = match text.as_bytes().first()? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let close = memchr::memchr(closing, &text.as_bytes()[..text.len().min(WIDEST_BRACKET)])?;
    let rest = text[close + 1..].strip_prefix([':', '：'])?;
    let name = text[1..close].trim();
    let from = 1 + text[1..close].len() - text[1..close].trim_start().len();
    let shaped = name.contains(char::is_alphabetic) && !name.contains(['[', '(', ':']);
    shaped.then(|| (from..from + name.len(), text.len() - rest.trim_start().len()))
}

/// The first run of emphasis of the cue's text from `at` on, counted from there.
fn emphasis_from(cue: &Cue<'_>, at: usize) -> Vec<Range<usize>> {
    let run = cue.emphasis().iter().find(|run| run.end > at);
    run.map(|run| run.start.saturating_sub(at)..run.end - at).into_iter().collect()
}

/// Puts the cue into `out` as one for each voice in it; none if its text tells no voice.
fn split<'a>(cue: &Cue<'a>, starts: &[Start], roll: &Roll, warnings: &mut Warnings, out: &mut Vec<Cue<'a>>) {
    out.clear();
    let dashes = starts.iter().filter(|start| start.sign == Sign::Dash).count();
    // Where each voice's line begins, where its speech does, and whose it is.
    let mut voices: Vec<(usize, usize, Voice<'a>)> = Vec::new();
    for start in starts {
        let name = start.name.clone().filter(|name| start.sure || roll.is_speaker(&cue.text[name.clone()]));
        if let Some(name) = name {
            if roll.is_guess(&cue.text[name.clone()]) {
                warnings.guessed(cue.place_at(start.at), || {
                    let name = &cue.text[name.clone()];
                    format!("“{name}” stands before a colon only here; it is read as a speaker’s name.")
                });
            }
            voices.push((start.at, start.speech, Voice::Named(slice(&cue.text, name))));
        } else if start.sign == Sign::Chevrons
            || dashes > 1
            || (dashes == 1 && !cue.text[start.after_sign..].starts_with(char::is_lowercase))
        {
            let voice = if start.sign == Sign::None { continue } else { Voice::Other };
            voices.push((start.at, start.after_sign, voice));
        }
    }
    let Some(&(first, ..)) = voices.first() else { return };
    if !cue.text[..first].trim().is_empty() {
        out.push(cue.part(0..first, Voice::Same));
    }
    let mut voices = voices.into_iter().peekable();
    while let Some((_, speech, voice)) = voices.next() {
        let end = voices.peek().map_or(cue.text.len(), |(at, ..)| *at);
        out.push(cue.part(speech.min(end)..end, voice));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cues as `Name>text`, `?>text` of somebody else, `>text` of whoever spoke before; `!` and the lines of remarks.
    fn render(cues: &[&str]) -> String {
        let cue = |(index, text): (usize, &&'static str)| {
            Cue::new(Voice::Same, *text, (None, None), 1 + index * 10)
        };
        // Leaked so that the cues may borrow them: a few bytes a case.
        let cues: Vec<&'static str> = cues.iter().map(|text| &*text.to_string().leak()).collect();
        let mut warnings = Warnings::default();
        let told = tell(cues.iter().enumerate().map(cue).collect(), &mut warnings);
        let mut out: Vec<String> = told
            .iter()
            .map(|cue| {
                let voice = match &cue.voice {
                    Voice::Same => "",
                    Voice::Other => "?",
                    Voice::Named(name) => name,
                };
                format!("{voice}>{}", cue.text.replace('\n', "/"))
            })
            .collect();
        let lines = warnings.finish();
        out.extend(lines.iter().map(|remark| format!("!{}", remark.line.unwrap_or_default())));
        out.join(" ")
    }

    #[test]
    fn names_and_signs_before_speech_tell_who_speaks() {
        let cases: [(&[&str], &str); 25] = [
            (&["Ann: Hi", "there.", "Ben: Yes", "Ann: No"], "Ann>Hi >there. Ben>Yes Ann>No !21"),
            (&["Ann: Hi\nBen: Yes\nand more", "Ann: So", "Ben: No"], "Ann>Hi Ben>Yes/and more Ann>So Ben>No"),
            (&["and so\nBen: Yes", "Ben: No", "Ben: Why"], ">and so Ben>Yes Ben>No Ben>Why"),
            (&["[Ann]: Hi", "[Music]", "[the host]: Yes"], "Ann>Hi >[Music] the host>Yes"),
            (&["(Ann): Hi", "(laughs) Oh", "[00:10]: so"], "Ann>Hi >(laughs) Oh >[00:10]: so"),
            (&[">> ANN: Hi", "so", ">> Yes", ">>> BEN: No"], "ANN>Hi >so ?>Yes BEN>No"),
            (&[">>Ann: Hi", ">> so it is", "> quoted"], "Ann>Hi ?>so it is >> quoted !1"),
            (&["- Hi.\n- Yes."], "?>Hi. ?>Yes."),
            (&["- hi\n- yes"], "?>hi ?>yes"),
            (&["– Hi.\n— Yes.\nSo."], "?>Hi. ?>Yes./So."),
            (&["How are you?\n-Well."], ">How are you? ?>Well."),
            (&["- Ann: Hi\n- [Ben]: Yes"], "Ann>Hi Ben>Yes !1"),
            (&["-5 degrees", "--and", "- and so", "—Yes"], ">-5 degrees >--and >- and so >—Yes"),
            (&["- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h\n- i"], ">- a/- b/- c/- d/- e/- f/- g/- h/- i"),
            (
                &["We meet at 10:30", "Here is the list: a, b", "so: c"],
                ">We meet at 10:30 >Here is the list: a, b >so: c",
            ),
            (&["So.", "a", "b", "c", "Remember: d", "e", "f"], ">So. >a >b >c >Remember: d >e >f"),
            (
                &["Ann: a", "Ben: b", "Ann: c", "Remember: d", "Ben: e", "Ann: f"],
                "Ann>a Ben>b Ann>c >Remember: d Ben>e Ann>f",
            ),
            (&["Ann: a", "b", "c", "d", "e", "f", "g", "Ann: h"], "Ann>a >b >c >d >e >f >g Ann>h"),
            (&["ANN LEE: a", "b", "Ann Lee: c"], "ANN LEE>a >b Ann Lee>c"),
            (&["Ann:", "Hi", "Ann: so"], "Ann>Hi Ann>so"),
            (&["Ann:\nHi", "Ann: so"], "Ann>Hi Ann>so"),
            (&["[Ann]:", "[Ben]: Hi", "[Ann]:"], "Ben>Hi !1 !21"),
            (&["Ann:\n[Ben]:\nHi", "Ann: so"], "Ben>Hi Ann>so !1"),
            (&["田中：はい", "そう", "田中：ね"], "田中>はい >そう 田中>ね"),
            (&[" ", "so"], ">  >so"),
        ];
        for (cues, expected) in cases {
            assert_eq!(render(cues), expected, "{cues:?}");
        }
    }
}
