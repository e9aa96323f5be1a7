//! What a person has chosen, as the settings file has it: values that are none are made sane, and what this version doesn't know
//! stays in the file.

use std::collections::BTreeMap;

use cueline_playback::Strength;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::strength;

/// So many commands may have keys of their own, each so many, each written in so many bytes at most.
const MAX_KEYED_COMMANDS: usize = 200;
const MAX_KEYS: usize = 8;
const MAX_KEY_BYTES: usize = 40;

/// Everything that is chosen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How it sounds.
    #[serde(flatten)]
    pub sound: Sound,
    /// How the window looks and behaves.
    #[serde(flatten)]
    pub window: Preferences,
    /// What a later version has written.
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// How it sounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sound {
    /// 0 is silent, 1 as recorded, 2 the most.
    pub volume: f32,
    /// From 0.5 to 3.5.
    pub speed: f64,
    /// How pauses are shortened.
    #[serde(with = "strength")]
    pub trim: Option<Strength>,
    /// Whether voices are played equally loud.
    pub even: bool,
    /// The id of the chosen sound device; none for the system's default.
    pub output: Option<String>,
}

/// How the window looks and behaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// The language of the window.
    #[serde(deserialize_with = "known")]
    pub locale: Locale,
    /// Light or dark.
    #[serde(deserialize_with = "known")]
    pub theme: Theme,
    /// Of what is read, in per cent: from 80 to 250.
    pub text_size: f64,
    /// What it is set in.
    #[serde(deserialize_with = "known")]
    pub face: Face,
    /// How far apart its lines are.
    #[serde(deserialize_with = "known")]
    pub line_spacing: LineSpacing,
    /// Whether the view of an episode that is opened follows what is heard.
    pub follows: bool,
    /// Whether a click on a line starts to play where it was paused.
    pub click_plays: bool,
    /// What a click goes to.
    #[serde(deserialize_with = "known")]
    pub click_target: ClickTarget,
    /// So many seconds before what was clicked it begins: from 0 to 2.
    pub pre_roll_s: f64,
    /// What is copied with a selected text.
    #[serde(deserialize_with = "known")]
    pub copy_format: CopyFormat,
    /// Whether letters and signs by themselves do anything.
    pub character_keys: bool,
    /// The keys of the commands that have other ones than usual, by the command's id.
    #[serde(deserialize_with = "known")]
    pub keys: BTreeMap<String, Vec<String>>,
}

/// A language of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Locale {
    /// The system's, where the window speaks it.
    #[default]
    System,
    /// English.
    En,
    /// German.
    De,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// What the text is set in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Face {
    /// A book's.
    #[default]
    Serif,
    /// The window's own.
    Sans,
    /// One whose letters are hard to mistake for each other.
    Dyslexic,
}

/// How far apart lines are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LineSpacing {
    /// Closer than usual.
    Tight,
    /// As a book has it.
    #[default]
    Normal,
    /// One and a half times that of the letters, and more.
    Wide,
    /// Twice.
    Double,
}

/// What a click goes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClickTarget {
    /// The word that was clicked.
    #[default]
    Word,
    /// Its line.
    Line,
}

/// What is copied with a selected text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CopyFormat {
    /// In quotation marks, with its speaker, the episode and the time.
    #[default]
    Quote,
    /// The same in Markdown.
    Markdown,
    /// Nothing but the text.
    Plain,
}

impl Settings {
    /// With values that are some.
    pub(super) fn sane(self) -> Self {
        Self { sound: self.sound.sane(), window: self.window.sane(), ..self }
    }
}

impl Default for Sound {
    fn default() -> Self {
        Self { volume: 1.0, speed: 1.0, trim: None, even: false, output: None }
    }
}

