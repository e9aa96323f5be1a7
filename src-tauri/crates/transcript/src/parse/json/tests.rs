//! Files of every dialect and what is read from them.

use std::fmt::Write;
use std::time::Duration;

use crate::parse::{Parsed, parse};

/// The format, each turn as `Name>` with its utterances as `start-end=text`, times in seconds, what has a time of its own
/// inside as `‹start text›`; then the remarks as `!line`.
fn render(json: &str) -> String {
    match parse(json.as_bytes(), "a.json") {
        Ok(parsed) => render_parsed(&parsed),
        Err(error) => error.to_string(),
    }
}

fn render_parsed(parsed: &Parsed) -> String {
    let mut out = parsed.format.id().to_owned();
    let transcript = &parsed.transcript;
    for turn in &transcript.turns {
        let name = turn.speaker.and_then(|id| transcript.speaker(id)).map_or("", |speaker| &speaker.name);
        write!(out, " {name}>").unwrap();
        for utterance in &turn.utterances {
            let shown =
                |time: Option<Duration>| time.map_or(String::new(), |time| time.as_secs_f64().to_string());
            let mark = utterance.mark();
            let coarse = if mark.is_some_and(|mark| mark.resolution.as_secs() == 1) { "~" } else { "" };
            let (start, end) = (shown(mark.map(|mark| mark.time)), shown(utterance.mark_end()));
            write!(out, " {coarse}{start}-{end}=").unwrap();
            let mut at = 0;
            for span in utterance.spans() {
                out += &utterance.text()[at..span.range().start];
                write!(out, "‹{} {}›", span.start.as_secs_f64(), &utterance.text()[span.range()]).unwrap();
                at = span.range().end;
            }
            out += &utterance.text()[at..];
        }
    }
    for warning in &parsed.warnings {
        write!(out, " !{}", warning.line.map_or(String::new(), |line| line.to_string())).unwrap();
    }
    out
}

fn check(cases: &[(&str, &str)]) {
    for (json, expected) in cases {
        assert_eq!(render(json), *expected, "{json}");
    }
}

#[test]
fn podcasting_20_by_lines_and_by_words() {
    check(&[
        (
            r#"{"version":"1.0.0","segments":[
                {"speaker":"Ann Lee","startTime":0.5,"endTime":2,"body":"We begin."},
                {"startTime":2,"endTime":3.25,"body":"And go on."},
                {"speaker":"Ben","startTime":3.5,"body":"Yes."}]}"#,
            "podcast-json Ann Lee> 0.5-2=We begin. 2-3.25=And go on. Ben> 3.5-=Yes.",
        ),
        (
            r#"{"version":"1.0.0","segments":[
                {"speaker":"Ann","startTime":0.5,"endTime":0.75,"body":"So"},
                {"speaker":"Ann","startTime":1,"endTime":1.25,"body":"it"},
                {"speaker":"Ann","startTime":1.5,"endTime":2.0,"body":"is."},
                {"speaker":"Ben","startTime":2.75,"endTime":3.0,"body":"No"},
                {"startTime":3,"endTime":3,"body":","},
                {"startTime":3,"endTime":3.5,"body":"never"}]}"#,
            "podcast-json Ann> 0.5-2=‹0.5 So› ‹1 it› ‹1.5 is.› Ben> 2.75-3.5=‹2.75 No›‹3 ,› ‹3 never› !",
        ),
        (
            r#"{"segments":[{"startTime":1.5,"body":"a"},{"startTime":2,"body":" b"},{"startTime":3,"body":"c\n"},
                {"startTime":3.5,"body":" d"}]}"#,
            "podcast-json > 1.5-=‹1.5 a› ‹2 b›‹3 c› 3.5-=‹3.5 d› !",
        ),
        (
            r#"{"version":"1.0.0","segments":[{"startTime":5,"endTime":9.5,"body":"One thing."},
                {"startTime":5,"endTime":9.5,"body":"Another thing."},{"startTime":5,"endTime":9.5,"body":"A third."}]}"#,
            "podcast-json > 5-9.5=One thing. 5-9.5=Another thing. 5-9.5=A third.",
        ),
        (
            r#"{"version":"1.0.0","segments":[{"startTime":1,"endTime":2,"body":"Whole seconds."}]}"#,
            "podcast-json > ~1-2=Whole seconds.",
        ),
        (
            r#"{"version":"1.0.0","segments":[{"speaker":"A","startTime":"00:01:02.500","body":"He said \"caf\u00e9\" \ud83d\ude00."},
                {"speaker":2,"startTime":"63.5","body":2014}]}"#,
            "podcast-json A> 62.5-=He said \"café\" 😀. Speaker 2> 63.5-=2014",
        ),
        (r#"{"version":"1.0.0","segments":[]}"#, "podcast-json !"),
        (
            r#"{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":9.5,"body":"Later one."},
                {"startTime":1.5,"body":"Earlier one."}]}"#,
            "podcast-json Ann> 1.5-=Earlier one. 9.5-=Later one. !2",
        ),
    ]);
}

