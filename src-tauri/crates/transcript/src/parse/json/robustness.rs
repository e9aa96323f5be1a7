//! Files that break off, are damaged or are made to be slow; and real ones, of which no word may be lost.

use crate::parse::parse;

/// A small file of each dialect.
const SAMPLES: [&str; 9] = [
    r#"{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":1.5,"endTime":2,"body":"One here."},{"startTime":3.5,"body":"Two here."}]}"#,
    r#"{"text":"x","segments":[{"start":1.5,"end":2,"text":" One here.","words":[{"word":" One","start":1.5,"end":1.7},{"word":" here.","start":1.8,"end":2}]},{"start":3.5,"end":4,"text":" Two here."}]}"#,
    r#"{"chunks":[{"timestamp":[1.5,2],"text":" One here."},{"timestamp":[3.5,null],"text":" Two here."}]}"#,
    r#"{"transcription":[{"offsets":{"from":1500,"to":2000},"text":" One here."},{"offsets":{"from":3500,"to":4000},"text":" Two here."}]}"#,
    r#"[{"start_ms":1500,"end_ms":2000,"voice":"Ann","text":"One here."},{"start_ms":3500,"end_ms":4000,"text":"Two here."}]"#,
    r#"{"audio_duration":9,"utterances":[{"start":1500,"end":2000,"speaker":"A","text":"One here."},{"start":3500,"end":4000,"text":"Two here."}]}"#,
    r#"{"results":{"channels":[{"alternatives":[{"words":[{"start":1.5,"end":1.7,"word":"One"},{"start":1.8,"word":"here."},{"start":3.5,"word":"Two"},{"start":3.7,"word":"here."}]}]}]}}"#,
    r#"{"results":{"items":[{"start_time":"1.5","alternatives":[{"content":"One"}]},{"start_time":"1.8","alternatives":[{"content":"here."}]},{"start_time":"3.5","alternatives":[{"content":"Two"}]},{"start_time":"3.7","alternatives":[{"content":"here."}]}]}}"#,
    r#"{"results":[{"alternatives":[{"words":[{"startTime":"1.500s","word":"One"},{"startTime":"1.8s","word":"here."}]}]},{"alternatives":[{"words":[{"startTime":"3.5s","word":"Two"},{"startTime":"3.7s","word":"here."}]}]}]}"#,
];

#[test]
fn a_file_that_breaks_off_keeps_all_before_the_break() {
    for sample in SAMPLES {
        for cut in 1..sample.len() {
            let kept = &sample[..cut];
            let parsed = parse(kept.as_bytes(), "a.json").ok();
            let lines = parsed.iter().flat_map(|parsed| parsed.transcript.lines());
            let text: String = lines.map(|line| line.utterance.text()).collect();
            for word in ["One", "Two"] {
                assert_eq!(text.contains(word), kept.contains(word), "{word} in {kept}");
            }
            let told = parsed.is_some_and(|p| p.warnings.iter().any(|w| w.message.contains("breaks off")));
            assert!(told || !kept.contains("One"), "{kept}");
        }
    }
}

#[test]
fn mutilated_files_are_read_without_a_panic() {
    for sample in SAMPLES {
        for at in 0..sample.len() {
            for piece in
                ["", "{", "}", "[", "]", "\"", ",", ":", "\\", "1e999", "null", "\n", "é", "{}", "[]"]
            {
                let damaged = format!("{}{piece}{}", &sample[..at], &sample[at + 1..]);
                if let Ok(parsed) = parse(damaged.as_bytes(), "a.json") {
                    assert!(parsed.transcript.lines().all(|line| !line.utterance.text().trim().is_empty()));
                }
            }
        }
    }
}

