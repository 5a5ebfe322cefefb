//! The models of emo-pipeline as predictors.

use std::collections::VecDeque;
use std::error::Error;

use emo_pipeline::emotion_model::adapt_pipeline;
use emo_pipeline::{AnyPipeline, EmotionModel};
use ndarray::Array2;

use crate::model::{Adapter, Predictor};

/// Utterances that an adapted model remembers: more do not help, and a speaker's voice and channel
/// change.
const MOST_UTTERANCES: usize = 64;

impl Predictor for EmotionModel {
    fn labels(&self) -> Vec<String> {
        self.classes().to_vec()
    }

    fn sample_rate(&self) -> u32 {
        self.features().sample_rate
    }

    fn predict(&self, samples: &[f32]) -> Result<Vec<f64>, Box<dyn Error + Send + Sync>> {
        let prediction = self.predict_samples(samples, Predictor::sample_rate(self))?;
        Ok(self.classes().iter().map(|label| prediction.probability(label)).collect())
    }

    /// The row of features.
    fn features(&self, samples: &[f32]) -> Result<Vec<f64>, Box<dyn Error + Send + Sync>> {
        let row = self.extractor().row_of_samples(samples, Predictor::sample_rate(self))?;
        Ok(row.to_vec())
    }

    /// `None` for a model at several speeds, whose features are more than one row.
    fn adapter(&self) -> Option<Box<dyn Adapter>> {
        let base = self.pipeline();
        let adapted =
            || Adapted { base: base.clone(), pipeline: base.clone(), rows: VecDeque::new() };
        (self.speeds() == [1.0]).then(|| Box::new(adapted()) as Box<dyn Adapter>)
    }
}

/// A model's pipeline that is adapted to the last utterances of one speaker: the speaker's
/// statistics are shrunk towards those of the training, and adaptation holds back where the
/// utterances seem to be of one label.
#[derive(Debug)]
struct Adapted {
    base: AnyPipeline,
    pipeline: AnyPipeline,
    rows: VecDeque<Vec<f64>>,
}

impl Adapter for Adapted {
    fn predict(&self, features: &[f64]) -> Result<Vec<f64>, Box<dyn Error + Send + Sync>> {
        let row = Array2::from_shape_vec((1, features.len()), features.to_vec())?;
        Ok(self.pipeline.predict_proba(&row)?.into_iter().collect())
    }

    fn observe(&mut self, features: &[f64]) -> Result<(), Box<dyn Error + Send + Sync>> {
        if self.rows.len() == MOST_UTTERANCES {
            self.rows.pop_front();
        }
        self.rows.push_back(features.to_vec());
        let values = self.rows.iter().flatten().copied().collect();
        let rows = Array2::from_shape_vec((self.rows.len(), features.len()), values)?;
        (self.pipeline, _) = adapt_pipeline(&self.base, &rows)?;
        Ok(())
    }
}
