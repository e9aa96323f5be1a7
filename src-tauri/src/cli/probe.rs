//! `cueline probe`: what an audio file is, and how long it truly is.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use cueline_playback::SourceInfo;
use cueline_playback::decode::{Damage, Reader};
use serde::Serialize;

use super::{Failure, audio_file, output};

const EXAMPLES: &str = "\
Examples:
  cueline probe talk.mp3
  cueline probe talk.mp3 --json | jq .seconds
  cueline probe talk.mp3 --json | jq '.joints[].seconds'

The whole sound is decoded, since only that tells its true length and where it is damaged.";

/// What to look at, and how to tell it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Probe {
    /// The audio, in any format that Cueline plays
    #[arg(value_name = "AUDIO")]
    audio: PathBuf,
    /// Everything that was found, as JSON
    #[arg(long)]
    json: bool,
}

impl Probe {
    pub(super) fn run(&self) -> Result<(), Failure> {
        audio_file(&self.audio)?;
        let found = Found::of(Reader::open(&self.audio)?)?;
        if self.json {
            let mut json = serde_json::to_vec(&found.told())
                .map_err(|error| Failure::Failed(format!("The result can't be written: {error}.")))?;
            json.push(b'\n');
            return output::result(&json);
        }
        output::result(found.report().as_bytes())
    }
}

impl From<cueline_playback::Error> for Failure {
    fn from(error: cueline_playback::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// An audio file that was decoded from its first frame to its last.
struct Found {
    info: SourceInfo,
    frames: u64,
    damage: Vec<Damage>,
}

impl Found {
    fn of(mut reader: Reader) -> Result<Self, Failure> {
        let mut sound = Vec::new();
        while reader.read(&mut sound)? > 0 {
            sound.clear();
        }
        let frames = reader.position().0;
        Ok(Self { frames, damage: reader.damage().to_vec(), info: reader.info().clone() })
    }

    fn seconds(&self, frame: u64) -> f64 {
        frame as f64 / f64::from(self.info.sample_rate)
    }

    fn told(&self) -> Told<'_> {
        let info = &self.info;
        let place = |frame: u64| Place { frame, seconds: self.seconds(frame) };
        Told {
            codec: &info.codec,
            sample_rate: info.sample_rate,
            channels: info.channels,
            frames: self.frames,
            seconds: self.seconds(self.frames),
            joints: info.joints.iter().map(|joint| place(joint.frame.0)).collect(),
            damage: self
                .damage
                .iter()
                .map(|damage| Span { from: place(damage.start.0), to: place(damage.start.0 + damage.frames) })
                .collect(),
            tags: Tags {
                title: info.tags.title.as_deref(),
                artist: info.tags.artist.as_deref(),
                album: info.tags.album.as_deref(),
            },
            cover: info
                .cover
                .as_ref()
                .map(|cover| Cover { media_type: &cover.media_type, bytes: cover.bytes.len() }),
            chapters: info
                .chapters
                .iter()
                .map(|chapter| Chapter { start: chapter.start.as_secs_f64(), title: &chapter.title })
                .collect(),
            notices: &info.notices,
        }
    }

    /// What was found as a person reads it.
    fn report(&self) -> String {
        let info = &self.info;
        let mut out = String::new();
        let mut row = |name: &str, value: &str| {
            let _ = writeln!(out, "{name:<10} {value}");
        };
        let channels = match info.channels {
            1 => "mono".to_owned(),
            2 => "stereo".to_owned(),
            more => format!("{more} channels"),
        };
        row("Sound", &format!("{}, {} Hz, {channels}", info.codec, info.sample_rate));
        row("Length", &format!("{} ({} frames)", shown(self.seconds(self.frames)), self.frames));
        let tags = [("Title", &info.tags.title), ("By", &info.tags.artist), ("Of", &info.tags.album)];
        for (name, value) in tags {
            if let Some(value) = value {
                row(name, value);
            }
        }
        if let Some(cover) = &info.cover {
            row("Cover", &format!("{}, {} bytes", cover.media_type, cover.bytes.len()));
        }
        let mut list = |name: &str, rows: Vec<String>| {
            for (index, value) in rows.iter().enumerate() {
                row(if index == 0 { name } else { "" }, value);
            }
        };
        let joints = info.joints.iter().map(|joint| shown(self.seconds(joint.frame.0)));
        list("Joints", joints.collect());
        let damage = self.damage.iter().map(|damage| {
            let [from, to] =
                [damage.start.0, damage.start.0 + damage.frames].map(|frame| shown(self.seconds(frame)));
            format!("{from} to {to} can't be decoded, and is silent")
        });
        list("Damage", damage.collect());
        let chapters = info.chapters.iter();
        list(
            "Chapters",
            chapters
                .map(|chapter| format!("{} {}", shown(chapter.start.as_secs_f64()), chapter.title))
                .collect(),
        );
        list("Notices", info.notices.clone());
        out
    }
}

/// `0:01:23.250`.
fn shown(seconds: f64) -> String {
    let time = Duration::try_from_secs_f64((seconds * 1_000.0).round() / 1_000.0).unwrap_or_default();
    let whole = time.as_secs();
    format!("{}:{:02}:{:02}.{:03}", whole / 3_600, whole / 60 % 60, whole % 60, time.subsec_millis())
}

/// What `--json` prints. Its form is told in README and lasts.
#[derive(Serialize)]
struct Told<'a> {
    codec: &'a str,
    sample_rate: u32,
    channels: u16,
    frames: u64,
    seconds: f64,
    joints: Vec<Place>,
    damage: Vec<Span>,
    tags: Tags<'a>,
    cover: Option<Cover<'a>>,
    chapters: Vec<Chapter<'a>>,
    notices: &'a [String],
}

#[derive(Serialize)]
struct Place {
    frame: u64,
    seconds: f64,
}

#[derive(Serialize)]
struct Span {
    from: Place,
    to: Place,
}

#[derive(Serialize)]
struct Tags<'a> {
    title: Option<&'a str>,
    artist: Option<&'a str>,
    album: Option<&'a str>,
}

#[derive(Serialize)]
struct Cover<'a> {
    media_type: &'a str,
    bytes: usize,
}

#[derive(Serialize)]
struct Chapter<'a> {
    start: f64,
    title: &'a str,
}
