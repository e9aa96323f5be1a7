//! The WebVTT files of mozilla/vtt.js, each held against the parse that lies beside it, and the podcast namespace's examples.
//!
//! The expectations were frozen in 2019, partly after drafts of 2013. Where they contradict the W3C text, that wins: these
//! files are listed with the rule that decides.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::file::{File, RawCue, Signature, Timing};
use super::settings::{Align, Region, Settings, Vertical};
use super::text::{Element, Node, Nodes};

const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/corpora");

/// Where the W3C text says otherwise.
const W3C_WINS: [(&str, &[&str]); 6] = [
    (
        "A line “Region: …” in the header is no region: regions are blocks of their own (4.3, 6.1 step 11 to 14).",
        &[
            "cue-settings/region/region-arrows",
            "cue-settings/region/valid",
            "integration/regions",
            "regions/id/arrows",
            "regions/id/correct",
            "regions/lines/correct",
            "regions/lines/decimal-value",
            "regions/lines/incorrect-delimiter",
            "regions/lines/letter-in-value",
            "regions/lines/space-after-delimiter",
            "regions/lines/space-before-delimiter",
            "regions/no-line-break",
            "regions/no-space-after-delimiter",
            "regions/regionanchor/correct",
            "regions/regionanchor/incorrect-delimiter",
            "regions/regionanchor/letter-in-value",
            "regions/regionanchor/negative-percent",
            "regions/regionanchor/no-comma",
            "regions/regionanchor/no-percent",
            "regions/regionanchor/no-percentage",
            "regions/regionanchor/percent-at-front",
            "regions/regionanchor/percent-over",
            "regions/regionanchor/space-after-delimiter",
            "regions/regionanchor/space-before-delimiter",
            "regions/regionanchor/two-periods",
            "regions/scroll/bogus-value",
            "regions/scroll/correct",
            "regions/scroll/incorrect-delimiter",
            "regions/scroll/space-after-delimiter",
            "regions/scroll/space-before-delimiter",
            "regions/viewportanchor/correct",
            "regions/viewportanchor/incorrect-delimiter",
            "regions/viewportanchor/letter-in-value",
            "regions/viewportanchor/negative-percent",
            "regions/viewportanchor/no-comma",
            "regions/viewportanchor/no-percent",
            "regions/viewportanchor/no-percentage",
            "regions/viewportanchor/percent-at-front",
            "regions/viewportanchor/percent-over",
            "regions/viewportanchor/space-after-delimiter",
            "regions/viewportanchor/space-before-delimiter",
            "regions/viewportanchor/two-periods",
            "regions/width/correct",
            "regions/width/incorrect-delimiter",
            "regions/width/letter-in-value",
            "regions/width/negative-percent",
            "regions/width/no-percentage",
            "regions/width/percent-over",
            "regions/width/percentage-at-front",
            "regions/width/space-after-delimiter",
            "regions/width/space-before-delimiter",
            "regions/width/two-periods",
        ],
    ),
    (
        "A setting with an alignment that isn't one of its own is skipped whole (6.3: “if linealign is not null, then jump to the step labeled next setting”).",
        &[
            "cue-settings/line/bad-line-align",
            "cue-settings/line/line-middle-align",
            "cue-settings/position/bad-position-align",
            "cue-settings/position/position-end-align",
            "cue-settings/position/position-start-align",
        ],
    ),
    (
        "A first number that hasn't two digits, or is over 59, is hours, and these need minutes and seconds (6.3, collect a WebVTT timestamp, steps 7 and 11).",
        &["cue-times/min-top-digits", "cue-times/minimum-spots-over-sixty"],
    ),
    (
        "References are HTML's, of which “&nbsp”, “&lt” and “&gt” need no semicolon (6.4, HTML character reference in data state).",
        &["cuetext/escape-characters/incorrect"],
    ),
    (
        "The header ends before a line with an arrow, which is a cue's (6.1, collect a WebVTT block, in header).",
        &["file-layout/header-no-new-line"],
    ),
    (
        "A second line with an arrow begins the next block, even where the first was no line of times (6.1, collect a WebVTT block, step 11.4).",
        &["integration/id"],
    ),
];

/// Files without an expectation of their own share one of their folder; these don't share the folder's `bad-….json`.
const SHARED: [(&str, &str); 14] = [
    ("cue-times/left-tab", "with-data"),
    ("cue-times/missing-spaces-between-separator", "with-data"),
    ("cue-times/separator-extra-space", "with-data"),
    ("cue-times/separator-tab", "with-data"),
    ("cue-times/space-left-tab-right", "with-data"),
    ("cue-times/space-right-tab-left", "with-data"),
    ("cue-times/spaces-tabs-on-both-sides", "with-data"),
    ("cue-times/tab-right", "with-data"),
    ("file-layout/webvtt-no-bom", "with-data"),
    ("file-layout/webvtt-space", "with-data"),
    ("file-layout/webvtt-tab", "with-data"),
    ("file-layout/webvtt-with-bom", "with-data"),
    ("regions/no-line-break", "good-region"),
    ("regions/no-space-after-delimiter", "good-region"),
];

