//! What to load of a file, and how much at most.

use crate::{Channels, Error, Opener, RawFormat, Result};

/// What to load, as `librosa.load` has it.
///
/// ```
/// use emo_audio_io::LoadOptions;
///
/// let options = LoadOptions::default().sample_rate(Some(16_000)).offset(0.5).duration(Some(3.0));
/// assert_eq!(options.sample_rate, Some(16_000));
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct LoadOptions {
    /// The sample rate to convert to, Hz; `None` keeps the file's own. Default: 22 050.
    pub sample_rate: Option<u32>,
    /// Where to start, s; rounded down to a sample of the file. Default: 0.
    pub offset: f64,
    /// How much to load, s; rounded down to samples of the file, and less where the file ends
    /// before. `None`, the default, is all.
    pub duration: Option<f64>,
    /// Which channels to take. Default: the mean of all.
    pub channels: Channels,
    /// Which audio track to read of a file with several, counted from 1. `None`, the default, is
    /// the first that can be decoded and is not silent.
    pub track: Option<usize>,
    /// What the samples are of a file without a header. `None`, the default, is a file with one.
    pub raw: Option<RawFormat>,
    /// What is refused.
    pub limits: Limits,
    /// What opens paths that are not files of the system. Default: nothing.
    pub opener: Opener,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            sample_rate: Some(22_050),
            offset: 0.0,
            duration: None,
            channels: Channels::Mix,
            track: None,
            raw: None,
            limits: Limits::default(),
            opener: Opener::default(),
        }
    }
}

impl LoadOptions {
    /// Sets the sample rate to convert to, Hz; `None` keeps the file's own.
    pub fn sample_rate(mut self, sample_rate: Option<u32>) -> Self {
        self.sample_rate = sample_rate;
        self
    }

    /// Sets where to start, s.
    pub fn offset(mut self, offset: f64) -> Self {
        self.offset = offset;
        self
    }

    /// Sets how much to load, s; `None` is all.
    pub fn duration(mut self, duration: Option<f64>) -> Self {
        self.duration = duration;
        self
    }

    /// Sets which channels to take.
    pub fn channels(mut self, channels: Channels) -> Self {
        self.channels = channels;
        self
    }

    /// Sets which audio track to read, counted from 1.
    pub fn track(mut self, track: Option<usize>) -> Self {
        self.track = track;
        self
    }

    /// Sets what the samples are of a file without a header.
    pub fn raw(mut self, raw: Option<RawFormat>) -> Self {
        self.raw = raw;
        self
    }

    /// Sets what is refused.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets what opens paths that are not files of the system.
    pub fn opener(mut self, opener: Opener) -> Self {
        self.opener = opener;
        self
    }

    pub(crate) fn check(&self) -> Result<()> {
        let rates = 1..=self.limits.sample_rate;
        if let Some(rate) = self.sample_rate.filter(|rate| !rates.contains(rate)) {
            return invalid("sample_rate", "above 0 and within its limit", rate);
        }
        if !(self.offset.is_finite() && self.offset >= 0.0) {
            return invalid("offset", "seconds from 0", self.offset);
        }
        if let Some(duration) = self.duration.filter(|d| !(d.is_finite() && *d >= 0.0)) {
            return invalid("duration", "seconds from 0", duration);
        }
        if self.track == Some(0) {
            return invalid("track", "a number from 1", 0);
        }
        if let Some(raw) = self.raw
            && (raw.sample_rate == 0 || raw.channels == 0)
        {
            return invalid("raw", "a rate and channels above 0", raw);
        }
        if self.limits.seconds.is_nan() {
            return invalid("limits.seconds", "a number", self.limits.seconds);
        }
        Ok(())
    }
}

fn invalid(option: &'static str, expected: &'static str, got: impl ToString) -> Result<()> {
    Err(Error::InvalidOption { option, expected, got: got.to_string() })
}

/// The largest input that is accepted; each limit has its own error.
///
/// They are checked against a file's header where that suffices, and else while decoding, before
/// memory is taken. What a header claims is not believed: memory grows with what was decoded.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// The length of what is loaded (not of the file), s. Default: 2 hours, which at 22 050 Hz
    /// take 635 MB.
    pub seconds: f64,
    /// Channels. Default: 32.
    pub channels: usize,
    /// The sample rate of the file and the one to convert to, Hz. Default: 384 000.
    pub sample_rate: u32,
    /// The size of the file. Default: 4 GiB.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 7200.0, channels: 32, sample_rate: 384_000, bytes: 1 << 32 }
    }
}

impl Limits {
    /// Sets the longest part to load, s.
    pub fn seconds(mut self, seconds: f64) -> Self {
        self.seconds = seconds;
        self
    }

    /// Sets the most channels.
    pub fn channels(mut self, channels: usize) -> Self {
        self.channels = channels;
        self
    }

    /// Sets the highest sample rate, Hz.
    pub fn sample_rate(mut self, sample_rate: u32) -> Self {
        self.sample_rate = sample_rate;
        self
    }

    /// Sets the largest file.
    pub fn bytes(mut self, bytes: u64) -> Self {
        self.bytes = bytes;
        self
    }
}
