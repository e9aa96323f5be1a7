//! How the shortening of pauses stands in the settings file: by name, so that a strength of a later version is none.

use cueline_playback::Strength;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const NAMES: [(&str, Strength); 3] =
    [("gentle", Strength::Gentle), ("medium", Strength::Medium), ("strong", Strength::Strong)];

pub(super) fn serialize<S: Serializer>(trim: &Option<Strength>, to: S) -> Result<S::Ok, S::Error> {
    let named = NAMES.iter().find(|(_, strength)| Some(*strength) == *trim);
    named.map(|(name, _)| name).serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Strength>, D::Error> {
    let name = Option::<String>::deserialize(from)?;
    Ok(NAMES.iter().find(|(known, _)| Some(*known) == name.as_deref()).map(|(_, strength)| *strength))
}
