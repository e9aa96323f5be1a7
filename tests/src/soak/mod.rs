//! A soak: random commands to the engine for a long time, and at every seek what was recorded held against the source.
//!
//! The source is noise, so that every place of it is told from every other; what is played are files of several formats made of
//! it, so that the truth doesn't come from a decoder (but for Opus, which changes noise too much for that: there it comes from
//! FFmpeg's). `player` is the engine's side, in a process of its own.

pub mod player;

use std::{
    fmt,
    path::Path,
    process::Command,
    rc::Rc,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    desktop::{Desktop, RATE, wait_for},
    episodes::encode,
    sound::{Recording, decoded, find_in_pieces},
};
use player::Player;

/// How long the played files are, in seconds.
const LENGTH: f64 = 300.0;
/// What is played, and how FFmpeg makes it.
const FORMATS: &[(&str, &[&str])] = &[
    ("mp3", &["-c:a", "libmp3lame", "-q:a", "4"]),
    ("flac", &["-c:a", "flac"]),
    ("m4a", &["-c:a", "aac", "-b:a", "128k"]),
    ("ogg", &["-c:a", "libvorbis", "-q:a", "4"]),
    ("opus", &["-c:a", "libopus", "-b:a", "128k"]),
    ("wav", &["-c:a", "pcm_s16le"]),
];
/// Of what is recorded after a seek, frames in which it has come, and frames of it.
const LATE: usize = RATE as usize;
const HEARD: usize = RATE as usize / 2;
/// How often a seek whose sound can't be told is tried.
const TRIES: u32 = 4;
/// Commands until the next file is opened.
const A_FILE: u32 = 40;
/// Of so many commands one takes the loudspeaker away.
const A_LOSS: u64 = 60;

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// Commands given.
    pub commands: u32,
    /// Seeks whose sound was looked for in the recording.
    pub seeks: u32,
    /// Those of them that nothing could be told of, so that they were tried again.
    pub unclear: u32,
    /// What was not as it should be.
    pub wrong: Vec<String>,
    /// From the command to its sound in the recording, in ms.
    pub latencies: Vec<f64>,
    /// Gaps that the engine counted.
    pub gaps: u64,
    /// How often the loudspeaker went away.
    pub losses: u32,
    /// The player's own memory after its first file and at the end, in MB.
    pub memory: Option<(f64, f64)>,
}

impl Report {
    /// Whether everything was as it should be.
    pub fn is_sound(&self) -> bool {
        self.wrong.is_empty() && self.seeks > 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut latencies = self.latencies.clone();
        latencies.sort_by(f64::total_cmp);
        let rank = |share: f64| {
            latencies.get((latencies.len() as f64 * share) as usize).copied().unwrap_or(f64::NAN)
        };
        writeln!(
            f,
            "{} commands, {} seeks heard out ({} of them unclear), {} losses of the loudspeaker, {} gaps",
            self.commands, self.seeks, self.unclear, self.losses, self.gaps
        )?;
        writeln!(f, "seek to sound in the recording: {:.0} ms (p50), {:.0} ms (p95)", rank(0.5), rank(0.95))?;
        if let Some((before, after)) = self.memory {
            writeln!(f, "memory of its own: {before:.1} MB after the first file, {after:.1} MB at the end")?;
        }
        write!(f, "{} wrong", self.wrong.len())?;
        self.wrong.iter().try_for_each(|wrong| write!(f, "\n  {wrong}"))
    }
}

