//! The chapters that lie in an episode's folder or in the audio's tags, as its key points.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use cueline_transcript::{
    Chapters, KeyPoint, MAX_CHAPTER_BYTES, Warning, WarningKind, merge_key_points, parse_chapters,
};

use crate::content::{self, Content};
use crate::display_name;
use crate::episode::Audio;
use crate::folder::Folder;
use crate::names::chapters_of;
use crate::pair::Pair;

/// Adds the chapters of the folder's files and of the audio to the key points that the transcript has, and answers with
/// remarks on where they come from. What is there already is not added again.
pub(crate) fn add_chapters(
    points: &mut Vec<KeyPoint>,
    audio: Option<&Audio>,
    pair: &Pair,
    folder: &Folder,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for file in files(pair, folder) {
        let name = display_name(&file);
        let Some(chapters) = read(&file).and_then(|bytes| parse_chapters(&bytes)) else {
            let message = format!("The file “{name}” should hold chapters, and none can be read in it.");
            warnings.push(Warning { kind: WarningKind::LeftOut, line: None, column: None, message });
            continue;
        };
        let source = format!("“{name}” ({})", chapters.format);
        warnings.extend(add(points, chapters.points, &source));
        warnings.extend(chapters.warnings.into_iter().map(|warning| Warning {
            line: None,
            column: None,
            message: format!("In “{name}”: {}", warning.message),
            ..warning
        }));
    }
    let tagged = audio.iter().flat_map(|audio| &audio.info.chapters).map(|chapter| KeyPoint {
        at: chapter.start,
        text: chapter.title.clone(),
        line: None,
    });
    warnings.extend(add(points, tagged.collect(), "the audio’s own chapters"));
    warnings
}

/// The chapters of a JSON or XML file that by its content is nothing but chapters; `None` for any other.
pub fn read_chapters(path: &Path) -> Option<Chapters> {
    (content::of(path) == Content::Chapters).then(|| parse_chapters(&read(path)?)).flatten()
}

fn add(points: &mut Vec<KeyPoint>, more: Vec<KeyPoint>, source: &str) -> Option<Warning> {
    let added = merge_key_points(points, more);
    let come = if added == 1 { "key point comes" } else { "key points come" };
    let message = format!("{added} {come} from {source}.");
    (added > 0).then_some(Warning { kind: WarningKind::Joined, line: None, column: None, message })
}

/// The files of chapters that belong to a pair. One without a name of its own belongs to the only episode there is.
fn files(pair: &Pair, folder: &Folder) -> Vec<PathBuf> {
    let alone = match pair.audio() {
        Some(_) => folder.audio.len() == 1,
        None => folder.audio.is_empty() && folder.transcripts.len() == 1,
    };
    let belongs = |file: &Path| {
        let halves = pair.audio().into_iter().chain(pair.transcript());
        halves.filter_map(|half| chapters_of(half, file)).any(|named| named || alone)
    };
    folder.chapters.iter().filter(|file| belongs(file)).cloned().collect()
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_CHAPTER_BYTES + 1).read_to_end(&mut bytes)).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, wav};
    use crate::{discover, open};

    /// The key points as `seconds:text`, then the remarks.
    fn render(files: &[(&str, &str)]) -> (String, Vec<String>) {
        let folder = testing::Folder::new();
        folder.add("talk.wav", wav());
        for (name, text) in files {
            folder.add(name, text);
        }
        let found = discover(folder.path()).unwrap();
        let pair = found.pairs.iter().find(|pair| pair.name() == "talk").unwrap();
        let text = open(pair).unwrap().text.unwrap();
        let points = text.transcript.key_points.iter();
        let points: Vec<_> = points.map(|point| format!("{}:{}", point.at.as_secs(), point.text)).collect();
        (points.join(" "), text.warnings.into_iter().map(|warning| warning.message).collect())
    }

    #[test]
    fn chapters_come_to_the_key_points_once() {
        const TALK: (&str, &str) = ("talk.md", "# Talk\n\n- 0:05 Two\n\n**Ann:** [0:00] Hi.\n");
        const JSON: &str = r#"{"version":"1.2.0","chapters":[{"startTime":5,"title":"two"},{"startTime":0,"title":"One"},{"startTime":9}]}"#;
        let (points, remarks) = render(&[TALK, ("talk.chapters.json", JSON), ("cover.txt.bak", "x")]);
        assert_eq!(points, "0:One 5:Two");
        assert_eq!(
            remarks,
            [
                "1 key point comes from “talk.chapters.json” (Podcasting 2.0 chapters).",
                "In “talk.chapters.json”: 1 of the chapters have no title."
            ]
        );
        let cases: [(&[(&str, &str)], &str); 6] = [
            (&[TALK, ("chapters.json", JSON)], "0:One 5:Two"),
            (&[TALK, ("talk.json", JSON)], "0:One 5:Two"),
            (
                &[TALK, ("talk.psc", "<chapters><chapter start=\"7\" title=\"Three\"/></chapters>")],
                "5:Two 7:Three",
            ),
            (&[TALK, ("talk.chapters.txt", "00:00:01.000 One\n00:00:02 More")], "1:One 2:More 5:Two"),
            (&[TALK, ("other.chapters.json", JSON)], "5:Two"),
            (&[TALK, ("other.wav", "x"), ("chapters.json", JSON)], "5:Two"),
        ];
        for (files, expected) in cases {
            assert_eq!(render(files).0, expected, "{files:?}");
        }
        let (_, remarks) = render(&[TALK, ("chapters.txt", "So it goes.")]);
        assert_eq!(remarks, ["The file “chapters.txt” should hold chapters, and none can be read in it."]);
    }

    #[test]
    fn audio_alone_has_the_chapters_beside_it() {
        let folder = testing::Folder::new();
        folder.add("talk.wav", wav());
        folder.add("chapters.txt", "00:00:01 One\n00:00:02 Two\n");
        folder.add("talk.psc", "So it goes.");
        let episode = open(&discover(folder.path()).unwrap().pairs[0]).unwrap();
        assert!(episode.text.is_none());
        let points: Vec<_> =
            episode.key_points().iter().map(|point| (point.at.as_secs(), &*point.text)).collect();
        assert_eq!(points, [(1, "One"), (2, "Two")]);
        assert_eq!(
            episode.problems,
            ["The file “talk.psc” should hold chapters, and none can be read in it."]
        );
    }
}
