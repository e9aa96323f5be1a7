//! Streams that follow one another in a file, as in a chained Ogg or in joined FLAC files: one sound, at the rate of the first.

use std::path::Path;

use super::container::Container;
use super::followed::Shape;
use super::packets::Opened;
use super::stream::{Facts, Piece, Stream};
use crate::error::Fault;
use crate::units::Frame;

/// Frames of a stream with another rate that are made at once.
const BLOCK: i64 = 2048;
/// Neighbours on each side that a frame between two others is made of.
const REACH: i64 = 32;

/// One of the streams.
struct Link {
    sound: Container,
    rate: i64,
    channels: u16,
    /// The raw position of what is first heard of it, and how many of its frames are.
    start: i64,
    length: i64,
    /// Where it begins in the whole, and how long it is there.
    at: i64,
    frames: i64,
    /// Sound that was decoded, from this raw position on; at most what a block needs.
    held: Vec<f32>,
    held_from: i64,
}

/// The streams as one.
pub(super) struct Chain {
    links: Vec<Link>,
    rate: i64,
    channels: u16,
    current: usize,
    /// The position in the whole that comes next.
    next: i64,
    made: Vec<f32>,
}

impl Chain {
    /// Joins streams; the facts are those of the first, with the length of all, and the shapes those of each.
    pub(super) fn open(opened: Vec<Opened>, path: &Path) -> Result<(Chain, Facts, Vec<Shape>), Fault> {
        let mut all: Option<Facts> = None;
        let (mut links, mut shapes, mut at) = (Vec::new(), Vec::new(), 0_i64);
        for opened in opened {
            let (sound, facts) = Container::open(opened, path)?;
            let length = facts.length.map_or(0, |length| i64::try_from(length.0).unwrap_or(0));
            let rate = i64::from(facts.rate.hz());
            let whole = all.as_ref().map_or(rate, |all| i64::from(all.rate.hz()));
            let frames =
                i64::try_from(i128::from(length) * i128::from(whole) / i128::from(rate)).unwrap_or(0);
            let (channels, start) = (facts.channels, facts.start);
            shapes.push(Shape::of(&facts));
            links.push(Link {
                sound,
                rate,
                channels,
                start,
                length,
                at,
                frames,
                held: Vec::new(),
                held_from: 0,
            });
            match &mut all {
                Some(all) => {
                    all.joints.push(at);
                    all.notices.extend(facts.notices);
                    all.sample_bits = all.sample_bits.max(facts.sample_bits);
                }
                None => all = Some(facts),
            }
            at = at.saturating_add(frames);
        }
        let Some(mut facts) = all else { return Err(Fault::NotAudio) };
        facts.start = 0;
        facts.length = Some(Frame(at.unsigned_abs()));
        facts.notices.truncate(1);
        let (rate, channels) = (i64::from(facts.rate.hz()), facts.channels);
        let mut chain = Chain { links, rate, channels, current: 0, next: 0, made: Vec::new() };
        chain.seek(0)?;
        Ok((chain, facts, shapes))
    }
}

impl Stream for Chain {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        self.current = self.links.partition_point(|link| link.at <= raw).saturating_sub(1);
        let Some(link) = self.links.get_mut(self.current) else { return Ok(()) };
        let inside = (raw - link.at).clamp(0, link.frames);
        // Blocks are made at fixed places, so that they come out the same whichever way they are reached.
        let inside = if link.rate == self.rate { inside } else { inside / BLOCK * BLOCK };
        self.next = link.at + inside;
        link.go(inside, self.rate)
    }

    fn next(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        loop {
            let Some(link) = self.links.get_mut(self.current) else { return Ok(None) };
            self.made.clear();
            let piece = if link.rate == self.rate {
                link.plain(&mut self.made)?
            } else {
                link.resampled(self.next - link.at, self.rate, &mut self.made)?
            };
            let (at, frames, channels) = (link.at, link.frames, usize::from(link.channels));
            let Some(mut piece) = piece.filter(|piece| piece.start < frames) else {
                self.current += 1;
                if let Some(link) = self.links.get_mut(self.current) {
                    self.next = link.at;
                    link.go(0, self.rate)?;
                }
                continue;
            };
            // What is before the stream's first frame or behind its last isn't part of the whole.
            let skip = usize::try_from(-piece.start).unwrap_or(0).min(piece.frames);
            let count = (piece.frames - skip).min(usize::try_from(frames - piece.start.max(0)).unwrap_or(0));
            if count == 0 {
                continue;
            }
            let sound = self.made.get(skip * channels..(skip + count) * channels).unwrap_or_default();
            match (channels, self.channels) {
                (2, 1) => out.extend(sound.chunks_exact(2).map(|frame| (frame[0] + frame[1]) / 2.0)),
                (1, 2) => out.extend(sound.iter().flat_map(|sample| [*sample; 2])),
                _ => out.extend_from_slice(sound),
            }
            piece.start = at + piece.start.max(0);
            piece.frames = count;
            self.next = piece.start + i64::try_from(count).unwrap_or(0);
            return Ok(Some(piece));
        }
    }

    fn another(&self) -> Result<Option<Box<dyn Stream>>, Fault> {
        let mut links = Vec::with_capacity(self.links.len());
        for link in &self.links {
            let Some(sound) = link.sound.again()? else { return Ok(None) };
            links.push(Link { sound, held: Vec::new(), held_from: 0, ..*link });
        }
        let (rate, channels) = (self.rate, self.channels);
        let mut chain = Chain { links, rate, channels, current: 0, next: 0, made: Vec::new() };
        chain.seek(0)?;
        Ok(Some(Box::new(chain)))
    }
}

