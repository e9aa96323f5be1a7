//! A window in which nothing happens does nothing: no frame is asked for, no timer set, and its processes sleep.

use std::{fs, thread, time::Duration};

use cueline_tests::{
    desktop::{Desktop, wait_for},
    episodes, program,
    window::Window,
};

/// How long it is watched.
const WATCHED: Duration = Duration::from_secs(5);
/// WebKit itself wakes up now and then to look after its memory. Anything that ran at each frame, or ten times a second, would be more.
const MOST_WAKES_A_SECOND: u64 = 8;

/// How many timers and frames it takes to ask for their numbers: one each, and the driver sets a timer for every script that it runs.
const ASKING: [u64; 2] = [2, 1];

/// The numbers of the next timer and of the next frame that is asked for: each is counted by the page's document, whoever asks.
fn numbers(window: &Window) -> [u64; 2] {
    let numbers = window.run(
        "const timer = setTimeout(() => {}), frame = requestAnimationFrame(() => {});
         clearTimeout(timer); cancelAnimationFrame(frame); return [timer, frame]",
    );
    [0, 1].map(|of| numbers[of].as_u64().unwrap())
}

/// How often the main thread of a process went to sleep so far (proc(5)).
fn sleeps(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/task/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
    line.trim().parse().unwrap()
}

#[test]
fn a_paused_episode_asks_for_no_frame_and_sets_no_timer() {
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click_line(3);
    window.wait_until_lit(3);
    window.pause();
    // Away from what would explain itself. What a click leaves behind, a glide or the peaks of what is measured meanwhile, comes to an
    // end; what went on for ever would leave no stretch of time free.
    window.point_at(1190.0, 300.0);
    let processes = [program::PAGE, "cueline"].map(|name| program::running(&desktop, name).unwrap());
    wait_for("a stretch in which no timer is set, no frame asked for, and both processes sleep", || {
        let (before, slept) = (numbers(&window), processes.map(sleeps));
        thread::sleep(WATCHED);
        let woke = [0, 1].map(|of| sleeps(processes[of]) - slept[of]);
        let after = numbers(&window);
        let rests = woke.iter().all(|woke| *woke <= MOST_WAKES_A_SECOND * WATCHED.as_secs());
        rests && [0, 1].map(|of| after[of] - before[of]) == ASKING
    });
    assert_eq!(window.run("return document.getAnimations().length"), 0);
}
