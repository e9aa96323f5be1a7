//! The elements of HTML: which are no speech, which begin and end paragraphs, and which hold no markup.

use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::states::RawKind;

use crate::parse::block::Kind;

/// Elements whose text is no speech.
pub(super) const LEFT_OUT: [&str; 18] = [
    "script", "style", "nav", "footer", "button", "select", "textarea", "iframe", "noscript", "noembed",
    "noframes", "template", "svg", "audio", "video", "object", "canvas", "dialog",
];

/// Elements that are blocks of their own: a paragraph ends where one begins or ends.
const BLOCKS: [&str; 46] = [
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "blockquote",
    "tr",
    "dt",
    "dd",
    "ul",
    "ol",
    "dl",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "pre",
    "main",
    "header",
    "hgroup",
    "aside",
    "address",
    "body",
    "head",
    "html",
    "center",
    "details",
    "summary",
    "fieldset",
    "legend",
    "figure",
    "figcaption",
    "form",
    "menu",
    "search",
    "hr",
    "footer",
    "nav",
    "dialog",
];

/// What the text of such an element is not to be taken for markup.
pub(super) fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

/// Whether a paragraph ends where it begins or ends.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// What the paragraph is that it begins.
pub(super) fn kind_of(name: &str) -> Kind {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Kind::Heading(level - b'0'),
        b"li" => Kind::Item,
        _ => Kind::Paragraph,
    }
}
