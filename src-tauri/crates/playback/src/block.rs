//! Blocks of sound, and the two rings in which they go from the feeder to the callback and back.
//!
//! Every block is allocated before the sound starts and lives until it has stopped: the callback only moves boxes.

use rtrb::{Consumer, Producer, RingBuffer};

/// A piece of sound in the device's own format, which knows where in the source it comes from.
pub(crate) struct Block {
    /// The seek that it belongs to.
    pub(crate) generation: u64,
    /// The source frame that its first frame is; fractional after resampling.
    pub(crate) start: f64,
    /// Source frames to one of its frames.
    pub(crate) step: f64,
    /// Source time to time.
    pub(crate) speed: f64,
    /// Source frames left out before it in its generation, as silence.
    pub(crate) saved: u64,
    /// How many of its frames are filled.
    pub(crate) frames: usize,
    /// The source ends with it.
    pub(crate) last: bool,
    /// Interleaved, with the device's channels; [`Block::FRAMES`] frames.
    pub(crate) samples: Box<[f32]>,
}

impl Block {
    /// Frames that fit in a block: about 10 ms.
    pub(crate) const FRAMES: usize = 512;

    /// How many blocks hold `frames` frames.
    pub(crate) fn count_for(frames: u32) -> usize {
        (frames as usize).div_ceil(Block::FRAMES)
    }

    fn new(channels: u16) -> Block {
        let samples = vec![0.0; Block::FRAMES * usize::from(channels)].into_boxed_slice();
        Block { generation: 0, start: 0.0, step: 1.0, speed: 1.0, saved: 0, frames: 0, last: false, samples }
    }
}

/// The feeder's ends of the rings.
pub(crate) struct Supply {
    empty: Consumer<Box<Block>>,
    filled: Producer<Box<Block>>,
}

impl Supply {
    /// Whether there are empty blocks besides `spare` ones.
    pub(crate) fn has_more_than(&self, spare: usize) -> bool {
        self.empty.slots() > spare
    }

    /// Has up to `count` empty blocks filled, until `fill` answers that no more is to come, and hands them over at
    /// once.
    pub(crate) fn fill<E>(
        &mut self,
        count: usize,
        mut fill: impl FnMut(&mut Block) -> Result<bool, E>,
    ) -> Result<(), E> {
        let mut blocks = Vec::with_capacity(count);
        let mut done = Ok(());
        while blocks.len() < count {
            let Ok(mut block) = self.empty.pop() else { break };
            let more = fill(&mut block);
            if more.is_err() {
                block.frames = 0;
            }
            blocks.push(block);
            match more {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    done = Err(error);
                    break;
                }
            }
        }
        if let Ok(room) = self.filled.write_chunk_uninit(blocks.len()) {
            room.fill_from_iter(blocks); // there is room for every block
        }
        done
    }
}

/// The callback's ends of the rings. The ring back has room for every block, so giving one back never fails.
pub(crate) struct Intake {
    pub(crate) filled: Consumer<Box<Block>>,
    pub(crate) empty: Producer<Box<Block>>,
}

/// Two rings with `count` empty blocks between them.
pub(crate) fn rings(count: usize, channels: u16) -> (Supply, Intake) {
    let (filled_in, filled_out) = RingBuffer::new(count);
    let (mut empty_in, empty_out) = RingBuffer::new(count);
    for _ in 0..count {
        let _ = empty_in.push(Box::new(Block::new(channels))); // there is room for `count`
    }
    (Supply { empty: empty_out, filled: filled_in }, Intake { filled: filled_out, empty: empty_in })
}
