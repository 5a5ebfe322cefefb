//! A linear classifier whose penalty was chosen, and what was seen in choosing.

use ndarray::{Array2, ArrayRef2};

use crate::{Error, FittedRidgeClassifier, Float, Result, fit_temperature};

/// What [`RidgeClassifierCv::fit`](crate::RidgeClassifierCv::fit) returns.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedRidgeClassifierCv<F: Float> {
    pub(crate) classifier: FittedRidgeClassifier<F>,
    pub(crate) alpha: f64,
    pub(crate) scores: Vec<f64>,
    pub(crate) best: usize,
    pub(crate) held_out: Vec<usize>,
    pub(crate) decisions: Array2<F>,
}

impl<F: Float> FittedRidgeClassifierCv<F> {
    /// The classifier with the best penalty, fitted to all rows.
    pub fn classifier(&self) -> &FittedRidgeClassifier<F> {
        &self.classifier
    }

    /// The same, without the rest, with the temperature that fits the held-out rows; `y` has the
    /// label of every row, as in the fit.
    ///
    /// # Errors
    ///
    /// When `y` has fewer labels than there were rows, or others.
    pub fn into_calibrated(self, y: &[usize]) -> Result<FittedRidgeClassifier<F>> {
        let truth = self.held_out.iter().map(|&row| y.get(row).copied());
        let truth = truth.collect::<Option<Vec<_>>>().ok_or_else(|| {
            let expected = self.held_out.iter().max().map_or(0, |row| row + 1);
            Error::LengthMismatch { what: "y", expected, got: y.len() }
        })?;
        let temperature = fit_temperature(&self.decisions, &truth, self.classifier.classes())?;
        self.classifier.with_temperature(temperature)
    }

    /// The best penalty.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// Its score.
    pub fn best_score(&self) -> f64 {
        self.scores[self.best]
    }

    /// The score of each penalty: the mean over the classes of the share of held-out rows of that
    /// class that were recognised, in [0, 1].
    pub fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// The rows that were held out, fold after fold.
    pub fn held_out(&self) -> &[usize] {
        &self.held_out
    }

    /// Their decision values by the best penalty, of classifiers that were fitted without them:
    /// rows x classes, or one column for two classes. They are what
    /// [`fit_temperature`](crate::fit_temperature) asks for.
    pub fn held_out_decisions(&self) -> &ArrayRef2<F> {
        &self.decisions
    }
}

/// The mean over the classes in `truth` of the share of their rows that were recognised.
pub(crate) fn balanced_accuracy(truth: &[usize], predicted: &[usize]) -> f64 {
    let mut classes = truth.to_vec();
    classes.sort_unstable();
    classes.dedup();
    let recall = |class: &usize| {
        let rows = || truth.iter().zip(predicted).filter(|(label, _)| *label == class);
        rows().filter(|(label, said)| label == said).count() as f64 / rows().count() as f64
    };
    classes.iter().map(recall).sum::<f64>() / classes.len() as f64
}
