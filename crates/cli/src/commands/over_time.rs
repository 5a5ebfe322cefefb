//! What `emo timeline` and `emo listen` share.

use emo_audio_io::Channels;
use emo_pipeline::{Error, Result};

use crate::arguments::Measuring;

/// The names of the speakers: those that were given, or those of the channels.
pub(super) fn names(measuring: &Measuring, channels: usize) -> Result<Vec<String>> {
    let given = &measuring.speakers;
    if !given.is_empty() && given.len() != channels {
        let (what, expected, got) = ("names of speakers", channels, given.len());
        return Err(Error::Shape { what, expected, got });
    }
    let by_channel = |channel: usize| match (measuring.audio.channels(), channels, channel) {
        (Channels::Each, 2, 0) => "left".to_owned(),
        (Channels::Each, 2, _) => "right".to_owned(),
        (Channels::Each, _, channel) => format!("channel {}", channel + 1),
        (one, ..) => one.to_string(),
    };
    let all = (0..channels).map(|at| given.get(at).cloned().unwrap_or_else(|| by_channel(at)));
    Ok(all.collect())
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
