//! What every format gives the reader: pieces of decoded sound, each with the place it belongs to.

use symphonia::core::audio::{Audio, Channels, GenericAudioBufferRef};

use crate::channels::{self, Mix};
use crate::error::Fault;
use crate::units::{Frame, Rate};

/// A stream of sound in one format, before anything is cut off at its ends.
///
/// Its positions are *raw*: they count decoded frames, the encoder's delay included, and may begin below 0.
pub(super) trait Stream: Send {
    /// Moves so that the pieces that follow are, from `raw` on, those of the linear decode. They may begin
    /// earlier; what lies before `raw` can be anything.
    fn seek(&mut self, raw: i64) -> Result<(), Fault>;

    /// Appends the next piece to `out`, interleaved; `None` at the end.
    fn next(&mut self, out: &mut Vec<f32>) -> Result<Option<Piece>, Fault>;

    /// What is known by now, if that isn't what was told: the length was a guess and is certain now, or the file has
    /// grown, which is looked for `at_end`.
    fn update(&mut self, at_end: bool) -> Result<Option<Facts>, Fault> {
        let _ = at_end;
        Ok(None)
    }

    /// Whether the notices among its facts tell of the gaps between its pieces.
    fn tells_gaps(&self) -> bool {
        false
    }

    /// A second stream of the file, which shares what was found out about it; `None` where opening it again is as quick.
    fn another(&self) -> Result<Option<Box<dyn Stream>>, Fault> {
        Ok(None)
    }
}

/// The place of a piece that was decoded.
pub(super) struct Piece {
    /// The raw position of its first frame.
    pub(super) start: i64,
    pub(super) frames: usize,
    /// It couldn't be decoded, so silence stands for it.
    pub(super) damaged: bool,
}

/// What is known of a stream once it is open.
pub(super) struct Facts {
    /// The codec's name for people.
    pub(super) codec: String,
    pub(super) rate: Rate,
    /// One or two; more are folded.
    pub(super) channels: u16,
    /// The bits of a sample, of a codec that loses none.
    pub(super) sample_bits: Option<u32>,
    /// The raw position of the source's first frame.
    pub(super) start: i64,
    /// How long the source is, if the file tells.
    pub(super) length: Option<Frame>,
    /// What a person should know about the file.
    pub(super) notices: Vec<String>,
    /// The raw positions at which files were joined.
    pub(super) joints: Vec<i64>,
}

/// Appends what a decoder made, whose channels belong to `places`: exactly `frames` frames of `channels` channels. Answers whether some
/// were missing.
pub(super) fn append(
    sound: &GenericAudioBufferRef<'_>,
    places: &Channels,
    frames: usize,
    channels: u16,
    out: &mut Vec<f32>,
) -> bool {
    let from = out.len();
    let made = sound.spec().channels().count();
    match (sound, channels) {
        // What nearly all podcasts are, in one go.
        (GenericAudioBufferRef::F32(sound), 1) if made == 1 => {
            out.extend(sound.plane(0).into_iter().flatten().map(|sample| number(*sample)));
        }
        (GenericAudioBufferRef::F32(sound), 2) if made == 2 => {
            if let (Some(left), Some(right)) = (sound.plane(0), sound.plane(1)) {
                out.resize(from + left.len() * 2, 0.0);
                for (frame, (left, right)) in out[from..].chunks_exact_mut(2).zip(left.iter().zip(right)) {
                    (frame[0], frame[1]) = (number(*left), number(*right));
                }
            }
        }
        _ if made == usize::from(channels) => {
            out.resize(from + sound.samples_interleaved(), 0.0);
            sound.copy_to_slice_interleaved(&mut out[from..]);
            out[from..].iter_mut().for_each(|sample| *sample = number(*sample));
        }
        _ => {
            let mut all = Vec::new();
            sound.copy_to_vec_interleaved(&mut all);
            all.iter_mut().for_each(|sample| *sample = number(*sample));
            Mix::of(places).fold(&all, channels, out);
        }
    }
    let wanted = frames * usize::from(channels);
    let short = out.len() - from < wanted;
    out.resize(from + wanted, 0.0);
    short
}

/// The sample, or silence: files of floats can hold infinities and what is no number, which every filter behind here would keep for ever.
fn number(sample: f32) -> f32 {
    if sample.is_finite() { sample } else { 0.0 }
}

/// How many channels a source of `count` channels is played with.
pub(super) fn played_channels(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(channels::MOST).clamp(1, channels::MOST)
}
