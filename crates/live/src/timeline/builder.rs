//! A timeline from blocks, on all cores.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Collector, Speaker, Timeline};
use crate::maker::{EventMaker, predict};
use crate::model::Predictor;
use crate::options::StreamOptions;
use crate::planner::{Planner, Task};
use crate::speech::Hybrid;
use crate::{Error, Result};

/// Windows are predicted once they have this many samples together, so that all cores have work
/// and memory stays flat: 8 MB.
const TOGETHER: usize = 2_000_000;

/// Builds a [`Timeline`] from blocks of samples, one channel for each speaker.
///
/// Memory grows with the timeline, not with the audio. The result does not depend on the number of
/// threads or on the blocks.
///
/// ```
/// use emo_live::{StreamOptions, TimelineBuilder};
/// # struct Model;
/// # impl emo_live::Predictor for Model {
/// #     fn labels(&self) -> Vec<String> { vec!["calm".into()] }
/// #     fn sample_rate(&self) -> u32 { 16_000 }
/// #     fn predict(&self, _: &[f32]) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
/// #         Ok(vec![1.0])
/// #     }
/// # }
/// let mut builder = TimelineBuilder::new(&Model, &["left", "right"], StreamOptions::default())?;
/// builder.push(&[&[0.0; 8000], &[0.0; 8000]])?;
/// let timeline = builder.finish()?;
/// assert_eq!(timeline.seconds(), 0.5);
/// # Ok::<(), emo_live::Error>(())
/// ```
#[derive(Debug)]
pub struct TimelineBuilder<'m, M: ?Sized> {
    model: &'m M,
    labels: Arc<[String]>,
    sample_rate: u32,
    channels: Vec<Channel>,
    /// Tasks that wait, each with the place of its channel.
    tasks: Vec<(usize, Task)>,
    /// Their samples.
    waiting: usize,
}

#[derive(Debug)]
struct Channel {
    planner: Planner<Hybrid>,
    maker: EventMaker,
    speaker: Speaker,
    collector: Collector,
}

impl<'m, M: Predictor + ?Sized> TimelineBuilder<'m, M> {
    /// Starts on a recording with a channel for each of these speakers.
    ///
    /// # Errors
    ///
    /// If an option is out of its range, or there is no speaker.
    pub fn new(model: &'m M, speakers: &[&str], options: StreamOptions) -> Result<Self> {
        if speakers.is_empty() {
            return Err(Error::Shape { what: "channels", expected: 1, got: 0 });
        }
        let labels: Arc<[String]> = model.labels().into();
        let sample_rate = options.sample_rate;
        let channel = |name: &&str| {
            let speaker = Speaker { name: (*name).to_owned(), utterances: Vec::new() };
            let maker = EventMaker::new(model, &options)?;
            let planner = Planner::new(Hybrid::default(), model.sample_rate(), &options)?;
            Ok(Channel { planner, maker, speaker, collector: Collector::default() })
        };
        let channels = speakers.iter().map(channel).collect::<Result<_>>()?;
        Ok(Self { model, labels, sample_rate, channels, tasks: Vec::new(), waiting: 0 })
    }

    /// The sample rate of the blocks, Hz.
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    /// Takes the next samples of each channel, as many of each.
    ///
    /// # Errors
    ///
    /// If the number of blocks is not that of the speakers, the blocks differ in length, a sample
    /// is not finite, or the model fails.
    pub fn push(&mut self, blocks: &[&[f32]]) -> Result<()> {
        let (expected, got) = (self.channels.len(), blocks.len());
        if expected != got {
            return Err(Error::Shape { what: "channels of a block", expected, got });
        }
        let expected = blocks.first().map_or(0, |block| block.len());
        if let Some(got) = blocks.iter().map(|block| block.len()).find(|got| *got != expected) {
            return Err(Error::Shape { what: "samples of a channel", expected, got });
        }
        let pairs = self.channels.par_iter_mut().zip(blocks);
        pairs.try_for_each(|(channel, block)| channel.planner.push(block))?;
        self.collect();
        if self.waiting >= TOGETHER { self.predict() } else { Ok(()) }
    }

    /// Ends the recording.
    ///
    /// # Errors
    ///
    /// If the model fails.
    pub fn finish(mut self) -> Result<Timeline> {
        self.channels.par_iter_mut().try_for_each(|channel| channel.planner.finish())?;
        self.collect();
        self.predict()?;
        Ok(Timeline {
            samples: self.channels.first().map_or(0, |channel| channel.planner.pushed()),
            sample_rate: self.sample_rate,
            labels: self.labels,
            speakers: self.channels.into_iter().map(|channel| channel.speaker).collect(),
        })
    }

    fn collect(&mut self) {
        for (at, channel) in self.channels.iter_mut().enumerate() {
            while let Some(task) = channel.planner.next_task() {
                self.waiting += task.work().map_or(0, |(_, samples)| samples.len());
                self.tasks.push((at, task));
            }
        }
    }

    /// Predicts in parallel, then makes the events in their order.
    fn predict(&mut self) -> Result<()> {
        let model = self.model;
        let adapts = self.channels.iter().any(|channel| channel.maker.adapts());
        let tasks = std::mem::take(&mut self.tasks);
        self.waiting = 0;
        let predicted: Vec<_> =
            tasks.par_iter().map(|(_, task)| predict(model, task, adapts)).collect();
        for ((at, task), predicted) in tasks.into_iter().zip(predicted) {
            let Some(channel) = self.channels.get_mut(at) else { continue };
            let event = channel.maker.event(task, predicted?)?;
            channel.speaker.utterances.extend(channel.collector.push(event));
        }
        Ok(())
    }
}
