//! Adaptation of a model to a speaker or a place by clips without labels.

use emo_learn::preprocessing::{FittedGroupScaler, FittedStandardScaler, HoldBack};
use emo_learn::stored::{AnyPipeline, AnyTransformer, Single};
use ndarray::ArrayRef2;

use super::EmotionModel;
use crate::{Error, Result};

/// How many clips the average of the training weighs against those of the new speaker or place.
/// Chosen by leaving one of three corpora out, with balanced and one-sided clips: docs/accuracy.md.
const PRIOR: f64 = 10.0;

/// What [`EmotionModel::adapt`] did.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Adaptation {
    /// How many clips it saw.
    pub n_clips: usize,
    /// How far the clips' own statistics count, from 0 (the model is as before) to 1. It is below 1
    /// where the clips seem to be mostly of one label: see [`HoldBack`].
    pub share: f64,
}

/// # Adaptation
impl EmotionModel {
    /// Adapts the model to a speaker, or to a place such as a telephone line or a room, by rows of
    /// features of their clips, which need no labels (clips × features, in the order of
    /// [`column_names`](Self::column_names)). Further predictions are for that speaker or place.
    ///
    /// The clips are standardised by their own mean and deviation, shrunk towards those of the
    /// training as if ten average clips had been seen too. Where the clips seem to be of one label
    /// only, the adaptation holds back, since their mean would then be that label's. A pipeline
    /// with a step of its own that adapts, such as
    /// [`AdaptedGroupScaler`](emo_learn::preprocessing::AdaptedGroupScaler), uses that instead, and
    /// adds the rows to those of earlier calls. For all others, a call replaces the adaptation of
    /// an earlier one. The adapted model can be saved.
    ///
    /// ```
    /// # use emo_pipeline::{*, emotion_model::*};
    /// # use ndarray::{Array2, array};
    /// # let config = FeatureConfig::default().descriptors(vec![Descriptor::ZeroCrossingRate(Default::default())]);
    /// # let x = array![[0.0], [1.0], [0.2], [0.9]];
    /// # let y = ["sad", "happy", "sad", "happy"].map(String::from);
    /// # let ridge = RidgeClassifier::default();
    /// # let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge).fit(&x, &y)?;
    /// # let mut model = EmotionModel::new(config, pipeline, ModelCard::new("test"))?;
    /// // A speaker whose every clip has more crossings than those of the training.
    /// let clips = Array2::from_shape_fn((20, 1), |(clip, _)| 2.0 + (clip % 2) as f64);
    /// let adaptation = model.adapt(&clips)?;
    /// assert_eq!(adaptation.n_clips, 20);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Without rows, when the number of columns is not that of the features, or a number is not
    /// finite; and if no step of the pipeline can be adapted. Then nothing has changed.
    pub fn adapt(&mut self, rows: &ArrayRef2<f64>) -> Result<Adaptation> {
        if rows.nrows() > 0 && self.pipeline.is_adaptive() {
            self.pipeline.adapt(rows)?;
            return Ok(Adaptation { n_clips: rows.nrows(), share: 1.0 });
        }
        let base = self.unadapted.as_ref().unwrap_or(&self.pipeline);
        let (adapted, adaptation) = adapt_pipeline(base, rows)?;
        if self.unadapted.is_none() {
            self.unadapted = Some(self.pipeline.clone());
        }
        self.pipeline = adapted;
        Ok(adaptation)
    }

    /// Undoes what [`adapt`](Self::adapt) did since the model was loaded or made.
    pub fn forget(&mut self) {
        if let Some(base) = self.unadapted.take() {
            self.pipeline = base;
        }
        self.pipeline.forget();
    }
}

/// A copy of the pipeline that is adapted to the rows, as [`EmotionModel::adapt`] does it.
///
/// # Errors
///
/// As [`EmotionModel::adapt`].
pub fn adapt_pipeline(
    base: &AnyPipeline,
    rows: &ArrayRef2<f64>,
) -> Result<(AnyPipeline, Adaptation)> {
    let n_clips = rows.nrows();
    if n_clips == 0 {
        return Err(Error::Empty { what: "clips to adapt to" });
    }
    if base.is_adaptive() {
        let mut pipeline = base.clone();
        pipeline.adapt(rows)?;
        return Ok((pipeline, Adaptation { n_clips, share: 1.0 }));
    }
    let share = HoldBack::default().share(&base.predict_proba(rows)?)?;
    Ok((adapted(base, rows, share)?, Adaptation { n_clips, share }))
}

/// The pipeline with the statistics of its scaler replaced by those of the rows, as far as `share`
/// says.
fn adapted(base: &AnyPipeline, rows: &ArrayRef2<f64>, share: f64) -> Result<AnyPipeline> {
    let (first, others) = base.transformers().split_first().ok_or_else(no_scaler)?;
    let double = first.downcast_ref::<FittedStandardScaler>();
    let single = first.downcast_ref::<Single<FittedStandardScaler>>().map(|it| &it.0);
    let scaler = double.or(single).ok_or_else(no_scaler)?;
    let scaler = FittedGroupScaler::of_training(scaler, PRIOR)?.adapt_by_share(rows, share)?;
    let first = match double {
        Some(_) => AnyTransformer::new(scaler),
        None => AnyTransformer::new(Single(scaler)),
    };
    let steps = [&[first], others].concat();
    let pipeline = AnyPipeline::new(steps, base.classifier().clone(), base.classes().to_vec())?;
    match base.temperature() {
        Some(temperature) => Ok(pipeline.with_temperature(temperature)?),
        None => Ok(pipeline),
    }
}

fn no_scaler() -> Error {
    Error::invalid_model("pipeline", "a StandardScaler as its first step, to adapt it", "another")
}
