//! Found times beside true ones.

use serde_json::Value;

use super::material::Spoken;

/// What a run comes to.
pub struct Score {
    /// Words that are both in the text and spoken; what follows is of all of them, and one without a time is wrong.
    pub words: usize,
    /// The share of them, in percent, whose start is within 100, 200 and 500 ms.
    pub within: [f64; 3],
    /// By how much those with a time are off, in ms; the mean tells early from late.
    pub median: f64,
    pub mean: f64,
    /// The share that is lit, in percent, and of these the share within 200 ms.
    pub lit: f64,
    pub lit_true: f64,
    /// Of each word with a time: how likely it is said to be true to 200 ms, and whether it is.
    pub judged: Vec<(f64, bool)>,
}

/// A word's part: as it is compared, its start if it has one of its own, and whether it is lit.
struct Part {
    text: String,
    start: Option<f64>,
    confidence: Option<f64>,
    lit: bool,
    first: bool,
}

/// Holds the program's answer against what was spoken.
pub fn score(json: &str, truth: &[Spoken]) -> Score {
    let answer: Value = serde_json::from_str(json).expect("the answer is JSON");
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let words = list(&answer, "utterances").iter().flat_map(|line| list(line, "words")).collect::<Vec<_>>();
    let found = parts(words.iter().map(|word| {
        let text = word["text"].as_str().unwrap_or_default();
        (text, word["start"].as_f64(), word["confidence"].as_f64(), word["origin"] == "aligned")
    }));
    let spoken = parts(truth.iter().map(|word| (word.text.as_str(), Some(word.start), None, false)));
    let (mut words, mut lit, mut lit_true) = (0, 0, 0);
    let (mut off, mut judged) = (Vec::new(), Vec::new());
    for (at, of) in common(&spoken, &found) {
        let (spoken, found) = (&spoken[at], &found[of]);
        if !spoken.first || !found.first {
            continue;
        }
        words += 1;
        let Some((start, known)) = found.start.zip(spoken.start) else { continue };
        off.push(start - known);
        lit += usize::from(found.lit);
        let is_true = (start - known).abs() <= 0.2;
        lit_true += usize::from(found.lit && is_true);
        judged.extend(found.confidence.map(|confidence| (confidence, is_true)));
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let within = |seconds: f64| percent(off.iter().filter(|off| off.abs() <= seconds).count(), words);
    let mut sizes: Vec<f64> = off.iter().map(|off| off.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    Score {
        words,
        within: [within(0.1), within(0.2), within(0.5)],
        median: 1000.0 * sizes.get(sizes.len() / 2).copied().unwrap_or(f64::NAN),
        mean: 1000.0 * off.iter().sum::<f64>() / off.len().max(1) as f64,
        lit: percent(lit, words),
        lit_true: percent(lit_true, lit),
        judged,
    }
}

/// Words cut where they are spoken apart, without their punctuation and in small letters.
fn parts<'a>(words: impl Iterator<Item = (&'a str, Option<f64>, Option<f64>, bool)>) -> Vec<Part> {
    let split = |c: char| c.is_whitespace() || "—–/-…".contains(c);
    let mut parts = Vec::new();
    for (word, start, confidence, lit) in words {
        let pieces = word.split(split).map(|piece| {
            let lower = piece.to_lowercase().replace('’', "'");
            lower.chars().filter(|c| c.is_alphanumeric() || "'_".contains(*c)).collect::<String>()
        });
        let pieces =
            pieces.map(|piece| piece.trim_matches('\'').to_owned()).filter(|piece| !piece.is_empty());
        parts.extend(pieces.enumerate().map(|(n, text)| Part {
            text,
            start: start.filter(|_| n == 0),
            confidence,
            lit,
            first: n == 0,
        }));
    }
    parts
}

/// The longest row of words that both have, as pairs of their places.
fn common(a: &[Part], b: &[Part]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut length = vec![0_u16; (a.len() + 1) * width];
    for at in (0..a.len()).rev() {
        for of in (0..b.len()).rev() {
            length[at * width + of] = if a[at].text == b[of].text {
                length[(at + 1) * width + of + 1] + 1
            } else {
                length[(at + 1) * width + of].max(length[at * width + of + 1])
            };
        }
    }
    let (mut at, mut of, mut pairs) = (0, 0, Vec::new());
    while at < a.len() && of < b.len() {
        if a[at].text == b[of].text {
            pairs.push((at, of));
            (at, of) = (at + 1, of + 1);
        } else if length[(at + 1) * width + of] >= length[at * width + of + 1] {
            at += 1;
        } else {
            of += 1;
        }
    }
    pairs
}
