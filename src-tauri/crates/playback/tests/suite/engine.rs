//! The engine on the hand-cranked output: what is heard, where it says it is, and what it does when things go wrong.

use std::f64::consts::TAU;
use std::path::Path;
use std::time::Duration;

use crate::support::rig::{Rig, share, tones};
use crate::support::{sample_wav, tone_of_second};
use cueline_playback::{Device, Event, ManualSettings, State, Then};

#[test]
fn every_seek_is_followed_by_its_own_sound_from_its_first_frame() {
    let folder = tempfile::tempdir().unwrap();
    for (source, device) in [(44_100, 48_000), (48_000, 48_000), (22_050, 44_100)] {
        let path = tones(&folder, source, 40);
        let settings = ManualSettings { rate: device, ..ManualSettings::default() };
        let rig = Rig::playing(settings, &path);
        let mut generation = 0;
        for (n, second) in [7u32, 3, 39, 0, 21, 22, 21, 5, 38, 12].into_iter().enumerate() {
            let seeked = rig.engine.seek(Duration::from_secs(second.into()), Then::Keep);
            assert!(seeked.generation > generation);
            generation = seeked.generation;
            assert_eq!(seeked.landed, Duration::from_secs(second.into()));
            let sound = rig.pull(0.2 + 0.01 * n as f64);
            // What was heard before falls for 4 ms; from there on nothing but the new tone may be heard.
            let after = (0.006 * f64::from(device)) as usize;
            let heard = share(&sound[after..], device, tone_of_second(second));
            assert!(heard > 0.99, "{source} Hz on {device} Hz, second {second}: {heard}");
            assert!(sound[after..].iter().take(100).any(|sample| sample.abs() > 0.1), "it is heard at once");
        }
    }
}

#[test]
fn the_position_is_what_is_heard_whatever_the_rates_and_the_latency() {
    let folder = tempfile::tempdir().unwrap();
    for source in [8_000, 44_100, 48_000, 96_000] {
        let path = tones(&folder, source, 8);
        for (rate, latency, clock) in
            [(48_000, 20, 1.0), (44_100, 0, 1.0), (48_000, 300, 1.0), (48_000, 20, 1.001)]
        {
            let latency = Duration::from_millis(latency);
            let settings = ManualSettings { rate, latency, clock, ..ManualSettings::default() };
            let rig = Rig::playing(settings, &path);
            rig.pull(3.0);
            // By the device's clock, `pulled` seconds of sound were handed out; the ear lags by the latency.
            let expected = 3.0 - latency.as_secs_f64() * clock;
            let position = rig.position();
            assert!((position - expected).abs() < 0.002, "{source} on {rate}: {position} for {expected}");
            let status = rig.status();
            assert!(status.anchor.advancing && status.state == State::Playing);
        }
    }
}

#[test]
fn a_pause_stops_at_what_was_heard_and_goes_on_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 10);
    let rig = Rig::playing(ManualSettings::default(), &path);
    rig.pull(2.5);
    rig.engine.pause();
    let rest = rig.pull(0.5);
    assert!(rest[480..].iter().all(|sample| *sample == 0.0), "silent after a ramp");
    let anchor = rig.status().anchor;
    assert!(!anchor.advancing);
    assert!((anchor.position.as_secs_f64() - 2.5).abs() < 1e-4, "{:?}", anchor.position);
    assert_eq!(rig.status().anchor.position, anchor.position);

    let seeked = rig.engine.seek(Duration::from_secs(7), Then::Keep);
    let anchor = rig.engine.status().anchor;
    assert_eq!((anchor.generation, anchor.position), (seeked.generation, Duration::from_secs(7)));
    assert!(rig.pull(0.2).iter().all(|sample| *sample == 0.0), "a seek while paused makes no sound");

    rig.engine.play();
    rig.engine.settle();
    let sound = rig.pull(0.5);
    assert!(share(&sound[480..], 48_000, tone_of_second(7)) > 0.99);
    assert!((rig.position() - 7.48).abs() < 0.002);
}

#[test]
fn the_end_is_played_and_stays_and_play_starts_over() {
    let folder = tempfile::tempdir().unwrap();
    for rate in [44_100, 48_000] {
        let path = tones(&folder, rate, 3);
        let rig = Rig::playing(ManualSettings::default(), &path);
        let sound = rig.pull(4.0);
        let end = sound.iter().rposition(|sample| *sample != 0.0).unwrap();
        assert!((3 * 48_000..3 * 48_000 + 240).contains(&end), "the last sound is frame {end}");
        let status = rig.status();
        assert_eq!((status.state, status.anchor.advancing), (State::Ended, false));
        assert_eq!(status.anchor.position, Duration::from_secs(3));
        assert_eq!(status.duration, Some(Duration::from_secs(3)));

        rig.engine.play();
        rig.engine.settle();
        let sound = rig.pull(0.5);
        assert!(share(&sound[480..], 48_000, tone_of_second(0)) > 0.99);
        assert_eq!(rig.status().state, State::Playing);

        let seeked = rig.engine.seek(Duration::from_secs(100), Then::Keep);
        assert_eq!(seeked.landed, Duration::from_secs(3));
        rig.pull(0.1);
        let status = rig.status();
        assert_eq!((status.state, status.anchor.position), (State::Ended, Duration::from_secs(3)));
    }
}

