//! When sentences begin, by where people pause, without a look at the words: for a language without a model.
//!
//! A sentence begins where speech begins after a pause, and takes as much speech as it is long. Between two marks a dynamic
//! program chooses among the pauses.

use std::{ops::Range, time::Duration};

use crate::{
    alignment::{AlignedLine, Alignment, Light, Line, Outcome, Watch, WordTime},
    front_end::Features,
    script::{RATE, Script, marks},
};

/// The share of the way from what is quiet to what is loud from which on it is speech.
const LOUD: f32 = 0.4;
/// The least distance between quiet and loud of speech, in units of the first cepstrum.
const CONTRAST: f32 = 8.0;
/// A pause has at least so many frames; longer than the second, a pause is no more of one.
const PAUSE: usize = 10;
const LONG_PAUSE: f32 = 60.0;
/// Pauses that a sentence may go over.
const MOST_PAUSES: usize = 40;
/// How much a pause of full length counts beside a sentence's length.
const PAUSE_WEIGHT: f32 = 1.5;
/// How sure of these times one can be: half of them are true to 0.23 s.
const CONFIDENCE: f32 = 0.45;

/// Where speech begins after a pause.
#[derive(Clone, Copy, Debug)]
struct Onset {
    frame: usize,
    /// Frames of speech before it.
    spoken: f32,
    /// From 0 to 1.
    pause: f32,
}

/// See [`crate::align_by_pauses`].
pub(crate) fn align(features: &Features, lines: &[Line], watch: &dyn Watch) -> Alignment {
    let script = Script::new(lines);
    let mut aligned: Vec<AlignedLine> = lines
        .iter()
        .map(|line| AlignedLine { words: vec![None; line.words.len()], light: Light::Line })
        .collect();
    let starts = sentences(lines, &script);
    let onsets = onsets(features);
    let outcome = match (starts.is_empty(), onsets.is_empty()) {
        (true, _) => Outcome::NoText,
        (_, true) => Outcome::NoSpeech,
        _ => Outcome::Pauses,
    };
    if outcome == Outcome::Pauses {
        let frames = features.cepstra.len();
        let lengths: Vec<f32> =
            script.words.iter().map(|ways| ways.first().map_or(4.0, |way| 1.0 + way.len() as f32)).collect();
        let mut edges = vec![(0, 0)];
        edges.extend(
            marks(&script, lines, frames, |_| Some(0.0))
                .iter()
                .map(|anchor| (anchor.word, anchor.pull.from.max(0.0) as usize)),
        );
        edges.push((script.words.len(), frames));
        let mut times: Vec<(usize, usize)> = Vec::new();
        for pair in edges.windows(2) {
            if watch.cancelled() {
                return Alignment {
                    lines: aligned,
                    shifts: Vec::new(),
                    outcome: Outcome::Cancelled,
                    in_sync: 0.0,
                };
            }
            let words = pair[0].0..pair[1].0;
            let inside: Vec<usize> = starts.iter().copied().filter(|start| words.contains(start)).collect();
            let frames = pair[0].1..pair[1].1.max(pair[0].1);
            times.extend(place(&inside, &lengths, words.end, &onsets, frames));
        }
        times.sort_unstable();
        for (n, (word, frame)) in times.iter().enumerate() {
            let end = times.get(n + 1).map_or(frames, |next| next.1).max(*frame);
            let line = script.firsts.partition_point(|first| first <= word).saturating_sub(1);
            let time = |frame: usize| Duration::from_secs_f64(frame as f64 / f64::from(RATE));
            let found = WordTime { start: time(*frame), end: time(end), confidence: CONFIDENCE, lit: false };
            aligned[line].words[word - script.firsts[line]] = Some(found);
            aligned[line].light = Light::Sentence;
        }
        watch.lines(0, &aligned);
    }
    watch.progress(1.0);
    Alignment { lines: aligned, shifts: Vec::new(), outcome, in_sync: 0.0 }
}