/// Plays for `time`; `program player` is the engine's side. The same `seed` gives the same commands.
pub fn soak(program: &Path, time: Duration, seed: u64) -> Report {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = folder.path().join("source.wav");
    let noise = format!("anoisesrc=d={LENGTH}:c=pink:r={RATE}:a=0.4:seed={}", seed % 1000);
    let made =
        Command::new("ffmpeg").args(["-v", "error", "-f", "lavfi", "-i", &noise]).arg(&source).status();
    assert!(made.is_ok_and(|status| status.success()), "ffmpeg makes the source");
    let truth: Rc<[f32]> = decoded(&source, RATE).into();
    let files = FORMATS.iter().map(|(ending, options)| {
        let file = folder.path().join(format!("noise.{ending}"));
        encode(&source, options, &file);
        // At any bit rate a twentieth of a second of noise in Opus can be as unlike its source as 0.66.
        let truth = if *ending == "opus" { decoded(&file, RATE).into() } else { Rc::clone(&truth) };
        (file, truth)
    });
    let files: Vec<_> = files.collect();

    let desktop = Desktop::start(640, 480);
    let mut soak = Soak {
        truth,
        player: Player::start(&desktop, program),
        recording: Recording::start(&desktop),
        desktop,
        random: seed,
        speed: 1.0,
        report: Report::default(),
    };
    let begin = Instant::now();
    for (file, truth) in files.iter().cycle() {
        soak.truth = Rc::clone(truth);
        soak.play(file, begin, time);
        let memory = soak.player.memory();
        soak.report.memory = Some((soak.report.memory.map_or(memory, |(first, _)| first), memory));
        if begin.elapsed() >= time {
            break;
        }
    }
    soak.report.gaps = soak.player.tell("status")["gaps"].as_u64().unwrap_or(0);
    soak.report
}

struct Soak {
    // Ended in this order.
    player: Player,
    recording: Recording,
    desktop: Desktop,
    /// What the open file holds, one channel at [`RATE`].
    truth: Rc<[f32]>,
    random: u64,
    speed: f64,
    report: Report,
}

impl Soak {
    /// Opens `file` and does what chance wants with it.
    fn play(&mut self, file: &Path, begin: Instant, time: Duration) {
        self.tell(&format!("open {}", file.display()));
        let name = file.extension().unwrap_or_default().to_string_lossy().into_owned();
        for _ in 0..A_FILE {
            if begin.elapsed() >= time {
                return;
            }
            self.command(&name);
        }
    }

    fn command(&mut self, name: &str) {
        if self.below(A_LOSS) == 0 {
            return self.lose_the_loudspeaker(name);
        }
        let place = self.place();
        match self.below(16) {
            0 => drop(self.tell("pause")),
            1 => drop(self.tell("play")),
            2 => {
                self.speed = 0.5 + 0.05 * self.below(61) as f64;
                self.tell(&format!("speed {}", self.speed));
            }
            3 => drop(self.tell("trim on")),
            4 => drop(self.tell("trim off")),
            5 => drop(self.tell(&format!("loop {place} {}", place + 0.5))),
            6 => drop(self.tell("loop")),
            7 => drop(self.tell(&format!("replay {place} {}", place + 0.4))),
            8 => {
                let volume = 0.5 + 0.1 * self.below(6) as f64;
                self.tell(&format!("volume {volume}"));
            }
            9 => {
                // Several at once: only the last counts.
                for _ in 0..self.below(5) {
                    let place = self.place();
                    self.tell(&format!("seek {place}"));
                    thread::sleep(Duration::from_millis(self.random % 60));
                }
                self.seek(name, place);
            }
            _ => self.seek(name, place),
        }
        thread::sleep(Duration::from_millis(self.random % 400));
    }

