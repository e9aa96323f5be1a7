//! A file's sound as those hear it who look for words in it: one channel at 16 kHz, from any place on.

use std::ops::Range;

use super::grid::RATES;
use super::meter::{mix, survive};
use crate::decode::Reader;
use crate::error::Error;
use crate::resample::Resampler;
use crate::units::{Frame, Rate};

/// A file's sound as the mean of its channels at [`Speech::HZ`]; full scale is 1.
///
/// Sample `n` belongs to second `n / 16000` of the source, to a fraction of a frame: the resampler's delay is taken out. It is the
/// same, bit for bit, whichever way it is asked for, so a file can be taken in pieces by several threads, each with
/// [`another`](Speech::another) of these. What can't be decoded is silent. Nothing is kept of a piece once it is given.
pub struct Speech {
    reader: Reader,
    /// `None` where the source has this rate already.
    resampler: Option<Resampler>,
    length: u64,
    frames: Vec<f32>,
    mono: Vec<f32>,
    made: Vec<f32>,
}

impl Speech {
    /// Samples a second.
    pub const HZ: u32 = 16_000;

    /// The sound of the file behind `reader`, which must be a reader for this alone.
    ///
    /// # Errors
    /// [`Error::NotAnalysed`] where the file's length isn't known, or its rate is none that speech is recorded at.
    pub fn of(reader: Reader) -> Result<Speech, Error> {
        let not = |reason| Error::NotAnalysed { path: reader.path().to_owned(), reason };
        let rate = reader.rate();
        let length = reader.length().ok_or_else(|| not("its length isn't known"))?;
        let own = Rate::new(Self::HZ).filter(|_| RATES.contains(&rate.hz()));
        let own = own.ok_or_else(|| not("its sample rate is none that speech is recorded at"))?;
        let resampler = match rate {
            rate if rate == own => None,
            _ => Some(
                Resampler::new(rate, own, 1)
                    .ok_or_else(|| not("its sample rate can't be brought to 16 kHz"))?,
            ),
        };
        let samples = (u128::from(length.0) * u128::from(Self::HZ)).div_ceil(u128::from(rate.hz()));
        let length = u64::try_from(samples).unwrap_or(u64::MAX);
        Ok(Speech { reader, resampler, length, frames: Vec::new(), mono: Vec::new(), made: Vec::new() })
    }

    /// The same with a reader of its own, for another thread.
    ///
    /// # Errors
    /// As [`Reader::another`].
    pub fn another(&self) -> Result<Speech, Error> {
        Speech::of(self.reader.another()?)
    }

    /// How many samples the file has.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Appends the samples of `span` to `out`, so far as the file goes; answers whether it did. It didn't where `cancelled`, which
    /// is asked once for each packet, says so; `out` has only some of them then.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Open`]: the file is gone, or the disk fails. Damage is none.
    pub fn samples(
        &mut self,
        span: Range<u64>,
        cancelled: &dyn Fn() -> bool,
        out: &mut Vec<f32>,
    ) -> Result<bool, Error> {
        let span = span.start.min(self.length)..span.end.min(self.length);
        let (from, mut at) = match &mut self.resampler {
            Some(resampler) => resampler.start_on_grid(span.start),
            None => (span.start, span.start),
        };
        let channels = usize::from(self.reader.info().channels.max(1));
        let mut more = survive(self.reader.seek(Frame(from)))?.is_some();
        while at < span.end {
            if cancelled() {
                return Ok(false);
            }
            self.frames.clear();
            more = more && survive(self.reader.read(&mut self.frames))?.is_some_and(|count| count > 0);
            mix(&self.frames, channels, &mut self.mono);
            self.made.clear();
            match &mut self.resampler {
                Some(resampler) if more => resampler.push(&self.mono, &mut self.made),
                Some(resampler) => resampler.flush(&mut self.made),
                None if more => self.made.append(&mut self.mono),
                None => self.made.resize(usize::try_from(span.end - at).unwrap_or(0), 0.0),
            }
            let inside = |sample: u64| {
                usize::try_from(sample.saturating_sub(at)).unwrap_or(usize::MAX).min(self.made.len())
            };
            out.extend_from_slice(&self.made[inside(span.start)..inside(span.end)]);
            at += self.made.len() as u64;
        }
        Ok(true)
    }
}

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Speech").field("reader", &self.reader).field("length", &self.length).finish()
    }
}
