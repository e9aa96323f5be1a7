//! A file's sound as recognisers of speech take it: one channel at a low rate, exact in time.
//!
//! The rate is changed by a windowed sinc (Blackman, cut off just below the lower of the two rates' halves) that is reckoned for every
//! sample of the output from its own place in the source, so that it makes no difference where a piece begins: pieces decoded side by
//! side are what one pass over the file would give, and output sample n lies exactly at n / rate seconds.

use std::f64::consts::PI;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use crate::analysis::lower_priority;
use crate::decode::Reader;
use crate::error::Error;
use crate::units::Frame;

/// Crossings of zero of the sinc on either side.
const CROSSINGS: f64 = 16.0;
/// The share of the band below half the lower rate that passes.
const PASSED: f64 = 0.94;
/// Seconds of output that are made at a time.
const PIECE_SECONDS: u64 = 20;
/// Pieces that a thread may be ahead of the one that is waited for.
const AHEAD: usize = 4;

/// Hands the sound behind `reader` between two times (in samples of the output) to `sink`, in order, as one channel at `rate` Hz. Answers
/// whether it got to the end: not where `cancelled` has said so. The threads that decode have the lowest priority.
///
/// `reader` is only asked for others like it. A file whose length isn't known gives nothing.
///
/// # Errors
/// [`Error::Read`] and [`Error::Open`]: the file is gone, or the disk fails.
pub fn hear(
    reader: &Reader,
    rate: u32,
    between: std::ops::Range<u64>,
    threads: NonZeroUsize,
    cancelled: &(dyn Fn() -> bool + Sync),
    sink: &mut dyn FnMut(&[f32]),
) -> Result<bool, Error> {
    let source = reader.rate().hz();
    let length = reader.info().frames.unwrap_or_default();
    let whole = u128::from(length) * u128::from(rate) / u128::from(source.max(1));
    let end = between.end.min(u64::try_from(whole).unwrap_or(u64::MAX));
    let piece = PIECE_SECONDS * u64::from(rate);
    let starts: Vec<u64> = (between.start..end).step_by(piece as usize).collect();
    let table = Kernels::new(source, rate);
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let stop = || failed.load(Ordering::Relaxed) || cancelled();
    // Which piece is waited for, and those that are done before it.
    let done = Mutex::new((0_usize, Vec::<(usize, Result<Vec<f32>, Error>)>::new(), 0_usize));
    let changed = Condvar::new();
    let lock = || done.lock().unwrap_or_else(PoisonError::into_inner);

    thread::scope(|scope| {
        let count = threads.get().min(starts.len());
        for n in 0..count {
            let reader = reader.another().inspect_err(|_| failed.store(true, Ordering::Relaxed))?;
            let (starts, table, next, stop, lock, changed) = (&starts, &table, &next, &stop, &lock, &changed);
            let work = move || {
                lower_priority();
                let mut ear = Ear { reader, table, raw: Vec::new() };
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(start) = starts.get(place) else { break };
                    let mut waiting = lock();
                    while place > waiting.0 + AHEAD && !stop() {
                        let pause = std::time::Duration::from_millis(50);
                        waiting =
                            changed.wait_timeout(waiting, pause).unwrap_or_else(PoisonError::into_inner).0;
                    }
                    drop(waiting);
                    if stop() {
                        break;
                    }
                    let heard = ear.hear(*start..(*start + piece).min(end), stop);
                    lock().1.push((place, heard));
                    changed.notify_all();
                }
                lock().2 += 1;
                changed.notify_all();
            };
            let begun = thread::Builder::new().name(format!("cueline-hear-{n}")).spawn_scoped(scope, work);
            if begun.is_err() {
                lock().2 += 1; // the others do its part
            }
        }
        for place in 0..starts.len() {
            let heard = loop {
                let mut waiting = lock();
                waiting.0 = place;
                if let Some(at) = waiting.1.iter().position(|(done, _)| *done == place) {
                    break Some(waiting.1.swap_remove(at).1);
                }
                if waiting.2 == count {
                    break None;
                }
                changed.notify_all();
                let pause = std::time::Duration::from_millis(50);
                drop(changed.wait_timeout(waiting, pause).unwrap_or_else(PoisonError::into_inner));
            };
            match heard {
                Some(Ok(samples)) if !cancelled() => sink(&samples),
                Some(Err(error)) => {
                    failed.store(true, Ordering::Relaxed);
                    return Err(error);
                }
                _ => {
                    failed.store(true, Ordering::Relaxed);
                    return Ok(false);
                }
            }
        }
        Ok(!cancelled())
    })
}

