//! Stretching by overlapping pieces of the sound itself where its waveform matches: WSOLA.
//!
//! After W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high quality
//! time-scale modification of speech", ICASSP 1993. The output is made in hops of 10 ms. As long as simply going on in
//! the input stays near the place that the speed asks for, it goes on: nothing is changed there, and nothing computed.
//! Where it would stray too far, the output crosses over to the nearby place whose waveform goes on most alike, which is a
//! whole number of voice periods away.
//!
//! So the sound strays from the straight line of the speed by [`REACH_S`] at most, by [`FAR_S`] where the voice is
//! too deep to find a match within that, and never for good: each hop is measured against the line itself.

use std::collections::VecDeque;
use std::ops::Range;

use super::Stretch;
use crate::map::Span;
use crate::plan::Speed;
use crate::ramps::rise;

/// What is crossed over at a time: two periods of a usual voice, and short enough for any consonant.
const HOP_S: f64 = 0.01;
/// How far from its place the sound may be: one period of a 100 Hz voice fits between both sides.
const REACH_S: f64 = 0.005;
/// The same, where nothing nearer goes on alike: one period of a 65 Hz voice.
pub(super) const FAR_S: f64 = 0.008;
/// What goes on so much alike (the normalised cross-correlation of the two) isn't looked for farther off.
const ALIKE: f32 = 0.9;
/// The rate at which a match is first looked for, in Hz; it is then found exactly at the full rate.
const COARSE_HZ: usize = 8_000;

/// A stretcher for speech; its channels are cut at the same places.
pub(crate) struct Wsola {
    channels: usize,
    hop: usize,
    reach: usize,
    far: usize,
    /// Frames that make one in the first look for a match.
    coarse: usize,
    speed: Speed,
    /// The speed to come, and the input frame from which on.
    next_speed: Option<(u64, Speed)>,
    /// Input that may still be needed, and the same as one channel, which is what is compared.
    sound: Vec<f32>,
    mono: Vec<f32>,
    /// The input frame that `sound` begins with.
    base: u64,
    /// Frames that came in.
    taken: u64,
    /// The input frame with which the output simply goes on.
    at: u64,
    /// Frames that went out.
    out: u64,
    /// The line that the output follows; `None` before the first output.
    span: Option<Span>,
}

impl Wsola {
    pub(crate) fn new(rate: u32, channels: usize) -> Wsola {
        let frames = |seconds: f64| ((seconds * f64::from(rate)) as usize).max(1);
        Wsola {
            channels,
            hop: frames(HOP_S),
            reach: frames(REACH_S),
            far: frames(FAR_S),
            coarse: (rate as usize / COARSE_HZ).max(1),
            speed: Speed::NORMAL,
            next_speed: None,
            sound: Vec::new(),
            mono: Vec::new(),
            base: 0,
            taken: 0,
            at: 0,
            out: 0,
            span: None,
        }
    }

    /// Makes output up to frame `end`, if that is known, as far as the input goes.
    fn make(&mut self, end: Option<u64>, out: &mut Vec<f32>, spans: &mut VecDeque<Span>) {
        while end.is_none_or(|end| self.out < end) {
            let span = self.follow_speed(spans);
            let exact = self.at as f64 == span.input_at(self.out as f64);
            let landing = self.wants_normal() && !exact;
            if self.speed == Speed::NORMAL && exact {
                if !self.go_on(end, out) {
                    break;
                }
                continue;
            }
            let hop = self.hop as u64;
            let target = (span.input_at((self.out + hop) as f64) - hop as f64).round().max(0.0) as u64;
            if self.taken < self.at.max(target + 2 * self.far as u64) + hop + self.coarse as u64 {
                break;
            }
            let (reach, far) = (self.reach as u64, self.far as u64);
            // Back at normal speed the sound itself is the line, so that may only be met or overtaken.
            let (near, wide) = match landing {
                true => (target..target + 2 * reach, target..target + 2 * far),
                false => {
                    (target.saturating_sub(reach)..target + reach, target.saturating_sub(far)..target + far)
                }
            };
            let from = match near.contains(&self.at) {
                true => self.at,
                false => self.match_in(&near, &wide, target),
            };
            self.cross_over(from, out);
            if landing {
                self.begin_span(self.at as f64, Speed::NORMAL, spans);
            }
            self.forget();
        }
    }

