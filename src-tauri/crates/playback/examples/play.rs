//! Plays a file on the system's device: `cargo run --example play FILE`.
//!
//! Each line of the standard input is a command: `play`, `pause`, `quit`, `speed FACTOR`, `trim`, `plain`, `loop FROM TO`,
//! or a number of seconds to seek to.

use std::io::BufRead;
use std::path::Path;
use std::time::{Duration, SystemTime};

use cueline_playback::{Engine, Event, Strength, SystemOutput, Then};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).ok_or("usage: play FILE")?;
    let tell = |event| match event {
        Event::Anchor(anchor) => {
            let now = SystemTime::now();
            println!("{:.3} {:?}", anchor.position_at(now).as_secs_f64(), anchor);
        }
        Event::Status(status) => {
            println!("{:?}, {:?}, volume {}", status.state, status.device, status.volume);
            println!("speed {}, loop {:?}, {:?} saved", status.speed, status.repeat, status.saved);
        }
        Event::Problem(problem) => println!("{problem}"),
    };
    let engine = Engine::new(Box::new(SystemOutput::new()), Box::new(tell));
    let info = engine.open(Path::new(&file))?;
    println!("{} at {} Hz, {:?}: {:?}", info.codec, info.sample_rate, info.duration, info.tags);
    engine.play();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let seconds = |text: &str| Duration::try_from_secs_f64(text.parse().unwrap_or(0.0));
        match *line.split_whitespace().collect::<Vec<_>>() {
            ["play"] => engine.play(),
            ["pause"] => engine.pause(),
            ["quit"] => break,
            ["trim"] => engine.set_trim(Some(Strength::Medium)),
            ["plain"] => {
                engine.set_trim(None);
                engine.set_loop(None);
            }
            ["speed", factor] => engine.set_speed(factor.parse()?),
            ["loop", from, to] => engine.set_loop(Some((seconds(from)?, seconds(to)?))),
            _ => match line.trim().parse() {
                Ok(seconds) => {
                    let seeked = engine.seek(Duration::try_from_secs_f64(seconds)?, Then::Play);
                    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
                    println!("asked at {:.6}: {seeked:?}", now.as_secs_f64());
                }
                Err(_) => println!("play, pause, quit, speed FACTOR, trim, plain, loop FROM TO, or seconds"),
            },
        }
    }
    println!("gaps: {}", engine.underruns());
    Ok(())
}
