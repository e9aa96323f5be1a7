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
fn names_in_square_brackets_and_as_programs_write_them_begin_turns() {
    check_with_ends(
        "a.txt",
        &[
            (
                "[Speaker 1] [00:05] We were\n[Speaker 2] [00:09] there. Oh.\n[Speaker 1] [00:12] [Laughs] Yes.",
                "Speaker 1> |5=We were Speaker 2> |9=there. Oh. Speaker 1> |12=[Laughs] Yes.",
            ),
            (
                "[Ann] [0:05.5 → 0:07] Hi.\n[Ben] [0:09 → 0:11]: Yo.\n[Ann] [0:12 → 0:13] So.",
                "Ann> |5.5-7=Hi. Ben> |9-11=Yo. Ann> |12-13=So.",
            ),
            (
                "[SPEAKER_00]: Hi.\n[SPEAKER_01]: Yo: you.\n[SPEAKER_00]: [Sighs] So.",
                "SPEAKER_00> |=Hi. SPEAKER_01> |=Yo: you. SPEAKER_00> |=[Sighs] So.",
            ),
            (
                "[0:05] [Ann] Hi.\n[0:09] [Ben] Yo.\n[0:12] [Ann] [Sighs] So.\n[0:15] [Ben] Oh.",
                "Ann> |5=Hi. Ben> |9=Yo. Ann> |12=[Sighs] So. Ben> |15=Oh.",
            ),
            ("spk_0: Hi.\nspk_1: Yo.\nspk_0: So.", "spk_0> |=Hi. spk_1> |=Yo. spk_0> |=So."),
            (">> ANN: Hi.\n\n>>> BEN: Yo: you.\n\n>> ANN: So.", "ANN> |=Hi. BEN> |=Yo: you. ANN> |=So."),
            ("[0:05] [Ann]: Hi.\n[0:09] [Ben]: Yo.", "Ann> |5=Hi. Ben> |9=Yo."),
            ("[0:05] [Ann]\nHi.\n\n[0:09] [Ben]\nYo.", "Ann> |5=Hi. Ben> |9=Yo."),
            // What sounds, and no names.
            (
                "Ann: Hi.\n[Music] [0:05] So.\nBen: Yo.\nAnn: Oh.\nBen: Yes.",
                "Ann> |=Hi. |=[Music] [0:05] So. Ben> |=Yo. Ann> |=Oh. Ben> |=Yes.",
            ),
            (
                "[0:05] Hi.\n[0:09] [Laughs] Yo.\n[0:12] So.\n[0:15] [Laughs] Oh.\n[0:20] Ah.",
                "> |5=Hi. |9=[Laughs] Yo. |12=So. |15=[Laughs] Oh. |20=Ah.",
            ),
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
                "**Ann:** [0:05] Hi.\n\n**Jingle:** \\[0:09\\] to \\[0:20\\]\n\n**Ben:** Yo.",
                "!3 Ann> |5-9=Hi. Ben> |=Yo.",
            ),
            (
                "**Ann:** Hi.\n\n**Break:** \\[0:09\\] Buy it.\n\n**Ann:** Yo.",
                "Ann> |=Hi. > |9=Buy it. Ann> |=Yo.",
            ),
            ("**Ann:** [0:05] Hi.\n\n**Break** the rule.", "!3 Ann> |5=Hi. {Break} the rule."),
        ],
    );
}

