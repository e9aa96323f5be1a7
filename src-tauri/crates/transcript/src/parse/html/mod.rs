//! Web pages: the transcripts of Podcasting 2.0 (`<cite>`, `<time>`, `<p>`), Hyperaudio's timed words (`data-m`), and any
//! other page as its paragraphs.
//!
//! - A `<cite>`, an element of the class “speaker” and a `<time>` count where they stand alone or at a paragraph's start; they
//!   hold for the paragraphs up to the next. Inside a paragraph they are text: people cite books and tell the time.
//! - Names and times that stand in the text itself are found as in any other text: see `label` and `roll`.
//! - A pull quote is a paragraph that is one quotation from end to end, right after an `<hr>`.
//! - In a page that names nobody and gives no time by its markup, the paragraphs are read by the rules of `layout`.
//!
//! - `page`, `writer`: markup → tags and texts → paragraphs
//! - `times`: what `<time>` and the attributes say

mod elements;
mod page;
#[cfg(test)]
mod tests;
mod times;
mod writer;

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use self::page::{Page, Paragraph};
use super::block::{Block, Kind};
use super::blocks::Blocks;
use super::cue::{Cue, Voice};
use super::cues::{Records, assemble};
use super::label::{Form, Opening};
use super::roll::Roll;
use super::speech::is_quotation;
use super::stamp::Stamp;
use super::{Format, Reading, layout, time};
use crate::model::{KeyPoint, Mark, PullQuote, Transcript};
use crate::warning::Warnings;

/// So much of a file tells whether it is a page, in bytes.
const SNIFFED: usize = 64 * 1024;

/// Reads a page, or nothing of a text that is none.
pub(super) fn read(text: &str, name: &str, warnings: &mut Warnings) -> Option<Reading> {
    let reason = sniff(text, name)?;
    let page = Page::read(text, 1);
    let timed_words = page.paragraphs.iter().any(|paragraph| !paragraph.words.is_empty());
    let (format, reason) = if timed_words {
        (Format::Hyperaudio, "Its words have times in data-m attributes, as Hyperaudio writes them.")
    } else {
        (Format::Html, reason)
    };
    Some(Reading { transcript: transcript(page, warnings), format, reason })
}

/// Reads a piece of HTML that another format holds; `line` is where it begins in the file. Elements with `data-timestamp`
/// (oTranscribe's seconds) begin a paragraph, names and further times are found in the text.
pub(super) fn read_fragment(html: &str, line: usize, warnings: &mut Warnings) -> Transcript {
    transcript(Page::read(html, line), warnings)
}

/// Why this is a page; `None` where it is none. A tag in Markdown or plain text makes no page.
fn sniff(text: &str, name: &str) -> Option<&'static str> {
    let head = page::prefix(text, SNIFFED).trim_start();
    let starts = |start: &str| head.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let has = |what: &str| memmem::find(head.as_bytes(), what.as_bytes()).is_some();
    if starts("<!doctype html") || starts("<html") || (starts("<?xml") && has("<html")) {
        return Some("It says that it is a web page.");
    }
    let timed = (has("<cite") || has("<time")) && has("<p") || has("data-m=");
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let named = |names: &[&str]| extension.as_deref().is_some_and(|extension| names.contains(&extension));
    let tagged = head.starts_with('<') && has("</") && begins_a_page(head);
    if (tagged && !named(&["md", "markdown"]))
        || (named(&["html", "htm", "xhtml"]) && (has("</") || has("<br")))
    {
        Some(if timed { "It has names or times in elements of their own." } else { "It is written in HTML." })
    } else if timed && mostly_tags(head) {
        Some("It has names or times in elements of their own.")
    } else {
        None
    }
}

/// Whether a text that begins with a tag begins as pages do, and not with an emphasised word.
fn begins_a_page(text: &str) -> bool {
    const FIRST: [&str; 26] = [
        "!--",
        "p",
        "div",
        "cite",
        "time",
        "section",
        "article",
        "main",
        "body",
        "head",
        "header",
        "h1",
        "h2",
        "h3",
        "span",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "figure",
        "title",
        "meta",
        "link",
        "style",
        "nav",
    ];
    let name = text[1..].split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '!' | '-')).next();
    name.is_some_and(|name| {
        name.starts_with("!--") || FIRST.iter().any(|first| name.eq_ignore_ascii_case(first))
    })
}