#[test]
fn the_files_of_vtt_js_are_read_as_their_expectations_and_the_standard_say() {
    let root = Path::new(CORPORA).join("vtt.js/tests");
    if !root.is_dir() {
        eprintln!("SKIPPED: {} is not there; 267 files of mozilla/vtt.js were not read.", root.display());
        return;
    }
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let (mut passed, mut failed) = (0, Vec::new());
    for file in &files {
        let name = file.strip_prefix(&root).unwrap().with_extension("");
        let name = name.to_str().unwrap().to_owned();
        let difference = difference(file, &name, &root);
        match difference {
            None => passed += 1,
            Some(difference) => failed.push((name, difference)),
        }
    }
    println!(
        "mozilla/vtt.js: {passed} of {} as expected, {} as the W3C text says instead",
        files.len(),
        failed.len()
    );
    for (name, difference) in &failed {
        println!("  {name}: {difference}");
    }
    let listed: Vec<&str> = W3C_WINS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let unlisted: Vec<_> = failed.iter().filter(|(name, _)| !listed.contains(&name.as_str())).collect();
    assert!(unlisted.is_empty(), "{unlisted:#?}");
    let in_vain: Vec<_> =
        listed.iter().filter(|name| !failed.iter().any(|(failed, _)| failed == **name)).collect();
    assert!(in_vain.is_empty(), "listed, but as expected: {in_vain:?}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "vtt") {
            files.push(path);
        }
    }
}

/// What differs between a file and its expectations, if anything.
fn difference(file: &Path, name: &str, root: &Path) -> Option<String> {
    let bytes = std::fs::read(file).unwrap();
    let text =
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}");
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let mut parsed = File::new(text);
    let standard = parsed.signature() == Signature::Standard;
    let cues: Vec<RawCue<'_>> =
        parsed.by_ref().filter(|cue| standard && matches!(cue.timing, Timing::Standard { .. })).collect();
    let expected: Value =
        serde_json::from_slice(&std::fs::read(expectation(file, name, root)).unwrap()).unwrap();
    let regions = parsed.regions();
    let wanted: Vec<String> = expected["regions"].as_array().unwrap().iter().map(region_wanted).collect();
    let found: Vec<String> = regions.iter().map(region_found).collect();
    if wanted != found {
        return Some(format!("regions: expected {wanted:?}, found {found:?}"));
    }
    let wanted: Vec<String> = expected["cues"].as_array().unwrap().iter().map(cue_wanted).collect();
    let found: Vec<String> = cues.iter().map(|cue| cue_found(cue, regions)).collect();
    if wanted != found {
        return Some(format!("cues: expected {wanted:#?}, found {found:#?}"));
    }
    let nodes =
        std::fs::read(file.with_file_name(format!("{}-proc.json", file.file_stem()?.to_str()?))).ok()?;
    let nodes: Value = serde_json::from_slice(&nodes).unwrap();
    // A cue that is not shown has no nodes.
    for (cue, shown) in cues.iter().zip(nodes.as_array()?).filter(|(_, shown)| !shown.is_null()) {
        let wanted = tree_wanted(&shown["childNodes"][0]["childNodes"]);
        let found = tree_found(cue.text);
        if wanted != found {
            return Some(format!("nodes: expected {wanted:?}, found {found:?}"));
        }
    }
    None
}

fn expectation(file: &Path, name: &str, root: &Path) -> PathBuf {
    let own = file.with_extension("json");
    if own.exists() {
        return own;
    }
    if let Some((_, shared)) = SHARED.iter().find(|(shares, _)| *shares == name) {
        return file.with_file_name(format!("{shared}.json"));
    }
    let folder = file.parent().unwrap();
    let mut shared: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    shared.sort();
    let is_shared = |path: &PathBuf| {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let kind = path.extension().is_some_and(|extension| extension == "json");
        let of_position = !name.contains("position/") || stem == "bad-position";
        kind && !stem.ends_with("-proc")
            && of_position
            && (stem.starts_with("bad-") || stem == "no-output")
            && !stem.ends_with("-align") | name.contains("/align/")
    };
    shared.into_iter().find(is_shared).unwrap_or_else(|| root.join("none"))
}

fn number(value: &Value) -> String {
    value.as_f64().map_or_else(|| value.as_str().unwrap_or_default().to_owned(), |number| number.to_string())
}

fn region_wanted(region: &Value) -> String {
    let get = |name: &str| number(&region[name]);
    format!(
        "{} {} {},{} {},{} {}",
        get("width"),
        get("lines"),
        get("regionAnchorX"),
        get("regionAnchorY"),
        get("viewportAnchorX"),
        get("viewportAnchorY"),
        get("scroll")
    )
}

fn region_found(region: &Region<'_>) -> String {
    let (anchor, viewport) = (region.anchor, region.viewport_anchor);
    let scroll = if region.scrolls_up { "up" } else { "" };
    format!(
        "{} {} {},{} {},{} {scroll}",
        region.width, region.lines, anchor.0, anchor.1, viewport.0, viewport.1
    )
}

