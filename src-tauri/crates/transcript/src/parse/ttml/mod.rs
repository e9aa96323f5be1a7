//! W3C TTML (DFXP), as Apple Podcasts and broadcasters have it: timed paragraphs, with agents who say them and timed words.
//!
//! - `time`: time expressions
//! - `spans`: the times of elements inside others
//! - here: paragraphs and who says them
//!
//! A paragraph is a cue. White space is as in XML's default, a line break is `<br/>`; words that stand in elements of their
//! own are apart even where the file has no blanks between any of them.

mod paragraph;
mod spans;
#[cfg(test)]
mod tests;
mod time;

use std::collections::HashMap;

use memchr::memmem;
use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};

use self::paragraph::Paragraph;
use self::spans::Timed;
use self::time::Clock;
use super::cue::{Cue, Voice};
use super::cues::{self, Records};
use super::lines::Lines;
use super::{Format, Reading, voices};
use crate::warning::Warnings;

/// Elements deeper than this are read as if they were not there; their text stays.
const MAX_DEPTH: usize = 256;
/// A paragraph takes so many bytes at least.
const SHORTEST: usize = 8;
/// The root element stands in the first so many bytes.
const ROOT_WITHIN: usize = 4_096;

/// Reads an XML text whose root element is TTML's.
pub(super) fn read(text: &str, warnings: &mut Warnings) -> Option<Reading> {
    if !is_ttml(text) {
        return None;
    }
    let most = memmem::find_iter(text.as_bytes(), "<p").count().min(text.len() / SHORTEST);
    let paragraphs = Vec::with_capacity(most);
    let mut reader = Reader { lines: Lines::new(text), paragraphs, ..Reader::default() };
    reader.read(text, warnings);
    let title = std::mem::take(&mut reader.title);
    let cues = voices::tell(reader.cues(warnings), warnings);
    let mut transcript = cues::assemble(cues, Records::Pieces, warnings);
    transcript.title = Some(collapsed(&title)).filter(|title| !title.is_empty());
    Some(Reading {
        transcript,
        format: Format::Ttml,
        reason: "It is XML, and its root element is TTML’s <tt>.",
    })
}

fn is_ttml(text: &str) -> bool {
    let text = text.trim_start();
    if !text.starts_with('<') {
        return false;
    }
    let mut xml = Xml::from_str(text);
    while (xml.buffer_position() as usize) < ROOT_WITHIN {
        match xml.read_event() {
            Ok(Event::Start(root)) => {
                let named = root.attributes_raw();
                return root.local_name().as_ref() == "tt"
                    && (named.contains("ttml") || named.contains("ttaf1") || text.contains("<body"));
            }
            Ok(Event::Eof | Event::Empty(_) | Event::End(_)) | Err(_) => return false,
            Ok(_) => {}
        }
    }
    false
}

/// What is open.
struct Element {
    /// Without its prefix.
    name: String,
    /// The times that hold inside, as an index into [`Reader::timed`].
    timed: Option<usize>,
    agent: Option<String>,
    preserve: bool,
    /// It has brought these times itself, and nothing inside it has others.
    leaf: Option<Leaf>,
    /// It is one of the file's words or sentences.
    unit: bool,
}

struct Leaf {
    timed: usize,
    from: usize,
}

#[derive(Default)]
struct Reader<'a> {
    lines: Lines<'a>,
    clock: Option<Clock>,
    open: Vec<Element>,
    /// Elements that are too deep, and open.
    too_deep: usize,
    timed: Vec<Timed>,
    paragraphs: Vec<Paragraph>,
    /// The one that is being read.
    paragraph: Option<Paragraph>,
    /// Agents' names by their ids.
    agents: HashMap<String, String>,
    title: String,
    /// There are blanks between the elements of words.
    spaced: bool,
}

