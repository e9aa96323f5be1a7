//! What each format looks like.

use std::io::Read as _;
use std::time::Duration;

use super::{ExportFormat, ExportOptions, export};
use crate::model::Transcript;
use crate::parse::parse;
use crate::timeline::timeline;

const TALK: &str = "## A talk\n\n### Of two\n\nWhat it is about.\n\n- 00:10 A point\n\n**Ann:** [00:00:10] “Yes”, she said.\n\n\
    [00:00:12.5] and then: no!\n\n**Ben:** [00:00:12.5] =1+1\n\n**Ann:** [00:00:20] - So\n";

fn written(text: &str, format: ExportFormat, options: ExportOptions) -> String {
    written_from(text, "a.md", format, options)
}

fn written_from(text: &str, name: &str, format: ExportFormat, options: ExportOptions) -> String {
    let mut transcript = parse(text.as_bytes(), name).unwrap().transcript;
    timeline(&mut transcript, None);
    String::from_utf8(export(&transcript, format, &options).unwrap()).unwrap()
}

#[test]
fn csv_has_a_row_an_utterance() {
    let all = written(TALK, ExportFormat::Csv, ExportOptions::default());
    let mut reader = ::csv::Reader::from_reader(all.as_bytes());
    let rows: Vec<String> =
        reader.records().map(|row| row.unwrap().iter().collect::<Vec<_>>().join("|")).collect();
    assert_eq!(
        rows,
        [
            "1|Ann|00:00:10.000|00:00:12.500|marked|“Yes”, she said.",
            "1|Ann|00:00:12.500|00:00:18.235|marked|and then: no!",
            "2|Ben|00:00:18.235|00:00:20.000|estimated|'=1+1",
            "3|Ann|00:00:20.000||marked|'- So",
        ]
    );
    let options = ExportOptions { speakers: false, times: false, ..ExportOptions::default() };
    assert_eq!(
        written("**Ann:** a “b”, \"c\"", ExportFormat::Csv, options),
        "\u{FEFF}turn,text\r\n1,\"a “b”, \"\"c\"\"\"\r\n"
    );
}

#[test]
fn plain_text_has_a_paragraph_an_utterance() {
    assert_eq!(
        written(TALK, ExportFormat::PlainText, ExportOptions { origins: true, ..ExportOptions::default() }),
        "A talk\n\nOf two\n\nWhat it is about.\n\n- 00:10 A point\n\nAnn: [00:00:10] “Yes”, she said.\n\n\
         [00:00:12.5] and then: no!\n\nBen: [~00:00:18] =1+1\n\nAnn: [00:00:20] - So\n"
    );
    let bare = ExportOptions { speakers: false, times: false, ..ExportOptions::default() };
    assert!(written(TALK, ExportFormat::PlainText, bare).ends_with("\n\n=1+1\n\n\u{2060}- So\n"));
}

#[test]
fn markdown_is_written_as_it_was_read() {
    let text = "## A \\*talk\\*\n\n### Of two\n\nWhat it is about.\n\n- 00:10 A point\n\n**Ann:** [00:00:10] “Yes”, **she** said.\n\n\
        ---\n\n“A quote.”\n\n[00:00:12.5] 1\\*2 &lt;b> &amp;amp; \\_so\\_ a_b.\n\n**Ben:** [00:00:15] No.\n";
    assert_eq!(written(text, ExportFormat::Markdown, ExportOptions::default()), text);
}

