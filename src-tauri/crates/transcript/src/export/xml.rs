//! Text inside XML and HTML.

/// Appends a text so that it is text there, in elements as in attributes. What XML has no way to write is left out.
pub(super) fn text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\u{85}') => {}
            c => out.push(c),
        }
    }
}
