//! Where something stands in a file: on a line, and in a file of a single line at a character of it.

/// A line, counted from 1; or in a file that is one line, as JSON often is, a character of that line, counted from 1; or
/// the whole file. Every utterance has one, so it is kept small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(u32);

/// Set where the rest counts characters; no file has so many of them, nor so many lines.
const IN_LINE: u32 = 1 << 31;

impl Place {
    /// A character of the only line, counted from 1.
    pub(crate) fn at_character(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX) | IN_LINE)
    }

    /// The line, from 1; `None` for the whole file.
    pub(crate) fn line(self) -> Option<usize> {
        match self.0 {
            0 => None,
            line if line & IN_LINE == 0 => Some(line as usize),
            _ => Some(1),
        }
    }

    /// The character of the line, from 1, where it is known.
    pub(crate) fn column(self) -> Option<usize> {
        (self.0 & IN_LINE != 0).then_some((self.0 & !IN_LINE) as usize)
    }

    /// So many lines further on.
    pub(crate) fn lines_on(self, lines: usize) -> Self {
        match self.line() {
            Some(line) if self.column().is_none() => (line + lines).into(),
            _ => self,
        }
    }
}

impl From<usize> for Place {
    fn from(line: usize) -> Self {
        Self(u32::try_from(line).unwrap_or(u32::MAX).min(IN_LINE - 1))
    }
}

impl From<Option<usize>> for Place {
    fn from(line: Option<usize>) -> Self {
        line.unwrap_or(0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_or_a_character_of_the_only_one_or_the_whole_file() {
        let told = |place: Place| (place.line(), place.column());
        assert_eq!(told(7.into()), (Some(7), None));
        assert_eq!(told(Place::from(7).lines_on(2)), (Some(9), None));
        assert_eq!(told(None.into()), (None, None));
        assert_eq!(told(Place::at_character(70_000_000)), (Some(1), Some(70_000_000)));
        assert_eq!(told(Place::at_character(5).lines_on(2)), (Some(1), Some(5)));
    }
}
