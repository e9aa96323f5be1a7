//! The engine at other speeds, with trimmed pauses and in loops: what is heard, and where it says it is.

#![allow(clippy::unwrap_used, clippy::expect_used)] // what a test can't set up has failed it

mod support;

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use cueline_playback::{Anchor, Event, ManualSettings, State, Strength, Then};
use support::rig::{Rig, share, tones};
use support::{sample_wav, tone_of_second};

const RATE: u32 = 48_000;

fn seconds(s: f64) -> Duration {
    Duration::from_secs_f64(s)
}

/// The position that a screen shows at `now`: by the last anchor that has begun to count.
fn shown(anchors: &[Anchor], now: SystemTime) -> f64 {
    let counting = anchors.iter().rfind(|anchor| anchor.at <= now).or(anchors.first());
    counting.unwrap().position_at(now).as_secs_f64()
}

fn anchors_of(events: Vec<Event>) -> Vec<Anchor> {
    let anchor = |event| match event {
        Event::Anchor(anchor) => Some(anchor),
        Event::Status(_) => None,
        Event::Problem(problem) => panic!("{problem}"),
    };
    events.into_iter().filter_map(anchor).collect()
}

/// Plays `length` seconds in small steps, so that every report of the callback is read.
fn listen(rig: &Rig, length: f64) -> Vec<f32> {
    let mut sound = Vec::new();
    for _ in 0..(length * 100.0).round() as usize {
        sound.extend(rig.pull(0.01));
        rig.engine.settle();
    }
    sound
}

/// Where in `sound` the tone of `second` gives way to the next one's, in frames; looked for around `near`.
fn boundary(sound: &[f32], rate: u32, second: u32, near: usize) -> Option<f64> {
    // Of two windows that meet at a boundary, one is all the first tone and the other all the second.
    let (width, margin) = (rate as usize / 40, rate as usize / 24);
    let fit = |n: usize| {
        let before = share(&sound[n - width..n], rate, tone_of_second(second));
        before + share(&sound[n..n + width], rate, tone_of_second(second + 1))
    };
    let range = near.saturating_sub(margin).max(width)..(near + margin).min(sound.len().checked_sub(width)?);
    let best = range.step_by(rate as usize / 2000).max_by(|a, b| fit(*a).total_cmp(&fit(*b)))?;
    (fit(best) > 1.6).then_some(best as f64)
}

#[test]
fn the_light_is_true_to_the_sound_at_every_speed() {
    let folder = tempfile::tempdir().unwrap();
    let mut errors = Vec::new();
    for source in [48_000, 44_100] {
        let path = tones(&folder, source, 24);
        for step in (10..=70).step_by(if source == 48_000 { 1 } else { 6 }) {
            let speed = f64::from(step) / 20.0;
            let rig = Rig::new(ManualSettings::default());
            rig.engine.open(&path).unwrap();
            rig.engine.set_speed(speed);
            assert_eq!(rig.engine.status().speed, speed);
            rig.engine.play();
            rig.engine.settle();
            let start = rig.crank.now() + ManualSettings::default().latency;
            let sound = listen(&rig, 6.0);
            let anchors = anchors_of(rig.told());
            let mut found = 0;
            for second in 0..(6.0 * speed) as u32 {
                let near = (f64::from(second + 1) / speed * f64::from(RATE)) as usize;
                let Some(heard) = boundary(&sound, RATE, second, near) else { continue };
                found += 1;
                let shown = shown(&anchors, start + seconds(heard / f64::from(RATE)));
                let error = shown - f64::from(second + 1);
                // Where one tone ends and another begins, nothing goes on alike, so a match is looked for far off.
                assert!(error.abs() < 0.008 * speed.max(1.0) + 0.001, "{source} Hz at {speed}: {error} s");
                errors.push(error.abs() / speed.max(1.0));
            }
            assert!(found >= (6.0 * speed) as usize - 1, "{found} boundaries at {speed}");
            assert!(anchors.iter().all(|anchor| !anchor.advancing || anchor.speed == speed));
            assert!(anchors.len() < 40, "{} anchors in 6 s", anchors.len());
        }
    }
    errors.sort_by(f64::total_cmp);
    let p95 = errors[errors.len() * 95 / 100];
    assert!(p95 <= 0.005, "95 % of {} are within {p95} s", errors.len());
}

