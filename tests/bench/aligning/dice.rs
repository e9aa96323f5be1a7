//! Chances for what is changed in a text and made up in a sound.

/// The same chances in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn one_in(&mut self, times: f64) -> bool {
        self.next() * times < 1.0
    }

    /// A word that isn't in the text.
    pub fn word(&mut self) -> String {
        const WORDS: [&str; 12] = [
            "marmalade",
            "tomorrow",
            "beneath",
            "orchard",
            "seventeen",
            "quickly",
            "harvest",
            "umbrella",
            "yellow",
            "perhaps",
            "gardener",
            "violin",
        ];
        WORDS[(self.next() * WORDS.len() as f64) as usize % WORDS.len()].to_owned()
    }
}
