//! Devices of any kind: rates, channels and buffers, more than one of them, and how they are doing.

use std::f64::consts::TAU;
use std::time::Duration;

use crate::support::rig::{Rig, share, tones};
use crate::support::{sample_wav, tone_of_second};
use cueline_playback::{Device, Event, Level, ManualSettings, State, Then};

#[test]
fn any_rate_channels_and_buffer_play_every_second_without_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 44_100, 9);
    let rates = [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000];
    let buffers = [1, 7, 480, 1_111, 24_000, 96_000];
    for (n, rate) in rates.into_iter().enumerate() {
        for (m, buffer) in buffers.into_iter().enumerate() {
            if buffer == 1 && rate > 22_050 {
                continue; // hundreds of thousands of calls would show no more than these do
            }
            let channels = [1, 2, 3, 6, 8][(n + m) % 5];
            let settings = ManualSettings { rate, channels, buffer, ..ManualSettings::default() };
            let case = format!("{channels} channels at {rate} Hz by {buffer}");
            let rig = Rig::playing(settings, &path);
            let mut sound = rig.pull(1.0);
            sound.extend(rig.pull(1.0));
            rig.engine.seek(Duration::from_secs(5), Then::Keep);
            sound.extend(rig.pull(1.0));
            let parts = sound.chunks_exact(rate as usize);
            for (part, second) in parts.zip([0, 1, 5]) {
                let heard = share(&part[rate as usize / 100..], rate, tone_of_second(second));
                assert!(heard > 0.98, "{case}, second {second}: {heard}");
            }
            rig.status();
            let figures = rig.engine.diagnostics();
            assert_eq!(figures.underruns, 0, "{case}");
            assert_eq!((figures.sample_rate, figures.channels), (Some(rate), Some(channels)));
            assert_eq!(figures.buffer_frames, Some(buffer as u32));
            assert_eq!(figures.source_rate, Some(44_100));
            let largest = figures.callback_frames.unwrap().1;
            assert_eq!(largest as usize, buffer.min(rate as usize), "{case}");
        }
    }
}

#[test]
fn a_device_that_asks_for_more_than_it_said_gets_it_after_the_first_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 48_000, 30);
    let settings = ManualSettings { buffer: 40_000, buffer_known: false, ..ManualSettings::default() };
    let rig = Rig::playing(settings, &path);
    rig.crank.pull_at_once(40_000);
    for _ in 0..3 {
        rig.status(); // it is noticed, and the device opened anew
    }
    let position = rig.engine.status().anchor.position;
    rig.engine.seek(position, Then::Keep);
    let sound = rig.pull(5.0);
    assert!(sound[480..].chunks(480).all(|part| part.iter().any(|sample| sample.abs() > 0.1)), "no gap");
}

#[test]
fn a_gap_is_counted_with_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 48_000, 30);
    let rig = Rig::playing(ManualSettings::default(), &path);
    assert_eq!(rig.engine.diagnostics().last_underrun, None);
    rig.pull(1.5);
    // More than lies ready, faster than any feeder: about 0.2 s do.
    rig.crank.pull_at_once(480_000);
    rig.status();
    let figures = rig.engine.diagnostics();
    assert!(figures.underruns > 0 && figures.last_underrun.is_some());
    assert!(figures.least_ready.unwrap() < Duration::from_millis(50), "{figures:?}");
    assert!(figures.work.unwrap() > 0.0);
}

#[test]
fn a_gap_that_only_the_device_sees_is_counted_where_there_was_sound() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::playing(ManualSettings::default(), &tones(&folder, 48_000, 30));
    let underruns = || {
        rig.status();
        rig.engine.diagnostics().underruns
    };
    rig.pull(0.5);
    // It asks later than usual, but still has something to play: 20 ms lie in it, and 10 ms are asked for at a time.
    rig.crank.starve(900);
    rig.pull(0.5);
    assert_eq!(underruns(), 0);
    rig.crank.starve(4_800);
    rig.pull(0.5);
    assert_eq!(underruns(), 1);
    rig.engine.pause();
    rig.pull(0.1);
    rig.crank.starve(48_000);
    rig.engine.play();
    rig.engine.settle();
    rig.pull(0.1);
    assert_eq!(underruns(), 1, "in a pause nothing is missed");
}