#[test]
fn a_speed_is_switched_while_playing_without_gap_or_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("low.wav");
    sample_wav(&path, RATE, 2, 40 * RATE, |n| {
        (0.8 * (TAU * 120.0 * f64::from(n) / f64::from(RATE)).sin()) as f32
    });
    let rig = Rig::playing(ManualSettings::default(), &path);
    let mut sound = listen(&rig, 0.5);
    let mut expected = 0.5;
    for speed in [1.5, 0.5, 2.0, 1.0, 3.5, 0.8, 1.0, 1.05, 3.0, 1.0] {
        rig.engine.set_speed(speed);
        let before = rig.position();
        let part = listen(&rig, 1.0);
        let moved = rig.position() - before;
        let former = std::mem::replace(&mut expected, speed);
        // What was ready, 0.2 s at most and the device's buffer, is played at the former speed.
        let (least, most) =
            (speed.min(0.75 * speed + 0.25 * former), speed.max(0.75 * speed + 0.25 * former));
        assert!((least - 0.03..=most + 0.03).contains(&moved), "{moved} s in a second at {speed}");
        sound.extend(part);
    }
    let from = 480;
    let step = sound[from..].windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(step < 0.8 * 0.0158 * 1.3, "the largest step is {step}");
    let quietest = sound[from..].chunks(800).map(|part| part.iter().fold(0f32, |most, x| most.max(x.abs())));
    assert!(quietest.fold(1.0, f32::min) > 0.6, "there is no gap");
    assert_eq!(rig.engine.underruns(), 0);
    let speeds: Vec<f64> = anchors_of(rig.told()).iter().map(|anchor| anchor.speed).collect();
    let changes = speeds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!(changes, 10, "every change is told");
}

#[test]
fn normal_speed_is_the_file_bit_for_bit_also_after_other_speeds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("noise.wav");
    let sample = |n: u32| {
        let t = f64::from(n) / f64::from(RATE);
        let scratch = f64::from(n.wrapping_mul(2_654_435_761) >> 16) / 65_536.0 - 0.5;
        (0.3 * (TAU * 170.0 * t).sin() + 0.2 * scratch) as f32
    };
    sample_wav(&path, RATE, 1, 30 * RATE, sample);
    let decoded = |n: u32| (sample(n) * 32_767.0).round() / 32_768.0;
    let rig = Rig::playing(ManualSettings::default(), &path);
    let plain = listen(&rig, 0.5);
    assert!((400..24_000u32).all(|n| plain[n as usize] == decoded(n)));
    for speed in [2.35, 0.5, 1.15] {
        rig.engine.set_speed(speed);
        listen(&rig, 1.0);
        rig.engine.set_speed(1.0);
        listen(&rig, 0.5);
        let begin = rig.status().anchor;
        let begin = begin.position_at(rig.crank.now() + ManualSettings::default().latency);
        let first = (begin.as_secs_f64() * f64::from(RATE)).round() as u32;
        let sound = listen(&rig, 0.3);
        let at = (0..4).find(|off| sound[0] == decoded(first + off - 2)).map(|off| first + off - 2);
        let at = at.expect("the position is that of the sound");
        assert!((0..14_400u32).all(|n| sound[n as usize] == decoded(at + n)), "after {speed}");
    }
}

/// Two seconds of a minute's own tone of every three, then a pause of one second.
fn with_pauses(folder: &tempfile::TempDir, seconds: u32) -> PathBuf {
    let path = folder.path().join("pauses.wav");
    sample_wav(&path, 16_000, 1, seconds * 16_000, |n| {
        let t = f64::from(n) / 16_000.0;
        let level = if t % 3.0 < 2.0 { 0.5 } else { 0.0003 };
        (level * (TAU * tone_of_second(t as u32) * t).sin()) as f32
    });
    path
}

