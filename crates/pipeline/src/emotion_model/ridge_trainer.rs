//! Training of a linear classifier that is chosen and calibrated on speakers it has not heard.

use std::collections::BTreeMap;

use emo_ridge::{ClassWeight, RidgeClassifier, fit_temperature};
use ndarray::{Array2, ArrayRef2, Axis, concatenate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::RidgePipeline;
use crate::dataset::{Emotion, FeatureTable};
use crate::metrics::confusion_matrix;
use crate::model_selection::{
    Split, SplitInput, Splitter, StratifiedGroupKFold, StratifiedKFold, take,
};
use crate::preprocessing::{Clip, LabelEncoder, StandardScaler};
use crate::{Error, FittedPipeline, Result};

/// Scaler, bounds and balanced ridge classifier, with a strength that was chosen and a
/// temperature that was fitted on held-out speakers of the training rows.
///
/// The training rows are divided into folds of whole speakers. Each strength is trained on the
/// others and tried on each; the one with the highest unweighted average recall over all held-out
/// clips is taken, and the temperature that makes the likeliest probabilities of its decisions.
/// Then it is trained on all rows. Treated copies train; only clips as recorded are held out. It
/// is scikit-learn's `RidgeClassifierCV` and `CalibratedClassifierCV(method="temperature")` in
/// one, with groups.
///
/// ```
/// use emo_pipeline::dataset::{FeatureTable, Protocol};
/// use emo_pipeline::emotion_model::RidgeTrainer;
///
/// let csv = "clip,emotion,actor,pitch,level\n\
///            a,calm,1,9,1\nb,sad,1,5,2\nc,calm,2,8,1\nd,sad,2,4,2\ne,calm,3,9,1\nf,sad,3,6,2\n";
/// let table = FeatureTable::from_reader(csv.as_bytes())?;
/// let trainer = RidgeTrainer::default().n_splits(2);
/// let model = trainer.fit(&table)?;
/// assert_eq!(model.pipeline.classes().len(), 2);
/// // Nested: each fold chooses without the speaker that it is judged on.
/// let evaluation = Protocol::LeaveOneSpeakerOut
///     .evaluate_with(&table, |train| Ok(trainer.fit(train)?.pipeline))?;
/// assert_eq!(evaluation.scores.uar, 1.0);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RidgeTrainer {
    /// The strengths to choose from, each times the number of columns is an `alpha`: scaled
    /// columns have unit mean square, so that 1 weighs them as a whole. Default 0.5, 1 and 2.
    pub alphas_per_column: Vec<f64>,
    /// Folds of speakers. Default 3.
    pub n_splits: usize,
    /// Bounds on scaled values. Default -4 and 4.
    pub clip: Clip,
}

impl Default for RidgeTrainer {
    fn default() -> Self {
        Self { alphas_per_column: vec![0.5, 1.0, 2.0], n_splits: 3, clip: Clip::default() }
    }
}

/// What [`RidgeTrainer::fit`] returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TrainedRidge {
    /// The pipeline, trained on all rows.
    pub pipeline: RidgePipeline,
    /// The strength that was chosen, for each column.
    pub alpha_per_column: f64,
    /// The unweighted average recall of each strength on held-out speakers.
    pub held_out_uar: Vec<f64>,
}

/// Labelled rows of training, in single precision.
struct Rows {
    x: Array2<f32>,
    y: Vec<usize>,
}

