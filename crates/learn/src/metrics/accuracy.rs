//! The share of right answers, over all rows and over all classes.

use super::confusion::{ConfusionMatrix, confusion_matrix};
use super::sum::pairwise_sum;
use crate::Result;

/// The share of rows whose prediction is right, in [0, 1] (weighted accuracy, WA, where speech
/// emotion recognition speaks of UAR beside it).
///
/// Source: scikit-learn 1.9.1, `metrics.accuracy_score`.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
pub fn accuracy_score<L: Ord + Clone>(
    y_true: &[L],
    y_pred: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    Ok(confusion_matrix(y_true, y_pred, sample_weight)?.accuracy())
}

/// The mean over classes of the share that was found, in [0, 1]: unweighted average recall, UAR.
///
/// Only classes that occur among the true labels count.
/// Source: scikit-learn 1.9.1, `metrics.balanced_accuracy_score`.
///
/// # Errors
///
/// Those of [`confusion_matrix`].
pub fn balanced_accuracy_score<L: Ord + Clone>(
    y_true: &[L],
    y_pred: &[L],
    sample_weight: Option<&[f64]>,
) -> Result<f64> {
    Ok(confusion_matrix(y_true, y_pred, sample_weight)?.balanced_accuracy())
}

impl<L> ConfusionMatrix<L> {
    /// The share of the counts on the diagonal, in [0, 1].
    pub fn accuracy(&self) -> f64 {
        pairwise_sum(&self.hits()) / self.counts.sum()
    }

    /// The mean recall of the classes that occur among the true labels, in [0, 1]: UAR.
    pub fn balanced_accuracy(&self) -> f64 {
        let rows = self.counts.rows().into_iter().map(|row| row.sum());
        let recalls: Vec<f64> = std::iter::zip(self.hits(), rows)
            .filter(|(_, occurs)| *occurs > 0.0)
            .map(|(hit, occurs)| hit / occurs)
            .collect();
        pairwise_sum(&recalls) / recalls.len() as f64
    }
}
