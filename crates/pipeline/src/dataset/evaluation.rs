//! How well an estimator does under a protocol, and how sure that is.

use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Emotion, FeatureTable, Fold, GroupKey, Protocol};
use crate::{
    Result,
    estimator::{Estimator, Predictor},
    metrics::{Average, Bootstrap, ConfusionMatrix, Interval, confusion_matrix},
};

/// The scores of labels that were predicted for rows not trained on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scores {
    /// The share of rows whose label is right; the weighted accuracy (WA) of the field.
    pub accuracy: f64,
    /// The mean of the classes' recalls: the unweighted average recall (UAR) of the field.
    pub uar: f64,
    /// The mean of the classes' F1.
    pub macro_f1: f64,
    /// The mean of the classes' F1, weighted by their rows.
    pub weighted_f1: f64,
}

impl Scores {
    /// The scores of these predictions.
    ///
    /// # Errors
    ///
    /// When there are no labels, or not as many predicted as true ones.
    pub fn new(labels: &[Emotion], predicted: &[Emotion]) -> Result<Self> {
        let matrix = confusion_matrix(labels, predicted, None)?;
        let f1 = |average| matrix.average_scores(average, 0.0).f1;
        Ok(Self {
            accuracy: matrix.accuracy(),
            uar: matrix.balanced_accuracy(),
            macro_f1: f1(Average::Macro),
            weighted_f1: f1(Average::Weighted),
        })
    }
}

/// The scores of one fold of a protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoldScores {
    /// What the fold tests, such as `actors 1, 11, 20, 21`.
    pub name: String,
    /// Rows that were trained on.
    pub n_train: usize,
    /// Rows that were tested.
    pub n_test: usize,
    /// The scores of the tested rows.
    pub scores: Scores,
}

/// What came of a protocol: every tested row's label, true and predicted, fold after fold.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// How the clips were divided.
    pub protocol: Protocol,
    /// The folds, in the protocol's order.
    pub folds: Vec<FoldScores>,
    /// The tested rows' numbers in the table.
    pub rows: Vec<usize>,
    /// Their true labels.
    pub labels: Vec<Emotion>,
    /// Their predicted labels.
    pub predicted: Vec<Emotion>,
    /// Their probabilities (rows × the eight emotions in [`Emotion::ALL`]'s order); 0 for an
    /// emotion that a fold did not train on.
    pub probabilities: Array2<f64>,
    /// Their actors, where every clip of the table has one.
    pub actors: Option<Vec<GroupKey>>,
    /// The scores over all tested rows together.
    pub scores: Scores,
}

impl Evaluation {
    /// The interval of a score over draws of actors: how far it would move with other speakers.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`](crate::Error::TooFew) unless two or more actors are known, and when the
    /// bootstrap's parameters are out of range.
    pub fn interval(
        &self,
        bootstrap: &Bootstrap,
        score: impl Fn(&Scores) -> f64 + Sync,
    ) -> Result<Interval> {
        let actors = self.actors.as_deref().unwrap_or_default();
        bootstrap.interval(actors, |rows| {
            let pick = |labels: &[Emotion]| rows.iter().map(|&row| labels[row]).collect::<Vec<_>>();
            Ok(score(&Scores::new(&pick(&self.labels), &pick(&self.predicted))?))
        })
    }

    /// The confusion matrix over all eight emotions, true ones down, predicted ones across.
    ///
    /// # Errors
    ///
    /// None for an evaluation that a protocol returned.
    pub fn confusion_matrix(&self) -> Result<ConfusionMatrix<Emotion>> {
        confusion_matrix(&self.labels, &self.predicted, None)?.with_labels(&Emotion::ALL)
    }
}