impl RidgeTrainer {
    /// Sets the strengths to choose from.
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
            ("ridge__alphas_per_column".into(), json!(alphas_per_column)),
            ("ridge__n_splits".into(), json!(n_splits)),
            ("ridge__class_weight".into(), json!(ClassWeight::Balanced)),
            ("clip__min".into(), json!(clip.min)),
            ("clip__max".into(), json!(clip.max)),
        ])
    }

    /// Chooses, calibrates and trains. Folds are of whole actors where all clips have one, and
    /// else of clips.
    ///
    /// # Errors
    ///
    /// Without a strength, or with one that is not above 0; when there are too few actors or clips
    /// for the folds; or when training fails.
    pub fn fit(&self, table: &FeatureTable) -> Result<TrainedRidge> {
        let encoder = LabelEncoder::default().fit(&table.labels())?;
        let y = encoder.transform(&table.labels())?;
        let rows = Rows { x: table.x().mapv(|value| value as f32), y };
        let held_out = self.held_out(table, &rows)?;
        let classes: Vec<usize> = (0..encoder.classes().len()).collect();
        let uars = held_out.uars(&classes)?;
        let best = uars.iter().enumerate().max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i)));
        let (best, _) = best.ok_or(Error::Empty { what: "alphas_per_column" })?;
        let temperature = fit_temperature(&held_out.scores[best], &held_out.y, &classes)?;
        let alpha_per_column = self.alphas_per_column[best];
        let (transformer, mut trained) = self.train(rows, &[alpha_per_column])?;
        let classifier = trained.swap_remove(0).with_temperature(temperature)?;
        let pipeline = FittedPipeline::from_parts(transformer, classifier, encoder);
        Ok(TrainedRidge { pipeline, alpha_per_column, held_out_uar: uars })
    }

    /// Scaler, bounds and a classifier for each strength.
    fn train(&self, rows: Rows, alphas: &[f64]) -> Result<(Transformer, Vec<Classifier>)> {
        let Rows { x, y } = rows;
        let scaler = StandardScaler::default().fit(&x)?;
        let x = self.clip.transform(&scaler.transform(&x)?)?;
        let alphas: Vec<f64> = alphas.iter().map(|alpha| alpha * x.ncols() as f64).collect();
        let ridge = RidgeClassifier::default().class_weight(ClassWeight::Balanced);
        Ok(((scaler, self.clip), ridge.fit_alphas(&x, &y, None, &alphas)?))
    }

    /// The decisions of each strength on clips of held-out speakers.
    fn held_out(&self, table: &FeatureTable, rows: &Rows) -> Result<HeldOut> {
        if self.alphas_per_column.is_empty() {
            return Err(Error::Empty { what: "alphas_per_column" });
        }
        let mut scores = vec![Vec::new(); self.alphas_per_column.len()];
        let mut y = Vec::new();
        for Split { train, test } in self.splits(table, &rows.y)? {
            let part = |rows_of: &[usize]| -> Result<Rows> {
                Ok(Rows { x: rows.x.select(Axis(0), rows_of), y: take(&rows.y, rows_of)? })
            };
            let ((scaler, clip), classifiers) =
                self.train(part(&train)?, &self.alphas_per_column)?;
            let tested = part(&test)?;
            let x = clip.transform(&scaler.transform(&tested.x)?)?;
            for (scores, classifier) in scores.iter_mut().zip(&classifiers) {
                scores.push(classifier.decision_function(&x)?);
            }
            y.extend(tested.y);
        }
        let whole = |parts: Vec<Array2<f32>>| {
            let views: Vec<_> = parts.iter().map(|part| part.view()).collect();
            // A fold whose training rows lack a class has fewer columns than the others.
            concatenate(Axis(0), &views).map_err(|_| Error::TooFew {
                what: "speakers of each emotion".into(),
                expected: self.n_splits,
                got: self.n_splits.saturating_sub(1),
            })
        };
        Ok(HeldOut { scores: scores.into_iter().map(whole).collect::<Result<_>>()?, y })
    }

    fn splits(&self, table: &FeatureTable, y: &[usize]) -> Result<Vec<Split>> {
        let copies = table.copies()?;
        let input = SplitInput::new(table.len()).labels(y).copies(&copies);
        let Ok(actors) = table.groups() else {
            return StratifiedKFold::default().n_splits(self.n_splits).split(&input);
        };
        let actors = LabelEncoder::default().fit(&actors)?.transform(&actors)?;
        let folds = StratifiedGroupKFold::default().n_splits(self.n_splits);
        folds.split(&input.groups(&actors))
    }
}

type Transformer = (crate::preprocessing::FittedStandardScaler, Clip);
type Classifier = emo_ridge::FittedRidgeClassifier<f32>;

/// Decisions on clips that were not trained on.
struct HeldOut {
    /// For each strength, clips × decision values.
    scores: Vec<Array2<f32>>,
    /// The clips' classes.
    y: Vec<usize>,
}

impl HeldOut {
    fn uars(&self, classes: &[usize]) -> Result<Vec<f64>> {
        let uar = |scores: &Array2<f32>| {
            let predicted = likeliest(scores, classes);
            Ok(confusion_matrix(&self.y, &predicted, None)?.balanced_accuracy())
        };
        self.scores.iter().map(uar).collect()
    }
}

/// The class of the largest decision value; of a single one, by its sign.
fn likeliest(scores: &ArrayRef2<f32>, classes: &[usize]) -> Vec<usize> {
    let of_row = |row: ndarray::ArrayView1<'_, f32>| match row.len() {
        1 => usize::from(row.iter().any(|&score| score > 0.0)),
        _ => {
            let places = row.iter().enumerate();
            places.max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i))).map_or(0, |(at, _)| at)
        }
    };
    scores.rows().into_iter().map(|row| classes.get(of_row(row)).copied().unwrap_or(0)).collect()
}

impl TrainedRidge {
    /// The emotions that it can tell.
    pub fn classes(&self) -> &[Emotion] {
        self.pipeline.classes()
    }
}
