//! `cueline convert`: a transcript in another format.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser},
};
use cueline_library::{self as library, Error, Existing};
use cueline_transcript::{ExportFormat, ExportOptions, WarningKind, export};

use super::{Failure, Source, output};

const EXAMPLES: &str = "\
Examples:
  cueline convert talk.srt talk.vtt
  cueline convert talk.md talk.srt --line-length 32 --lines 1
  cueline convert talk.json talk.docx --no-times
  cueline convert talk.vtt - --to markdown | less

An existing file is left as it is unless --force is given, and IN is never written over.";

/// What to convert, to what, and how.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Convert {
    #[command(flatten)]
    source: Source,
    /// The file to write; its ending tells the format. `-` is the standard output
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// The format, where OUT's ending doesn't tell it
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(ExportFormat::ALL.map(named)))]
    to: Option<String>,
    /// Write over OUT if there is such a file
    #[arg(long)]
    force: bool,
    /// Leave the speakers' names out
    #[arg(long)]
    no_speakers: bool,
    /// Leave the times out
    #[arg(long)]
    no_times: bool,
    /// Put a ~ before times that are estimates, where the format has a place for it
    #[arg(long)]
    origins: bool,
    /// Write the times of single words, where IN has them and the format can hold them
    #[arg(long)]
    word_times: bool,
    /// The longest line of a subtitle, in characters
    #[arg(long, value_name = "N", default_value_t = 42, value_parser = clap::value_parser!(u16).range(10..=1_000))]
    line_length: u16,
    /// The most lines of a subtitle
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=10))]
    lines: u16,
    /// The least time that a subtitle is shown, where the next one leaves room
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    shortest: Duration,
    /// The most time that a subtitle is shown
    #[arg(long, value_name = "SECONDS", default_value = "7", value_parser = seconds)]
    longest: Duration,
}

impl Convert {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let format = self.format()?;
        if self.no_times && format.needs_times() {
            return Err(Failure::Usage(format!(
                "{format} is made of times, so --no-times can't be used with it."
            )));
        }
        if self.shortest > self.longest {
            return Err(Failure::Usage("--shortest is longer than --longest.".to_owned()));
        }
        let text = self.source.read()?;
        let bytes = export(&text.transcript, format, &self.options())
            .map_err(|error| Failure::Failed(error.to_string()))?;
        if self.to_stdout() {
            output::result(&bytes)?;
        } else {
            let existing = if self.force { Existing::Replace } else { Existing::Keep };
            library::save(&self.out, &bytes, existing, &[&self.source.path]).map_err(
                |error| match error {
                    Error::Exists { path } => super::exists(&path),
                    other => other.into(),
                },
            )?;
        }
        let left_out = text.warnings.iter().filter(|warning| warning.kind == WarningKind::LeftOut).count();
        if left_out > 0 {
            let path = self.source.path.display();
            output::tell(&format!(
                "Something in “{path}” is no part of the speech; `cueline inspect` tells what."
            ));
        }
        Ok(())
    }

    fn to_stdout(&self) -> bool {
        self.out == Path::new("-")
    }

    fn format(&self) -> Result<ExportFormat, Failure> {
        let named = |name: &str| ExportFormat::of_id(name).or_else(|| ExportFormat::of_extension(name));
        if let Some(format) = self.to.as_deref().and_then(named) {
            return Ok(format);
        }
        let ending = self.out.extension().and_then(|ending| ending.to_str());
        ending.and_then(ExportFormat::of_extension).ok_or_else(|| {
            let known = ExportFormat::ALL.map(ExportFormat::extension).join(", ");
            let name = if self.to_stdout() {
                "The standard output".to_owned()
            } else {
                format!("“{}”", self.out.display())
            };
            Failure::Usage(format!("{name} doesn't tell the format ({known}); name one with --to."))
        })
    }

    fn options(&self) -> ExportOptions {
        ExportOptions {
            speakers: !self.no_speakers,
            times: !self.no_times,
            origins: self.origins,
            word_times: self.word_times,
            line_length: self.line_length.into(),
            lines: self.lines.into(),
            shortest: self.shortest,
            longest: self.longest,
        }
    }
}

/// A format by its name, or by the ending of its files' names.
fn named(format: ExportFormat) -> PossibleValue {
    let ending = Some(format.extension()).filter(|ending| *ending != format.id());
    PossibleValue::new(format.id()).aliases(ending)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.0..=3_600.0).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "a number of seconds is wanted, such as 1.5".to_owned())
}
