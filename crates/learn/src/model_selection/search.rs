//! Grid and randomised search, as scikit-learn's `GridSearchCV` and `RandomizedSearchCV`.

mod results;

use std::{
    fmt,
    sync::Arc,
    sync::atomic::{AtomicUsize, Ordering},
};

use ndarray::{Array2, ArrayRef2, NdFloat};
use rayon::prelude::*;

use super::{
    Candidate, Candidates, CvOptions, ParameterGrid, ParameterSampler, Split, fold::Outcome,
};
use crate::{
    Error, Result,
    estimator::{Estimator, Label, Predictor},
    parameters::Parameters,
};

pub use results::{CandidateScores, CvResults};

/// Tries every combination of a [`ParameterGrid`]; `GridSearchCV` of scikit-learn.
///
/// ```
/// use emo_mlp::MlpClassifier;
/// use emo_learn::{
///     NoResampling, Pipeline, StandardScaler,
///     model_selection::{CvOptions, GridSearchCv, ParameterGrid, Scoring, StratifiedKFold},
/// };
/// use ndarray::Array2;
///
/// # fn main() -> Result<(), emo_learn::Error> {
/// let x = Array2::from_shape_fn((30, 2), |(row, column)| (row % 3 * 5 + column) as f64);
/// let y: Vec<usize> = (0..30).map(|row| row % 3).collect();
/// let pipeline = Pipeline::new(
///     StandardScaler::default(),
///     NoResampling::default(),
///     MlpClassifier::default().hidden_layer_sizes([8]).max_iter(50),
/// );
/// let grid = ParameterGrid::new().with("mlp__alpha", [1e-4, 1e-1]);
/// let options = CvOptions::new(StratifiedKFold::default().n_splits(3)).scoring(Scoring::F1Weighted);
/// let search = GridSearchCv::new(pipeline, grid).options(options).fit(&x, &y)?;
/// println!("{:?} {}", search.best_params(), search.best_score());
/// assert_eq!(search.best_estimator()?.predict(&x)?.len(), 30);
/// # Ok(())
/// # }
/// ```
pub type GridSearchCv<E, L> = SearchCv<E, ParameterGrid, L>;

/// Tries some combinations, drawn at random; `RandomizedSearchCV` of scikit-learn.
pub type RandomizedSearchCv<E, L> = SearchCv<E, ParameterSampler, L>;

/// Cross-validates an estimator with each candidate's hyperparameters, and trains the best on
/// all rows.
#[derive(Clone)]
pub struct SearchCv<E, G, L> {
    estimator: E,
    candidates: G,
    options: CvOptions<L>,
    refit: bool,
    on_progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Fits that are done.
    pub done: usize,
    /// Fits in all: candidates × folds.
    pub total: usize,
}

impl<E, G, L: Label> SearchCv<E, G, L> {
    /// A search with the default [`CvOptions`] that trains the best candidate on all rows.
    pub fn new(estimator: E, candidates: G) -> Self {
        let options = CvOptions::default();
        Self { estimator, candidates, options, refit: true, on_progress: None }
    }

    /// Splits, groups and score.
    #[must_use]
    pub fn options(mut self, options: CvOptions<L>) -> Self {
        self.options = options;
        self
    }

    /// Whether to train the best candidate on all rows; true by default.
    #[must_use]
    pub fn refit(mut self, refit: bool) -> Self {
        self.refit = refit;
        self
    }

