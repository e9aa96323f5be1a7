//! The real window on ten hours of sound: start to lines, click to sound, light against sound, and what it takes.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes, program,
    sound::Recording,
    window::Window,
};
use serde_json::Value;

use crate::{
    material,
    mpv::Mpv,
    process,
    statistics::{middle_and_tail, percentile},
};

/// How many clicks are measured for each side.
const CLICKS: usize = 40;
/// How long the light is watched, in seconds.
const WATCHED: u64 = 60;

/// Prints the table of what is measured while it plays.
pub fn playing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    material::ten_hours(place.path());
    println!("| ten hours, 36,000 lines | Cueline | mpv |\n|---|---|---|");
    let peer = peer(&place.path().join("bursts.mp3"));
    let ours = ours(place.path());
    let row = |what: &str, ours: String, peer: String| println!("| {what} | {ours} | {peer} |");
    row(
        "click to sound at the loudspeaker's monitor, ms (p50 / p95)",
        middle_and_tail(&ours.clicks, 0),
        middle_and_tail(&peer.clicks, 0),
    );
    let distance: Vec<f64> = ours.light.iter().map(|ms| ms.abs()).collect();
    row("light against sound, ms (p50 / p95 of the distance)", middle_and_tail(&distance, 0), "–".into());
    let spread = format!("{:.0} to {:.0}", percentile(&ours.light, 5.0), percentile(&ours.light, 95.0));
    row("light after sound, ms (from p5 to p95)", spread, "–".into());
    row(
        "processor while playing, % of a core",
        format!("{:.1}", ours.processor),
        format!("{:.1}", peer.processor),
    );
    row("of it decoding and output, without the window", format!("{:.1}", ours.sound), "–".into());
    row(
        "memory of its own (without the web view), MB",
        format!("{:.0}", ours.memory),
        format!("{:.0}", peer.memory),
    );
    println!();
}

/// What was measured of one side.
struct Measured {
    /// Click to sound, in ms.
    clicks: Vec<f64>,
    /// From the sound to its light, in ms.
    light: Vec<f64>,
    /// Processor time a second while playing, in %.
    processor: f64,
    /// The part of it that the threads take which decode and play, in %.
    sound: f64,
    /// MB.
    memory: f64,
}

/// Prints the table of opening: from starting the program, and from opening the folder, to the first lines.
pub fn opening() {
    let ten_hours = tempfile::tempdir().expect("a temporary folder");
    material::ten_hours(ten_hours.path());
    println!(
        "| to the first lines on the screen, ms (p50 / p95 of 7) | from the program's start | from opening it in the running app |"
    );
    println!("|---|---|---|");
    let mut folders = vec![("sample, 2 minutes, 16 lines", episodes::sample())];
    folders.extend(episodes::real().map(|folder| ("22 minutes, 59 lines", folder)));
    folders.push(("10 hours, 36,000 lines", ten_hours.path().to_owned()));
    let text_only = tempfile::tempdir().expect("a temporary folder");
    material::lines(text_only.path(), 100_000);
    folders.push(("no audio, 100,000 lines", text_only.path().to_owned()));
    let cues_only = tempfile::tempdir().expect("a temporary folder");
    material::cues(&cues_only.path().join("cues.srt"), 100_000);
    folders.push(("no audio, 100,000 cues of SubRip", cues_only.path().to_owned()));
    let desktop = Desktop::start(1400, 900);
    for (name, folder) in folders {
        let (mut from_start, mut from_opening) = (Vec::new(), Vec::new());
        for _ in 0..7 {
            let window = Window::on_episode(&desktop, &folder);
            let began = app(&desktop).and_then(process::began).expect("the app runs");
            // The page's last note of this name, as Unix time in ms.
            let mark = |name: &str| {
                let script = format!(
                    "const mark = performance.getEntriesByName('{name}').at(-1);
                     return mark ? performance.timeOrigin + mark.startTime : 0"
                );
                window.run(&script).as_f64().unwrap_or(0.0)
            };
            wait_for("the page's note of its first lines", || mark("lines") > mark("opening"));
            from_start.push(mark("lines") - began);
            window.click("button[aria-label='Back to the start']");
            wait_for("the start screen", || window.exists("button.recent"));
            let before = mark("opening");
            window.click("button.recent");
            wait_for("the lines again", || mark("opening") > before && mark("lines") > mark("opening"));
            from_opening.push(mark("lines") - mark("opening"));
        }
        println!("| {name} | {} | {} |", middle_and_tail(&from_start, 0), middle_and_tail(&from_opening, 0));
    }
    println!();
}

/// The app's process on this desktop.
fn app(desktop: &Desktop) -> Option<u32> {
    program::running(desktop, "cueline")
}

