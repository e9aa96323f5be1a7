//! What a screen reader is told of the real window.

use cueline_tests::{
    accessible::Accessible,
    desktop::{Desktop, wait_for},
    episodes, program,
    window::Window,
};

/// The tree, once it holds the episode's lines.
fn tree(desktop: &Desktop, ready: impl Fn(&Accessible) -> bool) -> Accessible {
    let pid = program::running(desktop, "cueline").expect("the app runs");
    let mut found = None;
    wait_for("the accessible tree", || {
        found = Accessible::of(desktop, pid).filter(&ready);
        found.is_some()
    });
    found.unwrap()
}

/// The items of the transcript's list.
fn lines(tree: &Accessible) -> Vec<Accessible> {
    let transcript = tree.of_role("list").into_iter().find(|list| list.name() == "Transcript");
    transcript.map(|list| list.of_role("list item")).unwrap_or_default()
}

#[test]
fn a_screen_reader_is_told_of_lines_the_current_one_and_the_player() {
    let mut desktop = Desktop::start(1200, 800);
    desktop.set_accessible();
    let window = Window::on_episode(&desktop, &episodes::sample());
    window.click_line(2);
    window.wait_until_lit(2);
    window.pause();
    let tree = tree(&desktop, |tree| lines(tree).len() > 4);

    let lines = lines(&tree);
    let told: Vec<_> = lines.iter().filter(|line| line.attribute("posinset").is_some()).collect();
    for (at, line) in told.iter().enumerate() {
        assert_eq!(line.attribute("posinset"), Some(&*(at + 1).to_string()), "{line:?}");
        assert_eq!(line.attribute("setsize"), Some("16"), "{line:?}");
    }
    let shown = window.run("return document.querySelectorAll('[data-line]').length").as_u64().unwrap();
    assert_eq!(told.len() as u64, shown, "each line on the page is an item of the list");
    let said = window.run("return document.querySelector('[data-line=\"2\"] p').textContent");
    assert!(told[2].text().contains(said.as_str().unwrap()), "{:?}", told[2]);
    let current: Vec<_> = told.iter().filter_map(|line| line.attribute("current")).collect();
    assert_eq!(current, ["true"], "one line is the current one");
    assert_eq!(told[2].attribute("current"), Some("true"));
    assert!(told[2].is("focusable"), "the current line can have the focus");

    for button in tree.of_role("push button").iter().chain(&tree.of_role("button")) {
        assert!(!button.name().trim().is_empty(), "a button without a name: {button:?}");
    }
    let buttons: Vec<_> = tree.all().into_iter().filter(|one| one.role().ends_with("button")).collect();
    for name in ["Play", "Back 10 seconds", "Forward 10 seconds", "Mute", "Back to the start"] {
        assert!(
            buttons.iter().any(|button| button.name().starts_with(name)),
            "no “{name}” among {buttons:?}"
        );
    }
    let sliders = tree.of_role("slider");
    let position = sliders.iter().find(|slider| slider.name() == "Position").expect("the position");
    let (now, most) = position.value().expect("it has a value");
    let played = window.run("return +document.querySelector('.waveform').ariaValueNow").as_f64().unwrap();
    assert!((now - played).abs() < 1.0 && most > now, "{now} of {most} and not {played}");
    assert!(position.attribute("valuetext").is_some_and(|text| text.contains(" of ")), "{position:?}");
}