    /// Called after each fit, from whichever thread did it.
    #[must_use]
    pub fn on_progress(mut self, call: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(call));
        self
    }

    /// Tries the candidates on rows (samples × features) with labels. Candidates and folds run
    /// on all cores; scores and choice are the same at any number of threads.
    ///
    /// Memory: where there are at least as many candidates as threads, the training rows of one
    /// fold are copied at a time. Candidates that differ in the classifier of a
    /// [`Pipeline`](crate::Pipeline) alone share that copy, transformed and resampled; so the time
    /// of that is not in their `mean_fit_time`.
    ///
    /// A fold that fails gets the options' `error_score`, and is among the
    /// [`failures`](CvResults::failures). Of equally good candidates the first is the best.
    ///
    /// # Errors
    ///
    /// When there is no candidate or no split, a candidate names no hyperparameter of the
    /// estimator, the rows cannot be split, every fit fails (the error is the first one's), or the
    /// last training does.
    pub fn fit<F>(&self, x: &ArrayRef2<F>, y: &[L]) -> Result<FittedSearchCv<E::Fitted>>
    where
        F: NdFloat,
        L: Send + Sync,
        G: Candidates,
        E: Estimator<F, L>,
        E::Fitted: Send,
    {
        let candidates = self.candidates.candidates()?;
        if candidates.is_empty() {
            return Err(Error::Empty { what: "candidates to search" });
        }
        let estimators = candidates.iter().map(|candidate| configured(&self.estimator, candidate));
        let estimators = estimators.collect::<Result<Vec<E>>>()?;
        let splits = self.options.splits(x.nrows(), y)?;
        let outcomes = self.evaluate(&estimators, x, y, &splits)?;
        let cv_results = CvResults::collect(candidates, splits.len(), outcomes)?;
        let best = cv_results.best_index();
        let best_estimator = match estimators.get(best).filter(|_| self.refit) {
            Some(estimator) => Some(estimator.fit(x, y)?),
            None => None,
        };
        Ok(FittedSearchCv { cv_results, best, best_estimator })
    }

    /// Every candidate on every fold; candidates in order, within one its folds in order.
    fn evaluate<F>(
        &self,
        estimators: &[E],
        x: &ArrayRef2<F>,
        y: &[L],
        splits: &[Split],
    ) -> Result<Vec<Outcome<()>>>
    where
        F: NdFloat,
        L: Send + Sync,
        E: Estimator<F, L>,
    {
        let total = estimators.len() * splits.len();
        let done = AtomicUsize::new(0);
        let (judge, on_progress) = (self.options.judge(), &self.on_progress);
        let all_on = |split: &Split| {
            E::fit_each(estimators, x, y, &split.train, |_, fit| {
                let outcome = judge.fit_and_score(fit, x, y, split);
                if let Some(call) = on_progress {
                    call(Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
                }
                outcome.without_model()
            })
        };
        // As many folds at a time as keep all threads busy.
        let at_once = rayon::current_num_threads().div_ceil(estimators.len().max(1));
        let mut of_fold = Vec::with_capacity(splits.len());
        for splits in splits.chunks(at_once) {
            of_fold.extend(splits.par_iter().map(all_on).collect::<Result<Vec<_>>>()?);
        }
        let mut of_fold: Vec<_> = of_fold.into_iter().map(Vec::into_iter).collect();
        let folds = |_| of_fold.iter_mut().filter_map(Iterator::next).collect::<Vec<_>>();
        Ok((0..estimators.len()).flat_map(folds).collect())
    }
}

impl<E: fmt::Debug, G: fmt::Debug, L> fmt::Debug for SearchCv<E, G, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("SearchCv");
        out.field("estimator", &self.estimator).field("candidates", &self.candidates);
        out.field("refit", &self.refit).finish_non_exhaustive()
    }
}

/// The estimator with a candidate's hyperparameters.
fn configured<E: Parameters + Clone>(estimator: &E, candidate: &Candidate) -> Result<E> {
    let mut estimator = estimator.clone();
    for (path, value) in candidate {
        estimator.set_parameter(path, value.clone())?;
    }
    Ok(estimator)
}

/// What a search found.
#[derive(Debug)]
pub struct FittedSearchCv<M> {
    cv_results: CvResults,
    best: usize,
    best_estimator: Option<M>,
}

impl<M> FittedSearchCv<M> {
    /// The scores of all candidates.
    pub fn cv_results(&self) -> &CvResults {
        &self.cv_results
    }

    /// The place of the best candidate in [`cv_results`](Self::cv_results).
    pub fn best_index(&self) -> usize {
        self.best
    }

    /// The hyperparameters of the best candidate.
    pub fn best_params(&self) -> &Candidate {
        &self.cv_results.candidates()[self.best].params
    }

    /// The mean score of the best candidate over the folds.
    pub fn best_score(&self) -> f64 {
        self.cv_results.candidates()[self.best].mean_test_score
    }

    /// An estimator with the best candidate's hyperparameters, untrained: to be judged anew.
    ///
    /// # Errors
    ///
    /// When the estimator lacks a hyperparameter that was searched.
    pub fn configure<E: Parameters + Clone>(&self, estimator: &E) -> Result<E> {
        configured(estimator, self.best_params())
    }

    /// The best candidate, trained on all rows.
    ///
    /// # Errors
    ///
    /// [`Error::NotRefitted`] when the search was told not to train it.
    pub fn best_estimator(&self) -> Result<&M> {
        self.best_estimator.as_ref().ok_or(Error::NotRefitted)
    }

    /// The best candidate, trained on all rows, taken out of the search.
    ///
    /// # Errors
    ///
    /// As [`best_estimator`](Self::best_estimator).
    pub fn into_best_estimator(self) -> Result<M> {
        self.best_estimator.ok_or(Error::NotRefitted)
    }

    /// The labels of the rows, by the best candidate.
    ///
    /// # Errors
    ///
    /// As [`best_estimator`](Self::best_estimator), and the errors of the model.
    pub fn predict<F, L>(&self, x: &ArrayRef2<F>) -> Result<Vec<L>>
    where
        M: Predictor<F, L>,
    {
        self.best_estimator()?.predict(x)
    }

    /// The probabilities of the rows (samples × classes), by the best candidate.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    pub fn predict_proba<F, L>(&self, x: &ArrayRef2<F>) -> Result<Array2<F>>
    where
        M: Predictor<F, L>,
    {
        self.best_estimator()?.predict_proba(x)
    }
}
