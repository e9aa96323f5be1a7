//! What a stretcher must do, proved on tones and on a voice of sorts at every speed.

use std::f64::consts::TAU;

use super::wsola::{FAR_S, Wsola};
use super::*;

const RATE: u32 = 44_100;

fn all_speeds() -> impl Iterator<Item = Speed> {
    (10..=70).filter_map(|n| Speed::nearest(f64::from(n) / 20.0))
}

fn stretched(sound: &[f32], channels: usize, speed: Speed) -> (Vec<f32>, VecDeque<Span>) {
    let mut stretch = Wsola::new(RATE, channels);
    let (mut out, mut spans) = (Vec::new(), VecDeque::new());
    stretch.start(speed);
    for piece in sound.chunks(512 * channels) {
        stretch.push(piece);
        stretch.pull(&mut out, &mut spans);
    }
    stretch.finish(&mut out, &mut spans);
    (out, spans)
}

fn tone(hz: f64, seconds: f64) -> Vec<f32> {
    let frames = (seconds * f64::from(RATE)) as usize;
    (0..frames).map(|n| (0.5 * (TAU * hz * n as f64 / f64::from(RATE)).sin()) as f32).collect()
}

/// A voice of sorts: pulses of a gliding pitch that ring at two formants, in syllables, with some noise.
fn voice(pitch: f64, seconds: f64) -> Vec<f32> {
    let rate = f64::from(RATE);
    let frames = (seconds * rate) as usize;
    let mut noise = 1u32;
    let (mut phase, mut since) = (0.0, 0.0);
    let mut out = Vec::with_capacity(frames);
    for n in 0..frames {
        let t = n as f64 / rate;
        let glide = pitch * (1.0 + 0.15 * (TAU * 0.7 * t).sin());
        phase += glide / rate;
        since += 1.0 / rate;
        if phase >= 1.0 {
            phase -= 1.0;
            since = 0.0;
        }
        let ring =
            (-since * 400.0).exp() * ((TAU * 600.0 * since).sin() + 0.5 * (TAU * 1700.0 * since).sin());
        // Syllables of uneven lengths, so that an envelope fits in one place alone.
        let syllable =
            (TAU * 2.3 * t).sin() + 0.6 * (TAU * 3.7 * t + 1.0).sin() + 0.4 * (TAU * 0.9 * t).sin();
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let hiss = f64::from(noise >> 8) / f64::from(1 << 24) - 0.5;
        out.push((syllable.max(0.0) * (0.4 * ring + 0.02 * hiss)) as f32);
    }
    out
}

#[test]
fn normal_speed_is_the_input_bit_for_bit() {
    let sound = voice(120.0, 3.0);
    let (out, spans) = stretched(&sound, 1, Speed::NORMAL);
    assert_eq!(out, sound);
    assert_eq!(spans, [Span { out: 0, input: 0.0, speed: 1.0 }]);
}

#[test]
fn a_minute_takes_a_minute_over_the_speed() {
    let sound = voice(110.0, 60.0);
    for speed in all_speeds().step_by(5) {
        let (out, _) = stretched(&sound, 1, speed);
        let expected = sound.len() as f64 / speed.factor();
        assert!((out.len() as f64 - expected).abs() <= 1.0, "{speed:?}: {} for {expected}", out.len());
    }
}

#[test]
fn a_tone_keeps_its_pitch_and_makes_no_step_at_any_speed() {
    for hz in [110.0, 200.0, 210.7, 433.0, 1500.0] {
        let sound = tone(hz, 4.0);
        for speed in all_speeds() {
            let (out, _) = stretched(&sound, 1, speed);
            // Rising zero crossings, placed between samples, away from the ends.
            let inner = &out[4410..out.len() - 4410];
            let crossings: Vec<f64> = inner
                .windows(2)
                .enumerate()
                .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
                .map(|(n, pair)| n as f64 + f64::from(pair[0] / (pair[0] - pair[1])))
                .collect();
            let (first, last) = (crossings[0], crossings[crossings.len() - 1]);
            let heard = (crossings.len() - 1) as f64 / (last - first) * f64::from(RATE);
            assert!((heard / hz - 1.0).abs() < 0.005, "{hz} Hz at {speed:?} is {heard} Hz");
            let step =
                out[..out.len() - 1000].windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
            let natural = (0.5 * TAU * hz / f64::from(RATE)) as f32;
            assert!(step < 1.3 * natural, "{hz} Hz at {speed:?}: a step of {step} for {natural}");
        }
    }
}

