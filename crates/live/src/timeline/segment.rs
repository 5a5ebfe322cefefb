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
    /// The parts of the utterance with one label each. A place has the label of the window whose
    /// middle is nearest, so that a change is shown where it is and not where a window ends.
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for (at, measurement) in self.measurements.iter().enumerate() {
            let (label, probability) = measurement.smoothed.top();
            let span = Span { start: self.border(at), end: self.border(at + 1), ..self.span };
            match segments.last_mut() {
                Some(last) if last.label == label => {
                    let (old, new) = (last.span.seconds(), span.seconds());
                    let sum = last.probability * old + probability * new;
                    last.probability =
                        if old + new > 0.0 { sum / (old + new) } else { probability };
                    last.span.end = span.end;
                }
                _ => {
                    let (label, level_db) = (label.to_owned(), self.quality.level_db);
                    segments.push(Segment { span, label, probability, level_db });
                }
            }
        }
        segments.retain(|segment| segment.span.end > segment.span.start);
        segments
    }

    /// Where the part of a measurement begins: half way between the middles of its window and of
    /// the one before.
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
