//! A part of an episode's sound as a file of its own: exactly the frames between two times, found by the seek that playing uses.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::time::Duration;

use cueline_playback::Frame;
use cueline_playback::decode::Reader;
use hound::{SampleFormat, WavSpec, WavWriter};

use crate::error::Error;
use crate::save::{Existing, save_with};

/// How a clip's samples are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Samples {
    /// 16-bit integers, which every program reads.
    Int16,
    /// 24-bit integers.
    Int24,
    /// 32-bit floats: what the decoder gave, to the bit.
    Float,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clip {
    /// The source's frame that the clip begins with.
    pub from: u64,
    /// How many frames it holds.
    pub frames: u64,
    /// Frames a second, the source's own.
    pub sample_rate: u32,
    /// The end that was asked for lies behind the sound's, where the clip ends now.
    pub cut: bool,
}

/// Writes the frames of `audio` from the one nearest to `from` up to the one nearest to `to`, that one not included, as a WAV
/// file. Without `to`, up to the end.
///
/// # Errors
/// [`Error::Audio`], [`Error::PastTheEnd`], [`Error::NoClip`], [`Error::TooLong`], and those of [`crate::save`]. Nothing is
/// written then.
pub fn clip(
    audio: &Path,
    (from, to): (Duration, Option<Duration>),
    out: &Path,
    samples: Option<Samples>,
    existing: Existing,
) -> Result<Clip, Error> {
    let failed = |source| Error::Audio { path: audio.to_owned(), source };
    let mut reader = Reader::open(audio).map_err(failed)?;
    let samples = samples.unwrap_or_else(|| fitting(&reader));
    let rate = reader.rate();
    let length = reader.length().unwrap_or(Frame(u64::MAX));
    let first = rate.frame(from);
    let last = to.map_or(length, |to| rate.frame(to));
    if last <= first && to.is_some() {
        return Err(Error::NoClip { from: shown(from), to: shown(to.unwrap_or_default()) });
    }
    if first >= length {
        return Err(Error::PastTheEnd {
            path: audio.to_owned(),
            from: shown(from),
            end: shown(rate.duration(length)),
        });
    }
    let channels = reader.info().channels;
    let spec = samples.spec(rate.hz(), channels);
    let frames = last.min(length).0 - first.0;
    let size = frames.saturating_mul(u64::from(channels) * u64::from(spec.bits_per_sample / 8));
    if size > LARGEST {
        return Err(Error::TooLong { path: out.to_owned() });
    }
    reader.seek(first).map_err(failed)?;
    let mut written = 0;
    save_with(out, existing, &[audio], |file| {
        let not_saved = |source| Error::NotSaved { path: out.to_owned(), source };
        let mut wav = WavWriter::new(BufWriter::new(file), spec).map_err(plain).map_err(not_saved)?;
        let mut sound = Vec::new();
        while written < frames {
            sound.clear();
            let count = (reader.read(&mut sound).map_err(failed)? as u64).min(frames - written);
            if count == 0 {
                break;
            }
            let wanted = usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(usize::from(channels));
            samples.write(sound.get(..wanted).unwrap_or(&sound), &mut wav).map_err(not_saved)?;
            written += count;
        }
        wav.finalize().map_err(plain).map_err(not_saved)
    })?;
    Ok(Clip { from: first.0, frames: written, sample_rate: rate.hz(), cut: to.is_some() && last > length })
}

/// Bytes of sound that a WAV file can count, less what its headers take.
const LARGEST: u64 = u32::MAX as u64 - 128;

/// What holds every bit of what the source holds; of a lossy one, what every program reads.
fn fitting(reader: &Reader) -> Samples {
    match reader.info().sample_bits {
        Some(17..=24) => Samples::Int24,
        Some(25..) => Samples::Float,
        _ => Samples::Int16,
    }
}

impl Samples {
    fn spec(self, sample_rate: u32, channels: u16) -> WavSpec {
        let (bits_per_sample, sample_format) = match self {
            Self::Int16 => (16, SampleFormat::Int),
            Self::Int24 => (24, SampleFormat::Int),
            Self::Float => (32, SampleFormat::Float),
        };
        WavSpec { channels, sample_rate, bits_per_sample, sample_format }
    }

