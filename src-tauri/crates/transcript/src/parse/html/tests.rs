//! What pages come out as, in the rendering of `parse::tests`.

use std::time::Duration;

use crate::parse::tests::{check, render};
use crate::parse::{Format, parse};

#[test]
fn names_and_times_in_elements_hold_for_the_paragraphs_after_them() {
    check(
        "a.html",
        &[
            (
                "<cite>Ann:</cite>\n<time>0:00</time>\n<p>So it&#39;s\nthis &amp; that.</p>\n<cite>Ben :</cite>\n<time>0:09</time>\n<p>Yes.</p>",
                "Ann> |0=So it's this & that. Ben> |9=Yes.",
            ),
            (
                "<time>0:01</time><cite>Ann</cite><p>a</p><time>1:02:03</time><cite>Ben</cite><p>b</p>",
                "Ann> |1=a Ben> |3723=b",
            ),
            ("<cite>Ann:</cite><p>a</p><p>b</p><cite>Ben:</cite><p>c</p>", "Ann> |=a |=b Ben> |=c"),
            ("<time>0:01.5</time><p>a</p><time>0:02.25</time><p>b</p>", "> |1.5=a |2.25=b"),
            (
                "<cite>Ann:</cite><time>0:01</time><p>a</p><p>b</p><time>0:05</time><p>c</p>",
                "Ann> |1=a |=b |5=c",
            ),
            (
                "<p><cite>Ann:</cite> <time>0:01</time> a</p><p><cite>Ben</cite>: <time>0:02</time> b</p>",
                "Ann> |1=a Ben> |2=b",
            ),
            (
                "<p>[<time>0:01</time>] a <b>b</b></p><p>(<time datetime=\"PT1M\">1:00</time>) - c</p>",
                "> |1=a {b} |60=c",
            ),
            ("<p><time datetime=\"PT9.25S\">0:09</time>a</p>", "> |9.25=a"),
            ("<div><cite>Ann</cite></div><div><time>0:01</time></div><div>a</div>", "Ann> |1=a"),
            (
                "<p>a</p><cite>Ann:</cite><time>0:01</time><p>b</p><cite>Ben:</cite><time>0:05</time>",
                "!1 Ann> |1=a Ben> |5=b",
            ),
            ("<cite>Ann:</cite><time>0:01</time><cite>Ben:</cite><time>0:02</time><p>b</p>", "!1 Ben> |2=b"),
            ("<cite>Ann:</cite><time>0:01</time><p>a</p><cite>Ben:</cite><time>0:02</time>", "!1 Ann> |1=a"),
            ("<cite>ANN:</cite><p>a</p><cite>Ann:</cite><p>b</p>", "ANN> |=a |=b"),
            (
                "<cite>Ann:</cite><p>a</p><p>We read <cite>A Book: Part One</cite> at <time>9:00</time>.</p>",
                "Ann> |=a |=We read A Book: Part One at 9:00.",
            ),
            ("<cite>Ann:</cite><p>a</p><p><cite>A Book</cite> is good.</p>", "Ann> |=a |=A Book is good."),
            ("<time>0:01</time><p>Ann: a</p><time>0:02</time><p>Ben: b</p>", "Ann> |1=a Ben> |2=b"),
            ("<time>0:01</time><p>Ann: a<br>Ben: b</p><p>[0:05] c</p>", "Ann> |1=a Ben> |=b |5=c"),
            ("<time>0:01</time><p>Ann:</p><p>a</p>", "Ann> |1=a"),
            ("<time>noon</time><p>a</p>", "> |=noon |=a"),
        ],
    );
}

#[test]
fn a_page_around_the_transcript_is_no_speech() {
    check(
        "a.html",
        &[
            (
                "<!DOCTYPE html><html><head><title>Tab</title><style>p{}</style><script>if (a<b) '<p>x</p>'</script></head>\n<body><nav><ul><li>Home</ul></nav>\n<h1>The <i>talk</i></h1><h2>Sub</h2><p>About it.</p><ul><li>0:30 Point</li></ul>\n<cite>Ann:</cite><time>0:01</time><p>a</p>\n<h2>Part two</h2><hr><p>b</p><footer>Legal <b>text</b></footer></body></html>",
                "!2,5,5 #The talk ##Sub ~About it. @30:Point Ann> |1=a |=b",
            ),
            ("<!doctype html><title>A &amp; B</title><p>One.<p>Two.", "#A & B > |=One. |=Two."),
            ("<html><nav><p>Menu<p>Still menu<main><p>One.</html>", "!1 > |=Menu |=Still menu |=One."),
            ("<html><script src=a /><p>One.</html>", "> |=One."),
            ("<html><title>T<p>One.</html>", "!1 > |=T |=One."),
            (
                "<html><body><svg><title>x</title></svg><button>Play</button><button>Stop</button><p>a</p></body></html>",
                "!1,1 > |=a",
            ),
        ],
    );
}

