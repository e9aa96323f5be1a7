//! Shortens pauses: it hears where nothing is said, and leaves out the middle of what lasts too long.
//!
//! The source is looked at in windows of 10 ms that lie on multiples of their length in the file, so what is
//! found doesn't depend on the sizes in which the sound comes, nor on where a seek landed, but for one thing: the
//! noise floor is followed from a fixed start after a seek, and a recording noisier than that start takes some seconds
//! to be known.

use crate::map::Kept;
use crate::plan::Strength;
use crate::ramps::Joint;

/// Windows a second.
const WINDOWS: u32 = 100;
/// Pauses up to this are left alone, in milliseconds.
const LEFT_ALONE_MS: usize = 400;
/// How long the two sides of a cut overlap.
const JOINT_S: f32 = 0.01;

/// Tells windows in which something is heard from those that belong to a pause, from their energies alone: the
/// sound's own, or an envelope that was made before.
///
/// A window is quiet below [`Hearing::QUIET_DB`], or within [`Hearing::ABOVE_FLOOR_DB`] of the noise floor. The
/// floor falls quickly to what is quieter than it, and rises slowly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hearing {
    /// The noise floor, in dBFS.
    floor: f32,
}

impl Hearing {
    /// Quiet in any recording, in dBFS (mean square of the samples).
    const QUIET_DB: f32 = -50.0;
    const ABOVE_FLOOR_DB: f32 = 8.0;
    /// Where the floor is looked for: above, it would be speech.
    const FLOOR_DB: (f32, f32) = (-70.0, -45.0);
    const FIRST_FLOOR_DB: f32 = -60.0;
    /// How fast the floor follows: this part of the way down, and so many decibels up, a window.
    const FALL: f32 = 0.2;
    const RISE_DB: f32 = 0.01;

    pub(crate) fn new() -> Hearing {
        Hearing { floor: Hearing::FIRST_FLOOR_DB }
    }

    /// Whether the next window, of mean square `energy`, is quiet.
    pub(crate) fn is_quiet(&mut self, energy: f32) -> bool {
        let level = 10.0 * energy.max(1e-12).log10();
        self.floor +=
            if level < self.floor { (level - self.floor) * Hearing::FALL } else { Hearing::RISE_DB };
        self.floor = self.floor.clamp(Hearing::FLOOR_DB.0, Hearing::FLOOR_DB.1);
        level < Hearing::QUIET_DB.max(self.floor + Hearing::ABOVE_FLOOR_DB)
    }
}

/// Lets sound through and shortens its pauses.
pub(crate) struct Trim {
    strength: Option<Strength>,
    rate: u32,
    channels: usize,
    /// Frames of a window.
    window: usize,
    hearing: Hearing,
    /// Sound that came and isn't let through yet, and the source frame of its first.
    held: Vec<f32>,
    start: u64,
    /// Frames of `held` that were heard; the rest doesn't fill a window yet.
    heard: usize,
    /// Quiet frames up to the last that were heard.
    quiet: usize,
    /// The pause is being cut, and this many of its frames were left out.
    cut: Option<u64>,
    joint: Joint,
}

impl Trim {
    pub(crate) fn new(rate: u32, channels: usize) -> Trim {
        Trim {
            strength: None,
            rate,
            channels,
            window: (rate / WINDOWS).max(1) as usize,
            hearing: Hearing::new(),
            held: Vec::new(),
            start: 0,
            heard: 0,
            quiet: 0,
            cut: None,
            joint: Joint::new(rate, JOINT_S, channels),
        }
    }

    /// Forgets what it holds and heard, and shortens pauses by `strength` from now on.
    pub(crate) fn start(&mut self, strength: Option<Strength>) {
        self.strength = strength;
        self.hearing = Hearing::new();
        self.held.clear();
        self.heard = 0;
        self.quiet = 0;
        self.cut = None;
        self.joint.forget();
    }

