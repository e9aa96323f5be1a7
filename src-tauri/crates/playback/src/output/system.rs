//! The system's sound devices, through the cpal that rodio brings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rodio::cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use rodio::cpal::{
    self, BufferSize, Device, ErrorKind, FromSample, Host, OutputCallbackInfo, SampleFormat, SizedSample,
    Stream, StreamConfig, SupportedBufferSize, SupportedStreamConfig,
};

use super::devices::{self, Watch};
use super::{Catalogue, DeviceError, Format, Found, Loss, Output};
use crate::render::Renderer;
use crate::units::Rate;

/// Buffers a second that the device is asked for. A click is heard within two of them: 50 ms. With shorter ones a busy machine
/// leaves gaps, and each callback wakes two threads of ALSA's way to a sound server, which is most of what playing costs.
const BUFFERS: u32 = 40;
/// The same of a sound server that is asked directly: it counts its own buffers in.
const SERVER_BUFFERS: u32 = 25;
/// Callbacks after a start in which the reported latency is still growing.
const SETTLING: u32 = 3;
const STALL: Duration = Duration::from_secs(3);
/// Each look at it wakes a thread: a quarter of what lies ready may be played between two.
const PACE: Duration = Duration::from_millis(50);
/// Some drivers report an error and play on at once. One that goes on for so long isn't of that kind.
const PATIENCE: Duration = Duration::from_millis(300);
/// Samples that are converted at a time: a second of stereo, so that hardly a device asks for more at once.
const CONVERTED: usize = 96_000;
/// A device that takes longer to open doesn't work.
const OPENING: Duration = Duration::from_secs(3);

/// Plays on the device that was chosen, or on whatever the system calls its default.
#[derive(Default)]
pub struct SystemOutput {
    chosen: Option<String>,
    found: Option<Candidate>,
    stream: Option<Stream>,
    watch: Option<Watch>,
}

/// A device that was found and isn't opened yet.
struct Candidate {
    device: Device,
    config: SupportedStreamConfig,
    buffer: BufferSize,
    /// Where it was chosen.
    host: Option<Host>,
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
    fn catalogue(&self) -> Catalogue {
        Box::new(devices::list)
    }

    fn choose(&mut self, id: Option<&str>) {
        self.chosen = id.map(ToOwned::to_owned);
    }

    fn find(&mut self) -> Result<Found, DeviceError> {
        let chosen = self.chosen.as_deref().and_then(|id| {
            let host = devices::choices()?;
            Some((devices::find(&host, id)?, host))
        });
        let (device, host) = match chosen {
            Some((device, host)) => (device, Some(host)),
            None => (devices::system().and_then(|host| host.default_output_device()).ok_or_else(none)?, None),
        };
        let config = device.default_output_config().map_err(|error| sentence(&error))?;
        let rate = Rate::new(config.sample_rate()).ok_or_else(none)?;
        let buffers = if host.as_ref().is_some_and(devices::is_server) { SERVER_BUFFERS } else { BUFFERS };
        let size = buffer_size(&config, buffers);
        let buffer = match size {
            BufferSize::Fixed(frames) => Some(frames),
            BufferSize::Default => None,
        };
        let (channels, stall) = (config.channels(), Some(STALL));
        let format = Format { rate, channels, settling: SETTLING, stall, pace: PACE, buffer };
        let found = Found { format, name: devices::name_of(&device), chosen: host.is_some() };
        self.found = Some(Candidate { device, config, buffer: size, host });
        Ok(found)
    }

    fn start(&mut self, renderer: Renderer, loss: Loss) -> Result<(), DeviceError> {
        let Candidate { device, config, buffer, host } = self.found.take().ok_or_else(none)?;
        let watch = loss.clone();
        let stream = match config.sample_format() {
            SampleFormat::F32 => build::<f32>(&device, &config, buffer, renderer, loss),
            SampleFormat::F64 => build::<f64>(&device, &config, buffer, renderer, loss),
            SampleFormat::I8 => build::<i8>(&device, &config, buffer, renderer, loss),
            SampleFormat::I16 => build::<i16>(&device, &config, buffer, renderer, loss),
            SampleFormat::I24 => build::<cpal::I24>(&device, &config, buffer, renderer, loss),
            SampleFormat::I32 => build::<i32>(&device, &config, buffer, renderer, loss),
            SampleFormat::I64 => build::<i64>(&device, &config, buffer, renderer, loss),
            SampleFormat::U8 => build::<u8>(&device, &config, buffer, renderer, loss),
            SampleFormat::U16 => build::<u16>(&device, &config, buffer, renderer, loss),
            SampleFormat::U24 => build::<cpal::U24>(&device, &config, buffer, renderer, loss),
            SampleFormat::U32 => build::<u32>(&device, &config, buffer, renderer, loss),
            SampleFormat::U64 => build::<u64>(&device, &config, buffer, renderer, loss),
            other => {
                let sentence =
                    format!("The sound device wants samples of a kind that isn't known ({other}).");
                return Err(DeviceError(sentence));
            }
        }
        .map_err(|error| sentence(&error))?;
        stream.play().map_err(|error| sentence(&error))?;
        self.stream = Some(stream);
        self.watch = host.and_then(|host| Watch::over(&device, host, watch));
        Ok(())
    }

    fn stop(&mut self) {
        self.watch = None;
        self.stream = None;
    }
}

fn build<T: SizedSample + FromSample<f32>>(
    device: &Device,
    supported: &SupportedStreamConfig,
    buffer_size: BufferSize,
    mut renderer: Renderer,
    loss: Loss,
) -> Result<Stream, cpal::Error> {
    let channels = usize::from(supported.channels().max(1));
    let rate = f64::from(supported.sample_rate());
    let mut scratch = vec![0.0; CONVERTED / channels * channels].into_boxed_slice();
    let served = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&served);
    let gaps = renderer.gaps();
    let fill = move |out: &mut [T], info: &OutputCallbackInfo| {
        counter.fetch_add(1, Ordering::Relaxed);
        let stamp = info.timestamp();
        let asked = Instant::now();
        let mut playback = asked + stamp.playback.duration_since(stamp.callback);
        for part in out.chunks_mut(scratch.len()) {
            let sound = &mut scratch[..part.len()];
            renderer.render(sound, asked, playback);
            part.iter_mut().zip(&*sound).for_each(|(out, sample)| *out = T::from_sample(*sample));
            playback += Duration::from_secs_f64((part.len() / channels) as f64 / rate);
        }
    };
    let mut trouble = Trouble { served: Arc::clone(&served), since: None };
    let tell = move |error: cpal::Error| match error.kind() {
        ErrorKind::Xrun => gaps.tell(),
        // The default is another one now, or has another format.
        ErrorKind::StreamInvalidated => loss.moved(),
        kind if trouble.is_fatal(kind) => loss.tell(lost(&error)),
        _ => {}
    };
    let config = StreamConfig { buffer_size, ..supported.config() };
    device.build_output_stream(config, fill, tell, Some(OPENING))
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
            // A refused priority still plays.
            ErrorKind::RealtimeDenied | ErrorKind::DeviceChanged => false,
            ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => true,
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
fn buffer_size(supported: &SupportedStreamConfig, buffers: u32) -> BufferSize {
    match supported.buffer_size() {
        SupportedBufferSize::Range { min, max } if min <= max => {
            BufferSize::Fixed((supported.sample_rate() / buffers).clamp(*min, *max))
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
