//! Packets for Fraunhofer's decoder, put where they sound: only with the feature `fdk-aac`.

use std::path::Path;

use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::packet::Packet;

use super::aac;
use super::fdk::FdkDecoder;
use super::packets::{Coded, Opened, Packets};
use crate::error::Fault;

/// So many packets are decoded to see what comes out.
const LOOKED_AT: usize = 8;
/// How late the upper frequencies are by their nature, in frames at their rate: encoders count that in what they tell of their delay.
const UPPER_DELAY: i64 = 2 * 481;

/// Packets for this decoder: those of HE-AAC sound at twice the rate that they are counted in, and each gives what lies a good while
/// before it, since the decoder looks ahead to hide errors and overload.
struct Late {
    packets: Box<dyn Packets>,
    times: i64,
    late: i64,
    /// The last packet, and the raw position after it.
    last: Option<(Packet, i64)>,
    /// The frames that the decoder holds back after it.
    held: i64,
}

/// Puts a track's packets where they sound when this decoder decodes them.
pub(super) fn late(opened: Opened) -> Result<Opened, Fault> {
    let Opened { mut packets, mut parameters, first, start, length, notices } = opened;
    let he = aac::is_he(&parameters);
    let times = if he { 2 } else { 1 };
    parameters.sample_rate = parameters.sample_rate.map(|rate| rate.saturating_mul(times));
    let mut decoder = FdkDecoder::open(&parameters)?;
    for _ in 0..LOOKED_AT {
        let Some(coded) = packets.next()? else { break };
        // Whether one channel becomes two shows when they come out.
        if let Ok(sound) = decoder.decode(&coded.packet) {
            parameters.channels = Some(sound.spec().channels().clone());
        }
    }
    packets.seek(first)?;
    let late = decoder.delay() - if he { UPPER_DELAY } else { 0 };
    let (times, late) = (i64::from(times), late.max(0));
    Ok(Opened {
        packets: Box::new(Late { packets, times, late, last: None, held: late }),
        parameters,
        first: first.saturating_mul(times).saturating_sub(late),
        start: start.saturating_mul(times),
        length: length.map(|length| length.saturating_mul(times.unsigned_abs())),
        notices,
    })
}

impl Packets for Late {
    fn seek(&mut self, raw: i64) -> Result<(), Fault> {
        (self.last, self.held) = (None, self.late);
        self.packets.seek(raw.saturating_add(self.late).div_euclid(self.times))
    }

    fn next(&mut self) -> Result<Option<Coded>, Fault> {
        if let Some(coded) = self.packets.next()? {
            let start = coded.start.saturating_mul(self.times).saturating_sub(self.late);
            let frames = coded.frames.saturating_mul(self.times);
            self.last = Some((coded.packet.clone(), start.saturating_add(frames)));
            return Ok(Some(Coded { start, frames, ..coded }));
        }
        // What the decoder still holds comes out when it is given more.
        let frames = aac::FRAMES * self.times;
        let Some((packet, start)) = self.last.as_mut().filter(|_| self.held > 0) else { return Ok(None) };
        let coded = Coded { start: *start, frames, packet: packet.clone() };
        *start = coded.end();
        self.held -= frames;
        Ok(Some(coded))
    }

    fn another(&self, path: &Path) -> Result<Option<Box<dyn Packets>>, Fault> {
        let Some(packets) = self.packets.another(path)? else { return Ok(None) };
        let Late { times, late, .. } = *self;
        Ok(Some(Box::new(Late { packets, times, late, last: None, held: late })))
    }
}
