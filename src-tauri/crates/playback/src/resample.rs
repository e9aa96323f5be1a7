//! From the source's rate to the device's, with the place of every output frame known exactly.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

use crate::units::{Frame, Rate};

/// Source frames that are transformed at a time, at least: the filter is as long, so its edge is steep.
const BLOCK: usize = 1024;

/// A resampler between two rates.
///
/// Both block sizes are even multiples of the two rates divided by their greatest common divisor. So the filter's
/// delay is a whole number of frames on either side, and with the run-up below an output frame falls exactly on
/// the source frame that was asked for.
pub(crate) struct Resampler {
    fft: Fft<f32>,
    channels: usize,
    /// Source frames that go in and device frames that come out, at a time.
    sizes: (usize, usize),
    /// Source frames that are fed before the first wanted one.
    run_up: usize,
    /// Output frames still to be thrown away: the delay, and what the run-up becomes.
    skip: usize,
    input: Vec<f32>,
    output: Vec<f32>,
}

impl Resampler {
    pub(crate) fn new(from: Rate, to: Rate, channels: u16) -> Option<Resampler> {
        let divisor = gcd(from.hz(), to.hz());
        let (from_unit, to_unit) = ((from.hz() / divisor) as usize, (to.hz() / divisor) as usize);
        let blocks = BLOCK.div_ceil(from_unit).next_multiple_of(2);
        let sizes = (blocks * from_unit, blocks * to_unit);
        let channels = usize::from(channels);
        let fft = Fft::new_custom(
            from.hz() as usize,
            to.hz() as usize,
            sizes.0,
            1,
            channels,
            WindowFunction::BlackmanHarris2,
            FixedSync::Both,
        )
        .ok()
        .filter(|fft| (fft.fft_size_in(), fft.fft_size_out()) == sizes)?;
        let output = vec![0.0; sizes.1 * channels];
        Some(Resampler { fft, channels, sizes, run_up: sizes.0, skip: 0, input: Vec::new(), output })
    }

    /// Forgets everything and prepares for output that begins at source frame `first`. Answers with the source
    /// frame from which [`Resampler::push`] wants the sound; what lies before the source's beginning is silence.
    pub(crate) fn start(&mut self, first: Frame) -> Frame {
        self.fft.reset();
        let from = first.0.saturating_sub(self.run_up as u64);
        let missing = self.run_up - (first.0 - from) as usize;
        self.input.clear();
        self.input.resize(missing * self.channels, 0.0);
        self.skip = self.sizes.1 / 2 + self.sizes.1;
        Frame(from)
    }

    /// Forgets everything and prepares for output frame `first`, counted from the source's beginning, or a little
    /// earlier. The source is taken in blocks that are always the same ones, so that what comes out is the same,
    /// bit for bit, wherever it was begun. Answers with the source frame from which [`Resampler::push`] wants the
    /// sound, and with the output frame that comes out first.
    pub(crate) fn start_on_grid(&mut self, first: u64) -> (u64, u64) {
        self.fft.reset();
        self.input.clear();
        let (input, output) = (self.sizes.0 as u64, self.sizes.1 as u64);
        let delay = output / 2;
        let block = (first + delay) / output;
        // What a block leaves for the next one is all that the resampler remembers.
        let before = block.saturating_sub(1);
        let begin = (block * output).max(delay);
        self.skip = usize::try_from(begin - before * output).unwrap_or(0);
        (before * input, begin - delay)
    }

    /// Takes source frames, interleaved, and appends the output that they complete to `out`.
    pub(crate) fn push(&mut self, sound: &[f32], out: &mut Vec<f32>) {
        self.input.extend_from_slice(sound);
        let block = self.sizes.0 * self.channels;
        let mut used = 0;
        while self.input.len() - used >= block {
            let adapters = (
                InterleavedSlice::new(&self.input[used..used + block], self.channels, self.sizes.0),
                InterleavedSlice::new_mut(&mut self.output, self.channels, self.sizes.1),
            );
            if let (Ok(input), Ok(mut output)) = adapters {
                // The sizes are those that the resampler was made with, so nothing is left that it could refuse.
                let _ = self.fft.process_into_buffer(&input, &mut output, None);
            }
            let skipped = self.skip.min(self.sizes.1);
            self.skip -= skipped;
            out.extend_from_slice(&self.output[skipped * self.channels..]);
            used += block;
        }
        self.input.drain(..used);
    }

    /// Appends what is still inside by feeding silence.
    pub(crate) fn flush(&mut self, out: &mut Vec<f32>) {
        let silence = vec![0.0; 2 * self.sizes.0 * self.channels];
        self.push(&silence, out);
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    /// A tone whose phase tells every position, at any rate.
    fn tone(seconds: f64) -> f32 {
        (TAU * 441.0 * seconds).sin() as f32
    }

    #[test]
    fn every_output_frame_is_the_source_at_its_place() {
        let cases = [
            (44_100, 48_000),
            (48_000, 44_100),
            (8_000, 48_000),
            (22_050, 48_000),
            (96_000, 44_100),
            (11_025, 96_000),
        ];
        for (from, to) in cases {
            let (rate, device) = (Rate::new(from).unwrap(), Rate::new(to).unwrap());
            let mut resampler = Resampler::new(rate, device, 1).unwrap();
            for first in [Frame(30_001), Frame(7_777)] {
                let begin = resampler.start(first);
                let mut out = Vec::new();
                let seconds = |frame: u64| frame as f64 / f64::from(from);
                let source: Vec<f32> =
                    (begin.0..first.0 + u64::from(from)).map(|n| tone(seconds(n))).collect();
                source.chunks(1000).for_each(|piece| resampler.push(piece, &mut out));
                assert!(out.len() > to as usize / 3, "{from} to {to}");
                for (n, sample) in out.iter().enumerate() {
                    let expected = tone(seconds(first.0) + n as f64 / f64::from(to));
                    assert!(
                        (sample - expected).abs() < 2e-3,
                        "{from} to {to}, frame {n}: {sample} for {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_source_comes_out() {
        let mut resampler =
            Resampler::new(Rate::new(44_100).unwrap(), Rate::new(48_000).unwrap(), 2).unwrap();
        assert_eq!(resampler.start(Frame::ZERO), Frame::ZERO);
        let mut out = Vec::new();
        resampler.push(&vec![0.5; 2 * 44_100], &mut out);
        resampler.flush(&mut out);
        assert!(out.len() / 2 >= 48_000);
        assert!((out[2 * 47_000] - 0.5).abs() < 1e-3);
    }
}
