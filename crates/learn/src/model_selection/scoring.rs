//! By what a fold or a candidate is judged. Greater is better.

use std::{fmt, sync::Arc};

use ndarray::{ArrayRef2, NdFloat};

use super::fold::{predict_proba_rows, predict_rows};
use crate::{
    Result,
    estimator::{Label, Predictor},
    metrics::{Average, accuracy_score, balanced_accuracy_score, f1_score, log_loss},
};

/// A score by its name in scikit-learn's `scoring`, or a function of the caller's own.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Scoring<L> {
    /// `accuracy`: the share of rows whose label is right.
    #[default]
    Accuracy,
    /// `balanced_accuracy`: the mean of the classes' recalls, also called UAR.
    BalancedAccuracy,
    /// `f1_macro`: the mean of the classes' F1.
    F1Macro,
    /// `f1_weighted`: the mean of the classes' F1, weighted by their rows.
    F1Weighted,
    /// `neg_log_loss`: minus the mean log loss of the probabilities.
    NegLogLoss,
    /// A name, and a function of the true and the predicted labels.
    Function(&'static str, ScoreFunction<L>),
}

/// A score of the caller's own, from the true and the predicted labels.
pub type ScoreFunction<L> = Arc<dyn Fn(&[L], &[L]) -> f64 + Send + Sync>;

impl<L> Scoring<L> {
    /// Its name, as scikit-learn spells it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::BalancedAccuracy => "balanced_accuracy",
            Self::F1Macro => "f1_macro",
            Self::F1Weighted => "f1_weighted",
            Self::NegLogLoss => "neg_log_loss",
            Self::Function(name, _) => name,
        }
    }
}

impl<L: Label> Scoring<L> {
    /// A score of the caller's own, from the true and the predicted labels.
    pub fn function(
        name: &'static str,
        score: impl Fn(&[L], &[L]) -> f64 + Send + Sync + 'static,
    ) -> Self {
        Self::Function(name, Arc::new(score))
    }

    /// The score of a trained model on rows (samples × features) with known labels.
    ///
    /// # Errors
    ///
    /// The errors of the model or of the metric.
    pub fn score<F: NdFloat>(
        &self,
        model: &impl Predictor<F, L>,
        x: &ArrayRef2<F>,
        y: &[L],
    ) -> Result<f64> {
        if let Self::NegLogLoss = self {
            return Ok(-log_loss(y, &model.predict_proba(x)?, model.classes(), None)?);
        }
        self.of_labels(y, &model.predict(x)?)
    }

    /// As [`score`](Self::score) on those rows of `x` whose numbers are in `rows`; `y` has their
    /// labels.
    pub(super) fn score_rows<F: NdFloat>(
        &self,
        model: &impl Predictor<F, L>,
        x: &ArrayRef2<F>,
        rows: &[usize],
        y: &[L],
    ) -> Result<f64> {
        if let Self::NegLogLoss = self {
            let probabilities = predict_proba_rows(model, x, rows)?;
            return Ok(-log_loss(y, &probabilities, model.classes(), None)?);
        }
        self.of_labels(y, &predict_rows(model, x, rows)?)
    }

    fn of_labels(&self, y: &[L], predicted: &[L]) -> Result<f64> {
        match self {
            Self::BalancedAccuracy => balanced_accuracy_score(y, predicted, None),
            Self::F1Macro => f1_score(y, predicted, Average::Macro, None),
            Self::F1Weighted => f1_score(y, predicted, Average::Weighted, None),
            Self::Function(_, score) => Ok(score(y, predicted)),
            Self::Accuracy | Self::NegLogLoss => accuracy_score(y, predicted, None),
        }
    }
}

impl<L> fmt::Debug for Scoring<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
