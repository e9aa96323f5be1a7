//! Texts of nothing but lines of a letter or two, many thousands of them. Nobody wrote these as a transcript's lines, and
//! as such they would take far more memory than a text has.

use super::time;

/// Fewer lines take little, however short they are.
const FEW: usize = 4_096;
/// Lines that have on average fewer bytes, with the blank lines and line ends between them. A poem's have more, and those
/// of a transcript even where nobody says more than yes or no.
const CRUMB: usize = 12;
/// Neighbouring ones are joined up to so many bytes.
pub(super) const LONGEST: usize = 80;

/// How many lines such a text has; `None` for any other. `size` is that of the file, in bytes.
pub(super) fn count(text: &str, size: usize) -> Option<usize> {
    let size = size.min(text.len());
    let are_short = |lines: usize| lines > FEW && size < lines * CRUMB;
    // Nearly every text is told by its line ends alone.
    if !are_short(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1) {
        return None;
    }
    // A time on a line of its own is short, whatever stands under it.
    let is_time = |line: &str| time::bare(line).is_some_and(|(_, end)| end == line.len());
    let is_line = |line: &str| !line.is_empty() && !is_time(line);
    Some(text.lines().filter(|line| is_line(line.trim())).count()).filter(|lines| are_short(*lines))
}

/// What the report tells of such a text.
pub(super) fn told(lines: usize) -> String {
    format!(
        "The file has {lines} lines of fewer than {CRUMB} characters on average; those that follow one another are read as \
         one, with the names and times that may be among them."
    )
}

#[cfg(test)]
mod tests {
    use super::{FEW, LONGEST};
    use crate::parse;
    use crate::warning::WarningKind;

    #[test]
    fn lines_of_a_letter_or_two_are_joined_with_every_word_kept_and_told_once() {
        let cases = [
            ("a.txt", "a\n"),
            ("a.txt", "one\r\ntwo\r\n\r\n"),
            ("a.txt", "A: b\nB: c\n"),
            ("a.txt", "0:01\nyes\n"),
            ("a.txt", "é\n- ü\n---\n"),
            ("a.md", "a\n\n"),
            ("a.md", "*a*\n**b** c\n\n- d\n\n> e\n"),
            ("a.md", "A: b\nB: c\n\n"),
        ];
        for (name, line) in cases {
            let text = line.repeat(FEW + 1);
            let parsed = parse(text.as_bytes(), name).unwrap();
            let words = |text: &str| {
                let marks = ["*", ">", "-"];
                let all = marks.iter().fold(text.to_owned(), |text, mark| text.replace(mark, " "));
                all.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
            };
            let said: Vec<_> =
                parsed.transcript.lines().flat_map(|line| words(line.utterance.text())).collect();
            assert_eq!(said, words(&text), "{line:?}");
            let length = |line: crate::Line<'_>| line.utterance.text().len();
            assert!(parsed.transcript.lines().all(|line| length(line) <= LONGEST), "{line:?}");
            let joined: Vec<_> =
                parsed.warnings.iter().filter(|warning| warning.kind == WarningKind::Joined).collect();
            assert!(joined.len() == 1 && joined[0].line.is_none(), "{line:?}: {joined:?}");
        }
    }

    #[test]
    fn emphasis_stays_on_its_word_where_lines_are_joined() {
        let text = "one\n\n*two* six\n\n**ten**\n\n".repeat(FEW);
        let parsed = parse(text.as_bytes(), "a.md").unwrap();
        for line in parsed.transcript.lines() {
            let (text, emphasis) = (line.utterance.text(), line.utterance.emphasis());
            let set: Vec<_> = emphasis.iter().map(|run| &text[run.clone()]).collect();
            let meant: Vec<_> = text.split(' ').filter(|word| matches!(*word, "two" | "ten")).collect();
            assert_eq!(set, meant, "{text}");
        }
    }

    #[test]
    fn what_a_person_wrote_as_lines_stays_lines() {
        let poem = "Rain on the\nold tin roof\n\n".repeat(FEW);
        let talk = "Ann: Really?\nBen: Yes, yes.\n".repeat(FEW);
        let short = "a\n".repeat(FEW);
        let begins = "a\n".repeat(2 * FEW) + &"and so it goes on and on for long\n".repeat(FEW);
        let ends = "and so it goes on and on for long\n".repeat(FEW) + &"a\n".repeat(2 * FEW);
        let chinese = "人之初，\n性本善。\n".repeat(FEW);
        for text in [poem, talk, short, begins, ends, chinese] {
            let parsed = parse(text.as_bytes(), "a.txt").unwrap();
            let lines = text.lines().filter(|line| !line.is_empty()).count();
            assert_eq!(parsed.transcript.lines().count(), lines, "{}", &text[..20]);
        }
        let times: String =
            (0..2 * FEW).map(|at| format!("{}:{:02}\nand so on\n", at / 60, at % 60)).collect();
        let parsed = parse(times.as_bytes(), "a.txt").unwrap();
        assert!(parsed.transcript.lines().all(|line| line.utterance.mark().is_some()));
        assert_eq!(parsed.transcript.lines().count(), 2 * FEW);
    }
}
