//! What comes out of WebVTT files, as tables.

use super::super::tests::{check, render};
use crate::{Format, parse};

#[test]
fn files_as_the_standard_has_them_are_read_without_a_remark() {
    check(
        "a.txt",
        &[
            (
                "WEBVTT - title\nKind: captions\n\n1\n00:01.000 --> 00:02.000\nHi there.\n\nNOTE\nnot said\n\nlast one\n\
                 01:00:01.500 --> 01:00:02.000 align:start line:0\nOh,\nyes.\n",
                "> |1=Hi there. |3601.5=Oh, yes.",
            ),
            ("WEBVTT", "!-"),
            (
                "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n00:01.000 --> 00:02.000 region:a\nA.",
                "> |1=A.",
            ),
            ("WEBVTT\n00:01.000 --> 00:02.000\nA.\n\nNOTE so\n\nNOTE\tso", "> |1=A."),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\nQ&amp;A &lt;so&gt; caf&eacute; &nosuch; & <i>it</i> <b>is</b>",
                "> |1=Q&A <so> café &nosuch; & {it} {is}",
            ),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\n<c.red.big>So</c> <lang en>it</lang> <u>is</u>",
                "> |1=So it is",
            ),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\n<ruby>漢<rt>かん</rt>字<rt>じ</ruby>です",
                "> |1=漢(かん)字(じ)です",
            ),
        ],
    );
}

#[test]
fn voices_are_told_by_their_tags_and_else_by_the_text() {
    check(
        "a.vtt",
        &[
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi.\n\n00:03.000 --> 00:04.000\n<v.loud.first Ben Lee>Oh.</v>\n\n\
                 00:05.000 --> 00:06.000\nSo.",
                "Ann> |1=Hi. Ben Lee> |3=Oh. |5=So.",
            ),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi.</v>\n<v Ben>Oh.", "Ann> |1=Hi. Ben> |1=Oh."),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi <v Ben>and</v> so.</v>",
                "Ann> |1=Hi Ben> |1=and Ann> |1=so.",
            ),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A&amp;B><i>Hi</i>.", "A&B> |1={Hi}."),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\n<i><v Ann>Hi. <v Ben>Oh.</i>",
                "Ann> |1={Hi.} Ben> |1={Oh.}",
            ),
            (
                "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ann>Hi <00:02.000>you. <00:03.000><v Ben>Oh.",
                "Ann> |1=Hi you. Ben> |3=Oh.",
            ),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hi.\nBen: Oh.", "!4,5 Ann> |1=Hi. Ben> |1=Oh."),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\n- Hi.\n- Oh.", "> |1=Hi. > |1=Oh."),
        ],
    );
}

#[test]
fn words_keep_the_times_inside_a_cue() {
    let text = "WEBVTT\n\n00:01.000 --> 00:04.000\nSo<00:02.000><c> it</c><00:03.000><c> is.</c><09:00.000>";
    let parsed = parse(text.as_bytes(), "a.vtt").unwrap();
    let line = parsed.transcript.lines().next().unwrap().utterance;
    assert_eq!(line.text(), "So it is.");
    let spans: Vec<_> = line
        .spans()
        .iter()
        .map(|span| (&line.text()[span.range()], span.start.as_secs(), span.end.unwrap().as_secs()))
        .collect();
    assert_eq!(spans, [("So", 1, 2), ("it", 2, 3), ("is.", 3, 4)]);
}

#[test]
fn what_breaks_the_standard_is_read_and_told() {
    check(
        "a.vtt",
        &[
            ("WEBVTT\n\n0.860 --> 7.380\nA.\n\n7.4 --> 8\nB.", "!4 > |0.86=A. |7.4=B."),
            ("WEBVTT\n\n00:01,000 --> 00:02,000\nA.", "!4 > |1=A."),
            ("\n webvtt\n\n00:01.000 --> 00:02.000\nA.", "!1 > |1=A."),
            ("00:01.000 --> 00:02.000\n<v Ann>A.", "!1 Ann> |1=A."),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\nA and\n\n<i>B</i>.\n\n00:03.000 --> 00:04.000\nC.",
                "!6 > |1=A and {B}. |3=C.",
            ),
            ("WEBVTT\n\nA.\n\n00:03.000 --> 00:04.000\nC.", "!3 > |=A. |3=C."),
            ("WEBVTT\n\n00:-1.000 --> 00:02.000\nA.\n\n00:03.000 --> 00:04.000\nC.", "!4 > |=A. |3=C."),
            ("WEBVTT\n\n00:05.000 --> 00:02.000\nA.", "!4 > |5=A."),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000 align:middle\nA.\n\n00:03.000 --> 00:04.000 x\nC.",
                "!4 > |1=A. |3=C.",
            ),
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000\nA <laughs> and 1 < 2 > <3 &c. <font color=red>red</font><br>B",
                "!4 > |1=A <laughs> and 1 < 2 > <3 &c. red B",
            ),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\nSo --> it is.", "!4 > |1=So --> it is."),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\nA\nB --> C\nD.", "!5 > |1=A B --> C D."),
            (
                "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nA.\n2\n00:03.000 --> 00:04.000\nB.\n3\n00:05.000 --> 00:06.000\nC.",
                "!5 > |1=A. |3=B. |5=C.",
            ),
        ],
    );
}

#[test]
fn a_file_is_known_by_its_signature_whatever_its_name() {
    let body = "\n\n00:01.000 --> 00:02.000\nA.";
    for (name, head, format) in [
        ("a.txt", "WEBVTT", Format::WebVtt),
        ("a.srt", "WEBVTT\tso", Format::WebVtt),
        ("a", "\u{FEFF}WEBVTT", Format::WebVtt),
        ("a.vtt", "", Format::WebVtt),
        ("a.txt", "", Format::Srt),
    ] {
        assert_eq!(parse(format!("{head}{body}").as_bytes(), name).unwrap().format, format, "{name} {head}");
    }
}

#[test]
fn milliseconds_without_zeros_before_them_are_told_from_decimal_fractions() {
    let cases = [
        ("0:0:0.0 --> 0:0:5.79\nA.\n\n0:0:5.79 --> 0:1:10.839\nB.", "> |0=A. |5.079=B."),
        ("0:10:25.7 --> 0:10:30.79\nA.\n\n0:59:5.8 --> 1:0:0.0\nB.", "> |625.007=A. |3545.008=B."),
        // One of these fractions begins with a zero, one time has zeros before its numbers.
        ("0:0:1.5 --> 0:0:2.05\nA.\n\n0:0:3.5 --> 0:0:4.5\nB.", "> |1.5=A. |3.5=B."),
        ("0:0:1.5 --> 0:0:2.5\nA.\n\n0:00:03.5 --> 0:0:4.5\nB.", "> |1.5=A. |3.5=B."),
        ("0:1.5 --> 0:2.5\nA.\n\n0:3.5 --> 0:4.5\nB.", "> |1.5=A. |3.5=B."),
    ];
    for (body, expected) in cases {
        let text = format!("WEBVTT\n\n{body}");
        let (parsed, found) = (parse(text.as_bytes(), "a.vtt").unwrap(), render("a.vtt", text.as_bytes()));
        assert!(found.ends_with(expected), "{body:?}: {found}");
        let told = parsed.warnings.iter().filter(|warning| warning.message.contains("milliseconds")).count();
        assert_eq!(told, usize::from(expected.contains("007") || expected.contains("079")), "{body:?}");
    }
}