#[test]
fn whisper_and_its_kin() {
    check(&[
        (
            r#"{"text":" So am I. Yes","segments":[{"id":0,"seek":0,"start":0.0,"end":2.5,"text":" So am I.","tokens":[1,2],
                "words":[{"word":" So","start":0.0,"end":0.4,"probability":0.9},{"word":" am","start":0.5,"end":0.9},
                {"word":" I.","start":1,"end":2.5}]},{"start":2.5,"end":3,"text":" Yes","words":[]}],"language":"en"}"#,
            "whisper > 0-2.5=‹0 So› ‹0.5 am› ‹1 I.› 2.5-3=Yes",
        ),
        (
            r#"{"segments":[{"start":1.5,"end":3,"text":" In 2014 we","speaker":"SPEAKER_00","words":[
                {"word":"In","start":1.5,"end":1.7,"score":0.9,"speaker":"SPEAKER_00"},{"word":"2014"},
                {"word":"we","start":2.5,"end":3,"score":NaN}]}],"word_segments":[{"word":"In","start":1.5}]}"#,
            "whisperx SPEAKER_00> 1.5-3=‹1.5 In› 2014 ‹2.5 we›",
        ),
        (
            r#"{"word_segments":[{"word":"So","start":1.5,"end":1.7,"speaker":"SPEAKER_01"},{"word":"2014."},
                {"word":"Yes","start":2.5,"speaker":"SPEAKER_00"}]}"#,
            "whisperx SPEAKER_01> 1.5-1.7=‹1.5 So› 2014. SPEAKER_00> 2.5-=‹2.5 Yes›",
        ),
        (
            r#"{"task":"transcribe","duration":3.2,"text":"So, am I? Yes.","words":[{"word":"So","start":0,"end":0.5},
                {"word":"am","start":0.6,"end":0.8},{"word":"I","start":0.9,"end":1},{"word":"Yes","start":1.5,"end":2}]}"#,
            "whisper > 0-1=‹0 So,› ‹0.6 am› ‹0.9 I?› 1.5-2=‹1.5 Yes.›",
        ),
        (
            r#"{"task":"transcribe","text":"So, am I? Yes.","segments":[{"start":0,"end":1.25,"text":" So, am I?"},
                {"start":1.25,"end":2,"text":" Yes."}],"words":[{"word":"So","start":0,"end":0.5},
                {"word":"am","start":0.6,"end":0.8},{"word":"I","start":0.9,"end":1},{"word":"Yes","start":1.2,"end":2}]}"#,
            "whisper > 0-1.25=‹0 So›, ‹0.6 am› ‹0.9 I›? 1.25-2=‹1.2 Yes›.",
        ),
        (
            r#"{"text":"Hi. Yes.","segments":[{"type":"transcript.text.segment","id":"s1","start":0.1,"end":1,"text":"Hi.",
                "speaker":"A"},{"type":"transcript.text.segment","start":1,"end":2,"text":"Yes.","speaker":"Ben"}]}"#,
            "whisper Speaker A> 0.1-1=Hi. Ben> 1-2=Yes.",
        ),
        (r#"{"text":"Only this.\nAnd that."}"#, "whisper > -=Only this. -=And that."),
        (
            r#"{"text":" So am I.","chunks":[{"text":" So am","timestamp":[0.0,1.5]},{"text":" I.","timestamp":[1.5,null]}]}"#,
            "huggingface > 0-=‹0 So am› ‹1.5 I.› !",
        ),
        (
            r#"[{"text":" So","timestamp":[0.5,1]},{"text":" am","timestamp":[1,1.5]},{"text":" I.","timestamp":[1.5,null]}]"#,
            "huggingface > 0.5-=‹0.5 So› ‹1 am› ‹1.5 I.› !",
        ),
        (
            r#"{"speakers":[{"speaker":"SPEAKER_00","timestamp":[0.5,1],"text":"Hi there."}],
                "chunks":[{"text":" Hi there.","timestamp":[0.5,1]}],"text":" Hi there."}"#,
            "huggingface SPEAKER_00> 0.5-1=Hi there.",
        ),
        (
            r#"{"systeminfo":"","result":{"language":"en"},"transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:02,500"},
                "offsets":{"from":0,"to":2500},"text":" Hello, you.","speaker_turn_next":true,"tokens":[
                {"text":"[_BEG_]","offsets":{"from":0,"to":0}},{"text":" Hel","offsets":{"from":10,"to":300}},
                {"text":"lo","offsets":{"from":300,"to":500}},{"text":",","offsets":{"from":500,"to":510}},
                {"text":" you","offsets":{"from":600,"to":900}},{"text":".","offsets":{"from":900,"to":950}},
                {"text":"[_TT_125]","offsets":{"from":2500,"to":2500}}]},
                {"timestamps":{"from":"00:00:02,500","to":"00:00:03,000"},"text":" Yes."}]}"#,
            "whisper-cpp > 0-2.5=‹0.01 Hello,› ‹0.6 you.› > 2.5-3=Yes.",
        ),
    ]);
}