#[test]
fn captions_are_cut_at_sentences_then_clauses_then_words() {
    let text = "**Ann:** [0:00] Rain fell on the hills all night. We stayed in the hut and played cards by a candle, \
        then somebody knocked on the door of the hut three times without a word.\n\n**Ben:** [0:12] So.";
    let expected = "1\n00:00:00,000 --> 00:00:02,791\nAnn: Rain fell on the hills all night.\n\n\
        2\n00:00:02,791 --> 00:00:07,116\nWe stayed in the hut and\nplayed cards by a candle,\n\n\
        3\n00:00:07,116 --> 00:00:12,000\nthen somebody knocked on the door of\nthe hut three times without a word.\n\n\
        4\n00:00:12,000 --> 00:00:13,000\nBen: So.\n\n";
    let shown = written(text, ExportFormat::Srt, ExportOptions::default());
    let shape = |text: &str| {
        text.lines()
            .map(|line| if line.contains(" --> ") { "-->" } else { line }.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(shape(&shown), shape(expected), "{shown}");
    let narrow = ExportOptions { line_length: 20, lines: 1, ..ExportOptions::default() };
    let shown = written(text, ExportFormat::WebVtt, narrow);
    for line in shown.lines().filter_map(|line| line.strip_prefix("<v Ann>")) {
        assert!(line.chars().count() <= 20, "{line}");
    }
}

#[test]
fn cues_come_out_as_they_were_where_they_fit() {
    let srt = "1\n00:00:01,000 --> 00:00:03,500\nAnn: This runs on\n\n2\n00:00:03,600 --> 00:00:05,000\nto the end.\n\n\
        3\n00:00:06,000 --> 00:00:06,400\nAnn: No.\n\n4\n00:00:06,900 --> 00:00:08,000\nBen: And <i>here</i> & there.\n";
    assert_eq!(
        written_from(srt, "a.srt", ExportFormat::WebVtt, ExportOptions::default()),
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n<v Ann>This runs on\n\n00:00:03.600 --> 00:00:05.000\n<v Ann>to the end.\n\n\
         00:00:06.000 --> 00:00:06.900\n<v Ann>No.\n\n00:00:06.900 --> 00:00:08.000\n<v Ben>And here &amp; there.\n"
    );
}

#[test]
fn a_format_of_times_needs_one_and_spreads_the_rest() {
    let transcript = parse(b"**Ann:** Words.\n\n**Ben:** More.", "a.md").unwrap().transcript;
    for format in ExportFormat::ALL {
        let result = export(&transcript, format, &ExportOptions::default());
        assert_eq!(result.is_err(), format.needs_times(), "{format}");
    }
    let error = export(&transcript, ExportFormat::Srt, &ExportOptions::default()).unwrap_err();
    assert!(error.to_string().contains("SubRip is made of them"), "{error}");
    // The audio ends at 0:12, so the third line has no time of its own; it isn't left out.
    let text = "**Ann:** [0:10] Ten bytes.\n\n**Ben:** [0:11] Ten bytes.\n\n**Ann:** [0:20] Ten bytes.";
    let mut transcript = parse(text.as_bytes(), "a.md").unwrap().transcript;
    timeline(&mut transcript, Some(Duration::from_secs(12)));
    assert!(transcript.turns[2].utterances[0].timing().is_none());
    let written = export(&transcript, ExportFormat::Lrc, &ExportOptions::default()).unwrap();
    assert_eq!(
        String::from_utf8(written).unwrap(),
        "[re:Cueline]\n[00:10.00]Ann: Ten bytes.\n[00:11.00]Ben: Ten bytes.\n[00:12.00]Ann: Ten bytes.\n"
    );
}

#[test]
fn a_page_holds_text_as_text_and_loads_nothing() {
    let page = written(
        "# <script>alert(1)</script>\n\n**<b>Ann</b>:** [0:10] <img src=x onerror=alert(1)> & \"so\"",
        ExportFormat::Html,
        ExportOptions::default(),
    );
    assert!(page.contains("<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"), "{page}");
    assert!(page.contains("<p>&lt;img src=x onerror=alert(1)&gt; &amp; &quot;so&quot;</p>"), "{page}");
    for forbidden in ["<script", "<img", "http:", "https:", "url(", "@import"] {
        assert!(!page.contains(forbidden), "{forbidden} in {page}");
    }
}

#[test]
fn a_document_is_an_archive_of_xml_that_holds_every_word() {
    let mut transcript = parse(TALK.as_bytes(), "a.md").unwrap().transcript;
    timeline(&mut transcript, None);
    let bytes = export(&transcript, ExportFormat::Docx, &ExportOptions::default()).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut paragraphs: Vec<String> = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        let mut reader = quick_xml::Reader::from_str(&xml);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "w:p" => {
                    paragraphs.push(String::new());
                }
                quick_xml::events::Event::Text(text) if name == "word/document.xml" => {
                    paragraphs.last_mut().unwrap().push_str(&text);
                }
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
    }
    assert_eq!(
        paragraphs,
        [
            "A talk",
            "Of two",
            "What it is about.",
            "00:10  A point",
            "Ann: [00:00:10] “Yes”, she said.",
            "[00:00:12.5] and then: no!",
            "Ben: [00:00:12.5] =1+1",
            "Ann: [00:00:20] - So"
        ]
    );
}

#[test]
fn pull_quotes_stay_beside_the_speech() {
    let text = "**Ann:** [0:10] One.\n\n---\n\n“A quote.”\n\n[0:20] Two.\n\n**Ben:** [0:30] “Three.”";
    for format in [ExportFormat::Markdown, ExportFormat::Html] {
        let written = written(text, format, ExportOptions::default());
        let read = parse(written.as_bytes(), &format!("a.{}", format.extension())).unwrap().transcript;
        let lines: Vec<&str> = read.lines().map(|line| line.utterance.text()).collect();
        assert_eq!(lines, ["One.", "Two.", "“Three.”"], "{written}");
        let quotes: Vec<_> = read.pull_quotes.iter().map(|quote| (&*quote.text, quote.beside)).collect();
        assert_eq!(quotes, [("“A quote.”", Some(0))], "{written}");
    }
}

#[test]
fn the_real_episode_comes_back_whole() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../../shared/episodes/a-digital-geneva-convention/transcript.md"
    );
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!(
            "SKIPPED: the episode is not beside the repository, so it was not written in other formats"
        );
        return;
    };
    let mut transcript = parse(&bytes, "transcript.md").unwrap().transcript;
    timeline(&mut transcript, None);
    let count = |transcript: &Transcript| {
        let words: usize = transcript.lines().map(|line| line.utterance.words().len()).sum();
        (transcript.turns.len(), transcript.speakers.len(), words)
    };
    for format in ExportFormat::ALL {
        if matches!(format, ExportFormat::Csv | ExportFormat::Docx) {
            continue;
        }
        let written = export(&transcript, format, &ExportOptions::default()).unwrap();
        let read = parse(&written, &format!("a.{}", format.extension())).unwrap();
        assert_eq!(read.format.id(), format.id());
        assert_eq!(count(&read.transcript), count(&transcript), "{format}");
    }
}

