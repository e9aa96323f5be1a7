//! Ogg (RFC 3533) with Vorbis or Opus (RFC 7845), chained or not: an index of its pages, and the packets of each stream.
//!
//! A page tells the position after its last packet, so the packets are counted back from there. What is lost on the way
//! then leaves a gap, and what follows keeps its place.

mod page;
pub(super) mod vorbis;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_OPUS, CODEC_ID_VORBIS};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use self::page::Page;
use self::vorbis::Blocks;
use super::file::File;
use super::opus::{self, Head};
use super::packets::{Coded, Opened, Packets, cut_short};
use crate::error::Fault;

/// The most streams of a chain.
const MOST_LINKS: usize = 10_000;
/// A packet larger than this isn't collected.
const LARGEST_PACKET: usize = 1 << 24;
/// So many of a stream's pages may be taken by its headers, which can hold a picture.
const MOST_HEADER_PAGES: usize = 4096;

/// How the frames of packets are counted.
#[derive(Clone, Debug)]
enum Count {
    Opus(Head),
    Vorbis(Blocks),
}

/// The packets of one stream of the file.
struct Link {
    file: File,
    count: Count,
    /// The pages with its sound.
    pages: Arc<[Page]>,
    /// The raw position of its first frame.
    first: i64,
    /// The page that is read next.
    page: usize,
    /// The start of a packet that the next page carries on.
    open: Option<Vec<u8>>,
    /// Where the last packet ended; `None` after a seek or a loss.
    end: Option<i64>,
    /// The length of the last Vorbis block.
    block: Option<i64>,
    ready: VecDeque<Coded>,
}

/// The streams of the file at `path`, one after the other; none where its first one is neither Vorbis nor Opus.
pub(super) fn open(path: &Path) -> Result<Vec<Opened>, Fault> {
    let mut links = Vec::new();
    let mut pages: Vec<Page> = Vec::new();
    let mut beginning = true;
    let file = File::open(path)?;
    let end = file.metadata()?.len();
    for page in page::pages(file) {
        let page = page?;
        if page.at + u64::from(page.size) > end {
            break; // the file is cut off in it
        }
        // All streams of a group begin before any of them goes on.
        if page.first && !beginning {
            links.extend(link(path, &pages)?);
            pages.clear();
            if links.is_empty() || links.len() == MOST_LINKS {
                return Ok(links);
            }
        }
        beginning = page.first;
        pages.push(page);
    }
    links.extend(link(path, &pages)?);
    Ok(links)
}

/// The stream with sound that is known among those of a group of pages.
fn link(path: &Path, pages: &[Page]) -> Result<Option<Opened>, Fault> {
    let mut file = File::open(path)?;
    let begins: Vec<Page> = pages.iter().take_while(|page| page.first).copied().collect();
    for begin in begins {
        let Some(bytes) = page::read(&mut file, &begin)? else { continue };
        let (pieces, _) = page::pieces(&bytes);
        let Some(first) = pieces.first() else { continue };
        let opus = Head::read(first);
        if opus.is_none() && !first.starts_with(b"\x01vorbis") {
            continue;
        }
        let own: Vec<Page> =
            pages.iter().filter(|page| page.serial == begin.serial && !page.first).copied().collect();
        let wanted = if opus.is_some() { 1 } else { 2 };
        let (headers, from) = headers(&mut file, &own, wanted)?;
        let mut parameters = AudioCodecParameters::new();
        let count = match (opus, &*headers) {
            (Some(head), [_tags]) => {
                parameters.for_codec(CODEC_ID_OPUS).with_sample_rate(opus::RATE);
                parameters.with_extra_data(first.to_vec().into_boxed_slice());
                Count::Opus(head)
            }
            (None, [_tags, setup]) => {
                let Some(blocks) = Blocks::read(first, setup) else { continue };
                parameters.for_codec(CODEC_ID_VORBIS).with_sample_rate(blocks.rate);
                parameters.with_extra_data([first, setup.as_slice()].concat().into_boxed_slice());
                if let Some(channels) = first.get(11) {
                    parameters.with_channels(Channels::Discrete(u16::from(*channels)));
                }
                Count::Vorbis(blocks)
            }
            _ => continue,
        };
        let own: Arc<[Page]> = own.into_iter().skip(from).collect();
        return Link::open(file, path, count, own, parameters).map(Some);
    }
    Ok(None)
}

/// The packets before the sound, and how many pages they take.
fn headers(file: &mut File, pages: &[Page], wanted: usize) -> Result<(Vec<Vec<u8>>, usize), Fault> {
    let (mut packets, mut open) = (Vec::new(), None::<Vec<u8>>);
    for (index, page) in pages.iter().take(MOST_HEADER_PAGES).enumerate() {
        let Some(bytes) = page::read(file, page)? else { break };
        packets.extend(whole(&bytes, page.continues, &mut open));
        if packets.len() >= wanted {
            packets.truncate(wanted);
            return Ok((packets, index + 1));
        }
    }
    Ok((packets, pages.len()))
}

