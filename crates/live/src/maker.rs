//! From predictions to events: the filter over time.

use std::sync::Arc;

use crate::event::{Event, Measurement, Span, UtteranceEnd};
use crate::model::{Adapter, Answer, Predictor};
use crate::options::StreamOptions;
use crate::planner::Task;
use crate::{Error, Result};

/// The last window of the utterance.
#[derive(Clone, Debug)]
struct Last {
    end: u64,
    predicted: Vec<f64>,
    raw: Vec<f64>,
    smoothed: Vec<f64>,
}

/// Turns tasks, in their order, and what the model predicts for them into events.
#[derive(Debug)]
pub(crate) struct EventMaker {
    labels: Arc<[String]>,
    sample_rate: u32,
    smoothing_s: f64,
    adapter: Option<Box<dyn Adapter>>,
    last: Option<Last>,
}

/// What the model predicts for a task, or with adaptation the features from which the
/// [`EventMaker`] predicts; nothing for a task without samples.
pub(crate) fn predict<M: Predictor + ?Sized>(
    model: &M,
    task: &Task,
    adapts: bool,
) -> Result<Vec<f64>> {
    let Some((span, samples)) = task.work() else { return Ok(Vec::new()) };
    let predicted = if adapts { model.features(samples) } else { model.predict(samples) };
    predicted.map_err(|source| failed(span, source))
}

fn failed(span: &Span, source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Model { start: span.start_s(), end: span.end_s(), source }
}

impl EventMaker {
    pub(crate) fn new<M: Predictor + ?Sized>(model: &M, options: &StreamOptions) -> Result<Self> {
        let adapter = if options.adapt { model.adapter() } else { None };
        if options.adapt && adapter.is_none() {
            let expected = "false, since this model cannot adapt while it listens";
            return Err(Error::option("adapt", expected, options.adapt));
        }
        let (sample_rate, smoothing_s) = (options.sample_rate, options.smoothing_s);
        Ok(Self { labels: model.labels().into(), sample_rate, smoothing_s, adapter, last: None })
    }

    /// Whether it takes features instead of probabilities.
    pub(crate) fn adapts(&self) -> bool {
        self.adapter.is_some()
    }

    /// The event of a task; `predicted` is what [`predict`] gave for it.
    pub(crate) fn event(&mut self, task: Task, predicted: Vec<f64>) -> Result<Event> {
        let event = match task {
            Task::Start { start } => {
                self.last = None;
                Event::SpeechStart { start, sample_rate: self.sample_rate }
            }
            Task::Measure { span, quality, .. } => {
                let raw = self.probabilities(&span, &predicted)?;
                let smoothed = self.smooth(span.end, &raw);
                let (answer, shown) = (self.answer(raw.clone())?, self.answer(smoothed.clone())?);
                self.last = Some(Last { end: span.end, predicted, raw, smoothed });
                Event::Measurement(Measurement { span, answer, smoothed: shown, quality })
            }
            Task::End { span, quality, samples } => {
                let last = self.last.take();
                let (predicted, raw) = match (samples, last) {
                    (None, Some(last)) => (last.predicted, last.raw),
                    _ => {
                        let raw = self.probabilities(&span, &predicted)?;
                        (predicted, raw)
                    }
                };
                if let Some(adapter) = &mut self.adapter {
                    adapter.observe(&predicted).map_err(|source| failed(&span, source))?;
                }
                Event::UtteranceEnd(UtteranceEnd { span, answer: self.answer(raw)?, quality })
            }
        };
        Ok(event)
    }

    fn probabilities(&self, span: &Span, predicted: &[f64]) -> Result<Vec<f64>> {
        match &self.adapter {
            Some(adapter) => adapter.predict(predicted).map_err(|source| failed(span, source)),
            None => Ok(predicted.to_vec()),
        }
    }

    /// An exponential filter: the window counts `1 - exp(-t / tau)` after a step of `t` seconds.
    fn smooth(&self, end: u64, raw: &[f64]) -> Vec<f64> {
        let Some(last) = &self.last else { return raw.to_vec() };
        if self.smoothing_s == 0.0 {
            return raw.to_vec();
        }
        let step = end.saturating_sub(last.end) as f64 / f64::from(self.sample_rate);
        let weight = 1.0 - (-step / self.smoothing_s).exp();
        let pairs = last.smoothed.iter().zip(raw);
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
