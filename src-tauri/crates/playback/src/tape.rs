//! The file as it is played: in small pieces, and round and round where a loop is set.

use crate::decode::Reader;
use crate::error::Error;
use crate::plan::Section;
use crate::ramps::Joint;
use crate::units::Frame;

/// Frames given at a time, so that a change of speed waits for no more than these.
const PIECE: usize = 512;
/// How long the two sides of a loop's joint overlap: the sound behind its end falls while its beginning rises.
const JOINT_S: f32 = 0.004;

/// A reader with a loop. At the loop's end, frame `to` is not heard but as a tail of a few milliseconds, below
/// `from` and what follows it.
pub(crate) struct Tape {
    reader: Reader,
    repeat: Option<Section>,
    /// What was read; the part before `used` frames was given.
    sound: Vec<f32>,
    used: usize,
    /// The source frame that `sound` begins with.
    start: u64,
    joint: Joint,
}

impl Tape {
    pub(crate) fn new(reader: Reader) -> Tape {
        let joint = Joint::new(reader.rate().hz(), JOINT_S, usize::from(reader.info().channels));
        Tape { reader, repeat: None, sound: Vec::new(), used: 0, start: 0, joint }
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.reader
    }

    pub(crate) fn reader_mut(&mut self) -> &mut Reader {
        &mut self.reader
    }

    pub(crate) fn into_reader(self) -> Reader {
        self.reader
    }

    pub(crate) fn take_damage(&mut self) -> Option<String> {
        self.reader.take_damage()
    }

    /// Plays `repeat` round and round from the next piece that is read.
    pub(crate) fn repeat(&mut self, repeat: Option<Section>) {
        self.repeat = repeat;
    }

    /// Moves to `first`, and appends what lies between `run_up` and it to `before`.
    pub(crate) fn seek(&mut self, run_up: Frame, first: Frame, before: &mut Vec<f32>) -> Result<(), Error> {
        self.sound.clear();
        self.used = 0;
        self.joint.forget();
        self.reader.seek(run_up)?;
        self.start = self.reader.position().0;
        while self.start < first.0 {
            let frames = self.reader.read(&mut self.sound)? as u64;
            if frames == 0 {
                return Ok(());
            }
            let early = frames.min(first.0 - self.start);
            before.extend(self.sound.drain(..early as usize * self.channels()));
            self.start += early;
            if early < frames {
                return self.turn_back();
            }
        }
        Ok(())
    }

    /// The next frames, a few at a time, with the source frame of the first; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<(Frame, &[f32])>, Error> {
        let channels = self.channels();
        if self.used * channels >= self.sound.len() {
            self.read()?;
        }
        let left = &self.sound[self.used * channels..];
        let piece = &left[..left.len().min(PIECE * channels)];
        let start = Frame(self.start + self.used as u64);
        self.used += piece.len() / channels;
        Ok((!piece.is_empty()).then_some((start, piece)))
    }

    fn channels(&self) -> usize {
        usize::from(self.reader.info().channels)
    }

    fn read(&mut self) -> Result<(), Error> {
        self.sound.clear();
        self.used = 0;
        self.start = self.reader.position().0;
        if self.reader.read(&mut self.sound)? == 0 {
            // The loop may end where the file does; one that nothing was read of has no sound to repeat.
            let Some(section) =
                self.repeat.filter(|section| section.from.0 < self.start && self.start <= section.to.0)
            else {
                return Ok(());
            };
            self.joint.begin(&[]);
            self.start = section.from.0;
            self.reader.seek(section.from)?;
            self.reader.read(&mut self.sound)?;
        }
        self.joint.mix(&mut self.sound);
        self.turn_back()
    }

    /// Cuts what was read at the loop's end, and goes back to its beginning.
    fn turn_back(&mut self) -> Result<(), Error> {
        let channels = self.channels();
        let end = self.start + (self.sound.len() / channels) as u64;
        let Some(section) = self.repeat.filter(|section| self.start < section.to.0 && section.to.0 <= end)
        else {
            return Ok(());
        };
        let mut behind = self.sound.split_off((section.to.0 - self.start) as usize * channels);
        while behind.len() < self.joint.length() * channels && self.reader.read(&mut behind)? > 0 {}
        self.joint.begin(&behind);
        self.reader.seek(section.from)?;
        Ok(())
    }
}
