//! What must hold of any file that is opened, whatever is in it.

use std::path::Path;

use cueline_playback::Frame;
use cueline_playback::decode::Reader;

/// The smallest frame has 24 bytes and 1152 frames of sound, and its rate may be a sixth of the first one's.
const SOUND_A_BYTE: u64 = 1152 / 24 * 6;

/// Opens the file and reads it from some places; answers whether it could be opened.
pub fn check(path: &Path) -> bool {
    let Ok(mut reader) = Reader::open(path) else { return false };
    let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let length = reader.length().map_or(0, |length| length.0);
    assert!(length <= (bytes + 24) * SOUND_A_BYTE, "{bytes} bytes last {length} frames");
    assert!(reader.info().joints.windows(2).all(|pair| pair[0].frame < pair[1].frame));
    let mut sound = Vec::new();
    for target in [0, length / 2, length.saturating_sub(1), length, u64::MAX] {
        let expected = Frame(target.min(length));
        match reader.seek(Frame(target)) {
            Ok(landed) => assert_eq!(landed, expected),
            Err(_) => continue,
        }
        let mut steps = 0;
        sound.clear();
        while steps < 20
            && let Ok(frames) = reader.read(&mut sound)
            && frames > 0
        {
            steps += 1;
        }
        assert!(reader.position().0 <= length, "beyond the end");
    }
    true
}
