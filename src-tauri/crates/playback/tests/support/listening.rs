//! Hearing an engine out, and what a screen would show meanwhile.

use std::time::{Duration, SystemTime};

use cueline_playback::{Anchor, Event};

use super::rig::Rig;

/// So many seconds.
pub fn seconds(s: f64) -> Duration {
    Duration::from_secs_f64(s)
}

/// The position that a screen shows at `now`: by the last anchor that has begun to count.
pub fn shown(anchors: &[Anchor], now: SystemTime) -> f64 {
    let counting = anchors.iter().rfind(|anchor| anchor.at <= now).or(anchors.first());
    counting.unwrap().position_at(now).as_secs_f64()
}

/// The anchors among what was told, where nothing went wrong.
pub fn anchors_of(events: Vec<Event>) -> Vec<Anchor> {
    let anchor = |event| match event {
        Event::Anchor(anchor) => Some(anchor),
        Event::Status(_) => None,
        Event::Problem(problem) => panic!("{problem}"),
    };
    events.into_iter().filter_map(anchor).collect()
}

/// Plays `length` seconds in small steps, so that every report of the callback is read.
pub fn listen(rig: &Rig, length: f64) -> Vec<f32> {
    let mut sound = Vec::new();
    for _ in 0..(length * 100.0).round() as usize {
        sound.extend(rig.pull(0.01));
        rig.engine.settle();
    }
    sound
}
