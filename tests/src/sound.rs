//! An ear: what the loudspeaker played, what FFmpeg says a file holds, and where one is in the other.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use realfft::RealFftPlanner;
use tempfile::NamedTempFile;

use crate::desktop::{Desktop, LOUDSPEAKER, RATE, end, wait_for};

/// A running recording of all that the desktop plays, one channel at [`RATE`].
pub struct Recording {
    process: Child,
    file: NamedTempFile,
}

impl Recording {
    /// Begins to record.
    pub fn start(desktop: &Desktop) -> Self {
        Self::of(desktop, LOUDSPEAKER)
    }

    /// Begins to record what one of several loudspeakers plays.
    pub fn of(desktop: &Desktop, loudspeaker: &str) -> Self {
        let file = NamedTempFile::new().expect("a temporary file");
        let process = desktop
            .command("parec")
            .args([&format!("--device={loudspeaker}.monitor"), "--raw", "--format=s16le", "--channels=1"])
            .args([&format!("--rate={RATE}"), "--latency-msec=5", "--process-time-msec=5"])
            .stdout(Stdio::from(file.reopen().expect("the file opens")))
            .spawn()
            .expect("parec starts");
        let recording = Self { process, file };
        wait_for("the recording", || !recording.is_empty());
        recording
    }

    /// How many frames there are by now.
    pub fn len(&self) -> usize {
        (self.file.as_file().metadata().map_or(0, |data| data.len()) / 2) as usize
    }

    /// Whether nothing was recorded yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Frames `from..from + count`, waiting until they were played.
    pub fn hear(&self, from: usize, count: usize) -> Vec<f32> {
        let patience = Duration::from_secs(20) + Duration::from_secs_f64(count as f64 / f64::from(RATE));
        let begin = Instant::now();
        while self.len() < from + count {
            assert!(begin.elapsed() < patience, "the recording stands still");
            thread::sleep(Duration::from_millis(5));
        }
        let mut file: File = self.file.reopen().expect("the file opens");
        file.seek(SeekFrom::Start(from as u64 * 2)).expect("the file has that place");
        let mut bytes = vec![0; count * 2];
        file.read_exact(&mut bytes).expect("the recording is read");
        bytes
            .chunks_exact(2)
            .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
            .collect()
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

/// What FFmpeg decodes from a file, mixed to one channel at `rate`.
pub fn decoded(path: &Path, rate: u32) -> Vec<f32> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(path)
        .args(["-map", "0:a:0", "-ac", "1", "-ar", &rate.to_string(), "-f", "f32le", "-"])
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg runs");
    assert!(output.status.success(), "ffmpeg decodes {}", path.display());
    output
        .stdout
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect()
}

/// Where a sound was found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The frame of the haystack at which the needle begins.
    pub at: usize,
    /// Normalised cross-correlation there: 1 for the same sound, about 0 for another.
    pub likeness: f32,
}

/// Finds `needle` in `haystack` by normalised cross-correlation.
pub fn find(needle: &[f32], haystack: &[f32]) -> Found {
    assert!(!needle.is_empty() && needle.len() <= haystack.len(), "the needle fits into the haystack");
    let length = (haystack.len() + needle.len()).next_power_of_two();
    let mut planner = RealFftPlanner::<f32>::new();
    let forward = planner.plan_fft_forward(length);
    let backward = planner.plan_fft_inverse(length);
    let spectrum = |samples: &[f32]| {
        let mut padded = samples.to_vec();
        padded.resize(length, 0.0);
        let mut spectrum = forward.make_output_vec();
        forward.process(&mut padded, &mut spectrum).expect("the lengths match");
        spectrum
    };
    let mut product = spectrum(haystack);
    for (hay, needle) in product.iter_mut().zip(spectrum(needle)) {
        *hay *= needle.conj();
    }
    let mut correlation = backward.make_output_vec();
    backward.process(&mut product, &mut correlation).expect("the lengths match");

    let energy = |samples: &[f32]| samples.iter().map(|&s| f64::from(s) * f64::from(s)).sum::<f64>();
    let needle_energy = energy(needle);
    let mut window_energy = energy(&haystack[..needle.len()]);
    let mut best = Found { at: 0, likeness: f32::MIN };
    for at in 0..=haystack.len() - needle.len() {
        let scale = (needle_energy * window_energy.max(1e-9)).sqrt() * length as f64;
        let likeness = (f64::from(correlation[at]) / scale) as f32;
        if likeness > best.likeness {
            best = Found { at, likeness };
        }
        if let Some(&next) = haystack.get(at + needle.len()) {
            window_energy +=
                f64::from(next) * f64::from(next) - f64::from(haystack[at]) * f64::from(haystack[at]);
        }
    }
    best
}

