//! Where blocks come from.

use std::time::Duration;

use emo_pipeline::{Error, Result};

use super::input::Input;
use crate::arguments::Listen;

/// What a source has next.
pub(super) enum Next {
    /// Samples of each channel.
    Block(Vec<Vec<f32>>),
    /// Samples are missing here, or the device has changed. A file or pipe has no such breaks.
    #[cfg_attr(not(feature = "microphone"), expect(dead_code))]
    Break(Break),
    /// Nothing yet.
    Nothing,
    End,
}

/// Missing audio.
pub(super) struct Break {
    /// How many samples of each channel are missing; 0 while a device is away.
    pub(super) samples: u64,
    /// Why, for people.
    pub(super) reason: String,
    /// Why, for programs: `dropped`, `device_lost` or `device_back`.
    pub(super) kind: &'static str,
}

/// Gives blocks of one sample rate and number of channels.
pub(super) trait Source {
    /// The next block, waiting for it no longer than this.
    fn next(&mut self, patience: Duration) -> Result<Next>;

    /// The sample rate and the number of channels, once they are known.
    fn format(&self) -> Option<(u32, usize)>;

    /// What else happened, when all is over.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Opens standard input, or the microphone.
pub(super) fn open(arguments: &Listen) -> Result<Box<dyn Source>> {
    match arguments.input.as_deref() {
        Some("-") => Ok(Box::new(Input::start(arguments)?)),
        Some(other) => {
            let expected = "-, which is standard input; emo timeline reads files".into();
            let (parameter, got) = ("INPUT".into(), other.to_owned());
            Err(Error::InvalidParameter { parameter, expected, got })
        }
        None => microphone(arguments),
    }
}

#[cfg(feature = "microphone")]
fn microphone(arguments: &Listen) -> Result<Box<dyn Source>> {
    Ok(Box::new(super::device::Device::open(arguments)?))
}

#[cfg(not(feature = "microphone"))]
fn microphone(_: &Listen) -> Result<Box<dyn Source>> {
    let expected = "-, since this emo was built without the microphone".into();
    Err(Error::InvalidParameter { parameter: "INPUT".into(), expected, got: "none".into() })
}
