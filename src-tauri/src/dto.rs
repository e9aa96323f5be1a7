//! What goes over the wire to the interface: plain values, each made from the domain's own type.
//!
//! The interface's TypeScript types are generated from here, from `events.rs` and from `error.rs`
//! (`cargo xtask bindings`); a test fails when they are stale. Times are milliseconds, since that is
//! what a web view counts in; offsets in text are UTF-16 units for the same reason.

use std::{
    path::Path,
    time::{Duration, UNIX_EPOCH},
};

use cueline_library::{self as library, PathToken};
use cueline_playback as playback;
use cueline_transcript as transcript;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the start screen needs.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StartUp {
    pub(crate) version: String,
    pub(crate) settings: Settings,
    pub(crate) recents: Vec<Recent>,
    /// What the command line asked to open.
    pub(crate) open: Option<String>,
    /// The sample episode, where it is installed.
    pub(crate) sample: Option<String>,
    pub(crate) player: Player,
}

/// What a person has chosen.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    /// Whether a click on a line starts to play where it was paused.
    pub(crate) click_plays: bool,
}

/// An episode opened before.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Recent {
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) folder: String,
}

/// What opening came to.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Opened {
    /// An episode, ready to be read and heard.
    Episode { episode: Box<Episode> },
    /// Several pairs: the person chooses.
    Choose { folder: String, path: String, pairs: Vec<Pair> },
}

/// An audio file and the transcript that belongs to it, or one of the two.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) audio: Option<String>,
    pub(crate) audio_name: Option<String>,
    pub(crate) transcript: Option<String>,
    pub(crate) transcript_name: Option<String>,
}

/// The open episode.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Episode {
    /// Counts the openings; a cover or an event of an earlier one is stale.
    pub(crate) id: u32,
    pub(crate) title: String,
    /// The folder's name as shown to a person.
    pub(crate) folder: String,
    pub(crate) transcript: Option<Transcript>,
    pub(crate) audio: Option<Audio>,
    pub(crate) has_cover: bool,
    /// What a person must know although the episode opened: "The audio … can't be played: …".
    pub(crate) problems: Vec<String>,
}

/// The episode's sound.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Audio {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) duration_ms: Option<f64>,
    pub(crate) codec: String,
}

/// The episode's text.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transcript {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) title: Option<String>,
    pub(crate) subtitle: Option<String>,
    pub(crate) summary: Vec<String>,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) lines: Vec<Line>,
    pub(crate) key_points: Vec<KeyPoint>,
    pub(crate) pull_quotes: Vec<PullQuote>,
    pub(crate) warnings: Vec<Warning>,
}

/// One who speaks.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Speaker {
    pub(crate) name: String,
}

/// An utterance: a line on the screen.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Line {
    /// Index of its turn, from 0.
    pub(crate) turn: u32,
    /// Index into `Transcript.speakers`.
    pub(crate) speaker: Option<u32>,
    pub(crate) start_ms: Option<f64>,
    pub(crate) end_ms: Option<f64>,
    pub(crate) origin: Origin,
    pub(crate) text: String,
    /// Bold or italic runs of `text`, as [start, end) in UTF-16 units.
    pub(crate) emphasis: Vec<(u32, u32)>,
}

/// Where a time comes from.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Origin {
    Exact,
    Marked,
    Aligned,
    Estimated,
    None,
}

/// A line of the show notes with a time.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeyPoint {
    pub(crate) at_ms: f64,
    pub(crate) text: String,
}

/// A quotation set apart by the layout.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct PullQuote {
    pub(crate) text: String,
    /// The line beside which it stood; null before the first.
    pub(crate) line: Option<u32>,
}

/// A remark on what the file has.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Warning {
    pub(crate) line: Option<u32>,
    pub(crate) message: String,
}

/// The player as it is.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Player {
    pub(crate) state: PlayerState,
    pub(crate) duration_ms: Option<f64>,
    pub(crate) volume: f32,
    pub(crate) device: Device,
    pub(crate) anchor: Anchor,
}

/// What the player is doing.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PlayerState {
    Empty,
    Paused,
    Playing,
    Ended,
}

/// The loudspeaker's state.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "camelCase")]
pub(crate) enum Device {
    Ready,
    /// There is none, or it went away; the sentence says what to do.
    Missing {
        message: String,
    },
}

/// Which position is heard at which instant.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Anchor {
    pub(crate) generation: u64,
    /// The position heard at `atUnixMs`, in milliseconds of the decoded audio.
    pub(crate) position_ms: f64,
    /// The instant of the system's clock at which `positionMs` is at the ear; may lie in the near future.
    pub(crate) at_unix_ms: f64,
    /// Where this generation began: nothing earlier is heard in it.
    pub(crate) from_ms: f64,
    pub(crate) speed: f64,
    /// Whether the sound advances; else the position stands.
    pub(crate) advancing: bool,
}

/// A path as the wire has it.
pub(crate) fn token(path: &Path) -> String {
    PathToken::from(path).into()
}