impl Protocol {
    /// Trains the estimator anew on each fold's training rows, on all cores, and judges it on
    /// the fold's test rows.
    ///
    /// ```
    /// use emo_pipeline::dataset::{FeatureTable, Protocol};
    /// use emo_pipeline::{NoResampling, Pipeline, RidgeClassifier, StandardScaler};
    ///
    /// let csv = "clip,emotion,actor,pitch\n\
    ///            a,calm,1,9\nb,sad,1,5\nc,calm,2,8\nd,sad,2,4\ne,calm,3,9\nf,sad,3,6\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let ridge = RidgeClassifier::default();
    /// let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    /// let evaluation = Protocol::LeaveOneSpeakerOut.evaluate(&table, &pipeline)?;
    /// assert_eq!(evaluation.folds.len(), 3);
    /// assert_eq!(evaluation.scores.uar, 1.0);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`folds`](Self::folds), and of the first fold whose training or prediction
    /// fails.
    pub fn evaluate<E>(self, table: &FeatureTable, estimator: &E) -> Result<Evaluation>
    where
        E: Estimator<f64, Emotion>,
    {
        self.evaluate_with(table, |train| estimator.fit(train.x(), &train.labels()))
    }

    /// As [`evaluate`](Self::evaluate), for training that wants to know more of the rows than
    /// their labels: `fit` gets a fold's training rows as a table, with speakers and copies. What
    /// it chooses there, it chooses without the clips that it is judged on.
    ///
    /// # Errors
    ///
    /// As [`evaluate`](Self::evaluate).
    pub fn evaluate_with<M: Predictor<f64, Emotion>>(
        self,
        table: &FeatureTable,
        fit: impl Fn(&FeatureTable) -> Result<M> + Sync,
    ) -> Result<Evaluation> {
        let folds = self.folds(table)?;
        let judged: Vec<_> =
            folds.par_iter().map(|fold| judge(fold, table, &fit)).collect::<Result<_>>()?;
        let rows: Vec<usize> = folds.iter().flat_map(|fold| fold.split.test.clone()).collect();
        let labels: Vec<Emotion> = rows.iter().map(|&row| table.clips()[row].emotion).collect();
        let mut predicted = Vec::with_capacity(rows.len());
        let mut probabilities = Array2::zeros((rows.len(), Emotion::ALL.len()));
        let mut scores = Vec::with_capacity(folds.len());
        for (fold, own_labels, own_probabilities) in judged {
            let first = predicted.len();
            for (offset, row) in own_probabilities.outer_iter().enumerate() {
                probabilities.row_mut(first + offset).assign(&row);
            }
            predicted.extend(own_labels);
            scores.push(fold);
        }
        let actor = |row: &usize| table.clips()[*row].actor.clone();
        Ok(Evaluation {
            protocol: self,
            folds: scores,
            actors: rows.iter().map(actor).collect(),
            scores: Scores::new(&labels, &predicted)?,
            rows,
            labels,
            predicted,
            probabilities,
        })
    }
}

/// The scores, labels and probabilities of one fold's test rows.
fn judge<M: Predictor<f64, Emotion>>(
    fold: &Fold,
    table: &FeatureTable,
    fit: impl Fn(&FeatureTable) -> Result<M>,
) -> Result<(FoldScores, Vec<Emotion>, Array2<f64>)> {
    let test = table.select(&fold.split.test)?;
    let (n_train, model) = {
        let train = table.select(&fold.split.train)?;
        (train.len(), fit(&train)?)
    };
    let predicted = model.predict(test.x())?;
    let known = model.predict_proba(test.x())?;
    let mut probabilities = Array2::zeros((test.len(), Emotion::ALL.len()));
    for (from, class) in known.columns().into_iter().zip(model.classes()) {
        if let Some(at) = Emotion::ALL.iter().position(|emotion| emotion == class) {
            probabilities.column_mut(at).assign(&from);
        }
    }
    let scores = FoldScores {
        name: fold.name.clone(),
        n_train,
        n_test: test.len(),
        scores: Scores::new(&test.labels(), &predicted)?,
    };
    Ok((scores, predicted, probabilities))
}
