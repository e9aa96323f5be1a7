//! Packs a Sphinx dictionary: its words sorted and told by what differs from the word before, and how they are said.
//!
//! The form, compressed with Brotli as a whole: the line `cueline words 1`; the number of phones (1 byte) and their names, each
//! closed by a 0; the number of words (4 bytes, little-endian); for each word how many bytes it shares with the one before (1
//! byte); for each word the rest of its bytes, closed by a 0; for each word its phones, counted from 1, with 255 between one
//! way of saying it and the next, closed by a 0. `align`'s `pronounce::dictionary` reads it.

use std::collections::{BTreeMap, BTreeSet};

use crate::shell::Failure;

/// Between two ways of saying one word.
const OR: u8 = 255;

/// The words of a dictionary with the ways of saying them, each a list of phones' names.
pub type Words<'a> = BTreeMap<&'a str, Vec<Vec<&'a str>>>;

/// Reads a Sphinx dictionary: lines of a word and its phones, where `word(2)` is one more way of saying `word`.
pub fn read(text: &str) -> Words<'_> {
    let mut words = Words::new();
    for line in text.lines() {
        let mut parts = line.split_ascii_whitespace();
        let Some(word) = parts.next() else { continue };
        let word = match word.split_once('(') {
            Some((word, number)) if !word.is_empty() && number.ends_with(')') => word,
            _ => word,
        };
        let way: Vec<&str> = parts.collect();
        let ways = words.entry(word).or_default();
        if !way.is_empty() && !ways.contains(&way) {
            ways.push(way);
        }
    }
    words
}

/// A dictionary in the aligner's form.
pub fn pack(words: &Words<'_>) -> Result<Vec<u8>, Failure> {
    let phones: BTreeSet<&str> = words.values().flatten().flatten().copied().collect();
    let numbers: BTreeMap<&str, u8> = phones.iter().copied().zip(1..OR).collect();
    if numbers.len() < phones.len() {
        return Err(Failure::told("The dictionary has more phones than a byte can tell apart."));
    }

    let mut packed = b"cueline words 1\n".to_vec();
    packed.push(phones.len() as u8);
    for phone in &phones {
        packed.extend_from_slice(phone.as_bytes());
        packed.push(0);
    }
    packed.extend_from_slice(&(words.len() as u32).to_le_bytes());
    let (mut rests, mut sounds, mut last) = (Vec::new(), Vec::new(), "");
    for (word, ways) in words {
        let shared = last.bytes().zip(word.bytes()).take(255).take_while(|(a, b)| a == b).count();
        packed.push(shared as u8);
        rests.extend_from_slice(&word.as_bytes()[shared..]);
        rests.push(0);
        for (place, way) in ways.iter().enumerate() {
            if place > 0 {
                sounds.push(OR);
            }
            sounds.extend(way.iter().map(|phone| numbers[phone]));
        }
        sounds.push(0);
        last = word;
    }
    packed.append(&mut rests);
    packed.append(&mut sounds);
    compress(&packed)
}

/// Brotli at its best.
pub fn compress(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &settings)
        .map_err(|error| Failure::told(format!("The model can't be compressed: {error}.")))?;
    Ok(packed)
}