impl Sound {
    fn sane(self) -> Self {
        let volume = if self.volume.is_finite() { self.volume.clamp(0.0, 2.0) } else { 1.0 };
        let speed = if self.speed.is_finite() { self.speed.clamp(0.5, 3.5) } else { 1.0 };
        Self { volume, speed, ..self }
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            locale: Locale::default(),
            theme: Theme::default(),
            text_size: 100.0,
            face: Face::default(),
            line_spacing: LineSpacing::default(),
            follows: true,
            click_plays: true,
            click_target: ClickTarget::default(),
            pre_roll_s: 0.0,
            copy_format: CopyFormat::default(),
            character_keys: true,
            keys: BTreeMap::new(),
        }
    }
}

impl Preferences {
    fn sane(mut self) -> Self {
        self.text_size = if self.text_size.is_finite() { self.text_size.clamp(80.0, 250.0) } else { 100.0 };
        self.pre_roll_s = if self.pre_roll_s.is_finite() { self.pre_roll_s.clamp(0.0, 2.0) } else { 0.0 };
        let named = self.keys.into_iter().filter(|(command, _)| command.len() <= MAX_KEY_BYTES);
        self.keys = named
            .map(|(command, mut keys)| {
                keys.retain(|key| key.len() <= MAX_KEY_BYTES);
                keys.truncate(MAX_KEYS);
                (command, keys)
            })
            .take(MAX_KEYED_COMMANDS)
            .collect();
        self
    }
}

/// A choice that this version doesn't know, or that is none, is as if it hadn't been made.
fn known<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(from: D) -> Result<T, D::Error> {
    Ok(T::deserialize(Value::deserialize(from)?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Settings {
        serde_json::from_str::<Settings>(json).unwrap().sane()
    }

    #[test]
    fn values_out_of_range_or_of_another_version_are_made_sane() {
        let window = |change: fn(&mut Preferences)| {
            let mut window = Preferences::default();
            change(&mut window);
            window
        };
        let cases = [
            ("{}", Preferences::default()),
            (r#"{"text_size": 9e9, "pre_roll_s": -1}"#, window(|it| it.text_size = 250.0)),
            (r#"{"text_size": 12, "pre_roll_s": 60}"#, {
                window(|it| (it.text_size, it.pre_roll_s) = (80.0, 2.0))
            }),
            (r#"{"theme": "sepia", "face": 7, "locale": null}"#, Preferences::default()),
            (r#"{"theme": "dark", "face": "dyslexic", "locale": "de"}"#, {
                window(|it| (it.theme, it.face, it.locale) = (Theme::Dark, Face::Dyslexic, Locale::De))
            }),
            (r#"{"keys": {"mute": 4}}"#, Preferences::default()),
        ];
        for (json, expected) in cases {
            assert_eq!(read(json).window, expected, "{json}");
        }
    }

    #[test]
    fn keys_are_as_many_and_as_long_as_keys_can_be() {
        let long = "x".repeat(MAX_KEY_BYTES + 1);
        let many = vec!["Ctrl+K"; MAX_KEYS + 1];
        let json = serde_json::json!({"keys": {"mute": many, "open": [long, "O"], long.clone(): ["L"]}});
        let keys = read(&json.to_string()).window.keys;
        assert_eq!(keys["mute"].len(), MAX_KEYS);
        assert_eq!(keys["open"], ["O"]);
        assert_eq!(keys.len(), 2);
        let crowd: BTreeMap<_, [&str; 0]> = (0..1_000).map(|n| (n.to_string(), [])).collect();
        let json = serde_json::json!({ "keys": crowd }).to_string();
        assert_eq!(read(&json).window.keys.len(), MAX_KEYED_COMMANDS);
    }

    #[test]
    fn what_another_version_wrote_stays() {
        let json = r#"{"later": {"a": [1, null]}, "volume": 0.5, "keys": {"dance": ["D"]}}"#;
        let written = serde_json::to_value(read(json)).unwrap();
        assert_eq!(written["later"], serde_json::json!({"a": [1, null]}));
        assert_eq!(written["keys"], serde_json::json!({"dance": ["D"]}));
        assert_eq!(written["volume"], 0.5);
    }
}
