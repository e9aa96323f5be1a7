//! The likeliest way through the words (Viterbi), and the frames in which each of them is said.

use std::ops::Range;

use crate::{
    graph::{Costs, FILLER, Graph, NEVER, SILENT, SKIPPED, parts},
    model::{Inner, STATES},
    phone::Phone,
    scores::Scores,
};

/// Words to be found in a stretch of sound.
pub(crate) struct Task<'a> {
    pub(crate) words: &'a [&'a [Vec<Phone>]],
    pub(crate) frames: Range<usize>,
    /// For each word where it should begin, if that is known; empty if nothing is.
    pub(crate) pulls: &'a [Option<Pull>],
    /// The gaps at which the stretch may begin and end; the first and the last gap are 0 and the number of words.
    pub(crate) starts: Range<usize>,
    pub(crate) ends: Range<usize>,
    pub(crate) costs: Costs,
    /// Ways that are worse than the best by so many nats are given up.
    pub(crate) beam: f32,
}

/// Where a word should begin: between two frames; outside each frame costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pull {
    pub(crate) from: f32,
    pub(crate) to: f32,
    /// In nats a frame.
    pub(crate) cost: f32,
}

impl Pull {
    fn at(&self, frame: usize) -> i32 {
        let frame = frame as f32;
        let outside = (self.from - frame).max(frame - self.to).max(0.0);
        // So much that it never adds up to what can't be.
        parts((outside * self.cost).min(50_000.0))
    }
}

/// A word in the sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    /// Its first frame, and the one after its last.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Its log-likelihood less that of the best states, a frame, as it would be in clear speech: 0 or less.
    pub(crate) score: f32,
}

/// The likeliest way: for each word its place, or none if it is left out. None if there is no way at all, or if `cancelled`.
pub(crate) fn search(
    model: &Inner,
    scores: &Scores<'_>,
    task: &Task<'_>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Option<Span>>> {
    let graph = Graph::new(model, task.words, &task.costs);
    let mut run = Run::new(&graph, task, model.phones() * STATES);
    run.begin();
    for frame in 0..task.frames.len() {
        if frame % 256 == 0 && cancelled() {
            return None;
        }
        run.step(frame, scores.frame(task.frames.start + frame));
    }
    run.trace(model, scores)
}

/// How each gap was reached after a frame.
struct Column {
    /// The first gap that is told, and where its entry lies.
    gap: usize,
    at: usize,
}

/// Where a gap is reached by leaving words out, the word before the last was left out too.
const GOES_ON: u32 = 64;

struct Run<'a> {
    graph: &'a Graph,
    task: &'a Task<'a>,
    beam: i32,
    cost: Vec<i32>,
    /// The frame in which the arc that a state belongs to was begun.
    begun: Vec<u32>,
    /// By gap: whether its states are looked at, and the lowest cost among them.
    alive: Vec<bool>,
    lowest: Vec<i32>,
    /// By gap: the cost of being there now.
    there: Vec<i32>,
    active: Range<usize>,
    columns: Vec<Column>,
    /// What led to a gap: the frame in which it was begun, times 128, [`GOES_ON`] and the way that it was.
    led: Vec<u32>,
    row: Vec<u8>,
}