    /// Takes up a change of speed that is due, and answers the line to follow.
    fn follow_speed(&mut self, spans: &mut VecDeque<Span>) -> Span {
        let Some(span) = self.span else { return self.begin_span(self.at as f64, self.speed, spans) };
        let place = span.input_at(self.out as f64);
        match self.next_speed {
            Some((from, speed)) if from as f64 <= place => {
                if speed == self.speed {
                    self.next_speed = None;
                } else if speed != Speed::NORMAL || self.at as f64 == place {
                    return self.begin_span(place, speed, spans);
                }
                span
            }
            _ => span,
        }
    }

    /// Whether it is time to go back to normal speed.
    fn wants_normal(&self) -> bool {
        let place = self.span.map_or(0.0, |span| span.input_at(self.out as f64));
        self.next_speed.is_some_and(|(from, speed)| speed == Speed::NORMAL && from as f64 <= place)
    }

    fn begin_span(&mut self, input: f64, speed: Speed, spans: &mut VecDeque<Span>) -> Span {
        if self.next_speed.is_some_and(|(_, next)| next == speed) {
            self.next_speed = None;
        }
        self.speed = speed;
        let span = Span { out: self.out, input, speed: speed.factor() };
        self.span = Some(span);
        spans.push_back(span);
        span
    }

    /// At normal speed: all that is there goes out as it is, up to a change of speed. Answers whether anything did.
    fn go_on(&mut self, end: Option<u64>, out: &mut Vec<f32>) -> bool {
        let until = self.next_speed.map_or(self.taken, |(from, _)| from.clamp(self.at, self.taken));
        let count = (until - self.at).min(end.map_or(u64::MAX, |end| end - self.out));
        let range = self.within(self.at, count as usize);
        out.extend_from_slice(&self.sound[range.start * self.channels..range.end * self.channels]);
        self.at += count;
        self.out += count;
        self.forget();
        count > 0
    }

    /// One hop: from the sound that goes on to the sound at `from`.
    fn cross_over(&mut self, from: u64, out: &mut Vec<f32>) {
        let (old, new) = (self.within(self.at, self.hop), self.within(from, self.hop));
        let channels = self.channels;
        let old = &self.sound[old.start * channels..old.end * channels];
        let new = &self.sound[new.start * channels..new.end * channels];
        if from == self.at {
            out.extend_from_slice(old);
        } else {
            for (n, (old, new)) in old.chunks_exact(channels).zip(new.chunks_exact(channels)).enumerate() {
                let gain = rise(n + 1, self.hop + 1);
                out.extend(old.iter().zip(new).map(|(old, new)| old + (new - old) * gain));
            }
        }
        self.at = from + self.hop as u64;
        self.out += self.hop as u64;
    }

    /// The place in `near` where the sound goes on most like here, or in `wide` if there is none.
    fn match_in(&self, near: &Range<u64>, wide: &Range<u64>, target: u64) -> u64 {
        let (place, alike) = self.best_in(near, target);
        if alike >= ALIKE {
            return place;
        }
        let (far_place, far_alike) = self.best_in(wide, target);
        // What is alike nowhere, as noise is, had better stay near.
        if 1.0 - far_alike < (1.0 - alike) / 2.0 { far_place } else { place }
    }

