//! What every target checks: reading neither panics nor hangs nor fills the memory, and gives a sound transcript.

use std::time::{Duration, Instant};

use cueline_transcript::{Format, parse};
use libfuzzer_sys::Corpus;
use peak_alloc::PeakAlloc;

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Reading takes at most so many times its input, and a little for what it always needs.
const MEMORY_FACTOR: usize = 20;
const MEMORY_ALWAYS: usize = 4 << 20;
/// Reading takes at most a second a megabyte, and a moment in which the machine did something else.
const TIME_A_MEGABYTE: Duration = Duration::from_secs(1);
const TIME_ALWAYS: Duration = Duration::from_millis(50);
/// A machine that is busy is slow once, but not each time.
const TRIES: usize = 5;

/// Reads `data`, which stays in the corpus if it is of one of `formats`.
pub fn check(data: &[u8], formats: &[Format]) -> Corpus {
    let limit = TIME_ALWAYS + TIME_A_MEGABYTE.mul_f64(data.len() as f64 / 1e6);
    let quickest = (0..TRIES).map(|_| time(data)).find(|time| *time <= limit);
    assert!(quickest.is_some(), "{} bytes took longer than {limit:?} {TRIES} times", data.len());

    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let parsed = parse(data, "fuzz");
    let used = MEMORY.peak_usage().saturating_sub(before);
    let allowed = MEMORY_ALWAYS + MEMORY_FACTOR * data.len();
    assert!(used <= allowed, "{used} bytes of memory for {} bytes", data.len());

    let Ok(mut parsed) = parsed else { return Corpus::Reject };
    invariants::check(&mut parsed, data.len());
    if formats.contains(&parsed.format) { Corpus::Keep } else { Corpus::Reject }
}

fn time(data: &[u8]) -> Duration {
    let start = Instant::now();
    let _ = std::hint::black_box(parse(data, "fuzz"));
    start.elapsed()
}

/// A target that keeps what is read as one of these formats.
#[macro_export]
macro_rules! target {
    ($($format:ident),+) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| -> libfuzzer_sys::Corpus {
            $crate::check(data, &[$(cueline_transcript::Format::$format),+])
        });
    };
}
