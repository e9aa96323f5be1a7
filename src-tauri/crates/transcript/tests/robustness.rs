//! Whatever bytes come, reading ends soon, does not panic, and gives no more words than there are.

#![allow(clippy::unwrap_used, reason = "a file that can’t be read fails its test")]

mod invariants;
mod random;

use cueline_transcript::parse;
use invariants::check;
use random::Numbers;

const ROUNDS: usize = 6_000;

/// The fuzzers' seeds: files of every format, with their names.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|target| std::fs::read_dir(target.unwrap().path()).unwrap());
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn mutilated_texts_are_read_without_a_panic() {
    let pieces: Vec<&[u8]> = [
        "**",
        "*",
        "_",
        "[",
        "]",
        "(",
        ")",
        "\\",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "---\n",
        "===\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "<",
        ">",
        "<!--",
        "<script>",
        "]:",
        "[0:01]",
        "[00:00:40.5] ",
        "99:59",
        "Ann:",
        "**Ben:** ",
        "“",
        "”",
        "\"",
        "    ",
        "\t",
        "\r",
        "é",
        "日本。",
        "-->",
        " --> ",
        "00:00:01,000 --> 00:00:02,000\n",
        "<v Ann>",
        "<00:01.000>",
        "</",
        "{",
        "}",
        "{\"",
        "\":",
        "null",
        "1e999",
        "\\u0000",
        "<p>",
        "<span data-m=1>",
        "<![CDATA[",
        "<?",
        "&#x10FFFF;",
        "[00:01.00]",
        "WEBVTT\n\n",
        ">> ",
        "\u{200D}",
        "\u{FEFF}",
        "\u{2028}",
        "\x00",
        "\x1A",
        "\x02",
        "\x03",
        "&amp;",
        "&#0;",
        "![",
        "](",
        "http://x",
        ":",
        "：",
    ]
    .map(str::as_bytes)
    .into_iter()
    .chain([b"\xFF".as_slice(), b"\xC3", b"\xE2\x80", b"\xFF\xFE"])
    .collect();
    let seeds = seeds();
    let mut numbers = Numbers::from_seed(1);
    let mut read = 0;
    for round in 0..ROUNDS {
        let (name, seed) = &seeds[round % seeds.len()];
        let mut bytes = seed.clone();
        for _ in 0..=numbers.below(12) {
            let at = numbers.below(bytes.len());
            let until = at + numbers.below(40).min(bytes.len() - at);
            match numbers.below(4) {
                0 => drop(bytes.drain(at..until)),
                1 => {
                    let copy = bytes[at..until].to_vec();
                    let to = numbers.below(bytes.len());
                    bytes.splice(to..to, copy);
                }
                _ => drop(bytes.splice(at..at, numbers.of(&pieces).iter().copied())),
            }
        }
        if let Ok(mut parsed) = parse(&bytes, name) {
            check(&mut parsed, bytes.len());
            read += 1;
        }
    }
    assert!(read > ROUNDS / 2, "most are texts still: {read}");
}

/// Texts that would take for ever, or all the stack, if anything were quadratic or recursive. They take seconds at most; were
/// one quadratic, this test would not end in an hour.
#[test]
fn deep_wide_and_long_texts_are_read_in_bounded_time() {
    let cases = [
        ("a.md", ">".repeat(100_000) + " a"),
        ("a.md", "> ".repeat(100_000) + "a"),
        ("a.md", "- ".repeat(50_000) + "a"),
        ("a.md", "*".repeat(500_000) + "a"),
        ("a.md", "*a ".repeat(300_000)),
        ("a.md", "**a* ".repeat(300_000)),
        ("a.md", "_a*".repeat(300_000)),
        ("a.md", "[".repeat(500_000)),
        ("a.md", "[a](".repeat(200_000)),
        ("a.md", "![[]()".repeat(200_000)),
        ("a.md", "`a``".repeat(200_000)),
        ("a.md", "\\".repeat(1_000_000)),
        ("a.md", "]:".repeat(500_000)),
        ("a.md", "<".repeat(500_000)),
        ("a.md", "&".repeat(500_000)),
        ("a.md", "[a]: http://x\n".repeat(100_000)),
        ("a.md", "**Ann:** [0:01] ".to_owned() + &"word ".repeat(1_000_000)),
        ("a.md", "**Ann:** *a*\n".repeat(100_000)),
        ("a.md", "**Ann:** [0:01] a\n\nb\n\n".repeat(50_000)),
        ("a.txt", "a\n".repeat(1_000_000)),
        ("a.txt", "Ann: ".to_owned() + &"x".repeat(5_000_000)),
        ("a.txt", "[0:01] a.\n".repeat(300_000)),
        ("a.srt", "0:01 --> 0:02\na\n\n".repeat(60_000)),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n".to_owned() + &"<i>".repeat(300_000) + "a"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n".to_owned() + &"- a: b\n".repeat(150_000)),
        ("a.srt", "00:00:01,000 --> ".repeat(60_000) + "\n00:00:01,000 --> 00:00:02,000\na"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n".to_owned() + &"<v A>".repeat(200_000) + "a"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n".to_owned() + &"&".repeat(1_000_000)),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n".to_owned() + &"<00:01.000>a ".repeat(80_000)),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 ".to_owned() + &"line:1 ".repeat(140_000) + "\na"),
        ("a.lrc", "[00:01.00]".repeat(100_000) + "a\n[00:01.00]b"),
        ("a.lrc", "[00:01.00]a".to_owned() + &"<00:01.00>b".repeat(90_000)),
        ("a.ttml", "<tt><body><div><p begin='1s'>a</p>".to_owned() + &"<span>".repeat(170_000)),
        ("a.ttml", "<tt><body><p begin='1s'>".to_owned() + &"a<br/>".repeat(160_000) + "</p></body></tt>"),
        ("a.json", "[".repeat(1_000_000)),
        ("a.json", "[{\"start\":".repeat(100_000)),
        ("a.json", "[".to_owned() + &"{\"start\":1,\"text\":\"a\"},".repeat(40_000)),
        ("a.json", "{\"segments\":[{\"startTime\":1,\"body\":\"".to_owned() + &"\\u00e9".repeat(150_000)),
        ("a.html", "<cite>A</cite><p>a".to_owned() + &"<div>".repeat(200_000)),
        ("a.html", "<cite>A</cite><p>a".to_owned() + &"<b><p>".repeat(160_000)),
        ("a.html", "<cite>A:</cite><time>0:01</time><p>a</p>".repeat(24_000)),
        ("a.html", "<cite>A</cite><p>a<".to_owned() + &"a ".repeat(500_000)),
        ("a.html", "<p><time>0:01</time>a".to_owned() + &"<!--".repeat(250_000)),
    ];
    for (name, text) in cases {
        // JSON and XML that hold no transcript are refused; whatever else there is is read.
        match parse(text.as_bytes(), name) {
            Ok(mut parsed) => check(&mut parsed, text.len()),
            Err(error) => assert!(matches!(name, "a.json" | "a.ttml"), "{error}"),
        }
    }
}