#[test]
fn times_that_stand_twice_are_read_once() {
    check_with_ends(
        "a.txt",
        &[
            // YouTube's page, copied.
            (
                "Search transcript\n\n0:011 secondfirst we\n0:099 secondsand so\n1:041 minute, 4 secondssail",
                "!1 > |1=first we |9=and so |64=sail",
            ),
            (
                "0:011 seconde[♪]\n0:1818 secondes♪ la ♪\n1:091 minute et 9 secondesla",
                "> |1=[♪] |18=♪ la ♪ |69=la",
            ),
            (
                "Chapter 1: At sea\n0:000 secondsso we\nand we\nChapter 2: On land\n2:002 minutesgo on\n2:042 minutes, 4 secondsland",
                "!3 @0:At sea @120:On land > |0=so we and we |120=go on |124=land",
            ),
            ("Chapter 1: a\n0:000 secondsso\n0:055 secondswe\nChapter 2: b", "!4 @0:a > |0=so |5=we"),
            (
                "Chapter 1: We sail.\nChapter 2: We land.\nChapter 1: Again.",
                "Chapter 1> |=We sail. Chapter 2> |=We land. Chapter 1> |=Again.",
            ),
            // The page of Microsoft's player.
            (
                "AL\n\nAnn Lee\n0 minutes 3 seconds0:03\nAnn Lee 0 minutes 3 seconds\nHi all.\nAnn Lee 0 minutes 7 seconds\nSo.\n\
                 RB\nRoe, Ben\n1 minute1:00\nRoe, Ben 1 minute\nTwo minutes.\nAL\nAnn Lee\n1 minute 5 seconds1:05\nAnn Lee 1 minute 5 seconds\nTS.",
                "!5 Ann Lee> |3=Hi all. |7=So. Roe, Ben> |60=Two minutes. Ann Lee> |65=TS.",
            ),
        ],
    );
}

#[test]
fn what_meetings_write_around_the_speech_is_set_aside() {
    check_with_ends(
        "a.txt",
        &[
            (
                "Tides\n\nAnn Lee started transcription\n\nAnn Lee   0:03\nHi.\n\nBen Roe   0:05\nYo.\n\nAnn Lee stopped transcription",
                "!3,11 #Tides Ann Lee> |3=Hi. Ben Roe> |5=Yo.",
            ),
            (
                "Tides\n00:00:10\n\nAnn Lee: Hi.\nBen: Yo.\n00:01:10\nAnn Lee: So.\nBen: Oh.\n\nTranscription ended after 00:02:10\n\n\
                 This editable transcript was computer generated and might contain errors.",
                "!10,12 #Tides Ann Lee> |10=Hi. Ben> |=Yo. Ann Lee> |70=So. Ben> |=Oh.",
            ),
        ],
    );
    check_with_ends(
        "a.md",
        &[(
            "# Tides\n\n### 00:00:10\n\n**Ann:** Hi.\n\n**Ben:** Yo.\n\n### 00:01:10\n\n**Ann:** So.\n\n### Transcription ended after 00:02:10",
            "!13 #Tides Ann> |10=Hi. Ben> |=Yo. Ann> |70=So.",
        )],
    );
}

#[test]
fn names_on_lines_of_their_own_under_two_times_are_speakers() {
    let cue = |second: usize, said: &str| format!("0:0:{second}.0 --> 0:0:{}.500\n{said}\n", second + 1);
    let named = cue(1, "Ann Lee\nHi all.")
        + &cue(3, "Ben\nYo.\nSo.")
        + &cue(5, "Ann Lee\nWe sail.")
        + &cue(7, "Ben\nYes.");
    let subtitles = cue(1, "Hi\nall.") + &cue(3, "Yes\nwe do.") + &cue(5, "Oh\nso.") + &cue(7, "Now\nthen.");
    check_with_ends(
        "a.txt",
        &[
            (&named, "Ann Lee> |1-2.5=Hi all. Ben> |3-4.5=Yo. So. Ann Lee> |5-6.5=We sail. Ben> |7-8.5=Yes."),
            (&subtitles, "> |1-2.5=Hi all. |3-4.5=Yes we do. |5-6.5=Oh so. |7-8.5=Now then."),
        ],
    );
}

