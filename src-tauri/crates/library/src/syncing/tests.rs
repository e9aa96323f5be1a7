//! The words of a spoken text are found in its sound, kept, and taken up; a text that nobody speaks is told.

use std::path::PathBuf;
use std::process::Command;

use cueline_transcript::{Origin, parse, timeline};

use super::*;
use crate::testing;

const TALK: &str = "**Ann:** [0:00] The old lighthouse keeper climbed all the stairs before the morning came.\n\n\
    **Bo:** [0:04] Nobody in the village knew that he had kept a second lamp for forty years.\n";

/// The talk, spoken by Debian's flite, which the tests install.
fn spoken(folder: &testing::Folder) -> PathBuf {
    let path = folder.path().join("talk.wav");
    let said = "The old lighthouse keeper climbed all the stairs before the morning came. \
        Nobody in the village knew that he had kept a second lamp for forty years.";
    let done = Command::new("flite").args(["-voice", "slt", "-t", said, "-o"]).arg(&path).status();
    assert!(done.is_ok_and(|status| status.success()), "flite speaks; `cargo xtask setup` installs it");
    path
}

fn read(text: &str) -> Transcript {
    let mut transcript = parse(text.as_bytes(), "talk.md").unwrap().transcript;
    timeline(&mut transcript, None);
    transcript
}

fn task<'a>(audio: &'a Path, transcript: &'a Transcript, cache: Option<&'a Path>) -> Task<'a> {
    Task { audio, transcript, points: &[], cache, around: Duration::ZERO }
}

#[test]
fn words_are_found_taken_up_and_kept_for_the_next_opening() {
    let folder = testing::Folder::new();
    let audio = spoken(&folder);
    let mut transcript = read(TALK);
    let cache = folder.path().join("cache");
    let told = Mutex::new(Vec::new());
    let tell = |news| told.lock().unwrap().push(news);
    let found = synchronise(&task(&audio, &transcript, Some(&cache)), &|| false, &tell).unwrap().unwrap();
    assert_eq!(found.outcome, Outcome::Words);
    assert!(found.in_sync > 0.9, "{}", found.in_sync);
    let shares: Vec<f32> = told
        .lock()
        .unwrap()
        .iter()
        .filter_map(|news| if let SyncNews::Share(share) = news { Some(*share) } else { None })
        .collect();
    assert!(!shares.is_empty() && shares.is_sorted(), "{shares:?}");

    let again = Mutex::new(0);
    let count = |_| *again.lock().unwrap() += 1;
    let kept = synchronise(&task(&audio, &transcript, Some(&cache)), &|| false, &count).unwrap().unwrap();
    assert_eq!((kept, *again.lock().unwrap()), (found.clone(), 0), "nothing is looked for again");

    transcript.take_aligned(&found.aligned(), None);
    let times = cueline_transcript::word_times(transcript.line(1).unwrap().utterance);
    assert!(
        times.iter().filter(|time| matches!(time.origin, Origin::Aligned(_))).count() * 10 > times.len() * 9
    );
    assert!(times.windows(2).all(|pair| pair[0].start <= pair[1].start));
    let timing = transcript.line(1).unwrap().utterance.timing().unwrap();
    assert!(matches!(timing.origin, Origin::Aligned(_)));

    let point = [SyncPoint { line: 1, at: timing.start }];
    let asked = Mutex::new(0);
    let count = |_| *asked.lock().unwrap() += 1;
    let with_point = Task { points: &point, ..task(&audio, &transcript, Some(&cache)) };
    synchronise(&with_point, &|| false, &count).unwrap().unwrap();
    assert!(*asked.lock().unwrap() > 0, "what a person says makes it another task");
}

