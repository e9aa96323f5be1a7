//! How many frames a Vorbis packet decodes to ("Vorbis I specification", 4.2 and 4.3), which only its headers tell.

/// What the headers of a stream say about its packets.
#[derive(Clone, Debug)]
pub(in super::super) struct Blocks {
    pub(in super::super) rate: u32,
    /// The lengths of the short and the long block.
    sizes: [i64; 2],
    /// Whether the blocks of each mode are long.
    modes: Vec<bool>,
}

impl Blocks {
    /// Reads the identification and the setup header.
    pub(in super::super) fn read(identification: &[u8], setup: &[u8]) -> Option<Blocks> {
        let (&[0, 0, 0, 0, _channels, r0, r1, r2, r3, ..], sizes) =
            identification.strip_prefix(b"\x01vorbis")?.split_first_chunk::<21>()?
        else {
            return None;
        };
        let sizes = *sizes.first()?;
        let (short, long) = (sizes & 15, sizes >> 4);
        let sound = (6..=13).contains(&short) && (short..=13).contains(&long);
        sound.then_some(Blocks {
            rate: u32::from_le_bytes([r0, r1, r2, r3]),
            sizes: [1 << short, 1 << long],
            modes: modes(setup.strip_prefix(b"\x05vorbis")?)?,
        })
    }

    /// The length of a packet's block; `None` when it can't be right.
    pub(in super::super) fn block(&self, packet: &[u8]) -> Option<i64> {
        let first = *packet.first()?;
        if first & 1 != 0 {
            return None;
        }
        let bits = usize::BITS - (self.modes.len() - 1).leading_zeros();
        let mode = usize::from(first >> 1) & ((1 << bits) - 1);
        self.modes.get(mode).map(|long| self.sizes[usize::from(*long)])
    }
}

/// Whether the blocks of each mode are long. The modes end the header, behind parts whose lengths only a whole decoder knows;
/// so they are read from the end: a mode is a bit, 16 bits of 0 twice, and a number below 64, and their count stands before them.
fn modes(setup: &[u8]) -> Option<Vec<bool>> {
    const MODE: usize = 1 + 16 + 16 + 8;
    let bit = |at: usize| setup[at / 8] >> (at % 8) & 1 == 1;
    let number =
        |from: usize, bits: usize| (0..bits).fold(0, |n, index| n | usize::from(bit(from + index)) << index);
    let framing = (0..setup.len() * 8).rev().find(|at| bit(*at))?;
    let mut found = None;
    let mut long = Vec::new();
    let mut from = framing;
    while long.len() < 64 && from >= MODE + 6 {
        from -= MODE;
        if number(from + 1, 16) != 0 || number(from + 17, 16) != 0 || number(from + 33, 8) > 63 {
            break;
        }
        long.insert(0, bit(from));
        if number(from - 6, 6) + 1 == long.len() {
            found = Some(long.clone());
        }
    }
    found
}