#[test]
fn other_pages_are_read_as_their_paragraphs() {
    check(
        "a.html",
        &[
            ("<html><h1>T</h1><p>[00:01] Ann: a</p><p>[00:02] Ben: b</p></html>", "#T Ann> |1=a Ben> |2=b"),
            (
                "<html><p><b>Ann:</b> [00:01] a <em>b</em>\n\n c</p><p><strong>Ben</strong>: b</p>",
                "Ann> |1=a {b} c Ben> |=b",
            ),
            ("<html><p>Ann: a<br>Ben: b<br><br>Ann: c</p></html>", "Ann> |=a Ben> |=b Ann> |=c"),
            ("<html><pre>Ann: a\nBen: b\n\nAnn: c</pre></html>", "Ann> |=a Ben> |=b Ann> |=c"),
            (
                "<html><table><tr><td>[0:01]</td><td>Ann:</td><td>a</td></tr><tr><td>[0:02]<td>Ben:<td>b</table>",
                "Ann> |1=a Ben> |2=b",
            ),
            ("<div>a<div>b</div>c</div>", "> |=a |=b |=c"),
            (
                "<p>a&nbsp;b &lt;i&gt; &copy; &#x1F600; &bogus; 1 &lt 2</p>",
                "> |=a\u{a0}b <i> © 😀 &bogus; 1 < 2",
            ),
            (
                "<p><b>bold <i>both</b> rest</i></p><p><b> all </b></p><p><b>open</p><p>shut</b></p>",
                "> |={bold both rest} |={all} |={open} |=shut",
            ),
            ("<p>a<!-- no --> b<wbr>c<span>d</span></p>", "> |=a bcd"),
            ("<ul><li>a</li><li><p>b</p></li></ul><p>c", "> |=a |=b |=c"),
            ("<html></html>", "!-"),
        ],
    );
}

#[test]
fn hyperaudio_words_keep_their_times() {
    let page = "<article>\n <section data-media-src=\"a.mp3\">\n<p>\n <span data-m=\"880\" data-d=\"0\" class=\"speaker\">[Ann] </span>\n  <span data-m=\"900\" data-d=\"200\">So </span><span data-m=\"1500\" data-d=\"300\">it <b>is.</b> </span></p>\n<p><span class=\"speaker\" data-m=\"3000\" data-d=\"0\">Ben: </span><span data-m=\"3100\">Yes </span><a data-m=\"3300.5\" data-d=\"100\">no</a>.</p></section></article>";
    let expected = "Ann> |0.9=So it {is.} Ben> |3.1=Yes no.";
    assert_eq!(render("a.html", page.as_bytes()), expected);
    let parsed = parse(page.as_bytes(), "a.txt").unwrap();
    assert_eq!(parsed.format, Format::Hyperaudio);
    let words: Vec<_> = parsed
        .transcript
        .lines()
        .flat_map(|line| {
            let utterance = line.utterance;
            utterance.spans().iter().map(|span| {
                let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
                format!("{}:{}-{:?}", &utterance.text()[span.range()], ms(span.start), span.end.map(ms))
            })
        })
        .collect();
    assert_eq!(
        words,
        ["So:900-Some(1100.0)", "it is.:1500-Some(1800.0)", "Yes:3100-None", "no:3300.5-Some(3400.5)"]
    );
    assert_eq!(parsed.transcript.turns[0].utterances[0].mark_end(), Some(Duration::from_millis(1_800)));
}

#[test]
fn a_stamp_inside_a_paragraph_begins_the_next_one() {
    check(
        "a.html",
        &[(
            "<p><span class=\"timestamp\" data-timestamp=\"1.25\">00:01</span> Ann: a <span class=\"timestamp\" data-timestamp=\"62\">01:02</span>Ben: b<br /></p><p>c</p>",
            "Ann> |1.25=a Ben> |62=b |=c",
        )],
    );
}

