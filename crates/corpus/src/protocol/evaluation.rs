//! How well an estimator does under a protocol, and how sure that is.

use emo_learn::estimator::{Estimator, Predictor};
use emo_learn::metrics::{Average, Bootstrap, ConfusionMatrix, Interval, confusion_matrix};
use emo_learn::model_selection::take;
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Fold, Protocol};
use crate::{Error, FeatureTable, GroupKey, Result};

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
    pub fn new(labels: &[String], predicted: &[String]) -> Result<Self> {
        Ok(Self::of(labels, predicted)?)
    }

    fn of(labels: &[String], predicted: &[String]) -> emo_learn::Result<Self> {
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
    /// What the fold tests, such as `speakers 1, 11, 20, 21`.
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
    pub labels: Vec<String>,
    /// Their predicted labels.
    pub predicted: Vec<String>,
    /// The labels of the table, sorted, each once.
    pub classes: Vec<String>,
    /// The probabilities of the tested rows (rows × [`classes`](Self::classes)); 0 for a class
    /// that a fold did not train on.
    pub probabilities: Array2<f64>,
    /// Their speakers, where every clip of the table has one.
    pub speakers: Option<Vec<GroupKey>>,
    /// Their corpora, where every clip of the table has one.
    pub corpora: Option<Vec<GroupKey>>,
    /// The labels that were judged, if [`judged_on`](Self::judged_on) restricted them.
    pub judged_on: Option<Vec<String>>,
    /// The scores over all tested rows together.
    pub scores: Scores,
}

impl Evaluation {
    /// The interval of a score over draws of speakers: how far it would move with others.
    ///
    /// # Errors
    ///
    /// [`emo_learn::Error::TooFew`] unless two or more speakers are known, and when the
    /// bootstrap's parameters are out of range.
    pub fn interval(
        &self,
        bootstrap: &Bootstrap,
        score: impl Fn(&Scores) -> f64 + Sync,
    ) -> Result<Interval> {
        let speakers = self.speakers.as_deref().unwrap_or_default();
        let interval = bootstrap.interval(speakers, |rows| {
            let pick = |labels: &[String]| -> Vec<String> {
                rows.iter().map(|&row| labels[row].clone()).collect()
            };
            Ok(score(&Scores::of(&pick(&self.labels), &pick(&self.predicted))?))
        })?;
        Ok(interval)
    }

    /// The confusion matrix over all classes, true ones down, predicted ones across.
    ///
    /// # Errors
    ///
    /// None for an evaluation that a protocol returned.
    pub fn confusion_matrix(&self) -> Result<ConfusionMatrix<String>> {
        Ok(confusion_matrix(&self.labels, &self.predicted, None)?.with_labels(&self.classes)?)
    }
}

impl Protocol {
    /// Trains the estimator anew on each fold's training rows, on all cores, and judges it on
    /// the fold's test rows.
    ///
    /// ```
    /// use emo_corpus::{FeatureTable, protocol::Protocol};
    /// use emo_learn::{NoResampling, Pipeline, StandardScaler};
    /// use emo_ridge::RidgeClassifier;
    ///
    /// let csv = "clip,label,speaker,pitch\n\
    ///            a,calm,1,9\nb,sad,1,5\nc,calm,2,8\nd,sad,2,4\ne,calm,3,9\nf,sad,3,6\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let ridge = RidgeClassifier::default();
    /// let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge);
    /// let evaluation = Protocol::leave_one_out("speaker").evaluate(&table, &pipeline)?;
    /// assert_eq!(evaluation.folds.len(), 3);
    /// assert_eq!(evaluation.scores.uar, 1.0);
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`folds`](Self::folds), and of the first fold whose training or prediction
    /// fails.
    pub fn evaluate<E>(&self, table: &FeatureTable, estimator: &E) -> Result<Evaluation>
    where
        E: Estimator<f64, String>,
    {
        self.evaluate_with(table, |train| -> Result<_> {
            Ok(estimator.fit(train.x(), &train.labels())?)
        })
    }

    /// As [`evaluate`](Self::evaluate), for training that wants to know more of the rows than
    /// their labels: `fit` gets a fold's training rows as a table, with speakers and copies. What
    /// it chooses there, it chooses without the clips that it is judged on. Its errors can be of
    /// any type that this crate's become by `?`.
    ///
    /// # Errors
    ///
    /// As [`evaluate`](Self::evaluate).
    pub fn evaluate_with<M, E>(
        &self,
        table: &FeatureTable,
        fit: impl Fn(&FeatureTable) -> Result<M, E> + Sync,
    ) -> Result<Evaluation, E>
    where
        M: Predictor<f64, String>,
        E: From<Error> + Send,
    {
        let folds = self.folds(table)?;
        let judged: Vec<_> =
            folds.par_iter().map(|fold| judge(fold, table, &fit)).collect::<Result<_, E>>()?;
        let rows: Vec<usize> = folds.iter().flat_map(|fold| fold.split.test.clone()).collect();
        let all_labels = table.labels();
        let labels: Vec<String> = rows.iter().map(|&row| all_labels[row].clone()).collect();
        let classes = table.classes();
        let mut predicted = Vec::with_capacity(rows.len());
        let mut probabilities = Array2::zeros((rows.len(), classes.len()));
        let mut scores = Vec::with_capacity(folds.len());
        for (fold, own_labels, own_probabilities) in judged {
            let first = predicted.len();
            for (offset, row) in own_probabilities.outer_iter().enumerate() {
                probabilities.row_mut(first + offset).assign(&row);
            }
            predicted.extend(own_labels);
            scores.push(fold);
        }
        let speakers = table.speakers().ok().map(|of_row| take(&of_row, &rows));
        let corpora = table.keys("corpus").ok().map(|of_row| take(&of_row, &rows));
        Ok(Evaluation {
            protocol: self.clone(),
            folds: scores,
            speakers: speakers.transpose().map_err(Error::from)?,
            corpora: corpora.transpose().map_err(Error::from)?,
            judged_on: None,
            scores: Scores::new(&labels, &predicted)?,
            rows,
            labels,
            predicted,
            classes,
            probabilities,
        })
    }
}

/// The scores, labels and probabilities of one fold's test rows.
fn judge<M: Predictor<f64, String>, E: From<Error>>(
    fold: &Fold,
    table: &FeatureTable,
    fit: impl Fn(&FeatureTable) -> Result<M, E>,
) -> Result<(FoldScores, Vec<String>, Array2<f64>), E> {
    let test = table.select(&fold.split.test)?;
    let (n_train, model) = {
        let train = table.select(&fold.split.train)?;
        (train.len(), fit(&train)?)
    };
    let predicted = model.predict(test.x()).map_err(Error::from)?;
    let known = model.predict_proba(test.x()).map_err(Error::from)?;
    let classes = table.classes();
    let mut probabilities = Array2::zeros((test.len(), classes.len()));
    for (from, class) in known.columns().into_iter().zip(model.classes()) {
        if let Ok(at) = classes.binary_search(class) {
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
