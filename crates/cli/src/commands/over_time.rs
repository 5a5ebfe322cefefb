//! What `emo timeline` and `emo listen` share.

use emo_audio_io::Channels;
use emo_pipeline::{Error, Result};

use crate::arguments::Measuring;

/// What the speakers are named by.
pub(super) struct Speakers {
    /// The names that were given; none if there are none.
    pub(super) given: Vec<String>,
    /// Which channels are read.
    pub(super) selected: Channels,
}

impl Speakers {
    pub(super) fn of(measuring: &Measuring) -> Self {
        Self { given: measuring.speakers.clone(), selected: measuring.audio.channels() }
    }

    /// The names of the speakers: those that were given, or those of the channels.
    pub(super) fn names(&self, channels: usize) -> Result<Vec<String>> {
        if self.given.is_empty() {
            return Ok((0..channels).map(|channel| self.by_channel(channel, channels)).collect());
        }
        if self.given.len() != channels {
            let (what, expected, got) = ("names of speakers", channels, self.given.len());
            return Err(Error::Shape { what, expected, got });
        }
        Ok(self.given.clone())
    }

    fn by_channel(&self, channel: usize, channels: usize) -> String {
        match (self.selected, channels, channel) {
            (Channels::Each, 2, 0) => "left".into(),
            (Channels::Each, 2, _) => "right".into(),
            (Channels::Each, _, channel) => format!("channel {}", channel + 1),
            (one, ..) => one.to_string(),
        }
    }
}

pub(super) fn failed(error: emo_live::Error) -> Error {
    match error {
        emo_live::Error::Write(error) => Error::Io(error),
        emo_live::Error::Audio(error) => error.into(),
        emo_live::Error::InvalidOption { option, expected, got } => {
            Error::InvalidParameter { parameter: option.into(), expected: expected.into(), got }
        }
        other => Error::Io(std::io::Error::other(other)),
    }
}
