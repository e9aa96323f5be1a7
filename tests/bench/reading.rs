//! Reading in the real window: opening, scrolling by keys, following, searching and memory, for 100 to 100,000 lines, beside a page with
//! a span for every word in the same engine.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use cueline_tests::{
    desktop::{Desktop, wait_for},
    program,
    window::{Window, key},
};
use serde_json::{Value, json};

use crate::{
    material, process, spans,
    statistics::{middle_and_tail, percentile},
};

const SIZES: [usize; 3] = [100, 10_000, 100_000];
/// How often each is opened.
const OPENINGS: usize = 5;
/// How many keys scroll, and how long after the one before.
const KEYS: usize = 40;
const KEY_EVERY: Duration = Duration::from_millis(120);
/// How long is watched what following takes.
const WATCHED: Duration = Duration::from_secs(20);
/// What is searched for, as it is typed.
const TYPED: &str = "island that night";
/// The engine's own browser, which shows the peer.
const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// Notes every few milliseconds that the page's thread is free.
const TURNS: &str = "window.turns = []; window.turn = until => { window.turns.push(performance.now());
    if (performance.now() < until) setTimeout(window.turn, 4, until) };";
/// When the first lines were `shown`, and when the page was free again, in ms since `from`: the latter is the end of the last pause of
/// more than 50 ms that began within a second and a half after all was ready.
const INTERACTIVE: &str = "const lines = performance.getEntriesByName('lines').at(-1).startTime;
    let free = lines;
    turns.forEach((at, i) => { const next = turns[i + 1];
      if (next > lines && at < lines + 1500 && next - at > 50) free = Math.max(free, next) });
    return [(shown ?? lines) - from, free - from]";
/// Notes each frame.
const FRAMES: &str = "window.frames_ = []; window.framing = true;
    requestAnimationFrame(function frame(at) { window.frames_.push(at); if (window.framing) requestAnimationFrame(frame) })";

/// What was measured of one side at one size.
#[derive(Default)]
struct Measured {
    /// From asking for it to the first lines, and until the page was free; ms.
    opened: Vec<(f64, f64)>,
    /// Between one frame and the next while keys scroll, ms.
    frames: Vec<f64>,
    /// Of the page's main thread, ms a second: paused, playing without following, and playing and following.
    paused: f64,
    playing: Option<f64>,
    following: f64,
    /// From a letter typed to the count that is shown, ms.
    searched: Vec<f64>,
    /// Of the page's process, MB.
    memory: f64,
}

/// Prints the table.
pub fn measure() {
    let measured: Vec<(usize, Measured, Measured)> =
        SIZES.map(|lines| (lines, ours(lines), peer(lines))).into_iter().collect();
    println!("| reading in the window | {} |", heads(&measured));
    println!("|---|{}", "---|".repeat(2 * measured.len()));
    let row = |what: &str, figure: &dyn Fn(&Measured) -> String| {
        let cells = measured.iter().flat_map(|(_, ours, peer)| [figure(ours), figure(peer)]);
        println!("| {what} | {} |", cells.collect::<Vec<_>>().join(" | "));
    };
    row("first lines, ms (p50 / p95 of 5)", &|of| spread(&of.opened, |opened| opened.0));
    row("free for the person, ms (p50 / p95)", &|of| spread(&of.opened, |opened| opened.1));
    row("a frame while keys scroll, ms (p95)", &|of| figure(percentile(&of.frames, 95.0), 0));
    row("the longest of them", &|of| figure(percentile(&of.frames, 100.0), 0));
    row("main thread, paused, ms a second", &|of| figure(of.paused, 1));
    row("playing without following", &|of| of.playing.map_or("–".into(), |ms| figure(ms, 1)));
    row("playing and following", &|of| figure(of.following, 1));
    row("searching as one types, ms (p50 / p95)", &|of| match &*of.searched {
        [] => "–".into(),
        searched => middle_and_tail(searched, 0),
    });
    row("memory of the page, MB", &|of| figure(of.memory, 0));
    println!();
}

fn heads(measured: &[(usize, Measured, Measured)]) -> String {
    let heads = measured.iter().map(|(lines, ..)| {
        let lines = if *lines < 1000 { lines.to_string() } else { format!("{},000", lines / 1000) };
        format!("{lines} lines | as spans")
    });
    heads.collect::<Vec<_>>().join(" | ")
}

fn spread(opened: &[(f64, f64)], of: impl Fn(&(f64, f64)) -> f64) -> String {
    middle_and_tail(&opened.iter().map(of).collect::<Vec<_>>(), 0)
}

fn figure(ms: f64, decimals: usize) -> String {
    if ms.is_nan() { "–".into() } else { format!("{ms:.decimals$}") }
}

