//! A recording in a few numbers.

use serde_json::{Map, Value, json};

use super::{Speaker, Timeline};

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
    pub(super) fn new(timeline: &Timeline) -> Self {
        let (one, more) = spoken(timeline);
        let n = timeline.samples.max(1) as f64;
        let speakers = timeline.speakers.iter().map(|it| SpeakerSummary::new(timeline, it));
        Self {
            seconds: timeline.seconds(),
            silence: (1.0 - one as f64 / n).clamp(0.0, 1.0),
            overlap: (more as f64 / n).clamp(0.0, 1.0),
            turns: turns(timeline),
            speakers: speakers.collect(),
        }
    }

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
    fn new(timeline: &Timeline, speaker: &Speaker) -> Self {
        let mut emotions: Vec<_> = timeline.labels.iter().map(|it| (it.clone(), 0.0)).collect();
        let mut sum = 0.0;
        for segment in speaker.utterances.iter().flat_map(|it| it.segments()) {
            let seconds = segment.span.seconds();
            sum += seconds;
            let of_label = emotions.iter_mut().filter(|(label, _)| *label == segment.label);
            of_label.for_each(|(_, share)| *share += seconds);
        }
        if sum > 0.0 {
            emotions.iter_mut().for_each(|(_, share)| *share /= sum);
        }
        Self {
            name: speaker.name.clone(),
            seconds: speaker.utterances.iter().map(|it| it.span.seconds()).sum(),
            utterances: speaker.utterances.len(),
            emotions,
        }
    }

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

/// Samples in which at least one, and at least two, speak.
fn spoken(timeline: &Timeline) -> (u64, u64) {
    let mut changes = Vec::new();
    for (_, utterance) in timeline.utterances() {
        changes.push((utterance.span.start, 1_i64));
        changes.push((utterance.span.end, -1));
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

fn turns(timeline: &Timeline) -> usize {
    let utterances = timeline.utterances();
    let mut names: Vec<&str> = utterances.iter().map(|(it, _)| it.name.as_str()).collect();
    names.dedup();
    names.len()
}
