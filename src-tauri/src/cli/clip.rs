//! `cueline clip`: a part of an audio file as a file of its own, exact to the frame.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use cueline_library::{self as library, Error, Existing};

use super::{Failure, audio_file, output, time};

const EXAMPLES: &str = "\
Examples:
  cueline clip talk.mp3 --from 13:16 --to 13:24.5 quote.wav
  cueline clip talk.m4a --from 1:02:03.250 --to 1:02:10 quote.wav
  cueline clip talk.flac --from 796 last.wav            up to the end

OUT holds exactly the frames from the one nearest to --from up to the one nearest to --to, that one not included, at the
source's own rate. An existing file is left as it is unless --force is given, and AUDIO is never written over.";

/// What to cut out, and where to write it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Clip {
    /// The audio, in any format that Cueline plays
    #[arg(value_name = "AUDIO")]
    audio: PathBuf,
    /// The beginning, in seconds or as h:mm:ss.mmm
    #[arg(long, value_name = "T", default_value = "0", value_parser = time::parse)]
    from: Duration,
    /// The end; without it, that of the sound
    #[arg(long, value_name = "T", value_parser = time::parse)]
    to: Option<Duration>,
    /// The file to write, as WAV
    #[arg(value_name = "OUT.wav")]
    out: PathBuf,
    /// How samples are written; by default as the source has them, and with 16 bits where it has none of its own
    #[arg(long, value_enum)]
    samples: Option<Samples>,
    /// Write over OUT if there is such a file
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Samples {
    /// 16-bit integers
    #[value(name = "16")]
    Int16,
    /// 24-bit integers
    #[value(name = "24")]
    Int24,
    /// 32-bit floats, to the bit what the decoder gives
    Float,
}

impl Clip {
    pub(super) fn run(&self) -> Result<(), Failure> {
        audio_file(&self.audio)?;
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        let samples = self.samples.map(|samples| match samples {
            Samples::Int16 => library::Samples::Int16,
            Samples::Int24 => library::Samples::Int24,
            Samples::Float => library::Samples::Float,
        });
        let clip = library::clip(&self.audio, (self.from, self.to), &self.out, samples, existing).map_err(
            |error| match error {
                Error::Exists { path } => super::exists(&path),
                error @ Error::NoClip { .. } => Failure::Usage(error.to_string()),
                other => other.into(),
            },
        )?;
        if clip.cut {
            let path = self.audio.display();
            output::tell(&format!("“{path}” ends before --to; the clip ends with it."));
        }
        Ok(())
    }
}