#[test]
fn trimmed_pauses_are_told_as_jumps_and_counted_as_time_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = with_pauses(&folder, 30);
    for (strength, keeps, speed) in
        [(Strength::Gentle, 0.4, 1.0), (Strength::Medium, 0.3, 1.0), (Strength::Strong, 0.2, 1.5)]
    {
        let rig = Rig::new(ManualSettings::default());
        rig.engine.open(&path).unwrap();
        rig.engine.set_trim(Some(strength));
        rig.engine.set_speed(speed);
        rig.engine.play();
        rig.engine.settle();
        let start = rig.crank.now() + ManualSettings::default().latency;
        // Three rounds of speech and pause, and about half a second of speech.
        let sound = listen(&rig, (3.0 * (2.0 + keeps) + 0.5) / speed);
        let pulled = sound.len() as f64 / f64::from(RATE) * speed;
        let status = rig.status();
        let saved = status.saved.as_secs_f64();
        assert!((saved - 3.0 * (1.0 - keeps)).abs() < 0.061, "{strength:?}: {saved} s");
        assert_eq!(status.trim, Some(strength));
        let position = rig.position();
        let lag = ManualSettings::default().latency.as_secs_f64() * speed;
        let truth = pulled - lag + saved;
        assert!((position - truth).abs() < 0.002, "{strength:?}: at {position} for {truth}");
        let anchors = anchors_of(rig.told());
        for round in 0..3u32 {
            // The change of tone within the speech, on both sides of every cut.
            let second = round * 3;
            let near = (f64::from(round) * (2.0 + keeps) + 1.0) / speed * f64::from(RATE);
            let heard = boundary(&sound, RATE, second, near as usize).unwrap();
            let error = shown(&anchors, start + seconds(heard / f64::from(RATE))) - f64::from(second + 1);
            assert!(error.abs() < 0.005 * speed, "{strength:?}, round {round}: {error} s");
        }
    }
}

#[test]
fn two_hours_at_another_speed_with_trimmed_silence_end_where_the_map_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.wav");
    let (rate, length) = (8_000, 7_200);
    sample_wav(&path, rate, 1, length * rate, |n| {
        let t = f64::from(n) / f64::from(rate);
        let end = f64::from(length) - t;
        let level = if t % 7.0 < 5.0 || end < 20.0 { 0.5 } else { 0.0 };
        (level * (TAU * tone_of_second(t as u32) * t).sin()) as f32
    });
    let settings = ManualSettings { rate, channels: 1, ..ManualSettings::default() };
    let rig = Rig::new(settings);
    rig.engine.open(&path).unwrap();
    rig.engine.set_trim(Some(Strength::Medium));
    rig.engine.set_speed(1.7);
    rig.engine.play();
    rig.engine.settle();
    let start = rig.crank.now() + settings.latency;
    let mut pulled = 0usize;
    let mut tail = Vec::new();
    while rig.position() < f64::from(length) - 15.0 {
        let room = ((f64::from(length) - 15.0 - rig.position()) / 2.0).clamp(0.5, 60.0);
        pulled += rig.pull(room).len();
    }
    let first = pulled;
    for _ in 0..500 {
        tail.extend(rig.pull(0.01));
        rig.engine.settle();
    }
    let anchors = anchors_of(rig.told());
    let mut found = 0;
    for second in length - 14..length - 8 {
        let at = |n: usize| shown(&anchors, start + seconds((first + n) as f64 / f64::from(rate)));
        let Some(near) = (0..tail.len()).step_by(100).find(|n| at(*n) >= f64::from(second + 1)) else {
            continue;
        };
        let Some(heard) = boundary(&tail, rate, second, near) else { continue };
        found += 1;
        let error = at(heard as usize) - f64::from(second + 1);
        assert!(error.abs() < 0.005 * 1.7, "{error} s at {second} s");
    }
    assert!(found >= 3, "{found} boundaries");
}

