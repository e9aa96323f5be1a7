//! The way in which most of a file's speech begins, and how a person is told of it.

/// The way in which most of a file's speech begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Style {
    NameThenStamp,
    StampThenName,
    NameOverStamp,
    NameUnderStamp,
    StampAlone,
    Bare,
    Marked,
    Stamped,
    Named,
    Text,
}

impl Style {
    /// Names or times stand on lines of their own, so that lines which follow one another are one paragraph.
    pub(in crate::parse) fn has_own_lines(self) -> bool {
        use Style::{NameOverStamp, NameThenStamp, NameUnderStamp, StampAlone, StampThenName};
        matches!(self, NameThenStamp | StampThenName | NameOverStamp | NameUnderStamp | StampAlone)
    }

    /// A sentence for a person.
    pub(in crate::parse) fn reason(self) -> Option<&'static str> {
        Some(match self {
            Style::NameThenStamp => {
                "Names with a time stand on lines of their own, as Otter, Rev and Riverside write them."
            }
            Style::StampThenName => {
                "Times with a name stand on lines of their own, as Happy Scribe and Descript write them."
            }
            Style::NameOverStamp => "Names, and under each a time, stand on lines of their own.",
            Style::NameUnderStamp => {
                "Times, and under each a name, stand on lines of their own, as Premiere writes them."
            }
            Style::StampAlone => "Times stand on lines of their own, as in a transcript copied from YouTube.",
            Style::Bare => "Its lines begin with times.",
            Style::Marked => "Its paragraphs begin with a name and a time.",
            Style::Stamped => "Its paragraphs begin with times in brackets.",
            Style::Named => "Its paragraphs begin with names, and it gives no times.",
            Style::Text => return None,
        })
    }
}
