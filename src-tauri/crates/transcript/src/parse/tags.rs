//! The markup inside subtitles that are not WebVTT: `<i>`, `<font color=…>`, `{\an8}` and the commonest entities.

use std::borrow::Cow;
use std::ops::Range;

/// A longer tag, in bytes, is text.
const LONGEST_TAG: usize = 200;

/// A text without its markup, and its bold and italic runs: sorted, apart and not empty.
pub(super) fn strip(text: &str) -> (Cow<'_, str>, Vec<Range<usize>>) {
    if memchr::memchr3(b'<', b'{', b'&', text.as_bytes()).is_none() {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut emphasis = Emphasis::default();
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'<', b'{', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (meaning, length) = match rest.as_bytes()[0] {
            b'<' => tag(rest),
            b'{' => override_block(rest),
            _ => entity(rest),
        }
        .unwrap_or((Meaning::Text(&rest[..1]), 1));
        match meaning {
            Meaning::Nothing => {}
            Meaning::Text(text) => out.push_str(text),
            Meaning::Emphasis => emphasis.open(out.len()),
            Meaning::Plain => emphasis.close(out.len()),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    let end = out.len();
    (Cow::Owned(out), emphasis.cut(end))
}

enum Meaning<'a> {
    Nothing,
    Text(&'a str),
    /// Emphasis begins.
    Emphasis,
    /// And ends.
    Plain,
}

/// Collects runs of emphasis while a text is written.
#[derive(Debug, Default)]
pub(super) struct Emphasis {
    runs: Vec<Range<usize>>,
    depth: usize,
    start: usize,
}

impl Emphasis {
    /// One more tag of emphasis is open from `at` on.
    pub(super) fn open(&mut self, at: usize) {
        if self.depth == 0 {
            self.start = at;
        }
        self.depth += 1;
    }

    /// One is closed at `at`; a tag that closes nothing means nothing.
    pub(super) fn close(&mut self, at: usize) {
        if self.depth == 1 {
            self.push(at);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn push(&mut self, end: usize) {
        match self.runs.last_mut() {
            _ if self.start >= end => {}
            Some(last) if last.end == self.start => last.end = end,
            _ => self.runs.push(self.start..end),
        }
    }

    /// The runs of a text of that length. What is open goes on in the text that follows.
    pub(super) fn cut(&mut self, end: usize) -> Vec<Range<usize>> {
        if self.depth > 0 {
            self.push(end);
        }
        self.start = 0;
        std::mem::take(&mut self.runs)
    }
}

/// What a tag, given with its brackets, leaves in the text if it is one of HTML's or WebVTT's, wherever it stands.
pub(super) fn stands_for(tag: &str) -> Option<&'static str> {
    const KNOWN: [&str; 17] = [
        "", "c", "i", "b", "u", "v", "lang", "ruby", "rt", "em", "strong", "s", "font", "span", "p", "div",
        "a",
    ];
    let inside = tag.strip_prefix('<')?.strip_suffix('>').filter(|inside| inside.len() <= LONGEST_TAG)?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, rest) = inside.split_at(end);
    let closed = rest.is_empty() || rest == "/" || (!name.is_empty() && rest.starts_with([' ', '.']));
    if name.eq_ignore_ascii_case("br") {
        return closed.then_some("\n");
    }
    (closed && KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))).then_some("")
}

/// A known tag at the start of `text`, and how long it is.
fn tag(text: &str) -> Option<(Meaning<'static>, usize)> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_TAG)];
    let length = memchr::memchr(b'>', bytes)? + 1;
    let inside = &text[1..length - 1];
    let (closes, inside) = match inside.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inside.trim_end_matches('/')),
    };
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = &inside[..end];
    if !inside[end..].is_empty() && !inside[end..].starts_with([' ', '.', '=']) {
        return None;
    }
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let meaning = if is(&["i", "b", "em", "strong"]) {
        if closes { Meaning::Plain } else { Meaning::Emphasis }
    } else if is(&["br"]) {
        Meaning::Text("\n")
    } else if is(&["u", "s", "font", "span", "c", "p"]) {
        Meaning::Nothing
    } else {
        return None;
    };
    Some((meaning, length))
}

/// A block of ASS overrides, such as `{\an8}`.
fn override_block(text: &str) -> Option<(Meaning<'static>, usize)> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_TAG)];
    let length = memchr::memchr(b'}', bytes)? + 1;
    text[1..length].trim_start().starts_with('\\').then_some((Meaning::Nothing, length))
}

/// One of the common entities.
fn entity(text: &str) -> Option<(Meaning<'static>, usize)> {
    const KNOWN: [(&str, &str); 8] = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{A0}"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&apos;", "'"),
    ];
    let &(name, means) = KNOWN.iter().find(|(name, _)| text.starts_with(name))?;
    Some((Meaning::Text(means), name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_text_in_angle_brackets_stays() {
        let cases = [
            ("plain", "plain"),
            ("<i>All</i> of <B>it</B>", "{All} of {it}"),
            ("<i>a</i><b>b</b> <em><strong>c</strong></em>", "{ab} {c}"),
            ("<i>never closed", "{never closed}"),
            ("closed</i> only <i></i>", "closed only "),
            ("{\\an8}Up {\\i1}there{\\i0} {so}", "Up there {so}"),
            ("<font color=\"#ffff00\">Yellow</font> <u>u</u>", "Yellow u"),
            ("one<br>two<br/>three", "one\ntwo\nthree"),
            ("<laughs> a < b > c <i", "<laughs> a < b > c <i"),
            ("Q&amp;A &lt;i&gt; &quot;it&#39;s&quot; &copy; & {", "Q&A <i> \"it's\" &copy; & {"),
        ];
        for (text, expected) in cases {
            let (plain, emphasis) = strip(text);
            let mut shown = plain.into_owned();
            for run in emphasis.iter().rev() {
                shown.insert(run.end, '}');
                shown.insert(run.start, '{');
            }
            assert_eq!(shown, expected, "{text}");
        }
    }
}