impl<'a> Run<'a> {
    fn new(graph: &'a Graph, task: &'a Task<'a>, states: usize) -> Run<'a> {
        let gaps = graph.gaps.len();
        let mut row = vec![0; states + 1];
        row[states] = graph.other.clamp(0, 255) as u8;
        Run {
            graph,
            task,
            beam: parts(task.beam),
            cost: vec![NEVER; graph.scored.len()],
            begun: vec![0; graph.scored.len()],
            alive: vec![false; gaps],
            lowest: vec![NEVER; gaps],
            there: vec![NEVER; gaps],
            active: 0..0,
            columns: Vec::with_capacity(task.frames.len()),
            led: Vec::new(),
            row,
        }
    }

    fn begin(&mut self) {
        let starts = self.task.starts.start..self.task.starts.end.min(self.graph.gaps.len());
        self.active = starts.clone();
        for gap in starts {
            self.there[gap] = 0;
            self.enter(gap, 0);
        }
    }

    /// Lets the arcs of a gap begin in `frame`.
    fn enter(&mut self, gap: usize, frame: usize) {
        let Some(block) = self.graph.gaps.get(gap) else { return };
        let cost = self.there[gap];
        if !self.alive[gap] {
            self.cost[block.states.clone()].fill(NEVER);
            self.alive[gap] = true;
        }
        let pull = self.task.pulls.get(gap).copied().flatten();
        let pull = pull.map_or(0, |pull| pull.at(self.task.frames.start + frame));
        for arc in &block.fillers {
            self.cost[arc.first] = cost + arc.enter;
            self.begun[arc.first] = frame as u32;
        }
        for arc in &block.ways {
            self.cost[arc.first] = cost + arc.enter + pull;
            self.begun[arc.first] = frame as u32;
        }
    }

    fn step(&mut self, frame: usize, scores: &[u8]) {
        self.row[..scores.len()].copy_from_slice(scores);
        let mut best = NEVER;
        for gap in self.active.clone() {
            if self.alive[gap] {
                self.advance(gap);
                best = best.min(self.lowest[gap]);
            }
        }
        let limit = best.saturating_add(self.beam).min(NEVER - 1);
        self.columns.push(Column { gap: self.active.start, at: self.led.len() });
        let mut gap = self.active.start;
        // The cost of being at the gap before, and that of being there with the word before it left out.
        let (mut before, mut left) = (NEVER, NEVER);
        let mut last = gap;
        loop {
            let (mut cost, mut led) = self.reach(gap, limit);
            if let Some(word) = gap.checked_sub(1).filter(|_| gap > self.active.start) {
                let [first, more] = self.graph.skip;
                let (begins, goes_on) = match self.graph.gaps[word].silent {
                    true => (NEVER, left),
                    false => (before.saturating_add(first), left.saturating_add(more)),
                };
                left = begins.min(goes_on).min(NEVER);
                if self.graph.gaps[word].silent && before < cost {
                    (cost, led) = (before, SILENT);
                }
                if left < cost {
                    (cost, led) = (left, SKIPPED);
                }
                if goes_on < begins {
                    led |= GOES_ON;
                }
            }
            self.led.push(led);
            self.there[gap] = cost;
            if cost <= limit {
                self.enter(gap, frame + 1);
            } else if self.lowest[gap] > limit {
                (self.alive[gap], self.lowest[gap]) = (false, NEVER);
            }
            if self.alive[gap] {
                last = gap;
            }
            before = cost;
            gap += 1;
            if gap >= self.graph.gaps.len() || (gap > self.active.end && before > limit) {
                break;
            }
        }
        let first = (self.active.start..=last).find(|gap| self.alive[*gap]).unwrap_or(last);
        self.active = first..last + 1;
    }

    /// One frame on, in the states of a gap.
    fn advance(&mut self, gap: usize) {
        let states = self.graph.gaps[gap].states.clone();
        let count = states.len();
        let scored = &self.graph.scored[states.clone()];
        let stay = &self.graph.stay[states.clone()];
        let come = &self.graph.come[states.clone()];
        let cost = &mut self.cost[states.start - 1..states.end];
        let begun = &mut self.begun[states.start - 1..states.end];
        let row = &self.row[..];
        let mut lowest = NEVER;
        for n in (0..count).rev() {
            let (stays, comes) = (cost[n + 1] + stay[n], cost[n] + come[n]);
            if comes < stays {
                begun[n + 1] = begun[n];
            }
            let now = (stays.min(comes) + i32::from(row[usize::from(scored[n])])).min(NEVER);
            cost[n + 1] = now;
            lowest = lowest.min(now);
        }
        self.lowest[gap] = lowest;
    }

    /// The cheapest way to be at a gap after this frame, and what led there.
    fn reach(&self, gap: usize, limit: i32) -> (i32, u32) {
        let mut best = (NEVER, 0);
        let mut take = |cost: i32, arc: usize, way: u32| {
            if cost < best.0 {
                best = (cost, self.begun[arc] << 7 | way);
            }
        };
        if self.alive[gap] && self.lowest[gap] <= limit {
            for arc in &self.graph.gaps[gap].fillers {
                take(self.cost[arc.last] + arc.leave, arc.last, FILLER);
            }
        }
        if let Some(word) = gap.checked_sub(1).filter(|_| gap > self.active.start) {
            let block = &self.graph.gaps[word];
            if self.active.contains(&word) && self.lowest[word] <= limit {
                for (way, arc) in block.ways.iter().enumerate() {
                    take(self.cost[arc.last] + arc.leave, arc.last, way as u32);
                }
            }
        }
        best
    }

    fn trace(&self, model: &Inner, scores: &Scores<'_>) -> Option<Vec<Option<Span>>> {
        let ends = self.task.ends.start..self.task.ends.end.min(self.graph.gaps.len());
        let mut spans = vec![None; self.task.words.len()];
        let mut gap = ends.filter(|gap| self.active.contains(gap)).min_by_key(|gap| self.there[*gap])?;
        if self.there[gap] >= NEVER {
            return None;
        }
        // The frame after which we are in the gap, counted from 1.
        let (mut frame, mut leaves_out) = (self.task.frames.len(), false);
        while frame > 0 {
            let column = self.columns.get(frame - 1)?;
            let led = *self.led.get(column.at + gap.checked_sub(column.gap)?)?;
            let (begun, way) = ((led >> 7) as usize, led & 63);
            match way {
                _ if leaves_out || way == SKIPPED => {
                    gap = gap.checked_sub(1)?;
                    leaves_out = led & GOES_ON != 0;
                }
                SILENT => gap = gap.checked_sub(1)?,
                FILLER => frame = begun,
                way => {
                    gap = gap.checked_sub(1)?;
                    let (start, end) = (self.task.frames.start + begun, self.task.frames.start + frame);
                    let phones =
                        self.task.words.get(gap)?.iter().filter(|way| !way.is_empty()).nth(way as usize)?;
                    let score = fit(model, scores, phones, start..end);
                    spans[gap] = Some(Span { start, end, score });
                    frame = begun;
                }
            }
        }
        Some(spans)
    }
}

/// By how much the states fit a frame of clear speech worse than the best one, on average, in nats. Where noise makes all alike, a word
/// is so much less sure than its score says.
const CLEAR: f32 = 9.4;

/// How well phones fit frames in which they are said: the mean of the states' scores on the likeliest way through them, for clear
/// speech.
fn fit(model: &Inner, scores: &Scores<'_>, phones: &[Phone], frames: Range<usize>) -> f32 {
    let count = phones.len() * STATES;
    // The way's cost, and what of it is the states' own.
    let mut best = vec![(NEVER, 0_i32); count];
    for (n, frame) in frames.clone().enumerate() {
        let row = scores.frame(frame);
        for at in (0..count).rev() {
            let state = |at: usize| usize::from(phones[at / STATES].0) * STATES + at % STATES;
            let stays = best[at].0 + parts(-model.steps[state(at)][0]);
            let comes = match at.checked_sub(1) {
                Some(before) => best[before].0 + parts(-model.steps[state(before)][1]),
                None if n == 0 => 0,
                None => NEVER,
            };
            let own = match at.checked_sub(1) {
                _ if stays <= comes => best[at].1,
                Some(before) => best[before].1,
                None => 0,
            };
            let score = i32::from(row[state(at)]);
            best[at] = ((stays.min(comes) + score).min(NEVER), own + score);
        }
    }
    let sum = best.last().map_or(0, |(_, own)| *own);
    let contrast: u32 = frames.map(|frame| u32::from(scores.contrast(frame))).sum();
    -CLEAR * sum as f32 / contrast.max(1) as f32
}
