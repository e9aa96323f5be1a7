//! What of AAC isn't plain AAC-LC: HE-AAC, which adds upper frequencies to a core at half the rate, and more than two channels.

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;
use symphonia::core::codecs::audio::well_known::profiles::CODEC_PROFILE_AAC_HE;

use super::packets::Packets;
use crate::error::Fault;

/// Frames of a packet, those of the core.
pub(super) const FRAMES: i64 = 1024;
/// The rates that have a number.
pub(super) const RATES: [u32; 13] =
    [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
/// So many packets are looked at for upper frequencies that the file doesn't tell of.
const LOOKED_AT: usize = 32;
/// More elements of padding than these aren't passed over.
const MOST_FILLS: usize = 4;
/// The number of the highest rate of a core, 24,000 Hz.
const HIGHEST_CORE: u8 = 6;

/// What a configuration begins with (ISO/IEC 14496-3, 1.6.2.1): kind, the rate's number, and how the channels are arranged.
fn head(config: &[u8]) -> Option<(u8, u8, u8)> {
    let &[first, second, ..] = config else { return None };
    Some((first >> 3, (first & 7) << 1 | second >> 7, second >> 3 & 15))
}

/// The core of HE-AAC, as a decoder needs to be told of it that knows only that (1.6.2.1 and 1.6.5); `None` for what doesn't
/// tell that it is HE-AAC.
pub(super) fn core(config: &[u8]) -> Option<Box<[u8]>> {
    let (kind, rate, channels) = head(config)?;
    let explicit = matches!(kind, 5 | 29) && rate < 13;
    let beside =
        kind == 2 && matches!(config.get(2..), Some([0x56, 0xe5, extension, ..]) if extension & 0x80 != 0);
    (explicit || beside).then(|| [2 << 3 | rate >> 1, (rate & 1) << 7 | channels << 3].into())
}

/// Whether there are more than two channels.
pub(super) fn is_surround(parameters: &AudioCodecParameters) -> bool {
    let config = parameters.extra_data.as_deref().unwrap_or_default();
    parameters.codec == CODEC_ID_AAC && head(config).is_some_and(|(_, _, channels)| channels > 2)
}

/// The rate in which packets are counted: of HE-AAC that of its core, whatever the container tells.
pub(super) fn core_rate(parameters: &AudioCodecParameters) -> Option<u32> {
    let config = parameters.extra_data.as_deref().filter(|_| parameters.codec == CODEC_ID_AAC)?;
    head(config).and_then(|(_, rate, _)| RATES.get(usize::from(rate)).copied())
}

/// Whether the sound was found to be HE-AAC.
pub(super) fn is_he(parameters: &AudioCodecParameters) -> bool {
    parameters.profile == Some(CODEC_PROFILE_AAC_HE)
}

/// Marks the track as HE-AAC if it is: by what it tells or, where it tells of a core alone, by its first packets.
pub(super) fn find_he(
    parameters: &mut AudioCodecParameters,
    packets: &mut dyn Packets,
    first: i64,
) -> Result<(), Fault> {
    let config = parameters.extra_data.as_deref().unwrap_or_default();
    let head = head(config);
    let rate = core_rate(parameters);
    let he = match head {
        _ if parameters.codec != CODEC_ID_AAC => false,
        Some(_) if core(config).is_some() => true,
        Some((2, HIGHEST_CORE.., 1 | 2)) => {
            let (mut seen, mut upper) = (0, 0);
            while seen < LOOKED_AT
                && let Some(coded) = packets.next()?
            {
                seen += 1;
                upper += usize::from(has_upper_bands(&coded.packet.data));
            }
            packets.seek(first)?;
            upper > 0 && upper * 4 >= seen * 3
        }
        _ => false,
    };
    if he {
        parameters.with_profile(CODEC_PROFILE_AAC_HE);
        // The file may tell the rate of the core or twice that.
        parameters.sample_rate = rate.or(parameters.sample_rate);
    }
    Ok(())
}

/// Whether upper frequencies are the last of a packet but for padding (4.4.2.1 and 4.4.2.7): a fill element (6) of that type (13, 14), others
/// that hold nothing, the end (7), and zeros up to the next byte. What comes before can only be measured by decoding it, so each
/// length that an element can have is tried.
fn has_upper_bands(packet: &[u8]) -> bool {
    let bits = |from: usize, count: usize| {
        (from..from + count).fold(0, |bits, at| bits << 1 | usize::from(packet[at / 8] >> (7 - at % 8) & 1))
    };
    let Some(zeros) = packet.last().map(|last| last.trailing_zeros()).filter(|zeros| *zeros < 8) else {
        return false;
    };
    let Some(mut end) = (packet.len() * 8).checked_sub(zeros as usize + 3) else { return false };
    if bits(end, 3) != 7 {
        return false;
    }
    for _ in 0..MOST_FILLS {
        let mut padding = None;
        for count in 0..=14 + 255 {
            let short = count < 15;
            let Some(body) = end.checked_sub(8 * count) else { break };
            let Some(from) = body.checked_sub(if short { 7 } else { 15 }) else { break };
            let told =
                if short { bits(from + 3, 4) == count } else { bits(from + 3, 12) == 15 << 8 | (count - 14) };
            if bits(from, 3) != 6 || !told {
                continue;
            }
            let holds = |first, others| {
                bits(body, 8) == first && (1..count).all(|byte| bits(body + 8 * byte, 8) == others)
            };
            if count > 0 && matches!(bits(body, 4), 13 | 14) {
                return true;
            }
            if count == 0 || holds(0, 0) || holds(0x10, 0xa5) {
                padding = Some(from);
            }
        }
        match padding {
            Some(from) => end = from,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packet of these groups of bits, each a value and how many bits it has.
    fn packet(groups: &[(usize, usize)]) -> Vec<u8> {
        let mut bits: Vec<u8> = groups
            .iter()
            .flat_map(|(value, count)| (0..*count).rev().map(move |bit| (value >> bit & 1) as u8))
            .collect();
        bits.resize(bits.len().next_multiple_of(8), 0);
        bits.chunks(8).map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | bit)).collect()
    }

    #[test]
    fn upper_frequencies_are_found_at_the_end_of_a_packet() {
        let sound = (0x1234_5678_9abc, 45);
        let long = [(0x5a, 8); 19];
        let upper: [(usize, usize); 4] = [(6, 3), (3, 4), (13, 4), (0xabcde, 20)];
        let fill = [(6, 3), (3, 4), (0x10, 8), (0xa5a5, 16)];
        let cases: [(&str, Vec<u8>, bool); 9] = [
            ("none", packet(&[sound, (7, 3)]), false),
            ("three bytes", packet(&[sound, (6, 3), (3, 4), (13, 4), (0xabcde, 20), (7, 3)]), true),
            (
                "twenty bytes",
                packet(&[&[sound, (6, 3), (15, 4), (6, 8), (14, 4), (9, 4)], &long[..], &[(7, 3)]].concat()),
                true,
            ),
            ("padding behind them", packet(&[&[sound], &upper[..], &fill[..], &[(7, 3)]].concat()), true),
            (
                "empty padding behind them",
                packet(&[&[sound], &upper[..], &[(6, 3), (0, 4), (7, 3)]].concat()),
                true,
            ),
            ("padding of their kind's length", packet(&[&[sound], &fill[..], &[(7, 3)]].concat()), false),
            ("padding", packet(&[sound, (6, 3), (3, 4), (0, 24), (7, 3)]), false),
            ("no end", packet(&[sound, (6, 3), (3, 4), (13, 4), (0xabcde, 20), (3, 3)]), false),
            ("nothing", Vec::new(), false),
        ];
        for (what, packet, expected) in cases {
            assert_eq!(has_upper_bands(&packet), expected, "{what}");
        }
    }
}
