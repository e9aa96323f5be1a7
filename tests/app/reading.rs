//! The real window on an episode whose words are tones: the lit word sounds, a clicked one is heard, selecting is no click.

use cueline_tests::{
    desktop::{Desktop, RATE, wait_for},
    episodes,
    sound::Recording,
    window::{Rect, Window},
};
use serde_json::json;

/// What the recorder and the screen may be apart, besides the time that looking takes: 0.3 s.
const SLACK: usize = RATE as usize * 3 / 10;
/// A tone is told in so much sound: 80 ms.
const PIECE: usize = RATE as usize * 8 / 100;

/// The number that the lit word says: the second in which its tone sounds.
fn lit_word(window: &Window) -> Option<usize> {
    let text = window.run(
        "const range = [...(CSS.highlights.get('word') ?? [])][0];
         return range ? range.toString() : null",
    );
    text.as_str()?.trim_start_matches("tone").parse().ok()
}

/// Where a stretch of a line's text is.
fn rect_of(window: &Window, text: &str) -> Option<Rect> {
    let found = window.run(&format!(
        "for (const row of document.querySelectorAll('[data-line] p')) {{
           const pieces = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
           while (pieces.nextNode()) {{
             const at = pieces.currentNode.data.search(/{text}\\b/);
             if (at < 0) continue;
             const range = document.createRange();
             range.setStart(pieces.currentNode, at); range.setEnd(pieces.currentNode, at + {length});
             const r = range.getBoundingClientRect(); return [r.x, r.y, r.width, r.height];
           }}
         }}
         return null",
        length = text.len()
    ));
    let at = |index: usize| found.get(index)?.as_f64();
    Some(Rect { x: at(0)?, y: at(1)?, width: at(2)?, height: at(3)? })
}

fn middle(Rect { x, y, width, height }: Rect) -> (f64, f64) {
    (x + width / 2.0, y + height / 2.0)
}

/// The seconds whose tones sound in a recording, by counting where each piece of it crosses zero upwards.
fn seconds_in(heard: &[f32], seconds: usize) -> Vec<usize> {
    let mut found: Vec<usize> = heard
        .chunks_exact(PIECE)
        .filter_map(|piece| {
            let crossings = piece.windows(2).filter(|two| two[0] < 0.0 && two[1] >= 0.0).count();
            let tone = crossings as f32 * RATE as f32 / PIECE as f32;
            (0..seconds).find(|&second| (episodes::tone(second) - tone).abs() < 18.0)
        })
        .collect();
    found.dedup();
    found
}

#[test]
fn the_lit_word_is_the_one_that_sounds() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tone_words(folder.path(), 30, 5);
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, folder.path());
    let recording = Recording::start(&desktop);
    window.play();
    let (mut word, mut seen) = (0, 0);
    while word < 24 {
        // The light was on what this answers at some moment between the two.
        let before = recording.len();
        let Some(lit) = lit_word(&window) else { continue };
        let after = recording.len();
        if seen > 0 && lit == word {
            continue;
        }
        assert!(lit >= word, "the light walks on, not from word {word} to {lit}");
        (word, seen) = (lit, seen + 1);
        let from = before.saturating_sub(SLACK);
        let heard = seconds_in(&recording.hear(from, after - from + SLACK), 30);
        assert!(heard.contains(&lit), "word {lit} is lit while those of {heard:?} sound");
        assert_eq!(window.lit(), Some(word / 5), "and its line");
    }
    assert!(seen >= 12, "of 24 words only {seen} were seen lit");
}

#[test]
fn a_word_that_is_clicked_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tone_words(folder.path(), 30, 5);
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, folder.path());
    let recording = Recording::start(&desktop);
    for word in [7, 2, 13, 9] {
        let text = format!("tone{word}");
        window.scroll_to(word / 5);
        let (x, y) = middle(rect_of(&window, &text).expect("the word is on the page"));
        window.click_at(x, y);
        wait_for("the word lit", || lit_word(&window) == Some(word));
        // From the light on, the word's second has hardly begun; what was heard before the click is past.
        let heard = seconds_in(&recording.hear(recording.len() + SLACK, RATE as usize / 5), 30);
        assert!(heard.contains(&word) || heard.contains(&(word + 1)), "{text} was clicked, {heard:?} sounds");
        let now = rect_of(&window, &text).expect("the word is on the page still");
        let (then_x, then_y) = (x.round(), y.round());
        let (now_x, now_y) = middle(now);
        assert!(
            (now_x - then_x).abs() < 2.0 && (now_y - then_y).abs() < 2.0,
            "a click leaves what is read where it is"
        );
    }
}

#[test]
fn selecting_text_is_no_click() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tone_words(folder.path(), 30, 5);
    let desktop = Desktop::start(1200, 800);
    let window = Window::on_episode(&desktop, folder.path());
    let selected = || window.run("return getSelection().toString()").as_str().unwrap().trim().to_owned();
    let from = middle(rect_of(&window, "tone1").unwrap());
    let to = middle(rect_of(&window, "tone8").unwrap());
    window.drag(from, to);
    assert!(selected().contains("tone5"), "dragging selects: {:?}", selected());
    assert!(!window.is_playing() && window.lit() == Some(0), "and hears nothing");
    window.click_at(to.0, to.1 + 200.0);
    window.double_click_at(to.0, to.1);
    wait_for("the word selected", || selected() == "tone8");
    wait_for("the sound where it was", || !window.is_playing() && window.lit() == Some(0));
}

#[test]
fn a_long_paragraph_is_followed_by_its_sentences() {
    let folder = tempfile::tempdir().unwrap();
    episodes::tone_paragraph(folder.path(), 60);
    let desktop = Desktop::start(1000, 640);
    let window = Window::on_episode(&desktop, folder.path());
    window.resize(900, 600);
    window.click_line(0);
    window.press(&["."]);
    let view = window.rect("[data-testid=transcript]").unwrap();
    let mut places = vec![];
    wait_for("the way through the paragraph", || {
        let seen = window.run(
            "const range = [...(CSS.highlights.get('word') ?? CSS.highlights.get('word-about') ?? [])][0];
             const about = [...(CSS.highlights.get('word-about') ?? [])][0];
             const word = range ?? about;
             if (!word) return null;
             const r = word.getBoundingClientRect();
             return [r.top, r.bottom, document.querySelector('[data-testid=transcript]').scrollTop]",
        );
        if seen == json!(null) {
            return false;
        }
        let at = |index: usize| seen[index].as_f64().unwrap();
        places.push((at(0), at(1), at(2)));
        at(2) > 400.0
    });
    let out = places.iter().filter(|(top, bottom, _)| *top < view.y || *bottom > view.y + view.height);
    assert_eq!(out.count(), 0, "what sounds is in sight: {places:?} in {view:?}");
    let mut stops: Vec<i64> = places.iter().map(|(_, _, top)| top.round() as i64).collect();
    stops.dedup();
    assert!(stops.len() < places.len(), "the view rests between its moves: {stops:?}");
}
