//! What a scan makes of frames with other things between them.

use std::io::Cursor;

use super::super::index::Index;
use super::*;

/// A frame of 96 bytes (MPEG 2, 24 kHz, mono, 32 kbit/s) that holds no sound.
fn frame() -> Vec<u8> {
    sized([0xff, 0xf3, 0x44, 0xc0], 96)
}

fn sized(header: [u8; 4], len: usize) -> Vec<u8> {
    let mut frame = header.to_vec();
    frame.resize(len, 0);
    frame
}

/// The index of the parts together; `None` when they aren't an MP3.
fn index(parts: &[&[u8]]) -> Option<Index> {
    let mut scan = Scan::new(Cursor::new(parts.concat())).unwrap();
    let mut index = Index::default();
    while scan.go_on(1000).unwrap() {
        index.add(scan.take_found());
    }
    index.add(scan.take_found());
    (index.len() > 0).then_some(index)
}

#[test]
fn tags_and_junk_are_not_frames_and_damage_keeps_its_time() {
    let frames = frame().repeat(100);
    let id3 = [b"ID3\x04\0\0\0\0\0\x20".as_slice(), &[0xff; 32]].concat();
    let lying_id3 = b"ID3\x04\0\0\x7f\x7f\x7f\x7f".as_slice();
    let ape_footer = [b"APETAGEX\xd0\x07\0\0".as_slice(), &[72, 0, 0, 0], &[0; 16]].concat();
    let ape =
        [b"APETAGEX\xd0\x07\0\0".as_slice(), &[72, 0, 0, 0], &[0; 4], &[0, 0, 0, 0xa0], &[0; 8]].concat();
    let ape = [&ape, [0xff, 0xf3].repeat(20).as_slice(), &ape_footer].concat();
    let ape_1 = [[0xff, 0xf3].repeat(20).as_slice(), &ape_footer].concat();
    let id3v1 = [b"TAG".as_slice(), &[0xff; 125]].concat();
    let lyrics = [b"LYRICSBEGIN".as_slice(), &[0xff; 300], b"000320LYRICS200"].concat();
    let junk = [1, 2, 3, 0xff, 0xf3, 0x44, 0xc0];
    let cut = &[0xff, 0xf3, 0x44, 0xc0, 1, 2, 3];
    let zeros = vec![0; 960];
    // Frames, the sound's length in frames of the format, joints and whether there is something to say.
    type Expected = (usize, u64, usize, bool);
    let cases: [(&str, Vec<&[u8]>, Expected); 18] = [
        ("plain", vec![&frames], (100, 100, 0, false)),
        ("two tags before", vec![&id3, &id3, &frames], (100, 100, 0, false)),
        ("a tag that claims more than the file", vec![lying_id3, &frames], (100, 100, 0, false)),
        ("tags behind", vec![&frames, &ape, &id3v1], (100, 100, 0, false)),
        ("an APE tag without a header behind", vec![&frames, &ape_1], (100, 100, 0, false)),
        ("lyrics behind", vec![&frames, &lyrics, &id3v1], (100, 100, 0, false)),
        ("tags between, as in joined files", vec![&frames, &id3v1, &id3, &frames], (200, 200, 1, false)),
        ("an APE tag between", vec![&frames, &ape, &frames], (200, 200, 1, false)),
        ("a tag and its padding between", vec![&frames, &id3, &zeros, &frames], (200, 200, 1, false)),
        ("junk between", vec![&frames, &junk, &frames], (200, 200, 1, true)),
        ("the start of a frame between", vec![&frames, cut, &frames], (200, 200, 1, false)),
        ("junk before", vec![&junk, &frames], (100, 100, 0, false)),
        ("ten frames of zeros between", vec![&frames, &zeros, &frames], (200, 210, 0, true)),
        ("ten frames of zeros at the end", vec![&frames, &zeros], (100, 110, 0, true)),
        ("something at the end", vec![&frames, &[7; 960]], (100, 100, 0, false)),
        ("half a frame at the end", vec![&frames, &frames[..50]], (100, 100, 0, true)),
        ("half a frame, and another file", vec![&frames, &frames[..50], &frames], (200, 200, 1, false)),
        ("a header destroyed", vec![&frames, &[0, 0, 0, 0], &frames[4..]], (199, 200, 0, true)),
    ];
    for (what, parts, expected) in cases {
        let index = index(&parts).unwrap_or_else(|| panic!("{what}: no index"));
        let found = (index.len(), index.sound() / 576, index.joints().len(), !index.notices().is_empty());
        assert_eq!(found, expected, "{what}: {:?}", index.notices());
    }
}

