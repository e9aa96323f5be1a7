//! What comes out of the layouts: tables of texts and their compact rendering.
//!
//! `#title`, `##subtitle`, `~summary`, `@s:key point`, `"n:pull quote` (beside utterance n), then each turn as `Name>` with
//! its utterances after `|`: `seconds=text`, or `=text` without a mark. Emphasis is `{…}`. Lines with a warning: `!1,2`.

use super::{Format, ParseError, parse};
use crate::model::Transcript;

pub(super) fn render(name: &str, bytes: &[u8]) -> String {
    render_parsed(name, bytes, false)
}

fn render_parsed(name: &str, bytes: &[u8], ends: bool) -> String {
    let parsed = parse(bytes, name).unwrap();
    let lines: Vec<_> =
        parsed.warnings.iter().map(|w| w.line.map_or("-".to_owned(), |line| line.to_string())).collect();
    let warnings = if lines.is_empty() { String::new() } else { format!("!{} ", lines.join(",")) };
    (warnings + &render_transcript(&parsed.transcript, ends)).trim_end().to_owned()
}

fn render_transcript(transcript: &Transcript, ends: bool) -> String {
    let mut out = String::new();
    let mut add = |part: String| out.push_str(&(part + " "));
    transcript.title.iter().for_each(|title| add(format!("#{title}")));
    transcript.subtitle.iter().for_each(|subtitle| add(format!("##{subtitle}")));
    transcript.summary.iter().for_each(|paragraph| add(format!("~{paragraph}")));
    transcript.key_points.iter().for_each(|point| add(format!("@{}:{}", point.at.as_secs_f64(), point.text)));
    for quote in &transcript.pull_quotes {
        add(format!("\"{}:{}", quote.beside.map_or("-".to_owned(), |n| n.to_string()), quote.text));
    }
    for turn in &transcript.turns {
        add(format!(
            "{}>",
            turn.speaker.and_then(|id| transcript.speaker(id)).map_or("", |speaker| &speaker.name)
        ));
        for utterance in &turn.utterances {
            let mut text = utterance.text().to_owned();
            for run in utterance.emphasis().iter().rev() {
                text.insert(run.end, '}');
                text.insert(run.start, '{');
            }
            let mark = utterance.mark().map_or(String::new(), |mark| mark.time.as_secs_f64().to_string());
            let end = utterance
                .mark_end()
                .filter(|_| ends)
                .map_or(String::new(), |end| format!("-{}", end.as_secs_f64()));
            add(format!("|{mark}{end}={text}"));
        }
    }
    out.trim_end().to_owned()
}

pub(super) fn check(name: &str, cases: &[(&str, &str)]) {
    check_rendered(cases, |bytes| render(name, bytes));
}

/// The same, with each mark as `start-end` where the file gives an end.
pub(super) fn check_with_ends(name: &str, cases: &[(&str, &str)]) {
    check_rendered(cases, |bytes| render_parsed(name, bytes, true));
}

