//! How records are put in order, joined and given to those who speak: tables of records and what comes of them.

use super::*;
use crate::model::Mark;

/// `start-end Name: text` a record, in seconds, of which each part may be missing.
fn cue(record: &str, line: usize) -> Cue<'_> {
    let (range, rest) = record.split_once(' ').unwrap();
    let (start, end) = range.split_once('-').unwrap();
    let seconds = |text: &str| Some(Duration::from_secs_f64(text.parse().ok()?));
    let (voice, text) = match rest.split_once(": ") {
        Some(("?", text)) => (Voice::Other, text),
        Some((name, text)) => (Voice::Named(name.into()), text),
        None => (Voice::Same, rest),
    };
    let resolution = Duration::from_millis(1);
    let start = seconds(start).map(|time| Mark { time, resolution });
    let end = seconds(end);
    Cue::new(voice, text, (start, end), line)
}

/// Each turn as `Name>` with its utterances as `start-end=text`, spans as `‹start text›`, and the remarks' lines.
fn check(records: Records, cues: &[&str], expected: &str) {
    let mut warnings = Warnings::default();
    let cues = cues.iter().enumerate().map(|(index, record)| cue(record, index + 1)).collect();
    let transcript = assemble(cues, records, &mut warnings);
    let mut out = Vec::new();
    for turn in &transcript.turns {
        let name = turn.speaker.and_then(|id| transcript.speaker(id)).map_or("", |s| &s.name);
        out.push(format!("{name}>"));
        for utterance in &turn.utterances {
            let mut text = String::new();
            let mut at = 0;
            for span in utterance.spans() {
                text += &utterance.text()[at..span.range().start];
                text += &format!("‹{} {}›", span.start.as_secs_f64(), &utterance.text()[span.range()]);
                at = span.range().end;
            }
            text += &utterance.text()[at..];
            let shown = |time: Option<Duration>| time.map_or(String::new(), |t| t.as_secs_f64().to_string());
            let start = shown(utterance.mark().map(|mark| mark.time));
            out.push(format!("{start}-{}={text}", shown(utterance.mark_end())));
        }
    }
    out.extend(warnings.finish().iter().map(|w| w.line.map_or("!".to_owned(), |line| format!("!{line}"))));
    assert_eq!(out.join(" "), expected);
}

#[test]
fn records_are_joined_where_a_sentence_runs_on() {
    let pieces = |cues: &[&str], expected: &str| check(Records::Pieces, cues, expected);
    pieces(&["1-2 One.", "2-3 Two."], "> 1-2=One. 2-3=Two.");
    pieces(&["1-2 One and", "2-3 two.", "3-4 Three."], "> 1-3=‹1 One and› ‹2 two.› 3-4=Three. !");
    pieces(&["1-2 one and", "2-3 two"], "> 1-2=one and 2-3=two");
    pieces(&["1-2 One and", "5-6 two."], "> 1-2=One and 5-6=two.");
    pieces(&["1-3 One and", "2-4 two."], "> 1-3=One and 2-4=two.");
    pieces(&["1-2 One and", "2-3 [Music]", "3-4 two."], "> 1-2=One and 2-3=[Music] 3-4=two.");
    pieces(
        &["1-2 Ann: One and", "2-3 two.", "3-4 Ben: Yes", "4-5 Ann: no."],
        "Ann> 1-3=‹1 One and› ‹2 two.› Ben> 3-4=Yes Ann> 4-5=no. !",
    );
    pieces(&["1-2 One and\n", "2-3 two."], "> 1-2=One and 2-3=two.");
    pieces(&["- One and", "- two."], "> -=One and two. !");
    check(Records::Lines, &["1-2 One and", "2-3 two."], "> 1-2=One and 2-3=two.");
}

#[test]
fn records_out_of_order_are_put_where_their_times_say_and_keep_their_voices() {
    check(
        Records::Pieces,
        &["1-2 Ann: One.", "4-5 Two.", "3-4 Ben: Three.", "6-7 Four."],
        "Ann> 1-2=One. Ben> 3-4=Three. Ann> 4-5=Two. Ben> 6-7=Four. !3",
    );
}

#[test]
fn words_become_sentences_and_keep_their_times() {
    check(
        Records::Words,
        &["1- So", "2- am", "3- I", "3- .", "4- You"],
        "> 1-=‹1 So› ‹2 am› ‹3 I›‹3 .› 4-=‹4 You› !",
    );
}
