//! The real episodes, and what is made of them: other sound, other texts, more of both.

use std::{
    f32::consts::TAU,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use cueline_tests::episodes::{encode, repository};

/// The rate, in Hz, at which sound is changed: that of the aligner itself.
const RATE: usize = 16_000;

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
pub type Row = (&'static str, Box<dyn Fn(&Path) -> Vec<Spoken>>);

/// All rows; none where the episodes are absent.
pub fn rows() -> Vec<Row> {
    let (Some(_), Some(_)) = (Episode::geneva(), Episode::edited()) else { return Vec::new() };
    fn text(
        episode: fn() -> Option<Episode>,
        change: fn(&str) -> String,
    ) -> Box<dyn Fn(&Path) -> Vec<Spoken>> {
        Box::new(move |folder| {
            let episode = episode().expect("it was there");
            fs::copy(&episode.audio, folder.join("episode.mp3")).expect("the audio is copied");
            fs::write(folder.join("transcript.md"), change(&episode.transcript))
                .expect("the transcript is written");
            episode.truth
        })
    }
    fn sound(
        change: fn(Vec<f32>) -> Vec<f32>,
        options: &'static [&'static str],
    ) -> Box<dyn Fn(&Path) -> Vec<Spoken>> {
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
        ("geneva in a room", sound(room, &[])),
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

/// The same chances in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn one_in(&mut self, times: f64) -> bool {
        self.next() * times < 1.0
    }

    /// A word that isn't in the text.
    fn word(&mut self) -> String {
        const WORDS: [&str; 12] = [
            "marmalade",
            "tomorrow",
            "beneath",
            "orchard",
            "seventeen",
            "quickly",
            "harvest",
            "umbrella",
            "yellow",
            "perhaps",
            "gardener",
            "violin",
        ];
        WORDS[(self.next() * WORDS.len() as f64) as usize % WORDS.len()].to_owned()
    }
}

/// A file's sound as one channel at [`RATE`].
fn read(audio: &Path) -> Vec<f32> {
    let out = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(audio)
        .args(["-ac", "1", "-ar", &RATE.to_string(), "-f", "f32le", "-"])
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg decodes");
    out.stdout.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}

fn write(sound: &[f32], to: &Path) {
    let bytes: Vec<u8> = sound.iter().flat_map(|s| ((s * 32_767.0) as i16).to_le_bytes()).collect();
    fs::write(to, cueline_tests::episodes::wav(&bytes, RATE as u32)).expect("the sound is written");
}

/// The sound with another under it that is so many dB weaker; both are made quieter where they would be cut off.
fn add(mut sound: Vec<f32>, other: fn(usize) -> Vec<f32>, decibels: f32) -> Vec<f32> {
    let power = |sound: &[f32]| sound.iter().map(|s| s * s).sum::<f32>() / sound.len() as f32;
    // Pauses don't count: what speaks is what the noise is measured against.
    let loud: Vec<f32> =
        sound.chunks(RATE / 50).filter(|piece| power(piece) > 1e-5).flatten().copied().collect();
    let under = other(sound.len());
    let gain = (power(&loud) / power(&under) * 10_f32.powf(-decibels / 10.0)).sqrt();
    sound.iter_mut().zip(under).for_each(|(s, under)| *s = (*s + under * gain) * 0.5);
    sound
}

/// Pink noise: white noise in octaves that change half as often each (Voss and McCartney).
fn pink(length: usize) -> Vec<f32> {
    let mut dice = Dice(11);
    let mut rows = [0.0_f32; 14];
    let mut value = || dice.next() as f32 - 0.5;
    (1..=length)
        .map(|n| {
            rows[(n.trailing_zeros() as usize).min(rows.len() - 1)] = value();
            rows.iter().sum::<f32>() + value()
        })
        .collect()
}

/// Four chords of plucked strings and a beat.
fn music(length: usize) -> Vec<f32> {
    const CHORDS: [[f32; 3]; 4] =
        [[220.0, 261.6, 329.6], [174.6, 220.0, 261.6], [261.6, 329.6, 392.0], [196.0, 246.9, 293.7]];
    let mut dice = Dice(13);
    (0..length)
        .map(|n| {
            let time = n as f32 / RATE as f32;
            let chord = CHORDS[(time / 2.0) as usize % CHORDS.len()];
            let string = |place: usize| {
                let since = (time + place as f32 * 0.17) % 0.5;
                let hertz = chord[place];
                let tone = (1..8).map(|n| (TAU * hertz * n as f32 * time).sin() / n as f32).sum::<f32>();
                tone * (-5.0 * since).exp()
            };
            let beat = (dice.next() as f32 - 0.5) * (-30.0 * (time % 0.5)).exp();
            string(0) + string(1) + string(2) + 1.5 * beat
        })
        .collect()
}

/// A room whose echo takes 0.5 s to become 60 dB weaker.
fn room(sound: Vec<f32>) -> Vec<f32> {
    // Noise that dies away, a tap every few samples: enough of them to be heard as one echo.
    let mut dice = Dice(17);
    let taps: Vec<(usize, f32)> = (0..400)
        .map(|_| {
            let time = 0.005 + dice.next() as f32 * 0.45;
            ((time * RATE as f32) as usize, (dice.next() as f32 - 0.5) * 0.25 * (-13.8 * time).exp())
        })
        .collect();
    (0..sound.len())
        .map(|n| {
            let echo: f32 =
                taps.iter().filter(|(late, _)| *late <= n).map(|(late, gain)| sound[n - late] * gain).sum();
            (sound[n] + echo) * 0.7
        })
        .collect()
}