#[test]
fn podlove_and_plain_lists() {
    check(&[
        (
            r#"[{"start":"00:00:01.500","start_ms":1500,"end":"00:00:02.000","end_ms":2000,"speaker":"1","voice":"Ann","text":"Hi."},
                {"start_ms":2000,"end_ms":3000,"speaker":"2","voice":"","text":"Yes."}]"#,
            "podlove Ann> 1.5-2=Hi. 2> 2-3=Yes.",
        ),
        (
            r#"[{"start_ms":1500,"end_ms":4000,"voice":"Ann","items":[{"start_ms":1500,"end_ms":2000,"text":"Hi."},
                {"start_ms":2000,"end_ms":4000,"text":"You there."}]}]"#,
            "podlove Ann> 1.5-2=Hi. 2-4=You there.",
        ),
        (
            r#"[{"start":1,"end":5000,"text":"So this is how it begins."},{"start":5000,"end":9001,"text":"And that is how it ends."}]"#,
            "timed-json > 0.001-5=So this is how it begins. 5-9.001=And that is how it ends. !1",
        ),
        (
            r#"[{"start":1,"end":5,"text":"So this is how it begins."},{"start":5,"end":9,"text":"And that is how it ends."}]"#,
            "timed-json > ~1-5=So this is how it begins. ~5-9=And that is how it ends. !1",
        ),
        (
            r#"[{"text":"So this is how.","start":0.5,"duration":1.5},{"text":"Yes.","start":2.0,"duration":1.5}]"#,
            "timed-json > 0.5-2=So this is how. 2-3.5=Yes. !1",
        ),
        (
            "{\"start\":0.5,\"end\":2,\"text\":\"So.\"}\n{\"start\":2,\"end\":3,\"text\":\"Yes.\",\"speaker\":\"Ann\"}\n",
            "timed-json > 0.5-2=So. Ann> 2-3=Yes. !1",
        ),
        (
            r#"{"language_code":"en","text":"So am I.","words":[{"text":"So","start":0.5,"end":1,"type":"word","speaker_id":"speaker_0"},
                {"text":" ","start":1,"end":1.1,"type":"spacing"},{"text":"am","start":1.1,"end":1.5},{"text":" ","start":1.5,"end":1.6},
                {"text":"I.","start":1.6,"end":2}]}"#,
            "timed-json speaker_0> 0.5-2=‹0.5 So› ‹1.1 am› ‹1.6 I.› !1 !",
        ),
        (
            r#"{"data":{"paragraphs":[{"speaker":"Ann","start":1.5,"end":3,"text":"So am I.",
                "words":[["So",1.5,1.7],["am",1.8,2],["I.",2,3]]}]}}"#,
            "timed-json Ann> 1.5-3=‹1.5 So› ‹1.8 am› ‹2 I.› !1",
        ),
    ]);
}