#[test]
fn both_channels_are_cut_at_the_same_places() {
    let left = voice(130.0, 5.0);
    let delayed = |n: usize| n.checked_sub(20).map_or(0.0, |n| 0.5 * left[n]);
    for sign in [1.0, -1.0] {
        let both: Vec<f32> = (0..left.len()).flat_map(|n| [left[n], sign * left[n]]).collect();
        for speed in all_speeds() {
            let (out, _) = stretched(&both, 2, speed);
            assert!(out.chunks_exact(2).all(|frame| frame[1] == sign * frame[0]), "{speed:?}");
        }
    }
    // Sound from one side arrives on the other as much later as before.
    let both: Vec<f32> = (0..left.len()).flat_map(|n| [left[n], delayed(n)]).collect();
    let (out, _) = stretched(&both, 2, Speed::nearest(1.6).unwrap());
    let (left, right): (Vec<f32>, Vec<f32>) = out.chunks_exact(2).map(|frame| (frame[0], frame[1])).unzip();
    let at = |lag: usize| left.iter().zip(&right[lag..]).map(|(l, r)| f64::from(l * r)).sum::<f64>();
    let best = (0..60).max_by(|a, b| at(*a).total_cmp(&at(*b))).unwrap();
    assert_eq!(best, 20);
}

/// The sound's level around every millisecond.
fn envelope(sound: &[f32]) -> Vec<f64> {
    let frame = |ms: usize| ms * RATE as usize / 1000;
    let power = |ms: usize| {
        let part = &sound[frame(ms.saturating_sub(5))..frame(ms + 5).min(sound.len())];
        part.iter().map(|x| f64::from(x * x)).sum::<f64>() / part.len() as f64
    };
    (0..sound.len() * 1000 / RATE as usize).map(|ms| power(ms).sqrt()).collect()
}

#[test]
fn what_is_heard_is_where_the_map_says() {
    for pitch in [75.0, 110.0, 220.0] {
        let sound = voice(pitch, 12.0);
        for speed in all_speeds() {
            let (out, spans) = stretched(&sound, 1, speed);
            assert_eq!(spans.len(), 1);
            // The source's envelope as the map places it in the output, against the output's own.
            let heard = envelope(&out);
            let source = envelope(&sound);
            let mapped = |ms: f64| {
                let place = spans[0].input_at(ms * 44.1) / 44.1;
                source.get(place.max(0.0) as usize).copied().unwrap_or(0.0)
            };
            let fit = |lag: i32| -> f64 {
                (20..heard.len() - 40).map(|n| heard[n] * mapped(n as f64 + f64::from(lag))).sum()
            };
            let best = (-25..=25).max_by(|a, b| fit(*a).total_cmp(&fit(*b))).unwrap();
            // A voice too deep for a period within reach may be as far off as such a match is looked for.
            let limit = if pitch < 100.0 { 8 } else { 5 };
            assert!(best.abs() <= limit, "{pitch} Hz at {speed:?}: {best} ms");
        }
    }
}

#[test]
fn a_change_of_speed_is_a_bend_at_its_frame_and_normal_speed_is_exact_again() {
    let sound = voice(120.0, 20.0);
    let mut stretch = Wsola::new(RATE, 1);
    let (mut out, mut spans) = (Vec::new(), VecDeque::new());
    stretch.start(Speed::NORMAL);
    let speeds = [1.7, 0.5, 1.0, 3.5, 1.0, 0.75, 1.0, 2.0, 1.3, 1.0];
    for (n, piece) in sound.chunks(441).enumerate() {
        if n % 200 == 100 {
            let frame = if n % 400 == 100 { 0 } else { n as u64 * 441 + 5000 };
            stretch.set_speed(Speed::nearest(speeds[n / 200]).unwrap(), frame);
        }
        stretch.push(piece);
        stretch.pull(&mut out, &mut spans);
    }
    stretch.finish(&mut out, &mut spans);
    assert_eq!(spans.len(), 1 + speeds.len());
    for pair in [spans.make_contiguous()].concat().windows(2) {
        let jump = pair[1].input - pair[0].input_at(pair[1].out as f64);
        let limit = if pair[1].speed == 1.0 { 2.0 * FAR_S * f64::from(RATE) } else { 0.0 };
        assert!((0.0..=limit).contains(&jump), "{pair:?}: a jump of {jump} frames");
    }
    let mut exact = 0;
    for (n, span) in spans.iter().enumerate().filter(|(_, span)| span.speed == 1.0) {
        let end = spans.get(n + 1).map_or(out.len(), |next| next.out as usize);
        let length = end - span.out as usize;
        let source = span.input as usize;
        assert_eq!(span.input.fract(), 0.0);
        assert_eq!(out[end - length..end], sound[source..source + length], "{span:?}");
        exact += length;
    }
    assert!(exact > 4 * 44_100, "{exact} frames at normal speed");
    let step = |sound: &[f32]| sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(step(&out) <= 1.1 * step(&sound), "{} for {}", step(&out), step(&sound));
}

#[test]
fn silence_and_what_is_shorter_than_a_hop_come_out_too() {
    for speed in all_speeds() {
        for frames in [0, 1, 100, 441, 1000] {
            let (out, _) = stretched(&vec![0.0; frames], 1, speed);
            assert_eq!(out.len(), (frames as f64 / speed.factor()).ceil() as usize, "{frames} at {speed:?}");
        }
    }
}
