//! From lines and sound to an alignment: what is done in which order.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::{
    alignment::{AlignedLine, Alignment, Light, Line, Outcome, Settings, Shift, Watch, WordTime},
    confidence::{is_sure, light, likelihood, share, smooth},
    front_end::Features,
    islands::islands,
    model::{Inner, Model, STATES},
    pieces::{Piece, cut, search_piece, spread},
    scores::Scores,
    script::{Anchor, RATE, Script, marks},
    search::Span,
    shift::{Stretch, by_line, stretches},
};

/// Added to what is found, in seconds: a frame's middle lies so much later than its beginning.
const LATER: f64 = 0.008;
/// Between anchors that lie further apart, in frames and in words, islands are looked for.
const FAR: f32 = 150.0 * RATE;
const MANY_WORDS: usize = 250;
/// When fewer of the words are sure than this, the marks are of no use; and when fewer than that, the text is another one's.
const WRONG: f32 = 0.4;
const MISMATCH: f32 = 0.2;
/// Of few words more may seem sure by chance: so much divided by the root of their number is added to that, up to the last number.
const CHANCE: f32 = 1.5;
const MISMATCH_AT_MOST: f32 = 0.6;
/// Marks that were moved may lose so many words, since most of all they have to be moved to where the words are.
const LOSS: f32 = 0.02;
/// Less sound than this, in frames, holds no word.
const SHORTEST: usize = 20;

/// What all steps of an alignment look at.
pub(crate) struct Work<'a> {
    pub(crate) model: &'a Inner,
    pub(crate) scores: Scores<'a>,
    pub(crate) script: Script<'a>,
    pub(crate) lines: &'a [Line],
    /// For each word whether it can be said at all.
    pub(crate) said: Vec<bool>,
    pub(crate) settings: &'a Settings,
    watch: &'a dyn Watch,
    progress: Mutex<f32>,
}

impl<'a> Work<'a> {
    fn new(
        model: &'a Model,
        features: &'a Features,
        lines: &'a [Line],
        settings: &'a Settings,
        watch: &'a dyn Watch,
    ) -> Work<'a> {
        let script = Script::new(lines);
        Work {
            model: model.inner(),
            scores: Scores::new(model.inner(), features),
            said: script.words.iter().map(|ways| ways.iter().any(|way| !way.is_empty())).collect(),
            script,
            lines,
            settings,
            watch,
            progress: Mutex::new(0.0),
        }
    }

    pub(crate) fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }

    fn progress(&self, share: f32) {
        let mut told = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        if share > *told {
            *told = share;
            self.watch.progress(share.min(1.0));
        }
    }

    /// Searches the pieces, what is around the playhead first, and puts what is found into `spans`.
    fn search(&self, pieces: &[Piece], anchors: &[Anchor], spans: &mut [Option<Span>], reach: Range<f32>) {
        let mut order: Vec<&Piece> = pieces.iter().collect();
        if let Some(around) = self.settings.around {
            let frame = (around.as_secs_f64() * f64::from(RATE)) as usize;
            let distance = |piece: &&Piece| {
                (piece.frames.start.saturating_sub(frame)).max(frame.saturating_sub(piece.frames.end))
            };
            order.sort_by_key(distance);
        }
        let done = Mutex::new(0);
        let found = spread(order.len(), self.settings.threads, |place| {
            let piece = order[place];
            let cancelled = || self.cancelled();
            let spans = search_piece(self.model, &self.scores, &self.script, anchors, piece, &cancelled);
            if let Some(spans) = &spans {
                self.tell(piece, spans);
            }
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            *done += 1;
            let share = *done as f32 / order.len() as f32;
            drop(done);
            self.progress(reach.start + share * (reach.end - reach.start));
            spans
        });
        for (piece, found) in order.iter().zip(found) {
            match found {
                Some(found) => spans[piece.core.clone()].copy_from_slice(&found),
                None => spans[piece.core.clone()].fill(None),
            }
        }
    }

    /// Hands on the lines that lie in a piece as a whole.
    fn tell(&self, piece: &Piece, spans: &[Option<Span>]) {
        let first = self.script.firsts.partition_point(|first| *first < piece.core.start);
        let last = self.script.firsts.partition_point(|first| *first <= piece.core.end).saturating_sub(1);
        if first < last {
            let from = self.script.firsts[first] - piece.core.start;
            let to = self.script.firsts[last] - piece.core.start;
            self.watch.lines(first, &self.timed(first..last, &spans[from..to]));
        }
    }

    /// Lines with the times of their words, which `spans` has.
    fn timed(&self, lines: Range<usize>, spans: &[Option<Span>]) -> Vec<AlignedLine> {
        let base = self.script.firsts[lines.start];
        let scores = smooth(spans, &self.said[base..base + spans.len()]);
        let time = |frame: usize| Duration::from_secs_f64(frame as f64 / f64::from(RATE) + LATER);
        let line = |number: usize| {
            let words = self.script.line(number);
            let local = words.start - base..words.end - base;
            let light = light(&scores[local.clone()], &self.said[words]);
            let words = local.map(|word| {
                let (span, score) = (spans[word]?, scores[word]?);
                Some(WordTime {
                    start: time(span.start),
                    end: time(span.end),
                    confidence: likelihood(score),
                    lit: light == Light::Word && is_sure(Some(score)),
                })
            });
            AlignedLine { words: words.collect(), light }
        };
        lines.map(line).collect()
    }

    fn share(&self, spans: &[Option<Span>]) -> f32 {
        share(&smooth(spans, &self.said), &self.said, 0..spans.len())
    }

    /// Anchors, with islands between those that lie far apart.
    fn with_islands(&self, mut anchors: Vec<Anchor>) -> Vec<Anchor> {
        let (words, frames) = (self.script.words.len(), self.scores.frames());
        let ends = [(0, 0.0)].into_iter().chain(anchors.iter().map(|anchor| (anchor.word, anchor.pull.from)));
        let ends: Vec<(usize, f32)> = ends.chain([(words, frames as f32)]).collect();
        let mut more = Vec::new();
        for pair in ends.windows(2) {
            let ((first, from), (last, to)) = (pair[0], pair[1]);
            if last.saturating_sub(first) > MANY_WORDS && to - from > FAR {
                more.extend(islands(
                    self,
                    first..last,
                    from.max(0.0) as usize..(to.max(0.0) as usize).min(frames),
                ));
            }
        }
        anchors.extend(more);
        anchors.sort_by_key(|anchor| anchor.word);
        anchors
    }

    /// The frames in which something else than silence and noise fits best, as a share of some of them.
    fn speech(&self) -> f32 {
        let fillers: Vec<usize> = self.model.fillers.iter().map(|phone| usize::from(phone.0)).collect();
        let step = (self.scores.frames() / 4_000).max(1);
        let (mut speech, mut all) = (0, 0);
        for frame in (0..self.scores.frames()).step_by(step) {
            let best = self.scores.frame(frame).iter().position(|score| *score == 0);
            speech += usize::from(best.is_some_and(|state| !fillers.contains(&(state / STATES))));
            all += 1;
        }
        speech as f32 / f32::max(all as f32, 1.0)
    }
}