#[test]
fn an_entry_that_was_changed_counts_as_none() {
    let folder = testing::Folder::new();
    let audio = spoken(&folder);
    let transcript = read(TALK);
    let cache = folder.path().join("cache");
    let task = task(&audio, &transcript, Some(&cache));
    synchronise(&task, &|| false, &|_| ()).unwrap().unwrap();
    let entries = || std::fs::read_dir(&cache).unwrap().flatten().map(|entry| entry.path());
    let entry = entries().find(|path| path.extension().is_some_and(|ending| ending == "words")).unwrap();
    let text = std::fs::read_to_string(&entry).unwrap();
    std::fs::write(&entry, text.replacen("\"in_sync\":", "\"in_sync\": ", 1)).unwrap();
    let asked = Mutex::new(0);
    synchronise(&task, &|| false, &|_| *asked.lock().unwrap() += 1).unwrap().unwrap();
    assert!(*asked.lock().unwrap() > 0);
}

#[test]
fn it_ends_when_nobody_waits_and_nothing_is_kept() {
    let folder = testing::Folder::new();
    let audio = spoken(&folder);
    let transcript = read(TALK);
    let cache = folder.path().join("cache");
    assert_eq!(synchronise(&task(&audio, &transcript, Some(&cache)), &|| true, &|_| ()).unwrap(), None);
    let kept = std::fs::read_dir(&cache).map_or(0, Iterator::count);
    assert_eq!(kept, 0);
}

#[test]
fn a_text_without_words_and_a_file_that_is_gone_are_told() {
    let folder = testing::Folder::new();
    let audio = spoken(&folder);
    let silent = read("**Ann:** [0:01] [Laughs]\n");
    let found = synchronise(&task(&audio, &silent, None), &|| false, &|_| ()).unwrap().unwrap();
    assert_eq!(found.outcome, Outcome::NoText);
    assert!(found.aligned().is_empty());
    let gone = folder.path().join("gone.wav");
    assert!(synchronise(&task(&gone, &read(TALK), None), &|| false, &|_| ()).is_err());
}

const GERMAN: [&str; 5] = [
    "Der Hafen lag an diesem Morgen still im Nebel, und niemand war zu sehen.",
    "Wir gingen bis zur zweiten Marke und kehrten dort wieder um.",
    "Er trug eine hölzerne Kiste unter dem Arm und stellte sie auf den Tisch.",
    "Darin lagen sieben Briefe, die nie an jemanden geschickt worden waren.",
    "Am nächsten Tag fragte keiner mehr, woher sie gekommen waren.",
];

#[test]
fn a_language_without_a_model_is_found_by_its_letters() {
    const RATE: usize = 22_050;
    let folder = testing::Folder::new();
    let (mut head, mut sound, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for sentence in GERMAN {
        let path = folder.path().join("one.wav");
        let done = Command::new("espeak-ng").args(["-v", "de", sentence, "-w"]).arg(&path).status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "espeak-ng speaks; `cargo xtask setup` installs it"
        );
        let bytes = std::fs::read(path).unwrap();
        let samples = bytes[44..].as_chunks::<2>().0;
        sound.extend(vec![[0_u8; 2]; RATE / 3]);
        let silence = samples.iter().take_while(|sample| i16::from_le_bytes(**sample).abs() < 600).count();
        starts.push((sound.len() + silence) as f64 / RATE as f64);
        sound.extend_from_slice(samples);
        head = bytes[..40].to_vec();
    }
    let length = sound.len() as u32 * 2;
    head.extend(length.to_le_bytes());
    head[4..8].copy_from_slice(&(length + 36).to_le_bytes());
    head.extend(sound.as_flattened());
    let audio = folder.path().join("talk.wav");
    std::fs::write(&audio, head).unwrap();
    let transcript =
        read(&format!("**Ann:** {}\n\n**Bo:** {}\n", GERMAN[..2].join(" "), GERMAN[2..].join(" ")));
    let found = synchronise(&task(&audio, &transcript, None), &|| false, &|_| ()).unwrap().unwrap();
    assert_eq!(found.outcome, Outcome::Words, "{}", found.in_sync);
    let mut words = found.lines.iter().flat_map(|line| &line.words);
    for (sentence, known) in GERMAN.iter().zip(starts) {
        let first = words.next().copied().flatten().map(|(start, ..)| f64::from(start) / 1_000.0);
        assert!(
            first.is_some_and(|first| (first - known).abs() < 0.15),
            "{sentence} at {first:?}, not {known}"
        );
        words.nth(sentence.split(' ').count() - 2);
    }
}