#[test]
fn the_default_is_followed_and_the_position_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 48_000, 30);
    let rig = Rig::playing(ManualSettings::default(), &path);
    assert_eq!(rig.crank.playing().as_deref(), Some("loudspeaker"));
    rig.pull(3.5);
    rig.crank.connect("headphones", true);
    // A device that was opened a moment ago isn't left at once.
    for _ in 0..1000 {
        if rig.crank.playing().as_deref() == Some("headphones") {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    rig.engine.settle();
    assert_eq!(rig.crank.playing().as_deref(), Some("headphones"));
    let sound = rig.pull(0.3);
    assert!(share(&sound[480..], 48_000, tone_of_second(3)) > 0.99);
    assert!((rig.position() - 3.78).abs() < 0.05, "{}", rig.position());
    assert_eq!(rig.engine.status().device, Device::Ready);

    let listed = rig.engine.outputs();
    let names: Vec<_> = listed.iter().map(|device| (&*device.name, device.is_default)).collect();
    assert_eq!(names, [("headphones", true), ("loudspeaker", false)]);
    assert!(!rig.told().iter().any(|event| matches!(event, Event::Problem(_))), "there is nothing to tell");
}

#[test]
fn a_chosen_device_is_played_on_and_when_it_goes_the_sound_waits_to_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = tones(&folder, 48_000, 30);
    let rig = Rig::playing(ManualSettings::default(), &path);
    rig.crank.connect("headphones", false);
    rig.pull(2.5);
    rig.engine.set_output(Some("headphones"));
    rig.engine.settle();
    assert_eq!(rig.crank.playing().as_deref(), Some("headphones"));
    assert_eq!(rig.engine.status().output.as_deref(), Some("headphones"));
    rig.crank.connect("monitor", true);
    rig.engine.settle();
    assert_eq!(rig.crank.playing().as_deref(), Some("headphones"), "a new default is nothing to it");
    rig.pull(2.0);

    rig.crank.disconnect("headphones");
    let status = rig.status();
    assert_eq!(status.state, State::Paused);
    assert!(matches!(&status.device, Device::Missing { message } if message.contains("headphones")));
    let position = status.anchor.position.as_secs_f64();
    assert!((position - 4.5).abs() < 0.1, "{position}");
    assert_eq!(rig.crank.playing(), None);

    rig.engine.play();
    rig.engine.settle();
    assert_eq!(rig.crank.playing().as_deref(), Some("monitor"));
    let sound = rig.pull(0.3);
    assert!(share(&sound[480..], 48_000, tone_of_second(4)) > 0.99);

    rig.crank.connect("headphones", false);
    rig.engine.set_output(None);
    rig.engine.set_output(Some("headphones"));
    rig.engine.settle();
    assert_eq!(rig.crank.playing().as_deref(), Some("headphones"));
    rig.engine.set_output(None);
    rig.engine.settle();
    assert_eq!(rig.crank.playing().as_deref(), Some("monitor"));
    let told = rig.told();
    let problems: Vec<_> = told.iter().filter(|event| matches!(event, Event::Problem(_))).collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(matches!(problems[0], Event::Problem(text) if text.contains("monitor")));
}

#[test]
fn the_volume_goes_to_twice_without_overload_and_leaves_what_fits_alone() {
    let folder = tempfile::tempdir().unwrap();
    // Quiet for a second, then full scale.
    let path = folder.path().join("levels.wav");
    let tone = |n: u32| (TAU * 220.0 * f64::from(n) / 48_000.0).sin();
    sample_wav(&path, 48_000, 1, 4 * 48_000, |n| (tone(n) * if n < 48_000 { 0.3 } else { 0.999 }) as f32);
    let settings = ManualSettings { channels: 1, ..ManualSettings::default() };
    let hear = |volume: f32| {
        let rig = Rig::new(settings);
        rig.engine.open(&path).unwrap();
        rig.engine.set_volume(volume);
        rig.engine.play();
        rig.engine.settle();
        let sound = rig.pull(3.0);
        let (volume, limited) = (rig.engine.status().volume, rig.engine.diagnostics().limited_db);
        rig.engine.seek(Duration::from_millis(100), Then::Play);
        rig.engine.settle();
        (sound, rig.pull(0.5), volume, limited)
    };
    let (plain, ..) = hear(1.0);
    let (double, sought, volume, limited) = hear(9.0);
    assert_eq!(volume.to_bits(), 2f32.to_bits());
    assert!((5.9..6.1).contains(&limited), "{limited} dB");
    // Up to where the limiter looks ahead into what is loud.
    assert!(
        plain[480..47_000]
            .iter()
            .zip(&double[480..])
            .all(|(one, two)| (one * 2.0).to_bits() == two.to_bits())
    );
    // What was too loud before a seek is forgotten by it.
    assert!(
        plain[4_800 + 192..]
            .iter()
            .zip(&sought[192..])
            .all(|(one, two)| (one * 2.0).to_bits() == two.to_bits())
    );
    assert!(double.iter().chain(&sought).all(|sample| sample.abs() <= 1.0));
    assert!(share(&double[96_000..], 48_000, 220.0) > 0.9999);
    assert!(double[96_000..].iter().any(|sample| *sample > 0.99));
}

#[test]
fn voices_are_evened_out_at_their_places_and_switching_makes_no_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("voices.wav");
    sample_wav(&path, 44_100, 1, 20 * 44_100, |n| {
        let level = if n / 44_100 % 2 == 0 { 0.4 } else { 0.1 };
        (level * (TAU * 60.0 * f64::from(n) / 44_100.0).sin()) as f32
    });
    let rig = Rig::playing(ManualSettings::default(), &path);
    let levels: Vec<Level> = (0..20)
        .map(|n| Level {
            from: Duration::from_secs(n),
            to: Duration::from_secs(n + 1),
            gain_db: if n % 2 == 0 { 0.0 } else { 12.041_2 },
        })
        .collect();
    let peak = |sound: &[f32]| sound.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
    rig.engine.set_levels(&levels);
    rig.engine.seek(Duration::from_secs_f64(1.5), Then::Play);
    assert!((peak(&rig.pull(0.4)) - 0.1).abs() < 0.01, "levels alone change nothing");
    rig.engine.set_even(true);
    assert!(rig.status().even);
    for second in [4.1, 5.1, 8.2, 9.3] {
        rig.engine.seek(Duration::from_secs_f64(second), Then::Play);
        let sound = rig.pull(0.5);
        assert!((peak(&sound[480..]) - 0.4).abs() < 0.02, "at {second}: {}", peak(&sound));
    }
    let mut sound = rig.pull(0.1);
    for even in [false, true, false] {
        rig.engine.set_even(even);
        rig.engine.settle();
        sound.extend(rig.pull(0.5));
    }
    let step = sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    // The tone's own steps are 0.0032 at most; 0.01 would be heard as a click.
    assert!(step < 0.01, "{step}");
}
