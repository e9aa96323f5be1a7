//! The fuzzers' stored seeds, a file of each kind and its odd ones: each is read as what it is, soundly, and within the
//! memory that reading may take. Alone in its program, since it counts the memory of the whole of it.

mod invariants;

use std::sync::{Mutex, PoisonError};

use cueline_transcript::parse;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Held while memory is counted, for tests run side by side.
static COUNTING: Mutex<()> = Mutex::new(());

/// Reading takes at most so many times its input, and a little for what it always needs.
const MEMORY_FACTOR: usize = 20;
const MEMORY_ALWAYS: usize = 1 << 20;
/// A seed is read once more so many times in a row as one file.
const COPIES: usize = 200;

#[test]
fn every_seed_is_read_as_its_own_format_and_takes_little_memory() {
    let _alone = COUNTING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut read = 0;
    for target in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = target.file_name().unwrap().to_str().unwrap().to_owned();
        for seed in std::fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().path()) {
            let bytes = std::fs::read(&seed).unwrap();
            let mut parsed =
                parse(&bytes, "seed").unwrap_or_else(|error| panic!("{}: {error}", seed.display()));
            assert_eq!(target_of(parsed.format.id()), name, "{}", seed.display());
            assert!(parsed.transcript.lines().count() > 0, "{}", seed.display());
            invariants::check(&mut parsed, bytes.len());
            check_memory(&bytes, "seed", &seed.display().to_string());
            check_memory(&bytes.repeat(COPIES), "seed", &format!("{COPIES} times {}", seed.display()));
            read += 1;
        }
    }
    assert!(read >= 40, "only {read} seeds are there");
}

/// Records as short as a format has them, again and again: what is kept of each weighs most there.
#[test]
fn files_of_the_shortest_records_take_little_memory() {
    let _alone = COUNTING.lock().unwrap_or_else(PoisonError::into_inner);
    const SIZE: usize = 1 << 20;
    let ttml = "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div>";
    let cases = [
        ("a.lrc", "", "[00:01]a\n"),
        ("a.lrc", "", "[00:01.00]a\n"),
        ("a.ttml", ttml, "<p>a</p>"),
        ("a.ttml", ttml, "<p begin=\"1s\">a</p>"),
        ("a.srt", "", "0:1-->0:2\na\n"),
        ("a.srt", "", "1\n0:01 --> 0:02\na\n\n"),
        ("a.srt", "", "0:1-->0:2\nA: b\n"),
        ("a.sbv", "", "0:0:1,0:0:2\na\n"),
        ("a.sbv", "", "0:00:01.000,0:00:02.000\nA: b\n\n"),
        ("a.vtt", "WEBVTT\n\n", "0:1-->0:2\na\n\n"),
        ("a.vtt", "WEBVTT\n\n", "00:01.000 --> 00:02.000\n<v A>a\n\n"),
        ("a.txt", "", "1.0\t2.0\ta\n"),
        ("a.txt", "", "[00:01.000 --> 00:02.000] a\n"),
        ("a.json", "[", "[\"a\",1],"),
        ("a.json", "[", "{\"start\":1,\"text\":\"a.\"},"),
        ("a.json", "{\"segments\":[", "{\"startTime\":1,\"body\":\"a\"},"),
    ];
    for (name, head, record) in cases {
        let text = head.to_owned() + &record.repeat((SIZE - head.len()) / record.len());
        check_memory(text.as_bytes(), name, &format!("{record:?} again and again"));
    }
}

/// The fuzzing target that keeps files of a format.
fn target_of(format: &str) -> &str {
    match format {
        "srt" | "sbv" | "webvtt" | "ttml" | "lrc" | "markdown" => format,
        "html" | "hyperaudio" => "html",
        "whisper-text" => "whisper_text",
        "audacity-labels" => "audacity_labels",
        "text" => "plain_text",
        _ => "json",
    }
}

fn check_memory(bytes: &[u8], name: &str, what: &str) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let parsed = parse(bytes, name);
    let used = MEMORY.peak_usage().saturating_sub(before);
    drop(parsed);
    let allowed = MEMORY_ALWAYS + MEMORY_FACTOR * bytes.len();
    assert!(used <= allowed, "{what}: {used} bytes of memory for {} bytes", bytes.len());
}
