//! Emotion over a whole recording.

mod builder;
mod collector;
mod segment;
mod summary;

use std::sync::Arc;

pub use self::builder::TimelineBuilder;
pub use self::collector::Collector;
pub use self::segment::Segment;
pub use self::summary::{SpeakerSummary, Summarizer, Summary};

use crate::event::{Measurement, Span};
use crate::model::{Answer, Predictor};
use crate::options::StreamOptions;
use crate::quality::Quality;
use crate::{Error, Result};

/// One utterance: speech between two pauses.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Utterance {
    /// Where it is.
    pub span: Span,
    /// The model's answer for all of it.
    pub answer: Answer,
    /// How good its audio is.
    pub quality: Quality,
    /// Its windows, in the order of their ends; at least one.
    pub measurements: Vec<Measurement>,
}

/// What one speaker says.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Speaker {
    /// The name, or that of the channel.
    pub name: String,
    /// The utterances, in their order.
    pub utterances: Vec<Utterance>,
}

/// Emotion over time of a recording, for one or more speakers.
///
/// ```
/// use emo_live::{StreamOptions, Timeline};
/// # struct Model;
/// # impl emo_live::Predictor for Model {
/// #     fn labels(&self) -> Vec<String> { vec!["calm".into()] }
/// #     fn sample_rate(&self) -> u32 { 16_000 }
/// #     fn predict(&self, _: &[f32]) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
/// #         Ok(vec![1.0])
/// #     }
/// # }
/// # let (model, left, right) = (Model, vec![0.0; 16_000], vec![0.0; 16_000]);
/// let channels = [("left", &left[..]), ("right", &right[..])];
/// let timeline = Timeline::of_channels(&model, &channels, StreamOptions::default())?;
/// assert_eq!(timeline.seconds(), 1.0);
/// assert_eq!(timeline.summary().silence, 1.0); // nobody speaks
/// # Ok::<(), emo_live::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Timeline {
    /// The length of the recording, in samples.
    pub samples: u64,
    /// Samples in a second.
    pub sample_rate: u32,
    /// The labels of the model.
    pub labels: Arc<[String]>,
    /// The speakers, in the order of their channels.
    pub speakers: Vec<Speaker>,
}

impl Timeline {
    /// The timeline of utterances that were collected from a stream
    /// ([`Collector`](crate::Collector)): of `samples` samples at `sample_rate` Hz, by a model with
    /// these labels.
    pub fn new(
        samples: u64,
        sample_rate: u32,
        labels: impl Into<Arc<[String]>>,
        speakers: Vec<Speaker>,
    ) -> Self {
        Self { samples, sample_rate, labels: labels.into(), speakers }
    }

    /// The timeline of whole channels, each with the name of its speaker, on all cores. The result
    /// is that of an [`EmotionStream`](crate::EmotionStream) for each channel, bit for bit.
    ///
    /// # Errors
    ///
    /// If an option is out of its range, there is no channel, the channels differ in length, a
    /// sample is not finite, or the model fails.
    pub fn of_channels<M: Predictor + ?Sized>(
        model: &M,
        channels: &[(&str, &[f32])],
        options: StreamOptions,
    ) -> Result<Self> {
        let names: Vec<_> = channels.iter().map(|(name, _)| *name).collect();
        let mut builder = TimelineBuilder::new(model, &names, options)?;
        let second = builder.sample_rate() as usize;
        let longest = channels.iter().map(|(_, samples)| samples.len()).max().unwrap_or(0);
        if let Some((_, short)) = channels.iter().find(|(_, samples)| samples.len() != longest) {
            let (expected, got) = (longest, short.len());
            return Err(Error::Shape { what: "samples of a channel", expected, got });
        }
        for start in (0..longest).step_by(second) {
            let end = (start + second).min(longest);
            let blocks: Vec<&[f32]> =
                channels.iter().map(|it| it.1.get(start..end).unwrap_or_default()).collect();
            builder.push(&blocks)?;
        }
        builder.finish()
    }

    /// The length of the recording, s.
    pub fn seconds(&self) -> f64 {
        self.samples as f64 / f64::from(self.sample_rate)
    }

    /// Shares of time, turns and emotions.
    pub fn summary(&self) -> Summary {
        summary::of_timeline(self)
    }

    /// All utterances with their speakers, in the order of their starts.
    pub fn utterances(&self) -> Vec<(&Speaker, &Utterance)> {
        let mut all = Vec::new();
        for speaker in &self.speakers {
            all.extend(speaker.utterances.iter().map(|utterance| (speaker, utterance)));
        }
        all.sort_by_key(|(_, utterance)| utterance.span.start);
        all
    }

    /// The parts with one emotion, with their speakers, in the order of their starts.
    pub fn segments(&self) -> Vec<(&Speaker, Segment)> {
        let mut all = Vec::new();
        for (speaker, utterance) in self.utterances() {
            all.extend(utterance.segments().into_iter().map(|segment| (speaker, segment)));
        }
        all.sort_by_key(|(_, segment)| segment.span.start);
        all
    }
}