/// The packets that end in a page; `open` is the one that is carried on from page to page.
fn whole(page: &[u8], continues: bool, open: &mut Option<Vec<u8>>) -> Vec<Vec<u8>> {
    let (pieces, goes_on) = page::pieces(page);
    let count = pieces.len();
    let mut packets = Vec::with_capacity(count);
    for (index, piece) in pieces.into_iter().enumerate() {
        let mut packet = if index == 0 && continues {
            match open.take() {
                Some(packet) if packet.len() + piece.len() <= LARGEST_PACKET => packet,
                // Its start was lost, so the rest of it is nothing.
                _ if goes_on && count == 1 => return packets,
                _ => continue,
            }
        } else {
            Vec::new()
        };
        packet.extend_from_slice(piece);
        if goes_on && index + 1 == count {
            *open = Some(packet);
        } else {
            packets.push(packet);
        }
    }
    packets
}

impl Link {
    fn open(
        file: File,
        path: &Path,
        count: Count,
        pages: Arc<[Page]>,
        parameters: AudioCodecParameters,
    ) -> Result<Opened, Fault> {
        let mut link = Link::over(file, count, pages, 0);
        // A stream cut out of another one doesn't begin at 0. One whose only page tells less than it holds does, and is cut off.
        link.first = link.next()?.map_or(0, |coded| coded.start);
        let end = link.pages.iter().rev().find_map(|page| page.granule).unwrap_or(link.first);
        let skip = match &link.count {
            Count::Opus(head) => i64::from(head.pre_skip),
            Count::Vorbis(_) => 0,
        };
        // Where a first page tells less than it holds, what comes before 0 isn't heard.
        let start = if link.first < 0 { skip } else { link.first.saturating_add(skip) };
        let cut = !link.pages.last().is_some_and(|page| page.last);
        let notices = cut.then(|| cut_short(path)).into_iter().collect();
        let first = link.first;
        link.rewind();
        let length = Some(end.saturating_sub(start).max(0).unsigned_abs());
        Ok(Opened { packets: Box::new(link), parameters, first, start, length, notices })
    }

    fn over(file: File, count: Count, pages: Arc<[Page]>, first: i64) -> Link {
        let ready = VecDeque::new();
        Link { file, count, pages, first, page: 0, open: None, end: None, block: None, ready }
    }

    fn rewind(&mut self) {
        self.page = 0;
        self.forget();
        self.ready.clear();
    }

    /// What comes next doesn't continue what came before.
    fn forget(&mut self) {
        (self.open, self.end, self.block) = (None, None, None);
    }

    /// The frames of a packet, as far as they can be known.
    fn frames(&mut self, packet: &[u8]) -> Option<i64> {
        match &self.count {
            Count::Opus(_) => opus::frames(packet),
            Count::Vorbis(blocks) => {
                let block = blocks.block(packet)?;
                let before = self.block.replace(block);
                Some(before.map_or(0, |before| (before + block) / 4))
            }
        }
    }

    /// Reads the next page, and puts its packets where they belong.
    fn read_page(&mut self) -> Result<bool, Fault> {
        let Some(page) = self.pages.get(self.page).copied() else { return Ok(false) };
        let follows = self.page.checked_sub(1).and_then(|before| self.pages.get(before));
        if follows.is_some_and(|before| before.number.wrapping_add(1) != page.number) {
            self.forget();
        }
        self.page += 1;
        let Some(bytes) = page::read(&mut self.file, &page)? else {
            self.forget();
            return Ok(true);
        };
        let mut packets = Vec::new();
        let mut total = 0_i64;
        for packet in whole(&bytes, page.continues, &mut self.open) {
            if let Some(frames) = self.frames(&packet) {
                total += frames;
                packets.push((frames, packet));
            }
        }
        let Some(granule) = page.granule.filter(|_| !packets.is_empty()) else { return Ok(true) };
        // The last page may tell less than it holds: the rest is the encoder's padding.
        let padded = page.last || self.page == self.pages.len();
        let mut at = match self.end {
            Some(end) if padded && end.saturating_add(total) > granule => end,
            None if padded && self.page == 1 && granule < total => 0,
            _ => granule.saturating_sub(total),
        };
        for (frames, packet) in packets {
            let packet = Packet::new(0, Timestamp::from(at), Duration::from(frames.unsigned_abs()), packet);
            self.ready.push_back(Coded { start: at, frames, packet });
            at = at.saturating_add(frames);
        }
        self.end = Some(at);
        Ok(true)
    }
}

impl Packets for Link {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        // The page after the last one that ends at or before the place; one before it tells where it begins. Pages without
        // an end belong to the one after them.
        let after = self.pages.partition_point(|page| page.granule.is_none_or(|granule| granule <= raw));
        let ends = |page: &Page| page.granule.is_some();
        let before = self.pages.get(..after).and_then(|pages| pages.iter().rposition(ends)).unwrap_or(0);
        self.rewind();
        self.page = self
            .pages
            .get(..before)
            .and_then(|pages| pages.iter().rposition(ends))
            .map_or(0, |page| page + 1);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        loop {
            if let Some(coded) = self.ready.pop_front() {
                return Ok(Some(coded));
            }
            if !self.read_page()? {
                return Ok(None);
            }
        }
    }

    fn another(&self, path: &Path) -> Result<Option<Box<dyn Packets>>, Fault> {
        let (file, count, pages) = (File::open(path)?, self.count.clone(), Arc::clone(&self.pages));
        Ok(Some(Box::new(Link::over(file, count, pages, self.first))))
    }
}