/// Whether more than half of the lines begin with a tag.
fn mostly_tags(text: &str) -> bool {
    let lines = || text.lines().map(str::trim_start).filter(|line| !line.is_empty());
    lines().filter(|line| line.starts_with('<')).count() * 2 > lines().count()
}

fn transcript(mut page: Page, warnings: &mut Warnings) -> Transcript {
    remarks(&page, warnings);
    settle_names(&mut page);
    let labelled =
        page.paragraphs.iter().any(|p| p.name.is_some() || p.mark.is_some() || !p.words.is_empty());
    let title = page.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut transcript = if labelled {
        spoken(page, warnings)
    } else {
        let blocks: Blocks<'_> = page.paragraphs.into_iter().map(|paragraph| paragraph.block).collect();
        layout::arrange(&blocks, Format::Html, None, warnings).0
    };
    if transcript.title.is_none() && !title.is_empty() {
        transcript.title = Some(title);
    }
    transcript
}

fn remarks(page: &Page, warnings: &mut Warnings) {
    if let Some((element, line)) = page.unclosed {
        warnings.guessed(line, || {
            format!("<{element}> is never closed here, so nothing that follows is left out.")
        });
    }
    for left_out in &page.left_out {
        warnings.left_out(left_out.line, || {
            format!("The page’s <{}> is no part of what is said: “{} …”.", left_out.element, left_out.text)
        });
    }
}

/// Leaves only those names that are of speakers: with a colon, with a time beside them, or where a page has
/// as many of them as of paragraphs. Other cites are books.
fn settle_names(page: &mut Page) {
    let alone = |p: &Paragraph| p.name.is_some() && rest(p).is_empty();
    let many = page.paragraphs.iter().filter(|p| alone(p)).count() * 3 >= page.paragraphs.len();
    let mut before = false;
    for index in 0..page.paragraphs.len() {
        let beside = before || page.paragraphs.get(index + 1).is_some_and(|next| next.mark.is_some());
        let paragraph = &mut page.paragraphs[index];
        before = paragraph.mark.is_some() && rest(paragraph).is_empty();
        let Some(name) = &paragraph.name else { continue };
        let colon = paragraph.block.text[name.start..].trim_start_matches(|c: char| c != ':' && c != '：');
        let colon = !colon.is_empty() && paragraph.block.text.len() - colon.len() <= name.end + 1;
        let whole = rest(paragraph).is_empty();
        let timed = paragraph.mark.is_some() || !paragraph.words.is_empty();
        if !(colon || timed || (whole && (many || beside))) {
            paragraph.name = None;
            paragraph.lead = 0;
        }
    }
}

/// What a paragraph says after the name and the time at its start.
fn rest(paragraph: &Paragraph) -> &str {
    if paragraph.lead == 0 {
        return &paragraph.block.text;
    }
    let text = paragraph.block.text.get(paragraph.lead..).unwrap_or_default();
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | ']' | ')' | '|'));
    let dash = text.strip_prefix(['-', '–', '—']).filter(|rest| rest.is_empty() || rest.starts_with(' '));
    dash.unwrap_or(text).trim_start()
}

/// A name and a time that what follows is under.
#[derive(Default)]
struct Label {
    name: Option<String>,
    mark: Option<Mark>,
    line: usize,
}

/// Takes the name and the time off a paragraph's start.
fn unlabel(paragraph: &mut Paragraph) -> Label {
    let name = paragraph.name.take().map(|name| bare_name(&paragraph.block.text[name]).to_owned());
    let label = Label { name, mark: paragraph.mark, line: paragraph.block.line };
    let speech = paragraph.block.text.len() - rest(paragraph).len();
    paragraph.drop_front(speech);
    label
}

/// A name without its colon, and without the brackets that hyperaudio has around it.
fn bare_name(name: &str) -> &str {
    let end = |c: char| c.is_whitespace() || matches!(c, ':' | '：');
    let name = name.trim_end_matches(end).trim_start();
    let inside = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    inside.map(|name| name.trim_end_matches(end).trim_start()).filter(|name| !name.is_empty()).unwrap_or(name)
}