/// Cueline, in its window.
fn ours(lines: usize) -> Measured {
    let place = tempfile::tempdir().expect("a temporary folder");
    material::spoken(place.path(), lines);
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, place.path());
    window.resize(1400, 900);
    let app = program::running(&desktop, "cueline").expect("the app runs");
    // Until the sound is measured: it is as long as the text, and only its text is to be looked at here.
    until(Duration::from_secs(600), || rests(app));
    let page = page(&desktop);
    let mut measured = Measured { memory: process::own_memory(page), ..Measured::default() };

    for _ in 0..OPENINGS {
        window.click("button[aria-label='Back to the start']");
        wait_for("the start screen", || window.exists("button.recent"));
        window.run("performance.clearMarks()");
        window.run(&format!("{TURNS} turn(performance.now() + 6000)"));
        window.click("button.recent");
        wait_for("the first line", || noted(&window, "lines"));
        thread::sleep(Duration::from_secs(3));
        let from = "const from = performance.getEntriesByName('opening').at(-1).startTime, shown = null;";
        measured.opened.push(pair(&window.run(&format!("{from} {INTERACTIVE}"))));
    }
    until(Duration::from_secs(60), || rests(app));

    window.press(&[key::DOWN]);
    measured.frames = scrolled(&window);
    if window.exists("search input") {
        measured.searched = searched(&window);
    }

    thread::sleep(Duration::from_secs(3));
    measured.paused = busy(page);
    window.press(&[key::ESCAPE]);
    window.press(&["f"]);
    window.play();
    thread::sleep(Duration::from_secs(2));
    measured.following = busy(page);
    window.click(".follow");
    thread::sleep(Duration::from_secs(2));
    measured.playing = Some(busy(page));
    measured
}

/// A span a word, in the engine's own browser.
fn peer(lines: usize) -> Measured {
    let place = tempfile::tempdir().expect("a temporary folder");
    let file = place.path().join("spans.html");
    spans::page(&file, lines, &format!("{TURNS} turn(performance.now() + 120000)"));
    let mut measured = Measured::default();
    for opening in 1..=OPENINGS {
        let desktop = Desktop::start(1400, 900);
        let window = Window::browsing(&desktop, Path::new(BROWSER));
        window.resize(1400, 900);
        window.go_to(&file);
        until(Duration::from_secs(120), || noted(&window, "lines"));
        thread::sleep(Duration::from_secs(3));
        let from =
            "const from = 0, shown = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;";
        measured.opened.push(pair(&window.run(&format!("{from} {INTERACTIVE}"))));
        // Each opening of the largest takes its time, and comes out the same.
        if opening < OPENINGS && lines <= 10_000 {
            continue;
        }
        let page = page(&desktop);
        measured.memory = process::own_memory(page);
        window.run("window.turn = () => {}; document.body.focus()");
        measured.frames = scrolled(&window);
        thread::sleep(Duration::from_secs(3));
        measured.paused = busy(page);
        window.run("setTimeout(window.play)");
        thread::sleep(Duration::from_secs(2));
        measured.following = busy(page);
        break;
    }
    measured
}

/// Presses Page Down, and gives the times between the frames that come of it.
fn scrolled(window: &Window) -> Vec<f64> {
    window.run(FRAMES);
    for _ in 0..KEYS {
        window.press(&[key::PAGE_DOWN]);
        thread::sleep(KEY_EVERY);
    }
    let frames = window.run("window.framing = false; return window.frames_");
    let frames: Vec<f64> = frames.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    frames.windows(2).map(|two| two[1] - two[0]).collect()
}

/// Types a search letter by letter, and gives the time from each letter to the count that is shown for it.
fn searched(window: &Window) -> Vec<f64> {
    window.press(&[key::CONTROL, "f"]);
    wait_for("the search", || {
        window.run("return document.activeElement.matches('search input')") == json!(true)
    });
    (1..=TYPED.len())
        .map(|letters| {
            window.run(&format!(
                "const field = document.querySelector('search input');
                 window.counted = null;
                 const typed = performance.now();
                 const watch = new MutationObserver(() => {{
                   watch.disconnect();
                   requestAnimationFrame(() => {{ window.counted = performance.now() - typed }});
                 }});
                 watch.observe(document.querySelector('search'), {{ subtree: true, childList: true, characterData: true }});
                 field.value = {};
                 field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))",
                json!(&TYPED[..letters])
            ));
            wait_for("the count", || window.run("return window.counted !== null") == json!(true));
            window.run("return window.counted").as_f64().unwrap_or(f64::NAN)
        })
        .collect()
}

/// What the main thread of a process takes now, in ms a second (proc(5), schedstat).
fn busy(pid: u32) -> f64 {
    let ran = || {
        let stat = fs::read_to_string(format!("/proc/{pid}/task/{pid}/schedstat")).unwrap_or_default();
        stat.split_whitespace().next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e6
    };
    let (began, before) = (Instant::now(), ran());
    thread::sleep(WATCHED);
    (ran() - before) / began.elapsed().as_secs_f64()
}

/// The process that the page runs in: of several, since a browser keeps one in store, the largest.
fn page(desktop: &Desktop) -> u32 {
    let pages = program::all_running(desktop, program::PAGE).into_iter();
    let largest =
        pages.max_by(|one, other| process::own_memory(*one).total_cmp(&process::own_memory(*other)));
    largest.expect("the page runs")
}

/// Whether a process does next to nothing for two seconds.
fn rests(pid: u32) -> bool {
    let before = process::processor_time(pid);
    thread::sleep(Duration::from_secs(2));
    process::processor_time(pid) - before < 0.1
}

/// Whether the page has noted it.
fn noted(window: &Window, mark: &str) -> bool {
    window.run(&format!("return performance.getEntriesByName('{mark}').length > 0")) == json!(true)
}

fn pair(two: &Value) -> (f64, f64) {
    let at = |index: usize| two[index].as_f64().unwrap_or(f64::NAN);
    (at(0), at(1))
}

/// Waits as long as that for what takes longer than anything in a test may.
fn until(most: Duration, ready: impl Fn() -> bool) {
    let begin = Instant::now();
    while !ready() && begin.elapsed() < most {
        thread::sleep(Duration::from_millis(250));
    }
}
