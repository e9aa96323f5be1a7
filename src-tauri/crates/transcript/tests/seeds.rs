//! The fuzzers' stored seeds, a file of each kind and its odd ones: each is read as what it is, soundly, and within the
//! memory that reading may take. Alone in its program, since it counts the memory of the whole of it.

mod invariants;

use cueline_transcript::parse;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Reading takes at most so many times its input, and a little for what it always needs.
const MEMORY_FACTOR: usize = 20;
const MEMORY_ALWAYS: usize = 1 << 20;
/// A seed is read once more so many times in a row as one file.
const COPIES: usize = 200;

#[test]
fn every_seed_is_read_as_its_own_format_and_takes_little_memory() {
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
            invariants::check(&mut parsed.transcript, bytes.len());
            check_memory(&bytes, &seed.display().to_string());
            check_memory(&bytes.repeat(COPIES), &format!("{COPIES} times {}", seed.display()));
            read += 1;
        }
    }
    assert!(read >= 40, "only {read} seeds are there");
}

/// The fuzzing target that keeps files of a format.
fn target_of(format: &str) -> &str {
    match format {
        "srt" | "webvtt" | "ttml" | "lrc" | "markdown" => format,
        "html" | "hyperaudio" => "html",
        "whisper-text" => "whisper_text",
        "audacity-labels" => "audacity_labels",
        "text" => "plain_text",
        _ => "json",
    }
}

fn check_memory(bytes: &[u8], what: &str) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let parsed = parse(bytes, "seed");
    let used = MEMORY.peak_usage().saturating_sub(before);
    drop(parsed);
    let allowed = MEMORY_ALWAYS + MEMORY_FACTOR * bytes.len();
    assert!(used <= allowed, "{what}: {used} bytes of memory for {} bytes", bytes.len());
}
