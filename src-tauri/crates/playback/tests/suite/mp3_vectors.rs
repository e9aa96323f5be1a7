//! MPEG audio made to test decoders, of all layers and many odd kinds, against what minimp3 decodes.

use std::fs;
use std::path::Path;

use cueline_playback::decode::Reader;

/// The root mean square of the difference, in steps of 16-bit samples, up to which the sound counts as the same.
const TOLERANCE: f64 = 2.0;

/// Frames that minimp3 leaves out at the end, or at the beginning where their main data is missing, in samples.
const LEFT_OUT: usize = 4 * 1152;

/// What comes out otherwise, and why.
const EXCEPTIONS: [(&str, &str); 10] = [
    ("l2-nonstandard-test32-size", "it is damaged, and other frames are given up"),
    (
        "l3-he_mode",
        "its channels change from frame to frame, and the truth follows; here the first frame's number is kept",
    ),
    ("l3-nonstandard-compl-sideinfo-bigvalues", "it is damaged, and other frames are given up"),
    ("l3-nonstandard-compl-sideinfo-blocktype", "it is damaged, and other frames are given up"),
    ("l3-nonstandard-compl-sideinfo-size", "it is damaged, and other frames are given up"),
    (
        "l3-nonstandard-he_44_48khz",
        "its rate changes, and the truth follows; here all is brought to the first rate",
    ),
    ("l3-si_block", "Symphonia decodes eleven of its frames with odd blocks otherwise"),
    ("l3-sin1k0db", "minimp3 leaves out the first two frames, whose main data is missing"),
    ("l3-test45", "Symphonia decodes it otherwise from its frame 130 on"),
    ("l3-test46", "Symphonia decodes it otherwise from its frame 4 on"),
];

fn decode(path: &Path) -> Result<Vec<f32>, String> {
    let mut reader = Reader::open(path).map_err(|error| error.to_string())?;
    let mut sound = Vec::new();
    while reader.read(&mut sound).map_err(|error| error.to_string())? > 0 {}
    Ok(sound)
}

/// How far the sound is from the truth, where both have some.
fn compare(sound: &[f32], truth: &[i16]) -> f64 {
    let count = sound.len().min(truth.len());
    let power: f64 = sound
        .iter()
        .zip(truth)
        .map(|(a, b)| (f64::from(*a * 32_768.0).clamp(-32_768.0, 32_767.0) - f64::from(*b)).powi(2))
        .sum();
    (power / count.max(1) as f64).sqrt()
}

#[test]
fn the_vectors_sound_as_minimp3_has_them() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/corpora/minimp3/vectors");
    let Ok(entries) = fs::read_dir(folder) else {
        eprintln!("SKIPPED: the minimp3 vectors are not at {folder}");
        return;
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "bit"));
    paths.sort();
    let (mut passed, mut wrong) = (0, Vec::new());
    for path in &paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Ok(truth) = fs::read(path.with_extension("pcm")) else { continue };
        let truth: Vec<i16> =
            truth.chunks_exact(2).map(|bytes| i16::from_le_bytes([bytes[0], bytes[1]])).collect();
        let result = match decode(path) {
            Ok(sound) => {
                let difference = compare(&sound, &truth);
                // The truth of the oldest ones is filled up to whole blocks with what isn't in the file.
                let filled = name.starts_with("l1-fl") || name.starts_with("l2-fl");
                let long =
                    sound.len().abs_diff(truth.len()) <= LEFT_OUT || filled && sound.len() < truth.len();
                let same = difference <= TOLERANCE && long;
                if same {
                    Ok(())
                } else {
                    Err(format!("{difference:.2}, {} for {}", sound.len(), truth.len()))
                }
            }
            Err(_) if truth.is_empty() => Ok(()),
            Err(error) => Err(error),
        };
        let exception = EXCEPTIONS.iter().find(|(exception, _)| *exception == name);
        match (result, exception) {
            (Ok(()), None) => passed += 1,
            (Err(_), Some((_, why))) => eprintln!("{name}: not as minimp3 has it; {why}"),
            (Ok(()), Some(_)) => wrong.push(format!("{name}: it is right, so it is no exception")),
            (Err(error), None) => wrong.push(format!("{name}: {error}")),
        }
    }
    eprintln!("{passed} of {} vectors as minimp3 has them, {} exceptions", paths.len(), EXCEPTIONS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