#[test]
fn a_device_that_is_missing_or_taken_away_is_a_state_that_play_recovers_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 20);
    let rig = Rig::new(ManualSettings { plugged: false, ..ManualSettings::default() });
    rig.engine.open(&path).unwrap();
    rig.engine.play();
    rig.engine.settle();
    assert!(matches!(rig.engine.status().device, Device::Missing { .. }));

    rig.crank.plug();
    rig.engine.play();
    rig.engine.settle();
    assert_eq!(rig.engine.status().device, Device::Ready);
    rig.pull(5.5);
    rig.status();

    rig.crank.unplug();
    rig.engine.settle();
    let status = rig.engine.status();
    assert!(matches!(status.device, Device::Missing { .. }));
    assert!(!status.anchor.advancing);
    assert!((status.anchor.position.as_secs_f64() - 5.5).abs() < 0.02, "{:?}", status.anchor.position);

    // It comes back by itself while playing is wished.
    rig.crank.plug();
    for _ in 0..1000 {
        if rig.crank.is_open() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    rig.engine.settle();
    let sound = rig.pull(0.4);
    assert!(share(&sound[480..], 48_000, tone_of_second(5)) > 0.99);
}

#[test]
fn generations_never_go_back_and_positions_stay_inside_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 5);
    let rig = Rig::playing(
        ManualSettings { latency: Duration::from_millis(150), ..ManualSettings::default() },
        &path,
    );
    let mut random = crate::support::Random::new(4);
    for n in 0..300 {
        match random.below(6) {
            0 => rig.engine.pause(),
            1 => rig.engine.play(),
            2 => rig.engine.set_volume(random.below(100) as f32 / 99.0),
            3 | 4 => {
                rig.engine.seek(Duration::from_millis(random.below(6000)), Then::Play);
            }
            _ => {
                rig.engine.seek(Duration::from_millis(random.below(6000)), Then::Keep);
            }
        }
        if n % 3 == 0 {
            rig.crank.pull(random.below(3000) as usize);
        }
    }
    let events = rig.told();
    let anchors: Vec<_> = events
        .iter()
        .map(|event| match event {
            Event::Anchor(anchor) => anchor,
            Event::Status(status) => &status.anchor,
            Event::Problem(problem) => panic!("{problem}"),
        })
        .collect();
    assert!(anchors.len() > 100);
    assert!(anchors.windows(2).all(|pair| pair[0].generation <= pair[1].generation));
    assert!(
        anchors
            .iter()
            .all(|anchor| anchor.from <= anchor.position && anchor.position <= Duration::from_secs(5))
    );
}

#[test]
fn no_change_of_the_sound_is_a_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("low.wav");
    // A loud, low tone: its own steps are small, so any other is seen.
    sample_wav(&path, 48_000, 1, 20 * 48_000, |n| {
        (0.9 * (TAU * 60.0 * f64::from(n) / 48_000.0).cos()) as f32
    });
    let rig = Rig::playing(ManualSettings::default(), &path);
    let mut sound = rig.pull(0.3);
    for n in 0..20u64 {
        match n % 4 {
            0 => rig.engine.pause(),
            1 => rig.engine.play(),
            2 => drop(rig.engine.seek(Duration::from_millis(977 * n), Then::Play)),
            _ => rig.engine.set_volume(0.2 + 0.7 * (n % 3) as f32 / 2.0),
        }
        rig.engine.settle();
        sound.extend(rig.pull(0.0137));
    }
    rig.engine.seek(Duration::from_secs_f64(19.9), Then::Play);
    rig.engine.settle();
    sound.extend(rig.pull(0.3));
    let step = sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(step < 0.03, "the largest step is {step}");
}

#[test]
fn anchors_come_about_four_times_a_second_and_at_once_on_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 20);
    let rig = Rig::playing(ManualSettings::default(), &path);
    for _ in 0..100 {
        rig.pull(0.05);
        rig.status();
    }
    let seeked = rig.engine.seek(Duration::from_secs(9), Then::Keep);
    let (before, after): (Vec<_>, Vec<_>) = rig
        .told()
        .into_iter()
        .filter_map(|event| if let Event::Anchor(anchor) = event { Some(anchor) } else { None })
        .partition(|anchor| anchor.generation < seeked.generation);
    assert!((15..=30).contains(&before.len()), "{} anchors in 5 s", before.len());
    let first = after.first().unwrap();
    assert_eq!((first.position, first.advancing), (Duration::from_secs(9), false));
}

#[test]
fn a_replaced_file_is_heard_no_more_and_a_closed_one_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let first = tones(&folder, 44_100, 10);
    let second = tones(&folder, 48_000, 10);
    let rig = Rig::playing(ManualSettings::default(), &first);
    rig.pull(1.0);
    let before = rig.status().anchor.generation;
    rig.engine.open(&second).unwrap();
    assert!(rig.pull(0.3)[480..].iter().all(|sample| *sample == 0.0));
    let status = rig.status();
    assert!(status.anchor.generation > before);
    assert_eq!((status.state, status.anchor.position), (State::Paused, Duration::ZERO));
    assert!(rig.engine.open(Path::new("/nowhere/at/all.mp3")).is_err());
    assert_eq!(rig.engine.status().duration, Some(Duration::from_secs(10)), "what was open stays open");

    rig.engine.close();
    assert_eq!(rig.status().state, State::Empty);
    rig.engine.play();
    assert_eq!(rig.engine.status().state, State::Empty);
    assert_eq!(rig.engine.seek(Duration::from_secs(3), Then::Play).landed, Duration::ZERO);
}