#[test]
fn a_stray_tag_makes_no_page() {
    let cases = [
        ("a.txt", "<b>Ann:</b> so", Format::PlainText),
        ("a.txt", "Ann: I wrote <p> and <time>, and it said data-m= too.\n\nBen: </p>", Format::PlainText),
        ("a.md", "<p align=\"center\"></p>\n\n**Ann:** [0:01] a", Format::Markdown),
        ("a.md", "**Ann:** [0:01] a\n\n<cite>b</cite> <p>c</p>", Format::Markdown),
        ("a.txt", "<p>One.</p>", Format::Html),
        ("a.txt", "\n<!-- made by hand -->\n<cite>Ann</cite><p>a</p>", Format::Html),
        ("a.txt", "Transcript\n<cite>Ann</cite>\n<time>0:01</time>\n<p>a</p>", Format::Html),
        ("a.html", "Hello<br>there", Format::Html),
        (
            "a.xhtml",
            "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><p>a</p></html>",
            Format::Html,
        ),
        ("a.md", "<!DOCTYPE html><p>a", Format::Html),
    ];
    for (name, text, format) in cases {
        assert_eq!(parse(text.as_bytes(), name).unwrap().format, format, "{name} {text}");
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let page = "<html>\n<p>\n\nOne.\n<p>Two\n&amp;\n<br>\nthree.<br><br>four";
    let parsed = parse(page.as_bytes(), "a.html").unwrap();
    let lines: Vec<_> = parsed.transcript.lines().map(|line| line.utterance.source_line()).collect();
    assert_eq!(lines, [4, 5, 8]);
}

/// Inputs that cost quadratic time, deep stacks or much memory where somebody was careless; each is a megabyte.
#[test]
fn odd_pages_are_read_whole() {
    let megabyte = |piece: &str| piece.repeat(1024 * 1024 / piece.len());
    let attributes: String = (0..150_000).map(|n| format!(" a{n:x}")).collect();
    let cases = [
        megabyte("<p><b><div><cite>"),
        megabyte("<nav>"),
        megabyte("(<cite></cite>"),
        megabyte("<p>a"),
        megabyte("<br>A:"),
        megabyte("<!--"),
        megabyte("&amp"),
        megabyte("<span data-m=1>"),
        megabyte("<time>0:01</time>"),
        format!("<p{attributes}>said"),
        format!("<!-- {} --><p>said", megabyte("a / b > \" ")),
        format!("<img src=\"{}\"><p>said", megabyte("abcd/")),
        format!("<svg><{}", megabyte("a b=\">\"")),
    ];
    for case in cases {
        let parsed = parse(format!("<html>{case}").as_bytes(), "a.html").unwrap();
        let said = parsed.transcript.lines().any(|line| line.utterance.text().contains("said"));
        assert_eq!(said, case.contains("said"), "{}", &case[..40]);
    }
}

#[test]
fn every_word_of_the_namespaces_example_is_read() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../../shared/corpora/podcast-namespace/docs/examples/transcripts/example.html"
    );
    let Ok(html) = std::fs::read_to_string(path) else {
        eprintln!("SKIPPED: the podcast namespace's examples are not beside the repository");
        return;
    };
    let parsed = parse(html.as_bytes(), "example.html").unwrap();
    assert_eq!(parsed.format, Format::Html);
    assert_eq!(parsed.warnings, []);
    // The independent reading: the file is lines of <cite>, <time> and <p>, with few entities.
    let between = |open: &str, close: &str| -> Vec<String> {
        html.split(open)
            .skip(1)
            .filter_map(|rest| Some(rest.split_once(close)?.0.replace("&#39;", "'")))
            .collect()
    };
    let words = |texts: &[String]| -> Vec<String> {
        texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
    };
    let said: Vec<String> = parsed.transcript.lines().map(|line| line.utterance.text().to_owned()).collect();
    let expected = words(&between("<p>", "</p>"));
    assert!(
        expected.len() > 1_000 && !html.contains("&quot;") && !html.contains("&amp;"),
        "{}",
        expected.len()
    );
    assert_eq!(words(&said), expected);
    let marked = parsed.transcript.lines().filter(|line| line.utterance.mark().is_some()).count();
    assert_eq!(marked, between("<time>", "</time>").len());
    let mut names = between("<cite>", ":</cite>");
    names.sort();
    names.dedup();
    assert_eq!(parsed.transcript.speakers.len(), names.len());
}
