//! What is played round and round, or once more slowly: what is heard, and where the engine says it is.

use std::f64::consts::TAU;
use std::path::Path;

use crate::support::listening::{anchors_of, listen, seconds, shown};
use crate::support::rig::{Rig, share, tones};
use crate::support::{sample_wav, tone_of_second};
use cueline_playback::{ManualSettings, State, Then};

const RATE: u32 = 48_000;

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
