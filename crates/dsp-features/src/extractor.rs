//! From samples to a row of features.

use std::sync::{Arc, Mutex};

use ndarray::{Array1, Array2};

use crate::check;
use crate::descriptor::Descriptor;
use crate::descriptor::plan::{Clip, Plan, Weights};
use crate::error::{Error, Result};
use crate::kernel::lanes::{LANES, Tile};
use crate::set::config::FeatureConfig;
use crate::set::frame_times;
use crate::set::preparation::{Prepared, Preparer};
use crate::stream::FeatureStream;
use crate::summary::plan::{Summary, SummaryPlan, row};
use crate::transform::stft::{Stft, StftScratch};

/// Extracts the feature row of a clip, with one transform for all descriptors.
///
/// Windows, plans and filter banks are made once; the extractor is then used for any number
/// of clips, by any number of threads. The row of a clip depends on that clip alone.
///
/// ```
/// use emo_dsp_features::{FeatureConfig, FeatureExtractor};
/// let extractor = FeatureExtractor::new(FeatureConfig::default())?;
/// let tone: Vec<f32> = (0..22050).map(|t| (t as f32 * 0.1).sin()).collect();
/// let row = extractor.extract(&tone)?;
/// assert_eq!(row.len(), 60);
/// assert_eq!(extractor.column_names()[59], "zcr_mean");
/// assert!(row[59] > 0.025 && row[59] < 0.035);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FeatureExtractor {
    pub(crate) config: FeatureConfig,
    column_names: Vec<String>,
    pub(crate) preparer: Preparer,
    pub(crate) stft: Stft,
    pub(crate) plans: Vec<Plan>,
    pub(crate) summaries: Vec<SummaryPlan>,
    /// One for each thread that has been in `extract` at the same time.
    scratch: Arc<Mutex<Vec<Scratch>>>,
}

/// Longest clip whose buffers are kept for the next one: a minute and a half at 22 050 Hz.
const KEPT_FRAMES: usize = 4096;

/// Buffers for one clip.
#[derive(Debug)]
struct Scratch {
    stft: StftScratch,
    clips: Vec<Clip>,
}

/// One descriptor of one clip.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DescriptorFrames {
    /// The names of the columns.
    pub names: Vec<String>,
    /// The values, frames × columns.
    pub values: Array2<f32>,
}

impl FeatureExtractor {
    /// Prepares everything that does not depend on a clip: windows, plans and filter banks.
    ///
    /// # Errors
    ///
    /// A parameter out of range, no descriptor or no summary. Frames of different hop lengths or
    /// centres, where a summary other than [`Summary::Mean`] would combine them.
    pub fn new(config: FeatureConfig) -> Result<Self> {
        Self::with_weights(config, &Weights::default())
    }

    /// As [`FeatureExtractor::new`], with the weights of the configuration's speech encoder: for
    /// weights that are not bundled.
    ///
    /// # Errors
    ///
    /// As [`FeatureExtractor::new`]; weights that are not those of the configuration.
    #[cfg(feature = "encoder-without-weights")]
    pub fn with_encoder(
        config: FeatureConfig,
        encoder: &emo_speech_encoder::Encoder,
    ) -> Result<Self> {
        Self::with_weights(config, &Weights { encoder: Some(encoder) })
    }

    fn with_weights(config: FeatureConfig, weights: &Weights<'_>) -> Result<Self> {
        check::sample_rate(config.sample_rate)?;
        if config.descriptors.is_empty() {
            return Err(Error::Empty { what: "descriptors" });
        }
        if config.summaries.is_empty() {
            return Err(Error::Empty { what: "summaries" });
        }
        let stft = Stft::new(&config.stft)?;
        frame_times::check(&config)?;
        let plan = |descriptor| Plan::new(descriptor, &config, weights);
        let plans = config.descriptors.iter().map(plan).collect::<Result<_>>()?;
        let column_names = config.column_names();
        let FeatureConfig { sample_rate, preparation, voicing, .. } = &config;
        let needs_pitch = config.descriptors.iter().any(Descriptor::needs_pitch)
            || config.summaries.iter().any(Summary::needs_voicing);
        let seconds_per_frame = config.stft.hop_length as f64 / f64::from(*sample_rate);
        let columns = config.descriptor_names();
        let summary = |summary| SummaryPlan::new(summary, &columns, seconds_per_frame);
        let summaries = config.summaries.iter().map(summary).collect::<Result<_>>()?;
        let preparer =
            Preparer::new(*sample_rate, &config.stft, preparation, voicing, needs_pitch)?
                .with_levels(config.summaries.iter().any(Summary::needs_levels));
        Ok(Self { column_names, preparer, config, stft, plans, summaries, scratch: Arc::default() })
    }

