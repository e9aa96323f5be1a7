//! The pass itself: pieces handed out to threads of low priority, each with a reader of its own, until all are measured.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, mpsc};
use std::thread;
use std::time::Duration;

use super::meter::{Meter, Piece};
use super::{Analysis, priority};
use crate::decode::Reader;
use crate::error::Error;

/// How a pass goes about its work.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What lies here and after comes first, then what lies before.
    pub around: Duration,
    /// How many threads decode. The result doesn't depend on it.
    pub threads: NonZeroUsize,
}

/// More threads than this would only wait for one another.
const MOST_THREADS: usize = 16;

impl Settings {
    /// All cores, beginning at `around`.
    pub fn from_here(around: Duration) -> Settings {
        let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Settings { around, threads }
    }
}

/// How far a pass has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The measured share of the file, 0 to 1.
    pub share: f64,
    /// What was measured last.
    pub part: Range<Duration>,
}

/// Measures what `analysis` has not measured yet of the file behind `reader`, and answers whether all is measured now.
///
/// Returns after `cancelled` has answered yes, which it is asked before each packet in each thread; what was measured until then stays in
/// `analysis`. `on_progress` is called on this thread after every piece (one to eight minutes of sound).
///
/// `reader` is only asked for others like it; it must be a reader for this alone, not the one that plays.
///
/// # Errors
/// [`Error::Read`] and [`Error::Open`]: the file is gone, or the disk fails. What was measured stays.
pub fn analyse(
    reader: &Reader,
    analysis: &RwLock<Analysis>,
    settings: Settings,
    cancelled: &(dyn Fn() -> bool + Sync),
    on_progress: &mut dyn FnMut(Progress),
) -> Result<bool, Error> {
    let (grid, missing) = {
        let analysis = analysis.read().unwrap_or_else(PoisonError::into_inner);
        let first = analysis.grid.piece_of(analysis.grid.rate.frame(settings.around).0);
        let pieces = analysis.grid.pieces();
        let order = (first..pieces).chain(0..first.min(pieces));
        (analysis.grid, order.filter(|n| !analysis.is_measured(*n)).collect::<Vec<_>>())
    };
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let stop = || failed.load(Ordering::Relaxed) || cancelled();
    let threads = settings.threads.get().min(MOST_THREADS).min(missing.len());

    thread::scope(|scope| {
        // Few pieces wait: who hands in one more waits until this thread has taken up the others.
        let (hand_in, pieces) = mpsc::sync_channel::<Result<Piece, Error>>(threads);
        for n in 0..threads {
            if stop() {
                break;
            }
            let mut meter = Meter::new(reader.another()?, grid);
            let (hand_in, missing, next, stop) = (hand_in.clone(), &missing, &next, &stop);
            let work = move || {
                priority::lower();
                while let Some(number) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match meter.measure(*number, stop) {
                        Ok(None) => return,
                        Ok(Some(piece)) => drop(hand_in.send(Ok(piece))),
                        Err(error) => return drop(hand_in.send(Err(error))),
                    }
                }
            };
            // Without a thread the others do its part; without any, nothing is measured, and this says so.
            let _ = thread::Builder::new().name(format!("cueline-measure-{n}")).spawn_scoped(scope, work);
        }
        drop(hand_in);

        let mut error = None;
        for piece in pieces {
            match piece {
                Ok(piece) => {
                    let frames = grid.piece(piece.number);
                    let mut analysis = analysis.write().unwrap_or_else(PoisonError::into_inner);
                    analysis.put(piece);
                    let share = analysis.share();
                    drop(analysis);
                    let at = |frame| grid.rate.duration(crate::units::Frame(frame));
                    on_progress(Progress { share, part: at(frames.start)..at(frames.end) });
                }
                Err(first) => {
                    failed.store(true, Ordering::Relaxed);
                    error = error.or(Some(first));
                }
            }
        }
        error.map_or(Ok(()), Err)
    })?;
    Ok(analysis.read().unwrap_or_else(PoisonError::into_inner).is_complete())
}
