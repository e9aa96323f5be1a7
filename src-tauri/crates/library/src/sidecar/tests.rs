//! The sidecar on real folders: what is kept, what is never lost, and where it lies.

use std::fs;

use cueline_transcript::Transcript;
use serde_json::{Value, json};

use super::*;
use crate::testing::Folder;
use crate::{discover, read as read_text};

const TALK: &str = "**Ann:** [0:01] The boat came in late.\n\n**Bo:** [0:04] I heard the boat.\n\n**Ann:** [0:09] So did I.\n";

/// An episode folder, and the app's own folder in another place.
struct Place {
    episode: Folder,
    data: Folder,
}

impl Place {
    fn new() -> Self {
        let place = Self { episode: Folder::new(), data: Folder::new() };
        place.episode.add("talk.md", TALK);
        place
    }

    fn open(&self) -> (Sidecar, Vec<String>) {
        let found = discover(&self.episode.path().join("talk.md")).unwrap();
        Sidecar::open(&found.pairs[0], self.data.path())
    }

    fn transcript(&self) -> Transcript {
        read_text(&self.episode.path().join("talk.md"), &cueline_transcript::ParseOptions::default())
            .unwrap()
            .transcript
    }

    /// Marks a line, and gives the bookmark's id and what was told.
    fn mark(&self, sidecar: &mut Sidecar, line: usize) -> (u64, Vec<String>) {
        let transcript = self.transcript();
        let (id, told) = sidecar.change(|work| work.mark(&transcript, line)).unwrap();
        (id.unwrap(), told)
    }

