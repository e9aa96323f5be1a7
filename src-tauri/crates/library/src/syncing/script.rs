//! A transcript's lines as the aligner takes them: how their words may be said, and what is known of their times.

use std::time::Duration;

use cueline_align::{Language, Line, Mark, Said};
use cueline_transcript::{Transcript, Utterance};

use super::SyncPoint;

/// So much of the text tells its language, in bytes.
const SAMPLE: usize = 20_000;

/// The language of what is said, if it is one that there is a model of.
pub(super) fn language(transcript: &Transcript) -> Option<Language> {
    let mut sample = String::with_capacity(SAMPLE);
    for line in transcript.lines() {
        if sample.len() >= SAMPLE {
            break;
        }
        sample.push_str(line.utterance.text());
        sample.push(' ');
    }
    let found = whatlang::detect(&sample);
    match found.map(|found| (found.lang(), found.is_reliable())) {
        Some((whatlang::Lang::Fra, _)) => Some(Language::French),
        Some((whatlang::Lang::Eng, _)) | None => Some(Language::English),
        // Of a few words nobody can tell, and most are English.
        Some((_, false)) if sample.len() < 200 => Some(Language::English),
        Some(_) => None,
    }
}

/// The lines, one for each utterance, whose words are said as `say` tells of those of one.
pub(super) fn lines(
    transcript: &Transcript,
    points: &[SyncPoint],
    say: &dyn Fn(&[&str]) -> Vec<Said>,
) -> Vec<Line> {
    let line = |(number, utterance): (usize, &Utterance)| {
        let point = points.iter().rfind(|point| point.line == number);
        let by_hand = point.map(|point| Mark { time: point.at, resolution: Duration::ZERO, firm: true });
        let own =
            utterance.mark().map(|mark| Mark { time: mark.time, resolution: mark.resolution, firm: false });
        let mut sentences = Vec::new();
        let mut words = 0;
        for sentence in utterance.sentences() {
            let count = utterance.words_of(sentence).len();
            if count > 0 {
                sentences.push(words);
            }
            words += count;
        }
        Line { words: say(&written(utterance)), sentences, mark: by_hand.or(own) }
    };
    transcript.lines().map(|line| line.utterance).enumerate().map(line).collect()
}

/// Each word with what stands around it up to the next space or word.
fn written(utterance: &Utterance) -> Vec<&str> {
    let text = utterance.text();
    let words = utterance.words();
    let word = |number: usize| {
        let range = words[number].range();
        let before = number.checked_sub(1).map_or(0, |before| words[before].range().end);
        let after = words.get(number + 1).map_or(text.len(), |after| after.range().start);
        let start = text.get(before..range.start).and_then(|gap| {
            let (at, space) = gap.char_indices().rfind(|(_, c)| c.is_whitespace())?;
            Some(before + at + space.len_utf8())
        });
        let end =
            text.get(range.end..after).and_then(|gap| gap.find(char::is_whitespace)).map(|at| range.end + at);
        text.get(start.unwrap_or(before)..end.unwrap_or(after)).unwrap_or_default()
    };
    (0..words.len()).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cueline_transcript::parse;

    fn read(text: &str) -> Transcript {
        parse(text.as_bytes(), "a.txt").unwrap().transcript
    }

    #[test]
    fn words_come_with_what_stands_around_them() {
        let talk = read("Ann: Pay $5, at 3:30 — or 10–15%… [Laughs] “Yes”!\n");
        let utterance = talk.line(0).unwrap().utterance;
        assert_eq!(
            written(utterance),
            ["Pay", "$5,", "at", "3:", ":30", "or", "10–", "–15%…", "[Laughs]", "“Yes”!"]
        );
    }

    #[test]
    fn sentences_begin_with_their_words_and_a_point_set_by_hand_holds() {
        let talk =
            parse(b"**Ann:** [0:05] One two. Three!\n\n**Bo:** [0:09] Four.\n", "a.md").unwrap().transcript;
        let point = SyncPoint { line: 1, at: Duration::from_millis(9_250) };
        let lexicon = cueline_align::Lexicon::of(Language::English);
        let lines = lines(&talk, &[point], &|words| lexicon.say(words));
        assert_eq!(lines[0].sentences, [0, 2]);
        let marks: Vec<_> =
            lines.iter().filter_map(|line| line.mark).map(|mark| (mark.time, mark.firm)).collect();
        assert_eq!(marks, [(Duration::from_secs(5), false), (point.at, true)]);
        assert!(lines.iter().flat_map(|line| &line.words).all(|word| !word.ways.is_empty()));
    }

    #[test]
    fn the_language_is_that_of_the_text() {
        for (text, language) in [
            (
                "Ann: So the thing is that we all have to think about what it means to be here.\n",
                Some(Language::English),
            ),
            (
                "Ann: Alors je pense que nous avons tous besoin de réfléchir à ce que cela veut dire.\n",
                Some(Language::French),
            ),
            (
                "Ann: Ich glaube, dass wir alle darüber nachdenken müssen, was das bedeutet, und zwar heute noch. \
                 Denn wenn wir das nicht tun, dann werden wir es nie verstehen, und das wäre doch sehr schade für uns alle, \
                 die wir hier sind und zuhören und uns fragen, was eigentlich geschehen ist.\n",
                None,
            ),
            ("Ann: Ok.\n", Some(Language::English)),
        ] {
            assert_eq!(super::language(&read(text)), language, "{text}");
        }
    }
}