#[test]
fn a_loop_plays_exactly_its_frames_round_and_round() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ramp.wav");
    let sample =
        |n: u32| (0.6 * (TAU * (50.0 + f64::from(n) / 900.0) * f64::from(n) / 48_000.0).sin()) as f32;
    sample_wav(&path, RATE, 1, 6 * RATE, sample);
    let decoded = |n: u32| (sample(n) * 32_767.0).round() / 32_768.0;
    let rig = Rig::playing(ManualSettings::default(), &path);
    let (a, b) = (48_017u32, 96_311u32);
    let time = |frame: u32| seconds(f64::from(frame) / f64::from(RATE));
    rig.engine.set_loop(Some((time(a), time(b))));
    let generation = rig.status().anchor.generation;
    let sound = listen(&rig, 4.0);
    let length = b - a;
    let joint = 200;
    for n in 300..sound.len() as u32 {
        let (pass, frame) = if n < b { (0, n) } else { (1 + (n - b) / length, a + (n - b) % length) };
        if pass > 0 && frame < a + joint {
            continue;
        }
        assert_eq!(sound[n as usize], decoded(frame), "frame {frame} of pass {pass}");
    }
    let step = |sound: &[f32]| sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    let plain: Vec<f32> = (0..b + 200).map(decoded).collect();
    assert!(step(&sound[300..]) < 1.6 * step(&plain) + 0.01, "no click at the joint");
    let status = rig.status();
    assert_eq!(status.anchor.generation, generation);
    let repeat = status.repeat.unwrap();
    assert!((repeat.0.as_secs_f64() - time(a).as_secs_f64()).abs() < 1e-6);

    // A seek inside leaves it, one outside ends it.
    rig.engine.seek(seconds(1.5), Then::Play);
    assert!(rig.status().repeat.is_some());
    rig.engine.seek(seconds(3.0), Then::Play);
    assert_eq!(rig.status().repeat, None);
    listen(&rig, 0.3);

    // Set behind the position, it brings the sound back to its beginning.
    rig.engine.set_loop(Some((seconds(1.0), seconds(1.4))));
    let at = rig.status().anchor.position;
    assert_eq!(at, seconds(1.0));
    listen(&rig, 1.0);
    // Taken away, the sound goes on past its end, from what is heard.
    let before = rig.position();
    rig.engine.set_loop(None);
    rig.engine.settle();
    listen(&rig, 1.5);
    assert!((rig.position() - before - 1.5).abs() < 0.05, "{} from {before}", rig.position());
}

#[test]
fn anchors_follow_every_pass_of_a_loop_at_any_speed() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 20);
    for (speed, from, to) in [(1.0, 3.0, 5.0), (2.0, 3.0, 5.0), (0.7, 3.0, 4.0), (1.5, 17.0, 20.0)] {
        let rig = Rig::playing(ManualSettings::default(), &path);
        rig.engine.set_speed(speed);
        rig.engine.set_loop(Some((seconds(from), seconds(to))));
        rig.engine.seek(seconds(from), Then::Play);
        rig.engine.settle();
        let start = rig.crank.now() + ManualSettings::default().latency;
        let sound = listen(&rig, 8.0);
        assert_eq!(rig.status().state, State::Playing);
        let anchors = anchors_of(rig.told());
        let mut checked = 0;
        for (n, part) in sound.chunks(2400).enumerate().skip(4) {
            let middle = shown(&anchors, start + seconds((n as f64 + 0.5) * 0.05));
            assert!((from..to).contains(&middle), "{middle} is outside of the loop");
            // Away from a change of tone, the second that is shown is heard.
            if (0.06..0.94).contains(&middle.fract()) {
                let heard = share(part, RATE, tone_of_second(middle as u32));
                assert!(heard > 0.8, "at {speed}, {middle}: {heard}");
                checked += 1;
            }
        }
        assert!(checked > 80, "{checked}");
    }
}

