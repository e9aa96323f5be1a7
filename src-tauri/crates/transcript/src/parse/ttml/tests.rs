//! What comes out of TTML files, as tables.

use super::super::tests::check;
use crate::parse;

fn file(head: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<tt xmlns=\"http://www.w3.org/ns/ttml\" xmlns:ttm=\"urn:m\" xmlns:podcasts=\"urn:p\">\
         <head>{head}</head><body>{body}</body></tt>"
    )
}

#[test]
fn paragraphs_are_read_with_who_says_them() {
    let agents = "<metadata><ttm:title>A title</ttm:title><ttm:agent type=\"person\" xml:id=\"S1\">\
                  <ttm:name type=\"full\">Ann\n Lee</ttm:name></ttm:agent></metadata>";
    let cases = [
        (
            file(
                agents,
                "<div><p begin=\"1.5\" end=\"2.0\" ttm:agent=\"S1\">Hi\n  there.</p>\
                 <p begin=\"1:02\" end=\"1:03\" ttm:agent=\"S2\">Oh,<br/>yes &amp; no.</p></div>",
            ),
            "#A title Ann Lee> |1.5=Hi there. S2> |62=Oh, yes & no.",
        ),
        (
            file(
                agents,
                "<div ttm:agent=\"S1\"><p begin=\"1s\">A <span ttm:agent=\"S2\">b</span> c.</p></div>",
            ),
            "#A title Ann Lee> |1=A S2> |1=b Ann Lee> |1=c.",
        ),
        (
            file("", "<div><p begin=\"1s\" dur=\"1s\">Ann: A.</p><p begin=\"2s\">Ann: B.</p></div>"),
            "Ann> |1=A. |2=B.",
        ),
        (file("", "<div>Loose <p begin=\"2s\">B.</p></div>"), "> |=Loose |2=B."),
        (file("", "<p begin=\"1s\" xml:space=\"preserve\">A\nb.</p>"), "> |1=A b."),
        (file("", "<p begin=\"1s\"><![CDATA[a < b]]> &#233; &eacute; &x;</p>"), "> |1=a < b é é &x;"),
        (file("", "<p begin=\"1s\">A.<metadata>no</metadata><ttm:desc>no</ttm:desc></p>"), "> |1=A."),
    ];
    for (text, expected) in &cases {
        check("a.txt", &[(text, expected)]);
    }
}

#[test]
fn times_inside_others_count_as_the_file_counts_them() {
    let cases = [
        // To the standard they count from the outer element.
        ("<div begin=\"10s\"><p begin=\"1s\">A.</p><p begin=\"5s\">B.</p></div>", "> |11=A. |15=B."),
        (
            "<div begin=\"10s\" timeContainer=\"seq\"><p dur=\"2s\">A.</p><p begin=\"1s\" dur=\"2s\">B.</p></div>",
            "> |10=A. |13=B.",
        ),
        // These can't, as the inner ones would be beyond the outer one's end.
        (
            "<div begin=\"10s\" end=\"20s\"><p begin=\"10s\" end=\"12s\">A.</p><p begin=\"15s\" end=\"20s\">B.</p></div>",
            "!- > |10=A. |15=B.",
        ),
        ("<p><span begin=\"3s\" end=\"4s\">A.</span></p>", "> |3=A."),
        ("<p begin=\"oops\">A.</p>", "!2 > |=A."),
    ];
    for (body, expected) in cases {
        check("a.xml", &[(&file("", body), expected)]);
    }
}

#[test]
fn an_outer_end_counts_for_what_begins_before_it() {
    let body = "<div dur=\"10s\"><p begin=\"8s\" end=\"12s\">A.</p><p begin=\"20s\" end=\"22s\">B.</p></div>";
    let transcript = parse(file("", body).as_bytes(), "a.ttml").unwrap().transcript;
    let ends = transcript.lines().map(|line| line.utterance.mark_end().unwrap().as_secs());
    assert_eq!(ends.collect::<Vec<_>>(), [10, 22]);
}

#[test]
fn words_keep_their_times_with_and_without_blanks_between_them() {
    let word = |begin: &str, end: &str, text: &str| {
        format!("<span podcasts:unit=\"word\" begin=\"{begin}\" end=\"{end}\">{text}</span>")
    };
    for between in ["", " ", "\n  "] {
        let words =
            [word("5.0", "5.5", "So"), word("5.5", "6.5", "it"), word("6.5", "7.0", "is.")].join(between);
        let body = format!(
            "<div><p begin=\"5.0\" end=\"7.0\"><span podcasts:unit=\"sentence\" begin=\"5.0\" end=\"7.0\">{words}</span></p></div>"
        );
        let parsed = parse(file("", &body).as_bytes(), "a.ttml").unwrap();
        let line = parsed.transcript.lines().next().unwrap().utterance;
        let spans: Vec<_> = line
            .spans()
            .iter()
            .map(|span| (&line.text()[span.range()], span.start.as_millis(), span.end.unwrap().as_millis()))
            .collect();
        assert_eq!(line.text(), "So it is.", "{between:?}");
        assert_eq!(spans, [("So", 5_000, 5_500), ("it", 5_500, 6_500), ("is.", 6_500, 7_000)]);
    }
}

#[test]
fn parts_of_words_stay_together_where_others_have_blanks_between_them() {
    let body = "<p begin=\"1s\" end=\"4s\"><span podcasts:unit=\"word\" begin=\"0s\">It</span>\
                <span podcasts:unit=\"word\" begin=\"1s\">'s</span> <span podcasts:unit=\"word\" begin=\"2s\">so.</span></p>";
    check("a.ttml", &[(&file("", body), "> |1=It's so.")]);
}

#[test]
fn broken_xml_is_read_as_far_as_it_goes() {
    let head = "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div>";
    for (body, expected) in [
        ("<p begin=\"1s\">A.</p><p begin=\"2s\">B.", "> |1=A. |2=B."),
        ("<p begin=\"1s\">A.<p begin=\"2s\">B.</div>", "> |1=A. |2=B."),
        ("<p begin=\"1s\">A & b.</i></p>\n<p begin=\"2s\"", "!2 > |1=A & b."),
        ("<p begin=1s>A.</p>", "> |=A."),
    ] {
        check("a.ttml", &[(&format!("{head}{body}"), expected)]);
    }
}

#[test]
fn a_web_page_is_no_ttml() {
    for text in ["<tt>code</tt>", "<?xml version=\"1.0\"?><html><body><p>Hi.</p></body></html>"] {
        assert!(parse(text.as_bytes(), "a.html").is_ok_and(|parsed| parsed.format != crate::Format::Ttml));
    }
}