/// A time of the wire as a duration; what isn't a time is the start.
pub(crate) fn duration(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default()
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Opened {
    /// The pairs of `folder` to choose from.
    pub(crate) fn choose(folder: &Path, pairs: &[library::Pair]) -> Self {
        Self::Choose {
            folder: library::display_name(folder),
            path: token(folder),
            pairs: pairs.iter().map(Pair::from).collect(),
        }
    }
}

impl From<&library::Pair> for Pair {
    fn from(pair: &library::Pair) -> Self {
        Self {
            name: pair.name(),
            audio: pair.audio().map(token),
            audio_name: pair.audio().map(library::display_name),
            transcript: pair.transcript().map(token),
            transcript_name: pair.transcript().map(library::display_name),
        }
    }
}

impl Episode {
    /// Opening number `id`.
    pub(crate) fn new(id: u32, episode: &library::Episode, has_cover: bool) -> Self {
        Self {
            id,
            title: episode.title.clone(),
            folder: library::display_name(&episode.folder),
            transcript: episode.text.as_ref().map(Transcript::from),
            audio: episode.audio.as_ref().map(Audio::from),
            has_cover,
            problems: episode.problems.clone(),
        }
    }
}

impl From<&library::Audio> for Audio {
    fn from(audio: &library::Audio) -> Self {
        Self {
            name: library::display_name(&audio.path),
            path: token(&audio.path),
            duration_ms: audio.info.duration.map(ms),
            codec: audio.info.codec.clone(),
        }
    }
}

impl From<&library::Text> for Transcript {
    fn from(text: &library::Text) -> Self {
        let library::Text { path, transcript, warnings, .. } = text;
        Self {
            name: library::display_name(path),
            path: token(path),
            title: transcript.title.clone(),
            subtitle: transcript.subtitle.clone(),
            summary: transcript.summary.clone(),
            speakers: transcript
                .speakers
                .iter()
                .map(|speaker| Speaker { name: speaker.name.clone() })
                .collect(),
            lines: transcript.lines().map(Line::from).collect(),
            key_points: transcript.key_points.iter().map(KeyPoint::from).collect(),
            pull_quotes: transcript.pull_quotes.iter().map(PullQuote::from).collect(),
            warnings: warnings.iter().map(Warning::from).collect(),
        }
    }
}

impl From<&library::Recent> for Recent {
    fn from(recent: &library::Recent) -> Self {
        Self {
            path: recent.path.as_str().to_owned(),
            title: recent.title.clone(),
            folder: recent.folder.clone(),
        }
    }
}

impl From<library::Settings> for Settings {
    fn from(settings: library::Settings) -> Self {
        Self { click_plays: settings.click_plays }
    }
}

impl From<transcript::Line<'_>> for Line {
    fn from(line: transcript::Line<'_>) -> Self {
        let text = line.utterance.text();
        let timing = line.utterance.timing();
        let units = |byte: usize| number(text.get(..byte).unwrap_or(text).encode_utf16().count());
        Self {
            turn: number(line.turn),
            speaker: line.speaker.map(|id| number(id.index())),
            start_ms: timing.map(|timing| ms(timing.start)),
            end_ms: timing.and_then(|timing| timing.end).map(ms),
            origin: timing.map_or(Origin::None, |timing| timing.origin.into()),
            emphasis: line
                .utterance
                .emphasis()
                .iter()
                .map(|run| (units(run.start), units(run.end)))
                .collect(),
            text: text.to_owned(),
        }
    }
}

impl From<transcript::Origin> for Origin {
    fn from(origin: transcript::Origin) -> Self {
        match origin {
            transcript::Origin::Exact => Origin::Exact,
            transcript::Origin::Marked => Origin::Marked,
            transcript::Origin::Aligned(_) => Origin::Aligned,
            transcript::Origin::Estimated => Origin::Estimated,
        }
    }
}

impl From<&transcript::KeyPoint> for KeyPoint {
    fn from(point: &transcript::KeyPoint) -> Self {
        Self { at_ms: ms(point.at), text: point.text.clone() }
    }
}

impl From<&transcript::PullQuote> for PullQuote {
    fn from(quote: &transcript::PullQuote) -> Self {
        Self { text: quote.text.clone(), line: quote.beside.map(number) }
    }
}

impl From<&transcript::Warning> for Warning {
    fn from(warning: &transcript::Warning) -> Self {
        Self { line: warning.line.map(number), message: warning.message.clone() }
    }
}

impl From<playback::Status> for Player {
    fn from(status: playback::Status) -> Self {
        Self {
            state: match status.state {
                playback::State::Empty => PlayerState::Empty,
                playback::State::Paused => PlayerState::Paused,
                playback::State::Playing => PlayerState::Playing,
                playback::State::Ended => PlayerState::Ended,
            },
            duration_ms: status.duration.map(ms),
            volume: status.volume,
            device: match status.device {
                playback::Device::Ready => Device::Ready,
                playback::Device::Missing { message } => Device::Missing { message },
            },
            anchor: status.anchor.into(),
        }
    }
}

impl From<playback::Anchor> for Anchor {
    fn from(anchor: playback::Anchor) -> Self {
        Self {
            generation: anchor.generation,
            position_ms: ms(anchor.position),
            at_unix_ms: anchor.at.duration_since(UNIX_EPOCH).map_or(0.0, ms),
            from_ms: ms(anchor.from),
            speed: anchor.speed,
            advancing: anchor.advancing,
        }
    }
}
