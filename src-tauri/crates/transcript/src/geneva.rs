//! The reading of a whole real episode, where it is at hand: against facts counted by hand and against readers that
//! share no code with the parser.

use std::time::Duration;

use crate::{Origin, Starts, Transcript, parse, timeline};

const FOLDER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/episodes/a-digital-geneva-convention");

/// A file of the episode; announces its absence, with which a test counts as skipped.
fn file(name: &str) -> Option<Vec<u8>> {
    let read = std::fs::read(format!("{FOLDER}/{name}")).ok();
    if read.is_none() {
        eprintln!(
            "SKIPPED: the episode's {name} is not beside the repository, so nothing was tested with it"
        );
    }
    read
}

fn transcript() -> Option<Transcript> {
    let parsed = parse(&file("transcript.md")?, "transcript.md").unwrap();
    assert_eq!(parsed.warnings.len(), 4, "one for each joined paragraph: {:?}", parsed.warnings);
    assert_eq!(parsed.warnings.iter().map(|w| w.line).collect::<Vec<_>>(), [58, 80, 120, 148].map(Some));
    Some(parsed.transcript)
}

/// The speech of the file as one run of words, read line by line with no notion of Markdown.
fn words_of_speech(file: &str) -> Vec<String> {
    let mut speech = String::new();
    for line in file.lines().skip_while(|line| !line.starts_with("**")) {
        let said = match line.split_once("] ") {
            Some((head, said)) if head.starts_with("**") || head.starts_with("[0") => said,
            _ if line.trim_matches('*').starts_with('“') || line == "---" => "",
            _ => line,
        };
        speech += said;
        speech += " ";
    }
    speech.replace("**", "").split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_episode_has_its_turns_utterances_speakers_notes_and_quotes() {
    let Some(transcript) = transcript() else { return };
    assert_eq!(transcript.title.as_deref(), Some("Sergio Caltagirone, VP Threat Intel., Dragos"));
    assert_eq!(transcript.subtitle.as_deref(), Some("A Digital Geneva Convention"));
    assert_eq!(transcript.summary.len(), 1);
    let names: Vec<_> = transcript.speakers.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Ashwin Krishnan", "Sergio Caltagirone"]);
    assert_eq!(transcript.turns.len(), 46);
    assert_eq!(transcript.lines().count(), 59);
    assert!(transcript.lines().all(|line| line.utterance.mark().is_some() && line.speaker.is_some()));
    let points: Vec<_> =
        transcript.key_points.iter().map(|p| (p.at.as_secs(), p.line.unwrap_or_default())).collect();
    assert_eq!(points, [(162, 9), (430, 10), (807, 11), (1243, 12)]);
    assert!(transcript.key_points[0].text.starts_with("ICS cybersecurity is"));

    assert_eq!(transcript.pull_quotes.len(), 7);
    assert_eq!(transcript.pull_quotes[0].line, 34);
    for quote in &transcript.pull_quotes {
        let beside = transcript.lines().nth(quote.beside.unwrap()).unwrap().utterance;
        assert!(beside.source_line() < quote.line);
        assert!(
            transcript.lines().all(|line| !line.utterance.text().contains(&quote.text)),
            "{}",
            quote.text
        );
    }
}

#[test]
fn the_episode_loses_and_gains_no_word() {
    let Some(transcript) = transcript() else { return };
    let Some(bytes) = file("transcript.md") else { return };
    let read: Vec<_> = transcript
        .lines()
        .flat_map(|line| line.utterance.text().split_whitespace())
        .map(str::to_owned)
        .collect();
    assert_eq!(read, words_of_speech(std::str::from_utf8(&bytes).unwrap()));
}

#[test]
fn the_episodes_utterances_are_those_that_were_spoken() {
    let Some(transcript) = transcript() else { return };
    let Some(bytes) = file("words.json") else { return };
    let spoken: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let paragraphs = spoken["paragraphs"].as_array().unwrap();
    assert_eq!(paragraphs.len(), transcript.lines().count());
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for (line, paragraph) in transcript.lines().zip(paragraphs) {
        let utterance = line.utterance;
        assert_eq!(words(utterance.text()), words(&paragraph["text"].as_str().unwrap().replace("**", "")));
        assert_eq!(utterance.mark().unwrap().time.as_secs(), paragraph["mark"].as_u64().unwrap());
        assert_eq!(
            transcript.speaker(line.speaker.unwrap()).unwrap().name,
            paragraph["speaker"].as_str().unwrap()
        );
        let spoken = paragraph["words"].as_array().unwrap().iter().map(|word| word[0].as_str().unwrap());
        let read = utterance.words().iter().map(|word| &utterance.text()[word.range()]);
        let (read, spoken): (Vec<_>, Vec<_>) =
            (read.filter(|word| *word != "Laughs").collect(), spoken.collect());
        assert_eq!(read, spoken, "line {}", utterance.source_line());
    }
}

#[test]
fn emphasis_and_asides_of_the_episode_stay_in_the_text() {
    let Some(transcript) = transcript() else { return };
    let emphasised: Vec<_> =
        transcript.lines().filter(|line| !line.utterance.emphasis().is_empty()).collect();
    let [line] = emphasised.as_slice() else { panic!("{emphasised:?}") };
    let run = &line.utterance.text()[line.utterance.emphasis()[0].clone()];
    assert!(run.starts_with("We should be nice") && run.ends_with("right answer."), "{run}");
    assert!(transcript.lines().any(|line| line.utterance.text() == "[Laughs]"));
    assert!(transcript.lines().any(|line| line.utterance.text() == "24/7"));
}

#[test]
fn each_line_of_the_episode_has_its_own_time() {
    let Some(mut transcript) = transcript() else { return };
    let length = Duration::from_secs_f64(1354.0);
    assert_eq!(timeline(&mut transcript, Some(length)), []);
    let starts = Starts::of(&transcript);
    assert_eq!(starts.as_slice().len(), 59);
    assert!(starts.as_slice().is_sorted_by(|a, b| a < b));
    let timings: Vec<_> = transcript.lines().map(|line| line.utterance.timing().unwrap()).collect();
    assert_eq!(timings.iter().filter(|t| t.origin == Origin::Estimated).count(), 9);
    assert!(timings.iter().filter(|t| t.origin != Origin::Estimated).all(|t| t.origin == Origin::Marked));
    assert_eq!(timings[58].end, Some(length));
    for (index, timing) in timings.iter().enumerate() {
        assert_eq!(starts.active_at(timing.start), Some(index));
        assert_eq!(starts.active_at(timing.end.unwrap() - Duration::from_nanos(1)), Some(index));
    }
    let gears = transcript.lines().position(|l| l.utterance.text().starts_with("Changing gears")).unwrap();
    assert_eq!(timings[gears].start, Duration::from_secs(13 * 60 + 16));
}
