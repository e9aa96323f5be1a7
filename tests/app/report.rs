//! The report in the real window: what was read from the file, and the line of it that a remark is about.

use std::fs;

use cueline_tests::{
    desktop::{Desktop, wait_for},
    episodes,
    window::{Window, key},
};
use serde_json::json;

/// The second cue ends before it begins, far down in the file.
fn subtitles() -> String {
    let cue = |number: usize, from: usize, to: usize, text: &str| {
        let time = |s: usize| format!("{:02}:{:02}:{:02},000", s / 3600, s / 60 % 60, s % 60);
        format!("{number}\n{} --> {}\n{text}\n\n", time(from), time(to))
    };
    let mut text: String = (0..300)
        .map(|n| cue(n + 1, n * 2, n * 2 + 1, &format!("Ann: This is sentence number {n}.")))
        .collect();
    text += &cue(301, 3, 4, "Ann: This one goes back to the beginning.");
    text
}

#[test]
fn a_remark_leads_to_the_line_of_the_file_that_it_is_about() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("talk.srt"), subtitles()).unwrap();
    let window = Window::on_episode(&desktop, place.path());

    window.click("button[title^='What was read']");
    wait_for("the report", || window.text().contains("was read as SubRip"));
    assert!(window.text().contains("301"), "it counts the utterances");
    wait_for("a remark with its line", || window.exists("button[data-remark]"));
    let line = window.run("return +document.querySelector('button[data-remark] span').textContent.match(/[\\d,]+/)[0].replaceAll(',', '')");
    let line = line.as_u64().unwrap() as usize;
    let source = subtitles();
    let wanted = source.lines().nth(line - 1).unwrap();
    window.run("document.querySelector('button[data-remark]').scrollIntoView()");
    window.click("button[data-remark]");
    wait_for("the file's line", || {
        window.run("return document.querySelector('[data-source-line][aria-current] code')?.innerText ?? ''")
            == json!(wanted)
    });
    wait_for("the line in sight", || {
        window.run(&format!(
            "const view = document.querySelector('[data-testid=source]')?.getBoundingClientRect();
             const line = document.querySelector('[data-source-line=\"{line}\"]')?.getBoundingClientRect();
             return view && line && line.top >= view.top && line.bottom <= view.bottom"
        )) == json!(true)
    });

    window.press(&[key::ESCAPE]);
    wait_for("the report again", || window.text().contains("was read as SubRip"));
    wait_for("the focus on the remark", || {
        window.run("return document.activeElement.dataset.remark ?? null").is_string()
    });
    window.press(&[key::ESCAPE]);
    wait_for("the window alone", || !window.exists("dialog[open]"));
    wait_for("the focus where it was", || {
        window
            .run("return document.activeElement.getAttribute('title')?.startsWith('What was read') ?? false")
            == json!(true)
    });
}

#[test]
fn a_file_that_went_away_since_is_told() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("talk.srt");
    fs::write(&file, subtitles()).unwrap();
    let window = Window::on_episode(&desktop, place.path());
    fs::remove_file(&file).unwrap();
    window.click("button[title^='What was read']");
    wait_for("a remark with its line", || window.exists("button[data-remark]"));
    window.run("document.querySelector('button[data-remark]').scrollIntoView()");
    window.click("button[data-remark]");
    wait_for("the sentence", || window.exists("dialog[open] [role=alert]"));
    assert!(window.text().contains("talk.srt"));
}

#[test]
fn the_frames_a_second_can_be_chosen_and_the_times_move_while_the_sound_goes_on() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    episodes::tones(place.path(), 20, 8_000);
    fs::remove_file(place.path().join("tones.md")).unwrap();
    let text = "[00:00:01:12] Ann: Good evening.\n\n[00:00:03:20] Ben: Thank you.\n";
    let file = place.path().join("tones.txt");
    fs::write(&file, text).unwrap();
    let window = Window::on_episode(&desktop, place.path());
    let starts = || {
        window.run(
            "return [...document.querySelectorAll('[data-line]')].map(e => Math.round(+e.dataset.startMs))",
        )
    };
    assert_eq!(starts(), json!([1_500, 3_833]), "24 a second have room for them");
    window.play();
    window.click("button[title^='What was read']");
    wait_for("the choice", || window.exists("dialog[open] select"));
    window.run("document.querySelector('dialog[open] select').focus()");
    window.press(&["5"]);
    wait_for("the times", || starts() == json!([1_240, 3_400]));
    assert!(window.text().contains("as you chose"));
    assert!(window.is_playing(), "what sounds goes on");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}
