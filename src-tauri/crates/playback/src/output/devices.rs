//! The system's sound devices: which there are, and what becomes of the one that plays.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::cpal::{self, Device, Host, HostId};

use super::{DeviceError, Loss, OutputDevice};

/// How often a sound server is asked what became of the device.
const PACE: Duration = Duration::from_millis(500);
/// Of ALSA's many names for a sound card, those that mix and convert and so can be played on by anyone.
const PLAIN_ALSA: [&str; 2] = ["sysdefault:", "hdmi:"];

/// Where the system's default device is. On Linux that is ALSA, whose default is the sound server's, too: the server
/// moves the sound when its default changes, and ALSA's clock is the steadier one.
pub(super) fn system() -> Option<Host> {
    #[cfg(target_os = "linux")]
    let ids = [HostId::Alsa];
    #[cfg(not(target_os = "linux"))]
    let ids = cpal::available_hosts();
    ids.into_iter().find_map(|id| cpal::host_from_id(id).ok())
}

/// Where the devices are that can be chosen: at the sound server, if one runs.
pub(super) fn choices() -> Option<Host> {
    cpal::available_hosts().into_iter().find_map(|id| cpal::host_from_id(id).ok())
}

/// The devices that a person can choose from.
pub(super) fn list() -> Vec<OutputDevice> {
    let Some(host) = choices() else { return Vec::new() };
    let default = host.default_output_device().as_ref().and_then(id_of);
    let Ok(devices) = host.output_devices() else { return Vec::new() };
    let listed = devices.filter(|device| is_plain(&host, device)).filter_map(|device| {
        let id = id_of(&device)?;
        Some(OutputDevice { is_default: Some(&id) == default.as_ref(), name: name_of(&device), id })
    });
    listed.collect()
}

/// The device of that id, if it is there.
pub(super) fn find(host: &Host, id: &str) -> Option<Device> {
    host.output_devices().ok()?.find(|device| id_of(device).as_deref() == Some(id))
}

/// What a device is known by from one run of the program to the next.
pub(super) fn id_of(device: &Device) -> Option<String> {
    device.id().ok().map(|id| id.to_string())
}

/// What a person knows a device by.
pub(super) fn name_of(device: &Device) -> String {
    device.description().map_or_else(|_| String::new(), |description| description.name().to_owned())
}

#[cfg(target_os = "linux")]
fn is_plain(host: &Host, device: &Device) -> bool {
    let id = device.id();
    host.id() != HostId::Alsa
        || id.is_ok_and(|id| PLAIN_ALSA.iter().any(|prefix| id.id().starts_with(prefix)))
}

#[cfg(not(target_os = "linux"))]
fn is_plain(_: &Host, _: &Device) -> bool {
    true
}

/// A watch over a chosen device that plays, until it is dropped.
pub(super) struct Watch {
    /// Never sent on: the thread ends with it.
    _alive: Sender<()>,
}

impl Watch {
    /// Watches where the system doesn't tell by itself: a sound server moves the sound of a device that is gone to another
    /// one without a word.
    pub(super) fn over(device: &Device, host: Host, loss: Loss) -> Option<Watch> {
        if !is_server(&host) {
            return None;
        }
        let (id, name) = (id_of(device)?, name_of(device));
        let (alive, end) = mpsc::channel::<()>();
        let watch = move || {
            while end.recv_timeout(PACE) == Err(RecvTimeoutError::Timeout) {
                let Ok(mut devices) = host.output_devices() else { return }; // the stream itself tells
                if !devices.any(|device| id_of(&device).as_ref() == Some(&id)) {
                    return loss.tell(unplugged(&name));
                }
            }
        };
        // Without a thread the device is played on all the same.
        thread::Builder::new().name("cueline-device".into()).spawn(watch).ok()?;
        Some(Watch { _alive: alive })
    }
}

#[cfg(target_os = "linux")]
pub(super) fn is_server(host: &Host) -> bool {
    host.id() != HostId::Alsa
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_server(_: &Host) -> bool {
    false
}

fn unplugged(name: &str) -> DeviceError {
    DeviceError(format!("The sound device “{name}” is no longer connected. Play to go on without it."))
}
