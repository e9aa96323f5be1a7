//! A part whose rate isn't the stream's, brought to it.

use crate::resample::Resampler;
use crate::units::Rate;

/// The sound of one part on its way to the stream's rate, in blocks that lie on the part's own grid: so each comes out the
/// same whichever way it was reached.
pub(super) struct Rerate {
    resampler: Resampler,
    channels: usize,
    /// The frame of the part, at the stream's rate, that comes out next.
    next: u64,
    /// The part's own frames still to be left out, before the grid.
    skip: usize,
    ended: bool,
}

impl Rerate {
    pub(super) fn new(from: u32, to: u32, channels: u16) -> Option<Rerate> {
        let resampler = Resampler::new(Rate::new(from)?, Rate::new(to)?, channels)?;
        let mut rerate =
            Rerate { resampler, channels: usize::from(channels), next: 0, skip: 0, ended: false };
        rerate.seek(0, 1);
        Some(rerate)
    }

    /// Prepares for what sounds from `frame` of the part on, at the stream's rate. Answers with the frame of the format, of
    /// `samples` frames of sound each, from which [`Rerate::push`] wants the part's sound.
    pub(super) fn seek(&mut self, frame: u64, samples: u64) -> u64 {
        let (from, next) = self.resampler.start_on_grid(frame);
        self.next = next;
        self.skip = usize::try_from(from % samples).unwrap_or(0);
        self.ended = false;
        from / samples
    }

    /// Takes sound of the part, and appends what it completes to `out`; answers the place of its first frame.
    pub(super) fn push(&mut self, sound: &[f32], out: &mut Vec<f32>) -> u64 {
        let sound = &sound[(std::mem::take(&mut self.skip) * self.channels).min(sound.len())..];
        self.count(out, |resampler, out| resampler.push(sound, out))
    }

    /// Appends what is left at the part's end, up to the part's `length`; `None` when that was done.
    pub(super) fn end(&mut self, length: u64, out: &mut Vec<f32>) -> Option<u64> {
        if std::mem::replace(&mut self.ended, true) {
            return None;
        }
        let from = out.len();
        let at = self.count(out, Resampler::flush);
        let left = usize::try_from(length.saturating_sub(at)).unwrap_or(usize::MAX);
        out.truncate(left.saturating_mul(self.channels).saturating_add(from));
        Some(at)
    }

    fn count(&mut self, out: &mut Vec<f32>, work: impl FnOnce(&mut Resampler, &mut Vec<f32>)) -> u64 {
        let (at, before) = (self.next, out.len());
        work(&mut self.resampler, out);
        self.next += ((out.len() - before) / self.channels) as u64;
        at
    }
}