    /// The configuration of this extractor.
    pub fn config(&self) -> &FeatureConfig {
        &self.config
    }

    /// The names of the columns of a row.
    pub fn column_names(&self) -> &[String] {
        &self.column_names
    }

    /// The sample rate in Hz that clips must have.
    pub fn sample_rate(&self) -> u32 {
        self.config.sample_rate
    }

    /// The feature row of a mono clip at [`FeatureExtractor::sample_rate`].
    ///
    /// # Errors
    ///
    /// Empty or non-finite samples, samples so large that their power overflows, a clip too
    /// long for memory.
    pub fn extract(&self, samples: &[f32]) -> Result<Array1<f64>> {
        self.stft.checked_shape(samples)?;
        let prepared = self.preparer.prepare(samples);
        let frames = self.frames(&prepared)?;
        Ok(Array1::from_vec(row(&self.summaries, frames, &prepared)?))
    }

    /// Starts on a recording that is too long for memory; see [`FeatureStream`]. `None` where a
    /// descriptor needs all samples at once: formants, jitter and shimmer, the difference of
    /// harmonics, and the speech encoder where frames are not centred.
    pub fn stream(&self) -> Option<FeatureStream<'_>> {
        self.plans.iter().all(Plan::is_streamed).then(|| FeatureStream::new(self))
    }

    /// The descriptors of a mono clip, frame by frame, before they are summarised.
    ///
    /// # Errors
    ///
    /// As [`FeatureExtractor::extract`].
    pub fn descriptors(&self, samples: &[f32]) -> Result<Vec<DescriptorFrames>> {
        self.stft.checked_shape(samples)?;
        let prepared = self.preparer.prepare(samples);
        let names = self.config.descriptors.iter().map(|descriptor| descriptor.names());
        let frames = names.zip(self.frames(&prepared)?);
        Ok(frames.map(|(names, values)| DescriptorFrames { names, values }).collect())
    }

    fn frames(&self, prepared: &Prepared<'_>) -> Result<Vec<Array2<f32>>> {
        let samples = &prepared.samples;
        let frames = self.stft.n_frames(samples.len())?;
        let mut scratch = self.take_scratch();
        if self.plans.iter().any(Plan::is_spectral) {
            self.each_tile(samples, frames, &mut scratch, Plan::push);
            let mut again = false;
            for (plan, clip) in self.plans.iter().zip(&mut scratch.clips) {
                again |= plan.settle(clip);
            }
            if again {
                self.each_tile(samples, frames, &mut scratch, Plan::push_again);
            }
        }
        let is_long = frames > KEPT_FRAMES;
        let mut values = Vec::with_capacity(self.plans.len());
        for (plan, clip) in self.plans.iter().zip(&mut scratch.clips) {
            values.push(plan.finish(clip, prepared, frames)?);
            if is_long {
                *clip = plan.start();
            }
        }
        if !is_long {
            self.give_back(scratch);
        }
        Ok(values)
    }

    /// Computes the power spectra of a clip, and shows `push` each tile of them for each plan.
    fn each_tile(
        &self,
        samples: &[f32],
        frames: usize,
        scratch: &mut Scratch,
        push: impl Fn(&Plan, &mut Clip, &Tile),
    ) {
        let Scratch { stft, clips } = scratch;
        for first in (0..frames).step_by(LANES) {
            let count = LANES.min(frames - first);
            self.stft.power_tile(samples, first, count, stft);
            for (plan, clip) in self.plans.iter().zip(clips.iter_mut()) {
                push(plan, clip, &stft.tile);
            }
        }
    }

    fn take_scratch(&self) -> Scratch {
        let kept = self.scratch.lock().ok().and_then(|mut kept| kept.pop());
        kept.unwrap_or_else(|| Scratch {
            stft: self.stft.scratch(),
            clips: self.plans.iter().map(Plan::start).collect(),
        })
    }

    fn give_back(&self, mut scratch: Scratch) {
        scratch.clips.iter_mut().for_each(Clip::clear);
        if let Ok(mut kept) = self.scratch.lock() {
            kept.push(scratch);
        }
    }
}
