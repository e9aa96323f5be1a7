//! Plays a file on the system's device: `cargo run --example play FILE`.
//!
//! Each line of the standard input is a command: `play`, `pause`, `quit`, or a number of seconds to seek to.

use std::io::BufRead;
use std::path::Path;
use std::time::{Duration, SystemTime};

use cueline_playback::{Engine, Event, SystemOutput, Then};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).ok_or("usage: play FILE")?;
    let tell = |event| match event {
        Event::Anchor(anchor) => {
            let now = SystemTime::now();
            println!("{:.3} {:?}", anchor.position_at(now).as_secs_f64(), anchor);
        }
        Event::Status(status) => {
            println!("{:?}, {:?}, volume {}", status.state, status.device, status.volume);
        }
        Event::Problem(problem) => println!("{problem}"),
    };
    let engine = Engine::new(Box::new(SystemOutput::new()), Box::new(tell));
    let info = engine.open(Path::new(&file))?;
    println!("{} at {} Hz, {:?}: {:?}", info.codec, info.sample_rate, info.duration, info.tags);
    engine.play();
    for line in std::io::stdin().lock().lines() {
        match line?.trim() {
            "play" => engine.play(),
            "pause" => engine.pause(),
            "quit" => break,
            seconds => match seconds.parse() {
                Ok(seconds) => {
                    let seeked = engine.seek(Duration::try_from_secs_f64(seconds)?, Then::Play);
                    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
                    println!("asked at {:.6}: {seeked:?}", now.as_secs_f64());
                }
                Err(_) => println!("play, pause, quit, or seconds"),
            },
        }
    }
    println!("gaps: {}", engine.underruns());
    Ok(())
}
