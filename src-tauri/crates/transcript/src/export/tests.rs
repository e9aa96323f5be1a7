//! What each format looks like.

use super::{ExportFormat, ExportOptions, export};
use crate::parse::parse;
use crate::timeline::timeline;

const TALK: &str = "## A talk\n\n### Of two\n\nWhat it is about.\n\n- 00:10 A point\n\n**Ann:** [00:00:10] “Yes”, she said.\n\n\
    [00:00:12.5] and then: no!\n\n**Ben:** [00:00:12.5] =1+1\n\n**Ann:** [00:00:20] - So\n";

fn written(text: &str, format: ExportFormat, options: ExportOptions) -> String {
    let mut transcript = parse(text.as_bytes(), "a.md").unwrap().transcript;
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
         [00:00:12.5] \u{2060}and then: no!\n\nBen: [~00:00:18] =1+1\n\nAnn: [00:00:20] - So\n"
    );
    let bare = ExportOptions { speakers: false, times: false, ..ExportOptions::default() };
    assert!(written(TALK, ExportFormat::PlainText, bare).ends_with("\n\n\u{2060}=1+1\n\n\u{2060}- So\n"));
}