#[test]
fn formats_are_found_by_their_names() {
    for format in ExportFormat::ALL {
        assert_eq!(ExportFormat::of_extension(&format.extension().to_uppercase()), Some(format));
        assert_eq!(ExportFormat::of_id(format.id()), Some(format));
    }
    assert_eq!(ExportFormat::of_extension("markdown"), Some(ExportFormat::Markdown));
    assert_eq!(ExportFormat::of_extension("mp3"), None);
}

#[test]
fn a_word_without_a_time_stands_between_the_spans_of_ttml() {
    let text = r#"{"segments":[{"start":0,"end":2,"text":"All 42 count.","words":[
        {"word":"All","start":0,"end":0.5},{"word":"42"},{"word":"count.","start":1,"end":1.5}]}]}"#;
    let options = ExportOptions { word_times: true, ..ExportOptions::default() };
    let ttml = written_from(text, "a.json", ExportFormat::Ttml, options);
    assert!(ttml.contains(">All</span> 42 <span begin=\"1.000\""), "{ttml}");
    let read = parse(ttml.as_bytes(), "a.ttml").unwrap().transcript;
    let line = read.lines().next().unwrap().utterance;
    let timed: Vec<_> =
        line.words().iter().map(|word| line.word_time(word).map(|time| time.start.as_millis())).collect();
    assert_eq!(timed, [Some(0), None, Some(1_000)]);
}
