//! What the epochs gave so far, and whether they still improve
//! (`_update_no_improvement_count` in scikit-learn).

use crate::MlpClassifier;

/// The figures of each epoch and the best of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Progress {
    tol: f64,
    n_iter_no_change: usize,
    stalled: usize,
    pub(crate) loss_curve: Vec<f64>,
    pub(crate) best_loss: f64,
    /// With early stopping: the score of each epoch.
    pub(crate) validation_scores: Option<Vec<f64>>,
    pub(crate) best_validation_score: f64,
}

impl Progress {
    pub(crate) fn new(mlp: &MlpClassifier, early_stopping: bool) -> Self {
        Self {
            tol: mlp.tol,
            n_iter_no_change: mlp.n_iter_no_change,
            stalled: 0,
            loss_curve: Vec::new(),
            best_loss: f64::INFINITY,
            validation_scores: early_stopping.then(Vec::new),
            best_validation_score: f64::NEG_INFINITY,
        }
    }

    /// Takes in an epoch; returns whether its validation score is the best so far.
    pub(crate) fn record(&mut self, loss: f64, validation_score: Option<f64>) -> bool {
        self.loss_curve.push(loss);
        let (improved, best) = match (&mut self.validation_scores, validation_score) {
            (Some(scores), Some(score)) => {
                scores.push(score);
                let improved = score >= self.best_validation_score + self.tol;
                let best = score > self.best_validation_score;
                self.best_validation_score = self.best_validation_score.max(score);
                (improved, best)
            }
            _ => {
                let improved = loss <= self.best_loss - self.tol;
                self.best_loss = self.best_loss.min(loss);
                (improved, false)
            }
        };
        self.stalled = if improved { 0 } else { self.stalled + 1 };
        best
    }

    /// Whether too many epochs in a row brought nothing.
    pub(crate) fn is_stuck(&self) -> bool {
        self.stalled > self.n_iter_no_change
    }

    /// Starts counting anew.
    pub(crate) fn forget_stall(&mut self) {
        self.stalled = 0;
    }
}
