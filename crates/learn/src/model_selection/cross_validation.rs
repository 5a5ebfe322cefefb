//! Scores and predictions from models that did not see the rows they are judged on.

use std::sync::Arc;

use ndarray::{Array2, ArrayRef2, NdFloat};
use rayon::prelude::*;

use super::{
    Candidate, Scoring, Split, SplitInput, Splitter, StratifiedKFold,
    fold::{Judge, Outcome, predict_proba_rows, predict_rows},
    split::{Numbered, check_rows, distinct},
};
use crate::{
    Error, Result,
    estimator::{Estimator, Label, Predictor},
    preprocessing::LabelEncoder,
};

/// How to cross-validate: by which splits, judged by what.
///
/// The default is scikit-learn's for a classifier, five stratified folds without shuffling, but
/// for the score that it takes by default, accuracy.
#[derive(Clone)]
pub struct CvOptions<L> {
    cv: Arc<dyn Splitter + Send + Sync>,
    groups: Option<Vec<usize>>,
    copies: Option<Vec<Option<usize>>>,
    judge: Judge<L>,
}

impl<L: Label> Default for CvOptions<L> {
    fn default() -> Self {
        Self::new(StratifiedKFold::default())
    }
}

impl<L: Label> CvOptions<L> {
    /// These splits, accuracy, NaN for a fold that fails.
    pub fn new(cv: impl Splitter + Send + Sync + 'static) -> Self {
        let judge =
            Judge { scoring: Scoring::Accuracy, error_score: f64::NAN, return_train_score: false };
        Self { cv: Arc::new(cv), groups: None, copies: None, judge }
    }

    /// The group of each row, such as its speaker, for splitters that keep groups together.
    #[must_use]
    pub fn groups<G: Ord>(mut self, groups: &[G]) -> Self {
        self.groups = Some(Numbered::new(groups).of_row);
        self
    }

    /// The row that each row is an augmented copy of, as
    /// `FeatureTable::copies` of emo-corpus tells; `None` for a row as
    /// recorded.
    #[must_use]
    pub fn copies(mut self, copy_of: Vec<Option<usize>>) -> Self {
        self.copies = Some(copy_of);
        self
    }

    /// The score to take.
    #[must_use]
    pub fn scoring(mut self, scoring: Scoring<L>) -> Self {
        self.judge.scoring = scoring;
        self
    }

    /// The score of a fold that fails; NaN by default. Such folds are reported either way.
    #[must_use]
    pub fn error_score(mut self, error_score: f64) -> Self {
        self.judge.error_score = error_score;
        self
    }

    /// Whether to score the training rows too.
    #[must_use]
    pub fn return_train_score(mut self, return_train_score: bool) -> Self {
        self.judge.return_train_score = return_train_score;
        self
    }

    /// The splits of these rows.
    pub(super) fn splits(&self, n_samples: usize, y: &[L]) -> Result<Vec<Split>> {
        if y.len() != n_samples {
            return Err(Error::Shape { what: "labels", expected: n_samples, got: y.len() });
        }
        let labels = Numbered::new(y);
        let mut input = SplitInput::new(n_samples).labels(&labels.of_row);
        if let Some(groups) = &self.groups {
            input = input.groups(groups);
        }
        if let Some(copies) = &self.copies {
            input = input.copies(copies);
        }
        let splits = self.cv.split(&input).map_err(|error| error.with_labels(&distinct(y)))?;
        if splits.is_empty() {
            return Err(Error::Empty { what: "splits to validate on" });
        }
        let rows = splits.iter().flat_map(|split| [&split.train, &split.test]);
        rows.into_iter().try_for_each(|rows| check_rows(rows, n_samples))?;
        Ok(splits)
    }

    pub(super) fn judge(&self) -> &Judge<L> {
        &self.judge
    }
}

/// A fold whose training or scoring failed.
#[derive(Debug)]
pub struct FoldFailure {
    /// The number of the fold, from 0.
    pub fold: usize,
    /// The hyperparameters that were being tried; none in plain cross-validation.
    pub candidate: Candidate,
    /// Why it failed.
    pub error: Error,
}

/// What [`cross_validate`] returns; one entry for each fold, in order.
#[derive(Debug)]
#[non_exhaustive]
pub struct CvScores<M> {
    /// The score on the fold's test rows.
    pub test_score: Vec<f64>,
    /// The score on the fold's training rows, where asked for.
    pub train_score: Option<Vec<f64>>,
    /// Seconds that training took; NaN on a platform without a clock, such as a browser.
    pub fit_time: Vec<f64>,
    /// Seconds that scoring the test rows took.
    pub score_time: Vec<f64>,
    /// The trained models; `None` where training failed.
    pub estimator: Vec<Option<M>>,
    /// The folds that failed, and why.
    pub failures: Vec<FoldFailure>,
}

