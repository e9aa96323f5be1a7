//! Small pictures of the recent episodes' covers, in a folder that can be deleted at any time.
//!
//! A cover is often three thousand pixels wide, and the list of recent episodes shows twenty of them.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::{ImageReader, Limits};

/// The longer side of a small picture, in pixels: twice what is shown, for dense screens.
const SIDE: u32 = 192;
const QUALITY: u8 = 82;
/// A cover with a longer side than this gets no small picture.
const LONGEST_SIDE: u32 = 4_096;
/// Nor does one that takes more memory to read, in bytes.
const MOST_MEMORY: u64 = 128 << 20;
/// Whatever is larger was not written by this.
const MOST_BYTES: u64 = 256 << 10;
const ENDING: &str = "jpg";

/// What tells one cover from another: the hash of its bytes.
pub fn cover_id(cover: &[u8]) -> String {
    blake3::hash(cover).to_hex().to_string()
}

/// Makes the small picture of a cover in `folder`, unless it is there; whether it is there now. A cover that can't be read has none.
pub fn keep_small_cover(folder: &Path, cover: &[u8]) -> bool {
    let Some(path) = place(folder, &cover_id(cover)) else { return false };
    path.is_file() || small(cover).is_some_and(|small| write(&path, &small).is_ok())
}

/// The small picture of that cover, a JPEG.
pub fn small_cover(folder: &Path, id: &str) -> Option<Vec<u8>> {
    let path = place(folder, id)?;
    let data = fs::metadata(&path).ok()?;
    if data.is_file() && data.len() <= MOST_BYTES { fs::read(path).ok() } else { None }
}

/// Deletes all small pictures but those of these covers.
pub fn forget_small_covers_but(folder: &Path, ids: &[&str]) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let kept: Vec<PathBuf> = ids.iter().filter_map(|id| place(folder, id)).collect();
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| !kept.contains(path)) {
        if path.extension().is_some_and(|ending| ending == ENDING) {
            let _ = fs::remove_file(path); // the next opening tries again
        }
    }
}

/// The id comes from a file that anybody can edit: only a hash is a name.
fn place(folder: &Path, id: &str) -> Option<PathBuf> {
    blake3::Hash::from_hex(id).ok().map(|hash| folder.join(hash.to_hex().as_str()).with_extension(ENDING))
}

fn small(cover: &[u8]) -> Option<Vec<u8>> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(cover)).with_guessed_format().ok()?;
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let small =
        if picture.width().max(picture.height()) > SIDE { picture.thumbnail(SIDE, SIDE) } else { picture };
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&small.to_rgb8()).ok()?;
    Some(jpeg)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix("writing").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;
    use crate::testing::Folder;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::from_pixel(width, height, Rgb([200, 60, 20])).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_small_picture_is_made_once_and_gone_with_the_last_who_needs_it() {
        let folder = Folder::new();
        let covers = folder.path().join("covers");
        for (format, width, height, expected) in [
            (ImageFormat::Jpeg, 1_000, 500, (192, 96)),
            (ImageFormat::Png, 300, 900, (64, 192)),
            (ImageFormat::Gif, 400, 400, (192, 192)),
            (ImageFormat::WebP, 40, 30, (40, 30)),
        ] {
            let cover = picture(width, height, format);
            let id = cover_id(&cover);
            assert_eq!(small_cover(&covers, &id), None);
            assert!(keep_small_cover(&covers, &cover), "{format:?}");
            let before = folder.snapshot();
            assert!(keep_small_cover(&covers, &cover));
            assert_eq!(folder.snapshot(), before, "it is made once");
            let small = image::load_from_memory(&small_cover(&covers, &id).unwrap()).unwrap().to_rgb8();
            assert_eq!(small.dimensions(), expected, "{format:?}");
            let Rgb([red, green, blue]) = *small.get_pixel(9, 9);
            assert!(red > 190 && green.abs_diff(60) < 12 && blue < 40, "{format:?} keeps its colour");
            forget_small_covers_but(&covers, &[&id, "other"]);
            assert!(small_cover(&covers, &id).is_some());
            forget_small_covers_but(&covers, &[]);
            assert_eq!(small_cover(&covers, &id), None);
        }
    }

    #[test]
    fn what_is_no_picture_or_a_huge_one_has_no_small_one_and_only_a_hash_is_a_name() {
        let folder = Folder::new();
        let broken = &picture(300, 300, ImageFormat::Png)[..80];
        for cover in [&b""[..], b"text", broken, &picture(5_000, 2, ImageFormat::Png)] {
            assert!(!keep_small_cover(folder.path(), cover));
        }
        folder.add("secret.jpg", "x");
        for id in ["", "secret", "../secret", "/etc/passwd"] {
            assert_eq!(small_cover(folder.path(), id), None, "{id}");
        }
    }
}
