//! Samples without a header: their format, rate and channels come from the caller.

use std::fmt;
use std::str::FromStr;

use crate::{Error, SampleFormat};

/// What samples without a header are.
///
/// As text: the format, the rate in Hz (default 8000) and the number of channels (default 1),
/// joined by colons.
///
/// ```
/// use emo_audio_io::{RawFormat, SampleFormat};
///
/// let raw: RawFormat = "s16le:16000:1".parse()?;
/// assert_eq!((raw.format, raw.sample_rate, raw.channels), (SampleFormat::S16Le, 16_000, 1));
/// assert_eq!("ulaw".parse::<RawFormat>()?.to_string(), "ulaw:8000:1");
/// # Ok::<(), emo_audio_io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawFormat {
    /// How a sample is stored.
    pub format: SampleFormat,
    /// Samples per second, Hz.
    pub sample_rate: u32,
    /// Channels, interleaved.
    pub channels: usize,
}

/// ffmpeg's names of the formats.
const NAMES: [(&str, SampleFormat); 14] = [
    ("u8", SampleFormat::U8),
    ("s8", SampleFormat::S8),
    ("s16le", SampleFormat::S16Le),
    ("s16be", SampleFormat::S16Be),
    ("s24le", SampleFormat::S24Le),
    ("s24be", SampleFormat::S24Be),
    ("s32le", SampleFormat::S32Le),
    ("s32be", SampleFormat::S32Be),
    ("f32le", SampleFormat::F32Le),
    ("f32be", SampleFormat::F32Be),
    ("f64le", SampleFormat::F64Le),
    ("f64be", SampleFormat::F64Be),
    ("ulaw", SampleFormat::Mulaw),
    ("alaw", SampleFormat::Alaw),
];

impl FromStr for RawFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Error::InvalidOption {
            option: "raw",
            expected: "format[:rate[:channels]], such as s16le:16000:1, f32le:48000:2 or ulaw:8000 \
                       (formats: u8, s8, s16le, s24le, s32le, f32le, f64le, the same with be, \
                       ulaw, alaw)",
            got: text.into(),
        })
    }
}

fn parse(text: &str) -> Option<RawFormat> {
    let mut parts = text.split(':');
    let name = parts.next()?;
    let &(_, format) = NAMES.iter().find(|(known, _)| *known == name)?;
    let sample_rate = parts.next().map_or(Some(8000), |rate| rate.parse().ok())?;
    let channels = parts.next().map_or(Some(1), |channels| channels.parse().ok())?;
    let is_complete = parts.next().is_none() && sample_rate > 0 && channels > 0;
    is_complete.then_some(RawFormat { format, sample_rate, channels })
}

impl fmt::Display for RawFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES.iter().find(|(_, format)| *format == self.format).map_or("", |it| it.0);
        write!(f, "{name}:{}:{}", self.sample_rate, self.channels)
    }
}
