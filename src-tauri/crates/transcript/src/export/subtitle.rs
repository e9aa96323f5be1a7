//! Lines cut into captions that fit a screen and are there long enough to be read.
//!
//! - An utterance that its source had as several cues comes out as these, where they fit; any other is one caption, or
//!   as many as it needs: cut at the ends of sentences, then of clauses, then between words, none of them left small.
//! - A caption's time is that of its first word where the source times it; else it follows from its place in the text
//!   between the two nearest known times.
//! - The rows of a caption are as even as they can be.

use std::iter;
use std::ops::Range;
use std::time::Duration;

use unicode_segmentation::UnicodeSegmentation;

use super::ExportOptions;
use super::line::{Line, Placed};
use crate::model::Utterance;

/// Slower speech than this, in bytes a second, is speech and then silence; told by nothing, the silence has no caption.
const SLOWEST: u32 = 5;

/// What it costs to cut at each place, beside what a caption costs by itself.
const CAPTION: f64 = 10.0;
const AT_CLAUSE: f64 = 6.0;
const AT_WORD: f64 = 40.0;
const UNEVEN: f64 = 12.0;
const TOO_SHORT: f64 = 30.0;
const TOO_LONG: f64 = 1_000.0;

/// Words that begin a clause.
const CONJUNCTIONS: [&str; 22] = [
    "and", "but", "or", "so", "because", "which", "who", "that", "when", "while", "where", "if", "though",
    "although", "und", "aber", "oder", "weil", "dass", "et", "mais", "pero",
];

/// What is on the screen at one time.
#[derive(Debug, Clone)]
pub(super) struct Caption<'a> {
    pub(super) line: Line<'a>,
    /// Whether it begins its turn.
    pub(super) opens: bool,
    /// Its rows, as byte ranges of the utterance's text. At least one.
    pub(super) rows: Vec<Range<usize>>,
    pub(super) start: Duration,
    /// Later than the start.
    pub(super) end: Duration,
}

/// The captions of all lines. `lead` tells how many characters stand before the text of a turn's first caption.
pub(super) fn captions<'a>(
    lines: &[Placed<'a>],
    options: &ExportOptions,
    lead: impl Fn(&Line<'_>) -> usize,
) -> Vec<Caption<'a>> {
    let mut captions = Vec::with_capacity(lines.len());
    for placed in lines {
        let lead = if placed.line.opens { lead(&placed.line) } else { 0 };
        cut(placed, options, lead, &mut captions);
    }
    hold(&mut captions, options);
    captions
}

/// Gives each caption the time to be read, where the next one leaves it, and none more than the longest.
fn hold(captions: &mut [Caption<'_>], options: &ExportOptions) {
    let mut later: Option<Duration> = None;
    let mut next: Option<Duration> = None;
    for caption in captions.iter_mut().rev() {
        if next.is_some_and(|next| next > caption.start) {
            later = next;
        }
        next = Some(caption.start);
        let wanted = caption.start + options.shortest;
        let room = later.map_or(wanted, |later| later.min(wanted));
        caption.end = caption.end.max(room).min(caption.start + options.longest.max(options.shortest));
        caption.end = caption.end.max(caption.start + Duration::from_millis(1));
    }
}

/// Appends the captions of one line.
fn cut<'a>(placed: &Placed<'a>, options: &ExportOptions, lead: usize, captions: &mut Vec<Caption<'a>>) {
    let utterance = placed.line.utterance;
    let text = utterance.text();
    let mut end = placed.end;
    if utterance.mark_end().is_none() {
        let said = Duration::from_secs(text.len() as u64) / SLOWEST;
        let spoken = match utterance.spans().last() {
            Some(last) => last.end,
            None => Some(placed.start + said.max(options.shortest)),
        };
        end = spoken.filter(|spoken| *spoken > placed.start).map_or(end, |spoken| end.min(spoken));
    }
    let clock = Clock::of(utterance, placed.start, end);
    let page = Page { width: options.line_length.max(1), most: options.lines.max(1), options, clock: &clock };
    let mut first = true;
    for piece in pieces(utterance) {
        let units = units(text, piece, utterance);
        let lead = if first { lead } else { 0 };
        for range in page.split(&units, lead) {
            let of_caption = &units[range.clone()];
            let (Some(head), Some(tail)) = (of_caption.first(), of_caption.last()) else { continue };
            let opens = first && placed.line.opens;
            let rows = page.rows(of_caption, if first { lead } else { 0 });
            first = false;
            let start = clock.start(head.range.start);
            let next = units.get(range.end).map(|next| next.range.start);
            let end = clock.end(tail.range.end, next).max(start);
            captions.push(Caption { line: placed.line, opens, rows, start, end });
        }
    }
}

