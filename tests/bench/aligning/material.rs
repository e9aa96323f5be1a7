//! The real episodes, and what is made of them: other sound, other texts, more of both.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use cueline_tests::episodes::{encode, repository};

use super::{
    dice::Dice,
    sound::{add, music, pink, read, room, write},
};

/// A word that was spoken.
#[derive(Clone)]
pub struct Spoken {
    pub text: String,
    /// In seconds.
    pub start: f64,
}

/// An episode whose every word's time is known.
pub struct Episode {
    audio: PathBuf,
    transcript: String,
    truth: Vec<Spoken>,
}

/// A row of the table: its name, and what makes its episode in a folder and tells what is spoken in it.
pub type Row = (&'static str, Make);

/// See [`Row`].
type Make = Box<dyn Fn(&Path) -> Vec<Spoken>>;

/// All rows; none where the episodes are absent.
pub fn rows() -> Vec<Row> {
    let (Some(_), Some(_)) = (Episode::geneva(), Episode::edited()) else { return Vec::new() };
    fn text(episode: fn() -> Option<Episode>, change: fn(&str) -> String) -> Make {
        Box::new(move |folder| {
            let episode = episode().expect("it was there");
            fs::copy(&episode.audio, folder.join("episode.mp3")).expect("the audio is copied");
            fs::write(folder.join("transcript.md"), change(&episode.transcript))
                .expect("the transcript is written");
            episode.truth
        })
    }
    fn sound(change: fn(Vec<f32>) -> Vec<f32>, options: &'static [&'static str]) -> Make {
        Box::new(move |folder| {
            let episode = Episode::geneva().expect("it was there");
            let changed = folder.join("changed.wav");
            write(&change(read(&episode.audio)), &changed);
            encode(
                &changed,
                options,
                &folder.join(if options.contains(&"libmp3lame") { "episode.mp3" } else { "episode.wav" }),
            );
            fs::remove_file(changed).expect("what it was made of goes");
            fs::write(folder.join("transcript.md"), &episode.transcript).expect("the transcript is written");
            episode.truth
        })
    }
    fn same(sound: Vec<f32>) -> Vec<f32> {
        sound
    }
    vec![
        ("geneva", text(Episode::geneva, str::to_owned)),
        ("edited and shifted", text(Episode::edited, str::to_owned)),
        ("geneva without marks", text(Episode::geneva, without_marks)),
        ("edited and shifted without marks", text(Episode::edited, without_marks)),
        ("geneva + pink noise at 10 dB", sound(|s| add(s, pink, 10.0), &[])),
        ("geneva + pink noise at 5 dB", sound(|s| add(s, pink, 5.0), &[])),
        ("geneva + music at 10 dB", sound(|s| add(s, music, 10.0), &[])),
        ("geneva in a room", sound(|s| room(&s), &[])),
        (
            "geneva by telephone",
            sound(same, &["-af", "highpass=f=300:p=2,lowpass=f=3400:p=2", "-ar", "8000"]),
        ),
        ("geneva as MP3 at 32 kbit/s", sound(same, &["-c:a", "libmp3lame", "-b:a", "32k"])),
        (
            "geneva, 8 % of the words missing",
            text(Episode::geneva, |t| {
                degraded(t, |word, dice| if dice.one_in(12.5) { String::new() } else { word.to_owned() })
            }),
        ),
        (
            "geneva, 5 % of the words wrong",
            text(Episode::geneva, |t| {
                degraded(t, |word, dice| if dice.one_in(20.0) { dice.word() } else { word.to_owned() })
            }),
        ),
        (
            "geneva, 5 % more words",
            text(Episode::geneva, |t| {
                degraded(t, |word, dice| {
                    if dice.one_in(20.0) { format!("{word} {}", dice.word()) } else { word.to_owned() }
                })
            }),
        ),
        ("geneva, one sentence in six missing", text(Episode::geneva, without_sentences)),
    ]
}

impl Episode {
    /// The marks are true to the second.
    pub fn geneva() -> Option<Episode> {
        Episode::read("a-digital-geneva-convention")
    }

    /// The sound has fillers, and comes 17.4 s late.
    fn edited() -> Option<Episode> {
        Episode::read("edited-and-shifted")
    }

