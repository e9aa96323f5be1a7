//! Writing the transcript from the real window: the preview, the system's dialog, and what lies on the disk then.

use std::{fs, path::Path, thread, time::Duration};

use cueline_tests::{
    desktop::{Desktop, wait_for},
    window::{Window, key},
};

const SUBTITLES: &str = "1\n00:00:01,000 --> 00:00:03,500\nAnn: Good evening, and welcome.\n\n\
    2\n00:00:04,000 --> 00:00:06,000\nBen: Thank you.\n";

fn preview(window: &Window) -> String {
    let text = window.run("return document.querySelector('[data-testid=preview]')?.innerText ?? ''");
    text.as_str().unwrap_or_default().to_owned()
}

/// Saves by the system's own dialog, where a person types the path.
fn save_as(desktop: &Desktop, window: &Window, path: &Path) {
    window.click("dialog[open] button[type=submit]");
    desktop.wait_for_dialog("Save the transcript");
    desktop.type_text(&path.display().to_string());
    desktop.press("Return");
}

#[test]
fn a_transcript_is_shown_and_saved_in_another_format() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("talk.srt"), SUBTITLES).unwrap();
    let window = Window::on_episode(&desktop, place.path());

    window.press(&[key::CONTROL, "e"]);
    wait_for("the formats", || window.exists("dialog[open] input[value=text]"));
    window.click("dialog[open] input[value=text]");
    wait_for("the preview", || preview(&window).contains("Good evening, and welcome."));
    assert!(preview(&window).contains("Ann"));
    window.click("dialog[open] input[name=speakers]");
    wait_for("the preview without names", || {
        preview(&window).contains("Good evening") && !preview(&window).contains("Ann")
    });
    let shown = preview(&window);

    let new = place.path().join("written.txt");
    save_as(&desktop, &window, &new);
    wait_for("the file", || new.exists());
    wait_for("the word on it", || window.text().contains("written.txt"));
    let written = fs::read_to_string(&new).unwrap();
    assert_eq!(written.trim(), shown.trim(), "what is written is what was shown");

    // The episode's own file stays as it is, even when the person says to replace it.
    save_as(&desktop, &window, &place.path().join("talk.srt"));
    thread::sleep(Duration::from_millis(1_000));
    desktop.press("alt+r");
    wait_for("the refusal", || window.text().contains("never writes over"));
    assert_eq!(fs::read_to_string(place.path().join("talk.srt")).unwrap(), SUBTITLES);

    window.press(&[key::ESCAPE]);
    wait_for("the window alone", || !window.exists("dialog[open]"));
}
