//! What a file is, found by its first bytes, and the reader that this calls for.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::{Hint, Probe};
use symphonia::core::formats::well_known::{
    FORMAT_ID_AIFF, FORMAT_ID_CAF, FORMAT_ID_FLAC, FORMAT_ID_ISOMP4, FORMAT_ID_MKV, FORMAT_ID_OGG,
    FORMAT_ID_WAVE,
};
use symphonia::core::formats::{FormatOptions, FormatReader};
use symphonia::core::io::{MediaSourceStream, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;
use symphonia::default::formats::{
    AdtsReader, AiffReader, CafReader, FlacReader, IsoMp4Reader, MkvReader, MpaReader, OggReader, WavReader,
};
use symphonia::default::meta::Id3v1Reader;

use super::claimed::Claimed;
use super::demuxed::Demuxed;
use super::file::File;
use super::followed::Followed;
use super::id3::GuardedId3v2;
use super::mp3::Mp3;
use super::packets::Opened;
use super::stream::{Facts, Stream};
use super::{
    Reader, SourceInfo, adts, aiff, caf, end, flac, guarded, joints, mkv, mp4, mp4_chapters, ogg, wave,
};
use crate::chapters::{self, Chapter};
use crate::error::{Error, Fault};
use crate::tags::{self, Cover, Tags};

/// How an MP3 is opened: wholly or at once.
pub(super) type OpenMp3 = fn(&Path) -> Result<Option<(Mp3, Facts, bool)>, Fault>;

pub(super) fn open(path: &Path, open_mp3: OpenMp3) -> Result<Reader, Error> {
    let failed = |source: io::Error| Error::Open { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(Error::NotAFile { path: path.to_owned() });
    }
    let size = metadata.len();
    if size == 0 {
        return Err(Error::Empty { path: path.to_owned() });
    }
    // Handles made from one another share their position, so each use of the file has one of its own.
    let file = || File::open(path).map_err(failed);
    let at = |fault: Fault| fault.at(path);

    let file_again = file()?;
    let format = guarded(|| demuxer(path, file_again)).unwrap_or_else(Err).map_err(at);
    let mut certain = true;
    let (stream, facts, carried): (Box<dyn Stream>, Facts, _) = match format {
        // An MP3 has nothing that marks it from its first byte, so what isn't another format may be one.
        Ok(None) | Err(_) if let Some((stream, facts)) = bare(path, size).map_err(at)? => {
            (Box::new(stream), facts, carried_by_mp3(file()?).unwrap_or_default())
        }
        Ok(None) | Err(_) => match open_mp3(path).map_err(at)? {
            Some((mp3, facts, complete)) => {
                certain = complete;
                (Box::new(mp3), facts, carried_by_mp3(file()?).unwrap_or_default())
            }
            None => return Err(format.err().unwrap_or(Error::NotAudio { path: path.to_owned() })),
        },
        Ok(Some(mut format)) => {
            let mut carried = Carried::of(&mut *format);
            match format.format_info().format {
                FORMAT_ID_ISOMP4 => carried.chapters = mp4_chapters::read(file()?).map_err(failed)?,
                FORMAT_ID_FLAC => carried.chapters.extend(flac::chapters::read(file()?).map_err(failed)?),
                _ => {}
            }
            let opened = tracks(Some(format), path).and_then(|opened| Followed::open(opened, path, size));
            let Some((stream, facts)) = opened.map_err(at)? else {
                return Err(Error::NotAudio { path: path.to_owned() });
            };
            (Box::new(stream), facts, carried)
        }
    };

    let Carried { tags, cover, chapters } = carried;
    let (rate, start) = (facts.rate, facts.start);
    let end = end(&facts).filter(|_| certain);
    let info = SourceInfo {
        sample_rate: rate.hz(),
        channels: facts.channels,
        frames: facts.length.map(|length| length.0),
        duration: facts.length.map(|length| rate.duration(length)),
        sample_bits: facts.sample_bits,
        tags,
        cover,
        chapters,
        joints: joints(&facts),
        codec: facts.codec,
        notices: facts.notices,
    };
    Ok(Reader::begin(path, info, stream, rate, (start, end), certain))
}

/// The sound of a file that Symphonia doesn't know.
fn bare(path: &Path, size: u64) -> Result<Option<(Followed, Facts)>, Fault> {
    Followed::open(tracks(None, path)?, path, size)
}

/// The tracks of a file that isn't an MP3, one after the other: by our own reading where Symphonia's loses something of them.
fn tracks(format: Option<Box<dyn FormatReader>>, path: &Path) -> Result<Vec<Opened>, Fault> {
    let Some(format) = format else {
        // The files that Symphonia doesn't know as such: the larger kin of WAV, AIFF and CAF that are cut short, FLAC with broken tags,
        // and AAC without a container.
        let alone = |open: fn(&Path) -> Result<Option<Opened>, Fault>| Ok(open(path)?.into_iter().collect());
        for open in [wave::open, aiff::open, caf::open] {
            let opened: Vec<_> = alone(open)?;
            if !opened.is_empty() {
                return Ok(opened);
            }
        }
        let opened = flac::open(path)?;
        return if opened.is_empty() { alone(adts::open) } else { Ok(opened) };
    };
    let opened = match format.format_info().format {
        FORMAT_ID_OGG => ogg::open(path)?,
        FORMAT_ID_MKV => vec![mkv::open(&*format, path)?],
        FORMAT_ID_FLAC => flac::open(path)?,
        FORMAT_ID_AIFF => aiff::open(path)?.into_iter().collect(),
        FORMAT_ID_CAF => caf::open(path)?.into_iter().collect(),
        FORMAT_ID_WAVE => wave::open(path)?.into_iter().collect(),
        _ => Vec::new(),
    };
    if opened.is_empty() { Ok(vec![Demuxed::open(format, path)?]) } else { Ok(opened) }
}

/// The same for a file that has grown.
pub(super) fn tracks_again(path: &Path) -> Result<Vec<Opened>, Fault> {
    tracks(demuxer(path, File::open(path)?).ok().flatten(), path)
}

/// The container that the file's first bytes show; `None` when they show none.
fn demuxer(path: &Path, mut file: File) -> Result<Option<Box<dyn FormatReader>>, Fault> {
    let mut start = Vec::new();
    (&mut file).take(12).read_to_end(&mut start)?;
    file.rewind()?;
    let known = matches!(
        &*start,
        [b'f', b'L', b'a', b'C', ..]
            | [b'O', b'g', b'g', b'S', ..]
            | [b'R', b'I', b'F', b'F' | b'X', ..]
            | [_, _, _, _, b'f', b't', b'y', b'p', ..]
            | [_, _, _, _, b'm', b'o' | b'd', b'o' | b'a', b'v' | b't', ..]
            | [_, _, _, _, b'w', b'i', b'd', b'e', ..]
            | [b'F', b'O', b'R', b'M', _, _, _, _, b'A', b'I', b'F', b'F' | b'C']
            | [b'c', b'a', b'f', b'f', ..]
            | [0x1a, 0x45, 0xdf, 0xa3, ..]
            | [b'I', b'D', b'3', ..]
    );
    if !known {
        return Ok(None);
    }
    let mut opened = demux(file);
    if opened.is_err() && start.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) {
        // Its reader refuses a file that is shorter than it says, unless it can't know.
        let again = ReadOnlySource::new(File::open(path)?);
        let stream = MediaSourceStream::new(Box::new(again), Default::default());
        opened = known_formats(true).probe(
            &Hint::new(),
            stream,
            FormatOptions::default(),
            MetadataOptions::default(),
        );
    }
    match opened {
        Ok(format) if format.format_info().short_name.starts_with("mp") => Ok(None),
        Ok(format) => Ok(Some(format)),
        Err(SymphoniaError::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
            Err(error.into())
        }
        Err(_) if start.starts_with(b"ID3") => Ok(None),
        Err(error) => Err(Fault::Damaged(error.to_string())),
    }
}

