//! The WebVTT parsing cases of web-platform-tests, where they lie beside the project or where `CUELINE_WPT` says.
//!
//! `file-parsing`: the expectations of the pages are written here as one line a cue; `cue-text-parsing`: the pages hold cases
//! and expectations themselves. Where a page contradicts the W3C text, that wins, and the case is listed.

use std::path::{Path, PathBuf};

use super::file::{File, RawCue, Signature, Timing};
use super::settings::{Align, Region, Settings, Vertical};
use super::text::{Element, Node, Nodes};

/// What is asked of a cue, and what it is in each of a file's cues.
type Expectation = (&'static str, fn(&RawCue<'_>, &[Region<'_>]) -> String, &'static str);

const FILES: [Expectation; 22] = [
    ("arrows", id_and_text, ":text1 :text2 :text3 :text4 :text5 :text6"),
    ("header-timings", times_and_text, "0-1:text"),
    (
        "ids",
        |cue, _| format!("{:?}", cue.id).replace(' ', "_"),
        "\"_leading_space\" \"trailing_space_\" \"--_>\" \"->\" \"_\"",
    ),
    (
        "nulls",
        |cue, regions| format!("{}:{}", align(cue, regions), cue.text),
        "center:text1 center:text2 center:\u{FFFD}text\u{FFFD}3 center:text4 center:text5 center:text6 end:text7",
    ),
    ("regions-id", |cue, regions| region(cue, regions, |region| region.lines.to_string()), "2 1 3 4"),
    ("regions-old", |cue, regions| region(cue, regions, |_| "region".to_owned()), "- -"),
    (
        "regions-regionanchor",
        |cue, regions| region(cue, regions, |region| format!("{},{}", region.anchor.0, region.anchor.1)),
        ANCHORS,
    ),
    (
        "regions-viewportanchor",
        |cue, regions| {
            region(cue, regions, |region| {
                format!("{},{}", region.viewport_anchor.0, region.viewport_anchor.1)
            })
        },
        ANCHORS,
    ),
    (
        "regions-scroll",
        |cue, regions| region(cue, regions, |region| if region.scrolls_up { "up" } else { "no" }.to_owned()),
        "no up up no no up",
    ),
    ("settings-align", align, "center start center end left right end end end end end end center"),
    ("settings-line", line, LINES),
    (
        "settings-multiple",
        |cue, regions| {
            let (vertical, size) = (vertical(cue, regions), size(cue, regions));
            format!(
                "{}:{}:{}:{vertical}:{size}:{}",
                cue.id,
                align(cue, regions),
                line(cue, regions),
                position(cue, regions)
            )
        },
        "id1:start:1%,start:lr:50:25,auto id2:center:1,start:rl:0:100,auto",
    ),
    ("settings-position", position, POSITIONS),
    // The regions have the lines of none, so that which of them a cue has is told by its place in the file.
    (
        "settings-region",
        |cue, regions| {
            Settings::parse(cue.settings, regions).0.region.map_or("-".to_owned(), |at| at.to_string())
        },
        "2 1 1 - 2 - - - -",
    ),
    ("settings-size", size, "100 2 0 0 100 50 1.5 100 100 100 100 100 100 100 100 100"),
    ("settings-vertical", vertical, "- lr rl lr - - - -"),
    ("signature-no-newline", times_and_text, ""),
    ("timings-negative", times_and_text, "0-0:text1 1-0.999:text2 60-59.999:text3 3600-3599.999:text4"),
    ("timings-omitted-hours", times_and_text, "0-1:text1 0-1:text2 0-1:text3"),
    ("timings-too-long", times_and_text, "0-1:text1 0-1:text2"),
    ("timings-too-short", times_and_text, "0-1:text1 0-1:text2"),
    (
        "whitespace-chars",
        |cue, regions| id_and_text(cue, regions).replace(' ', "_"),
        "spaces:___text1 tabs:text2 form_feed:text3",
    ),
];

const ANCHORS: &str = "0,100 0,0 1,1 100,0 0,100 100,100 0,100 0,100 0,100 0,100 0,100 0,100 0,100 0,100 0,100 0,100 \
                       0,100 0,100 0,100 0,100";

/// The page has 100 for `100%,middle`, the last but two: “otherwise, if linealign is not null, then jump to the step
/// labeled next setting” (6.3).
const LINES: &str = "-1,start 0,start 0,start 1,start 100,start 101,start 65536,start 4294967296,start \
                     18446744073709552000,start 10000000000000000000000000000000000,start 1.5,start MAX,start \
                     -MAX,start MIN,start 0,start auto,start auto,start auto,start auto,start auto,start auto,start \
                     auto,start auto,start auto,start auto,start auto,start auto,start auto,start auto,start \
                     auto,start auto,start auto,start auto,start auto,start auto,start auto,start 0%,start 0%,start \
                     100%,start 100%,start 100%,center 100%,end auto,start MIN%,start 0%,start";

/// The page has 1 for `1%,middle`, the eighth, and for `1%, center`, the tenth; the same sentence on colalign. The tenth ends
/// in a comma, after which there is an alignment, if an empty one.
const POSITIONS: &str = "1,auto 100,auto 1,auto 1.5,auto 1,line-left 1,center 1,line-right auto,auto 1,auto auto,auto \
                         auto,auto auto,auto auto,auto auto,auto auto,auto auto,auto auto,auto auto,auto auto,auto \
                         auto,auto auto,auto auto,auto";

/// Pages written after a draft that knew six references; these are HTML's (6.4, “consume an HTML character reference”).
const REFERENCES: [&str; 6] = ["&amp", "&AMP;", "&quot;", "&copy;", "&#32;", "&#x20;"];

fn root() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/corpora/wpt/webvtt/parsing");
    let root = std::env::var_os("CUELINE_WPT").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if root.is_dir() {
        return Some(root);
    }
    eprintln!("SKIPPED: {} is not there; no case of web-platform-tests was read.", root.display());
    None
}

