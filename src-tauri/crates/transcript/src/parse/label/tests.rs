//! Tables of how lines begin.

use super::*;

/// `name@ms|speech`, with `!` after a sure name; a lone mark as `@ms|speech`. Bold is written as in Markdown.
fn render(text: &str) -> String {
    let mut plain = String::new();
    let mut emphasis = Vec::new();
    for (index, part) in text.split("**").enumerate() {
        let start = plain.len();
        plain.push_str(part);
        if index % 2 == 1 {
            emphasis.push(start..plain.len());
        }
    }
    let opening = Opening::of(&plain, &emphasis, None);
    let at = opening.stamp.map(|s| format!("@{}", s.mark.time.as_millis())).unwrap_or_default();
    let sure = if opening.sure { "!" } else { "" };
    let sign = match opening.form {
        Form::Text => return "-".to_owned(),
        Form::Stamped | Form::StampAlone | Form::Named | Form::NameAlone | Form::Chapter => "",
        Form::StampThenBold => "t**n ",
        Form::StampThenName => "t n ",
        Form::NameThenStamp => "n t ",
        Form::ColonThenStamp => "n: t ",
    };
    let bare = if opening.bare { "bare " } else { "" };
    let (name, said) = (opening.name(&plain), &plain[opening.speech as usize..]);
    format!("{bare}{sign}{name}{sure}{at}|{said}")
}

#[test]
fn names_and_marks_are_found_in_every_order() {
    let cases = [
        ("**Ann:** [00:00:32] So", "Ann!@32000|So"),
        ("**Ann**: [00:32] So", "Ann!@32000|So"),
        ("**Ann** [00:32]: So", "Ann!@32000|So"),
        ("**Ann** [00:32] So", "Ann!@32000|So"),
        ("**Ann [00:32]:** So", "Ann!@32000|So"),
        ("**Ann (00:32)** So", "Ann!@32000|So"),
        ("**Ann:** So", "Ann!|So"),
        ("**Ann:**So", "Ann!|So"),
        ("**Ann**: So", "Ann!|So"),
        ("[00:32] **Ann:** So", "Ann!@32000|So"),
        ("[00:32] Ann: So", "Ann@32000|So"),
        ("Ann: [00:32] So", "Ann!@32000|So"),
        ("Ann: (00:00:32) So", "Ann!@32000|So"),
        ("Ann [0:32]: So", "Ann!@32000|So"),
        ("Ann: So", "Ann|So"),
        ("Ann:", "Ann|"),
        ("Speaker 1: So", "Speaker 1|So"),
        ("J. R. R. Tolkien: So", "J. R. R. Tolkien|So"),
        ("Dr. Ludwig van Beethoven (host): So", "Dr. Ludwig van Beethoven (host)|So"),
        ("Ludwig van Beethoven: So", "Ludwig van Beethoven|So"),
        ("田中：はい", "田中|はい"),
        ("[00:32] So: it", "So@32000|it"),
        ("[00:32] so it is", "@32000|so it is"),
        ("[00:32]So", "@32000|So"),
        ("**We must.** And [00:32] so", "-"),
        ("**Bold** words: so", "-"),
        ("We met at 10:30: so", "-"),
        ("so it is: this", "-"),
        ("We met at [10:30] or so", "-"),
        ("Here is what I said. Then: so", "-"),
        ("“Ann: So”", "-"),
        ("[Laughs] Ann: So", "-"),
        ("http://x.y", "-"),
        ("24/7: so", "-"),
        ("Ann:so", "-"),
        ("One Two Three Four Five Six Seven: so", "-"),
        (": so", "-"),
        ("[00:01] [00:02] so", "@1000|[00:02] so"),
        ("[00:01] Ann: [00:02] so", "Ann@1000|[00:02] so"),
        ("[00:01]", "@1000|"),
        ("(00:01):", "@1000|"),
        ("(00:01): so", "@1000|so"),
        ("(00:01):so", "@1000|:so"),
        ("", "-"),
    ];
    for (text, expected) in cases {
        assert_eq!(render(text), expected, "{text:?}");
    }
}

#[test]
fn names_and_times_alone_on_a_line_are_told_from_sentences() {
    let cases = [
        ("Ann  55:21  ", "n t Ann!@3321000|"),
        ("Ann\t0:05", "n t Ann!@5000|"),
        ("Speaker 1 0:05", "n t Speaker 1@5000|"),
        ("Ann Lee - 0:05", "n t Ann Lee@5000|"),
        ("Ann (0:05)", "n t Ann!@5000|"),
        ("Ann [00:00:05.200]", "n t Ann!@5200|"),
        ("[Ann Lee] 0:05", "n t Ann Lee@5000|"),
        ("Ann 0:05 - 0:10", "n t Ann@5000|"),
        ("Ann: 0:05", "n: t Ann@5000|"),
        ("We met at 10:30", "-"),
        ("Meet me (10:30)", "-"),
        ("Ann. And so on in 0:05", "-"),
        ("0:05", "bare @5000|"),
        ("0:05 so", "bare @5000|so"),
        ("0:05 - 0:10", "bare @5000|"),
        ("0:05 5 seconds", "bare @5000|"),
        ("1:05 1 minute, 5 seconds so", "bare @65000|so"),
        ("0:05 Ann: so", "bare Ann@5000|so"),
        ("0:05 Ann Lee", "bare t n Ann Lee@5000|"),
        ("[0:05] - Ann", "t n Ann@5000|"),
        ("[0:05] Yes.", "@5000|Yes."),
        ("0:00:36.2 **Ann** so", "bare t**n Ann!@36200|so"),
        ("[0:05] **Ann**", "t**n Ann!@5000|"),
        ("[0:05] **Ann**so.", "@5000|Annso."),
        ("[0:05] spk_0: so", "spk_0@5000|so"),
        ("[0:05] snake_case: so", "@5000|snake_case: so"),
        ("[0:05] [Ann] so", "t**n Ann@5000|so"),
        ("[0:05] [Ann]", "t n Ann@5000|"),
        ("[0:05] [Music] so", "@5000|[Music] so"),
        ("[Music] [0:05] so", "-"),
        ("10:30am so", "-"),
        ("0:055 secondsso it", "bare @5000|so it"),
        ("0 minutes 5 seconds0:05", "bare @5000|"),
        ("Ann Lee 0 minutes 5 seconds", "n t Ann Lee@5000|"),
        ("We sailed for 5 minutes", "-"),
        ("Ann 5 seconds", "-"),
    ];
    for (text, expected) in cases {
        assert_eq!(render(text), expected, "{text:?}");
    }
}
