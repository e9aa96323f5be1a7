//! Lines that a service or its page writes about itself, and nobody says.

/// No longer line, in bytes, is one.
const LONGEST: usize = 180;
/// What they begin with,
const BEGINNINGS: [&str; 5] = [
    "(Transcribed by TurboScribe",
    "(This file is longer than 30 minutes. Go Unlimited at TurboScribe",
    "Transcribed by https://",
    "Transcription ended after ",
    "This editable transcript was computer generated",
];
/// or, after a name, end with.
const ENDS: [&str; 2] = [" started transcription", " stopped transcription"];
/// What a page has around its transcript.
const AROUND: [&str; 5] =
    ["Transcript", "Search transcript", "Search in video", "Search", "AI-generated content may be incorrect"];

/// Whether a line between speech is a service's own.
pub(super) fn is_own(text: &str) -> bool {
    let begins = |with: &&str| text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    let named = |end: &&str| {
        text.strip_suffix(end).is_some_and(|name| name.contains(' ') && super::label::is_name_alone(name))
    };
    text.len() <= LONGEST && (BEGINNINGS.iter().any(begins) || ENDS.iter().any(named))
}

/// Whether a line before the speech is the page's.
pub(super) fn is_around(text: &str) -> bool {
    AROUND.contains(&text) || is_own(text)
}

/// Tags that lay out a page, on lines of their own between speech.
const TAGS: [&str; 12] =
    ["details", "summary", "br", "hr", "div", "p", "center", "section", "article", "audio", "source", "a"];

/// Whether a line is a comment or the tags of a page, with nothing but a summary's text in them.
pub(super) fn is_markup(text: &str) -> bool {
    let comment = text.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    comment.is_some_and(|inside| !inside.contains("-->")) || are_tags(text)
}

fn are_tags(text: &str) -> bool {
    let mut rest = text.trim_start();
    if !rest.starts_with('<') {
        return false;
    }
    while let Some(tag) = rest.strip_prefix('<') {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = name.split_at(length);
        let known = TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag));
        let Some((_, next)) = after.split_once('>').filter(|_| known) else { return false };
        rest = next.trim_start();
        if name.eq_ignore_ascii_case("summary") && !tag.starts_with('/') {
            rest = rest.find('<').map_or("", |at| &rest[at..]);
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_services_lines_are_told_from_speech() {
        for text in [
            "Transcribed by https://otter.ai",
            "(Transcribed by TurboScribe.ai. Go Unlimited to remove this message.)",
            "Transcription ended after 00:26:28",
            "Ann Lee stopped transcription",
        ] {
            assert!(is_own(text) && is_around(text), "{text}");
        }
        for text in ["We stopped transcription", "Transcript", "Transcription ended.", "é", ""] {
            assert!(!is_own(text), "{text}");
        }
        for text in [
            "<!-- made from a.docx -->",
            "</details>",
            "<br>",
            "<DIV class=\"a > b\">",
            "<details> <summary>All that was said</summary>",
            "<audio controls> <source src=\"a.mp3\" type=\"audio/mpeg\">",
        ] {
            assert_eq!(is_markup(text), !text.starts_with("<DIV"), "{text}");
        }
        for text in ["<Ann> Hi.", "a <br>", "<br> a", "<!-- a --> b -->", "<p", "<", "", "<summary"] {
            assert!(!is_markup(text), "{text}");
        }
        assert!(is_around("Search transcript") && !is_around("Search transcripts"));
    }
}
