//! Training of a linear classifier that is chosen and calibrated on held-out speakers.

use std::collections::{BTreeMap, BTreeSet};

use emo_ridge::{ClassWeight, FittedRidgeClassifier, RidgeClassifierCv};
use serde::{Deserialize, Serialize};

use crate::Result;
use emo_corpus::FeatureTable;
use emo_learn::FittedPipeline;
use emo_learn::model_selection::Split;
use emo_learn::parameters::Value;
use emo_learn::preprocessing::{Clipper, FittedStandardScaler, LabelEncoder, StandardScaler};

/// A scaler, limits on what it gives, and the linear classifier that was trained behind them; in
/// single precision, so that ten thousand features make a small file.
pub type RidgePipeline =
    FittedPipeline<(FittedStandardScaler, Clipper), FittedRidgeClassifier<f32>, String>;

/// Scaler, limits and balanced ridge classifier, with an alpha that was chosen and a
/// temperature that was fitted on held-out speakers of the training rows.
///
/// The training rows are divided into folds of whole speakers. Each alpha is trained on the
/// others and tested on each; the one with the highest unweighted average recall over all held-out
/// rows is taken, and the temperature that makes the likeliest probabilities of its decisions.
/// Then it is trained on all rows. Augmented copies of a held-out clip are held out with it: a
/// model for any microphone is chosen by its score on all the microphones of its copies. Columns
/// are scaled once, by all training rows: that looks at no label. It is scikit-learn's
/// `RidgeClassifierCV` and `CalibratedClassifierCV(method="temperature")` in one, with groups.
///
/// ```
/// use emo_pipeline::{FeatureTable, protocol::Protocol};
/// use emo_pipeline::emotion_model::RidgeTrainer;
///
/// let csv = "clip,emotion,actor,pitch,level\n\
///            a,calm,1,9,1\nb,sad,1,5,2\nc,calm,2,8,1\nd,sad,2,4,2\ne,calm,3,9,1\nf,sad,3,6,2\n";
/// let table = FeatureTable::from_reader(csv.as_bytes())?;
/// let trainer = RidgeTrainer::default().n_splits(2);
/// let model = trainer.fit(&table)?;
/// assert_eq!(model.pipeline.classes().len(), 2);
/// // Nested: each fold chooses without the speaker that it is judged on.
/// let fit = |train: &FeatureTable| -> emo_pipeline::Result<_> {
///     Ok(emo_pipeline::AnyPipeline::try_from(trainer.fit(train)?.pipeline)?)
/// };
/// let evaluation = Protocol::leave_one_out("speaker").evaluate_with(&table, fit)?;
/// assert_eq!(evaluation.scores.uar, 1.0);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RidgeTrainer {
    /// The alphas to choose from, as multiples of the number of columns: scaled
    /// columns have unit mean square, so that 1 weighs them as a whole. Default 0.5, 1 and 2.
    pub alphas_per_column: Vec<f64>,
    /// Folds of speakers. Default 3.
    pub n_splits: usize,
    /// Limits on scaled values. Default -4 and 4.
    pub clip: Clipper,
}

impl Default for RidgeTrainer {
    fn default() -> Self {
        Self { alphas_per_column: vec![0.5, 1.0, 2.0], n_splits: 3, clip: Clipper::default() }
    }
}

/// What [`RidgeTrainer::fit`] returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TrainedRidge {
    /// The pipeline, trained on all rows.
    pub pipeline: RidgePipeline,
    /// The alpha that was chosen, per column.
    pub alpha_per_column: f64,
    /// The unweighted average recall of each alpha on held-out speakers.
    pub held_out_uar: Vec<f64>,
    /// See
    /// [`EmotionModel::with_averaging_temperature`](super::EmotionModel::with_averaging_temperature);
    /// `None` where the clips have no copies at other speeds, or the trainer does not look at them.
    pub averaging_temperature: Option<f64>,
}

impl RidgeTrainer {
    /// Sets the alphas to choose from.
    #[must_use]
    pub fn alphas_per_column(mut self, alphas: impl Into<Vec<f64>>) -> Self {
        self.alphas_per_column = alphas.into();
        self
    }

    /// Sets the number of folds.
    #[must_use]
    pub fn n_splits(mut self, n_splits: usize) -> Self {
        self.n_splits = n_splits;
        self
    }

    /// The hyperparameters by name, for a model's card.
    pub fn parameters(&self) -> BTreeMap<String, Value> {
        let Self { alphas_per_column, n_splits, clip } = self;
        BTreeMap::from([
            ("ridge__alphas_per_column".into(), Value::of(alphas_per_column)),
            ("ridge__n_splits".into(), (*n_splits).into()),
            ("ridge__class_weight".into(), Value::of(&ClassWeight::Balanced)),
            ("clip__min".into(), clip.min.into()),
            ("clip__max".into(), clip.max.into()),
        ])
    }

    /// Chooses, calibrates and trains, on [`FeatureTable::speaker_folds`].
    ///
    /// # Errors
    ///
    /// Without an alpha, or with one that is not above 0; when there are too few actors or clips
    /// for the folds; or when training fails.
    pub fn fit(&self, table: &FeatureTable) -> Result<TrainedRidge> {
        let encoder = LabelEncoder::default().fit(&table.labels())?;
        let y = encoder.transform(&table.labels())?;
        let x = table.x().mapv(|value| value as f32);
        let scaler = StandardScaler::default().fit(&x)?;
        let x = self.clip.transform_owned(scaler.transform_owned(x)?)?;
        let chosen = self
            .ridge(x.ncols())
            .fit(&x, &y, &self.folds(table)?)
            .map_err(emo_learn::Error::from)?;
        let alpha_per_column = chosen.alpha() / x.ncols() as f64;
        let held_out_uar = chosen.scores().to_vec();
        let classifier = chosen.into_calibrated(&y).map_err(emo_learn::Error::from)?;
        let pipeline = FittedPipeline::from_parts((scaler, self.clip), classifier, encoder);
        Ok(TrainedRidge { pipeline, alpha_per_column, held_out_uar, averaging_temperature: None })
    }

    /// Folds of whole speakers: the rows to train on; the clips held out, and their copies.
    fn folds(&self, table: &FeatureTable) -> Result<Vec<(Vec<usize>, Vec<usize>)>> {
        let copy_of = table.copies()?;
        let with_copies = |Split { train, test }| {
            let clips = BTreeSet::from_iter(test);
            let rows = copy_of.iter().enumerate();
            let held_out = rows.filter(|(row, clip)| clips.contains(&clip.unwrap_or(*row)));
            (train, held_out.map(|(row, _)| row).collect())
        };
        Ok(table.speaker_folds(self.n_splits)?.into_iter().map(with_copies).collect())
    }

    fn ridge(&self, n_columns: usize) -> RidgeClassifierCv {
        let alphas = self.alphas_per_column.iter().map(|alpha| alpha * n_columns as f64);
        RidgeClassifierCv::default()
            .alphas(alphas.collect::<Vec<_>>())
            .class_weight(ClassWeight::Balanced)
    }
}

impl TrainedRidge {
    /// The emotions that it can tell.
    pub fn classes(&self) -> &[String] {
        self.pipeline.classes()
    }
}
