//! Parts of an utterance with one emotion.

use super::Utterance;
use crate::event::{Measurement, Span};

/// A part of an utterance in which one label is the most probable.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Segment {
    /// Where it is.
    pub span: Span,
    /// The label with the highest filtered probability.
    pub label: String,
    /// The mean of its filtered probability over the part.
    pub probability: f64,
    /// The mean power of the utterance, dB of full scale.
    pub level_db: f64,
}

impl Utterance {
    /// The part of the utterance that each measurement stands for: from half way between the middle
    /// of its window and that of the one before, to half way to the next. So a change is shown
    /// where it is, and not where a window ends. The parts follow each other and may be empty.
    pub fn parts(&self) -> impl Iterator<Item = (Span, &Measurement)> {
        let part = |at| Span { start: self.border(at), end: self.border(at + 1), ..self.span };
        self.measurements.iter().enumerate().map(move |(at, it)| (part(at), it))
    }

    /// The parts of the utterance with one label each: neighbours of [`parts`](Self::parts) whose
    /// most probable label is the same are one.
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for (span, measurement) in self.parts() {
            let (label, probability) = measurement.smoothed.top();
            match segments.last_mut() {
                Some(last) if last.label == label => last.extend(span, probability),
                _ => {
                    let (label, level_db) = (label.to_owned(), self.quality.level_db);
                    segments.push(Segment { span, label, probability, level_db });
                }
            }
        }
        segments.retain(|segment| segment.span.end > segment.span.start);
        segments
    }

    /// Where the part of a measurement begins.
    fn border(&self, at: usize) -> u64 {
        let middle = |it: &Measurement| it.span.start / 2 + it.span.end / 2;
        if at == 0 {
            return self.span.start;
        }
        match (self.measurements.get(at - 1), self.measurements.get(at)) {
            (Some(before), Some(it)) => (middle(before) + middle(it)) / 2,
            _ => self.span.end,
        }
    }
}

impl Segment {
    /// Adds the part behind it.
    fn extend(&mut self, span: Span, probability: f64) {
        let (old, new) = (self.span.seconds(), span.seconds());
        if old + new > 0.0 {
            self.probability = (self.probability * old + probability * new) / (old + new);
        }
        self.span.end = span.end;
    }
}