fn check_rendered(cases: &[(&str, &str)], render: impl Fn(&[u8]) -> String) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        for text in [(*text).to_owned(), text.replace('\n', "\r\n")] {
            let found = render(text.as_bytes());
            if found != *expected {
                wrong += &format!("{text:?}\n  expected {expected}\n  found    {found}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_markdown_layout_comes_apart_into_notes_turns_and_quotes() {
    check(
        "a.md",
        &[
            (
                "## Title\n\n### Sub\n\nAbout it.\n\n- 02:42 One\n- [1:02:03] Two\n- three\n\n**Ann:** [00:01] Hi.\n",
                "#Title ##Sub ~About it. ~three @162:One @3723:Two Ann> |1=Hi.",
            ),
            ("# A\n## B\n## C\n**Ann:** [0:01] Hi.", "!3 #A ##B Ann> |1=Hi."),
            ("Title\n===\n\nSub\n---\n\n**Ann:** Hi.", "#Title ##Sub Ann> |=Hi."),
            (
                "**Ann:** [0:01] a.\n\n[0:02] b.\n\n**Ben:** [0:03] c.\n\n**Ann:** d.",
                "Ann> |1=a. |2=b. Ben> |3=c. Ann> |=d.",
            ),
            ("**Ann:** [0:01] a.\n\n**ANN:** [0:02] b.", "Ann> |1=a. |2=b."),
            (
                "**Ann:** [0:01] a and\n\n---\n\n“Quote.”\n\nthe rest.\n\n[0:05] b",
                "!7 \"0:“Quote.” Ann> |1=a and the rest. |5=b",
            ),
            (
                "**Ann:** [0:01] a.\n\n\\* \\* \\*\n\n“Quote.”\n\n**Ben:** [0:05] b",
                "\"0:“Quote.” Ann> |1=a. Ben> |5=b",
            ),
            ("**Ann:** [0:01] a and\n---\n“Quote.”\n\nthe rest.", "!5 \"0:“Quote.” Ann> |1=a and the rest."),
            (
                "**Ann:** [0:01] a.\n\n---\n\n**“Quote.”**\n\n“More.”\n\n**Ben:** [0:02] b",
                "\"0:“Quote.” \"0:“More.” Ann> |1=a. Ben> |2=b",
            ),
            ("**Ann:** [0:01] a.\n\n“So he said.”", "!3 Ann> |1=a. “So he said.”"),
            ("**Ann:** [0:01] a\n\n---\n\n“One” and “two”", "!5 Ann> |1=a “One” and “two”"),
            ("---\n\n“Quote.”\n\n**Ann:** [0:01] a", "\"-:“Quote.” Ann> |1=a"),
            ("**Ann:** [0:01] a.\n\nA new paragraph.", "!3 Ann> |1=a. A new paragraph."),
            (
                "**Ann:** a.\n\nA new paragraph.\n\nthat is cut\n\nhere. So.",
                "Ann> |=a. |=A new paragraph. |=that is cut here. So.",
            ),
            (
                "**Ann:** [0:01] **Bold** and *it*.\n\n**All bold.** b",
                "!3 Ann> |1={Bold} and {it}. {All bold.} b",
            ),
            ("**Ann:** [0:01] **all**\n\n**more** b", "!3 Ann> |1={all} {more} b"),
            ("**Ann:** [0:01] [Laughs]\n\n**Ben:** [0:02] 24/7", "Ann> |1=[Laughs] Ben> |2=24/7"),
            (
                "**Ann:** \\[04:18\\] we met at [10:30] or \\[unintelligible 00:04:48.04\\]",
                "Ann> |258=we met at [10:30] or [unintelligible 00:04:48.04]",
            ),
            ("**Ann:** [0:01] so\n[10:30] or so", "Ann> |1=so [10:30] or so"),
            ("**Ann:** [0:01] so.\n[0:10] or so", "Ann> |1=so. |10=or so"),
            ("**Ann:** [0:01] a\n**Ben:** [0:02] *b*\n**Ann:** [0:03] c", "Ann> |1=a Ben> |2={b} Ann> |3=c"),
            (
                "**Ann:** [0:01] a:\n\n1. First\n2. Second\n\n- third\n\n> quoted\n\n`code`",
                "!3,4,6,8,10 Ann> |1=a: 1. First 2. Second third quoted code",
            ),
            ("**Ann:** [0:01] a\n\n# of people\n\n#1 is b", "!3,5 Ann> |1=a # of people #1 is b"),
            ("**Ann:** [0:01] a.\n\n## Part two\n\n[0:02] b", "!3 Ann> |1=a. |2=b"),
            ("**Ann:** [0:01] a\n\n## What is it?\n\n**Ben:** [0:02] b", "!3 Ann> |1=a Ben> |2=b"),
            ("# A\n\n## Transcript\n\n**Ann:** [0:01] a.", "!3 #A Ann> |1=a."),
            (
                "<details>\n<summary>All of it</summary>\n\n**Ann:** [0:01] a.\n\n</details>\n\n<b>so</b>",
                "!1,6,8 Ann> |1=a. <b>so</b>",
            ),
            (
                "# T\n\n**Date:** May 5\n**Made by:** Us.\n\n## All\n\n**Ann (0:01):**\na.\n\n**Ben (0:02):**\nb.\n\n**Ann (0:03):**\nc.",
                "#T ##All ~Date: May 5 Made by: Us. Ann> |1=a. Ben> |2=b. Ann> |3=c.",
            ),
            (
                "**Date:** May 5\n\n**Cora:** Once.\n\n**Ann:** So and\n\n**Ann:** [0:01] a.\n\n**Ben:** [0:02] b.\n\n**Ann:** [0:03] c.",
                "~Date: May 5 Cora> |=Once. Ann> |=So and |1=a. Ben> |2=b. Ann> |3=c.",
            ),
            (
                "**Date:** May 5\n\n**Ann:** [0:01] a.\n\n**Ben:** [0:02] b.\n\n**Ann:** c.\n\n**Ben:** [0:04] d.",
                "Date> |=May 5 Ann> |1=a. Ben> |2=b. Ann> |=c. Ben> |4=d.",
            ),
            (
                "**Ann:** [0:01] <b>a</b> & <script>alert(1)</script> &amp;",
                "Ann> |1=<b>a</b> & <script>alert(1)</script> &",
            ),
            ("**Ann:** [0:01] see [this](https://x.y \"t\") f**k s**t", "Ann> |1=see this f**k s**t"),
            ("**Ann:**\n\n[0:01] a\n\n**Ben:** [0:02]\n\nb", "Ann> |1=a Ben> |2=b"),
            ("**Ann:** [0:01]\n\n**Ben:** [0:02] b\n\n**Ann:**", "!1,5 Ben> |2=b"),
            ("**Ann:** [00:75] a", "!1 Ann> |=[00:75] a"),
            ("- **Ann:** [0:01] a\n- **Ben:** [0:02] b", "Ann> |1=a Ben> |2=b"),
            ("    **Ann:** [0:01] a\n\n    goes on", "!3 Ann> |1=a goes on"),
            ("[00:00:01.500] **Ann:** a\n\n(00:01:02,250) **Ben**: b", "Ann> |1.5=a Ben> |62.25=b"),
            (
                "One paragraph.\n\nAnother, which is\n\ncut. So.",
                "> |=One paragraph. |=Another, which is cut. So.",
            ),
            ("# T\n\nOne.\n\n## Part\n\nTwo.", "!5 #T > |=One. |=Two."),
            ("[Bob]: Yeah.\n\n[Bob]: Oh.", "Bob> |=Yeah. |=Oh."),
            ("**Note:** b\n\n**One thing. Another:** c", "Note> |=b |={One thing. Another:} c"),
            ("", "!-"),
            ("# Only a title", "!- #Only a title"),
        ],
    );
}

#[test]
fn plain_text_is_read_with_and_without_names_and_times() {
    check(
        "a.txt",
        &[
            ("Ann: [00:01] a\nBen: [00:02] b", "Ann> |1=a Ben> |2=b"),
            ("[00:01] Ann: a\n[00:02] Ben: b\n[00:03] c", "Ann> |1=a Ben> |2=b |3=c"),
            ("Ann: a.\nBen: b.\nAnn: c", "Ann> |=a. Ben> |=b. Ann> |=c"),
            ("[00:01] a\n\n[00:02] b", "> |1=a |2=b"),
            ("(0:01) a\n(0:02) b", "> |1=a |2=b"),
            (
                "A Title\n\nA subtitle\n\nAbout it.\n\n- 0:30 Point\n\nAnn: [0:01] a",
                "#A Title ##A subtitle ~About it. @30:Point Ann> |1=a",
            ),
            (
                "One.\n\nTwo: three.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.",
                "> |=One. |=Two: three. |=Four. |=Five. |=Six. |=Seven.",
            ),
            (
                "Ann: a.\nBen: b.\nAnn: c.\nRemember: d.\nBen: e.\nAnn: f.\nLate Guest: g.",
                "Ann> |=a. Ben> |=b. Ann> |=c. |=Remember: d. Ben> |=e. Ann> |=f. Late Guest> |=g.",
            ),
            (
                "Ann: here is the list: a, b.\nBen: We meet at 10:30.",
                "Ann> |=here is the list: a, b. Ben> |=We meet at 10:30.",
            ),
            (
                "Ann: 2*3*4 _a_ <b> `c`\n\n---\n\n“Quote.”\n\nBen: d",
                "\"0:“Quote.” Ann> |=2*3*4 _a_ <b> `c` Ben> |=d",
            ),
            (
                "Ann: [0:01] one two three four five six seven\neight nine ten.\nBen: [0:02] b",
                "Ann> |1=one two three four five six seven eight nine ten. Ben> |2=b",
            ),
            ("\n\n \n", "!-"),
        ],
    );
}

#[test]
fn the_content_decides_what_a_file_is_read_as() {
    let cases = [
        ("a.md", "Ann: a", Format::Markdown),
        ("a.txt", "Ann: a", Format::PlainText),
        ("a.txt", "**Ann:** [0:01] a", Format::Markdown),
        ("a", "# T\n\na", Format::Markdown),
        ("a", "#1 a * b\n\n2 ** 3", Format::PlainText),
    ];
    for (name, text, format) in cases {
        assert_eq!(parse(text.as_bytes(), name).unwrap().format, format, "{name} {text}");
    }
}

#[test]
fn other_formats_are_named_and_not_read_as_noise() {
    let cases = [
        ("{\"version\": \"1.0.0\"}", "JSON"),
        ("[{\"start\": 1}]", "JSON"),
        ("{\\rtf1 a}", "Rich Text"),
        ("<?xml version=\"1.0\"?><tt/>", "XML"),
    ];
    for (text, format) in cases {
        let error = parse(text.as_bytes(), "a.txt").unwrap_err();
        assert!(
            matches!(error, ParseError::OtherFormat { .. }) && error.to_string().contains(format),
            "{error}"
        );
    }
    for text in ["[Laughs] Yes.", "{so}", "Go --> there", "<b>Hi</b>"] {
        assert!(parse(text.as_bytes(), "a.txt").is_ok(), "{text}");
    }
}

#[test]
fn what_is_no_text_or_too_large_is_refused_with_a_sentence() {
    let error = parse(b"\x89PNG\r\n\x1A\n\0\0\0", "cover.md").unwrap_err();
    assert!(
        matches!(error, ParseError::NotText { .. }) && error.to_string().contains("“cover.md”"),
        "{error}"
    );
    let error = parse(&vec![b'a'; super::MAX_BYTES as usize + 1], "big.txt").unwrap_err();
    assert_eq!(error, ParseError::TooLarge { name: "big.txt".to_owned(), size: super::MAX_BYTES + 1 });
    let many = parse(&vec![b'\n'; super::MAX_LINES + 1], "long.txt").unwrap_err();
    assert_eq!(many, ParseError::TooManyLines { name: "long.txt".to_owned(), lines: super::MAX_LINES + 1 });
    assert!(error.to_string().contains("65 MB large") && error.to_string().contains("64 MB"), "{error}");
}

#[test]
fn a_warning_tells_what_the_file_has_on_its_line() {
    let parsed = parse(b"**Ann:** [0:01] a and\n\nb\n\n**Ben:** [00:99] c", "a.md").unwrap();
    let shown: Vec<_> = parsed.warnings.iter().map(|w| (w.line, w.message.as_str())).collect();
    assert_eq!(
        shown,
        [
            (Some(3), "This paragraph has no time of its own; it is read as the rest of the one before it."),
            (Some(5), "“[00:99]” is not a possible time; it is kept as text."),
        ]
    );
}
