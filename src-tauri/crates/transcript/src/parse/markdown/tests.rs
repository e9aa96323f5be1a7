//! Tables of Markdown texts and their blocks.

use super::*;
use crate::random::Numbers;

fn render(text: &str) -> String {
    let blocks = blocks(text, false);
    let shown = blocks.iter().map(|block| {
        let sign = match block.kind {
            Kind::Heading(level) => "#".repeat(level.into()),
            Kind::Underlined { rule: true } => "_-".to_owned(),
            Kind::Underlined { rule: false } => "_=".to_owned(),
            Kind::Paragraph => "P".to_owned(),
            Kind::Item => "*".to_owned(),
            Kind::Rule => "---".to_owned(),
        };
        let mut text = block.text.to_owned();
        let mut signs: Vec<(usize, char)> = block.breaks.iter().map(|b| (b.at, '/')).collect();
        signs.extend(block.emphasis.iter().flat_map(|run| [(run.start, '{'), (run.end, '}')]));
        signs.sort_by_key(|&(at, sign)| (at, sign != '}'));
        for (at, sign) in signs.into_iter().rev() {
            text.insert(at, sign);
        }
        format!("{}{sign}:{text}", block.line).trim_end_matches(':').to_owned()
    });
    shown.collect::<Vec<_>>().join(" | ")
}

/// The blocks of a text that is given to the parser in one piece.
fn read_whole(text: &str) -> Blocks<'static> {
    let source = mask(text);
    let labels = HashSet::new();
    let blocks = Blocks::of_file(0);
    let mut parts = Parts { source: &source, labels: &labels, start: 0, line: 1, joint: None, blocks };
    parts.read(source.len(), 1, None);
    parts.blocks
}

