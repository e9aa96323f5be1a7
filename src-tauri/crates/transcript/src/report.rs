//! What was read from a file, in numbers, and what had to be guessed or set aside: the report of an opening.

use std::time::Duration;

use crate::model::{Origin, SpeakerId, Transcript};
use crate::parse::Format;
use crate::warning::{Warning, WarningKind};

/// The report of one opening.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What the file was read as.
    pub format: Format,
    /// Why it was read as that: a sentence about the file.
    pub reason: String,
    /// How many turns there are.
    pub turns: usize,
    /// How many utterances there are.
    pub utterances: usize,
    /// How many words were said.
    pub words: usize,
    /// How many of them the file times by themselves.
    pub timed_words: usize,
    /// What each speaker said, in the order of their first words.
    pub speakers: Vec<Share>,
    /// What is said by nobody whom the file names.
    pub unnamed: Share,
    /// How many utterances have a mark of each resolution, the finest first.
    pub marks: Vec<Marks>,
    /// How many utterances have no mark.
    pub unmarked: usize,
    /// How many utterances' times are known how.
    pub origins: Origins,
    /// How many key points there are.
    pub key_points: usize,
    /// How many pull quotes there are.
    pub pull_quotes: usize,
    /// What was joined, moved, guessed and left out: the kinds in that order, each with at least one remark.
    pub remarks: Vec<Remarks>,
}

/// A speaker's share of what was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// The speaker's name; empty where nobody is named.
    pub name: String,
    /// How many utterances.
    pub utterances: usize,
    /// How many words.
    pub words: usize,
}

/// The marks of one resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// What one step of their last digit is worth.
    pub resolution: Duration,
    /// How many there are.
    pub count: usize,
}

/// How many utterances have a time of each [`Origin`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origins {
    /// Of [`Origin::Exact`].
    pub exact: usize,
    /// Of [`Origin::Marked`].
    pub marked: usize,
    /// Of [`Origin::Aligned`].
    pub aligned: usize,
    /// Of [`Origin::Estimated`].
    pub estimated: usize,
    /// Without a time.
    pub none: usize,
}

/// The remarks of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarks {
    /// What was done.
    pub kind: WarningKind,
    /// At least one, in the order in which they were made.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// The report of a file that was read as `format` for `reason`. The origins are those of the transcript's timings,
    /// so [`timeline`](crate::timeline) comes before this, and its warnings belong to `warnings`.
    pub fn of(transcript: &Transcript, format: Format, reason: &str, warnings: &[Warning]) -> Self {
        let named = |name: &String| Share { name: name.clone(), ..Share::default() };
        let mut report = Self {
            format,
            reason: reason.to_owned(),
            turns: transcript.turns.len(),
            utterances: 0,
            words: 0,
            timed_words: 0,
            speakers: transcript.speakers.iter().map(|speaker| named(&speaker.name)).collect(),
            unnamed: Share::default(),
            marks: Vec::new(),
            unmarked: 0,
            origins: Origins::default(),
            key_points: transcript.key_points.len(),
            pull_quotes: transcript.pull_quotes.len(),
            remarks: by_kind(warnings),
        };
        for line in transcript.lines() {
            let utterance = line.utterance;
            let words = utterance.words();
            report.utterances += 1;
            report.words += words.len();
            if !utterance.spans().is_empty() {
                report.timed_words += words.iter().filter(|word| utterance.word_time(word).is_some()).count();
            }
            let share = report.share(line.speaker);
            share.utterances += 1;
            share.words += words.len();
            match utterance.mark() {
                Some(mark) => report.count_mark(mark.resolution),
                None => report.unmarked += 1,
            }
            let origins = &mut report.origins;
            *match utterance.timing().map(|timing| timing.origin) {
                Some(Origin::Exact) => &mut origins.exact,
                Some(Origin::Marked) => &mut origins.marked,
                Some(Origin::Aligned(_)) => &mut origins.aligned,
                Some(Origin::Estimated) => &mut origins.estimated,
                None => &mut origins.none,
            } += 1;
        }
        report.marks.sort_by_key(|marks| marks.resolution);
        report
    }

    fn share(&mut self, speaker: Option<SpeakerId>) -> &mut Share {
        match speaker.and_then(|id| self.speakers.get_mut(id.index())) {
            Some(share) => share,
            None => &mut self.unnamed,
        }
    }

    fn count_mark(&mut self, resolution: Duration) {
        match self.marks.iter_mut().find(|marks| marks.resolution == resolution) {
            Some(marks) => marks.count += 1,
            None => self.marks.push(Marks { resolution, count: 1 }),
        }
    }
}

fn by_kind(warnings: &[Warning]) -> Vec<Remarks> {
    let kinds = [WarningKind::Joined, WarningKind::Moved, WarningKind::Guessed, WarningKind::LeftOut];
    let of = |kind| warnings.iter().filter(|warning| warning.kind == kind).cloned().collect::<Vec<_>>();
    let remarks = kinds.into_iter().map(|kind| Remarks { kind, warnings: of(kind) });
    remarks.filter(|remarks| !remarks.warnings.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::timeline::timeline;

    #[test]
    fn a_report_counts_what_was_read() {
        let text = "# Talk\n\n- 0:10 A point\n\nBefore.\n\n**Ann:** [0:10] Two words.\n\n[0:12.5] Three more words.\n\n\
            **Ben:** Four words and all.\n\n**Ann:** [0:11] Late.\n\n[0:20] Now\n\nhere.";
        let parsed = parse(text.as_bytes(), "a.md").unwrap();
        let mut transcript = parsed.transcript;
        let mut warnings = parsed.warnings;
        warnings.extend(timeline(&mut transcript, Some(Duration::from_secs(30))));
        let report = Report::of(&transcript, parsed.format, parsed.reason, &warnings);
        assert_eq!((report.turns, report.utterances, report.words, report.timed_words), (3, 5, 12, 0));
        let shares: Vec<_> =
            report.speakers.iter().map(|share| (&*share.name, share.utterances, share.words)).collect();
        assert_eq!(shares, [("Ann", 4, 8), ("Ben", 1, 4)]);
        assert_eq!(report.unnamed, Share::default());
        let marks: Vec<_> =
            report.marks.iter().map(|marks| (marks.resolution.as_millis(), marks.count)).collect();
        assert_eq!((marks, report.unmarked), (vec![(100, 1), (1_000, 3)], 1));
        let origins = Origins { marked: 3, estimated: 2, ..Origins::default() };
        assert_eq!(report.origins, origins);
        assert_eq!((report.key_points, report.pull_quotes), (1, 0));
        let remarks: Vec<_> =
            report.remarks.iter().map(|remarks| (remarks.kind, remarks.warnings.len())).collect();
        assert_eq!(remarks, [(WarningKind::Joined, 1), (WarningKind::Guessed, 1)]);
    }
}
