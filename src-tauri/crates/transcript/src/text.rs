//! A file's bytes as text with `\n` line ends and without control characters.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::warning::Warnings;

/// A file without a byte order mark has at most one control character in so many bytes, or it is no text.
const CONTROLS_PER_BYTES: usize = 200;

/// The text of a transcript's file as [`parse`](crate::parse) reads it: its lines are those that warnings count.
/// `None` for what is not text.
pub fn text_of(bytes: &[u8]) -> Option<Cow<'_, str>> {
    decode(bytes, &mut Warnings::default())
}

/// The text of `bytes`: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252. Line ends of any
/// kind become `\n`, other control characters spaces, so that what follows may use them as signs of its own.
/// `None` for what is not text.
pub(crate) fn decode<'a>(bytes: &'a [u8], warnings: &mut Warnings) -> Option<Cow<'a, str>> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => eight_bit(rest, warnings)?,
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        _ => eight_bit(bytes, warnings)?,
    };
    let controls = controls(text.as_bytes());
    let said_to_be_text = matches!(bytes, [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    if !said_to_be_text && controls > text.len() / CONTROLS_PER_BYTES + 1 {
        return None;
    }
    let text = if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        Cow::Owned(unify_line_ends(&text))
    } else {
        text
    };
    if controls == 0 {
        return Some(text);
    }
    Some(Cow::Owned(
        text.chars().map(|c| if c.is_ascii() && is_control(c as u8) { ' ' } else { c }).collect(),
    ))
}

fn eight_bit<'a>(bytes: &'a [u8], warnings: &mut Warnings) -> Option<Cow<'a, str>> {
    if memchr::memchr(0, bytes).is_some() {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    if right > wrong {
        let valid = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..valid]).count();
        warnings.guessed(line, || {
            format!("The file has {wrong} damaged characters, the first one here; each shows as \u{FFFD}.")
        });
        return Some(String::from_utf8_lossy(bytes));
    }
    warnings.guessed(None, || "The file is not in UTF-8; its letters were read as Windows-1252.".to_owned());
    Some(WINDOWS_1252.decode_without_bom_handling(bytes).0)
}

fn unify_line_ends(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// How many control characters there are. Most texts have none, and are only looked through: counted in runs so short that
/// a byte holds the count of each, which a processor does for many bytes at a time.
fn controls(bytes: &[u8]) -> usize {
    let count = |run: &[u8]| run.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>();
    bytes.chunks(128).map(|run| usize::from(count(run))).sum()
}

fn is_control(byte: u8) -> bool {
    // Without branches, so that many bytes can be asked at once.
    (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<&str>, warned: bool) {
        let mut warnings = Warnings::default();
        let text = decode(bytes, &mut warnings);
        assert_eq!(text.as_deref(), expected, "{bytes:?}");
        assert_eq!(!warnings.finish().is_empty(), warned, "{bytes:?}");
    }

    #[test]
    fn the_encodings_that_transcripts_come_in_are_read() {
        check(b"", Some(""), false);
        check("passé — ok".as_bytes(), Some("passé — ok"), false);
        check(b"\xEF\xBB\xBFpass\xC3\xA9", Some("passé"), false);
        check(b"\xFF\xFEp\0a\0s\0s\0\xE9\0", Some("passé"), false);
        check(b"\xFE\xFF\0p\0a\0s\0s\0\xE9", Some("passé"), false);
        check(b"pass\xE9 \x93quoted\x94", Some("passé “quoted”"), true);
        check(
            "aé\u{2014}ü\n".as_bytes().iter().chain(b"b\xFF").copied().collect::<Vec<_>>().as_slice(),
            Some("aé—ü\nb\u{FFFD}"),
            true,
        );
    }

    #[test]
    fn line_ends_of_every_kind_become_one_kind() {
        check(b"a\r\nb\rc\nd\r\r\ne", Some("a\nb\nc\nd\n\ne"), false);
        check(b"\xFF\xFEa\0\r\0\n\0b\0", Some("a\nb"), false);
    }

    #[test]
    fn a_stray_control_character_is_a_space_and_many_are_no_text() {
        check(b"page one\x0Cpage two", Some("page one page two"), false);
        check(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", None, false);
        check(&[b"abc\x01\x02\x03\x04".as_slice(), &[b'x'; 300]].concat(), None, false);
        check(b"ID3\x04\0\0\0", None, false);
    }
}
