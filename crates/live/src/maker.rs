//! From predictions to events: the filter over time.

use std::sync::Arc;

use crate::event::{Event, Measurement, UtteranceEnd};
use crate::model::{Answer, Predictor};
use crate::planner::Task;
use crate::{Error, Result};

/// The last window of the utterance.
#[derive(Clone, Debug)]
struct Last {
    end: u64,
    raw: Vec<f64>,
    smoothed: Vec<f64>,
}

/// Turns tasks, in their order, and what the model predicts for them into events.
#[derive(Debug)]
pub(crate) struct EventMaker {
    labels: Arc<[String]>,
    sample_rate: u32,
    smoothing_s: f64,
    last: Option<Last>,
}

/// What the model predicts for a task; nothing for one without samples.
pub(crate) fn predict<M: Predictor + ?Sized>(
    model: &M,
    task: &Task,
    sample_rate: u32,
) -> Result<Vec<f64>> {
    let Some(samples) = task.samples() else { return Ok(Vec::new()) };
    model.predict(samples).map_err(|source| {
        let (start, end) = match task {
            Task::Measure { span, .. } | Task::End { span, .. } => (span.start, span.end),
            Task::Start { start } => (*start, *start),
        };
        let seconds = |sample| sample as f64 / f64::from(sample_rate);
        Error::Model { start: seconds(start), end: seconds(end), source }
    })
}

impl EventMaker {
    pub(crate) fn new(labels: Arc<[String]>, sample_rate: u32, smoothing_s: f64) -> Self {
        Self { labels, sample_rate, smoothing_s, last: None }
    }

    /// The event of a task; `predicted` is what [`predict`] gave for it.
    pub(crate) fn event(&mut self, task: Task, predicted: Vec<f64>) -> Result<Event> {
        let event = match task {
            Task::Start { start } => {
                self.last = None;
                Event::SpeechStart { start, sample_rate: self.sample_rate }
            }
            Task::Measure { span, quality, .. } => {
                let answer = self.answer(predicted.clone())?;
                let smoothed = self.smooth(span.end, &predicted);
                self.last =
                    Some(Last { end: span.end, raw: predicted, smoothed: smoothed.clone() });
                let smoothed = self.answer(smoothed)?;
                Event::Measurement(Measurement { span, answer, smoothed, quality })
            }
            Task::End { span, quality, samples } => {
                let last = self.last.take().map(|last| last.raw).unwrap_or_default();
                let answer = self.answer(if samples.is_some() { predicted } else { last })?;
                Event::UtteranceEnd(UtteranceEnd { span, answer, quality })
            }
        };
        Ok(event)
    }

    /// An exponential filter: the window counts `1 - exp(-t / tau)` after a step of `t` seconds.
    fn smooth(&self, end: u64, predicted: &[f64]) -> Vec<f64> {
        let Some(last) = &self.last else { return predicted.to_vec() };
        if self.smoothing_s == 0.0 {
            return predicted.to_vec();
        }
        let step = end.saturating_sub(last.end) as f64 / f64::from(self.sample_rate);
        let weight = 1.0 - (-step / self.smoothing_s).exp();
        let pairs = last.smoothed.iter().zip(predicted);
        pairs.map(|(old, new)| old + weight * (new - old)).collect()
    }

    fn answer(&self, probabilities: Vec<f64>) -> Result<Answer> {
        let (expected, got) = (self.labels.len(), probabilities.len());
        if expected != got {
            return Err(Error::Shape { what: "probabilities of the model", expected, got });
        }
        Ok(Answer::new(self.labels.clone(), probabilities))
    }
}
