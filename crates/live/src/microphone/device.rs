//! Devices by cpal.

use std::sync::Arc;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, Device, ErrorKind, FromSample, SampleFormat, SizedSample};
use cpal::{StreamConfig, SupportedBufferSize, SupportedStreamConfig};

use super::connection::{Connect, Connection, Health};
use crate::queue::{SampleSender, sample_queue};
use crate::{Error, Result};

/// Seconds that the queue holds: longer than any window takes to predict.
const QUEUE_SECONDS: usize = 10;
/// Blocks of the device in a second, if it lets us choose.
const BLOCKS_PER_SECOND: u32 = 50;

/// A device that samples can come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputDevice {
    /// What the audio system calls it; unique.
    pub id: String,
    /// A name for people.
    pub name: String,
    /// Whether it is the default device.
    pub is_default: bool,
}

/// All devices that samples can come from.
///
/// # Errors
///
/// [`Error::Microphone`] if the audio system does not answer.
pub fn input_devices() -> Result<Vec<InputDevice>> {
    let host = cpal::default_host();
    let default = host.default_input_device().and_then(|device| device.id().ok());
    let devices = host.input_devices().map_err(|error| failed("devices", &error))?;
    let described = devices.filter_map(|device| {
        let id = device.id().ok()?;
        let is_default = Some(&id) == default.as_ref();
        Some(InputDevice { id: id.id().to_owned(), name: device.to_string(), is_default })
    });
    Ok(described.collect())
}

/// The devices of the audio system, of which one is wanted.
#[derive(Debug)]
pub(super) struct Devices {
    wanted: Option<String>,
}

impl Devices {
    pub(super) fn new(wanted: Option<&str>) -> Self {
        Self { wanted: wanted.map(str::to_owned) }
    }

    fn find(&self) -> Result<Device> {
        let host = cpal::default_host();
        let Some(wanted) = &self.wanted else {
            let missing = || Error::microphone("a default input device", "none");
            return host.default_input_device().ok_or_else(missing);
        };
        let mut devices = host.input_devices().map_err(|error| failed(wanted, &error))?;
        let is_wanted = |device: &Device| {
            device.id().is_ok_and(|id| id.id() == wanted) || device.to_string() == *wanted
        };
        let missing = || Error::microphone("a device that --list-devices shows", wanted);
        devices.find(is_wanted).ok_or_else(missing)
    }
}

impl Connect for Devices {
    fn connect(&mut self) -> Result<Connection> {
        let device = self.find()?;
        let config = device.default_input_config();
        let config = config.map_err(|error| failed(&device.to_string(), &error))?;
        open(&device, &config)
    }
}

fn open(device: &Device, config: &SupportedStreamConfig) -> Result<Connection> {
    let opener = match config.sample_format() {
        SampleFormat::I8 => start::<i8>,
        SampleFormat::I16 => start::<i16>,
        SampleFormat::I24 => start::<cpal::I24>,
        SampleFormat::I32 => start::<i32>,
        SampleFormat::I64 => start::<i64>,
        SampleFormat::U8 => start::<u8>,
        SampleFormat::U16 => start::<u16>,
        SampleFormat::U24 => start::<cpal::U24>,
        SampleFormat::U32 => start::<u32>,
        SampleFormat::U64 => start::<u64>,
        SampleFormat::F32 => start::<f32>,
        SampleFormat::F64 => start::<f64>,
        other => return Err(Error::microphone("samples as whole numbers or floats", other)),
    };
    let (sample_rate, channels) = (config.sample_rate(), usize::from(config.channels()));
    let (sender, receiver) = sample_queue(QUEUE_SECONDS * sample_rate as usize * channels);
    let health = Arc::<Health>::default();
    let stream = opener(device, stream_config(config), sender, Arc::clone(&health));
    let name = device.to_string();
    let stream = stream.map_err(|error| failed(&name, &error))?;
    stream.play().map_err(|error| failed(&name, &error))?;
    Ok(Connection { sample_rate, channels, receiver, health, _stream: Box::new(stream) })
}

/// Small blocks, so that latency is low.
fn stream_config(config: &SupportedStreamConfig) -> StreamConfig {
    let wanted = config.sample_rate() / BLOCKS_PER_SECOND;
    let buffer_size = match *config.buffer_size() {
        SupportedBufferSize::Range { min, max } if min <= max => {
            BufferSize::Fixed(wanted.clamp(min, max))
        }
        _ => BufferSize::Default,
    };
    StreamConfig { buffer_size, ..config.config() }
}

/// Starts a stream whose callback only copies into the queue.
fn start<T: SizedSample>(
    device: &Device,
    config: StreamConfig,
    mut sender: SampleSender,
    health: Arc<Health>,
) -> std::result::Result<cpal::Stream, cpal::Error>
where
    f32: FromSample<T>,
{
    let take = move |samples: &[T], _: &cpal::InputCallbackInfo| {
        sender.push(samples.iter().map(|sample| sample.to_sample::<f32>()));
    };
    let report = move |error: cpal::Error| match error.kind() {
        ErrorKind::Xrun => health.overrun(),
        ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied => {}
        _ => health.fail(error.to_string()),
    };
    device.build_input_stream(config, take, report, None)
}

fn failed(what: &str, error: &cpal::Error) -> Error {
    Error::microphone(format!("{what} to answer"), error)
}
