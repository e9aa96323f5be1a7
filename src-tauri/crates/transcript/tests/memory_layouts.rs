//! Texts of the shortest lines and paragraphs that there can be are read within the memory that reading may take. Alone in
//! its program, since it counts the memory of the whole of it.

use cueline_transcript::parse;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Reading takes at most so many times its input, and a little for what it always needs.
const FACTOR: usize = 20;
/// Of lines with a letter or two each is an utterance, which has 80 bytes without its text: 40 times a line of two bytes. What
/// they take besides is what every line of a layout takes while it is read.
const SHORTEST: [(&str, &str, usize); 12] = [
    ("a.txt", "a\n", 52),
    ("a.txt", "a.\n", 36),
    ("a.txt", "a.\n\n", 27),
    ("a.txt", "a\n\n", 36),
    ("a.txt", "A: b\n", 27),
    ("a.txt", "A: b\n\n", 23),
    ("a.txt", "0:01\na\n", 27),
    ("a.md", "a\n\n", 36),
    ("a.md", "a.\n\n", 28),
    ("a.md", "*a*\n\n", 38),
    ("a.md", "- a\n", 28),
    ("a.md", "> a\n\n", 23),
];
const ALWAYS: usize = 1 << 20;
const SIZE: usize = 1 << 20;

/// Reads a text, and adds it to those that take over `factor` times their size.
fn check(name: &str, what: &str, text: &str, factor: usize, over: &mut String) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let parsed = parse(text.as_bytes(), name);
    let used = MEMORY.peak_usage().saturating_sub(before);
    let lines = parsed.map_or(0, |parsed| parsed.transcript.lines().count());
    let times = used / text.len();
    eprintln!("{times:4} × {name} {what} ({lines} lines)");
    if used > ALWAYS + factor * text.len() {
        *over += &format!("{name}, {what}: {times} times its size\n");
    }
}

#[test]
fn texts_of_the_shortest_lines_take_little_memory() {
    let mut over = String::new();
    let others = [
        ("a.txt", "[0:01] a\n"),
        ("a.txt", "A  0:01\nb\n"),
        ("a.txt", "A: b [0:01] c. [0:02] d\n"),
        ("a.md", "a\n"),
        ("a.md", "**A:** b\n\n"),
        ("a.md", "**A:** b\n"),
        ("a.md", "# a\n\n"),
        ("a.md", "---\n\n"),
    ];
    for (name, line, factor) in SHORTEST.into_iter().chain(others.map(|(name, line)| (name, line, FACTOR))) {
        check(name, &format!("{line:?} again and again"), &line.repeat(SIZE / line.len()), factor, &mut over);
    }
    // What a file begins with tells nothing about its rest.
    for (name, line) in [("a.txt", "a\n"), ("a.txt", "A: b\n"), ("a.md", "**A:** b\n\n"), ("a.md", "*a*\n\n")]
    {
        let text = line.repeat(1_000) + &"so it goes on ".repeat(8 * SIZE / 14);
        check(name, &format!("{line:?} at first"), &text, FACTOR, &mut over);
    }
    assert!(over.is_empty(), "\n{over}");
}
