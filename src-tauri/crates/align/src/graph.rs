//! Words in their order → the states that a search goes through.
//!
//! Between any two words is a *gap*, and one before the first and after the last. A gap's block of states holds what may
//! sound in it (silence, noise, and *other*: any speech that the text doesn't have), and then the ways of the word after it.

use std::ops::Range;

use crate::{
    model::{Inner, STATES},
    phone::Phone,
    scores::PARTS,
};

/// What can't be.
pub(crate) const NEVER: i32 = 1 << 28;

/// What a way is called that isn't a way of a word.
pub(crate) const FILLER: u32 = 61;
pub(crate) const SILENT: u32 = 62;
pub(crate) const SKIPPED: u32 = 63;
/// Ways of a word beyond so many are left out.
const MOST_WAYS: usize = 24;
/// A way is cut off after so many phones: nobody speaks that long without a pause.
const MOST_PHONES: usize = 400;

/// What it costs, in nats, to take what the text doesn't tell of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Costs {
    /// To begin a silence.
    pub(crate) silence: f32,
    /// To begin a noise.
    pub(crate) noise: f32,
    /// To begin something that isn't in the text, where that may be, and for each frame of it.
    pub(crate) other: f32,
    pub(crate) other_frame: f32,
    /// To leave a word out, and one more after it; not at all if none.
    pub(crate) skip: Option<[f32; 2]>,
    /// Whether there may be something else between the words, or only before and after all of them.
    pub(crate) other_between: bool,
}

/// States in the order of the words.
pub(crate) struct Graph {
    /// The model's state whose score counts here; [`Graph::other`] for a frame of something else.
    pub(crate) scored: Vec<u8>,
    /// What it costs to stay, and to come from the state before, in parts of a nat.
    pub(crate) stay: Vec<i32>,
    pub(crate) come: Vec<i32>,
    pub(crate) gaps: Vec<Gap>,
    /// What it costs to leave a word out, and one more after it.
    pub(crate) skip: [i32; 2],
    pub(crate) other: i32,
}

/// A gap and the word after it.
pub(crate) struct Gap {
    pub(crate) states: Range<usize>,
    pub(crate) fillers: Vec<Arc>,
    pub(crate) ways: Vec<Arc>,
    /// There is no way to say the word, so that leaving it out costs nothing.
    pub(crate) silent: bool,
}

/// States to be passed one after the other. The first stands for the beginning: it has no sound.
pub(crate) struct Arc {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// What beginning and leaving it cost.
    pub(crate) enter: i32,
    pub(crate) leave: i32,
}

pub(crate) fn parts(nats: f32) -> i32 {
    (nats * PARTS).round() as i32
}

impl Graph {
    pub(crate) fn new(model: &Inner, words: &[&[Vec<Phone>]], costs: &Costs) -> Graph {
        let mut graph = Graph {
            scored: vec![0],
            stay: vec![NEVER],
            come: vec![NEVER],
            gaps: Vec::with_capacity(words.len() + 1),
            skip: costs.skip.map_or([NEVER; 2], |skip| skip.map(parts)),
            other: parts(costs.other_frame),
        };
        for place in 0..=words.len() {
            let from = graph.scored.len();
            let mut fillers = Vec::new();
            for (n, filler) in model.fillers.iter().enumerate() {
                let enter = if n == 0 { costs.silence } else { costs.noise };
                fillers.push(graph.arc(model, &[*filler], parts(enter)));
            }
            if costs.other_between || place == 0 || place == words.len() {
                fillers.push(graph.other(model, parts(costs.other)));
            }
            let ways = words.get(place).copied().unwrap_or_default();
            let ways: Vec<Arc> = ways
                .iter()
                .filter(|way| !way.is_empty())
                .take(MOST_WAYS)
                .map(|way| graph.arc(model, &way[..way.len().min(MOST_PHONES)], 0))
                .collect();
            let states = from..graph.scored.len();
            graph.gaps.push(Gap { states, fillers, silent: ways.is_empty(), ways });
        }
        graph
    }

    fn push(&mut self, scored: usize, stay: i32, come: i32) {
        self.scored.push(scored as u8);
        self.stay.push(stay);
        self.come.push(come);
    }

    fn arc(&mut self, model: &Inner, phones: &[Phone], enter: i32) -> Arc {
        let first = self.scored.len();
        self.push(0, NEVER, NEVER);
        let mut come = 0;
        for phone in phones {
            for state in 0..STATES {
                let place = usize::from(phone.0) * STATES + state;
                let [stay, go] = model.steps[place];
                self.push(place, parts(-stay), come);
                come = parts(-go);
            }
        }
        Arc { first, last: self.scored.len() - 1, enter, leave: come }
    }

    fn other(&mut self, model: &Inner, enter: i32) -> Arc {
        let first = self.scored.len();
        self.push(0, NEVER, NEVER);
        self.push(model.phones() * STATES, 0, 0);
        Arc { first, last: first + 1, enter, leave: 0 }
    }
}