/// The transcript of a page that names or times its paragraphs.
fn spoken(page: Page, warnings: &mut Warnings) -> Transcript {
    let mut paragraphs: Vec<(Label, Paragraph)> =
        page.paragraphs.into_iter().map(|mut paragraph| (unlabel(&mut paragraph), paragraph)).collect();
    put_labels_first(&mut paragraphs, warnings);
    let roll = roll(&paragraphs);
    let first = paragraphs.iter().position(|(label, paragraph)| {
        label.name.is_some() || label.mark.is_some() || !paragraph.words.is_empty()
    });
    let mut notes = Transcript::default();
    let mut cues = Vec::new();
    // What stands alone, for what comes next.
    let mut waiting = Label::default();
    let mut after_rule = false;
    for (index, (label, paragraph)) in paragraphs.into_iter().enumerate() {
        let show_notes = first.is_some_and(|first| index < first);
        let alone = label.name.is_none() && label.mark.is_none() && paragraph.words.is_empty();
        match paragraph.block.kind {
            Kind::Rule => {
                after_rule = true;
                continue;
            }
            _ if after_rule && alone && waiting.mark.is_none() && is_quotation(&paragraph.block.text) => {
                let Block { text, line, .. } = paragraph.block;
                let beside = cues.len().checked_sub(1);
                notes.pull_quotes.push(PullQuote { text, beside, line });
                continue;
            }
            Kind::Heading(_) if label.name.is_none() && label.mark.is_none() => {
                heading(&mut notes, paragraph.block, warnings);
                continue;
            }
            Kind::Item if show_notes && page.whole => {
                note(&mut notes, paragraph.block);
                continue;
            }
            _ if show_notes && page.whole => {
                notes.summary.push(paragraph.block.text);
                continue;
            }
            _ => {}
        }
        after_rule = false;
        if label.name.is_some() || label.mark.is_some() {
            if waiting.mark.is_some() && label.mark.is_some()
                || waiting.name.is_some() && label.name.is_some()
            {
                silence(&waiting, warnings);
            }
            waiting.line = label.line;
            waiting.name = label.name.or(waiting.name);
            waiting.mark = label.mark.or(waiting.mark);
        }
        if !paragraph.block.text.is_empty() {
            waiting = say(paragraph, waiting, &roll, &mut cues);
        }
    }
    if waiting.name.is_some() || waiting.mark.is_some() {
        silence(&waiting, warnings);
    }
    let said = assemble(cues, Records::Lines, warnings);
    Transcript {
        title: notes.title,
        subtitle: notes.subtitle,
        summary: notes.summary,
        key_points: notes.key_points,
        pull_quotes: notes.pull_quotes,
        ..said
    }
}

fn silence(label: &Label, warnings: &mut Warnings) {
    warnings.left_out(label.line, || "A name or a time stands here, and nothing is said.".to_owned());
}

/// Moves names and times that stand under their paragraphs over them.
fn put_labels_first(paragraphs: &mut Vec<(Label, Paragraph)>, warnings: &mut Warnings) {
    let alone = |(label, p): &(Label, Paragraph)| {
        p.block.text.is_empty() && (label.name.is_some() || label.mark.is_some())
    };
    let says =
        |entry: &(Label, Paragraph)| entry.1.block.kind == Kind::Paragraph && !entry.1.block.text.is_empty();
    let mut entries = paragraphs.iter().filter(|entry| alone(entry) || says(entry));
    let (Some(first), Some(last)) = (entries.next(), entries.next_back()) else { return };
    let labelled =
        paragraphs.iter().any(|entry| says(entry) && (entry.0.name.is_some() || entry.0.mark.is_some()));
    if !says(first) || !alone(last) || labelled {
        return;
    }
    let line = last.0.line;
    warnings.moved(line, || {
        "The names and times stand under what is said, as the last one here does.".to_owned()
    });
    let mut sorted: Vec<(Label, Paragraph)> = Vec::with_capacity(paragraphs.len());
    // Where the paragraphs began that are under the labels to come.
    let mut since = 0;
    let mut after_label = false;
    let mut labels = Vec::new();
    for entry in paragraphs.drain(..) {
        if alone(&entry) {
            labels.push(entry);
            after_label = true;
        } else {
            if after_label {
                sorted.splice(since..since, labels.drain(..));
                since = sorted.len();
                after_label = false;
            }
            sorted.push(entry);
        }
    }
    sorted.splice(since..since, labels);
    *paragraphs = sorted;
}