#[test]
fn the_podcast_namespaces_example_loses_no_word() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../../shared/corpora/podcast-namespace/docs/examples/transcripts/example.json"
    );
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("SKIPPED: no podcast-namespace examples at {path}");
        return;
    };
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let segments = json["segments"].as_array().unwrap();
    let parsed = parse(&bytes, "example.json").unwrap();
    let transcript = &parsed.transcript;
    let said: Vec<&str> =
        segments.iter().flat_map(|s| s["body"].as_str().unwrap().split_whitespace()).collect();
    let read: Vec<&str> =
        transcript.lines().flat_map(|line| line.utterance.text().split_whitespace()).collect();
    assert_eq!(read, said);
    let spans: Vec<f64> = transcript
        .lines()
        .flat_map(|line| line.utterance.spans().iter().map(|span| span.start.as_secs_f64()))
        .collect();
    let starts: Vec<f64> = segments.iter().map(|segment| segment["startTime"].as_f64().unwrap()).collect();
    // A word that is a sentence by itself has its time as the sentence's.
    assert!(spans.iter().all(|start| starts.contains(start)) && spans.len() + 1 >= starts.len());
    assert_eq!(transcript.turns.len(), 2);
}

#[test]
fn the_words_of_the_shared_episodes_are_found_with_their_times() {
    for episode in ["a-digital-geneva-convention", "edited-and-shifted"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/episodes");
        let Ok(bytes) = std::fs::read(format!("{folder}/{episode}/words.json")) else {
            eprintln!("SKIPPED: no {folder}/{episode}/words.json");
            continue;
        };
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let parsed = parse(&bytes, "words.json").unwrap();
        let paragraphs = json["paragraphs"].as_array().unwrap();
        let said: Vec<&str> =
            paragraphs.iter().flat_map(|p| p["text"].as_str().unwrap().split_whitespace()).collect();
        let lines = || parsed.transcript.lines();
        let read: Vec<&str> = lines().flat_map(|line| line.utterance.text().split_whitespace()).collect();
        assert_eq!(read, said);
        let words =
            || lines().flat_map(|line| line.utterance.words().iter().map(move |word| (line.utterance, word)));
        let timed = words().filter(|(utterance, word)| utterance.word_time(word).is_some()).count();
        assert!(timed * 100 >= words().count() * 98, "{timed} of {} words have their time", words().count());
    }
}

/// Texts that would take for ever, or all the stack, if anything were quadratic or recursive.
#[test]
fn deep_wide_and_long_files_are_read_in_bounded_time() {
    let words = r#"{"word":"x","start":1,"end":2},"#.repeat(20_000);
    let cases = [
        "[".repeat(1_000_000),
        "[{".repeat(500_000),
        "{\"a\":".repeat(300_000),
        "[{\"start\":1.5,\"text\":\"".to_owned() + &"\\".repeat(1_000_000),
        "[{}".to_owned() + &"}".repeat(1_000_000),
        "[{}".to_owned() + &"\"".repeat(1_000_000),
        "[{\"start\":".to_owned() + &"9".repeat(1_000_000),
        "[{\"start\":1.5,\"text\":\"a.\"}".to_owned() + &",{".repeat(300_000),
        "[".to_owned() + &"{\"start\":1.5,\"text\":\"a.\"},".repeat(50_000),
        format!(r#"{{"segments":[{{"start":1.5,"text":"{}","words":[{words}]}}]}}"#, "-".repeat(300_000)),
        format!(r#"{{"segments":[{{"start":1.5,"text":"{}","words":[{words}]}}]}}"#, " ".repeat(300_000)),
        format!(r#"{{"segments":[{{"start":1.5,"text":"{}","words":[{words}]}}]}}"#, "y ".repeat(300_000)),
        format!(r#"{{"text":"{}","words":[{words}]}}"#, "x".repeat(300_000)),
        format!(
            r#"{{"task":"a","text":"b","segments":[{}],"words":[{words}]}}"#,
            r#"{"start":0,"text":"z"},"#.repeat(20_000)
        ),
    ];
    for text in cases {
        if let Ok(parsed) = parse(text.as_bytes(), "a.json") {
            assert!(parsed.transcript.lines().count() <= text.len() / 10, "{}", &text[..40]);
        }
    }
}