    /// The most similar place in `range`, and how similar it is. Silence is like nothing: it gives `target`.
    fn best_in(&self, range: &Range<u64>, target: u64) -> (u64, f32) {
        let reference = &self.mono[self.within(self.at, self.hop)];
        let first = range.start.max(self.base);
        let step = self.coarse;
        let lags = range.end.saturating_sub(first) as usize;
        let region = &self.mono[self.within(first, lags + self.hop)];
        let (small, small_region) = (thinned(reference, step), thinned(region, step));
        let mut best = (0, 0.0);
        for lag in 0..=small_region.len().saturating_sub(small.len()) {
            let alike = similarity(&small, &small_region[lag..lag + small.len()]);
            if alike > best.1 {
                best = (lag * step, alike);
            }
        }
        if best.1 <= 0.0 {
            return (target.max(first), 0.0);
        }
        let around = best.0.saturating_sub(step)..=(best.0 + step).min(lags);
        let mut exact = (best.0.min(lags), 0.0);
        for lag in around {
            let alike = similarity(reference, &region[lag..lag + self.hop]);
            if alike > exact.1 {
                exact = (lag, alike);
            }
        }
        (first + exact.0 as u64, exact.1)
    }

    /// Where in the buffers `count` frames from input frame `from` on lie.
    fn within(&self, from: u64, count: usize) -> Range<usize> {
        let start = (from.max(self.base) - self.base) as usize;
        let end = (start + count).min(self.mono.len());
        start.min(end)..end
    }

    /// Lets go of input that can't be needed any more, in large pieces.
    fn forget(&mut self) {
        let place = self.span.map_or(self.at, |span| span.input_at(self.out as f64) as u64);
        let needed = self.at.min(place.saturating_sub((self.hop + self.far) as u64));
        let unneeded = (needed.saturating_sub(self.base) as usize).min(self.mono.len());
        if unneeded > 8 * self.hop {
            self.sound.drain(..unneeded * self.channels);
            self.mono.drain(..unneeded);
            self.base += unneeded as u64;
        }
    }
}

impl Stretch for Wsola {
    fn start(&mut self, speed: Speed) {
        self.speed = speed;
        self.next_speed = None;
        self.sound.clear();
        self.mono.clear();
        (self.base, self.taken, self.at, self.out) = (0, 0, 0, 0);
        self.span = None;
    }

    fn set_speed(&mut self, speed: Speed, from: u64) {
        self.next_speed = Some((from, speed));
    }

    fn push(&mut self, sound: &[f32]) {
        self.sound.extend_from_slice(sound);
        // Sides of unequal weight can't cancel each other out.
        self.mono.extend(sound.chunks_exact(self.channels).map(|frame| match frame {
            [left, right] => left + 0.5 * right,
            [one, ..] => *one,
            [] => 0.0,
        }));
        self.taken += (sound.len() / self.channels) as u64;
    }

    fn pull(&mut self, out: &mut Vec<f32>, spans: &mut VecDeque<Span>) {
        self.make(None, out, spans);
    }

    fn finish(&mut self, out: &mut Vec<f32>, spans: &mut VecDeque<Span>) {
        self.make(None, out, spans);
        let span = self.follow_speed(spans);
        let rest = (self.taken as f64 - span.input_at(self.out as f64)).max(0.0);
        let end = self.out + (rest / span.speed).ceil() as u64;
        // The last hops look at what is behind the end: silence.
        self.push(&vec![0.0; 4 * (self.hop * 4 + self.far + self.coarse) * self.channels]);
        self.next_speed = None;
        let first = out.len();
        let before = self.out;
        self.make(Some(end), out, spans);
        out.truncate(first + (end - before) as usize * self.channels);
        self.out = end;
    }
}

/// The means of each `step` samples.
fn thinned(samples: &[f32], step: usize) -> Vec<f32> {
    samples.chunks_exact(step).map(|chunk| chunk.iter().sum::<f32>() / step as f32).collect()
}

/// The normalised cross-correlation, −1 to 1; 0 where either is silent.
fn similarity(a: &[f32], b: &[f32]) -> f32 {
    // Sums of their own side by side are what the compiler can make vectors of.
    const LANES: usize = 8;
    let mut sums = [[0.0f32; LANES]; 3];
    let [dot, of_a, of_b] = &mut sums;
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            dot[lane] += a[lane] * b[lane];
            of_a[lane] += a[lane] * a[lane];
            of_b[lane] += b[lane] * b[lane];
        }
    }
    let [dot, of_a, of_b] = sums.map(|lanes| lanes.iter().sum::<f32>());
    let power = of_a * of_b;
    if power > 0.0 { dot / power.sqrt() } else { 0.0 }
}