#[test]
fn a_line_is_replayed_slowly_once_and_the_speed_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 48_000, 30);
    let rig = Rig::playing(ManualSettings::default(), &path);
    rig.engine.set_speed(1.5);
    listen(&rig, 1.0);
    let replay = |path: &Rig| path.engine.replay(seconds(4.0), seconds(6.0), 0.5);
    replay(&rig);
    rig.engine.settle();
    let latency = ManualSettings::default().latency;
    let start = rig.crank.now() + latency;
    let sound = listen(&rig, 6.0);
    let anchors: Vec<_> = anchors_of(rig.events()).into_iter().filter(|anchor| anchor.advancing).collect();
    // 4 s for the line, and 3 s of the file in the 2 s after it.
    for (at, second) in [(1.0, 4), (3.0, 5), (4.3, 6), (5.0, 7), (5.7, 8)] {
        let n = (at * f64::from(RATE)) as usize;
        assert!(share(&sound[n - 2400..n + 2400], RATE, tone_of_second(second)) > 0.9, "at {at}");
        assert_eq!(shown(&anchors, start + seconds(at)) as u32, second);
    }
    let speeds: Vec<f64> = anchors.iter().map(|anchor| anchor.speed).rev().take(2).collect();
    assert_eq!(speeds, [1.5, 1.5]);
    assert_eq!(rig.status().speed, 1.5);

    // A seek away takes the set speed with it, and so does a new speed.
    replay(&rig);
    listen(&rig, 1.0);
    assert_eq!(rig.status().anchor.speed, 0.5);
    rig.engine.seek(seconds(4.5), Then::Keep);
    listen(&rig, 0.5);
    assert_eq!(rig.status().anchor.speed, 1.5);
    replay(&rig);
    listen(&rig, 1.0);
    rig.engine.set_speed(2.0);
    listen(&rig, 0.5);
    assert_eq!(rig.status().anchor.speed, 2.0);
}

#[test]
fn the_end_pauses_and_a_lost_device_are_as_they_are_at_normal_speed() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 6);
    for speed in [0.6, 1.7, 3.5] {
        let rig = Rig::playing(ManualSettings::default(), &path);
        rig.engine.set_speed(speed);
        rig.engine.seek(Duration::ZERO, Then::Play);
        rig.engine.settle();
        let sound = listen(&rig, 6.0 / speed + 0.2);
        let end = sound.iter().rposition(|sample| *sample != 0.0).unwrap() as f64 / f64::from(RATE);
        assert!((end - 6.0 / speed).abs() < 0.012, "the last sound at {speed} is at {end} s");
        let status = rig.status();
        assert_eq!((status.state, status.anchor.position), (State::Ended, seconds(6.0)));

        rig.engine.seek(seconds(1.0), Then::Play);
        listen(&rig, 0.5);
        rig.engine.pause();
        listen(&rig, 0.1);
        let paused = rig.status().anchor;
        assert!((paused.position.as_secs_f64() - 1.0 - 0.5 * speed).abs() < 1e-3 * speed);
        rig.engine.play();
        listen(&rig, 0.2);
        let at = rig.status().anchor.position.as_secs_f64();
        rig.crank.unplug();
        rig.engine.settle();
        assert!((rig.status().anchor.position.as_secs_f64() - at).abs() < 0.02);
        rig.crank.plug();
        rig.engine.play();
        rig.engine.settle();
        listen(&rig, 0.2);
        let on = rig.position();
        assert!((on - at - 0.18 * speed).abs() < 0.03 * speed, "{on} from {at} at {speed}");
    }
}

#[test]
fn a_loop_that_is_nothing_is_none_and_nothing_open_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 3);
    let rig = Rig::new(ManualSettings::default());
    rig.engine.set_loop(Some((seconds(1.0), seconds(2.0))));
    rig.engine.replay(seconds(1.0), seconds(2.0), 0.5);
    assert_eq!((rig.status().repeat, rig.status().state), (None, State::Empty));
    rig.engine.open(Path::new(&path)).unwrap();
    rig.engine.set_loop(Some((seconds(9.0), seconds(10.0))));
    assert_eq!(rig.status().repeat, None);
    rig.engine.set_loop(Some((seconds(1.0), seconds(0.5))));
    assert_eq!(rig.status().repeat, Some((seconds(1.0), seconds(1.1))), "a loop has a least length");
    rig.engine.play();
    rig.engine.settle();
    listen(&rig, 3.0);
    assert!((1.0..1.1).contains(&rig.position()));
}
