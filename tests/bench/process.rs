//! What the machine is, and what a process takes of it (proc(5)).

use std::{
    fs,
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

/// One line on the machine and the day.
pub fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": an unknown processor");
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let day = Command::new("date").arg("+%Y-%m-%d").output().map(|output| output.stdout).unwrap_or_default();
    let model = model.trim_start_matches(['\t', ' ', ':']);
    format!("{model}, {cores} cores, {}", String::from_utf8_lossy(&day).trim())
}

/// The memory that a process holds and shares with nobody, in MB.
pub fn own_memory(pid: u32) -> f64 {
    field(pid, "RssAnon:") / 1024.0
}

/// The most memory that a process has ever had, with what it shares, in MB.
pub fn most_memory(pid: u32) -> f64 {
    field(pid, "VmHWM:") / 1024.0
}

/// Processor time that a process has taken since it began, in seconds.
pub fn processor_time(pid: u32) -> f64 {
    ticks(&stat(&pid.to_string()))
}

/// The same, of those threads alone that decode and play: the rest of the process is the window.
pub fn sound_time(pid: u32) -> f64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    threads
        .filter_map(|thread| thread.file_name().to_str()?.parse().ok())
        .filter(|thread: &u32| {
            let name = fs::read_to_string(format!("/proc/{pid}/task/{thread}/comm")).unwrap_or_default();
            SOUND_THREADS.contains(&name.trim())
        })
        .map(|thread| ticks(&stat(&format!("{pid}/task/{thread}"))))
        .sum()
}

/// The engine's feeder, and the thread of the output's callback.
const SOUND_THREADS: &[&str] = &["cueline-feeder", "cpal_alsa_out"];

/// Processor time in a stat's fields, in seconds.
fn ticks(fields: &[String]) -> f64 {
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The fields of /proc/PID/stat from the third on; the second may hold anything, but only up to the last parenthesis.
fn stat(pid: &str) -> Vec<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// When a process began, as Unix time in ms, to a hundredth of a second.
pub fn began(pid: u32) -> Option<f64> {
    let since_boot: f64 = stat(&pid.to_string()).get(19)?.parse().ok()?;
    let uptime: f64 = fs::read_to_string("/proc/uptime").ok()?.split_whitespace().next()?.parse().ok()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs_f64();
    Some((now - uptime + since_boot / 100.0) * 1000.0)
}

/// A field of /proc/PID/status in kB.
fn field(pid: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(f64::NAN)
}
