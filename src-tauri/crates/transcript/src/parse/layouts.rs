//! The layouts that people and services write, each with its traps: tables of texts and what comes out of them, in the
//! rendering of `tests`, where a range of times is `start-end=text`.

use super::tests::{check_with_ends, render};
use super::{ParseOptions, parse, parse_with};

#[test]
fn names_with_a_time_on_lines_of_their_own_begin_turns() {
    check_with_ends(
        "a.txt",
        &[
            (
                "Ann  0:05  \nGood morning.\n\nBen  0:09  \nMorning.\n\nTranscribed by https://otter.ai\n",
                "!7 Ann> |5=Good morning. Ben> |9=Morning.",
            ),
            ("Ann Lee  55:21\nSo long.", "Ann Lee> |3321=So long."),
            (
                "Ann  0:05\nOne.\nTwo goes on.\n\nThree.\n\nBen  0:09\nFour.",
                "!5 Ann> |5=One. Two goes on. Three. Ben> |9=Four.",
            ),
            // A sentence that looks like a name and a time, a time in speech, an empty turn, a turn without a time.
            (
                "Ann  0:05\nWe met in\nDenver at 10:30\nand left.\nBen  0:09\nAnn  0:12\nBen: so.\nOh\nBen  0:20\nAt 9:15 then.",
                "!5 Ann> |5=We met in Denver at 10:30 and left. |12=Ben: so. Oh Ben> |20=At 9:15 then.",
            ),
            (
                "Speaker 1 0:05\nHi.\nSpeaker 2 0:09\nWe left\nDenver 10:30\nand so on.\nSpeaker 1 0:12\nYes.",
                "Speaker 1> |5=Hi. Speaker 2> |9=We left Denver 10:30 and so on. Speaker 1> |12=Yes.",
            ),
            ("Ann (0:05)\nHi.\n\nBen (0:09)\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("Ann (00:05):\nHi.\n\nBen (00:09):\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("Speaker 1 (00:00): Hi.\nSpeaker 2 (00:04): Yo.", "Speaker 1> |0=Hi. Speaker 2> |4=Yo."),
            // Where names have times, a word before a colon without one is said.
            (
                "Speaker 1 (00:00): Hi.\nSpeaker 2 (00:04): Yo.\nNote: yes.",
                "!3 Speaker 1> |0=Hi. Speaker 2> |4=Yo. Note: yes.",
            ),
            ("Ann [00:00:05]\nHi.\n\nBen [00:00:09]\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("Ann (00:05.250)\nHi.\nBen (01:02:03.5)\nYo.", "Ann> |5.25=Hi. Ben> |3723.5=Yo."),
            ("Ann\t0:05\nHi.\nBen\t0:09\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("Ann - 0:05\nHi.\nBen - 0:09\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("Ann: 0:05\nHi.\nBen: 0:09\nYo.\nAnn: 0:12\nBye.", "Ann> |5=Hi. Ben> |9=Yo. Ann> |12=Bye."),
            ("[Ann Lee] 10:00:05\nHi.\n[Ben] 10:00:09\nYo.", "Ann Lee> |36005=Hi. Ben> |36009=Yo."),
            ("Ann 0:05 - 0:08\nHi.\nBen 0:09 - 0:12\nYo.", "Ann> |5-8=Hi. Ben> |9-12=Yo."),
            (
                "Ann: When?\nBen: 10:30\nAnn: No.\nBen: Yes.",
                "Ann> |=When? Ben> |=10:30 Ann> |=No. Ben> |=Yes.",
            ),
            (
                "A title\n\nAnn  0:05\nHi.\nBen  0:09\nAnn: no.\nAnn  0:20\nBye.",
                "#A title Ann> |5=Hi. Ben> |9=Ann: no. Ann> |20=Bye.",
            ),
            (
                "One.\n\nTwo.\n\nDenver (10:30)\n\nThree.\n\nFour.\n\nFive.\n\nSix.",
                "> |=One. |=Two. |=Denver (10:30) |=Three. |=Four. |=Five. |=Six.",
            ),
        ],
    );
    check_with_ends(
        "a.md",
        &[
            ("*Ann (00:05)*\n\nHi.\n\n*Ben (00:09)*\n\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("*Ann (00:05)*\nHi.\n\n*Ben (00:09)*\nYo *you*.", "Ann> |5=Hi. Ben> |9=Yo {you}."),
            ("**Ann** (00:05)\nHi.\n\n**Ben** (00:09)\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("**Ann**  \n00:05\n\nHi.\n\n**Ben**  \n00:09\n\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("### Ann 0:05\n\nHi.\n\n### Ben 0:09\n\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("Ann  0:05  \nHi.\n\nBen  0:09  \nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
        ],
    );
}

#[test]
fn times_with_a_name_on_lines_of_their_own_begin_turns() {
    check_with_ends(
        "a.txt",
        &[
            ("[00:00:05] Ann\nHi.\n\n[00:00:09] Ben\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            (
                "[00:00:05.120] - Speaker 1\nHi.\n\n[00:00:09.5] - Speaker 2\nYo.",
                "Speaker 1> |5.12=Hi. Speaker 2> |9.5=Yo.",
            ),
            ("0:05 Ann\nHi.\n\n0:09 Ben\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("00:05 - 00:08 Ann\nHi.\n00:09 - 00:12 Ben\nYo.", "Ann> |5-8=Hi. Ben> |9-12=Yo."),
            ("[0:05] Yes\n[0:07] We did\n[0:09] So\nit goes.", "!4 > |5=Yes |7=We did |9=So it goes."),
            (
                "[0:05] Ann\nHi.\n[0:07] Ben\n[0:09] Ann\nWe met at [10:30] there.\n[0:12]\nNobody.\n[0:15] Ben\nYes.\nAnn\nNo.",
                "!3 Ann> |5=Hi. |9=We met at [10:30] there. |12=Nobody. Ben> |15=Yes. Ann No.",
            ),
        ],
    );
}

#[test]
fn names_over_or_under_a_time_begin_turns() {
    check_with_ends(
        "a.txt",
        &[
            ("Ann\n00:05\nHi.\n\nBen\n00:09\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("Ann\n\n00:05\n\nHi.\n\nBen\n\n00:09\n\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            (
                "Ann\n0:05\nHi.\nBen\n0:09\nYo.\nAnn\n0:12\nIn Denver\nand so on.\nOkay\n0:15\nAt 9:15 then.\nBen\n0:20\nBen\n0:22\nBye.",
                "!14 Ann> |5=Hi. Ben> |9=Yo. Ann> |12=In Denver and so on. Okay |15=At 9:15 then. Ben> |22=Bye.",
            ),
            (
                "00:00:05:00 - 00:00:08:12\nSpeaker 1\nHi there.\nAnd you.\n\n00:00:09:00 - 00:00:12:24\nSpeaker 2\nYo.",
                "!1 Speaker 1> |5-8.48=Hi there. And you. Speaker 2> |9-12.96=Yo.",
            ),
            ("0:05\nHello\n0:07\nYes\n0:09\nGood Morning", "> |5=Hello |7=Yes |9=Good Morning"),
        ],
    );
}

#[test]
fn times_alone_on_a_line_begin_utterances() {
    check_with_ends(
        "a.txt",
        &[
            (
                "0:00\nso this is\n0:03\nthe thing that\n0:05\nwe made",
                "> |0=so this is |3=the thing that |5=we made",
            ),
            ("0:00\n0 seconds\nso this\n1:05\n1 minute, 5 seconds\nis it", "!2 > |0=so this |65=is it"),
            ("0:00 0 seconds\nso this\n0:05 5 seconds\nis it", "> |0=so this |5=is it"),
            (
                "0:15  \n\nIt was.\n\n0:21  \n\nEverybody.\n\nTranscribed by https://otter.ai",
                "!9 > |15=It was. |21=Everybody.",
            ),
            (
                "0:00\nat 5:30 we\nmet, 10:30\n0:05\n0:07\n5 seconds\nlater",
                "!4 > |0=at 5:30 we met, 10:30 |7=5 seconds later",
            ),
            ("Talk\n\nNotes here.\n\n0:00\nso it\n0:05\nis", "#Talk ~Notes here. > |0=so it |5=is"),
            ("[00:00:00]\nSo.\n\n[00:00:05]\nIt is.", "> |0=So. |5=It is."),
        ],
    );
}

#[test]
fn times_without_brackets_are_marks_where_the_file_is_written_so() {
    check_with_ends(
        "a.txt",
        &[
            (
                "0:00 so this is\n0:03 the thing that\n0:05 we made",
                "> |0=so this is |3=the thing that |5=we made",
            ),
            ("0:05 Ann: Hi.\n0:09 Ben: Yo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("00:00:05\tAnn Lee: Hi.\n00:00:09\tBen: Yo.", "Ann Lee> |5=Hi. Ben> |9=Yo."),
            ("0:05 - 0:08 Hi.\n0:09 - 0:12 Yo.", "> |5-8=Hi. |9-12=Yo."),
            (
                "0:05 Hi.\n10:30 was when\n0:09 we met.\n0:12 So.",
                "!2 > |5=Hi. 10:30 was when |9=we met. |12=So.",
            ),
            (
                "Talk\n\n0:00 Start\n2:42 Middle\n9:00 End\n\nAnn: Hi.\nBen: Yo.\nAnn: So\nBen: it\nAnn: goes\nBen: on\nAnn: and\nBen: on.",
                "#Talk @0:Start @162:Middle @540:End Ann> |=Hi. Ben> |=Yo. Ann> |=So Ben> |=it Ann> |=goes Ben> |=on Ann> |=and Ben> |=on.",
            ),
            (
                "Ann: When?\n10:30 or so?\nBen: Yes.\nAnn: Oh.",
                "Ann> |=When? |=10:30 or so? Ben> |=Yes. Ann> |=Oh.",
            ),
            (
                "10:30 was when we met.\n\nThen we left.\n\nSo it goes.",
                "> |=10:30 was when we met. |=Then we left. |=So it goes.",
            ),
        ],
    );
    check_with_ends(
        "a.txt",
        &[
            ("0:00:36.2 **Ann** Hi.\n\n0:00:40.0 **Ben Lee** Yo.", "Ann> |36.2=Hi. Ben Lee> |40=Yo."),
            ("0:05 Hi.\n\n0:09 **Yes** we did.\n\n0:12 So.", "> |5=Hi. |9={Yes} we did. |12=So."),
        ],
    );
}

#[test]
fn ranges_give_utterances_their_ends() {
    check_with_ends(
        "a.txt",
        &[
            ("[00:01 - 00:05] Hi.\n[00:06 - 00:09] Yo.", "> |1-5=Hi. |6-9=Yo."),
            ("[00:01 → 00:05] Ann: Hi.\n[00:06 → 00:09] Ben: Yo.", "Ann> |1-5=Hi. Ben> |6-9=Yo."),
            ("(0:01–0:05) Hi.\n(0:06–0:04) Yo.", "!2 > |1-5=Hi. (0:06–0:04) Yo."),
            ("Ann [0:01 - 0:05]: Hi.\nBen [0:06 - 0:09]: Yo.", "Ann> |1-5=Hi. Ben> |6-9=Yo."),
        ],
    );
}

#[test]
fn frames_are_told_and_can_be_given() {
    let text = "[00:00:01:12 - 00:00:02:00] Hi.\n[00:00:03:20 - 00:00:04:06] Yo.";
    check_with_ends("a.txt", &[(text, "!1 > |1.5-2=Hi. |3.833333333-4.25=Yo.")]);
    let options = ParseOptions { frame_rate: Some(25.0) };
    let parsed = parse_with(text.as_bytes(), "a.txt", &options).unwrap();
    assert_eq!(parsed.warnings, []);
    assert_eq!(parsed.frame_rate, Some(25.0));
    let starts: Vec<_> =
        parsed.transcript.lines().map(|line| line.utterance.mark().unwrap().time.as_millis()).collect();
    assert_eq!(starts, [1_480, 3_800]);
    for frame_rate in [None, Some(0.0), Some(f64::NAN)] {
        let parsed = parse_with(text.as_bytes(), "a.txt", &ParseOptions { frame_rate }).unwrap();
        assert_eq!(parsed.frame_rate, Some(24.0));
        assert_eq!(parsed.warnings.len(), 1, "what was guessed is told");
    }
    assert_eq!(parse_with(b"[00:00:01] Hi.", "a.txt", &options).unwrap().frame_rate, None);
    check_with_ends(
        "a.txt",
        &[("01:00:00;00 Hi.\n01:00:05;29 Yo.", "!1 > |3599.9964=Hi. |3605.969033333=Yo.")],
    );
}

#[test]
fn names_with_a_colon_are_speakers_without_any_time() {
    check_with_ends(
        "a.txt",
        &[
            ("Q: Where?\n\nA: Here.\n\nQ: Why?\n\nA: So.", "Q> |=Where? A> |=Here. Q> |=Why? A> |=So."),
            ("ANN: Hi.\nBEN LEE: Yo.\nANN: So: it is.", "ANN> |=Hi. BEN LEE> |=Yo. ANN> |=So: it is."),
            (
                "ANN:\nHi.\n\nBEN:\nYo.\nAnd: so.\n\nANN:\nOh.\nBEN:\nSo.\nANN:\nYes.",
                "ANN> |=Hi. BEN> |=Yo. |=And: so. ANN> |=Oh. BEN> |=So. ANN> |=Yes.",
            ),
        ],
    );
}

#[test]
fn breaks_are_nobodys_and_end_what_was_said() {
    check_with_ends(
        "a.md",
        &[
            (
                "**Ann:** \\[0:05\\] Hi.\n\n**Break:** \\[0:09\\]\n\n**Ben:** \\[0:20\\] Yo.",
                "!3 Ann> |5-9=Hi. Ben> |20=Yo.",
            ),
            ("**Ann:** Hi.\n\n**Break**: \\[0:09\\]\n\n**Ann:** Yo.", "!3 Ann> |=Hi. |=Yo."),
            (
                "**Ann:** Hi.\n\n**Break:** \\[0:09\\] Buy it.\n\n**Ann:** Yo.",
                "Ann> |=Hi. > |9=Buy it. Ann> |=Yo.",
            ),
            ("**Ann:** [0:05] Hi.\n\n**Break** the rule.", "!3 Ann> |5=Hi. {Break} the rule."),
        ],
    );
}

#[test]
fn the_reason_tells_how_the_file_is_written() {
    let cases = [
        ("Ann  0:05\nHi.\nBen  0:09\nYo.", "Otter"),
        ("[0:05] Ann\nHi.\n[0:09] Ben\nYo.", "Happy Scribe"),
        ("Ann\n0:05\nHi.\nBen\n0:09\nYo.", "under each a time"),
        ("0:05\nhi\n0:09\nyo", "YouTube"),
        ("0:05 hi\n0:09 yo", "begin with times."),
        ("**Ann:** [0:05] Hi.", "a name and a time"),
        ("[0:05] hi\n[0:09] yo", "times in brackets"),
        ("Ann: Hi.\nBen: Yo.", "gives no times"),
        ("One. Two.", "no signs"),
        ("# One\n\nTwo.", "headings"),
    ];
    for (text, expected) in cases {
        let reason = parse(text.as_bytes(), "a.txt").unwrap().reason;
        assert!(reason.contains(expected), "{text}: {reason}");
    }
}

#[test]
fn what_many_paragraphs_do_is_told_once() {
    let text = format!("Ann  0:05\nHi.\n\n{}Ben  0:09\nYo.", "So it goes.\n\n".repeat(1_000));
    let parsed = parse(text.as_bytes(), "a.txt").unwrap();
    assert!(parsed.warnings.len() < 30, "{}", parsed.warnings.len());
    assert!(parsed.warnings.last().unwrap().message.starts_with("980 more"), "{:?}", parsed.warnings.last());
    assert!(render("a.txt", text.as_bytes()).ends_with("So it goes. Ben> |9=Yo."));
}