    /// Seeks at normal speed, and looks for the place in what is recorded then, and for nothing else behind it. On a machine at
    /// its limits the sound server loses so much that neither can be told; then the same is tried again.
    fn seek(&mut self, name: &str, place: f64) {
        if self.speed != 1.0 {
            self.speed = 1.0;
            self.tell("speed 1");
        }
        // Else the sound would turn back at the loop's end.
        let before = self.tell("loop");
        for _ in 0..TRIES {
            self.report.seeks += 1;
            let (answer, heard) = self.seek_and_hear(place);
            let found = find_in_pieces(self.truth_from(place, 0.5), &heard, 10, RATE as usize / 20);
            let after = self.tell("status");
            if after["generation"].as_u64() < answer["generation"].as_u64() {
                self.wrong(format!("{name}: the generation went back after the seek to {place} s: {after}"));
            }
            let old = before["position"].as_f64().unwrap_or(0.0).min(LENGTH - 2.0);
            let then = &heard[heard.len() - LATE..];
            if (old - place).abs() > 4.0 && is_from(then, self.truth_from(old, 2.0)) {
                self.wrong(format!("{name}: what sounded at {old} s was heard after the seek to {place} s"));
            }
            // A gap that the engine knows of may have taken the first pieces.
            let whole = found.begin || after["gaps"].as_u64() > answer["gaps"].as_u64();
            if found.found >= 5 && whole {
                self.report.latencies.push(found.at as f64 * 1000.0 / f64::from(RATE));
                return;
            }
            self.report.unclear += 1;
        }
        self.wrong(format!("{name}: the sound of {place} s wasn't heard there in {TRIES} tries"));
    }

    /// What was answered to a seek, and what was recorded from then on.
    fn seek_and_hear(&mut self, place: f64) -> (Value, Vec<f32>) {
        let from = self.recording.len();
        let asked = Instant::now();
        let answer = self.tell(&format!("seek {place}"));
        let late = (asked.elapsed().as_secs_f64() * f64::from(RATE)) as usize;
        (answer, self.recording.hear(from, late + LATE + HEARD))
    }

    /// What the source has from a place on, for so many seconds.
    fn truth_from(&self, place: f64, seconds: f64) -> &[f32] {
        let at = |second: f64| (second * f64::from(RATE)).round() as usize;
        &self.truth[at(place)..at(place + seconds)]
    }

    fn lose_the_loudspeaker(&mut self, name: &str) {
        self.desktop.unplug_sound();
        let Self { player, .. } = self;
        wait_for("the loss to be noticed", || {
            player.tell("play");
            player.tell("status")["ready"] == false
        });
        self.desktop.plug_in_sound();
        self.recording = Recording::start(&self.desktop);
        let Self { player, .. } = self;
        wait_for("the sound to be back", || {
            let status = player.tell("play");
            status["ready"] == true && status["playing"] == true
        });
        self.report.losses += 1;
        let place = self.place();
        self.seek(name, place);
    }

    /// Gives a command, and sees that the position is inside.
    fn tell(&mut self, command: &str) -> Value {
        self.report.commands += 1;
        let answer = self.player.tell(command);
        let (position, length) = (answer["position"].as_f64(), answer["length"].as_f64());
        if !(position >= Some(0.0) && position <= length) {
            self.wrong(format!("after “{command}” the position is outside: {answer}"));
        }
        answer
    }

    fn wrong(&mut self, what: String) {
        eprintln!("{what}");
        self.report.wrong.push(what);
    }

    /// A place that sounds for two seconds at least, in seconds.
    fn place(&mut self) -> f64 {
        self.below(((LENGTH - 2.0) * 1000.0) as u64) as f64 / 1000.0
    }

    /// splitmix64, from the paper "Fast splittable pseudorandom number generators" (Steele, Lea and Flood, 2014).
    fn below(&mut self, limit: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// Whether anything of `heard` comes from `source`.
fn is_from(heard: &[f32], source: &[f32]) -> bool {
    find_in_pieces(source, heard, 20, RATE as usize / 20).found > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::tests::noise;

    #[test]
    fn two_tenths_of_a_second_of_a_source_are_known_for_it_and_another_source_is_not() {
        let second = RATE as usize;
        let (old, new) = (noise(1, 2 * second), noise(2, 2 * second));
        let stale =
            [&new[..second / 2], &old[second..second + second * 3 / 10], &new[second / 2..second * 7 / 10]]
                .concat();
        assert!(is_from(&stale, &old));
        assert!(!is_from(&new[..second], &old));
    }
}