impl<M> CvScores<M> {
    fn collect(outcomes: Vec<Outcome<M>>) -> Self {
        let test_score = outcomes.iter().map(|o| o.test_score).collect();
        let train_score = outcomes.iter().map(|o| o.train_score).collect();
        let fit_time = outcomes.iter().map(|o| o.fit_time).collect();
        let score_time = outcomes.iter().map(|o| o.score_time).collect();
        let mut failures = Vec::new();
        let keep = |(fold, outcome): (usize, Outcome<M>)| {
            let failed = |error| {
                failures.push(FoldFailure { fold, candidate: Candidate::new(), error });
            };
            outcome.model.map_err(failed).ok()
        };
        let estimator = outcomes.into_iter().enumerate().map(keep).collect();
        Self { test_score, train_score, fit_time, score_time, estimator, failures }
    }
}

/// Trains and scores on every fold, on all cores, as `cross_validate` of scikit-learn.
///
/// Each fold trains the whole estimator anew, so that scaler and resampler learn from its
/// training rows alone.
///
/// # Errors
///
/// When the rows cannot be split so, or every fold fails; then the error is the first fold's.
pub fn cross_validate<F, L, E>(
    estimator: &E,
    x: &ArrayRef2<F>,
    y: &[L],
    options: &CvOptions<L>,
) -> Result<CvScores<E::Fitted>>
where
    F: NdFloat,
    L: Label + Send + Sync,
    E: Estimator<F, L>,
    E::Fitted: Send,
{
    let splits = options.splits(x.nrows(), y)?;
    let outcome = |split: &Split| {
        let fit = || estimator.fit_rows(x, y, &split.train);
        options.judge.fit_and_score(&fit, x, y, split)
    };
    let mut scores = CvScores::collect(splits.par_iter().map(outcome).collect());
    if !scores.failures.is_empty() && scores.failures.len() == splits.len() {
        return Err(scores.failures.swap_remove(0).error);
    }
    Ok(scores)
}

/// The label of every row, predicted by the model of the fold that holds it out, as
/// `cross_val_predict` of scikit-learn.
///
/// # Errors
///
/// When the rows cannot be split so, the test rows of the splits are not every row once, or a
/// fold fails.
pub fn cross_val_predict<F, L, E>(
    estimator: &E,
    x: &ArrayRef2<F>,
    y: &[L],
    options: &CvOptions<L>,
) -> Result<Vec<L>>
where
    F: NdFloat,
    L: Label + Send + Sync,
    E: Estimator<F, L>,
{
    let folds = held_out(x, y, options, |split| {
        predict_rows(&estimator.fit_rows(x, y, &split.train)?, x, &split.test)
    })?;
    let mut predicted = y.to_vec();
    for (labels, split) in folds {
        for (row, label) in split.test.into_iter().zip(labels) {
            predicted[row] = label;
        }
    }
    Ok(predicted)
}

/// The probabilities of every row (samples × classes, the sorted labels of `y`), by the model of
/// the fold that holds it out. A class that a fold's training rows lack has probability 0 there.
///
/// # Errors
///
/// As [`cross_val_predict`].
pub fn cross_val_predict_proba<F, L, E>(
    estimator: &E,
    x: &ArrayRef2<F>,
    y: &[L],
    options: &CvOptions<L>,
) -> Result<Array2<f64>>
where
    F: NdFloat,
    L: Label + Send + Sync,
    E: Estimator<F, L>,
{
    let folds = held_out(x, y, options, |split| {
        let model = estimator.fit_rows(x, y, &split.train)?;
        Ok((predict_proba_rows(&model, x, &split.test)?, model.classes().to_vec()))
    })?;
    let encoder = LabelEncoder::default().fit(y)?;
    let mut all = Array2::zeros((x.nrows(), encoder.classes().len()));
    for ((probabilities, classes), split) in folds {
        let columns = encoder.transform(&classes)?;
        for (from, row) in split.test.into_iter().enumerate() {
            for (k, &column) in columns.iter().enumerate() {
                all[[row, column]] = probabilities[[from, k]].to_f64().unwrap_or(f64::NAN);
            }
        }
    }
    Ok(all)
}

/// Runs one computation a fold, on all cores, where the folds' test rows are every row once.
fn held_out<F, L, T: Send>(
    x: &ArrayRef2<F>,
    y: &[L],
    options: &CvOptions<L>,
    compute: impl Fn(&Split) -> Result<T> + Sync,
) -> Result<Vec<(T, Split)>>
where
    F: Clone + Send + Sync,
    L: Label + Send + Sync,
{
    let splits = options.splits(x.nrows(), y)?;
    let mut rows: Vec<usize> = splits.iter().flat_map(|split| split.test.iter().copied()).collect();
    rows.sort_unstable();
    if !rows.iter().copied().eq(0..x.nrows()) {
        return Err(Error::InvalidParameter {
            parameter: "cv".into(),
            expected: "splits whose test rows are every row once".into(),
            got: format!("{} test rows of {}", rows.len(), x.nrows()),
        });
    }
    let folds = splits.into_par_iter();
    folds.map(|split| Ok((compute(&split)?, split))).collect()
}
