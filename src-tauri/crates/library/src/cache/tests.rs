//! The cache with real files: hits, breaks, damage, changes, and its size.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::testing::Folder;

/// So many seconds of a tone at 8 kHz: pieces of 64 s.
fn tone(seconds: usize, loud: i16) -> Vec<u8> {
    let samples: Vec<u8> = (0..8_000 * seconds)
        .flat_map(|n| (if n / 10 % 2 == 0 { loud } else { -loud }).to_le_bytes())
        .collect();
    let mut out = b"RIFF".to_vec();
    out.extend((36 + samples.len() as u32).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    out.extend([8_000_u32.to_le_bytes(), 16_000_u32.to_le_bytes()].concat());
    out.extend(b"\x02\0\x10\0data");
    out.extend((samples.len() as u32).to_le_bytes());
    out.extend(samples);
    out
}

fn bytes(shared: &Shared) -> Vec<u8> {
    shared.read().unwrap().to_bytes()
}

fn go(path: &Path, cache: &Path) -> Result<(Shared, usize), Error> {
    let mut pieces = 0;
    let shared = analyse(path, cache, Duration::ZERO, &|| false, &mut |_, progress| {
        pieces += usize::from(!progress.part.is_empty());
    })?;
    Ok((shared.unwrap(), pieces))
}

fn entries(cache: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(cache).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|ending| ending == ANALYSIS));
    all.sort();
    all
}

#[test]
fn a_second_pass_measures_nothing_even_where_the_file_has_another_name() {
    let folder = Folder::new();
    let cache = folder.path().join("cache");
    let audio = folder.add("a.wav", tone(150, 900));
    let (first, pieces) = go(&audio, &cache).unwrap();
    assert_eq!(pieces, 3);
    let moved = folder.path().join("b.wav");
    fs::rename(&audio, &moved).unwrap();
    let (second, pieces) = go(&moved, &cache).unwrap();
    assert_eq!((pieces, bytes(&second) == bytes(&first)), (0, true));
}

/// The entry is put under the key of a file that no decoder opens: only a hit that leaves the audio alone finds it.
#[test]
fn a_hit_does_not_decode() {
    let folder = Folder::new();
    let cache = folder.path().join("cache");
    let (analysis, _) = go(&folder.add("a.wav", tone(2, 900)), &cache).unwrap();
    let text = folder.add("b.wav", "no sound at all");
    assert!(go(&text, &cache).is_err());
    let key = Key::of(&text, &cache, &|| false).unwrap().unwrap();
    entry::store(&key.place(&cache), &key, &analysis.read().unwrap()).unwrap();
    let (hit, pieces) = go(&text, &cache).unwrap();
    assert_eq!((pieces, bytes(&hit) == bytes(&analysis)), (0, true));
}

#[test]
fn a_pass_that_was_broken_off_goes_on_where_it_was() {
    let folder = Folder::new();
    let (cache, other) = (folder.path().join("cache"), folder.path().join("other"));
    let audio = folder.add("a.wav", tone(500, 900));
    let (whole, pieces) = go(&audio, &other).unwrap();
    let done = AtomicUsize::new(0);
    let part = analyse(&audio, &cache, Duration::ZERO, &|| done.load(Ordering::Relaxed) > 1, &mut |_, _| {
        done.fetch_add(1, Ordering::Relaxed);
    });
    let part = part.unwrap().unwrap();
    let measured = part
        .read()
        .unwrap()
        .known()
        .iter()
        .map(|known| (known.end - known.start).as_secs() / 64)
        .sum::<u64>();
    assert!(!part.read().unwrap().is_complete() && measured > 0);
    let (resumed, rest) = go(&audio, &cache).unwrap();
    assert_eq!((measured as usize + rest, bytes(&resumed) == bytes(&whole)), (pieces, true));
}

#[test]
fn a_damaged_entry_and_a_foreign_one_are_made_anew() {
    let folder = Folder::new();
    let cache = folder.path().join("cache");
    let audio = folder.add("a.wav", tone(3, 900));
    let (whole, _) = go(&audio, &cache).unwrap();
    let [place] = &entries(&cache)[..] else { panic!("one entry") };
    let good = fs::read(place).unwrap();
    let (other, _) = go(&folder.add("b.wav", tone(3, 90)), &folder.path().join("other")).unwrap();
    let foreign = fs::read(&entries(&folder.path().join("other"))[0]).unwrap();
    assert!(bytes(&other) != bytes(&whole));
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    for bad in [Vec::new(), good[..good.len() - 1].to_vec(), flipped, foreign, vec![7; 100_000]] {
        fs::write(place, &bad).unwrap();
        let (again, pieces) = go(&audio, &cache).unwrap();
        assert_eq!((pieces, bytes(&again) == bytes(&whole)), (1, true), "{} bytes", bad.len());
        assert_eq!(fs::read(place).unwrap(), good);
    }
}

#[test]
fn a_file_that_changed_is_measured_anew_even_with_its_old_size_and_time() {
    let folder = Folder::new();
    let cache = folder.path().join("cache");
    let audio = folder.add("a.wav", tone(3, 900));
    let long_ago = SystemTime::now() - Duration::from_secs(100_000);
    let date =
        |path: &Path| fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
    date(&audio);
    let (before, _) = go(&audio, &cache).unwrap();
    assert_eq!(fs::read_dir(&cache).unwrap().count(), 2, "the analysis, and the key's note");
    folder.add("a.wav", tone(3, 90));
    date(&audio);
    let (after, pieces) = go(&audio, &cache).unwrap();
    if cfg!(unix) {
        assert_eq!((pieces, bytes(&after) == bytes(&before)), (1, false));
    }
}

#[test]
fn what_was_used_longest_ago_goes_first_and_nothing_foreign() {
    let folder = Folder::new();
    let now = SystemTime::now();
    for (age, name) in
        ["a.analysis", "b.key", "c.tmp", "d.analysis", "e.analysis", "notes.txt"].iter().enumerate()
    {
        let path = folder.add(name, vec![0; 100]);
        let used = now - Duration::from_secs(1000 - age as u64);
        fs::File::options().write(true).open(path).unwrap().set_modified(used).unwrap();
    }
    make_room(folder.path(), 250, &folder.path().join("a.analysis"));
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.analysis", "e.analysis", "notes.txt"]);
}

#[test]
fn a_cache_that_cannot_be_written_costs_only_time() {
    let folder = Folder::new();
    let blocked = folder.add("cache", "a file where the folder should be");
    let audio = folder.add("a.wav", tone(2, 900));
    assert!(go(&audio, &blocked).unwrap().0.read().unwrap().is_complete());
    assert!(matches!(go(&folder.path().join("gone.wav"), &blocked), Err(Error::Missing { .. })));
}
