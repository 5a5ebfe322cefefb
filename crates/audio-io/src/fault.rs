//! What a reader reports; the decoder adds the file's name.

use std::io::ErrorKind;

use symphonia::core::errors::Error as SymphoniaError;

use crate::{Error, Limits};

/// A reader's result.
pub(crate) type Outcome<T> = std::result::Result<T, Fault>;

/// Why a file cannot be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is no audio, or audio of a kind that is not read.
    Unsupported(String),
    /// Audio that ffmpeg reads and this crate does not.
    Convert(String),
    Malformed(String),
    Io(std::io::Error),
    TooManyChannels(usize),
    SampleRateTooHigh(u32),
    NoSuchChannel {
        channel: usize,
        channels: usize,
    },
    NoSuchTrack {
        track: usize,
        tracks: usize,
    },
    Empty,
    /// A decoder's panic.
    Panic(String),
}

impl Fault {
    pub(crate) fn malformed(reason: impl Into<String>) -> Self {
        Self::Malformed(reason.into())
    }

    pub(crate) fn unsupported(reason: impl Into<String>) -> Self {
        Self::Unsupported(reason.into())
    }

    /// Audio of a kind that another tool has to convert.
    pub(crate) fn convert(what: impl Into<String>) -> Self {
        Self::Convert(what.into())
    }

    /// The error for a file.
    pub(crate) fn of(self, name: &str, limits: &Limits) -> Error {
        let name = name.to_owned();
        match self {
            Self::Unsupported(reason) => Error::Unsupported { name, reason },
            Self::Convert(what) => {
                let reason =
                    format!("{what}; convert it first: ffmpeg -i {} converted.wav", quoted(&name));
                Error::Unsupported { name, reason }
            }
            Self::Malformed(reason) => Error::Malformed { name, reason },
            Self::Io(source) => Error::Io { name, source },
            Self::TooManyChannels(channels) => {
                Error::TooManyChannels { name, channels, limit: limits.channels }
            }
            Self::SampleRateTooHigh(rate) => {
                Error::SampleRateTooHigh { name, rate, limit: limits.sample_rate }
            }
            Self::NoSuchChannel { channel, channels } => {
                Error::NoSuchChannel { name, channel: channel + 1, channels }
            }
            Self::NoSuchTrack { track, tracks } => Error::NoSuchTrack { name, track, tracks },
            Self::Empty => Error::Empty { name },
            Self::Panic(reason) => Error::DecoderPanic { name, reason },
        }
    }
}

/// A name as a shell takes it.
fn quoted(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if name.chars().all(is_plain) {
        name.into()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == ErrorKind::UnexpectedEof {
            return Self::malformed("the file ends within its header");
        }
        Self::Io(error)
    }
}

impl From<SymphoniaError> for Fault {
    /// symphonia's reason stands behind a sentence of our own.
    fn from(error: SymphoniaError) -> Self {
        match error {
            SymphoniaError::IoError(source) => source.into(),
            SymphoniaError::Unsupported(reason) => {
                Self::convert(format!("its encoding is not one that is read ({reason})"))
            }
            SymphoniaError::DecodeError(reason) => {
                Self::malformed(format!("the audio data cannot be decoded ({reason})"))
            }
            SymphoniaError::LimitError(reason) => {
                Self::malformed(format!("a field of the header is beyond its limit ({reason})"))
            }
            SymphoniaError::ResetRequired => Self::malformed("the stream changes without a header"),
            other => Self::malformed(format!("the audio data cannot be decoded ({other})")),
        }
    }
}
