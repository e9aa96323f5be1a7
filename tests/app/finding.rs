//! Searching, copying and marking by keyboard, in the real window.

use std::{fs, path::Path};

use cueline_tests::{
    desktop::{Desktop, wait_for},
    episodes,
    window::{Window, key},
};
use serde_json::json;

const SHIFT: &str = "\u{e008}";

/// A copy of the sample episode, in which something may be written.
fn sample_in(folder: &Path) {
    for entry in fs::read_dir(episodes::sample()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
}

fn counted(window: &Window) -> String {
    let text = window.run("return document.querySelector('search .count')?.textContent ?? ''");
    text.as_str().unwrap_or_default().to_owned()
}

/// Types a text where the focus is.
fn type_text(window: &Window, text: &str) {
    for letter in text.chars() {
        window.press(&[&letter.to_string()]);
    }
}

#[test]
fn a_text_is_searched_by_keyboard_each_hit_is_whole_in_view_and_escape_leads_back() {
    let desktop = Desktop::start(1000, 700);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.press(&[key::DOWN]);
    wait_for("a focused line", || window.exists("[data-line]:focus"));
    let before = window.run("return document.activeElement.dataset.line");
    window.press(&[key::CONTROL, "f"]);
    wait_for("the field with the focus", || window.exists("search input:focus"));
    type_text(&window, "the");
    wait_for("hits", || counted(&window).starts_with("1 of"));
    let all: usize = counted(&window).rsplit(' ').next().unwrap().parse().unwrap();
    assert!(all > 3, "{all} hits");
    for _ in 0..all.min(12) {
        window.press(&[key::ENTER]);
        wait_for("the hit in view", || {
            window.run(
                "const now = [...(CSS.highlights.get('hit-now') ?? [])][0];
                 const view = document.querySelector('[data-testid=transcript]').getBoundingClientRect();
                 const box = now?.getBoundingClientRect();
                 return Boolean(box && box.height > 0 && box.top >= view.top && box.bottom <= view.bottom);",
            ) == json!(true)
        });
    }
    window.press(&[SHIFT, key::ENTER]);
    window.press(&[key::ESCAPE]);
    wait_for("the end of the search", || !window.exists("search.shown"));
    assert_eq!(window.run("return document.activeElement.dataset.line ?? null"), before, "the focus is back");
    assert_eq!(window.run("return CSS.highlights.get('hit')?.size ?? 0"), json!(0));
}

#[test]
fn a_selection_is_copied_as_a_quote_with_who_said_it_where_and_when() {
    let desktop = Desktop::start(1000, 700);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.run(
        "const text = document.querySelector('[data-line=\"1\"] p');
         getSelection().selectAllChildren(text);
         return null;",
    );
    wait_for("what can be done with it", || window.exists("[role=toolbar]"));
    window.press(&[key::CONTROL, "c"]);
    wait_for("copying", || window.exists("[role=toolbar] svg.lucide-check"));
    // What lies on the clipboard shows where it is pasted.
    window.press(&[key::CONTROL, "f"]);
    wait_for("the field with the focus", || window.exists("search input:focus"));
    window.press(&[key::CONTROL, "a"]);
    window.press(&[key::CONTROL, "v"]);
    let pasted = || window.run("return document.querySelector('search input').value");
    wait_for("the quote", || pasted().as_str().is_some_and(|text| text.starts_with('“')));
    let quote = pasted();
    let quote = quote.as_str().unwrap();
    let text = window.run("return document.querySelector('[data-line=\"1\"] p').textContent.trim()");
    assert!(quote.starts_with(&format!("“{}” — ", text.as_str().unwrap())), "{quote}");
    let title = window.run("return document.querySelector('h1').textContent");
    assert!(quote.contains(title.as_str().unwrap()), "{quote}");
}

#[test]
fn a_bookmark_is_there_after_a_restart_in_one_file_beside_the_episode() {
    let desktop = Desktop::start(1000, 700);
    let place = tempfile::tempdir().unwrap();
    sample_in(place.path());
    let names = || fs::read_dir(place.path()).unwrap().count();
    let given = names();
    let window = Window::on_episode(&desktop, place.path());
    window.press(&[key::DOWN]);
    window.press(&[key::DOWN]);
    wait_for("a focused line", || window.exists("[data-line]:focus"));
    let line = window.run("return document.activeElement.dataset.line");
    assert_eq!(names(), given, "nothing is written before something is made");
    window.press(&["b"]);
    wait_for("the mark in the margin", || window.exists("[data-line]:focus button[aria-pressed=true]"));
    // Without a chance to do anything before it ends.
    window.kill();
    assert_eq!(names(), given + 1, "one file");
    let window = Window::on_episode(&desktop, place.path());
    let marked = format!("[data-line=\"{}\"] button[aria-pressed=true]", line.as_str().unwrap());
    wait_for("the mark in the margin again", || window.exists(&marked));
    assert!(window.exists(".waveform .bookmark"), "it is on the waveform");
}
