//! Whatever is opened gets a sentence that says what and where; the app goes on, and the folder stays as it was.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs::{self, File},
    os::unix::{ffi::OsStrExt, fs::symlink},
    path::{Path, PathBuf},
    time::SystemTime,
};

use cueline_tests::{
    desktop::{Desktop, wait_for},
    episodes,
    window::Window,
};

const TEXT: &str = "# A talk\n\n**Ann:** [0:00] First words.\n\n**Ben:** [0:02] Second words.\n";

/// One thing to open, and what the window has to say of it.
struct Case {
    name: &'static str,
    make: fn(&Path),
    /// Words that the page must show, the name of the thing among them.
    says: &'static [&'static str],
    /// Whether the transcript is there to be read all the same.
    reads: bool,
}

const CASES: &[Case] = &[
    Case { name: "nothing in it", make: |_| {}, says: &["nothing in it"], reads: false },
    Case {
        name: "not text",
        make: |folder| {
            fs::write(folder.join("talk.md"), [0x89, b'P', b'N', b'G', 0, 0, 0, 13, 0, 1, 2]).unwrap();
        },
        says: &["talk.md", "text"],
        reads: false,
    },
    Case {
        name: "far too long",
        make: |folder| File::create(folder.join("talk.md")).unwrap().set_len(200 << 20).unwrap(),
        says: &["talk.md", "MB"],
        reads: false,
    },
    Case {
        name: "no sound in it",
        make: |folder| {
            fs::write(folder.join("talk.md"), TEXT).unwrap();
            fs::write(folder.join("talk.mp3"), "These are words, not sound. ".repeat(400)).unwrap();
        },
        says: &["talk.mp3"],
        reads: true,
    },
    Case {
        name: "zero bytes",
        make: |folder| {
            fs::write(folder.join("talk.md"), TEXT).unwrap();
            fs::write(folder.join("talk.mp3"), "").unwrap();
        },
        says: &["talk.mp3", "empty"],
        reads: true,
    },
    Case {
        name: "wrong extension",
        make: |folder| {
            fs::write(folder.join("talk.md"), TEXT).unwrap();
            episodes::tones(folder, 4, 8_000);
            fs::rename(folder.join("tones.wav"), folder.join("talk.mp3")).unwrap();
            fs::remove_file(folder.join("tones.md")).unwrap();
        },
        // Not an error: what a file is shows in its bytes.
        says: &["First words"],
        reads: true,
    },
    Case {
        name: "a loop",
        make: |folder| {
            symlink(folder.join("b.md"), folder.join("a.md")).unwrap();
            symlink(folder.join("a.md"), folder.join("b.md")).unwrap();
        },
        says: &["a loop"],
        reads: false,
    },
    Case {
        name: "names beyond UTF-8",
        make: |folder| {
            fs::write(folder.join(OsStr::from_bytes(b"t\xffalk.md")), TEXT).unwrap();
        },
        says: &["First words"],
        reads: true,
    },
    Case {
        name: "unknown formats only",
        make: |folder| fs::write(folder.join("talk.docx"), "PK").unwrap(),
        says: &["unknown formats only"],
        reads: false,
    },
];

/// Every entry below a folder with its time of change and its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, (Option<SystemTime>, u64)> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let data = entry.as_ref().unwrap().path().symlink_metadata().unwrap();
            (entry.unwrap().path(), (data.modified().ok(), data.len()))
        })
        .collect()
}

#[test]
fn every_bad_input_gets_a_sentence_and_nothing_is_written() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    for case in CASES {
        let folder = place.path().join(case.name);
        fs::create_dir(&folder).unwrap();
        (case.make)(&folder);
        let before = contents(&folder);
        let window = Window::start(&desktop, Some(&folder));
        for words in case.says {
            wait_for(&format!("“{words}” for {}", case.name), || window.text().contains(words));
        }
        if case.reads {
            wait_for(&format!("the lines of {}", case.name), || window.exists("[data-line]"));
        } else {
            assert!(!window.exists("[data-line]"), "{}", case.name);
        }
        assert!(window.exists("button"), "{}: the window can still be used", case.name);
        assert_eq!(contents(&folder), before, "{}: nothing is written into the folder", case.name);
    }
}

#[test]
fn what_is_not_there_or_is_no_folder_is_told() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    let missing = place.path().join("gone away");
    let window = Window::start(&desktop, Some(&missing));
    wait_for("the sentence", || window.text().contains("gone away"));
    drop(window);
    let looped = place.path().join("round and round");
    symlink(&looped, &looped).unwrap();
    let window = Window::start(&desktop, Some(&looped));
    wait_for("the sentence", || window.text().contains("round and round"));
}

#[test]
fn truncated_audio_plays_what_is_there() {
    let desktop = Desktop::start(1200, 800);
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    fs::write(folder.join("talk.md"), TEXT).unwrap();
    let whole = fs::read(episodes::sample().join("episode.mp3")).unwrap();
    fs::write(folder.join("talk.mp3"), &whole[..whole.len() / 10]).unwrap();
    let window = Window::on_episode(&desktop, folder);
    window.play();
    window.wait_until_lit(1);
}
