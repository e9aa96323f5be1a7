//! What a person typed to search for.

/// A search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What is looked for.
    pub text: String,
    /// A part of the name of whoever says it.
    pub speaker: Option<String>,
    /// Whether it must not begin or end inside a word.
    pub whole_word: bool,
    /// Whether the text is a regular expression.
    pub expression: bool,
}

/// What stands before a speaker's name.
const SPEAKER: &str = "speaker:";

impl Query {
    /// Reads `speaker:name` or `speaker:"first last"` out of what was typed; the rest is the text.
    pub fn typed(typed: &str) -> Query {
        let is_word_start = |at: usize| typed[..at].chars().next_back().is_none_or(char::is_whitespace);
        let lower = typed.to_ascii_lowercase();
        let Some(at) = lower.match_indices(SPEAKER).map(|(at, _)| at).find(|at| is_word_start(*at)) else {
            return Query { text: typed.to_owned(), ..Query::default() };
        };
        let after = &typed[at + SPEAKER.len()..];
        let (name, rest) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        let (before, rest) = (typed[..at].trim_end(), rest.trim_start());
        let between = if before.is_empty() || rest.is_empty() { "" } else { " " };
        let speaker = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        Query { text: format!("{before}{between}{rest}"), speaker, ..Query::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speaker_is_read_out_of_what_was_typed() {
        for (typed, text, speaker) in [
            ("harbour", "harbour", None),
            (" harbour ", " harbour ", None),
            ("speaker:ada harbour", "harbour", Some("ada")),
            ("the Speaker:Ada harbour", "the harbour", Some("Ada")),
            ("speaker:\"Ada Lovelace\" the sea", "the sea", Some("Ada Lovelace")),
            ("speaker:\"Ada Lov", "", Some("Ada Lov")),
            ("loudspeaker: on", "loudspeaker: on", None),
            ("speaker:", "", None),
            ("speaker:é x", "x", Some("é")),
        ] {
            let query = Query::typed(typed);
            assert_eq!((query.text.as_str(), query.speaker.as_deref()), (text, speaker), "{typed}");
        }
    }
}
