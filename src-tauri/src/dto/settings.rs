//! What a person has chosen for the window, on the wire. What the engine keeps by itself (volume, speed, …) is not among it.

use std::collections::BTreeMap;

use cueline_library as library;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person has chosen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) locale: Locale,
    pub(crate) theme: Theme,
    /// Of what is read, in per cent: from 80 to 250.
    pub(crate) text_size: f64,
    pub(crate) face: Face,
    pub(crate) line_spacing: LineSpacing,
    /// Whether the view of an episode that is opened follows what is heard.
    pub(crate) follows: bool,
    /// Whether a click on a line starts to play where it was paused.
    pub(crate) click_plays: bool,
    pub(crate) click_target: ClickTarget,
    /// So many seconds before what was clicked it begins: from 0 to 2.
    pub(crate) pre_roll_s: f64,
    pub(crate) copy_format: CopyFormat,
    /// Whether letters and signs by themselves do anything.
    pub(crate) character_keys: bool,
    /// The keys of the commands that have other ones than usual, by the command's id.
    pub(crate) keys: BTreeMap<String, Vec<String>>,
}

/// Choices that are the library's, as the wire has them.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($choice:ident),* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub(crate) enum $name { $($choice),* }

        impl From<library::$name> for $name {
            fn from(choice: library::$name) -> Self {
                match choice { $(library::$name::$choice => Self::$choice),* }
            }
        }

        impl From<$name> for library::$name {
            fn from(choice: $name) -> Self {
                match choice { $($name::$choice => Self::$choice),* }
            }
        }
    )*};
}

choices! {
    /// A language of the window.
    Locale { System, En, De }
    /// Light or dark.
    Theme { System, Light, Dark }
    /// What the text is set in.
    Face { Serif, Sans, Dyslexic }
    /// How far apart lines are.
    LineSpacing { Tight, Normal, Wide, Double }
    /// What a click goes to.
    ClickTarget { Word, Line }
    /// What is copied with a selected text.
    CopyFormat { Quote, Markdown, Plain }
}

impl From<library::Preferences> for Settings {
    fn from(chosen: library::Preferences) -> Self {
        Self {
            locale: chosen.locale.into(),
            theme: chosen.theme.into(),
            text_size: chosen.text_size,
            face: chosen.face.into(),
            line_spacing: chosen.line_spacing.into(),
            follows: chosen.follows,
            click_plays: chosen.click_plays,
            click_target: chosen.click_target.into(),
            pre_roll_s: chosen.pre_roll_s,
            copy_format: chosen.copy_format.into(),
            character_keys: chosen.character_keys,
            keys: chosen.keys,
        }
    }
}

impl From<Settings> for library::Preferences {
    fn from(chosen: Settings) -> Self {
        Self {
            locale: chosen.locale.into(),
            theme: chosen.theme.into(),
            text_size: chosen.text_size,
            face: chosen.face.into(),
            line_spacing: chosen.line_spacing.into(),
            follows: chosen.follows,
            click_plays: chosen.click_plays,
            click_target: chosen.click_target.into(),
            pre_roll_s: chosen.pre_roll_s,
            copy_format: chosen.copy_format.into(),
            character_keys: chosen.character_keys,
            keys: chosen.keys,
        }
    }
}
