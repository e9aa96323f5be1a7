//! An opened device, with the ring of blocks that lie ready for it.

use std::sync::Arc;
use std::time::Instant;

use crate::block::{self, Block, Supply};
use crate::output::Format;
use crate::pipeline::Pipeline;
use crate::render::Renderer;
use crate::signals::{Report, Wishes};

/// Blocks that lie ready for the callback at least.
const BLOCKS: usize = 18;
/// And the share of a second that they hold at least: a fifth.
const READY: u32 = 5;
/// Buffers of the device's that lie ready, where that is more.
const BUFFERS: u32 = 3;
/// The longest of the device's buffers that is allowed for.
const LONGEST_S: u32 = 2;
/// Blocks that a new generation begins with at least; always more than one of the device's buffers. So many are kept
/// empty for that, because the others are given back in the callback that should already play the first.
const FIRST_BLOCKS: usize = 6;

/// An opened device and all that feeds it.
pub(crate) struct Line {
    pub(crate) format: Format,
    /// It is the device that was chosen.
    pub(crate) chosen: bool,
    /// Blocks that a generation begins with, and whether this one has.
    pub(crate) first: usize,
    pub(crate) begun: bool,
    /// The frames that a callback may ask for without a gap.
    pub(crate) enough_for: u32,
    pub(crate) pipeline: Option<Pipeline>,
    pub(crate) supply: Supply,
    pub(crate) report: Arc<Report>,
    pub(crate) opened: Instant,
    /// When the device is let go if it stays unused.
    pub(crate) idle_since: Option<Instant>,
    /// The number of callbacks when they were last seen to go on, and when that was.
    pub(crate) alive: (u64, Instant),
    /// Gaps that were counted.
    pub(crate) underruns: u64,
}

impl Line {
    /// A line to a device that plays `format`, and what the device is to call. `largest` is the most frames that a callback
    /// is known to ask for.
    pub(crate) fn new(
        format: Format,
        chosen: bool,
        largest: u32,
        wishes: Arc<Wishes>,
        now: Instant,
    ) -> (Line, Renderer) {
        let buffer = format.buffer.unwrap_or(0).max(largest).min(Line::longest(&format));
        let ready = Block::count_for((BUFFERS * buffer).max(format.rate.hz() / READY)).max(BLOCKS);
        let first = FIRST_BLOCKS.max(Block::count_for(buffer) + 1);
        let (supply, intake) = block::rings(ready + first, format.channels);
        let report = Arc::new(Report::new());
        let renderer = Renderer::new(&format, intake, wishes, Arc::clone(&report));
        let line = Line {
            format,
            chosen,
            first,
            begun: false,
            enough_for: u32::try_from(ready * Block::FRAMES).unwrap_or(u32::MAX) / BUFFERS,
            pipeline: None,
            supply,
            report,
            opened: now,
            idle_since: None,
            alive: (0, now),
            underruns: 0,
        };
        (line, renderer)
    }

    /// The most frames of a callback that are allowed for.
    pub(crate) fn longest(format: &Format) -> u32 {
        LONGEST_S * format.rate.hz()
    }
}