#[test]
fn the_answers_of_services() {
    check(&[
        (
            r#"{"id":"x","status":"completed","audio_duration":4,"text":"Hi there. Yes.","words":[],"utterances":[
                {"speaker":"A","start":250,"end":1650,"text":"Hi there.","words":[{"text":"Hi","start":250,"end":650,"speaker":"A"},
                {"text":"there.","start":700,"end":1650,"speaker":"A"}]},
                {"speaker":"B","start":2000,"end":2500,"text":"Yes.","words":[{"text":"Yes.","start":2000,"end":2500}]}]}"#,
            "assemblyai Speaker A> 0.25-1.65=‹0.25 Hi› ‹0.7 there.› Speaker B> 2-2.5=‹2 Yes.›",
        ),
        (
            r#"{"status":"completed","audio_duration":4,"utterances":null,"words":[{"text":"Hi","start":250,"end":650,"speaker":null},
                {"text":"there.","start":700,"end":1650}]}"#,
            "assemblyai > 0.25-1.65=‹0.25 Hi› ‹0.7 there.›",
        ),
        (
            r#"{"metadata":{"channels":1},"results":{"channels":[{"alternatives":[{"transcript":"Hi there. Yes.","words":[
                {"word":"hi","start":0.5,"end":1,"speaker":0,"punctuated_word":"Hi"},
                {"word":"there","start":1,"end":1.5,"speaker":0,"punctuated_word":"there."},
                {"word":"yes","start":2,"end":2.5,"speaker":1,"punctuated_word":"Yes."}]}]}]}}"#,
            "deepgram Speaker 0> 0.5-1.5=‹0.5 Hi› ‹1 there.› Speaker 1> 2-2.5=‹2 Yes.›",
        ),
        (
            r#"{"results":{"channels":[{"alternatives":[{"transcript":"","words":[
                {"word":"hi","start":0.5,"end":1,"punctuated_word":"Hi."},
                {"word":"there","start":1,"end":1.5,"punctuated_word":"There."}],"paragraphs":{"paragraphs":[
                {"sentences":[{"text":"Hi.","start":0.5,"end":1},{"text":"There.","start":1,"end":1.5}],"speaker":0,
                "num_words":2,"start":0.5,"end":1.5}]}}]}]}}"#,
            "deepgram Speaker 0> 0.5-1.5=‹0.5 Hi.› ‹1 There.›",
        ),
        (
            r#"{"results":{"channels":[{"alternatives":[{"words":[{"word":"One","start":0.5,"end":1},{"word":"two.","start":3,"end":3.5}]}]},
                {"alternatives":[{"words":[{"word":"No.","start":0.75,"end":1.25}]}]}]}}"#,
            "deepgram Channel 1> 0.5-3.5=‹0.5 One› ‹3 two.› Channel 2> 0.75-1.25=‹0.75 No.›",
        ),
        (
            r#"{"results":{"utterances":[{"start":0.5,"end":1,"transcript":"Hi.","speaker":1,"words":[{"word":"hi","start":0.5,"punctuated_word":"Hi."}]}]}}"#,
            "deepgram Speaker 1> 0.5-1=‹0.5 Hi.›",
        ),
        (
            r#"{"jobName":"j","results":{"transcripts":[{"transcript":"Hi, you. Yes."}],"speaker_labels":{"speakers":2,"segments":[
                {"start_time":"0.5","speaker_label":"spk_0","items":[{"start_time":"0.5","speaker_label":"spk_0"},{"start_time":"1.0","speaker_label":"spk_0"}]},
                {"start_time":"2.0","speaker_label":"spk_1","items":[{"start_time":"2.0","speaker_label":"spk_1"}]}]},"items":[
                {"type":"pronunciation","start_time":"0.5","end_time":"0.9","alternatives":[{"confidence":"0.9","content":"Hi"}]},
                {"type":"punctuation","alternatives":[{"confidence":"0.0","content":","}]},
                {"type":"pronunciation","start_time":"1.0","end_time":"1.5","alternatives":[{"content":"you"},{"content":"ewe"}]},
                {"type":"punctuation","alternatives":[{"content":"."}]},
                {"type":"pronunciation","start_time":"2.0","end_time":"2.5","alternatives":[{"content":"Yes"}]},
                {"type":"punctuation","alternatives":[{"content":"."}]}]}}"#,
            "aws-transcribe spk_0> 0.5-1.5=‹0.5 Hi›, ‹1 you›. spk_1> 2-2.5=‹2 Yes›. !6",
        ),
        (
            r#"{"results":{"items":[],"audio_segments":[{"id":0,"transcript":"Hi, you.","start_time":"0.5","end_time":"1.5","speaker_label":"spk_0","items":[0,1,2,3]}]}}"#,
            "aws-transcribe spk_0> 0.5-1.5=Hi, you.",
        ),
        (
            r#"{"results":{"channel_labels":{"channels":[{"channel_label":"ch_0","items":[{"start_time":"0.5","end_time":"0.9","alternatives":[{"content":"Hi"}]}]},
                {"channel_label":"ch_1","items":[{"start_time":"0.6","end_time":"0.9","alternatives":[{"content":"Yo"}]}]}]},"items":[
                {"start_time":"0.5","alternatives":[{"content":"Hi"}]}]}}"#,
            "aws-transcribe ch_0> 0.5-0.9=‹0.5 Hi› ch_1> 0.6-0.9=‹0.6 Yo›",
        ),
        (
            r#"{"results":[{"alternatives":[{"transcript":"Hi there.","words":[{"startTime":"1.300s","endTime":"1.400s","word":"Hi"},
                {"startTime":"1.400s","endTime":"2s","word":"there."}]},{"transcript":"High there."}]},
                {"alternatives":[{"transcript":" Yes.","words":[{"startTime":"3s","endTime":"3.100s","word":"Yes."}]}]},
                {"alternatives":[{"words":[{"startTime":"1.300s","endTime":"1.400s","word":"Hi","speakerTag":1},
                {"startTime":"1.400s","endTime":"2s","word":"there.","speakerTag":1},
                {"startTime":"3s","endTime":"3.100s","word":"Yes.","speakerTag":2}]}]}]}"#,
            "google-speech Speaker 1> 1.3-2=‹1.3 Hi› ‹1.4 there.› Speaker 2> 3-3.1=‹3 Yes.› !2",
        ),
        (
            r#"{"name":"1","done":true,"response":{"results":[{"alternatives":[{"transcript":"Hi there","confidence":0.9}],"resultEndTime":"2.500s"},
                {"alternatives":[{"transcript":" and you"}],"resultEndTime":"4s"}]}}"#,
            "google-speech > ~0-2.5=Hi there ~2.5-4=and you",
        ),
        (
            r#"{"results":[{"alternatives":[{"transcript":"Hi","words":[{"startOffset":"0.200s","endOffset":"0.5s","word":"Hi","speakerLabel":"1"}]}],
                "resultEndOffset":"0.6s","languageCode":"en-us"}]}"#,
            "google-speech Speaker 1> 0.2-0.5=‹0.2 Hi›",
        ),
        (
            r#"{"results":[{"alternatives":[{"words":[{"start_time":{"seconds":"1","nanos":300000000},"end_time":{"seconds":"2"},"word":"Hi"}]}],"channel_tag":1},
                {"alternatives":[{"words":[{"start_time":{"nanos":500000000},"word":"Yo"}]}],"channel_tag":2}]}"#,
            "google-speech Channel 2> 0.5-=‹0.5 Yo› Channel 1> 1.3-2=‹1.3 Hi› !2",
        ),
        (
            r#"{"documentVersion":"1","mediaLibrary":{"mediaRefs":[{"id":"m","voiceover":{"metadata":{"alignment":[
                {"word":"Hi","startTime":0.5,"endTime":1,"speaker":{"speakerId":"v1"}},
                {"word":"there.","startTime":1,"endTime":1.5,"speaker":{"speakerId":"v1"}},
                {"word":"Yes.","startTime":2,"endTime":2.5,"speaker":{"speakerId":"v2"}}]}}}]},
                "voices":[{"id":"v1","name":"Ann"},{"id":"v2","name":"Ben"}]}"#,
            "descript Ann> 0.5-1.5=‹0.5 Hi› ‹1 there.› Ben> 2-2.5=‹2 Yes.›",
        ),
    ]);
}

