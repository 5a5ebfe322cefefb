//! Emotion over time: of whole recordings, and of streams of samples in blocks of any size.
//!
//! Speech is found ([`SpeechDetector`]) and grouped into utterances. Each utterance is measured in
//! windows, by default of 3 seconds each second, and once as a whole at its end; the probabilities
//! of its windows are filtered over time. An [`EmotionStream`] reports what happens as [`Event`]s,
//! a [`Timeline`] collects them for a whole recording. Both do the same: the numbers of a file and
//! of the same samples live are equal, bit for bit.
//!
//! The model is anything that implements [`Predictor`]. There is no device, thread or clock in
//! there. The `Microphone` of the feature `microphone` is a source of blocks beside it.
#![forbid(unsafe_code)]

#[cfg(feature = "pipeline")]
mod emotion_model;
mod error;
mod event;
mod history;
mod maker;
#[cfg(feature = "microphone")]
mod microphone;
mod model;
mod options;
mod output;
mod planner;
mod quality;
mod queue;
mod rate;
mod speech;
mod stream;
mod timeline;

pub use error::{Error, Result};
pub use event::{Event, Measurement, Span, UtteranceEnd};
#[cfg(feature = "microphone")]
pub use microphone::{Captured, InputDevice, Microphone, input_devices};
pub use model::{Adapter, Answer, Predictor};
pub use options::StreamOptions;
pub use output::Format;
#[cfg(feature = "parquet")]
pub use output::TimelineTable;
pub use quality::Quality;
pub use queue::{Received, SampleReceiver, SampleSender, sample_queue};
pub use speech::{
    Earshot, Hybrid, Speech, SpeechDetector, SpeechOptions, VoiceActivity, find_speech,
};
pub use stream::EmotionStream;
pub use timeline::{
    Collector, Segment, Speaker, SpeakerSummary, Summarizer, Summary, Timeline, TimelineBuilder,
    Utterance,
};

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
