//! Episode folders: made for a test, or the real ones that may lie beside the repository.

use std::{
    ffi::OsStr,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The repository's root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository is there")
}

/// The sample episode that ships with the app.
pub fn sample() -> PathBuf {
    repository().join("tests/sample/episode")
}

/// A real episode of 22 minutes; says loudly that a test is left out where it is absent.
pub fn real() -> Option<PathBuf> {
    let folder = repository().join("../shared/episodes/a-digital-geneva-convention");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!(
        "\n*** LEFT OUT: this test needs the real episode at {}, which is absent. ***\n",
        folder.display()
    );
    None
}

/// The tone of second `second` of a tone episode, in Hz: no two of a minute's are alike.
pub fn tone(second: usize) -> f32 {
    300.0 + 40.0 * (second % 60) as f32
}

/// Makes an episode in `folder` whose every second is a tone of its own and whose transcript has a line
/// for each second.
pub fn tones(folder: &Path, seconds: usize, rate: u32) {
    let samples = (0..seconds * rate as usize).flat_map(|frame| {
        let second = frame / rate as usize;
        let phase = (frame % rate as usize) as f32 / rate as f32 * tone(second);
        let sample = (phase * std::f32::consts::TAU).sin() * 0.5;
        ((sample * 32_767.0) as i16).to_le_bytes()
    });
    fs::write(folder.join("tones.wav"), wav(&samples.collect::<Vec<u8>>(), rate))
        .expect("the audio is written");
    let mut text = String::from("# Tones\n");
    for second in 0..seconds {
        let name = if second % 2 == 0 { "High" } else { "Low" };
        write!(text, "\n**{name}:** [{}:{:02}] This is tone number {second}.\n", second / 60, second % 60)
            .expect("a string takes it");
    }
    fs::write(folder.join("tones.md"), text).expect("the transcript is written");
}

/// Makes an episode like that in `folder`, of captions with `words` words each, of which each names its second: "tone7".
pub fn tone_words(folder: &Path, seconds: usize, words: usize) {
    tones(folder, seconds, 16_000);
    let mut text = String::from("WEBVTT\n");
    for first in (0..seconds).step_by(words) {
        let last = (first + words).min(seconds);
        let name = if (first / words).is_multiple_of(2) { "High" } else { "Low" };
        write!(text, "\n{} --> {}\n<v {name}>", instant(first), instant(last)).expect("a string takes it");
        for second in first..last {
            write!(text, "<{}>tone{second} ", instant(second)).expect("a string takes it");
        }
        text.push('\n');
    }
    captions(folder, &text);
}

/// Makes an episode like that in `folder`, whose transcript is a single caption: a sentence a second.
pub fn tone_paragraph(folder: &Path, seconds: usize) {
    tones(folder, seconds, 16_000);
    let mut text = format!("WEBVTT\n\n{} --> {}\n<v High>", instant(0), instant(seconds));
    for second in 0..seconds {
        write!(
            text,
            "<{}>Tone number {second} is one of a long row that is told without a rest. ",
            instant(second)
        )
        .expect("a string takes it");
    }
    text.push('\n');
    captions(folder, &text);
}

/// Puts captions in the place of the tones' transcript.
fn captions(folder: &Path, text: &str) {
    fs::remove_file(folder.join("tones.md")).expect("the first transcript goes");
    fs::write(folder.join("tones.vtt"), text).expect("the transcript is written");
}

/// A second as WebVTT has it.
fn instant(second: usize) -> String {
    format!("00:{:02}:{:02}.000", second / 60, second % 60)
}

/// Has FFmpeg write `to` from `from` with these options between them.
pub fn encode(from: &Path, options: &[&str], to: &Path) {
    write(&["-i".as_ref(), from.as_ref()], options, to);
}

/// Has FFmpeg write `to` from what one of its own sources makes up, as "sine=440:duration=2".
pub fn generate(source: &str, options: &[&str], to: &Path) {
    write(&["-f", "lavfi", "-i", source].map(AsRef::as_ref), options, to);
}

fn write(input: &[&OsStr], options: &[&str], to: &Path) {
    let done = Command::new("ffmpeg")
        .args(["-v", "error", "-y"])
        .args(input)
        .args(options)
        .arg(to)
        .stdin(Stdio::null())
        .status();
    assert!(done.is_ok_and(|status| status.success()), "ffmpeg makes {}", to.display());
}

/// A WAVE file of one 16-bit channel.
pub fn wav(samples: &[u8], rate: u32) -> Vec<u8> {
    let mut file = Vec::with_capacity(44 + samples.len());
    let length = samples.len() as u32;
    file.extend(b"RIFF");
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.extend(samples);
    file
}
