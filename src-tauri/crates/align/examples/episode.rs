//! Aligns lines with raw sound and prints the words' times: `episode SOUND.f32 LINES.tsv [--no-marks] [--french]`. The sound is 16 kHz
//! mono floats; a line is its mark in seconds, or nothing, a tab, and its words. For experiments; `cueline align` is what people use.

use std::{
    error::Error,
    fs::File,
    io::Read,
    time::{Duration, Instant},
};

use cueline_align::{FrontEnd, Language, Lexicon, Line, Mark, Model, Settings, align};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let files: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let [sound, text] = files[..] else { return Err("usage: episode SOUND.f32 LINES.tsv".into()) };
    let language = if has("--french") { Language::French } else { Language::English };

    let began = Instant::now();
    let model = Model::of(language)?;
    let mut front_end = FrontEnd::new(&model);
    let mut file = File::open(sound)?;
    let mut bytes = vec![0; 1 << 16];
    loop {
        let mut got = 0;
        while got < bytes.len() {
            match file.read(&mut bytes[got..])? {
                0 => break,
                more => got += more,
            }
        }
        if got == 0 {
            break;
        }
        let samples: Vec<f32> = bytes[..got]
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        front_end.push(&samples);
    }
    let features = front_end.finish();
    eprintln!("front end: {:.2} s", began.elapsed().as_secs_f64());

    let began = Instant::now();
    let transcript = std::fs::read_to_string(text)?;
    let lexicon = Lexicon::of(language);
    let mut lines = Vec::new();
    let mut texts = Vec::new();
    for line in transcript.lines() {
        let (mark, text) = line.split_once('\t').unwrap_or(("", line));
        let words: Vec<&str> = text.split_whitespace().collect();
        let mark: Option<f64> = mark.parse().ok().filter(|_| !has("--no-marks"));
        lines.push(Line {
            words: lexicon.say(&words),
            sentences: Vec::new(),
            mark: mark.map(|mark| Mark {
                time: Duration::from_secs_f64(mark),
                resolution: Duration::from_secs(1),
                firm: false,
            }),
        });
        texts.push(words.into_iter().map(str::to_owned).collect::<Vec<_>>());
    }
    eprintln!("words: {:.2} s", began.elapsed().as_secs_f64());

    let began = Instant::now();
    let alignment = align(&model, &features, &lines, &Settings::default(), &());
    eprintln!(
        "align: {:.2} s, {:?}, in sync {:.3}",
        began.elapsed().as_secs_f64(),
        alignment.outcome,
        alignment.in_sync
    );
    for shift in &alignment.shifts {
        eprintln!("shift from {:?} (line {}): {:.3} s", shift.from, shift.line, shift.seconds);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    eprintln!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());

    let mut utterances = Vec::new();
    for (line, words) in alignment.lines.iter().zip(&texts) {
        let words: Vec<String> = line
            .words
            .iter()
            .zip(words)
            .map(|(time, text)| {
                let text = format!("{:?}", text.replace('\u{2019}', "'"));
                match time {
                    Some(time) => format!(
                        "{{\"text\":{text},\"start\":{:.3},\"end\":{:.3},\"confidence\":{:.4},\"lit\":{}}}",
                        time.start.as_secs_f64(),
                        time.end.as_secs_f64(),
                        time.confidence,
                        time.lit
                    ),
                    None => format!(
                        "{{\"text\":{text},\"start\":null,\"end\":null,\"confidence\":null,\"lit\":false}}"
                    ),
                }
            })
            .collect();
        utterances.push(format!("{{\"light\":\"{:?}\",\"words\":[{}]}}", line.light, words.join(",")));
    }
    println!("{{\"utterances\":[{}]}}", utterances.join(",\n"));
    Ok(())
}