#[test]
fn blocks_keep_every_word_and_its_line() {
    let cases = [
        ("# A\n\nb\nc", "1#:A | 3P:b /c"),
        ("**A:** b *c* d", "1P:{A:} b {c} d"),
        ("***a*** b **c *d* e**", "1P:{a} b {c d e}"),
        ("a f**k b s**t 2*3*4 c", "1P:a f**k b s**t 2*3*4 c"),
        ("a\n---\nb", "1_-:a | 3P:b"),
        ("a\n\n---\n\nb\n\n* * *", "1P:a | 3--- | 5P:b | 7---"),
        ("Title\n===", "1_=:Title"),
        ("- a\n- b\n  c", "1*:a | 2*:b /c"),
        ("- a\n\n- b\n\n  c", "1*:a | 3*:b | 5P:c"),
        ("1. First\n2) Second", "1*:1. First | 2*:2) Second"),
        ("2016. That was it", "1*:2016. That was it"),
        ("> a\n> b\n\n>> c", "1P:a /b | 4P:c"),
        ("\\[04:18\\] a \\* b", "1P:[04:18] a * b"),
        ("[Laughs] [a](http://x.y) ![b](z)", "1P:[Laughs] a b"),
        ("[Bob]: Yeah.\n\n[Bob]: a b", "1P:[Bob]: Yeah. | 3P:[Bob]: a b"),
        ("a [b][1]\n\n[1]: https://x.y", "1P:a b"),
        ("<b>a</b> <script>\n\n</script>c", "1P:<b>a</b> <script> | 3P:</script>c"),
        ("<script>\n\n**A:** b", "1P:<script> | 3P:{A:} b"),
        ("<!-- a\n\nb", "1P:<!-- a | 3P:b"),
        ("a <https://x.y> &lt;b&gt; &amp;", "1P:a <https://x.y> <b> &"),
        ("    a\n\n\t**b** c\n\n    d\n    e", "1P:a | 3P:{b} c | 5P:d /e"),
        ("- a\n    b", "1*:a /b"),
        ("```\n**a**\n\nb", "2P:{a} | 4P:b"),
        ("a `b*c` ``d", "1P:a b*c ``d"),
        ("24/7\n\n#1 a\n\n# of b", "1P:24/7 | 3P:#1 a | 5#:of b"),
        ("a  \nb\\\nc", "1P:a /b /c"),
        ("![](x)\na\n![](y)\nb\n![](z)", "2P:a /b"),
        ("| a | b |\n|---|---|\n| c | d |", "1P:| a | b | /|---|---| /| c | d |"),
        ("", ""),
        ("***", "1---"),
        ("-", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(render(text), expected, "{text:?}");
    }
}

#[test]
fn plain_paragraphs_are_read_as_the_parser_reads_them() {
    let parts = [
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        " ",
        "  ",
        "a",
        "B c",
        "**",
        "**Ann:**",
        "**Ann Lee** ",
        "*",
        ":",
        "- ",
        "-",
        "1. ",
        "1)",
        "# ",
        "> ",
        "[",
        "]",
        "(",
        ")",
        "[0:05]",
        "\\[0:05\\]",
        "\\",
        "!",
        "&amp;",
        "<b>",
        "`",
        "_",
        "~",
        "=",
        "---",
        "\t",
        "    ",
        "\u{a0}",
        "é",
        "“",
        "|",
        "+",
        ".",
        "\"",
        "7",
        "[a](b)",
        "https://x.y",
        "]:",
        "[1]: http://x.y",
    ];
    let mut numbers = Numbers::from_seed(1);
    let mut quick = 0;
    let mut block = Block::new(Kind::Paragraph, 1, "");
    for _ in 0..60_000 {
        let mut text = String::new();
        for _ in 0..=numbers.below(14) {
            text += numbers.of(&parts);
        }
        let (source, expected) = (mask(&text), read_whole(&text));
        for part in [0, PART] {
            let limits = Limits { part, block: usize::MAX };
            let blocks = in_parts(&source, limits, Blocks::of_file(0));
            assert!(blocks.iter().eq(expected.iter()), "{text:?} in parts of {part} bytes: {blocks:?}");
        }
        quick += usize::from(source.split("\n\n").any(|part| quick::paragraph(part, 1, &mut block)));
    }
    assert!(quick > 3_000, "hardly any of the texts had a plain paragraph: {quick}");
}

/// A text of blocks as people write them, each with about so many lines.
fn written(numbers: &mut Numbers, rows: usize) -> String {
    let begins = ["", "", "**Ann:** ", "- ", "1. ", "> ", "# ", "[0:05] "];
    let words = [
        "2016. May",
        "so",
        "they",
        "went",
        "*far*",
        "**very far**",
        "[there](http://x.y)",
        "[here][1]",
        "`it`",
        "we’re",
        "f**k",
        "(yes)",
        "\\[sic\\]",
        "#1",
        "-ish",
        "état",
        "&amp;",
        "[Laughs]",
    ];
    let mut text = String::new();
    for _ in 0..6 {
        let begin = numbers.of(&begins);
        for row in 0..=numbers.below(2 * rows) {
            let prefix = match begin {
                "> " => "> ",
                "- " | "1. " if row % 3 == 0 => begin,
                "- " if row % 3 == 1 => "  ",
                _ if row == 0 => begin,
                _ => "",
            };
            text += prefix;
            for word in 0..=numbers.below(12) {
                text += if word == 0 { "" } else { " " };
                // A number would begin a list: one inside of another, or one whose items may be longer than a cut looks for.
                let begins = word == 0 && (row == 0 || begin == "- ");
                text += numbers.of(if begins { &words[1..] } else { &words });
            }
            text += "\n";
        }
        text += "\n";
    }
    text + "[1]: http://x.y\n"
}

#[test]
fn a_text_is_read_in_parts_as_it_is_read_whole() {
    let mut numbers = Numbers::from_seed(2);
    for (rows, count) in [(4, 1_000), (400, 60)] {
        let mut cuts = 0;
        for _ in 0..count {
            let text = written(&mut numbers, rows);
            let expected = read_whole(&text);
            let source = mask(&text);
            for limits in [Limits { part: PART, block: PART }, Limits { part: 1_000, block: 2_000 }] {
                let blocks = in_parts(&source, limits, Blocks::of_file(0));
                let differs = blocks.iter().zip(expected.iter()).find(|(cut, whole)| cut != whole);
                let differs =
                    differs.map(|(cut, whole)| (cut.line, cut.text.len(), whole.line, whole.text.len()));
                assert_eq!(differs, None, "{limits:?}");
                assert_eq!(blocks.iter().count(), expected.iter().count());
                cuts += usize::from(Stretch::first(&source, limits).joint.is_some());
            }
        }
        assert_eq!(cuts > 0, rows > 100, "{cuts} cuts");
    }
}