/// One thread's reader, and what it last read.
struct Ear<'a> {
    reader: Reader,
    table: &'a Kernels,
    /// As read, interleaved.
    raw: Vec<f32>,
}

impl Ear<'_> {
    /// These samples of the output.
    fn hear(&mut self, samples: std::ops::Range<u64>, stop: &dyn Fn() -> bool) -> Result<Vec<f32>, Error> {
        let table = self.table;
        let reach = table.reach as i64;
        let first = table.place(samples.start).0 - reach;
        let last = table.place(samples.end).0 + reach + 2;
        let begin = first.max(0);
        let channels = usize::from(self.reader.info().channels).max(1);
        self.reader.seek(Frame(begin.unsigned_abs()))?;
        // What lies before the file's beginning is silent.
        let mut mono = vec![0.0; (begin - first).unsigned_abs() as usize];
        let mut position = begin;
        while position < last && !stop() {
            self.raw.clear();
            let frames = self.reader.read(&mut self.raw)?;
            if frames == 0 {
                break;
            }
            let share = 1.0 / channels as f32;
            mono.extend(self.raw.chunks_exact(channels).map(|frame| frame.iter().sum::<f32>() * share));
            position += frames as i64;
        }
        mono.resize(mono.len().max((last - first).unsigned_abs() as usize), 0.0);
        let sample = |n: u64| {
            let (whole, phase) = table.place(n);
            let from = (whole - reach - first).unsigned_abs() as usize;
            let kernel = table.kernel(phase);
            mono.get(from..from + kernel.len()).map_or(0.0, |heard| dot(heard, kernel))
        };
        Ok(samples.map(sample).collect())
    }
}

/// In lanes, which the compiler makes vectors of.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
}

/// The sinc at every place between two samples of the source that a sample of the output can have.
struct Kernels {
    /// Source and output rates, without their common divisors.
    source: u64,
    output: u64,
    /// Samples of the source on either side that count.
    reach: usize,
    width: usize,
    weights: Vec<f32>,
}

impl Kernels {
    fn new(source: u32, output: u32) -> Kernels {
        let divisor = gcd(source.max(1), output);
        let (source, output) = (u64::from(source.max(1) / divisor), u64::from(output / divisor));
        let cut = PASSED * (output as f64 / source as f64).min(1.0);
        let reach = (CROSSINGS / cut).ceil() as usize;
        // A multiple of the lanes that are added up at once; the rest weighs nothing.
        let width = (2 * reach + 1).next_multiple_of(8);
        let mut weights = Vec::with_capacity(width * output as usize);
        for phase in 0..output {
            let between = phase as f64 / output as f64;
            let row = (0..width).map(|n| {
                let distance = n as f64 - reach as f64 - between;
                let window = distance / (reach as f64 + 1.0);
                if window.abs() >= 1.0 {
                    return 0.0;
                }
                let blackman = 0.42 + 0.5 * (PI * window).cos() + 0.08 * (2.0 * PI * window).cos();
                let x = PI * distance * cut;
                let sinc = if x.abs() < 1e-9 { 1.0 } else { x.sin() / x };
                cut * sinc * blackman
            });
            let row: Vec<f64> = row.collect();
            let sum: f64 = row.iter().sum();
            weights.extend(row.iter().map(|weight| (weight / sum) as f32));
        }
        Kernels { source, output, reach, width, weights }
    }

