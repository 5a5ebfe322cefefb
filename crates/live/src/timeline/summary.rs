//! A recording in a few numbers.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Timeline, Utterance};
use crate::event::Span;

/// Shares of time, turns, and the emotions of each speaker.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// The length of the recording, s.
    pub seconds: f64,
    /// The share of it in which nobody speaks, 0 to 1.
    pub silence: f64,
    /// The share of it in which two or more speak at once, 0 to 1.
    pub overlap: f64,
    /// How often a speaker takes the turn: utterances in a row by one speaker are one turn.
    pub turns: usize,
    /// Each speaker, in the order of the timeline.
    pub speakers: Vec<SpeakerSummary>,
}

/// One speaker in a few numbers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SpeakerSummary {
    /// The speaker's name.
    pub name: String,
    /// How long the speaker speaks, s.
    pub seconds: f64,
    /// Utterances.
    pub utterances: usize,
    /// Each label with its share of the time that the speaker speaks, 0 to 1; the shares sum to 1,
    /// or to 0 where nothing is spoken.
    pub emotions: Vec<(String, f64)>,
}

impl Summary {
    /// The summary as one JSON object.
    pub fn to_json(&self) -> Value {
        let speakers: Vec<_> = self.speakers.iter().map(SpeakerSummary::to_json).collect();
        json!({
            "event": "summary",
            "seconds": self.seconds,
            "silence": self.silence,
            "overlap": self.overlap,
            "turns": self.turns,
            "speakers": speakers,
        })
    }
}

impl SpeakerSummary {
    fn to_json(&self) -> Value {
        let emotions = self.emotions.iter().map(|(label, share)| (label.clone(), json!(share)));
        json!({
            "speaker": self.name,
            "seconds": self.seconds,
            "utterances": self.utterances,
            "emotions": emotions.collect::<Map<_, _>>(),
        })
    }
}

/// Counts utterances as they come, and keeps only where they are: two numbers for each.
///
/// ```
/// use emo_live::Summarizer;
///
/// let labels = ["calm", "happy"].map(String::from);
/// let summarizer = Summarizer::new(labels, &["left", "right"]);
/// let summary = summarizer.summary(16_000, 16_000);
/// assert_eq!((summary.seconds, summary.silence, summary.turns), (1.0, 1.0, 0));
/// ```
#[derive(Clone, Debug)]
pub struct Summarizer {
    labels: Arc<[String]>,
    speakers: Vec<Counted>,
    /// Start, end and speaker of each utterance.
    spoken: Vec<(u64, u64, usize)>,
}

/// What one speaker has said so far.
#[derive(Clone, Debug)]
struct Counted {
    name: String,
    seconds: f64,
    utterances: usize,
    /// s of each label.
    emotions: Vec<f64>,
}

impl Summarizer {
    /// Starts on a recording of these speakers by a model with these labels.
    pub fn new(labels: impl Into<Arc<[String]>>, speakers: &[impl AsRef<str>]) -> Self {
        let labels = labels.into();
        let counted = |name: &str| Counted {
            name: name.to_owned(),
            seconds: 0.0,
            utterances: 0,
            emotions: vec![0.0; labels.len()],
        };
        let speakers = speakers.iter().map(|name| counted(name.as_ref())).collect();
        Self { labels, speakers, spoken: Vec::new() }
    }

    /// Counts an utterance of the speaker at this place of the list.
    pub fn push(&mut self, speaker: usize, utterance: &Utterance) {
        let Some(counted) = self.speakers.get_mut(speaker) else { return };
        let Span { start, end, .. } = utterance.span;
        self.spoken.push((start, end, speaker));
        counted.utterances += 1;
        counted.seconds += utterance.span.seconds();
        for segment in utterance.segments() {
            let label = self.labels.iter().position(|label| *label == segment.label);
            if let Some(seconds) = label.and_then(|label| counted.emotions.get_mut(label)) {
                *seconds += segment.span.seconds();
            }
        }
    }

    /// The summary of a recording with so many samples.
    pub fn summary(&self, samples: u64, sample_rate: u32) -> Summary {
        let mut spoken = self.spoken.clone();
        spoken.sort_unstable();
        let (one, more) = at_once(&spoken);
        let n = samples.max(1) as f64;
        let mut takers: Vec<usize> = spoken.iter().map(|(_, _, speaker)| *speaker).collect();
        takers.dedup();
        Summary {
            seconds: samples as f64 / f64::from(sample_rate.max(1)),
            silence: (1.0 - one as f64 / n).clamp(0.0, 1.0),
            overlap: (more as f64 / n).clamp(0.0, 1.0),
            turns: takers.len(),
            speakers: self.speakers.iter().map(|it| it.summary(&self.labels)).collect(),
        }
    }
}

impl Counted {
    fn summary(&self, labels: &[String]) -> SpeakerSummary {
        let sum: f64 = self.emotions.iter().sum();
        let share = |seconds: &f64| if sum > 0.0 { seconds / sum } else { 0.0 };
        let shares = self.emotions.iter().map(share);
        SpeakerSummary {
            name: self.name.clone(),
            seconds: self.seconds,
            utterances: self.utterances,
            emotions: labels.iter().cloned().zip(shares).collect(),
        }
    }
}

/// The summary of a whole timeline.
pub(super) fn of_timeline(timeline: &Timeline) -> Summary {
    let names: Vec<&str> = timeline.speakers.iter().map(|it| it.name.as_str()).collect();
    let mut summarizer = Summarizer::new(timeline.labels.clone(), &names);
    for (at, speaker) in timeline.speakers.iter().enumerate() {
        for utterance in &speaker.utterances {
            summarizer.push(at, utterance);
        }
    }
    summarizer.summary(timeline.samples, timeline.sample_rate)
}

/// Samples in which at least one, and at least two, speak.
fn at_once(spoken: &[(u64, u64, usize)]) -> (u64, u64) {
    let mut changes: Vec<(u64, i64)> = Vec::with_capacity(2 * spoken.len());
    for (start, end, _) in spoken {
        changes.extend([(*start, 1), (*end, -1)]);
    }
    changes.sort_unstable();
    let (mut one, mut more, mut speaking, mut last) = (0, 0, 0_i64, 0);
    for (place, change) in changes {
        one += if speaking >= 1 { place - last } else { 0 };
        more += if speaking >= 2 { place - last } else { 0 };
        speaking += change;
        last = place;
    }
    (one, more)
}
