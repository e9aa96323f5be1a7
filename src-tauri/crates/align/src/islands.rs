//! Places in the sound where words are found without any mark: probes, coarse to fine.

use std::ops::Range;

use crate::{
    align::Work,
    pieces::spread,
    probe::{Place, WORDS, probe},
    script::{Anchor, RATE},
    search::Pull,
};

/// A region with fewer words, or a shorter one, needs no more islands: it is searched as a piece.
const FEW_WORDS: usize = 160;
const SHORT: usize = 60 * RATE as usize;
/// A region as short as this is looked through as a whole; in a longer one about where the words should be.
const WHOLE: usize = 600 * RATE as usize;
/// That share of a region to both sides is "about".
const ABOUT: usize = 5;
/// Where in a region's words a probe is taken, in tenths, until one is found.
const TRIES: [usize; 4] = [5, 4, 6, 3];
/// How exactly an island is known, in frames.
const EXACT: f32 = 50.0;

/// Words, and the frames in which they are said.
type Region = (Range<usize>, Range<usize>);

/// Anchors among `words`, which are said in `frames`, in their order.
pub(crate) fn islands(work: &Work<'_>, words: Range<usize>, frames: Range<usize>) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let mut regions = vec![(words, frames)];
    while !regions.is_empty() && !work.cancelled() {
        let found = spread(regions.len(), work.settings.threads, |place| island(work, &regions[place]));
        let mut next = Vec::new();
        for ((words, frames), found) in regions.into_iter().zip(found) {
            let Some((word, place)) = found else { continue };
            let start = place.start as f32;
            anchors.push(Anchor { word, pull: Pull { from: start - EXACT, to: start + EXACT, cost: 0.3 } });
            let (before, after) = (place.start + RATE as usize, place.start.saturating_sub(RATE as usize));
            next.push((words.start..word, frames.start..before.min(frames.end)));
            next.push((word..words.end, after.max(frames.start)..frames.end));
        }
        next.retain(|(words, frames)| words.len() > FEW_WORDS && frames.len() > SHORT);
        regions = next;
    }
    anchors.sort_by_key(|anchor| anchor.word);
    anchors
}

/// One of them, about in the middle.
fn island(work: &Work<'_>, (words, frames): &Region) -> Option<(usize, Place)> {
    let look = |tenths: usize, frames: Range<usize>| {
        let word = words.start + words.len() * tenths / 10;
        let probed = word..(word + WORDS).min(words.end);
        let place = probe(work.model, &work.scores, &work.script, probed, frames, &|| work.cancelled())?;
        // At the very edge another place might have been cut off.
        Some((word, place))
    };
    let about = |tenths: usize| {
        let middle = frames.start + frames.len() * tenths / 10;
        let reach = (frames.len() / ABOUT).max(WHOLE / 2);
        middle.saturating_sub(reach).max(frames.start)..(middle + reach).min(frames.end)
    };
    if frames.len() <= WHOLE {
        return TRIES.iter().find_map(|tenths| look(*tenths, frames.clone()));
    }
    TRIES.iter().find_map(|tenths| look(*tenths, about(*tenths))).or_else(|| look(5, frames.clone()))
}
