//! Ways to train a pipeline on a feature table, behind one trait.

use std::collections::{BTreeMap, BTreeSet};

use emo_corpus::FeatureTable;
use emo_learn::Pipeline;
use emo_learn::estimator::{Classifier, Estimator, Resampler, Transformer};
use emo_learn::parameters::{Parameters, Value};
use emo_learn::stored::AnyPipeline;

use crate::emotion_model::{
    Calibrated, CalibratedTrainer, CrossCorpusRidgeTrainer, RidgeTrainer, TrainedRidge,
};
use crate::{Error, Result};

/// Trains on the rows of a table, with what is known of their clips.
///
/// A [`Pipeline`] is one, which looks at the labels alone; [`RidgeTrainer`] and
/// [`CalibratedTrainer`] hold speakers out to choose and to calibrate. Implement it for a recipe of
/// your own. All of them are evaluated and saved in the same way:
///
/// ```
/// use emo_pipeline::{FeatureTable, RidgeTrainer, Trainer, protocol::Protocol};
///
/// let csv = "clip,label,speaker,pitch,level\n\
///            a,calm,1,9,1\nb,sad,1,5,2\nc,calm,2,8,1\nd,sad,2,4,2\ne,calm,3,9,1\nf,sad,3,6,2\n";
/// let table = FeatureTable::from_reader(csv.as_bytes())?;
/// let trainer: Box<dyn Trainer> = Box::new(RidgeTrainer::default().n_splits(2));
/// let evaluation =
///     Protocol::leave_one_out("speaker").evaluate_with(&table, |train| trainer.fit_pipeline(train))?;
/// assert_eq!(evaluation.scores.uar, 1.0);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
pub trait Trainer: Send + Sync {
    /// Trains on all rows of the table.
    ///
    /// # Errors
    ///
    /// When a hyperparameter or the table is not one that the trainer can work with.
    fn fit_table(&self, table: &FeatureTable) -> Result<Trained>;

    /// The hyperparameters by their paths, such as `mlp__alpha`, for a model's card.
    fn hyperparameters(&self) -> BTreeMap<String, Value>;

    /// The trained pipeline alone.
    ///
    /// # Errors
    ///
    /// As [`fit_table`](Self::fit_table).
    fn fit_pipeline(&self, table: &FeatureTable) -> Result<AnyPipeline> {
        Ok(self.fit_table(table)?.pipeline)
    }
}

/// What a [`Trainer`] returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trained {
    /// The trained pipeline.
    pub pipeline: AnyPipeline,
    /// The hyperparameters that the training chose among several, by their paths.
    pub chosen: BTreeMap<String, Value>,
    /// See
    /// [`EmotionModel::with_averaging_temperature`](crate::EmotionModel::with_averaging_temperature),
    /// if the training found one.
    pub averaging_temperature: Option<f64>,
}

impl Trained {
    /// A pipeline for which nothing was chosen.
    pub fn new(pipeline: AnyPipeline) -> Self {
        Self { pipeline, chosen: BTreeMap::new(), averaging_temperature: None }
    }

    /// With a hyperparameter that the training chose.
    #[must_use]
    pub fn with_choice(mut self, path: impl Into<String>, value: impl Into<Value>) -> Self {
        self.chosen.insert(path.into(), value.into());
        self
    }
}

impl TryFrom<TrainedRidge> for Trained {
    type Error = Error;

    fn try_from(trained: TrainedRidge) -> Result<Self> {
        let pipeline = AnyPipeline::try_from(trained.pipeline)?;
        let averaging_temperature = trained.averaging_temperature;
        let made =
            Self::new(pipeline).with_choice("ridge__alpha_per_column", trained.alpha_per_column);
        Ok(Self { averaging_temperature, ..made })
    }
}

impl<T, R, C> Trainer for Pipeline<T, R, C>
where
    T: Transformer<f64>,
    R: Resampler<f64>,
    C: Classifier<f64>,
    Self: Estimator<f64, String> + Send + Sync,
    <Self as Estimator<f64, String>>::Fitted: TryInto<AnyPipeline, Error = emo_learn::Error>,
{
    fn fit_table(&self, table: &FeatureTable) -> Result<Trained> {
        let fitted = Estimator::fit(self, table.x(), &table.labels())?;
        Ok(Trained::new(fitted.try_into()?))
    }

    fn hyperparameters(&self) -> BTreeMap<String, Value> {
        self.parameters()
    }
}

impl Trainer for RidgeTrainer {
    fn fit_table(&self, table: &FeatureTable) -> Result<Trained> {
        self.fit(table)?.try_into()
    }

    fn hyperparameters(&self) -> BTreeMap<String, Value> {
        self.parameters()
    }
}

impl Trainer for CrossCorpusRidgeTrainer {
    fn fit_table(&self, table: &FeatureTable) -> Result<Trained> {
        let trained: Trained = self.fit(table)?.try_into()?;
        let corpora: BTreeSet<_> = table.clips().iter().map(|clip| &clip.corpus).collect();
        let held_out = if corpora.len() < 2 { "folds of speakers" } else { "leave-one-corpus-out" };
        Ok(trained.with_choice("ridge__chosen_by", held_out))
    }

    fn hyperparameters(&self) -> BTreeMap<String, Value> {
        self.parameters()
    }
}

impl<E> Trainer for CalibratedTrainer<E>
where
    E: Estimator<f64, String> + Send + Sync,
    AnyPipeline: TryFrom<E::Fitted, Error = emo_learn::Error>,
{
    fn fit_table(&self, table: &FeatureTable) -> Result<Trained> {
        let calibrated: Calibrated<E::Fitted> = self.fit(table)?;
        let temperature = calibrated.temperature;
        let pipeline: AnyPipeline = TryInto::<AnyPipeline>::try_into(calibrated)?;
        Ok(Trained::new(pipeline).with_choice("temperature", temperature))
    }

    fn hyperparameters(&self) -> BTreeMap<String, Value> {
        self.estimator.parameters()
    }
}