#[test]
fn parts_of_other_kinds_take_their_time_on_the_first_ones_line() {
    let mpeg2 = frame().repeat(200);
    let stereo = sized([0xff, 0xf3, 0x44, 0x00], 96).repeat(200);
    let faster = sized([0xff, 0xfb, 0x94, 0xc0], 384).repeat(200); // MPEG 1, 48 kHz, 128 kbit/s
    let layer_two = sized([0xff, 0xfd, 0x90, 0x00], 522).repeat(200); // 44.1 kHz, 160 kbit/s
    let free = sized([0xff, 0xf3, 0x04, 0xc0], 131).repeat(200);
    // The sound of all at the first one's rate, in frames of sound.
    let cases: [(&str, [&[u8]; 3], u64); 5] = [
        ("channels", [&mpeg2, &stereo, &mpeg2], 3 * 200 * 576),
        ("rate", [&mpeg2, &faster, &mpeg2], (2 * 576 + 576) * 200),
        ("a slower rate", [&faster, &mpeg2, &faster], (2 * 1152 + 1152) * 200),
        (
            "layer and rate",
            [&mpeg2, &layer_two, &mpeg2],
            2 * 200 * 576 + (200 * 1152 * 24_000 + 22_050) / 44_100,
        ),
        ("free format", [&mpeg2, &free, &mpeg2], 3 * 200 * 576),
    ];
    for (what, parts, sound) in cases {
        let index = index(&parts).unwrap();
        assert_eq!((index.len(), index.sound(), index.joints().len()), (600, sound, 2), "{what}");
        assert_eq!(index.notices(), [""; 0], "{what}");
    }
}

#[test]
fn an_encoders_habits_show_a_joint_without_a_tag() {
    let frames = frame().repeat(200);
    let mut original = frame();
    original[3] |= 4;
    let index = index(&[&frames, &original.repeat(200), &frames, &original, &frames]).unwrap();
    let joints = index.joints();
    assert_eq!(joints, [200 * 576, 400 * 576], "one frame alone is chance");
}

#[test]
fn what_is_not_an_mp3_has_no_index() {
    let text = "The first word of every line is heard at once.\n".repeat(50_000);
    assert!(index(&[text.as_bytes()]).is_none());
    assert!(index(&[]).is_none());
    assert!(index(&[b"xyz", &frame()]).is_none(), "a single header can be chance");
    assert!(index(&[&frame()]).is_some(), "but not where nothing else is");
    let noise: Vec<u8> =
        (0..400_000u64).map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u8).collect();
    assert!(index(&[&noise]).is_none());
}

#[test]
fn a_scan_goes_on_when_the_file_has_grown() {
    use std::io::{Seek, SeekFrom, Write};
    let file = tempfile::tempfile().unwrap();
    let mut writer = file.try_clone().unwrap();
    let frames = frame().repeat(50);
    writer.write_all(&frames[..frames.len() - 30]).unwrap();
    let mut scan = Scan::new(&file).unwrap();
    let mut index = Index::default();
    while scan.go_on(u64::MAX).unwrap() {}
    index.add(scan.take_found());
    assert_eq!(index.len(), 49);
    assert_eq!(index.notices().len(), 1);
    assert!(!scan.has_grown().unwrap());
    writer.seek(SeekFrom::End(0)).unwrap();
    writer.write_all(&frames[frames.len() - 30..]).unwrap();
    writer.write_all(&frames).unwrap();
    assert!(scan.has_grown().unwrap());
    while scan.go_on(u64::MAX).unwrap() {}
    index.add(scan.take_found());
    assert_eq!((index.len(), index.sound()), (100, 100 * 576));
    assert_eq!(index.notices(), [""; 0]);
}