/// Where a sound was found that may have lost some frames on its way.
#[derive(Clone, Copy, Debug)]
pub struct InPieces {
    /// The frame of the haystack at which the needle would begin, by the piece in the middle of those found: negative
    /// where the haystack only has its rest.
    pub at: i64,
    /// How many pieces were found whole, each about as far from the needle's begin as it is in the needle.
    pub found: usize,
    /// Whether the needle's first or second piece is among them.
    pub begin: bool,
}

/// Finds `needle` in `haystack` where a machine at its limits may have dropped up to `slack` frames in all, here and
/// there. A single correlation loses its peak by one such drop; a piece is either hit by one or found whole.
pub fn find_in_pieces(needle: &[f32], haystack: &[f32], pieces: usize, slack: usize) -> InPieces {
    let length = needle.len() / pieces;
    let mut found: Vec<(i64, usize)> = needle
        .chunks_exact(length)
        .map(|piece| find(piece, haystack))
        .enumerate()
        .filter(|(_, found)| found.likeness > 0.9)
        .map(|(piece, found)| (found.at as i64 - (piece * length) as i64, piece))
        .collect();
    found.sort_unstable();
    let near = |&(at, _): &(i64, usize), other: i64| at.abs_diff(other) <= slack as u64;
    // The place that most pieces agree on: one that is somewhere else, as a silence may be, doesn't count.
    let places = found.iter().map(|&(at, _)| at);
    let Some(at) = places.max_by_key(|&at| found.iter().filter(|piece| near(piece, at)).count()) else {
        return InPieces { at: 0, found: 0, begin: false };
    };
    found.retain(|piece| near(piece, at));
    InPieces {
        at: found[found.len() / 2].0,
        found: found.len(),
        begin: found.iter().any(|&(_, piece)| piece < 2),
    }
}

/// The root mean square of some frames.
pub fn loudness(samples: &[f32]) -> f32 {
    (samples.iter().map(|s| s * s).sum::<f32>() / samples.len().max(1) as f32).sqrt()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn noise(seed: u32, frames: usize) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state as f32 / u32::MAX as f32 - 0.5
        };
        (0..frames).map(|_| next()).collect()
    }

    #[test]
    fn a_quieter_copy_is_found_where_it_was_taken_from() {
        let haystack = noise(1, 20_000);
        let needle: Vec<f32> = haystack[7_321..9_000].iter().map(|sample| sample * 0.3).collect();
        let found = find(&needle, &haystack);
        assert_eq!(found.at, 7_321);
        assert!(found.likeness > 0.99);
        assert!(find(&noise(7, 1_500), &haystack).likeness < 0.3);
    }

    #[test]
    fn a_copy_with_holes_is_found_by_the_pieces_between_them() {
        let haystack = noise(1, 20_000);
        let mut needle = haystack[7_300..7_900].to_vec();
        needle.extend_from_slice(&haystack[7_920..8_900]);
        needle.extend_from_slice(&haystack[8_930..9_350]);
        assert!(find(&needle, &haystack).likeness < 0.8, "as a whole it isn't");
        let found = find_in_pieces(&needle, &haystack, 10, 50);
        assert!((7..10).contains(&found.found) && found.begin, "{found:?}");
        assert!((7_300..7_350).contains(&found.at), "{found:?}");
        assert_eq!(find_in_pieces(&noise(7, 2_000), &haystack, 10, 50).found, 0);
    }
}
