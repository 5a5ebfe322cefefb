//! From events to utterances.

use super::Utterance;
use crate::event::{Event, Measurement};

/// Collects the events of one stream into utterances.
///
/// ```
/// use emo_live::{Collector, Event};
///
/// let mut collector = Collector::default();
/// let start = Event::SpeechStart { start: 0, sample_rate: 16_000 };
/// assert_eq!(collector.push(start), None); // it has not ended
/// ```
#[derive(Clone, Debug, Default)]
pub struct Collector {
    measurements: Vec<Measurement>,
}

impl Collector {
    /// Takes the next event, and gives the utterance that it ends.
    pub fn push(&mut self, event: Event) -> Option<Utterance> {
        match event {
            Event::SpeechStart { .. } => self.measurements.clear(),
            Event::Measurement(measurement) => self.measurements.push(measurement),
            Event::UtteranceEnd(end) => {
                let mut measurements = std::mem::take(&mut self.measurements);
                // Timelines of many hours have thousands of utterances: none keeps spare room.
                measurements.shrink_to_fit();
                let (span, answer, quality) = (end.span, end.answer, end.quality);
                return Some(Utterance { span, answer, quality, measurements });
            }
        }
        None
    }
}
