//! Emotion over time of samples that come in blocks.

use crate::Result;
use crate::event::Event;
use crate::maker::{EventMaker, predict};
use crate::model::Predictor;
use crate::options::StreamOptions;
use crate::planner::Planner;
use crate::speech::{Hybrid, VoiceActivity};

/// Measures the emotion of a signal that comes in blocks of any size: speech is found and grouped
/// into utterances; each is measured in windows, and once as a whole at its end.
///
/// It has no device, thread or clock inside. The events depend on the samples alone: any way of
/// cutting them into blocks gives the same events, bit for bit. Memory does not grow with the
/// signal.
///
/// ```
/// use emo_live::{EmotionStream, StreamOptions};
/// # struct Model;
/// # impl emo_live::Predictor for Model {
/// #     fn labels(&self) -> Vec<String> { vec!["calm".into()] }
/// #     fn sample_rate(&self) -> u32 { 16_000 }
/// #     fn predict(&self, _: &[f32]) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
/// #         Ok(vec![1.0])
/// #     }
/// # }
/// # let (model, audio) = (Model, vec![0.0; 16_000]);
/// let mut stream = EmotionStream::new(&model, StreamOptions::default())?;
/// for block in audio.chunks(160) {
///     for event in stream.push(block)? {
///         println!("{}", event.to_json());
///     }
/// }
/// for event in stream.finish()? {
///     println!("{}", event.to_json());
/// }
/// # Ok::<(), emo_live::Error>(())
/// ```
#[derive(Debug)]
pub struct EmotionStream<M, V = Hybrid> {
    model: M,
    planner: Planner<V>,
    maker: EventMaker,
}

impl<M: Predictor> EmotionStream<M> {
    /// Starts on a signal, with [`Hybrid`](crate::Hybrid) as voice activity. The model is borrowed
    /// (`&model`), or moved into the stream.
    ///
    /// # Errors
    ///
    /// If an option is out of its range.
    pub fn new(model: M, options: StreamOptions) -> Result<Self> {
        Self::with_activity(model, Hybrid::default(), options)
    }
}

impl<M: Predictor, V: VoiceActivity> EmotionStream<M, V> {
    /// Starts on a signal, with another voice activity.
    ///
    /// # Errors
    ///
    /// If an option is out of its range.
    pub fn with_activity(model: M, activity: V, options: StreamOptions) -> Result<Self> {
        let planner = Planner::new(activity, model.sample_rate(), &options)?;
        let maker = EventMaker::new(&model, &options)?;
        Ok(Self { model, planner, maker })
    }

    /// Takes the next samples (mono, full scale is -1 to 1) and gives the events that they
    /// complete. Most blocks complete none.
    ///
    /// # Errors
    ///
    /// If a sample is NaN or infinite, or the model fails on a window; the events of this block are
    /// lost then, and the stream can go on.
    pub fn push(&mut self, samples: &[f32]) -> Result<Vec<Event>> {
        self.planner.push(samples)?;
        self.events()
    }

    /// Ends the signal and gives the last events.
    ///
    /// # Errors
    ///
    /// If the model fails on a window.
    pub fn finish(mut self) -> Result<Vec<Event>> {
        self.planner.finish()?;
        self.events()
    }

    /// How many samples have been pushed.
    pub fn pushed(&self) -> u64 {
        self.planner.pushed()
    }

    fn events(&mut self) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        while let Some(task) = self.planner.next_task() {
            let predicted = predict(&self.model, &task, self.maker.adapts())?;
            events.push(self.maker.event(task, predicted)?);
        }
        Ok(events)
    }
}
