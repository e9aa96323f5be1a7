//! The system's default sound device, through the cpal that rodio brings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rodio::cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use rodio::cpal::{
    self, BufferSize, Device, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample, Stream,
    StreamConfig, SupportedBufferSize, SupportedStreamConfig,
};

use super::{DeviceError, Format, Loss, Output};
use crate::render::Renderer;
use crate::units::Rate;

/// Buffers a second that the device is asked for. A click is heard within two of them; with shorter ones a busy
/// machine leaves gaps.
const BUFFERS: u32 = 50;
/// Callbacks after a start in which the reported latency is still growing.
const SETTLING: u32 = 3;
const STALL: Duration = Duration::from_secs(3);
/// Some drivers report an error and play on at once. One that goes on for so long isn't of that kind.
const PATIENCE: Duration = Duration::from_millis(300);
/// Samples that are converted at a time for a device that doesn't take 32-bit floats.
const CONVERTED: usize = 4096;

/// Plays on whatever the system calls its default device.
#[derive(Default)]
pub struct SystemOutput {
    found: Option<(Device, SupportedStreamConfig)>,
    stream: Option<Stream>,
}

impl SystemOutput {
    /// An output that has not looked for a device yet.
    pub fn new() -> SystemOutput {
        SystemOutput::default()
    }
}

impl std::fmt::Debug for SystemOutput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SystemOutput").field("started", &self.stream.is_some()).finish()
    }
}

impl Output for SystemOutput {
    fn find(&mut self) -> Result<Format, DeviceError> {
        let device = cpal::default_host().default_output_device().ok_or_else(none)?;
        let config = device.default_output_config().map_err(|error| sentence(&error))?;
        let rate = Rate::new(config.sample_rate()).ok_or_else(none)?;
        let format = Format { rate, channels: config.channels(), settling: SETTLING, stall: Some(STALL) };
        self.found = Some((device, config));
        Ok(format)
    }

    fn start(&mut self, renderer: Renderer, loss: Loss) -> Result<(), DeviceError> {
        let (device, config) = self.found.take().ok_or_else(none)?;
        let stream = match config.sample_format() {
            SampleFormat::F32 => build::<f32>(&device, &config, renderer, loss),
            SampleFormat::F64 => build::<f64>(&device, &config, renderer, loss),
            SampleFormat::I8 => build::<i8>(&device, &config, renderer, loss),
            SampleFormat::I16 => build::<i16>(&device, &config, renderer, loss),
            SampleFormat::I24 => build::<cpal::I24>(&device, &config, renderer, loss),
            SampleFormat::I32 => build::<i32>(&device, &config, renderer, loss),
            SampleFormat::U8 => build::<u8>(&device, &config, renderer, loss),
            SampleFormat::U16 => build::<u16>(&device, &config, renderer, loss),
            SampleFormat::U32 => build::<u32>(&device, &config, renderer, loss),
            other => {
                let sentence =
                    format!("The sound device wants samples of a kind that isn't known ({other}).");
                return Err(DeviceError(sentence));
            }
        }
        .map_err(|error| sentence(&error))?;
        stream.play().map_err(|error| sentence(&error))?;
        self.stream = Some(stream);
        Ok(())
    }

    fn stop(&mut self) {
        self.stream = None;
    }
}

fn build<T: SizedSample + FromSample<f32>>(
    device: &Device,
    supported: &SupportedStreamConfig,
    mut renderer: Renderer,
    loss: Loss,
) -> Result<Stream, cpal::Error> {
    let mut scratch = vec![0.0; CONVERTED].into_boxed_slice();
    let channels = usize::from(supported.channels().max(1));
    let rate = f64::from(supported.sample_rate());
    let served = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&served);
    let fill = move |out: &mut [T], info: &OutputCallbackInfo| {
        counter.fetch_add(1, Ordering::Relaxed);
        let stamp = info.timestamp();
        let mut playback = Instant::now() + stamp.playback.duration_since(stamp.callback);
        for part in out.chunks_mut(CONVERTED / channels * channels) {
            let sound = &mut scratch[..part.len()];
            renderer.render(sound, playback);
            part.iter_mut().zip(&*sound).for_each(|(out, sample)| *out = T::from_sample(*sample));
            playback += Duration::from_secs_f64((part.len() / channels) as f64 / rate);
        }
    };
    let mut trouble = Trouble { served: Arc::clone(&served), since: None };
    let tell = move |error: cpal::Error| {
        if trouble.is_fatal(error.kind()) {
            loss.tell(lost(&error));
        }
    };
    let config = StreamConfig { buffer_size: buffer_size(supported), ..supported.config() };
    device.build_output_stream(config, fill, tell, None)
}

/// Tells errors after which the device plays on from those that end it.
struct Trouble {
    /// Buffers that were filled.
    served: Arc<AtomicU64>,
    /// When the errors began that no filled buffer came after, and how many there were then.
    since: Option<(u64, Instant)>,
}

impl Trouble {
    fn is_fatal(&mut self, kind: ErrorKind) -> bool {
        match kind {
            // An underrun is counted where it happens, and a refused priority still plays.
            ErrorKind::Xrun | ErrorKind::RealtimeDenied | ErrorKind::DeviceChanged => false,
            ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable | ErrorKind::StreamInvalidated => true,
            _ => {
                let (served, now) = (self.served.load(Ordering::Relaxed), Instant::now());
                match self.since {
                    Some((then, since)) if then == served => {
                        thread::sleep(Duration::from_millis(1)); // the driver may report without a pause
                        now.duration_since(since) > PATIENCE
                    }
                    _ => {
                        self.since = Some((served, now));
                        false
                    }
                }
            }
        }
    }
}

/// A small buffer where the device lets itself be asked for one.
fn buffer_size(supported: &SupportedStreamConfig) -> BufferSize {
    match supported.buffer_size() {
        SupportedBufferSize::Range { min, max } if min <= max => {
            BufferSize::Fixed((supported.sample_rate() / BUFFERS).clamp(*min, *max))
        }
        _ => BufferSize::Default,
    }
}

fn none() -> DeviceError {
    DeviceError("There is no sound device. Connect one, then play again.".into())
}

/// What to say of a device that was playing; drivers' own words for that are of no use to a listener.
fn lost(error: &cpal::Error) -> DeviceError {
    match error.kind() {
        ErrorKind::BackendError | ErrorKind::Other => {
            DeviceError("The sound device has stopped answering; it is looked for again.".into())
        }
        _ => sentence(error),
    }
}

fn sentence(error: &cpal::Error) -> DeviceError {
    let text = match error.kind() {
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable | ErrorKind::StreamInvalidated => {
            return none();
        }
        ErrorKind::DeviceBusy => {
            "The sound device is in use by another program. Close it, then play again.".into()
        }
        ErrorKind::PermissionDenied => "The system doesn't let this program use the sound device.".into(),
        _ => format!("The sound device doesn't work: {}.", error.to_string().trim_end_matches('.')),
    };
    DeviceError(text)
}
