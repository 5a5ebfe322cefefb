//! One training and scoring on one fold.

use ndarray::{Array2, ArrayRef2, NdFloat};

use super::{Scoring, Split, stopwatch::Stopwatch, take, take_rows};
use crate::{
    Error, Result,
    estimator::{Label, Predictor},
};

/// Rows that are copied at a time to be predicted.
const BLOCK: usize = 64;

/// The label of each row of `x` whose number is in `rows`. The rows are copied and predicted a
/// block at a time.
pub(super) fn predict_rows<F: Clone, L>(
    model: &impl Predictor<F, L>,
    x: &ArrayRef2<F>,
    rows: &[usize],
) -> Result<Vec<L>> {
    let mut labels = Vec::with_capacity(rows.len());
    for rows in rows.chunks(BLOCK) {
        labels.extend(model.predict(&take_rows(x, rows)?)?);
    }
    Ok(labels)
}

/// The probabilities of the same rows (rows × classes).
pub(super) fn predict_proba_rows<F: NdFloat, L>(
    model: &impl Predictor<F, L>,
    x: &ArrayRef2<F>,
    rows: &[usize],
) -> Result<Array2<F>> {
    let expected = model.classes().len();
    let mut all = Array2::zeros((0, expected));
    for rows in rows.chunks(BLOCK) {
        for row in model.predict_proba(&take_rows(x, rows)?)?.rows() {
            let got = row.len();
            all.push_row(row).map_err(|_| Error::Shape {
                what: "probabilities of a row",
                expected,
                got,
            })?;
        }
    }
    Ok(all)
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
    /// Trains by `fit`, and scores on the test rows of the split. An error of training or scoring
    /// is kept instead of the model, and `error_score` is the score.
    pub(super) fn fit_and_score<F: NdFloat, M: Predictor<F, L>>(
        &self,
        fit: &dyn Fn() -> Result<M>,
        x: &ArrayRef2<F>,
        y: &[L],
        split: &Split,
    ) -> Outcome<M> {
        let score =
            |model: &M, rows: &[usize]| self.scoring.score_rows(model, x, rows, &take(y, rows)?);
        let watch = Stopwatch::start();
        let model = fit();
        let fit_time = watch.seconds();
        let watch = Stopwatch::start();
        let scores = model.and_then(|model| {
            let test = score(&model, &split.test)?;
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
        match train.then(|| score(&model, &split.train)).transpose() {
            Ok(train_score) => {
                Outcome { model: Ok(model), test_score, train_score, fit_time, score_time }
            }
            Err(error) => failed(error),
        }
    }
}
