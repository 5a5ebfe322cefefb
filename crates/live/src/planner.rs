//! From samples to what must be predicted: utterances and their windows.

use std::collections::VecDeque;

use crate::event::Span;
use crate::history::History;
use crate::options::StreamOptions;
use crate::quality::{Meter, Quality};
use crate::rate::Converter;
use crate::speech::{Change, Segmenter, VoiceActivity, check_finite};
use crate::{Error, Result};

/// The pause before an utterance that noise is measured in, s.
const NOISE_SECONDS: u64 = 1;

/// What comes next in the order of events.
#[derive(Debug)]
pub(crate) enum Task {
    /// An utterance has begun at this sample.
    Start { start: u64 },
    /// A window is to be predicted.
    Measure { span: Span, quality: Quality, samples: Vec<f32> },
    /// An utterance has ended; without samples its answer is that of the last window, which was
    /// all of it.
    End { span: Span, quality: Quality, samples: Option<Vec<f32>> },
}

impl Task {
    /// What to predict, if anything, and where it is.
    pub(crate) fn work(&self) -> Option<(&Span, &[f32])> {
        match self {
            Self::Start { .. } => None,
            Self::Measure { span, samples, .. } => Some((span, samples)),
            Self::End { span, samples, .. } => Some((span, samples.as_deref()?)),
        }
    }
}

/// The utterance that is open, in samples of the input.
#[derive(Clone, Copy, Debug)]
struct Utterance {
    start: u64,
    next_end: u64,
    last_end: u64,
}

/// Finds utterances and cuts windows, one channel's samples after another.
#[derive(Debug)]
pub(crate) struct Planner<V> {
    sample_rate: u32,
    model_rate: u32,
    window: u64,
    hop: u64,
    activity: V,
    segmenter: Segmenter,
    to_activity: Converter,
    to_model: Converter,
    pushed: u64,
    /// Samples for the voice activity that have not been used.
    waiting: Vec<f32>,
    /// Samples that the voice activity has used.
    used: u64,
    history: History,
    meter: Meter,
    noise: Option<f64>,
    previous_end: u64,
    utterance: Option<Utterance>,
    tasks: VecDeque<Task>,
}

impl<V: VoiceActivity> Planner<V> {
    pub(crate) fn new(activity: V, model_rate: u32, options: &StreamOptions) -> Result<Self> {
        options.check()?;
        if activity.frame_len() == 0 {
            return Err(Error::option("frame_len", "1 or more", 0));
        }
        let sample_rate = options.sample_rate;
        let samples = |seconds: f64| (seconds * f64::from(sample_rate)).round() as u64;
        Ok(Self {
            sample_rate,
            model_rate,
            window: samples(options.window_s),
            hop: samples(options.hop_s).max(1),
            segmenter: Segmenter::new(&activity, &options.speech)?,
            to_activity: Converter::new(sample_rate, activity.sample_rate())?,
            to_model: Converter::new(sample_rate, model_rate)?,
            activity,
            pushed: 0,
            waiting: Vec::new(),
            used: 0,
            history: History::default(),
            meter: Meter::new(sample_rate),
            noise: None,
            previous_end: 0,
            utterance: None,
            tasks: VecDeque::new(),
        })
    }

    /// Takes the next samples.
    pub(crate) fn push(&mut self, samples: &[f32]) -> Result<()> {
        check_finite(samples, self.pushed)?;
        self.pushed += samples.len() as u64;
        self.meter.push(samples);
        self.to_activity.push(samples, &mut self.waiting)?;
        self.to_model.push(samples, self.history.buffer())?;
        self.advance();
        Ok(())
    }

    /// Ends the signal.
    pub(crate) fn finish(&mut self) -> Result<()> {
        self.to_activity.finish(&mut self.waiting)?;
        self.to_model.finish(self.history.buffer())?;
        self.advance();
        let frame_len = self.activity.frame_len();
        if !self.waiting.is_empty() {
            self.waiting.resize(self.waiting.len().next_multiple_of(frame_len), 0.0);
        }
        while self.waiting.len() >= frame_len {
            self.step();
        }
        let total = convert(self.pushed, self.sample_rate, self.activity.sample_rate());
        if let Some((_, end)) = self.segmenter.finish(total) {
            self.end_utterance(end);
        }
        Ok(())
    }

