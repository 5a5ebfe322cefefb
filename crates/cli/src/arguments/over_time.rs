//! Arguments of the commands that measure emotion over time.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use emo_live::{Format, SpeechOptions, StreamOptions};
#[cfg(feature = "parquet")]
use serde_json::{Value, json};

#[cfg(feature = "parquet")]
use super::Parts;
use crate::audio::AudioOptions;

#[derive(Args)]
pub(crate) struct Timeline {
    /// The recording; - is standard input.
    #[arg(value_name = "INPUT")]
    #[cfg_attr(
        feature = "parquet",
        arg(required_unless_present = "manifest", conflicts_with = "Parts")
    )]
    #[cfg_attr(not(feature = "parquet"), arg(required = true))]
    input: Option<PathBuf>,
    /// A list of recordings, or of parts of them, as emo predict reads it. The output is one table
    /// in Parquet with the rows of all recordings. Can be given several times.
    #[cfg(feature = "parquet")]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "report", "plots"],
        requires = "output")]
    pub(crate) manifest: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) measuring: Measuring,
    /// The output file; - is standard output. With --manifest, a slash at its end means a folder of
    /// Parquet files.
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,
    /// The output format; the default follows from the extension of FILE, and is a table on
    /// standard output.
    #[arg(long, value_name = "NAME", value_parser = formats())]
    pub(crate) format: Option<Format>,
    /// Write a report as one HTML file: a picture for each speaker, in which a click shows the
    /// numbers and plays the recording.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write the pictures of the report as SVG and PNG into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) plots: Option<PathBuf>,
    /// Continue an interrupted run of the same recordings, model and options.
    #[cfg(feature = "parquet")]
    #[arg(long, conflicts_with = "input")]
    pub(crate) resume: bool,
    #[cfg(feature = "parquet")]
    #[command(flatten)]
    pub(crate) parts: Parts,
}

impl Timeline {
    /// The recording; without one, where a manifest names the recordings, its path is empty.
    pub(crate) fn input(&self) -> &Path {
        self.input.as_deref().unwrap_or(Path::new(""))
    }
}

#[derive(Args)]
pub(crate) struct Listen {
    /// The input: - is standard input, with an audio file that is still being written or, with
    /// --raw, samples without a header. Without it, the microphone is the input.
    #[arg(value_name = "INPUT")]
    #[cfg_attr(not(feature = "microphone"), arg(required = true))]
    pub(crate) input: Option<String>,
    /// The input device, by its identifier or name as --list-devices prints them.
    #[cfg(feature = "microphone")]
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    pub(crate) device: Option<String>,
    /// Print the input devices and exit; a star marks the default one.
    #[cfg(feature = "microphone")]
    #[arg(long, conflicts_with_all = ["input", "device"])]
    pub(crate) list_devices: bool,
    #[command(flatten)]
    pub(crate) measuring: Measuring,
    /// The output format of events: text for people, jsonl for programs.
    #[arg(long, value_name = "NAME", default_value = "text", value_parser = ["text", "jsonl"])]
    pub(crate) events: String,
}

/// How audio is read and measured.
#[derive(Args)]
pub(crate) struct Measuring {
    /// The model file, or the name of a bundled model; the default is the first bundled model.
    #[arg(long, short, value_name = "FILE|NAME")]
    #[cfg_attr(not(feature = "pretrained"), arg(required = true))]
    pub(crate) model: Option<PathBuf>,
    /// The names of the speakers, one for each channel with --channel each.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) speakers: Vec<String>,
    /// The length of a window, in seconds.
    #[arg(long, value_name = "S", default_value_t = 3.0)]
    pub(crate) window: f64,
    /// The step from one window to the next, in seconds.
    #[arg(long, value_name = "S", default_value_t = 1.0)]
    pub(crate) hop: f64,
    /// The time constant of the filter over the probabilities, in seconds; 0 disables the filter.
    #[arg(long, value_name = "S", default_value_t = 1.0)]
    pub(crate) smoothing: f64,
    /// Adapt the model to each speaker by the utterances so far. It helps where emotions change,
    /// and costs a little where a speaker has one emotion only.
    #[arg(long)]
    pub(crate) adapt: bool,
    /// Frames with at least this probability of speech, 0 to 1, are speech.
    #[arg(long, value_name = "P", default_value_t = 0.5)]
    pub(crate) threshold: f32,
    /// The length of a pause that ends an utterance, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 500)]
    pub(crate) min_silence_duration_ms: u32,
    /// The minimum length of an utterance, in milliseconds; shorter ones are dropped.
    #[arg(long, value_name = "MS", default_value_t = 250)]
    pub(crate) min_speech_duration_ms: u32,
    /// The maximum length of an utterance, in seconds; longer ones are split.
    #[arg(long, value_name = "S", default_value_t = 15.0)]
    pub(crate) max_speech_duration_s: f64,
    #[command(flatten)]
    pub(crate) audio: AudioOptions,
}

impl Measuring {
    /// The options of a stream whose blocks have this sample rate.
    pub(crate) fn options(&self, sample_rate: u32) -> StreamOptions {
        let speech = SpeechOptions::default()
            .threshold(self.threshold)
            .min_silence_duration_ms(self.min_silence_duration_ms)
            .min_speech_duration_ms(self.min_speech_duration_ms)
            .speech_pad_ms(self.min_silence_duration_ms.min(30))
            .max_speech_duration_s(self.max_speech_duration_s);
        StreamOptions::default()
            .sample_rate(sample_rate)
            .window_s(self.window)
            .hop_s(self.hop)
            .smoothing_s(self.smoothing)
            .adapt(self.adapt)
            .speech(speech)
    }

    /// The options of a stream by their names, for the record of a run.
    #[cfg(feature = "parquet")]
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "window": self.window,
            "hop": self.hop,
            "smoothing": self.smoothing,
            "adapt": self.adapt,
            "threshold": self.threshold,
            "min_silence_duration_ms": self.min_silence_duration_ms,
            "min_speech_duration_ms": self.min_speech_duration_ms,
            "max_speech_duration_s": self.max_speech_duration_s,
        })
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name()))
        .try_map(|name| name.parse::<Format>())
}