    fn write(self, sound: &[f32], wav: &mut WavWriter<BufWriter<&mut File>>) -> io::Result<()> {
        for sample in sound {
            match self {
                Self::Float => wav.write_sample(*sample),
                Self::Int16 => wav.write_sample(integer(*sample, 1 << 15)),
                Self::Int24 => wav.write_sample(integer(*sample, 1 << 23)),
            }
            .map_err(plain)?;
        }
        Ok(())
    }
}

/// The integer nearest to a sample, where `full` stands for 1: the inverse of how decoders make samples of integers.
fn integer(sample: f32, full: i32) -> i32 {
    let scaled = (f64::from(sample) * f64::from(full)).round();
    scaled.clamp(-f64::from(full), f64::from(full - 1)) as i32
}

fn plain(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}

/// `1:02:03.5`, `2:03`.
fn shown(time: Duration) -> String {
    let (seconds, millis) = (time.as_secs(), time.subsec_millis());
    let mut shown = match seconds / 3_600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    };
    if millis > 0 {
        shown += format!(".{millis:03}").trim_end_matches('0');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    /// A second of 16-bit sound, every sample of it another.
    fn source(path: &Path) -> Vec<i16> {
        let spec = Samples::Int16.spec(8_000, 2);
        let mut wav = WavWriter::create(path, spec).unwrap();
        let samples: Vec<i16> = (0..16_000).map(|n: i16| n.wrapping_mul(7)).collect();
        samples.iter().for_each(|sample| wav.write_sample(*sample).unwrap());
        wav.finalize().unwrap();
        samples
    }

    fn samples(path: &Path) -> Vec<i16> {
        hound::WavReader::open(path).unwrap().samples().map(Result::unwrap).collect()
    }

    #[test]
    fn a_clip_holds_exactly_the_frames_between_its_times() {
        let folder = testing::Folder::new();
        let audio = folder.path().join("talk.wav");
        let all = source(&audio);
        let time = |frame: u64| Duration::from_nanos(frame * 125_000);
        for (from, to) in [(0, Some(8_000)), (1, Some(2)), (123, Some(4_567)), (7_999, None), (500, None)] {
            let out = folder.path().join("out.wav");
            let clip = clip(&audio, (time(from), to.map(time)), &out, None, Existing::Replace).unwrap();
            let end = to.unwrap_or(8_000);
            let expected = Clip { from, frames: end - from, sample_rate: 8_000, cut: false };
            assert_eq!(clip, expected);
            assert_eq!(samples(&out), all[2 * from as usize..2 * end as usize], "{from} to {to:?}");
        }
    }

    #[test]
    fn what_cannot_be_cut_out_is_told_and_leaves_no_file() {
        let folder = testing::Folder::new();
        let audio = folder.path().join("talk.wav");
        source(&audio);
        let seconds = Duration::from_secs_f64;
        let cases = [
            (1.0, None, "out.wav", "ends at 0:01"),
            (0.5, Some(0.5), "out.wav", "from 0:00.5 to 0:00.5 holds nothing"),
            (0.75, Some(0.25), "out.wav", "holds nothing"),
            (0.0, None, "talk.wav", "talk.wav"),
        ];
        for (from, to, name, told) in cases {
            let out = folder.path().join(name);
            let error =
                clip(&audio, (seconds(from), to.map(seconds)), &out, None, Existing::Keep).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_end_behind_the_sounds_is_the_sounds() {
        let folder = testing::Folder::new();
        let audio = folder.path().join("talk.wav");
        let all = source(&audio);
        let out = folder.path().join("out.wav");
        let to = Some(Duration::from_secs(9));
        let clip = clip(&audio, (Duration::from_millis(500), to), &out, None, Existing::Keep).unwrap();
        assert!(clip.cut);
        assert_eq!(samples(&out), all[8_000..]);
    }

    #[test]
    fn floats_keep_what_the_decoder_gave() {
        let folder = testing::Folder::new();
        let audio = folder.path().join("talk.wav");
        let all = source(&audio);
        let out = folder.path().join("out.wav");
        clip(&audio, (Duration::ZERO, None), &out, Some(Samples::Float), Existing::Keep).unwrap();
        let floats: Vec<f32> = hound::WavReader::open(&out).unwrap().samples().map(Result::unwrap).collect();
        assert!(floats.iter().zip(&all).all(|(float, integer)| float * 32_768.0 == f32::from(*integer)));
        assert_eq!(floats.len(), all.len());
    }
}
