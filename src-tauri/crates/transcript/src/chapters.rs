//! Chapters from files of their own, as key points: Podcasting 2.0's JSON, Podlove's simple chapters (XML and JSON), and
//! lines with a time and a title.

use std::collections::HashMap;
use std::time::Duration;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use crate::model::KeyPoint;
use crate::parse::time;
use crate::text;
use crate::warning::{Warning, Warnings};

/// Larger files are no chapters.
pub const MAX_CHAPTER_BYTES: u64 = 4 * 1024 * 1024;
/// More chapters are not kept.
pub const MAX_CHAPTERS: usize = 10_000;
/// Two points of the same text that are no further apart are one.
const SAME: Duration = Duration::from_secs(1);
/// Later than any audio, in seconds.
const LATEST: f64 = 1_000.0 * 3_600.0;

/// Chapters that were read.
#[derive(Debug, Clone)]
pub struct Chapters {
    /// In the order of their times; they have no line of the transcript.
    pub points: Vec<KeyPoint>,
    /// What the file is, for people.
    pub format: &'static str,
    /// What was left out, with its line of this file.
    pub warnings: Vec<Warning>,
}

/// Reads a file of chapters; `None` for what is none. Chapters without a title, and those that are not to be shown
/// (`"toc": false`), are left out.
pub fn parse_chapters(bytes: &[u8]) -> Option<Chapters> {
    if bytes.len() as u64 > MAX_CHAPTER_BYTES {
        return None;
    }
    let mut warnings = Warnings::default();
    let text = text::decode(bytes, &mut warnings)?;
    let (format, entries) = json(&text).or_else(|| xml(&text)).or_else(|| plain(&text))?;
    let (mut untitled, mut untimed) = (0, 0);
    let mut points = Vec::new();
    for Entry { start, title, hidden } in entries {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        match start {
            _ if hidden => {}
            None => untimed += 1,
            Some(_) if title.is_empty() => untitled += 1,
            Some(at) => points.push(KeyPoint { at, text: title, line: None }),
        }
    }
    for (count, lack) in [(untitled, "title"), (untimed, "usable start")] {
        if count > 0 {
            warnings.left_out(None, || format!("{count} of the chapters have no {lack}."));
        }
    }
    points.sort_by_key(|point| point.at);
    if points.len() > MAX_CHAPTERS {
        let count = points.len();
        warnings
            .left_out(None, || format!("There are {count} chapters; the first {MAX_CHAPTERS} are shown."));
        points.truncate(MAX_CHAPTERS);
    }
    Some(Chapters { points, format, warnings: warnings.finish() })
}

/// Adds what is not among the key points yet, puts all in the order of their times, and answers how many came in. The same
/// text within a second is the same point.
pub fn merge_key_points(points: &mut Vec<KeyPoint>, more: impl IntoIterator<Item = KeyPoint>) -> usize {
    let key = |point: &KeyPoint| point.text.to_lowercase();
    let mut known: HashMap<String, Vec<Duration>> = HashMap::new();
    for point in points.iter() {
        known.entry(key(point)).or_default().push(point.at);
    }
    let before = points.len();
    for point in more {
        let times = known.entry(key(&point)).or_default();
        if times.iter().all(|time| time.abs_diff(point.at) > SAME) {
            times.push(point.at);
            points.push(point);
        }
    }
    if points.len() > before {
        points.sort_by_key(|point| point.at);
    }
    points.len() - before
}

/// A chapter as its file has it.
struct Entry {
    start: Option<Duration>,
    title: String,
    hidden: bool,
}

type Read = (&'static str, Vec<Entry>);

/// Podcasting 2.0's object, or a list of the same kind as Podlove has it.
fn json(text: &str) -> Option<Read> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let root: Value = serde_json::from_str(text).ok()?;
    let list = root.get("chapters").unwrap_or(&root).as_array()?;
    let objects = || list.iter().filter_map(Value::as_object);
    // A list of texts is a transcript.
    let titled = objects().any(|chapter| title(chapter).is_some());
    if !titled || objects().any(|chapter| chapter.contains_key("text") || chapter.contains_key("body")) {
        return None;
    }
    let podcast = objects().any(|chapter| chapter.contains_key("startTime"));
    let entries = objects().map(|chapter| Entry {
        start: ["startTime", "start_time", "start"]
            .iter()
            .find_map(|name| chapter.get(*name))
            .and_then(start),
        title: title(chapter).unwrap_or_default().to_owned(),
        hidden: chapter.get("toc") == Some(&Value::Bool(false)),
    });
    Some((if podcast { "Podcasting 2.0 chapters" } else { "JSON chapters" }, entries.collect()))
}

