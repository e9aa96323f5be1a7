//! Texts of the shortest lines and paragraphs that there can be are read within the memory that reading may take. Alone in
//! its program, since it counts the memory of the whole of it.

use cueline_transcript::parse;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Reading takes at most so many times its input, and a little for what it always needs.
const FACTOR: usize = 20;
const ALWAYS: usize = 1 << 20;
const SIZE: usize = 1 << 20;

/// What texts are made of, again and again.
const LINES: &[(&str, &str)] = &[
    ("a.txt", "a\n"),
    ("a.txt", "a\r"),
    ("a.txt", "a\r\n"),
    ("a.txt", "\ta\t\n"),
    ("a.txt", "a.\n"),
    ("a.txt", "a.\n\n"),
    ("a.txt", "a\n\n"),
    ("a.txt", "a\n---\n"),
    ("a.txt", "- a\n"),
    ("a.txt", "- a\n\n"),
    ("a.txt", "a bc def.\n"),
    ("a.txt", "A: b\n"),
    ("a.txt", "A: b\n\n"),
    ("a.txt", "A: b\nB: c\n"),
    ("a.txt", "A: b\nB: c\nC: d\n"),
    ("a.txt", "A: bcde\nB: cdef\n"),
    ("a.txt", "A: bcdefg\nB: cdefgh\n"),
    ("a.txt", "0:01\n"),
    ("a.txt", "0:01\na\n"),
    ("a.txt", "0:01\nabcdef\n"),
    ("a.txt", "0:01\nabcdefghijklmno\n"),
    ("a.txt", "0:01 a\n"),
    ("a.txt", "0:01 abcd\n"),
    ("a.txt", "[0:01] a\n"),
    ("a.txt", "[0:01] abc\n"),
    ("a.txt", "[0:01] A: bc\n[0:01] B: cd\n"),
    ("a.txt", "A  0:01\nb\n"),
    ("a.txt", "A  0:01\nbcdefghijkl\nB  0:02\ncdefghijklm\n"),
    ("a.txt", "A: b [0:01] c. [0:02] d\n"),
    ("a.txt", "“a”\n---\n"),
    ("a.md", "a\n"),
    ("a.md", "a\n\n"),
    ("a.md", "a.\n\n"),
    ("a.md", "abcdefgh\n\n"),
    ("a.md", "*a*\n\n"),
    ("a.md", "*a* bcdef\n\n"),
    ("a.md", "*a* *b* *c*\n\n"),
    ("a.md", "- a\n"),
    ("a.md", "- abcdefgh\n"),
    ("a.md", "- a\n\n  b\n"),
    ("a.md", "> a\n\n"),
    ("a.md", "> > a\n\n"),
    ("a.md", "A: b\n\nB: c\n\n"),
    ("a.md", "A: bcde\n\nB: cdef\n\n"),
    ("a.md", "A: bcdefg\nB: cdefgh\n"),
    ("a.md", "**A:** b\n\n"),
    ("a.md", "**A:** b\n\n**B:** c\n\n"),
    ("a.md", "**A:** b\n"),
    ("a.md", "# a\n\n"),
    ("a.md", "# a\n\nb\n\n"),
    ("a.md", "---\n\n"),
    ("a.md", "- a\n  - b\n"),
    ("a.md", "`a` *b* abcdef\n\n"),
    ("a.md", "* * *\n"),
    ("a.md", "**A:** bcd\n\n**B:** cde\n\n"),
    // One paragraph, list or quotation fills the file.
    ("a.md", "1. a\n"),
    ("a.md", "1. a\n\n   b\n"),
    ("a.md", "> a\n"),
    ("a.md", "> a\n>\n"),
    ("a.md", "> *a* *b* *c* *d*\n"),
    ("a.md", "*a* *b* *c*\n"),
    ("a.md", "`a`\n"),
    ("a.md", "[a](b)\n"),
    ("a.md", "*a* *b* *c* "),
    ("a.md", "[a]: http://b\n\n*a* *b* *c*\n"),
    ("a.md", "1. a\n2. b\n"),
    ("a.md", "===\n"),
    ("a.md", "`a` `b` "),
    ("a.md", "> - a\n"),
    ("a.md", "- a\n\n  *b* *c*\n\n  *d*\n\n"),
    ("a.html", "<p>a"),
    ("a.html", "<p>a\n"),
    ("a.html", "<br>a"),
    ("a.html", "<b>a</b>"),
    ("a.html", "<p><cite>A</cite>b"),
];

/// Reads a text, and adds it to those that take too many times their size.
fn check(name: &str, what: &str, bytes: &[u8], over: &mut String) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let parsed = parse(bytes, name);
    let used = MEMORY.peak_usage().saturating_sub(before);
    let lines = parsed.map_or(0, |parsed| parsed.transcript.lines().count());
    let times = used as f64 / bytes.len() as f64;
    eprintln!("{times:5.1} × {name} {what} ({lines} lines)");
    if used > ALWAYS + FACTOR * bytes.len() {
        *over += &format!("{name}, {what}: {times:.1} times its size\n");
    }
}

#[test]
fn texts_of_the_shortest_lines_take_little_memory() {
    let mut over = String::new();
    for &(name, line) in LINES {
        let text = line.repeat(SIZE / line.len());
        check(name, &format!("{line:?} again and again"), text.as_bytes(), &mut over);
    }
    for line in ["a\n", "A: b\nB: c\n", "あ\n"] {
        let units = line.repeat(SIZE / line.len() / 2);
        let bytes: Vec<u8> =
            "\u{FEFF}".encode_utf16().chain(units.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check("a.txt", &format!("{line:?} again and again in UTF-16"), &bytes, &mut over);
    }
    for line in [b"\x85\n".as_slice(), b"\x85\x85\x85\x85\n", b"\x80\x85\x85\x85\x85\x85\x85\x85\x85\n"] {
        check(
            "a.txt",
            &format!("{} letters a line in Windows-1252", line.len() - 1),
            &line.repeat(SIZE / line.len()),
            &mut over,
        );
    }
    // What a file begins with tells nothing about its rest.
    for (name, line) in [("a.txt", "a\n"), ("a.txt", "A: b\n"), ("a.md", "**A:** b\n\n"), ("a.md", "*a*\n\n")]
    {
        let text = line.repeat(1_000) + &"so it goes on ".repeat(8 * SIZE / 14);
        check(name, &format!("{line:?} at first"), text.as_bytes(), &mut over);
    }
    assert!(over.is_empty(), "\n{over}");
}
