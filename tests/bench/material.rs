//! What is measured on: sound in which every place is told from every other, in every format, and ten hours of it.

use std::{
    env,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io::Write as _,
    path::{Path, PathBuf},
};

use cueline_tests::episodes::encode;

/// A name, the ending of the file's name, and FFmpeg's options.
pub type Format = (&'static str, &'static str, &'static [&'static str]);

/// What seeks are measured in: a name, the file's ending, and the options that FFmpeg makes it by. The MP3 of variable rate has
/// no header that tells its length, and its first half takes far less bytes than the second.
pub const FORMATS: &[Format] = &[
    ("MP3", "mp3", &["-c:a", "libmp3lame", "-b:a", "96k"]),
    (
        "MP3, skewed VBR without Xing",
        "mp3",
        &["-af", "lowpass=f=300:enable='lt(t,5400)'", "-c:a", "libmp3lame", "-q:a", "4", "-write_xing", "0"],
    ),
    ("AAC in M4A", "m4a", &["-c:a", "aac", "-b:a", "96k"]),
    ("Vorbis in Ogg", "ogg", &["-c:a", "libvorbis", "-q:a", "3"]),
    ("Opus in Ogg", "opus", &["-c:a", "libopus", "-b:a", "64k"]),
    ("Opus in WebM", "webm", &["-c:a", "libopus", "-b:a", "64k"]),
    ("FLAC", "flac", &["-c:a", "flac"]),
    ("WAV", "wav", &["-c:a", "pcm_s16le"]),
];

/// FFmpeg's source of three hours of pink noise: no place in it sounds like another.
const NOISE: &str = "anoisesrc=d=10800:c=pink:r=44100:a=0.4:seed=7";

/// What `make` makes, or made in an earlier run by the same `recipe`: three hours take minutes to encode. It lies in the build's folder.
pub fn kept(name: &str, recipe: impl Hash, make: impl FnOnce(&Path)) -> PathBuf {
    let program = env::current_exe().expect("this program has a path");
    let folder = program.ancestors().nth(2).expect("it lies in the build's folder").join("bench-material");
    fs::create_dir_all(&folder).expect("the folder is made");
    let mut hasher = DefaultHasher::new();
    recipe.hash(&mut hasher);
    let file = folder.join(format!("{:016x}-{name}", hasher.finish()));
    if !file.exists() {
        let unfinished = folder.join(format!("{}-{name}", std::process::id()));
        make(&unfinished);
        fs::rename(unfinished, &file).expect("it gets its name");
    }
    file
}

/// Three hours of noise.
pub fn noise() -> PathBuf {
    kept("noise.wav", NOISE, |to| made(&["-f", "lavfi"], NOISE, to))
}

/// The same in one of the formats.
pub fn format((name, ending, options): &Format) -> PathBuf {
    kept(&format!("{name}.{ending}"), (NOISE, options), |to| encode(&noise(), options, to))
}

/// The same as two MP3 files with different encoders' settings, each with its header, one behind the other.
pub fn spliced() -> PathBuf {
    kept("spliced.mp3", NOISE, |to| splice(&noise(), to))
}

fn splice(source: &Path, to: &Path) {
    let parts = [("first.mp3", ["-t", "5400", "-b:a", "96k"]), ("second.mp3", ["-ss", "5400", "-q:a", "3"])];
    let mut joined = fs::File::create(to).expect("the file is made");
    for (name, options) in parts {
        let part = to.with_file_name(name);
        encode(source, &[&options[..], &["-c:a", "libmp3lame"]].concat(), &part);
        std::io::copy(&mut fs::File::open(&part).expect("the part is read"), &mut joined)
            .expect("it is joined on");
        fs::remove_file(part).expect("the part goes");
    }
}

/// Ten hours of MP3 of variable rate whose header says nothing of it, so that only its frames tell how long it is.
pub fn unknown_ten_hours(folder: &Path) -> PathBuf {
    let (source, piece, file) =
        (folder.join("piece.wav"), folder.join("piece.mp3"), folder.join("unknown.mp3"));
    made(&["-f", "lavfi"], "anoisesrc=d=600:c=brown:r=44100:a=0.5:seed=9", &source);
    let plain = ["-write_xing", "0", "-id3v2_version", "0"];
    encode(&source, &[&["-c:a", "libmp3lame", "-q:a", "5"][..], &plain].concat(), &piece);
    let frames = fs::read(&piece).expect("the piece is read");
    let mut out = fs::File::create(&file).expect("the file is made");
    for _ in 0..60 {
        out.write_all(&frames).expect("the piece is written");
    }
    fs::remove_file(source).expect("the source goes");
    fs::remove_file(piece).expect("the piece goes");
    file
}

