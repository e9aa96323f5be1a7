//! What the commands rest on, without a window.

use super::*;

const SUBTITLES: &str = "1\n00:00:01,000 --> 00:00:03,500\nAnn: Good evening.\n\n\
                         2\n00:00:03,000 --> 00:00:02,000\nBen: Thank you.\n";

pub(super) fn app(data: &Path) -> App {
    App::new(data, &data.join("cache"), None, None)
}

fn options() -> ExportOptions {
    transcript::ExportOptions::default().into()
}

/// Opens what lies at `path`; gives the opening's number.
pub(super) fn open(app: &App, path: &Path) -> u32 {
    match app.open(path).unwrap() {
        Opened::Episode { episode } => episode.id,
        Opened::Choose { .. } => panic!("one episode lies there"),
    }
}

#[test]
fn a_remark_of_the_report_leads_to_its_line_in_the_file() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("talk.srt");
    std::fs::write(&path, SUBTITLES).unwrap();
    let app = app(&place.path().join("data"));
    let episode = open(&app, &path);
    let report = app.report(episode).unwrap();
    assert_eq!((&*report.format, report.utterances), ("SubRip", 2));
    let line = report.remarks.iter().flat_map(|kind| &kind.remarks).find_map(|remark| remark.line);
    let line = line.expect("the second cue ends before it begins");
    let source = app.source_lines(episode, line, 1, None).unwrap();
    assert_eq!(source.first, line);
    assert!(source.lines[0].text.contains("-->"), "{source:?}");
    assert!(!source.changed);
}

#[test]
fn what_is_shown_is_how_the_written_file_begins() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("talk.txt");
    let long: String = (0..400).map(|n| format!("**Ann:** [{}:00] Sentence {n}.\n\n", n)).collect();
    std::fs::write(&path, long).unwrap();
    let app = app(&place.path().join("data"));
    let episode = open(&app, &path);
    for format in ExportFormat::ALL {
        let preview = app.preview_export(episode, format, options()).unwrap();
        assert!(preview.more, "{format} is longer than its preview");
        assert!(preview.text.lines().count().max(preview.paragraphs.len()) <= PREVIEW_LINES);
        assert_eq!(preview.text.is_empty(), !format.is_text(), "{format}");
        let (bytes, _) = app.export(episode, format, options()).unwrap();
        assert!(bytes.starts_with(preview.text.as_bytes()), "{format}");
    }
    let document = app.preview_export(episode, ExportFormat::Docx, options()).unwrap();
    let runs: Vec<&str> = document.paragraphs[0].runs.iter().map(|run| &*run.text).collect();
    assert_eq!(runs, ["Ann: ", "[00:00:00] ", "Sentence 0."]);
}

#[test]
fn a_preview_of_one_endless_line_is_short() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("talk.txt");
    std::fs::write(&path, "é".repeat(3 * PREVIEW_CHARACTERS)).unwrap();
    let app = app(&place.path().join("data"));
    let episode = open(&app, &path);
    for format in [ExportFormat::PlainText, ExportFormat::Docx] {
        let preview = app.preview_export(episode, format, options()).unwrap();
        let shown = preview.paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
        let characters = shown.map(|run| run.text.chars().count()).sum::<usize>();
        assert_eq!(preview.text.chars().count() + characters, PREVIEW_CHARACTERS, "{format}");
        assert!(preview.more);
    }
}

#[test]
fn a_frame_rate_that_a_person_chooses_moves_the_times_of_what_is_shown_and_exported() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("talk.txt");
    let text = "[00:00:01:12] Good evening.\n\n[00:00:03:20] Thank you.\n";
    std::fs::write(&path, text).unwrap();
    let app = app(&place.path().join("data"));
    let episode = open(&app, &path);
    let rate = |app: &App| app.report(episode).unwrap().frame_rate;
    assert_eq!(rate(&app), Some(24.0));
    let starts = |read: &Episode| read.transcript.as_ref().unwrap().lines.starts_ms.clone();
    let read = app.set_frame_rate(episode, Some(25.0)).unwrap();
    assert_eq!((read.id, starts(&read)), (episode, vec![Some(1_480.0), Some(3_800.0)]));
    assert_eq!(rate(&app), Some(25.0));
    let preview = app.preview_export(episode, ExportFormat::Srt, options()).unwrap();
    assert!(preview.text.contains("00:00:01,480"), "{}", preview.text);
    let read = app.set_frame_rate(episode, None).unwrap();
    assert_eq!(starts(&read)[0], Some(1_500.0), "and back");
    assert!(app.set_frame_rate(episode + 1, None).is_err());
    std::fs::remove_file(&path).unwrap();
    assert!(app.set_frame_rate(episode, Some(30.0)).is_err());
    assert_eq!(rate(&app), Some(24.0), "what was read is kept");
}

#[test]
fn an_export_is_never_written_over_the_episode_nor_over_what_nobody_named() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("talk.srt");
    std::fs::write(&path, SUBTITLES).unwrap();
    let app = app(&place.path().join("data"));
    let episode = open(&app, &path);
    let (bytes, beside) = app.export(episode, ExportFormat::Srt, options()).unwrap();
    assert_eq!(beside, place.path().join("talk (copy).srt"));
    let (_, beside) = app.export(episode, ExportFormat::WebVtt, options()).unwrap();
    assert_eq!(beside, place.path().join("talk.vtt"));
    assert!(app.save_export(&path, &bytes, Existing::Replace).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), SUBTITLES);
    std::fs::write(&beside, "mine").unwrap();
    assert!(app.save_export(&beside, &bytes, Existing::Keep).is_err());
    assert_eq!(std::fs::read_to_string(&beside).unwrap(), "mine");
    app.save_export(&beside, &bytes, Existing::Replace).unwrap();
    assert_eq!(std::fs::read(&beside).unwrap(), bytes);
}

#[test]
fn an_episode_that_is_open_no_longer_has_no_report() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("talk.srt");
    std::fs::write(&path, SUBTITLES).unwrap();
    let app = app(&place.path().join("data"));
    let first = open(&app, &path);
    let second = open(&app, &path);
    assert!(app.report(first).is_err());
    assert!(app.report(second).is_ok());
    app.close();
    assert!(app.report(second).is_err());
}