    /// Where a sample of the output lies in the source: behind which sample, and by which phase.
    fn place(&self, n: u64) -> (i64, usize) {
        let at = u128::from(n) * u128::from(self.source);
        let whole = at / u128::from(self.output);
        (i64::try_from(whole).unwrap_or(i64::MAX / 2), (at % u128::from(self.output)) as usize)
    }

    fn kernel(&self, phase: usize) -> &[f32] {
        self.weights.get(phase * self.width..(phase + 1) * self.width).unwrap_or_default()
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a mono WAV file of 16 bits.
    fn wav(rate: u32, samples: impl Iterator<Item = f64>) -> tempfile::NamedTempFile {
        let data: Vec<u8> = samples.flat_map(|s| ((s * 32_000.0) as i16).to_le_bytes()).collect();
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + data.len() as u32).to_le_bytes());
        bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        bytes.extend([rate.to_le_bytes(), (2 * rate).to_le_bytes()].concat());
        bytes.extend(b"\x02\0\x10\0data");
        bytes.extend((data.len() as u32).to_le_bytes());
        bytes.extend(data);
        let file = tempfile::Builder::new().suffix(".wav").tempfile().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        file
    }

    fn heard(path: &std::path::Path, between: std::ops::Range<u64>, threads: usize) -> Vec<f32> {
        let reader = Reader::open(path).unwrap();
        let mut all = Vec::new();
        let threads = NonZeroUsize::new(threads).unwrap();
        let whole =
            hear(&reader, 16_000, between, threads, &|| false, &mut |s| all.extend_from_slice(s)).unwrap();
        assert!(whole);
        all
    }

    #[test]
    fn a_tone_keeps_its_pitch_its_height_and_its_time_at_every_rate() {
        for rate in [8_000, 11_025, 16_000, 22_050, 44_100, 48_000] {
            let tone = |t: f64| 0.5 * (2.0 * PI * 1_000.0 * t).sin();
            let file = wav(rate, (0..rate * 2).map(|n| tone(f64::from(n) / f64::from(rate))));
            let all = heard(file.path(), 0..u64::MAX, 2);
            assert_eq!(all.len(), 32_000, "{rate}");
            for (n, sample) in all.iter().enumerate().take(31_000).skip(1_000) {
                let expected = tone(n as f64 / 16_000.0) * 32_000.0 / 32_768.0;
                assert!(
                    (f64::from(*sample) - expected).abs() < 2e-3,
                    "{rate} Hz, sample {n}: {sample} for {expected}"
                );
            }
        }
    }

    #[test]
    fn what_lies_above_the_band_does_not_come_back_below_it() {
        let file =
            wav(44_100, (0..88_200).map(|n| 0.5 * (2.0 * PI * 9_500.0 * f64::from(n) / 44_100.0).sin()));
        let all = heard(file.path(), 0..u64::MAX, 1);
        let loudest = all[1_000..31_000].iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
        assert!(loudest < 1e-3, "{loudest}");
    }

    #[test]
    fn pieces_are_bit_for_bit_what_one_pass_gives_whatever_the_threads() {
        let noise = |n: u32| f64::from(n.wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24) - 0.5;
        let file = wav(22_050, (0..22_050 * 65).map(noise));
        let all = heard(file.path(), 0..u64::MAX, 1);
        assert_eq!(all.len(), 16_000 * 65);
        assert_eq!(heard(file.path(), 0..u64::MAX, 3), all);
        assert_eq!(heard(file.path(), 123_457..654_321, 2), all[123_457..654_321]);
    }

    #[test]
    fn it_ends_soon_once_nobody_wants_it() {
        let file = wav(16_000, (0..16_000 * 90).map(|_| 0.0));
        let reader = Reader::open(file.path()).unwrap();
        let mut pieces = 0;
        let asked = AtomicUsize::new(0);
        let cancelled = || asked.fetch_add(1, Ordering::Relaxed) > 200;
        let whole =
            hear(&reader, 16_000, 0..u64::MAX, NonZeroUsize::MIN, &cancelled, &mut |_| pieces += 1).unwrap();
        assert!(!whole && pieces < 5, "{pieces}");
    }
}
