//! Lines above the speech that have the shape of a name and what is said, and are the file's own data: `**Date:** May 5`.

use std::collections::HashSet;

use super::super::blocks::Lines;
use super::super::label::{Form, Opening};
use super::openings::{Line, Openings};
use super::{NameId, RARER};
use crate::words::ends_sentence;

/// With at least so many names that have a time, they all have one.
const MANY_TIMED: usize = 3;

/// Where names have times, one without that stands over all of them and never gets one is none, if what follows it ends no
/// sentence or a heading, which is on the line `heading`, parts it from the speech.
pub(super) fn drop(lines: &mut Openings, texts: &Lines<'_>, heading: usize) {
    let is_timed = |line: &Line| line.opening.stamp.is_some();
    let named = || {
        let all = lines.others().filter(|(_, line)| line.opening.form != Form::Text);
        all.filter_map(|(at, line)| Some((at, line.name?, is_timed(&line))))
    };
    let Some(first) = named().find_map(|(at, _, timed)| timed.then_some(at)) else { return };
    let mut with_times: HashSet<NameId> = HashSet::new();
    let (mut timed, mut untimed) = (0, 0);
    for (_, name, is_timed) in named().filter(|(at, ..)| *at >= first) {
        if is_timed {
            timed += 1;
            with_times.insert(name);
        } else {
            untimed += 1;
        }
    }
    if timed < MANY_TIMED || untimed * RARER > timed {
        return;
    }
    lines.change(|at, line| {
        let apart = || at < heading || texts.get(at).is_some_and(|text| !ends_sentence(text));
        if at < first
            && line.opening.form == Form::Named
            && line.name.is_some_and(|name| !with_times.contains(&name))
            && apart()
        {
            *line = Line { opening: Opening::TEXT, name: None };
        }
    });
}