/// Cueline, in its window.
fn ours(folder: &Path) -> Measured {
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, folder);
    window.resize(1400, 900);
    let pid = app(&desktop).expect("the app runs");
    let recording = Recording::start(&desktop);
    window.play();
    window.run(
        "window.clicks = []; addEventListener('click', () => window.clicks.push(Date.now()), true);
         window.lights = []; new MutationObserver(changes => { for (const c of changes)
           if (c.target.getAttribute('aria-current') === 'true')
             window.lights.push([Date.now(), +c.target.dataset.line]) })
         .observe(document.body, { subtree: true, attributes: true, attributeFilter: ['aria-current'] })",
    );
    let mut clicks = Vec::new();
    for click in 0..CLICKS {
        // Somewhere in the ten hours, as a person would come there: by the scroll bar.
        let share = (click * 7919 % 1000) as f64 / 1000.0;
        window.run(&format!(
            "const v = document.querySelector('[data-testid=transcript]');
             v.dispatchEvent(new WheelEvent('wheel', {{ deltaY: 1, bubbles: true }}));
             v.scrollTop = v.scrollHeight * {share}"
        ));
        thread::sleep(Duration::from_millis(500));
        let line = window.run(
            "const v = document.querySelector('[data-testid=transcript]').getBoundingClientRect();
             return +[...document.querySelectorAll('[data-line]')].find(e => {
               const r = e.getBoundingClientRect(); return r.top > v.top + 80 && r.bottom < v.bottom - 80 }).dataset.line",
        );
        let Some(line) = line.as_u64() else { continue };
        after_a_burst(&recording);
        window.click_line(line as usize);
        let sound = next_sound(&recording);
        let at = window.run("return window.clicks.at(-1)").as_f64().unwrap_or(f64::NAN);
        clicks.extend(sound.map(|sound| sound - at));
    }

    window.press(&["f"]);
    let clock = Clock::set(&recording);
    window.run("window.lights.length = 0");
    let (began, spent, sound) = (Instant::now(), process::processor_time(pid), process::sound_time(pid));
    let from = recording.len();
    thread::sleep(Duration::from_secs(WATCHED));
    let share = |seconds: f64| seconds / began.elapsed().as_secs_f64() * 100.0;
    let processor = share(process::processor_time(pid) - spent);
    let sound = share(process::sound_time(pid) - sound);
    let heard = recording.hear(from, recording.len() - from);
    let bursts: Vec<f64> = onsets(&heard).into_iter().map(|frame| clock.at(from + frame)).collect();
    let lights = window.run("return window.lights.map(l => l[0])");
    let light = lights
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .filter_map(|light| {
            bursts.iter().map(|burst| light - burst).min_by(|a, b| a.abs().total_cmp(&b.abs()))
        })
        .map(f64::abs)
        .collect();
    Measured { clicks, light, processor, sound, memory: process::own_memory(pid) }
}

/// mpv, told over its socket.
fn peer(file: &Path) -> Measured {
    let desktop = Desktop::start(1400, 900);
    let mut mpv = Mpv::start(&desktop, file);
    let recording = Recording::start(&desktop);
    mpv.play();
    let clicks = (0..CLICKS)
        .filter_map(|click| {
            after_a_burst(&recording);
            let at = unix_ms();
            mpv.seek((click * 7919 % 36_000) as f64);
            let sound = next_sound(&recording);
            thread::sleep(Duration::from_millis(700));
            sound.map(|sound| sound - at)
        })
        .collect();
    let (began, spent) = (Instant::now(), process::processor_time(mpv.pid()));
    thread::sleep(Duration::from_secs(WATCHED / 2));
    let processor = (process::processor_time(mpv.pid()) - spent) / began.elapsed().as_secs_f64() * 100.0;
    Measured { clicks, light: Vec::new(), processor, sound: f64::NAN, memory: process::own_memory(mpv.pid()) }
}

/// Which instant a frame of the recording was played at.
struct Clock {
    /// Unix time of frame 0, in ms.
    zero: f64,
}

impl Clock {
    /// The recording comes in pieces: the piece that came soonest after its sound tells the truth best. In its first
    /// second, and where another program begins to play, the recorder stands still once.
    fn set(recording: &Recording) -> Self {
        thread::sleep(Duration::from_millis(1500));
        let estimates: Vec<f64> = (0..400)
            .map(|_| {
                thread::sleep(Duration::from_millis(2));
                unix_ms() - recording.len() as f64 * 1000.0 / f64::from(RATE)
            })
            .collect();
        Self { zero: percentile(&estimates, 2.0) }
    }

    fn at(&self, frame: usize) -> f64 {
        self.zero + frame as f64 * 1000.0 / f64::from(RATE)
    }
}

/// A burst that has set in; what an encoder smears out before it is softer.
const LOUD: f32 = 0.2;

/// The frames at which sound sets in after at least 0.2 s of silence.
fn onsets(samples: &[f32]) -> Vec<usize> {
    let mut silent = 0;
    let mut found = Vec::new();
    for (frame, sample) in samples.iter().enumerate() {
        if sample.abs() <= LOUD {
            silent += 1;
        } else {
            if silent > RATE as usize / 5 {
                found.push(frame);
            }
            silent = 0;
        }
    }
    found
}

/// Waits for the first sound that sets in from now on, for half a second; gives its instant as Unix time in ms.
///
/// The sound's own arrival tells the instant: where a player throws away what it handed out, as mpv does at a seek, the
/// sound server records that stretch twice, and frames counted from the beginning would be off.
fn next_sound(recording: &Recording) -> Option<f64> {
    let (begin, mut from) = (Instant::now(), recording.len());
    while begin.elapsed() < Duration::from_millis(500) {
        thread::sleep(Duration::from_millis(1));
        let (now, to) = (unix_ms(), recording.len());
        let heard = recording.hear(from, to - from);
        if let Some(frame) = heard.iter().position(|sample| sample.abs() > LOUD) {
            return Some(now - (heard.len() - frame) as f64 * 1000.0 / f64::from(RATE));
        }
        from = to;
    }
    None
}

/// Waits until a burst has just ended: what sounds within the next half second is an answer.
fn after_a_burst(recording: &Recording) {
    let loud = |ms: usize| {
        let count = RATE as usize * ms / 1000;
        let from = recording.len().saturating_sub(count);
        recording.hear(from, count).iter().any(|sample| sample.abs() > LOUD)
    };
    wait_for("a burst", || loud(20));
    wait_for("its end", || !loud(20));
}

fn unix_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0
}