#[test]
fn marks_inside_paragraphs_time_what_follows_where_they_rise() {
    check_with_ends(
        "a.txt",
        &[
            // At a sentence's start, in it, and behind it.
            (
                "Ann: [0:05] One. [0:10] Two. [0:15] Three.\nBen: [0:20] Four and [0:25] five. [0:30]\nAnn: Six.",
                "!1 Ann> |5=One. |10=Two. |15=Three. Ben> |20=Four and five. Ann> |30=Six.",
            ),
            (
                "Ann: One. [0:10] Two.\nBen: [0:20] Four. [0:25]\nAnn: [0:40] Five. [0:45] Six. [0:50]",
                "!1 Ann> |=One. |10=Two. Ben> |20-25=Four. Ann> |40=Five. |45-50=Six.",
            ),
            // The first to tell a time begins a line even inside a sentence.
            (
                "So we went [1:00] on and on.\n\nAnd [2:00] then [3:00] home.",
                "!1 > |=So we went |60=on and on. |=And |120=then home.",
            ),
            // One of them besides many others.
            (
                "[0:05] One.\n[0:10] Two.\n[0:15] Three. [0:17] And.\n[0:20] Four.",
                "!3 > |5=One. |10=Two. |15=Three. |17=And. |20=Four.",
            ),
            // Few, or against the order, or with words in them: said.
            (
                "[0:05] We met at [10:30] there.\n[0:10] So. [0:12] Yes.",
                "> |5=We met at [10:30] there. |10=So. [0:12] Yes.",
            ),
            ("Ann: At [9:15] or [8:15] or [7:15] then.", "Ann> |=At [9:15] or [8:15] or [7:15] then."),
            (
                "[0:05] One [inaudible 0:06] a.\n[0:10] Two [crosstalk 00:12].\n[0:15] Three [0:16]s.\n[0:20] (0:21) Four.",
                "> |5=One [inaudible 0:06] a. |10=Two [crosstalk 00:12]. |15=Three [0:16]s. |20=(0:21) Four.",
            ),
            (
                "[0:05] A. [0:07] B. [0:09] C.\n[0:15] D. [0:17] E. [0:18] F.\n[0:20] G [10:30] g. [0:22] H. [0:23] I. [0:24] J. [0:25] K.",
                "!1 > |5=A. |7=B. |9=C. |15=D. |17=E. |18=F. |20=G [10:30] g. |22=H. |23=I. |24=J. |25=K.",
            ),
        ],
    );
    check_with_ends(
        "a.md",
        &[
            (
                "**Ann:** \\[0:05\\] **One** and \\[0:10\\] *two* it. \\[0:15\\] *Three*\n\\[0:18\\] four. \\[0:20\\]",
                "!1 Ann> |5={One} and {two} it. |15-20={Three} four.",
            ),
            // Nothing is said between two of them, nor behind one.
            (
                "**Ann:** \\[0:05\\] One **and \\[0:10\\] \\[0:12\\]** two \\[0:15\\]\n**Ben:** \\[0:20\\] Four.",
                "!1 Ann> |5=One {and} two Ben> |20=Four.",
            ),
        ],
    );
    let text = "[0:05] One and [0:10] two, [0:15] three. [0:20] Four.";
    let parsed = parse(text.as_bytes(), "a.txt").unwrap();
    let lines: Vec<_> = parsed.transcript.lines().map(|line| line.utterance.clone()).collect();
    let said =
        |span: &crate::model::TimedSpan| (lines[0].text()[span.range()].to_owned(), span.start.as_secs());
    let spans: Vec<_> = lines[0].spans().iter().map(said).collect();
    assert_eq!(spans, [("One and".to_owned(), 5), ("two,".to_owned(), 10), ("three.".to_owned(), 15)]);
    assert!(lines[1].spans().is_empty());
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
    let text = "Ann  0:05\nHi.\n\nSo it goes.\n\n".repeat(1_000) + "Ben  0:09\nYo.";
    let parsed = parse(text.as_bytes(), "a.txt").unwrap();
    assert!(parsed.warnings.len() < 30, "{}", parsed.warnings.len());
    assert!(parsed.warnings.last().unwrap().message.starts_with("980 more"), "{:?}", parsed.warnings.last());
    assert!(render("a.txt", text.as_bytes()).ends_with("So it goes. Ben> |9=Yo."));
    // Where most have none, they are lines by themselves.
    let text = format!("Ann  0:05\nHi.\n\n{}Ben  0:09\nYo.", "So it goes.\n\n".repeat(13));
    let lines = "|=So it goes. ".repeat(13);
    assert_eq!(render("a.txt", text.as_bytes()), format!("Ann> |5=Hi. {lines}Ben> |9=Yo."));
}