    /// Takes `sound`, whose first frame is the source's frame `source`, and lets through what it can.
    pub(crate) fn push(&mut self, sound: &[f32], source: u64, kept: &mut Kept) {
        let Some(strength) = self.strength else { return kept.append(sound, source) };
        if self.start + self.frames_held() as u64 != source {
            self.finish(kept);
            self.start = source;
        }
        self.held.extend_from_slice(sound);
        // The first window after a seek ends where the others do, so it may be shorter.
        loop {
            let place = self.start + self.heard as u64;
            let length = self.window - (place % self.window as u64) as usize;
            let Some(window) =
                self.held.get(self.heard * self.channels..(self.heard + length) * self.channels)
            else {
                return;
            };
            let energy = window.iter().map(|sample| sample * sample).sum::<f32>() / window.len() as f32;
            let quiet = self.hearing.is_quiet(energy);
            self.heard += length;
            if quiet {
                self.quiet += length;
                self.shorten(strength, kept);
            } else {
                self.quiet = 0;
                self.let_through(self.heard, kept);
            }
        }
    }

    /// Lets through what is still held: the end, or a place from which the source doesn't go on.
    pub(crate) fn finish(&mut self, kept: &mut Kept) {
        self.let_through(self.frames_held(), kept);
        self.quiet = 0;
    }

    /// Decides on the quiet frames held so far.
    fn shorten(&mut self, strength: Strength, kept: &mut Kept) {
        let (after, before) = strength.keeps();
        let (after, before) = (self.frames(after), self.frames(before));
        if self.quiet <= after {
            return self.let_through(self.heard, kept);
        }
        if self.quiet <= self.frames(LEFT_ALONE_MS) {
            return;
        }
        if self.cut.is_none() {
            // What is held begins with the window in which `after` was passed; its first part still goes through.
            let rest = (after + self.heard).saturating_sub(self.quiet);
            self.let_through(rest.min(self.heard), kept);
            self.cut = Some(0);
            self.joint.begin(&self.held[..self.heard * self.channels]);
        }
        let out = self.heard.saturating_sub(before);
        self.held.drain(..out * self.channels);
        self.start += out as u64;
        self.heard -= out;
        self.cut = self.cut.map(|left_out| left_out + out as u64);
    }

    /// Lets the first `frames` of what is held through, joined to what went before if there was a cut.
    fn let_through(&mut self, frames: usize, kept: &mut Kept) {
        let sound = &mut self.held[..frames * self.channels];
        if let Some(left_out) = self.cut.take() {
            kept.leave_out(left_out);
        }
        self.joint.mix(sound);
        kept.append(sound, self.start);
        self.held.drain(..frames * self.channels);
        self.start += frames as u64;
        self.heard = self.heard.saturating_sub(frames);
    }

    fn frames_held(&self) -> usize {
        self.held.len() / self.channels
    }

