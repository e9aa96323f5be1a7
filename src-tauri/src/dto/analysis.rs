//! What is measured of an episode's sound, on the wire.

use cueline_library as library;
use cueline_playback as playback;
use serde::Serialize;
use ts_rs::TS;

use super::{Section, ms};

/// How far the measuring has come, or what came of it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "stage", rename_all = "camelCase")]
pub(crate) enum Analysis {
    Measuring {
        /// The share that is measured, 0 to 1.
        share: f64,
    },
    /// It can't be measured; the sentence says why.
    Failed {
        message: String,
    },
    Done {
        sound: Sound,
    },
}

/// An episode's sound as it was measured.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sound {
    /// The integrated loudness; null where nothing is audible.
    pub(crate) loudness_lufs: Option<f64>,
    /// The greatest sample against full scale; null where nothing is audible.
    pub(crate) peak_dbfs: Option<f64>,
    pub(crate) evening: Evening,
    /// Where files were joined to one another: what follows may be an inserted advertisement.
    pub(crate) joints_ms: Vec<f64>,
    /// What couldn't be decoded and is silent.
    pub(crate) damage: Vec<Section>,
}

/// What evening out the voices does to it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Evening {
    /// The voices that are told apart, in the order of the transcript's speakers.
    pub(crate) voices: Vec<Voice>,
    /// What is done to all of it alike where voices can't be told apart; null where nothing is audible, too.
    pub(crate) whole_db: Option<f64>,
}

/// By how much a voice is changed.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct Voice {
    pub(crate) name: String,
    pub(crate) db: f64,
}

impl Analysis {
    /// All of it is measured.
    pub(crate) fn done(analysis: &playback::analysis::Analysis, evening: &library::Evening) -> Self {
        let peak = analysis.sample_peak();
        Self::Done {
            sound: Sound {
                loudness_lufs: analysis.loudness().integrated(),
                peak_dbfs: (peak > 0.0).then(|| 20.0 * f64::from(peak).log10()),
                evening: evening.into(),
                joints_ms: analysis.joints().map(|joint| ms(joint.at)).collect(),
                damage: analysis.damage().into_iter().map(|span| (span.start, span.end).into()).collect(),
            },
        }
    }
}

impl From<&library::Evening> for Evening {
    fn from(evening: &library::Evening) -> Self {
        let whole = evening.gains.first().filter(|_| evening.voices.is_empty());
        Self {
            voices: evening.voices.iter().map(|(name, db)| Voice { name: name.clone(), db: *db }).collect(),
            whole_db: whole.map(|gain| gain.db),
        }
    }
}
