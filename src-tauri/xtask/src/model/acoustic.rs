//! Packs the context-independent part of a Sphinx acoustic model: its phones' three states, without their neighbours.
//!
//! The form, all numbers little-endian: the line `cueline sounds 1`; the number of phones, of mel filters (1 byte each), the
//! filters' lower and upper bound in Hz (2 bytes each); the phones' names, each closed by a 0; for each phone and state the
//! probabilities of staying in it and of going on (4-byte floats); for each phone, stream and density 13 means, and as many
//! variances (2-byte floats, all means first); for each stream and density one byte a state: −ln of its weight in units of 1,024 ln
//! 1.0001. `align`'s `model` reads it.
//!
//! The sources' forms are CMU Sphinx's own: `mdef` as in its `bin_mdef`, `means`, `variances` and `transition_matrices` with an
//! `s3` text header, `sendump` with counted strings before the weights.

use std::{fs, path::Path};

use crate::shell::Failure;

/// Streams (cepstra, their slopes, the slopes' slopes), densities in each, and values in each density.
const STREAMS: usize = 3;
const DENSITIES: usize = 128;
const VALUES: usize = 13;
/// Emitting states of a phone.
const STATES: usize = 3;
/// The byte order that a file of floats was written in.
const ORDER: u32 = 0x1122_3344;

/// The mel filters that a model was trained with.
pub struct Filters {
    pub count: u8,
    pub low: u16,
    pub high: u16,
}

/// The model in `folder` in the aligner's form.
pub fn pack(folder: &Path, filters: &Filters) -> Result<Vec<u8>, Failure> {
    let mdef = read(&folder.join("mdef"))?;
    let (names, states) = definition(&mdef).ok_or_else(|| strange(folder, "mdef"))?;
    let means = gaussians(folder, "means", names.len())?;
    let variances = gaussians(folder, "variances", names.len())?;
    let rows = floats(folder, "transition_matrices", &[names.len(), STATES, STATES + 1])?;
    let weights = read(&folder.join("sendump"))?;
    let weights = senones(&weights, states).ok_or_else(|| strange(folder, "sendump"))?;

    let mut packed = b"cueline sounds 1\n".to_vec();
    packed.extend([names.len() as u8, filters.count]);
    packed.extend(filters.low.to_le_bytes());
    packed.extend(filters.high.to_le_bytes());
    for name in &names {
        packed.extend_from_slice(name.as_bytes());
        packed.push(0);
    }
    for (place, row) in rows.chunks_exact(STATES + 1).enumerate() {
        let (state, sum) = (place % STATES, row.iter().sum::<f32>());
        packed.extend((row[state] / sum).to_le_bytes());
        packed.extend((row[state + 1] / sum).to_le_bytes());
    }
    for value in means.iter().chain(&variances) {
        packed.extend(half(*value).to_le_bytes());
    }
    for row in weights {
        packed.extend_from_slice(&row[..names.len() * STATES]);
    }
    Ok(packed)
}

fn strange(folder: &Path, name: &str) -> Failure {
    Failure::told(format!("{} isn't in the form that is known.", folder.join(name).display()))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::told(format!("{} can't be read: {error}.", path.display())))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The names of the phones that depend on no neighbour, and the number of all states.
fn definition(mdef: &[u8]) -> Option<(Vec<String>, usize)> {
    let at = 12 + number(mdef, 8)? as usize;
    let phones = number(mdef, at)? as usize;
    let states = number(mdef, at + 16)? as usize;
    let names = mdef.get(at + 40..)?.split(|byte| *byte == 0).take(phones);
    Some((names.map(|name| String::from_utf8_lossy(name).into_owned()).collect(), states))
}

fn gaussians(folder: &Path, name: &str, phones: usize) -> Result<Vec<f32>, Failure> {
    floats(folder, name, &[phones, STREAMS, DENSITIES, VALUES, VALUES, VALUES])
}

/// The floats of a file whose sizes are these; those of `means` end with the values of each stream.
fn floats(folder: &Path, name: &str, sizes: &[usize]) -> Result<Vec<f32>, Failure> {
    let bytes = read(&folder.join(name))?;
    let values = || {
        let start = bytes.windows(7).position(|window| window == b"endhdr\n")? + 7;
        let head: Option<Vec<u32>> =
            (0..sizes.len() + 2).map(|place| number(&bytes, start + 4 * place)).collect();
        let head = head?;
        let told = head.get(1..=sizes.len())?.iter().map(|size| *size as usize);
        if head[0] != ORDER || !told.eq(sizes.iter().copied()) {
            return None;
        }
        let from = start + 4 * head.len();
        let count = *head.last()? as usize;
        let body = bytes.get(from..from + 4 * count)?.chunks_exact(4);
        Some(body.map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    };
    values().ok_or_else(|| strange(folder, name))
}

/// The weights: a row of all states for each stream and density.
fn senones(sendump: &[u8], states: usize) -> Option<Vec<&[u8]>> {
    let mut at = 0;
    loop {
        let length = number(sendump, at)? as usize;
        at += 4 + length;
        if length == 0 {
            break;
        }
        let line = sendump.get(at - length..at)?;
        if line.starts_with(b"cluster_count ") && !line.starts_with(b"cluster_count 0") {
            return None;
        }
    }
    let width = number(sendump, at + 4)? as usize;
    let rows = sendump.get(at + 8..)?;
    let fits = number(sendump, at)? as usize == DENSITIES
        && width >= states
        && rows.len() == STREAMS * DENSITIES * width;
    fits.then(|| rows.chunks_exact(width).collect())
}

/// A float in 16 bits, rounded to the nearest; the models' values are all within the range of normal ones.
fn half(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let exponent = (bits >> 23 & 0xff) as i32 - 127 + 15;
    if exponent <= 0 {
        return sign;
    }
    let rounded = ((exponent as u32) << 10 | bits >> 13 & 0x3ff) + (bits >> 12 & 1);
    sign | rounded.min(0x7bff) as u16
}
