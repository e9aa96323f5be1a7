//! The title, the people and the cover that an audio file carries about itself.

use symphonia::core::formats::FormatReader;
use symphonia::core::meta::{MetadataRevision, StandardTag, StandardVisualKey, Visual};

/// The texts of a file's tags; empty ones are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// The title of the episode.
    pub title: Option<String>,
    /// Who made it.
    pub artist: Option<String>,
    /// The show it belongs to.
    pub album: Option<String>,
}

/// A picture from a file's tags.
#[derive(Clone, PartialEq, Eq)]
pub struct Cover {
    /// As `image/jpeg`, found in the picture's first bytes.
    pub media_type: String,
    /// The picture as it lies in the file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Cover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cover")
            .field("media_type", &self.media_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Collects the tags and the cover from every revision of the metadata; the first that says something wins.
pub(crate) fn collect(format: &mut dyn FormatReader) -> (Tags, Option<Cover>) {
    let mut tags = Tags::default();
    let mut visuals = Vec::new();
    let mut metadata = format.metadata();
    while let Some(revision) = metadata.pop() {
        visuals.extend(add(&mut tags, &revision));
    }
    if let Some(revision) = metadata.current() {
        visuals.extend(add(&mut tags, revision));
    }
    let front = visuals.iter().position(|visual| visual.usage == Some(StandardVisualKey::FrontCover));
    let cover = (!visuals.is_empty()).then(|| visuals.swap_remove(front.unwrap_or(0)));
    (tags, cover.and_then(cover_of))
}

fn add(tags: &mut Tags, revision: &MetadataRevision) -> Vec<Visual> {
    let containers =
        || std::iter::once(&revision.media).chain(revision.per_track.iter().map(|track| &track.metadata));
    for tag in containers().flat_map(|container| &container.tags) {
        let (field, text) = match &tag.std {
            Some(StandardTag::TrackTitle(text)) => (&mut tags.title, text),
            Some(StandardTag::Artist(text)) => (&mut tags.artist, text),
            Some(StandardTag::Album(text)) => (&mut tags.album, text),
            _ => continue,
        };
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if field.is_none() && !text.is_empty() {
            *field = Some(text.to_owned());
        }
    }
    containers().flat_map(|container| container.visuals.iter().cloned()).collect()
}

/// The picture with the type that its bytes show; a type that a tag claims isn't trusted.
fn cover_of(visual: Visual) -> Option<Cover> {
    let media_type = match &*visual.data {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'B', b'M', ..] => "image/bmp",
        _ => return None,
    };
    Some(Cover { media_type: media_type.into(), bytes: visual.data.into_vec() })
}