impl Reader<'_> {
    fn read(&mut self, text: &str, warnings: &mut Warnings) {
        let mut xml = Xml::from_str(text);
        let config = xml.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut wrong_time = None;
        loop {
            let at = (xml.buffer_position() as usize).min(text.len());
            match xml.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, at, &mut wrong_time),
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, at, &mut wrong_time);
                    self.end_tag(tag.local_name().as_ref());
                }
                Ok(Event::End(tag)) => self.end_tag(tag.local_name().as_ref()),
                Ok(Event::Text(part)) => self.text(&part, at),
                Ok(Event::CData(part)) => self.text(&part, at),
                Ok(Event::GeneralRef(reference)) => {
                    let written = format!("&{};", &*reference);
                    self.text(&htmlize::unescape(written.as_str()), at);
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    let line = self.lines.of(at);
                    warnings.left_out(line, || {
                        format!("The file’s XML is broken here ({error}); what stands before is read.")
                    });
                    break;
                }
            }
        }
        self.finish_paragraph();
        if let Some((line, time)) = wrong_time {
            warnings.guessed(line, || format!("“{time}” is no time; it is read as if it weren’t there."));
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize, wrong_time: &mut Option<(usize, String)>) {
        if self.open.len() == MAX_DEPTH {
            self.too_deep += 1;
            return;
        }
        let name = tag.local_name();
        let name = name.as_ref();
        let get = |wanted: &str| {
            tag.attributes()
                .with_checks(false)
                .flatten()
                .find(|attribute| attribute.key.local_name().as_ref() == wanted)
        };
        let value =
            |wanted: &str| get(wanted).map(|attribute| htmlize::unescape(&*attribute.value).into_owned());
        if name == "tt" {
            let [frames, multiplier, sub_frames, ticks] =
                ["frameRate", "frameRateMultiplier", "subFrameRate", "tickRate"].map(value);
            self.clock = Some(Clock::new(
                frames.as_deref(),
                multiplier.as_deref(),
                sub_frames.as_deref(),
                ticks.as_deref(),
            ));
        }
        if name == "p" || name == "div" {
            // No paragraph holds another: the one before lacks its end.
            self.end("p");
            self.finish_paragraph();
        }
        let outer = self.open.last();
        let outer_timed = outer.and_then(|outer| outer.timed);
        let outer_agent = outer.and_then(|outer| outer.agent.clone());
        let preserve = match value("space").as_deref() {
            Some(space) => space == "preserve",
            None => outer.is_some_and(|outer| outer.preserve),
        };
        let clock = self.clock.unwrap_or_else(|| Clock::new(None, None, None, None));
        let mut time = |wanted: &str| {
            let written = value(wanted)?;
            let time = clock.time(&written);
            if time.is_none() && wrong_time.is_none() {
                *wrong_time = Some((self.lines.of(at), written));
            }
            time
        };
        let element = Timed {
            parent: outer_timed,
            begin: time("begin"),
            end: time("end").map(|mark| mark.time),
            length: time("dur").map(|mark| mark.time),
            sequence: value("timeContainer").as_deref() == Some("seq"),
        };
        let has_times = element.begin.is_some() || element.end.is_some() || element.length.is_some();
        let timed = if has_times || element.sequence {
            self.timed.push(element);
            Some(self.timed.len() - 1)
        } else {
            outer_timed
        };
        let agent =
            if name == "agent" { value("id") } else { value("agent").or_else(|| outer_agent.clone()) };
        if agent != outer_agent && name == "span" {
            self.change_agent(agent.clone());
        }
        if name == "p" {
            self.paragraph = Some(Paragraph::new(self.lines.of(at), timed, agent.clone()));
        }
        if name == "br"
            && let Some(paragraph) = &mut self.paragraph
        {
            paragraph.line_break();
        }
        let unit = get("unit").is_some();
        let mut leaf = None;
        if name == "span" && has_times {
            for outer in &mut self.open {
                outer.leaf = None;
            }
            if unit && let Some(paragraph) = &mut self.paragraph {
                paragraph.joint();
            }
            let from = self.paragraph.as_ref().map_or(0, Paragraph::len);
            leaf = timed.map(|timed| Leaf { timed, from });
        }
        self.open.push(Element { name: name.to_owned(), timed, agent, preserve, leaf, unit });
    }

    fn end_tag(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else {
            self.end(name);
        }
    }

    /// Closes the innermost element of that name, and what is open inside it.
    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else { return };
        while self.open.len() > at {
            let Some(element) = self.open.pop() else { return };
            if element.name == "p" {
                self.finish_paragraph();
                continue;
            }
            if let (Some(leaf), Some(paragraph)) = (element.leaf, &mut self.paragraph) {
                paragraph.word(leaf.from, leaf.timed);
            }
            if element.unit
                && let Some(paragraph) = &mut self.paragraph
            {
                paragraph.joint();
            }
            let outer = self.open.last().and_then(|outer| outer.agent.as_ref());
            if element.name == "span" && element.agent.as_ref() != outer {
                self.change_agent(outer.cloned());
            }
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        let Some(inner) = self.open.last() else { return };
        let inside = |name: &str| self.open.iter().any(|element| element.name == name);
        match inner.name.as_str() {
            "name" if inside("agent") => {
                if let Some(id) = &inner.agent {
                    self.agents.entry(id.clone()).or_default().push_str(text);
                }
                return;
            }
            "title" => {
                self.title.push_str(text);
                return;
            }
            "desc" | "copyright" | "item" | "metadata" | "agent" | "name" => return,
            _ => {}
        }
        if !inside("body") {
            return;
        }
        let (timed, preserve) = (inner.timed, inner.preserve);
        let blank = text.trim().is_empty();
        let between_words =
            blank && !inner.unit && self.paragraph.as_ref().is_some_and(Paragraph::ends_in_joint);
        self.spaced |= between_words || (inner.unit && text.ends_with(char::is_whitespace));
        if self.paragraph.is_none() {
            if blank {
                return;
            }
            let agent = inner.agent.clone();
            self.paragraph = Some(Paragraph::new(self.lines.of(at), timed, agent));
        }
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.push(text, preserve);
        }
    }

    fn finish_paragraph(&mut self) {
        let paragraph = self.paragraph.take().filter(|paragraph| !paragraph.is_blank());
        self.paragraphs.extend(paragraph.map(Paragraph::finished));
    }

    /// Goes on with the paragraph as what another agent says.
    fn change_agent(&mut self, agent: Option<String>) {
        let Some(paragraph) = &self.paragraph else { return };
        let rest = paragraph.by(agent);
        self.finish_paragraph();
        self.paragraph = Some(rest);
    }

    /// The paragraphs as cues.
    fn cues<'c>(self, warnings: &mut Warnings) -> Vec<Cue<'c>> {
        let from_the_file = spans::count_from_the_file(&self.timed);
        if from_the_file {
            let message = "Times inside others count from the beginning of the file here, and not, as TTML has it, \
                           from the outer one’s.";
            warnings.guessed(None, || message.to_owned());
        }
        let spans = spans::resolve(&self.timed, from_the_file);
        let agents = &self.agents;
        let name = |id: &str| {
            let named = agents.get(id).map(|name| collapsed(name)).filter(|name| !name.is_empty());
            named.unwrap_or_else(|| id.to_owned())
        };
        let cue = |paragraph: Paragraph| {
            let voice = match &paragraph.agent {
                Some(ids) => {
                    Voice::Named(ids.split_whitespace().map(name).collect::<Vec<_>>().join(", ").into())
                }
                None => Voice::Same,
            };
            paragraph.cue(voice, &spans, !self.spaced)
        };
        self.paragraphs.into_iter().map(cue).collect()
    }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