/// Symphonia's demuxer for the file.
pub(super) fn demux(mut file: File) -> Result<Box<dyn FormatReader>, SymphoniaError> {
    let at = file.stream_position()?;
    let told = mp4::told_length(&mut file)?;
    let hidden = if told > 0 { mp4::soundless(&mut file)? } else { Vec::new() };
    file.seek(SeekFrom::Start(at))?;
    let cut = told > file.metadata()?.len();
    let stream = MediaSourceStream::new(Box::new(Claimed::new(file, told, hidden)?), Default::default());
    let (format, metadata) = (FormatOptions::default(), MetadataOptions::default());
    known_formats(cut).probe(&Hint::new(), stream, format, metadata)
}

/// What Symphonia registers by itself, but with our guard before the tags that it reads by recursion. The end of a file that is cut
/// short holds no tags.
fn known_formats(cut: bool) -> Probe {
    let mut probe = Probe::default();
    probe.register_format::<AdtsReader<'_>>();
    probe.register_format::<AiffReader<'_>>();
    probe.register_format::<CafReader<'_>>();
    probe.register_format::<FlacReader<'_>>();
    probe.register_format::<IsoMp4Reader<'_>>();
    probe.register_format::<MkvReader<'_>>();
    probe.register_format::<MpaReader<'_>>();
    probe.register_format::<WavReader<'_>>();
    probe.register_format::<OggReader<'_>>();
    if !cut {
        probe.register_metadata::<Id3v1Reader<'_>>();
    }
    probe.register_metadata::<GuardedId3v2<'_>>();
    probe
}

/// What a file carries besides its sound.
#[derive(Default)]
struct Carried {
    tags: Tags,
    cover: Option<Cover>,
    chapters: Vec<Chapter>,
}

impl Carried {
    fn of(format: &mut dyn FormatReader) -> Self {
        let chapters = format.chapters().map(chapters::of).unwrap_or_default();
        let (tags, cover) = tags::collect(format);
        Self { tags, cover, chapters }
    }
}

/// The tags of an MP3 lie around the stream, where Symphonia's probe finds them.
fn carried_by_mp3(file: File) -> Option<Carried> {
    guarded(|| demux(file)).ok()?.ok().map(|mut format| Carried::of(&mut *format))
}