fn title(chapter: &Map<String, Value>) -> Option<&str> {
    let tags = || chapter.get("tags").and_then(|tags| tags.get("title"));
    chapter.get("title").or_else(tags)?.as_str()
}

fn start(value: &Value) -> Option<Duration> {
    value.as_f64().and_then(seconds).or_else(|| instant(value.as_str()?))
}

/// Podlove's `<psc:chapters><psc:chapter start="…" title="…" />`.
fn xml(text: &str) -> Option<Read> {
    if !text.trim_start().starts_with('<') {
        return None;
    }
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut inside = false;
    let mut entries = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "chapters" => inside = true,
                "chapter" if inside => entries.push(Entry {
                    start: attribute(&tag, "start").and_then(|start| instant(&start)),
                    title: attribute(&tag, "title").unwrap_or_default(),
                    hidden: false,
                }),
                // Chapters inside something else, such as a feed, are not this episode's alone.
                _ if !inside => return None,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    (!entries.is_empty()).then_some(("Podlove simple chapters", entries))
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    // Looking each name up among those before it takes quadratic time.
    attributes.with_checks(false);
    let found = attributes.flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| found.value.to_string(), Into::into))
}

/// Lines such as `00:00:00.000 Title` (mp4chaps), `- (0:00) Title` (show notes), or `CHAPTER01=…`, `CHAPTER01NAME=…` (OGM).
fn plain(text: &str) -> Option<Read> {
    let mut entries: Vec<Entry> = Vec::new();
    let (mut chapters, mut lines) = (0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        if let Some((key, value)) = line.split_once('=').filter(|(key, _)| key.starts_with("CHAPTER")) {
            chapters += 1;
            match entries.last_mut() {
                Some(entry) if key.ends_with("NAME") => value.clone_into(&mut entry.title),
                _ => entries.push(Entry { start: instant(value), title: String::new(), hidden: false }),
            }
            continue;
        }
        let line = line.trim_start_matches(['-', '*', '•', '–']).trim_start();
        if let Some((mark, end)) = time::bracketed(line).or_else(|| time::bare(line)) {
            chapters += 1;
            let title = line[end..].trim_start_matches([' ', '\t', '-', '–', '—', ':', '|']).to_owned();
            entries.push(Entry { start: Some(mark.time), title, hidden: false });
        }
    }
    let starts: Vec<Duration> = entries.iter().filter_map(|entry| entry.start).collect();
    let rising = starts.len() >= 3 && starts[0].is_zero() && starts.is_sorted();
    (chapters > 0 && (chapters * 2 >= lines || rising)).then_some(("lines with a time and a title", entries))
}

/// A time as a clock shows it, or a number of seconds.
fn instant(text: &str) -> Option<Duration> {
    let text = text.trim();
    match time::bare(text) {
        Some((mark, end)) => (end == text.len()).then_some(mark.time),
        None => text.parse().ok().and_then(seconds),
    }
}

