//! Emotion over time: streams and timelines.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use emo_audio_io::{Channels, Decoder, LoadOptions};
use emo_live::{Adapter, Format, Predictor, SpeechOptions, StreamOptions, TimelineBuilder};
use numpy::{PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use serde::Deserialize;

use crate::error::Failure;
use crate::json::{parsed, written};
use crate::model::{EmotionModel, Shared, read};
use crate::work::{Watch, in_one_piece, on_threads, run};

/// A model that a stream holds, and that adapts while it does.
struct Holder(Shared);

impl Predictor for Holder {
    fn labels(&self) -> Vec<String> {
        read(&self.0).classes().to_vec()
    }

    fn sample_rate(&self) -> u32 {
        read(&self.0).features().sample_rate
    }

    fn predict(
        &self,
        samples: &[f32],
    ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
        Predictor::predict(&*read(&self.0), samples)
    }

    fn features(
        &self,
        samples: &[f32],
    ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
        Predictor::features(&*read(&self.0), samples)
    }

    fn adapter(&self) -> Option<Box<dyn Adapter>> {
        read(&self.0).adapter()
    }
}

/// The options by their names in Rust; those that are not given have their defaults.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    sample_rate: u32,
    window_s: f64,
    hop_s: f64,
    smoothing_s: f64,
    adapt: bool,
    threshold: f32,
    min_speech_duration_ms: u32,
    min_silence_duration_ms: u32,
    speech_pad_ms: u32,
    max_speech_duration_s: f64,
}

impl Default for Options {
    fn default() -> Self {
        let StreamOptions { sample_rate, window_s, hop_s, smoothing_s, adapt, speech, .. } =
            StreamOptions::default();
        Self {
            sample_rate,
            window_s,
            hop_s,
            smoothing_s,
            adapt,
            threshold: speech.threshold,
            min_speech_duration_ms: speech.min_speech_duration_ms,
            min_silence_duration_ms: speech.min_silence_duration_ms,
            speech_pad_ms: speech.speech_pad_ms,
            max_speech_duration_s: speech.max_speech_duration_s,
        }
    }
}

impl From<Options> for StreamOptions {
    fn from(it: Options) -> Self {
        let speech = SpeechOptions::default()
            .threshold(it.threshold)
            .min_speech_duration_ms(it.min_speech_duration_ms)
            .min_silence_duration_ms(it.min_silence_duration_ms)
            .speech_pad_ms(it.speech_pad_ms)
            .max_speech_duration_s(it.max_speech_duration_s);
        let options = Self::default().sample_rate(it.sample_rate).window_s(it.window_s);
        options.hop_s(it.hop_s).smoothing_s(it.smoothing_s).adapt(it.adapt).speech(speech)
    }
}

/// A signal that comes in blocks.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct EmotionStream(Arc<Mutex<Option<emo_live::EmotionStream<Holder>>>>);

#[pymethods]
impl EmotionStream {
    #[new]
    fn new(model: &Bound<'_, EmotionModel>, options: &str) -> Result<Self, Failure> {
        let options = StreamOptions::from(parsed::<Options>(options)?);
        let holder = Holder(Arc::clone(&model.get().0));
        let stream = emo_live::EmotionStream::new(holder, options)?;
        Ok(Self(Arc::new(Mutex::new(Some(stream)))))
    }

    /// Takes the next samples; the events that they complete, as JSON.
    fn push(&self, y: PyReadonlyArray1<'_, f32>) -> Result<String, Failure> {
        let (stream, y_owned) = (Arc::clone(&self.0), in_one_piece(&y.as_array()).into_owned());
        run(y.py(), None, move |_| {
            let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
            json(stream.as_mut().ok_or_else(ended)?.push(&y_owned)?)
        })
    }

    /// Ends the signal; the last events, as JSON.
    fn finish(&self, py: Python<'_>) -> Result<String, Failure> {
        let stream = Arc::clone(&self.0);
        run(py, None, move |_| {
            let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
            json(stream.ok_or_else(ended)?.finish()?)
        })
    }

    /// Samples that have been pushed; `None` after the end.
    #[getter]
    fn pushed(&self) -> Option<u64> {
        let stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stream.as_ref().map(emo_live::EmotionStream::pushed)
    }
}

fn ended() -> Failure {
    Failure::Value("stream: expected one that goes on, got one that was finished".into())
}

fn json(events: Vec<emo_live::Event>) -> Result<String, Failure> {
    written(&events.iter().map(emo_live::Event::to_json).collect::<Vec<_>>())
}

/// Emotion over a whole recording.
#[pyclass(frozen, module = "emo._core")]
pub(crate) struct Timeline(emo_live::Timeline);

#[pymethods]
impl Timeline {
    /// Of a file, with a speaker for each channel where there is a name for each.
    #[staticmethod]
    fn of_file(
        py: Python<'_>,
        model: &Bound<'_, EmotionModel>,
        path: PathBuf,
        each_channel: bool,
        speakers: Vec<String>,
        options: &str,
    ) -> Result<Self, Failure> {
        let (model, options) = (Holder(Arc::clone(&model.get().0)), parsed::<Options>(options)?);
        let timeline = run(py, None, move |watch| {
            on_threads(None, || of_file(&model, &path, each_channel, &speakers, options, watch))?
        })?;
        Ok(Self(timeline))
    }

    /// Of samples, channels × samples.
    #[staticmethod]
    fn of_samples(
        model: &Bound<'_, EmotionModel>,
        y: PyReadonlyArray2<'_, f32>,
        speakers: Vec<String>,
        options: &str,
    ) -> Result<Self, Failure> {
        let model = Holder(Arc::clone(&model.get().0));
        let options = StreamOptions::from(parsed::<Options>(options)?);
        let rows: Vec<Vec<f32>> = y.as_array().outer_iter().map(|row| row.to_vec()).collect();
        let timeline = run(y.py(), None, move |_| {
            let named = speakers.iter().map(String::as_str).zip(rows.iter().map(Vec::as_slice));
            let channels: Vec<_> = named.collect();
            on_threads(None, || emo_live::Timeline::of_channels(&model, &channels, options))?
                .map_err(Failure::from)
        })?;
        Ok(Self(timeline))
    }

    /// The timeline in a format by its name.
    fn to_format(&self, format: &str, name: &str) -> Result<String, Failure> {
        let mut text = Vec::new();
        self.0.write(format.parse::<Format>()?, name, &mut text)?;
        String::from_utf8(text).map_err(|error| Failure::Value(error.to_string()))
    }

    #[getter]
    fn seconds(&self) -> f64 {
        self.0.seconds()
    }
}

fn of_file(
    model: &Holder,
    path: &PathBuf,
    each_channel: bool,
    speakers: &[String],
    options: Options,
    watch: &Watch,
) -> Result<emo_live::Timeline, Failure> {
    let channels = if each_channel { Channels::Each } else { Channels::Mix };
    let mut load = LoadOptions::default().sample_rate(None).channels(channels);
    load.limits = load.limits.seconds(f64::INFINITY).bytes(u64::MAX);
    let mut decoder = Decoder::open(path, &load)?;
    let options = StreamOptions::from(options).sample_rate(decoder.sample_rate());
    let names: Vec<_> = speakers.iter().map(String::as_str).collect();
    let mut builder = TimelineBuilder::new(model, &names, options)?;
    while let Some(block) = decoder.next_block()? {
        if watch.is_stopped() {
            return Err(Failure::Value("stopped".into()));
        }
        builder.push(&block.channels().collect::<Vec<_>>())?;
    }
    Ok(builder.finish()?)
}
