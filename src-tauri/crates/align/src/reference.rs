//! The front end and the scores held against what CMU Sphinx itself makes of a sentence; see `tests/reference/make.py`.

use crate::{
    FrontEnd, Language, Model,
    model::VALUES,
    room::Room,
    scores::{PARTS, Scores},
};

const SOUND: &[u8] = include_bytes!("../tests/reference/spoken.s16");
const CEPSTRA: &[u8] = include_bytes!("../tests/reference/spoken.cepstra");
const SCORES: &[u8] = include_bytes!("../tests/reference/spoken.scores");

/// Nats in a unit of Sphinx's scores.
const UNIT: f32 = 0.102_394_88;

fn front_end(model: &Model, piece: usize) -> crate::Features {
    let mut front_end = FrontEnd::new(model);
    let samples: Vec<f32> =
        SOUND.chunks_exact(2).map(|two| f32::from(i16::from_le_bytes([two[0], two[1]])) / 32_768.0).collect();
    for piece in samples.chunks(piece) {
        front_end.push(piece);
    }
    front_end.finish()
}

#[test]
fn cepstra_are_those_of_sphinx_however_the_sound_comes() {
    let model = Model::of(Language::English).unwrap();
    let features = front_end(&model, 777);
    let known: Vec<f32> = CEPSTRA
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect();
    assert!(features.cepstra.len() + 2 > known.len() / 13, "{} frames", features.cepstra.len());
    for (frame, (found, known)) in features.cepstra.iter().zip(known.chunks_exact(13)).enumerate() {
        for (n, (found, known)) in found.iter().zip(known).enumerate() {
            // Their last frames are filled up with silence.
            let close = (found - known).abs() < 0.02 + 0.002 * known.abs();
            assert!(close || frame + 2 >= features.cepstra.len(), "frame {frame}, {n}: {found}, not {known}");
        }
    }
    assert_eq!(features.cepstra, front_end(&model, 41_760).cepstra);
}

#[test]
fn scores_are_those_of_sphinx_but_for_its_rounding() {
    let model = Model::of(Language::English).unwrap();
    let features = front_end(&model, 41_760);
    // Sphinx doesn't spread what noise has narrowed.
    let room = Room::new(&features.cepstra, &[0.0; VALUES]);
    let scores = Scores::in_room(model.inner(), &features, room);
    let (mut off, mut count, mut same) = (0.0, 0, 0);
    let rows = SCORES.chunks_exact(2 * 126).enumerate().take(scores.frames());
    for (frame, row) in rows {
        let ours = scores.frame(frame);
        let known: Vec<f32> =
            row.chunks_exact(2).map(|two| f32::from(i16::from_le_bytes([two[0], two[1]])) * UNIT).collect();
        // Theirs are relative to the best of the states with neighbours too.
        let least = known.iter().copied().fold(f32::MAX, f32::min);
        let known: Vec<f32> = known.iter().map(|known| known - least).collect();
        // What is unlikely is cut off in other places.
        for (ours, known) in ours.iter().zip(&known).filter(|(_, known)| **known < 3.0) {
            off += (f32::from(*ours) / PARTS - known).abs();
            count += 1;
        }
        let best = ours.iter().position(|score| *score == 0).unwrap_or(0);
        same += usize::from(known[best] < 0.5);
    }
    let off = off / count as f32;
    assert!(count > 1_000 && off < 0.25, "{off} nats on average of {count}");
    assert!(
        same * 100 > scores.frames() * 95,
        "the best state is Sphinx's in {same} of {} frames",
        scores.frames()
    );
}