    fn read(name: &str) -> Option<Episode> {
        let folder = repository().join("../shared/episodes").join(name);
        let truth: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("words.json")).ok()?).ok()?;
        let words =
            truth["paragraphs"].as_array()?.iter().filter_map(|paragraph| paragraph["words"].as_array());
        let word = |word: &serde_json::Value| {
            Some(Spoken { text: word[0].as_str()?.to_owned(), start: word[1].as_f64()? })
        };
        Some(Episode {
            audio: folder.join("episode.mp3"),
            transcript: fs::read_to_string(folder.join("transcript.md")).ok()?,
            truth: words.flatten().filter_map(word).collect(),
        })
    }

    /// Makes an episode of `seconds` in `folder`: this one again and again, with or without its marks.
    pub fn repeated(&self, seconds: f64, marks: bool, folder: &Path) {
        const LENGTH: f64 = 1_353.0;
        let times = (seconds / LENGTH).ceil() as usize;
        let piece = folder.join("piece.wav");
        encode(&self.audio, &["-t", &LENGTH.to_string()], &piece);
        let turns = times.to_string();
        let audio = folder.join("episode.mp3");
        let done = Command::new("ffmpeg")
            .args(["-v", "error", "-stream_loop", &turns, "-i"])
            .arg(&piece)
            .args(["-t", &seconds.to_string(), "-b:a", "64k"])
            .arg(&audio)
            .stdin(Stdio::null())
            .status();
        assert!(done.is_ok_and(|status| status.success()), "ffmpeg makes {}", audio.display());
        fs::remove_file(piece).expect("the piece goes");
        let body = self.transcript.find("\n**").unwrap_or(0);
        let mut text = self.transcript[..body].to_owned();
        'all: for turn in 0..times {
            for line in self.transcript[body..].lines() {
                let moved = marked(line, |mark| mark + turn as f64 * LENGTH);
                if moved.1.is_some_and(|mark| mark > seconds - 60.0) {
                    break 'all;
                }
                text.push_str(&moved.0);
                text.push('\n');
            }
        }
        let text = if marks { text } else { without_marks(&text) };
        fs::write(folder.join("transcript.md"), text).expect("the transcript is written");
    }
}

/// A line with its mark changed, and that mark.
fn marked(line: &str, change: impl Fn(f64) -> f64) -> (String, Option<f64>) {
    let mark = line.match_indices('[').find_map(|(at, _)| {
        let inner = line.get(at + 1..at + 9)?;
        let mut parts = inner.split(':').map(str::parse::<u32>);
        let mut part = || parts.next()?.ok();
        let seconds = part()? * 3600 + part()? * 60 + part()?;
        (line.as_bytes().get(at + 9) == Some(&b']')).then_some((at, f64::from(seconds)))
    });
    let Some((at, seconds)) = mark else { return (line.to_owned(), None) };
    let moved = change(seconds);
    let whole = moved as u64;
    let stamp = format!("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    (format!("{}[{stamp}]{}", &line[..at], &line[at + 10..]), Some(moved))
}

/// A transcript without any time.
fn without_marks(transcript: &str) -> String {
    let line = |line: &str| {
        let Some(at) = marked(line, |mark| mark).1.and_then(|_| line.find('[')) else {
            return line.to_owned();
        };
        format!("{}{}", &line[..at], line[at + 10..].trim_start())
    };
    transcript.lines().map(|text| line(text) + "\n").collect()
}

/// A transcript whose spoken words are changed one by one.
fn degraded(transcript: &str, change: impl Fn(&str, &mut Dice) -> String) -> String {
    let mut dice = Dice(7);
    let mut line = |line: &str| {
        let Some(said) = marked(line, |mark| mark).1.and_then(|_| line.find("] ")) else {
            return line.to_owned();
        };
        let words: Vec<String> = line[said + 2..].split(' ').map(|word| change(word, &mut dice)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        // A line that loses its only word would be no line.
        let words = if words.is_empty() { line[said + 2..].to_owned() } else { words.join(" ") };
        format!("{}{words}", &line[..said + 2])
    };
    transcript.lines().map(|text| line(text) + "\n").collect()
}

/// A transcript in which every sixth sentence is missing.
fn without_sentences(transcript: &str) -> String {
    let mut count = 0;
    let mut line = |line: &str| {
        let Some(said) = marked(line, |mark| mark).1.and_then(|_| line.find("] ")) else {
            return line.to_owned();
        };
        let sentences: Vec<&str> = line[said + 2..].split_inclusive(['.', '?', '!']).collect();
        let kept = sentences.iter().filter(|_| {
            count += 1;
            count % 6 != 3 || sentences.len() == 1
        });
        format!("{}{}", &line[..said + 2], kept.map(|sentence| sentence.trim()).collect::<Vec<_>>().join(" "))
    };
    transcript.lines().map(|text| line(text) + "\n").collect()
}