impl Link {
    /// Moves so that what follows comes out right from `inside` on, a position at the whole's rate.
    fn go(&mut self, inside: i64, whole: i64) -> Result<(), Fault> {
        self.held.clear();
        let own = inside * self.rate / whole;
        let own = if self.rate == whole { own } else { (own - REACH).max(0) };
        self.held_from = self.start + own;
        self.sound.seek(self.start + own)
    }

    fn plain(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        let piece = self.sound.next(out)?;
        Ok(piece.map(|piece| Piece { start: piece.start - self.start, ..piece }))
    }

    /// A block from `inside` on, at the rate of the whole: each frame is a sum over its neighbours, weighted by a sine over its
    /// angle under a raised cosine, no wider than the lower of both rates allows.
    fn resampled(&mut self, inside: i64, whole: i64, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        let frames = BLOCK.min(self.frames - inside);
        if frames <= 0 {
            return Ok(None);
        }
        let channels = usize::from(self.channels);
        let reach = REACH.max(REACH * self.rate / whole);
        let first = self.start + inside * self.rate / whole - reach;
        let last = self.start + (inside + frames) * self.rate / whole + reach + 1;
        let damaged = self.hold(first, last)?;
        let narrow = (whole as f64 / self.rate as f64).min(1.0);
        for frame in inside..inside + frames {
            let product = i128::from(frame) * i128::from(self.rate);
            let (own, part) = ((product / i128::from(whole)) as i64, (product % i128::from(whole)) as f64);
            let part = part / whole as f64;
            let (mut sums, mut total) = ([0.0_f64; 2], 0.0);
            for tap in -reach + 1..=reach {
                let x = tap as f64 - part;
                let angle = std::f64::consts::PI * x * narrow;
                let sine = if angle == 0.0 { 1.0 } else { angle.sin() / angle };
                let weight = sine * (0.5 + 0.5 * (std::f64::consts::PI * x / (reach + 1) as f64).cos());
                total += weight;
                // Before its first and after its last frame a stream is silent.
                let Ok(at) = usize::try_from(self.start + own + tap - self.held_from) else { continue };
                if own + tap < 0 || own + tap >= self.length {
                    continue;
                }
                for (sum, sample) in sums.iter_mut().zip(self.held.iter().skip(at * channels).take(channels))
                {
                    *sum += weight * f64::from(*sample);
                }
            }
            out.extend(sums.iter().take(channels).map(|sum| (sum / total) as f32));
        }
        Ok(Some(Piece { start: inside, frames: usize::try_from(frames).unwrap_or(0), damaged }))
    }

    /// Decodes until what is held reaches from `first` to `last`. Answers whether something of it was damaged.
    fn hold(&mut self, first: i64, last: i64) -> Result<bool, Fault> {
        let channels = usize::from(self.channels);
        let drop = usize::try_from(first - self.held_from).unwrap_or(0).min(self.held.len() / channels);
        self.held.drain(..drop * channels);
        self.held_from += drop as i64;
        let (mut damaged, mut piece) = (false, Vec::new());
        loop {
            let end = self.held_from + (self.held.len() / channels) as i64;
            if end >= last {
                return Ok(damaged);
            }
            piece.clear();
            let Some(made) = self.sound.next(&mut piece)? else { return Ok(damaged) };
            let (mut start, made_end) = (made.start, made.start + made.frames as i64);
            if made_end <= self.held_from {
                continue;
            }
            damaged |= made.damaged;
            // A gap is silent, but no longer than what is needed.
            let silent = usize::try_from((start - end).min(last - end)).unwrap_or(0);
            self.held.resize(self.held.len() + silent * channels, 0.0);
            start = start.max(end);
            let skip = usize::try_from(start - made.start).unwrap_or(0) * channels;
            self.held.extend_from_slice(piece.get(skip..).unwrap_or_default());
        }
    }
}
