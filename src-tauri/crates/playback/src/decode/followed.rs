//! A file that may still be written while it is read: at its end it is looked at again, and read on where it has grown.

use std::path::{Path, PathBuf};

use super::chain::Chain;
use super::container::Container;
use super::open::tracks_again;
use super::packets::Opened;
use super::stream::{Facts, Piece, Stream};
use crate::error::Fault;
use crate::units::{Frame, Rate};

/// What must stay as it was of a track, but for the last one's length, for a file that has grown to be the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    rate: Rate,
    channels: u16,
    start: i64,
    length: Option<Frame>,
}

impl Shape {
    pub(super) fn of(facts: &Facts) -> Shape {
        Shape { rate: facts.rate, channels: facts.channels, start: facts.start, length: facts.length }
    }
}

/// The sound of a file, as long as it is known to be.
pub(super) struct Followed {
    path: PathBuf,
    /// The file's bytes when this was found out.
    size: u64,
    sound: Box<dyn Stream>,
    shapes: Vec<Shape>,
    length: Option<Frame>,
}

impl Followed {
    /// The sound of tracks that follow one another in the file at `path`, which had `size` bytes; `None` where there are none.
    pub(super) fn open(
        opened: Vec<Opened>,
        path: &Path,
        size: u64,
    ) -> Result<Option<(Followed, Facts)>, Fault> {
        let Some((sound, facts, shapes)) = sound(opened, path)? else { return Ok(None) };
        let length = facts.length;
        Ok(Some((Followed { path: path.to_owned(), size, sound, shapes, length }, facts)))
    }

    /// Whether tracks of these shapes can be those of this file with more behind them.
    fn goes_on_as(&self, shapes: &[Shape]) -> bool {
        let Some((last, before)) = self.shapes.split_last() else { return false };
        let Some((same, rest)) = shapes.split_at_checked(before.len()) else { return false };
        let grown = rest.first().filter(|shape| shape.length >= last.length);
        same == before && grown.is_some_and(|shape| Shape { length: last.length, ..*shape } == *last)
    }
}

/// A stream, what is known of it, and the shape of each of its tracks.
type Sound = (Box<dyn Stream>, Facts, Vec<Shape>);

/// One track, or several as one.
fn sound(mut opened: Vec<Opened>, path: &Path) -> Result<Option<Sound>, Fault> {
    if opened.len() > 1 {
        let (chain, facts, shapes) = Chain::open(opened, path)?;
        return Ok(Some((Box::new(chain), facts, shapes)));
    }
    let Some(opened) = opened.pop() else { return Ok(None) };
    let (container, facts) = Container::open(opened, path)?;
    let shapes = vec![Shape::of(&facts)];
    Ok(Some((Box::new(container), facts, shapes)))
}

impl Stream for Followed {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        self.sound.seek(raw)
    }

    fn next(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault> {
        self.sound.next(out)
    }

    fn update(&mut self, at_end: bool) -> Result<Option<Facts>, Fault> {
        let now = std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len());
        if !at_end || now <= self.size {
            return Ok(None);
        }
        self.size = now;
        // What was written so far may be half of something; it is tried again when more is there.
        let again = tracks_again(&self.path).and_then(|opened| sound(opened, &self.path));
        let Ok(Some((sound, facts, shapes))) = again else { return Ok(None) };
        if !self.goes_on_as(&shapes) || facts.length <= self.length {
            return Ok(None);
        }
        (self.sound, self.shapes, self.length) = (sound, shapes, facts.length);
        Ok(Some(facts))
    }

    fn another(&self) -> Result<Option<Box<dyn Stream>>, Fault> {
        let Some(sound) = self.sound.another()? else { return Ok(None) };
        let (path, shapes) = (self.path.clone(), self.shapes.clone());
        Ok(Some(Box::new(Followed { path, size: self.size, sound, shapes, length: self.length })))
    }
}
