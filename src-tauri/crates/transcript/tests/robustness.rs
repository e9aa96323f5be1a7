//! Whatever bytes come, reading ends soon, does not panic, and gives no more words than there are.

use std::time::Duration;

use cueline_transcript::{Origin, Starts, Transcript, parse, timeline};

const SAMPLE: &str = "## A *title*\n\n### Sub\n\nAbout **it**.\n\n- 02:42 Point\n- [1:02:03] Another\n\n\
    **Ann Lee:** [00:00:32] So, here — “we” are... [Laughs]\n\n**Ben:** [00:00:37] Yes (no) and\n\n---\n\n“A quote.”\n\n\
    the rest, passé.\n\n[00:01:12.500] **bold** 24/7 `code` <b>x</b> [link](https://x.y)\n\nBen: (00:01:10) late\n\
    1. one\n2. two\n> quoted\n\n[Bob]: Yeah.\n\n    indented\n\n```\nfence\n```\n\nTitle\n=====\n\\[04:18\\] end\n";

/// What always holds of a transcript, with any length of audio.
fn check(transcript: &mut Transcript, bytes: usize) {
    for length in [None, Some(Duration::from_secs(60)), Some(Duration::ZERO), Some(Duration::MAX)] {
        timeline(transcript, length);
        let starts = Starts::of(transcript);
        assert!(starts.as_slice().is_sorted());
        let (mut timed, mut earlier) = (0, Duration::ZERO);
        for (index, line) in transcript.lines().enumerate() {
            let Some(timing) = line.utterance.timing() else { continue };
            timed += 1;
            let active = starts.active_at(timing.start);
            assert!(active.is_some_and(|active| active >= index), "{active:?} at line {index}");
            assert!(earlier <= timing.start, "starts never go back");
            earlier = timing.start;
            assert!(timing.end.is_none_or(|end| end > timing.start));
            assert!(length.is_none_or(|length| timing.start < length));
            let marked = matches!(timing.origin, Origin::Exact | Origin::Marked);
            assert!(!marked || line.utterance.mark().is_some_and(|mark| mark.time == timing.start));
        }
        assert_eq!(timed, starts.as_slice().len());
    }
    let mut words = 0;
    for line in transcript.lines() {
        let utterance = line.utterance;
        assert!(!utterance.text().is_empty());
        let text = utterance.text();
        let of_sentences: usize =
            utterance.sentences().iter().map(|sentence| utterance.words_of(sentence).len()).sum();
        assert_eq!(of_sentences, utterance.words().len());
        for sentence in utterance.sentences() {
            assert!(text.get(sentence.range()).is_some_and(|sentence| !sentence.is_empty()));
        }
        let mut end = 0;
        for word in utterance.words() {
            assert!(word.range().start >= end && text.get(word.range()).is_some_and(|word| !word.is_empty()));
            end = word.range().end;
        }
        let mut end = 0;
        for run in utterance.emphasis() {
            assert!(
                run.start >= end && text.get(run.clone()).is_some_and(|run| !run.is_empty()),
                "{run:?} of {text:?}"
            );
            end = run.end;
        }
        words += utterance.words().len();
        let mut end = 0;
        for span in utterance.spans() {
            assert!(span.range().start >= end && text.get(span.range()).is_some(), "{span:?} of {text:?}");
            assert!(span.end.is_none_or(|end| end >= span.start));
            end = span.range().end;
        }
        assert!(
            utterance.words().iter().filter(|word| utterance.word_time(word).is_some()).count()
                <= utterance.spans().len()
        );
    }
    let count = transcript.lines().count();
    assert!(words <= bytes, "{words} words of {bytes} bytes");
    assert!(transcript.pull_quotes.iter().all(|quote| quote.beside.is_none_or(|beside| beside < count)));
    assert!(transcript.turns.iter().all(|turn| !turn.utterances.is_empty()));
    assert!(transcript.lines().all(|line| line.speaker.is_none_or(|id| transcript.speaker(id).is_some())));
}

/// Numbers that look random and are the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
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
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut read = 0;
    for round in 0..1_500 {
        let mut bytes = SAMPLE.as_bytes().to_vec();
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
                _ => drop(bytes.splice(at..at, pieces[numbers.below(pieces.len())].iter().copied())),
            }
        }
        if let Ok(mut parsed) = parse(&bytes, if round % 2 == 0 { "a.md" } else { "a.txt" }) {
            check(&mut parsed.transcript, bytes.len());
            read += 1;
        }
    }
    assert!(read > 800, "most are texts still: {read}");
}

/// Texts that would take for ever, or all the stack, if anything were quadratic or recursive. They take seconds at most; were
/// one quadratic, this test would not end in an hour.
#[test]
fn deep_wide_and_long_texts_are_read_in_bounded_time() {
    let cases: [(&str, String); 22] = [
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
    ];
    for (name, text) in cases {
        let mut parsed = parse(text.as_bytes(), name).unwrap();
        check(&mut parsed.transcript, text.len());
    }
}