/// The roll of the names that paragraphs and their lines begin with.
fn roll(paragraphs: &[(Label, Paragraph)]) -> Roll {
    let mut roll = Roll::default();
    for (_, Paragraph { block, .. }) in paragraphs {
        roll.paragraph();
        for (line, _) in block.as_ref().lines() {
            if let Some((name, sure, _)) = opening_of(block, &line).label() {
                roll.vote(&block.text[line][name], sure);
            }
        }
    }
    roll
}

/// What a line of a block begins with.
fn opening_of(block: &Block, line: &Range<usize>) -> Opening {
    let emphasis: Vec<_> = block.as_ref().emphasis_in(line).take(2).collect();
    Opening::of(&block.text[line.clone()], &emphasis, None)
}

fn heading(notes: &mut Transcript, block: Block, warnings: &mut Warnings) {
    if notes.title.is_none() {
        notes.title = Some(block.text);
    } else if notes.subtitle.is_none() && notes.summary.is_empty() {
        notes.subtitle = Some(block.text);
    } else {
        warnings.left_out(block.line, || {
            format!("The heading “{}” is no part of the speech; it is not shown.", block.text)
        });
    }
}

fn note(notes: &mut Transcript, block: Block) {
    match time::bracketed(&block.text).or_else(|| time::bare(&block.text)) {
        Some((mark, end)) => {
            let text = block.text[end..].trim_start_matches([' ', '-', '–', '—', ':']).to_owned();
            notes.key_points.push(KeyPoint { at: mark.time, text, line: Some(block.line) });
        }
        None => notes.summary.push(block.text),
    }
}

/// Adds what a paragraph says: one cue, or one for each of its lines that begins with a name or a time. Gives back a label
/// that nothing was said under yet.
fn say(paragraph: Paragraph, mut label: Label, roll: &Roll, cues: &mut Vec<Cue<'static>>) -> Label {
    for mut paragraph in lines(paragraph, roll) {
        let text = &paragraph.block.text;
        let opening = opening_of(&paragraph.block, &(0..text.len()));
        let named = opening.label().filter(|(name, sure, _)| {
            label.name.is_none() && (*sure || roll.is_speaker(&text[name.clone()]))
        });
        let speech = match (named, opening.mark()) {
            (Some((name, _, speech)), _) => {
                label.name = Some(text[name].to_owned());
                let mark = opening.stamp.filter(|_| opening.form == Form::Named).and_then(Stamp::given);
                label.mark = label.mark.or(mark);
                speech
            }
            (None, Some((stamp, end))) if label.mark.is_none() => {
                label.mark = stamp.given();
                end
            }
            _ => 0,
        };
        paragraph.drop_front(speech);
        let Paragraph { block, words, .. } = paragraph;
        label.line = block.line;
        if block.text.is_empty() {
            continue;
        }
        let Label { name, mark, .. } = std::mem::take(&mut label);
        let voice = name.map_or(Voice::Same, |name| Voice::Named(Cow::Owned(name)));
        let start = mark.or_else(|| words.first().map(|word| times::milliseconds(word.start)));
        let end = words.last().and_then(|word| word.end);
        let cue = Cue::new(voice, block.text, (start, end), block.line);
        cues.push(cue.with_emphasis(block.emphasis).with_words(words));
    }
    label
}

/// A paragraph cut at each of its lines that begins with a name or a time. Timed words tell enough by themselves.
fn lines(mut paragraph: Paragraph, roll: &Roll) -> Vec<Paragraph> {
    let mut later = Vec::new();
    let block = &mut paragraph.block;
    let breaks = if paragraph.words.is_empty() { std::mem::take(&mut block.breaks) } else { Vec::new() };
    for line in breaks.into_iter().rev() {
        let rest = line.at..block.text.len();
        let opening = opening_of(block, &rest);
        let named = opening
            .label()
            .filter(|(name, sure, _)| *sure || roll.is_speaker(&block.text[rest][name.clone()]));
        if opening.mark().is_some() || named.is_some() {
            later.push(Paragraph::of(block.split_off(line)));
        }
    }
    std::iter::once(paragraph).chain(later.into_iter().rev()).collect()
}