#[test]
fn the_files_of_web_platform_tests_are_read_as_their_pages_say() {
    let Some(root) = root() else { return };
    let folder = root.join("file-parsing/tests/support");
    let (mut passed, mut absent, mut failed) = (0, Vec::new(), Vec::new());
    for (name, show, expected) in FILES {
        let Ok(bytes) = std::fs::read(folder.join(name).with_extension("vtt")) else {
            absent.push(name);
            continue;
        };
        let text = String::from_utf8_lossy(&bytes)
            .replace('\0', "\u{FFFD}")
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        let mut file = File::new(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
        let standard = file.signature() == Signature::Standard;
        let cues: Vec<RawCue<'_>> =
            file.by_ref().filter(|cue| standard && matches!(cue.timing, Timing::Standard { .. })).collect();
        let found: Vec<String> = cues.iter().map(|cue| show(cue, file.regions())).collect();
        if found.join(" ") == expected {
            passed += 1;
        } else {
            failed.push(format!("{name}: expected {expected}, found {}", found.join(" ")));
        }
    }
    println!(
        "web-platform-tests, files: {passed} of {} as expected; absent: {absent:?}",
        FILES.len() - absent.len()
    );
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn the_cue_texts_of_web_platform_tests_are_read_as_their_pages_say() {
    let Some(root) = root() else { return };
    let mut pages: Vec<PathBuf> = std::fs::read_dir(root.join("cue-text-parsing/tests"))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "html"))
        .collect();
    pages.sort();
    let (mut passed, mut other, mut failed) = (0, 0, Vec::new());
    for page in &pages {
        for (input, expected) in cases(page) {
            let found = tree(&input);
            if found == expected {
                passed += 1;
            } else if REFERENCES.contains(&input.as_str()) {
                other += 1;
            } else {
                failed.push(format!("{input:?}: expected {expected}, found {found}"));
            }
        }
    }
    println!(
        "web-platform-tests, cue texts: {passed} of {} as expected, {other} as the W3C text says instead",
        passed + other + failed.len()
    );
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(passed > 0, "{} has no cases", root.display());
}

