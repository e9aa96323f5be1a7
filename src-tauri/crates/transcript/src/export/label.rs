//! Names before speech, for formats that have no other place for them: `Name: `, where a turn begins.
//!
//! Readers tell names from other words before a colon by their shape, and by how often they come back. Where these would
//! not do, the name stands in brackets, `[Name]: `, as captions have it. A turn whose speaker has no name begins with `>> `.

use std::collections::HashMap;

use super::ExportOptions;
use super::line::{Line, Placed};
use crate::parse::label;

/// With so many turns under one name, one that stands alone is taken for something else.
const OFTEN: usize = 3;

/// How each speaker is named.
pub(super) struct Labels<'a> {
    speakers: bool,
    names: HashMap<&'a str, String>,
}

impl<'a> Labels<'a> {
    pub(super) fn of(lines: &[Placed<'a>], options: &ExportOptions) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for name in lines.iter().filter(|placed| placed.line.opens).filter_map(|placed| placed.line.speaker) {
            *counts.entry(name).or_default() += 1;
        }
        let often = counts.values().any(|count| *count >= OFTEN);
        let from_the_first = lines.first().is_some_and(|placed| placed.line.speaker.is_some());
        let label = |(name, count): (&'a str, usize)| {
            let known = count > 1 || !often || name.contains(char::is_whitespace);
            let plain = format!("{name}: ");
            let shaped = label::name(&format!("{plain}so")) == Some(0..name.len());
            (name, if from_the_first && known && shaped { plain } else { format!("[{name}]: ") })
        };
        Self { speakers: options.speakers, names: counts.into_iter().map(label).collect() }
    }

    /// What stands before the first words of a line's turn.
    pub(super) fn before(&self, line: &Line<'_>) -> &str {
        match line.speaker {
            _ if !self.speakers || !line.opens => "",
            Some(name) => self.names.get(name).map_or("", String::as_str),
            None if line.turn > 0 => ">> ",
            None => "",
        }
    }
}