/// Two hours of WAV in which noise and pauses of a fraction of a second to two seconds follow each other; the starts of the noises in seconds.
pub fn said_with_pauses(to: &Path) -> Vec<f64> {
    const RATE: u32 = 44_100;
    const FRAMES: u32 = 2 * 3600 * RATE;
    let mut out = std::io::BufWriter::new(fs::File::create(to).expect("the file is made"));
    let mut write = |bytes: &[u8]| out.write_all(bytes).expect("the file is written");
    write(b"RIFF");
    write(&(36 + FRAMES * 2).to_le_bytes());
    write(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    write(&RATE.to_le_bytes());
    write(&(RATE * 2).to_le_bytes());
    write(b"\x02\0\x10\0data");
    write(&(FRAMES * 2).to_le_bytes());
    let mut state = 1_u32;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let (mut starts, mut said, mut left) = (Vec::new(), false, 0);
    for frame in 0..FRAMES {
        if left == 0 {
            said = !said;
            let (least, more) = if said { (RATE / 2, RATE * 3 / 2) } else { (RATE / 2, RATE) };
            left = least + random() % more;
            if said {
                starts.push(f64::from(frame) / f64::from(RATE));
            }
        }
        left -= 1;
        let noise = (random() >> 18) as i16 - 8_192;
        write(&(if said { noise } else { noise / 4_096 }).to_le_bytes());
    }
    starts
}

/// Three hours of stereo MP3 at 128 kbit/s.
pub fn three_hours() -> PathBuf {
    let options = ["-ac", "2", "-c:a", "libmp3lame", "-b:a", "128k"];
    kept("three.mp3", (NOISE, options), |to| encode(&noise(), &options, to))
}

/// Ten hours of MP3 whose every second begins with a burst of 0.3 s and is silent after it, with a transcript
/// of a line a second: 36,000 lines.
pub fn ten_hours(folder: &Path) {
    let (source, piece) = (folder.join("minutes.wav"), folder.join("minutes.mp3"));
    // Decoded, the encoder's delay of 1,105 frames and the first MP3 frame left out below leave the source 47
    // frames early; it is made that much late.
    let bursts = "aevalsrc='0.5*sin(2*PI*(400+20*mod(floor(t),60))*t)\
                  *gte(t,47/48000)*lt(mod(t-47/48000,1),0.3)':s=48000:d=601";
    made(&["-f", "lavfi"], bursts, &source);
    encode(
        &source,
        &["-c:a", "libmp3lame", "-b:a", "48k", "-reservoir", "0", "-write_xing", "0", "-id3v2_version", "0"],
        &piece,
    );
    // Ten minutes are exactly 25,000 MP3 frames of 144 bytes, so that copies of them join without a shift.
    let frames = fs::read(&piece).expect("the piece is read");
    let mut file = fs::File::create(folder.join("bursts.mp3")).expect("the file is made");
    for _ in 0..60 {
        file.write_all(&frames[144..144 * 25_001]).expect("the piece is written");
    }
    fs::remove_file(&source).expect("the source goes");
    fs::remove_file(&piece).expect("the piece goes");
    fs::rename(lines(folder, 36_000), folder.join("bursts.md")).expect("the transcript gets its name");
}

/// A transcript of so many lines, one a second.
pub fn lines(folder: &Path, count: usize) -> PathBuf {
    let mut text = String::from("# Bursts\n");
    for second in 0..count {
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let name = if second / 20 % 2 == 0 { "Ann" } else { "Ben" };
        write!(
            text,
            "\n**{name}:** [{hour:02}:{minute:02}:{:02}] Burst number {second} begins here.\n",
            second % 60
        )
        .expect("a string takes it");
    }
    let path = folder.join("lines.md");
    fs::write(&path, text).expect("the transcript is written");
    path
}

/// What is said in a line of [`spoken`]: by whom, what, and from when to when in ms.
pub fn said(line: usize) -> (&'static str, String, u64, u64) {
    let name = if (line / 12).is_multiple_of(2) { "Ann" } else { "Ben Lee" };
    let start = line as u64 * 2000;
    (name, SAID[line % SAID.len()].replace('\n', " "), start, start + 1960)
}

/// An episode of so many lines, one every two seconds, with a sound as long in which nothing is heard: the file takes no room on
/// the disk.
pub fn spoken(folder: &Path, lines: usize) {
    const RATE: u32 = 8_000;
    let bytes = lines as u64 * 2 * u64::from(RATE) * 2;
    let length = u32::try_from(bytes).expect("the lines fit into a WAVE file");
    let mut file = fs::File::create(folder.join("spoken.wav")).expect("the file is made");
    let mut header = Vec::from(*b"RIFF");
    header.extend((36 + length).to_le_bytes());
    header.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    header.extend(RATE.to_le_bytes());
    header.extend((RATE * 2).to_le_bytes());
    header.extend(b"\x02\0\x10\0data");
    header.extend(length.to_le_bytes());
    file.write_all(&header).expect("the header is written");
    file.set_len(header.len() as u64 + bytes).expect("the silence is written");
    let mut text = String::from("WEBVTT\n\n");
    for line in 0..lines {
        let (name, said, start, end) = said(line);
        write!(text, "{} --> {}\n<v {name}>{said}\n\n", stamp(start, '.'), stamp(end, '.'))
            .expect("a string takes it");
    }
    fs::write(folder.join("spoken.vtt"), text).expect("the transcript is written");
}

const SAID: [&str; 6] = [
    "The tide went out before anybody had woken,\nand left the harbour to the gulls.",
    "We walked as far as the second marker post,",
    "where the sand turns to mud, and turned back.",
    "Was there a light on the island that night?",
    "There was one in the upper window, I am sure,\nbecause we set our course by it twice.",
    "Nobody keeps such a lamp burning for nothing.",
];

/// A time as subtitles have it, with `point` before the milliseconds.
fn stamp(ms: u64, point: char) -> String {
    format!("{:02}:{:02}:{:02}{point}{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

/// A transcript of so many cues of invented speech in the format that the path's ending names: about two lines of a
/// subtitle every four seconds, by two voices. `words.json` is Whisper's, with every word's time.
pub fn cues(path: &Path, count: usize) {
    let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut out = match file.rsplit('.').next() {
        Some("vtt") => "WEBVTT\n\n",
        Some("json") if file == "words.json" => "{\"language\":\"en\",\"segments\":[",
        Some("json") => "{\"version\":\"1.0.0\",\"segments\":[",
        _ => "",
    }
    .to_owned();
    for cue in 0..count {
        let text = SAID[cue % SAID.len()];
        let flat = text.replace('\n', " ");
        let name = if cue / 12 % 2 == 0 { "Ann" } else { "Ben Lee" };
        let (start, end) = (cue as u64 * 4000, cue as u64 * 4000 + 3960);
        let comma = if cue + 1 < count { "," } else { "" };
        let seconds = |ms: u64| ms as f64 / 1000.0;
        let record = match file.rsplit('.').next() {
            Some("srt") => {
                let named = if cue % 12 == 0 { format!("{name}: ") } else { String::new() };
                format!("{}\n{} --> {}\n{named}{text}\n\n", cue + 1, stamp(start, ','), stamp(end, ','))
            }
            Some("vtt") => format!("{} --> {}\n<v {name}>{text}\n\n", stamp(start, '.'), stamp(end, '.')),
            Some("json") if file == "words.json" => {
                let words: Vec<&str> = flat.split(' ').collect();
                let step = 3960 / words.len() as u64;
                let times = words.iter().zip((start..).step_by(step as usize)).map(|(word, at)| {
                    let (from, to) = (seconds(at), seconds(at + step));
                    format!("{{\"word\":\" {word}\",\"start\":{from},\"end\":{to},\"probability\":0.98}}")
                });
                let times = times.collect::<Vec<_>>().join(",");
                let (start, end) = (seconds(start), seconds(end));
                format!(
                    "{{\"id\":{cue},\"start\":{start},\"end\":{end},\"text\":\" {flat}\",\"words\":[{times}]}}{comma}"
                )
            }
            Some("json") => {
                let (start, end) = (seconds(start), seconds(end));
                format!(
                    "{{\"speaker\":\"{name}\",\"startTime\":{start},\"endTime\":{end},\"body\":\"{flat}\"}}{comma}\n"
                )
            }
            Some("md") => format!("**{name}:** [{}] {flat}\n\n", &stamp(start, '.')[..8]),
            _ => format!("{name} [{}]: {flat}\n", &stamp(start, '.')[..8]),
        };
        out.push_str(&record);
    }
    if file.ends_with("json") {
        out.push_str("]}");
    }
    fs::write(path, out).expect("the transcript is written");
}

/// Has FFmpeg make a file from one of its sources.
fn made(before: &[&str], source: &str, to: &Path) {
    let done = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-y"])
        .args(before)
        .args(["-i", source])
        .arg(to)
        .status();
    assert!(done.is_ok_and(|status| status.success()), "ffmpeg makes {}", to.display());
}
