//! The chapters that an audio file carries about itself: ID3's `CHAP` frames, and `CHAPTER000=…` in Vorbis comments. Those of
//! an MP4 are read in `decode::mp4_chapters`, those of a FLAC are found in `decode::flac_chapters`.

use std::time::Duration;

use symphonia::core::meta::{self, ChapterGroup, ChapterGroupItem, StandardTag};

/// More chapters of a file are not kept.
pub(crate) const MOST: usize = 10_000;

/// A named part of the recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Where it begins.
    pub start: Duration,
    /// Its name; never empty.
    pub title: String,
}

impl Chapter {
    /// `None` where there is no name.
    pub(crate) fn new(start: Duration, title: &str) -> Option<Self> {
        let title = title.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        (!title.is_empty()).then(|| Self { start, title: title.to_owned() })
    }
}

/// The chapters of a group and of all groups in it, in the order of their times.
pub(crate) fn of(group: &ChapterGroup) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    let mut left: Vec<&ChapterGroupItem> = group.items.iter().collect();
    while let Some(item) = left.pop() {
        match item {
            ChapterGroupItem::Group(group) => left.extend(&group.items),
            ChapterGroupItem::Chapter(chapter) => chapters.extend(named(chapter)),
        }
        if chapters.len() == MOST {
            break;
        }
    }
    chapters.sort_by_key(|chapter| chapter.start);
    chapters
}

fn named(chapter: &meta::Chapter) -> Option<Chapter> {
    let title = chapter.tags.iter().find_map(|tag| match &tag.std {
        Some(StandardTag::ChapterTitle(title)) => Some(title),
        _ => None,
    })?;
    let nanos = u64::try_from(chapter.start_time.as_nanos()).ok()?;
    Chapter::new(Duration::from_nanos(nanos), title)
}
