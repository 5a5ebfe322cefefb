//! The microphone.

use std::io::Write;
use std::time::Duration;

use emo_live::{Captured, Microphone, input_devices};
use emo_pipeline::{Error, Result};

use super::source::{Break, Next, Source};
use crate::arguments::Listen;
use crate::commands::over_time::failed;

/// The microphone as a source of blocks.
pub(super) struct Device {
    microphone: Microphone,
}

impl Device {
    pub(super) fn open(arguments: &Listen) -> Result<Self> {
        let measuring = &arguments.measuring;
        if measuring.audio.is_raw() {
            let (parameter, got) = ("raw".into(), "a microphone".into());
            let expected = "standard input, whose samples have no header".into();
            return Err(Error::InvalidParameter { parameter, expected, got });
        }
        let microphone = Microphone::open(arguments.device.as_deref(), measuring.audio.channels());
        Ok(Self { microphone: microphone.map_err(failed)? })
    }
}

impl Source for Device {
    fn next(&mut self, patience: Duration) -> Result<Next> {
        let next = match self.microphone.next(patience).map_err(failed)? {
            Captured::Block(channels) => Next::Block(channels),
            Captured::Dropped(samples) => {
                let reason = "audio was dropped, since the work is slower than the audio".into();
                Next::Break(Break { samples, reason, kind: "dropped" })
            }
            Captured::Lost { reason } => {
                let reason = format!("the device has vanished and is looked for: {reason}");
                Next::Break(Break { samples: 0, reason, kind: "device_lost" })
            }
            Captured::Back(samples) => {
                let reason = "the device is back; it was away".into();
                Next::Break(Break { samples, reason, kind: "device_back" })
            }
            _ => Next::Nothing,
        };
        Ok(next)
    }

    fn format(&self) -> Option<(u32, usize)> {
        Some((self.microphone.sample_rate(), self.microphone.n_channels()))
    }

    fn notes(&self) -> Vec<String> {
        let overruns = self.microphone.overruns();
        let note = || format!("the device itself lost samples {overruns} times");
        if overruns > 0 { vec![note()] } else { Vec::new() }
    }
}

/// Prints the devices, with a star before the default one.
pub(super) fn list() -> Result<()> {
    let mut out = std::io::stdout().lock();
    for device in input_devices().map_err(failed)? {
        let star = if device.is_default { '*' } else { ' ' };
        writeln!(out, "{star} {}\t{}", device.id, device.name)?;
    }
    Ok(())
}