/// The parts of an utterance that the source had on the screen one after the other.
fn pieces(utterance: &Utterance) -> Vec<Range<usize>> {
    let (text, spans) = (utterance.text(), utterance.spans());
    let wide = spans.iter().filter(|span| text[span.range()].contains(char::is_whitespace)).count();
    if spans.len() < 2 || wide * 2 < spans.len() {
        return iter::once(0..text.len()).collect();
    }
    let mut starts: Vec<usize> = spans.iter().map(|span| span.range().start).collect();
    starts[0] = 0;
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| start..end).collect()
}

/// A stretch of text that stays together, and what it costs to cut after it.
#[derive(Debug, Clone)]
struct Unit {
    range: Range<usize>,
    chars: usize,
    /// Whether a blank stands between it and the one before.
    spaced: bool,
    cost: f64,
}

/// The words of a piece with their punctuation; of scripts without blanks, what may stand at the end of a row.
fn units(text: &str, piece: Range<usize>, utterance: &Utterance) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut at = piece.start;
    for word in text[piece.clone()].split_inclusive(char::is_whitespace) {
        let range = at..at + word.trim_end().len();
        at += word.len();
        if range.is_empty() {
            continue;
        }
        let first = units.len();
        if text[range.clone()].chars().any(is_unspaced) {
            push_parts(text, range, &mut units);
        } else {
            units.push(Unit {
                chars: text[range.clone()].chars().count(),
                range,
                spaced: true,
                cost: AT_WORD,
            });
        }
        if let Some(unit) = units.get_mut(first) {
            unit.spaced = true;
        }
    }
    let sentences = utterance.sentences();
    for at in 0..units.len().saturating_sub(1) {
        let (unit, next) = (units[at].range.clone(), units[at + 1].range.clone());
        let sentence = sentences.partition_point(|sentence| sentence.range().start < next.start);
        let begins = sentences.get(sentence).is_some_and(|sentence| sentence.range().start == next.start);
        let closes = text[unit].ends_with([',', ';', ':', '–', '—', '、', '，', ')']);
        let conjunction = CONJUNCTIONS.iter().any(|word| word.eq_ignore_ascii_case(&text[next.clone()]));
        units[at].cost = if begins {
            0.0
        } else if closes {
            AT_CLAUSE
        } else if conjunction {
            AT_CLAUSE * 1.5
        } else {
            AT_WORD
        };
    }
    units
}

/// Appends a word of a script without blanks as parts between which a row may end.
fn push_parts(text: &str, word: Range<usize>, units: &mut Vec<Unit>) {
    let mut open: Option<Unit> = None;
    for (at, part) in text[word.clone()].split_word_bound_indices() {
        let start = word.start + at;
        let chars = part.chars().count();
        let apart = text[..start].ends_with(is_unspaced) && part.starts_with(is_unspaced);
        match &mut open {
            Some(unit) if !apart => {
                unit.range.end = start + part.len();
                unit.chars += chars;
            }
            _ => units.extend(open.replace(Unit {
                range: start..start + part.len(),
                chars,
                spaced: false,
                cost: AT_WORD,
            })),
        }
    }
    units.extend(open);
}

/// Letters of scripts that put no blanks between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// How much fits on a screen.
struct Page<'a> {
    width: usize,
    most: usize,
    options: &'a ExportOptions,
    clock: &'a Clock,
}