#[test]
fn otranscribe_holds_a_page() {
    check(&[(
        r#"{"text":"<p><span class=\"timestamp\" data-timestamp=\"1.25\">0:01</span>Ann: So it <b>is</b>.</p>\n<p><span class=\"timestamp\" data-timestamp=\"62.5\">1:02</span>Ben: Yes &amp; no.<br /></p>","media":"a.mp3","media-time":63}"#,
        "otranscribe Ann> 1.25-=So it is. Ben> 62.5-=Yes & no.",
    )]);
}

#[test]
fn damaged_files_give_what_can_be_made_out() {
    check(&[
        (
            "{\"version\":\"1.0.0\",\"segments\":[\n{\"startTime\":1.5,\"body\":\"One.\"},\n{\"startTime\":2,\"body\":\"Two and",
            "podcast-json > 1.5-=One. 2-=Two and !3",
        ),
        (
            "{\"segments\":[\n{\"startTime\":1.5,\"body\":\"One.\",\n{\"startTime\":2,\"body\":\"Two.\"},\n{\"startTime\":3,\"body\":\"Three.\"}]}",
            "podcast-json > 1.5-=‹1.5 One.› 2-=‹2 Two.› 3-=‹3 Three.› !3",
        ),
        (
            "{\"segments\":[\n{\"startTime\":1.5,\"body\":\"One.\"}},\n{\"startTime\":2,\"body\":\"Two.\"}]}",
            "podcast-json > 1.5-=One. 2-=Two. !2",
        ),
        (
            "{\"segments\":[{\"startTime\":1.5,\"body\":\"One.\",},{\"startTime\":,\"body\":\"Two.\"},\n{\"startTime\":2 @ \"body\":\"Three.\"},]}",
            "podcast-json > 1.5-=‹1.5 One.› -=Two. 2-=‹2 Three.› !2",
        ),
        (
            r#"[{"start":-1,"text":"One."},{"start":1e99,"text":"Two."},{"start":3.5,"text":"T\uD800hree\q."}]"#,
            "timed-json > 0-=‹0 One.› -=Two. 3.5-=‹3.5 T�hreeq.› !1 !1 !1",
        ),
        (r#"[{"start":1.5,"end":1,"text":"One."}]"#, "timed-json > 1.5-=One. !1 !1"),
    ]);
}

#[test]
fn what_is_no_transcript_is_not_read_as_one() {
    for json in [
        r#"{"version":"1.2.0","chapters":[{"startTime":0,"title":"Intro"},{"startTime":5,"title":"End"}]}"#,
        r#"{"name":"a","dependencies":{"b":"1"}}"#,
        r#"[{"time":1,"value":2},{"time":2,"value":3}]"#,
        r#"[{"start":1}]"#,
        r#"{"results":[1,2]}"#,
    ] {
        assert!(render(json).contains("JSON file"), "{}", render(json));
    }
    for text in ["[Laughs] Yes.", "{so}", "[1] Ann: Yes."] {
        assert!(render(text).starts_with("text"), "{text}");
    }
}

#[test]
fn a_remark_on_a_file_of_one_line_tells_its_character() {
    let json = "{\"segments\":[{\"speaker\":\"Ása\",\"startTime\":-1,\"body\":\"One.\"},{\"startTime\":9,\"body\":\"Two.\"},\
        {\"startTime\":5,\"body\":\"Three.\"}]}\n";
    let parsed = parse(json.as_bytes(), "a.json").unwrap();
    let at = |part: &str| json[..json.find(part).unwrap()].chars().count() + 1;
    let places: Vec<_> = parsed.warnings.iter().map(|warning| (warning.line, warning.column)).collect();
    assert_eq!(places, [(Some(1), Some(at("-1,"))), (Some(1), Some(at("{\"startTime\":5")))]);
    let told = parse(json.replace("},", "},\n").as_bytes(), "a.json").unwrap().warnings;
    let places: Vec<_> = told.iter().map(|warning| (warning.line, warning.column)).collect();
    assert_eq!(places, [(Some(1), None), (Some(3), None)]);
    let mut late = parse(json.replace(":5,", ":50,").as_bytes(), "a.json").unwrap().transcript;
    let told = crate::timeline::timeline(&mut late, Some(std::time::Duration::from_secs(20)));
    assert_eq!((told[0].line, told[0].column), (Some(1), Some(at("{\"startTime\":5"))));
}
