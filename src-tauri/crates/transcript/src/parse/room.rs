//! Room for lists that grow with a file: one that doubles takes three times its room while it is moved.

/// There is always room for so many more.
const FEW: usize = 16;
/// A list grows by this part of itself at least, so that what is moved stays in proportion.
const LEAST: usize = 4;

/// Makes room for `more`, and for what the rest of a file is to be expected to give, if `done` of `all` of it have given
/// what is in the list.
pub(super) fn make<T>(list: &mut Vec<T>, more: usize, done: usize, all: usize) {
    let length = list.len();
    if length + more > list.capacity() {
        let expected = if done > 0 { expected(length, done, all.saturating_sub(done)) } else { 0 };
        list.reserve_exact(expected.max(length / LEAST).max(more) + FEW);
    }
}

/// The same for one more that comes from what is done.
pub(super) fn make_for_one<T>(list: &mut Vec<T>, done: usize, rest: impl FnOnce() -> usize) {
    let length = list.len();
    if length == list.capacity() {
        list.reserve_exact(1 + expected(length + 1, done, rest()).max(length / LEAST));
    }
}

/// Gives back room that was expected to be needed and wasn't.
pub(super) fn give_back<T>(list: &mut Vec<T>) {
    if list.capacity() - list.len() > list.len() / LEAST {
        list.shrink_to_fit();
    }
}

/// How many the rest gives, if `done` gave `count`.
fn expected(count: usize, done: usize, rest: usize) -> usize {
    (count as u64 * rest as u64).div_ceil(done.max(1) as u64) as usize
}
