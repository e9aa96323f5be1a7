//! Where a Markdown text can be cut, so that its parts say what the whole says.

/// Inside a block the best place for a cut is looked for in so many bytes, and then in as many again.
const NEAR: usize = 1024;
/// After so many bytes without one, any line's start will do.
const FAR: usize = 4 * NEAR;

/// The first lines of a text: those up to the next blank one, or the blank ones up to the next that isn't.
pub(super) struct Stretch {
    /// Where they end.
    pub(super) end: usize,
    /// How many line ends they have.
    pub(super) lines: usize,
    /// What joins them to what follows, if that goes on with the same paragraph.
    pub(super) joint: Option<Joint>,
}

/// Where a paragraph is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// At the end of a line.
    Line,
    /// Between two words.
    Word,
}

/// How many bytes are given to the parser at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// After so many, a text is cut where a block begins that belongs to none before.
    pub(super) part: usize,
    /// After so many, it is cut inside of one.
    pub(super) block: usize,
}

impl Limits {
    /// What is left of them after so many bytes. No block is cut that is not longer than a part.
    pub(super) fn after(self, pending: usize) -> Self {
        Self {
            part: self.part.saturating_sub(pending),
            block: self.block.saturating_sub(pending).max(self.part),
        }
    }
}

impl Stretch {
    /// The first stretch of a text, of which so many bytes may be read at once.
    pub(super) fn first(text: &str, limits: Limits) -> Self {
        let bytes = text.as_bytes();
        let (mut end, mut lines, mut kind, mut limit) = (0, 0, None, limits.block);
        while let Some(rest) = bytes.get(end..).filter(|rest| !rest.is_empty()) {
            let row = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let blank = is_blank(&rest[..row]);
            if *kind.get_or_insert(blank) != blank || (end > limits.part && is_item(rest)) {
                break;
            }
            if !blank && end + row > limit {
                if let Some((cut, joint)) = cut_inside(bytes, limit.max(end)) {
                    lines += memchr::memchr_iter(b'\n', &bytes[end..cut]).count();
                    return Self { end: cut, lines, joint };
                }
                limit = usize::MAX;
            }
            end += (row + 1).min(rest.len());
            lines += 1;
        }
        Self { end, lines, joint: None }
    }
}

fn is_blank(row: &[u8]) -> bool {
    row.iter().all(|b| matches!(b, b' ' | b'\t'))
}

/// Whether a line is a list's, without a doubt.
fn is_item(line: &[u8]) -> bool {
    let ([b'-' | b'*' | b'+', b' ', first, ..] | [b'1', b'.' | b')', b' ', first, ..]) = line else {
        return false;
    };
    first.is_ascii_alphanumeric()
}

/// The place for a cut inside a block that is longer than `from`: the best one near. None if the block ends there.
fn cut_inside(text: &[u8], from: usize) -> Option<(usize, Option<Joint>)> {
    let mut open = Open { emphasis: false, code: false, link: false, destination: false, last: b'\n' };
    let mut at = 0;
    while at < from {
        at += open.take(&text[at..]);
    }
    // A marker at the start of a line stays with what it marks.
    let mut row = memchr::memrchr(b'\n', &text[..at.saturating_sub(1)]).map_or(0, |end| end + 1);
    let mut word = true;
    let in_list = has_numbers(&text[..at]);
    let mut until = from + NEAR;
    let mut best: Option<(u8, usize, Option<Joint>)> = None;
    while at < text.len() {
        if at >= until {
            if let Some((_, cut, joint)) = best {
                return Some((cut, joint));
            }
            until += NEAR;
        }
        let candidate = match at.checked_sub(1).and_then(|before| text.get(before)) {
            Some(b'\n') => {
                let before = text.get(row..at - 1).unwrap_or_default();
                let line = line_at(text, at);
                (row, word) = (at, false);
                if is_blank(line) {
                    return None;
                }
                let doubt = u8::from(open.is_any());
                match joint(before, line) {
                    _ if in_list && is_numbered(unquoted(line).1) => return Some((at, None)),
                    Some(None) => return Some((at, None)),
                    // Behind a cut no number would begin an item.
                    Some(_) if in_list && at - from < FAR => None,
                    Some(joint) => Some((1 + doubt, joint)),
                    None if at - from > FAR && !line.starts_with(b"[") => Some((6, Some(Joint::Line))),
                    None => None,
                }
            }
            Some(b' ') if word && at - row > NEAR && goes_on(line_at(text, at)) => {
                Some((3 + u8::from(open.is_any()), Some(Joint::Word)))
            }
            _ => None,
        };
        if let Some((rank, joint)) =
            candidate.filter(|(rank, _)| best.is_none_or(|(least, ..)| *rank < least))
        {
            best = Some((rank, at, joint));
        }
        at += open.take(&text[at..]);
    }
    None
}

