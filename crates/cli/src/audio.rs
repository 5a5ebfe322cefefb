//! Options that select what is read of a recording.

use clap::Args;
use emo_pipeline::audio::{Channels, Limits, RawFormat};
use emo_pipeline::{Error, LoadOptions, Recording, Result};
#[cfg(feature = "parquet")]
use serde_json::{Value, json};

use crate::arguments::numbers;
use crate::remote::Remote;

/// What is read of each recording.
#[derive(Args)]
pub(crate) struct AudioOptions {
    /// The channels: mix averages them; left, right or a number from 1 selects one; each measures
    /// every channel separately, in emo predict, timeline and listen.
    #[arg(long, value_name = "CHANNEL", default_value = "mix")]
    channel: Channels,
    /// The audio track of a file with several, from 1; the default is the first that can be
    /// decoded.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    track: Option<u16>,
    /// Where to start reading, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0, value_parser = numbers::from_zero)]
    start: f64,
    /// How much to read, in seconds; the default is up to the end.
    #[arg(long, value_name = "SECONDS", value_parser = numbers::from_zero)]
    duration: Option<f64>,
    /// Read samples without a header: format, sample rate and channels, such as s16le:16000:1.
    #[arg(long, value_name = "FORMAT")]
    raw: Option<RawFormat>,
    /// The maximum length of what is read of a recording, in seconds; longer ones are an error. The
    /// default is 7200, and no limit for emo timeline and emo listen.
    #[arg(long, value_name = "SECONDS", value_parser = numbers::limit)]
    max_duration: Option<f64>,
    /// What reads URLs.
    #[arg(skip)]
    remote: Remote,
}

impl AudioOptions {
    /// The options of the loader, with a sample rate in Hz, or `None` for the file's own.
    pub(crate) fn load_options(&self, sample_rate: Option<u32>) -> LoadOptions {
        let limits = Limits::default();
        let seconds = self.max_duration.unwrap_or(limits.seconds);
        let limits = limits.seconds(seconds);
        LoadOptions::default()
            .sample_rate(sample_rate)
            .channels(self.channel)
            .track(self.track.map(usize::from))
            .offset(self.start)
            .duration(self.duration)
            .raw(self.raw)
            .limits(limits)
            .opener(self.remote.opener())
    }

    /// What reads and writes URLs.
    pub(crate) fn remote(&self) -> &Remote {
        &self.remote
    }

    /// The same for audio that is measured as it is read: as recorded, and of any length where the
    /// limit is not given.
    pub(crate) fn streaming_options(&self) -> LoadOptions {
        let seconds = self.max_duration.unwrap_or(f64::INFINITY);
        self.load_options(None).limits(Limits::default().seconds(seconds).bytes(u64::MAX))
    }

    /// Whether samples without a header are read.
    #[cfg(feature = "microphone")]
    pub(crate) fn is_raw(&self) -> bool {
        self.raw.is_some()
    }

    /// Checks that no option contradicts what a manifest says of one of its recordings.
    pub(crate) fn check_listed(&self, all: &[Recording]) -> Result<()> {
        let is_part = self.start > 0.0 || self.duration.is_some();
        let is_chosen = self.channel != Channels::default();
        let refuse = |parameter: &str, recording: &Recording| {
            Err(Error::InvalidParameter {
                parameter: parameter.into(),
                expected: "recordings for which the manifest does not say it".into(),
                got: recording.path.display().to_string(),
            })
        };
        for recording in all {
            if is_part && recording.segment.is_some() {
                return refuse("start or duration", recording);
            }
            if is_chosen && recording.channel.is_some() {
                return refuse("channel", recording);
            }
        }
        Ok(())
    }

    /// The options by their names, for the record of a run.
    #[cfg(feature = "parquet")]
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "channel": self.channel.to_string(),
            "track": self.track,
            "start": self.start,
            "duration": self.duration,
            "raw": self.raw.map(|raw| raw.to_string()),
            // As text, since JSON has no infinity.
            "max_duration": self.max_duration.map(|seconds| seconds.to_string()),
        })
    }

    /// Which channels are read.
    pub(crate) fn channels(&self) -> Channels {
        self.channel
    }
}