    fn frames(&self, milliseconds: usize) -> usize {
        milliseconds * self.rate as usize / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 8_000;

    /// Each pair is milliseconds of a loud sound and of faint noise behind it. Every sample is its own.
    fn speech(parts: &[(usize, usize)]) -> Vec<f32> {
        let mut sound = Vec::new();
        for (loud, quiet) in parts {
            for (milliseconds, level) in [(loud, 0.3), (quiet, 0.0005)] {
                let first = sound.len();
                sound
                    .extend((first..first + milliseconds * 8).map(|n| level * ((n * n) as f32 * 0.37).sin()));
            }
        }
        sound
    }

    /// What is kept, and the source frame of each kept frame.
    fn trimmed(sound: &[f32], first: u64, strength: Strength, piece: usize) -> (Vec<f32>, Vec<u64>, u64) {
        let mut trim = Trim::new(RATE, 1);
        let mut kept = Kept::new(1);
        trim.start(Some(strength));
        let mut source = first;
        for piece in sound[first as usize..].chunks(piece) {
            trim.push(piece, source, &mut kept);
            source += piece.len() as u64;
        }
        trim.finish(&mut kept);
        let places = (0..kept.frames()).map(|n| kept.source(n)).collect();
        let saved = kept.saved();
        (kept.sound, places, saved)
    }

    #[test]
    fn pauses_are_shortened_to_what_a_strength_keeps_and_every_frame_knows_its_place() {
        let sound = speech(&[(1000, 300), (500, 390), (700, 1000), (600, 5000), (400, 410), (300, 700)]);
        for (strength, keeps) in [(Strength::Gentle, 400), (Strength::Medium, 300), (Strength::Strong, 200)] {
            let (kept, places, saved) = trimmed(&sound, 0, strength, 512);
            assert_eq!(kept.len(), places.len());
            // Windows of 10 ms find a pause to within one at either side.
            let expected = [1000, 5000, 410, 700].map(|pause: i64| pause - keeps).iter().sum::<i64>() * 8;
            assert!((saved as i64 - expected).abs() <= 4 * 160, "{strength:?}: {saved} for {expected}");
            assert_eq!(kept.len() as u64 + saved, sound.len() as u64);
            let jumps: Vec<_> = places.windows(2).filter(|pair| pair[1] != pair[0] + 1).collect();
            assert_eq!(jumps.len(), 4);
            for jump in &jumps {
                // What was said lies 0.1 s away at least.
                let around = |frame: u64| &sound[frame as usize - 792..frame as usize];
                assert!(around(jump[0]).iter().all(|sample| sample.abs() < 0.001));
                let before_next = &sound[jump[1] as usize..(jump[1] as usize + 720).min(sound.len())];
                assert!(before_next.iter().all(|sample| sample.abs() < 0.001));
            }
            // But for the 10 ms of a joint, a kept frame is the source's.
            let joined =
                |n: usize| (0..80).any(|back| n > back && places[n - back] != places[n - back - 1] + 1);
            for (n, place) in places.iter().enumerate() {
                assert!(kept[n] == sound[*place as usize] || joined(n), "kept frame {n}");
            }
        }
    }

    #[test]
    fn what_is_cut_depends_neither_on_the_sizes_that_come_nor_on_where_a_seek_landed() {
        let sound = speech(&[(1000, 900), (450, 1200), (700, 100), (600, 800), (400, 50)]);
        let whole = trimmed(&sound, 0, Strength::Medium, 512);
        for piece in [1, 7, 80, 441, 100_000] {
            assert_eq!(trimmed(&sound, 0, Strength::Medium, piece), whole, "pieces of {piece}");
        }
        for first in [4_000, 4_001, 4_079, 7_777] {
            let (kept, places, _) = trimmed(&sound, first, Strength::Medium, 512);
            let from = whole.1.iter().position(|place| *place == first).unwrap();
            assert_eq!((&*kept, &*places), (&whole.0[from..], &whole.1[from..]), "from {first}");
        }
    }

    #[test]
    fn a_start_within_a_pause_is_heard_from_its_very_frame() {
        let sound = speech(&[(1000, 2000), (500, 100)]);
        let first = 1600 * 8 + 3;
        let (kept, places, saved) = trimmed(&sound, first, Strength::Strong, 512);
        assert_eq!(places[..700], (first..first + 700).collect::<Vec<_>>());
        assert_eq!(kept[..700], sound[first as usize..first as usize + 700]);
        assert!(saved > 1000 * 8);
    }

    #[test]
    fn speech_over_noise_keeps_its_pauses_known_once_the_noise_is() {
        let mut hearing = Hearing::new();
        let window = |level: f32| 10f32.powf(level / 10.0);
        assert!(!hearing.is_quiet(window(-40.0)));
        let mut found = None;
        for n in 0..3000 {
            // Noise at −40 dBFS with words of half a second in it.
            let quiet = hearing.is_quiet(window(if n % 150 < 50 { -20.0 } else { -40.0 }));
            if n % 150 < 50 {
                assert!(!quiet, "a word at {n}");
            } else if quiet && found.is_none() {
                found = Some(n);
            }
        }
        assert!(found.is_some_and(|n| n < 1500), "{found:?}");
    }
}