/// Whether a list with numbers begins in lines that have no blank one among them: only on the first, or with 1.
fn has_numbers(text: &[u8]) -> bool {
    let mut lines = text.split(|b| *b == b'\n').map(|line| unquoted(line).1);
    lines.next().is_some_and(is_numbered) || lines.any(|line| matches!(line, [b'1', b'.' | b')', b' ', ..]))
}

/// The line that begins at `at`, or what is left of it.
fn line_at(text: &[u8], at: usize) -> &[u8] {
    let rest = text.get(at..).unwrap_or_default();
    &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())]
}

/// How a line goes on with what the line before says: not at all, or with its paragraph. None if there may be a doubt when
/// it stands alone.
fn joint(before: &[u8], line: &[u8]) -> Option<Option<Joint>> {
    let ((depth_before, before), (depth, line)) = (unquoted(before), unquoted(line));
    let anew = is_item(line) || is_heading(line);
    if anew || (before.is_empty() && !line.is_empty()) || (depth > depth_before && goes_on(line)) {
        Some(None)
    } else {
        (goes_on(line) && !before.ends_with(b"\\")).then_some(Some(Joint::Line))
    }
}

/// How many quotations a line is in, and what stands there.
fn unquoted(line: &[u8]) -> (usize, &[u8]) {
    let (mut depth, mut rest) = (0, line.trim_ascii());
    while let Some(inner) = rest.strip_prefix(b">") {
        (depth, rest) = (depth + 1, inner.trim_ascii_start());
    }
    (depth, rest)
}

/// Whether a line that goes on with a paragraph is one too when it stands alone.
fn goes_on(line: &[u8]) -> bool {
    let underlines = |row: &[u8]| row.iter().all(|b| matches!(b, b'-' | b'*' | b'_' | b'=' | b' ' | b'\t'));
    match line {
        [] | [b' ' | b'\t' | b'>', ..] | [b'-' | b'+' | b'*', b' ' | b'\t', ..] => false,
        [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] => false,
        [b'-' | b'+' | b'*' | b'_' | b'=', ..] => line.len() > 1 && !underlines(line),
        [b'#', ..] => !is_heading(line),
        [b'0'..=b'9', ..] => !is_numbered(line),
        [b'[', ..] => memchr::memmem::find(line, b"]:").is_none(),
        _ => true,
    }
}

fn is_numbered(line: &[u8]) -> bool {
    let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
    digits > 0 && matches!(&line[digits..], [b'.' | b')'] | [b'.' | b')', b' ' | b'\t', ..])
}

fn is_heading(line: &[u8]) -> bool {
    let signs = line.iter().take_while(|b| **b == b'#').count();
    signs > 0 && matches!(line.get(signs), None | Some(b' ' | b'\t'))
}

/// What may have begun and not ended: emphasis, code and links.
struct Open {
    emphasis: bool,
    code: bool,
    link: bool,
    destination: bool,
    /// The byte before.
    last: u8,
}

impl Open {
    fn is_any(&self) -> bool {
        self.emphasis || self.code || self.link || self.destination
    }

    /// Goes past a sign or any other byte; how many bytes that were.
    fn take(&mut self, text: &[u8]) -> usize {
        let Some(&first) = text.first() else { return 1 };
        let mut length = 1;
        match first {
            b'*' | b'_' | b'`' => {
                length = text.iter().take_while(|b| **b == first).count();
                let after = text.get(length).copied().unwrap_or_default();
                if first == b'`' {
                    self.code ^= true;
                } else {
                    let apart = self.last.is_ascii_whitespace() && after.is_ascii_whitespace();
                    let in_word = self.last.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
                    self.emphasis ^= !apart && !in_word;
                }
            }
            b'[' => self.link = true,
            b']' => {
                self.link = false;
                self.destination = text.get(1) == Some(&b'(');
            }
            b')' => self.destination = false,
            // It takes the meaning from a sign.
            b'\\' if text.get(1).is_some_and(u8::is_ascii_punctuation) => length = 2,
            _ => {}
        }
        self.last = first;
        length
    }
}