impl Page<'_> {
    /// The captions of a piece, as ranges of its units.
    fn split(&self, units: &[Unit], lead: usize) -> Vec<Range<usize>> {
        // `best[n]`: the least that the units before the nth cost, and where their last caption begins.
        let mut best: Vec<(f64, usize)> = vec![(f64::INFINITY, 0); units.len() + 1];
        best[0].0 = 0.0;
        // When each unit begins, and when the last has ended, in seconds.
        let mut times: Vec<f64> =
            units.iter().map(|unit| self.clock.start(unit.range.start).as_secs_f64()).collect();
        times.extend(units.last().map(|last| self.clock.end(last.range.end, None).as_secs_f64()));
        for start in 0..units.len() {
            let before = best[start].0;
            let lead = if start == 0 { lead } else { 0 };
            let (mut rows, mut row, mut chars) = (1, lead, 0);
            for (index, unit) in units.iter().enumerate().skip(start) {
                let blank = usize::from(unit.spaced && index > start);
                if index > start && row + blank + unit.chars > self.width {
                    rows += 1;
                    row = unit.chars;
                } else {
                    row += blank + unit.chars;
                }
                chars += blank + unit.chars;
                if rows > self.most && index > start {
                    break;
                }
                let ends = index + 1 == units.len();
                let mut cost = before + self.cost(times[index + 1] - times[start], chars, start == 0 && ends);
                if !ends {
                    cost += unit.cost;
                }
                if cost < best[index + 1].0 {
                    best[index + 1] = (cost, start);
                }
            }
        }
        let mut captions = Vec::new();
        let mut end = units.len();
        while end > 0 {
            let start = best[end].1;
            captions.push(start..end);
            end = start;
        }
        captions.reverse();
        captions
    }

    /// What a caption costs that is said in `time` seconds; `whole` is one that nothing was cut off.
    fn cost(&self, time: f64, chars: usize, whole: bool) -> f64 {
        let (shortest, longest) = (self.options.shortest.as_secs_f64(), self.options.longest.as_secs_f64());
        let mut cost = CAPTION;
        // A single row that stays long is taken off in time; it isn't pulled apart.
        if time > longest && chars > self.width {
            cost += TOO_LONG * (time - longest) / longest.max(0.001);
        }
        if whole {
            return cost;
        }
        cost += UNEVEN * (1.0 - (chars as f64 / (self.width * self.most) as f64)).max(0.0).powi(2);
        if time < shortest {
            cost += TOO_SHORT * (1.0 - time / shortest);
        }
        cost
    }

    /// The rows of a caption: as few as it needs, and none much wider than the others.
    fn rows(&self, units: &[Unit], lead: usize) -> Vec<Range<usize>> {
        let needed = wrap(units, self.width, lead).len();
        if needed < 2 {
            return wrap(units, self.width, lead);
        }
        let (mut low, mut high) = (1, self.width);
        while low < high {
            let middle = (low + high) / 2;
            if wrap(units, middle, lead).len() <= needed { high = middle } else { low = middle + 1 }
        }
        wrap(units, high, lead)
    }
}

/// The units in rows of at most that width, each filled as far as it goes.
fn wrap(units: &[Unit], width: usize, lead: usize) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    let mut filled = lead;
    for unit in units {
        let chars = usize::from(unit.spaced) + unit.chars;
        match rows.last_mut() {
            Some(row) if filled + chars <= width => {
                row.end = unit.range.end;
                filled += chars;
            }
            last => {
                filled = unit.chars + if last.is_none() { lead } else { 0 };
                rows.push(unit.range.clone());
            }
        }
    }
    rows
}

/// When each place of an utterance's text is said.
struct Clock {
    /// Places and times that are known, both rising.
    known: Vec<(usize, Duration)>,
}

impl Clock {
    fn of(utterance: &Utterance, start: Duration, end: Duration) -> Self {
        let mut known = vec![(0, start)];
        let mut add = |place: usize, time: Duration| {
            if let Some(last) = known.last()
                && place >= last.0
                && time >= last.1
                && time <= end
            {
                known.push((place, time));
            }
        };
        for span in utterance.spans() {
            let range = span.range();
            add(range.start, span.start);
            if let Some(end) = span.end {
                add(range.end, end);
            }
        }
        // Its last word may be over before it is; the whole of it is not.
        let whole = utterance.text().len();
        known.pop_if(|last| last.0 == whole && whole > 0);
        known.push((whole, end));
        Self { known }
    }

    /// When what begins at `place` begins.
    fn start(&self, place: usize) -> Duration {
        let next = self.known.partition_point(|known| known.0 <= place);
        match next.checked_sub(1).map(|before| self.known[before]) {
            Some((at, time)) if at == place => time,
            before => self.between(before, self.known.get(next).copied(), place),
        }
    }

    /// When what ends at `place` has ended: at a known time, or when what begins at `next` begins.
    fn end(&self, place: usize, next: Option<usize>) -> Duration {
        let known = self.known.partition_point(|known| known.0 < place);
        match (self.known.get(known), next) {
            (Some(&(at, time)), _) if at == place => time,
            (_, Some(next)) => self.start(next),
            (Some(&(_, time)), None) => time,
            (None, None) => self.known.last().map_or(Duration::ZERO, |last| last.1),
        }
    }

    fn between(
        &self,
        before: Option<(usize, Duration)>,
        after: Option<(usize, Duration)>,
        place: usize,
    ) -> Duration {
        match (before, after) {
            (Some((from, start)), Some((until, end))) if until > from => {
                let share = (place - from) as f64 / (until - from) as f64;
                start + end.saturating_sub(start).mul_f64(share)
            }
            (Some((_, time)), _) | (None, Some((_, time))) => time,
            (None, None) => Duration::ZERO,
        }
    }
}
