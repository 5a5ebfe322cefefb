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
    /// The share of rows that were taken for what they are, in [0, 1]; of a matrix of some labels,
    /// the share of the rows of these labels, whatever they were taken for.
    pub fn accuracy(&self) -> f64 {
        let rows = if self.complete { self.counts.sum() } else { pairwise_sum(&self.true_sums) };
        pairwise_sum(&self.hits()) / rows
    }

    /// The mean recall of the classes that occur among the true labels, in [0, 1]: UAR. Rows that
    /// were taken for a class outside a matrix of some labels count as errors.
    pub fn balanced_accuracy(&self) -> f64 {
        let rows: Vec<f64> = if self.complete {
            self.counts.rows().into_iter().map(|row| row.sum()).collect()
        } else {
            self.true_sums.clone()
        };
        let recalls: Vec<f64> = std::iter::zip(self.hits(), rows)
            .filter(|(_, occurs)| *occurs > 0.0)
            .map(|(hit, occurs)| hit / occurs)
            .collect();
        pairwise_sum(&recalls) / recalls.len() as f64
    }
}