/// The words with which sentences begin.
fn sentences(lines: &[Line], script: &Script<'_>) -> Vec<usize> {
    let mut starts = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let words = script.line(number);
        let inner =
            line.sentences.iter().map(|sentence| words.start + sentence).filter(|word| words.contains(word));
        starts.extend(inner.chain((!words.is_empty()).then_some(words.start)));
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Where speech begins, by the frames' loudness.
fn onsets(features: &Features) -> Vec<Onset> {
    let loudness =
        |frames: &[[f32; 13]]| frames.iter().map(|frame| frame[0]).sum::<f32>() / frames.len().max(1) as f32;
    let smooth: Vec<f32> = (0..features.cepstra.len())
        .map(|frame| {
            loudness(&features.cepstra[frame.saturating_sub(2)..(frame + 3).min(features.cepstra.len())])
        })
        .collect();
    let mut sorted = smooth.clone();
    sorted.sort_by(f32::total_cmp);
    let at = |share: f32| sorted.get((share * sorted.len() as f32) as usize).copied().unwrap_or(0.0);
    let (quiet, loud) = (at(0.05), at(0.9));
    if loud - quiet < CONTRAST {
        return Vec::new();
    }
    let threshold = quiet + LOUD * (loud - quiet);
    let (mut onsets, mut spoken, mut silent) = (Vec::new(), 0.0, PAUSE);
    for (frame, loudness) in smooth.iter().enumerate() {
        if *loudness < threshold {
            silent += 1;
            continue;
        }
        if silent >= PAUSE {
            let pause = (silent as f32 / LONG_PAUSE).min(1.0);
            onsets.push(Onset { frame, spoken, pause });
        }
        spoken += 1.0;
        silent = 0;
    }
    onsets
}

/// The sentences that begin with the words `starts`, the last of which ends at `end`, in the frames that they are said in.
fn place(
    starts: &[usize],
    lengths: &[f32],
    end: usize,
    onsets: &[Onset],
    frames: Range<usize>,
) -> Vec<(usize, usize)> {
    let first = onsets.partition_point(|onset| onset.frame < frames.start);
    let last = onsets.partition_point(|onset| onset.frame < frames.end);
    let inside = &onsets[first..last];
    let total: f32 = starts.first().map_or(0.0, |start| lengths[*start..end].iter().sum());
    let Some(begin) = inside.first().filter(|_| total > 0.0) else { return Vec::new() };
    let close = onsets.get(last).map_or(inside[inside.len() - 1].spoken + LONG_PAUSE, |onset| onset.spoken);
    let rate = (close - begin.spoken).max(1.0) / total;
    let length = |n: usize| {
        let to = starts.get(n + 1).copied().unwrap_or(end);
        lengths[starts[n]..to].iter().sum::<f32>() * rate
    };
    // Each sentence's cheapest cost by the onset at which it begins, and the onset before.
    let mut costs = vec![f32::MAX; inside.len()];
    costs[0] = 0.0;
    let mut before: Vec<Vec<u32>> = Vec::new();
    for n in 1..starts.len() {
        let expected = length(n - 1).max(1.0);
        let mut next = vec![f32::MAX; inside.len()];
        let mut from = vec![0; inside.len()];
        for to in 0..inside.len() {
            for at in to.saturating_sub(MOST_PAUSES)..to {
                let taken = (inside[to].spoken - inside[at].spoken).max(1.0);
                let cost =
                    costs[at] + (taken / expected).ln().powi(2) * 4.0 - PAUSE_WEIGHT * inside[to].pause;
                if costs[at] < f32::MAX && cost < next[to] {
                    (next[to], from[to]) = (cost, at as u32);
                }
            }
        }
        costs = next;
        before.push(from);
    }
    let rest = length(starts.len() - 1).max(1.0);
    let whole = |at: usize| costs[at] + ((close - inside[at].spoken).max(1.0) / rest).ln().powi(2) * 4.0;
    let best =
        (0..inside.len()).filter(|at| costs[*at] < f32::MAX).min_by(|a, b| whole(*a).total_cmp(&whole(*b)));
    let Some(mut at) = best else {
        // More sentences than pauses: by their lengths alone.
        let mut spoken = begin.spoken;
        let by_length = starts.iter().enumerate().map(|(n, start)| {
            let onset = inside[inside.partition_point(|onset| onset.spoken <= spoken).saturating_sub(1)];
            let frame = onset.frame + (spoken - onset.spoken).max(0.0) as usize;
            spoken += length(n);
            (*start, frame.min(frames.end))
        });
        return by_length.collect();
    };
    let mut times = vec![(starts[starts.len() - 1], inside[at].frame)];
    for (n, from) in before.iter().enumerate().rev() {
        at = from[at] as usize;
        times.push((starts[n], inside[at].frame));
    }
    times
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::align;
    use crate::{Features, Light, Line, Outcome, Phone, Said};

    /// Speech of so many frames, then a pause, and so on.
    fn sound(stretches: &[(usize, usize)]) -> Features {
        let mut cepstra = Vec::new();
        for (speech, pause) in stretches {
            cepstra.extend(std::iter::repeat_n([60.0; 13], *speech));
            cepstra.extend(std::iter::repeat_n([10.0; 13], *pause));
        }
        Features { cepstra }
    }

    fn line(words: usize) -> Line {
        let said = Said { ways: vec![vec![Phone(3); 4]], guessed: true };
        Line { words: vec![said; words], sentences: Vec::new(), mark: None }
    }

    #[test]
    fn sentences_begin_after_pauses_that_fit_their_lengths() {
        let sound = sound(&[(200, 50), (100, 15), (110, 60), (400, 40), (90, 20)]);
        let alignment = align(&sound, &[line(10), line(10), line(20), line(5)], &());
        let starts: Vec<_> =
            alignment.lines.iter().map(|line| line.words[0].map(|word| word.start)).collect();
        let at = |frame: u64| Some(Duration::from_millis(frame * 10));
        assert_eq!(alignment.outcome, Outcome::Pauses);
        assert!(alignment.lines.iter().all(|line| line.light == Light::Sentence));
        for (found, known) in starts.iter().zip([at(0), at(250), at(535), at(975)]) {
            let off = found.unwrap_or_default().abs_diff(known.unwrap_or_default());
            assert!(off <= Duration::from_millis(30), "{starts:?}");
        }
    }

    #[test]
    fn silence_and_an_empty_text_have_clear_outcomes() {
        let silence = Features { cepstra: vec![[10.0; 13]; 500] };
        assert_eq!(align(&silence, &[line(3)], &()).outcome, Outcome::NoSpeech);
        assert_eq!(align(&sound(&[(100, 20)]), &[line(0)], &()).outcome, Outcome::NoText);
        assert_eq!(align(&Features::default(), &[line(3)], &()).outcome, Outcome::NoSpeech);
    }
}
