//! The fuzzer's stored seeds, and thousands of broken copies of them: each opens or is refused, and nothing panics or hangs.

use std::fs;
use std::path::Path;

use crate::support::{Random, reading};

fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/mp3_index");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect()
}

#[test]
fn every_seed_opens() {
    let seeds = seeds();
    assert!(seeds.len() >= 8);
    for (name, _) in seeds {
        assert!(reading::check(Path::new(&name)), "{name}");
    }
}

#[test]
fn broken_seeds_open_or_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.mp3");
    let seeds = seeds();
    let mut random = Random::new(2026);
    let mut opened = 0;
    for _ in 0..2000 {
        let pick = |random: &mut Random| &seeds[random.below(seeds.len() as u64) as usize].1;
        let mut bytes = pick(&mut random).clone();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len() as u64) as usize;
            let count = random.below(400) as usize;
            let end = (at + count).min(bytes.len());
            match random.below(6) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes[at..end].fill(random.below(256) as u8),
                2 => drop(bytes.drain(at..end.max(at + 1).min(bytes.len() - 1).max(at))),
                3 => bytes[at] = random.below(256) as u8,
                4 => {
                    let other = pick(&mut random).clone();
                    bytes.splice(at..at, other);
                }
                _ => {
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        fs::write(&path, &bytes).unwrap();
        opened += usize::from(reading::check(&path));
    }
    assert!(opened > 500, "only {opened} opened: the seeds are broken too much to tell anything");
}