/// The inputs of a page with the trees that it expects, without the attributes that nodes here don't keep.
fn cases(page: &Path) -> Vec<(String, String)> {
    let html = std::fs::read_to_string(page).unwrap();
    let quoted = |case: &str, name: &str| {
        let from = case.find(&format!("{name}:'"))? + name.len() + 2;
        Some(decoded(&case[from..from + case[from..].find('\'')?]))
    };
    let kept = |line: &&str| {
        !["class=", "lang="].iter().any(|name| line.trim_start_matches(['|', ' ']).starts_with(name))
    };
    html.lines()
        .filter_map(|case| Some((quoted(case, "input")?, quoted(case, "expected")?)))
        .map(|(input, expected)| (input, expected.lines().filter(kept).collect::<Vec<_>>().join("\n")))
        .collect()
}

/// Text as it is after percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The nodes of a cue's text as the pages write trees.
fn tree(text: &str) -> String {
    let mut lines = vec!["#document-fragment".to_owned()];
    let mut depth = 0;
    for node in Nodes::of(text) {
        let mut line = |depth: usize, what: String| lines.push(format!("| {}{what}", "  ".repeat(depth)));
        match node {
            Node::Text(text) => line(depth, format!("\"{text}\"")),
            Node::Open(element) => {
                let name = match &element {
                    Element::Class | Element::Voice(_) | Element::Language => "span",
                    other => other.name(),
                };
                line(depth, format!("<{name}>"));
                depth += 1;
                if let Element::Voice(name) = element {
                    line(depth, format!("title=\"{name}\""));
                }
            }
            Node::Close(_) => depth -= 1,
            Node::Time(time) => {
                let (seconds, millis) = (time.as_secs(), time.subsec_millis());
                let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
                line(depth, format!("<?timestamp {clock}.{millis:03}>"));
            }
            Node::Unknown(_) => {}
        }
    }
    lines.join("\n")
}

fn id_and_text(cue: &RawCue<'_>, _: &[Region<'_>]) -> String {
    format!("{}:{}", cue.id, cue.text)
}

fn times_and_text(cue: &RawCue<'_>, _: &[Region<'_>]) -> String {
    let Timing::Standard { start, end } = cue.timing else { return String::new() };
    format!("{}-{}:{}", start.as_secs_f64(), end.as_secs_f64(), cue.text)
}

fn region(cue: &RawCue<'_>, regions: &[Region<'_>], show: fn(&Region<'_>) -> String) -> String {
    let region = Settings::parse(cue.settings, regions).0.region;
    region.map_or("-".to_owned(), |region| show(&regions[region]))
}

fn align(cue: &RawCue<'_>, regions: &[Region<'_>]) -> String {
    let name = match Settings::parse(cue.settings, regions).0.align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
        Align::Left => "left",
        Align::Right => "right",
    };
    name.to_owned()
}

fn line(cue: &RawCue<'_>, regions: &[Region<'_>]) -> String {
    let settings = Settings::parse(cue.settings, regions).0;
    let percent = if settings.snap_to_lines { "" } else { "%" };
    let number = match settings.line {
        None => "auto".to_owned(),
        Some(f64::MAX) => "MAX".to_owned(),
        Some(f64::MIN) => "-MAX".to_owned(),
        // The least number there is.
        Some(number) if number.to_bits() == 1 => "MIN".to_owned(),
        // Adding zero makes −0 what it is to JavaScript's comparison.
        Some(number) => (number + 0.0).to_string(),
    };
    let align = match settings.line_align {
        Align::Center => "center",
        Align::End => "end",
        _ => "start",
    };
    format!("{number}{percent},{align}")
}

fn position(cue: &RawCue<'_>, regions: &[Region<'_>]) -> String {
    let settings = Settings::parse(cue.settings, regions).0;
    let align = match settings.position_align {
        None => "auto",
        Some(Align::Left) => "line-left",
        Some(Align::Right) => "line-right",
        Some(_) => "center",
    };
    format!("{},{align}", settings.position.map_or("auto".to_owned(), |position| position.to_string()))
}

fn size(cue: &RawCue<'_>, regions: &[Region<'_>]) -> String {
    Settings::parse(cue.settings, regions).0.size.to_string()
}

fn vertical(cue: &RawCue<'_>, regions: &[Region<'_>]) -> String {
    let name = match Settings::parse(cue.settings, regions).0.vertical {
        None => "-",
        Some(Vertical::GrowingLeft) => "rl",
        Some(Vertical::GrowingRight) => "lr",
    };
    name.to_owned()
}
