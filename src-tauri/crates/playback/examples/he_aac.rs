//! Makes the tests' two files of HE-AAC, `tests/data/he-v1.aac` (mono) and `he-v2.aac` (stereo): `cargo run --features fdk-aac --example he_aac`.
//!
//! Each holds four seconds at 44,100 Hz, at 24 kbit/s: a tone that rises from 300 Hz by 180 Hz a second and, of stereo on the left alone,
//! one of 14,000 Hz, which the core can't hold.

use std::error::Error;
use std::f64::consts::TAU;
use std::fs;
use std::path::Path;

use fdk_aac::enc::{AudioObjectType, BitRate, ChannelMode, Encoder, EncoderParams, Transport};

const RATE: u32 = 44_100;
const SECONDS: u32 = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (name, kind, mode, channels) in [
        ("he-v1.aac", AudioObjectType::Mpeg4HeAac, ChannelMode::Mono, 1),
        ("he-v2.aac", AudioObjectType::Mpeg4HeAacV2, ChannelMode::Stereo, 2),
    ] {
        let encoder = Encoder::new(EncoderParams {
            bit_rate: BitRate::Cbr(24_000),
            sample_rate: RATE,
            transport: Transport::Adts,
            channels: mode,
            audio_object_type: kind,
        })
        .map_err(|error| error.to_string())?;
        let sound: Vec<i16> = (0..SECONDS * RATE)
            .flat_map(|n| {
                let t = f64::from(n) / f64::from(RATE);
                let rising = (TAU * (300.0 * t + 90.0 * t * t)).sin() * 0.4;
                let high = (TAU * 14_000.0 * t).sin() * 0.2;
                let frame = [rising + high, rising].map(|sample| (sample * 32_000.0) as i16);
                frame.into_iter().take(channels)
            })
            .collect();
        let (mut file, mut packet, mut rest) = (Vec::new(), vec![0; 8192], &sound[..]);
        while !rest.is_empty() {
            let block = &rest[..rest.len().min(2048 * channels)];
            let done = encoder.encode(block, &mut packet).map_err(|error| error.to_string())?;
            rest = &rest[done.input_consumed..];
            file.extend(&packet[..done.output_size]);
        }
        let info = encoder.info().map_err(|error| error.to_string())?;
        println!("{name}: {} bytes, {} frames late", file.len(), info.nDelay);
        fs::write(folder.join(name), file)?;
    }
    Ok(())
}
