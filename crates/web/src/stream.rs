//! Emotion over time of blocks that come in.

use std::sync::Arc;

use emo_live::{Collector, EmotionStream, Event, StreamOptions, Utterance};
use emo_pipeline::EmotionModel;
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

use crate::convert::{Result, failed, object};
use crate::{Model, Timeline};

/// Measures the emotion of blocks of any size, such as those of a microphone. The events are those
/// of a recording with the same samples. Call `free()` when it is no longer needed.
#[wasm_bindgen]
pub struct Stream {
    model: Arc<EmotionModel>,
    /// `None` after the end.
    stream: Option<EmotionStream<Arc<EmotionModel>>>,
    sample_rate: u32,
    samples: u64,
    collector: Collector,
    utterances: Vec<Utterance>,
}

#[wasm_bindgen]
impl Stream {
    /// Starts on a signal with this sample rate, Hz. A window of `window_s` seconds (default 3) is
    /// measured every `hop_s` seconds (default 1) while somebody speaks.
    ///
    /// # Errors
    ///
    /// When a number is out of its range.
    #[wasm_bindgen(constructor)]
    pub fn new(
        model: &Model,
        sample_rate: u32,
        window_s: Option<f64>,
        hop_s: Option<f64>,
    ) -> Result<Self> {
        let mut options = StreamOptions::default().sample_rate(sample_rate);
        options.window_s = window_s.unwrap_or(options.window_s);
        options.hop_s = hop_s.unwrap_or(options.hop_s);
        let model = model.model.clone();
        let stream = Some(EmotionStream::new(model.clone(), options).map_err(failed)?);
        let (collector, utterances) = (Collector::default(), Vec::new());
        Ok(Self { model, stream, sample_rate, samples: 0, collector, utterances })
    }

    /// Takes the next mono samples and gives the events that they complete; mostly none.
    ///
    /// # Errors
    ///
    /// If a sample is not finite, or the stream has ended.
    #[wasm_bindgen(unchecked_return_type = "StreamEvent[]")]
    pub fn push(&mut self, samples: &[f32]) -> Result<JsValue> {
        let ended = || JsError::new("stream: expected no samples after its end");
        let events = self.stream.as_mut().ok_or_else(ended)?.push(samples).map_err(failed)?;
        self.samples += samples.len() as u64;
        self.collected(events)
    }

    /// Ends the signal and gives the last events.
    ///
    /// # Errors
    ///
    /// If the stream has ended before.
    #[wasm_bindgen(unchecked_return_type = "StreamEvent[]")]
    pub fn finish(&mut self) -> Result<JsValue> {
        let ended = || JsError::new("stream: expected one end, got a second one");
        let events = self.stream.take().ok_or_else(ended)?.finish();
        self.collected(events.map_err(failed)?)
    }

    /// Everything up to now, as of a recording; the utterance that goes on is not in it.
    pub fn timeline(&self) -> Timeline {
        let labels = self.model.classes();
        Timeline::new(self.samples, self.sample_rate, labels, self.utterances.clone())
    }
}

impl Stream {
    fn collected(&mut self, events: Vec<Event>) -> Result<JsValue> {
        let objects: Vec<_> = events.iter().map(Event::to_json).collect();
        self.utterances.extend(events.into_iter().filter_map(|event| self.collector.push(event)));
        object(&Value::Array(objects))
    }
}
