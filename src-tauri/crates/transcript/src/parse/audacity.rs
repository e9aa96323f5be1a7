//! Audacity's label tracks: start, end and text between tabs, in seconds, with an optional line of frequencies under each.

use std::time::Duration;

use super::arrow;
use super::cue::{Cue, Voice};
use super::cues::{self, Records};
use super::{Format, Reading, voices};
use crate::model::Mark;
use crate::warning::Warnings;

/// A label takes so many bytes at least.
const SHORTEST: usize = 8;

/// Reads a text whose first line is a label.
pub(super) fn read(text: &str, warnings: &mut Warnings) -> Option<Reading> {
    label(text.lines().find(|line| !line.trim().is_empty())?)?;
    let most = (memchr::memchr_iter(b'\t', text.as_bytes()).count() / 2).min(text.len() / SHORTEST);
    let mut cues: Vec<Cue<'_>> = Vec::with_capacity(most);
    for (index, line) in text.lines().enumerate() {
        // A line of frequencies: `\`, lowest, highest.
        if line.starts_with("\\\t") || line.trim().is_empty() {
            continue;
        }
        let number = index + 1;
        let (start, end, said) = match label(line) {
            Some((start, end, said)) => (Some(start), Some(end), said),
            None => (None, None, line.trim()),
        };
        // A label at a point has no length.
        let end = end.filter(|end| start.is_some_and(|start| start.time < *end));
        let cue = Cue::new(Voice::Same, said, (start, end), number);
        match cues.last_mut().filter(|_| start.is_none()) {
            Some(before) => {
                let message = "This line has no times; it is read as the rest of the label before it.";
                warnings.joined(number, || message.to_owned());
                before.append(&cue);
            }
            None if !said.is_empty() => cues.push(cue),
            None => {}
        }
    }
    let cues = voices::tell(cues, warnings);
    let transcript = cues::assemble(cues, Records::Lines, warnings);
    let reason = "Its lines are two times in seconds and a text between tabs, as Audacity writes labels.";
    Some(Reading { transcript, format: Format::AudacityLabels, reason })
}

/// Start, end and text of a label.
fn label(line: &str) -> Option<(Mark, Duration, &str)> {
    let mut parts = line.splitn(3, '\t');
    let start = seconds(parts.next()?)?;
    let end = seconds(parts.next()?)?;
    Some((start, end.time, parts.next().unwrap_or_default().trim()))
}

fn seconds(text: &str) -> Option<Mark> {
    let text = text.trim();
    let (mark, end) = arrow::time(text)?;
    let decimal = text.contains(['.', ',']) && !text.contains(':');
    (end == text.len() && decimal).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn labels_of_a_point_and_of_a_range_are_lines() {
        check(
            "a.txt",
            &[
                ("1.000000\t2.500000\tSo it\n2.500000\t3.000000\tis.\n", "> |1=So it |2.5=is."),
                ("0,5\t0,5\tOne\n\\\t100.0\t200.0\n10,25\t11,0\tTwo", "> |0.5=One |10.25=Two"),
                ("1.0\t2.0\tAnn: Hi\tthere\n3.0\t4.0\t\n5.0\t6.0\tAnn: Oh", "Ann> |1=Hi\tthere |5=Oh"),
                ("1.0\t2.0\tSo\nit is\n3.0\t4.0\tYes", "!2 > |1=So it is |3=Yes"),
                ("1\t2\tno label", "> |=1\t2\tno label"),
            ],
        );
    }
}
