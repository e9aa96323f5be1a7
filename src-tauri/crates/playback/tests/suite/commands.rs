//! Seeded sequences of commands in any order; the fuzzer goes on from here.

use crate::support::{Random, commands};

#[test]
fn in_any_order_of_commands_the_position_stays_inside_and_no_stale_sound_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rise.wav");
    commands::write_file(&path);
    for seed in 0..300 {
        let mut random = Random::new(seed);
        // Each begins with an open file; half of them then stay with what leaves the sound as it is.
        let mut sequence = vec![0, 0, 6, 1];
        for _ in 0..40 {
            let command = if seed % 2 == 0 {
                [5, 6, 2, 4, 21][random.below(5) as usize]
            } else {
                random.below(24) as u8
            };
            sequence.extend([command, random.below(256) as u8]);
        }
        let done = std::panic::catch_unwind(|| commands::check(&path, &sequence));
        assert!(done.is_ok(), "sequence {seed}: {sequence:?}");
    }
}

/// What fuzzing has found.
const FOUND: &[&[u8]] = &[
    // A voice made louder than full scale, the file as it is, and a seek.
    &[0, 232, 125, 166, 230, 166, 166, 19, 255, 244, 0, 255, 248, 125, 166, 166],
];

#[test]
fn what_fuzzing_has_found_holds_now() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rise.wav");
    commands::write_file(&path);
    FOUND.iter().for_each(|sequence| commands::check(&path, sequence));
}