/// See [`crate::align`].
pub(crate) fn align(
    model: &Model,
    features: &Features,
    lines: &[Line],
    settings: &Settings,
    watch: &dyn Watch,
) -> Alignment {
    let work = Work::new(model, features, lines, settings, watch);
    let nothing = |outcome| Alignment {
        lines: lines
            .iter()
            .map(|line| AlignedLine { words: vec![None; line.words.len()], light: Light::Line })
            .collect(),
        shifts: Vec::new(),
        outcome,
        in_sync: 0.0,
    };
    if !work.said.contains(&true) {
        return nothing(Outcome::NoText);
    }
    let frames = work.scores.frames();
    if frames < SHORTEST {
        return nothing(Outcome::NoSpeech);
    }

    let marked = marks(&work.script, lines, frames, |_| Some(0.0));
    let has_marks = !marked.is_empty();
    let mut spans = vec![None; work.script.words.len()];
    let pass = |anchors: Vec<Anchor>, spans: &mut [Option<Span>], reach: Range<f32>| {
        let anchors = work.with_islands(anchors);
        let pieces = cut(0..spans.len(), &anchors, 0..frames);
        work.search(&pieces, &anchors, spans, reach);
    };
    pass(marked, &mut spans, 0.0..0.6);

    let mut shifts: Vec<Stretch> = Vec::new();
    if has_marks && !work.cancelled() {
        let found = stretches(&work, &spans, true);
        work.progress(0.7);
        if found.iter().any(|stretch| stretch.seconds != 0.0) {
            let by_line = by_line(&found, lines.len());
            let anchors = marks(&work.script, lines, frames, |line| by_line[line]);
            let mut again = vec![None; spans.len()];
            pass(anchors, &mut again, 0.7..0.9);
            if work.share(&again) > work.share(&spans) - LOSS {
                spans = again;
                shifts = stretches(&work, &spans, false);
            }
        }
    }
    if has_marks && !work.cancelled() && work.share(&spans) < WRONG {
        // The marks are of no use at all: as if there were none.
        let mut again = vec![None; spans.len()];
        pass(Vec::new(), &mut again, 0.9..1.0);
        if work.share(&again) > work.share(&spans) {
            (spans, shifts) = (again, Vec::new());
        }
    }

    let in_sync = work.share(&spans);
    if work.cancelled() {
        let lines = work.timed(0..lines.len(), &spans);
        return Alignment { lines, shifts: Vec::new(), outcome: Outcome::Cancelled, in_sync };
    }
    work.progress(1.0);
    let words = work.said.iter().filter(|said| **said).count() as f32;
    if in_sync < (MISMATCH + CHANCE / words.sqrt()).min(MISMATCH_AT_MOST) {
        return nothing(if work.speech() < 0.1 { Outcome::NoSpeech } else { Outcome::Mismatch });
    }
    let shifts = if shifts.iter().all(|shift| shift.seconds == 0.0) { Vec::new() } else { shifts };
    let shift = |(place, stretch): (usize, &Stretch)| {
        let line = if place == 0 { 0 } else { stretch.first };
        let from = lines[line..].iter().find_map(|line| line.mark).map_or(Duration::ZERO, |mark| mark.time);
        Shift { from: if place == 0 { Duration::ZERO } else { from }, seconds: stretch.seconds, line }
    };
    Alignment {
        lines: work.timed(0..lines.len(), &spans),
        shifts: shifts.iter().enumerate().map(shift).collect(),
        outcome: Outcome::Aligned,
        in_sync,
    }
}