    fn file(&self) -> PathBuf {
        self.episode.path().join("talk.cueline.json")
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&fs::read(self.file()).unwrap()).unwrap()
    }

    /// The lines that are marked in what lies on the disk.
    fn marked(&self) -> Vec<usize> {
        let (sidecar, _) = self.open();
        let transcript = self.transcript();
        sidecar.work().bookmarks().filter_map(|bookmark| bookmark.line_in(&transcript)).collect()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.episode.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[cfg(unix)]
fn protect(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_bookmark_with_its_note_is_there_when_the_episode_is_opened_again_and_goes_when_it_is_taken_off() {
    let place = Place::new();
    let before = place.episode.snapshot();
    let (mut sidecar, problems) = place.open();
    assert_eq!((sidecar.work().bookmarks().count(), problems.len()), (0, 0));
    assert_eq!(place.episode.snapshot(), before, "opening writes nothing");
    let (id, told) = place.mark(&mut sidecar, 1);
    assert_eq!((place.mark(&mut sidecar, 1).0, told), (id, vec![]), "a line is marked once");
    assert!(sidecar.change(|work| work.note(id, "  the boat ")).unwrap().0);
    let (mut again, _) = place.open();
    let [bookmark] = again.work().bookmarks().collect::<Vec<_>>()[..] else { panic!("one bookmark") };
    assert_eq!(bookmark.note, "the boat");
    assert_eq!((bookmark.text.as_str(), bookmark.at.unwrap().as_secs()), ("I heard the boat.", 4));
    assert_eq!(place.json()["bookmarks"][0]["at"], json!(4.0), "it can be read by a person");
    assert!(again.change(|work| work.unmark(id)).unwrap().0);
    assert_eq!(place.marked(), [0; 0]);
    assert!(!again.change(|work| work.unmark(id)).unwrap().0, "it is gone");
    assert_eq!(place.names(), ["talk.cueline.json", "talk.cueline.json.bak", "talk.md"]);
    assert_eq!(fs::read_to_string(place.episode.path().join("talk.md")).unwrap(), TALK);
}

#[test]
fn the_sidecar_is_no_transcript_of_the_episode() {
    let place = Place::new();
    place.mark(&mut place.open().0, 0);
    fs::rename(place.episode.path().join("talk.md"), place.episode.path().join("other.json")).unwrap();
    assert!(discover(&place.file()).is_err());
    fs::remove_file(place.episode.path().join("other.json")).unwrap();
    assert!(discover(place.episode.path()).is_err(), "nothing else is there");
}

#[test]
fn what_a_later_version_wrote_stays_in_the_file_be_it_a_field_or_an_entry() {
    let place = Place::new();
    let text = json!({
        "cueline": 1, "edits": [{"line": 3}], "bookmarks": [
            {"at": 1.0, "line": 0, "text": "The boat", "made_unix_ms": 5, "colour": "red"},
            {"between": [1, 2]},
        ],
    });
    place.episode.add("talk.cueline.json", text.to_string());
    let (mut sidecar, problems) = place.open();
    assert_eq!(problems, [""; 0]);
    place.mark(&mut sidecar, 2);
    sidecar.change(|work| work.note(5, "mine")).unwrap();
    let json = place.json();
    assert_eq!(json["edits"], json!([{"line": 3}]));
    assert_eq!(json["bookmarks"][0]["colour"], "red");
    assert_eq!(json["bookmarks"][0]["note"], "mine");
    assert_eq!(json["bookmarks"][1], json!({"between": [1, 2]}));
    assert_eq!(place.marked(), [0, 2]);
}

#[test]
fn a_form_that_this_version_would_spoil_is_left_as_it_is() {
    let place = Place::new();
    let text = r#"{"cueline": 2, "bookmarks": []}"#;
    place.episode.add("talk.cueline.json", text);
    let transcript = place.transcript();
    let error = place.open().0.change(|work| work.mark(&transcript, 0)).unwrap_err();
    assert!(matches!(error, Error::LaterSidecar { .. }), "{error}");
    assert_eq!(fs::read_to_string(place.file()).unwrap(), text);
}

#[test]
fn what_another_program_wrote_meanwhile_is_kept_with_the_change() {
    let place = Place::new();
    let (mut one, mut other) = (place.open().0, place.open().0);
    place.mark(&mut one, 0);
    let (second, _) = place.mark(&mut other, 1);
    place.mark(&mut one, 2);
    assert_eq!(place.marked(), [0, 1, 2]);
    assert!(one.change(|work| work.unmark(second)).unwrap().0, "it knows of the other's");
    place.mark(&mut other, 2);
    assert_eq!(place.marked(), [0, 2], "and what was taken off stays off");
}

#[test]
fn programs_that_write_at_once_lose_nothing() {
    let place = Place::new();
    let transcript = place.transcript();
    let pair = &discover(place.episode.path()).unwrap().pairs[0];
    std::thread::scope(|scope| {
        for line in 0..3 {
            let (transcript, data) = (&transcript, place.data.path());
            scope.spawn(move || {
                for _ in 0..20 {
                    let (mut sidecar, _) = Sidecar::open(pair, data);
                    let (id, _) = sidecar.change(|work| work.mark(transcript, line)).unwrap();
                    sidecar.change(|work| work.unmark(id.unwrap())).unwrap();
                    sidecar.change(|work| work.mark(transcript, line)).unwrap();
                }
            });
        }
    });
    let mut marked = place.marked();
    marked.sort_unstable();
    assert_eq!(marked, [0, 1, 2]);
}

#[test]
fn a_broken_file_is_told_its_last_version_shown_and_itself_kept_aside_before_anything_is_written() {
    for (round, damage) in ["{ half", "", "[]", r#"{"no": "sidecar"}"#, "\u{0}\u{0}"].into_iter().enumerate()
    {
        let place = Place::new();
        let (mut sidecar, _) = place.open();
        place.mark(&mut sidecar, 0);
        place.mark(&mut sidecar, 1);
        place.episode.add("talk.cueline.json", damage);
        let before = place.episode.snapshot();
        let (mut sidecar, problems) = place.open();
        assert_eq!(place.episode.snapshot(), before, "opening writes nothing");
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert!(problem.contains("talk.cueline.json") && problem.contains("version before"), "{problem}");
        assert_eq!(place.marked(), [0], "the version before the last");
        let (_, told) = place.mark(&mut sidecar, 2);
        let [told] = &told[..] else { panic!("{told:?}") };
        assert!(told.contains("talk.cueline.json.damaged"), "{told}");
        let aside = place.episode.path().join("talk.cueline.json.damaged");
        assert_eq!(fs::read_to_string(aside).unwrap(), damage, "round {round}");
        assert_eq!(place.marked(), [0, 2]);
    }
}

#[test]
fn a_file_that_breaks_or_goes_while_the_episode_is_open_takes_nothing_from_what_is_shown() {
    let place = Place::new();
    let (mut sidecar, _) = place.open();
    place.mark(&mut sidecar, 0);
    place.mark(&mut sidecar, 1);
    place.episode.add("talk.cueline.json", "{ half");
    assert_eq!(place.mark(&mut sidecar, 2).1.len(), 1, "it is told");
    assert_eq!(place.marked(), [0, 1, 2]);
    fs::remove_file(place.file()).unwrap();
    sidecar.change(|work| work.note(sidecar_first(work), "n")).unwrap();
    assert_eq!(place.marked(), [0, 1, 2]);
}

fn sidecar_first(work: &Work) -> u64 {
    work.bookmarks().next().unwrap().id()
}

#[test]
fn a_write_that_fails_half_way_leaves_the_file_as_it_was() {
    let place = Place::new();
    let (mut sidecar, _) = place.open();
    place.mark(&mut sidecar, 0);
    let whole = fs::read(place.file()).unwrap();
    // The version before can't be kept there, and what a crash left behind is nobody's.
    fs::create_dir(place.episode.path().join("talk.cueline.json.bak")).unwrap();
    place.episode.add(".cueline-abc.tmp", "{ half");
    let (_, told) = place.mark(&mut sidecar, 1);
    assert_eq!(fs::read(place.file()).unwrap(), whole);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(place.marked(), [0, 1], "it is kept in the app's own folder");
}

#[cfg(unix)]
#[test]
fn where_the_folder_can_not_be_written_it_lies_in_the_apps_own_and_goes_back_when_it_can() {
    let place = Place::new();
    let (mut sidecar, _) = place.open();
    let (first, _) = place.mark(&mut sidecar, 0);
    protect(place.episode.path(), 0o555);
    let before = place.episode.snapshot();
    let (_, told) = place.mark(&mut sidecar, 1);
    let [told] = &told[..] else { panic!("{told:?}") };
    let own = place.data.path().join("sidecars").display().to_string();
    assert!(told.contains(&own) && told.contains("talk.cueline.json"), "{told}");
    sidecar.change(|work| work.unmark(first)).unwrap();
    assert_eq!(place.mark(&mut sidecar, 2).1, [""; 0], "it is told once");
    assert_eq!(place.episode.snapshot(), before, "nothing is written there");
    assert_eq!(place.marked(), [1, 2], "also what was taken off there is off");
    protect(place.episode.path(), 0o755);
    let (mut sidecar, _) = place.open();
    place.mark(&mut sidecar, 0);
    assert_eq!(place.marked(), [1, 2, 0]);
    assert_eq!(place.json()["bookmarks"].as_array().unwrap().len(), 3);
    assert_eq!(place.json().get("instead_of"), None);
    let kept = fs::read_dir(place.data.path().join("sidecars")).unwrap();
    let kept: Vec<_> = kept.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(kept.iter().all(|name| name == "lock" || name.ends_with(".bak")), "{kept:?}");
}

#[cfg(unix)]
#[test]
fn work_in_both_places_is_brought_together_and_a_protected_file_is_not_replaced() {
    let place = Place::new();
    let (mut sidecar, _) = place.open();
    place.mark(&mut sidecar, 0);
    let file = place.file();
    protect(&file, 0o444);
    let whole = fs::read(&file).unwrap();
    assert_eq!(place.mark(&mut sidecar, 1).1.len(), 1);
    assert_eq!(fs::read(&file).unwrap(), whole);
    // The file of another computer comes into the folder.
    protect(&file, 0o644);
    place.episode.add(
        "talk.cueline.json",
        r#"{"cueline": 1, "bookmarks": [{"at": 9, "line": 2, "text": "So", "made_unix_ms": 7}]}"#,
    );
    assert_eq!(place.marked(), [2, 0, 1]);
}

#[test]
fn neither_place_is_an_error_that_says_so_and_the_work_stays_as_it_was() {
    let place = Place::new();
    let data = place.data.add("a file", "x");
    let pair = &discover(place.episode.path()).unwrap().pairs[0];
    let (mut sidecar, _) = Sidecar::open(pair, &data);
    fs::create_dir(place.file()).unwrap();
    fs::create_dir(place.episode.path().join("talk.cueline.json.damaged")).unwrap();
    let transcript = place.transcript();
    // A folder by the file's name is set aside like any other damage.
    let (_, told) = sidecar.change(|work| work.mark(&transcript, 0)).unwrap();
    assert!(told[0].contains("damaged-2"), "{told:?}");
    fs::remove_dir_all(place.episode.path()).unwrap();
    let error = sidecar.change(|work| work.mark(&transcript, 1)).unwrap_err();
    assert!(matches!(error, Error::NotSaved { .. }), "{error}");
    assert_eq!(sidecar.work().bookmarks().count(), 1);
}

#[test]
fn a_bookmark_finds_its_line_in_another_version_of_the_transcript() {
    let place = Place::new();
    let (mut sidecar, _) = place.open();
    place.mark(&mut sidecar, 1);
    let cases = [
        ("**Ann:** [0:00] New.\n\n**Bo:** [0:04] I heard the boat. And more.\n", Some(1)),
        ("**Bo:** [0:04] I heard the boat.\n", Some(0)),
        ("**Ann:** [0:00] New.\n\n**Bo:** [0:03] We heard it.\n\n**Bo:** [0:05] Yes.\n", Some(1)),
        ("**Ann:** New.\n", None),
    ];
    for (text, expected) in cases {
        place.episode.add("talk.md", text);
        let (sidecar, _) = place.open();
        let transcript = place.transcript();
        let bookmark = sidecar.work().bookmarks().next().unwrap();
        assert_eq!(bookmark.line_in(&transcript), expected, "{text}");
    }
}

#[test]
fn the_sidecar_of_a_lone_transcript_is_found_when_the_audio_comes() {
    let place = Place::new();
    fs::rename(place.episode.path().join("talk.md"), place.episode.path().join("talk.en.md")).unwrap();
    let pair = |audio| Pair::new(audio, Some(place.episode.path().join("talk.en.md"))).unwrap();
    let transcript =
        read_text(&place.episode.path().join("talk.en.md"), &cueline_transcript::ParseOptions::default())
            .unwrap()
            .transcript;
    let (mut sidecar, _) = Sidecar::open(&pair(None), place.data.path());
    sidecar.change(|work| work.mark(&transcript, 0)).unwrap();
    let (sidecar, _) = Sidecar::open(&pair(Some(place.episode.path().join("talk.mp3"))), place.data.path());
    assert_eq!(sidecar.work().bookmarks().count(), 1);
}
