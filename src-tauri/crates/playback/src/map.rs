//! Which source frame an output frame is, after pauses were cut, a loop went round, and the speed changed.
//!
//! Two lists make the map. *Cuts* lie in the sound that was kept, before it is stretched: from each on, kept frames
//! follow one another as source frames do. *Spans* lie in the stretched sound: within each the speed is constant. Both
//! are counts of frames that really went through, so nothing adds up to a drift.

use std::collections::VecDeque;

/// From kept frame `at` on, the source's frames from `source` follow.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cut {
    at: u64,
    source: u64,
    /// Source frames left out so far.
    saved: u64,
}

/// From output frame `out` on, the sound kept from `input` on follows at `speed`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) out: u64,
    pub(crate) input: f64,
    pub(crate) speed: f64,
}

impl Span {
    /// The place in the kept sound of an output frame.
    pub(crate) fn input_at(&self, out: f64) -> f64 {
        self.input + (out - self.out as f64) * self.speed
    }
}

/// The sound that was kept, as it goes to the stretcher, and where it comes from.
pub(crate) struct Kept {
    channels: usize,
    /// Interleaved; taken by the stretcher.
    pub(crate) sound: Vec<f32>,
    frames: u64,
    cuts: VecDeque<Cut>,
    saved: u64,
}

impl Kept {
    pub(crate) fn new(channels: usize) -> Kept {
        Kept { channels, sound: Vec::new(), frames: 0, cuts: VecDeque::new(), saved: 0 }
    }

    pub(crate) fn clear(&mut self) {
        *self = Kept { sound: std::mem::take(&mut self.sound), ..Kept::new(self.channels) };
        self.sound.clear();
    }

    /// Frames kept since the beginning.
    pub(crate) fn frames(&self) -> u64 {
        self.frames
    }

    /// Counts source frames that are left out before what comes next.
    pub(crate) fn leave_out(&mut self, frames: u64) {
        self.saved += frames;
    }

    /// Keeps `sound`, whose first frame is the source's frame `source`.
    pub(crate) fn append(&mut self, sound: &[f32], source: u64) {
        let follows = self.cuts.back().is_some_and(|cut| cut.source + (self.frames - cut.at) == source);
        if !follows {
            self.cuts.push_back(Cut { at: self.frames, source, saved: self.saved });
        }
        self.sound.extend_from_slice(sound);
        self.frames += (sound.len() / self.channels) as u64;
    }
}

#[cfg(test)]
impl Kept {
    /// The source frame of a kept frame.
    pub(crate) fn source(&self, frame: u64) -> u64 {
        let cut = self.cuts.iter().rfind(|cut| cut.at <= frame).unwrap();
        cut.source + (frame - cut.at)
    }

    pub(crate) fn saved(&self) -> u64 {
        self.saved
    }
}

/// What is known of an output frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// The source frame; fractional at most speeds.
    pub(crate) source: f64,
    pub(crate) speed: f64,
    /// Source frames left out before it.
    pub(crate) saved: u64,
    /// Output frames from here for which `source` goes on at `speed`.
    pub(crate) left: f64,
}

/// The place of output frame `out`. Answers get no earlier: what lies before it is forgotten.
pub(crate) fn place(spans: &mut VecDeque<Span>, kept: &mut Kept, out: f64) -> Option<Place> {
    while spans.get(1).is_some_and(|next| next.out as f64 <= out) {
        spans.pop_front();
    }
    let span = *spans.front()?;
    let input = span.input_at(out);
    while kept.cuts.get(1).is_some_and(|next| next.at as f64 <= input) {
        kept.cuts.pop_front();
    }
    let cut = *kept.cuts.front()?;
    let kink = spans.get(1).map_or(f64::INFINITY, |next| next.out as f64 - out);
    let jump = kept.cuts.get(1).map_or(f64::INFINITY, |next| (next.at as f64 - input) / span.speed);
    Some(Place {
        source: cut.source as f64 + (input - cut.at as f64),
        speed: span.speed,
        saved: cut.saved,
        left: kink.min(jump),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_frame_is_found_through_cuts_and_changes_of_speed() {
        let mut kept = Kept::new(1);
        kept.append(&[0.0; 100], 1000);
        kept.append(&[0.0; 100], 1100);
        kept.leave_out(800);
        kept.append(&[0.0; 300], 2000);
        let mut spans = VecDeque::from([
            Span { out: 0, input: 0.0, speed: 1.0 },
            Span { out: 50, input: 50.0, speed: 2.0 },
            Span { out: 200, input: 350.0, speed: 0.5 },
        ]);
        let cases = [
            (0.0, 1000.0, 1.0, 0, 50.0),
            (49.5, 1049.5, 1.0, 0, 0.5),
            (50.0, 1050.0, 2.0, 0, 75.0),
            (125.0, 2000.0, 2.0, 800, 75.0),
            (200.0, 2150.0, 0.5, 800, f64::INFINITY),
            (202.0, 2151.0, 0.5, 800, f64::INFINITY),
        ];
        for (out, source, speed, saved, left) in cases {
            let expected = Place { source, speed, saved, left };
            assert_eq!(place(&mut spans, &mut kept, out), Some(expected), "frame {out}");
        }
    }
}
