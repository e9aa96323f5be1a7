//! How fast JSON transcripts are read: `cargo run --release -p cueline-transcript --example json_speed [-- PART OF A NAME]`
//!
//! Each dialect is made up, 16 MB large, and read five times; the best run counts. One core, in MB/s.

use std::fmt::Write;
use std::time::Instant;

use cueline_transcript::parse;

const BYTES: usize = 16_000_000;
const WORDS: [&str; 12] =
    ["so", "the", "people", "of", "Geneva,", "meet", "again", "and", "nobody", "knows", "why", "exactly."];

/// A name, what writes one record, and what stands before and after the records.
type Dialect = (&'static str, fn(&mut String, usize), &'static str, &'static str);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dialects: [Dialect; 6] = [
        ("podcast, a word each", podcast_word, r#"{"version":"1.0.0","segments":["#, "]}"),
        ("podcast, a line each", podcast_line, r#"{"version":"1.0.0","segments":["#, "]}"),
        ("podcast, indented", podcast_indented, "{\n  \"version\": \"1.0.0\",\n  \"segments\": [\n", "]}"),
        ("whisper with words", whisper, r#"{"text":"","segments":["#, "]}"),
        ("deepgram", deepgram, r#"{"results":{"channels":[{"alternatives":[{"words":["#, "]}]}]}}"),
        ("aws", aws, r#"{"results":{"items":["#, "]}}"),
    ];
    let asked = std::env::args().nth(1).unwrap_or_default();
    for (name, record, head, tail) in dialects.into_iter().filter(|dialect| dialect.0.contains(&asked)) {
        let mut text = head.to_owned();
        for index in 0.. {
            if index > 0 {
                text.push(',');
            }
            record(&mut text, index);
            if text.len() > BYTES {
                break;
            }
        }
        text += tail;
        let mut best = 0.0_f64;
        let mut lines = 0;
        for _ in 0..5 {
            let begin = Instant::now();
            let parsed = parse(text.as_bytes(), "a.json")?;
            best = best.max(text.len() as f64 / 1e6 / begin.elapsed().as_secs_f64());
            lines = parsed.transcript.lines().count();
        }
        println!("{name}: {best:.0} MB/s ({lines} lines)");
    }
    Ok(())
}

fn word(index: usize) -> (&'static str, f64, f64) {
    let start = index as f64 * 0.3;
    (WORDS[index % WORDS.len()], start, start + 0.25)
}

fn podcast_word(out: &mut String, index: usize) {
    let (text, start, end) = word(index);
    let _ = write!(out, r#"{{"speaker":"Ann","startTime":{start:.2},"endTime":{end:.2},"body":"{text}"}}"#);
}

fn podcast_line(out: &mut String, index: usize) {
    let (start, line) = (index as f64 * 3.6, WORDS.join(" "));
    let _ = write!(
        out,
        r#"{{"speaker":"Ann","startTime":{start:.2},"endTime":{:.2},"body":"{line}"}}"#,
        start + 3.5
    );
}

fn podcast_indented(out: &mut String, index: usize) {
    let (start, line) = (index as f64 * 3.6, WORDS.join(" "));
    let end = start + 3.5;
    let _ = writeln!(
        out,
        "    {{\n      \"speaker\": \"Ann\",\n      \"startTime\": {start:.2},\n      \"endTime\": {end:.2},\n      \"body\": \"{line}\"\n    }}"
    );
}

fn whisper(out: &mut String, index: usize) {
    let first = index * WORDS.len();
    let (start, end, line) = (word(first).1, word(first + WORDS.len() - 1).2, WORDS.join(" "));
    let _ = write!(
        out,
        r#"{{"id":{index},"seek":0,"start":{start:.2},"end":{end:.2},"text":" {line}","tokens":["#
    );
    for token in 0..16 {
        let _ = write!(out, "{}{}", if token == 0 { "" } else { "," }, 50364 + token);
    }
    *out +=
        r#"],"temperature":0.0,"avg_logprob":-0.25,"compression_ratio":1.5,"no_speech_prob":0.01,"words":["#;
    for index in first..first + WORDS.len() {
        let (text, start, end) = word(index);
        let comma = if index == first { "" } else { "," };
        let _ = write!(
            out,
            r#"{comma}{{"word":" {text}","start":{start:.2},"end":{end:.2},"probability":0.9912345}}"#
        );
    }
    *out += "]}";
}

fn deepgram(out: &mut String, index: usize) {
    let (text, start, end) = word(index);
    let _ = write!(
        out,
        r#"{{"word":"{text}","start":{start:.3},"end":{end:.3},"confidence":0.9987,"speaker":{},"punctuated_word":"{text}"}}"#,
        index / 60 % 2
    );
}

fn aws(out: &mut String, index: usize) {
    let (text, start, end) = word(index);
    let _ = write!(
        out,
        r#"{{"type":"pronunciation","alternatives":[{{"confidence":"0.99","content":"{text}"}}],"start_time":"{start:.2}","end_time":"{end:.2}"}}"#
    );
}
