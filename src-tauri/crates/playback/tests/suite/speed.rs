//! The engine at other speeds and with trimmed pauses: what is heard, and where it says it is.

use std::f64::consts::TAU;
use std::path::PathBuf;
use std::time::Duration;

use crate::support::listening::{anchors_of, listen, seconds, shown};
use crate::support::rig::{Rig, share, tones};
use crate::support::{sample_wav, tone_of_second};
use cueline_playback::{ManualSettings, State, Strength, Then};

const RATE: u32 = 48_000;

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