fn seconds(value: f64) -> Option<Duration> {
    (0.0..LATEST).contains(&value).then(|| Duration::try_from_secs_f64(value).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `seconds:title` of each, after `!` and the number of remarks; `-` for no chapters.
    fn render(bytes: &[u8]) -> String {
        let Some(chapters) = parse_chapters(bytes) else { return "-".to_owned() };
        let mut out = if chapters.warnings.is_empty() {
            String::new()
        } else {
            format!("!{} ", chapters.warnings.len())
        };
        for point in &chapters.points {
            out += &format!("{}:{} ", point.at.as_secs_f64(), point.text);
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn chapters_of_every_kind_are_read() {
        let cases = [
            (
                r#"{"version":"1.2.0","chapters":[{"startTime":0,"title":"One"},{"startTime":94.5,"title":" Two\n words ","img":"x","endTime":100},{"startTime":50,"title":"Silent","toc":false},{"startTime":60,"title":"Shown","toc":true}]}"#,
                "0:One 60:Shown 94.5:Two words",
            ),
            (
                r#"{"chapters":[{"startTime":1},{"startTime":2,"title":""},{"title":"x"},{"startTime":-1,"title":"y"},{"startTime":3,"title":"z"}]}"#,
                "!2 3:z",
            ),
            (
                r#"[{"start":"00:00:00.000","title":"One","href":"x"},{"start":"01:02:03.250","title":"Two"}]"#,
                "0:One 3723.25:Two",
            ),
            (
                r#"{"chapters":[{"id":0,"time_base":"1/1000","start":1500,"start_time":"1.500000","tags":{"title":"One"}}]}"#,
                "1.5:One",
            ),
            (r#"[{"start":1,"end":5,"text":"Hi"}]"#, "-"),
            (r#"{"version":"1.0.0","segments":[{"startTime":1,"body":"Hi"}]}"#, "-"),
            (r#"{"name":"a-package","version":"1.0.0"}"#, "-"),
            ("{\"chapters\":[", "-"),
            (
                "\u{feff}<?xml version=\"1.0\"?>\n<psc:chapters version=\"1.2\" xmlns:psc=\"http://podlove.org/simple-chapters\">\n<psc:chapter start=\"00:01:02.500\" title=\"A &amp; B\" href=\"x\"/><psc:chapter start='7' title='C'></psc:chapter></psc:chapters>",
                "7:C 62.5:A & B",
            ),
            (
                "<chapters><chapter title=\"no start\"/><chapter start=\"0:01\" title=\"&bogus;\"/></chapters>",
                "!1 1:&bogus;",
            ),
            (
                "<rss><item><psc:chapters><psc:chapter start=\"0\" title=\"a\"/></psc:chapters></item></rss>",
                "-",
            ),
            ("<html><p>0:00 a</p></html>", "-"),
            ("00:00:00.000 One\n00:01:02.500 Two: more\n", "0:One 62.5:Two: more"),
            (
                "0:00 - One\n(1:02) Two\n- [1:02:03] Three\n* 2:00:00 | Four",
                "0:One 62:Two 3723:Three 7200:Four",
            ),
            (
                "About it.\n\nMore.\nAnd more.\nAnd more.\n0:00 One\n1:00 Two\n2:00 Three",
                "0:One 60:Two 120:Three",
            ),
            ("We meet at noon.\n10:30 it was.\nAnd so on.\nAnd on.", "-"),
            (
                "CHAPTER01=00:00:01.000\nCHAPTER01NAME=One\nCHAPTER02=00:00:02.000\nCHAPTER02NAME=Two",
                "1:One 2:Two",
            ),
            ("", "-"),
        ];
        for (text, expected) in cases {
            assert_eq!(render(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(render(b"\x89PNG\0\0\0\0"), "-");
    }

    #[test]
    fn the_namespaces_examples_are_read() {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../../shared/corpora/podcast-namespace/docs/examples/chapters/"
        );
        for name in ["example.json", "exampleComplex.json"] {
            let Ok(bytes) = std::fs::read(format!("{folder}{name}")) else {
                eprintln!("SKIPPED: the podcast namespace's examples are not beside the repository");
                continue;
            };
            let text = String::from_utf8(bytes.clone()).unwrap();
            let shown = text.matches("\"startTime\"").count() - text.matches("\"toc\": false").count();
            let chapters = parse_chapters(&bytes).unwrap();
            assert_eq!(chapters.points.len(), shown, "{name}");
            assert_eq!((chapters.format, chapters.warnings.len()), ("Podcasting 2.0 chapters", 0), "{name}");
        }
    }

    #[test]
    fn what_is_known_already_is_not_added() {
        let point = |seconds: f64, text: &str| KeyPoint {
            at: Duration::from_secs_f64(seconds),
            text: text.to_owned(),
            line: None,
        };
        let mut points = vec![point(60.0, "Two"), point(5.0, "One")];
        assert_eq!(merge_key_points(&mut points, [point(60.9, "two"), point(5.0, "One")]), 0);
        assert_eq!(points[0].text, "Two", "nothing is moved where nothing comes in");
        let more = [point(62.0, "Two"), point(5.0, "Other"), point(62.5, "TWO")];
        assert_eq!(merge_key_points(&mut points, more), 2);
        let shown: Vec<_> = points.iter().map(|point| (point.at.as_secs(), point.text.as_str())).collect();
        assert_eq!(shown, [(5, "One"), (5, "Other"), (60, "Two"), (62, "Two")]);
    }

    #[test]
    fn odd_chapter_files_cost_little() {
        let many: String = (0..50_000).map(|n| format!("{}:{:02} t{n}\n", n / 60 % 999, n % 60)).collect();
        let chapters = parse_chapters(many.as_bytes()).unwrap();
        assert_eq!((chapters.points.len(), chapters.warnings.len()), (MAX_CHAPTERS, 1));
        assert!(parse_chapters(&vec![b'0'; MAX_CHAPTER_BYTES as usize + 1]).is_none());
        assert!(parse_chapters("[".repeat(1_000_000).as_bytes()).is_none());
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
        assert_eq!(
            render(format!("<chapters><chapter{attributes} start=\"1\" title=\"x\"/></chapters>").as_bytes()),
            "1:x"
        );
    }
}
