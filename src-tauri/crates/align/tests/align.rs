//! What an alignment does with speech that Flite makes, and with sound and text that don't fit.

#![allow(clippy::expect_used)] // what a test can't set up has failed it

use std::{
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use cueline_align::{
    Alignment, Features, FrontEnd, Language, Lexicon, Light, Line, Mark, Model, Outcome, Settings, Watch,
    align,
};

const SENTENCES: [&str; 6] = [
    "The harbour was quiet that morning and the boats lay still in the fog.",
    "Nobody expected the old lighthouse keeper to come down from his tower.",
    "He carried a wooden box under his arm and put it on the table.",
    "Inside there were seven letters that had never been sent to anyone.",
    "She read the first one aloud while the others listened at the window.",
    "When she had finished they all went home without saying a word.",
];
const OTHER: &str = "Bring two cups of flour and a spoon of sugar to the kitchen before the oven is hot.";

/// Speech with where each sentence begins, in samples: 0.6 s of silence before each.
struct Spoken {
    samples: Vec<f32>,
    starts: Vec<usize>,
}

fn speak(sentences: &[&str]) -> Spoken {
    let folder = tempfile::tempdir().expect("a folder for the speech");
    let mut spoken = Spoken { samples: Vec::new(), starts: Vec::new() };
    for sentence in sentences {
        let path = folder.path().join("speech.wav");
        let run = Command::new("flite").args(["-voice", "slt", "-t", sentence, "-o"]).arg(&path).status();
        assert!(run.expect("flite, which `cargo xtask setup` installs").success());
        let bytes = std::fs::read(&path).expect("flite's file");
        let samples: Vec<f32> = bytes[44..]
            .chunks_exact(2)
            .map(|two| f32::from(i16::from_le_bytes([two[0], two[1]])) / 32_768.0)
            .collect();
        spoken.samples.extend([0.0; 9_600]);
        // Flite begins with a silence of its own.
        let first = samples.iter().position(|sample| sample.abs() > 0.01).unwrap_or(0);
        spoken.starts.push(spoken.samples.len() + first);
        spoken.samples.extend(samples);
    }
    spoken.samples.extend([0.0; 9_600]);
    spoken
}

fn model() -> Model {
    Model::of(Language::English).expect("the built-in model")
}

fn features(samples: &[f32]) -> Features {
    let mut front_end = FrontEnd::new(&model());
    samples.chunks(4_096).for_each(|piece| front_end.push(piece));
    front_end.finish()
}

fn lines(texts: &[&str]) -> Vec<Line> {
    let lexicon = Lexicon::of(Language::English);
    let line = |text: &&str| Line {
        words: lexicon.say(&text.split_whitespace().collect::<Vec<_>>()),
        sentences: vec![0],
        mark: None,
    };
    texts.iter().map(line).collect()
}

fn run(samples: &[f32], lines: &[Line]) -> Alignment {
    align(&model(), &features(samples), lines, &Settings::default(), &())
}

/// The lines begin where the sentences of these numbers do, to 0.1 s, and are lit by the word.
fn check(alignment: &Alignment, spoken: &Spoken, pairs: &[(usize, usize)]) {
    assert_eq!(alignment.outcome, Outcome::Aligned);
    for (line, sentence) in pairs {
        let aligned = &alignment.lines[*line];
        let start = aligned.words[0].map(|word| word.start.as_secs_f64()).unwrap_or(f64::NAN);
        let known = spoken.starts[*sentence] as f64 / 16_000.0;
        assert!((start - known).abs() < 0.1, "line {line} begins at {start}, not {known}");
        assert_eq!(aligned.light, Light::Word, "line {line}");
        let times: Vec<_> = aligned.words.iter().flatten().collect();
        assert_eq!(times.len(), aligned.words.len(), "line {line}");
        assert!(times.windows(2).all(|pair| pair[0].end <= pair[1].start), "line {line}");
    }
}

#[test]
fn words_are_found_without_marks_and_with_marks_that_are_late_or_early() {
    let spoken = speak(&SENTENCES);
    let every: Vec<(usize, usize)> = (0..6).map(|n| (n, n)).collect();
    let mut text = lines(&SENTENCES);
    check(&run(&spoken.samples, &text), &spoken, &every);
    for off in [0.0, 6.0, 30.0] {
        for (line, start) in text.iter_mut().zip(&spoken.starts) {
            let time = Duration::from_secs((*start as f64 / 16_000.0) as u64);
            line.mark = Some(Mark { time, resolution: Duration::from_secs(1), firm: false });
        }
        let mut samples = vec![0.0; (off * 16_000.0) as usize];
        samples.extend(&spoken.samples);
        let starts = spoken.starts.iter().map(|start| start + (off * 16_000.0) as usize).collect();
        let alignment = run(&samples, &text);
        check(&alignment, &Spoken { samples, starts }, &every);
        let shifts: Vec<f64> = alignment.shifts.iter().map(|shift| shift.seconds).collect();
        match off {
            0.0 => assert!(shifts.is_empty(), "{shifts:?}"),
            _ => assert!(shifts.len() == 1 && (shifts[0] - off).abs() < 0.5, "{shifts:?}, not {off}"),
        }
    }
}

#[test]
fn what_only_the_text_or_only_the_sound_has_harms_nothing_around_it() {
    let more_text = [SENTENCES[0], SENTENCES[1], OTHER, SENTENCES[2], SENTENCES[3]];
    let spoken = speak(&SENTENCES[..4]);
    let alignment = run(&spoken.samples, &lines(&more_text));
    check(&alignment, &spoken, &[(0, 0), (1, 1), (3, 2), (4, 3)]);
    assert!(alignment.lines[2].words.iter().flatten().all(|word| !word.lit), "{:?}", alignment.lines[2]);

    let more_sound = speak(&more_text);
    let alignment = run(&more_sound.samples, &lines(&SENTENCES[..4]));
    check(&alignment, &more_sound, &[(0, 0), (1, 1), (2, 3), (3, 4)]);
}

#[test]
fn a_mark_set_by_hand_moves_its_line() {
    let spoken = speak(&[SENTENCES[0], SENTENCES[1], SENTENCES[0], SENTENCES[2]]);
    let mut text = lines(&[SENTENCES[0], SENTENCES[2]]);
    let features = features(&spoken.samples);
    for sentence in [0, 2] {
        let time = Duration::from_secs_f64(spoken.starts[sentence] as f64 / 16_000.0);
        text[0].mark = Some(Mark { time, resolution: Duration::ZERO, firm: true });
        let alignment = align(&model(), &features, &text, &Settings::default(), &());
        check(&alignment, &spoken, &[(0, sentence), (1, 3)]);
    }
}

#[test]
fn sound_and_text_that_do_not_fit_have_clear_outcomes() {
    let spoken = speak(&SENTENCES[..2]);
    let text = lines(&SENTENCES);
    assert_eq!(run(&vec![0.0; 160_000], &text).outcome, Outcome::NoSpeech);
    assert_eq!(run(&[], &text).outcome, Outcome::NoSpeech);
    assert_eq!(run(&spoken.samples, &[]).outcome, Outcome::NoText);
    assert_eq!(run(&spoken.samples, &lines(&["", "…"])).outcome, Outcome::NoText);
    let chord = |n: usize| {
        let tone = |hertz: f32| (n as f32 / 16_000.0 * hertz * std::f32::consts::TAU).sin() * 0.1;
        (tone(220.0) + tone(277.2) + tone(329.6)) * (1.0 + 0.5 * tone(0.5))
    };
    let music: Vec<f32> = (0..320_000).map(chord).collect();
    let outcome = run(&music, &text).outcome;
    assert!(matches!(outcome, Outcome::Mismatch | Outcome::NoSpeech), "{outcome:?}");

    for (said, written) in [(SENTENCES[0], OTHER), (OTHER, SENTENCES[3]), (SENTENCES[4], SENTENCES[5])] {
        let alignment = run(&speak(&[said]).samples, &lines(&[written]));
        assert_eq!(alignment.outcome, Outcome::Mismatch, "{written} for {said}: {}", alignment.in_sync);
    }

    let odd = [f32::NAN, f32::INFINITY, -f32::INFINITY, 1e30].repeat(8_000);
    assert_ne!(run(&odd, &text).outcome, Outcome::Aligned);

    let one = run(&speak(&["Lighthouse."]).samples, &lines(&["Lighthouse."]));
    assert_eq!((one.outcome, one.lines[0].words.len()), (Outcome::Aligned, 1));
}

#[test]
fn a_long_text_for_a_short_sound_is_answered_and_can_be_ended() {
    let spoken = speak(&SENTENCES[..2]);
    let many: Vec<&str> = (0..1_000).map(|n| SENTENCES[2 + n % 4]).collect();
    assert_ne!(run(&spoken.samples, &lines(&many)).outcome, Outcome::Aligned);

    struct Impatient(AtomicUsize);
    impl Watch for Impatient {
        fn cancelled(&self) -> bool {
            self.0.fetch_add(1, Ordering::Relaxed) > 2
        }
    }
    let watch = Impatient(AtomicUsize::new(0));
    let alignment = align(&model(), &features(&spoken.samples), &lines(&many), &Settings::default(), &watch);
    assert_eq!(alignment.outcome, Outcome::Cancelled);
    assert!(watch.0.load(Ordering::Relaxed) < 50);
}
