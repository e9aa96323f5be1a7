//! What a person chose holds at once and in the next run, and so does where the window was.

use cueline_tests::{
    desktop::{Desktop, wait_for},
    episodes,
    window::{Window, key},
};
use serde_json::{Value, json};

/// What shows each choice: the theme, the language, the text's size, its face and its lines' distance, and whether it follows.
fn look(window: &Window) -> Value {
    window.run(
        "const of = e => getComputedStyle(e);
         const view = document.querySelector('[data-testid=transcript]');
         return [of(document.documentElement).colorScheme, document.documentElement.lang,
           view.style.getPropertyValue('--text-scale'), view.style.getPropertyValue('--text-face'),
           view.style.getPropertyValue('--text-leading'), document.querySelector('.follow').ariaPressed]",
    )
}

/// The page's inner size.
fn size(window: &Window) -> Value {
    window.run("return [innerWidth, innerHeight]")
}

/// Chooses the choice of that name in the settings, as they stand open.
fn choose(window: &Window, name: &str) {
    window.run(&format!(
        "const choices = [...document.querySelectorAll('dialog[open] label')];
         choices.find(choice => choice.textContent.trim().startsWith({})).click()",
        json!(name)
    ));
}

#[test]
fn what_is_chosen_holds_at_once_and_in_the_next_run() {
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.press(&[key::CONTROL, "="]);
    window.press(&[key::CONTROL, ","]);
    wait_for("the settings", || window.exists("dialog[open]"));
    for name in ["Dark", "Plain", "Wide", "Follow what is heard"] {
        choose(&window, name);
    }
    choose(&window, "Deutsch");
    wait_for("German", || window.text().contains("Einstellungen"));
    window.press(&[key::ESCAPE]);
    let chosen = look(&window);
    assert_eq!((&chosen[0], &chosen[1]), (&json!("dark"), &json!("de")));
    assert_ne!(chosen[2], "1", "the text is larger");
    assert_eq!(chosen[5], "false", "the view doesn't follow");
    window.kill();

    let window = Window::on_episode(&desktop, &episodes::sample());
    assert_eq!(look(&window), chosen);
}

#[test]
fn the_window_is_as_large_as_it_was_left() {
    let desktop = Desktop::start(1400, 900);
    let window = Window::on_episode(&desktop, &episodes::sample());
    let usual = size(&window);
    window.resize(820, 610);
    let left = size(&window);
    assert_ne!(left, usual);
    let kept = desktop.home().join("data/org.cueline.Cueline/window.json");
    wait_for("the note of it", || {
        std::fs::read_to_string(&kept).is_ok_and(|text| {
            serde_json::from_str(&text).is_ok_and(|kept: Value| {
                kept["width"].as_f64() == left[0].as_f64() && kept["height"].as_f64() == left[1].as_f64()
            })
        })
    });
    window.kill();

    let window = Window::on_episode(&desktop, &episodes::sample());
    wait_for("the size from before", || size(&window) == left);
}
