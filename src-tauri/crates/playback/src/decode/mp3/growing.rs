//! An index that several readers share, while a thread of its own may still be building it.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::super::file::File;
use super::index::Index;
use super::scan::Scan;
use crate::error::Fault;

/// Bytes that are looked through between two looks at who needs it.
const STRIDE: u64 = 1 << 20;

/// How much is looked through before a file is open.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// A file up to this size is looked through wholly.
    pub(super) small: u64,
    /// A larger one is given so long.
    pub(super) grace: Duration,
}

impl Patience {
    /// A few milliseconds are enough for most files, and spare them a length that is corrected at once.
    pub(super) const USUAL: Patience = Patience { small: 16 << 20, grace: Duration::from_millis(40) };
}

pub(super) struct Growing {
    state: Mutex<State>,
    passed: Condvar,
}

struct State {
    index: Index,
    /// The scan, while no thread goes on with it.
    scan: Option<Scan<File>>,
    /// The bytes looked through, and those that there are.
    progress: (u64, u64),
    complete: bool,
    /// Counts what was completed: first the file as it was, then each growth of it.
    edition: u64,
    failed: Option<(io::ErrorKind, String)>,
}

impl Growing {
    /// Looks through `file` to its end. `None` when no run of frames begins within the first megabyte.
    pub(super) fn complete(file: File) -> io::Result<Option<Arc<Growing>>> {
        let mut scan = Scan::new(file)?;
        let mut index = Index::default();
        while scan.go_on(STRIDE)? {
            index.add(scan.take_found());
        }
        index.add(scan.take_found());
        if index.len() == 0 {
            return Ok(None);
        }
        let progress = scan.progress();
        let state = State { index, scan: Some(scan), progress, complete: true, edition: 1, failed: None };
        Ok(Some(Growing::of(state)))
    }

    /// Looks at the beginning of `file`, and leaves the rest to a thread that ends with the last of the readers.
    pub(super) fn begin(file: File, patience: Patience) -> io::Result<Option<Arc<Growing>>> {
        let size = file.metadata()?.len();
        if size <= patience.small {
            return Growing::complete(file);
        }
        let mut scan = Scan::new(file)?;
        let mut index = Index::default();
        let mut more = true;
        while more && index.len() == 0 {
            more = scan.go_on(STRIDE)?;
            index.add(scan.take_found());
        }
        if index.len() == 0 {
            return Ok(None);
        }
        let progress = scan.progress();
        let state = State { index, scan: None, progress, complete: false, edition: 0, failed: None };
        let growing = Growing::of(state);
        let weak = Arc::downgrade(&growing);
        let work = move || {
            loop {
                let went = catch_unwind(AssertUnwindSafe(|| scan.go_on(STRIDE)));
                let Some(growing) = weak.upgrade() else { return };
                match went {
                    Ok(Ok(true)) => growing.add(&mut scan),
                    Ok(Ok(false)) => {
                        growing.add(&mut scan);
                        return growing.end(Some(scan), None);
                    }
                    Ok(Err(error)) => return growing.end(None, Some((error.kind(), error.to_string()))),
                    Err(_) => {
                        let what = "its content contradicts itself".to_owned();
                        return growing.end(None, Some((io::ErrorKind::InvalidData, what)));
                    }
                }
            }
        };
        thread::Builder::new().name("cueline-index".into()).spawn(work)?;
        drop(growing.wait(Some(Instant::now() + patience.grace), |_| false)?);
        Ok(Some(growing))
    }

    fn of(state: State) -> Arc<Growing> {
        Arc::new(Growing { state: Mutex::new(state), passed: Condvar::new() })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, scan: &mut Scan<File>) {
        let mut state = self.lock();
        state.index.add(scan.take_found());
        state.progress = scan.progress();
        drop(state);
        self.passed.notify_all();
    }

    fn end(&self, scan: Option<Scan<File>>, failed: Option<(io::ErrorKind, String)>) {
        let mut state = self.lock();
        state.scan = scan;
        state.failed = failed;
        state.complete = true;
        state.edition += 1;
        drop(state);
        self.passed.notify_all();
    }

    /// Waits until the index is complete or goes as far as is wanted.
    fn wait(
        &self,
        until: Option<Instant>,
        far_enough: impl Fn(&Index) -> bool,
    ) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.lock();
        while !state.complete && !far_enough(&state.index) {
            state = match until.map(|until| until.saturating_duration_since(Instant::now())) {
                None => self.passed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => break,
                Some(left) => self.passed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
        match &state.failed {
            Some((kind, what)) if !far_enough(&state.index) => Err(io::Error::new(*kind, what.clone())),
            _ => Ok(state),
        }
    }

    /// Reads from the index once it is complete or goes as far as is wanted.
    pub(super) fn once<T>(
        &self,
        far_enough: impl Fn(&Index) -> bool,
        read: impl FnOnce(&Index) -> T,
    ) -> Result<T, Fault> {
        Ok(self.wait(None, far_enough).map(|state| read(&state.index))?)
    }

    /// Reads from the index as it is now; with the edition that is complete, if one is, and a guess at the length.
    pub(super) fn now<T>(&self, read: impl FnOnce(&Index, u64, u64) -> T) -> T {
        let state = self.lock();
        let (scanned, all) = state.progress;
        read(&state.index, state.edition, state.index.guess(scanned, all))
    }

    /// Looks whether the file has grown, and goes on if it has.
    pub(super) fn follow(&self) -> Result<(), Fault> {
        let mut state = self.lock();
        let Some(mut scan) = state.scan.take() else { return Ok(()) };
        let went = (|| {
            let grown = scan.has_grown()?;
            while grown && scan.go_on(STRIDE)? {}
            io::Result::Ok(grown)
        })();
        let found = scan.take_found();
        state.index.add(found);
        state.progress = scan.progress();
        state.scan = Some(scan);
        if went? {
            state.edition += 1;
        }
        Ok(())
    }
}
