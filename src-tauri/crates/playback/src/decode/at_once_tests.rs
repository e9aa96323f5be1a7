//! A file that is read before it is looked through gives the same sound as one that is looked through first.

use std::io::Write;

use super::*;

/// An MP3 of several strides: the same few frames of noise over and over, with half a second of another rate in the middle.
fn long_file() -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut seed = 7u32;
    let mut frame = |header: [u8; 4], len: usize| {
        let mut frame = header.to_vec();
        frame.extend((4..len).map(|at| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // Bytes of the side information are left out, so that most of the noise is no valid sound but no error.
            if at < 36 { 0 } else { (seed >> 24) as u8 & 0x7f }
        }));
        frame
    };
    let one: Vec<u8> = (0..20).flat_map(|_| frame([0xff, 0xfb, 0x90, 0x00], 417)).collect();
    let other: Vec<u8> = (0..20).flat_map(|_| frame([0xff, 0xfb, 0x94, 0x00], 384)).collect();
    for part in [one.repeat(300), other, one.repeat(300)] {
        file.write_all(&part).unwrap();
    }
    file
}

fn rest(reader: &mut Reader) -> Vec<f32> {
    let mut sound = Vec::new();
    while reader.read(&mut sound).unwrap() > 0 {}
    sound
}

#[test]
fn a_file_that_is_not_looked_through_yet_sounds_and_ends_as_one_that_is() {
    let file = long_file();
    let mut patient = Reader::open(file.path()).unwrap();
    let length = patient.length().unwrap();
    assert_eq!(length.0, 12_000 * 1152 + 20 * 1152 * 441 / 480);
    for target in [0, 3_000_000, 6_900_000, 6_912_000, length.0 - 5000] {
        let mut hasty = Reader::open_by(file.path(), Mp3::open_with_haste).unwrap();
        assert_eq!(hasty.seek(Frame(target)).unwrap(), Frame(target));
        patient.seek(Frame(target)).unwrap();
        let (ours, theirs) = (rest(&mut hasty), rest(&mut patient));
        assert_eq!(ours.len(), theirs.len(), "from {target}");
        assert!(ours == theirs, "from {target}");
        let info = hasty.take_update().unwrap().cloned();
        assert_eq!(hasty.length(), Some(length), "from {target}");
        if let Some(info) = info {
            assert_eq!((info.frames, info.joints), (Some(length.0), patient.info().joints.clone()));
        }
    }
    let mut hasty = Reader::open_by(file.path(), Mp3::open_with_haste).unwrap();
    assert_eq!(hasty.seek(Frame(u64::MAX)).unwrap(), length, "beyond the end is the end");
    assert_eq!(hasty.read(&mut Vec::new()).unwrap(), 0);
}

#[test]
fn a_file_that_grows_while_it_is_open_is_read_on() {
    let whole = std::fs::read(long_file().path()).unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&whole[..whole.len() / 3]).unwrap();
    let mut growing = Reader::open(file.path()).unwrap();
    let before = growing.length().unwrap();
    let mut sound = rest(&mut growing);
    assert_eq!(sound.len() as u64, 2 * before.0);
    file.write_all(&whole[whole.len() / 3..]).unwrap();
    sound.extend(rest(&mut growing));

    let mut reader = Reader::open(file.path()).unwrap();
    assert_eq!(growing.take_update().unwrap().unwrap().frames, reader.info().frames);
    let expected = rest(&mut reader);
    assert_eq!(sound.len(), expected.len());
    assert!(sound == expected);
}