    /// The next task, if it is complete.
    pub(crate) fn next_task(&mut self) -> Option<Task> {
        self.tasks.pop_front()
    }

    pub(crate) fn pushed(&self) -> u64 {
        self.pushed
    }

    /// Uses the frames whose samples are there at the model's rate too.
    fn advance(&mut self) {
        let frame_len = self.activity.frame_len();
        while self.waiting.len() >= frame_len {
            let end = self.used + frame_len as u64;
            if self.history.end() < convert(end, self.activity.sample_rate(), self.model_rate) {
                return;
            }
            self.step();
        }
    }

    /// Uses one frame.
    fn step(&mut self) {
        let n = self.activity.frame_len();
        let frame = self.waiting.get_mut(..n).unwrap_or_default();
        frame.iter_mut().for_each(|sample| *sample = sample.clamp(-1.0, 1.0));
        let probability = self.activity.predict(frame);
        self.waiting.drain(..n);
        self.used += n as u64;
        match self.segmenter.step(probability) {
            Some(Change::Start { start }) => self.start_utterance(start),
            Some(Change::End { end, .. }) => self.end_utterance(end),
            None => (),
        }
        if let Some((_, reach)) = self.segmenter.reach() {
            self.measure_up_to(self.in_input(reach));
        }
        self.forget();
    }

    fn start_utterance(&mut self, start: u64) {
        let start = self.in_input(start);
        let second = u64::from(self.sample_rate) * NOISE_SECONDS;
        let pause = start.saturating_sub(second).max(self.previous_end);
        self.noise = self.meter.power(pause, start).or(self.noise);
        let next_end = start + self.window;
        self.utterance = Some(Utterance { start, next_end, last_end: start });
        self.tasks.push_back(Task::Start { start });
    }

    fn end_utterance(&mut self, end: u64) {
        let end = self.in_input(end).min(self.pushed);
        self.measure_up_to(end);
        let Some(Utterance { start, last_end, .. }) = self.utterance.take() else { return };
        let window_start = start.max(end.saturating_sub(self.window));
        if last_end < end {
            self.measure(window_start, end);
        }
        self.previous_end = end;
        let quality = self.meter.quality(start, end, self.noise);
        let samples = (window_start > start).then(|| self.samples(start, end));
        self.tasks.push_back(Task::End { span: self.span(start, end), quality, samples });
    }

    /// Cuts the windows that end up to this sample.
    fn measure_up_to(&mut self, reach: u64) {
        while let Some(mut utterance) = self.utterance {
            let end = utterance.next_end;
            if end > reach {
                return;
            }
            self.measure(end - self.window, end);
            utterance.last_end = end;
            utterance.next_end += self.hop;
            self.utterance = Some(utterance);
        }
    }

    fn measure(&mut self, start: u64, end: u64) {
        let quality = self.meter.quality(start, end, self.noise);
        let samples = self.samples(start, end);
        self.tasks.push_back(Task::Measure { span: self.span(start, end), quality, samples });
    }

    /// Drops what no utterance can need any more.
    fn forget(&mut self) {
        let earliest = self.in_input(self.segmenter.earliest());
        self.history.forget_before(convert(earliest, self.sample_rate, self.model_rate));
        let second = u64::from(self.sample_rate) * NOISE_SECONDS;
        self.meter.forget_before(earliest.saturating_sub(second));
    }

    fn span(&self, start: u64, end: u64) -> Span {
        Span { start, end, sample_rate: self.sample_rate }
    }

    /// The samples at the model's rate from one sample of the input up to another.
    fn samples(&self, start: u64, end: u64) -> Vec<f32> {
        let place = |sample| convert(sample, self.sample_rate, self.model_rate);
        self.history.copy(place(start), place(end))
    }

    /// A place at the rate of the voice activity, as one in the input.
    fn in_input(&self, place: u64) -> u64 {
        convert(place, self.activity.sample_rate(), self.sample_rate)
    }
}

/// A place at one rate as a place at another, rounded down. Exact, so that times never drift.
fn convert(place: u64, from: u32, to: u32) -> u64 {
    (u128::from(place) * u128::from(to) / u128::from(from.max(1))) as u64
}