fn cue_wanted(cue: &Value) -> String {
    let get = |name: &str| number(&cue[name]);
    let region = if cue["region"].is_object() { region_wanted(&cue["region"]) } else { String::new() };
    format!(
        "{:?} {}-{} line {} {} {} position {} {} size {} align {} vertical {:?} region {region:?} {:?}",
        get("id"),
        get("startTime"),
        get("endTime"),
        get("line"),
        get("lineAlign"),
        cue["snapToLines"],
        get("position"),
        get("positionAlign"),
        get("size"),
        get("align"),
        get("vertical"),
        get("text")
    )
    .replace("middle", "center")
}

fn cue_found(cue: &RawCue<'_>, regions: &[Region<'_>]) -> String {
    let Timing::Standard { start, end } = cue.timing else { return String::new() };
    let (settings, _) = Settings::parse(cue.settings, regions);
    // Adding zero makes −0 what it is in JSON.
    let auto = |value: Option<f64>| value.map_or("auto".to_owned(), |value| (value + 0.0).to_string());
    // What the expectations call start and end of a position are the left and the right of the standard.
    let position_align = match settings.position_align.unwrap_or(settings.align) {
        Align::Start | Align::Left => "start",
        Align::End | Align::Right => "end",
        Align::Center => "center",
    };
    format!(
        "{:?} {}-{} line {} {} {} position {} {} size {} align {} vertical {:?} region {:?} {:?}",
        cue.id,
        start.as_secs_f64(),
        end.as_secs_f64(),
        auto(settings.line),
        align_name(settings.line_align),
        settings.snap_to_lines,
        auto(settings.position),
        position_align,
        settings.size,
        align_name(settings.align),
        match settings.vertical {
            None => "",
            Some(Vertical::GrowingLeft) => "rl",
            Some(Vertical::GrowingRight) => "lr",
        },
        settings.region.map_or(String::new(), |region| region_found(&regions[region])),
        cue.text
    )
    .replace("middle", "center")
}

fn align_name(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
        Align::Left => "left",
        Align::Right => "right",
    }
}

/// The nodes of a cue as tags around text.
fn tree_wanted(nodes: &Value) -> String {
    let mut out = String::new();
    for node in nodes.as_array().into_iter().flatten() {
        let name = node["localName"].as_str().unwrap_or_default();
        if let Some(target) = node["target"].as_str() {
            out += &format!("<?{target}>");
        } else if name.is_empty() {
            out += node["data"].as_str().unwrap_or_default();
        } else {
            let title = node["title"].as_str().unwrap_or_default();
            out += &format!("<{name}[{title}]>{}</{name}>", tree_wanted(&node["childNodes"]));
        }
    }
    out
}

pub(super) fn tree_found(text: &str) -> String {
    let name = |element: &Element<'_>| match element {
        Element::Class | Element::Voice(_) | Element::Language => "span",
        other => other.name(),
    };
    let mut out = String::new();
    let mut open = Vec::new();
    for node in Nodes::of(text) {
        match node {
            Node::Text(text) => out += &text,
            Node::Open(element) => {
                let title = if let Element::Voice(title) = &element { title } else { "" };
                out += &format!("<{}[{title}]>", name(&element));
                open.push(name(&element));
            }
            Node::Close(_) => out += &format!("</{}>", open.pop().unwrap()),
            Node::Time(_) => out += "<?timestamp>",
            Node::Unknown(_) => {}
        }
    }
    while let Some(name) = open.pop() {
        out += &format!("</{name}>");
    }
    out
}

#[test]
fn no_word_of_the_podcast_namespaces_examples_is_lost() {
    let folder = Path::new(CORPORA).join("podcast-namespace/docs/examples/transcripts");
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is not there.", folder.display());
        return;
    }
    for (name, speakers) in
        [("example.vtt", &["Sarah", "Gillian"][..]), ("example.srt", &["Travis", "Sarah", "Gilon"])]
    {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap().replace("&amp;", "&");
        // Every word that is in no line of times, is no number of a cue, and is neither tag nor name.
        let mut words = Vec::new();
        for line in text.lines().filter(|line| !line.contains("-->") && *line != "WEBVTT") {
            let said =
                line.split_once('>').filter(|_| line.starts_with("<v ")).map_or(line, |(_, said)| said);
            let named = speakers.iter().find_map(|speaker| said.strip_prefix(speaker)?.strip_prefix(':'));
            let said = named.unwrap_or(said);
            if said.trim().parse::<u32>().is_err() {
                words.extend(said.split_whitespace());
            }
        }
        let parsed = crate::parse(&bytes, name).unwrap();
        let names: Vec<&str> = parsed.transcript.speakers.iter().map(|speaker| &*speaker.name).collect();
        assert_eq!(names, speakers, "{name}");
        let lines: Vec<&str> = parsed.transcript.lines().map(|line| line.utterance.text()).collect();
        let read: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
        assert_eq!(read, words, "{name}");
        assert!(words.len() > 60, "{name} has {} words", words.len());
    }
}
