//! What a stream reports.

use serde_json::{Map, Value, json};

use crate::model::Answer;
use crate::quality::Quality;

/// A part of the audio: from the sample `start` up to the sample `end`, without it. Samples are
/// those of the input, at its own rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first sample.
    pub start: u64,
    /// The sample after the last one.
    pub end: u64,
    /// Samples in a second.
    pub sample_rate: u32,
}

impl Span {
    /// Where it starts, s.
    pub fn start_s(&self) -> f64 {
        self.start as f64 / f64::from(self.sample_rate)
    }

    /// Where it ends, s.
    pub fn end_s(&self) -> f64 {
        self.end as f64 / f64::from(self.sample_rate)
    }

    fn shift(&mut self, samples: u64) {
        self.start += samples;
        self.end += samples;
    }

    /// Its length, s.
    pub fn seconds(&self) -> f64 {
        self.end.saturating_sub(self.start) as f64 / f64::from(self.sample_rate)
    }
}

/// The emotion of one window of an utterance.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Measurement {
    /// The window.
    pub span: Span,
    /// The model's answer for the window alone.
    pub answer: Answer,
    /// The answers of the utterance up to here, filtered over time
    /// ([`StreamOptions::smoothing_s`](crate::StreamOptions::smoothing_s)).
    pub smoothed: Answer,
    /// How good the audio of the window is.
    pub quality: Quality,
}

/// The end of an utterance, with one answer for all of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UtteranceEnd {
    /// The utterance.
    pub span: Span,
    /// The model's answer for the samples of the whole utterance.
    pub answer: Answer,
    /// How good the audio of the utterance is.
    pub quality: Quality,
}

/// What happened in the audio, in the order of time. Each utterance is a start, one or more
/// measurements and an end.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// An utterance has begun.
    SpeechStart {
        /// The first sample of the utterance.
        start: u64,
        /// Samples in a second.
        sample_rate: u32,
    },
    /// A window was measured.
    Measurement(Measurement),
    /// An utterance has ended.
    UtteranceEnd(UtteranceEnd),
}

impl Event {
    /// The event as it is in a recording in which so many samples come before those of the stream.
    ///
    /// ```
    /// use emo_live::Event;
    ///
    /// let event = Event::SpeechStart { start: 100, sample_rate: 16_000 };
    /// assert_eq!(event.shifted(50), Event::SpeechStart { start: 150, sample_rate: 16_000 });
    /// ```
    #[must_use]
    pub fn shifted(mut self, samples: u64) -> Self {
        match &mut self {
            Self::SpeechStart { start, .. } => *start += samples,
            Self::Measurement(it) => it.span.shift(samples),
            Self::UtteranceEnd(it) => it.span.shift(samples),
        }
        self
    }

    /// The event as one JSON object: `event` (`speech_start`, `measurement` or `utterance_end`),
    /// `start` and `end` in seconds, `start_sample` and `end_sample`, `label`, `probabilities`,
    /// for a measurement `smoothed` and its `smoothed_label`, and the fields of [`Quality`].
    pub fn to_json(&self) -> Value {
        match self {
            Self::SpeechStart { start, sample_rate } => json!({
                "event": "speech_start",
                "start": *start as f64 / f64::from(*sample_rate),
                "start_sample": start,
            }),
            Self::Measurement(it) => {
                let mut object = fields("measurement", &it.span, &it.answer, &it.quality);
                object.insert("smoothed_label".into(), json!(it.smoothed.label()));
                object.insert("smoothed".into(), probabilities(&it.smoothed));
                Value::Object(object)
            }
            Self::UtteranceEnd(it) => {
                Value::Object(fields("utterance_end", &it.span, &it.answer, &it.quality))
            }
        }
    }
}

fn fields(event: &str, span: &Span, answer: &Answer, quality: &Quality) -> Map<String, Value> {
    let pairs = [
        ("event", json!(event)),
        ("start", json!(span.start_s())),
        ("end", json!(span.end_s())),
        ("start_sample", json!(span.start)),
        ("end_sample", json!(span.end)),
        ("label", json!(answer.label())),
        ("probabilities", probabilities(answer)),
        ("level_db", json!(quality.level_db)),
        ("peak_db", json!(quality.peak_db)),
        ("clipped", json!(quality.clipped)),
        ("snr_db", json!(quality.snr_db)),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn probabilities(answer: &Answer) -> Value {
    answer.iter().map(|(label, p)| (label.to_owned(), json!(p))).collect::<Map<_, _>>().into()
}
