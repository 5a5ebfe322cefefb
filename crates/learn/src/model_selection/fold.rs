//! One training and scoring on one fold.

use ndarray::{Array2, ArrayRef2, NdFloat};

use super::{Scoring, Split, stopwatch::Stopwatch, take, take_rows};
use crate::{
    Error, Result,
    estimator::{Estimator, Label},
};

/// The rows and labels of one fold, training and test.
pub(super) struct FoldRows<F, L> {
    pub(super) x_train: Array2<F>,
    pub(super) y_train: Vec<L>,
    pub(super) x_test: Array2<F>,
    pub(super) y_test: Vec<L>,
}

impl<F: Clone, L: Clone> FoldRows<F, L> {
    /// Takes the rows that a split names; an error where there is no such row.
    pub(super) fn new(x: &ArrayRef2<F>, y: &[L], split: &Split) -> Result<Self> {
        Ok(Self {
            x_train: take_rows(x, &split.train)?,
            y_train: take(y, &split.train)?,
            x_test: take_rows(x, &split.test)?,
            y_test: take(y, &split.test)?,
        })
    }
}

/// What came of one training.
pub(super) struct Outcome<M> {
    pub(super) model: Result<M>,
    pub(super) test_score: f64,
    pub(super) train_score: Option<f64>,
    pub(super) fit_time: f64,
    pub(super) score_time: f64,
}

impl<M> Outcome<M> {
    /// The scores alone; a model that nobody asked for is let go.
    pub(super) fn without_model(self) -> Outcome<()> {
        let Self { model, test_score, train_score, fit_time, score_time } = self;
        Outcome { model: model.map(drop), test_score, train_score, fit_time, score_time }
    }
}

/// Which scores to take, and what stands for one that could not be had.
#[derive(Clone)]
pub(super) struct Judge<L> {
    pub(super) scoring: Scoring<L>,
    pub(super) error_score: f64,
    pub(super) return_train_score: bool,
}

impl<L: Label> Judge<L> {
    /// Trains on the fold's training rows and scores on its test rows. An error of training or
    /// scoring is kept instead of the model, and `error_score` is the score.
    pub(super) fn fit_and_score<F, E>(
        &self,
        estimator: &E,
        fold: &FoldRows<F, L>,
    ) -> Outcome<E::Fitted>
    where
        F: NdFloat,
        E: Estimator<F, L>,
    {
        let watch = Stopwatch::start();
        let model = estimator.fit(&fold.x_train, &fold.y_train);
        let fit_time = watch.seconds();
        let watch = Stopwatch::start();
        let scores = model.and_then(|model| {
            let test = self.scoring.score(&model, &fold.x_test, &fold.y_test)?;
            Ok((model, test))
        });
        let score_time = watch.seconds();
        let failed = |error: Error| Outcome {
            model: Err(error),
            test_score: self.error_score,
            train_score: self.return_train_score.then_some(self.error_score),
            fit_time,
            score_time,
        };
        let (model, test_score) = match scores {
            Ok(scores) => scores,
            Err(error) => return failed(error),
        };
        let train = self.return_train_score;
        match train.then(|| self.scoring.score(&model, &fold.x_train, &fold.y_train)).transpose() {
            Ok(train_score) => {
                Outcome { model: Ok(model), test_score, train_score, fit_time, score_time }
            }
            Err(error) => failed(error),
        }
    }
}
